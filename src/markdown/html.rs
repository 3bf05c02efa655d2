//! Sets Markdown on a page: [`write`] turns events into HTML.
//!
//! What depends on the page (where links lead, which images there are, the formulas and the coloured code) comes from an
//! [`Environment`]. Nothing is looked up on disk, and content can't break out: all text is escaped, and raw HTML is shown
//! as text unless the guide allows it, in which case [`sanitize`] has the last word.

mod sanitize;

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, LinkType, Tag};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::{Heading, Node, closing, code_text, language, plain_text};

/// An image as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its address, relative to the page.
    pub url: String,
    /// Width and height in CSS pixels, where they are known.
    pub size: Option<(u32, u32)>,
}

/// What a page knows that Markdown does not.
pub trait Environment {
    /// Where a link leads from this page.
    fn link(&self, dest: &str) -> String;
    /// The image at `dest`, or `None` if it must not be shown; its alternative text stands in for it then.
    fn image(&self, dest: &str) -> Option<Image>;
    /// The `MathML` of a formula.
    fn math(&self, tex: &str, display: bool) -> Cow<'_, str>;
    /// The coloured code of a block as HTML, or `None` if the language is unknown.
    fn code(&self, language: &str, text: &str) -> Option<String>;
    /// Whether raw HTML is sanitized and passed on.
    fn allow_html(&self) -> bool;
}

/// The footnotes of a file, numbered in the order in which they are first referred to.
#[derive(Debug, Clone, Default)]
pub struct Footnotes<'s> {
    /// The footnotes that are referred to; the first is number 1.
    pub list: Vec<Footnote<'s>>,
}

/// One footnote.
#[derive(Debug, Clone)]
pub struct Footnote<'s> {
    /// What stands between `[^` and `]`.
    pub label: CowStr<'s>,
    /// Its text.
    pub nodes: Vec<Node<'s>>,
    /// Where it is first referred to, as an offset in the file.
    pub first_reference: u32,
}

/// How a run of events is to be set.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a, 's> {
    /// Put before every anchor, so that two questions on a page can't clash.
    pub prefix: &'a str,
    /// Added to the level of every heading.
    pub heading_shift: u8,
    /// The headings of the file, for their anchors.
    pub headings: &'a [Heading],
    /// The footnotes of the file.
    pub footnotes: &'a Footnotes<'s>,
}

/// The HTML of `nodes`. Footnotes that are first referred to here follow at the end.
pub fn write<'s>(nodes: &[Node<'s>], setting: Setting<'_, 's>, environment: &dyn Environment) -> String {
    let mut writer = Writer::new(setting, environment);
    writer.run(nodes);
    writer.footnotes();
    writer.finish()
}

/// The HTML of inline `nodes`, without links: for titles, which are links themselves in many places.
pub fn write_title(nodes: &[Node<'_>], environment: &dyn Environment) -> String {
    let footnotes = Footnotes::default();
    let setting = Setting { prefix: "", heading_shift: 0, headings: &[], footnotes: &footnotes };
    let mut writer = Writer::new(setting, environment);
    writer.unlinked = true;
    writer.raw_html = false;
    writer.run(nodes);
    writer.finish()
}

/// Text that is escaped when it is formatted.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape_html(pulldown_cmark_escape::FmtWriter(f), self.0)
    }
}

struct Writer<'a, 's> {
    out: String,
    setting: Setting<'a, 's>,
    environment: &'a dyn Environment,
    /// No `<a>`, no images: the text goes into a link.
    unlinked: bool,
    /// Raw HTML is passed on, to be sanitized at the end.
    raw_html: bool,
    /// Pieces that the sanitizer must not see; only used with `raw_html`.
    kept: sanitize::Kept,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Footnotes first referred to here, by index.
    pending: Vec<usize>,
    notes_written: usize,
}

impl<'a, 's> Writer<'a, 's> {
    fn new(setting: Setting<'a, 's>, environment: &'a dyn Environment) -> Self {
        Self {
            out: String::new(),
            setting,
            environment,
            unlinked: false,
            raw_html: environment.allow_html(),
            kept: sanitize::Kept::default(),
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            pending: Vec::new(),
            notes_written: 0,
        }
    }

    fn finish(self) -> String {
        if self.kept.is_needed() { self.kept.restore(&self.out) } else { self.out }
    }

    fn text(&mut self, text: &str) {
        // Writing into a string can't fail.
        let _ = escape_html_body_text(&mut self.out, text);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        let _ = escape_html(&mut self.out, value);
        self.out.push('"');
    }

    /// Writes HTML of ours that the sanitizer would damage.
    fn keep(&mut self, html: &str) {
        if self.raw_html {
            let token = self.kept.keep(html);
            self.out.push_str(&token);
        } else {
            self.out.push_str(html);
        }
    }

    fn run(&mut self, nodes: &[Node<'s>]) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            at = match &node.event {
                Event::Start(tag) => self.start(tag, nodes, at),
                Event::End(_) => at + 1,
                Event::InlineMath(tex) => self.inline_math(tex, nodes.get(at + 1).map(|next| &next.event)) + at + 1,
                _ => {
                    self.leaf(node);
                    at + 1
                }
            };
        }
    }

    fn leaf(&mut self, node: &Node<'s>) {
        match &node.event {
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Event::DisplayMath(tex) => {
                let mathml = self.environment.math(tex, true);
                // A `span`, because display math may stand inside a paragraph. It can be scrolled by keyboard.
                let html = format!("<span class=\"math-display\" tabindex=\"0\">{mathml}</span>");
                self.keep(&html);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                if self.raw_html {
                    self.kept.need();
                    self.out.push_str(html);
                } else {
                    self.text(html);
                }
            }
            Event::FootnoteReference(label) => self.footnote_reference(label, node.start),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                let state = if *done { " checked aria-label=\"done\"" } else { " aria-label=\"not done\"" };
                let html = format!("<input type=\"checkbox\" disabled{state}> ");
                self.keep(&html);
            }
            Event::Start(_) | Event::End(_) | Event::InlineMath(_) => {}
        }
    }

    /// Writes a formula, and the text after it where that begins with punctuation: a browser may break the line between the
    /// two otherwise. Returns how many events after the formula are written with it.
    fn inline_math(&mut self, tex: &str, next: Option<&Event<'s>>) -> usize {
        let mathml = self.environment.math(tex, false);
        let text = if let Some(Event::Text(text)) = next { text.as_ref() } else { "" };
        let rest = text.trim_start_matches([',', '.', ';', ':', '!', '?', ')', ']', '-', '\'', '"', '’', '”']);
        let Some(sign) = text.get(..text.len() - rest.len()).filter(|sign| !sign.is_empty()) else {
            self.keep(&mathml);
            return 0;
        };
        self.keep(&format!("<span class=\"nowrap\">{mathml}{}</span>", Escaped(sign)));
        self.text(rest);
        1
    }

    /// Writes the element that opens at `at`, and returns where to go on.
    fn start(&mut self, tag: &Tag<'s>, nodes: &[Node<'s>], at: usize) -> usize {
        let end = closing(nodes, at);
        let inner = nodes.get(at + 1..end).unwrap_or_default();
        match tag {
            Tag::Paragraph => self.paragraph(inner),
            Tag::Heading { level, .. } => self.heading(*level as u8, nodes.get(at), inner),
            Tag::BlockQuote(kind) => self.quote(*kind, inner),
            Tag::CodeBlock(kind) => self.code(language(kind), &code_text(inner)),
            Tag::List(first) => self.list(*first, inner),
            Tag::Item => self.item(inner),
            Tag::Table(alignments) => self.table(alignments, inner),
            Tag::TableHead => {
                self.in_head = true;
                self.row(inner);
                self.in_head = false;
                self.out.push_str("</thead>\n<tbody>\n");
            }
            Tag::TableRow => self.row(inner),
            Tag::TableCell => self.cell(inner),
            Tag::Emphasis => self.wrap("em", inner),
            Tag::Strong => self.wrap("strong", inner),
            Tag::Strikethrough => self.wrap("del", inner),
            Tag::Superscript => self.wrap("sup", inner),
            Tag::Subscript => self.wrap("sub", inner),
            Tag::Link { dest_url, title, link_type, .. } => self.link(*link_type, dest_url, title, inner),
            Tag::Image { dest_url, title, .. } => self.image(dest_url, title, inner),
            Tag::HtmlBlock => self.html_block(inner),
            // Footnotes are set where they are referred to; metadata is not text; the rest is switched off.
            Tag::FootnoteDefinition(_)
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
        end + 1
    }

    fn wrap(&mut self, name: &str, inner: &[Node<'s>]) {
        let _ = write!(self.out, "<{name}>");
        self.run(inner);
        let _ = write!(self.out, "</{name}>");
    }

    /// A paragraph. An image alone in it that has a title becomes a figure with that caption.
    fn paragraph(&mut self, inner: &[Node<'s>]) {
        if let Some(Event::Start(Tag::Image { dest_url, title, .. })) = inner.first().map(|node| &node.event)
            && !title.is_empty()
            && closing(inner, 0) + 1 == inner.len()
        {
            self.out.push_str("<figure>");
            self.image(dest_url, "", inner);
            self.out.push_str("<figcaption>");
            self.text(title);
            self.out.push_str("</figcaption></figure>\n");
            return;
        }
        self.wrap("p", inner);
        self.out.push('\n');
    }

    fn heading(&mut self, level: u8, node: Option<&Node<'s>>, inner: &[Node<'s>]) {
        let level = (level + self.setting.heading_shift).min(6);
        let start = node.map_or(0, |node| node.start as usize);
        let at = self.setting.headings.binary_search_by_key(&start, |heading| heading.range.start).ok();
        let heading = at.and_then(|at| self.setting.headings.get(at));
        let mut attributes = String::new();
        if let Some(heading) = heading.filter(|heading| !heading.slug.is_empty()) {
            attributes.push_str(" id=\"");
            let _ = escape_html(&mut attributes, &format!("{}{}", self.setting.prefix, heading.slug));
            attributes.push('"');
        }
        let attributes = self.attributes(attributes);
        let _ = write!(self.out, "<h{level}{attributes}>");
        self.run(inner);
        let _ = writeln!(self.out, "</h{level}>");
    }

    /// Attributes of ours, hidden from the sanitizer where there is one.
    fn attributes(&mut self, attributes: String) -> String {
        if self.raw_html && !attributes.is_empty() { self.kept.keep_attributes(attributes) } else { attributes }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, inner: &[Node<'s>]) {
        let Some(kind) = kind else {
            self.out.push_str("<blockquote>\n");
            self.run(inner);
            self.out.push_str("</blockquote>\n");
            return;
        };
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        let outer = self.attributes(format!(" class=\"alert {class}\""));
        let first = self.attributes(" class=\"alert-title\"".to_owned());
        let _ = writeln!(self.out, "<div{outer}><p{first}>{title}</p>");
        self.run(inner);
        self.out.push_str("</div>\n");
    }

    fn code(&mut self, language: &str, text: &str) {
        let mut html = String::from("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            html.push_str(" data-lang=\"");
            let _ = escape_html(&mut html, language);
            html.push('"');
        }
        match self.environment.code(language, text) {
            Some(colored) => {
                html.push_str(" class=\"hl\">");
                html.push_str(&colored);
            }
            None => {
                html.push('>');
                let _ = escape_html_body_text(&mut html, text);
            }
        }
        html.push_str("</code></pre>");
        self.keep(&html);
        self.out.push('\n');
    }

    fn list(&mut self, first: Option<u64>, inner: &[Node<'s>]) {
        match first {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(first) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
        }
        self.run(inner);
        self.out.push_str(if first.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn item(&mut self, inner: &[Node<'s>]) {
        let task = |node: Option<&Node<'_>>| matches!(node.map(|n| &n.event), Some(Event::TaskListMarker(_)));
        let attributes = if task(inner.first()) || task(inner.get(1)) { " class=\"task\"" } else { "" };
        let attributes = self.attributes(attributes.to_owned());
        let _ = write!(self.out, "<li{attributes}>");
        self.run(inner);
        self.out.push_str("</li>\n");
    }

    fn table(&mut self, alignments: &[Alignment], inner: &[Node<'s>]) {
        alignments.clone_into(&mut self.alignments);
        let box_ = " class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"".to_owned();
        let box_ = self.attributes(box_);
        let _ = writeln!(self.out, "<div{box_}><table><thead>");
        self.run(inner);
        self.out.push_str("</tbody></table></div>\n");
    }

    fn row(&mut self, inner: &[Node<'s>]) {
        self.column = 0;
        self.out.push_str("<tr>");
        self.run(inner);
        self.out.push_str("</tr>\n");
    }

    fn cell(&mut self, inner: &[Node<'s>]) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        let class = self.attributes(class.to_owned());
        // An empty corner cell is no header of anything.
        let name = if self.in_head && !inner.is_empty() { "th" } else { "td" };
        let scope = if name == "th" { " scope=\"col\"" } else { "" };
        let _ = write!(self.out, "<{name}{scope}{class}>");
        self.run(inner);
        let _ = write!(self.out, "</{name}>");
    }

    fn link(&mut self, kind: LinkType, dest: &str, title: &str, inner: &[Node<'s>]) {
        if self.unlinked {
            self.run(inner);
            return;
        }
        let url = if kind == LinkType::Email { format!("mailto:{dest}") } else { self.environment.link(dest) };
        self.out.push_str("<a");
        self.attribute("href", &url);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push('>');
        // A link inside a link can't happen in Markdown, but an image's text may hold what looks like one.
        self.run(inner);
        self.out.push_str("</a>");
    }

    fn image(&mut self, dest: &str, title: &str, inner: &[Node<'s>]) {
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
        if let Some((width, height)) = image.size {
            let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
        }
        if !title.is_empty() {
            html.push_str(" title=\"");
            let _ = escape_html(&mut html, title);
            html.push('"');
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        self.keep(&html);
    }

    /// A block of raw HTML: passed on to the sanitizer, or shown as the text it is.
    fn html_block(&mut self, inner: &[Node<'s>]) {
        if self.raw_html {
            self.run(inner);
            return;
        }
        self.out.push_str("<p>");
        let start = self.out.len();
        self.run(inner);
        let kept = self.out.trim_end().len().max(start);
        self.out.truncate(kept);
        self.out.push_str("</p>\n");
    }

    fn footnote_reference(&mut self, label: &str, start: u32) {
        let found = self.setting.footnotes.list.iter().position(|note| note.label.as_ref() == label);
        let Some((index, note)) = found.and_then(|at| self.setting.footnotes.list.get(at).map(|note| (at, note)))
        else {
            return;
        };
        if self.unlinked {
            return;
        }
        let (number, prefix) = (index + 1, self.setting.prefix);
        let mut id = String::new();
        if note.first_reference == start {
            self.pending.push(index);
            id = format!(" id=\"{prefix}fnref-{number}\"");
        }
        let html = format!(
            "<sup class=\"footnote-ref\"><a{id} href=\"#{prefix}fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        );
        self.keep(&html);
    }

    fn footnotes(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let class = self.attributes(" class=\"footnotes\"".to_owned());
        let first = self.pending.first().map_or(1, |index| index + 1);
        let _ = writeln!(self.out, "<div{class}><ol start=\"{first}\">");
        let prefix = self.setting.prefix;
        // Footnotes may refer to further ones, which then join the queue.
        while let Some(index) = self.pending.get(self.notes_written).copied() {
            self.notes_written += 1;
            let number = index + 1;
            let nodes = self.setting.footnotes.list.get(index).map(|note| note.nodes.as_slice()).unwrap_or_default();
            let id = self.attributes(format!(" id=\"{prefix}fn-{number}\""));
            let _ = write!(self.out, "<li value=\"{number}\"{id}>");
            self.run(nodes);
            let back = format!(
                "<a class=\"backref\" href=\"#{prefix}fnref-{number}\" aria-label=\"Back to reference {number}\">↩</a>"
            );
            self.keep(&back);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></div>\n");
    }
}
