//! Markdown in texts that are shown as they are: tags, and titles of references.

use std::ops::Range;

use super::Keys;
use crate::diagnostic::Code;
use crate::markdown::{Event, Tag, parse_inline, plain_text};
use crate::source::Spanned;

impl Keys<'_> {
    /// Reports tags with marks of Markdown.
    pub(crate) fn check_tags(&mut self, tags: &[Spanned<String>]) {
        for tag in tags {
            self.check_marks("a tag", &tag.value, tag.span.range());
        }
    }

    /// Reports marks of Markdown in a text that is shown as it is.
    pub(super) fn check_marks(&mut self, what: &str, text: &str, at: Range<usize>) {
        let Some(plain) = without_marks(text) else { return };
        let message = format!("Markdown is not read in {what}: its marks are shown as they are");
        self.push(Code::TitleMarkup, at, message, format!("write `{plain}`"));
    }
}

/// The text without its marks, if it has any.
fn without_marks(text: &str) -> Option<String> {
    if !text.contains(['*', '_', '`', '~', '[', '<']) {
        return None;
    }
    let tagged = ["b", "i", "em", "strong", "code", "sub", "sup", "u", "span"]
        .iter()
        .find(|name| text.contains(&format!("<{name}>")) && text.contains(&format!("</{name}>")));
    let untagged = tagged.map(|name| text.replace(&format!("<{name}>"), "").replace(&format!("</{name}>"), ""));
    let text = untagged.as_deref().unwrap_or(text);
    let nodes = parse_inline(text);
    let is_mark = |event: &Event<'_>| {
        let tag = matches!(event, Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. }));
        tag || matches!(event, Event::Code(_))
    };
    let is_address = nodes.iter().any(|node| matches!(&node.event, Event::Start(Tag::Link { dest_url, .. }) if !text.contains(&format!("]({dest_url}"))));
    let has_marks = nodes.iter().any(|node| is_mark(&node.event)) && !is_address;
    (has_marks || tagged.is_some()).then(|| plain_text(&nodes))
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn marks_are_told_from_names() {
        for (text, plain) in [("**b**", "b"), ("*X* `y`", "X y"), ("<i>x</i>", "x"), ("[z](https://q.org)", "z")] {
            assert_eq!(without_marks(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["a_b_c", "C*", "<pad>", "f[0]", "2 * 3 * 4", "https://a.org", "~5"] {
            assert_eq!(without_marks(text), None, "{text}");
        }
    }
}
