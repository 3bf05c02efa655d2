//! Comments that share a line with text.
//!
//! A comment that begins a line begins a block of HTML, and all that follows it on the line where it ends belongs to that
//! block: it would be shown with its marks. [`cuts`] finds such comments, and [`Rest`] is the text without them, in which
//! the parser reads what follows as the Markdown that it is, with a way back to the places in the file.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::raw::COMMENT;
use super::{Node, closing};

const END: &str = "-->";

/// The comments before text on their last line, with the spaces after them, as ranges of `text`.
pub(super) fn cuts(nodes: &[Node<'_>], text: &str, base: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        if !matches!(node.event, Event::Start(Tag::HtmlBlock)) {
            continue;
        }
        let end = nodes.get(closing(nodes, index)).map_or(node.end, |node| node.end) as usize - base;
        let Some(start) = written_start(text, node.start as usize - base, end) else { continue };
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let after = after_comments(text, start);
        let tail = text.get(after..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        if after > start && !tail.trim().is_empty() {
            found.push(start..after);
        }
    }
    found
}

/// Where a block begins if it begins with a comment that ends in it.
fn written_start(text: &str, start: usize, end: usize) -> Option<usize> {
    let block = text.get(start..end)?;
    let inner = block.trim_start_matches([' ', '\t']);
    let inside = inner.strip_prefix(COMMENT)?;
    inside.contains(END).then_some(start + block.len() - inner.len())
}

/// Where the comments end that follow each other from `at` on, and the spaces after them.
fn after_comments(text: &str, mut at: usize) -> usize {
    while let Some(rest) = text.get(at..).filter(|rest| rest.starts_with(COMMENT)) {
        let Some(end) = rest.get(COMMENT.len()..).and_then(|inside| inside.find(END)) else { break };
        at += COMMENT.len() + end + END.len();
        let after = text.get(at..).unwrap_or_default();
        at += after.len() - after.trim_start_matches([' ', '\t']).len();
    }
    at
}

/// A text without its cuts.
pub(super) struct Rest {
    /// What is left.
    pub text: String,
    /// The cuts, in the text before.
    cuts: Vec<Range<usize>>,
}

impl Rest {
    pub(super) fn new(text: &str, cuts: Vec<Range<usize>>) -> Self {
        let mut rest = String::with_capacity(text.len());
        let mut at = 0;
        for cut in &cuts {
            rest.push_str(text.get(at..cut.start).unwrap_or_default());
            at = cut.end;
        }
        rest.push_str(text.get(at..).unwrap_or_default());
        Self { text: rest, cuts }
    }

    /// `nodes` of the rest, moved to their places in the whole text, which begins at byte `base` of its file.
    pub(super) fn back<'s>(&self, nodes: Vec<Node<'_>>, base: usize) -> Vec<Node<'s>> {
        let place = |at: u32, is_end: bool| {
            let mut at = at as usize - base;
            for cut in &self.cuts {
                // What ends where a comment stood ends before it, and what begins there begins after it.
                if cut.start > at || (is_end && cut.start == at) {
                    break;
                }
                at += cut.len();
            }
            u32::try_from(base + at).unwrap_or(u32::MAX)
        };
        let moved = |node: Node<'_>| Node {
            start: place(node.start, false),
            end: place(node.end, node.end > node.start),
            event: node.event.into_static(),
        };
        nodes.into_iter().map(moved).collect()
    }
}
