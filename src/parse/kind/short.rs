//! `kind: short`: answered in a few words, which may be typed and compared.

use super::descriptive::take_answer;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{one_line, parse_inline, plain_text, raw};
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
    let mut seen = Vec::new();
    for answer in &accepted {
        keys.found.extend(flaw(answer));
        let typed = one_line(&answer.value).to_lowercase();
        if seen.contains(&typed) && !typed.is_empty() {
            let message = "this answer is accepted already: case and spaces at the ends don't count";
            keys.found.push(Diagnostic::new(Code::AcceptText, answer.span, message).help("delete it"));
        }
        seen.push(typed);
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
    let mark = marked(text)?;
    let plain = match mark {
        "dollar signs" | "LaTeX" => {
            let message = "answers are compared as plain text, so readers would have to type LaTeX";
            let help = "write it as readers type it, such as `1/2` or `x^2`";
            return Some(Diagnostic::new(Code::AcceptText, answer.span, message).help(help));
        }
        "the tags" => raw::text(text),
        _ => plain_text(&parse_inline(text)),
    };
    let mark = match mark {
        "`" => "the backticks".to_owned(),
        "the tags" => mark.to_owned(),
        mark => format!("`{mark}`"),
    };
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

/// The marks around a whole answer, or LaTeX in it. `*args`, `__init__` and `a * b` are answers to type.
pub(super) fn marked(text: &str) -> Option<&'static str> {
    let between = |mark: &str| {
        let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.is_empty() && !inner.starts_with(['*', '~', '`'])).then_some(inner)
    };
    let is_words = |inner: &str| inner.chars().all(|c| c.is_alphabetic() || c == ' ') && inner.trim() == inner;
    if let Some(mark) = ["`", "**", "~~"].into_iter().find(|mark| between(mark).is_some()) {
        return Some(mark);
    }
    if let Some(mark) = ["*", "_"].into_iter().find(|mark| between(mark).is_some_and(is_words)) {
        return Some(mark);
    }
    if between("$").is_some_and(|inner| !inner.contains('$')) {
        return Some("dollar signs");
    }
    let is_command = |rest: &str| {
        let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        name > 1 && rest.get(name..).is_some_and(|rest| rest.starts_with('{'))
    };
    if text.split('\\').skip(1).any(is_command) && text.ends_with('}') {
        return Some("LaTeX");
    }
    if text.starts_with('[') && text.ends_with(')') && text.contains("](") {
        return Some("[…](…)");
    }
    let is_tagged = |name: &&str| {
        text.strip_prefix(&format!("<{name}>"))
            .and_then(|rest| rest.strip_suffix(&format!("</{name}>")))
            .is_some_and(|inner| !inner.is_empty())
    };
    if ["b", "i", "em", "strong", "code", "sub", "sup", "u"].iter().any(is_tagged) {
        return Some("the tags");
    }
    let entity = text.split_once('&').and_then(|(before, rest)| Some((before, rest.split_once(';')?)));
    let is_entity = entity.is_some_and(|(before, (name, after))| {
        !(before.is_empty() && after.is_empty())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    });
    (is_entity && plain_text(&parse_inline(text)) != text).then_some("&…;")
}
