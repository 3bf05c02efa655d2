//! Code blocks that begin with a fence also end with one.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CodeBlockKind, Event, Tag, fence, is_closed};
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
