//! What a word is. `js/search-words.js` takes queries apart by the same rules; `tests/js/words.json` holds both to them.
//!
//! A word is a run of letters and digits, folded: lower case, compatibility forms resolved, accents dropped, letters such as `ß` and `ø`
//! as they are typed on other keyboards. A name written
//! `likeThis` is also found by its parts, an Arabic word also without its article, `C++` and `C#` keep their signs, and scripts that put no spaces between words are
//! cut into single signs and pairs of neighbours, so that any two that stand together can be found.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word that is kept, in characters. What is longer is no word that anybody types.
const LONGEST: usize = 40;

/// Words that are in nearly every English text and tell nothing. A query of nothing else finds nothing.
pub const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has", "have", "how", "in",
    "is", "it", "its", "of", "on", "or", "that", "the", "their", "then", "there", "these", "this", "to", "vs", "was",
    "what", "when", "which", "why", "with", "you", "your",
];

/// Calls `take` for each word of `text`, in order.
pub fn words(text: &str, mut take: impl FnMut(&str)) {
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let run = rest.get(start..).unwrap_or_default();
        let end = run.find(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).unwrap_or(run.len());
        let (word, after) = run.split_at(end);
        let signs = signs_after(word, after);
        take_run(word, after.get(..signs).unwrap_or_default(), &mut take);
        rest = after.get(signs..).unwrap_or_default();
    }
}

/// How many bytes of `after` belong to a name such as `C++` or `F#`.
fn signs_after(word: &str, after: &str) -> usize {
    let mut letters = word.chars();
    if letters.next().is_none_or(|c| !c.is_ascii_alphabetic()) || letters.next().is_some() {
        return 0;
    }
    let signs = after.chars().take_while(|c| matches!(c, '+' | '#')).count();
    let ends = after.get(signs..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
    if signs <= 2 && ends { signs } else { 0 }
}

fn take_run(word: &str, signs: &str, take: &mut impl FnMut(&str)) {
    if !word.is_ascii() && word.chars().any(is_unspaced) {
        return take_unspaced(word, take);
    }
    let folded = fold(word) + signs;
    if folded.chars().count() <= LONGEST {
        take(&folded);
        if let Some(bare) = without_article(&folded) {
            take(bare);
        }
    }
    if word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return;
    }
    let parts = humps(word);
    if parts.len() > 1 {
        parts.into_iter().map(fold).filter(|part| part.chars().count() > 1).for_each(|part| take(&part));
    }
}

/// An Arabic word without its article, and without the particle that is joined to that: they are written as one word.
fn without_article(word: &str) -> Option<&str> {
    const ARTICLES: &[&str] = &[
        "\u{627}\u{644}",
        "\u{648}\u{627}\u{644}",
        "\u{628}\u{627}\u{644}",
        "\u{643}\u{627}\u{644}",
        "\u{641}\u{627}\u{644}",
        "\u{644}\u{644}",
    ];
    if word.is_ascii() {
        return None;
    }
    let bare = ARTICLES.iter().find_map(|article| word.strip_prefix(article))?;
    (bare.chars().count() >= 3).then_some(bare)
}

/// What is typed for letters that have no accent to drop.
const SPELLED: &[(char, &str)] =
    &[('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ı', "i")];

/// Lower case, compatibility forms resolved, accents and the Arabic stroke that only lengthens a word dropped, and letters such as `ß`
/// spelled out.
#[must_use]
pub fn fold(word: &str) -> String {
    // Most words are plain letters, and there are millions of them.
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    let bare = word.nfkd().filter(|c| !is_combining_mark(*c) && *c != '\u{640}').flat_map(char::to_lowercase);
    for c in bare.filter(|c| !is_combining_mark(*c)).nfc() {
        match SPELLED.iter().find(|(letter, _)| *letter == c) {
            Some((_, spelled)) => folded.push_str(spelled),
            None => folded.push(c),
        }
    }
    folded
}

/// The parts of a name such as `FlashAttention` or `maxNewTokens`: a capital after a small letter begins one.
fn humps(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut small = false;
    for (at, c) in word.char_indices() {
        if small && c.is_uppercase() {
            parts.extend(word.get(start..at));
            start = at;
        }
        small = c.is_lowercase();
    }
    parts.extend(word.get(start..));
    parts
}

/// Whether `c` is of a script that puts no spaces between words: Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Takes a run that holds such signs apart: each, each pair of neighbours, and what stands between them as words.
fn take_unspaced(run: &str, take: &mut impl FnMut(&str)) {
    let mut other = String::new();
    let mut last: Option<char> = None;
    let composed: Vec<char> = run.nfkc().collect();
    for c in composed.into_iter().chain([' ']) {
        if is_unspaced(c) || c == ' ' {
            if !other.is_empty() {
                take(&fold(&other));
                other.clear();
                last = None;
            }
            if c == ' ' {
                break;
            }
            take(&c.to_string());
            if let Some(last) = last {
                take(&format!("{last}{c}"));
            }
            last = Some(c);
        } else {
            other.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same cases hold for the script: `tests/js/search.test.js`.
    #[test]
    fn text_is_taken_apart_as_the_shared_table_says() {
        let table = include_str!("../../tests/js/words.json");
        let table: Vec<(String, Vec<String>)> = serde_json::from_str(table).unwrap();
        for (text, expected) in table {
            let mut found = Vec::new();
            words(&text, |word| found.push(word.to_owned()));
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
