//! Abbreviations that a guide explains itself: `mixture of experts (MoE)` or `MoE (mixture of experts)`.
//!
//! They are learned from titles and texts where the letters fit the words, so that a search for the short form finds what only
//! has the long one.

use std::collections::{BTreeSet, HashMap};

use super::Document;
use super::recall::Recall;
use super::words::{fold, words};
use crate::markdown::Event;
use crate::memo::{Key, KeyMaker};

/// How many letters an abbreviation has.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// Words that an abbreviation may leave out.
const SMALL: &[&str] = &["a", "an", "and", "for", "from", "in", "of", "on", "the", "to", "with"];

/// The abbreviations of a guide, by the first word of their long form.
#[derive(Debug, Default)]
pub(super) struct Abbreviations {
    by_first: HashMap<String, Vec<(Vec<String>, String)>>,
    key: Option<Key>,
}

impl Abbreviations {
    /// Learns from every text of the documents.
    pub(super) fn of(recall: &Recall<'_, '_, '_>) -> Self {
        let found: BTreeSet<(Vec<String>, String)> =
            recall.each("abbreviations", &(), learn).into_iter().flatten().collect();
        let mut by_first: HashMap<String, Vec<(Vec<String>, String)>> = HashMap::new();
        let key = KeyMaker::default().with(&found).key();
        for (long, short) in found {
            let Some(first) = long.first().cloned() else { continue };
            by_first.entry(first).or_default().push((long, short));
        }
        Self { by_first, key: Some(key) }
    }

    /// The key of them all.
    pub(super) fn key(&self) -> Option<Key> {
        self.key
    }

    /// Calls `take` with the place and the short form of each long form among these words, which are folded and in order.
    pub(super) fn in_words(&self, words: &[String], mut take: impl FnMut(usize, &str)) {
        if self.by_first.is_empty() {
            return;
        }
        for (at, word) in words.iter().enumerate() {
            for (long, short) in self.by_first.get(word).into_iter().flatten() {
                if words.get(at..).is_some_and(|rest| rest.starts_with(long)) {
                    take(at, short);
                }
            }
        }
    }
}

/// The pairs that some documents explain.
fn learn(documents: &[Document<'_, '_>]) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    for document in documents {
        let mut learn = |text: &str| found.extend(pairs(text));
        learn(document.title());
        match document {
            Document::Question(_, question) => question.fragments().for_each(|nodes| learn_texts(nodes, &mut learn)),
            Document::Entry(_, entry) => learn_texts(entry.nodes, &mut learn),
        }
    }
    found
}

fn learn_texts(nodes: &[crate::markdown::Node<'_>], learn: &mut impl FnMut(&str)) {
    for node in nodes {
        if let Event::Text(text) = &node.event
            && text.contains('(')
        {
            learn(text);
        }
    }
}

/// The pairs of long and short form that a text explains.
fn pairs(text: &str) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut before = String::new();
    while let Some((head, tail)) = rest.split_once('(') {
        before.push_str(head);
        let Some((inside, after)) = tail.split_once(')') else { break };
        let last = before.split_whitespace().next_back().unwrap_or_default();
        if is_short(inside.trim()) {
            found.extend(long_form(&folded(&before), inside.trim()));
        } else if is_short(last) {
            let inside = folded(inside);
            found.extend(long_form(&inside, last).filter(|(long, _)| long.len() == inside.len()));
        }
        before.clear();
        rest = after;
    }
    found
}

/// Whether this looks like an abbreviation: short, with at least two capitals, as `MoE`, `CFG` and `LLMs`.
fn is_short(text: &str) -> bool {
    let bare = singular(text);
    LETTERS.contains(&bare.chars().count())
        && bare.chars().all(char::is_alphanumeric)
        && bare.chars().filter(|c| c.is_uppercase()).count() >= 2
}

fn singular(text: &str) -> &str {
    text.strip_suffix('s').filter(|bare| bare.ends_with(char::is_uppercase)).unwrap_or(text)
}

fn folded(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    // Names such as `FlashAttention` stay whole here: the letters of an abbreviation are those of words.
    words(&text.to_lowercase(), |word| all.push(word.to_owned()));
    all
}

/// The last words of `words` that begin with the letters of `short`, small words between them left out of the count.
fn long_form(words: &[String], short: &str) -> Option<(Vec<String>, String)> {
    let short = fold(singular(short));
    let mut letters: Vec<char> = short.chars().collect();
    let mut start = words.len();
    while let Some(letter) = letters.last() {
        let word = words.get(start.checked_sub(1)?)?;
        if word.starts_with(*letter) {
            letters.pop();
        } else if !SMALL.contains(&word.as_str()) || start == words.len() {
            return None;
        }
        start -= 1;
    }
    let long = words.get(start..)?;
    (long.len() >= 2).then(|| (long.to_vec(), short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<(String, String)> =
            pairs(text).into_iter().map(|(long, short)| (long.join(" "), short)).collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(long, short)| ((*long).to_owned(), (*short).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn both_orders_are_learned_where_the_letters_fit() {
        check("Sparse mixture of experts (MoE) models", &[("mixture of experts", "moe")]);
        check("MoE (mixture of experts)", &[("mixture of experts", "moe")]);
        check(
            "Classifier-free guidance (CFG) and large language models (LLMs)",
            &[("classifier free guidance", "cfg"), ("large language models", "llm")],
        );
    }

    #[test]
    fn other_brackets_teach_nothing() {
        check("a paper (2017) by others (Vaswani et al.), see (A) and f(x)", &[]);
        check("the key (KV) cache, an open (bracket", &[]);
        check("BM25 (a keyword ranking)", &[]);
    }
}
