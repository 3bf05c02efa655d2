//! Which words each document has, and how much of each: a word in a title counts more than one in an answer.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::abbreviation::Abbreviations;
use super::words::words;
use super::{Document, number};
use crate::markdown::{Event, Node};
use crate::model::{Kind, Question, SectionKind};

/// What a word counts in each part of a question.
const TITLE: u16 = 8;
const TAG: u16 = 5;
const IN_SHORT: u16 = 3;
const TEXT: u16 = 1;

/// The words of all documents and how often each has them.
pub(super) struct Counted {
    /// Every word.
    pub(super) words: Vec<String>,
    /// How much of a word (by its place in `words`) a document has: the sum of what it counts. Sorted by document.
    pub(super) counts: Vec<(u32, u32, u16)>,
    /// The words that stand in the title of a document, and how much of it they are: 1 to 3. Sorted by document.
    pub(super) titles: Vec<(u32, u32, u8)>,
    /// How much all words of each document count together.
    pub(super) lengths: Vec<u32>,
}

/// How many documents one thread counts at a time.
const BATCH: usize = 128;

impl Counted {
    /// Counts in parallel; the result does not depend on the number of threads.
    pub(super) fn of(documents: &[Document<'_, '_>], stop: &[&str], abbreviations: &Abbreviations) -> Self {
        let batches: Vec<_> =
            documents.par_chunks(BATCH).map(|batch| count_batch(batch, stop, abbreviations)).collect();
        let mut all = Self {
            words: Vec::new(),
            counts: Vec::new(),
            titles: Vec::new(),
            lengths: Vec::with_capacity(documents.len()),
        };
        let mut known: HashMap<String, u32> = HashMap::new();
        for batch in batches {
            let first = number(all.lengths.len());
            let Self { words, counts, titles, lengths } = batch;
            let places: Vec<u32> = words
                .into_iter()
                .map(|word| {
                    let next = number(known.len());
                    *known.entry(word).or_insert(next)
                })
                .collect();
            let place = |word: u32| places.get(word as usize).copied().unwrap_or_default();
            all.counts.extend(counts.into_iter().map(|(word, document, count)| (place(word), first + document, count)));
            all.titles.extend(titles.into_iter().map(|(word, document, size)| (place(word), first + document, size)));
            all.lengths.extend(lengths);
        }
        let mut words: Vec<(String, u32)> = known.into_iter().collect();
        words.sort_unstable_by_key(|(_, place)| *place);
        all.words = words.into_iter().map(|(word, _)| word).collect();
        all
    }
}

/// The words of one document, while they are counted.
struct Tally<'t> {
    stop: &'t [&'t str],
    abbreviations: &'t Abbreviations,
    known: HashMap<String, u32>,
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

fn count_batch(documents: &[Document<'_, '_>], stop: &[&str], abbreviations: &Abbreviations) -> Counted {
    let mut tally =
        Tally { stop, abbreviations, known: HashMap::new(), own: BTreeMap::new(), length: 0, text: Vec::new() };
    let (mut counts, mut titles, mut lengths) = (Vec::new(), Vec::new(), Vec::with_capacity(documents.len()));
    for (at, document) in documents.iter().enumerate() {
        tally.count(document.title(), TITLE, true);
        let size = tally.own.len();
        match document {
            Document::Question(_, question) => fields(question, &mut |text, weight| tally.count(text, weight, false)),
            Document::Entry(_, entry) => texts(entry.nodes, &mut |text| tally.count(text, TEXT, false)),
        }
        for (word, (count, place)) in std::mem::take(&mut tally.own) {
            counts.push((word, number(at), count));
            titles.extend(place.map(|place| (word, number(at), title_level(place, size))));
        }
        lengths.push(std::mem::take(&mut tally.length));
    }
    let mut words: Vec<(String, u32)> = tally.known.into_iter().collect();
    words.sort_unstable_by_key(|(_, place)| *place);
    Counted { words: words.into_iter().map(|(word, _)| word).collect(), counts, titles, lengths }
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
    if let Kind::Short { accept } = &question.kind {
        for answer in accept {
            take(answer, TEXT);
        }
    }
}
