//! Images are there, are safe to publish, and can be understood without being seen.

use super::{Facts, Suggestions, has_text, is_published, uses};
use crate::address::{Written, parse};
use crate::diagnostic::{Code, Diagnostic};
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
    let help = "a drawing needs none of this; export it as a plain SVG".to_owned();
    Some((Code::UnsafeSvg, format!("`{path}` {danger}"), help))
}
