//! Raw HTML from content, made harmless by ammonia.
//!
//! Ammonia drops `MathML`, classes and ids, all of which our own markup needs. So whatever of ours it would damage is kept
//! aside in [`Kept`] while the fragment passes through, and put back afterwards. The tokens that hold the places carry a
//! number drawn at random for each fragment, so that an author can't write one; no token is left in the result, which is
//! the same in every build all the same.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use ammonia::Builder;

/// Pieces kept aside, and whether there was any raw HTML at all.
#[derive(Debug)]
pub(super) struct Kept {
    pieces: Vec<String>,
    needed: bool,
    nonce: String,
}

impl Default for Kept {
    fn default() -> Self {
        let nonce = format!("kept-{:016x}-", RandomState::new().build_hasher().finish());
        Self { pieces: Vec::new(), needed: false, nonce }
    }
}

const ATTRIBUTE: &str = "data-kept";

impl Kept {
    /// Notes that the fragment holds raw HTML.
    pub(super) fn need(&mut self) {
        self.needed = true;
    }

    /// Whether anything was kept or has to be sanitized.
    pub(super) fn is_needed(&self) -> bool {
        self.needed || !self.pieces.is_empty()
    }

    fn token(&mut self, piece: String) -> String {
        self.pieces.push(piece);
        format!("{}{};", self.nonce, self.pieces.len() - 1)
    }

    /// Keeps a piece of HTML; the result stands for it.
    pub(super) fn keep(&mut self, html: &str) -> String {
        self.token(html.to_owned())
    }

    /// Keeps a run of attributes; the result is an attribute that stands for them.
    pub(super) fn keep_attributes(&mut self, attributes: String) -> String {
        format!(" {ATTRIBUTE}=\"{}\"", self.token(attributes))
    }

    /// The fragment, sanitized where it has to be, with everything kept put back.
    pub(super) fn restore(&self, fragment: &str) -> String {
        let cleaned = if self.needed { clean(fragment) } else { fragment.to_owned() };
        let attribute = format!(" {ATTRIBUTE}=\"");
        let mut out = String::with_capacity(cleaned.len());
        let mut rest = cleaned.as_str();
        while let Some((before, after)) = rest.split_once(self.nonce.as_str()) {
            let (number, after) = after.split_once(';').unwrap_or(("", after));
            let piece = number.parse::<usize>().ok().and_then(|number| self.pieces.get(number));
            match before.strip_suffix(attribute.as_str()) {
                Some(before) => {
                    out.push_str(before);
                    rest = after.strip_prefix('"').unwrap_or(after);
                }
                None => {
                    out.push_str(before);
                    rest = after;
                }
            }
            out.push_str(piece.map_or("", String::as_str));
        }
        out.push_str(rest);
        out
    }
}

fn clean(fragment: &str) -> String {
    let mut builder = Builder::default();
    // Images of raw HTML would bypass the rules for images; Markdown's own are kept aside.
    builder.rm_tags(["img", "map", "area"]).add_generic_attributes([ATTRIBUTE]);
    builder.url_schemes(["http", "https", "mailto"].into()).link_rel(None);
    builder.add_tag_attributes("th", ["scope"]).add_tag_attributes("li", ["value"]);
    builder.tag_attribute_values(HashMap::new());
    builder.clean(fragment).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_handlers_go_and_our_pieces_stay() {
        let mut kept = Kept::default();
        kept.need();
        let math = kept.keep("<math><mi>x</mi></math>");
        let class = kept.keep_attributes(" class=\"alert\"".to_owned());
        let fragment = format!("<div{class}>{math}<b onclick=\"a()\">b</b><script>alert(1)</script></div>");
        assert_eq!(kept.restore(&fragment), "<div class=\"alert\"><math><mi>x</mi></math><b>b</b></div>");
    }
}
