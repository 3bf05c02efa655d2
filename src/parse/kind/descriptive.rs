//! `kind: descriptive`: answered at length. Without an `## Answer`, the whole body is the answer.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::html::allows_tag;
use crate::markdown::{Event, Node, Tag, TagEnd, blocks, raw};
use crate::model::{Kind, Section, SectionKind};
use crate::parse::front_matter::Keys;
use crate::parse::sections::Body;
use crate::source::Span;

/// Takes the prompt for the answer where there is no other.
pub(super) fn read<'s>(_: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    take_answer(body, found);
    Kind::Descriptive
}

/// What `descriptive` and `short` share: the answer may be the whole body, and there must be one.
pub(super) fn take_answer(body: &mut Body<'_>, found: &mut Vec<Diagnostic>) {
    report_options(body, found);
    if !body.has(SectionKind::Answer) && !body.prompt.is_empty() {
        let nodes = std::mem::take(&mut body.prompt);
        let heading = Span::new(body.source, body.start..body.start);
        body.sections.insert(0, Section { kind: SectionKind::Answer, nodes, heading });
    }
    let answer = body.sections.iter().find(|section| section.kind == SectionKind::Answer);
    if answer.is_none_or(|answer| shows_nothing(&answer.nodes)) && !body.has_unknown {
        let span = answer.map_or_else(|| body.end(), |answer| answer.heading);
        let help = "write it below the front matter, or below `## Answer`";
        found.push(Diagnostic::new(Code::EmptyAnswer, span, "this question has no answer").help(help));
    }
}

/// Whether readers see nothing of `nodes`: there are none, or only HTML that is left out.
fn shows_nothing(nodes: &[Node<'_>]) -> bool {
    nodes.iter().all(|node| match &node.event {
        Event::Html(html) | Event::InlineHtml(html) => {
            raw::text(html).trim().is_empty() && raw::tags(html).iter().all(|tag| !allows_tag(&tag.name))
        }
        Event::Start(Tag::HtmlBlock | Tag::Paragraph)
        | Event::End(TagEnd::HtmlBlock | TagEnd::Paragraph)
        | Event::SoftBreak
        | Event::HardBreak => true,
        _ => false,
    })
}

/// A task list at the end of the prompt is almost certainly a question that lacks its `kind: mcq`.
pub(super) fn report_options(body: &Body<'_>, found: &mut Vec<Diagnostic>) {
    let Some(last) = blocks(&body.prompt).pop() else { return };
    let Some(block) = body.prompt.get(last) else { return };
    let has_box = block.iter().any(|node| matches!(node.event, Event::TaskListMarker(_)));
    if let (true, Some(node)) = (has_box, block.first())
        && matches!(node.event, Event::Start(Tag::List(_)))
    {
        let span = Span::new(body.source, node.range());
        let help = "add `kind: mcq` to the front matter, or put a check list below `## Answer`";
        found.push(Diagnostic::new(Code::OptionsOutsideMcq, span, "only an `mcq` question has options").help(help));
    }
}
