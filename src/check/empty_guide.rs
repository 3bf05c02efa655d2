//! A guide has questions.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::PAGES;
use crate::source::{Sources, Span};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let sources = facts.sources;
    // A topic without questions is told by its own rule, and a file that could not be read is a question to come.
    let coming = sources.content_files().any(|(id, _)| {
        let path = sources.content_path(id);
        path.contains('/') && !path.starts_with(&format!("{PAGES}/"))
    });
    if coming || !facts.guide.topics.is_empty() {
        return;
    }
    let src = &sources.content;
    let message = format!("the guide has no questions: nothing in `{src}` is one");
    let help = format!(
        "make a topic, `{src}/basics/_index.md`, that begins with the lines `---`, `title: Basics`, `---`; then a question \
         beside it, such as `{src}/basics/what-is-it.md`, with its question as `title` and its answer below the second `---`"
    );
    found.push(Diagnostic::new(Code::EmptyGuide, Span::start_of(Sources::BOOK), message).help(help));
}
