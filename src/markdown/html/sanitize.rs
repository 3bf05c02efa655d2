//! Raw HTML from content, made harmless by ammonia.
//!
//! Ammonia drops `MathML`, classes and ids, all of which our own markup needs. So whatever of ours it would damage is kept
//! aside in [`Kept`] while the fragment passes through, and put back afterwards. The tokens that hold the places carry a
//! number drawn at random for each fragment, so that an author can't write one; no token is left in the result, which is
//! the same in every build all the same.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Pieces kept aside, and whether there was any raw HTML at all.
#[derive(Debug)]
pub(super) struct Kept {
    pieces: Vec<Piece>,
    needed: bool,
    nonce: String,
}

/// What is kept, by where it may be put back.
#[derive(Debug)]
enum Piece {
    /// HTML that stands between tags.
    Html(String),
    /// Attributes of a tag of ours.
    Attributes(String),
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

    fn token(&mut self, piece: Piece) -> String {
        self.pieces.push(piece);
        format!("{}{};", self.nonce, self.pieces.len() - 1)
    }

    /// Keeps a piece of HTML; the result stands for it.
    pub(super) fn keep(&mut self, html: &str) -> String {
        self.token(Piece::Html(html.to_owned()))
    }

    /// Keeps a run of attributes; the result is an attribute that stands for them.
    pub(super) fn keep_attributes(&mut self, attributes: String) -> String {
        format!(" {ATTRIBUTE}=\"{}\"", self.token(Piece::Attributes(attributes)))
    }

    /// The fragment, sanitized where it has to be, with everything kept put back.
    ///
    /// An author's tag that is never closed may swallow a token into one of its attributes. So each kind of piece is put
    /// back only where it belongs, between tags or as the whole of our own attribute, and is dropped anywhere else.
    pub(super) fn restore(&self, fragment: &str) -> String {
        let cleaned = if self.needed { clean(fragment) } else { fragment.to_owned() };
        let mut out = String::with_capacity(cleaned.len());
        let mut rest = cleaned.as_str();
        while !rest.is_empty() {
            let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            self.put_back(text, &mut out, |piece, _| match piece {
                Piece::Html(html) => html,
                Piece::Attributes(_) => "",
            });
            let (tag, after) = tag.split_at(tag_end(tag));
            self.put_back(tag, &mut out, |piece, out| {
                let ours = format!(" {ATTRIBUTE}=\"");
                match piece {
                    Piece::Attributes(attributes) if out.ends_with(&ours) => attributes,
                    _ => "",
                }
            });
            rest = after;
        }
        out
    }

    /// Copies `text` to `out` with each token replaced by what `choose` makes of its piece and of what precedes it. Where
    /// attributes are put back, the attribute that stood for them goes.
    fn put_back<'p>(&'p self, text: &str, out: &mut String, choose: impl Fn(&'p Piece, &str) -> &'p str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(self.nonce.as_str()) {
            out.push_str(before);
            let (number, after) = after.split_once(';').unwrap_or(("", after));
            rest = after;
            let piece = number.parse::<usize>().ok().and_then(|number| self.pieces.get(number));
            let Some(piece) = piece else { continue };
            let chosen = choose(piece, out);
            let whole = matches!(piece, Piece::Attributes(_)) && !chosen.is_empty() && rest.starts_with('"');
            if whole {
                out.truncate(out.len() - format!(" {ATTRIBUTE}=\"").len());
                rest = rest.get(1..).unwrap_or_default();
                out.push_str(chosen);
            } else if matches!(piece, Piece::Html(_)) {
                out.push_str(chosen);
            }
        }
        out.push_str(rest);
    }
}

/// Where the tag that `text` begins with ends. In what the sanitizer writes, values stand in double quotes.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(text.len(), |end| end + 1)
}

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    // Images of raw HTML would bypass the rules for images; they are made Markdown's before, and those are kept aside.
    builder.rm_tags(["img", "map", "area"]).add_tags(["tfoot"]).add_generic_attributes([ATTRIBUTE]);
    builder.url_schemes(["http", "https", "mailto"].into()).link_rel(None);
    // So are links. One that is left would bypass the rules for links and lead nowhere on other pages.
    builder.url_relative(UrlRelative::Deny);
    builder.add_tag_attributes("th", ["scope"]).add_tag_attributes("li", ["value"]);
    builder.add_tag_attributes("details", ["open"]).add_tag_attributes("time", ["datetime"]);
    builder.tag_attribute_values(HashMap::new());
    builder
});

/// Whether an element of raw HTML reaches readers.
pub fn allows_tag(name: &str) -> bool {
    static TAGS: LazyLock<std::collections::HashSet<&str>> = LazyLock::new(|| BUILDER.clone_tags());
    name == "img" || TAGS.contains(name)
}

/// Whether an attribute of raw HTML reaches readers.
pub fn allows_attribute(tag: &str, name: &str) -> bool {
    static OF_TAGS: LazyLock<HashMap<&str, std::collections::HashSet<&str>>> =
        LazyLock::new(|| BUILDER.clone_tag_attributes());
    match tag {
        "img" => matches!(name, "src" | "alt" | "title" | "width" | "height" | "loading" | "decoding"),
        "a" => matches!(name, "href" | "title" | "hreflang" | "lang" | "rel" | "target"),
        _ => matches!(name, "lang" | "title") || OF_TAGS.get(tag).is_some_and(|names| names.contains(name)),
    }
}

fn clean(fragment: &str) -> String {
    BUILDER.clean(fragment).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_is_swallowed_by_an_open_attribute_is_dropped() {
        let mut kept = Kept::default();
        kept.need();
        let image = kept.keep("<img src=\"x\" alt=\" onmouseover=alert(1) \">");
        let class = kept.keep_attributes(" class=\"alert\"".to_owned());
        for open in ["<div title=\"", "<div title='", "<div data-kept=\"", "<div data-kept="] {
            let restored = kept.restore(&format!("{open}{image}<p{class}>\"></div>"));
            assert!(!restored.contains("onmouseover") || restored.contains("><img"), "{restored}");
            assert!(!restored.contains("kept-"), "{restored}");
        }
    }

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
