//! An `order` decides: of two neighbors with the same number, their names would.

use std::collections::HashMap;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for topic in &facts.guide.topics {
        let questions = topic.questions.iter().filter_map(|question| Some((question.source, question.order?)));
        repeated(facts, "question of this topic", questions, found);
    }
    let mut siblings: HashMap<&str, Vec<(SourceId, i64)>> = HashMap::new();
    for topic in &facts.guide.topics {
        let (Some(order), Some(intro)) = (topic.order, &topic.intro) else { continue };
        let parent = topic.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        siblings.entry(parent).or_default().push((intro.source, order));
    }
    for topics in siblings.into_values() {
        repeated(facts, "topic beside this one", topics.into_iter(), found);
    }
    let pages = facts.guide.pages.iter().filter_map(|page| Some((page.prose.source, page.order?)));
    repeated(facts, "page", pages, found);
}

fn repeated(
    facts: &Facts<'_, '_>,
    what: &str,
    all: impl Iterator<Item = (SourceId, i64)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen = HashMap::new();
    for (source, order) in all {
        let first = *seen.entry(order).or_insert(source);
        if first == source {
            continue;
        }
        let message = format!("another {what} has the order {order} too, so their names decide which comes first");
        let repeated = Diagnostic::new(Code::DuplicateOrder, place(facts, source), message);
        found.push(repeated.related(place(facts, first), "given here first").help("give one of them another number"));
    }
}

/// The line of the front matter that gives the order; the start of the file where it is not a line.
fn place(facts: &Facts<'_, '_>, source: SourceId) -> Span {
    let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
    let Some(start) = text.find("\norder").map(|at| at + 1) else { return Span::start_of(source) };
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span::new(source, start..start + line.trim_end().len())
}
