//! Blocks: paragraphs, headings, lists, tables, code.

use std::fmt::Write as _;

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Tag};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::Writer;
use super::direction::{inline_length, text_runs_against};
use crate::markdown::raw::sizes;
use crate::markdown::{Node, closing, plain_text};

/// How many lines of code stay together on paper.
const LONG_CODE: usize = 20;

impl<'s> Writer<'_, 's> {
    /// A paragraph. An image alone in it that has a title becomes a figure with that caption.
    pub(super) fn paragraph(&mut self, inner: &[Node<'s>]) {
        if let Some(Event::Start(Tag::Image { dest_url, title, link_type, id })) = inner.first().map(|node| &node.event)
            && !title.is_empty()
            && closing(inner, 0) + 1 == inner.len()
        {
            self.out.push_str("<figure>");
            self.image(dest_url, "", sizes(*link_type, id), inner);
            let direction = if text_runs_against(self.environment.is_rtl(), title) { " dir=\"auto\"" } else { "" };
            let direction = self.attributes(direction.to_owned());
            let _ = write!(self.out, "<figcaption{direction}>");
            self.text(title);
            self.out.push_str("</figcaption></figure>\n");
            return;
        }
        let direction = self.direction(inner).to_owned();
        let direction = self.attributes(direction);
        let _ = write!(self.out, "<p{direction}>");
        self.run(inner);
        self.out.push_str("</p>\n");
    }

    pub(super) fn heading(&mut self, level: u8, node: Option<&Node<'s>>, inner: &[Node<'s>]) {
        let level = (level + self.setting.heading_shift).min(6);
        let start = node.map_or(0, |node| node.start as usize);
        let at = self.setting.headings.binary_search_by_key(&start, |heading| heading.range.start).ok();
        let heading = at.and_then(|at| self.setting.headings.get(at));
        let mut attributes = self.direction(inner).to_owned();
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

    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>, inner: &[Node<'s>]) {
        let Some(kind) = kind else {
            self.out.push_str("<blockquote>\n");
            self.run(inner);
            self.out.push_str("</blockquote>\n");
            return;
        };
        let class = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let outer = self.attributes(format!(" class=\"alert {class}\""));
        let first = self.attributes(" class=\"alert-title\"".to_owned());
        let _ = writeln!(self.out, "<div{outer}><p{first}>{}</p>", self.environment.word(&format!("text.{class}"), 0));
        self.run(inner);
        self.out.push_str("</div>\n");
    }

    pub(super) fn code(&mut self, language: &str, text: &str) {
        // On paper a long block is cut into pages, and a short one stays whole.
        let long = if text.lines().nth(LONG_CODE).is_some() { " long" } else { "" };
        // What takes the focus, to be scrolled, has a name.
        let mut name = self.environment.word("text.code", 0);
        if !language.is_empty() {
            name.push_str(": ");
            let _ = escape_html(&mut name, language);
        }
        let mut html = format!("<pre class=\"code{long}\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\"><code");
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

    pub(super) fn list(&mut self, first: Option<u64>, inner: &[Node<'s>]) {
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

    pub(super) fn item(&mut self, node: Option<&Node<'s>>, inner: &[Node<'s>]) {
        let task = |node: Option<&Node<'_>>| matches!(node.map(|n| &n.event), Some(Event::TaskListMarker(_)));
        let mut attributes = if task(inner.first()) || task(inner.get(1)) { " class=\"task\"" } else { "" }.to_owned();
        let start = node.map_or(0, |node| node.start as usize);
        let at = self.setting.terms.binary_search_by_key(&start, |term| term.start).ok();
        if let Some(term) = at.and_then(|at| self.setting.terms.get(at)) {
            attributes.push_str(" id=\"");
            let _ = escape_html(&mut attributes, &format!("{}{}", self.setting.prefix, term.anchor));
            attributes.push('"');
        }
        let attributes = self.attributes(attributes);
        let _ = write!(self.out, "<li{attributes}>");
        let (line, blocks) = inner.split_at(inline_length(inner));
        self.isolated(line);
        self.run(blocks);
        self.out.push_str("</li>\n");
    }

    pub(super) fn table(&mut self, alignments: &[Alignment], inner: &[Node<'s>]) {
        alignments.clone_into(&mut self.alignments);
        let name = self.table_name(inner);
        let box_ = format!(" class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\"");
        let box_ = self.attributes(box_);
        let _ = writeln!(self.out, "<div{box_}><table><thead>");
        self.run(inner);
        self.out.push_str("</tbody></table></div>\n");
    }

    /// What a table is called aloud: by its columns, and from the second with the same ones on by its number, so that no two tables of
    /// a text sound the same.
    fn table_name(&mut self, inner: &[Node<'s>]) -> String {
        let mut name = self.environment.word("text.table", 0);
        let head = inner.get(1..closing(inner, 0)).unwrap_or_default();
        let cells = crate::markdown::blocks(head).into_iter().filter_map(|cell| head.get(cell));
        let columns: Vec<String> = cells.map(plain_text).filter(|text| !text.is_empty()).collect();
        if !columns.is_empty() {
            name.push_str(": ");
            let _ = escape_html(&mut name, &columns.join(", "));
        }
        let count = self.table_names.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let _ = write!(name, " ({count})");
        }
        name
    }

    pub(super) fn row(&mut self, inner: &[Node<'s>]) {
        self.column = 0;
        self.out.push_str("<tr>");
        self.run(inner);
        self.out.push_str("</tr>\n");
    }

    pub(super) fn cell(&mut self, inner: &[Node<'s>]) {
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
        self.isolated(inner);
        let _ = write!(self.out, "</{name}>");
    }

    /// A block of raw HTML: passed on to the sanitizer, or shown as the text it is.
    pub(super) fn html_block(&mut self, inner: &[Node<'s>]) {
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
}
