//! Words of one stem as a group, and the list of each group's questions.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_stemmers::Stemmer;

use super::code::put;
use super::count::{Count, Part};
use super::number;

/// How many questions the list of a group holds at most.
const LONGEST_LIST: usize = 2000;

/// How many levels of impact there are.
const LEVELS: u8 = 16;

/// Which words belong together.
pub(super) struct Groups {
    /// The group of each word.
    pub(super) of: Vec<u32>,
    /// How many there are.
    pub(super) count: usize,
}

impl Groups {
    /// Groups are numbered by their stems in order, so that neighbours in the dictionary have neighbouring lists.
    pub(super) fn of(words: &[String], stemmer: Option<&Stemmer>) -> Self {
        let stem = |word: &String| stemmer.map_or_else(|| word.clone(), |stemmer| stemmer.stem(word).into_owned());
        let stems: Vec<String> = words.par_iter().map(stem).collect();
        let mut all: Vec<&str> = stems.iter().map(String::as_str).collect();
        all.par_sort_unstable();
        all.dedup();
        let of = stems.par_iter().map(|stem| number(all.binary_search(&stem.as_str()).unwrap_or_default())).collect();
        Self { of, count: all.len() }
    }
}

impl Groups {
    /// The group of a word of a part.
    fn of_part(&self, part: &Part, word: u32) -> Option<usize> {
        let place = *part.places.get(word as usize)?;
        self.of.get(place as usize).map(|group| *group as usize)
    }
}

/// The questions of a group.
pub(super) struct List {
    /// The list, written as [`super::Index::lists`] says.
    pub(super) text: String,
    /// How many there are, those left out included.
    pub(super) documents: usize,
}

/// The list of every group, in their order. The counts are used up, because there may be many.
pub(super) fn lists(parts: Vec<Part>, lengths: &[u32], groups: &Groups) -> Vec<List> {
    // The lists are as long as they must be from the start: growing ones would take twice the memory.
    let mut sizes = vec![0_usize; groups.count];
    for part in &parts {
        for count in &part.counts {
            if let Some(size) = groups.of_part(part, count.word).and_then(|group| sizes.get_mut(group)) {
                *size += 1;
            }
        }
    }
    let mut found: Vec<Vec<(u32, u16, u8)>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for part in parts {
        for Count { word, document, sum, title } in &part.counts {
            let document = part.first + u32::from(*document);
            let Some(list) = groups.of_part(&part, *word).and_then(|group| found.get_mut(group)) else { continue };
            match list.last_mut() {
                Some((last, count, known)) if *last == document => {
                    *count = count.saturating_add(*sum);
                    *known = (*title).max(*known);
                }
                _ => list.push((document, *sum, *title)),
            }
        }
    }
    let total: f64 = lengths.iter().map(|length| f64::from(*length)).sum();
    let average = total / f64::from(number(lengths.len().max(1)));
    let length = |document: u32| lengths.get(document as usize).copied().unwrap_or_default();
    found.into_par_iter().map(|list| write_list(&list, |document| f64::from(length(document)) / average)).collect()
}

/// How much a document is about a word, by BM25F: 1 to [`LEVELS`].
fn impact(count: u16, relative_length: f64) -> u8 {
    const K1: f64 = 8.0;
    const B: f64 = 0.4;
    let count = f64::from(count);
    let share = count / (count + K1 * (1.0 - B + B * relative_length));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 1")]
    let level = (share * f64::from(LEVELS)).ceil() as u8;
    level.clamp(1, LEVELS)
}

fn write_list(list: &[(u32, u16, u8)], relative_length: impl Fn(u32) -> f64) -> List {
    let mut levels: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    for (document, count, title) in list {
        let level = impact(*count, relative_length(*document)) - 1 + LEVELS * *title;
        levels.entry(level).or_default().push(*document);
    }
    let mut text = String::new();
    put(&mut text, number(list.len()));
    let mut left = LONGEST_LIST;
    for (level, mut documents) in levels.into_iter().rev() {
        documents.truncate(left);
        left -= documents.len();
        if documents.is_empty() {
            break;
        }
        put(&mut text, u32::from(level));
        put(&mut text, number(documents.len()));
        let mut last = 0;
        for document in documents {
            put(&mut text, document - last);
            last = document;
        }
    }
    List { text, documents: list.len() }
}

#[cfg(test)]
mod tests {
    use super::super::code;
    use super::*;

    #[test]
    fn impact_grows_with_the_count_and_falls_with_the_length() {
        assert!(impact(8, 1.0) > impact(1, 1.0));
        assert!(impact(1, 0.2) > impact(1, 4.0));
        assert_eq!(impact(u16::MAX, 0.0), LEVELS);
        assert_eq!(impact(0, 1.0), 1);
    }

    #[test]
    fn a_word_in_a_short_title_comes_before_one_in_a_long_text() {
        let written = write_list(&[(0, 200, 0), (1, 8, 3), (2, 8, 1)], |_| 1.0);
        let mut numbers = Vec::new();
        let mut rest = written.text.as_str();
        while let Some((number, after)) = code::take(rest) {
            numbers.push(number);
            rest = after;
        }
        assert_eq!(numbers, [3, 55, 1, 1, 23, 1, 2, 15, 1, 0]);
    }

    #[test]
    fn a_long_list_keeps_what_is_most_about_the_word() {
        let list: Vec<(u32, u16, u8)> =
            (0..4000).map(|document| (document, if document == 3999 { 9 } else { 1 }, 0)).collect();
        let written = write_list(&list, |_| 1.0);
        let mut numbers = Vec::new();
        let mut rest = written.text.as_str();
        while let Some((number, after)) = code::take(rest) {
            numbers.push(number);
            rest = after;
        }
        assert_eq!(numbers.get(..4), Some(&[4000, 8, 1, 3999][..]));
        assert_eq!(numbers.len(), 4 + 2 + LONGEST_LIST - 1);
    }
}
