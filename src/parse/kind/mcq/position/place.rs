//! Words that name an option by its place: `option C`, `answer (b)`, `the second option`.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// Words before the letter of an option, in lower case.
const NOUNS: &[&str] = &[
    "option",
    "options",
    "answer",
    "answers",
    "choice",
    "choices",
    "optionen",
    "antwort",
    "antworten",
    "réponse",
    "réponses",
    "opción",
    "opciones",
    "respuesta",
    "respuestas",
    "opção",
    "opções",
    "resposta",
    "opzione",
    "risposta",
    "вариант",
    "ответ",
];

/// The same where no space stands before the letter.
const JOINED: &[&str] = &["選択肢", "选项", "選項", "보기"];

const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "last"];

/// What every text holds that [`find`] finds something in; most files have none of it.
static ROOTS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| NAMES.iter().chain(JOINED).map(Finder::new).collect());

/// Stretches of the names of options without the letters that may be capitals.
const NAMES: &[&str] = &[
    "ption",
    "nswer",
    "hoice",
    "ntwort",
    "épons",
    "pcion",
    "pción",
    "espuesta",
    "pção",
    "pções",
    "esposta",
    "pzion",
    "isposta",
    "ариант",
    "твет",
];

/// Whether [`find`] may find something in a part of `text`.
pub(super) fn is_candidate(text: &str) -> bool {
    ROOTS.iter().any(|root| (!text.is_ascii() || root.needle().is_ascii()) && root.find(text.as_bytes()).is_some())
}

/// Where `text` names one of `count` options by its place. `is_after` says that readers have seen the options: only then is
/// `the second option` one of them.
pub(super) fn find(text: &str, count: u32, is_after: bool) -> Option<Range<usize>> {
    if let Some(range) = joined(text, count) {
        return Some(range);
    }
    let words = words(text);
    let word = |at: usize| words.get(at).and_then(|range| text.get(range.clone())).unwrap_or_default();
    for (at, range) in words.iter().enumerate() {
        let lower = word(at).to_lowercase();
        if !NOUNS.contains(&lower.as_str()) {
            continue;
        }
        if let Some(end) = letter_after(text, range.end, count) {
            return Some(range.start..end);
        }
        let before = at.checked_sub(1).map(word).unwrap_or_default().to_lowercase();
        let article = at.checked_sub(2).map(word).unwrap_or_default().to_lowercase();
        let after = word(at + 1).to_lowercase();
        let is_english = lower.starts_with("option") || lower.starts_with("answer") || lower.starts_with("choice");
        let is_counted = is_after && article == "the" && ORDINALS.contains(&before.as_str()) && after != "of";
        let is_pointed = matches!(after.as_str(), "above" | "below")
            && text.get(range.end..).is_some_and(|rest| rest.starts_with(' '))
            && (is_after || ORDINALS.contains(&before.as_str()));
        if is_english && (is_counted || is_pointed) {
            let first = if ORDINALS.contains(&before.as_str()) { at.saturating_sub(1) } else { at };
            let last = if is_pointed { at + 1 } else { at };
            return Some(words.get(first)?.start..words.get(last)?.end);
        }
    }
    None
}

/// A noun with its letter where no space stands between them.
fn joined(text: &str, count: u32) -> Option<Range<usize>> {
    if text.is_ascii() {
        return None;
    }
    JOINED.iter().find_map(|noun| {
        let start = text.find(noun)?;
        let end = start + noun.len() + 1;
        let is_free = !text.get(end..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
        (is_free && is_letter(text.get(end - 1..end)?, count)).then_some(start..end)
    })
}

/// Whether an option, in lower case, counts the others: `neither of the first two`, `options 1 and 2 only`.
pub(super) fn counts(option: &str) -> bool {
    let of = ["neither of the ", "both of the ", "none of the ", "only the ", "all of the ", "either of the "];
    let rest = of.iter().find_map(|start| option.strip_prefix(start)).unwrap_or_default();
    let rest = rest.trim_end_matches('.');
    let ends = ["two", "three", "four", "option", "options", "answer", "answers", "one"];
    let mut words = rest.split(' ');
    let is_ordinal = words.next().is_some_and(|word| ORDINALS.contains(&word));
    if is_ordinal && words.all(|word| ends.contains(&word)) {
        return true;
    }
    let option = option.strip_prefix("both ").unwrap_or(option);
    let option = option.strip_prefix("only ").unwrap_or(option);
    let Some(rest) = ["options ", "answers ", "choices "].iter().find_map(|noun| option.strip_prefix(noun)) else {
        return false;
    };
    let mut numbers = 0;
    let is_place = |word: &str| match word {
        "and" | "or" | "only" | "&" => true,
        word => {
            numbers += 1;
            word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_digit())
        }
    };
    let is_all = rest.trim_end_matches('.').split([' ', ',']).filter(|word| !word.is_empty()).all(is_place);
    is_all && numbers >= 2
}

/// Where the letter of an option ends that follows at `at`.
fn letter_after(text: &str, at: usize, count: u32) -> Option<usize> {
    let rest = text.get(at..)?;
    let inner = rest.strip_prefix([' ', '\u{a0}'])?;
    let mut end = text.len() - inner.len();
    let bare = inner.strip_prefix('(');
    let letter = bare.unwrap_or(inner).get(..1)?;
    end += usize::from(bare.is_some()) + 1;
    let after = text.get(end..).unwrap_or_default();
    if bare.is_some() {
        return (is_letter(&letter.to_uppercase(), count) && after.starts_with(')')).then_some(end + 1);
    }
    // `option A-1` and `answer A+` are something else.
    let is_free = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '#' | '/' | '&'));
    (is_letter(letter, count) && is_free).then_some(end)
}

fn is_letter(text: &str, count: u32) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => c.is_ascii_uppercase() && (c as u32) < 'A' as u32 + count,
        _ => false,
    }
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                found.push(first..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|first| first..text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::{counts, find};

    #[test]
    fn places_of_options_are_told_from_other_text() {
        for text in [
            "Option C is right; A is wrong.",
            "Unlike option B, it holds.",
            "So answer (c) is it.",
            "That is the second option.",
            "Wie Antwort B sagt",
            "正しいのは選択肢B です",
        ] {
            assert!(find(text, 4, true).is_some(), "{text}");
        }
        for text in [
            "Another option is to wait.",
            "Option E is missing.",
            "An option a reader has",
            "The first option of the command",
            "option A+ and option A-1",
            "the answer (see above) is no",
        ] {
            assert!(find(text, 4, false).is_none(), "{text}");
        }
    }

    #[test]
    fn options_that_count_others_are_found() {
        for text in ["options 1 and 2 only", "neither of the first two", "only the last option", "options 1, 2, and 3"]
        {
            assert!(counts(text), "{text}");
        }
        for text in ["only the first token", "options 12 and 13", "none of the last layers", "options 1"] {
            assert!(!counts(text), "{text}");
        }
    }
}
