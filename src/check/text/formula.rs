//! Formulas in spellings that aren't read: `\(x\)`, `\[x\]`, `$ x $`, and dollar signs that are never closed.

use std::ops::Range;

use super::run::{Run, THING, escaped};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let before = found.len();
    let round = delimited(run, '(', ')', |_, _| true);
    for part in &round {
        report_delimited(run, part, ('(', ')'), "$", found);
    }
    let whole = run.text.trim();
    let is_whole = whole.starts_with(escaped('[')) && whole.ends_with(escaped(']'));
    for part in delimited(run, '[', ']', |inner, text| is_math(inner) || is_whole || text.contains(escaped('('))) {
        report_delimited(run, &part, ('[', ']'), "$$", found);
    }
    if run.text.contains('$') {
        let used = spaced(run, found);
        let is_clean = found.len() == before;
        unclosed(run, &used, is_clean, found);
    }
}

/// What stands between `\(` and `\)`, or `\[` and `\]`, marks included.
fn delimited(run: &Run<'_>, open: char, close: char, is_meant: impl Fn(&str, &str) -> bool) -> Vec<Range<usize>> {
    let (open, close) = (escaped(open), escaped(close));
    let text = run.text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(open)).map(|offset| at + offset) {
        let inner = start + open.len_utf8();
        let Some(length) = text.get(inner..).and_then(|rest| rest.find(close)) else { break };
        let end = inner + length;
        let content = text.get(inner..end).unwrap_or_default();
        let is_link = text.get(..start).is_some_and(|before| before.ends_with(']') || before.ends_with(escaped(']')));
        if !content.trim().is_empty() && !is_link && is_meant(content, text) {
            found.push(start..end + close.len_utf8());
        }
        at = end + close.len_utf8();
    }
    found
}

fn report_delimited(
    run: &Run<'_>,
    part: &Range<usize>,
    (open, close): (char, char),
    dollars: &str,
    found: &mut Vec<Diagnostic>,
) {
    let written = run.written(part.clone());
    let inner = written.trim_start_matches(['\\', open]).trim_end_matches(['\\', close]).trim();
    let message =
        format!("`\\{open}` and `\\{close}` don't mark a formula here; they are shown as `{open}` and `{close}`");
    let help = format!("write `{dollars}{}{dollars}`", short(inner));
    found.push(Diagnostic::new(Code::UnreadMath, run.span(part.clone()), message).help(help));
}

/// A formula of several lines is not quoted in whole.
fn short(tex: &str) -> String {
    let line = tex.lines().next().unwrap_or_default();
    if line.len() == tex.len() && line.chars().count() <= 60 { line.to_owned() } else { "…".to_owned() }
}

/// The dollar signs of a run that stand alone.
fn dollars(text: &str) -> Vec<usize> {
    let alone = |at: usize| {
        !text.get(..at).is_some_and(|before| before.ends_with('$'))
            && !text.get(at + 1..).is_some_and(|after| after.starts_with('$'))
    };
    text.match_indices('$').map(|(at, _)| at).filter(|at| alone(*at)).collect()
}

/// Reports `$ x $`; the dollar signs of all of them.
fn spaced(run: &Run<'_>, found: &mut Vec<Diagnostic>) -> Vec<usize> {
    let text = run.text.as_str();
    let signs = dollars(text);
    let mut used = Vec::new();
    let mut free = 0;
    for (open, close) in signs.iter().zip(signs.iter().skip(1)) {
        let inner = text.get(open + 1..*close).unwrap_or_default();
        let after = text.get(close + 1..).unwrap_or_default();
        let opens_next = after.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())
            || after.starts_with(|c: char| c.is_alphanumeric() || c == '{' || c == '(');
        let is_spaced = inner.starts_with(' ') || inner.ends_with(' ');
        if *open < free || !is_spaced || opens_next || inner.contains(['\n', THING]) || !is_math(inner.trim()) {
            continue;
        }
        let message = "a formula can't begin or end with a space, so this is shown as text";
        let help = format!("write `${}$`", run.written(open + 1..*close).trim());
        found.push(Diagnostic::new(Code::UnreadMath, run.span(*open..close + 1), message).help(help));
        used.extend([*open, *close]);
        free = close + 1;
    }
    used
}

/// Reports a dollar sign that begins a formula and has no partner. `is_clean` says that nothing else was found in the run.
fn unclosed(run: &Run<'_>, used: &[usize], is_clean: bool, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let signs: Vec<usize> = dollars(text).into_iter().filter(|at| !used.contains(at)).collect();
    if let [open] = signs.as_slice()
        && (begins_formula(text, *open) || is_beside_others(run, *open))
    {
        let rest = text.get(open + 1..).unwrap_or_default();
        let end = open + 1 + rest.find(['\n', ',', ';', '.']).unwrap_or(rest.len());
        let message = "this formula is never closed, so its dollar sign is shown";
        let help =
            "write `$` on both sides of it; a dollar sign in text is written `\\$`, and code stands in backticks";
        found.push(Diagnostic::new(Code::UnreadMath, run.span(*open..end), message).help(help));
    } else if is_clean && has_command(text) {
        let start = text.find('$').unwrap_or_default();
        let message = "this looks like a formula but is not read as one";
        let help = "check that its braces `{` and `}` are balanced; a dollar sign in text is written `\\$`";
        found.push(Diagnostic::new(Code::InvalidMath, run.span(start..text.len()), message).help(help));
    }
}

/// Whether a formula follows the dollar sign at `open`: a letter and an operator. A name of several letters is a variable of
/// a shell, and a number is an amount.
fn begins_formula(text: &str, open: usize) -> bool {
    let free = text.get(..open).is_none_or(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    let mut rest = text.get(open + 1..).unwrap_or_default().chars();
    let first = rest.next();
    let rest = rest.as_str();
    let next = rest.trim_start_matches(' ');
    let spaced = next.len() < rest.len();
    match first {
        Some(c) if free && c.is_ascii_alphabetic() => {
            next.starts_with(['^', '+', '\\'])
                || (!spaced && next.starts_with("_{"))
                || (spaced
                    && ["= ", "- ", "< ", "> ", "* "].iter().any(|sign| next.starts_with(sign))
                    && !next.contains(';'))
        }
        _ => false,
    }
}

/// Whether a single letter follows the dollar sign at `open`, in a paragraph with other formulas.
fn is_beside_others(run: &Run<'_>, open: usize) -> bool {
    let text = run.text.as_str();
    let mut rest = text.get(open + 1..).unwrap_or_default().chars();
    let is_letter = rest.next().is_some_and(|c| c.is_ascii_alphabetic()) && rest.next().is_none_or(|c| c == ' ');
    let free = text.get(..open).is_none_or(|before| before.is_empty() || before.ends_with([' ', '(']));
    let mut things = text.match_indices(THING).map(|(at, _)| run.written(at..at + THING.len_utf8()));
    is_letter && free && things.any(|written| written.starts_with('$'))
}

fn has_command(text: &str) -> bool {
    let Some((_, after)) = text.split_once('$') else { return false };
    after.split('\\').skip(1).any(|piece| {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        rest.len() < piece.len() && rest.starts_with('{')
    })
}

/// Whether `text` has what formulas have, and is no sentence.
fn is_math(text: &str) -> bool {
    let is_short = text.chars().count() <= 2 && text.starts_with(|c: char| c.is_alphabetic());
    let is_operator = |c: char| matches!(c, '\\' | '^' | '_' | '=' | '+' | '<' | '>' | '{' | '∈' | '≤' | '≥' | '·');
    let mut words = 0;
    for (at, word) in words_of(text) {
        let is_command = text.get(..at).is_some_and(|before| before.ends_with('\\'));
        words += usize::from(word.chars().count() >= 3 && !is_command);
    }
    (is_short || text.contains(is_operator) || text.chars().any(is_operator_escaped)) && words <= 2
}

fn is_operator_escaped(c: char) -> bool {
    ['_', '=', '{', '\\'].iter().any(|mark| escaped(*mark) == c)
}

fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let letters = |c: char| !c.is_alphabetic();
    let base = text.as_ptr() as usize;
    text.split(letters).filter(|word| !word.is_empty()).map(move |word| (word.as_ptr() as usize - base, word))
}

/// Reports `$$` that is shown: never closed, or with an empty line before its end.
pub(super) fn display(runs: &[Run<'_>], found: &mut Vec<Diagnostic>) {
    let mut open: Option<(&Run<'_>, usize)> = None;
    for run in runs.iter().filter(|run| run.text.contains("$$")) {
        for at in pairs(&run.text) {
            if let Some((first, start)) = open.take() {
                let (begin, end) = (first.span(start..start + 2), run.span(at..at + 2));
                let inner = first.file.get(begin.range().end..end.range().start).unwrap_or_default();
                let (message, help) = interruption(inner);
                found.push(
                    Diagnostic::new(Code::UnreadMath, begin, message).related(end, "its end would be here").help(help),
                );
            } else if is_display(run, at) {
                open = Some((run, at));
            }
        }
    }
    if let Some((run, at)) = open {
        let message = "this formula is never closed, so its dollar signs are shown";
        let help = "write `$$` on both sides of the formula";
        found.push(Diagnostic::new(Code::UnreadMath, run.span(at..at + 2), message).help(help));
    }
}

/// What ends a formula before its last dollar signs.
fn interruption(inner: &str) -> (String, String) {
    let mut lines = inner.lines().skip(1);
    let block = lines.find_map(|line| {
        let line = line.trim_start();
        let mark: String = line.chars().take_while(|c| matches!(c, '-' | '+' | '*' | '>' | '#' | '=')).collect();
        (line.is_empty() || !mark.is_empty()).then_some(mark)
    });
    match block {
        Some(mark) if !mark.is_empty() => (
            format!("a line that begins with `{mark}` ends this formula, so its dollar signs are shown"),
            format!("put the `{mark}` at the end of the line above"),
        ),
        _ => (
            "an empty line ends this formula, so its dollar signs are shown".to_owned(),
            "take the empty line out, or make two formulas of it".to_owned(),
        ),
    }
}

/// Where exactly two dollar signs stand.
fn pairs(text: &str) -> Vec<usize> {
    let exact = |at: usize| {
        !text.get(..at).is_some_and(|before| before.ends_with('$'))
            && !text.get(at + 2..).is_some_and(|after| after.starts_with('$'))
    };
    text.match_indices("$$").map(|(at, _)| at).filter(|at| exact(*at)).collect()
}

/// Whether `$$` at `at` is meant to begin a formula.
fn is_display(run: &Run<'_>, at: usize) -> bool {
    let text = run.text.as_str();
    let begins_line =
        text.get(..at).is_some_and(|before| before.trim_end_matches(' ').is_empty() || before.ends_with('\n'));
    let after = text.get(at + 2..).unwrap_or_default();
    let line = after.lines().next().unwrap_or_default();
    (begins_line && (line.trim().is_empty() || is_math(line) || line.contains('\\')))
        || (is_math(line) && line.trim().len() > 2)
}
