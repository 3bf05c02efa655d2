//! One subject is one tag: tags that differ in case, spaces or hyphens only are several entries of the filter, each with a
//! part of the questions.

use std::collections::BTreeMap;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic, character};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut spellings: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (_, question) in facts.guide.questions() {
        for (index, tag) in question.tags.iter().enumerate() {
            let earlier = question.tags.iter().take(index).find(|other| other.value == tag.value);
            if let Some(earlier) = earlier {
                let message = format!("the tag `{}` is given twice", tag.value);
                let repeated = Diagnostic::new(Code::SimilarTags, tag.span, message).help("delete one of them");
                found.push(repeated.related(earlier.span, "first given here"));
                continue;
            }
            spellings.entry(&tag.value).or_default().push(tag.span);
        }
    }
    let mut subjects: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for tag in spellings.keys() {
        subjects.entry(folded(tag)).or_default().push(tag);
    }
    for tags in subjects.values().filter(|tags| tags.len() > 1) {
        let count = |tag: &str| spellings.get(tag).map_or(0, Vec::len);
        // The most common spelling stands; of equally common ones the first in the alphabet, which is the one with capitals.
        let Some(common) = tags.iter().copied().max_by(|a, b| count(a).cmp(&count(b)).then(b.cmp(a))) else { continue };
        let first = spellings.get(common).and_then(|places| places.iter().min());
        for tag in tags.iter().filter(|tag| **tag != common) {
            for span in spellings.get(tag).into_iter().flatten() {
                let message =
                    format!("the tags `{tag}` and `{common}` are two, and differ only in how they are written");
                let help = match character::invisible(tag) {
                    Some((_, c)) => format!("this one holds {}; write `{common}`", character::name(c)),
                    None => format!("write `{common}` here too, or give one of them another name"),
                };
                let similar = Diagnostic::new(Code::SimilarTags, *span, message).help(help);
                found.push(match first {
                    Some(first) => similar.related(*first, "written in this way here"),
                    None => similar,
                });
            }
        }
    }
}

/// A tag without what people write in different ways.
fn folded(tag: &str) -> String {
    let letters = |c: &char| !c.is_whitespace() && !character::is_invisible(*c) && !matches!(c, '-' | '_');
    let folded: String = tag.chars().filter(letters).flat_map(char::to_lowercase).collect();
    // A tag of hyphens alone is nothing but itself.
    if folded.is_empty() { tag.to_owned() } else { folded }
}
