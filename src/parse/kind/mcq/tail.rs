//! Feedback on the line of its option: `Paris — wrong, that is the capital of France`, `Paris (correct!)`.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag, TagEnd};
use crate::model::Choice;
use crate::source::Span;

/// Words that say whether an option is right, and hardly anything else.
const SURE: &[&str] =
    &["correct", "incorrect", "wrong", "right", "nope", "falsch", "richtig", "correcto", "incorrecto"];

/// Words that may, where another option of the question has one of the sure ones.
const LIKELY: &[&str] = &["because", "no", "yes", "true", "false", "exactly", "not", "since", "weil", "nein", "ja"];

/// What authors put between an option and its feedback.
const MARKS: &[&str] = &[
    " — ", " – ", " -- ", " - ", " => ", " -> ", " → ", " :: ", " // ", " # ", " | ", " {", "<br>", "<br/>", "<br />",
];

/// Reports such options; returns whether there are any.
pub(super) fn report(options: &[Choice<'_>], found: &mut Vec<Diagnostic>) -> bool {
    let before = found.len();
    for option in options.iter().filter(|option| option.feedback.is_empty()) {
        let feedback = in_brackets(&option.text).or_else(|| bold(&option.nodes)).or_else(|| below(&option.nodes));
        if let Some(feedback) = feedback {
            found.push(warning(option, &feedback));
        }
    }
    if found.len() > before {
        return true;
    }
    if !options.iter().any(|option| has_mark(&option.text)) {
        return false;
    }
    for mark in MARKS {
        let tails: Vec<(&Choice<'_>, &str)> = options
            .iter()
            .filter(|option| option.feedback.is_empty())
            .filter_map(|option| Some((option, option.text.split_once(mark)?.1)))
            .collect();
        // With two tails, a lone `wrong` is enough; `left -> right` is not.
        let is_paired = tails.len() > 1
            && tails.iter().all(|(_, tail)| begins(tail, SURE).or_else(|| begins(tail, LIKELY)).is_some());
        let sure = |tail: &str| begins(tail, SURE).is_some_and(|rest| is_paired || is_sure(rest));
        if !tails.iter().any(|(_, tail)| sure(tail) || (*mark == " {" && is_braced(tail))) {
            continue;
        }
        for (option, tail) in tails {
            if sure(tail) || begins(tail, SURE).or_else(|| begins(tail, LIKELY)).is_some() {
                found.push(warning(option, tail.trim_end_matches('}')));
            }
        }
        return true;
    }
    false
}

/// Whether one of the [`MARKS`] may be in a text: told quickly, since most options have none.
fn has_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark = |byte: u8| matches!(byte, b'-' | b'=' | b'/' | b'#' | b'|' | b'{' | b':' | 0xE2);
    bytes.iter().zip(bytes.iter().skip(1)).any(|(byte, next)| *byte == b'<' || (*byte == b' ' && is_mark(*next)))
}

fn warning(option: &Choice<'_>, feedback: &str) -> Diagnostic {
    let message = "this looks like feedback, but readers see it before they answer";
    let nodes = option.nodes.first().zip(option.nodes.last());
    let range = nodes.map_or(option.span.range(), |(first, last)| first.range().start..last.range().end);
    let help = format!("write it below the option: `  > {}`", feedback.trim());
    Diagnostic::new(Code::FeedbackInOption, Span::new(option.span.source, range), message).help(help)
}

/// What follows the word that `text` begins with, if that is one of `words`.
fn begins<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    words.iter().any(|known| word.eq_ignore_ascii_case(known)).then_some(rest)
}

/// Whether what follows a sure word shows that it judges the option: `left -> right` and `turn - right at the corner` don't.
fn is_sure(rest: &str) -> bool {
    let is_cut = rest.starts_with([',', '.', ':', ';', '!']) && rest.len() > 1;
    is_cut || rest == "!" || rest.starts_with(" because")
}

fn is_braced(tail: &str) -> bool {
    tail.ends_with('}') && begins(tail, &["because"]).is_some()
}

/// `(correct!)`, `[wrong: too late]`.
fn in_brackets(text: &str) -> Option<String> {
    let inner = text.strip_suffix([')', ']'])?;
    let (before, inner) = inner.rsplit_once(['(', '['])?;
    let rest = begins(inner, SURE)?;
    (before.ends_with(' ') && rest.starts_with(['!', ':', ',', '.', ';'])).then(|| inner.to_owned())
}

/// A bold verdict behind other text: `Paris **Correct.** It is.`
fn bold(nodes: &[Node<'_>]) -> Option<String> {
    let at = nodes.iter().skip(1).position(|node| node.event == Event::Start(Tag::Strong))? + 1;
    let [Some(Event::Text(text)), Some(Event::End(TagEnd::Strong))] =
        [1, 2].map(|step| nodes.get(at + step).map(|node| &node.event))
    else {
        return None;
    };
    let rest = begins(text, SURE)?;
    let after = match nodes.get(at + 3).map(|node| &node.event) {
        Some(Event::Text(text)) => text.as_ref(),
        _ => "",
    };
    let is_verdict = matches!(rest, "." | "!" | ":") || (rest.is_empty() && after.starts_with([':', '.', '!']));
    is_verdict.then(|| format!("{text}{after}"))
}

/// Feedback behind `<br>`, where a guide allows HTML.
fn below(nodes: &[Node<'_>]) -> Option<String> {
    let breaks =
        nodes.iter().position(|node| matches!(&node.event, Event::InlineHtml(html) if html.starts_with("<br")))?;
    let Event::Text(text) = &nodes.get(breaks + 1)?.event else { return None };
    begins(text, SURE).filter(|rest| is_sure(rest)).map(|_| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_told_from_directions() {
        let sure = |tail: &str| begins(tail, SURE).is_some_and(is_sure);
        assert!(sure("Wrong, it is second") && sure("correct! It is") && sure("right because it is"));
        assert!(!sure("right") && !sure("right at the corner") && !sure("right-hand side") && !sure("wrongly"));
        assert_eq!(in_brackets("Beta (incorrect: too late)").as_deref(), Some("incorrect: too late"));
        assert_eq!(in_brackets("Turn (right)"), None);
    }
}
