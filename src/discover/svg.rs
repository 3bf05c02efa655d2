//! What a build must know of an SVG image: its size, and whether it does more than show.
//!
//! Pages show SVG through `<img>`, where nothing in it runs. But a published file can also be opened by its address, and
//! then a script in it would run as one of ours; so an SVG that could is not published. The test is by words, on purpose
//! stricter than a parser: a drawing has no need of any of them.

/// Words that a drawing has no need of, and what they are.
const DANGERS: &[(&str, &str)] = &[
    ("<script", "a script"),
    ("javascript:", "a `javascript:` address"),
    ("<foreignobject", "foreign content"),
    ("<!entity", "an entity declaration"),
    ("<iframe", "a frame"),
    ("<embed", "an embedded object"),
    ("<object", "an embedded object"),
    ("@import", "an imported style sheet"),
    ("<?xml-stylesheet", "an external style sheet"),
];

/// What makes the image unsafe, if anything does.
pub(super) fn danger(bytes: &[u8]) -> Option<&'static str> {
    // UTF-16 would hide every word from the test.
    let Ok(text) = str::from_utf8(bytes) else { return Some("text that is not UTF-8") };
    let text = text.to_lowercase();
    let word = DANGERS.iter().find(|(word, _)| text.contains(word)).map(|(_, what)| *what);
    word.or_else(|| has_handler(&text).then_some("an event handler"))
        .or_else(|| loads(&text).then_some("an address of another host"))
}

/// Whether there is an attribute such as `onload=`.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let separated = before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        let rest = text.get(at + 2..).unwrap_or_default();
        let name = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        separated && name.len() < rest.len() && name.trim_start().starts_with('=')
    })
}

/// Whether an `href` or a `url(…)` leads anywhere but into the file itself or to data in it.
fn loads(text: &str) -> bool {
    let harmless = |value: &str| {
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '='));
        value.starts_with('#') || value.starts_with("data:image/") || value.is_empty()
    };
    let href = |(at, word): (usize, &str)| {
        text.get(at + word.len()..).is_some_and(|rest| rest.trim_start().starts_with('=') && !harmless(rest))
    };
    let url = |(at, word): (usize, &str)| text.get(at + word.len()..).is_some_and(|rest| !harmless(rest));
    text.match_indices("href").any(href) || text.match_indices("url(").any(url) || text.match_indices("src=").any(url)
}

/// Width and height from the root's `width` and `height`, or else from its `viewBox`, rounded to whole CSS pixels.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = str::from_utf8(bytes).ok()?;
    let start = text.find("<svg")?;
    let tag = text.get(start..start + text.get(start..)?.find('>')?)?;
    let attribute = |name: &str| {
        let at = tag
            .match_indices(name)
            .find(|(at, _)| tag.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace)))?;
        let value = tag.get(at.0 + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value.get(1..)?.split(quote).next()
    };
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok().and_then(round);
    let given = attribute("width").and_then(pixels).zip(attribute("height").and_then(pixels));
    given.or_else(|| {
        let numbers: Vec<&str> = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
        Some((pixels(numbers.get(2)?)?, pixels(numbers.get(3)?)?))
    })
}

fn round(pixels: f64) -> Option<u32> {
    // Pixels of a drawing are far from the limits of the type; anything else is no size.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
    (1.0..100_000.0).contains(&pixels).then_some(pixels.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_safe_and_has_a_size() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180.4"><use href="#a"/><path fill="url(#g)"/></svg>"##;
        assert_eq!((danger(svg), size(svg)), (None, Some((320, 180))));
    }

    #[test]
    fn what_runs_or_loads_is_refused() {
        for svg in [
            "<svg><SCRIPT>1</SCRIPT></svg>",
            "<svg onload = 'x()'></svg>",
            "<svg><a href='java\u{73}cript:x'/></svg>",
            "<svg><image href=\"https://example.org/a.png\"/></svg>",
            "<svg><style>@import 'x';</style></svg>",
        ] {
            assert!(danger(svg.as_bytes()).is_some(), "{svg}");
        }
    }
}
