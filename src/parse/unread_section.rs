//! Lines that were meant to begin a section and begin none: `### Answer`, `**Answer**`, `Answer:`.

mod label;

use super::{kind as kinds, sections::meant};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CodeBlockKind, Event, HeadingLevel, Node, Tag, blocks, plain_text};
use crate::model::SectionKind;
use crate::source::{SourceId, Span};

/// Reports such lines among the blocks of a question of the kind called `kind`.
pub(super) fn check(source: SourceId, nodes: &[Node<'_>], kind: &str, found: &mut Vec<Diagnostic>) {
    let has_prompt = kinds::has_prompt(kind);
    let blocks = blocks(nodes);
    let mut present: Vec<SectionKind> = Vec::new();
    for nodes in blocks.iter().filter_map(|block| nodes.get(block.clone())) {
        if let Some(Event::Start(Tag::Heading { level: HeadingLevel::H2, .. })) = nodes.first().map(|node| &node.event)
        {
            present.extend(meant(&plain_text(nodes), true));
        }
    }
    let has_sections =
        nodes.iter().any(|node| matches!(node.event, Event::Start(Tag::Heading { level: HeadingLevel::H2, .. })));
    let (mut in_prompt, mut is_dialogue) = (true, false);
    for (index, nodes) in blocks.iter().filter_map(|block| nodes.get(block.clone())).enumerate() {
        let Some(node) = nodes.first() else { continue };
        // What stands first has no prompt above it that would be hidden.
        let hides = in_prompt && index > 0 && kind != "mcq";
        let section = match &node.event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                in_prompt = false;
                continue;
            }
            Event::Start(Tag::Heading { level, .. }) if *level > HeadingLevel::H2 => heading(&plain_text(nodes)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if in_prompt => indented(&plain_text(nodes)),
            // A hint is shown with the prompt then, and a short answer with the long one.
            Event::Start(Tag::Paragraph) => label::paragraph(nodes, is_dialogue).filter(|section| match section {
                SectionKind::Answer => hides,
                SectionKind::Hint => label::is_marked(nodes) && (!in_prompt || has_sections || has_prompt),
                SectionKind::InShort => label::is_marked(nodes) && (!in_prompt || !has_sections) && index > 0,
                _ => false,
            }),
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) if hides => {
                label::inside(nodes).filter(|section| *section == SectionKind::Answer)
            }
            _ => continue,
        };
        is_dialogue |= label::is_question(nodes);
        let Some(section) = section.filter(|section| !present.contains(section)) else { continue };
        if section == SectionKind::Explanation && !has_prompt {
            continue;
        }
        let name = SectionKind::ALL.iter().find(|(known, ..)| *known == section).map_or("", |(_, name, _)| name);
        let message = format!("this line does not begin the section `{name}`; it is text like what is around it");
        let help = match section {
            SectionKind::Answer if kind == "mcq" => {
                "mark the right options with `- [x]`, and write why below a line `## Explanation`".to_owned()
            }
            _ if matches!(node.event, Event::Start(Tag::CodeBlock(_))) => {
                format!("write `## {name}` without spaces before it: indented by 4, a line is code")
            }
            _ if matches!(node.event, Event::Start(Tag::Heading { .. })) => format!("write `## {name}`"),
            _ => format!("write `## {name}` on a line of its own, and the text below it"),
        };
        found.push(Diagnostic::new(Code::UnreadSection, Span::new(source, node.range()), message).help(help));
        present.push(section);
    }
}

/// The section that a heading means which is indented so far that it is code.
fn indented(code: &str) -> Option<SectionKind> {
    let name = code.trim_start_matches('#');
    let marks = code.len() - name.len();
    if (1..=6).contains(&marks) { meant(name, false) } else { None }
}

fn heading(text: &str) -> Option<SectionKind> {
    // `#### Answer: D`, too.
    let name = text.split([':', '：']).next().unwrap_or_default();
    meant(name, false)
}
