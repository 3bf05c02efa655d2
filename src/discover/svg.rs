//! What a build must know of an SVG image: its size, and whether it does more than show.
//!
//! Pages show SVG through `<img>`, where nothing in it runs. But a published file can also be opened by its address, and
//! then a script in it would run as one of ours; so an SVG that could is not published. The test is by words and element
//! names, and on purpose refuses more than it must: a drawing has no need of any of them.

/// Elements that run, load or change something, by their names without a prefix, which a file may choose at will.
const ELEMENTS: &[&str] = &[
    "script",
    "handler",
    "listener",
    "foreignobject",
    "iframe",
    "frame",
    "embed",
    "object",
    "applet",
    "link",
    "meta",
    "base",
    "audio",
    "video",
    "set",
    "animate",
    "animatetransform",
    "animatemotion",
    "animatecolor",
    "discard",
];

/// Words that a drawing has no need of, and what they are.
const DANGERS: &[(&str, &str)] = &[
    ("javascript:", "a `javascript:` address"),
    ("<!entity", "an entity declaration"),
    ("<!doctype", "a document type"),
    ("@import", "an imported style sheet"),
    ("<?xml-stylesheet", "an external style sheet"),
    ("1999/xhtml", "HTML"),
];

/// What makes the image unsafe, if anything does.
pub(super) fn danger(bytes: &[u8]) -> Option<&'static str> {
    // Another encoding would hide every word from the test, and so would control characters and escapes in styles.
    let Ok(text) = str::from_utf8(bytes) else { return Some("text that is not UTF-8") };
    let text = text.trim_start_matches('\u{feff}').to_lowercase();
    if text.contains(|c: char| c.is_control() && !c.is_whitespace()) {
        return Some("control characters");
    }
    if let Some((declaration, _)) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"))
        && declaration.contains("encoding")
        && !declaration.contains("utf-8")
    {
        return Some("an encoding that is not UTF-8");
    }
    if text.contains('\\') && text.contains("style") {
        return Some("an escape in a style");
    }
    let word = DANGERS.iter().find(|(word, _)| text.contains(word)).map(|(_, what)| *what);
    word.or_else(|| has_element(&text).then_some("an element that runs or loads something"))
        .or_else(|| has_handler(&text).then_some("an event handler"))
        .or_else(|| loads(&text).then_some("an address of another host"))
}

/// Whether one of [`ELEMENTS`] is there, under any prefix.
fn has_element(text: &str) -> bool {
    text.split('<').skip(1).any(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
        let name = tag.get(..end).unwrap_or_default();
        ELEMENTS.contains(&name.rsplit(':').next().unwrap_or(name))
    })
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
            "<svg xmlns:s='http://www.w3.org/2000/svg'><s:script>1</s:script></svg>",
            "<svg><a><set attributeName='href' to='java&#115;cript:x'/></a></svg>",
            "<?xml version='1.0' encoding='ISO-2022-JP'?><svg/>",
            "<svg>\u{1b}(B</svg>",
            "<svg><style>a { fill: u\\72l(https://example.org) }</style></svg>",
        ] {
            assert!(danger(svg.as_bytes()).is_some(), "{svg}");
        }
    }
}
