//! Which words each document has, and how much of each: a word in a title counts more than one in an answer.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::abbreviation::Abbreviations;
use super::recall::Recall;
use super::words::words;
use super::{Document, number};
use crate::markdown::{Event, Node};
use crate::model::{Question, SectionKind};

/// What a word counts in each part of a question.
const TITLE: u16 = 8;
const TAG: u16 = 5;
const IN_SHORT: u16 = 3;
const TEXT: u16 = 1;

/// The words of all documents and how often each has them.
pub(super) struct Counted {
    /// Every word.
    pub(super) words: Vec<String>,
    /// How much of each word the documents have, in parts that are sorted by document.
    pub(super) parts: Vec<Part>,
    /// How much all words of each document count together.
    pub(super) lengths: Vec<u32>,
}

/// The counts of some documents that stand side by side.
pub(super) struct Part {
    /// The number of their first.
    pub(super) first: u32,
    /// The place of each of their words in the list of all words.
    pub(super) places: Vec<u32>,
    /// Words and documents are counted from the start of the part.
    pub(super) counts: Vec<Count>,
}

/// How much a document has of a word.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Count {
    /// The word, by its place.
    pub(super) word: u32,
    /// The document.
    pub(super) document: u8,
    /// The sum of what the word counts.
    pub(super) sum: u16,
    /// How much of the title the word is: 1 to 3, or 0 where the title doesn't have it.
    pub(super) title: u8,
}

/// The words of some documents, which are counted from 0.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Batch {
    /// The words, with a space after each: there are many, and most are short.
    words: String,
    counts: Vec<Count>,
    lengths: Vec<u32>,
}

impl Counted {
    /// Counts in parallel; the result does not depend on the number of threads.
    pub(super) fn of(recall: &Recall<'_, '_, '_>, stop: &[&str], abbreviations: &Abbreviations) -> Self {
        let extra = (stop, abbreviations.key());
        let batches = recall.each("words", &extra, |documents| count_batch(documents, stop, abbreviations));
        let (mut parts, mut lengths) = (Vec::with_capacity(batches.len()), Vec::new());
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for batch in batches {
            let place = |word: &str| {
                known.get(word).copied().unwrap_or_else(|| {
                    let next = number(known.len());
                    known.insert(word.to_owned(), next);
                    next
                })
            };
            let places = batch.words.split_terminator(' ').map(place).collect();
            parts.push(Part { first: number(lengths.len()), places, counts: batch.counts });
            lengths.extend(batch.lengths);
        }
        let mut words: Vec<(String, u32)> = known.into_iter().collect();
        words.par_sort_unstable_by_key(|(_, place)| *place);
        Self { words: words.into_iter().map(|(word, _)| word).collect(), parts, lengths }
    }
}

/// The words of one document, while they are counted.
struct Tally<'t> {
    stop: &'t [&'t str],
    abbreviations: &'t Abbreviations,
    known: FxHashMap<String, u32>,
    /// How much each word counts in this document, and its place in the title, if it stands there.
    own: BTreeMap<u32, (u16, Option<usize>)>,
    length: u32,
    /// The words of the text that is counted. The strings are used again for the next text.
    text: Vec<String>,
}

impl Tally<'_> {
    fn add(&mut self, word: &str, weight: u16, in_title: Option<usize>) {
        let place = self.known.get(word).copied().unwrap_or_else(|| {
            let place = number(self.known.len());
            self.known.insert(word.to_owned(), place);
            place
        });
        let (count, title) = self.own.entry(place).or_default();
        *count = count.saturating_add(weight);
        *title = title.or(in_title);
    }

    fn count(&mut self, text: &str, weight: u16, title: bool) {
        let mut buffer = std::mem::take(&mut self.text);
        let mut used = 0;
        words(text, |word| {
            match buffer.get_mut(used) {
                Some(place) => {
                    place.clear();
                    place.push_str(word);
                }
                None => buffer.push(word.to_owned()),
            }
            used += 1;
        });
        let all = buffer.get(..used).unwrap_or_default();
        let stop = self.stop;
        let is_counted = |word: &&String| stop.binary_search(&word.as_str()).is_err();
        // An abbreviation stands where its long form begins.
        let abbreviations = self.abbreviations;
        abbreviations.in_words(all, |at, short| {
            let before = all.iter().take(at).filter(is_counted).count();
            self.add(short, weight, title.then_some(before));
        });
        for (at, word) in all.iter().filter(is_counted).enumerate() {
            self.length += u32::from(weight);
            self.add(word, weight, title.then_some(at));
        }
        self.text = buffer;
    }
}

fn count_batch(documents: &[Document<'_, '_>], stop: &[&str], abbreviations: &Abbreviations) -> Batch {
    let mut tally =
        Tally { stop, abbreviations, known: FxHashMap::default(), own: BTreeMap::new(), length: 0, text: Vec::new() };
    let (mut counts, mut lengths) = (Vec::new(), Vec::with_capacity(documents.len()));
    for (at, document) in documents.iter().enumerate() {
        tally.count(document.title(), TITLE, true);
        let size = tally.own.len();
        match document {
            Document::Question(_, question) => fields(question, &mut |text, weight| tally.count(text, weight, false)),
            Document::Entry(_, entry) => texts(entry.nodes, &mut |text| tally.count(text, TEXT, false)),
        }
        for (word, (sum, place)) in std::mem::take(&mut tally.own) {
            let title = place.map_or(0, |place| title_level(place, size));
            counts.push(Count { word, document: u8::try_from(at).unwrap_or(u8::MAX), sum, title });
        }
        lengths.push(std::mem::take(&mut tally.length));
    }
    let mut words: Vec<(String, u32)> = tally.known.into_iter().collect();
    words.sort_unstable_by_key(|(_, place)| *place);
    Batch { words: words.into_iter().map(|(word, _)| word + " ").collect(), counts, lengths }
}

/// How much of a title of `size` words the word at `place` is: 3 for all or half of it and for what it begins with, down to 1.
fn title_level(place: usize, size: usize) -> u8 {
    match (place, size) {
        (0, 0..=7) | (_, 0..=2) => 3,
        (0, _) | (_, 3..=4) => 2,
        _ => 1,
    }
}

/// The texts among `nodes`, code included.
fn texts(nodes: &[Node<'_>], take: &mut dyn FnMut(&str)) {
    for node in nodes {
        if let Event::Text(text) | Event::Code(text) = &node.event {
            take(text);
        }
    }
}

/// Every text of a question that is searched, except the title, and what a word in it counts.
fn fields(question: &Question<'_>, take: &mut dyn FnMut(&str, u16)) {
    for tag in question.tags.iter().map(|tag| &tag.value).chain(&question.keywords) {
        take(tag, TAG);
    }
    let in_short = question.section(SectionKind::InShort).map(|section| section.nodes.as_slice());
    for nodes in question.fragments() {
        let short = in_short.is_some_and(|other| std::ptr::eq(other, nodes));
        texts(nodes, &mut |text| take(text, if short { IN_SHORT } else { TEXT }));
    }
    for answer in question.kind.typed() {
        take(&answer, TEXT);
    }
}
