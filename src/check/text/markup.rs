//! Marks of other tools, and Markdown that its neighbors keep from being read.

use super::run::{Place, Run, THING};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    callout(run, found);
    templates(run, found);
    lines(run, found);
    stars(run, found);
    between(run, "==", found);
    raised(run, '^', found);
    raised(run, '~', found);
    attributes(run, found);
}

fn unread(message: impl Into<String>, help: impl Into<String>) -> impl FnOnce(crate::source::Span) -> Diagnostic {
    let (message, help) = (message.into(), help.into());
    move |span| Diagnostic::new(Code::UnreadMarkup, span, message).help(help)
}

/// Alerts of kinds that GitHub does not have, or outside a quotation.
fn callout(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let first = text.lines().next().unwrap_or_default();
    if let Some(inner) = first.strip_prefix("[!")
        && let Some((kind, rest)) = inner.split_once(']')
        && !kind.is_empty()
        && kind.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
        && matches!(run.place, Place::Quote | Place::Paragraph)
        && !rest.starts_with(['(', '['])
    {
        let title = rest.trim_start_matches(['-', '+']).trim();
        let near = nearest_alert(kind);
        let mut help = format!("write `> [!{near}]` on a line of its own");
        if !title.is_empty() {
            help.push_str(&format!(", and `> **{title}**` below it"));
        }
        let message =
            "this alert is not read as one; the kinds are `NOTE`, `TIP`, `IMPORTANT`, `WARNING` and `CAUTION`";
        found.push(unread(message, help)(run.span(0..first.len())));
    }
    let other = ["!!! ", "??? ", ":::"].iter().find(|mark| first.starts_with(*mark));
    if let Some(mark) = other
        && run.place == Place::Paragraph
    {
        let name = first.trim_start_matches(['!', '?', ':', ' ', '{']);
        let kind: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        if !kind.is_empty() {
            let message = format!("boxes that begin with `{}` are not read and are shown as text", mark.trim());
            let help = format!("write `> [!{}]`, and `> ` before each line of the text", nearest_alert(&kind));
            found.push(unread(message, help)(run.span(0..first.len())));
        }
    }
}

fn nearest_alert(kind: &str) -> &'static str {
    match kind.to_ascii_lowercase().as_str() {
        "tip" | "hint" | "success" | "check" | "done" => "TIP",
        "important" | "attention" | "key" => "IMPORTANT",
        "warning" | "warn" => "WARNING",
        "caution" | "danger" | "error" | "bug" | "failure" | "fail" | "missing" => "CAUTION",
        _ => "NOTE",
    }
}

/// Tags of Jekyll, Hugo, Jinja and mdBook.
fn templates(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    const MARKS: &[(&str, &str)] = &[("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{#", "}}"), ("{{\u{fffc}", "}}")];
    let text = run.text.as_str();
    if !text.contains('{') {
        return;
    }
    for (open, close) in MARKS {
        let mut at = 0;
        while let Some(start) = text.get(at..).and_then(|rest| rest.find(open)).map(|offset| at + offset) {
            let inner = start + open.len();
            let Some(length) = text.get(inner..).and_then(|rest| rest.find(close)) else { break };
            at = inner + length + close.len();
            if *open == "{%" && text.get(..start).is_some_and(|before| before.ends_with('{')) {
                continue;
            }
            let is_named = text.get(inner..at).is_some_and(|rest| {
                rest.trim_start_matches(['-', ' ', '/', '\u{fffc}']).starts_with(|c: char| c.is_ascii_alphabetic())
            });
            if is_named || open.ends_with('\u{fffc}') {
                let message = "template tags are not read in content and are shown as text";
                let help =
                    "use a code block, an image or a link of Markdown; put it in backticks if readers should see it";
                found.push(unread(message, help)(run.span(start..at)));
            }
        }
    }
}

/// Lines that would be a list or a definition, were they not part of a paragraph.
fn lines(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if run.place == Place::Title || !text.contains('\n') {
        return;
    }
    let mut at = 0;
    let mut before: Option<&str> = None;
    let all: Vec<&str> = text.split('\n').collect();
    for (index, line) in all.iter().enumerate() {
        let start = at;
        at += line.len() + 1;
        let Some(above) = before.replace(line) else { continue };
        if line.starts_with(": ") && index == 1 && above.chars().count() <= 80 {
            let help = format!("write `**{}**: …`, or a list", above.trim());
            let message = "lists of definitions are not read, so this line is part of the paragraph";
            found.push(unread(message, help)(run.span(start..start + line.len())));
            return;
        }
        let Some(number) = number(line) else { continue };
        let follows = all.get(index + 1).and_then(|next| self::number(next)) == Some(number + 1);
        if self::number(above).is_none() && number != 1 && (follows || (above.trim_end().ends_with(':') && number <= 3))
        {
            let message = format!(
                "a list that begins with {number} can't follow text directly, so this is part of the paragraph"
            );
            found.push(unread(message, "put an empty line before it")(run.span(start..start + line.len())));
            return;
        }
    }
}

/// The number that a line begins with as an item of a list.
fn number(line: &str) -> Option<u32> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?;
    let is_item = digits <= 3 && (rest.starts_with(". ") || rest.starts_with(") "));
    if is_item { line.get(..digits)?.parse().ok() } else { None }
}

/// Two stars that should make text bold and can't where they stand: after punctuation and right before a letter, as it often
/// is in Chinese and Japanese.
fn stars(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let exact = |at: usize| {
        !text.get(..at).is_some_and(|before| before.ends_with('*'))
            && !text.get(at + 2..).is_some_and(|after| after.starts_with('*'))
    };
    let marks: Vec<usize> = text.match_indices("**").map(|(at, _)| at).filter(|at| exact(*at)).collect();
    let mut free = 0;
    for (open, close) in marks.iter().zip(marks.iter().skip(1)) {
        let inner = text.get(open + 2..*close).unwrap_or_default();
        let (Some(first), Some(last)) = (inner.chars().next(), inner.chars().next_back()) else { continue };
        let before = text.get(..*open).and_then(|before| before.chars().next_back());
        let after = text.get(close + 2..).and_then(|after| after.chars().next());
        let is_sign = |c: char| {
            !c.is_alphanumeric() && !c.is_whitespace() && (c as u32) < 0xE000 || ('\u{ff00}'..'\u{ffef}').contains(&c)
        };
        let brackets = ['(', '[', '{', '=', '/', '-', '_', '.', '`'];
        let closes_late = is_sign(last) && !brackets.contains(&last) && after.is_some_and(char::is_alphanumeric);
        let opens_late = is_sign(first) && first > '\u{7f}' && before.is_some_and(char::is_alphanumeric);
        let apart = first.is_whitespace() || last.is_whitespace() || inner.contains('\n');
        if *open < free || apart || !(closes_late || opens_late) {
            continue;
        }
        free = close + 2;
        let mut start = 0;
        let (mut core, mut tail) = (inner, String::new());
        if closes_late {
            while let Some(c) = core.chars().next_back().filter(|c| is_sign(*c)) {
                core = core.get(..core.len() - c.len_utf8()).unwrap_or_default();
                tail.insert(0, c);
            }
        }
        if opens_late {
            while let Some(c) = core.chars().next().filter(|c| is_sign(*c)) {
                core = core.get(c.len_utf8()..).unwrap_or_default();
                start += c.len_utf8();
            }
        }
        let message = "these `**` make nothing bold, because of the punctuation beside them, and are shown";
        let help =
            format!("leave the punctuation outside: `{}**{core}**{tail}`", inner.get(..start).unwrap_or_default());
        found.push(unread(message, help)(run.span(*open..close + 2)));
    }
}

/// `==text==`, which other tools highlight.
fn between(run: &Run<'_>, mark: &str, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
    for (open, close) in marks.iter().zip(marks.iter().skip(1)) {
        let inner = text.get(open + 2..*close).unwrap_or_default();
        let before = text.get(..*open).and_then(|before| before.chars().next_back());
        let after = text.get(close + 2..).and_then(|after| after.chars().next());
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '=' | '!' | '<' | '>' | '_');
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if is_word(inner.chars().next())
            && !inner.ends_with(char::is_whitespace)
            && !inner.contains('\n')
            && !before.is_some_and(joins)
            && !after.is_some_and(joins)
        {
            let help = format!("write `**{}**`", run.written(open + 2..*close));
            let message = "`==` highlights nothing here and is shown";
            found.push(unread(message, help)(run.span(*open..close + 2)));
        }
    }
}

/// `x^2^` and `H~2~O`, which other tools raise and lower.
fn raised(run: &Run<'_>, mark: char, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(mark)).map(|offset| at + offset) {
        at = open + 1;
        let rest = text.get(open + 1..).unwrap_or_default();
        let Some(length) = rest.find(mark).filter(|length| (1..=8).contains(length)) else { continue };
        let inner = rest.get(..length).unwrap_or_default();
        let before = text.get(..open).and_then(|before| before.chars().next_back());
        let after = rest.get(length + 1..).and_then(|after| after.chars().next());
        let is_small = inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-'));
        let goes_on = if mark == '^' {
            after.is_some_and(|c| c.is_alphanumeric() || c == '(' || c == '^')
        } else {
            after == Some('~')
        };
        if !is_small || goes_on || !before.is_some_and(|c| c.is_alphanumeric() || c == ')') {
            continue;
        }
        let word = text.get(..open).unwrap_or_default();
        let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let sign = if mark == '^' { '^' } else { '_' };
        let tail: String = if mark == '^' {
            String::new()
        } else {
            rest.get(length + 1..).unwrap_or_default().chars().take_while(|c| c.is_alphanumeric()).collect()
        };
        let exponent = if inner.chars().count() == 1 { inner.to_owned() } else { format!("{{{inner}}}") };
        let how = if mark == '^' { "raises" } else { "lowers" };
        let message = format!("`{mark}` {how} nothing here and is shown");
        let help = format!("write a formula: `${word}{sign}{exponent}{tail}$`");
        let end = open + 1 + length + 1;
        found.push(unread(message, help)(run.span(open - word.len()..end + tail.len())));
        at = end;
    }
}

/// `{#name}` and `{.class}` of kramdown and Pandoc, at the end of a heading, right behind an image, a link or code, or on a
/// line of its own.
fn attributes(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    for (open, _) in text.match_indices('{') {
        let rest = text.get(open + 1..).unwrap_or_default();
        let Some(inner) = rest.split_once('}').map(|(inner, _)| inner) else { return };
        let end = open + inner.len() + 2;
        let (before, after) = (text.get(..open).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let ends_line = after.is_empty() || after.starts_with('\n');
        let of_heading = run.place == Place::Heading && before.ends_with(' ') && ends_line;
        let of_thing = before.ends_with(THING) && run.place != Place::Title;
        let of_block = inner.starts_with(':') && ends_line && (before.is_empty() || before.ends_with('\n'));
        if !(of_heading || of_thing || of_block) || !is_attributes(inner) {
            continue;
        }
        let message = "attributes of other tools are not read and are shown as text";
        let help = if of_heading {
            "delete it; a heading's anchor is made of its words"
        } else {
            "delete it; a site's own style sheet (`additional-css`) can change how things look"
        };
        found.push(unread(message, help)(run.span(open..end)));
    }
}

/// Whether `inner` is a list of attributes: `#name`, `.class`, `key=value`, all of them after a colon or not.
fn is_attributes(inner: &str) -> bool {
    let list = inner.trim_start_matches(':').trim();
    let is_one = |word: &str| {
        let name = word.strip_prefix(['#', '.']).or_else(|| word.split_once('=').map(|(key, _)| key));
        name.is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '#'))
        })
    };
    list == "-" || (!list.is_empty() && list.split_whitespace().all(is_one))
}
