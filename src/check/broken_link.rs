//! Links lead somewhere, and only where they may.

use std::collections::HashMap;

use super::{Facts, Suggestions, has_ending, has_text, is_published, uses};
use crate::address::{Written, link_between, parse};
use crate::config::web;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::markdown::{TERM, TagEnd};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut suggestions = Suggestions::new(facts.addresses.paths());
    let texts =
        facts.sources.content_files().map(|(id, source)| (facts.sources.content_path(id), source.text.as_str()));
    let known = Known { texts: texts.collect(), ids: ids(facts) };
    for link in uses(facts).filter(|link| !link.reference.image && !link.reference.email) {
        let dest = link.reference.dest;
        if !has_text(link.rest, TagEnd::Link) {
            let help = "write between the brackets where it leads";
            found.push(Diagnostic::new(Code::BrokenLink, link.span, "this link has no text").help(help));
        }
        let diagnostic = match parse(link.from, dest) {
            Written::Inside { .. } if matches!(dest.trim(), "" | "#") => {
                Diagnostic::new(Code::BrokenLink, link.span, "this link leads nowhere")
                    .help("write the address between the parentheses")
            }
            Written::External => match web::slip(dest) {
                Some(slip) => {
                    let message = format!("`{dest}` {}, so it leads nowhere", slip.wrong);
                    let help = slip.better.map_or_else(
                        || "write a whole address, such as `https://example.org` or `mailto:me@example.org`".to_owned(),
                        |better| format!("write `{better}`"),
                    );
                    Diagnostic::new(Code::BrokenLink, link.span, message).help(help)
                }
                None => continue,
            },
            Written::Unsafe(scheme) if scheme == "//" => {
                Diagnostic::new(Code::UnsafeLink, link.span, "this link has no scheme").help("write it with `https://`")
            }
            Written::Unsafe(scheme) => {
                let message = format!("links with `{scheme}:` are not allowed");
                let help = nearest(&scheme, ["https", "http", "mailto"]).map_or_else(
                    || "a link may begin with `https:`, `http:` or `mailto:`".to_owned(),
                    |near| format!("did you mean `{near}:`?"),
                );
                Diagnostic::new(Code::UnsafeLink, link.span, message).help(help)
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
                match inside(facts, link.from, dest, (&path, &fragment), &known, &mut suggestions) {
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
    dest: &str,
    (path, fragment): (&str, &str),
    named: &Known<'_>,
    suggestions: &mut Suggestions<'_>,
) -> Option<(Code, String, String)> {
    if let Some(anchors) = facts.addresses.anchors(path) {
        if fragment.is_empty() || anchors.contains(fragment) {
            return None;
        }
        let mut known: Vec<&str> = anchors.iter().map(String::as_str).collect();
        known.sort_unstable();
        if let Some(link) = named.by_anchor(from, fragment) {
            // As the site's own addresses look.
            return Some((Code::BrokenAnchor, format!("`{path}` has no `#{fragment}`"), format!("write `{link}`")));
        }
        // A term without the word that its anchor begins with.
        let term = known.iter().find(|anchor| anchor.strip_prefix(TERM) == Some(fragment)).copied();
        let headings: Vec<_> =
            known.iter().filter(|anchor| !anchor.starts_with(TERM)).map(|slug| format!("`#{slug}`")).collect();
        let help = match term.or_else(|| nearest(fragment, known.iter().copied())) {
            Some(near) => format!("did you mean `#{near}`?"),
            None if headings.is_empty() => "the file has no headings; link to the file alone".to_owned(),
            None => format!("the file has {}", headings.join(", ")),
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
    if let Some(text) = named.texts.get(path) {
        let (message, help) = if is_draft(text) {
            ("is a draft, so the site does not have it", "remove `draft: true` there, or link to another file")
        } else {
            ("has mistakes, so it could not be read", "correct that file first")
        };
        return Some((Code::BrokenLink, format!("`{path}` {message}"), help.to_owned()));
    }
    let help = if let Some(link) = named.by_name(facts, from, path, fragment) {
        format!("write `{link}`")
    } else if facts.addresses.place(&index).is_some() {
        format!("link to the topic's `{}`", link_between(from, &index))
    } else if path.is_empty() {
        "link to a file in it, such as the `_index.md` of a topic".to_owned()
    } else if let Some(address) = whole_address(dest) {
        format!("write `{address}`")
    } else {
        let near = suggestions.find(from, path);
        near.map_or_else(
            || "links are relative to the file they are in".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    };
    let what = if path.is_empty() { "the content folder is no page".to_owned() } else { none(path) };
    Some((Code::BrokenLink, what, help))
}

fn none(path: &str) -> String {
    format!("there is no file `{path}` in the content")
}

/// The address that is meant by one whose beginning is missing or misspelled.
fn whole_address(dest: &str) -> Option<String> {
    let (start, rest) = dest.split_once("//").unwrap_or(("", dest));
    let is_scheme = ["http", "https", "htps", "htp"].contains(&start);
    let host = rest.split(['/', '#', '?']).next()?;
    (host.contains('.') && (is_scheme || (start.is_empty() && host.starts_with("www."))))
        .then(|| format!("https://{rest}"))
}

/// What a link may mean that names a question in another way than by its file.
struct Known<'k> {
    /// The text of each file, by its path.
    texts: HashMap<&'k str, &'k str>,
    /// The file of each question, by its ids.
    ids: HashMap<&'k str, &'k str>,
}

fn ids<'k>(facts: &Facts<'k, '_>) -> HashMap<&'k str, &'k str> {
    let mut found = HashMap::new();
    for (_, question) in facts.guide.questions() {
        let path = facts.sources.content_path(question.source);
        let ids = std::iter::once(&question.id).chain(&question.aliases);
        found.extend(ids.map(|id| (id.value.0.as_ref(), path)));
    }
    found
}

impl Known<'_> {
    /// The link for an anchor of the site: the id of a question, and what follows it.
    fn by_anchor(&self, from: &str, anchor: &str) -> Option<String> {
        let (id, rest) = anchor.split_once(['_', '.']).unwrap_or((anchor, ""));
        let link = link_between(from, self.ids.get(id)?);
        Some(if rest.is_empty() || anchor.contains('.') { link } else { format!("{link}#{rest}") })
    }

    /// The link for a path without its ending, for an address of the site, or for an id that is no file's name.
    fn by_name(&self, facts: &Facts<'_, '_>, from: &str, path: &str, fragment: &str) -> Option<String> {
        let anchor = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let file = format!("{bare}.md");
        if facts.addresses.place(&file).is_some() {
            return Some(format!("{}{anchor}", link_between(from, &file)));
        }
        if path.ends_with(".html") {
            if let Some(link) = self.by_anchor(from, fragment) {
                return Some(link);
            }
            let index = format!("{bare}/_index.md");
            return facts.addresses.place(&index).map(|_| link_between(from, &index));
        }
        let name = path.rsplit('/').next()?;
        let found = self.ids.get(name.strip_suffix(".md").unwrap_or(name)).filter(|found| **found != from)?;
        Some(format!("{}{anchor}", link_between(from, found)))
    }
}

/// Whether the front matter of a file says that it is a draft.
fn is_draft(text: &str) -> bool {
    let front_matter = text.lines().skip(1).take_while(|line| line.trim_end() != "---");
    front_matter
        .filter_map(|line| line.split_once(':'))
        .any(|(key, value)| key.trim() == "draft" && value.trim().starts_with("true"))
}
