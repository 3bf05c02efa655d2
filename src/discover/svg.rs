//! What a build must know about an SVG image: its size, and whether it does more than show a drawing.
//!
//! Pages show SVG through `<img>`, where nothing in it runs. But a published file can also be opened by its address, and
//! then a script in it would run as one of the site's own. So [`inspect`] parses the file as XML and lets through what is
//! on a list ([`allowed`]): elements, attributes with their values decoded, and the functions of style sheets ([`css`]).
//! What isn't on the list is refused, and so is a file that browsers wouldn't show at all.

mod allowed;
mod css;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use self::allowed::{Rule, attribute_rule, editor_namespace, is_animatable, is_element};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How deep elements may nest; browsers give up at 256.
const MAX_DEPTH: usize = 256;

/// What is known of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Svg {
    /// Width and height in CSS pixels.
    pub(super) size: Option<(u32, u32)>,
    /// The reason not to publish it, as the end of a sentence that begins with the file's name.
    pub(super) danger: Option<String>,
}

/// Looks at an image.
pub(super) fn inspect(bytes: &[u8]) -> Svg {
    let text = match str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(_) if bytes.starts_with(&[0x1f, 0x8b]) => {
            return Svg { size: None, danger: Some("is compressed".to_owned()) };
        }
        Err(_) => return Svg { size: None, danger: Some("isn't UTF-8 text".to_owned()) },
    };
    let mut reader = Reader { text, ..Reader::default() };
    let result = reader.read();
    let danger = result.err().map(|what| {
        let line = text.get(..reader.at).map_or(0, |before| before.matches('\n').count()) + 1;
        format!("{what} (line {line})")
    });
    Svg { size: reader.size, danger }
}

/// Whether an image changes its colors with the page's: by a query in its style sheet, or by colors in pairs.
pub(super) fn has_dark_colors(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| text.contains("prefers-color-scheme") || text.contains("light-dark("))
}

type Checked = Result<(), String>;

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    /// Where the event begins that is being looked at.
    at: usize,
    depth: usize,
    /// Whether the root was seen.
    rooted: bool,
    /// The text of the style sheet that is being read.
    style: Option<String>,
    size: Option<(u32, u32)>,
}

impl Reader<'_> {
    fn read(&mut self) -> Checked {
        if self.text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
            return Err("holds a control character".to_owned());
        }
        let mut xml = NsReader::from_str(self.text);
        xml.config_mut().check_comments = true;
        loop {
            self.at = usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX);
            let event = xml.read_event().map_err(|error| format!("isn't well-formed XML: {error}"))?;
            match event {
                Event::Eof => break,
                Event::Start(start) => {
                    self.element(&xml, &start, false)?;
                    self.depth += 1;
                }
                Event::Empty(start) => self.element(&xml, &start, true)?,
                Event::End(_) => {
                    self.depth -= 1;
                    if let Some(style) = self.style.take() {
                        css::check(&style)?;
                    }
                }
                Event::Text(text) => self.text(&text)?,
                Event::CData(text) => self.text(&text)?,
                Event::GeneralRef(name) => self.reference(&name)?,
                Event::Comment(_) => {}
                Event::Decl(declaration) => {
                    let encoding = declaration.encoding().transpose().map_err(|error| error.to_string())?;
                    // All that is ASCII is UTF-8.
                    let fits = |encoding: &str| {
                        ["utf-8", "us-ascii", "ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known))
                    };
                    if encoding.is_some_and(|encoding| !fits(&encoding)) {
                        return Err("declares an encoding other than UTF-8".to_owned());
                    }
                }
                // One that a program left for itself, as `<?plantuml …?>`; those of XML load style sheets.
                Event::PI(instruction) if !instruction.target().to_ascii_lowercase().starts_with("xml") => {}
                Event::PI(instruction) => {
                    return Err(format!("holds the processing instruction `<?{}`", instruction.target()));
                }
                // Drawing programs name the document type of SVG 1.1; browsers load nothing for it.
                Event::DocType(kind) if !kind.contains('[') => {}
                Event::DocType(_) => return Err("holds a `<!DOCTYPE` with declarations of its own".to_owned()),
            }
        }
        if self.depth > 0 || !self.rooted {
            return Err("isn't well-formed XML: it ends too early".to_owned());
        }
        Ok(())
    }

    /// Text that only matters in a style sheet.
    fn text(&mut self, text: &str) -> Checked {
        if self.depth == 0 && !text.trim().is_empty() {
            return Err("isn't well-formed XML: there is text outside the root".to_owned());
        }
        if let Some(style) = &mut self.style {
            style.push_str(text);
        }
        Ok(())
    }

    fn reference(&mut self, name: &str) -> Checked {
        let text = quick_xml::escape::unescape(&format!("&{name};")).map(std::borrow::Cow::into_owned);
        self.text(&text.map_err(|_| format!("holds the entity `&{name};`"))?)
    }

    fn element(&mut self, xml: &NsReader<&[u8]>, start: &BytesStart<'_>, empty: bool) -> Checked {
        let (namespace, name) = xml.resolver().resolve_element(start.name());
        let (namespace, name) = (uri(&namespace)?, name.into_inner().to_owned());
        if self.depth == 0 && self.rooted {
            return Err("isn't well-formed XML: there are two roots".to_owned());
        }
        if self.depth == 0 && (namespace != SVG || name != "svg") {
            return Err(format!("begins with `<{name}>`, not with `<svg xmlns=\"{SVG}\">`"));
        }
        if self.depth >= MAX_DEPTH {
            return Err(format!("nests elements more than {MAX_DEPTH} deep"));
        }
        self.rooted = true;
        if self.style.is_some() {
            return Err("holds an element in a style sheet".to_owned());
        }
        if name.starts_with('<') || name.is_empty() {
            return Err("isn't well-formed XML: there is a `<` in its text".to_owned());
        }
        let is_svg = namespace == SVG;
        if is_svg && !is_element(&name) || !is_svg && !editor_namespace(namespace) {
            return Err(format!("holds the element `{}`", printable(start.name().into_inner())));
        }
        let mut values = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("isn't well-formed XML: {error}"))?;
            if attribute.key.as_namespace_binding().is_none() {
                values.extend(checked(xml, &attribute, is_svg)?);
            }
        }
        if is_svg {
            animation(&name, &values)?;
            let kind = values.iter().find(|(key, _)| name == "style" && key == "type").map(|(_, kind)| kind.trim());
            if let Some(kind) = kind.filter(|kind| !kind.is_empty() && !kind.eq_ignore_ascii_case("text/css")) {
                return Err(format!("holds a style sheet of type `{}`", printable(kind)));
            }
            if self.depth == 0 {
                self.size = size(&values);
            }
            self.style = (name == "style" && !empty).then(String::new);
        }
        Ok(())
    }
}

/// A name from a file, short enough for a message.
fn printable(name: &str) -> String {
    name.chars().take(40).collect()
}

fn uri<'n>(namespace: &ResolveResult<'n>) -> Result<&'n str, String> {
    match namespace {
        ResolveResult::Bound(namespace) => Ok(namespace.into_inner()),
        ResolveResult::Unbound => Ok(""),
        ResolveResult::Unknown(prefix) => {
            Err(format!("isn't well-formed XML: the prefix `{}` isn't declared", printable(prefix)))
        }
    }
}

/// The local name and the decoded value of an attribute that is harmless; `None` for one that belongs to an editor.
fn checked(xml: &NsReader<&[u8]>, attribute: &Attribute<'_>, is_svg: bool) -> Result<Option<(String, String)>, String> {
    let (namespace, name) = xml.resolver().resolve_attribute(attribute.key);
    let (namespace, name) = (uri(&namespace)?, name.into_inner());
    let written = printable(attribute.key.into_inner());
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    let value = value.map_err(|error| format!("isn't well-formed XML: `{written}`: {error}"))?;
    let rule = match namespace {
        "" if is_svg => attribute_rule(name),
        // Attributes of an editor's own elements mean nothing to browsers.
        "" => (!name.to_ascii_lowercase().starts_with("on")).then_some(Rule::Any),
        XLINK if name == "href" => Some(Rule::Link),
        XLINK => Some(Rule::Any),
        XML => matches!(name, "lang" | "space" | "id").then_some(Rule::Any),
        other => editor_namespace(other).then_some(Rule::Any),
    };
    match rule {
        Some(Rule::Any) => {}
        Some(Rule::Style) => css::check(&value)?,
        Some(Rule::Link) => {
            if !is_harmless_link(&value) {
                return Err(format!("has an address outside the file in `{written}`"));
            }
        }
        None if name.to_ascii_lowercase().starts_with("on") => {
            return Err(format!("holds the event handler `{written}`"));
        }
        None => return Err(format!("holds the attribute `{written}`")),
    }
    Ok(namespace.is_empty().then(|| (name.to_owned(), value.into_owned())))
}

/// Whether an address stays in the file: a fragment, or a picture of pixels that it carries.
fn is_harmless_link(value: &str) -> bool {
    // Browsers drop these before they look.
    let value: String =
        value.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let value = value.to_ascii_lowercase();
    value.is_empty() || value.starts_with('#') || is_picture(&value)
}

/// Whether a lower-case address is a picture of pixels in itself.
fn is_picture(value: &str) -> bool {
    value.strip_prefix("data:image/").is_some_and(|rest| {
        let end = rest.find([';', ',']).unwrap_or(rest.len());
        rest.get(..end).is_some_and(|kind| matches!(kind, "png" | "jpeg" | "jpg" | "gif" | "webp" | "avif"))
    })
}

/// An animation may move and color things, but not change an address, a style or a handler.
fn animation(name: &str, values: &[(String, String)]) -> Checked {
    let value = |key: &str| values.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    match name {
        "animate" | "animateTransform" | "set" => {
            let target = value("attributeName").unwrap_or_default();
            if !is_animatable(target) {
                return Err(format!("animates `{}`", printable(target)));
            }
            ["from", "to", "by", "values"].into_iter().filter_map(value).try_for_each(css::check)
        }
        _ => Ok(()),
    }
}

/// Width and height from the root's `width` and `height`, or else from its `viewBox`, rounded to whole CSS pixels.
fn size(values: &[(String, String)]) -> Option<(u32, u32)> {
    let value = |key: &str| values.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok().and_then(round);
    let given = value("width").and_then(pixels).zip(value("height").and_then(pixels));
    given.or_else(|| {
        let numbers: Vec<&str> = value("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
        Some((pixels(numbers.get(2)?)?, pixels(numbers.get(3)?)?))
    })
}

fn round(pixels: f64) -> Option<u32> {
    // Pixels of a drawing are far from the limits of the type; anything else is no size.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
    (1.0..100_000.0).contains(&pixels).then_some(pixels.round() as u32)
}

#[cfg(test)]
mod tests;
