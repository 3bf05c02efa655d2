//! The guide as plain data: topics, questions, pages. No behaviour beyond reading it.
//!
//! Text is borrowed from [`Sources`](crate::source::Sources), so the model costs little more than its events. Everything
//! that an author wrote carries its place.

mod kind;
mod number;

use std::fmt;
use std::sync::Arc;

use crate::markdown::html::Footnotes;
use crate::markdown::{Heading, Node, Term};
use crate::source::{SourceId, Span, Spanned};

pub use self::kind::{Choice, Choices, Kind, Numeric, Tolerance};
pub use self::number::Number;

/// The folder of plain pages, below the content folder.
pub const PAGES: &str = "pages";

/// A whole guide.
#[derive(Debug, Default)]
pub struct Guide<'s> {
    /// `content/_index.md`.
    pub home: Option<Prose<'s>>,
    /// Every topic in reading order, parents before their children.
    pub topics: Vec<Topic<'s>>,
    /// The plain pages, in the order of the menu.
    pub pages: Vec<Page<'s>>,
}

impl<'s> Guide<'s> {
    /// Every question with its topic, in reading order.
    pub fn questions(&self) -> impl Iterator<Item = (&Topic<'s>, &Question<'s>)> {
        self.topics.iter().flat_map(|topic| topic.questions.iter().map(move |question| (topic, question)))
    }

    /// Every text that is not a question's: the home page's, the topics' and the plain pages'.
    pub fn prose(&self) -> impl Iterator<Item = &Prose<'s>> {
        let topics = self.topics.iter().filter_map(|topic| topic.intro.as_ref());
        self.home.iter().chain(topics).chain(self.pages.iter().map(|page| &page.prose))
    }

    /// Every run of events in the guide, with the file it is from.
    pub fn fragments(&self) -> impl Iterator<Item = (SourceId, &[Node<'s>])> {
        let questions =
            self.questions().flat_map(|(_, question)| question.fragments().map(move |nodes| (question.source, nodes)));
        let prose = self.prose().flat_map(|prose| prose.fragments().map(move |nodes| (prose.source, nodes)));
        prose.chain(questions)
    }
}

impl Guide<'_> {
    /// Gives every question the author's own keys that a question of another guide has.
    pub fn lend_extra(&mut self, other: &Guide<'_>) {
        let mut all = serde_yaml::Mapping::new();
        for (key, value) in other.questions().flat_map(|(_, question)| &question.extra) {
            all.entry(key.clone()).or_insert_with(|| value.clone());
        }
        for question in self.topics.iter_mut().flat_map(|topic| &mut topic.questions) {
            question.extra = all.clone();
        }
    }
}

/// A question's title, or a topic's.
#[derive(Debug, Clone, Default)]
pub struct Title {
    /// The inline Markdown. Its offsets are into the title, not into the file.
    pub nodes: Vec<Node<'static>>,
    /// The text without markup.
    pub text: String,
    /// Where it is written; `None` if it is made of a folder's name.
    pub span: Option<Span>,
}

/// Running text with headings and footnotes: an introduction or a page.
#[derive(Debug)]
pub struct Prose<'s> {
    /// The file.
    pub source: SourceId,
    /// The text, footnote definitions left out.
    pub nodes: Vec<Node<'s>>,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its terms; only a plain page has some.
    pub terms: Vec<Term>,
    /// Its footnotes.
    pub footnotes: Footnotes<'s>,
}

impl<'s> Prose<'s> {
    /// Every run of events in it.
    pub fn fragments(&self) -> impl Iterator<Item = &[Node<'s>]> {
        let notes = self.footnotes.list.iter().map(|note| note.nodes.as_slice());
        std::iter::once(self.nodes.as_slice()).chain(notes)
    }
}

/// A folder of questions.
#[derive(Debug)]
pub struct Topic<'s> {
    /// The folder's path from the content folder, such as `rag` or `rag/retrieval`.
    pub path: String,
    /// How many folders it lies in: 0 at the top.
    pub depth: usize,
    /// The title.
    pub title: Title,
    /// Its place among its siblings.
    pub order: Option<i64>,
    /// One sentence; may be empty.
    pub description: String,
    /// A short text or emoji; may be empty.
    pub icon: String,
    /// The body of `_index.md`; `None` if the file is missing.
    pub intro: Option<Prose<'s>>,
    /// Where to point at it: its `_index.md`, or the first file in it.
    pub span: Span,
    /// Its questions, in order.
    pub questions: Vec<Question<'s>>,
}

/// A plain page.
#[derive(Debug)]
pub struct Page<'s> {
    /// The path from the pages folder without the ending, such as `about`.
    pub path: String,
    /// The title.
    pub title: Title,
    /// Its place in the menu.
    pub order: Option<i64>,
    /// One sentence; may be empty.
    pub description: String,
    /// Whether its links to questions open their answers.
    pub opens_answers: bool,
    /// The text.
    pub prose: Prose<'s>,
}

/// The stable name of a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub Arc<str>);

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One question file.
#[derive(Debug)]
pub struct Question<'s> {
    /// The file.
    pub source: SourceId,
    /// Its id.
    pub id: Spanned<QuestionId>,
    /// Earlier ids.
    pub aliases: Vec<Spanned<QuestionId>>,
    /// The question.
    pub title: Title,
    /// What kind it is, with what only that kind has.
    pub kind: Kind<'s>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Its tags.
    pub tags: Vec<Spanned<String>>,
    /// More words by which a search finds it; not shown.
    pub keywords: Vec<String>,
    /// Its place in the topic.
    pub order: Option<i64>,
    /// Sources.
    pub references: Vec<Reference>,
    /// When the question was first published.
    pub added: Option<Date>,
    /// When its answer last changed in substance.
    pub updated: Option<Date>,
    /// When a person last checked the answer.
    pub verified: Option<Date>,
    /// The author's own keys.
    pub extra: serde_yaml::Mapping,
    /// What stands before the answer, options left out.
    pub prompt: Vec<Node<'s>>,
    /// The sections, in the written order.
    pub sections: Vec<Section<'s>>,
    /// The headings of the whole file.
    pub headings: Vec<Heading>,
    /// The footnotes of the whole file.
    pub footnotes: Footnotes<'s>,
}

impl<'s> Question<'s> {
    /// The section of this kind, if the question has one.
    #[must_use]
    pub fn section(&self, kind: SectionKind) -> Option<&Section<'s>> {
        self.sections.iter().find(|section| section.kind == kind)
    }

    /// When it was new or last changed, as far as its author says.
    #[must_use]
    pub fn changed(&self) -> Option<Date> {
        self.updated.or(self.added).or(self.verified)
    }

    /// Every run of events in it.
    pub fn fragments(&self) -> impl Iterator<Item = &[Node<'s>]> {
        let options =
            self.kind.options().iter().flat_map(|option| [option.nodes.as_slice(), option.feedback.as_slice()]);
        let sections = self.sections.iter().map(|section| section.nodes.as_slice());
        let notes = self.footnotes.list.iter().map(|note| note.nodes.as_slice());
        std::iter::once(self.prompt.as_slice()).chain(options).chain(sections).chain(notes)
    }
}

/// How hard a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difficulty {
    /// For a first interview.
    Beginner,
    /// For somebody with practice.
    Intermediate,
    /// For a specialist.
    Advanced,
}

impl Difficulty {
    /// Every difficulty with its name, from easy to hard.
    pub const ALL: &'static [(Self, &'static str)] =
        &[(Self::Beginner, "beginner"), (Self::Intermediate, "intermediate"), (Self::Advanced, "advanced")];

    /// The name as written in front matter.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(difficulty, _)| *difficulty == self).map_or("", |(_, name)| name)
    }
}

/// A source of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its title, as plain text.
    pub title: String,
    /// Its address: `http` or `https`.
    pub url: String,
}

/// A day in the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year, 0 to 9999.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day, from 1.
    pub day: u8,
}

impl Date {
    /// The date written as `YYYY-MM-DD`, if there is such a day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
        };
        let (year, month, day) = (number(4)?, u8::try_from(number(2)?).ok()?, u8::try_from(number(2)?).ok()?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (parts.next().is_none() && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }
}

impl Date {
    /// The day that it is in UTC, this many seconds after 1970 began.
    #[must_use]
    pub fn of_time(seconds: u64) -> Self {
        let mut days = seconds / 86_400;
        let mut year = 1970_u16;
        let is_leap = |year: u16| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        while year < 9999 && days >= 365 + u64::from(is_leap(year)) {
            days -= 365 + u64::from(is_leap(year));
            year += 1;
        }
        let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut month = 1_u8;
        for length in lengths {
            if days < length || month == 12 {
                break;
            }
            days -= length;
            month += 1;
        }
        Self { year, month, day: u8::try_from(days + 1).unwrap_or(31) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The sections that a question may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// The answer in full.
    Answer,
    /// The thirty-second answer.
    InShort,
    /// A nudge.
    Hint,
    /// Why the right option is right.
    Explanation,
    /// What an interviewer asks next.
    FollowUps,
}

impl SectionKind {
    /// Every section, its heading and its anchor.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Answer, "Answer", "answer"),
        (Self::InShort, "In short", "in-short"),
        (Self::Hint, "Hint", "hint"),
        (Self::Explanation, "Explanation", "explanation"),
        (Self::FollowUps, "Follow-ups", "follow-ups"),
    ];
}

/// One section of a question.
#[derive(Debug)]
pub struct Section<'s> {
    /// Which one.
    pub kind: SectionKind,
    /// Its heading; the start of the body where the whole body is the answer.
    pub heading: Span,
    /// Its text.
    pub nodes: Vec<Node<'s>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        assert_eq!(Date::parse("2024-02-29").map(|date| date.to_string()).as_deref(), Some("2024-02-29"));
        for wrong in ["2023-02-29", "2024-13-01", "2024-1-01", "01-01-2024", "2024-01-01-", "2024-04-31", "soon"] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }
}
