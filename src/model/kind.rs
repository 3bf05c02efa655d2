//! The kinds of question, and what only one kind has.

use super::Number;
use crate::markdown::Node;
use crate::source::Span;

/// The kinds of question.
#[derive(Debug)]
pub enum Kind<'s> {
    /// Answered at length.
    Descriptive,
    /// Answered in a few words.
    Short {
        /// Typed answers that count as right.
        accept: Vec<String>,
    },
    /// Answered by a number.
    Numeric(Numeric),
    /// Answered by choosing.
    Mcq(Choices<'s>),
}

impl<'s> Kind<'s> {
    /// The names that `kind:` takes.
    pub const NAMES: [&'static str; 4] = ["descriptive", "short", "numeric", "mcq"];

    /// The name as written in front matter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Descriptive => "descriptive",
            Self::Short { .. } => "short",
            Self::Numeric(_) => "numeric",
            Self::Mcq(_) => "mcq",
        }
    }

    /// Whether a machine can tell right from wrong.
    #[must_use]
    pub fn is_checkable(&self) -> bool {
        match self {
            Self::Descriptive => false,
            Self::Short { accept } => !accept.is_empty(),
            Self::Numeric(_) | Self::Mcq(_) => true,
        }
    }

    /// The options to choose from, if there are any.
    #[must_use]
    pub fn options(&self) -> &[Choice<'s>] {
        match self {
            Self::Descriptive | Self::Short { .. } | Self::Numeric(_) => &[],
            Self::Mcq(choices) => &choices.options,
        }
    }

    /// The answers that stand in front matter, for who searches.
    #[must_use]
    pub fn typed(&self) -> Vec<String> {
        match self {
            Self::Descriptive | Self::Mcq(_) => Vec::new(),
            Self::Short { accept } => accept.clone(),
            Self::Numeric(numeric) => vec![numeric.with_unit(&numeric.answer.plain())],
        }
    }
}

/// The answer of a question that asks for a number.
#[derive(Debug)]
pub struct Numeric {
    /// The right number.
    pub answer: Number,
    /// How far from it a right answer may be.
    pub tolerance: Option<Tolerance>,
    /// What it is measured in, as plain text; may be empty.
    pub unit: String,
}

impl Numeric {
    /// A number of this question, written as `number`, with its unit.
    #[must_use]
    pub fn with_unit(&self, number: &str) -> String {
        // Degrees, minutes and seconds of an angle stand at their number.
        match self.unit.as_str() {
            "" => number.to_owned(),
            unit @ ("°" | "′" | "″") => format!("{number}{unit}"),
            unit => format!("{number}\u{a0}{unit}"),
        }
    }
}

/// How far from the right number an answer may be to count.
#[derive(Debug)]
pub enum Tolerance {
    /// So far.
    Absolute(Number),
    /// This percentage of the right number.
    Percent(Number),
}

impl Tolerance {
    /// As it is written in front matter, in the simplest form.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Absolute(number) => number.plain(),
            Self::Percent(number) => format!("{}%", number.plain()),
        }
    }
}

/// The options of a multiple-choice question.
#[derive(Debug)]
pub struct Choices<'s> {
    /// The options, in the written order.
    pub options: Vec<Choice<'s>>,
    /// Whether they may be shown in another order.
    pub shuffle: bool,
}

impl Choices<'_> {
    /// Whether several options are right, so that the reader chooses any number of them.
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        self.options.iter().filter(|option| option.correct).count() > 1
    }
}

/// One option.
#[derive(Debug)]
pub struct Choice<'s> {
    /// Its identity: 12 hexadecimal digits of the hash (BLAKE3) of its text without markup and with white space folded, or
    /// of the addresses of its images where it has no text.
    pub key: String,
    /// Its text without markup.
    pub text: String,
    /// Its text.
    pub nodes: Vec<Node<'s>>,
    /// What to tell who chose it.
    pub feedback: Vec<Node<'s>>,
    /// Whether it is right.
    pub correct: bool,
    /// Where it is written, its first line.
    pub span: Span,
}
