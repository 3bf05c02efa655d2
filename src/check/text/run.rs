//! The text of one paragraph, heading or cell, with the way back to the file.

use std::ops::Range;

use crate::markdown::{Event, LinkType, Node, Tag, TagEnd};
use crate::source::{SourceId, Span};

/// Stands for code, a formula, raw HTML, an image, or the edge of a link.
pub(super) const THING: char = '\u{fffc}';
/// Stands for a whole address, which is a link.
pub(super) const ADDRESS: char = '\u{fffb}';
/// A sign after a backslash is this number more, so that no rule takes it for a mark.
const ESCAPED: u32 = 0xE000;

/// The sign `mark` as it stands in a run when it has a backslash before it in the file.
pub(super) fn escaped(mark: char) -> char {
    char::from_u32(ESCAPED + mark as u32).unwrap_or(mark)
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A paragraph, or the text of a tight list item.
    Paragraph,
    /// The first text of a quotation without a kind.
    Quote,
    Heading,
    Cell,
    Title,
}

/// The text of one block.
#[derive(Debug)]
pub(super) struct Run<'r> {
    pub(super) source: SourceId,
    /// The text of the file; empty for a title.
    pub(super) file: &'r str,
    /// The text, lines ended by a line feed.
    pub(super) text: String,
    pub(super) place: Place,
    pieces: Vec<Piece>,
}

/// A stretch of the run that is a stretch of the file.
#[derive(Debug)]
struct Piece {
    at: usize,
    start: usize,
    length: usize,
}

impl Run<'_> {
    /// Where a part of the run stands in the file.
    pub(super) fn range(&self, part: Range<usize>) -> Range<usize> {
        let place = |at: usize, last: bool| {
            let after = self.pieces.partition_point(|piece| if last { piece.at < at } else { piece.at <= at });
            let piece = after.checked_sub(1).and_then(|index| self.pieces.get(index));
            let next = self.pieces.get(after).map_or(self.text.len(), |next| next.at);
            // A sign that stands for more ends where that ends.
            let offset = |piece: &Piece| if last && at >= next { piece.length } else { at - piece.at };
            piece.map_or(0, |piece| piece.start + offset(piece).min(piece.length))
        };
        let start = place(part.start, false);
        start..place(part.end, true).max(start)
    }

    /// Whether anything in the text can be a mark for a rule; plain sentences have none.
    pub(super) fn has_marks(&self) -> bool {
        // In ranges, which a compiler tests for many bytes at once; letters, digits and most of the signs of sentences have none.
        #[expect(clippy::needless_bitwise_bool, reason = "without branches, many bytes are tested at once")]
        let is_mark = |byte: u8| {
            (byte.wrapping_sub(b'[') < 6)
                | (byte.wrapping_sub(b'{') < 4)
                | (byte.wrapping_sub(b':') < 6)
                | (byte.wrapping_sub(b'*') < 2)
                | (byte == b'$')
                | (byte == b'&')
                | (byte == b'!')
                | (byte == b'\n')
                | (byte == 0xEE)
        };
        // Without an early end, the compiler makes this a loop over many bytes at once.
        self.text.bytes().fold(false, |found, byte| found | is_mark(byte))
    }

    pub(super) fn span(&self, part: Range<usize>) -> Span {
        Span::new(self.source, self.range(part))
    }

    /// A part of the run as it is written in the file.
    pub(super) fn written(&self, part: Range<usize>) -> String {
        if let Some(written) = self.file.get(self.range(part.clone())).filter(|written| !written.is_empty()) {
            return written.to_owned();
        }
        let plain = |c: char| match (c as u32).checked_sub(ESCAPED).filter(|code| *code < 0x80) {
            Some(code) => char::from_u32(code).unwrap_or(c),
            None if c == THING || c == ADDRESS => '…',
            None => c,
        };
        self.text.get(part).unwrap_or_default().chars().map(plain).collect()
    }

    fn push(&mut self, text: &str, start: usize, length: usize) {
        self.pieces.push(Piece { at: self.text.len(), start, length });
        self.text.push_str(text);
    }

    fn push_text(&mut self, text: &str, node: &Node<'_>, is_escaped: bool) {
        let range = node.range();
        // A tag, a comment or a block of HTML that is shown as text, or an entity: nothing in it is a mark.
        let is_tag = text.strip_prefix('<').is_some_and(|rest| {
            let name = rest.trim_start_matches(['/', '!', '?']);
            let after = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() < rest.len();
            is_name && rest.contains('>') && !after.starts_with('.') && rest.matches('"').count() % 2 == 0
        });
        // Only lines of such a block hold their line end.
        if is_tag || text.contains('\n') || (range.len() != text.len() && !self.file.is_empty()) {
            self.push(&THING.to_string(), range.start, range.len());
            return;
        }
        let first = text.chars().next().filter(|c| is_escaped && c.is_ascii_punctuation());
        if let Some(first) = first {
            // The backslash belongs to the sign.
            self.push(&escaped(first).to_string(), range.start.saturating_sub(1), 2);
        }
        let rest = first.map_or(text, |first| text.get(first.len_utf8()..).unwrap_or_default());
        if !rest.is_empty() {
            self.push(rest, range.end - rest.len(), rest.len());
        }
    }
}

/// The runs of `nodes`. `file` is empty where the nodes have no place in it.
pub(super) fn runs<'r>(source: SourceId, file: &'r str, nodes: &[Node<'_>]) -> Vec<Run<'r>> {
    let mut found: Vec<Run<'r>> = Vec::new();
    let mut open: Option<Run<'r>> = None;
    let mut place = if file.is_empty() { Place::Title } else { Place::Paragraph };
    // What is skipped whole: code, and the text of an address.
    let mut skipped = 0_usize;
    let mut last_end = 0;
    for node in nodes {
        let range = node.range();
        let gap = std::mem::replace(&mut last_end, range.end) + 1 == range.start;
        let mut run = || Run { source, file, text: String::new(), place, pieces: Vec::new() };
        match &node.event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => skipped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image) => skipped = skipped.saturating_sub(1),
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                open.get_or_insert_with(run).push(&ADDRESS.to_string(), range.start, range.len());
                skipped += 1;
            }
            Event::Start(Tag::Image { .. }) => {
                open.get_or_insert_with(run).push(&THING.to_string(), range.start, range.len());
                skipped += 1;
            }
            Event::End(TagEnd::Link) if skipped > 0 => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Event::Start(Tag::Link { .. }) => {
                open.get_or_insert_with(&mut run).push(&THING.to_string(), range.start, 0);
                last_end = range.start + 1;
            }
            Event::End(TagEnd::Link) => open.get_or_insert_with(run).push(&THING.to_string(), range.end, 0),
            Event::Text(text) => {
                let before = range.start.checked_sub(1).and_then(|before| file.as_bytes().get(before));
                let is_escaped = gap && (file.is_empty() || before == Some(&b'\\'));
                let is_escaped = is_escaped || (open.is_none() && before == Some(&b'\\'));
                open.get_or_insert_with(run).push_text(text, node, is_escaped);
            }
            Event::SoftBreak | Event::HardBreak => {
                open.get_or_insert_with(run).push("\n", range.start, range.len().min(1));
            }
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::FootnoteReference(_) => {
                open.get_or_insert_with(run).push(&THING.to_string(), range.start, range.len());
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                let mark = if matches!(node.event, Event::Start(Tag::Strong)) { 2 } else { 1 };
                last_end = range.start + mark;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            other => {
                found.extend(open.take());
                place = next_place(place, other);
                last_end = range.start;
            }
        }
    }
    found.extend(open);
    found
}

fn next_place(place: Place, event: &Event<'_>) -> Place {
    match event {
        Event::Start(Tag::Heading { .. }) => Place::Heading,
        Event::Start(Tag::TableCell | Tag::Table(_) | Tag::TableHead | Tag::TableRow) => Place::Cell,
        Event::Start(Tag::BlockQuote(None)) => Place::Quote,
        // The paragraph that a quotation begins with.
        Event::Start(Tag::Paragraph) => place,
        _ => Place::Paragraph,
    }
}
