//! Characters that an author can't see, named so that they can be found.

/// Characters that show nothing, or look like a space.
const INVISIBLE: &[(char, &str)] = &[
    ('\u{a0}', "no-break space"),
    ('\u{ad}', "soft hyphen"),
    ('\u{2007}', "figure space"),
    ('\u{200b}', "zero-width space"),
    ('\u{200c}', "zero-width non-joiner"),
    ('\u{200d}', "zero-width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{202a}', "left-to-right embedding"),
    ('\u{202b}', "right-to-left embedding"),
    ('\u{202c}', "pop directional formatting"),
    ('\u{202d}', "left-to-right override"),
    ('\u{202e}', "right-to-left override"),
    ('\u{202f}', "narrow no-break space"),
    ('\u{2028}', "line separator"),
    ('\u{2029}', "paragraph separator"),
    ('\u{2060}', "word joiner"),
    ('\u{2061}', "function application"),
    ('\u{2062}', "invisible times"),
    ('\u{2063}', "invisible separator"),
    ('\u{2064}', "invisible plus"),
    ('\u{2066}', "left-to-right isolate"),
    ('\u{2067}', "right-to-left isolate"),
    ('\u{2068}', "first strong isolate"),
    ('\u{2069}', "pop directional isolate"),
    ('\u{3000}', "ideographic space"),
    ('\u{3164}', "Hangul filler"),
    ('\u{feff}', "byte order mark"),
];

/// Whether `c` shows nothing, or looks like a space and is none.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii() && INVISIBLE.iter().any(|(known, _)| *known == c)
}

/// The first invisible character of `text` and its offset. For keys and names, which never need one.
#[must_use]
pub fn invisible(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| is_invisible(*c))
}

/// Whether `c` is a letter that is written from right to left.
#[must_use]
pub fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{1e900}'..='\u{1e95f}')
}

/// The first character of running text that nobody sees and nobody meant: one that belongs to no script's spelling, beside
/// Latin letters or at an end. Some scripts need a zero-width space or a soft hyphen between their own letters.
#[must_use]
pub fn stray(text: &str) -> Option<(usize, char)> {
    if text.is_ascii() { None } else { stray_of(text, text.contains(is_rtl)) }
}

/// The same for a text that is part of a larger one; `is_rtl` says that this holds letters written from right to left, so that
/// marks of direction have a meaning in it.
#[must_use]
pub fn stray_of(text: &str, is_rtl: bool) -> Option<(usize, char)> {
    let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii());
    let is_tag = |c: char| matches!(c, '\u{e0000}'..='\u{e007f}');
    text.char_indices().filter(|(_, c)| *c >= '\u{ad}').find(|(at, c)| {
        let after = || text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let before = || text.get(..*at).and_then(|rest| rest.chars().next_back());
        match c {
            '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{3164}' => plain(before()) && plain(after()),
            // Joiners shape letters of other scripts and pictures.
            '\u{200c}' | '\u{200d}' => {
                let is_plain = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
                is_plain(before()) && is_plain(after())
            }
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => !is_rtl,
            '\u{feff}' | '\u{2028}' | '\u{2029}' => true,
            // Tags spell the flags of Scotland and the like.
            c if is_tag(*c) => before().is_none_or(|before| before != '\u{1f3f4}' && !is_tag(before)),
            _ => false,
        }
    })
}

/// The first character of code that nobody sees and that no program reads as they would. Text that is printed, such as a tree of
/// files, holds no-break spaces.
#[must_use]
pub fn stray_in_code(code: &str, language: &str) -> Option<(usize, char)> {
    let is_text = matches!(language, "" | "text" | "txt" | "plain" | "plaintext" | "console" | "output" | "tree");
    let is_stray = |c: char| match c {
        '\u{a0}' | '\u{2007}' | '\u{202f}' => !is_text,
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{2028}' | '\u{2029}' => true,
        _ => false,
    };
    code.char_indices().find(|(_, c)| is_stray(*c)).or_else(|| stray_of(code, code.contains(is_rtl)))
}

/// The code point of `c`, and its name where it has one that helps.
#[must_use]
pub fn name(c: char) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    match INVISIBLE.iter().find(|(known, _)| *known == c) {
        Some((_, name)) => format!("{code} ({name})"),
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invisible_character_has_a_name() {
        assert_eq!(invisible("ki\u{200b}nd"), Some((2, '\u{200b}')));
        assert_eq!(name('\u{200b}'), "U+200B (zero-width space)");
        assert_eq!(name('\0'), "U+0000");
    }

    #[test]
    fn a_script_may_need_what_others_do_not_see() {
        assert_eq!(stray("a\u{200b}b"), Some((1, '\u{200b}')));
        assert_eq!(stray("ភាសា\u{200b}ខ្មែរ"), None);
        assert_eq!(stray("10\u{a0}km"), None);
    }
}
