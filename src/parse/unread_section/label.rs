//! The names of sections that a paragraph may begin with: `**Answer:**`, `Answer:`, `=== Answer ===`.

use crate::markdown::{Event, Node, Tag};
use crate::model::SectionKind;
use crate::parse::sections::meant;

/// The section that a paragraph means to begin. With `is_dialogue`, `Q:` stands before, and `A:` means the answer.
pub(super) fn paragraph(nodes: &[Node<'_>], is_dialogue: bool) -> Option<SectionKind> {
    let first = nodes.get(1)?;
    match &first.event {
        Event::Start(Tag::Strong | Tag::Emphasis) => {
            let Some(Event::Text(text)) = nodes.get(2).map(|node| &node.event) else { return None };
            marked(text, nodes.get(4).map(|node| &node.event), is_dialogue)
        }
        Event::Code(text) => marked(text, nodes.get(2).map(|node| &node.event), is_dialogue),
        Event::Text(text) => plain(text, nodes, is_dialogue),
        _ => None,
    }
}

/// Whether the name stands in bold, slanted or as code.
pub(super) fn is_marked(nodes: &[Node<'_>]) -> bool {
    matches!(nodes.get(1).map(|node| &node.event), Some(Event::Start(Tag::Strong | Tag::Emphasis) | Event::Code(_)))
}

/// Whether a paragraph begins with `Q:`.
pub(super) fn is_question(nodes: &[Node<'_>]) -> bool {
    nodes.iter().take(3).any(|node| {
        matches!(&node.event, Event::Text(text)
            if ["Q:", "Q.", "Question:", "Frage:"].iter().any(|start| text.starts_with(start)))
    })
}

/// The section that the first paragraph in a quotation or a list means.
pub(super) fn inside(nodes: &[Node<'_>]) -> Option<SectionKind> {
    let at = nodes.iter().position(|node| {
        !matches!(node.event, Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::Paragraph))
    })?;
    // A paragraph's nodes begin with its own start.
    paragraph(nodes.get(at.checked_sub(1)?..)?, false)
}

fn named(label: &str, is_dialogue: bool) -> Option<SectionKind> {
    let label = label.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches([':', '：', '.', ' ']);
    let is_short = label.eq_ignore_ascii_case("ans") || (is_dialogue && label == "A");
    if is_short { Some(SectionKind::Answer) } else { meant(label, false) }
}

/// A name between marks, with a colon or a dash, or alone on its line.
fn marked(text: &str, after: Option<&Event<'_>>, is_dialogue: bool) -> Option<SectionKind> {
    let ends = text.ends_with([':', '：', '.']);
    let goes_on = |after: &str| {
        let after = after.trim_start();
        after.starts_with([':', '：', '—', '–']) || after.starts_with("- ")
    };
    let follows = matches!(after, Some(Event::Text(after)) if goes_on(after));
    let alone = matches!(after, None | Some(Event::End(_) | Event::SoftBreak | Event::HardBreak));
    if ends || follows || alone { named(text, is_dialogue) } else { None }
}

fn plain(text: &str, nodes: &[Node<'_>], is_dialogue: bool) -> Option<SectionKind> {
    /// How long a label is at most, in bytes.
    const LONGEST: usize = 60;
    let line = text.trim();
    let is_framed = line.starts_with(['=', '#', '-', '~', '_', '*', '+']);
    if !is_framed && !line.bytes().take(LONGEST).any(|byte| matches!(byte, b':' | 0xEF)) {
        return None;
    }
    let alone = matches!(nodes.get(2).map(|node| &node.event), None | Some(Event::End(_) | Event::SoftBreak));
    // `=== Answer ===`, and `\## Answer`, whose backslash keeps it from being a heading.
    let framed = line.trim_matches(['=', '#', '-', '~', '_', '*', '+']);
    if is_framed && alone && framed.len() + 1 < line.len() && framed.starts_with(' ') {
        return meant(framed, false);
    }
    let (label, _) = line.split_once([':', '：']).filter(|(label, _)| label.len() <= LONGEST)?;
    named(label, is_dialogue).filter(|_| label.starts_with(|c: char| c.is_alphanumeric() || !c.is_ascii()))
}
