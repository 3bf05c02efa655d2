//! Code blocks that begin with a fence also end with one.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{CodeBlockKind, Event, Node, Tag, fence, is_closed};
use crate::source::{SourceId, Span};

/// A fenced block that is never closed.
struct Open<'t> {
    start: usize,
    block: &'t str,
}

impl<'t> Open<'t> {
    fn line(&self) -> &'t str {
        self.block.lines().next().unwrap_or_default().trim_end()
    }

    /// Whether nothing follows the fence, so that it may be meant to close a block.
    fn is_bare(&self) -> bool {
        fence(self.line()).len() == self.line().len()
    }

    fn span(&self, source: SourceId) -> Span {
        Span::new(source, self.start..self.start + self.line().len())
    }
}

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (source, nodes) in facts.guide.fragments() {
        let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
        let open: Vec<Open<'_>> = nodes.iter().filter_map(|node| open(text, node)).collect();
        let mut rest = open.iter();
        while let Some(one) = rest.next() {
            // The second of two is the end of the first, in a place where it can't be one.
            let next = rest.clone().next().filter(|next| next.is_bare() && fence(next.line()) == fence(one.line()));
            if let Some(next) = next {
                rest.next();
                found.push(apart(source, text, one, next));
            } else {
                found.push(alone(source, text, one));
            }
        }
    }
}

fn open<'t>(text: &'t str, node: &Node<'_>) -> Option<Open<'t>> {
    let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = &node.event else { return None };
    let block = text.get(node.range()).unwrap_or_default();
    (!is_closed(block)).then_some(Open { start: node.start as usize, block })
}

fn before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// A fence that was meant to close the block above it, and stands outside the quotation or the list that the block is in.
fn apart(source: SourceId, text: &str, first: &Open<'_>, end: &Open<'_>) -> Diagnostic {
    let message = "this fence does not close the code block above it, but begins another";
    let (lead, own) = (before(text, first.start), before(text, end.start));
    let help = if lead.contains('>') {
        "write `> ` before each line of the code, and before this one".to_owned()
    } else {
        format!("indent it by {}, as far as the code block", lead.chars().count().max(own.chars().count()))
    };
    Diagnostic::new(Code::UnclosedCode, end.span(source), message)
        .related(first.span(source), "it begins here")
        .help(help)
}

fn alone(source: SourceId, text: &str, open: &Open<'_>) -> Diagnostic {
    let mark = fence(open.line());
    // `` ``` end``: a closing fence with text.
    let mut at = open.start + open.block.split('\n').next().map_or(0, str::len) + 1;
    for line in open.block.split('\n').skip(1) {
        let start = at + line.len() - line.trim_start().len();
        at += line.len() + 1;
        let line = line.trim();
        if line.starts_with(mark) && fence(line).len() < line.len() {
            let span = Span::new(source, start..start + line.len());
            let name = line.trim_start_matches(['`', '~']).trim();
            let help = if crate::highlight::is_known(name) {
                format!("write {mark} on a line of its own above it, to close the block before")
            } else {
                format!("write {mark} alone; nothing may follow the marks that close a block")
            };
            let message = "this fence does not close the code block, because text follows it";
            return Diagnostic::new(Code::UnclosedCode, span, message)
                .related(open.span(source), "it begins here")
                .help(help);
        }
    }
    if open.is_bare()
        && let Some((start, line)) = fence_in_text(text, open.start, mark)
    {
        let offset = line.find(mark).unwrap_or_default();
        let span = Span::new(source, start + offset..start + line.len());
        let message = "this code block does not begin, because text stands before its fence";
        let help = format!("put {} on a line of its own", line.get(offset..).unwrap_or_default());
        return Diagnostic::new(Code::UnclosedCode, span, message).help(help);
    }
    let message = "this code block is never closed, so all that follows is code";
    let help = format!("write {mark} on a line of its own below the code, as far indented as here");
    Diagnostic::new(Code::UnclosedCode, open.span(source), message).help(help)
}

/// The last line before `end` that holds a fence behind other text, with its place; none if a line with a fence of its own
/// comes between.
fn fence_in_text<'t>(text: &'t str, end: usize, mark: &str) -> Option<(usize, &'t str)> {
    let above = text.get(..end)?;
    let mut at = above.rfind('\n')?;
    for line in above.get(..at)?.rsplit('\n') {
        let start = at - line.len();
        at = start.saturating_sub(1);
        let line = line.trim_end();
        if line.trim_start_matches([' ', '\t', '>']).starts_with(mark) || line.starts_with("## ") {
            return None;
        }
        if let Some((_, rest)) = line.split_once(mark) {
            return (!rest.contains('`')).then_some((start, line));
        }
    }
    None
}
