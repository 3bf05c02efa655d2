//! A topic holds questions, or topics that do.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for topic in facts.guide.topics.iter().filter(|topic| topic.questions.is_empty()) {
        let below = format!("{}/", topic.path);
        if !facts.guide.topics.iter().any(|other| other.path.starts_with(&below)) {
            let message = format!("the topic `{}` has no questions", topic.path);
            let help = format!("add one as `{}/{}/<name>.md`", facts.sources.content, topic.path);
            found.push(Diagnostic::new(Code::EmptyTopic, topic.span, message).help(help));
        }
    }
}
