//! The search index: which words stand in which questions, cut into files of which a search loads a few.
//!
//! [`Index::new`] is the entry point; [`Index::chunk`] writes the text of results. Nothing here knows where files go: a page
//! does (`page/search.rs`), and names them after [`Index::version`].
//!
//! 1. Questions are numbered by topic, kind and difficulty, so that a filter by those is a filter by ranges of numbers.
//! 2. Their words ([`words`]) are counted in parallel, a title's more than an answer's.
//! 3. Words of one stem (Snowball, for the languages that it knows) become a *group*; each group has a list of questions, each with an *impact*
//!    of 1 to 16: how much the question is about the group, by BM25F (Robertson and Zaragoza, "The Probabilistic Relevance
//!    Framework: BM25 and Beyond", 2009, section 3.6) with the parts as fields, k₁ = 8 (a word in a title counts 8) and b = 0.75.
//! 4. The dictionary (words and their groups) is cut by first letters, the lists by their length, the texts of questions by
//!    theirs. A search loads a part of the dictionary and of the lists for each word, and the texts of what it shows.
//!
//! The script needs no stemmer: it looks words up as they are written, and the dictionary knows their groups.
//!
//! # What is not done
//!
//! A list holds the 2,000 questions with the highest impact; a search for two words that are both in more than that
//! ranks among these. [`STOP_WORDS`] are left out of English text; in other languages frequent words weigh little, but take room. The LaTeX of formulas is not searched, nor are addresses.

pub mod code;
mod count;
mod dictionary;
mod list;
pub mod words;

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use serde::Serialize;

use self::count::Counted;
pub use self::dictionary::Dictionary;
use self::dictionary::dictionary;
use self::list::{Groups, lists};
pub use self::words::STOP_WORDS;
use crate::markdown::{Event, Node, plain_text};
use crate::model::{Guide, Kind, Question, SectionKind, Topic};
use crate::source::Sources;

/// Goes into every version: a change of what is written here makes new files.
const FORMAT: &str = "genai-guide search 2";

/// How long the lists of one file are together, in bytes, before it is full.
const LIST_FILE: usize = 5_000;

/// A question of the guide.
#[derive(Debug, Clone, Copy)]
pub struct Document<'g, 's> {
    /// Its topic.
    pub topic: &'g Topic<'s>,
    /// The question.
    pub question: &'g Question<'s>,
}

/// The index of a guide.
#[derive(Debug, Default)]
pub struct Index<'g, 's> {
    /// Every question, in the order of the index.
    pub documents: Vec<Document<'g, 's>>,
    /// Ten hexadecimal digits that change when anything in the index does.
    pub version: String,
    /// Words that are not in the index, sorted.
    pub stop: &'static [&'static str],
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
        let (stemmer, stop) = rules(language);
        let counted = Counted::of(&documents, stop);
        let groups = Groups::of(&counted.words, stemmer.as_ref());
        let lists = lists(&counted, &groups);
        Self {
            version: version(&documents, sources, language),
            stop,
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
            tags: question.tags.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>().join(", "),
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
fn chunks(documents: &[Document<'_, '_>], sources: &Sources) -> Vec<Range<usize>> {
    let limit = (documents.len() * 4).clamp(4_000, 14_000);
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
}
