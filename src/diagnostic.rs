//! What is wrong with the author's files, and how it is said.
//!
//! A [`Diagnostic`] is a value: the code, the place, the words. Whoever finds a mistake pushes one and goes on, so that
//! one run reports everything. [`Format`] turns a sorted list into text for people, JSON for tools or annotations for
//! GitHub's diff view. Nothing is printed here.

pub mod character;
mod code;
pub mod damage;
mod format;

pub use self::code::Code;
pub use self::format::{Format, Style, render};

use serde::{Deserialize, Serialize};

use crate::source::{Span, Spanned};

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built, but somebody should look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One mistake at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which kind of mistake.
    pub code: Code,
    /// What is wrong, lower-case and without a full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What stands beside the underlined text; may be empty.
    pub label: String,
    /// A second place that explains the first.
    pub related: Option<Spanned<String>>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without label, second place and help.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span, label: String::new(), related: None, help: None }
    }

    /// Sets what stands beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the second place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some(Spanned { value: label.into(), span });
        self
    }

    /// Error or warning: a matter of the code, so that the same mistake weighs the same everywhere.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// How many mistakes of one file are reported. No author makes more; a file of junk may have a hundred thousand.
const MAX_PER_FILE: usize = 1000;

/// Sorts by file and place, and by code where two stand at one place. Repeats are dropped, and of more than 1,000 mistakes
/// in one file the later ones are only counted.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    // Where a place ends comes last, because it depends on how lines end.
    let key = |found: &Diagnostic| (found.span.source, found.span.start, found.code.name(), found.span.end);
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
    diagnostics.dedup();
    let mut all = std::mem::take(diagnostics).into_iter().peekable();
    while let Some(source) = all.peek().map(|found| found.span.source) {
        let (mut kept, mut has_error, mut more) = (0, false, 0);
        let mut last = Span::start_of(source);
        while let Some(found) = all.next_if(|found| found.span.source == source) {
            let error = found.severity() == Severity::Error;
            // The first error stays, however late it comes: it is what stops the build.
            if kept < MAX_PER_FILE || (error && !has_error) {
                kept += 1;
                has_error |= error;
                last = found.span;
                diagnostics.push(found);
            } else {
                more += 1;
            }
        }
        if more > 0 {
            let mistakes = if more == 1 { "mistake of this file is" } else { "mistakes of this file are" };
            let message = format!("{more} more {mistakes} not shown");
            diagnostics.push(Diagnostic::new(Code::TooManyMistakes, last, message).help("fix these first"));
        }
    }
}

/// How many errors and how many warnings there are.
#[must_use]
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|found| found.severity() == Severity::Error).count();
    (errors, diagnostics.len() - errors)
}

/// The known name that was probably meant: the nearest by spelling, if it is near at all.
pub fn nearest<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count().max(written.chars().count()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_key() {
        assert_eq!(nearest("dificulty", ["difficulty", "draft"]), Some("difficulty"));
        assert_eq!(nearest("Title", ["title", "tags"]), Some("title"));
    }

    #[test]
    fn a_file_of_junk_is_cut_short_but_stays_an_error() {
        let at = |start| Span { source: crate::source::SourceId(0), start, end: start };
        let mut found: Vec<Diagnostic> =
            (0..2000).map(|start| Diagnostic::new(Code::MissingAltText, at(start), "x")).collect();
        found.push(Diagnostic::new(Code::BrokenLink, at(5000), "x"));
        sort(&mut found);
        assert_eq!(count(&found), (1, MAX_PER_FILE + 1));
        assert_eq!(
            found.last().map(|last| last.message.as_str()),
            Some("1000 more mistakes of this file are not shown")
        );
    }

    #[test]
    fn something_else_finds_nothing() {
        assert_eq!(nearest("weight", ["difficulty", "draft"]), None);
    }
}
