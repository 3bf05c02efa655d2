//! What stands in a line: formulas, links, images.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use pulldown_cmark::{Event, LinkType};
use pulldown_cmark_escape::escape_html;

use super::{Writer, math_width};
use crate::markdown::{Node, plain_text};

/// How many letters and signs of a formula fit into a list item in a window of 320 pixels, with a sign after them and in
/// whatever font comes first.
const LONG: usize = 18;

/// Whether more than `limit` letters and signs are shown by `mathml`.
fn is_longer(mathml: &str, limit: usize) -> bool {
    let mut inside = false;
    let shown = mathml.chars().filter(|c| {
        inside = *c == '<' || (inside && *c != '>');
        !inside && *c != '>' && !c.is_whitespace()
    });
    shown.take(limit + 1).count() > limit
}

impl<'s> Writer<'_, 's> {
    /// Writes a formula, and the text after it where that begins with punctuation: a browser may break the line between the
    /// two otherwise. Returns how many events after the formula are written with it.
    pub(super) fn inline_math(&mut self, tex: &str, next: Option<&Event<'s>>) -> usize {
        let mathml = self.environment.math(tex, false);
        let text = if let Some(Event::Text(text)) = next { text.as_ref() } else { "" };
        let rest = text.trim_start_matches([',', '.', ';', ':', '!', '?', ')', ']', '-', '\'', '"', '’', '”']);
        let Some(sign) = text.get(..text.len() - rest.len()).filter(|sign| !sign.is_empty()) else {
            self.keep(&self.fit(mathml));
            return 0;
        };
        self.keep(&format!("<span class=\"nowrap\">{}{}</span>", self.fit(mathml), Escaped(sign)));
        self.text(rest);
        1
    }

    /// A formula; a long one in a box that scrolls where the window is narrow, since browsers break no line inside `MathML`.
    /// The box takes the focus, so that it can be scrolled by keyboard; a link or a label must hold nothing that does.
    fn fit<'m>(&self, mathml: Cow<'m, str>) -> Cow<'m, str> {
        if self.unlinked || self.pressed || !is_longer(&mathml, LONG) {
            return mathml;
        }
        let wide = math_width::class(&mathml);
        let space = if wide.is_empty() { "" } else { " " };
        Cow::Owned(format!("<span class=\"math-long{space}{wide}\" tabindex=\"0\">{mathml}</span>"))
    }

    pub(super) fn wrap(&mut self, name: &str, inner: &[Node<'s>]) {
        let _ = write!(self.out, "<{name}>");
        self.run(inner);
        let _ = write!(self.out, "</{name}>");
    }

    pub(super) fn link(&mut self, kind: LinkType, dest: &str, title: &str, inner: &[Node<'s>]) {
        if self.unlinked {
            self.run(inner);
            return;
        }
        let url = if kind == LinkType::Email { format!("mailto:{dest}") } else { self.environment.link(dest) };
        let mut attributes = String::from(" href=\"");
        let _ = escape_html(&mut attributes, &url);
        attributes.push('"');
        if !title.is_empty() {
            attributes.push_str(" title=\"");
            let _ = escape_html(&mut attributes, title);
            attributes.push('"');
        }
        let number = if kind == LinkType::Email { "" } else { self.environment.link_number(dest) };
        if !number.is_empty() {
            let _ = write!(attributes, " data-number=\"{number}\"");
        }
        let attributes = self.attributes(attributes);
        let _ = write!(self.out, "<a{attributes}>");
        // A link inside a link can't happen in Markdown, but an image's text may hold what looks like one.
        let outside = std::mem::replace(&mut self.pressed, true);
        self.run(inner);
        self.pressed = outside;
        self.out.push_str("</a>");
    }

    /// `asked` is the width and the height that the author wants, as far as given.
    pub(super) fn image(&mut self, dest: &str, title: &str, asked: Asked, inner: &[Node<'s>]) {
        let alt = plain_text(inner);
        let image = if self.unlinked { None } else { self.environment.image(dest) };
        let Some(image) = image else {
            self.text(&alt);
            return;
        };
        let mut html = String::from("<img src=\"");
        let _ = escape_html(&mut html, &image.url);
        html.push_str("\" alt=\"");
        let _ = escape_html(&mut html, &alt);
        html.push('"');
        let (width, height) = size(asked, image.size);
        for (name, value) in [("width", width), ("height", height)] {
            if let Some(value) = value {
                let _ = write!(html, " {name}=\"{value}\"");
            }
        }
        if !title.is_empty() {
            html.push_str(" title=\"");
            let _ = escape_html(&mut html, title);
            html.push('"');
        }
        // A picture is drawn for a light page unless it says otherwise.
        if image.dark {
            html.push_str(" class=\"dark\"");
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        self.keep(&html);
    }
}

/// Width and height in CSS pixels, where they are given.
type Asked = (Option<u32>, Option<u32>);

/// The size of an image: what is asked for, and where only one of the two is, the other in proportion.
fn size(asked: Asked, own: Option<(u32, u32)>) -> Asked {
    let scale = |value: u32, from: u32, to: u32| {
        let scaled = (u64::from(value) * u64::from(to) + u64::from(from) / 2).checked_div(u64::from(from));
        scaled.and_then(|scaled| u32::try_from(scaled).ok()).map(|scaled| scaled.max(1))
    };
    match (asked, own) {
        ((Some(width), None), Some(own)) => (Some(width), scale(width, own.0, own.1)),
        ((None, Some(height)), Some(own)) => (scale(height, own.1, own.0), Some(height)),
        ((None, None), own) => (own.map(|own| own.0), own.map(|own| own.1)),
        (asked, _) => asked,
    }
}

/// Text that is escaped when it is formatted.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape_html(pulldown_cmark_escape::FmtWriter(f), self.0)
    }
}
