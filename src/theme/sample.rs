//! A small guide that has everything a template can be asked to show: a topic with a question of each kind, and a page. A theme is
//! tried out on it, so that it doesn't break with the first question of a kind that the guide lacks now.

use std::path::Path;

use crate::source::{Source, Sources};

/// The files of the sample by their paths from the content folder, sorted.
const FILES: &[(&str, &str)] = &[
    ("pages/sample.md", include_str!("sample/page.md")),
    ("sample/_index.md", include_str!("sample/index.md")),
    ("sample/sample-descriptive.md", include_str!("sample/descriptive.md")),
    ("sample/sample-mcq.md", include_str!("sample/mcq.md")),
    ("sample/sample-short.md", include_str!("sample/short.md")),
    ("sample/within/_index.md", include_str!("sample/index.md")),
    ("sample/within/sample-within.md", include_str!("sample/mcq.md")),
];

/// The sample as if it had been read from a project at `root`.
#[must_use]
pub fn sample(root: &Path) -> Sources {
    const CONTENT: &str = "content";
    let file = |path: String, text: &str| Source { path, text: text.to_owned(), flaw: None };
    let content = FILES.iter().map(|(path, text)| file(format!("{CONTENT}/{path}"), text));
    Sources {
        root: root.to_owned(),
        files: std::iter::once(file("book.toml".to_owned(), "")).chain(content).collect(),
        content: CONTENT.to_owned(),
        ..Sources::default()
    }
}
