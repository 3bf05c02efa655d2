//! Text that its author meant as something else: each warning says what is shown, and the spelling that works.
//!
//! [`check`] makes one pass over the events of the guide. It cuts them into [`Run`]s, the text of a paragraph, a heading or a
//! table cell, in which code, formulas and raw HTML are a single sign, so that no rule looks into them; and hands each run to
//! each rule. A rule must be sure: a mark that authors also use in plain sentences is not enough.

mod bare_math;
mod code;
mod comment;
mod destination;
mod emphasis;
mod formula;
mod indent;
mod link;
mod list;
mod markup;
mod near_link;
mod other;
mod reference;
mod run;
mod shortcode;
mod table;

use rayon::prelude::*;

use self::run::{Run, runs};
use super::Facts;
use crate::diagnostic::Diagnostic;
use crate::markdown::Node;
use crate::model::Title;
use crate::source::{SourceId, Span};

type Rule = fn(&Run<'_>, &mut Vec<Diagnostic>);

const RULES: &[Rule] = &[
    bare_math::check,
    code::check,
    comment::check,
    formula::check,
    link::check,
    link::footnotes,
    list::check,
    markup::check,
    near_link::check,
    other::check,
    reference::in_text,
    shortcode::check,
    table::check,
];

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let fragments: Vec<(SourceId, &[Node<'_>])> = facts.guide.fragments().collect();
    let one = |(source, nodes): &(SourceId, &[Node<'_>])| {
        let text = facts.sources.get(*source).map_or("", |source| source.text.as_str());
        let mut found = Vec::new();
        let runs = runs(*source, text, nodes);
        for run in runs.iter().filter(|run| run.has_marks()) {
            for rule in RULES {
                rule(run, &mut found);
            }
        }
        formula::display(&runs, &mut found);
        bare_math::cut(&runs, &mut found);
        code::blocks(*source, text, nodes, &mut found);
        indent::check(*source, text, nodes, &mut found);
        emphasis::check(nodes, text, |range| Span::new(*source, range), &mut found);
        table::rows(*source, text, nodes, &mut found);
        found
    };
    found.extend(fragments.par_iter().flat_map_iter(one).collect::<Vec<_>>());
    let questions = facts.guide.questions().map(|(_, question)| (&question.title, question.source));
    let topics = facts.guide.topics.iter().map(|topic| (&topic.title, topic.span.source));
    let pages = facts.guide.pages.iter().map(|page| (&page.title, page.prose.source));
    for (title, source) in questions.chain(topics).chain(pages) {
        check_title(facts, title, source, found);
    }
}

/// A title's events have no place in the file, so its line is shown.
fn check_title(facts: &Facts<'_, '_>, title: &Title, source: SourceId, found: &mut Vec<Diagnostic>) {
    let mut here = Vec::new();
    let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
    let written = title.span.and_then(|span| text.get(span.range())).unwrap_or_default();
    // `"$\rho$"` holds an escape and no formula; that is reported where the front matter is read.
    let is_escaped = written.starts_with('"') && written.contains('\\');
    for run in runs(source, "", &title.nodes) {
        if !is_escaped {
            formula::check(&run, &mut here);
        }
        link::check(&run, &mut here);
        markup::check(&run, &mut here);
        shortcode::check(&run, &mut here);
    }
    let start = text.find("\ntitle:").map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let span = Span::new(source, start..start + line.trim_end().len());
    emphasis::check(&title.nodes, line, |_| span, &mut here);
    found.extend(here.into_iter().map(|diagnostic| Diagnostic { span, ..diagnostic }));
}
