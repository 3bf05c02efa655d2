//! Bare e-mail addresses become links, as on GitHub (GitHub Flavored Markdown 0.29, section 6.9, extended email autolinks).

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Node;

/// Links the bare e-mail addresses in `nodes`. `text` begins at byte `base` of its file.
pub(super) fn link<'s>(nodes: Vec<Node<'s>>, text: &'s str, base: usize) -> Vec<Node<'s>> {
    let has_sign = |node: &Node<'_>| matches!(&node.event, Event::Text(text) if text.contains('@'));
    if !nodes.iter().any(has_sign) {
        return nodes;
    }
    let source = |start: u32, end: u32| text.get(start as usize - base..end as usize - base).unwrap_or_default();
    let mut out: Vec<Node<'s>> = Vec::with_capacity(nodes.len() + 8);
    let (mut inside, mut in_anchor) = (0_usize, false);
    let mut nodes = nodes.into_iter().peekable();
    while let Some(node) = nodes.next() {
        match &node.event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside = inside.saturating_sub(1),
            Event::InlineHtml(html) => {
                let html = html.to_ascii_lowercase();
                in_anchor = html.starts_with("<a ") || (in_anchor && !html.starts_with("</a"));
            }
            _ => {}
        }
        // Text that is not the very text of the file holds entities or the like; it can't be cut.
        let is_plain = |node: &Node<'_>| matches!(&node.event, Event::Text(shown) if source(node.start, node.end) == shown.as_ref());
        if inside > 0 || in_anchor || !is_plain(&node) {
            out.push(node);
            continue;
        }
        // The parser cuts text where a sign could have been a mark.
        let (start, mut end) = (node.start, node.end);
        let first = out.len();
        out.push(node);
        while let Some(next) = nodes.next_if(|next| next.start == end && is_plain(next)) {
            end = next.end;
            out.push(next);
        }
        let run = source(start, end);
        let found = if run.contains('@') { addresses(run) } else { Vec::new() };
        if !found.is_empty() {
            out.truncate(first);
            write(run, start, &found, &mut out);
        }
    }
    out
}

/// Writes the text `run`, which begins at `base` of its file, with its addresses as links.
fn write<'s>(run: &'s str, base: u32, found: &[std::ops::Range<usize>], out: &mut Vec<Node<'s>>) {
    let mut push = |event: Event<'s>, start: usize, end: usize| {
        let offset = |at: usize| u32::try_from(at).map_or(u32::MAX, |at| base.saturating_add(at));
        out.push(Node { event, start: offset(start), end: offset(end) });
    };
    let text = |start: usize, end: usize| Event::Text(CowStr::Borrowed(run.get(start..end).unwrap_or_default()));
    let mut from = 0;
    for address in found {
        let (start, end) = (address.start, address.end);
        if from < start {
            push(text(from, start), from, start);
        }
        let dest_url = CowStr::Borrowed(run.get(start..end).unwrap_or_default());
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        push(Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }), start, end);
        push(text(start, end), start, end);
        push(Event::End(TagEnd::Link), start, end);
        from = end;
    }
    if from < run.len() {
        push(text(from, run.len()), from, run.len());
    }
}

/// Where the addresses of `text` are.
fn addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        let start = before.trim_end_matches(name).len();
        let before = before.get(..start).unwrap_or_default();
        let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let length = after.len() - after.trim_start_matches(host).len();
        let (host, rest) = after.split_at(length);
        // The full stop of the sentence is no part of it.
        let host = host.trim_end_matches('.');
        let labels: Vec<&str> = host.split('.').collect();
        // What ends in a number is the version of a package.
        let is_host = labels.len() > 1
            && labels.iter().all(|label| !label.is_empty())
            && labels.last().is_some_and(|last| last.len() > 1 && last.chars().all(|c| c.is_ascii_alphabetic()));
        // A part of an address of the web, of `scp` or of a package in a scope.
        let is_part = before.ends_with(['/', '@', '\\', '=', '#'])
            || rest.starts_with(['@', ':', '/', '('])
            || (before.ends_with(':') && !before.ends_with("mailto:") && !before.ends_with(": "))
            || before.ends_with(|c: char| c.is_alphanumeric() && c.is_ascii());
        let free = found.last().is_none_or(|last| last.end <= start);
        if start < at && is_host && !is_part && free {
            found.push(start..at + 1 + host.len());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{parse, plain_text, references};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let nodes = parse(text, 7).unwrap();
        let found: Vec<&str> =
            references(&nodes).filter(|reference| reference.email).map(|reference| reference.dest).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn bare_addresses_become_links_as_on_github() {
        check("Write to ann@example.org.", &["ann@example.org"]);
        check("a.b-c_d+e@mail.example.org, **bob@example.com**!", &["a.b-c_d+e@mail.example.org", "bob@example.com"]);
        check("(ann@example.org) and <bob@example.org>", &["ann@example.org", "bob@example.org"]);
        check("_x_ ann_b_c@example.org _y_", &["ann_b_c@example.org"]);
        check("连络ann@example.org。", &["ann@example.org"]);
        check("## ann@example.org\n\n| a |\n| - |\n| bob@example.org |", &["ann@example.org", "bob@example.org"]);
    }

    #[test]
    fn what_is_no_address_stays_text() {
        check("`ann@example.org` and\n\n    ann@example.org", &[]);
        check("react@18.2.0, x@y, @app.route, a@b..org, @scope/name@example.org/x", &[]);
        check("https://ann@example.org/x and git@github.com:owner/name.git", &[]);
        check("[ann@example.org](https://example.org)", &[]);
    }

    #[test]
    fn the_text_around_an_address_keeps_its_place() {
        let text = "a_b c ann_x@example.org, d";
        let nodes = parse(text, 0).unwrap();
        assert_eq!(plain_text(&nodes), text);
        for node in &nodes {
            let pulldown_cmark::Event::Text(shown) = &node.event else { continue };
            assert_eq!(&text[node.range()], shown.as_ref());
        }
    }
}
