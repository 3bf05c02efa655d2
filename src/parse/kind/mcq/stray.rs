//! Blocks that stand between options or after them and belong to none.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag, plain_text};
use crate::parse::sections::Body;
use crate::source::Span;

/// Reports each of the blocks in `strays`; `last_list` is where the last list of options begins.
pub(super) fn report(body: &Body<'_>, strays: &[Range<usize>], last_list: usize, found: &mut Vec<Diagnostic>) {
    for block in strays {
        let Some(nodes) = body.prompt.get(block.clone()) else { continue };
        let Some(node) = nodes.first() else { continue };
        let is_last = block.start > last_list;
        let message = if is_last {
            "this follows the options and belongs to none of them"
        } else {
            "this stands outside the option above, and cuts the options apart"
        };
        let help = help(node, nodes, is_last);
        let line = body.text.get(node.range()).and_then(|text| text.lines().next()).unwrap_or_default().len();
        let start = node.start as usize;
        found.push(Diagnostic::new(Code::NoOptions, Span::new(body.source, start..start + line), message).help(help));
    }
}

fn help(node: &Node<'_>, nodes: &[Node<'_>], is_last: bool) -> &'static str {
    let text = plain_text(nodes).to_lowercase();
    let is_explanation =
        ["explanation", "rationale", "reason", "why", "because", "erklärung", "begründung", "解説", "الشرح"]
            .iter()
            .any(|word| text.starts_with(word));
    let is_answer = ["answer", "correct answer", "correct:", "solution"].iter().any(|word| text.starts_with(word));
    match &node.event {
        _ if is_answer => "mark the right options with `- [x]`, and write why below a line `## Explanation`",
        _ if is_explanation => "write `## Explanation` on a line of its own, and the text below it",
        Event::Rule => "remove this line; the options end where the first section begins",
        Event::Start(Tag::CodeBlock(_)) if is_last => {
            "indent it by 2 if it belongs to the option above; what explains the answer goes below a line `## Explanation`"
        }
        Event::Start(Tag::CodeBlock(_) | Tag::List(_) | Tag::Table(_)) if !is_last => {
            "indent it by 2, so that it belongs to the option above"
        }
        _ if is_last => {
            "move it above the options if it belongs to the question; if it explains the answer, write `## Explanation` above it"
        }
        _ => "indent it by 2 if it belongs to the option above, or move it above the options",
    }
}
