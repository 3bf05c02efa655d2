//! An id names one question in the whole guide, aliases included: progress and links hang on it.

use std::collections::HashMap;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::QuestionId;
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&QuestionId, Span> = HashMap::new();
    for (_, question) in facts.guide.questions() {
        for id in std::iter::once(&question.id).chain(&question.aliases) {
            if let Some(earlier) = seen.get(&id.value) {
                // Point at the later file, so that the report does not depend on the reading order.
                let (first, second) = if *earlier <= id.span { (*earlier, id.span) } else { (id.span, *earlier) };
                let diagnostic = Diagnostic::new(Code::DuplicateId, second, format!("the id `{}` is taken", id.value));
                let help = format!("give this question another id: `id: {}-2`, say", id.value);
                found.push(diagnostic.related(first, "it belongs to this question").help(help));
            } else {
                seen.insert(&id.value, id.span);
            }
        }
    }
}
