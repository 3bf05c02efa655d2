//! Links lead somewhere, and only where they may.

use std::collections::HashSet;

use super::{Facts, Suggestions, has_ending, has_text, is_published, uses};
use crate::address::{Written, link_between, parse};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::markdown::TagEnd;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut suggestions = Suggestions::new(facts.addresses.paths());
    let sources: HashSet<&str> = facts.sources.content_files().map(|(id, _)| facts.sources.content_path(id)).collect();
    for link in uses(facts).filter(|link| !link.reference.image && !link.reference.email) {
        let dest = link.reference.dest;
        if !has_text(link.rest, TagEnd::Link) {
            let help = "write between the brackets where it leads";
            found.push(Diagnostic::new(Code::BrokenLink, link.span, "this link has no text").help(help));
        }
        let diagnostic = match parse(link.from, dest) {
            Written::Inside { .. } if dest.trim().is_empty() => {
                Diagnostic::new(Code::BrokenLink, link.span, "this link leads nowhere")
                    .help("write the address between the parentheses")
            }
            Written::External => continue,
            Written::Unsafe(scheme) if scheme == "//" => {
                Diagnostic::new(Code::UnsafeLink, link.span, "this link has no scheme").help("write it with `https://`")
            }
            Written::Unsafe(scheme) => {
                let message = format!("links with `{scheme}:` are not allowed");
                Diagnostic::new(Code::UnsafeLink, link.span, message)
                    .help("a link may begin with `https:`, `http:` or `mailto:`")
            }
            Written::Absolute => {
                Diagnostic::new(Code::BrokenLink, link.span, format!("`{dest}` is not a relative link")).help(
                    "write the path from this file, such as `../topic/question.md`: the site may lie in any folder",
                )
            }
            Written::Outside => {
                Diagnostic::new(Code::BrokenLink, link.span, format!("`{dest}` leads out of the content folder"))
                    .help("link to files of the guide, or to a whole address")
            }
            Written::Inside { path, fragment } => {
                match inside(facts, link.from, &path, &fragment, &sources, &mut suggestions) {
                    Some((code, message, help)) => {
                        let diagnostic = Diagnostic::new(code, link.span, message);
                        if help.is_empty() { diagnostic } else { diagnostic.help(help) }
                    }
                    None => continue,
                }
            }
        };
        found.push(diagnostic);
    }
}

/// What is wrong with a link to `path` and `fragment`, if anything is.
fn inside(
    facts: &Facts<'_, '_>,
    from: &str,
    path: &str,
    fragment: &str,
    sources: &HashSet<&str>,
    suggestions: &mut Suggestions<'_>,
) -> Option<(Code, String, String)> {
    if let Some(anchors) = facts.addresses.anchors(path) {
        if fragment.is_empty() || anchors.contains(fragment) {
            return None;
        }
        let mut known: Vec<&str> = anchors.iter().map(String::as_str).collect();
        known.sort_unstable();
        let help = match nearest(fragment, known.iter().copied()) {
            Some(near) => format!("did you mean `#{near}`?"),
            None if known.is_empty() => "the file has no headings; link to the file alone".to_owned(),
            None => {
                format!("the file has {}", known.iter().map(|slug| format!("`#{slug}`")).collect::<Vec<_>>().join(", "))
            }
        };
        return Some((Code::BrokenAnchor, format!("`{path}` has no `#{fragment}`"), help));
    }
    if facts.sources.asset(path).is_some() {
        if is_published(path, false) {
            return None;
        }
        let message = format!("`{path}` is of a type that is not published");
        let help = if has_ending(path, &["svg"]) {
            "show it as an image: `![what it shows](…)`"
        } else {
            "link to a PDF, text, data or image file"
        };
        return Some((Code::UnsupportedFile, message, help.to_owned()));
    }
    let index = format!("{path}/_index.md").trim_start_matches('/').to_owned();
    let help = if sources.contains(path) {
        "the file is there, but it is a draft or could not be read".to_owned()
    } else if facts.addresses.place(&index).is_some() {
        format!("link to the topic's `{}`", link_between(from, &index))
    } else {
        let near = suggestions.find(from, path);
        near.map_or_else(
            || "links are relative to the file they are in".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    };
    Some((Code::BrokenLink, format!("there is no file `{path}` in the content"), help))
}
