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
    ('\u{2060}', "word joiner"),
    ('\u{2066}', "left-to-right isolate"),
    ('\u{2067}', "right-to-left isolate"),
    ('\u{2068}', "first strong isolate"),
    ('\u{2069}', "pop directional isolate"),
    ('\u{3000}', "ideographic space"),
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

/// The first character of running text that nobody sees and nobody meant: one that belongs to no script's spelling, beside
/// Latin letters or at an end. Some scripts need a zero-width space or a soft hyphen between their own letters.
#[must_use]
pub fn stray(text: &str) -> Option<(usize, char)> {
    if text.is_ascii() {
        return None;
    }
    let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii());
    text.char_indices().find(|(at, c)| {
        let after = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let before = text.get(..*at).and_then(|rest| rest.chars().next_back());
        matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') && plain(before) && plain(after)
    })
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
