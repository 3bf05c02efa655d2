//! Lines that were meant to begin a section and begin none: `### Answer`, `**Answer**`, `Answer:`.

use super::sections::meant;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, HeadingLevel, Node, Tag, blocks, plain_text};
use crate::model::SectionKind;
use crate::source::{SourceId, Span};

/// Reports such lines among the blocks of a question of the kind called `kind`.
pub(super) fn check(source: SourceId, nodes: &[Node<'_>], kind: &str, found: &mut Vec<Diagnostic>) {
    let blocks = blocks(nodes);
    let mut present: Vec<SectionKind> = Vec::new();
    for nodes in blocks.iter().filter_map(|block| nodes.get(block.clone())) {
        if let Some(Event::Start(Tag::Heading { level: HeadingLevel::H2, .. })) = nodes.first().map(|node| &node.event)
        {
            present.extend(meant(&plain_text(nodes), true));
        }
    }
    let mut in_prompt = true;
    for (index, nodes) in blocks.iter().filter_map(|block| nodes.get(block.clone())).enumerate() {
        let Some(node) = nodes.first() else { continue };
        let section = match &node.event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                in_prompt = false;
                continue;
            }
            Event::Start(Tag::Heading { level, .. }) if *level > HeadingLevel::H2 => heading(&plain_text(nodes)),
            // What stands first has no prompt above it that would be hidden.
            Event::Start(Tag::Paragraph) if in_prompt && index > 0 && kind != "mcq" => paragraph(nodes),
            _ => continue,
        };
        let Some(section) = section.filter(|section| !present.contains(section)) else { continue };
        if section == SectionKind::Explanation && kind != "mcq" {
            continue;
        }
        let name = SectionKind::ALL.iter().find(|(known, ..)| *known == section).map_or("", |(_, name, _)| name);
        let message = format!("this line does not begin the section `{name}`; it is text like what is around it");
        let help = match section {
            SectionKind::Answer if kind == "mcq" => {
                "mark the right options with `- [x]`, and write why below a line `## Explanation`".to_owned()
            }
            _ if matches!(node.event, Event::Start(Tag::Heading { .. })) => format!("write `## {name}`"),
            _ => format!("write `## {name}` on a line of its own, and the text below it"),
        };
        found.push(Diagnostic::new(Code::UnreadSection, Span::new(source, node.range()), message).help(help));
        present.push(section);
    }
}

fn heading(text: &str) -> Option<SectionKind> {
    // `#### Answer: D`, too.
    let name = text.split([':', '：']).next().unwrap_or_default();
    meant(name, false)
}

/// The section that a paragraph means to begin: with its name in bold, or with its name and a colon.
fn paragraph(nodes: &[Node<'_>]) -> Option<SectionKind> {
    let label = match nodes.get(1..)? {
        [Node { event: Event::Start(Tag::Strong), .. }, Node { event: Event::Text(text), .. }, ..] => {
            let after = nodes.get(4).map(|node| &node.event);
            let ends = text.ends_with([':', '：']);
            let colon = matches!(after, Some(Event::Text(after)) if after.trim_start().starts_with([':', '：']));
            let alone = matches!(after, None | Some(Event::End(_) | Event::SoftBreak | Event::HardBreak));
            (ends || colon || alone).then(|| text.trim_end_matches([':', '：', ' ']).to_owned())?
        }
        [Node { event: Event::Text(text), .. }, ..] => {
            let (label, _) = text.split_once([':', '：'])?;
            label.to_owned()
        }
        _ => return None,
    };
    meant(&label, false).filter(|section| *section == SectionKind::Answer)
}
