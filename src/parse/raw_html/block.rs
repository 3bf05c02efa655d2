//! Raw HTML where it is allowed: elements that are never closed, and Markdown that a block of HTML shows as it is written.

use std::ops::Range;

use super::{Report, html};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::html::allows_tag;
use crate::markdown::raw::{RawTag, tags};
use crate::markdown::{Event, Node};
use crate::model::SectionKind;
use crate::parse::sections::meant;
use crate::source::SourceId;

/// Elements that have no end tag, or may go without.
const ENDLESS: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements whose text is code, or no text at all.
const LITERAL: &[&str] = &["code", "kbd", "pre", "samp", "script", "style", "textarea", "tt", "var"];

/// Reports elements of a part of a file that is set by itself, such as a section, that begin in it and don't end in it.
pub(in crate::parse) fn unclosed(source: SourceId, text: &str, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    if !nodes.iter().any(|node| html(node).is_some()) {
        return;
    }
    let report = Report::new(source, text, nodes);
    let mut open: Vec<(&Node<'_>, RawTag)> = Vec::new();
    for node in nodes {
        let Some(html) = html(node) else { continue };
        for tag in tags(html) {
            if !allows_tag(&tag.name) || ENDLESS.contains(&tag.name.as_str()) {
                continue;
            }
            if !tag.closing {
                open.push((node, tag));
            } else if let Some(at) = open.iter().rposition(|(_, known)| known.name == tag.name) {
                open.remove(at);
            }
        }
    }
    for (node, tag) in open {
        let message = format!("`<{}>` is never closed here, so it takes in all that follows", tag.name);
        let help = format!("write `</{}>` where it ends, in the same section", tag.name);
        found.push(Diagnostic::new(Code::UnclosedTag, report.span(node, tag.range), message).help(help));
    }
}

/// Reports headings of HTML that have the name of a section.
pub(in crate::parse) fn sections(source: SourceId, text: &str, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    for node in nodes {
        let Some(written) = html(node).filter(|written| written.contains("<h") || written.contains("<H")) else {
            continue;
        };
        for tag in tags(written).into_iter().filter(|tag| !tag.closing) {
            let is_heading = tag.name.len() == 2 && tag.name.starts_with('h') && tag.name != "hr";
            let rest = written.get(tag.range.end..).unwrap_or_default();
            let words = rest.split('<').next().unwrap_or_default();
            let Some(section) = meant(words, false).filter(|_| is_heading) else { continue };
            let name = SectionKind::ALL.iter().find(|(known, ..)| *known == section).map_or("", |(_, name, _)| name);
            let message = format!("this line does not begin the section `{name}`; it is text like what is around it");
            let span = Report::new(source, text, nodes).span(node, tag.range.clone());
            found.push(Diagnostic::new(Code::UnreadSection, span, message).help(format!("write `## {name}`")));
        }
    }
}

impl Report<'_> {
    /// Reports the first mark of Markdown in a block of HTML: it is shown.
    pub(super) fn markdown(&self, node: &Node<'_>, found: &mut Vec<Diagnostic>) {
        let Event::Html(html) = &node.event else { return };
        let all = tags(html);
        let mut at = 0;
        let mut literal: Option<String> = None;
        let ends = all.iter().map(Some).chain([None]);
        for tag in ends {
            let end = tag.map_or(html.len(), |tag| tag.range.start);
            if literal.is_none()
                && let Some(mark) = html.get(at..end).and_then(mark)
            {
                let range = at + mark.start..at + mark.end;
                let starts_line = html.get(..range.start).is_some_and(|before| {
                    before.rsplit('\n').next().is_some_and(|line| !line.contains('<')) && before.contains('\n')
                });
                let help = if starts_line {
                    "put an empty line before this line, so that it is read as Markdown"
                } else {
                    "write a tag such as `<b>` or `<code>`; Markdown is read only in lines below an empty one"
                };
                let message = "in a block of HTML, Markdown is not read and is shown as it is";
                found.push(Diagnostic::new(Code::UnreadMarkup, self.span(node, range), message).help(help));
                return;
            }
            let Some(tag) = tag else { break };
            at = tag.range.end;
            if literal.is_none() && !tag.closing && LITERAL.contains(&tag.name.as_str()) {
                literal = Some(tag.name.clone());
            } else if tag.closing && literal.as_deref() == Some(tag.name.as_str()) {
                literal = None;
            }
        }
    }
}

/// The first mark of Markdown in a text that is surely one.
fn mark(text: &str) -> Option<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for fence in ["**", "`", "$"] {
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find(fence)).map(|at| from + at) {
            let inner = start + fence.len();
            let rest = text.get(inner..).unwrap_or_default();
            let Some(length) = rest.find(fence).filter(|length| *length > 0) else { break };
            let content = rest.get(..length).unwrap_or_default();
            let is_tight = !content.starts_with(char::is_whitespace) && !content.ends_with(char::is_whitespace);
            let is_math = fence != "$" || is_formula(content);
            if is_tight && is_math && !content.contains('\n') {
                found.push(start..inner + length + fence.len());
                break;
            }
            from = inner;
        }
    }
    if let Some(middle) = text.find("](") {
        let open = text.get(..middle).and_then(|before| before.rfind('['));
        let close = text.get(middle..).and_then(|rest| rest.find(')'));
        found.extend(open.zip(close).map(|(open, close)| open..middle + close + 1));
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start();
        let begins = at > 0 || text.starts_with('\n');
        let is_list = ["- ", "* ", "1. ", "## ", "### ", "#### "].iter().any(|mark| inner.starts_with(mark));
        if begins && is_list && line.trim().len() > 2 {
            let start = at + line.len() - inner.len();
            found.push(start..at + line.trim_end().len());
        }
        at += line.len();
    }
    found.into_iter().min_by_key(|range| range.start)
}

fn is_formula(tex: &str) -> bool {
    let is_one = tex.chars().count() == 1 && tex.starts_with(|c: char| c.is_ascii_alphabetic());
    let starts = !tex.starts_with(|c: char| c.is_ascii_digit());
    is_one || (starts && tex.contains(['\\', '^', '_', '=', '+']))
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn marks_are_told_from_other_signs() {
        for text in ["a **b** c", "`x`", "[a](b.md)", "let $x$ be", "\n- item", "$x^2$"] {
            assert!(mark(text).is_some(), "{text}");
        }
        for text in ["a ** b ** c", "2 * 3", "costs $5 and $6", "a[i](j", "well - no", "it's `"] {
            assert!(mark(text).is_none(), "{text}");
        }
    }
}
