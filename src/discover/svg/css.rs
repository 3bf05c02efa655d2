//! Style sheets in SVG images: which at-rules and functions they may use, and what they may load.
//!
//! This follows the tokens of CSS Syntax Level 3 as far as it must know where strings, comments and addresses begin and
//! end. Escapes outside strings are refused, so that a name is what it looks like.

use super::{Checked, is_picture, printable};

/// At-rules that load nothing by themselves.
const RULES: &[&str] = &[
    "charset",
    "container",
    "counter-style",
    "font-face",
    "keyframes",
    "-webkit-keyframes",
    "layer",
    "media",
    "property",
    "supports",
];

/// Functions that load nothing.
const FUNCTIONS: &[&str] = &[
    // Values and selectors without a name before the parenthesis.
    "",
    "and",
    "or",
    "not",
    "only",
    "is",
    "where",
    "has",
    "matches",
    "lang",
    "dir",
    "host",
    "selector",
    "nth-child",
    "nth-last-child",
    "nth-of-type",
    "nth-last-of-type",
    "style",
    "layer",
    "supports",
    // Numbers.
    "calc",
    "min",
    "max",
    "clamp",
    "var",
    "env",
    "attr",
    "round",
    "mod",
    "rem",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "pow",
    "sqrt",
    "hypot",
    "log",
    "exp",
    "abs",
    "sign",
    "steps",
    "cubic-bezier",
    "linear",
    "counter",
    "counters",
    // Colors.
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "color-mix",
    "light-dark",
    "icc-color",
    "device-cmyk",
    "linear-gradient",
    "radial-gradient",
    "conic-gradient",
    "repeating-linear-gradient",
    "repeating-radial-gradient",
    "repeating-conic-gradient",
    // Shapes, movement and filters.
    "matrix",
    "matrix3d",
    "translate",
    "translatex",
    "translatey",
    "translatez",
    "translate3d",
    "scale",
    "scalex",
    "scaley",
    "scalez",
    "scale3d",
    "rotate",
    "rotatex",
    "rotatey",
    "rotatez",
    "rotate3d",
    "skew",
    "skewx",
    "skewy",
    "perspective",
    "circle",
    "ellipse",
    "inset",
    "polygon",
    "path",
    "rect",
    "xywh",
    "ray",
    "blur",
    "brightness",
    "contrast",
    "drop-shadow",
    "grayscale",
    "hue-rotate",
    "invert",
    "opacity",
    "saturate",
    "sepia",
    "format",
    "local",
    "tech",
];

/// Checks a style sheet, a `style` attribute or the value of a property.
pub(super) fn check(css: &str) -> Checked {
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = match first {
            '/' if after.starts_with('*') => after.split_once("*/").map_or("", |(_, after)| after),
            '"' | '\'' => string(after, first).1,
            '\\' => return Err("holds an escape in a style".to_owned()),
            '@' => {
                let (name, after) = name(after);
                if !RULES.contains(&name.as_str()) {
                    return Err(format!("holds `@{}` in a style", printable(&name)));
                }
                after
            }
            '(' => after,
            _ => {
                let (name, after) = name(rest);
                match after.strip_prefix('(') {
                    Some(after) if name == "url" => address(after)?,
                    Some(_) if !FUNCTIONS.contains(&name.as_str()) => {
                        return Err(format!("holds `{}(` in a style", printable(&name)));
                    }
                    Some(after) => after,
                    None if name.is_empty() => rest.get(first.len_utf8()..).unwrap_or_default(),
                    None => after,
                }
            }
        };
    }
    Ok(())
}

/// The lower-case name at the start of `text`, and what follows it.
fn name(text: &str) -> (String, &str) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
    let (name, rest) = text.split_at(text.find(|c| !is_part(c)).unwrap_or(text.len()));
    (name.to_ascii_lowercase(), rest)
}

/// The text of a string that begins before `text`, and what follows it. A line break ends a string that has no end.
fn string(text: &str, quote: char) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' | '\r' | '\u{c}' => return (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default()),
            _ if c == quote => return (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default()),
            _ => {}
        }
    }
    (text, "")
}

/// What follows a `url(` whose address stays in the file.
fn address(text: &str) -> Result<&str, String> {
    let refuse = || "has an address outside the file in `url(…)`".to_owned();
    let inner = text.trim_start();
    let (address, rest) = match inner.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => string(inner.get(1..).unwrap_or_default(), quote),
        None => inner.split_at(inner.find(')').unwrap_or(inner.len())),
    };
    let rest = rest.trim_start().strip_prefix(')').ok_or_else(refuse)?;
    let address = address.trim().to_ascii_lowercase();
    let odd = address.contains(['\\', '"', '\'', '(', '<', '\n', '\r', '\t']);
    let fine = address.starts_with('#') || is_picture(&address) || is_font(&address);
    if odd || !fine { Err(refuse()) } else { Ok(rest) }
}

/// Whether a lower-case address is a font in itself.
fn is_font(address: &str) -> bool {
    ["data:font/", "data:application/font-", "data:application/x-font-", "data:application/octet-stream;base64,"]
        .iter()
        .any(|kind| address.starts_with(kind))
}
