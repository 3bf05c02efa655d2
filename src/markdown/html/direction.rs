//! Text that runs against the direction of its page, such as `C++` on an Arabic one.
//!
//! Punctuation takes the direction of the text around it, so without a mark `C++` would be shown as `++C`. A run of text gets
//! one only where it is needed: on a page from right to left where it has no letter of such a script, which leaves `RAG` at the
//! beginning of an Arabic sentence in its place; on a page from left to right where its first letter is of such a script.

use pulldown_cmark::{Event, Tag};

use crate::markdown::{Node, closing};

/// Whether `nodes` run against a page that runs from right to left (`rtl`) or from left to right. Code and formulas don't
/// count: they have a direction of their own everywhere.
pub(super) fn runs_against(rtl: bool, nodes: &[Node<'_>]) -> bool {
    let text = |node: &'_ Node<'_>| if let Event::Text(text) = &node.event { text.to_string() } else { String::new() };
    text_runs_against(rtl, &nodes.iter().map(text).collect::<String>())
}

/// The same for text without markup.
pub(super) fn text_runs_against(rtl: bool, text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).map(is_rtl);
    if rtl { letters.next() == Some(false) && !letters.any(|is_rtl| is_rtl) } else { letters.next() == Some(true) }
}

/// Whether a letter belongs to a script that is written from right to left: the blocks from Hebrew to Arabic Extended-A, their
/// presentation forms, and the right-to-left scripts of the supplementary plane.
const fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The number of inline nodes that `nodes` begin with: in a tight list item, what stands before a nested list.
pub(super) fn inline_length(nodes: &[Node<'_>]) -> usize {
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        match &node.event {
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. },
            ) => at = closing(nodes, at) + 1,
            Event::Start(_) | Event::Rule | Event::Html(_) => break,
            _ => at += 1,
        }
    }
    at.min(nodes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse_inline;

    #[track_caller]
    fn check(text: &str, on_ltr: bool, on_rtl: bool) {
        let nodes = parse_inline(text);
        assert_eq!((runs_against(false, &nodes), runs_against(true, &nodes)), (on_ltr, on_rtl), "{text}");
    }

    #[test]
    fn only_what_runs_against_the_page_is_marked() {
        check("C++", false, true);
        check("An *English* sentence.", false, true);
        check("RAG هي تقنية", false, false);
        check("هي RAG.", true, false);
        check("שלום", true, false);
        check("42 %", false, false);
        check("`code()` $x$", false, false);
    }
}
