//! Every page gets a path of its own, on every system.
//!
//! Some systems take `RAG.html` and `rag.html` for one file, some take two Unicode forms of `é` for one, and Windows
//! reserves names. A site must not depend on where it was built. And no path can be both a file and a folder: the scripts of the
//! topics `node` and `node.js/basics` would be.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::Facts;
use crate::address::{OWN_FILES, OWN_PAGES, review_topic, topic_page};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The folder of what pages load.
const ASSETS: &str = "assets/";

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let topics = facts.guide.topics.iter().map(|topic| {
        let review = (!topic.questions.is_empty()).then(|| review_topic(&topic.path));
        (topic.path.as_str(), topic.span, std::iter::once(topic_page(&topic.path)).chain(review).collect())
    });
    let pages = facts
        .guide
        .pages
        .iter()
        .map(|page| (page.path.as_str(), Span::start_of(page.prose.source), vec![format!("{}.html", page.path)]));
    let mut all: Vec<(&str, Span, Vec<String>)> = topics.chain(pages).collect();
    // By file, so that the report does not depend on the reading order.
    all.sort_by_key(|(_, span, _)| *span);
    let mut taken = Taken::new();
    for (path, span, outputs) in all {
        if let Some((reason, help)) = path.split('/').find_map(bad_name) {
            found.push(
                Diagnostic::new(Code::BadOutputName, span, format!("`{path}` can't be a path of the site: {reason}"))
                    .help(help),
            );
            continue;
        }
        // One mistake a file: what else it makes has the same name, and would collide with the same.
        found.extend(outputs.iter().find_map(|output| taken.take(output, span)));
    }
}

/// What is at a path of the site.
struct Entry {
    /// The path as it is written.
    path: String,
    /// Who makes it; `None` for what every guide has.
    maker: Option<Span>,
    is_folder: bool,
}

/// Every path of the site by its key, folders among them: a file can't be where a folder is.
struct Taken(HashMap<String, Entry>);

impl Taken {
    fn new() -> Self {
        let mut taken = Self(HashMap::new());
        for path in OWN_PAGES.iter().chain(OWN_FILES) {
            taken.insert(path, None, false);
        }
        for (end, _) in ASSETS.match_indices('/') {
            taken.insert(ASSETS.get(..end).unwrap_or_default(), None, true);
        }
        taken
    }

    fn insert(&mut self, path: &str, maker: Option<Span>, is_folder: bool) {
        for (end, _) in path.match_indices('/') {
            let folder = path.get(..end).unwrap_or_default();
            let entry = || Entry { path: folder.to_owned(), maker, is_folder: true };
            self.0.entry(key(folder)).or_insert_with(entry);
        }
        self.0.entry(key(path)).or_insert_with(|| Entry { path: path.to_owned(), maker, is_folder });
    }

    /// Takes the path of a file and its folders; tells what is there already.
    fn take(&mut self, path: &str, span: Span) -> Option<Diagnostic> {
        let folders = path.match_indices('/').filter_map(|(end, _)| Some((path.get(..end)?, true)));
        for (path, is_folder) in folders.chain([(path, false)]) {
            let Some(other) = self.0.get(&key(path)).filter(|other| !(is_folder && other.is_folder)) else { continue };
            return Some(collision(path, is_folder, span, other));
        }
        // Folders whose names differ only in case are one folder on some systems, and what is in them is compared below.
        self.insert(path, Some(span), false);
        None
    }
}

fn collision(path: &str, is_folder: bool, span: Span, other: &Entry) -> Diagnostic {
    let case = if other.path == path { "" } else { ", which some systems take for the same file" };
    let message = match (is_folder == other.is_folder, other.maker) {
        (true, Some(_)) if case.is_empty() => format!("`{path}` would be written twice"),
        (true, Some(_)) => format!("`{path}` would be written twice, also as `{}`{case}", other.path),
        (true, None) => format!("`{path}` is the path of a page that every guide has (`{}`)", other.path),
        (false, None) if is_folder => format!("`{path}` would be a folder, but is a file that every guide has"),
        (false, None) => format!("`{path}` would be a file, but is a folder that every guide has"),
        (false, Some(_)) => format!("`{path}` would be both a file and a folder of the site"),
    };
    let diagnostic = Diagnostic::new(Code::DuplicateOutput, span, message);
    match other.maker {
        Some(first) => diagnostic.related(first, "by this file too").help("rename one of them"),
        None => diagnostic.help("rename it"),
    }
}

/// What two paths have in common that some systems take for one: upper and lower case, and the forms of Unicode.
fn key(path: &str) -> String {
    // By way of upper case, so that both small forms of a letter, as `σ` and `ς`, are one.
    let simple = |c: char| {
        let mut upper = c.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(upper), None) => upper,
            _ => c,
        }
    };
    path.nfkc().map(simple).flat_map(char::to_lowercase).nfc().collect()
}

/// Why a name can't be part of a path, and what to do.
fn bad_name(name: &str) -> Option<(String, &'static str)> {
    if let Some(c) = name.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')) {
        return Some((format!("it holds `{}`", c.escape_default()), "use letters, digits, `-` and `_`"));
    }
    if name == "_index" {
        let reason = "`_index.md` is the introduction of a topic, and pages have none".to_owned();
        return Some((reason, "give the page a name of its own, such as `about.md`"));
    }
    if name.starts_with(['.', '-', '_']) || name.ends_with('.') {
        let reason = format!("`{name}` begins or ends with a sign that has a meaning of its own");
        return Some((reason, "begin and end it with a letter or a digit"));
    }
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    if name.to_lowercase().ends_with(".html") {
        return Some((format!("`{name}` could be taken for a page"), "leave out the ending `.html`"));
    }
    DEVICES.contains(&stem.as_str()).then(|| (format!("Windows reserves the name `{name}`"), "choose another name"))
}
