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
                let next = Open {
                    kind: section_kind(&plain_text(&inner), text.get(node.range()).unwrap_or_default(), span, found),
                    nodes: Vec::new(),
                    heading: span,
                };
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

/// Names of sections in other tools and languages. The second list is of names that headings inside a section have, too.
const MEANT: &[(SectionKind, &[&str], &[&str])] = &[
    (
        SectionKind::Answer,
        &[
            "answer",
            "the answer",
            "model answer",
            "sample answer",
            "correct answer",
            "solution",
            "antwort",
            "lösung",
            "réponse",
            "respuesta",
            "risposta",
            "resposta",
            "答え",
            "回答",
            "解答",
            "答案",
            "الإجابة",
            "الجواب",
        ],
        &["answers", "solutions", "response"],
    ),
    (SectionKind::InShort, &["in short", "tl;dr", "tldr", "short answer"], &["summary", "in brief", "kurz", "要約"]),
    (SectionKind::Hint, &["hint", "hints", "hinweis", "ヒント", "تلميح"], &["tip", "tips", "indice", "pista"]),
    (
        SectionKind::Explanation,
        &[
            "explanation",
            "explanations",
            "rationale",
            "erklärung",
            "begründung",
            "explication",
            "explicación",
            "解説",
            "الشرح",
        ],
        &["reasoning", "why", "details", "discussion", "説明", "解释", "解析"],
    ),
    (
        SectionKind::FollowUps,
        &["follow-ups", "follow-up", "follow ups", "followups", "follow-up questions"],
        &["further questions", "next questions"],
    ),
];

/// The section that a heading called `name` means. With `widely`, names count that other headings have, too.
pub(super) fn meant(name: &str, widely: bool) -> Option<SectionKind> {
    let name = name.trim().trim_end_matches([':', '.', '：']).trim().to_lowercase();
    let is_meant = |names: &[&str]| names.contains(&name.as_str());
    MEANT.iter().find(|(_, names, others)| is_meant(names) || (widely && is_meant(others))).map(|(kind, ..)| *kind)
}

/// What to do about a heading that is no section, where its name or its form says more.
fn advice(written: &str, source: &str) -> Option<String> {
    let plain = written.split(" {").next().unwrap_or(written);
    if plain.len() < written.len() && written.ends_with('}') {
        let name = meant(plain, true).and_then(|kind| SectionKind::ALL.iter().find(|(known, ..)| *known == kind));
        let name = name.map_or("", |(_, name, _)| name);
        return Some(if name.is_empty() {
            "attributes of other tools, such as `{#name}`, are not read; delete them".to_owned()
        } else {
            format!("attributes of other tools are not read; write `## {name}`")
        });
    }
    let name = written.trim_end_matches(':').to_lowercase();
    if is_underlined(source) && written.contains(" | ") {
        let columns = written.matches(" | ").count() + 1;
        return Some(format!("for a table, write `{}` below its head", vec!["---"; columns].join(" | ")));
    }
    if is_underlined(source) {
        return Some("put an empty line before `---`; right below text it makes a heading of that text".to_owned());
    }
    let name_of = |kind| SectionKind::ALL.iter().find(|(known, ..)| *known == kind).map_or("", |(_, name, _)| name);
    if let Some(kind) = meant(written, true) {
        return Some(format!("write `## {}`", name_of(kind)));
    }
    // `Answer and explanation`, `Answer: because …`.
    let two =
        [" and ", " & ", " + ", " / ", "/", " und ", " et ", " y "].iter().find_map(|join| written.split_once(join));
    if let Some((kind, _)) = two.and_then(|(one, other)| Some((meant(one, true)?, meant(other, true)?))) {
        return Some(format!("write `## {}`, and both below it or each below a heading of its own", name_of(kind)));
    }
    let told = written.split_once([':', '：']).filter(|(_, text)| !text.trim().is_empty());
    if let Some(kind) = told.and_then(|(name, _)| meant(name, false)) {
        return Some(format!("write `## {}` alone, and the text below it", name_of(kind)));
    }
    let one_of = |names: &[&str]| names.contains(&name.as_str());
    if one_of(&[
        "reference",
        "references",
        "source",
        "sources",
        "further reading",
        "links",
        "resources",
        "bibliography",
        "see also",
        "literatur",
        "quellen",
    ]) {
        return Some(
            "references stand in the front matter: `references: [{ title: \"…\", url: \"https://…\" }]`".to_owned(),
        );
    }
    if one_of(&["question", "prompt", "problem", "stem", "task", "frage"]) {
        return Some(
            "remove it; the question is the `title`, and what stands before the first section is its prompt".to_owned(),
        );
    }
    if one_of(&["options", "choices", "answer options", "alternatives", "optionen", "antworten"]) {
        return Some("remove it; the options are the list of boxes that ends the prompt".to_owned());
    }
    let numbered = name.trim_start_matches("question").trim_start_matches('q').trim_start();
    let is_question = written.ends_with(['?', '？', '؟'])
        || (numbered.len() < name.len() && numbered.starts_with(|c: char| c.is_ascii_digit()));
    is_question
        .then(|| "a file holds one question: put this one into a file of its own, with its own front matter".to_owned())
}

/// Whether a heading is text with a line of dashes or equals signs below it.
fn is_underlined(source: &str) -> bool {
    let source = source.trim_end();
    let last = source.rsplit('\n').next().unwrap_or_default().trim_start_matches(['>', ' ']);
    last.len() < source.len() && !last.is_empty() && last.trim_end().chars().all(|c| c == '-' || c == '=')
}

fn section_kind(written: &str, source: &str, span: Span, found: &mut Vec<Diagnostic>) -> Option<SectionKind> {
    let names = || SectionKind::ALL.iter().map(|(_, name, _)| *name);
    if let Some((kind, ..)) = SectionKind::ALL.iter().find(|(_, name, _)| *name == written) {
        return Some(*kind);
    }
    let help = match (advice(written, source), nearest(written, names())) {
        (_, Some(near)) if !is_underlined(source) => format!("did you mean `## {near}`?"),
        (Some(advice), _) => advice,
        _ => format!(
            "the sections are {}; headings inside a section begin at `###`",
            names().map(|name| format!("`## {name}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    found.push(Diagnostic::new(Code::UnknownSection, span, format!("there is no section `{written}`")).help(help));
    None
}

/// Reports headings whose level does not fit: in a question they begin at `###`, elsewhere at `##`, and never skip one.
pub(super) fn check_levels(source: SourceId, text: &str, headings: &[Heading], first: u8, found: &mut Vec<Diagnostic>) {
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
            let written = text.get(heading.range.clone()).unwrap_or_default();
            let section = meant(&heading.text, true).filter(|_| first == 3 && heading.level == 1 && !heading.nested);
            let name = SectionKind::ALL.iter().find(|(known, ..)| Some(*known) == section).map(|(_, name, _)| name);
            let help = match name {
                _ if is_underlined(written) => {
                    "put an empty line before this line of signs; right below text it makes a heading of that text"
                        .to_owned()
                }
                Some(name) => format!("write `## {name}`"),
                None if first == 3 && heading.level == 1 && heading.text.ends_with(['?', '？', '؟']) => {
                    "the question is the `title` in the front matter, and a file holds one".to_owned()
                }
                None => format!("begin headings here at `{marks}`"),
            };
            found.push(Diagnostic::new(Code::HeadingLevel, span, message).help(help));
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
