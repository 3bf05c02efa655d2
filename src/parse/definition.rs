//! Lines that Markdown reads as the address of a link, `[label]: address`, and that nothing uses: they vanish.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::raw::COMMENT;
use crate::markdown::{Definition, Event, LinkType, Node, Tag, blocks, definitions, label_key};
use crate::source::{SourceId, Span};

/// Reports such lines of a body. `text` is that of the whole file, and the body begins at byte `start`.
pub(super) fn check(source: SourceId, text: &str, start: usize, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    let defined = definitions(text.get(start..).unwrap_or_default(), start);
    if defined.is_empty() {
        return;
    }
    let used: Vec<String> = nodes.iter().filter_map(label).map(label_key).collect();
    let span = |range: std::ops::Range<usize>| {
        let written = text.get(range.clone()).unwrap_or_default();
        let before = written.len() - written.trim_start().len();
        Span::new(source, range.start + before..range.start + written.trim_end().len())
    };
    let is_lost = |one: &&Definition| {
        !used.contains(&label_key(&one.label)) && !is_comment(one) && !is_almost_used(text, start, one)
    };
    for one in defined.iter().filter(is_lost) {
        let message = "this line is read as the address of links, and no link has it, so it is not shown";
        found.push(Diagnostic::new(Code::UnusedDefinition, span(one.range.clone()), message).help(help(one)));
    }
    for range in repeated(text, start, nodes, &defined) {
        let message = "this label has an address already, so this line is not read";
        let first = defined.iter().find(|one| text.get(range.clone()).is_some_and(|line| begins_with(line, one)));
        let again = Diagnostic::new(Code::UnusedDefinition, span(range), message).help("remove one of the two");
        found.push(match first {
            Some(first) => again.related(span(first.range.clone()), "the first"),
            None => again,
        });
    }
}

/// The label of a link that looks its address up.
fn label<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.event {
        Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
            if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
        {
            Some(id)
        }
        _ => None,
    }
}

/// `[//]: # (remark)`, the way to leave remarks in Markdown.
fn is_comment(one: &Definition) -> bool {
    one.dest.is_empty() || one.dest == "#" || one.label == "//" || one.label.eq_ignore_ascii_case("comment")
}

/// Whether a link was meant to have this label and has marks around it, `[*label*][]`; that link is reported.
fn is_almost_used(text: &str, start: usize, one: &Definition) -> bool {
    let body = text.get(start..).unwrap_or_default();
    let is_mark = |c: char| matches!(c, '*' | '_' | '`' | '~' | ' ');
    body.match_indices(one.label.as_str()).any(|(at, label)| {
        let before = body.get(..at).unwrap_or_default().trim_end_matches(is_mark);
        let after = body.get(at + label.len()..).unwrap_or_default().trim_start_matches(is_mark);
        !one.range.contains(&(start + at)) && before.ends_with('[') && after.starts_with(']')
    })
}

fn help(one: &Definition) -> String {
    let is_address = one.dest.contains(['/', '#', '.']) || one.dest.contains("mailto:");
    if let Some(dest) = one.dest.strip_prefix('(').and_then(|dest| dest.strip_suffix(')')) {
        return format!("write `[{}]({dest})` for a link", one.label);
    }
    if is_address {
        format!("write `[text][{}]` where the link belongs, or remove this line", one.label)
    } else {
        format!("write `\\[{}]: …` if readers should see it", one.label)
    }
}

/// The lines that give an address to a label that has one.
fn repeated(text: &str, start: usize, nodes: &[Node<'_>], defined: &[Definition]) -> Vec<std::ops::Range<usize>> {
    let blocks = blocks(nodes);
    let is_read = |at: usize| {
        let block =
            |block: &std::ops::Range<usize>| nodes.get(block.start).is_some_and(|node| node.range().contains(&at));
        blocks.iter().any(block) || defined.iter().any(|one| one.range.contains(&at))
    };
    let mut found = Vec::new();
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let begin = at + indent;
        if indent <= 3 && defined.iter().any(|one| begins_with(line, one)) && !is_read(begin) {
            let before = text.get(..begin).unwrap_or_default();
            let in_comment = before.rfind(COMMENT) > before.rfind("-->");
            if !in_comment {
                found.push(begin..at + line.trim_end().len());
            }
        }
        at += line.len();
    }
    found
}

fn begins_with(line: &str, one: &Definition) -> bool {
    let inner = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
    inner.is_some_and(|(label, _)| label_key(label) == label_key(&one.label))
}
