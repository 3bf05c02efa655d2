//! Links, images and footnotes that are shown as their brackets.

use std::ops::Range;

use super::run::{ADDRESS, Place, Run};
use super::{destination, reference};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if !text.contains(']') {
        return;
    }
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('[')).map(|offset| at + offset) {
        at = open + 1;
        if text.get(open..).is_some_and(|rest| rest.starts_with("[[")) {
            at = wiki(run, open, found).unwrap_or(open + 2);
            continue;
        }
        let Some(close) = closing(text, open) else { continue };
        at = one(run, open, close, found).unwrap_or(at);
    }
}

/// Where the bracket that opens at `open` closes.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.get(open..)?.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(open + at);
        }
    }
    None
}

/// Reports the brackets from `open` to `close` if they were meant as a link, and returns where to go on.
fn one(run: &Run<'_>, open: usize, close: usize, found: &mut Vec<Diagnostic>) -> Option<usize> {
    let text = run.text.as_str();
    let inner = text.get(open + 1..close)?;
    let (before, after) = (text.get(..open)?, text.get(close + 1..)?);
    let start = if before.ends_with('!') { open - 1 } else { open };
    let bang = if start < open { "!" } else { "" };
    let label = || run.written(open + 1..close);
    let mut report = |part: Range<usize>, message: &str, help: String| {
        found.push(Diagnostic::new(Code::UnreadLink, run.span(part.clone()), message).help(help));
        Some(part.end)
    };
    let what = if bang.is_empty() { "link" } else { "image" };
    if let Some(rest) = after.strip_prefix('(') {
        let from = close + 2;
        let closed = destination::end(rest);
        if closed.is_none() && run.place == Place::Title {
            return None;
        }
        let length = closed.unwrap_or_else(|| destination::open_end(rest));
        if !is_address(destination::first(rest.get(..length)?)) {
            return None;
        }
        let end = from + length + usize::from(closed.is_some());
        let written = run.written(from..from + length);
        let label = label();
        if let Some((message, help)) = nested(&label, bang, &written) {
            return report(start..end, message, help);
        }
        let read = destination::read(&written, closed.is_some());
        let is_square = closed.is_some() && text.get(from + length..).is_some_and(|rest| rest.starts_with(']'));
        let wrong = if is_square { "there is a `]` where the `)` goes" } else { read.wrong };
        let message = format!("{wrong}, so this {what} is shown as text");
        return report(start..end, &message, format!("write `{bang}[{label}]({})`", read.better));
    }
    if let Some(rest) = after.strip_prefix(" (") {
        let dest = rest.get(..rest.find(')')?)?;
        let end = close + 3 + dest.len() + 1;
        if !dest.contains(char::is_whitespace) && is_address(dest) && !inner.is_empty() {
            let help = format!("write `{bang}[{}]({})`", label(), run.written(close + 3..end - 1));
            let message = format!("a space stands between the two parts of this {what}, so it is shown as text");
            return report(start..end, &message, help);
        }
        return None;
    }
    if let Some(rest) = after.strip_prefix('[') {
        return reference::report(run, (start, open, close), rest, found);
    }
    reversed(run, open, close, found)
}

/// What to write where the text of a link holds a link or the mark of a footnote, which a link can't.
fn nested(label: &str, bang: &str, dest: &str) -> Option<(&'static str, String)> {
    if !bang.is_empty() {
        return None;
    }
    if let Some((before, rest)) = label.split_once("[^")
        && let Some((name, after)) = rest.split_once(']')
    {
        let help = format!("put the mark behind the link: `[{before}{after}]({dest})[^{name}]`");
        return Some(("a link can't hold the mark of a footnote, so its brackets are shown as text", help));
    }
    let (before, rest) = label.split_once('[')?;
    let (text, rest) = rest.split_once("](")?;
    let (_, after) = rest.split_once(')')?;
    let help = format!("write one of the two, such as `[{before}{text}{after}]({dest})`");
    Some(("a link can't hold another link, so its brackets are shown as text", help))
}

/// `(text)[address]`.
fn reversed(run: &Run<'_>, open: usize, close: usize, found: &mut Vec<Diagnostic>) -> Option<usize> {
    let text = run.text.as_str();
    let dest = text.get(open + 1..close)?;
    let before = text.get(..open)?.strip_suffix(')')?;
    let start = before.rfind('(')?;
    if dest.contains(char::is_whitespace) || !is_address(dest) {
        return None;
    }
    let help = format!("write `[{}]({})`", run.written(start + 1..open - 1), run.written(open + 1..close));
    let message = "the brackets of this link are the wrong way round, so it is shown as text";
    found.push(Diagnostic::new(Code::UnreadLink, run.span(start..close + 1), message).help(help));
    Some(close + 1)
}

/// `[[page]]` and `![[picture]]` of wikis and Obsidian.
fn wiki(run: &Run<'_>, open: usize, found: &mut Vec<Diagnostic>) -> Option<usize> {
    /// Attributes of C++ and what shells have in two brackets.
    const CODE: &[&str] =
        &["nodiscard", "noreturn", "likely", "unlikely", "fallthrough", "maybe_unused", "deprecated", "assume"];
    let text = run.text.as_str();
    let rest = text.get(open + 2..)?;
    let inner = rest.get(..rest.find("]]")?)?;
    let end = open + 2 + inner.len() + 2;
    let joined = text.get(..open)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']' | ')'));
    if super::other::is_contents(text.trim()) {
        return None;
    }
    let is_name = inner.chars().count() > 1 && inner.starts_with(|c: char| c.is_alphanumeric() || c == '#' || c == '/');
    let is_list = inner.contains(['[', ']', '\n', ',', '=', ';']) || inner.ends_with(' ');
    let is_number = inner.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-'));
    if joined || !is_name || is_list || is_number || CODE.contains(&inner) {
        return None;
    }
    let written = run.written(open + 2..end - 2);
    let (target, label) = written.split_once('|').unwrap_or((&written, &written));
    let has_ending = target.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let is_embed = text.get(..open)?.ends_with('!');
    let (start, help) = if is_embed {
        let name = if has_ending { target.to_owned() } else { format!("{target}.png") };
        (open - 1, format!("write `![what it shows]({name})`"))
    } else {
        let name = if has_ending || target.contains('#') { target.to_owned() } else { format!("{target}.md") };
        let name = if name.contains(' ') { format!("<{name}>") } else { name };
        (open, format!("write `[{label}]({name})`"))
    };
    let message = "links of wikis are not read and are shown as text";
    found.push(Diagnostic::new(Code::UnreadLink, run.span(start..end), message).help(help));
    Some(end)
}

/// Whether `text` looks like an address or the name of a file, and like nothing else.
pub(super) fn is_address(text: &str) -> bool {
    const ENDINGS: &[&str] =
        &["md", "html", "htm", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "txt", "csv", "zip", "ipynb"];
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    text.contains(ADDRESS)
        || ["http://", "https://", "./", "../", "www.", "http ://", "https ://"]
            .iter()
            .any(|start| text.starts_with(start))
        || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Marks of footnotes that have no text.
pub(super) fn footnotes(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    for (open, _) in text.match_indices("[^") {
        let rest = text.get(open + 2..).unwrap_or_default();
        let Some(label) = rest.split(']').next().filter(|label| label.len() < rest.len()) else { continue };
        let end = open + 2 + label.len() + 1;
        let after = text.get(end..).and_then(|after| after.chars().next());
        let before = text.get(..open).and_then(|before| before.chars().next_back());
        // `[^a-z]+` is a pattern.
        let is_name = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_pattern = matches!(after, Some('+' | '*' | '?' | '{' | ']' | '/' | '$'));
        let is_number = label.chars().all(|c| c.is_ascii_digit());
        let follows =
            before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ')' | '"' | '。' | '、'));
        if is_name && !is_pattern && (is_number || (follows && label.len() > 2)) && after != Some(':') {
            let message = format!("there is no footnote `{label}`, so its mark is shown as text");
            let help = format!("add a line `[^{label}]: …` below, or remove the mark");
            found.push(Diagnostic::new(Code::UndefinedFootnote, run.span(open..end), message).help(help));
        }
    }
}
