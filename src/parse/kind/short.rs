//! `kind: short`: answered in a few words, which may be typed and compared.

use super::descriptive::take_answer;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{parse_inline, plain_text};
use crate::model::Kind;
use crate::parse::front_matter::Keys;
use crate::parse::sections::Body;
use crate::source::Spanned;

/// Takes the accepted answers, and the prompt for the answer where there is no other.
pub(super) fn read<'s>(keys: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    take_answer(body, found);
    if keys.is_empty_list("accept")
        && let Some(span) = keys.key_span("accept")
    {
        let message = "`accept` lists no answer, so readers can type none";
        let help = "write the answers to accept, such as `accept: [RAG]`, or delete the line";
        keys.found.push(Diagnostic::new(Code::AcceptText, span, message).help(help));
    }
    let accepted = keys.texts("accept");
    for answer in &accepted {
        keys.found.extend(flaw(answer));
    }
    Kind::Short { accept: accepted.into_iter().map(|text| text.value).filter(|text| !text.trim().is_empty()).collect() }
}

/// What keeps an accepted answer from ever being typed.
fn flaw(answer: &Spanned<String>) -> Option<Diagnostic> {
    let text = answer.value.trim();
    if text.is_empty() {
        let message = "an accepted answer is empty, so it is left out";
        return Some(Diagnostic::new(Code::AcceptText, answer.span, message).help("delete it, or write the answer"));
    }
    if is_pattern(text) {
        let message = "answers are compared as they are, so readers would have to type this pattern";
        let help = "list each spelling that counts; capital and small letters are the same";
        return Some(Diagnostic::new(Code::AcceptText, answer.span, message).help(help));
    }
    // Only marks around the whole answer: `*args`, `__init__` and `a * b` are answers to type.
    let marked = ["`", "**"].into_iter().find(|mark| {
        text.len() > 2 * mark.len() && text.starts_with(mark) && text.ends_with(mark) && !text.starts_with("***")
    });
    let link = text.starts_with('[') && text.ends_with(')') && text.contains("](");
    let mark = marked.or(link.then_some("[…](…)"))?;
    let plain = plain_text(&parse_inline(text));
    let mark = if mark == "`" { "the backticks".to_owned() } else { format!("`{mark}`") };
    let message = format!("answers are compared as plain text, so readers would have to type {mark} too");
    Some(
        Diagnostic::new(Code::AcceptText, answer.span, message)
            .help(format!("write the answer without marks: `{plain}`")),
    )
}

/// Whether `text` is a regular expression and nothing else: `/…/i` or `^…$` with signs that only patterns have.
fn is_pattern(text: &str) -> bool {
    let flags = |rest: &str| rest.chars().all(|c| matches!(c, 'g' | 'i' | 'm' | 's' | 'u' | 'y'));
    let delimited = text.strip_prefix('/').and_then(|rest| rest.rsplit_once('/')).filter(|(_, rest)| flags(rest));
    let anchored = text.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
    let inner = delimited.map(|(inner, _)| inner).or(anchored).unwrap_or_default();
    anchored.is_some_and(|inner| !inner.is_empty()) || inner.contains(['?', '*', '+', '|', '[', '\\', '^', '$', '('])
}
