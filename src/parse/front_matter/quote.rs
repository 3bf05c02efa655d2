//! Values that YAML reads in another way than their author meant, and how they must be written.

use std::fmt;

use super::slot::{balanced, is_block_header, items};
use crate::markdown::one_line;

/// Why a value is not the text that it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misread {
    /// ` #` begins a comment at this offset.
    Comment(usize),
    /// `&name` is an anchor, which YAML takes out.
    Anchor(String),
    /// `: ` ends a key.
    Colon,
    /// It begins with a sign that has a meaning in YAML.
    Sign(char),
    /// It goes on after the closing quotation mark.
    AfterQuote(char),
    /// The quotation mark or bracket at its start is never closed.
    Unclosed(char),
    /// A backslash and this sign, between double quotes.
    Escape(char),
    /// Quotation marks of print, which YAML takes as part of the text.
    Curly,
    /// An item between brackets without a key.
    Comma,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comment(_) => write!(f, "`#` begins a comment"),
            Self::Anchor(name) => write!(f, "`{name}` is an anchor"),
            Self::Colon => write!(f, "`: ` ends a key"),
            Self::Sign('`') => write!(f, "a backtick at its start has a meaning of its own"),
            Self::Sign(sign) => write!(f, "`{sign}` at its start has a meaning of its own"),
            Self::AfterQuote(mark) => write!(f, "it ends at the second `{mark}`"),
            Self::Unclosed(mark) => write!(f, "the `{mark}` at its start is never closed"),
            Self::Escape(sign) => write!(f, "`\\{sign}` is not an escape between double quotes"),
            Self::Curly => write!(f, "curly quotation marks are part of the text"),
            Self::Comma => write!(f, "`,` ends a value between brackets"),
        }
    }
}

/// What is misread in a value as it is written; brackets are looked into.
pub(super) fn misread(raw: &str) -> Option<Misread> {
    let first = raw.chars().next()?;
    match first {
        '[' | '{' => match balanced(raw) {
            Some(end) if is_over(raw.get(end..)) => in_brackets(raw.get(..end)?),
            Some(_) => Some(Misread::Sign(first)),
            None => Some(Misread::Unclosed(first)),
        },
        '"' | '\'' => quotes(raw, first),
        '|' | '>' if is_block_header(raw) => None,
        _ => plain(raw, first),
    }
}

/// Whether nothing follows a value but a comment.
fn is_over(rest: Option<&str>) -> bool {
    rest.is_none_or(|rest| {
        rest.trim().is_empty() || (rest.starts_with([' ', '\t', '\n']) && rest.trim_start().starts_with('#'))
    })
}

fn in_brackets(raw: &str) -> Option<Misread> {
    let is_map = raw.starts_with('{');
    items(raw).into_iter().find_map(|item| {
        let item = raw.get(item)?;
        if !is_map {
            return misread(item);
        }
        match item.split_once(": ") {
            Some((_, value)) => misread(value.trim()),
            None if item.ends_with(':') || item.starts_with(['"', '\'']) => None,
            None => Some(Misread::Comma),
        }
    })
}

fn quotes(raw: &str, mark: char) -> Option<Misread> {
    let Some((end, escape)) = closing(raw, mark) else {
        let all = escapes(raw).filter(|_| mark == '"');
        return Some(all.map_or(Misread::Unclosed(mark), Misread::Escape));
    };
    if !is_over(raw.get(end..)) {
        return Some(Misread::AfterQuote(mark));
    }
    escape.map(Misread::Escape)
}

/// The offset after the closing quotation mark, and the first escape before it that is none.
fn closing(raw: &str, mark: char) -> Option<(usize, Option<char>)> {
    let mut chars = raw.char_indices().skip(1).peekable();
    let mut wrong = None;
    while let Some((at, c)) = chars.next() {
        if mark == '"' && c == '\\' {
            let escaped = chars.next().map(|(_, c)| c)?;
            if !is_escape(escaped, raw.get(at + 2..).unwrap_or_default()) {
                wrong = wrong.or(Some(escaped));
            }
        } else if c == mark {
            if mark == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
                continue;
            }
            return Some((at + 1, wrong));
        }
    }
    None
}

/// What may follow a backslash between double quotes.
const ESCAPES: &str = "0abt\tnvfre \"/\\N_LPxuU\n\r";

/// Whether a backslash and `sign` are an escape before `rest`: some need hexadecimal digits after them.
fn is_escape(sign: char, rest: &str) -> bool {
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    ESCAPES.contains(sign) && rest.bytes().take_while(u8::is_ascii_hexdigit).take(digits).count() == digits
}

fn escapes(raw: &str) -> Option<char> {
    let mut chars = raw.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            let (_, escaped) = chars.next()?;
            if !is_escape(escaped, raw.get(at + 2..).unwrap_or_default()) {
                return Some(escaped);
            }
        }
    }
    None
}

fn plain(raw: &str, first: char) -> Option<Misread> {
    let second = raw.chars().nth(1);
    let spaced = second.is_none_or(char::is_whitespace);
    match first {
        '#' => return Some(Misread::Comment(0)),
        '&' if !spaced => {
            return Some(Misread::Anchor(raw.split_whitespace().next().unwrap_or(raw).to_owned()));
        }
        '&' | '*' | '!' | '%' | '@' | '`' | '|' | '>' | ',' | ']' | '}' => return Some(Misread::Sign(first)),
        '-' | '?' | ':' if spaced => return Some(Misread::Sign(first)),
        _ => {}
    }
    let comment = raw
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|at| raw.get(..*at).is_some_and(|before| before.ends_with([' ', '\t', '\n'])));
    let colon = raw.match_indices(':').map(|(at, _)| at).find(|at| is_over_or_space(raw.get(at + 1..)));
    match (comment, colon) {
        (Some(comment), Some(colon)) if colon < comment => Some(Misread::Colon),
        (Some(comment), _) => Some(Misread::Comment(comment)),
        (None, Some(_)) => Some(Misread::Colon),
        (None, None) => is_curly(raw).then_some(Misread::Curly),
    }
}

fn is_over_or_space(rest: Option<&str>) -> bool {
    rest.is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The quotation marks of print that word processors put in place of straight ones.
const CURLY: &[(char, char)] = &[('“', '”'), ('‘', '’'), ('„', '“'), ('„', '”'), ('”', '”'), ('’', '’')];

/// Whether the whole value stands between one pair of curly quotation marks.
fn is_curly(raw: &str) -> bool {
    inner(raw).is_some_and(|inner| !inner.contains(['“', '”', '„', '‘']))
}

fn inner(raw: &str) -> Option<&str> {
    CURLY.iter().find_map(|(open, close)| raw.strip_prefix(*open)?.strip_suffix(*close))
}

/// The text that the author of a misread value most likely meant.
fn meant(raw: &str) -> &str {
    let raw = raw.trim();
    if let Some(inner) = inner(raw).filter(|_| is_curly(raw)) {
        return inner;
    }
    for mark in ['"', '\''] {
        let Some(rest) = raw.strip_prefix(mark) else { continue };
        let Some(inner) = rest.strip_suffix(mark) else {
            // `"Hello" in Python?` keeps its marks; `"Hello?` has lost its second one.
            return if rest.contains(mark) { raw } else { rest };
        };
        // In `"a "b" c"` the second mark opens a word, so the outer two are quotation marks of YAML; in `"a" and "b"`
        // it closes one.
        let second = inner.find(mark).and_then(|at| inner.get(at + 1..)).and_then(|rest| rest.chars().next());
        return if second.is_none_or(char::is_alphanumeric) { inner } else { raw };
    }
    raw
}

/// A value as it must be written to be read as it looks.
pub(super) fn fixed(raw: &str) -> String {
    if raw.starts_with(['[', '{'])
        && let Some(end) = balanced(raw)
        && is_over(raw.get(end..))
        && let Some(list) = raw.get(..end)
    {
        return brackets(list);
    }
    quoted(meant(raw))
}

fn brackets(raw: &str) -> String {
    let parts: Vec<&str> = items(raw).into_iter().filter_map(|item| raw.get(item)).collect();
    let fix = |part: &str| if misread(part).is_some() { fixed(part) } else { part.to_owned() };
    if raw.starts_with('[') {
        return format!("[{}]", parts.into_iter().map(fix).collect::<Vec<_>>().join(", "));
    }
    // A part without a key is what followed a comma of the value before.
    let mut pairs: Vec<(&str, String, bool)> = Vec::new();
    for part in parts {
        match part.split_once(": ") {
            Some((key, value)) => pairs.push((key, value.trim().to_owned(), false)),
            None => {
                if let Some((_, value, joined)) = pairs.last_mut() {
                    *value = format!("{value}, {part}");
                    *joined = true;
                }
            }
        }
    }
    let pair = |(key, value, joined): (&str, String, bool)| {
        format!("{key}: {}", if joined { quoted(meant(&value)) } else { fix(&value) })
    };
    format!("{{ {} }}", pairs.into_iter().map(pair).collect::<Vec<_>>().join(", "))
}

/// `text` between quotation marks: double ones, or single ones where it holds a backslash or a double one.
pub(super) fn quoted(text: &str) -> String {
    let line = if text.contains('\n') { one_line(text) } else { text.into() };
    if line.contains(['"', '\\']) { format!("'{}'", line.replace('\'', "''")) } else { format!("\"{line}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    #[track_caller]
    fn check(raw: &str, written: &str, text: &str) {
        assert!(misread(raw).is_some(), "{raw}");
        assert_eq!(fixed(raw), written);
        let read: Value = serde_yaml::from_str(&format!("title: {written}")).unwrap();
        assert_eq!(read["title"], Value::from(text));
    }

    #[test]
    fn a_misread_value_is_shown_as_it_must_be_written() {
        check("What is a #?", "\"What is a #?\"", "What is a #?");
        check("#1 reason", "\"#1 reason\"", "#1 reason");
        check("&str or String?", "\"&str or String?\"", "&str or String?");
        check("*args?", "\"*args?\"", "*args?");
        check("RAG: what?", "\"RAG: what?\"", "RAG: what?");
        check("[] == ![]?", "\"[] == ![]?\"", "[] == ![]?");
        check("{} or dict()?", "\"{} or dict()?\"", "{} or dict()?");
        check("\"this\" in JavaScript?", "'\"this\" in JavaScript?'", "\"this\" in JavaScript?");
        check("'What's a closure?'", "\"What's a closure?\"", "What's a closure?");
        check("\"a \"b\" c\"", "'a \"b\" c'", "a \"b\" c");
        check("\"a\" and \"b\"", "'\"a\" and \"b\"'", "\"a\" and \"b\"");
        check("\"a \\d regex\"", "'a \\d regex'", "a \\d regex");
        check("\"open", "\"open\"", "open");
        check("“curly”", "\"curly\"", "curly");
        check("it's \"a\": b", "'it''s \"a\": b'", "it's \"a\": b");
    }

    #[test]
    fn brackets_are_looked_into() {
        assert_eq!(misread("[C#, F #, a]"), Some(Misread::Comment(2)));
        assert_eq!(fixed("[C#, F #, a]"), "[C#, \"F #\", a]");
        assert_eq!(fixed("[#python, \"b\"]"), "[\"#python\", \"b\"]");
        assert_eq!(misread("{ title: A, B, url: https://a.example }"), Some(Misread::Comma));
        assert_eq!(fixed("{ title: A, B, url: https://a.example }"), "{ title: \"A, B\", url: https://a.example }");
    }

    #[test]
    fn right_values_are_left_alone() {
        for raw in [
            "C# or F#?",
            "What’s “this”?",
            "a:b",
            "\"a: b\" # note",
            "'it''s'",
            "[a, \"#b\"]",
            "-1",
            "\"\\t\"",
            "|",
            "50 % of it",
        ] {
            assert_eq!(misread(raw), None, "{raw}");
        }
    }
}
