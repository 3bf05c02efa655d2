//! Diagnostics as text, as JSON lines and as GitHub annotations. A new format is one function and one line in the match.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Severity};
use crate::source::{Position, Source, Sources, position};

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

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to emit ANSI colours.
    pub color: bool,
    /// The width that lines should fit in, in columns.
    pub width: usize,
}

/// The diagnostics in `format`, ending in a line break unless there are none.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format, style: Style) -> String {
    let mut out = String::new();
    for found in diagnostics {
        match format {
            Format::Text => text(&mut out, found, sources, style),
            Format::Json => json(&mut out, found, sources),
            Format::Github => github(&mut out, found, sources),
        }
    }
    out
}

fn text(out: &mut String, found: &Diagnostic, sources: &Sources, style: Style) {
    let level = match found.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = printable(&found.message);
    let help = found.help.as_deref().map(printable);
    let mut group: Group<'_> = Group::with_title(level.primary_title(message.as_str()).id(found.code.name()));
    let label = printable(&found.label);
    let related_label = found.related.as_ref().map(|related| printable(&related.value));
    let primary = AnnotationKind::Primary;
    let same_file = found.related.as_ref().filter(|related| related.span.source == found.span.source);
    if let Some(source) = sources.get(found.span.source) {
        let mut snippet = Snippet::source(source.text.as_str()).path(source.path.as_str());
        snippet = snippet.annotation(primary.span(clamp(source, found.span.range())).label(label.as_str()));
        if let (Some(related), Some(label)) = (same_file, &related_label) {
            let span = clamp(source, related.span.range());
            snippet = snippet.annotation(AnnotationKind::Context.span(span).label(label.as_str()));
        }
        group = group.element(snippet);
    }
    if let (Some(related), None, Some(label)) = (&found.related, same_file, &related_label)
        && let Some(source) = sources.get(related.span.source)
    {
        let span = clamp(source, related.span.range());
        let annotation = AnnotationKind::Context.span(span).label(label.as_str());
        group = group.element(Snippet::source(source.text.as_str()).path(source.path.as_str()).annotation(annotation));
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    out.push_str(&renderer.term_width(style.width).render(&[group]));
    out.push_str("\n\n");
}

/// A span that lies within the text and on one line: a mistake that covers many lines is shown by its first.
fn clamp(source: &Source, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = source.text.floor_char_boundary(range.start);
    let end = source.text.floor_char_boundary(range.end).max(start);
    let line = source.text.get(start..end).and_then(|text| text.find(['\n', '\r'])).map_or(end, |at| start + at);
    start..line
}

/// Text from content could carry escape sequences to the author's terminal; control characters are made visible.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[derive(Serialize)]
struct Line<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    file: &'d str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'d str>,
}

fn line<'d>(found: &'d Diagnostic, sources: &'d Sources) -> Line<'d> {
    let (file, start, end) = match sources.get(found.span.source) {
        Some(source) => {
            let range = clamp(source, found.span.range());
            (source.path.as_str(), position(&source.text, range.start), position(&source.text, range.end))
        }
        None => ("", Position { line: 1, column: 1 }, Position { line: 1, column: 1 }),
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
    }
}

fn json(out: &mut String, found: &Diagnostic, sources: &Sources) {
    // Serialising strings and numbers can't fail; an empty line would be the worst that comes of it.
    out.push_str(&serde_json::to_string(&line(found, sources)).unwrap_or_default());
    out.push('\n');
}

/// The format is GitHub's, "Workflow commands for GitHub Actions": `%`, line breaks and, in properties, `:` and `,` are
/// percent-encoded. Columns are only shown for a range on one line, which ours always are.
fn github(out: &mut String, found: &Diagnostic, sources: &Sources) {
    let line = line(found, sources);
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut message = line.message.to_owned();
    if !line.label.is_empty() {
        message = format!("{message}: {}", line.label);
    }
    if let Some(help) = line.help {
        message = format!("{message}\nhelp: {help}");
    }
    out.push_str(&format!(
        "::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
        line.severity,
        property(line.file),
        line.line,
        line.end_line,
        line.column,
        line.end_column,
        property(line.code),
        data(&message)
    ));
}
