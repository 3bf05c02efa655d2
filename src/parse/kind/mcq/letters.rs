//! Options that begin with letters of their own, beside those that the page gives them.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Tag, plain_text};
use crate::model::Choice;

/// Reports it at the first option, if every option has a letter and they come in order.
pub(super) fn report(options: &[Choice<'_>], found: &mut Vec<Diagnostic>) {
    let Some(first) = options.first().filter(|_| options.len() > 1) else { return };
    let begins = |option: &Choice<'_>, letter: char| text_after(option, letter).is_some();
    for start in ['A', 'a'] {
        let mut letters = (start..='z').zip(options);
        if !letters.all(|(letter, option)| begins(option, letter)) {
            continue;
        }
        let text = text_after(first, start).unwrap_or_default();
        let message =
            "the options have letters of their own, and get others from the page, which don't change places with them";
        let help = format!("write `{text}`, and the other options alike");
        found.push(Diagnostic::new(Code::PositionInOption, first.span, message).help(help));
        return;
    }
}

/// The text behind `A. `, `A) `, `(A) `, `A: ` or a bold `A`.
fn text_after<'o>(option: &'o Choice<'_>, letter: char) -> Option<&'o str> {
    let text = option.text.as_str();
    let rest = text.strip_prefix('(').unwrap_or(text).strip_prefix(letter)?;
    let strong = matches!(option.nodes.first().map(|node| &node.event), Some(Event::Start(Tag::Strong)));
    let bold = || plain_text(option.nodes.get(1..2).unwrap_or_default()).trim_end_matches(['.', ')', ':']).len() == 1;
    let after = rest.strip_prefix(['.', ')', ':']).or_else(|| (strong && bold()).then_some(rest))?;
    let after = after.strip_prefix(' ')?.trim();
    (!after.is_empty()).then_some(after)
}
