//! A topic holds questions, or topics that do.

use std::collections::HashSet;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    // The folders with something in them besides their own `_index.md`, found once: a guide may have thousands of topics.
    let mut filled: HashSet<&str> = HashSet::new();
    // A draft, or a file that could not be read, is a question to come.
    for (id, _) in facts.sources.content_files() {
        let path = facts.sources.content_path(id);
        let path = path.strip_suffix("/_index.md").unwrap_or(path);
        filled.extend(path.match_indices('/').filter_map(|(end, _)| path.get(..end)));
    }
    for topic in facts.guide.topics.iter().filter(|topic| topic.questions.is_empty()) {
        if !filled.contains(topic.path.as_str()) {
            let message = format!("the topic `{}` has no questions", topic.path);
            let help = format!("add one as `{}/{}/<name>.md`", facts.sources.content, topic.path);
            found.push(Diagnostic::new(Code::EmptyTopic, topic.span, message).help(help));
        }
    }
}
