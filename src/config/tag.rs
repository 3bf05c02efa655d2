//! Language tags, and what people write in their place.

/// Languages by the names and wrong tags that people give them.
const NAMES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "العربية"]),
    ("cs", &["czech", "čeština", "cz"]),
    ("da", &["danish", "dansk", "dk"]),
    ("de", &["german", "deutsch"]),
    ("el", &["greek", "ελληνικά", "gr"]),
    ("en", &["english", "englisch", "anglais", "gb", "usa"]),
    ("es", &["spanish", "español", "espanol", "castellano"]),
    ("fa", &["persian", "farsi", "فارسی"]),
    ("fi", &["finnish", "suomi"]),
    ("fr", &["french", "français", "francais"]),
    ("he", &["hebrew", "עברית"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("hu", &["hungarian", "magyar"]),
    ("id", &["indonesian"]),
    ("it", &["italian", "italiano"]),
    ("ja", &["japanese", "日本語", "jp"]),
    ("ko", &["korean", "한국어"]),
    ("nl", &["dutch", "nederlands"]),
    ("no", &["norwegian", "norsk"]),
    ("pl", &["polish", "polski"]),
    ("pt", &["portuguese", "português", "portugues"]),
    ("ro", &["romanian", "română"]),
    ("ru", &["russian", "русский"]),
    ("sv", &["swedish", "svenska"]),
    ("th", &["thai", "ไทย"]),
    ("tr", &["turkish", "türkçe"]),
    ("uk", &["ukrainian", "українська", "ua"]),
    ("vi", &["vietnamese", "tiếng việt", "vn"]),
    ("zh", &["chinese", "中文", "cn"]),
];

/// The tag of a language in the usual letters (`pt-BR`), or what to write where it is none.
pub(super) fn read(text: &str) -> Result<String, Option<String>> {
    let lower = text.to_lowercase();
    if let Some((tag, _)) = NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())) {
        return Err(Some((*tag).to_owned()));
    }
    let dashed = text.replace('_', "-");
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let language = dashed.split('-').next().unwrap_or_default();
    // Longer ones are in the grammar of tags, but no language has one.
    let is_language = (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    let is_private = matches!(language, "x" | "i") && dashed.len() > 2;
    if !dashed.split('-').all(is_subtag) || !(is_language || is_private) {
        return Err(None);
    }
    let tag = in_usual_letters(&dashed);
    if dashed == text { Ok(tag) } else { Err(Some(tag)) }
}

/// A language in small letters, a script with one capital, a region in capitals.
fn in_usual_letters(tag: &str) -> String {
    let mut in_extension = false;
    let part = |(index, part): (usize, &str)| {
        in_extension |= part.len() == 1;
        match (index, part.len()) {
            (1.., 2) if !in_extension => part.to_ascii_uppercase(),
            (1.., 4) if !in_extension && part.chars().all(|c| c.is_ascii_alphabetic()) => {
                let (first, rest) = part.split_at(1);
                first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
            }
            _ => part.to_ascii_lowercase(),
        }
    };
    tag.split('-').enumerate().map(part).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_written_in_the_usual_letters() {
        let tags =
            [("EN", "en"), ("pt-br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("de-u-co-PHONEBK", "de-u-co-phonebk")];
        for (given, tag) in tags.into_iter().chain([("uk", "uk"), ("se", "se"), ("x-own", "x-own")]) {
            assert_eq!(read(given), Ok(tag.to_owned()), "{given}");
        }
    }

    #[test]
    fn a_name_is_told_its_tag() {
        for (given, tag) in [("english", "en"), ("Deutsch", "de"), ("jp", "ja"), ("en_US", "en-US")] {
            assert_eq!(read(given), Err(Some(tag.to_owned())), "{given}");
        }
        for given in ["klingonese", "e", "", "en-", "12"] {
            assert_eq!(read(given), Err(None), "{given}");
        }
    }
}
