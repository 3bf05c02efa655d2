//! A question's view, the same on every page that shows it.

use super::number;
use super::view::{ChoiceView, OptionView, QuestionView, ReferenceView};
use super::{Site, repository};
use crate::address::{question_prefix, relative, topic_page};
use crate::markdown::html::{Footnote, Footnotes, Setting, write, write_apart};
use crate::markdown::{Event, Node, Tag, closing, plain_text};
use crate::model::{Choice, Kind, Question, SectionKind, Topic};

/// Where a question is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'p> {
    /// The page's path.
    pub(super) page: &'p str,
    /// Whether the page holds the whole guide.
    pub(super) whole: bool,
    /// The level that a `###` of the question gets on the page.
    pub(super) top: u8,
    /// Whether the page shows the follow-ups.
    pub(super) follow_ups: bool,
}

/// The footnotes, each with its first reference outside the follow-ups: its text goes where a page without them shows it.
fn footnotes_without_follow_ups<'s>(question: &Question<'s>) -> Footnotes<'s> {
    let hidden = question.section(SectionKind::FollowUps).map(|section| section.nodes.as_slice());
    let is_hidden = |nodes: &[Node<'_>]| hidden.is_some_and(|hidden| std::ptr::eq(hidden.as_ptr(), nodes.as_ptr()));
    let shown: Vec<&[Node<'s>]> = question.fragments().filter(|nodes| !is_hidden(nodes)).collect();
    let first = |label: &str| {
        let marks = shown
            .iter()
            .copied()
            .flatten()
            .filter(|node| matches!(&node.event, Event::FootnoteReference(to) if to.as_ref() == label));
        // A mark in the text comes before one in another footnote, whatever their places in the file are.
        marks.map(|node| node.start).next()
    };
    let adjust =
        |note: &Footnote<'s>| Footnote { first_reference: first(&note.label).unwrap_or(u32::MAX), ..note.clone() };
    Footnotes { list: question.footnotes.list.iter().map(adjust).collect() }
}

/// The view of the question at position `number` of its topic.
pub(super) fn view(
    site: &Site<'_>,
    topic: &Topic<'_>,
    question: &Question<'_>,
    number: usize,
    spot: Spot<'_>,
) -> QuestionView {
    let id = &question.id.value;
    let prefix = question_prefix(id);
    let from = site.loaded.sources.content_path(question.source);
    let environment = site.environment(from, spot.page, spot.whole);
    let shown;
    let footnotes = if spot.follow_ups {
        &question.footnotes
    } else {
        shown = footnotes_without_follow_ups(question);
        &shown
    };
    let setting =
        Setting { prefix: &prefix, heading_shift: spot.top - 3, headings: &question.headings, terms: &[], footnotes };
    let set = |nodes: &[Node<'_>]| if nodes.is_empty() { String::new() } else { write(nodes, setting, &environment) };
    let apart = |nodes: &[Node<'_>]| write_apart(nodes, setting, &environment);
    let section = |kind| question.section(kind).map_or_else(String::new, |section| set(&section.nodes));
    let page = topic_page(&topic.path);
    let permalink =
        if spot.whole || page == spot.page { format!("#{id}") } else { format!("{}#{id}", relative(spot.page, &page)) };
    let (mut choice, mut accept, mut numeric) = (None, Vec::new(), None);
    match &question.kind {
        Kind::Mcq(choices) => {
            let options =
                choices.options.iter().enumerate().map(|(at, option)| option_view(at, option, &set, &apart)).collect();
            choice = Some(ChoiceView { multiple: choices.is_multiple(), shuffle: choices.shuffle, options });
        }
        Kind::Short { accept: answers } => accept.clone_from(answers),
        Kind::Numeric(answer) => numeric = Some(number::view(answer, &site.loaded.language)),
        Kind::Descriptive => {}
    }
    QuestionView {
        id: id.to_string(),
        aliases: question.aliases.iter().map(|alias| alias.value.to_string()).collect(),
        revision: site.revision(question).to_owned(),
        number,
        kind: question.kind.name(),
        difficulty: question.difficulty.map(crate::model::Difficulty::name),
        tags: question.tags.iter().map(|tag| tag.value.clone()).collect(),
        title_html: site.title_html(&question.title),
        title: question.title.text.clone(),
        prompt_html: set(&question.prompt),
        hint_html: section(SectionKind::Hint),
        in_short_html: section(SectionKind::InShort),
        answer_html: section(SectionKind::Answer),
        explanation_html: section(SectionKind::Explanation),
        follow_ups_html: section(SectionKind::FollowUps),
        choice,
        accept,
        numeric,
        checkable: question.kind.is_checkable(),
        references: question
            .references
            .iter()
            .map(|reference| ReferenceView { title: reference.title.clone(), url: reference.url.clone() })
            .collect(),
        updated: question.updated.map(|date| date.to_string()),
        verified: question.verified.map(|date| date.to_string()),
        report_url: repository::report_url(
            site,
            question.source,
            &format!("{} ({id})", question.title.text),
            &format!("{page}#{id}"),
        ),
        permalink,
        edit_url: site.edit_url(question.source),
        extra: question.extra.clone(),
    }
}

/// What stands before the answer, as plain text.
pub(super) fn prompt_text(question: &Question<'_>) -> String {
    plain_text(&question.prompt)
}

/// An option. Its first line goes into a label, which can hold no blocks; what follows stands beside it.
fn option_view(
    at: usize,
    option: &Choice<'_>,
    set: &dyn Fn(&[Node<'_>]) -> String,
    apart: &dyn Fn(&[Node<'_>]) -> (String, String),
) -> OptionView {
    let (line, blocks) = first_line(&option.nodes);
    let (html, notes) = apart(line);
    OptionView {
        key: option.key.clone(),
        letter: u8::try_from(at).map_or('?', |at| char::from(b'A'.saturating_add(at))).to_string(),
        spoken: spoken(line),
        html,
        blocks_html: set(blocks) + &notes,
        correct: option.correct,
        feedback_html: set(&option.feedback),
    }
}

/// The LaTeX of a line that is nothing but formulas: not every reader of screens makes words of `MathML`.
fn spoken(line: &[Node<'_>]) -> String {
    let says =
        |node: &Node<'_>| matches!(&node.event, Event::Text(text) | Event::Code(text) if !text.trim().is_empty());
    if line.iter().any(says) { String::new() } else { plain_text(line) }
}

/// The inline events that an option begins with, and the rest.
fn first_line<'n, 's>(nodes: &'n [Node<'s>]) -> (&'n [Node<'s>], &'n [Node<'s>]) {
    if let Some(Event::Start(Tag::Paragraph)) = nodes.first().map(|node| &node.event) {
        let end = closing(nodes, 0);
        return (nodes.get(1..end).unwrap_or_default(), nodes.get(end + 1..).unwrap_or_default());
    }
    let is_block = |node: &Node<'_>| {
        matches!(
            node.event,
            Event::Start(
                Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::CodeBlock(_)
                    | Tag::List(_)
                    | Tag::Table(_)
                    | Tag::HtmlBlock
            ) | Event::Rule
        )
    };
    nodes.split_at(nodes.iter().position(is_block).unwrap_or(nodes.len()))
}
