//! Images are there, are safe to publish, and can be understood without being seen.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::{Facts, Suggestions, has_text, is_published, uses};
use crate::address::{Written, parse};
use crate::diagnostic::{Code, Diagnostic, character};
use crate::markdown::TagEnd;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut suggestions = Suggestions::new(facts.sources.assets.iter().map(|asset| asset.path.as_str()));
    for image in uses(facts).filter(|image| image.reference.image) {
        if !has_text(image.rest, TagEnd::Image) {
            let help = "say between the brackets what the image shows: `![what it shows](…)`";
            found.push(
                Diagnostic::new(Code::MissingAltText, image.span, "this image has no alternative text").help(help),
            );
        }
        let dest = image.reference.dest;
        let diagnostic = match parse(image.from, dest) {
            Written::External if facts.config.html.allow_external_images && !dest.starts_with("mailto:") => continue,
            Written::External => Diagnostic::new(Code::ExternalImage, image.span, "this image is on another host")
                .help("put a copy beside the question, or set `allow-external-images = true` below `[output.html]`"),
            Written::Unsafe(_) => Diagnostic::new(Code::UnsafeLink, image.span, format!("`{dest}` can't be an image"))
                .help("put the image beside the question and give its relative path"),
            Written::Absolute | Written::Outside => {
                Diagnostic::new(Code::MissingImage, image.span, format!("`{dest}` is not a path in the content folder"))
                    .help("put the image beside the question and give its relative path")
            }
            Written::Inside { path, .. } => match inside(facts, image.from, &path, &mut suggestions) {
                Some((code, message, help)) => Diagnostic::new(code, image.span, message).help(help),
                None => continue,
            },
        };
        found.push(diagnostic);
    }
}

fn inside(
    facts: &Facts<'_, '_>,
    from: &str,
    path: &str,
    suggestions: &mut Suggestions<'_>,
) -> Option<(Code, String, String)> {
    if facts.sources.asset(path).is_none() {
        if let Some(same) = same_look(facts, path) {
            let message = format!(
                "there is no image `{path}` in the content; a file of that look has other characters in its name"
            );
            let help = format!("rename that file: type the name anew, as it is in the text ({same})");
            return Some((Code::MissingImage, message, help));
        }
        let near = suggestions.find(from, path);
        let nothing = || "paths are relative to the file they are in".to_owned();
        let help = near.map_or_else(nothing, |near| format!("did you mean `{near}`?"));
        return Some((Code::MissingImage, format!("there is no image `{path}` in the content"), help));
    }
    if !is_published(path, true) {
        let help = "use SVG, PNG, JPEG, WebP, AVIF or GIF".to_owned();
        return Some((Code::UnsupportedFile, format!("`{path}` is not an image that browsers show"), help));
    }
    let danger = facts.assets.get(path)?.danger.as_ref()?;
    Some((Code::UnsafeSvg, format!("`{path}` {danger}"), repair(danger).to_owned()))
}

/// What sets the name of a file apart that looks like `path` and is another, in a form of Unicode that some systems write.
fn same_look(facts: &Facts<'_, '_>, path: &str) -> Option<String> {
    if path.is_ascii() {
        return None;
    }
    let other = facts.sources.assets.iter().find(|asset| asset.path.nfc().eq(path.nfc()))?;
    let c =
        other.path.chars().find(|c| is_combining_mark(*c)).or_else(|| path.chars().find(|c| is_combining_mark(*c)))?;
    Some(format!("one of the two has the accent by itself, {}", character::name(c)))
}

/// What to do about a drawing that can't be published, by what is said of it.
fn repair(danger: &str) -> &'static str {
    const HELPS: &[(&str, &str)] = &[
        ("is compressed", "unpack it with `gzip -dc`, and save it as `.svg`"),
        ("isn't UTF-8", "save it as UTF-8"),
        ("declares an encoding", "save it as UTF-8, and write `encoding=\"UTF-8\"` in its first line"),
        ("begins with `<svg>`", "write `<svg xmlns=\"http://www.w3.org/2000/svg\" …>` at its start"),
        ("begins with", "save the drawing itself as SVG"),
        ("holds the entity", "write the character itself, or its number such as `&#160;`"),
        ("holds a control character", "delete it"),
        ("there is a `<` in its text", "write `&lt;` for a `<` in its text"),
        ("there is text outside", "save the drawing itself as SVG"),
        ("isn't well-formed XML", "repair this line, or export the drawing again"),
        ("is larger", "make it simpler, or export it as a picture of pixels"),
    ];
    let found = HELPS.iter().find(|(what, _)| danger.contains(what));
    found.map_or("a drawing needs none of this; export it as a plain SVG", |(_, help)| help)
}
