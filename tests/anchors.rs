//! Anchors: on every page of a site each id is there once and each link leads somewhere, whatever headings, questions,
//! topics and pages are called.
//!
//! The names are those that look like ids of the theme or like parts of one another. Every guide is sound by construction, so
//! none is left out; `PROPTEST_CASES=<n>` builds more or fewer of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "tests read what the program wrote")]

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::read_to_string;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{RngSeed, TestCaseResult};

use genai_guide::config::{self, Config};
use genai_guide::diagnostic::count;
use genai_guide::language::Language;
use genai_guide::receipt::Before;
use genai_guide::source::{Source, Sources};
use genai_guide::theme::Theme;
use genai_guide::{Unwatched, build, load};

const HEADINGS: &[&str] = &[
    "Title",
    "Open",
    "Typed",
    "Answer",
    "Hint",
    "References",
    "_Main",
    "_.main",
    "Main",
    "_Keys",
    "fn.1",
    "fnref.1",
    "_Topics",
    "_Subtopics",
    "_topic_rag",
    "_page_p",
    "_page_p_",
    "_home_x",
    "x",
    "_x",
    "_",
    ":x",
    "rag_x",
    "x:y",
    "\\_\\_init\\_\\_",
    "main_title",
    "open.open",
    "Title",
    "Follow-ups",
    "Explanation",
    "In short",
];
const TOPICS: &[&str] = &[
    "rag",
    "rag_",
    "rag__",
    "rag_x",
    "rag.x",
    "rag_.x",
    "rag/x",
    "rag_/x",
    "foo_",
    "topic",
    "topic_rag",
    "home_",
    "page_p",
    "main",
];
const QUESTIONS: &[&str] = &[
    "rag",
    "main",
    "title",
    "open",
    "answer",
    "fn",
    "x",
    "x-open",
    "x-title",
    "topic-rag",
    "page",
    "q",
    "hint",
    "keys",
];
const PAGES: &[&str] = &["p", "p_", "p_x", "p.x", "title", "open", "x", "keys"];

#[derive(Debug, Clone)]
struct Names {
    topics: Vec<&'static str>,
    questions: Vec<&'static str>,
    pages: Vec<&'static str>,
    headings: Vec<&'static str>,
}

fn names() -> impl Strategy<Value = Names> {
    let some = |all: &'static [&'static str], most: usize| subsequence(all.to_vec(), 1..most);
    (some(TOPICS, 6), some(QUESTIONS, 8), some(PAGES, 4), vec(select(HEADINGS.to_vec()), 12..40))
        .prop_map(|(topics, questions, pages, headings)| Names { topics, questions, pages, headings })
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn every_id_is_there_once_and_every_link_leads_somewhere(names in names()) {
        site_is_whole(&files(&names))?;
    }
}

/// The same cases in every run.
fn settings() -> ProptestConfig {
    let given = ProptestConfig::default();
    let cases = if std::env::var("PROPTEST_CASES").is_ok() { given.cases } else { 60 };
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..given }
}

/// The files of a guide, by their paths from the content folder. Each links to all others.
fn files(names: &Names) -> Vec<(String, String)> {
    let mut topics: Vec<&str> = names.topics.clone();
    // A topic in a topic needs its parent.
    topics.extend(names.topics.iter().filter_map(|topic| Some(topic.rsplit_once('/')?.0)));
    topics.sort_unstable();
    topics.dedup();
    let mut headings = names.headings.iter().cycle();
    let mut paths = vec!["_index.md".to_owned()];
    paths.extend(topics.iter().map(|topic| format!("{topic}/_index.md")));
    paths.extend(names.pages.iter().map(|page| format!("pages/{page}.md")));
    paths.extend(names.questions.iter().enumerate().map(|(at, id)| {
        // A question's file must not be named like a folder's; its id is what matters.
        format!("{}/{id}.md", topics[at % topics.len()])
    }));
    // A topic without questions would be a mistake.
    paths.extend(topics.iter().enumerate().map(|(at, topic)| format!("{topic}/own-{at}.md")));
    let file = |path: &String| {
        let own = path.ends_with("_index.md") || path.starts_with("pages/");
        let mut text = "---\ntitle: T\n".to_owned();
        let alias = path.replace(['/', '.', '_'], "-");
        text += &match (own, path.len() % 2) {
            (true, _) => "---\n\n## Deep place\n\n".to_owned(),
            (false, 0) => format!(
                "kind: mcq\naliases: [was-{alias}]\n---\n\nPrompt?[^1]\n\n- [ ] one\n- [x] two\n\n## Explanation\n\n### Deep place\n\n"
            ),
            (false, _) => format!(
                "kind: short\naccept: [x]\naliases: [was-{alias}]\n---\n\nPrompt?[^1]\n\n## Hint\n\nText.\n\n## Answer\n\n### Deep place\n\n"
            ),
        };
        for heading in headings.by_ref().take(4) {
            let _ = write!(text, "{} {heading}\n\n", if own { "##" } else { "###" });
            // On a plain page a term has an anchor, whatever it is called.
            let _ = write!(text, "- **{heading}:** a term\n- **Main**\n\n");
        }
        for other in &paths {
            let up = "../".repeat(path.matches('/').count());
            let _ = write!(text, "[a]({up}{other}) [b]({up}{other}#deep-place) ");
        }
        text.push_str("\n\n[c](#deep-place) text[^1]\n\n[^1]: A note.\n");
        (path.clone(), text)
    };
    paths.iter().map(file).collect()
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned(), flaw: None }
}

static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let config = Config::default();
    let sources =
        Sources { root: "/nowhere".into(), files: Vec::new(), content: "content".to_owned(), ..Sources::default() };
    let (language, _) = Language::load(&sources, &config);
    let (theme, found) = Theme::load(&sources, &config, &Arc::new(language)).unwrap();
    theme.unwrap_or_else(|| panic!("{found:?}"))
});

fn site_is_whole(files: &[(String, String)]) -> TestCaseResult {
    let folder = tempfile::tempdir().unwrap();
    let mut content: Vec<Source> = files.iter().map(|(path, text)| source(&format!("content/{path}"), text)).collect();
    content.sort_by(|a, b| a.path.cmp(&b.path));
    let book = "[book]\ntitle = \"A guide\"\n";
    let mut all = vec![source("book.toml", book)];
    all.extend(content);
    let sources =
        Sources { root: folder.path().to_owned(), files: all, content: "content".to_owned(), ..Sources::default() };
    let (config, found) = config::parse(book);
    let out = folder.path().join("site");
    let before = Before::look(&sources, &config, true, &out);
    let loaded = load(&sources, config, found, true).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(count(&loaded.diagnostics).0, 0, "{:?}", loaded.diagnostics);
    build(&loaded, &THEME, &out, &before, &Unwatched).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let mut pages = HashMap::new();
    read_pages(&out, "", &mut pages);
    prop_assert!(pages.len() > 7, "{:?}", pages.keys());
    let mut ids: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (page, html) in &pages {
        for id in attributes(html, "id") {
            prop_assert!(ids.entry(page).or_default().insert(id), "{page}: the id `{id}` is there twice");
        }
    }
    for (page, html) in &pages {
        for name in ["aria-labelledby", "aria-describedby", "for"] {
            for id in attributes(html, name) {
                prop_assert!(ids[page.as_str()].contains(id), "{page}: `{name}` names `{id}`, which is not there");
            }
        }
        for href in attributes(html, "href").filter(|href| !href.contains("://") && !href.starts_with("mailto:")) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let up = file.matches("../").count();
            let base: Vec<&str> = page.split('/').collect();
            let base = base[..base.len() - 1 - up.min(base.len() - 1)].join("/");
            let file = if file.is_empty() { page.clone() } else { format!("{base}/{}", file.replace("../", "")) };
            let file = file.trim_start_matches('/');
            prop_assert!(out.join(file).is_file(), "{page}: `{href}` leads nowhere");
            let there = anchor.is_empty() || ids.get(file).is_some_and(|ids| ids.contains(anchor));
            prop_assert!(there, "{page}: `{href}` leads to no anchor");
        }
    }
    Ok(())
}

/// Every page of a site, by its path.
fn read_pages(folder: &Path, below: &str, pages: &mut HashMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_pages(&entry.path(), &format!("{path}/"), pages);
        } else if path.ends_with(".html") {
            pages.insert(path, read_to_string(entry.path()).unwrap());
        }
    }
}

/// The values of an attribute on a page. The text of the guides here holds no quotation mark.
fn attributes<'h>(html: &'h str, name: &str) -> impl Iterator<Item = &'h str> {
    let start = format!(" {name}=\"");
    html.split('<').filter_map(move |tag| {
        let (_, rest) = tag.split_once('>').map_or(tag, |(tag, _)| tag).split_once(start.as_str())?;
        rest.split('"').next()
    })
}
