//! The search page, and the files of the search index as scripts: from disk, a browser lets a page load nothing else.
//!
//! Every file is one call, `guide.search.take(name, data)`. Each has its version in its name, so that a new site never meets an old
//! file in a cache, and an edit changes no file but those that differ:
//!
//! | file | data |
//! | --- | --- |
//! | `VERSION-root.js` | [`Root`] |
//! | `words-N-VERSION.js` | the words of a file of the dictionary, and their groups |
//! | `lists-N-VERSION.js` | the lists of consecutive groups |
//! | `texts-N-VERSION.js` | the texts of consecutive questions |

use rayon::prelude::*;
use serde::Serialize;

use super::Site;
use super::keys::json;
use super::view::SearchView;
use crate::address::SEARCH;
use crate::error::Result;
use crate::memo::Key;
use crate::model::{Difficulty, Kind};
use crate::publish::{Output, Sink};
use crate::search::code::put;
use crate::search::{Document, VERSION};

/// What a search must know before it knows what to load.
#[derive(Debug, Serialize)]
struct Root<'a> {
    /// How many questions and entries there are.
    documents: usize,
    /// What the words of each file of the dictionary begin with.
    keys: Vec<&'a str>,
    /// How many lists each file has, and how many texts (numbers as in `search/code.rs`).
    lists: String,
    texts: String,
    /// The topics that have questions, and the plain pages.
    topics: Vec<RootTopic<'a>>,
    /// The kinds and difficulties, in the order in which `runs` counts them; the first difficulty is none.
    kinds: Vec<&'static str>,
    difficulties: Vec<&'static str>,
    /// Words that are not in the index.
    stop: &'static [&'static str],
    /// The versions of all other files.
    versions: Versions,
}

/// For each kind of file the versions of all, one after the other.
#[derive(Debug, Default, Serialize)]
struct Versions {
    words: String,
    lists: String,
    texts: String,
}

/// Where the files of the index are.
const FOLDER: &str = "assets/search/";

/// A topic: its title, its page, and what its questions are, in their order: for each run of equal ones its kind, its
/// difficulty and its length (numbers as in `search/code.rs`).
#[derive(Debug, Serialize)]
struct RootTopic<'a>(&'a str, String, String);

/// The kinds of what can be found.
fn kinds() -> impl Iterator<Item = &'static str> {
    Kind::NAMES.iter().copied().chain(["page"])
}

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    if !site.has_questions() {
        return Vec::new();
    }
    let index = site.index;
    let words: Vec<_> = index.dictionary.par_iter().map(|file| json(&[&file.words, &file.groups])).collect();
    let lists: Vec<_> = index.lists.par_iter().map(json).collect();
    let version = |data: &String| Key::of(data.as_bytes()).digits(VERSION);
    let versions = Versions {
        words: words.iter().map(version).collect(),
        lists: lists.iter().map(version).collect(),
        texts: index.chunk_versions.concat(),
    };
    let files = |kind: &'static str, files: Vec<String>| {
        let name = move |at: usize, data: &String| format!("{kind}-{at}-{}", version(data));
        files.into_iter().enumerate().map(move |(at, data)| (name(at, &data), data))
    };
    let parts = files("words", words).chain(files("lists", lists)).map(|(name, data)| {
        let key = Key::of(data.as_bytes());
        Output::write(format!("{FOLDER}{name}.js"), move |sink| put_script(sink, &name, &data)).keyed(site.key_of(key))
    });
    let texts = index.chunks.iter().zip(&index.chunk_versions).enumerate().map(|(at, (documents, version))| {
        let name = format!("texts-{at}-{version}");
        let key = site.key_of((&name, index.chunk_keys.get(at)));
        let make = move |sink: &mut Sink| {
            let texts: Vec<_> = index.chunk(documents.clone()).collect();
            put_script(sink, &name, &json(&texts))
        };
        Output::write(format!("{FOLDER}texts-{at}-{version}.js"), make).keyed(key)
    });
    let root = json(&root(site, versions));
    let start = format!("{FOLDER}{}-", version(&root));
    let root_path = format!("{start}root.js");
    let whole = [
        Output::write(SEARCH, move |sink| page(site, start.clone(), sink)),
        Output::write(root_path, move |sink| put_script(sink, "root", &root)),
    ];
    whole.into_iter().chain(parts).chain(texts).collect()
}

fn page(site: &Site<'_>, index: String, sink: &mut Sink) -> Result<()> {
    let description = site.text("search.description", "guide", &site.loaded.config.book.title);
    let topics = site.loaded.guide.topics.iter().filter(|topic| !topic.questions.is_empty());
    let view = SearchView {
        page: site.page(SEARCH, "search", site.loaded.language.word("search.title"), description, false),
        index,
        topics: topics.map(|topic| site.topic_link(topic, SEARCH)).collect(),
    };
    sink.put(site.theme.render("search.html", &view)?.as_bytes())
}

fn put_script(sink: &mut Sink, name: &str, json: &str) -> Result<()> {
    sink.put(format!("guide.search.take(\"{name}\", {json});\n").as_bytes())
}

fn root<'a>(site: &'a Site<'a>, versions: Versions) -> Root<'a> {
    let index = site.index;
    let lengths = |lengths: &mut dyn Iterator<Item = usize>| {
        let mut out = String::new();
        lengths.for_each(|length| put(&mut out, u32::try_from(length).unwrap_or(u32::MAX)));
        out
    };
    Root {
        documents: index.documents.len(),
        keys: index.dictionary.iter().map(|file| file.key.as_str()).collect(),
        lists: lengths(&mut index.lists.iter().map(Vec::len)),
        texts: lengths(&mut index.chunks.iter().map(ExactSizeIterator::len)),
        topics: (index.documents.chunk_by(|a, b| a.url() == b.url()))
            .filter_map(|documents| {
                let what = |document: &Document<'_, '_>| (document.kind(), document.difficulty());
                let mut runs = String::new();
                for run in documents.chunk_by(|a, b| what(a) == what(b)) {
                    let (kind, difficulty) = run.first().map(what)?;
                    let kind = kinds().position(|name| name == kind).unwrap_or_default();
                    let difficulty = Difficulty::ALL.iter().position(|(other, _)| Some(*other) == difficulty);
                    for number in [kind, difficulty.map_or(0, |at| at + 1), run.len()] {
                        put(&mut runs, u32::try_from(number).unwrap_or(u32::MAX));
                    }
                }
                let first = documents.first()?;
                Some(RootTopic(first.home(), first.url(), runs))
            })
            .collect(),
        kinds: kinds().collect(),
        difficulties: Difficulty::ALL.iter().map(|(_, name)| *name).collect(),
        stop: site.index.stop,
        versions,
    }
}
