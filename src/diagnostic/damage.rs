//! What other programs leave in a text file: merge conflicts, pointers of Git LFS, control characters, line ends of old Macs.

use std::ops::Range;

use memchr::memmem;

use super::{Code, Diagnostic, character};
use crate::source::{SourceId, Span};

/// How many control characters of a file are reported.
const MAX_CONTROLS: usize = 20;

/// How every pointer of Git LFS begins.
pub const LFS_POINTER: &str = "version https://git-lfs.github.com/spec/";

/// What must be repaired before the file can be read at all.
#[must_use]
pub fn damage(id: SourceId, text: &str) -> Vec<Diagnostic> {
    if text.starts_with(LFS_POINTER) {
        let first = Span::new(id, 0..text.lines().next().map_or(0, str::len));
        let message = "this is a Git LFS pointer, not the file itself";
        return vec![Diagnostic::new(Code::LfsPointer, first, message).help("get the file with `git lfs pull`")];
    }
    let conflicts = conflicts(id, text);
    if !conflicts.is_empty() {
        return conflicts;
    }
    let begins_so = text.starts_with("---\r") && !text.starts_with("---\r\n");
    if begins_so || (text.contains('\r') && !text.contains('\n')) {
        let message = "the lines of this file end in CR alone, as on old Macs, so it is one long line";
        let help = "save it with line ends LF or CRLF";
        return vec![Diagnostic::new(Code::MissingFrontMatter, Span::start_of(id), message).help(help)];
    }
    Vec::new()
}

/// Control characters, which no page can hold.
#[must_use]
pub fn controls(id: SourceId, text: &str) -> Vec<Diagnostic> {
    let unfit = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c');
    // Without an early end, the compiler makes this a loop over many bytes at once.
    if !text.bytes().fold(false, |found, byte| found | unfit(byte)) {
        return Vec::new();
    }
    let report = |(at, byte): (usize, u8)| {
        let message = format!("this is the control character {}", character::name(char::from(byte)));
        Diagnostic::new(Code::ControlCharacter, Span::new(id, at..at + 1), message).help("delete it")
    };
    text.bytes().enumerate().filter(|(_, byte)| unfit(*byte)).take(MAX_CONTROLS).map(report).collect()
}

/// Merge conflicts, one report each. Markers in a code block are an example.
fn conflicts(id: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    if memmem::find(text.as_bytes(), b"<<<<<<<").is_none() {
        return found;
    }
    let (mut at, mut open, mut fence) = (0, None, None);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let marks = |c: char| line.trim_start().len() - line.trim_start().trim_start_matches(c).len();
        match fence {
            None if marks('`') >= 3 => fence = Some('`'),
            None if marks('~') >= 3 => fence = Some('~'),
            Some(c) if marks(c) >= 3 && line.trim().trim_start_matches(c).is_empty() => fence = None,
            _ => {}
        }
        if fence.is_some() && open.is_none() {
            continue;
        }
        if is_marker(line, '<') {
            open = Some(range);
        } else if is_marker(line, '>')
            && let Some(open) = open.take()
        {
            found.push(conflict(id, open, range));
        }
    }
    if let Some(open) = open {
        found.push(conflict(id, open.clone(), open));
    }
    found
}

fn conflict(id: SourceId, first: Range<usize>, close: Range<usize>) -> Diagnostic {
    let help = "keep the right one, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    let message = "git left two versions of the text here";
    let found = Diagnostic::new(Code::MergeConflict, Span::new(id, first.clone()), message).help(help);
    if first == close { found } else { found.related(Span::new(id, close), "they end here") }
}

/// Seven signs at the start of a line, alone or before the name of a side.
fn is_marker(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == 7 && (rest.trim().is_empty() || rest.starts_with(' '))
}
