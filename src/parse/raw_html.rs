//! Raw HTML in a body: shown as the text it is, or made ready for the sanitizer.
//!
//! [`read`] says of each tag what readers will see of it. Where the guide doesn't allow HTML, tags become text here, so that
//! pages, search and structured data agree on it. Where it does, images and links become those of Markdown, so that they are
//! checked and published like these, and what the sanitizer drops is reported.

mod block;
mod stray;

use std::collections::HashSet;
use std::ops::Range;

pub(super) use self::block::{sections, unclosed};

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::html::{allows_attribute, allows_tag};
use crate::markdown::raw::{COMMENT, RawTag, tags};
use crate::markdown::{CowStr, Event, LinkType, Node, Tag, TagEnd, shown_as_text};
use crate::model::Title;
use crate::source::{SourceId, Span};

/// Elements whose tag in running text is meant as one. Names that are as often a placeholder in a sentence, as in
/// `<input>`, count only with attributes or with their end tag.
const MARKUP: &[&str] = &[
    "a",
    "abbr",
    "audio",
    "b",
    "blockquote",
    "br",
    "button",
    "center",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "script",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// Other elements.
const AMBIGUOUS: &[&str] = &[
    "address", "article", "aside", "base", "bdi", "bdo", "body", "canvas", "caption", "cite", "col", "colgroup",
    "data", "dfn", "dialog", "embed", "fieldset", "footer", "form", "head", "header", "html", "input", "label",
    "legend", "link", "main", "map", "meta", "meter", "nav", "object", "optgroup", "option", "output", "param",
    "progress", "rp", "rt", "ruby", "samp", "section", "select", "source", "template", "textarea", "time", "title",
    "track", "var",
];

/// The events of a body, with its raw HTML read. `text` is that of the whole file.
pub(super) fn read<'s>(
    source: SourceId,
    text: &str,
    nodes: Vec<Node<'s>>,
    allowed: bool,
    found: &mut Vec<Diagnostic>,
) -> Vec<Node<'s>> {
    if !nodes.iter().any(|node| html(node).is_some()) {
        return nodes;
    }
    let report = Report::new(source, text, &nodes);
    let mut in_table = false;
    for (index, node) in nodes.iter().enumerate() {
        in_table = match node.event {
            Event::Start(Tag::Table(_)) => true,
            Event::End(TagEnd::Table) => false,
            _ => in_table,
        };
        let Some(html) = html(node) else { continue };
        if let Some(at) = unclosed_comment(html) {
            report.unclosed(node, at, found);
            continue;
        }
        if allowed {
            report.markdown(node, found);
        }
        for tag in tags(html) {
            if allowed {
                report.dropped(node, &tag, found);
            } else if report.is_meant(&nodes, index, &tag) {
                report.shown(&nodes, index, &tag, in_table, found);
            }
        }
    }
    if allowed {
        return links(nodes.into_iter().flat_map(pieces).collect());
    }
    nodes.into_iter().map(|node| Node { event: shown_as_text(node.event), ..node }).collect()
}

fn html<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html),
        _ => None,
    }
}

/// Where a comment begins that does not end.
fn unclosed_comment(html: &str) -> Option<usize> {
    let at = html.rfind(COMMENT)?;
    html.get(at..).is_some_and(|rest| !rest.contains("-->")).then_some(at)
}

/// The names that have an end tag somewhere in the file.
fn ended(nodes: &[Node<'_>]) -> HashSet<String> {
    let all = nodes.iter().filter_map(html).flat_map(tags);
    all.filter(|tag| tag.closing).map(|tag| tag.name).collect()
}

struct Report<'r> {
    source: SourceId,
    text: &'r str,
    ended: HashSet<String>,
    opened: HashSet<String>,
}

impl<'r> Report<'r> {
    fn new(source: SourceId, text: &'r str, nodes: &[Node<'_>]) -> Self {
        Self { source, text, ended: ended(nodes), opened: stray::opened(nodes) }
    }

    /// Where a piece of an event's HTML is in the file.
    fn span(&self, node: &Node<'_>, piece: Range<usize>) -> Span {
        let whole = node.range();
        let written = self.text.get(whole.clone()).unwrap_or_default();
        let html = html(node).unwrap_or_default();
        let wanted = html.get(piece.clone()).unwrap_or_default();
        if written.get(piece.clone()) == Some(wanted) {
            return Span::new(self.source, whole.start + piece.start..whole.start + piece.end);
        }
        // In a quotation or a list, beside a comment, and with the line endings of Windows, the HTML is not the very text of the file.
        let first = wanted.lines().next().unwrap_or_default();
        let before = html.get(..piece.start).map_or(0, |before| before.matches(first).count());
        let at = written.match_indices(first).nth(before).or_else(|| written.match_indices(first).next());
        let range = at.map_or(whole.clone(), |(at, _)| whole.start + at..whole.start + at + first.len());
        Span::new(self.source, range)
    }

    fn unclosed(&self, node: &Node<'_>, at: usize, found: &mut Vec<Diagnostic>) {
        let message = "this comment is never closed, so all that follows would be left out";
        let help = "write `-->` where it ends";
        found.push(Diagnostic::new(Code::UnclosedComment, self.span(node, at..at + COMMENT.len()), message).help(help));
    }

    /// Whether a tag is meant as one. What stands alone as an option is meant as text: the question is about it.
    fn is_meant(&self, nodes: &[Node<'_>], index: usize, tag: &RawTag) -> bool {
        let name = tag.name.as_str();
        let is_ended = self.ended.contains(name);
        if tag.closing && !(stray::is_stray(tag, &self.opened) && MARKUP.contains(&name)) {
            return false;
        }
        let before = |back: usize| index.checked_sub(back).and_then(|at| nodes.get(at)).map(|node| &node.event);
        let after = nodes.get(index + 1).map(|node| &node.event);
        let is_option = matches!(before(1), Some(Event::TaskListMarker(_)))
            && matches!(after, None | Some(Event::End(_) | Event::SoftBreak));
        if is_option && !is_ended {
            return false;
        }
        if name.starts_with(['!', '?']) {
            return true;
        }
        if AMBIGUOUS.contains(&name) {
            return is_ended || !tag.attributes.is_empty();
        }
        // `Map<a>` is a type and not a link.
        let start = nodes.get(index).map_or(0, |node| self.span(node, tag.range.clone()).range().start);
        let joined = self.text.get(..start).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric()));
        let is_type = name.len() == 1 && joined && !is_ended;
        MARKUP.contains(&name) && !is_type && (name != "a" || is_ended || !tag.attributes.is_empty())
    }

    fn shown(&self, nodes: &[Node<'_>], index: usize, tag: &RawTag, in_table: bool, found: &mut Vec<Diagnostic>) {
        let Some(node) = nodes.get(index) else { return };
        let shown = shown_name(node, tag);
        let message = format!("`{shown}` is shown to readers as text");
        let setting = "set `allow-html = true` below `[output.html]`";
        let help = match in_markdown(tag) {
            _ if tag.closing => "delete it: nothing opens it".to_owned(),
            _ if tag.name.starts_with(['!', '?']) => {
                "leave it out, or put it in backticks if readers should see it".to_owned()
            }
            _ if tag.name == "s" && is_token(nodes, index) => {
                "put it in backticks, as all that readers should see as it is".to_owned()
            }
            _ if in_table && tag.name == "br" => {
                format!("a cell has one line: make two rows of it, or a list below the table; for HTML {setting}")
            }
            Some(markdown) => format!("write {markdown}; for HTML {setting}"),
            None => format!("{setting}, or put it in backticks if readers should see it"),
        };
        found.push(Diagnostic::new(Code::HtmlAsText, self.span(node, tag.range.clone()), message).help(help));
    }

    fn dropped(&self, node: &Node<'_>, tag: &RawTag, found: &mut Vec<Diagnostic>) {
        let name = tag.name.as_str();
        let written = html(node).and_then(|html| html.get(tag.range.clone())).unwrap_or_default();
        let as_written = written.trim_start_matches(['<', '/']).get(..name.len()).unwrap_or(name);
        let span = self.span(node, tag.range.clone());
        let mut report = |message: String, help: &str| {
            found.push(Diagnostic::new(Code::DroppedHtml, span, message).help(help));
        };
        if name == "img" {
            for (attribute, value) in
                tag.attributes.iter().filter(|(name, _)| matches!(name.as_str(), "width" | "height"))
            {
                if pixels(value).is_none() {
                    report(format!("`{attribute}=\"{value}\"` is left out of this image"), "give a number of pixels");
                }
            }
        }
        if !allows_tag(name) && !name.starts_with(['!', '?']) {
            if !tag.closing {
                let help = match name {
                    "video" | "audio" | "iframe" | "embed" | "object" => "link to it: `[what it is](address)`",
                    "script" => "scripts go into the theme, not into content",
                    "style" => "styles go into a file that `additional-css` names",
                    // What is no element was meant to be read.
                    name if !MARKUP.contains(&name) && !AMBIGUOUS.contains(&name) => {
                        "put it in backticks, so that readers see it"
                    }
                    _ => "use Markdown, or an element such as `details`, `figure`, `kbd`, `sub` or `table`",
                };
                report(format!("`<{as_written}>` is not allowed in content and is left out"), help);
            }
            return;
        }
        if let Some((message, help)) = stray::lack(tag, &self.opened) {
            report(message, help);
            return;
        }
        if name.starts_with(['!', '?']) {
            report(format!("`{}` is not allowed in content and is left out", shown_name(node, tag)), "remove it");
        }
        for (attribute, _) in tag.attributes.iter().filter(|(attribute, _)| !allows_attribute(name, attribute)) {
            let help = match attribute.as_str() {
                "id" | "name" => "link to a heading of Markdown; each has an anchor",
                "style" | "class" | "align" | "color" | "size" | "bgcolor" | "width" | "height" => {
                    "remove it; the look comes from the theme and from `additional-css`"
                }
                _ => "remove it",
            };
            report(format!("`{attribute}` of `<{name}>` is left out"), help);
        }
    }
}

/// How a tag is quoted: by its name, and what is no element, such as `<!DOCTYPE html>`, as it is written.
fn shown_name(node: &Node<'_>, tag: &RawTag) -> String {
    if !tag.name.starts_with(['!', '?']) {
        return format!("<{}{}>", if tag.closing { "/" } else { "" }, tag.name);
    }
    let whole = html(node).and_then(|html| html.get(tag.range.clone())).unwrap_or_default();
    let whole = whole.lines().next().unwrap_or_default();
    let short: String = whole.chars().take(40).collect();
    if short.len() < whole.len() { format!("{short}…") } else { short }
}

/// Whether `<s>` is the token that begins a text: what stands between it and `</s>` is no text to strike out.
fn is_token(nodes: &[Node<'_>], index: usize) -> bool {
    let after = nodes.get(index + 1..).unwrap_or_default();
    let inner = after.iter().take_while(|node| !html(node).is_some_and(|html| html.starts_with("</s")));
    let words: String =
        inner.filter_map(|node| if let Event::Text(text) = &node.event { Some(text.as_ref()) } else { None }).collect();
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    words.is_empty() || matches!(words, "and" | "or" | "to" | "und" | "oder")
}

/// Reports tags in a title, which shows them: those with an end tag, and line breaks. Others may be what the question is about.
pub(super) fn title(title: &Title, found: &mut Vec<Diagnostic>) {
    let Some(span) = title.span.filter(|_| title.text.contains('<')) else { return };
    let texts: String = title
        .nodes
        .iter()
        .filter_map(|node| if let Event::Text(text) = &node.event { Some(text.as_ref()) } else { None })
        .collect();
    let all = tags(&texts);
    let is_ended = |name: &str| all.iter().any(|tag| tag.closing && tag.name == name);
    let meant = |tag: &&RawTag| {
        !tag.closing && MARKUP.contains(&tag.name.as_str()) && (tag.name == "br" || is_ended(&tag.name))
    };
    if let Some(tag) = all.iter().find(meant) {
        let message = format!("`<{}>` is shown to readers as text: a title has no HTML", tag.name);
        let help = match in_markdown(tag).filter(|_| tag.name != "br") {
            Some(markdown) => format!("write {markdown}, or put the tag in backticks if readers should see it"),
            None => "leave it out, or put it in backticks if readers should see it".to_owned(),
        };
        found.push(Diagnostic::new(Code::HtmlAsText, span, message).help(help));
    }
}

/// What to write in place of a tag, where Markdown has it.
fn in_markdown(tag: &RawTag) -> Option<String> {
    Some(match tag.name.as_str() {
        "img" => format!("`![what it shows]({})`", tag.attribute("src").unwrap_or("picture.png")),
        "a" => format!("`[text]({})`", tag.attribute("href").unwrap_or("address")),
        "b" | "strong" => "`**bold**`".to_owned(),
        "i" | "em" => "`*italic*`".to_owned(),
        "s" | "strike" | "del" => "`~~struck out~~`".to_owned(),
        "code" | "tt" => "backticks around the code".to_owned(),
        "pre" => "a code block between lines of three backticks".to_owned(),
        "hr" => "`---` between two empty lines".to_owned(),
        "br" => "a backslash at the end of the line, or an empty line".to_owned(),
        "sub" => "a formula such as `$H_2O$`".to_owned(),
        "sup" => "a formula such as `$x^2$`".to_owned(),
        "p" => "an empty line between paragraphs".to_owned(),
        "ul" | "ol" | "li" => "a list: `- item`".to_owned(),
        "blockquote" => "`> ` before each line".to_owned(),
        "table" => "a table: `| a | b |`".to_owned(),
        name => {
            let level = name.strip_prefix('h')?.parse::<usize>().ok()?;
            format!("a heading: `{} …`", "#".repeat(level.max(3)))
        }
    })
}

/// A size in pixels; `None` for a part of the page and for what is no number.
fn pixels(value: &str) -> Option<u32> {
    value.trim().trim_end_matches("px").trim().parse().ok().filter(|size| *size > 0)
}

/// The event cut at its images and links.
fn pieces(node: Node<'_>) -> Vec<Node<'_>> {
    let block = matches!(node.event, Event::Html(_));
    let Some(text) = html(&node).map(str::to_owned) else { return vec![node] };
    let cuts: Vec<RawTag> = tags(&text).into_iter().filter(|tag| matches!(tag.name.as_str(), "img" | "a")).collect();
    if cuts.is_empty() {
        return vec![node];
    }
    let (start, end) = (node.start, node.end);
    let same = |event| Node { event, start, end };
    let html = |piece: &str| {
        let piece = CowStr::from(piece.to_owned());
        same(if block { Event::Html(piece) } else { Event::InlineHtml(piece) })
    };
    let mut out = Vec::new();
    let mut at = 0;
    for tag in cuts {
        let before = text.get(at..tag.range.start).unwrap_or_default();
        if !before.is_empty() {
            out.push(html(before));
        }
        at = tag.range.end;
        match (tag.name.as_str(), tag.attribute("src")) {
            ("img", Some(src)) if !tag.closing => out.extend(image(&tag, src).map(same)),
            _ => out.push(html(text.get(tag.range.clone()).unwrap_or_default())),
        }
    }
    let after = text.get(at..).unwrap_or_default();
    if !after.is_empty() {
        out.push(html(after));
    }
    out
}

fn image<'s>(tag: &RawTag, src: &str) -> [Event<'s>; 3] {
    let size = |name| tag.attribute(name).and_then(pixels).map_or_else(String::new, |size| size.to_string());
    let image = Tag::Image {
        link_type: LinkType::Inline,
        dest_url: CowStr::from(src.to_owned()),
        title: CowStr::from(tag.attribute("title").unwrap_or_default().to_owned()),
        id: CowStr::from(format!("{}x{}", size("width"), size("height"))),
    };
    let alt = CowStr::from(tag.attribute("alt").unwrap_or_default().to_owned());
    [Event::Start(image), Event::Text(alt), Event::End(TagEnd::Image)]
}

/// Makes links of Markdown of the anchors that end where they began: in the same paragraph, or in the same block of HTML.
fn links(mut nodes: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let mut open: Vec<(usize, usize, RawTag)> = Vec::new();
    let mut depth = 0_usize;
    let mut pairs: Vec<(usize, usize, RawTag)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        match &node.event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                open.retain(|(_, at, _)| *at <= depth);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let Some(tag) = tags(html).into_iter().next().filter(|tag| tag.name == "a") else { continue };
                if !tag.closing {
                    open.push((index, depth, tag));
                } else if let Some((start, at, tag)) = open.pop()
                    && at == depth
                    && tag.attribute("href").is_some()
                {
                    pairs.push((start, index, tag));
                }
            }
            _ => {}
        }
    }
    for (start, end, tag) in pairs {
        let last = nodes.get(end).map_or(0, |node| node.end);
        let link = Tag::Link {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(tag.attribute("href").unwrap_or_default().to_owned()),
            title: CowStr::from(tag.attribute("title").unwrap_or_default().to_owned()),
            id: CowStr::Borrowed(""),
        };
        if let Some(node) = nodes.get_mut(start) {
            node.event = Event::Start(link);
            node.end = last;
        }
        if let Some(node) = nodes.get_mut(end) {
            node.event = Event::End(TagEnd::Link);
        }
    }
    nodes
}
