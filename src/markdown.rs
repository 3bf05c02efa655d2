//! Markdown, parsed once: a run of events, each with its place in the file.
//!
//! [`parse`] makes the one pass over the body of a file, with every offset counted from the start of the file. Front matter
//! is found beforehand: the parser's own metadata blocks may begin anywhere, and would swallow a body that has two rules.
//! The rest works on slices of its result: [`plain_text`], [`headings`], and [`html::write`], which sets a slice on a page. Parsing never
//! fails on an author's mistake, because every text is some Markdown; it fails only on input that goes over a limit.

mod autolink;
mod comment;
mod email;
pub mod html;
pub mod raw;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use memchr::memmem;
pub use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark::{Options, Parser};

/// One event and the bytes of the file that it stands for.
#[derive(Debug, Clone)]
pub struct Node<'s> {
    /// The event.
    pub event: Event<'s>,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Node<'_> {
    /// The bytes of the file that the event stands for.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How many footnote marks a file may hold: the parser's time grows faster than their number
/// (pulldown-cmark issue 1076).
const MAX_FOOTNOTE_MARKS: usize = 1000;

/// How deep elements may nest, a list counting twice (itself and its item); no reader follows an author that far.
const MAX_NESTING: usize = 100;

/// Why a file is not parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// More than 1,000 `[^`.
    Footnotes,
    /// Lists and quotations nest too deep, at this byte.
    Nesting(usize),
    /// The parser gave up.
    Parser,
}

impl Excess {
    /// What is wrong, for a diagnostic.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::Footnotes => format!("the file holds more than {MAX_FOOTNOTE_MARKS} footnote marks (`[^`)"),
            Self::Nesting(_) => "lists and quotations nest too deep here".to_owned(),
            Self::Parser => "the Markdown parser could not cope with this file".to_owned(),
        }
    }
}

/// Definition lists stay off: they make the parser panic (pulldown-cmark issues 1109 and 1110). So does smart
/// punctuation, because a question about code should show what its author typed.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// The events of `text`, in order. `text` begins at byte `base` of its file.
///
/// Where GitHub shows more than `CommonMark` has, so do we: bare addresses are links, and a code block in the language `math`
/// is a formula. Comments are left out.
///
/// # Errors
/// When the text goes over a limit.
pub fn parse(text: &str, base: usize) -> Result<Vec<Node<'_>>, Excess> {
    let mut nodes = events(text, base)?;
    let has_comment = memchr::memmem::find(text.as_bytes(), raw::COMMENT.as_bytes()).is_some();
    if has_comment {
        let cuts = comment::cuts(&nodes, text, base);
        if !cuts.is_empty() {
            let rest = comment::Rest::new(text, cuts);
            nodes = rest.back(events(&rest.text, base)?, base);
        }
    }
    if has_comment || nodes.iter().any(|node| matches!(node.event, Event::Html(_))) {
        nodes = raw::prepare(nodes);
    }
    Ok(email::link(autolink::link(formulas_in_code(nodes, text, base), text, base), text, base))
}

fn events(text: &str, base: usize) -> Result<Vec<Node<'_>>, Excess> {
    if memmem::find_iter(text.as_bytes(), "[^").nth(MAX_FOOTNOTE_MARKS).is_some() {
        return Err(Excess::Footnotes);
    }
    // The parser is known to panic on some inputs; nothing of its state survives the closure.
    let events = crate::guard::catch(|| {
        let offset = |at: usize| u32::try_from(base + at).unwrap_or(u32::MAX);
        let mut nodes: Vec<Node<'_>> = Vec::with_capacity(text.len() / 24);
        for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            nodes.push(Node { event, start: offset(range.start), end: offset(range.end) });
        }
        nodes
    })
    .map_err(|_| Excess::Parser)?;
    let mut depth = 0_usize;
    for node in &events {
        match node.event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Err(Excess::Nesting(node.start as usize));
        }
    }
    Ok(events)
}

/// Makes formulas of code blocks in the language `math`, and takes the backticks off formulas in GitHub's other spelling,
/// `` $`…`$ ``.
fn formulas_in_code<'s>(nodes: Vec<Node<'s>>, text: &str, base: usize) -> Vec<Node<'s>> {
    let is_other = |node: &Node<'_>| match &node.event {
        Event::Start(Tag::CodeBlock(kind)) => language(kind) == "math",
        Event::InlineMath(tex) => tex.starts_with('`'),
        _ => false,
    };
    if !nodes.iter().any(is_other) {
        return nodes;
    }
    let mut out = Vec::with_capacity(nodes.len());
    let mut nodes = nodes.into_iter();
    while let Some(mut node) = nodes.next() {
        match &mut node.event {
            Event::Start(Tag::CodeBlock(kind @ CodeBlockKind::Fenced(_))) if language(kind) == "math" => {
                let source = text.get(node.start as usize - base..node.end as usize - base).unwrap_or_default();
                // One that is never closed stays code, and is reported.
                if !is_closed(source) {
                    out.push(node);
                    continue;
                }
                let inner: Vec<Node<'s>> =
                    nodes.by_ref().take_while(|node| !matches!(node.event, Event::End(TagEnd::CodeBlock))).collect();
                let (start, end) = (node.start, node.end);
                let event = |event| Node { event, start, end };
                out.push(event(Event::Start(Tag::Paragraph)));
                out.push(event(Event::DisplayMath(CowStr::from(code_text(&inner)))));
                out.push(event(Event::End(TagEnd::Paragraph)));
                continue;
            }
            Event::InlineMath(tex) => {
                let inner =
                    tex.strip_prefix('`').and_then(|tex| tex.strip_suffix('`')).filter(|tex| !tex.contains('`'));
                if let Some(inner) = inner {
                    *tex = CowStr::from(inner.to_owned());
                }
            }
            _ => {}
        }
        out.push(node);
    }
    out
}

/// The address of links: `[label]: address`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What stands in the brackets.
    pub label: String,
    /// The address.
    pub dest: String,
    /// Where it is written.
    pub range: Range<usize>,
}

/// The addresses that `text` gives to labels, in order. `text` begins at byte `base` of its file.
#[must_use]
pub fn definitions(text: &str, base: usize) -> Vec<Definition> {
    if memchr::memmem::find(text.as_bytes(), b"]:").is_none() {
        return Vec::new();
    }
    let is_candidate = |line: &str| {
        let inner = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-*+.)".contains(c));
        inner.starts_with('[') && !inner.starts_with("[^") && inner.contains("]:")
    };
    if !text.lines().any(is_candidate) {
        return Vec::new();
    }
    let read = crate::guard::catch(|| {
        let parser = Parser::new_ext(text, OPTIONS);
        let defined = parser.reference_definitions().iter().map(|(label, found)| Definition {
            label: label.to_owned(),
            dest: found.dest.to_string(),
            range: base + found.span.start..base + found.span.end,
        });
        defined.collect::<Vec<_>>()
    });
    let mut found = read.unwrap_or_default();
    found.sort_by_key(|one| one.range.start);
    found
}

/// What two spellings of a label have in common that mean the same: neither case nor white space counts.
#[must_use]
pub fn label_key(label: &str) -> String {
    one_line(label).to_lowercase()
}

/// The fence that a line begins with: three or more backticks or tildes.
#[must_use]
pub fn fence(line: &str) -> &str {
    let mark = line.bytes().next().unwrap_or_default();
    line.get(..line.bytes().take_while(|byte| *byte == mark).count()).unwrap_or_default()
}

/// Whether the last line of a fenced code block is a fence of the kind of its first one, and no shorter. In a quotation and a
/// list the lines after the first one still have their `>` and their spaces.
#[must_use]
pub fn is_closed(block: &str) -> bool {
    let mut lines = block.trim_end().lines();
    let open = fence(lines.next().unwrap_or_default());
    lines.next_back().is_some_and(|last| {
        let last = last.trim_start_matches([' ', '\t', '>']);
        last.len() >= open.len() && last.bytes().all(|byte| open.as_bytes().first() == Some(&byte))
    })
}

/// One line of inline Markdown, as in a title. It can't hold blocks: what looks like a list or a heading is text.
#[must_use]
pub fn parse_inline(text: &str) -> Vec<Node<'static>> {
    // A full stop and a space in front make any one line a paragraph, whatever it begins with.
    const GUARD: &str = ". ";
    let line = format!("{GUARD}{}", one_line(text));
    let mut nodes: Vec<Node<'static>> = events(&line, 0)
        .map(|nodes| formulas_in_code(raw::prepare(nodes), &line, 0))
        .unwrap_or_default()
        .into_iter()
        .map(|node| Node { event: shown_as_text(node.event.into_static()), start: node.start, end: node.end })
        .filter(|node| !matches!(node.event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
        .collect();
    if let Some(Node { event: Event::Text(first), .. }) = nodes.first_mut()
        && let Some(rest) = first.strip_prefix(GUARD)
    {
        *first = CowStr::from(rest.to_owned());
    }
    nodes
}

/// Raw HTML as the text that it is where it is not allowed.
#[must_use]
pub fn shown_as_text(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        event => event,
    }
}

/// The text without its markup, with white space folded. Raw HTML counts as markup: where it is shown as text, it was made
/// text before ([`shown_as_text`]).
#[must_use]
pub fn plain_text(nodes: &[Node<'_>]) -> String {
    let mut out = String::new();
    // The element of raw HTML whose content is not shown.
    let mut hidden = false;
    for node in nodes {
        match &node.event {
            Event::InlineHtml(html) => {
                for tag in raw::tags(html).iter().filter(|tag| raw::is_hidden(&tag.name)) {
                    hidden = !tag.closing;
                }
                if html.starts_with("<br") {
                    out.push(' ');
                }
            }
            Event::Html(html) => {
                out.push(' ');
                out.push_str(&raw::text(html));
                out.push(' ');
            }
            _ if hidden => {}
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push_str(text);
            }
            Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::Start(Tag::List(_))
            | Event::End(TagEnd::TableCell) => out.push(' '),
            Event::End(end) if is_block(*end) => out.push(' '),
            _ => {}
        }
    }
    one_line(&out).into_owned()
}

/// The text on one line: each stretch of white space in it is one space, and it has none at its ends.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_folded = |(byte, next): (u8, u8)| byte > b' ' || (byte == b' ' && next != b' ');
    // Most text is plain and has no white space but single spaces.
    if text.is_ascii() && text.bytes().zip(text.bytes().skip(1)).all(is_folded) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

fn is_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image | TagEnd::Superscript
    )
}

/// A heading and the anchor it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The anchor, unique in the file.
    pub slug: String,
    /// The text without markup.
    pub text: String,
    /// Where it is written.
    pub range: Range<usize>,
    /// Whether it stands inside a quotation or a list.
    pub nested: bool,
}

/// Every heading of a file, in order. Repeated slugs get `-1`, `-2`, … as on GitHub. The slugs in `reserved` are kept for
/// headings of level 2, whether or not the file has them.
#[must_use]
pub fn headings(nodes: &[Node<'_>], reserved: &[&str]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut kept: HashSet<&str> = reserved.iter().copied().collect();
    let mut taken: HashSet<String> = reserved.iter().map(|slug| (*slug).to_owned()).collect();
    // The next number to try for a slug, so that a thousand equal headings don't try each number a thousand times.
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut open = None;
    let mut depth = 0_usize;
    for (index, node) in nodes.iter().enumerate() {
        match node.event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => {
                depth = depth.saturating_sub(1);
            }
            Event::Start(Tag::Heading { .. }) => open = Some(index),
            Event::End(TagEnd::Heading(level)) => {
                let nested = depth > 0;
                let Some(inner) = open.take().and_then(|start| nodes.get(start..index)) else { continue };
                let text = plain_text(inner);
                let base = slugify(&text);
                let mut slug = base.clone();
                if level as u8 == 2 && !nested && kept.remove(base.as_str()) {
                    taken.remove(&base);
                }
                while !taken.insert(slug.clone()) {
                    let number = next.entry(base.clone()).or_insert(1);
                    slug = format!("{base}-{number}");
                    *number += 1;
                }
                found.push(Heading { level: level as u8, slug, text, range: node.range(), nested });
            }
            _ => {}
        }
    }
    found
}

/// A term of a glossary: an item of a list that begins with bold text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The anchor, unique in the file. No heading has it: slugs hold no full stop.
    pub anchor: String,
    /// The bold text without markup, and without the colon that ends it.
    pub text: String,
    /// The first byte of the item.
    pub start: usize,
    /// The index of the item among the events.
    pub item: usize,
    /// The indices of what follows the bold text, up to the end of the item.
    pub body: Range<usize>,
}

/// What the anchor of a term begins with.
pub const TERM: &str = "entry.";

/// The terms among the events of a file, in order. Repeated anchors get `-1`, `-2`, … as those of headings do.
#[must_use]
pub fn terms(nodes: &[Node<'_>]) -> Vec<Term> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for (item, node) in nodes.iter().enumerate() {
        let Some((text, after)) = bold_start(nodes, item) else { continue };
        let base = format!("{TERM}{}", slugify(&text));
        let mut anchor = base.clone();
        while !taken.insert(anchor.clone()) {
            let number = next.entry(base.clone()).or_insert(1);
            anchor = format!("{base}-{number}");
            *number += 1;
        }
        found.push(Term { anchor, text, start: node.start as usize, item, body: after..closing(nodes, item) });
    }
    found
}

/// The bold text that the list item at `item` begins with, and the index of what follows it.
fn bold_start(nodes: &[Node<'_>], item: usize) -> Option<(String, usize)> {
    if !matches!(nodes.get(item)?.event, Event::Start(Tag::Item)) {
        return None;
    }
    let inside = item + 1;
    let strong = inside + usize::from(matches!(nodes.get(inside)?.event, Event::Start(Tag::Paragraph)));
    if !matches!(nodes.get(strong)?.event, Event::Start(Tag::Strong)) {
        return None;
    }
    let end = closing(nodes, strong);
    let text = plain_text(nodes.get(strong..end)?).trim_end_matches([':', '.', ' ', '–', '—']).to_owned();
    (!text.is_empty()).then_some((text, end + 1))
}

/// The anchor that GitHub makes of a heading: lower case, spaces to hyphens, punctuation dropped.
#[must_use]
pub fn slugify(text: &str) -> String {
    let keep = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ => c.is_alphanumeric().then_some(c),
    };
    text.to_lowercase().chars().filter_map(keep).collect()
}

/// The index of the event that closes the one at `start`, or the last index if `nodes` is cut short.
#[must_use]
pub fn closing(nodes: &[Node<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, node) in nodes.iter().enumerate().skip(start) {
        match node.event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    nodes.len().saturating_sub(1)
}

/// The top-level blocks of `nodes`, as ranges of indices.
#[must_use]
pub fn blocks(nodes: &[Node<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < nodes.len() {
        let end = closing(nodes, at) + 1;
        found.push(at..end);
        at = end;
    }
    found
}

/// A link or an image, wherever it is.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'n> {
    /// The address as written.
    pub dest: &'n str,
    /// Whether it is an image.
    pub image: bool,
    /// Whether it is an e-mail address in angle brackets.
    pub email: bool,
    /// Its index among the events.
    pub index: usize,
}

/// The links and images among `nodes`.
pub fn references<'n>(nodes: &'n [Node<'_>]) -> impl Iterator<Item = Reference<'n>> {
    nodes.iter().enumerate().filter_map(|(index, node)| match &node.event {
        Event::Start(Tag::Link { dest_url, link_type, .. }) => {
            Some(Reference { dest: dest_url, image: false, email: *link_type == LinkType::Email, index })
        }
        Event::Start(Tag::Image { dest_url, .. }) => {
            Some(Reference { dest: dest_url, image: true, email: false, index })
        }
        _ => None,
    })
}

/// A fenced code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The first word after the fence; empty if there is none.
    pub language: String,
    /// The text.
    pub text: String,
    /// Where the block is written.
    pub range: Range<usize>,
}

/// The fenced code blocks among `nodes`.
pub fn code_blocks(nodes: &[Node<'_>]) -> impl Iterator<Item = Code> {
    nodes.iter().enumerate().filter_map(|(index, node)| match &node.event {
        Event::Start(Tag::CodeBlock(kind)) => Some(Code {
            language: language(kind).to_owned(),
            text: code_text(nodes.get(index + 1..).unwrap_or_default()),
            range: node.range(),
        }),
        _ => None,
    })
}

/// The language of a code block: the first word after the fence.
#[must_use]
pub fn language<'k>(kind: &'k CodeBlockKind<'_>) -> &'k str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '\t', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

/// The text up to the end of the code block that `nodes` begin in.
#[must_use]
pub fn code_text(nodes: &[Node<'_>]) -> String {
    nodes
        .iter()
        .take_while(|node| !matches!(node.event, Event::End(_)))
        .filter_map(|node| if let Event::Text(text) = &node.event { Some(text.as_ref()) } else { None })
        .collect()
}

/// A formula.
#[derive(Debug, Clone, Copy)]
pub struct Formula<'n> {
    /// The LaTeX between the dollar signs.
    pub tex: &'n str,
    /// `$$…$$` rather than `$…$`.
    pub display: bool,
    /// Where it is written, dollar signs included.
    pub node: &'n Node<'n>,
}

/// The formulas among `nodes`.
pub fn formulas<'n, 's: 'n>(nodes: &'n [Node<'s>]) -> impl Iterator<Item = Formula<'n>> {
    nodes.iter().filter_map(|node| match &node.event {
        Event::InlineMath(tex) => Some(Formula { tex, display: false, node }),
        Event::DisplayMath(tex) => Some(Formula { tex, display: true, node }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_looks_like_a_list_or_heading_is_text() {
        assert_eq!(plain_text(&parse_inline("1. What is `x`?")), "1. What is x?");
        assert_eq!(plain_text(&parse_inline("# Hash *signs*")), "# Hash signs");
        assert_eq!(plain_text(&parse_inline("- [x] boxes")), "- [x] boxes");
    }

    #[test]
    fn a_title_keeps_its_markup() {
        let nodes = parse_inline("**Bold** and $x^2$");
        assert!(matches!(nodes.get(1).map(|n| &n.event), Some(Event::Start(Tag::Strong))), "{nodes:?}");
        assert!(nodes.iter().any(|node| matches!(node.event, Event::InlineMath(_))));
    }

    #[test]
    fn repeated_headings_get_numbers() {
        let nodes = parse("## Same thing\n\n## Same thing\n\n### It's *new*!\n", 0).unwrap();
        let slugs: Vec<String> = headings(&nodes, &[]).into_iter().map(|heading| heading.slug).collect();
        assert_eq!(slugs, ["same-thing", "same-thing-1", "its-new"]);
    }

    #[test]
    fn terms_have_anchors_that_no_heading_has() {
        let text =
            "## LoRA\n\n- **LoRA:** one\n- **LoRA** again\n- **LoRA 1**: 3\n  - **In it.** 4\n- *no*\n- **C++:** 5\n";
        let nodes = parse(text, 0).unwrap();
        let found: Vec<(String, String)> =
            terms(&nodes).into_iter().map(|term| (term.anchor, plain_text(&nodes[term.body]))).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(anchor, body)| (anchor.as_str(), body.as_str())).collect();
        assert_eq!(
            found,
            [
                ("entry.lora", "one"),
                ("entry.lora-1", "again"),
                ("entry.lora-1-1", ": 3 In it. 4"),
                ("entry.in-it", "4"),
                ("entry.c", "5"),
            ]
        );
    }

    #[test]
    fn a_reserved_anchor_is_for_the_section() {
        let nodes = parse("### Answer\n\n## Answer\n\n### Answer\n", 0).unwrap();
        let slugs: Vec<String> = headings(&nodes, &["answer"]).into_iter().map(|heading| heading.slug).collect();
        assert_eq!(slugs, ["answer-1", "answer", "answer-2"]);
    }

    #[test]
    fn nesting_has_a_limit() {
        let text = format!("{}deep\n", "> ".repeat(300));
        assert!(matches!(parse(&text, 0), Err(Excess::Nesting(_))));
    }
}
