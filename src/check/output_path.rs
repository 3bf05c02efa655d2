//! Every page gets a path of its own, on every system.
//!
//! Some systems take `RAG.html` and `rag.html` for one file, some take two Unicode forms of `é` for one, and Windows
//! reserves names. A site must not depend on where it was built.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::Facts;
use crate::address::{OWN_PAGES, topic_page};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let topics = facts.guide.topics.iter().map(|topic| (topic_page(&topic.path), topic.path.as_str(), topic.span));
    let pages = facts
        .guide
        .pages
        .iter()
        .map(|page| (format!("{}.html", page.path), page.path.as_str(), Span::start_of(page.prose.source)));
    let mut taken: HashMap<String, (String, Option<Span>)> =
        OWN_PAGES.iter().map(|path| ((*path).to_owned(), ((*path).to_owned(), None))).collect();
    let mut all: Vec<_> = topics.chain(pages).collect();
    // By file, so that the report does not depend on the reading order.
    all.sort_by_key(|(.., span)| *span);
    for (output, path, span) in all {
        if let Some((reason, help)) = path.split('/').find_map(bad_name) {
            found.push(
                Diagnostic::new(Code::BadOutputName, span, format!("`{path}` can't be a path of the site: {reason}"))
                    .help(help),
            );
            continue;
        }
        let key: String = output.nfkc().flat_map(char::to_lowercase).nfc().collect();
        match taken.get(&key) {
            Some((other, Some(first))) => {
                let case = if *other == output { "" } else { ", which some systems take for the same file" };
                let message = format!("`{output}` would be written twice, also as `{other}`{case}");
                let message = if case.is_empty() { format!("`{output}` would be written twice") } else { message };
                let diagnostic = Diagnostic::new(Code::DuplicateOutput, span, message);
                found.push(diagnostic.related(*first, "by this file too").help("rename one of them"));
            }
            Some((other, None)) => {
                let message = format!("`{output}` is the path of a page that every guide has (`{other}`)");
                found.push(Diagnostic::new(Code::DuplicateOutput, span, message).help("rename it"));
            }
            None => {
                taken.insert(key, (output, Some(span)));
            }
        }
    }
}

/// Why a name can't be part of a path, and what to do.
fn bad_name(name: &str) -> Option<(String, &'static str)> {
    if let Some(c) = name.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')) {
        return Some((format!("it holds `{}`", c.escape_default()), "use letters, digits, `-` and `_`"));
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
