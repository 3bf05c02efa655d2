//! Raw HTML as Markdown hands it on: its tags, its text, its comments.
//!
//! [`tags`] reads one run of HTML and never fails: what is no tag is text. [`prepare`] makes one event of the lines of a block
//! and takes the comments out, because a comment is for authors and must not reach readers. A comment that is never closed
//! stays, so that it can be reported.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Node;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawTag {
    /// The name in lower case; `!doctype`, `?` and the like for what is no element.
    pub name: String,
    /// Whether it is an end tag.
    pub closing: bool,
    /// Its attributes, names in lower case, values with their entities decoded.
    pub attributes: Vec<(String, String)>,
    /// Where it stands in the HTML, in bytes.
    pub range: Range<usize>,
}

impl RawTag {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The tags of `html`, in order. Comments are none.
#[must_use]
pub fn tags(html: &str) -> Vec<RawTag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html.get(at..).and_then(|rest| rest.find('<')).map(|offset| at + offset) {
        let rest = html.get(start..).unwrap_or_default();
        if rest.starts_with(COMMENT) {
            at = start + rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        match tag(rest) {
            Some(mut tag) => {
                at = start + tag.range.end;
                tag.range = start..at;
                found.push(tag);
            }
            None => at = start + 1,
        }
    }
    found
}

/// How a comment begins.
pub const COMMENT: &str = "<!--";

fn tag(html: &str) -> Option<RawTag> {
    let inner = html.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    if let Some(mark) = inner.chars().next().filter(|mark| matches!(mark, '!' | '?')) {
        let end = html.find('>').map_or(html.len(), |end| end + 1);
        let letters: String = inner.chars().skip(1).take_while(char::is_ascii_alphabetic).collect();
        let name = format!("{mark}{}", letters.to_lowercase());
        return Some(RawTag { name, closing, attributes: Vec::new(), range: 0..end });
    }
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name_end = inner.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(inner.len());
    let (name, mut rest) = inner.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let (attribute, after) = attribute(rest);
        attributes.push(attribute);
        rest = after;
    }
    let end = html.len() - rest.len() + usize::from(rest.starts_with('>'));
    Some(RawTag { name: name.to_ascii_lowercase(), closing, attributes, range: 0..end })
}

/// The attribute that `text` begins with, and what follows it.
fn attribute(text: &str) -> ((String, String), &str) {
    let end = text
        .char_indices()
        .find(|(at, c)| *at > 0 && (c.is_whitespace() || matches!(c, '=' | '>' | '/')))
        .map_or(text.len(), |(at, _)| at);
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
        return ((name.to_ascii_lowercase(), String::new()), rest);
    };
    let (value, rest) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = value.get(1..).unwrap_or_default();
            inner.split_once(quote).unwrap_or((inner, ""))
        }
        _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
    };
    ((name.to_ascii_lowercase(), decode(value)), rest)
}

/// `text` with the entities decoded that HTML needs.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (entity, next) = after.split_once(';').unwrap_or((after, ""));
        let number = entity.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16).ok(),
            None => number.parse().ok(),
        });
        let decoded = match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => number.and_then(char::from_u32),
        };
        match decoded {
            Some(c) => {
                out.push(c);
                rest = next;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text of `html` without its tags, and without what only machines read.
#[must_use]
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    let mut hidden: Option<String> = None;
    for tag in tags(html) {
        if hidden.is_none() {
            out.push_str(html.get(at..tag.range.start).unwrap_or_default());
        }
        at = tag.range.end;
        if is_hidden(&tag.name) {
            hidden = if tag.closing { None } else { Some(tag.name) };
        }
        if out.ends_with(|c: char| !c.is_whitespace()) && is_break(html.get(tag.range).unwrap_or_default()) {
            out.push(' ');
        }
    }
    if hidden.is_none() {
        out.push_str(html.get(at..).unwrap_or_default());
    }
    decode(&out)
}

/// Whether what stands in an element of this name is not shown.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style")
}

/// Whether words before and after this tag are apart.
fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).to_ascii_lowercase();
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Makes one event of the lines of each block of HTML, and takes the comments out.
pub(super) fn prepare<'s>(nodes: Vec<Node<'s>>) -> Vec<Node<'s>> {
    let mut out: Vec<Node<'s>> = Vec::with_capacity(nodes.len());
    let mut joined = false;
    for node in nodes {
        match (&node.event, out.last_mut()) {
            (Event::Html(line), Some(Node { event: Event::Html(before), end, .. })) => {
                *before = CowStr::from(format!("{before}{line}"));
                *end = node.end;
            }
            (Event::End(TagEnd::HtmlBlock), _) => {
                joined = false;
                close_block(&mut out, node);
            }
            (Event::InlineHtml(html), _) if html.starts_with(COMMENT) => joined = true,
            // What stood before a comment and what stands after it are one text again.
            (Event::Text(after), Some(Node { event: Event::Text(before), end, .. })) if joined => {
                let before_space = before.ends_with(char::is_whitespace);
                let after = if before_space { after.trim_start() } else { after };
                *before = CowStr::from(format!("{before}{after}"));
                *end = node.end;
                joined = false;
            }
            _ => {
                joined = false;
                out.push(node);
            }
        }
    }
    out
}

/// Ends a block of HTML, without its comments; nothing is left of a block that was all comment.
fn close_block<'s>(out: &mut Vec<Node<'s>>, end: Node<'s>) {
    if let Some(Node { event: Event::Html(html), .. }) = out.last_mut() {
        if html.contains(COMMENT) {
            *html = CowStr::from(without_comments(html));
        }
        if html.trim().is_empty() {
            out.pop();
        }
    }
    if matches!(out.last(), Some(Node { event: Event::Start(Tag::HtmlBlock), .. })) {
        out.pop();
    } else {
        out.push(end);
    }
}

fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once(COMMENT) {
        let Some((_, after)) = comment.split_once("-->") else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What an image of raw HTML keeps in the place where Markdown's images have a label: its width and its height.
pub(super) fn sizes(kind: LinkType, id: &str) -> (Option<u32>, Option<u32>) {
    if kind != LinkType::Inline {
        return (None, None);
    }
    let (width, height) = id.split_once('x').unwrap_or_default();
    (width.parse().ok(), height.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_its_name_and_attributes() {
        let html = "a <IMG src=pic.png alt='x > y' width=\"5\" hidden/> b </p>";
        let found = tags(html);
        let [image, end] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((image.name.as_str(), image.attribute("alt")), ("img", Some("x > y")));
        assert_eq!((image.attribute("src"), image.attribute("hidden")), (Some("pic.png"), Some("")));
        assert!(end.closing && end.name == "p" && &html[image.range.clone()][..4] == "<IMG");
    }

    #[test]
    fn text_is_what_readers_see() {
        assert_eq!(text("a<b>b</b><br>c<script>x()</script> &amp; d"), "ab c  & d");
    }

    #[test]
    fn comments_go_and_one_that_is_not_closed_stays() {
        assert_eq!(without_comments("a<!-- x -->b<!-- y"), "ab<!-- y");
    }
}
