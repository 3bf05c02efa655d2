//! Options that readers can't tell apart, however their authors wrote them. Those that are written alike are found where
//! options are read.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag, TagEnd, one_line};
use crate::math::Formulas;
use crate::model::{Choice, Kind};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (_, question) in facts.guide.questions() {
        let Kind::Mcq(choices) = &question.kind else { continue };
        if !is_suspect(&choices.options) {
            continue;
        }
        let mut seen: HashMap<String, &Choice<'_>> = HashMap::new();
        for option in &choices.options {
            let looks = appearance(&option.nodes, facts.formulas);
            if looks.is_empty() {
                continue;
            }
            let first = *seen.entry(looks).or_insert(option);
            if first.span != option.span && first.key != option.key {
                let again = Diagnostic::new(Code::DuplicateOption, option.span, "readers see two equal options");
                let again = again.label("the second").related(first.span, "the first, in another spelling");
                found.push(again.help("change or remove one of them"));
            }
        }
    }
}

/// Whether two options may look alike: options of plain ASCII text that differ do not.
fn is_suspect(options: &[Choice<'_>]) -> bool {
    let has_other = |option: &Choice<'_>| {
        !option.text.is_ascii()
            || option.nodes.iter().any(|node| matches!(node.event, Event::InlineMath(_) | Event::DisplayMath(_)))
    };
    let is_same = |at: usize, option: &Choice<'_>| options.iter().skip(at + 1).any(|other| other.text == option.text);
    options.iter().any(has_other) || options.iter().enumerate().any(|(at, option)| is_same(at, option))
}

/// What readers see of an option, as a text: its words, and its marks by their names.
fn appearance(nodes: &[Node<'_>], formulas: &Formulas) -> String {
    let mut out = String::new();
    let mut words = String::new();
    let mut in_code = false;
    for node in nodes {
        match &node.event {
            Event::Text(text) if in_code => out.push_str(text),
            Event::Text(text) => words.push_str(text),
            Event::SoftBreak => words.push(' '),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            other => {
                flush(&mut words, &mut out);
                in_code = matches!(other, Event::Start(Tag::CodeBlock(_)));
                out.push('\0');
                match other {
                    Event::InlineMath(tex) => out.push_str(&formula(tex, false, formulas)),
                    Event::DisplayMath(tex) => out.push_str(&formula(tex, true, formulas)),
                    other => out.push_str(&format!("{other:?}")),
                }
                out.push('\0');
            }
        }
    }
    flush(&mut words, &mut out);
    out
}

/// Adds the words so far, in one form of Unicode and without what nobody sees.
fn flush(words: &mut String, out: &mut String) {
    let unseen = |c: &char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}');
    let seen: String = words.nfc().filter(|c| !unseen(c)).collect();
    // A space beside a mark counts, and one at an end does not.
    let before = if seen.starts_with(char::is_whitespace) && !out.is_empty() { " " } else { "" };
    let after = if seen.ends_with(char::is_whitespace) { " " } else { "" };
    out.push_str(before);
    out.push_str(&one_line(&seen));
    out.push_str(after);
    words.clear();
}

/// A formula as it is set; groups alone don't show.
fn formula(tex: &str, display: bool, formulas: &Formulas) -> String {
    match formulas.get(tex, display) {
        Some(Ok(mathml)) => mathml.replace("<mrow>", "").replace("</mrow>", ""),
        _ => tex.to_owned(),
    }
}
