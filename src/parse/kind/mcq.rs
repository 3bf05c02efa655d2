//! `kind: mcq`: the options are the task list that ends the prompt.
//!
//! In `CommonMark` a block quote that is not indented ends the list, so one question may be several lists with quotations
//! between them. All that follows the first of those lists, up to the end of the prompt, is read as options.

mod feedback;
mod letters;
mod near_box;
mod position;
mod stray;
mod tail;

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag, blocks, closing, one_line, plain_text, references};
use crate::model::{Choice, Choices, Kind, SectionKind};
use crate::parse::front_matter::Keys;
use crate::parse::sections::Body;
use crate::source::Span;

/// Options are lettered, so there can't be more than there are letters.
const MAX_OPTIONS: usize = 26;

/// Takes the options off the prompt.
pub(super) fn read<'s>(keys: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    let shuffle = keys.boolean("shuffle").unwrap_or(true);
    if let Some(answer) = body.sections.iter().find(|section| section.kind == SectionKind::Answer) {
        let message = "the answer of an `mcq` question is its options";
        let help = "call this section `## Explanation`";
        found.push(Diagnostic::new(Code::MisplacedSection, answer.heading, message).help(help));
    }
    let blocks = blocks(&body.prompt);
    let mut first = first_list(&body.prompt, &blocks);
    let earlier = blocks.iter().position(|block| is_list(&body.prompt, block)).filter(|earlier| *earlier < first);
    let mut lists: Vec<Range<usize>> = blocks.get(first..).unwrap_or_default().to_vec();
    if let Some(earlier) = earlier {
        // Other text stands among the options.
        first = earlier;
        let is_option = |block: &Range<usize>| is_list(&body.prompt, block) || is_quote(&body.prompt, block);
        let (options, strays): (Vec<_>, Vec<_>) =
            blocks.iter().skip(first).cloned().partition(|block| is_option(block));
        let last_list = options.iter().rev().find(|block| is_list(&body.prompt, block)).map_or(0, |block| block.start);
        stray::report(body, &strays, last_list, found);
        lists = options;
    }
    let options_at = blocks.get(first).map_or(body.prompt.len(), |block| block.start);
    let mut options = options(body, &lists, found);
    tell_apart(&mut options);
    body.prompt.truncate(options_at);
    report(body, &options, found);
    let has_tails = tail::report(&options, found);
    for option in options.iter().filter(|_| !has_tails) {
        let has_inner = |found: &Diagnostic| {
            found.code == Code::OptionWithoutBox && option.span.range().contains(&found.span.range().start)
        };
        // Its boxes are reported already.
        if !found.iter().any(has_inner) {
            feedback::report(option, found);
        }
    }
    letters::report(&options, found);
    if shuffle {
        position::report(&options, found);
        position::report_around(body, &options, found);
    }
    Kind::Mcq(Choices { options, shuffle })
}

/// Gives options that say the same in other markup (code with other spaces, another link) keys of their own. They are made of
/// the markup then, so that the order still doesn't matter.
fn tell_apart(options: &mut [Choice<'_>]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for option in options.iter() {
        *counts.entry(option.key.clone()).or_default() += 1;
    }
    for option in options.iter_mut().filter(|option| counts.get(&option.key).is_some_and(|count| *count > 1)) {
        option.key = key(&markup(&option.nodes));
    }
}

/// The text with its markup. White space counts in code only.
fn markup(nodes: &[Node<'_>]) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for node in nodes {
        match &node.event {
            Event::Text(text) if in_code => out.push_str(text),
            Event::Text(text) => out.push_str(&one_line(text)),
            Event::SoftBreak => {}
            Event::End(_) => in_code = false,
            other => {
                in_code = matches!(other, Event::Start(Tag::CodeBlock(_)));
                out.push_str(&format!("{other:?}"));
            }
        }
    }
    out
}

fn is_list(nodes: &[Node<'_>], block: &Range<usize>) -> bool {
    let list = matches!(nodes.get(block.start).map(|node| &node.event), Some(Event::Start(Tag::List(_))));
    list && nodes
        .get(block.clone())
        .is_some_and(|list| list.iter().any(|node| matches!(node.event, Event::TaskListMarker(_))))
}

fn is_quote(nodes: &[Node<'_>], block: &Range<usize>) -> bool {
    matches!(nodes.get(block.start).map(|node| &node.event), Some(Event::Start(Tag::BlockQuote(_))))
}

/// A list of one plain item: before options, it is an option that lacks its box, cut off by feedback that is not indented.
fn is_lone_item(nodes: &[Node<'_>], block: &Range<usize>) -> bool {
    let inner = nodes.get(block.start + 1..block.end.saturating_sub(1)).unwrap_or_default();
    let list = matches!(nodes.get(block.start).map(|node| &node.event), Some(Event::Start(Tag::List(None))));
    list && blocks(inner).len() == 1
}

/// The index of the first block of the options; the number of blocks if there are none.
fn first_list(nodes: &[Node<'_>], blocks: &[Range<usize>]) -> usize {
    let mut first = blocks.len();
    for (index, block) in blocks.iter().enumerate().rev() {
        if is_list(nodes, block) || (first < blocks.len() && is_lone_item(nodes, block)) {
            first = index;
        } else if !is_quote(nodes, block) {
            break;
        }
    }
    first
}

fn options<'s>(body: &Body<'s>, blocks: &[Range<usize>], found: &mut Vec<Diagnostic>) -> Vec<Choice<'s>> {
    let nodes = body.prompt.as_slice();
    let mut options: Vec<Choice<'s>> = Vec::new();
    for block in blocks {
        let inner = nodes.get(block.start + 1..block.end.saturating_sub(1)).unwrap_or_default();
        if is_quote(nodes, block) {
            if let Some(option) = options.last_mut() {
                option.feedback.extend_from_slice(inner);
            }
            continue;
        }
        let mut at = 0;
        while at < inner.len() {
            let end = closing(inner, at);
            if let (Some(item), Some(content)) = (inner.get(at), inner.get(at + 1..end)) {
                options.push(option(body, item, content, found));
            }
            at = end + 1;
        }
    }
    options
}

/// One item of the list. A loose item has its box inside its first paragraph.
fn option<'s>(body: &Body<'s>, item: &Node<'s>, content: &[Node<'s>], found: &mut Vec<Diagnostic>) -> Choice<'s> {
    let source = body.source;
    let is_box = |node: Option<&Node<'_>>| match node.map(|node| &node.event) {
        Some(Event::TaskListMarker(checked)) => Some(*checked),
        _ => None,
    };
    let loose = matches!(content.first().map(|node| &node.event), Some(Event::Start(Tag::Paragraph)));
    let marked = if loose { is_box(content.get(1)) } else { is_box(content.first()) };
    let span = Span::new(source, item.range());
    if marked.is_none() {
        let is_table = matches!(content.first().map(|node| &node.event), Some(Event::Start(Tag::Table(_))));
        found.push(if is_table { before_table(body, item) } else { without_box(body, item) });
    }
    found.extend(swallowed(body, content));
    let (mut nodes, mut feedback) = (Vec::new(), Vec::new());
    // A tight item's first line is not a paragraph of its own, so its inline events are blocks here; that is fine, since
    // only quotations are told apart.
    for block in blocks(content) {
        let Some(inner) = content.get(block.clone()) else { continue };
        if is_quote(content, &block) {
            feedback.extend_from_slice(inner.get(1..inner.len().saturating_sub(1)).unwrap_or_default());
        } else {
            nodes.extend(inner.iter().filter(|node| is_box(Some(node)).is_none()).cloned());
        }
    }
    for inner in content.iter().skip(if loose { 2 } else { 1 }).filter(|node| is_box(Some(node)).is_some()) {
        let found_one = Diagnostic::new(
            Code::OptionWithoutBox,
            Span::new(source, inner.range()),
            "this option stands inside another",
        );
        found.push(found_one.help("unindent it, so that it is an option of its own; feedback is a quotation, `  > …`"));
    }
    let text = plain_text(&nodes);
    // An option may be nothing but a picture.
    let pictures = references(&nodes).map(|picture| picture.dest).collect::<Vec<_>>().join(" ");
    Choice {
        key: key(if text.is_empty() { &pictures } else { &text }),
        text,
        nodes,
        feedback,
        correct: marked == Some(true),
        span,
    }
}

fn before_table(body: &Body<'_>, item: &Node<'_>) -> Diagnostic {
    let message = "a table on the line of a box keeps it from being read";
    let help = "write text beside the box, and the table below it, after an empty line and indented by 2";
    Diagnostic::new(Code::OptionWithoutBox, Span::new(body.source, item.range()), message).help(help)
}

fn without_box(body: &Body<'_>, item: &Node<'_>) -> Diagnostic {
    let message = "this option is marked neither right nor wrong";
    let found = Diagnostic::new(Code::OptionWithoutBox, Span::new(body.source, item.range()), message);
    let line = body.text.get(item.range()).and_then(|text| text.lines().next()).unwrap_or_default();
    if let Some(near) = near_box::near_box(line.trim_end()) {
        return found.label(near.wrong).help(format!("write `{}`", near.better));
    }
    let before = body.text.get(..item.start as usize).unwrap_or_default();
    let has_box = |line: &str| line.trim_start().get(1..).is_some_and(|rest| rest.trim_start().starts_with('['));
    let is_first = !before.lines().skip_while(|line| line.trim() != "---").any(has_box);
    let help = "begin it with `- [x]` if it is right and with `- [ ]` if it is wrong";
    found.help(if is_first {
        format!(
            "{help}; if it is a list of the prompt, put a line of text between it and the options, such as `Choose:`"
        )
    } else {
        help.to_owned()
    })
}

/// Lines that were meant as options of their own and are part of another, since their box is none.
fn swallowed(body: &Body<'_>, content: &[Node<'_>]) -> Vec<Diagnostic> {
    let breaks = content.iter().zip(content.iter().skip(1));
    let lines = breaks.filter(|(node, _)| matches!(node.event, Event::SoftBreak)).filter_map(|(_, next)| {
        let start = next.start as usize;
        let line_start = body.text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let line = body.text.get(line_start..)?.lines().next()?.trim_end();
        let near = near_box::near_box(line.trim_start_matches([' ', '\t']))?;
        let span = Span::new(body.source, start..(line_start + line.len()).max(start));
        let found = Diagnostic::new(Code::OptionWithoutBox, span, "this line is part of the option above it");
        Some(found.label(near.wrong).help(format!("write `{}`", near.better)))
    });
    lines.collect()
}

fn key(text: &str) -> String {
    let hex = blake3::hash(text.as_bytes()).to_hex();
    hex.as_str().chars().take(12).collect()
}

fn report(body: &Body<'_>, options: &[Choice<'_>], found: &mut Vec<Diagnostic>) {
    let Some(first) = options.first() else {
        if near_box::report(body, found) {
            return;
        }
        let help = "end the prompt with a list: `- [x]` before each right option, `- [ ]` before each wrong one";
        found.push(Diagnostic::new(Code::NoOptions, body.end_of_prompt(), "this question has no options").help(help));
        return;
    };
    let unmarked = found
        .iter()
        .any(|diagnostic| diagnostic.code == Code::OptionWithoutBox && diagnostic.span.source == body.source);
    if options.len() == 1 {
        let help = "add at least one more option";
        found.push(
            Diagnostic::new(Code::SingleOption, first.span, "there is only one option to choose from").help(help),
        );
    }
    if !options.iter().any(|option| option.correct) && !unmarked {
        let label = match options.len() {
            1 => "this option is not marked `[x]`".to_owned(),
            count => format!("none of these {count} options is marked `[x]`"),
        };
        let found_one = Diagnostic::new(Code::NoCorrectOption, first.span, "this question has no correct option");
        found.push(found_one.label(label).help("mark each right option with `- [x]`"));
    }
    if let Some(extra) = options.get(MAX_OPTIONS) {
        let message = format!("a question can have at most {MAX_OPTIONS} options");
        found.push(Diagnostic::new(Code::TooManyOptions, extra.span, message).help("split the question"));
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for option in options {
        if plain_text(&option.nodes).trim().is_empty() {
            let help = "write what it says after the box, or remove it";
            found.push(Diagnostic::new(Code::EmptyOption, option.span, "this option says nothing").help(help));
            continue;
        }
        let earlier = *seen.entry(&option.key).or_insert(option.span);
        if earlier != option.span {
            let found_one = Diagnostic::new(Code::DuplicateOption, option.span, "two options say the same");
            found
                .push(found_one.label("the second").related(earlier, "the first").help("change or remove one of them"));
        }
    }
}
