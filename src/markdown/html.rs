//! Sets Markdown on a page: [`write`](fn@write) turns events into HTML.
//!
//! What depends on the page (where links lead, which images there are, the formulas and the coloured code) comes from an
//! [`Environment`]. Nothing is looked up on disk, and content can't break out: all text is escaped, and raw HTML is shown
//! as text unless the guide allows it, in which case [`sanitize`] has the last word.

mod block;
mod direction;
mod footnote;
mod inline;
mod math_width;
mod sanitize;

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{Alignment, CowStr, Event, Tag};
use pulldown_cmark_escape::escape_html_body_text;

pub use self::sanitize::{allows_attribute, allows_tag};
use super::raw::sizes;
use super::{Heading, Node, Term, closing, code_text, language};

/// An image as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its address, relative to the page.
    pub url: String,
    /// Width and height in CSS pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// Whether it has colors of its own for dark pages.
    pub dark: bool,
}

/// What a page knows that Markdown does not.
pub trait Environment {
    /// Where a link leads from this page.
    fn link(&self, dest: &str) -> String;
    /// What a reader of paper looks for to follow a link, such as the number of a question; empty if there is no such thing.
    fn link_number(&self, dest: &str) -> &str;
    /// The image at `dest`, or `None` if it must not be shown; its alternative text stands in for it then.
    fn image(&self, dest: &str) -> Option<Image>;
    /// The `MathML` of a formula.
    fn math(&self, tex: &str, display: bool) -> Cow<'_, str>;
    /// The coloured code of a block as HTML, or `None` if the language is unknown.
    fn code(&self, language: &str, text: &str) -> Option<String>;
    /// Whether the page runs from right to left.
    fn is_rtl(&self) -> bool;
    /// Whether raw HTML is sanitized and passed on.
    fn allow_html(&self) -> bool;
    /// A word of the site's language as HTML, such as what a table is called aloud; `number` stands for a `{number}` in it.
    fn word(&self, key: &str, number: usize) -> String;
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
    /// The terms of the file, for theirs.
    pub terms: &'a [Term],
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

/// The HTML of `nodes` and, apart from it, that of the footnotes that are first referred to here: for text that goes where
/// only inline markup may stand.
pub fn write_apart<'s>(
    nodes: &[Node<'s>],
    setting: Setting<'_, 's>,
    environment: &dyn Environment,
) -> (String, String) {
    let mut writer = Writer::new(setting, environment);
    writer.pressed = true;
    writer.isolated(nodes);
    let pending = std::mem::take(&mut writer.pending);
    let mut notes = Writer::new(setting, environment);
    notes.pending = pending;
    notes.footnotes();
    (writer.finish(), notes.finish())
}

/// The HTML of inline `nodes`, without links: for titles, which are links themselves in many places.
pub fn write_title(nodes: &[Node<'_>], environment: &dyn Environment) -> String {
    let footnotes = Footnotes::default();
    let setting = Setting { prefix: "", heading_shift: 0, headings: &[], terms: &[], footnotes: &footnotes };
    let mut writer = Writer::new(setting, environment);
    writer.unlinked = true;
    writer.raw_html = false;
    writer.isolated(nodes);
    writer.finish()
}

/// The HTML of text without markup, set apart where it runs against the direction of the page (`rtl`).
#[must_use]
pub fn isolate(rtl: bool, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let apart = direction::text_runs_against(rtl, text);
    out.push_str(if apart { "<bdi>" } else { "" });
    // Writing into a string can't fail.
    let _ = escape_html_body_text(&mut out, text);
    out.push_str(if apart { "</bdi>" } else { "" });
    out
}

#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the place that is written to")]
struct Writer<'a, 's> {
    out: String,
    setting: Setting<'a, 's>,
    environment: &'a dyn Environment,
    /// No `<a>`, no images: the text goes into a link.
    unlinked: bool,
    /// Whether what is written is itself pressed: it stands in a link or a label, and may hold nothing that takes the focus.
    pressed: bool,
    /// Raw HTML is passed on, to be sanitized at the end.
    raw_html: bool,
    /// Pieces that the sanitizer must not see; only used with `raw_html`.
    kept: sanitize::Kept,
    alignments: Vec<Alignment>,
    /// How many tables of each name there were.
    table_names: HashMap<String, usize>,
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
            pressed: false,
            raw_html: environment.allow_html(),
            kept: sanitize::Kept::default(),
            alignments: Vec::new(),
            table_names: HashMap::new(),
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

    /// Writes inline text that may run against the direction of the page. What stands around it keeps its place.
    fn isolated(&mut self, nodes: &[Node<'s>]) {
        if direction::runs_against(self.environment.is_rtl(), nodes) {
            self.wrap("bdi", nodes);
        } else {
            self.run(nodes);
        }
    }

    /// The attribute of a block whose text runs against the direction of the page; nothing for any other.
    fn direction(&mut self, inner: &[Node<'s>]) -> &'static str {
        if direction::runs_against(self.environment.is_rtl(), inner) { " dir=\"auto\"" } else { "" }
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
                let wide = math_width::class(&mathml);
                let space = if wide.is_empty() { "" } else { " " };
                let html = format!("<span class=\"math-display{space}{wide}\" tabindex=\"0\">{mathml}</span>");
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
                let (checked, key) = if *done { (" checked", "text.done") } else { ("", "text.not-done") };
                let state = format!("{checked} aria-label=\"{}\"", self.environment.word(key, 0));
                let html = format!("<input type=\"checkbox\" disabled{state}> ");
                self.keep(&html);
            }
            Event::Start(_) | Event::End(_) | Event::InlineMath(_) => {}
        }
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
            Tag::Item => self.item(nodes.get(at), inner),
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
            Tag::Image { dest_url, title, link_type, id } => self.image(dest_url, title, sizes(*link_type, id), inner),
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

    /// Attributes of ours, hidden from the sanitizer where there is one.
    fn attributes(&mut self, attributes: String) -> String {
        if self.raw_html && !attributes.is_empty() { self.kept.keep_attributes(attributes) } else { attributes }
    }
}
