//! The search page, and the files of the search index as scripts: from disk, a browser lets a page load nothing else.
//!
//! Every file is one call, `guide.search.take(name, data)`. They lie in a folder that is named after the index's version, so
//! that a new site never meets an old file in a cache:
//!
//! | file | data |
//! | --- | --- |
//! | `root.js` | [`Root`] |
//! | `words-N.js` | the words of a file of the dictionary, and their groups |
//! | `lists-N.js` | the lists of consecutive groups |
//! | `texts-N.js` | the texts of consecutive questions |

use serde::Serialize;

use super::Site;
use super::view::SearchView;
use crate::address::SEARCH;
use crate::error::Result;
use crate::model::{Difficulty, Kind};
use crate::publish::{Output, Sink};
use crate::search::Document;
use crate::search::code::put;

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
}

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
    let folder = folder(site);
    let mut outputs = vec![
        Output::write(SEARCH, move |sink| page(site, sink)),
        Output::write(format!("{folder}root.js"), move |sink| put_script(sink, "root", &root(site))),
    ];
    let words = index.dictionary.iter().enumerate().map(|(at, file)| (format!("words-{at}"), file));
    outputs.extend(words.map(|(name, file)| {
        let data = [file.words.as_str(), file.groups.as_str()];
        Output::write(format!("{folder}{name}.js"), move |sink| put_script(sink, &name, &data))
    }));
    let lists = index.lists.iter().enumerate().map(|(at, file)| (format!("lists-{at}"), file));
    outputs
        .extend(lists.map(|(name, file)| {
            Output::write(format!("{folder}{name}.js"), move |sink| put_script(sink, &name, file))
        }));
    let texts = index.chunks.iter().enumerate().map(|(at, documents)| (format!("texts-{at}"), documents));
    outputs.extend(texts.map(|(name, documents)| {
        let path = format!("{folder}{name}.js");
        let make = move |sink: &mut Sink| {
            let texts: Vec<_> = index.chunk(documents.clone()).collect();
            put_script(sink, &name, &texts)
        };
        Output::write(path, make)
    }));
    outputs
}

fn page(site: &Site<'_>, sink: &mut Sink) -> Result<()> {
    let description = site.text("search.description", "guide", &site.loaded.config.book.title);
    let topics = site.loaded.guide.topics.iter().filter(|topic| !topic.questions.is_empty());
    let view = SearchView {
        page: site.page(SEARCH, "search", site.loaded.language.word("search.title"), description, false),
        index: folder(site),
        topics: topics.map(|topic| site.topic_link(topic, SEARCH)).collect(),
    };
    sink.put(site.theme.render("search.html", &view)?.as_bytes())
}

fn folder(site: &Site<'_>) -> String {
    format!("assets/search-{}/", site.index.version)
}

fn put_script(sink: &mut Sink, name: &str, data: &impl Serialize) -> Result<()> {
    let json = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned());
    sink.put(format!("guide.search.take(\"{name}\", {json});\n").as_bytes())
}

fn root<'a>(site: &'a Site<'a>) -> Root<'a> {
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
    }
}
