//! Lines that were meant as the items of a list, and are one paragraph: `• a`, `-a`, `a. one`.

use super::run::{Place, Run};
use crate::diagnostic::{Code, Diagnostic};

/// Signs of other programs, which begin no item here.
const SIGNS: &[&str] = &[
    "• ", "· ", "‣ ", "◦ ", "▪ ", "● ", "○ ", "■ ", "– ", "— ", "-- ", "-> ", "→ ", "➢ ", "➔ ", "☐ ", "☑ ", "☒ ", "✓ ",
    "✔ ", "✗ ", "✅ ", "❌ ", "[ ] ", "[x] ",
];

/// What the lines of a list begin with.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Mark {
    /// One of [`SIGNS`].
    Sign,
    /// `-a` and `*a`, without a space.
    Joined(char),
    /// `1.a`, without a space.
    Number(u32),
    /// `a. one`, `(a) one`, by the letter.
    Letter(char),
    /// `i. one`, by the number.
    Roman(u32),
}

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    if run.place == Place::Title || run.place == Place::Cell || !run.text.contains('\n') {
        return;
    }
    let mut at = 0;
    let mut lines = Vec::new();
    for line in run.text.split('\n') {
        lines.push((at, line));
        at += line.len() + 1;
    }
    for (index, pair) in lines.windows(2).enumerate() {
        let [(start, first), (next, second)] = pair else { continue };
        let above = index.checked_sub(1).and_then(|above| lines.get(above)).map(|(_, line)| line.trim_end());
        // Below a sentence that goes on, such lines are rather its own.
        let begins = above.is_none_or(|above| above.ends_with([':', '：', '.', '。']));
        // A break that was asked for says that the lines are meant so.
        let is_broken = run.written(next - 1..*next) != "\n";
        if !begins || is_broken || !is_list(first, second) {
            continue;
        }
        let (message, help) = advice(first);
        let part = *start..start + first.len();
        found.push(Diagnostic::new(Code::UnreadMarkup, run.span(part), message).help(help));
        return;
    }
}

fn is_list(first: &str, second: &str) -> bool {
    [as_number, as_letter, as_roman, as_sign].iter().any(|read| match (read(first), read(second)) {
        (Some((Mark::Number(one), _)), Some((Mark::Number(two), _))) => two == one + 1,
        (Some((Mark::Letter(one), _)), Some((Mark::Letter(two), _))) => two as u32 == one as u32 + 1,
        (Some((Mark::Roman(one), _)), Some((Mark::Roman(two), _))) => one == 1 && two == 2,
        (Some((Mark::Joined(one), _)), Some((Mark::Joined(two), _))) => one == two,
        (Some((Mark::Sign, _)), Some((Mark::Sign, _))) => true,
        _ => false,
    })
}

fn advice(line: &str) -> (&'static str, String) {
    let read = [as_number, as_letter, as_roman, as_sign].iter().find_map(|read| read(line));
    let (mark, text) = read.unwrap_or((Mark::Sign, line));
    let better = match mark {
        Mark::Number(number) => format!("{number}. {text}"),
        Mark::Letter(_) | Mark::Roman(_) => format!("1. {text}"),
        Mark::Sign if line.starts_with('[') => format!("- {line}"),
        Mark::Sign | Mark::Joined(_) => format!("- {text}"),
    };
    let message = match mark {
        Mark::Number(_) | Mark::Joined(_) => {
            "without a space after its mark this line begins no list, so its lines are shown as one"
        }
        _ => "this sign begins no list, so the lines are shown as one",
    };
    (message, format!("write `{}`, and the other lines alike", better.replace(super::run::THING, "…")))
}

fn as_sign(line: &str) -> Option<(Mark, &str)> {
    if let Some(text) = SIGNS.iter().find_map(|sign| line.strip_prefix(sign)) {
        return Some((Mark::Sign, text.trim()));
    }
    let mark = line.chars().next().filter(|c| matches!(c, '-' | '*' | '+'))?;
    let text = line.get(1..)?;
    // `-v` is an option of a program, and `*x*` and `-5` are something else.
    let is_word = text.starts_with(char::is_alphabetic) && !text.contains(['*', '=']);
    is_word.then_some((Mark::Joined(mark), text))
}

fn as_number(line: &str) -> Option<(Mark, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits)?.parse().ok().filter(|_| digits <= 2)?;
    let text = line.get(digits..)?.strip_prefix(['.', ')', '、', '．'])?;
    text.starts_with(char::is_alphabetic).then_some((Mark::Number(number), text))
}

fn as_letter(line: &str) -> Option<(Mark, &str)> {
    let rest = line.strip_prefix('(').unwrap_or(line);
    let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    let text = rest.get(1..)?.strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    Some((Mark::Letter(letter), text))
}

fn as_roman(line: &str) -> Option<(Mark, &str)> {
    const NUMBERS: &[&str] = &["i", "ii", "iii"];
    let rest = line.strip_prefix('(').unwrap_or(line);
    let (name, text) = rest.split_once(['.', ')'])?;
    let at = NUMBERS.iter().position(|number| number.eq_ignore_ascii_case(name))?;
    let number = u32::try_from(at).ok()? + 1;
    Some((Mark::Roman(number), text.strip_prefix(' ')?))
}
