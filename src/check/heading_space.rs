//! A line such as `##Hint` is text: between the marks of a heading and its words stands a space.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic, character};
use crate::markdown::{Event, HeadingLevel, Tag};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (source, nodes) in facts.guide.fragments() {
        let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
        for (before, node) in nodes.iter().zip(nodes.iter().skip(1)) {
            if let (Event::Start(Tag::Heading { level, .. }), Event::End(_)) = (&before.event, &node.event)
                && *level != HeadingLevel::H2
            {
                let line = text.get(before.range()).unwrap_or_default().trim_end();
                let start = before.start as usize;
                let help = "write its text, or delete the line";
                found.push(
                    Diagnostic::new(
                        Code::HeadingSpace,
                        Span::new(source, start..start + line.len()),
                        "this heading has no text",
                    )
                    .help(help),
                );
                continue;
            }
            let begins = matches!(before.event, Event::Start(Tag::Paragraph) | Event::SoftBreak | Event::HardBreak);
            if !begins || !matches!(node.event, Event::Text(_)) {
                continue;
            }
            let start = node.start as usize;
            // `#`, or the first byte of `＃`.
            if !matches!(text.as_bytes().get(start), Some(b'#' | 0xEF)) {
                continue;
            }
            let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
            let is_escaped = text.get(..start).is_some_and(|before| before.ends_with('\\'));
            if is_escaped || !line.starts_with(['#', '＃']) {
                continue;
            }
            if let Some((message, help)) = slip(line) {
                let span = Span::new(source, start..start + line.len());
                found.push(Diagnostic::new(Code::HeadingSpace, span, message).help(help));
            }
        }
    }
}

/// What keeps a line that begins with `#` or `＃` from being a heading, and the line to write.
fn slip(line: &str) -> Option<(String, String)> {
    let words = line.trim_start_matches(['#', '＃']);
    let marks = line.chars().count() - words.chars().count();
    let text = words.trim_start_matches(character::is_invisible).trim_start();
    if text.is_empty() {
        return None;
    }
    let mark = "#".repeat(marks.min(6));
    if line.contains('＃') && words.starts_with([' ', '\u{3000}']) || (line.starts_with("＃＃") && words == text) {
        let message = "this looks like a heading, but `＃` (U+FF03) is not `#`";
        return Some((message.to_owned(), format!("write `{mark} {text}`")));
    }
    if let Some(c) = words.chars().next().filter(|c| character::is_invisible(*c)) {
        let message = format!("this looks like a heading, but its marks are followed by {}", character::name(c));
        return Some((message, format!("type the space anew: `{mark} {text}`")));
    }
    if marks > 6 && words.starts_with(' ') {
        let message = "this looks like a heading, but a heading has six marks at most";
        return Some((message.to_owned(), format!("write `{mark} {text}`, or fewer marks")));
    }
    // A single mark may be a tag or a number.
    if (2..=6).contains(&marks) && words.starts_with(char::is_alphanumeric) {
        let message = "this looks like a heading, but without a space after its marks it is text";
        return Some((message.to_owned(), format!("write `{mark} {words}`, or `\\{line}` if it is meant as text")));
    }
    None
}
