//! Blocks that begin or end where nobody meant it: lists indented too little, and lines of a sentence that begin with a sign.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, LinkType, Node, Tag, TagEnd};
use crate::source::{SourceId, Span};

pub(super) fn check(source: SourceId, text: &str, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    let mut warn = |start: usize, message: String, help: String| {
        let rest = text.get(start..).unwrap_or_default();
        let start = start + rest.len() - rest.trim_start_matches(' ').len();
        let line = rest.trim_start_matches(' ').lines().next().unwrap_or_default().trim_end();
        found.push(
            Diagnostic::new(Code::UnreadMarkup, Span::new(source, start..start + line.len()), message).help(help),
        );
    };
    // Where the last list of numbers ended, and the column of its first item.
    let mut numbers: Option<(usize, usize)> = None;
    let mut lists: Vec<(bool, usize)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let start = node.start as usize;
        match &node.event {
            Event::Start(Tag::List(number)) => {
                let column = column(text, start);
                if let Some((end, outer)) = numbers.take().filter(|_| number.is_none())
                    && is_next_line(text, end, start)
                    && (outer + 1..outer + 3).contains(&column)
                {
                    let message = "this list is not part of the item above it, and interrupts its numbering";
                    warn(start, message.to_owned(), format!("indent it by {}", outer + 3));
                }
                if number.is_none() {
                    wrapped(text, nodes, index, &mut warn);
                }
                lists.push((number.is_some(), column));
            }
            Event::End(TagEnd::List(_)) => {
                numbers =
                    lists.pop().filter(|(is_ordered, _)| *is_ordered).map(|(_, column)| (node.end as usize, column));
            }
            Event::Start(Tag::Item) => {
                if let Some((false, first)) = lists.last()
                    && column(text, start) == first + 1
                {
                    let message = "indented by 1, this item belongs to the same list as the one above it";
                    warn(
                        start,
                        message.to_owned(),
                        "indent it by one more to put it below that item, or not at all".to_owned(),
                    );
                }
            }
            Event::Start(Tag::BlockQuote(None)) => wrapped(text, nodes, index, &mut warn),
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. })
                if super::super::has_ending(dest_url, super::super::IMAGES) =>
            {
                let before = index.checked_sub(1).and_then(|before| nodes.get(before));
                if let Some(Node { event: Event::Text(mark), start, .. }) = before
                    && mark.as_ref() == "! "
                {
                    let written = text.get(node.range()).unwrap_or_default();
                    let message = "a space stands between `!` and the image, so it is shown as a link";
                    warn(*start as usize, message.to_owned(), format!("write `!{written}`"));
                }
            }
            _ => {}
        }
    }
}

fn column(text: &str, at: usize) -> usize {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    // Some places are those of the spaces before the mark.
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    before.rsplit('\n').next().unwrap_or_default().chars().count() + spaces
}

/// Whether `start` stands on the line right below the one that `end` ends.
fn is_next_line(text: &str, end: usize, start: usize) -> bool {
    let between = text.get(end..start).unwrap_or_default();
    let before = text.get(..end).unwrap_or_default();
    let breaks = between.matches('\n').count() + usize::from(before.ends_with('\n'));
    between.trim().is_empty() && breaks == 1 && !before.trim_end_matches(' ').ends_with("\n\n")
}

/// Reports a list or a quotation of one line that is the rest of the sentence above it: `when x` and `> 5 holds`.
fn wrapped(text: &str, nodes: &[Node<'_>], index: usize, warn: &mut impl FnMut(usize, String, String)) {
    let Some(node) = nodes.get(index) else { return };
    let start = node.start as usize;
    let written = text.get(node.range()).unwrap_or_default().trim_end();
    let mark = written.chars().next().unwrap_or_default();
    let rest = written.get(mark.len_utf8()..).unwrap_or_default().trim_start();
    let is_operand =
        rest.starts_with(|c: char| c.is_ascii_digit()) || (mark == '+' && rest.starts_with(|c: char| c.is_lowercase()));
    let above = text.get(..start).and_then(|before| before.strip_suffix('\n')).unwrap_or_default();
    let goes_on = above.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '$' | '`'));
    let in_paragraph =
        index > 0 && matches!(nodes.get(index - 1).map(|node| &node.event), Some(Event::End(TagEnd::Paragraph)));
    let numbered = rest.split_once(". ").is_some_and(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    if is_operand
        && goes_on
        && in_paragraph
        && !numbered
        && written.matches('$').count() % 2 == 0
        && !written.contains('\n')
    {
        let what = if mark == '>' { "a quotation" } else { "a list" };
        let message = format!("`{mark}` at the start of this line makes {what} of the rest of the sentence");
        warn(start, message, format!("put the `{mark}` at the end of the line above, or write `\\{mark}`"));
    }
}
