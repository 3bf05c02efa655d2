//! Bare addresses become links, as on GitHub (GitHub Flavored Markdown 0.29, section 6.9, extended autolinks).
//!
//! Only `http://`, `https://` and `www.` count. Two rules are kinder than GitHub's: an address ends at the full-width
//! punctuation of Chinese and Japanese, and brackets that it doesn't open don't belong to it.

use memchr::memmem;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Node;

/// Links the bare addresses in `nodes`. `text` begins at byte `base` of its file.
pub(super) fn link<'s>(nodes: Vec<Node<'s>>, text: &'s str, base: usize) -> Vec<Node<'s>> {
    let may_hold = |start: &str| memmem::find(text.as_bytes(), start.as_bytes()).is_some();
    if !may_hold("://") && !may_hold("www.") {
        return nodes;
    }
    // Most addresses are those of links, which are no text.
    let has_start = |node: &Node<'_>| matches!(&node.event, Event::Text(text) if text.contains("www.") || (text.contains(':') && STARTS.iter().any(|start| text.contains(start))));
    if !nodes.iter().any(has_start) {
        return nodes;
    }
    let mut out = Vec::with_capacity(nodes.len() + 8);
    let (mut inside, mut in_anchor) = (0_usize, false);
    let mut skip_to = 0;
    for (index, node) in nodes.iter().enumerate() {
        match &node.event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside = inside.saturating_sub(1),
            Event::InlineHtml(html) => {
                let html = html.to_ascii_lowercase();
                in_anchor = html.starts_with("<a ") || (in_anchor && !html.starts_with("</a"));
            }
            _ => {}
        }
        if index < skip_to {
            continue;
        }
        if let (Event::Text(_), 0, false) = (&node.event, inside, in_anchor) {
            let run = Run { nodes: &nodes, text, base };
            skip_to = run.write(index, &mut out);
        } else {
            out.push(node.clone());
        }
    }
    out
}

const STARTS: &[&str] = &["http://", "https://", "www."];

struct Run<'r, 's> {
    nodes: &'r [Node<'s>],
    text: &'s str,
    base: usize,
}

impl<'s> Run<'_, 's> {
    /// Writes the text at `index`, with its addresses as links, and returns the index of the next event to write.
    fn write(&self, index: usize, out: &mut Vec<Node<'s>>) -> usize {
        let Some(node) = self.nodes.get(index) else { return index + 1 };
        let (mut from, mut next) = (node.start as usize, index + 1);
        let mut end = node.end as usize;
        // Text that is not the very text of the file holds entities or the like; it can't be cut.
        let Event::Text(written) = &node.event else { return next };
        if self.source(from, end) != written.as_ref() {
            out.push(node.clone());
            return next;
        }
        while let Some(start) = self.find(from, end) {
            let (limit, last) = self.reach(index);
            let stop = self.stop(start, limit);
            if stop <= start {
                break;
            }
            if stop > end {
                // The address goes on in events after this one.
                let Some((at, rest_end)) = self.covering(next, last, stop) else { break };
                (next, end) = (at, rest_end);
            }
            self.push_text(from, start, out);
            self.push_link(start, stop, out);
            from = stop;
        }
        if from < end {
            self.push_text(from, end, out);
        }
        next
    }

    fn source(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start.saturating_sub(self.base)..end.saturating_sub(self.base)).unwrap_or_default()
    }

    /// Where the first address between `from` and `end` begins.
    fn find(&self, from: usize, end: usize) -> Option<usize> {
        let text = self.source(from, end);
        let starts = STARTS.iter().flat_map(|start| text.match_indices(start));
        starts
            .map(|(at, start)| (from + at, start))
            .filter(|(at, start)| self.may_begin(*at, start))
            .map(|(at, _)| at)
            .min()
    }

    fn may_begin(&self, at: usize, start: &str) -> bool {
        let before = self.text.get(..at.saturating_sub(self.base)).and_then(|before| before.chars().next_back());
        let Some(before) = before else { return true };
        if start == "www." {
            before.is_whitespace() || matches!(before, '*' | '_' | '~' | '(' | '>' | '|') || !before.is_ascii()
        } else {
            !before.is_ascii_alphanumeric()
        }
    }

    /// How far an address that begins in the event at `index` may reach, and the index after the last event there.
    fn reach(&self, index: usize) -> (usize, usize) {
        let mut end = self.nodes.get(index).map_or(0, |node| node.end as usize);
        let mut last = index + 1;
        let mut depth = 0_i32;
        let (mut safe_end, mut safe_last) = (end, last);
        while let Some(node) = self.nodes.get(last) {
            let gap = self.source(end, node.start as usize);
            match &node.event {
                Event::Text(_) if gap.is_empty() || gap == "\\" => end = node.end as usize,
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) if gap.is_empty() => {
                    depth += 1;
                    let mark = if matches!(node.event, Event::Start(Tag::Strong)) { 2 } else { 1 };
                    end = node.start as usize + mark;
                }
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                    depth -= 1;
                    end = node.end as usize;
                }
                _ => break,
            }
            if depth < 0 {
                break;
            }
            last += 1;
            if depth == 0 {
                (safe_end, safe_last) = (end, last);
            }
        }
        (safe_end, safe_last)
    }

    /// Where the address that begins at `start` ends; `start` if it is none.
    fn stop(&self, start: usize, limit: usize) -> usize {
        let text = self.source(start, limit);
        let ends = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || c == '<'
                || c == '`'
                || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}')
        };
        let text = text.split(ends).next().unwrap_or_default();
        let text = trimmed(text);
        if has_domain(text) { start + text.len() } else { start }
    }

    /// The index after the text that holds `stop`, and where that text ends.
    fn covering(&self, from: usize, last: usize, stop: usize) -> Option<(usize, usize)> {
        let mut depth = 0_i32;
        for index in from..last {
            let node = self.nodes.get(index)?;
            match &node.event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 && node.end as usize >= stop {
                return Some((index + 1, node.end as usize));
            }
        }
        None
    }

    fn push_text(&self, start: usize, end: usize, out: &mut Vec<Node<'s>>) {
        if start < end {
            out.push(node(Event::Text(CowStr::Borrowed(self.source(start, end))), start, end));
        }
    }

    fn push_link(&self, start: usize, end: usize, out: &mut Vec<Node<'s>>) {
        let shown = unescaped(self.source(start, end));
        let dest = if shown.starts_with("www.") { format!("http://{shown}") } else { shown.clone() };
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(dest),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        out.push(node(Event::Start(tag), start, end));
        out.push(node(Event::Text(CowStr::from(shown)), start, end));
        out.push(node(Event::End(TagEnd::Link), start, end));
    }
}

fn node(event: Event<'_>, start: usize, end: usize) -> Node<'_> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Node { event, start: offset(start), end: offset(end) }
}

/// An address without backslashes before punctuation, and with its `&amp;` decoded.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.push(c);
        }
    }
    out.replace("&amp;", "&")
}

/// `text` without the punctuation at its end that belongs to the sentence.
fn trimmed(mut text: &str) -> &str {
    loop {
        let Some(last) = text.chars().next_back() else { return text };
        let open = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '\\' | '|' | '’' | '”' | '»' => None,
            ')' => Some('('),
            ']' => Some('['),
            '}' => Some('{'),
            ';' => match text.rfind('&') {
                Some(at)
                    if text.get(at + 1..text.len() - 1).is_some_and(|name| name.chars().all(char::is_alphanumeric)) =>
                {
                    text = text.get(..at).unwrap_or_default();
                    continue;
                }
                _ => None,
            },
            _ => return text,
        };
        if let Some(open) = open
            && text.matches(last).count() <= text.matches(open).count()
        {
            return text;
        }
        text = text.get(..text.len() - last.len_utf8()).unwrap_or_default();
    }
}

/// Whether a host follows the scheme.
fn has_domain(text: &str) -> bool {
    let (host, short) = match text.split_once("://") {
        Some((_, rest)) => (rest, true),
        None => (text, false),
    };
    let host = host.split(['/', '?', '#', ':', ')']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let letters = |label: &str| label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let whole = labels.iter().all(|label| !label.is_empty() && letters(label));
    let last_two = labels.iter().rev().take(2).all(|label| !label.contains('_'));
    whole && last_two && (labels.len() > 1 || short) && (short || labels.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::super::{parse, references};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let nodes = parse(text, 7).unwrap();
        let found: Vec<&str> = references(&nodes).map(|reference| reference.dest).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn bare_addresses_become_links_as_on_github() {
        check("See https://example.org/guide for more.", &["https://example.org/guide"]);
        check("See https://example.org/a_b_c.", &["https://example.org/a_b_c"]);
        check("(https://en.wikipedia.org/wiki/A_(b))", &["https://en.wikipedia.org/wiki/A_(b)"]);
        check("**https://example.org/x**, www.example.org!", &["https://example.org/x", "http://www.example.org"]);
        check("https://example.org/_foo_/bar?a=1&b=2;", &["https://example.org/_foo_/bar?a=1&b=2"]);
        check("见https://example.org/x。好", &["https://example.org/x"]);
        check("| a |\n| - |\n| https://example.org/a |", &["https://example.org/a"]);
        check("http://localhost:8000/a and http://127.0.0.1", &["http://localhost:8000/a", "http://127.0.0.1"]);
    }

    #[test]
    fn what_is_no_address_stays_text() {
        check("`https://example.org` and\n\n    https://example.org", &[]);
        check("http:// and https://. and www. and awww.example.org", &[]);
        check("[x](https://example.org) <https://example.com>", &["https://example.org", "https://example.com"]);
        check("<a href=\"https://example.org\">https://example.org</a>", &[]);
    }

    #[test]
    fn the_text_around_an_address_keeps_its_place() {
        let text = "a https://example.org/x_y, b";
        let nodes = parse(text, 0).unwrap();
        let joined: String = super::super::plain_text(&nodes);
        assert_eq!(joined, text);
        for node in nodes.iter().filter(|node| matches!(node.event, pulldown_cmark::Event::Text(_))) {
            let pulldown_cmark::Event::Text(shown) = &node.event else { continue };
            assert_eq!(&text[node.range()], shown.as_ref());
        }
    }
}
