//! Diagnostics as text, as JSON lines and as GitHub annotations. A new format is one function and one line in the match.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Severity};
use crate::source::{Position, Source, SourceId, Sources, Span};

/// The forms in which diagnostics can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// The form Rust's users know: the line, underlined, with help.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
    /// Workflow commands that GitHub shows on the diff of a pull request.
    Github,
}

/// How diagnostics are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style<'p> {
    /// Put before every path: the way from where the reader is to the guide's root, empty or ending in `/`. GitHub shows an
    /// annotation only at a path from the top of the repository.
    pub prefix: &'p str,
    /// Whether to emit ANSI colours.
    pub color: bool,
    /// The width that lines should fit in, in columns.
    pub width: usize,
}

/// The longest piece of a file that is shown, in bytes, and the longest message, in characters: content from strangers
/// may have lines of any length.
const MAX_EXCERPT: usize = 4000;
const MAX_MESSAGE: usize = 600;

/// The diagnostics in `format`, ending in a line break unless there are none.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format, style: Style<'_>) -> String {
    let mut out = String::new();
    let mut lines = Lines { sources, prefix: style.prefix, starts: HashMap::new() };
    for found in diagnostics {
        match format {
            Format::Text => text(&mut out, found, &mut lines, style),
            Format::Json => json(&mut out, found, &mut lines),
            Format::Github => github(&mut out, found, &mut lines),
        }
    }
    out
}

/// Where the lines of each file begin, found once for each file that has a diagnostic.
struct Lines<'s> {
    sources: &'s Sources,
    prefix: &'s str,
    starts: HashMap<SourceId, Vec<usize>>,
}

impl<'s> Lines<'s> {
    fn starts(&mut self, id: SourceId, source: &Source) -> &[usize] {
        let find = || std::iter::once(0).chain(source.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.starts.entry(id).or_insert_with(find)
    }

    /// The index of the line that `offset` is in, from 0, and where it begins.
    fn line(&mut self, id: SourceId, source: &Source, offset: usize) -> (usize, usize) {
        let starts = self.starts(id, source);
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        (line, starts.get(line).copied().unwrap_or(0))
    }

    fn position(&mut self, id: SourceId, source: &Source, offset: usize) -> Position {
        let (line, start) = self.line(id, source, offset);
        let column = source.text.get(start..offset).map_or(0, |before| before.chars().count());
        Position { line: line + 1, column: column + 1 }
    }

    /// A snippet of `id` that shows `marks`, or just the place of the first where the lines are too long to be shown.
    fn snippet<'t>(&mut self, id: SourceId, marks: &[(Range<usize>, AnnotationKind, &'t str)]) -> Option<Element<'t>>
    where
        's: 't,
    {
        let source = self.sources.get(id)?;
        let first = marks.iter().map(|(range, ..)| range.start).min()?;
        let last = marks.iter().map(|(range, ..)| range.end).max()?;
        let (line, start) = self.line(id, source, first);
        let end = source.text.get(last..).and_then(|rest| rest.find('\n')).map_or(source.text.len(), |at| last + at);
        if end - start > MAX_EXCERPT {
            let at = self.position(id, source, marks.first()?.0.start);
            return Some(
                Origin::path(one_line(&format!("{}{}", self.prefix, source.path)))
                    .line(at.line)
                    .char_column(at.column)
                    .into(),
            );
        }
        // The renderer makes the older control characters visible, but not those of two bytes; the sign that stands for
        // them has two bytes as well, so that places stay true.
        let excerpt = source.text.get(start..end)?.replace(|c| ('\u{80}'..='\u{9f}').contains(&c), "·");
        // The line break of Windows is no part of the line.
        let excerpt = excerpt.replace('\r', " ");
        let mut snippet =
            Snippet::source(excerpt).path(one_line(&format!("{}{}", self.prefix, source.path))).line_start(line + 1);
        for (range, kind, label) in marks {
            snippet = snippet.annotation(kind.span(range.start - start..range.end - start).label(*label));
        }
        Some(snippet.into())
    }
}

fn text(out: &mut String, found: &Diagnostic, lines: &mut Lines<'_>, style: Style<'_>) {
    let level = match found.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let sources = lines.sources;
    let clamped = |span: Span| sources.get(span.source).map_or(0..0, |source| clamp(source, span.range()));
    let (message, label) = (one_line(&found.message), one_line(&found.label));
    let help = found.help.as_deref().map(one_line);
    let mut group: Group<'_> = Group::with_title(level.primary_title(message.as_str()).id(found.code.name()));
    let primary = (clamped(found.span), AnnotationKind::Primary, label.as_str());
    let related = found.related.as_ref().map(|related| (related.span, one_line(&related.value)));
    let second =
        related.as_ref().map(|(span, label)| (span.source, (clamped(*span), AnnotationKind::Context, label.as_str())));
    let together = match &second {
        // Two places of one file are shown together where they are near each other.
        Some((source, mark))
            if *source == found.span.source && mark.0.start.abs_diff(primary.0.start) < MAX_EXCERPT / 2 =>
        {
            lines.snippet(found.span.source, &[primary, mark.clone()]).into_iter().collect()
        }
        Some((source, mark)) => {
            let first = lines.snippet(found.span.source, &[primary]);
            first.into_iter().chain(lines.snippet(*source, std::slice::from_ref(mark))).collect::<Vec<_>>()
        }
        None => lines.snippet(found.span.source, &[primary]).into_iter().collect(),
    };
    group = group.elements(together);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    out.push_str(&renderer.term_width(style.width).render(&[group]));
    out.push_str("\n\n");
}

/// A span that lies within the text and on one line: a mistake that covers many lines is shown by its first.
fn clamp(source: &Source, range: Range<usize>) -> Range<usize> {
    let start = source.text.floor_char_boundary(range.start);
    let end = source.text.floor_char_boundary(range.end).max(start);
    let line = source.text.get(start..end).and_then(|text| text.find(['\n', '\r'])).map_or(end, |at| start + at);
    start..line
}

/// Text from content could carry escape sequences to the author's terminal; control characters are made visible.
fn printable(text: &str) -> String {
    let visible = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    let mut out: String = text.chars().take(MAX_MESSAGE).map(visible).collect();
    if text.chars().nth(MAX_MESSAGE).is_some() {
        out.push('…');
    }
    out
}

/// The same on one line: a line of its own could be a command to whoever reads a log.
fn one_line(text: &str) -> String {
    printable(text).replace('\n', "\\n")
}

#[derive(Serialize)]
struct Line<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<Related<'d>>,
}

/// The second place of a diagnostic.
#[derive(Serialize)]
struct Related<'d> {
    message: &'d str,
    file: String,
    line: usize,
    column: usize,
}

fn line<'d>(found: &'d Diagnostic, lines: &mut Lines<'d>) -> Line<'d> {
    let id = found.span.source;
    let (file, start, end) = match lines.sources.get(id) {
        Some(source) => {
            let range = clamp(source, found.span.range());
            let (start, end) = (lines.position(id, source, range.start), lines.position(id, source, range.end));
            (format!("{}{}", lines.prefix, source.path), start, end)
        }
        None => (String::new(), Position { line: 1, column: 1 }, Position { line: 1, column: 1 }),
    };
    Line {
        code: found.code.name(),
        severity: found.severity().name(),
        message: &found.message,
        file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &found.label,
        help: found.help.as_deref(),
        related: found.related.as_ref().and_then(|related| {
            let source = lines.sources.get(related.span.source)?;
            let at = lines.position(related.span.source, source, clamp(source, related.span.range()).start);
            let file = format!("{}{}", lines.prefix, source.path);
            Some(Related { message: &related.value, file, line: at.line, column: at.column })
        }),
    }
}

fn json<'d>(out: &mut String, found: &'d Diagnostic, lines: &mut Lines<'d>) {
    // Serialising strings and numbers can't fail; an empty line would be the worst that comes of it.
    let json = serde_json::to_string(&line(found, lines)).unwrap_or_default();
    // JSON need not escape all control characters, but a terminal obeys them.
    for c in json.chars() {
        if c.is_control() { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out.push('\n');
}

/// The format is GitHub's, "Workflow commands for GitHub Actions": `%`, line breaks and, in properties, `:` and `,` are
/// percent-encoded. Columns are only shown for a range on one line, which ours always are.
fn github<'d>(out: &mut String, found: &'d Diagnostic, lines: &mut Lines<'d>) {
    let line = line(found, lines);
    let data = |text: &str| printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut message = line.message.to_owned();
    if !line.label.is_empty() {
        message = format!("{message}: {}", line.label);
    }
    if let Some(related) = &line.related {
        message = format!("{message}\n{}:{}: {}", related.file, related.line, related.message);
    }
    if let Some(help) = line.help {
        message = format!("{message}\nhelp: {help}");
    }
    out.push_str(&format!(
        "::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
        line.severity,
        property(&line.file),
        line.line,
        line.end_line,
        line.column,
        line.end_column,
        property(line.code),
        data(&message)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    const STYLE: Style<'_> = Style { prefix: "", color: false, width: 100 };

    fn sources(text: &str) -> Sources {
        let source = Source { path: "a.md".to_owned(), text: text.to_owned(), flaw: None };
        Sources { files: vec![source], ..Sources::default() }
    }

    #[track_caller]
    fn check_place(text: &str, range: Range<usize>, line: usize, column: usize) {
        let found = Diagnostic::new(Code::BadId, Span::new(SourceId(0), range), "x");
        let json = render(&[found], &sources(text), Format::Json, STYLE);
        assert!(json.contains(&format!("\"line\":{line},\"column\":{column},")), "{json}");
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        check_place("aé\nüb", 0..1, 1, 1);
        check_place("aé\nüb", 3..3, 1, 3);
        check_place("aé\nüb", 6..7, 2, 2);
    }

    #[test]
    fn offsets_inside_a_character_or_past_the_end_are_taken_back() {
        check_place("é", 1..1, 1, 1);
        check_place("é\n", 99..120, 2, 1);
    }

    #[test]
    fn a_line_too_long_to_show_is_named_by_its_place() {
        let text = format!("first\n{}", "x".repeat(10_000));
        let found = Diagnostic::new(Code::BadId, Span::new(SourceId(0), 5000..5003), "too long");
        let screen = render(&[found], &sources(&text), Format::Text, STYLE);
        assert_eq!(screen, "error[bad-id]: too long\n--> a.md:2:4995\n\n");
    }

    #[test]
    fn messages_cannot_steer_the_terminal() {
        let found = Diagnostic::new(Code::BadId, Span::new(SourceId(0), 0..1), "\u{1b}[2J");
        let screen = render(&[found], &sources("\u{1b}[2J"), Format::Text, STYLE);
        assert!(!screen.contains('\u{1b}'), "{screen:?}");
    }
}
