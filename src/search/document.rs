//! What can be found: every question, and the entries of plain pages, such as those of a glossary.
//!
//! An entry is a heading with the text below it, or an item of a list that begins with a bold term. The text before the first
//! heading is the entry of the page itself. Introductions of topics are not searched: they say what their questions say.

use std::ops::Range;

use serde::Serialize;

use super::plain;
use crate::address::topic_page;
use crate::markdown::{Event, Node, Tag, Term, closing, plain_text};
use crate::model::{Difficulty, Guide, Kind, Page, Question, SectionKind, Topic};
use crate::source::SourceId;

/// Something that a search can find.
#[derive(Debug)]
pub enum Document<'g, 's> {
    /// A question of a topic.
    Question(&'g Topic<'s>, &'g Question<'s>),
    /// An entry of a plain page.
    Entry(&'g Page<'s>, Entry<'g, 's>),
}

/// A part of a plain page with a title.
#[derive(Debug)]
pub struct Entry<'g, 's> {
    /// Its title.
    pub title: String,
    /// What follows `#` in its address: the anchor of its heading or its term; empty for the page itself.
    pub fragment: String,
    /// Its text.
    pub nodes: &'g [Node<'s>],
}

impl Document<'_, '_> {
    /// The title of the topic or the page.
    #[must_use]
    pub fn home(&self) -> &str {
        match self {
            Self::Question(topic, _) => &topic.title.text,
            Self::Entry(page, _) => &page.title.text,
        }
    }

    /// Whether both belong to one topic or page.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Question(one, _), Self::Question(two, _)) => std::ptr::eq(*one, *two),
            (Self::Entry(one, _), Self::Entry(two, _)) => std::ptr::eq(*one, *two),
            _ => false,
        }
    }

    /// The path of its page in the site.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Question(topic, _) => topic_page(&topic.path),
            Self::Entry(page, _) => format!("{}.html", page.path),
        }
    }

    /// The name of its kind; `page` for an entry.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Question(_, question) => question.kind.name(),
            Self::Entry(..) => "page",
        }
    }

    /// Its difficulty; an entry has none.
    #[must_use]
    pub fn difficulty(&self) -> Option<Difficulty> {
        match self {
            Self::Question(_, question) => question.difficulty,
            Self::Entry(..) => None,
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Question(_, question) => &question.title.text,
            Self::Entry(_, entry) => &entry.title,
        }
    }

    /// Its file.
    #[must_use]
    pub fn source(&self) -> SourceId {
        match self {
            Self::Question(_, question) => question.source,
            Self::Entry(page, _) => page.prose.source,
        }
    }

    /// About how long its text is, in bytes.
    pub(super) fn size(&self) -> usize {
        let bytes = |nodes: &[Node<'_>]| match (nodes.first(), nodes.last()) {
            (Some(first), Some(last)) => last.range().end.saturating_sub(first.range().start),
            _ => 0,
        };
        match self {
            Self::Question(_, question) => question.fragments().map(bytes).sum(),
            Self::Entry(_, entry) => bytes(entry.nodes),
        }
    }

    /// What is shown of it among the results.
    pub(super) fn text(&self) -> Text {
        match self {
            Self::Question(_, question) => Text::of(question),
            Self::Entry(_, entry) => Text {
                id: entry.fragment.clone(),
                title: entry.title.clone(),
                tags: String::new(),
                text: plain(entry.nodes),
            },
        }
    }
}

/// What is shown of a question or an entry among the results.
#[derive(Debug, Serialize)]
pub struct Text {
    /// What follows `#` in its address: the question's id.
    pub id: String,
    /// The question.
    pub title: String,
    /// Its tags, with commas between them.
    pub tags: String,
    /// What excerpts are taken from. Of questions that can be checked it is the prompt and the options: an excerpt must not
    /// reveal the answer to readers who want to try first.
    pub text: String,
}

impl Text {
    fn of(question: &Question<'_>) -> Self {
        let mut parts = vec![plain(&question.prompt)];
        match &question.kind {
            Kind::Mcq(choices) => parts.extend(choices.options.iter().map(|option| option.text.clone())),
            kind if kind.is_checkable() => {}
            Kind::Short { .. } | Kind::Numeric(_) | Kind::Descriptive => {
                let shown =
                    [SectionKind::InShort, SectionKind::Answer, SectionKind::Explanation, SectionKind::FollowUps];
                parts.extend(
                    shown.iter().filter_map(|kind| question.section(*kind)).map(|section| plain(&section.nodes)),
                );
            }
        }
        parts.retain(|part| !part.is_empty());
        Self {
            id: question.id.value.to_string(),
            title: question.title.text.clone(),
            tags: question.tags.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>().join(", "),
            text: parts.join(" · "),
        }
    }
}

/// Everything that can be found, by topic, kind and difficulty, then the entries of the plain pages.
pub(super) fn documents<'g, 's>(guide: &'g Guide<'s>) -> Vec<Document<'g, 's>> {
    let mut documents = Vec::new();
    for topic in &guide.topics {
        let start = documents.len();
        documents.extend(topic.questions.iter().map(|question| Document::Question(topic, question)));
        if let Some(own) = documents.get_mut(start..) {
            own.sort_by_key(|document| (document.kind(), document.difficulty()));
        }
    }
    for page in &guide.pages {
        documents.extend(entries(page).into_iter().map(|entry| Document::Entry(page, entry)));
    }
    documents
}

/// The entries of a plain page, in its order.
fn entries<'g, 's>(page: &'g Page<'s>) -> Vec<Entry<'g, 's>> {
    let nodes = page.prose.nodes.as_slice();
    let starts: Vec<usize> = nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| page.prose.headings.iter().any(|heading| !heading.nested && heading.range == node.range()))
        .filter(|(_, node)| matches!(node.event, Event::Start(Tag::Heading { .. })))
        .map(|(at, _)| at)
        .collect();
    let mut entries = Vec::new();
    let first = starts.first().copied().unwrap_or(nodes.len());
    section(page, page.title.text.clone(), "", 0..first, &mut entries);
    for (place, start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(nodes.len());
        let range = nodes.get(*start).map(Node::range);
        let Some(heading) = page.prose.headings.iter().find(|heading| Some(&heading.range) == range.as_ref()) else {
            continue;
        };
        section(page, heading.text.clone(), &heading.slug, closing(nodes, *start) + 1..end, &mut entries);
    }
    entries
}

/// The entry of the section whose text is `range`, up to its first term, and those of its terms.
fn section<'g, 's>(
    page: &'g Page<'s>,
    title: String,
    anchor: &str,
    range: Range<usize>,
    entries: &mut Vec<Entry<'g, 's>>,
) {
    let nodes = page.prose.nodes.as_slice();
    let terms: Vec<&Term> = page.prose.terms.iter().filter(|term| range.contains(&term.item)).collect();
    let own = nodes.get(range.start..terms.first().map_or(range.end, |term| term.item)).unwrap_or_default();
    if !plain_text(own).is_empty() {
        entries.push(Entry { title, fragment: anchor.to_owned(), nodes: own });
    }
    entries.extend(terms.into_iter().map(|term| Entry {
        title: term.text.clone(),
        fragment: term.anchor.clone(),
        nodes: nodes.get(term.body.clone()).unwrap_or_default(),
    }));
}
