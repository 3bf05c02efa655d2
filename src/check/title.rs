//! A title shows as it was meant, and no two questions of a topic have the same.

use std::collections::HashMap;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic, character, damage};
use crate::markdown::{Event, Tag, one_line};
use crate::model::{Title, Topic};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for topic in &facts.guide.topics {
        markup(&topic.title, found);
        unseen(facts, &topic.title, found);
        for question in &topic.questions {
            markup(&question.title, found);
            unseen(facts, &question.title, found);
        }
        repeated(topic, found);
    }
    for page in &facts.guide.pages {
        markup(&page.title, found);
        unseen(facts, &page.title, found);
    }
}

/// Reports Markdown that a title doesn't show as what it is.
fn markup(title: &Title, found: &mut Vec<Diagnostic>) {
    let Some(span) = title.span else { return };
    let text = title.text.trim_start();
    let marks = text.len() - text.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && text.get(marks..).is_some_and(|rest| rest.starts_with(' ')) {
        let mark = "#".repeat(marks);
        let message = format!("the title begins with `{mark}`, which is shown as it is");
        let help = format!("a title is a heading by itself: delete the `{mark}`");
        found.push(Diagnostic::new(Code::TitleMarkup, span, message).help(help));
    }
    if text.starts_with("> ") {
        let message = "the title begins with `>`, which is shown as it is";
        found.push(Diagnostic::new(Code::TitleMarkup, span, message).help("delete the `>`"));
    }
    if text.contains("[^") && has_mark(&shown(title)) {
        let message = "the mark of a footnote in a title is shown as text";
        found.push(
            Diagnostic::new(Code::TitleMarkup, span, message)
                .help("put the footnote into the text below the front matter"),
        );
    }
    for node in &title.nodes {
        let (what, place) = match &node.event {
            Event::Start(Tag::Link { .. }) => ("a link in a title is shown as its text alone", "put the link"),
            Event::Start(Tag::Image { .. }) => ("an image in a title is shown as its text alone", "put the image"),
            _ => continue,
        };
        let help = format!("{place} into the text below the front matter");
        found.push(Diagnostic::new(Code::TitleMarkup, span, what).help(help));
        break;
    }
}

/// The text of a title without its code and formulas.
fn shown(title: &Title) -> String {
    let text = |node: &'_ crate::markdown::Node<'static>| match &node.event {
        Event::Text(text) => text.to_string(),
        Event::Code(_) | Event::InlineMath(_) => " ".to_owned(),
        _ => String::new(),
    };
    title.nodes.iter().map(text).collect()
}

/// Whether the mark of a footnote stands in a text that can't have one: `[^1]`, after a word.
fn has_mark(text: &str) -> bool {
    let mut marks = text.match_indices("[^");
    marks.any(|(at, _)| {
        let rest = text.get(at + 2..).unwrap_or_default();
        let label = rest.split(']').next().unwrap_or_default();
        let follows = text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '.'));
        let is_number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
        let is_word = label.len() > 2 && label.chars().all(|c| c.is_alphanumeric() || c == '_');
        label.len() < rest.len() && follows && (is_number || is_word)
    })
}

/// Reports characters that nobody sees and that are written as entities; others are found where the front matter is read.
fn unseen(facts: &Facts<'_, '_>, title: &Title, found: &mut Vec<Diagnostic>) {
    let Some(span) = title.span else { return };
    let written = facts.sources.get(span.source).and_then(|source| source.text.get(span.range())).unwrap_or_default();
    if !written.contains('&') {
        return;
    }
    let control = title.text.chars().find(|c| damage::is_control(*c)).map(|c| (Code::ControlCharacter, c));
    let stray = || character::stray(&title.text).map(|(_, c)| (Code::InvisibleCharacter, c));
    if let Some((code, c)) = control.or_else(stray).filter(|(_, c)| !written.contains(*c)) {
        let message = format!("`title` holds a character that nobody can see: {}", character::name(c));
        found.push(Diagnostic::new(code, span, message).help("delete its entity, which begins with `&#`"));
    }
}

/// Reports questions whose titles readers of a topic can't tell apart.
fn repeated(topic: &Topic<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, (Span, &str)> = HashMap::new();
    let mut titles: Vec<_> =
        topic.questions.iter().filter_map(|question| Some((question.title.span?, question))).collect();
    titles.sort_by_key(|(span, _)| *span);
    for (span, question) in titles {
        if question.title.text.trim().is_empty() {
            continue;
        }
        let title = question.title.text.as_str();
        let words = folded(title);
        match seen.get(&words) {
            Some((first, other)) => {
                let message = if one_line(title) == one_line(other) {
                    "another question of this topic has the same title"
                } else {
                    "another question of this topic has the same title but for case, spaces or its last sign"
                };
                let help = "say in the title what sets it apart: lists and the search show nothing else";
                found.push(
                    Diagnostic::new(Code::DuplicateTitle, span, message).related(*first, "the other one").help(help),
                );
            }
            None => {
                seen.insert(words, (span, title));
            }
        }
    }
}

/// A title without what nobody tells two questions apart by.
fn folded(title: &str) -> String {
    let mut folded = title.to_lowercase();
    folded.retain(|c| !c.is_whitespace());
    let end = folded.trim_end_matches(['?', '.', '!', ':', '？', '。', '！', '：', '؟', '…']).len();
    // A title of such signs alone is nothing but itself.
    if end > 0 {
        folded.truncate(end);
    }
    folded
}
