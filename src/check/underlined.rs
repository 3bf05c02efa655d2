//! A line of hyphens right below a paragraph makes a heading of it, which is seldom meant.
//!
//! In a question such a heading is no section, and `parse` reports it. Elsewhere a heading may be written so: one line that is
//! no sentence, with a line of hyphens of about its length below it.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The longest heading that is taken for one, in characters.
const MAX_HEADING: usize = 60;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for prose in facts.guide.prose() {
        let text = facts.sources.get(prose.source).map_or("", |source| source.text.as_str());
        for heading in prose.headings.iter().filter(|heading| heading.level == 2) {
            let written = text.get(heading.range.clone()).unwrap_or_default().trim_end();
            let Some((above, line)) = written.rsplit_once('\n') else { continue };
            let marks = line.trim_start_matches(['>', ' ']).trim_end();
            if marks.is_empty() || marks.contains(|c| c != '-') {
                continue;
            }
            let length = above.chars().count();
            let is_sentence = above.trim_end().ends_with(['.', ':', ';', ',', '!', '。', '：', '！', '…']);
            let fits = marks.len().abs_diff(length) <= 2;
            let is_meant = fits || (marks.len() > 3 && !is_sentence && length <= MAX_HEADING);
            if is_meant && !above.contains('\n') {
                continue;
            }
            let end = heading.range.start + written.len();
            let span = Span::new(prose.source, end - marks.len()..end);
            let message = format!("`{}` right below text makes a heading of that text", short(marks));
            let help = "put an empty line before it; if a heading is meant, begin it with `## `";
            found.push(Diagnostic::new(Code::UnmeantHeading, span, message).help(help));
        }
    }
}

fn short(marks: &str) -> &str {
    marks.get(..3).unwrap_or(marks)
}
