//! Feedback that stands where readers see it before they answer: on the option's line, below it as a list or as plain text.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CodeBlockKind, Event, Node, Tag, blocks, plain_text};
use crate::model::{Choice, SectionKind};
use crate::parse::sections::meant;
use crate::source::Span;

/// Words that feedback begins with, and options hardly.
const VERDICTS: &[&str] = &[
    "wrong",
    "right",
    "correct",
    "incorrect",
    "yes",
    "no",
    "nope",
    "true",
    "false",
    "because",
    "exactly",
    "feedback",
    "explanation",
    "falsch",
    "richtig",
    "correcto",
    "incorrecto",
    "正解",
    "不正解",
    "صحيح",
    "خطأ",
];

/// Reports feedback in the text of an option that has none of its own.
pub(super) fn report(option: &Choice<'_>, found: &mut Vec<Diagnostic>) {
    if !option.feedback.is_empty() {
        return;
    }
    let lines = lines(&option.nodes);
    let warn = |span: Span, help: String| {
        let message = "this looks like feedback, but readers see it before they answer";
        Diagnostic::new(Code::FeedbackInOption, span, message).help(help)
    };
    let place = |start: usize, end: usize| Span::new(option.span.source, start..end.max(start));
    if let Some((text, start, end)) = lines.first() {
        if let Some((_, feedback)) = text.split_once(" > ").filter(|(_, feedback)| is_feedback(feedback)) {
            found.push(warn(place(*start, *end), format!("write it below the option: `  > {feedback}`")));
            return;
        }
        let verdict = ["(correct)", "(wrong)", "(right)", "(incorrect)", "(correct answer)", "✅", "❌"]
            .iter()
            .find(|verdict| text.to_lowercase().ends_with(*verdict) && text.len() > verdict.len());
        if let Some(verdict) = verdict {
            let message = format!("readers see `{verdict}` before they answer");
            let help = "leave it out; the box says which options are right";
            found.push(Diagnostic::new(Code::FeedbackInOption, place(*start, *end), message).help(help));
            return;
        }
    }
    let first_is_short =
        lines.first().is_some_and(|(text, ..)| text.chars().count() < 60 && !text.ends_with([',', ':', '-']));
    if let Some((text, start, end)) = lines.get(1)
        && let feedback = text.trim_start_matches(['>', '＞', '\u{a0}', ' '])
        && (text.starts_with(['>', '＞', '\u{a0}'])
            || has_verdict(text)
            || text.split_once([':', '：']).is_some_and(|(name, _)| is_key(name))
            || (first_is_short
                && text.starts_with(char::is_uppercase)
                && lines.last().is_some_and(|(text, ..)| text.ends_with('.'))))
    {
        let name = text.split([':', '：']).next().filter(|name| name.len() < text.len()).unwrap_or_default();
        let help = if text.starts_with('＞') {
            format!("`＞` (U+FF1E) begins no quotation: write `  > {feedback}`")
        } else {
            format!("begin it with `  > `: `  > {feedback}`")
        };
        if is_key(name) {
            found.push(key(place(*start, *end)));
        } else {
            found.push(warn(place(*start, *end), help));
        }
        return;
    }
    in_blocks(option, &warn, found);
}

/// Whether a line that begins with `name` and a colon gives the answer away.
fn is_key(name: &str) -> bool {
    meant(name, false) == Some(SectionKind::Answer)
}

fn key(span: Span) -> Diagnostic {
    let message = "readers see the answer in the text of this option";
    Diagnostic::new(Code::FeedbackInOption, span, message).help("leave it out; the box says which options are right")
}

/// Feedback as a list of one item, or as a paragraph.
fn in_blocks(option: &Choice<'_>, warn: &dyn Fn(Span, String) -> Diagnostic, found: &mut Vec<Diagnostic>) {
    let mut paragraphs = 0;
    for block in blocks(&option.nodes) {
        let Some(nodes) = option.nodes.get(block) else { continue };
        let Some(node) = nodes.first() else { continue };
        let items = nodes.iter().filter(|node| matches!(node.event, Event::Start(Tag::Item))).count();
        let text = plain_text(nodes);
        let is_meant = match node.event {
            Event::Start(Tag::List(_)) => items == 1,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => has_verdict(&text),
            Event::Start(Tag::Paragraph) => {
                paragraphs += 1;
                paragraphs > 1 && has_verdict(&text)
            }
            _ => false,
        };
        if is_meant {
            let first: String = text.chars().take(60).collect();
            let more = if first.len() < text.len() { "…" } else { "" };
            found.push(warn(
                Span::new(option.span.source, node.range()),
                format!("write a quotation: `  > {first}{more}`"),
            ));
            return;
        }
    }
}

/// The lines of the text that an option begins with, and where they are.
fn lines(nodes: &[Node<'_>]) -> Vec<(String, usize, usize)> {
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    let mut from = None;
    for (index, node) in nodes.iter().enumerate() {
        let is_inline = match &node.event {
            Event::Start(tag) => {
                matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule | Event::Html(_) => false,
            Event::End(end) => !matches!(end, crate::markdown::TagEnd::Paragraph),
            _ => true,
        };
        if is_inline {
            from.get_or_insert(index);
            continue;
        }
        found.extend(line(nodes, from.take(), index));
        let goes_on = matches!(node.event, Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph));
        if !goes_on || (matches!(node.event, Event::Start(_)) && !found.is_empty()) {
            return found;
        }
    }
    found.extend(line(nodes, from, nodes.len()));
    found
}

fn line(nodes: &[Node<'_>], from: Option<usize>, to: usize) -> Option<(String, usize, usize)> {
    let part = nodes.get(from?..to)?;
    let (first, last) = (part.first()?, part.last()?);
    Some((plain_text(part), first.start as usize, last.end as usize))
}

/// Whether a text says whether something is right.
fn has_verdict(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    let is_word = VERDICTS.contains(&word.to_lowercase().as_str());
    // `True` and `no` may begin a statement; feedback has a sign after them, or nothing.
    let rest = text.split_once(word).map_or("", |(_, rest)| rest);
    is_word && (rest.trim().is_empty() || rest.starts_with([',', '.', ':', ';', '!', '-', ' ', '、', '。', '：']))
}

fn is_feedback(text: &str) -> bool {
    let words = text.split_whitespace().count();
    // Several of these signs are a path through menus.
    has_verdict(text) || (words >= 4 && text.ends_with('.') && !text.contains(" > "))
}
