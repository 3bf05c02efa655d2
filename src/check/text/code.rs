//! Backticks that are shown, and code blocks whose fence is none.

use super::run::{Place, Run, THING};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag};
use crate::source::{SourceId, Span};

/// Signs that look like three backticks.
const FENCES: &[&str] = &["‘‘‘", "’’’", "´´´", "ˋˋˋ", "｀｀｀"];

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if run.place != Place::Title
        && let Some(fence) = FENCES.iter().find(|fence| text.starts_with(*fence))
    {
        let line = text.lines().next().unwrap_or_default();
        let sign: String = fence.chars().take(1).collect();
        let message = format!("these signs `{sign}` are no backticks, so the code is shown as text");
        let help = "type ``` on the first and on the last line of the code";
        found.push(Diagnostic::new(Code::UnreadMarkup, run.span(0..line.len()), message).help(help));
        return;
    }
    // A bar cuts code in a cell, which is reported with its row.
    let Some(at) = text.find('`').filter(|_| run.place != Place::Cell) else { return };
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.len() - rest.trim_start_matches('`').len();
    let (message, help) = if rest.contains("''") && length == 2 {
        ("these backticks are shown", "write quotation marks `\"` around the words")
    } else if text.contains(THING) || length == 1 {
        (
            "this backtick is shown: no other one ends its code",
            "write one on both sides of the code, or ``\\` `` for one that readers should see",
        )
    } else {
        ("these backticks are shown: no other ones end their code", "write as many on both sides of the code")
    };
    found.push(Diagnostic::new(Code::UnreadMarkup, run.span(at..at + length), message).help(help));
}

/// Code between backticks that was meant as a block.
pub(super) fn blocks(source: SourceId, text: &str, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    for (before, node) in nodes.iter().zip(nodes.iter().skip(1)) {
        let (Event::Start(Tag::Paragraph), Event::Code(_)) = (&before.event, &node.event) else { continue };
        let written = text.get(node.range()).unwrap_or_default();
        if !written.starts_with("``") {
            continue;
        }
        let code = written.trim_matches('`');
        let mut lines = code.lines();
        let first = lines.next().unwrap_or_default();
        let is_language = |word: &str| word.len() > 1 && crate::highlight::is_known(word);
        let language = first.split(' ').next().unwrap_or_default();
        let is_fence = lines.next().is_some() && !first.contains(' ');
        let is_line = written.starts_with("```") && language.len() < code.trim().len() && is_language(language);
        if is_fence || is_line {
            let start = node.start as usize;
            let message = "this is code within a line, not a block";
            let help = format!("put ```{language} on a line of its own, and ``` on the line below the code");
            let line = written.lines().next().unwrap_or_default();
            found.push(
                Diagnostic::new(Code::UnreadMarkup, Span::new(source, start..start + line.len()), message).help(help),
            );
        }
    }
}
