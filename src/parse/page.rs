//! Running text: plain pages, introductions, and the footnotes of any file.

use super::front_matter::{Keys, split};
use super::question::title;
use super::{Settings, nodes, raw_html, sections};
use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::html::{Footnote, Footnotes};
use crate::markdown::{CowStr, Event, Node, Tag, TagEnd, headings, label_key, terms};
use crate::model::{Page, Prose};
use crate::source::{Source, SourceId, Span};

const KEYS: &[&str] = &["title", "order", "description"];

const PAGE_KEYS: &[&str] = &["title", "order", "description", "open-answers"];

/// Reads a plain page.
pub(super) fn page<'s>(
    id: SourceId,
    source: &'s Source,
    path: &str,
    settings: Settings,
    found: &mut Vec<Diagnostic>,
) -> Option<Page<'s>> {
    let (mut keys, mut prose) = read(id, source, PAGE_KEYS, settings, found)?;
    prose.terms = terms(&prose.nodes);
    let page = Page {
        path: path.to_owned(),
        title: title(keys.title()),
        order: keys.integer("order"),
        description: keys.text("description").map(|text| text.value).unwrap_or_default(),
        opens_answers: keys.boolean("open-answers").unwrap_or(false),
        prose,
    };
    raw_html::title(&page.title, found);
    found.append(&mut keys.found);
    Some(page)
}

/// Reads the home page's introduction. Its title is the guide's, so the file need not have one.
pub(super) fn prose<'s>(
    id: SourceId,
    source: &'s Source,
    settings: Settings,
    found: &mut Vec<Diagnostic>,
) -> Option<Prose<'s>> {
    let (mut keys, prose) = read(id, source, KEYS, settings, found)?;
    keys.text("title");
    keys.integer("order");
    keys.text("description");
    found.append(&mut keys.found);
    Some(prose)
}

/// Reads front matter and body of a file that is no question.
pub(super) fn read<'s>(
    id: SourceId,
    source: &'s Source,
    known: &[&str],
    settings: Settings,
    found: &mut Vec<Diagnostic>,
) -> Option<(Keys<'s>, Prose<'s>)> {
    let split = split(id, &source.text).map_err(|diagnostic| found.push(*diagnostic)).ok()?;
    let keys = Keys::read(id, &source.text, split.yaml, known);
    let all = nodes(id, source, split.body, settings, found)?;
    let headings = headings(&all, &[]);
    sections::check_levels(id, &source.text, &headings, 2, found);
    let (nodes, footnotes) = take_footnotes(id, all, found);
    if settings.allow_html {
        raw_html::unclosed(id, &source.text, &nodes, found);
    }
    Some((keys, Prose { source: id, nodes, headings, terms: Vec::new(), footnotes }))
}

/// Takes the footnote definitions out of a file and numbers them by their first reference. One that nothing refers to is
/// reported, because it would be lost.
pub(super) fn take_footnotes<'s>(
    source: SourceId,
    all: Vec<Node<'s>>,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Node<'s>>, Footnotes<'s>) {
    if !all.iter().any(|node| matches!(node.event, Event::Start(Tag::FootnoteDefinition(_)))) {
        return (all, Footnotes::default());
    }
    let all = in_one_case(all);
    let mut rest = Vec::with_capacity(all.len());
    let mut defined: Vec<(Footnote<'s>, Span)> = Vec::new();
    let mut depth = 0_usize;
    for node in all {
        match &node.event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                depth += 1;
                let note = Footnote { label: label.clone(), nodes: Vec::new(), first_reference: u32::MAX };
                defined.push((note, Span::new(source, node.range())));
            }
            Event::End(TagEnd::FootnoteDefinition) => depth = depth.saturating_sub(1),
            _ if depth > 0 => {
                if let Some((note, _)) = defined.last_mut() {
                    note.nodes.push(node);
                }
            }
            _ => rest.push(node),
        }
    }
    let first = |nodes: &[Node<'_>], label: &str| {
        let is_reference =
            |node: &&Node<'_>| matches!(&node.event, Event::FootnoteReference(to) if to.as_ref() == label);
        nodes.iter().find(is_reference).map(|node| node.start)
    };
    // References in the text come first. Those inside footnotes count only where the text leads to that footnote.
    let mut reached: Vec<(u32, usize)> =
        defined.iter().enumerate().filter_map(|(index, (note, _))| Some((first(&rest, &note.label)?, index))).collect();
    reached.sort_unstable();
    let mut at = 0;
    while let Some((_, from)) = reached.get(at).copied() {
        at += 1;
        let mut next: Vec<(u32, usize)> = Vec::new();
        for (index, (note, _)) in defined.iter().enumerate() {
            let known = reached.iter().any(|(_, known)| *known == index);
            if let (false, Some((origin, _))) = (known, defined.get(from))
                && let Some(start) = first(&origin.nodes, &note.label)
            {
                next.push((start, index));
            }
        }
        next.sort_unstable();
        reached.extend(next);
    }
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (note, span) in &defined {
        let earlier = *seen.entry(label_key(&note.label)).or_insert(*span);
        if earlier != *span {
            let message = format!("the footnote `{}` is there twice", note.label);
            let help = "give one of them another name, or remove it";
            found.push(
                Diagnostic::new(Code::DuplicateFootnote, *span, message)
                    .label("the second")
                    .related(earlier, "the first")
                    .help(help),
            );
        }
    }
    for (index, (note, span)) in defined.iter().enumerate() {
        if !reached.iter().any(|(_, known)| *known == index) {
            let message = format!("nothing refers to the footnote `{}`", note.label);
            let help = format!("refer to it with `[^{}]`, or remove it", note.label);
            found.push(Diagnostic::new(Code::UnusedFootnote, *span, message).help(help));
        }
    }
    let list = reached
        .into_iter()
        .filter_map(|(start, index)| {
            let (note, _) = defined.get(index)?;
            Some(Footnote { first_reference: start, ..note.clone() })
        })
        .collect();
    (rest, Footnotes { list })
}

/// The marks of footnotes with the labels that the footnotes themselves have: upper and lower case mean the same.
fn in_one_case(mut nodes: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let has_upper = |label: &str| label.contains(char::is_uppercase);
    let is_needed = nodes.iter().any(|node| match &node.event {
        Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => has_upper(label),
        _ => false,
    });
    if !is_needed {
        return nodes;
    }
    let mut written: HashMap<String, CowStr<'_>> = HashMap::new();
    for node in &nodes {
        if let Event::Start(Tag::FootnoteDefinition(label)) = &node.event {
            written.entry(label_key(label)).or_insert_with(|| label.clone());
        }
    }
    for node in &mut nodes {
        if let Event::FootnoteReference(label) = &mut node.event
            && let Some(same) = written.get(&label_key(label))
        {
            *label = same.clone();
        }
    }
    nodes
}
