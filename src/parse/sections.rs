//! The body of a question, cut at its level-2 headings.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::markdown::{Event, Heading, Node, Tag, TagEnd, plain_text};
use crate::model::{Section, SectionKind};
use crate::source::{SourceId, Span};

/// A body, cut up.
#[derive(Debug)]
pub(super) struct Body<'s> {
    /// The file.
    pub source: SourceId,
    /// Where the body begins.
    pub start: usize,
    /// The text of the file.
    pub text: &'s str,
    /// What precedes the first section.
    pub prompt: Vec<Node<'s>>,
    /// The sections, in the written order.
    pub sections: Vec<Section<'s>>,
    /// Whether a heading is not one of the sections, so that what is missing may stand below it.
    pub has_unknown: bool,
}

impl Body<'_> {
    /// Whether there is a section of this kind.
    pub(super) fn has(&self, kind: SectionKind) -> bool {
        self.sections.iter().any(|section| section.kind == kind)
    }

    /// The very end of the file, to point at something missing.
    pub(super) fn end(&self) -> Span {
        let end = self.text.trim_end().len();
        Span::new(self.source, end..end)
    }

    /// Where the prompt ends.
    pub(super) fn end_of_prompt(&self) -> Span {
        let written = |end: usize| self.text.get(..end).map_or(end, |before| before.trim_end().len());
        let prompt = self.prompt.last().map(|node| written(node.end as usize));
        let next = self.sections.first().map(|section| section.heading.start as usize);
        let at = prompt.or(next).unwrap_or_else(|| written(self.text.len()));
        Span::new(self.source, at..at)
    }
}

/// Cuts `nodes` at level-2 headings, and reports the headings that don't fit.
pub(super) fn cut<'s>(
    source: SourceId,
    start: usize,
    text: &'s str,
    nodes: Vec<Node<'s>>,
    found: &mut Vec<Diagnostic>,
) -> Body<'s> {
    let mut body = Body { source, start, text, prompt: Vec::new(), sections: Vec::new(), has_unknown: false };
    let mut depth = 0_usize;
    // Where the nodes go: `None` is the prompt; a section that is unknown or repeated goes nowhere, since the build stops.
    let mut target: Option<Open<'s>> = None;
    let mut heading: Option<Vec<Node<'s>>> = None;
    for node in nodes {
        match &node.event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 && *level as u8 == 2 => {
                heading = Some(Vec::new());
            }
            Event::End(TagEnd::Heading(_)) if heading.is_some() => {
                let inner = heading.take().unwrap_or_default();
                let span = Span::new(source, node.range());
                let next =
                    Open { kind: section_kind(&plain_text(&inner), span, found), nodes: Vec::new(), heading: span };
                finish(&mut body, target.replace(next), found);
                continue;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (&mut heading, &mut target) {
            (Some(inner), _) => inner.push(node),
            (None, Some(section)) => section.nodes.push(node),
            (None, None) => body.prompt.push(node),
        }
    }
    finish(&mut body, target, found);
    body.prompt.shrink_to_fit();
    body
}

/// A section while its text comes in.
struct Open<'s> {
    /// `None` if there is no such section, which is reported already.
    kind: Option<SectionKind>,
    nodes: Vec<Node<'s>>,
    heading: Span,
}

fn finish<'s>(body: &mut Body<'s>, open: Option<Open<'s>>, found: &mut Vec<Diagnostic>) {
    let Some(Open { kind, mut nodes, heading }) = open else { return };
    let Some(kind) = kind else {
        body.has_unknown = true;
        return;
    };
    if let Some(earlier) = body.sections.iter().find(|earlier| earlier.kind == kind) {
        let repeated = Diagnostic::new(Code::RepeatedSection, heading, "this section appears twice");
        found.push(repeated.related(earlier.heading, "it appears here first").help("join the two"));
        return;
    }
    if nodes.is_empty() && kind != SectionKind::Answer {
        let help = "write something below the heading, or remove it";
        found.push(Diagnostic::new(Code::EmptySection, heading, "this section is empty").help(help));
        return;
    }
    nodes.shrink_to_fit();
    body.sections.push(Section { kind, heading, nodes });
}

fn section_kind(written: &str, span: Span, found: &mut Vec<Diagnostic>) -> Option<SectionKind> {
    let names = || SectionKind::ALL.iter().map(|(_, name, _)| *name);
    if let Some((kind, ..)) = SectionKind::ALL.iter().find(|(_, name, _)| *name == written) {
        return Some(*kind);
    }
    let help = match nearest(written, names()) {
        Some(near) => format!("did you mean `## {near}`?"),
        None => format!(
            "the sections are {}; headings inside a section begin at `###`",
            names().map(|name| format!("`## {name}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    found.push(Diagnostic::new(Code::UnknownSection, span, format!("there is no section `{written}`")).help(help));
    None
}

/// Reports headings whose level does not fit: in a question they begin at `###`, elsewhere at `##`, and never skip one.
pub(super) fn check_levels(source: SourceId, headings: &[Heading], first: u8, found: &mut Vec<Diagnostic>) {
    let mut previous = first - 1;
    for heading in headings {
        let span = Span::new(source, heading.range.clone());
        // Level 2 in a question is a section, and reported as such if it is none.
        let section = first == 3 && heading.level == 2 && !heading.nested;
        if heading.level < first && !section {
            let marks = "#".repeat(usize::from(first));
            let message = match heading.level {
                1 => "a level-1 heading is the page's title",
                _ => "a section can't begin inside a quotation or a list",
            };
            found.push(
                Diagnostic::new(Code::HeadingLevel, span, message).help(format!("begin headings here at `{marks}`")),
            );
            continue;
        }
        if heading.level > previous + 1 {
            let marks = "#".repeat(usize::from(previous + 1));
            let message = format!("this heading skips a level: {} follows {previous}", heading.level);
            found.push(Diagnostic::new(Code::HeadingLevel, span, message).help(format!("write it with `{marks}`")));
        }
        previous = if section { first - 1 } else { heading.level };
    }
}
