//! Marks of other Markdowns and of reStructuredText, and Markdown with a space too much.

use super::run::{Place, Run, THING};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let mut warn = |part: std::ops::Range<usize>, message: &str, help: String| {
        found.push(Diagnostic::new(Code::UnreadMarkup, run.span(part), message).help(help));
    };
    if text.len() < 16 && is_contents(text.trim()) {
        let help = "leave it out: a list of contents is added automatically";
        warn(0..text.len(), "this is shown as it is written", help.to_owned());
        return;
    }
    if text.contains('^') {
        note(run, &mut warn);
    }
    roles(run, &mut warn);
    if text.contains(['+', '|']) {
        inserted(run, &mut warn);
    }
    entities(text, &mut warn);
    if run.place != Place::Title && text.contains(['*', '_', '~']) {
        for mark in ["**", "__", "~~"] {
            spaced(run, mark, &mut warn);
        }
    }
}

type Warn<'w> = dyn FnMut(std::ops::Range<usize>, &str, String) + 'w;

/// Whether a paragraph is what other tools put a list of contents for.
pub(super) fn is_contents(text: &str) -> bool {
    let name = text.trim_matches(['[', ']', '_', '{', '}', '$', ':']);
    name.len() < text.len()
        && name.eq_ignore_ascii_case("toc")
        && (text.starts_with('[') && text.ends_with(']') || text.starts_with("${") || text == "{:toc}")
}

/// `^[a note]` and `[ ^1]`.
fn note(run: &Run<'_>, warn: &mut Warn<'_>) {
    let text = run.text.as_str();
    for (at, _) in text.match_indices("^[") {
        let Some(inner) = text.get(at + 2..).and_then(|rest| rest.split_once(']')).map(|(inner, _)| inner) else {
            continue;
        };
        let is_text = inner.split(' ').filter(|word| word.starts_with(char::is_alphabetic)).count() > 1;
        if is_text && !inner.contains('[') && text.get(..at).is_some_and(|before| !before.ends_with('[')) {
            let end = at + 2 + inner.len() + 1;
            let help = format!("write `[^1]` here, and the line `[^1]: {}` below", run.written(at + 2..end - 1));
            warn(at..end, "notes within the text are not read and are shown", help);
        }
    }
    for mark in ["[ ^", "[^ "] {
        for (at, _) in text.match_indices(mark) {
            let from = at + mark.len();
            let Some(label) = text.get(from..).and_then(|rest| rest.split_once(']')).map(|(label, _)| label) else {
                continue;
            };
            if !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()) {
                let help = format!("write `[^{label}]`");
                warn(at..from + label.len() + 1, "with a space in it, this is no mark of a footnote", help);
            }
        }
    }
}

/// `` :ref:`x` `` and `` `text <address>`_ `` of reStructuredText.
fn roles(run: &Run<'_>, warn: &mut Warn<'_>) {
    let text = run.text.as_str();
    for (at, _) in text.match_indices(THING) {
        let end = at + THING.len_utf8();
        let written = run.written(at..end);
        if !written.starts_with('`') {
            continue;
        }
        let before = text.get(..at).unwrap_or_default();
        let code = written.trim_matches('`');
        let role = before.strip_suffix(':').and_then(|before| before.rsplit_once(':')).map(|(_, role)| role);
        let is_role = role.is_some_and(|role| {
            !role.is_empty() && role.len() < 12 && role.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        });
        let is_link = text.get(end..).is_some_and(|after| after.starts_with('_')) && code.ends_with('>');
        if is_link && let Some((label, address)) = code.trim_end_matches('>').rsplit_once('<') {
            let help = format!("write `[{}]({address})`", label.trim());
            warn(at..end + 1, "links of reStructuredText are not read and are shown as code", help);
        } else if is_role && let Some(role) = role {
            let help = format!("delete `:{role}:`, or write a link: `[text](address)`");
            warn(at - role.len() - 2..end, "roles of reStructuredText are not read and are shown", help);
        }
    }
}

/// `++inserted++` and `||hidden words||`.
fn inserted(run: &Run<'_>, warn: &mut Warn<'_>) {
    let text = run.text.as_str();
    for (mark, what) in [("++", "underlines"), ("||", "hides")] {
        let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
        for pair in marks.windows(2) {
            let &[open, close] = pair else { continue };
            let inner = text.get(open + 2..close).unwrap_or_default();
            let words = inner.split(' ').collect::<Vec<_>>();
            let is_plain = words.iter().all(|word| word.len() > 1 && word.chars().all(char::is_alphabetic));
            // `||x||` is a norm, and `++i; j++` is code.
            let fits = if mark == "++" { words.len() == 1 && inner.len() > 2 } else { words.len() > 1 };
            let free =
                |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?'));
            let before = text.get(..open).and_then(|before| before.chars().next_back());
            let after = text.get(close + 2..).and_then(|after| after.chars().next());
            if is_plain && fits && free(before) && free(after) {
                let help = if mark == "++" {
                    format!("write `**{inner}**`")
                } else {
                    "put what readers should not see at once below `## Answer` or `## Hint`".to_owned()
                };
                warn(open..close + 2, &format!("`{mark}` {what} nothing here and is shown"), help);
                break;
            }
        }
    }
}

/// `** bold **`, which a space keeps from being bold.
fn spaced(run: &Run<'_>, mark: &str, warn: &mut Warn<'_>) {
    let text = run.text.as_str();
    let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
    for pair in marks.windows(2) {
        let &[open, close] = pair else { continue };
        let inner = text.get(open + 2..close).unwrap_or_default();
        let core = inner.trim();
        let is_words = core.len() > 2
            && !core.starts_with("kwargs")
            && core.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | ','))
            && core.split(' ').all(|word| word.len() > 1 || matches!(word, "a" | "I" | "A"));
        let before = text.get(..open).unwrap_or_default();
        let after = text.get(close + 2..).and_then(|after| after.chars().next());
        // `base ** exponent ** 2`, and `f(**options, ** x)`.
        let opens = before.is_empty()
            || before.ends_with('\n')
            || (before.ends_with(' ') && !inner.starts_with(' '))
            || before.ends_with(". ")
            || (mark == "~~" && before.ends_with(' '));
        let closes = after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?'));
        if core.len() < inner.len() && is_words && opens && closes {
            let message = format!("with a space inside, these `{mark}` mark nothing and are shown");
            warn(open..close + 2, &message, format!("write `{mark}{core}{mark}`"));
            return;
        }
    }
}

/// `&nosuch;`, and `&copy` without its semicolon.
fn entities(text: &str, warn: &mut Warn<'_>) {
    const NAMES: &[&str] = &[
        "amp", "copy", "gt", "hellip", "larr", "ldquo", "lt", "mdash", "nbsp", "ndash", "quot", "rarr", "rdquo",
        "times",
    ];
    for (at, _) in text.match_indices('&') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = rest.split_at_checked(length).unwrap_or_default();
        let joined = text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '&'));
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && after.starts_with(';') && name.len() > 1 {
            let message = format!("`&{name};` is not an entity, so it is shown as it is written");
            warn(at..at + length + 2, &message, "write the sign itself, or put it in backticks".to_owned());
        } else if NAMES.contains(&name) && !joined && after.chars().next().is_none_or(char::is_whitespace) {
            let message = format!("without a semicolon, `&{name}` is shown as it is written");
            warn(at..at + length + 1, &message, format!("write `&{name};`, or the sign itself"));
        }
    }
}
