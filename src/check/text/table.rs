//! Tables that are none, and rows that lose a cell.

use super::run::{Place, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag};
use crate::source::{SourceId, Span};

/// Reports a paragraph that was meant as a table.
pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    if run.place == Place::Title || !text.contains('|') {
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
            if wanted != given {
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
    let is_row = |line: &str| {
        let line = line.trim();
        line.len() > 2 && line.starts_with('|') && (line.ends_with('|') || line.matches('|').count() > 1)
    };
    let first = lines.iter().position(|line| is_row(line));
    if let Some(first) = first
        && lines.get(first + 1).is_some_and(|line| is_row(line))
        && let Some(head) = written(first)
    {
        let message = "this is no table, because no row of dashes follows its head";
        let help = format!("put `{}` below this line", delimiter(cells(&head)));
        found.push(Diagnostic::new(Code::BrokenTable, span(first), message).help(help));
    }
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
                if given <= columns {
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
