//! Tags that lack their partner, or what they need: `</div>` that nothing opens, `<td>` outside of a table.

use std::collections::HashSet;

use super::html;
use crate::markdown::Node;
use crate::markdown::raw::{RawTag, tags};

/// The names that are opened somewhere in a file.
pub(super) fn opened(nodes: &[Node<'_>]) -> HashSet<String> {
    nodes.iter().filter_map(html).flat_map(tags).filter(|tag| !tag.closing).map(|tag| tag.name).collect()
}

/// Whether a tag ends what nothing begins, and is no sign of a text about something else, as the token `</s>`.
pub(super) fn is_stray(tag: &RawTag, opened: &HashSet<String>) -> bool {
    tag.closing && !opened.contains(&tag.name) && (tag.name.len() > 1 || matches!(tag.name.as_str(), "p" | "b" | "i"))
}

/// What a tag that is allowed lacks, so that it is left out, and what to do.
pub(super) fn lack(tag: &RawTag, opened: &HashSet<String>) -> Option<(String, &'static str)> {
    let name = tag.name.as_str();
    let has = |name: &str| opened.contains(name);
    if is_stray(tag, opened) {
        return Some((
            format!("`</{name}>` closes nothing and is left out"),
            "delete it, or write the tag that it closes",
        ));
    }
    if name == "img" && !tag.closing && tag.attribute("src").is_none_or(|src| src.trim().is_empty()) {
        return Some(("this image has no `src`, so nothing is shown".to_owned(), "write `src=\"picture.png\"`"));
    }
    let parent = match name {
        "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" | "caption" if !has("table") => "table",
        "summary" if !has("details") => "details",
        "dt" | "dd" if !has("dl") => "dl",
        "figcaption" if !has("figure") => "figure",
        _ => return None,
    };
    let message = format!("`<{name}>` stands in no `<{parent}>`, so it is left out");
    (!tag.closing).then_some((message, "put it into one, or delete it"))
}
