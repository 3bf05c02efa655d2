//! Where things are: in the content, as authors link to them, and in the site, as readers find them.
//!
//! [`parse`] says what a written address is. [`Addresses`] knows every file that can be linked to, and gives the place in
//! the site for it. Both are pure; the checks use them to report what leads nowhere, the pages to make links.

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use crate::model::{Guide, QuestionId, SectionKind};
use crate::source::Sources;

/// An address as an author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A whole address with an allowed scheme.
    External,
    /// A scheme that is not allowed, or an address that a browser would take for another host's.
    Unsafe(String),
    /// `/…`: from the top of a host, which differs from place to place.
    Absolute,
    /// Out of the content folder.
    Outside,
    /// A file of the content, and a place in it.
    Inside {
        /// The path from the content folder.
        path: String,
        /// What follows `#`; empty if nothing does.
        fragment: String,
    },
}

/// Schemes that links may have.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

/// What `dest` is when it is written in the file at `from`, a path from the content folder. `dest` must have its entities
/// decoded, as the Markdown parser does; otherwise a scheme could hide in them.
#[must_use]
pub fn parse(from: &str, dest: &str) -> Written {
    // Browsers drop control characters and outer white space before they look for a scheme, and read `\` as `/`.
    let seen: String =
        dest.trim().chars().filter(|c| !c.is_control()).map(|c| if c == '\\' { '/' } else { c }).collect();
    if seen.starts_with("//") {
        return Written::Unsafe("//".to_owned());
    }
    if let Some((scheme, _)) = seen.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
        let scheme = scheme.to_ascii_lowercase();
        return if SCHEMES.contains(&scheme.as_str()) { Written::External } else { Written::Unsafe(scheme) };
    }
    if seen.starts_with('/') {
        return Written::Absolute;
    }
    let (path, fragment) = seen.split_once('#').unwrap_or((&seen, ""));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let fragment = decode(fragment);
    if path.is_empty() {
        return Written::Inside { path: from.to_owned(), fragment };
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    join(folder, &decode(path)).map_or(Written::Outside, |path| Written::Inside { path, fragment })
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// `path` seen from `folder`, with `.` and `..` resolved; `None` if it leaves the content folder.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// A page of the site, and a place on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The page's path, such as `rag.html`.
    pub page: String,
    /// The anchor of the file on its page; empty where the file is the whole page.
    pub anchor: String,
    /// What precedes the anchors of the file's headings on its own page.
    pub prefix: String,
    /// What precedes them on a page of the whole guide, where they stand among those of all other files.
    pub whole_prefix: String,
    /// The anchor of the file on a page of the whole guide; empty for the introduction of the home page, which has none.
    pub whole_anchor: String,
    /// Its number on a page of the whole guide: `3` for the third topic, `3.4` for its fourth question; empty for other files.
    pub number: String,
    /// Whether links in this file open the answers of the questions they lead to.
    pub opens_answers: bool,
}

impl Place {
    /// A file whose headings have the same anchors everywhere.
    fn of_file(page: String, prefix: String) -> Self {
        Self {
            page,
            anchor: String::new(),
            whole_prefix: prefix.clone(),
            prefix,
            whole_anchor: String::new(),
            number: String::new(),
            opens_answers: false,
        }
    }

    /// What precedes the anchors of the file's headings on its own page, or on one of the `whole` guide.
    #[must_use]
    pub fn prefix_on(&self, whole: bool) -> &str {
        if whole { &self.whole_prefix } else { &self.prefix }
    }
}

/// Every Markdown file that can be linked to.
#[derive(Debug, Default)]
pub struct Addresses {
    places: HashMap<String, Place>,
    anchors: HashMap<String, HashSet<String>>,
}

/// The front page's path in the site.
pub const HOME: &str = "index.html";
/// The self-check page's.
pub const SELF_CHECK: &str = "self-check.html";
/// The review page's.
pub const REVIEW: &str = "review.html";
/// The search page's.
pub const SEARCH: &str = "search.html";
/// The print page's.
pub const PRINT: &str = "print.html";
/// The not-found page's.
pub const NOT_FOUND: &str = "404.html";

/// Pages that every guide has, whose paths are therefore taken.
pub const OWN_PAGES: &[&str] = &[HOME, SELF_CHECK, REVIEW, SEARCH, PRINT, NOT_FOUND];

/// Every other file that a guide may have whatever it holds. A test holds that nothing is missing.
pub const OWN_FILES: &[&str] = &[
    ".genai-guide-manifest",
    ".genai-guide-staging",
    ".nojekyll",
    "CNAME",
    "feed.xml",
    "manifest.webmanifest",
    "offline.json",
    REVIEW_CARDS,
    "robots.txt",
    "service-worker.js",
    "sitemap.xml",
];

/// The list of all cards.
pub const REVIEW_CARDS: &str = "review/cards.js";

/// The path of a topic's questions as the review shows them.
#[must_use]
pub fn review_topic(topic: &str) -> String {
    format!("{REVIEW_TOPICS}{topic}.js")
}

/// The folder of these.
pub const REVIEW_TOPICS: &str = "review/topics/";

/// The path of a topic's page.
#[must_use]
pub fn topic_page(topic: &str) -> String {
    format!("{topic}.html")
}

/// The anchor of a topic on a page of many topics. Ids of questions never begin with `_`, and slugs never hold a full
/// stop, so nothing else on a page can have it.
#[must_use]
pub fn topic_anchor(topic: &str) -> String {
    format!("_topic_{}", dotted(topic))
}

/// The anchor of a plain page on a page of the whole guide; unlike any other for the reasons of [`topic_anchor`].
#[must_use]
pub fn plain_anchor(page: &str) -> String {
    format!("_page_{}", dotted(page))
}

/// A path as part of an anchor. Names neither begin nor end with a full stop, so two of them in a row can only stand for one
/// in a name.
fn dotted(path: &str) -> String {
    path.replace('.', "..").replace('/', ".")
}

/// What precedes the anchors of headings in the file that has this anchor. A name may contain `_` but no colon, so
/// the headings of the topic `a` never meet the topic `a_b`.
fn file_prefix(anchor: &str) -> String {
    format!("{anchor}:")
}

/// The anchor that shows a question with its answer open; its id alone shows it closed. No other anchor of a question has a
/// full stop after the id.
#[must_use]
pub fn open_anchor(id: &str) -> String {
    format!("{id}.open")
}

/// What precedes the anchors of a question's headings. Ids of questions never hold `_`.
#[must_use]
pub fn question_prefix(id: &QuestionId) -> String {
    format!("{id}_")
}

impl Addresses {
    /// The addresses of everything in `guide`.
    #[must_use]
    pub fn new(guide: &Guide<'_>, sources: &Sources) -> Self {
        let mut addresses = Self::default();
        if let Some(home) = &guide.home {
            let place = Place::of_file(HOME.to_owned(), "_home_".to_owned());
            let headings = home.headings.iter().map(|heading| heading.slug.clone());
            addresses.add(sources.content_path(home.source), place, headings);
        }
        for page in &guide.pages {
            let whole_anchor = plain_anchor(&page.path);
            let place = Place {
                prefix: String::new(),
                opens_answers: page.opens_answers,
                ..Place::of_file(format!("{}.html", page.path), file_prefix(&whole_anchor))
            };
            let place = Place { whole_anchor, ..place };
            let headings = page.prose.headings.iter().map(|heading| heading.slug.clone());
            let terms = page.prose.terms.iter().map(|term| term.anchor.clone());
            addresses.add(sources.content_path(page.prose.source), place, headings.chain(terms));
        }
        for (topic, topic_number) in guide.topics.iter().zip(1_usize..) {
            let page = topic_page(&topic.path);
            if let Some(intro) = &topic.intro {
                let whole_anchor = topic_anchor(&topic.path);
                let place = Place {
                    number: topic_number.to_string(),
                    whole_anchor: whole_anchor.clone(),
                    ..Place::of_file(page.clone(), file_prefix(&whole_anchor))
                };
                let headings = intro.headings.iter().map(|heading| heading.slug.clone());
                addresses.add(sources.content_path(intro.source), place, headings);
            }
            for (question, number) in topic.questions.iter().zip(1_usize..) {
                let id = &question.id.value;
                let place = Place {
                    anchor: id.to_string(),
                    whole_anchor: id.to_string(),
                    number: format!("{topic_number}.{number}"),
                    opens_answers: true,
                    ..Place::of_file(page.clone(), question_prefix(id))
                };
                // The answer of a question without `## Answer` has its anchor all the same.
                let sections = question.sections.iter().filter_map(|section| {
                    SectionKind::ALL
                        .iter()
                        .find(|(kind, ..)| *kind == section.kind)
                        .map(|(.., anchor)| (*anchor).to_owned())
                });
                let headings = question.headings.iter().map(|heading| heading.slug.clone()).chain(sections);
                addresses.add(sources.content_path(question.source), place, headings);
            }
        }
        addresses
    }

    fn add(&mut self, path: &str, place: Place, anchors: impl Iterator<Item = String>) {
        self.anchors.insert(path.to_owned(), anchors.collect());
        self.places.insert(path.to_owned(), place);
    }

    /// The place of the file at `path`, a path from the content folder.
    #[must_use]
    pub fn place(&self, path: &str) -> Option<&Place> {
        self.places.get(path)
    }

    /// The anchors that can be linked to in the file at `path`.
    #[must_use]
    pub fn anchors(&self, path: &str) -> Option<&HashSet<String>> {
        self.anchors.get(path)
    }

    /// Every path that can be linked to.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }
}

/// The way from the page at `from` to the site's file at `to`, both paths from the site's root.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", up(from))
}

/// The relative link that leads from the file at `from` to the file at `to`, both paths from the content folder.
#[must_use]
pub fn link_between(from: &str, to: &str) -> String {
    let folder: Vec<&str> = from.rsplit_once('/').map_or_else(Vec::new, |(folder, _)| folder.split('/').collect());
    let target: Vec<&str> = to.split('/').collect();
    let shared = folder.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(folder.len() - shared);
    format!("{up}{}", target.get(shared..).unwrap_or_default().join("/"))
}

/// The way from the page at `from` up to the site's root: `../` for each folder.
#[must_use]
pub fn up(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn inside(from: &str, dest: &str, path: &str, fragment: &str) {
        let expected = Written::Inside { path: path.to_owned(), fragment: fragment.to_owned() };
        assert_eq!(parse(from, dest), expected);
    }

    #[test]
    fn relative_links_are_resolved_from_the_file() {
        inside("rag/a.md", "b.md", "rag/b.md", "");
        inside("rag/a.md", "./b.md#answer", "rag/b.md", "answer");
        inside("rag/a.md", "../x/c%20d.md", "x/c d.md", "");
        inside("rag/a.md", "#hint", "rag/a.md", "hint");
    }

    #[test]
    fn links_cannot_leave_the_content() {
        assert_eq!(parse("rag/a.md", "../../etc/passwd"), Written::Outside);
        assert_eq!(parse("rag/a.md", "%2e%2e/%2e%2e/x"), Written::Outside);
        assert_eq!(parse("rag/a.md", "/x.md"), Written::Absolute);
    }

    #[test]
    fn schemes_cannot_hide() {
        for dest in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
        ] {
            assert!(matches!(parse("a/b.md", dest), Written::Unsafe(_)), "{dest:?}");
        }
        for dest in ["//evil.example", "\\\\evil.example", "/\\evil.example"] {
            assert!(matches!(parse("a/b.md", dest), Written::Unsafe(_)), "{dest:?}");
        }
        for dest in ["https://example.org/a:b", "HTTP://example.org", "mailto:a@example.org"] {
            assert_eq!(parse("a/b.md", dest), Written::External, "{dest:?}");
        }
    }

    #[test]
    fn a_link_between_two_files_is_resolved_to_the_second() {
        for (from, to, link) in [
            ("rag/a.md", "rag/b.md", "b.md"),
            ("rag/a.md", "x/y/b.md", "../x/y/b.md"),
            ("_index.md", "rag/a.md", "rag/a.md"),
        ] {
            assert_eq!(link_between(from, to), link);
            inside(from, link, to, "");
        }
    }

    #[test]
    fn a_colon_later_on_is_no_scheme() {
        inside("a/b.md", "./c:d.md", "a/c:d.md", "");
    }
}
