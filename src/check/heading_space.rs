//! A line such as `##Hint` is text: between the marks of a heading and its words stands a space.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Tag};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (source, nodes) in facts.guide.fragments() {
        let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
        for (before, node) in nodes.iter().zip(nodes.iter().skip(1)) {
            let begins = matches!(before.event, Event::Start(Tag::Paragraph) | Event::SoftBreak | Event::HardBreak);
            if !begins || !matches!(node.event, Event::Text(_)) {
                continue;
            }
            let start = node.start as usize;
            let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
            let words = line.trim_start_matches('#');
            let marks = line.len() - words.len();
            let is_escaped = text.get(..start).is_some_and(|before| before.ends_with('\\'));
            // A single mark may be a tag or a number.
            if (2..=6).contains(&marks) && words.starts_with(char::is_alphanumeric) && !is_escaped {
                let message = "this looks like a heading, but without a space after its marks it is text";
                let help = format!("write `{} {words}`, or `\\{line}` if it is meant as text", "#".repeat(marks));
                found.push(
                    Diagnostic::new(Code::HeadingSpace, Span::new(source, start..start + line.len()), message)
                        .help(help),
                );
            }
        }
    }
}
