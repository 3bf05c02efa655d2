//! Lines that are nearly options: a space is missing, the brackets are round, or a space is not the usual one.

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::sections::Body;
use crate::source::Span;

/// What keeps a line from being an option, and the line to write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NearBox {
    pub(super) wrong: &'static str,
    pub(super) better: String,
}

/// Spaces that look like one and are none for Markdown.
const OTHER_SPACES: &[char] = &['\u{a0}', '\u{2007}', '\u{2009}', '\u{202f}', '\u{3000}', '\u{200b}', '\u{feff}'];

/// What is wrong with a line that looks like an option; `None` if nothing is, or if it does not look like one.
pub(super) fn near_box(line: &str) -> Option<NearBox> {
    let plain = line.replace(OTHER_SPACES, " ");
    let rest = plain.trim_start();
    let indent = plain.len() - rest.len();
    let is_code = indent >= 4 || plain.get(..indent).is_some_and(|indent| indent.contains('\t'));
    let mark = mark(rest);
    let after_mark = rest.get(mark..)?;
    let boxed = after_mark.trim_start();
    let open = boxed.chars().next().filter(|c| matches!(c, '[' | '(' | '［' | '（'))?;
    let inner = boxed.get(open.len_utf8()..)?;
    let close = inner.find([']', ')', '］', '）'])?;
    let state = match inner.get(..close)?.trim() {
        "" => ' ',
        "x" | "X" | "*" | "✓" | "✔" | "√" => 'x',
        _ => return None,
    };
    let is_round = open != '[';
    let text = inner.get(close..)?.chars().as_str();
    let text = text.get(text.chars().next()?.len_utf8()..)?;
    // Without a dash, only a whole box says that an option is meant.
    if (mark == 0 && (is_round || inner.get(..close) == Some("")))
        || text.starts_with(['(', '[', ':'])
        || text.trim().is_empty()
    {
        return None;
    }
    // Up to the first sign after the box.
    let mut head = line.chars().take(line.chars().count() - text.chars().count() + 1);
    let wrong = if head.any(|c| OTHER_SPACES.contains(&c)) {
        "a space here is a no-break space (U+00A0) or similar, which Markdown doesn't read as a space"
    } else if is_code {
        "it is indented by 4 or more, so it is code"
    } else if mark == 0 {
        "an option begins with `- `"
    } else if rest.starts_with(['–', '—', '•', '·']) {
        "an option begins with `-`, not with this character"
    } else if boxed.len() == after_mark.len() {
        "a space is missing before the box"
    } else if is_round {
        "a box has square brackets"
    } else if !text.starts_with(' ') {
        "a space is missing after the box"
    } else {
        return None;
    };
    Some(NearBox { wrong, better: format!("- [{state}] {}", text.trim()) })
}

/// How long the mark of a list item is that `rest` begins with.
fn mark(rest: &str) -> usize {
    if let Some(c) = rest.chars().next().filter(|c| matches!(c, '-' | '*' | '+' | '–' | '—' | '•' | '·')) {
        return c.len_utf8();
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = rest.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
    if (1..=3).contains(&digits) && ends { digits + 1 } else { 0 }
}

/// Reports the first line of the prompt that is nearly an option; whether there is one.
pub(super) fn report(body: &Body<'_>, found: &mut Vec<Diagnostic>) -> bool {
    let end = body.sections.iter().map(|section| section.heading.start as usize).min().unwrap_or(body.text.len());
    let prompt = body.text.get(body.start..end).unwrap_or_default();
    let mut lines = Vec::new();
    let (mut at, mut in_code) = (body.start, false);
    for line in prompt.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        in_code ^= ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence));
        if let Some(near) = near_box(line).filter(|_| !in_code) {
            let indent = line.len() - line.trim_start().len();
            lines.push((Span::new(body.source, start + indent..start + line.len()), near));
        }
    }
    let others = lines.len().saturating_sub(1);
    let Some((span, near)) = lines.into_iter().next() else { return false };
    let message = "this question has no options: this line is nearly one";
    let rest = if others == 0 { "" } else { ", and the other options alike" };
    let help = format!("write `{}`{rest}", near.better);
    found.push(Diagnostic::new(Code::NoOptions, span, message).label(near.wrong).help(help));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, wrong: &str, better: &str) {
        let near = near_box(line).unwrap_or_else(|| panic!("{line:?} is taken for no option"));
        assert!(near.wrong.contains(wrong), "{line:?}: {}", near.wrong);
        assert_eq!(near.better, better, "{line:?}");
    }

    #[test]
    fn what_keeps_a_line_from_being_an_option_is_named() {
        check("-[ ] one", "before the box", "- [ ] one");
        check("-[x] two", "before the box", "- [x] two");
        check("- [x]two", "after the box", "- [x] two");
        check("- [ ]`a`", "after the box", "- [ ] `a`");
        check("- (x) two", "square brackets", "- [x] two");
        check("* ( ) two", "square brackets", "- [ ] two");
        check("- [\u{a0}] a", "no-break", "- [ ] a");
        check("-\u{a0}[ ] a", "no-break", "- [ ] a");
        check("- [x]\u{a0}two", "no-break", "- [x] two");
        check("    - [ ] one", "code", "- [ ] one");
        check("\t- [x] one", "code", "- [x] one");
        check("[x] one", "begins with", "- [x] one");
        check("• [ ] one", "not with this character", "- [ ] one");
    }

    #[test]
    fn options_and_other_lines_are_left_alone() {
        for line in [
            "- [ ] one",
            "- [x] two",
            "1. [ ] a",
            "- [x](q.md)",
            "(x) is it",
            "- (a) one",
            "- [a] b",
            "- f(x) y",
            "- []",
            "text",
        ] {
            assert_eq!(near_box(line), None, "{line}");
        }
    }
}
