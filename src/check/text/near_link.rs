//! Links and images that only nearly look like one: round brackets of another script, a space after `!`, a lone bracket.

use super::link::is_address;
use super::run::{ADDRESS, Place, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if text.contains(']') {
        full_width(run, found);
        lone(run, found);
        org(run, found);
    }
    if text.contains('<') {
        angled(run, found);
        quoted(run, found);
    }
}

fn warn(span: Span, message: &str, help: String) -> Diagnostic {
    Diagnostic::new(Code::UnreadLink, span, message).help(help)
}

/// `[text]（address）`.
fn full_width(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    for (at, _) in text.match_indices("]（") {
        let from = at + 1 + '（'.len_utf8();
        let Some(length) = text.get(from..).and_then(|rest| rest.find(['）', ')'])) else { continue };
        let dest = text.get(from..from + length).unwrap_or_default();
        let Some(open) = text.get(..at).and_then(|before| before.rfind('[')) else { continue };
        if is_address(dest) {
            let label = run.written(open + 1..at);
            let help = format!("write `[{label}]({})`", run.written(from..from + length));
            let message = "this link has the wide parentheses `（` and `）`, so it is shown as text";
            found.push(warn(run.span(open..from + length), message, help));
        }
    }
}

/// `text](address)` whose bracket is not opened in its paragraph, or is closed before.
fn lone(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '[' | ']')) {
        if c == '[' {
            depth += 1;
            continue;
        }
        if depth > 0 {
            depth -= 1;
            continue;
        }
        let Some(rest) = text.get(at + 1..).and_then(|rest| rest.strip_prefix('(')) else { continue };
        let Some(dest) = rest.find(')').and_then(|end| rest.get(..end)) else { continue };
        if !is_address(dest) || dest.contains(char::is_whitespace) {
            continue;
        }
        let end = at + 2 + dest.len() + 1;
        let dest = run.written(at + 2..end - 1);
        let before = text.get(..at).unwrap_or_default();
        let earlier = before.rfind(']').and_then(|close| Some((before.get(..close)?.rfind('[')?, close)));
        let help = match earlier {
            Some((open, close)) if !before.get(close..).unwrap_or_default().contains(char::is_whitespace) => {
                let (label, tail) = (run.written(open + 1..close), run.written(close + 1..at));
                format!("write a bracket within the text as `\\]`: `[{label}\\]{tail}]({dest})`")
            }
            _ => format!("write the whole link in one paragraph: `[text]({dest})`"),
        };
        let message = "no `[` in this paragraph begins this link, so it is shown as text";
        found.push(warn(run.span(at..end), message, help));
    }
}

/// `[[address][text]]` of Org mode.
fn org(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    for (open, _) in text.match_indices("[[") {
        let rest = text.get(open + 2..).unwrap_or_default();
        let Some((dest, after)) = rest.split_once("][") else { continue };
        let Some((label, _)) = after.split_once("]]") else { continue };
        if dest.contains(['[', ']', '\n']) || label.contains(['[', ']']) || !is_address(dest) {
            continue;
        }
        let middle = open + 2 + dest.len();
        let end = middle + 2 + label.len();
        let help = format!("write `[{}]({})`", run.written(middle + 2..end), run.written(open + 2..middle));
        found.push(warn(run.span(open..end + 2), "links of Org mode are not read and are shown as text", help));
    }
}

/// `<a href="page.md>`, whose quotation mark is never closed.
fn quoted(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    for start in ["<a href=", "<img src="] {
        let Some(open) = text.find(start) else { continue };
        let tag = text.get(open..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        if tag.len() < text.len() - open && tag.matches(['"', '\'']).count() == 1 {
            let message = "a quotation mark of this tag is never closed, so it is shown as text";
            let part = open..open + tag.len() + 1;
            let address = run.written(open + start.len()..part.end - 1);
            let address = address.trim_matches(['"', '\'']).to_owned();
            let help = format!("write `{}[text]({address})`", if start.starts_with("<i") { "!" } else { "" });
            found.push(Diagnostic::new(Code::HtmlAsText, run.span(part), message).help(help));
        }
    }
}

/// `<www.a.org>` and `<page.md>`.
fn angled(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    if run.place == Place::Title {
        return;
    }
    let text = run.text.as_str();
    for (open, _) in text.match_indices('<') {
        let rest = text.get(open + 1..).unwrap_or_default();
        let Some(inner) = rest.find('>').and_then(|end| rest.get(..end)) else { continue };
        if inner.contains(char::is_whitespace) || inner.contains(['<', '*', '@']) || !is_address(inner) {
            continue;
        }
        let part = open..open + 1 + inner.len() + 1;
        let written = run.written(open + 1..part.end - 1);
        let is_host = inner.contains(ADDRESS) || written.starts_with("www.");
        let help = if is_host {
            format!("write `<https://{}>`", written.trim_start_matches("https://"))
        } else {
            format!("write `[text]({written})`, or put it in backticks")
        };
        found.push(warn(run.span(part), "only whole addresses are links between `<` and `>`", help));
    }
}
