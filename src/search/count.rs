//! Which words each question has, and how much of each: a word in a title counts more than one in an answer.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::words::words;
use super::{Document, number};
use crate::markdown::Event;
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
    /// How much all words of each document count together.
    pub(super) lengths: Vec<u32>,
}

/// How many documents one thread counts at a time.
const BATCH: usize = 128;

impl Counted {
    /// Counts in parallel; the result does not depend on the number of threads.
    pub(super) fn of(documents: &[Document<'_, '_>], stop: &[&str]) -> Self {
        let batches: Vec<_> = documents.par_chunks(BATCH).map(|batch| count_batch(batch, stop)).collect();
        let mut all = Self { words: Vec::new(), counts: Vec::new(), lengths: Vec::with_capacity(documents.len()) };
        let mut known: HashMap<String, u32> = HashMap::new();
        for batch in batches {
            let first = number(all.lengths.len());
            let Self { words, counts, lengths } = batch;
            let places: Vec<u32> = words
                .into_iter()
                .map(|word| {
                    let next = number(known.len());
                    *known.entry(word).or_insert(next)
                })
                .collect();
            let place = |word: u32| places.get(word as usize).copied().unwrap_or_default();
            all.counts.extend(counts.into_iter().map(|(word, document, count)| (place(word), first + document, count)));
            all.lengths.extend(lengths);
        }
        let mut words: Vec<(String, u32)> = known.into_iter().collect();
        words.sort_unstable_by_key(|(_, place)| *place);
        all.words = words.into_iter().map(|(word, _)| word).collect();
        all
    }
}

fn count_batch(documents: &[Document<'_, '_>], stop: &[&str]) -> Counted {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut counts = Vec::new();
    let mut lengths = Vec::with_capacity(documents.len());
    let mut own: BTreeMap<u32, u16> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let mut length = 0_u32;
        fields(document.question, &mut |text, weight| {
            words(text, |word| {
                if stop.binary_search(&word).is_ok() {
                    return;
                }
                length += u32::from(weight);
                let place = known.get(word).copied().unwrap_or_else(|| {
                    let place = number(known.len());
                    known.insert(word.to_owned(), place);
                    place
                });
                let count = own.entry(place).or_default();
                *count = count.saturating_add(weight);
            });
        });
        counts.extend(std::mem::take(&mut own).into_iter().map(|(word, count)| (word, number(at), count)));
        lengths.push(length);
    }
    let mut words: Vec<(String, u32)> = known.into_iter().collect();
    words.sort_unstable_by_key(|(_, place)| *place);
    Counted { words: words.into_iter().map(|(word, _)| word).collect(), counts, lengths }
}

/// Every text of a question that is searched, and what a word in it counts.
fn fields(question: &Question<'_>, take: &mut dyn FnMut(&str, u16)) {
    take(&question.title.text, TITLE);
    for tag in &question.tags {
        take(&tag.value, TAG);
    }
    let in_short = question.section(SectionKind::InShort).map(|section| section.nodes.as_slice());
    for nodes in question.fragments() {
        let short = in_short.is_some_and(|other| std::ptr::eq(other, nodes));
        for node in nodes {
            if let Event::Text(text) | Event::Code(text) = &node.event {
                take(text, if short { IN_SHORT } else { TEXT });
            }
        }
    }
    if let Kind::Short { accept } = &question.kind {
        for answer in accept {
            take(answer, TEXT);
        }
    }
}
