//! The values of front matter as their author wrote them: one [`Slot`] for each value, found by a scan of the lines.
//!
//! The scan does not decide what YAML means. It finds where a value begins and ends, so that a value that YAML reads in
//! another way, or not at all, can be shown as it must be written.

use std::ops::Range;

/// A value as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slot<'y> {
    /// The key at the top that it belongs to.
    pub(super) top: &'y str,
    /// Its own key; empty for an item of a list.
    pub(super) key: &'y str,
    /// Where its line begins.
    pub(super) line: usize,
    /// The column of its dash and where the item begins, if it is the first value of an item.
    pub(super) item: Option<(usize, usize)>,
    /// Where the value is written, without white space around it.
    pub(super) value: Range<usize>,
}

impl Slot<'_> {
    /// Whether its key is one of the front matter's own.
    pub(super) fn is_top(&self) -> bool {
        self.item.is_none() && self.key == self.top && !self.key.is_empty()
    }
}

/// How a line begins.
struct Head<'y> {
    /// The column of the key, or of the last dash where there is no key.
    column: usize,
    /// The column of the first dash and the offset after the last one.
    item: Option<(usize, usize)>,
    key: &'y str,
    /// Where the value begins in the line.
    value: usize,
}

fn head(line: &str) -> Option<Head<'_>> {
    let body = line.trim_end();
    let indent = body.len() - body.trim_start_matches(' ').len();
    let (mut at, mut item, mut column) = (indent, None, indent);
    while let Some(rest) = body.get(at..).filter(|rest| *rest == "-" || rest.starts_with("- ")) {
        column = at;
        at += 1 + rest.get(1..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
        item = Some((item.map_or(indent, |(dash, _)| dash), at));
    }
    let rest = body.get(at..)?;
    // YAML takes no tabs there, and says so.
    if rest.starts_with('\t') || (item.is_none() && (rest.is_empty() || rest.starts_with('#'))) {
        return None;
    }
    let key = key_length(rest, item.is_none() && indent == 0).and_then(|length| rest.get(..length));
    let Some(written) = key else { return Some(Head { column, item, key: "", value: at }) };
    let key = written.trim_end().trim_matches(['"', '\'']);
    Some(Head { column: at, item, key, value: at + written.len() + 1 })
}

/// How many bytes before a colon are a key. At the top it may be anything, further in only a word.
fn key_length(rest: &str, at_top: bool) -> Option<usize> {
    let colon = rest
        .match_indices(':')
        .map(|(colon, _)| colon)
        .find(|colon| rest.get(colon + 1..).is_none_or(|after| after.is_empty() || after.starts_with([' ', '\t'])))?;
    let key = rest.get(..colon)?.trim_end();
    let bare = key.trim_matches(['"', '\'']);
    let word = !bare.contains(|c: char| c.is_whitespace() || "[]{},\"'`#&*!|>%@".contains(c));
    let opens = rest.starts_with(['[', '{', '"', '\'']) && !word;
    (!bare.is_empty() && !opens && (at_top || word)).then_some(colon)
}

/// Every value of a block, in its order.
pub(super) fn slots(yaml: &str) -> Vec<Slot<'_>> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    let mut slots = Vec::new();
    let (mut top, mut next) = ("", 0);
    while let Some(&(start, line)) = lines.get(next) {
        next += 1;
        let Some(head) = head(line) else { continue };
        if head.column == 0 && head.item.is_none() {
            top = head.key;
        }
        let written = line.get(head.value..).unwrap_or_default();
        let begin = start + head.value + (written.len() - written.trim_start().len());
        let written = written.trim();
        if written.is_empty() && head.item.is_none() {
            continue;
        }
        let mut end = begin + written.len();
        if !written.is_empty() && !written.starts_with('#') {
            let last = last_line(yaml, &lines, next, begin, &head);
            if !is_block_header(written) {
                let reach = lines.get(last).map_or(yaml.len(), |(start, _)| *start);
                end = begin + yaml.get(begin..reach).map_or(0, |value| value.trim_end().len());
            }
            next = last;
        }
        let item = head.item.map(|(dash, after)| (dash, start + after));
        slots.push(Slot { top, key: head.key, line: start, item, value: begin..end });
    }
    slots
}

/// The line after the last one of a value whose first line is the one before `next`.
fn last_line(yaml: &str, lines: &[(usize, &str)], next: usize, begin: usize, head: &Head<'_>) -> usize {
    if let Some(length) = yaml.get(begin..).filter(|value| value.starts_with(['[', '{'])).and_then(balanced) {
        return lines.partition_point(|(start, _)| *start < begin + length);
    }
    let continues = |(_, line): &&(usize, &str)| {
        let rest = line.trim_start_matches(' ');
        rest.trim().is_empty() || line.len() - rest.len() > head.column
    };
    next + lines.get(next..).unwrap_or_default().iter().take_while(continues).count()
}

/// Whether this begins a block of text: `|`, `>-` and the like.
pub(super) fn is_block_header(written: &str) -> bool {
    let mark = written.split_whitespace().next().unwrap_or_default();
    let rest = written.get(mark.len()..).unwrap_or_default().trim_start();
    mark.starts_with(['|', '>'])
        && mark.get(1..).is_some_and(|signs| signs.len() < 3 && signs.chars().all(|c| "+-123456789".contains(c)))
        && (rest.is_empty() || rest.starts_with('#'))
}

/// How many bytes the bracket at the start of `text` and what it holds are long, if it is closed.
pub(super) fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open && !(open == '"' && before == '\\') => quote = None,
            // A quotation mark within a word, as in `don't`, opens nothing.
            (None, '"' | '\'') if before.is_whitespace() || "[{,:".contains(before) => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    None
}

/// Where the items within a bracket are written, without white space around them. `text` ends with its closing bracket.
pub(super) fn items(text: &str) -> Vec<Range<usize>> {
    let inner = 1..text.len().saturating_sub(1).max(1);
    let (mut depth, mut quote, mut before) = (0_usize, None, ' ');
    let mut items = Vec::new();
    let mut start = inner.start;
    let mut close = |start: usize, end: usize| {
        let item = text.get(start..end).unwrap_or_default();
        let begin = start + (item.len() - item.trim_start().len());
        items.push(begin..begin + item.trim().len());
    };
    for (at, c) in text.char_indices().filter(|(at, _)| inner.contains(at)) {
        match (quote, c) {
            (Some(open), _) if c == open && !(open == '"' && before == '\\') => quote = None,
            (None, '"' | '\'') if before.is_whitespace() || "[{,:".contains(before) => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                close(start, at);
                start = at + 1;
            }
            _ => {}
        }
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    close(start, inner.end);
    // A comma after the last item begins no other.
    if items.last().is_some_and(Range::is_empty) {
        items.pop();
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &str, expected: &[(&str, &str, &str)]) {
        let found: Vec<_> = slots(yaml).iter().map(|slot| (slot.top, slot.key, &yaml[slot.value.clone()])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_value_has_a_slot() {
        check(
            "title: What # is it?\nkind: mcq # easy\n",
            &[("title", "title", "What # is it?"), ("kind", "kind", "mcq # easy")],
        );
        check("tags:\n  - a b\n  - #c\n-d: e\n", &[("tags", "", "a b"), ("tags", "", "#c"), ("-d", "-d", "e")]);
        check("references:\n- title: A\n  url: b\n", &[("references", "title", "A"), ("references", "url", "b")]);
    }

    #[test]
    fn a_value_may_span_lines() {
        check("title: a\n  b\n\ntags: [a,\n b\n]\n", &[("title", "title", "a\n  b"), ("tags", "tags", "[a,\n b\n]")]);
        check("description: |\n  a: b\norder: 1\n", &[("description", "description", "|"), ("order", "order", "1")]);
        check("tags: [a, b\norder: 1\n", &[("tags", "tags", "[a, b"), ("order", "order", "1")]);
    }

    #[test]
    fn the_items_of_a_bracket_are_found() {
        let list = "[a, \"b, c\", [d, e], don't,]";
        let found: Vec<_> = items(list).into_iter().map(|item| &list[item]).collect();
        assert_eq!(found, ["a", "\"b, c\"", "[d, e]", "don't"]);
        assert!(items("[]").is_empty());
    }
}
