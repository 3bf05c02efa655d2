//! A topic holds questions, or topics that do.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for topic in facts.guide.topics.iter().filter(|topic| topic.questions.is_empty()) {
        let below = format!("{}/", topic.path);
        // A draft, or a file that could not be read, is a question to come.
        let index = format!("{below}_index.md");
        let mut files = facts.sources.content_files().map(|(id, _)| facts.sources.content_path(id));
        let coming = files.any(|path| path.starts_with(&below) && path != index);
        if !coming && !facts.guide.topics.iter().any(|other| other.path.starts_with(&below)) {
            let message = format!("the topic `{}` has no questions", topic.path);
            let help = format!("add one as `{}/{}/<name>.md`", facts.sources.content, topic.path);
            found.push(Diagnostic::new(Code::EmptyTopic, topic.span, message).help(help));
        }
    }
}
