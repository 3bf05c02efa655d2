//! The search index: which words stand in which questions, cut into files of which a search loads a few.
//!
//! [`Index::new`] is the entry point; [`Index::chunk`] writes the text of results. Nothing here knows where files go: a page
//! does (`page/search.rs`), and names them after [`Index::version`].
//!
//! 1. Questions are numbered by topic, kind and difficulty, so that a filter by those is a filter by ranges of numbers.
//! 2. Their words ([`words`]) are counted in parallel, a title's more than an answer's.
//! 3. Words of one stem (Snowball, for English) become a *group*; each group has a list of questions, each with an *impact*
//!    of 1 to 16: how much the question is about the group, by BM25F (Robertson and Zaragoza, "The Probabilistic Relevance
//!    Framework: BM25 and Beyond", 2009, section 3.6) with the parts as fields, k₁ = 8 (a word in a title counts 8) and b = 0.75.
//! 4. The dictionary (words and their groups) is cut by first letters, the lists by their length, the texts of questions by
//!    theirs. A search loads a part of the dictionary and of the lists for each word, and the texts of what it shows.
//!
//! The script needs no stemmer: it looks words up as they are written, and the dictionary knows their groups.
//!
//! # What is not done
//!
//! A list holds the [`LONGEST_LIST`] questions with the highest impact; a search for two words that are both in more than that
//! ranks among these. [`STOP_WORDS`] are left out. The LaTeX of formulas is not searched, nor are addresses.

pub mod code;
pub mod words;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use serde::Serialize;

use self::code::{put, put_signed};
pub use self::words::STOP_WORDS;
use crate::markdown::{Event, Node, plain_text};
use crate::model::{Guide, Kind, Question, SectionKind, Topic};
use crate::source::Sources;

/// Goes into every version: a change of what is written here makes new files.
const FORMAT: &str = "genai-guide search 1";

/// How many questions the list of a group holds at most.
const LONGEST_LIST: usize = 3000;

/// How long the lists of one file are together, in bytes, before it is full.
const LIST_FILE: usize = 5_000;

/// How many words a file of the dictionary holds before it is cut by the next letter.
const DICTIONARY_FILE: usize = 800;

/// What a word counts in each part of a question.
const TITLE: u16 = 8;
const TAG: u16 = 5;
const IN_SHORT: u16 = 3;
const TEXT: u16 = 1;

/// How many levels of impact there are.
const LEVELS: u8 = 16;

/// A question of the guide.
#[derive(Debug, Clone, Copy)]
pub struct Document<'g, 's> {
    /// Its topic.
    pub topic: &'g Topic<'s>,
    /// The question.
    pub question: &'g Question<'s>,
}

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

/// The index of a guide.
#[derive(Debug)]
pub struct Index<'g, 's> {
    /// Every question, in the order of the index.
    pub documents: Vec<Document<'g, 's>>,
    /// Ten hexadecimal digits that change when anything in the index does.
    pub version: String,
    /// The dictionary, by key.
    pub dictionary: Vec<Dictionary>,
    /// The lists of consecutive groups, a file each. A list is the number of its group's questions, then for each level of
    /// impact that occurs, from high to low: the level, how many questions have it, and their numbers, each less the one
    /// before ([`code`]).
    pub lists: Vec<Vec<String>>,
    /// The documents of each file of texts.
    pub chunks: Vec<Range<usize>>,
}

impl<'g, 's> Index<'g, 's> {
    /// The index of `guide`, whose language is the BCP 47 tag `language`.
    #[must_use]
    pub fn new(guide: &'g Guide<'s>, sources: &Sources, language: &str) -> Self {
        let documents = documents(guide);
        let counted = Counted::of(&documents);
        let stemmer = language.to_ascii_lowercase().starts_with("en").then(|| Stemmer::create(Algorithm::English));
        let groups = Groups::of(&counted.words, stemmer.as_ref());
        let lists = lists(&counted, &groups);
        Self {
            version: version(&documents, sources, language),
            dictionary: dictionary(&counted.words, &groups, &lists),
            lists: cut(lists.into_iter().map(|list| list.text).collect(), LIST_FILE, String::len),
            chunks: chunks(&documents, sources),
            documents,
        }
    }

    /// The texts of the documents of a chunk.
    pub fn chunk(&self, documents: Range<usize>) -> impl Iterator<Item = Text> {
        self.documents.get(documents).unwrap_or_default().iter().map(|document| Text::of(document.question))
    }
}

/// What is shown of a question among the results.
#[derive(Debug, Serialize)]
pub struct Text {
    /// The question's id.
    pub id: String,
    /// The question.
    pub title: String,
    /// Its tags, with commas between them.
    pub tags: String,
    /// What excerpts are taken from. Of questions that can be checked it is the prompt and the options: an excerpt must not
    /// tell the answer to who wants to try first.
    pub text: String,
}

impl Text {
    fn of(question: &Question<'_>) -> Self {
        let mut parts = vec![plain(&question.prompt)];
        match &question.kind {
            Kind::Mcq(choices) => parts.extend(choices.options.iter().map(|option| option.text.clone())),
            Kind::Short { accept } if !accept.is_empty() => {}
            Kind::Short { .. } | Kind::Descriptive => {
                let shown =
                    [SectionKind::InShort, SectionKind::Answer, SectionKind::Explanation, SectionKind::FollowUps];
                parts.extend(
                    shown.iter().filter_map(|kind| question.section(*kind)).map(|section| plain(&section.nodes)),
                );
            }
        }
        parts.retain(|part| !part.is_empty());
        Self {
            id: question.id.value.to_string(),
            title: question.title.text.clone(),
            tags: question.tags.join(", "),
            text: parts.join(" · "),
        }
    }
}

/// The text without markup and formulas.
fn plain(nodes: &[Node<'_>]) -> String {
    let is_text = |node: &&Node<'_>| !matches!(node.event, Event::InlineMath(_) | Event::DisplayMath(_));
    plain_text(&nodes.iter().filter(is_text).cloned().collect::<Vec<_>>())
}

fn documents<'g, 's>(guide: &'g Guide<'s>) -> Vec<Document<'g, 's>> {
    let mut documents = Vec::new();
    for topic in &guide.topics {
        let start = documents.len();
        documents.extend(topic.questions.iter().map(|question| Document { topic, question }));
        if let Some(own) = documents.get_mut(start..) {
            own.sort_by_key(|document| (document.question.kind.name(), document.question.difficulty));
        }
    }
    documents
}

/// The words of all documents and how often each has them.
struct Counted {
    /// Every word.
    words: Vec<String>,
    /// How much of a word (by its place in `words`) a document has: the sum of what it counts. Sorted by document.
    counts: Vec<(u32, u32, u16)>,
    /// How much all words of each document count together.
    lengths: Vec<u32>,
}

/// How many documents one thread counts at a time.
const BATCH: usize = 128;

impl Counted {
    fn of(documents: &[Document<'_, '_>]) -> Self {
        let batches: Vec<_> = documents.par_chunks(BATCH).map(count_batch).collect();
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

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn count_batch(documents: &[Document<'_, '_>]) -> Counted {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut counts = Vec::new();
    let mut lengths = Vec::with_capacity(documents.len());
    let mut own: BTreeMap<u32, u16> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let mut length = 0_u32;
        fields(document.question, &mut |text, weight| {
            words::words(text, |word| {
                if STOP_WORDS.binary_search(&word).is_ok() {
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
        take(tag, TAG);
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

/// Which words belong together.
struct Groups {
    /// The group of each word.
    of: Vec<u32>,
    /// How many there are.
    count: usize,
}

impl Groups {
    /// Groups are numbered by their stems in order, so that neighbours in the dictionary have neighbouring lists.
    fn of(words: &[String], stemmer: Option<&Stemmer>) -> Self {
        let stem = |word: &String| stemmer.map_or_else(|| word.clone(), |stemmer| stemmer.stem(word).into_owned());
        let stems: Vec<String> = words.iter().map(stem).collect();
        let mut all: Vec<&str> = stems.iter().map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        let of = stems.iter().map(|stem| number(all.binary_search(&stem.as_str()).unwrap_or_default())).collect();
        Self { of, count: all.len() }
    }
}

/// The questions of a group.
struct List {
    text: String,
    /// How many there are, those left out included.
    documents: usize,
}

fn lists(counted: &Counted, groups: &Groups) -> Vec<List> {
    let mut found: Vec<Vec<(u32, u16)>> = vec![Vec::new(); groups.count];
    for (word, document, count) in &counted.counts {
        let group = groups.of.get(*word as usize).and_then(|group| found.get_mut(*group as usize));
        let Some(list) = group else { continue };
        match list.last_mut() {
            Some((last, sum)) if last == document => *sum = sum.saturating_add(*count),
            _ => list.push((*document, *count)),
        }
    }
    let total: f64 = counted.lengths.iter().map(|length| f64::from(*length)).sum();
    let average = total / f64::from(number(counted.lengths.len().max(1)));
    let length = |document: u32| counted.lengths.get(document as usize).copied().unwrap_or_default();
    found.into_par_iter().map(|list| write_list(&list, |document| f64::from(length(document)) / average)).collect()
}

/// How much a document is about a word, by BM25F: 1 to [`LEVELS`].
fn impact(count: u16, relative_length: f64) -> u8 {
    const K1: f64 = 8.0;
    const B: f64 = 0.75;
    let count = f64::from(count);
    let share = count / (count + K1 * (1.0 - B + B * relative_length));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 1")]
    let level = (share * f64::from(LEVELS)).ceil() as u8;
    level.clamp(1, LEVELS)
}

fn write_list(list: &[(u32, u16)], relative_length: impl Fn(u32) -> f64) -> List {
    let mut levels: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    for (document, count) in list {
        levels.entry(impact(*count, relative_length(*document))).or_default().push(*document);
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

fn dictionary(words: &[String], groups: &Groups, lists: &[List]) -> Vec<Dictionary> {
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
fn chunks(documents: &[Document<'_, '_>], sources: &Sources) -> Vec<Range<usize>> {
    let limit = (documents.len() * 4).clamp(4_000, 32_000);
    let size = |at: &usize| {
        let source = documents.get(*at).and_then(|document| sources.get(document.question.source));
        source.map_or(0, |source| source.text.len())
    };
    let files = cut((0..documents.len()).collect(), limit, size);
    files.iter().filter_map(|file| Some(*file.first()?..*file.last()? + 1)).collect()
}

fn version(documents: &[Document<'_, '_>], sources: &Sources, language: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [FORMAT, env!("CARGO_PKG_VERSION"), language] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    for Document { topic, question } in documents {
        let text = sources.get(question.source).map_or("", |source| source.text.as_str());
        for part in [topic.path.as_str(), topic.title.text.as_str(), &question.id.value.0, text] {
            hasher.update(part.as_bytes()).update(&[0]);
        }
    }
    hasher.finalize().to_hex().as_str().get(..10).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_can_be_looked_up() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn impact_grows_with_the_count_and_falls_with_the_length() {
        assert!(impact(8, 1.0) > impact(1, 1.0));
        assert!(impact(1, 0.2) > impact(1, 4.0));
        assert_eq!(impact(u16::MAX, 0.0), LEVELS);
        assert_eq!(impact(0, 1.0), 1);
    }

    #[test]
    fn a_long_list_keeps_what_is_most_about_the_word() {
        let list: Vec<(u32, u16)> =
            (0..4000).map(|document| (document, if document == 3999 { 9 } else { 1 })).collect();
        let written = write_list(&list, |_| 1.0);
        let mut numbers = Vec::new();
        let mut rest = written.text.as_str();
        while let Some((number, after)) = code::take(rest) {
            numbers.push(number);
            rest = after;
        }
        assert_eq!(numbers.get(..4), Some(&[4000, 9, 1, 3999][..]));
        assert_eq!(numbers.len(), 4 + 2 + LONGEST_LIST - 1);
    }

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
