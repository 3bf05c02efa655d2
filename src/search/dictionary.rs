//! The dictionary: which words there are, and the group of each.

use super::code::{put, put_signed};
use super::list::{Groups, List};
use super::number;

/// How many words a file of the dictionary holds before it is cut by the next letter.
const DICTIONARY_FILE: usize = 800;

/// A file of the dictionary.
#[derive(Debug)]
pub struct Dictionary {
    /// What its words begin with; empty where one file holds them all.
    pub key: String,
    /// The words, sorted. Each is written as how many letters (base 36, 35 at most) it shares with the one before, and the
    /// others; a space ends it.
    pub words: String,
    /// For each word two numbers ([`code`]): its group less that of the word before (signed), and how many times two goes into
    /// the number of its questions, rounded down.
    pub groups: String,
}

/// The dictionary, cut into files by the first letters of its words.
pub(super) fn dictionary(words: &[String], groups: &Groups, lists: &[List]) -> Vec<Dictionary> {
    let mut sorted: Vec<(&str, u32)> = words.iter().map(String::as_str).zip(groups.of.iter().copied()).collect();
    sorted.sort_unstable();
    let mut files = Vec::new();
    cut_dictionary(&sorted, 0, &mut files);
    let frequency = |group: u32| lists.get(group as usize).map_or(0, |list| list.documents.max(1).ilog2());
    files.into_iter().map(|(key, words)| write_dictionary(key, words, frequency)).collect()
}

/// Cuts sorted words into files by their first `letters` letters, and what is too long by one letter more.
fn cut_dictionary<'d>(words: &'d [(&'d str, u32)], letters: usize, files: &mut Vec<(String, &'d [(&'d str, u32)])>) {
    let key = |word: &str| word.chars().take(letters).collect::<String>();
    for part in words.chunk_by(|(a, _), (b, _)| key(a) == key(b)) {
        let name = part.first().map(|(word, _)| key(word)).unwrap_or_default();
        if part.len() > DICTIONARY_FILE && letters < 3 {
            cut_dictionary(part, letters + 1, files);
        } else {
            files.push((name, part));
        }
    }
}

fn write_dictionary(key: String, words: &[(&str, u32)], frequency: impl Fn(u32) -> u32) -> Dictionary {
    let mut written = String::new();
    let mut groups = String::new();
    let (mut last_word, mut last_group) = ("", 0);
    for (word, group) in words {
        let shared = word.chars().zip(last_word.chars()).take_while(|(a, b)| a == b).count().min(35);
        written.push(char::from_digit(number(shared), 36).unwrap_or('0'));
        written.extend(word.chars().skip(shared));
        written.push(' ');
        put_signed(&mut groups, i64::from(*group) - i64::from(last_group));
        put(&mut groups, frequency(*group));
        (last_word, last_group) = (word, *group);
    }
    Dictionary { key, words: written, groups }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_cut_where_it_is_too_long() {
        let words: Vec<String> = (0..4000).map(|n| format!("a{}{n}", if n < 3500 { 'b' } else { 'c' })).collect();
        let mut words: Vec<(&str, u32)> = words.iter().map(|word| (word.as_str(), 0)).chain([("b", 1)]).collect();
        words.sort_unstable();
        let mut files = Vec::new();
        cut_dictionary(&words, 1, &mut files);
        let keys: Vec<&str> = files.iter().map(|(key, _)| key.as_str()).collect();
        assert!(keys.starts_with(&["ab0", "ab1"]), "{keys:?}");
        assert!(keys.ends_with(&["ac", "b"]), "{keys:?}");
    }
}
