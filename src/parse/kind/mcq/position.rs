//! Options that speak of the places of others, and would be wrong in another order.

mod place;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Event;
use crate::model::{Choice, SectionKind};
use crate::parse::sections::Body;
use crate::source::Span;

/// What such options hold, in the languages that authors write guides in.
const PHRASES: &[&str] = &[
    "of the above",
    "all the above",
    "the above answers",
    "the above options",
    "options above",
    "answers above",
    "of the preceding",
    "of the options listed above",
    "oben genannten",
    "obengenannten",
    "obigen antworten",
    "der obigen",
    "vorherigen antworten",
    "toutes les réponses",
    "aucune des réponses",
    "réponses ci-dessus",
    "propositions ci-dessus",
    "todas las anteriores",
    "ninguna de las anteriores",
    "todas as anteriores",
    "nenhuma das anteriores",
    "todas as alternativas",
    "tutte le precedenti",
    "nessuna delle precedenti",
    "上記のすべて",
    "上記の全て",
    "上記すべて",
    "上記全て",
    "上記のいずれ",
    "上のすべて",
    "以上すべて",
    "以上都",
    "以上皆",
    "以上全",
    "以上均",
    "위의 모든",
    "위 모두",
    "جميع ما سبق",
    "كل ما سبق",
    "لا شيء مما سبق",
    "ليس أي مما سبق",
    "ليس مما سبق",
    "ما ذكر أعلاه",
    "все вышеперечисленн",
    "ничего из вышеперечисленн",
];

/// Finds any of the phrases in one pass. There is always such a machine for a short list of words.
static PHRASES_IN_TEXT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(PHRASES).ok());

/// How long an option that speaks of others may be, in bytes.
const LONGEST: usize = 120;

pub(super) fn report(options: &[Choice<'_>], found: &mut Vec<Diagnostic>) {
    for option in options {
        // What speaks of other options is short.
        if option.text.len() > LONGEST {
            continue;
        }
        let text = option.text.to_lowercase();
        let count = u32::try_from(options.len()).unwrap_or(u32::MAX);
        if PHRASES_IN_TEXT.as_ref().is_some_and(|phrases| phrases.is_match(&text))
            || names_letters(&option.text, count)
            || place::counts(&text)
        {
            let message =
                "this option speaks of the places of others, and the quiz shows options in another order each time";
            let help = "add `shuffle: false` to the front matter, or write what it means";
            found.push(Diagnostic::new(Code::PositionInOption, option.span, message).help(help));
        }
    }
}

/// Whether a text is made of letters of options and the words between them, as in `Both A and B`.
fn names_letters(text: &str, options: u32) -> bool {
    const JOINS: &[&str] = &[
        "and", "+", "or", "nor", "both", "either", "neither", "only", "but", "not", "options", "option", "answers",
        "answer", "all", "und", "oder", "sowohl", "beide", "et", "ou", "y", "o", "e", "と", "も", "和",
    ];
    let mut letters = 0;
    let mut joins = 0;
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '&' | '(' | ')' | '、'));
    for word in words.filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        let (first, rest) = (chars.next(), chars.next());
        match first {
            Some(c) if rest.is_none() && c.is_ascii_uppercase() && (c as u32) < 'A' as u32 + options => letters += 1,
            _ if JOINS.contains(&word.to_lowercase().as_str()) => joins += 1,
            _ => return false,
        }
    }
    letters >= 2 && (joins > 0 || text.contains(['&', ',']))
}

/// Reports text around the options that names them by their places: in the prompt, in feedback and in the explanation.
pub(super) fn report_around(body: &Body<'_>, options: &[Choice<'_>], found: &mut Vec<Diagnostic>) {
    if !place::is_candidate(body.text) {
        return;
    }
    let count = u32::try_from(options.len()).unwrap_or(u32::MAX);
    let explanation = body.sections.iter().filter(|section| section.kind == SectionKind::Explanation);
    let after = explanation.map(|section| section.nodes.as_slice());
    let after = after.chain(options.iter().map(|option| option.feedback.as_slice()));
    let fragments = std::iter::once((body.prompt.as_slice(), false)).chain(after.map(|nodes| (nodes, true)));
    for (nodes, is_after) in fragments {
        for node in nodes {
            let Event::Text(text) = &node.event else { continue };
            let Some(range) = place::find(text, count, is_after) else { continue };
            let named = text.get(range.clone()).unwrap_or_default();
            // A letter that the question itself gives to something is a name and no place.
            let letter = named.chars().rev().find(char::is_ascii_alphanumeric).filter(char::is_ascii_uppercase);
            if letter.is_some_and(|letter| is_name(letter, body, options)) {
                continue;
            }
            let message = format!(
                "`{named}` names an option by its place, and the quiz shows options in another order each time"
            );
            let help = "write what the option says, or add `shuffle: false` to the front matter";
            let written = body.text.get(node.range()) == Some(text.as_ref());
            let start = node.start as usize;
            let range = if written { start + range.start..start + range.end } else { node.range() };
            found.push(Diagnostic::new(Code::PositionInOption, Span::new(body.source, range), message).help(help));
        }
    }
}

/// Whether the prompt or an option gives a name to something with this letter: `A: …`, `**Option A**`, a cell `A`.
fn is_name(letter: char, body: &Body<'_>, options: &[Choice<'_>]) -> bool {
    let texts = options.iter().flat_map(|option| &option.nodes).chain(&body.prompt);
    let mut texts = texts.filter_map(|node| match &node.event {
        Event::Text(text) | Event::Code(text) => Some(text.trim()),
        _ => None,
    });
    texts.any(|text| {
        let is_named = |rest: &str| rest.is_empty() || rest.starts_with([':', ')', '.', '=']) || rest.starts_with(" =");
        let inner = ["Option ", "option "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        let begins_so = inner.trim_start_matches('(').strip_prefix(letter).is_some_and(is_named);
        let inside = format!("ption {letter}");
        begins_so
            || text.match_indices(&inside).any(|(at, _)| {
                text.get(at + inside.len()..)
                    .is_some_and(|rest| rest.starts_with([':', ')', '=']) || rest.starts_with(" ="))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::names_letters;

    #[test]
    fn letters_of_options_are_told_from_other_text() {
        for text in ["Both A and B", "A and C", "A, B and C", "Neither A nor B", "A & B", "A + B", "Only A and B"] {
            assert!(names_letters(text, 4), "{text}");
        }
        for text in ["A", "A and E", "C and C++", "C/C++", "a and b", "Plan A and plan B", "Yes", "and"] {
            assert!(!names_letters(text, 4), "{text}");
        }
    }
}
