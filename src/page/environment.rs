//! What a page knows that Markdown does not: where links lead from it, and what has been computed beforehand.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark_escape::escape_html_body_text;

use super::Site;
use crate::address::{Place, Written, open_anchor, parse, relative};
use crate::language::{Direction, Value, Values};
use crate::markdown::html::{Environment, Image};

/// The surroundings of one file on one page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageEnvironment<'e> {
    pub(super) site: &'e Site<'e>,
    /// The file's path from the content folder.
    pub(super) from: &'e str,
    /// The page's path in the site.
    pub(super) page: &'e str,
    /// Whether the page holds the whole guide, so that links stay on it.
    pub(super) whole: bool,
}

impl PageEnvironment<'_> {
    /// Whether a link to a question opens its answer: an answer may build on another, while an introduction or a plan sends
    /// readers to questions that they have yet to try.
    fn opens_answers(&self) -> bool {
        self.site.loaded.addresses.place(self.from).is_some_and(|place| place.opens_answers)
    }

    fn place_url(&self, path: &str, place: &Place, fragment: &str) -> String {
        // All files have their place on a page of the whole guide; the home page's introduction has anchors there for its
        // headings only.
        let whole = self.whole && (path.contains('/') || !fragment.is_empty());
        let anchor = match (fragment, place.anchor.as_str()) {
            ("", _) if whole => place.whole_anchor.clone(),
            ("", "") => String::new(),
            ("", id) if self.opens_answers() => open_anchor(id),
            ("", id) => id.to_owned(),
            (fragment, _) => format!("{}{fragment}", place.prefix_on(whole)),
        };
        let on_page = place.page == self.page || whole;
        match (on_page, anchor.as_str()) {
            (true, "") => relative(self.page, &place.page),
            (true, anchor) => format!("#{anchor}"),
            (false, _) if fragment.is_empty() && place.anchor.is_empty() => relative(self.page, &place.page),
            (false, anchor) => format!("{}#{anchor}", relative(self.page, &place.page)),
        }
    }
}

/// A whole address, with what may not stand in one encoded.
fn external(dest: &str) -> String {
    const FORBIDDEN: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    utf8_percent_encode(dest.trim(), FORBIDDEN).to_string()
}

impl Environment for PageEnvironment<'_> {
    fn link(&self, dest: &str) -> String {
        match parse(self.from, dest) {
            Written::External => external(dest),
            Written::Inside { path, fragment } => {
                if let Some(place) = self.site.loaded.addresses.place(&path) {
                    return self.place_url(&path, place, &fragment);
                }
                let asset = self.site.loaded.assets.get(&path);
                asset.map_or_else(|| "#".to_owned(), |asset| relative(self.page, &asset.output))
            }
            // These are errors; a caller that renders all the same gets a link that leads nowhere.
            Written::Unsafe(_) | Written::Absolute | Written::Outside => "#".to_owned(),
        }
    }

    fn link_number(&self, dest: &str) -> &str {
        match parse(self.from, dest) {
            // On the page of a topic the parts of the guide have no numbers.
            Written::Inside { path, .. } if self.whole && path != self.from => {
                self.site.loaded.addresses.place(&path).map_or("", |place| place.number.as_str())
            }
            _ => "",
        }
    }

    fn image(&self, dest: &str) -> Option<Image> {
        match parse(self.from, dest) {
            Written::External if self.site.loaded.config.html.allow_external_images => {
                Some(Image { url: external(dest), size: None, dark: false })
            }
            Written::Inside { path, .. } => {
                let asset = self.site.loaded.assets.get(&path).filter(|asset| asset.danger.is_none())?;
                Some(Image { url: relative(self.page, &asset.output), size: asset.size, dark: asset.dark })
            }
            _ => None,
        }
    }

    fn math(&self, tex: &str, display: bool) -> Cow<'_, str> {
        if let Some(Ok(mathml)) = self.site.loaded.formulas.get(tex, display) {
            return Cow::Borrowed(mathml);
        }
        let mut out = String::from("<code>");
        let _ = escape_html_body_text(&mut out, tex);
        out.push_str("</code>");
        Cow::Owned(out)
    }

    fn code(&self, language: &str, text: &str) -> Option<String> {
        self.site.highlights.html(language, text)
    }

    fn is_rtl(&self) -> bool {
        matches!(self.site.loaded.language.direction, Direction::Rtl)
    }

    fn allow_html(&self) -> bool {
        self.site.loaded.config.html.allow_html
    }

    fn word(&self, key: &str, number: usize) -> String {
        let values = Values::from([("number", Value::Number(i64::try_from(number).unwrap_or_default()))]);
        self.site.loaded.language.html(key, &values).unwrap_or_else(|| key.to_owned())
    }
}
