//! Links whose address stands on a line of its own, `[name]: address`, where that line is missing or is not read.

use super::link::is_address;
use super::run::{Place, Run};
use crate::diagnostic::{Code, Diagnostic};

/// `[text][name]` without a line that says what the name is.
pub(super) fn report(
    run: &Run<'_>,
    (start, open, close): (usize, usize, usize),
    rest: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let text = run.text.as_str();
    let name = rest.get(..rest.find(']')?)?;
    let inner = text.get(open + 1..close)?;
    let joined =
        text.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']' | ')' | '}' | '$'));
    let is_word = |text: &str| text.contains(|c: char| c.is_alphabetic()) && !text.contains('[');
    let is_meant = is_word(inner) && (name.is_empty() || is_word(name) || (inner.len() > 2 && !name.contains(' ')));
    if joined || !is_meant || inner.starts_with('^') || name.starts_with('^') || inner.trim() != inner {
        return None;
    }
    let end = close + 2 + name.len() + 1;
    let label = run.written(open + 1..close);
    let own_name = name.is_empty();
    let name = if own_name { label.trim_matches(['*', '_', '`', '~']).to_owned() } else { name.to_owned() };
    let message = format!("nothing says where `{name}` leads, so this is shown as text");
    let found_one = Diagnostic::new(Code::UnreadLink, run.span(start..end), message);
    let found_one = match line_of(run.file, &name) {
        // Reported where it stands.
        Some(line) if line.trim_start().split_once("] ").is_some_and(|(_, rest)| rest.starts_with(':')) => {
            return Some(end);
        }
        Some(line) => match slip(line, &name) {
            Some(help) => found_one.help(help),
            None if own_name => found_one.help(format!("write `[{label}][{name}]`")),
            None => found_one.help(format!("put `{}` below an empty line, not indented", line.trim())),
        },
        None => found_one.help(format!("add the line `[{name}]: address`, or write `[{label}](address)`")),
    };
    found.push(found_one);
    Some(end)
}

/// The line of `file` that was meant to say where `name` leads.
fn line_of<'f>(file: &'f str, name: &str) -> Option<&'f str> {
    file.lines().find(|line| {
        let rest = line.trim_start().strip_prefix('[').and_then(|rest| {
            let at = rest.find(']')?;
            (rest.get(..at)?.eq_ignore_ascii_case(name)).then(|| rest.get(at + 1..))?
        });
        rest.is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    })
}

/// What to write in place of a line that is nearly read.
fn slip(line: &str, name: &str) -> Option<String> {
    let (_, rest) = line.split_once(']')?;
    let after = rest.trim_start();
    let dest = after.trim_start_matches([':', '：']).trim();
    let address = dest.split_whitespace().next()?;
    let title = dest.get(address.len()..)?.trim();
    let written = line.trim();
    if !rest.starts_with(':') {
        let why = if after.starts_with('：') { "this colon" } else { "a space before the colon" };
        return Some(format!("with {why}, `{written}` is not read; write `[{name}]: {dest}`"));
    }
    let quoted = |mark: char| title.len() > 1 && title.starts_with(mark) && title.ends_with(mark);
    let is_title = title.is_empty() || quoted('"') || quoted('\'') || (title.starts_with('(') && title.ends_with(')'));
    if is_title {
        return None;
    }
    let better = match title.strip_prefix('"').and_then(|title| title.split_once('"')) {
        Some((title, _)) => format!("[{name}]: {address} \"{title}\""),
        None => format!("[{name}]: {address} \"{}\"", title.trim_matches(['"', '“', '”', '\''])),
    };
    Some(format!("only a title in quotation marks may follow the address in `{written}`; write `{better}`"))
}

/// Lines that should say where a name leads and are part of a paragraph.
pub(super) fn in_text(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if run.place != Place::Paragraph || !text.contains(']') {
        return;
    }
    let mut at = 0;
    for (index, line) in text.split('\n').enumerate() {
        let start = at;
        at += line.len() + 1;
        let Some((name, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { continue };
        let spaced = rest.trim_start();
        let Some(dest) = spaced.strip_prefix(':') else { continue };
        let address = dest.split_whitespace().next().unwrap_or_default();
        let is_name = !name.is_empty() && !name.contains('[') && !name.starts_with('^');
        let is_first = index == 0 && spaced.len() == rest.len();
        if !is_name || is_first || !is_address(address) {
            continue;
        }
        let span = run.span(start..start + line.len());
        let message = "this line is shown as text, and does not say where a link leads";
        let written = run.written(start..start + line.len());
        let help = if spaced.len() < rest.len() {
            let dest = written.split_once(':').map_or("", |(_, dest)| dest.trim());
            format!("take the space out before the colon: `[{name}]: {dest}`")
        } else {
            "put an empty line before it".to_owned()
        };
        found.push(Diagnostic::new(Code::UnreadLink, span, message).help(help));
    }
}
