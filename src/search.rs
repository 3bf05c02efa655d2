//! The search index: which words stand in which questions, cut into files of which a search loads a few.
//!
//! [`Index::new`] is the entry point; [`Index::chunk`] writes the text of results. Nothing here knows where files go: a page
//! does (`page/search.rs`).
//!
//! 1. Questions are numbered by topic, kind and difficulty, so that a filter by those is a filter by ranges of numbers. The entries
//!    of plain pages follow ([`document`]).
//! 2. Their words ([`words`]) are counted in parallel, a title's more than an answer's. Where a text has the long form of an
//!    abbreviation that the guide explains, it also counts as having the abbreviation ([`abbreviation`]).
//! 3. Words of one stem (Snowball, for the languages that it knows) become a *group*; each group has a list of questions, each with an *impact*
//!    of 1 to 16: how much the question is about the group, by BM25F (Robertson and Zaragoza, "The Probabilistic Relevance
//!    Framework: BM25 and Beyond", 2009, section 3.6) with the parts as fields, k₁ = 8 (a word in a title counts 8) and b = 0.4: with more, the few words
//!    of a multiple-choice question win over any explanation. Whether the title has the word is kept beside it.
//! 4. The dictionary (words and their groups) is cut by first letters, the lists by their length, the texts of questions by
//!    theirs. A search loads a part of the dictionary and of the lists for each word, and the texts of what it shows.
//!
//! What is counted of a topic's documents is remembered from build to build ([`recall`]); the lists are made anew.
//!
//! The script needs no stemmer: it looks words up as they are written, and the dictionary knows their groups.
//!
//! # What is not done
//!
//! A list holds the 2,000 questions with the highest impact; a search for two words that are both in more than that
//! ranks among these. [`STOP_WORDS`] are left out of English text; in other languages frequent words weigh little, but take room. The LaTeX of formulas is not searched, nor are addresses.

mod abbreviation;
pub mod code;
mod count;
mod dictionary;
mod document;
mod list;
mod recall;
pub mod words;

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use self::abbreviation::Abbreviations;
use self::count::Counted;
pub use self::dictionary::Dictionary;
use self::dictionary::dictionary;
use self::document::documents;
pub use self::document::{Document, Entry, Text};
use self::list::{Groups, lists};
use self::recall::Recall;
pub use self::words::STOP_WORDS;
use crate::config::Config;
use crate::markdown::{Event, Node, plain_text};
use crate::memo::{Key, KeyMaker, Memo};
use crate::model::Guide;
use crate::receipt::Inputs;

/// Goes into every version: a change of what is written here makes new files.
const FORMAT: &str = "genai-guide search 4";

/// How many digits tell one version of a file from another: two versions of one file have the same once in sixty million edits.
pub const VERSION: usize = 5;

/// How long the lists of one file are together, in bytes, before it is full.
const LIST_FILE: usize = 5_000;

/// The index of a guide.
#[derive(Debug, Default)]
pub struct Index<'g, 's> {
    /// Everything that can be found, in the order of the index.
    pub documents: Vec<Document<'g, 's>>,
    /// For each chunk the key of its texts.
    pub chunk_keys: Vec<Key>,
    /// For each chunk, digits that change when anything of it does.
    pub chunk_versions: Vec<String>,
    /// Words that are not in the index, sorted.
    pub stop: &'static [&'static str],
    /// The dictionary, by key.
    pub dictionary: Vec<Dictionary>,
    /// The lists of consecutive groups, a file each. A list is the number of its group's questions, then for each level that
    /// occurs, from high to low: the level (the impact less one, and 16 times how much of the title the word is, 0 to 3), how many questions have it, and their numbers, each less the one
    /// before ([`code`]).
    pub lists: Vec<Vec<String>>,
    /// The documents of each file of texts.
    pub chunks: Vec<Range<usize>>,
}

impl<'g, 's> Index<'g, 's> {
    /// The index of `guide`. What `memo` remembers is used, and it remembers exactly what this index needs afterwards.
    #[must_use]
    pub fn new(guide: &'g Guide<'s>, config: &Config, inputs: &Inputs, memo: &mut Memo) -> Self {
        let documents = documents(guide);
        let (stemmer, stop) = rules(&config.book.language.value);
        let recall = Recall::new(&documents, config, inputs, memo);
        let abbreviations = Abbreviations::of(&recall);
        let counted = Counted::of(&recall, stop, &abbreviations);
        let used = recall.into_used();
        memo.replace(used.into_iter());
        let groups = Groups::of(&counted.words, stemmer.as_ref());
        let lists = lists(counted.parts, &counted.lengths, &groups);
        let chunks = chunks(&documents);
        let key = |chunk: &Range<usize>| {
            let documents = documents.get(chunk.clone()).unwrap_or_default();
            let parts: Vec<_> =
                documents.iter().map(|document| (inputs.source(document.source()), document.title())).collect();
            // The texts of a source also depend on whether its HTML is text.
            KeyMaker::default().with(&(FORMAT, env!("CARGO_PKG_VERSION"), config.html.allow_html, parts)).key()
        };
        let chunk_keys: Vec<Key> = chunks.iter().map(key).collect();
        Self {
            stop,
            dictionary: dictionary(&counted.words, &groups, &lists),
            lists: cut(lists.into_iter().map(|list| list.text).collect(), LIST_FILE, String::len),
            chunk_versions: chunk_keys.iter().map(|key| key.digits(VERSION)).collect(),
            chunk_keys,
            chunks,
            documents,
        }
    }

    /// The texts of the documents of a chunk.
    pub fn chunk(&self, documents: Range<usize>) -> impl Iterator<Item = Text> {
        self.documents.get(documents).unwrap_or_default().iter().map(Document::text)
    }
}

/// The text without markup and formulas.
fn plain(nodes: &[Node<'_>]) -> String {
    let is_text = |node: &&Node<'_>| !matches!(node.event, Event::InlineMath(_) | Event::DisplayMath(_));
    plain_text(&nodes.iter().filter(is_text).cloned().collect::<Vec<_>>())
}

/// How the words of a language are stemmed, and which of them are left out.
fn rules(language: &str) -> (Option<Stemmer>, &'static [&'static str]) {
    let language = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let algorithm = match language.as_str() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return (None, &[]),
    };
    let stop = if language == "en" { STOP_WORDS } else { &[] };
    (Some(Stemmer::create(algorithm)), stop)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Cuts `items` into files, each full when it holds `limit` bytes.
fn cut<T>(items: Vec<T>, limit: usize, size: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut files: Vec<Vec<T>> = Vec::new();
    let mut left = 0;
    for item in items {
        let bytes = size(&item);
        match files.last_mut() {
            Some(file) if bytes <= left => {
                left -= bytes;
                file.push(item);
            }
            _ => {
                left = limit.saturating_sub(bytes);
                files.push(vec![item]);
            }
        }
    }
    files
}

/// Texts are cut by the length of their files. A small guide has small chunks, because a search of few words should load
/// little; a large one has larger ones, because a site of a hundred thousand files is a burden of its own.
fn chunks(documents: &[Document<'_, '_>]) -> Vec<Range<usize>> {
    let limit = (documents.len() * 4).clamp(4_000, 14_000);
    let size = |at: &usize| documents.get(*at).map_or(0, Document::size);
    let files = cut((0..documents.len()).collect(), limit, size);
    files.iter().filter_map(|file| Some(*file.first()?..*file.last()? + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_can_be_looked_up() {
        assert!(STOP_WORDS.is_sorted());
    }
}
