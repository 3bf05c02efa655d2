//! Tables that are none, and rows that lose a cell.

use super::run::{Place, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag};
use crate::source::{SourceId, Span};

/// Reports a paragraph that was meant as a table.
pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if run.place == Place::Title {
        return;
    }
    if text.contains('\n') && (text.starts_with('｜') || text.starts_with("+-")) {
        other_signs(run, found);
        return;
    }
    if !text.contains('|') {
        return;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let starts: Vec<usize> = lines
        .iter()
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some(start)
        })
        .collect();
    let written = |index: usize| -> Option<String> {
        let (start, line) = (*starts.get(index)?, lines.get(index)?);
        Some(run.written(start..start + line.len()))
    };
    let span = |index: usize| {
        let start = starts.get(index).copied().unwrap_or_default();
        run.span(start..start + lines.get(index).map_or(0, |line| line.len()))
    };
    for (index, line) in lines.iter().enumerate().skip(1) {
        let (Some(head), Some(dashes)) = (written(index - 1), written(index)) else { continue };
        if is_delimiter(line) && head.contains('|') {
            let (wanted, given) = (cells(&head), cells(&dashes));
            if wanted == given && index > 1 {
                let message = "this table is read as text, because it is part of the paragraph above it";
                found.push(
                    Diagnostic::new(Code::BrokenTable, span(index - 1), message).help("put an empty line before it"),
                );
            } else if wanted != given {
                let message =
                    format!("this is no table: the row above has {}, the dashes have {given}", counted(wanted));
                found.push(
                    Diagnostic::new(Code::BrokenTable, span(index), message)
                        .help(format!("write `{}`", delimiter(wanted))),
                );
            }
            return;
        }
    }
    if lines.len() == 1 {
        cut_off(run, found);
        return;
    }
    let Some(first) = lines.iter().position(|line| is_row(line)) else { return };
    let Some(second) = lines.get(first + 1) else { return };
    let Some(head) = written(first) else { return };
    let none = "this is no table, because";
    let mut warn = |index: usize, message: String, help: String| {
        found.push(Diagnostic::new(Code::BrokenTable, span(index), message).help(help));
    };
    let dashes = delimiter(cells(&head));
    if is_delimiter(lines.get(first).copied().unwrap_or_default()) && second.contains('|') {
        warn(first, format!("{none} its row of dashes has no head above it"), "put it below the next line".to_owned());
    } else if is_like_delimiter(second) {
        let message = format!("{none} its second row is not made of dashes `-` and bars `|`");
        warn(first + 1, message, format!("write `{dashes}` in place of this line"));
    } else if is_row(second) && !(first == 0 && cut_off(run, found)) {
        let message = format!("{none} no row of dashes follows its head");
        found.push(
            Diagnostic::new(Code::BrokenTable, span(first), message).help(format!("put `{dashes}` below this line")),
        );
    }
}

/// Tables in the signs of other tools, or with wide bars.
fn other_signs(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let mut lines = run.text.lines();
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return };
    let (message, row) = if first.starts_with('｜') && second.starts_with('｜') {
        ("this is no table, because its bars are the wide `｜`", first.replace('｜', "|"))
    } else if first.chars().all(|c| matches!(c, '+' | '-' | '=')) && second.starts_with('|') {
        ("tables drawn with `+` are not read and are shown as text", second.to_owned())
    } else {
        return;
    };
    let help = format!("write `{}`, and `{}` below it", row.trim(), delimiter(cells(&row)));
    found.push(Diagnostic::new(Code::BrokenTable, run.span(0..first.len()), message).help(help));
}

fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.starts_with('|') && (line.ends_with('|') || line.matches('|').count() > 1)
}

/// Whether a line is made of other signs than dashes, which look like them.
fn is_like_delimiter(line: &str) -> bool {
    let is_sign =
        |c: char| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '—' | '–' | '−' | '=' | '+' | '_' | '*' | '.' | '─');
    line.contains('|') && line.chars().all(is_sign) && line.chars().filter(|c| !matches!(c, '|' | ' ')).count() > 1
}

/// Reports rows that an empty line parts from their table; whether it did.
fn cut_off(run: &Run<'_>, found: &mut Vec<Diagnostic>) -> bool {
    let text = run.text.as_str();
    let start = run.range(0..text.len()).start;
    let line = text.lines().next().unwrap_or_default();
    let Some(before) = run.file.get(..start) else { return false };
    let above = before.trim_end();
    let gap = before.get(above.len()..).unwrap_or_default();
    let above = above.rsplit('\n').next().unwrap_or_default();
    let is_cut = gap.matches('\n').count() == 2 && is_row(line) && is_row(above) && cells(above) == cells(line);
    if is_cut {
        let message = "this row is shown as text, because an empty line ends the table above";
        found.push(
            Diagnostic::new(Code::BrokenTable, run.span(0..line.len()), message).help("remove the empty line above"),
        );
    }
    is_cut
}

fn counted(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn delimiter(cells: usize) -> String {
    format!("|{}", " --- |".repeat(cells.max(1)))
}

/// How many cells a row has. A bar divides even in code, unless a backslash is before it.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let (mut escaped, mut last) = (false, false);
    for c in row.chars() {
        last = c == '|' && !escaped;
        bars += usize::from(last);
        escaped = c == '\\' && !escaped;
    }
    bars + usize::from(!last)
}

/// Reports rows that were not meant as rows of their table: a second row of dashes, and text right below it.
fn inside(source: SourceId, row: &str, start: usize, found: &mut Vec<Diagnostic>) {
    let (message, help) = if is_delimiter(row) && row.contains("--") {
        ("this row of dashes is shown as a row of the table", "remove it; one stands below the head, and no other")
    } else if !row.contains('|') && row.chars().filter(|c| c.is_whitespace()).count() > 1 {
        ("this line is read as a row of the table above it", "put an empty line before it")
    } else {
        return;
    };
    let span = Span::new(source, start..start + row.len());
    found.push(Diagnostic::new(Code::BrokenTable, span, message).help(help));
}

/// Reports rows with more cells than the head has: what is too much is dropped.
pub(super) fn rows(source: SourceId, file: &str, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
    let mut columns = 0;
    for node in nodes {
        match &node.event {
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableRow) => {
                let written = file.get(node.range()).unwrap_or_default();
                let row = written.lines().next().unwrap_or_default().trim_end();
                let given = cells(row);
                inside(source, row, node.start as usize, found);
                // A comment with a bar in it is reported as a comment.
                if given <= columns || row.split("<!--").nth(1).is_some_and(|rest| rest.contains('|')) {
                    continue;
                }
                let message =
                    format!("this row has {}, its table has {columns}: the last is not shown", counted(given));
                let in_code = row.split('`').skip(1).step_by(2).any(|code| code.contains('|'));
                let help = if in_code {
                    "write `\\|` for a bar within a cell, in code too".to_owned()
                } else {
                    "add a column to the head, or take a cell out; a bar within a cell is written `\\|`".to_owned()
                };
                let start = node.start as usize;
                found.push(
                    Diagnostic::new(Code::BrokenTable, Span::new(source, start..start + row.len()), message).help(help),
                );
            }
            _ => {}
        }
    }
}
