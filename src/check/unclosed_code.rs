//! Code blocks that begin with a fence also end with one.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CodeBlockKind, Event, Tag};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (source, nodes) in facts.guide.fragments() {
        let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
        for node in nodes {
            let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = &node.event else { continue };
            let block = text.get(node.range()).unwrap_or_default();
            if is_closed(block) {
                continue;
            }
            let first = block.lines().next().unwrap_or_default().trim_end();
            let start = node.start as usize;
            let message = "this code block is never closed, so all that follows is code";
            let help = format!("write {} on a line of its own below the code", fence(first));
            found.push(
                Diagnostic::new(Code::UnclosedCode, Span::new(source, start..start + first.len()), message)
                    .help(format!("{help}, as far indented as here")),
            );
        }
    }
}

/// The fence that a line begins with: three or more backticks or tildes.
fn fence(line: &str) -> &str {
    let mark = line.bytes().next().unwrap_or_default();
    &line[..line.bytes().take_while(|byte| *byte == mark).count()]
}

/// Whether the last line of a block is a fence of the kind of its first one, and no shorter. In a quotation and a list the lines
/// after the first one still have their `>` and their spaces.
fn is_closed(block: &str) -> bool {
    let mut lines = block.trim_end().lines();
    let open = fence(lines.next().unwrap_or_default());
    lines.next_back().is_some_and(|last| {
        let last = last.trim_start_matches([' ', '\t', '>']);
        last.len() >= open.len() && last.bytes().all(|byte| open.as_bytes().first() == Some(&byte))
    })
}
