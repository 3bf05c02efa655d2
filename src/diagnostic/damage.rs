//! What other programs leave in a text file: merge conflicts, pointers of Git LFS, control characters, line ends of old Macs.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use super::{Code, Diagnostic, character};
use crate::source::{SourceId, Sources, Span};

/// What is in every text that git left two versions in.
static MARKERS: LazyLock<[memmem::Finder<'static>; 2]> =
    LazyLock::new(|| [memmem::Finder::new(b"<<<<<<<"), memmem::Finder::new(b">>>>>>>")]);

/// How many control characters of a file are reported.
const MAX_CONTROLS: usize = 20;

/// How every pointer of Git LFS begins.
pub const LFS_POINTER: &str = "version https://git-lfs.github.com/spec/";

/// What must be repaired before the file can be read at all.
#[must_use]
pub fn damage(id: SourceId, text: &str) -> Vec<Diagnostic> {
    let left = left_by_git(id, text);
    if !left.is_empty() {
        return left;
    }
    let begins_so = text.starts_with("---\r") && !text.starts_with("---\r\n");
    if begins_so || (text.contains('\r') && !text.contains('\n')) {
        let message = "the lines of this file end in CR alone, as on old Macs, so it is one long line";
        let help = "save it with line ends LF or CRLF";
        return vec![Diagnostic::new(Code::MissingFrontMatter, Span::start_of(id), message).help(help)];
    }
    Vec::new()
}

/// A pointer in place of the text, or two versions of it.
#[must_use]
pub fn left_by_git(id: SourceId, text: &str) -> Vec<Diagnostic> {
    if text.starts_with(LFS_POINTER) {
        let first = Span::new(id, 0..text.lines().next().map_or(0, str::len));
        let message = "this is a Git LFS pointer, not the file itself";
        return vec![Diagnostic::new(Code::LfsPointer, first, message).help("get the file with `git lfs pull`")];
    }
    conflicts(id, text)
}

/// The number of the line where two versions of a text begin.
#[must_use]
pub fn first_conflict(text: &str) -> Option<usize> {
    let conflict = conflicts(Sources::BOOK, text).into_iter().next()?;
    text.get(..conflict.span.start as usize).map(|before| before.matches('\n').count() + 1)
}

/// Whether no page can hold `c`: a control character other than white space, or one that is none in Unicode.
#[must_use]
pub fn is_control(c: char) -> bool {
    let code = c as u32;
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c'))
        || code & 0xfffe == 0xfffe
        || (0xfdd0..=0xfdef).contains(&code)
}

/// Control characters, which no page can hold.
#[must_use]
pub fn controls(id: SourceId, text: &str) -> Vec<Diagnostic> {
    let unfit = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c') || byte == 0x7f;
    // Without an early end, the compiler makes this a loop over many bytes at once.
    let has_ascii = text.bytes().fold(false, |found, byte| found | unfit(byte));
    if !has_ascii && !has_other_control(text) {
        return Vec::new();
    }
    let report = |(at, c): (usize, char)| {
        let message = format!("this is the control character {}", character::name(c));
        let found = Diagnostic::new(Code::ControlCharacter, Span::new(id, at..at + c.len_utf8()), message);
        found.help("delete it")
    };
    text.char_indices().filter(|(_, c)| is_control(*c)).take(MAX_CONTROLS).map(report).collect()
}

/// Whether a text holds a control character of more than one byte. U+0080 to U+009F begin with `C2`, most of the code points
/// that are no characters with `EF`.
fn has_other_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(0xc2, 0xef, bytes).any(|at| match bytes.get(at..) {
        Some([0xc2, next, ..]) => *next < 0xa0,
        Some([0xef, 0xb7, last, ..]) => (0x90..=0xaf).contains(last),
        Some([0xef, 0xbf, last, ..]) => *last >= 0xbe,
        _ => false,
    })
}

/// Merge conflicts, one report each. Markers in a code block are an example, unless the block is in a language of programs,
/// none of which has such lines.
fn conflicts(id: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let has = |signs: &memmem::Finder<'_>| signs.find(text.as_bytes()).is_some();
    if !MARKERS.iter().any(has) {
        return found;
    }
    let (mut at, mut open, mut fence) = (0, None, None);
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start();
        let range = at + line.len() - inner.len()..at + line.trim_end().len();
        at += line.len();
        let marks = |c: char| inner.len() - inner.trim_start_matches(c).len();
        match fence {
            None if marks('`') >= 3 => fence = Some(('`', is_program(inner))),
            None if marks('~') >= 3 => fence = Some(('~', is_program(inner))),
            Some((c, _)) if marks(c) >= 3 && inner.trim_start_matches(c).trim().is_empty() => fence = None,
            _ => {}
        }
        if fence.is_some_and(|(_, is_program)| !is_program) && open.is_none() {
            continue;
        }
        if is_marker(line, '<') {
            open = Some(range);
        } else if is_marker(line, '>') {
            match open.take() {
                Some(open) => found.push(conflict(id, open, range)),
                // A quotation in a quotation, seven deep, is none.
                None if !inner.trim_start_matches('>').trim().is_empty() => {
                    let message = "this line is left over from a merge";
                    let help = "remove it; see whether two versions of the text are above it, and keep the right one";
                    found.push(Diagnostic::new(Code::MergeConflict, Span::new(id, range), message).help(help));
                }
                None => {}
            }
        }
    }
    if let Some(open) = open {
        found.push(conflict(id, open.clone(), open));
    }
    found
}

/// Whether a fence begins code of a language of programs.
fn is_program(fence: &str) -> bool {
    const OTHERS: &[&str] = &[
        "",
        "bash",
        "console",
        "diff",
        "git",
        "git-commit",
        "git-rebase",
        "markdown",
        "md",
        "plain",
        "plaintext",
        "sh",
        "shell",
        "shellsession",
        "text",
        "txt",
        "zsh",
    ];
    let info = fence.trim_start_matches(['`', '~']).trim();
    let language = info.split([' ', ',', '{']).next().unwrap_or_default();
    !OTHERS.contains(&language.to_ascii_lowercase().as_str())
}

fn conflict(id: SourceId, first: Range<usize>, close: Range<usize>) -> Diagnostic {
    let help = "keep the right one, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    let message = "git left two versions of the text here";
    let found = Diagnostic::new(Code::MergeConflict, Span::new(id, first.clone()), message).help(help);
    if first == close { found } else { found.related(Span::new(id, close), "they end here") }
}

/// Seven signs or more at the start of a line, alone or before the name of a side. Four spaces before them make an example.
fn is_marker(line: &str, sign: char) -> bool {
    let inner = line.trim_start_matches(' ');
    let rest = inner.trim_start_matches(sign);
    let fits = inner.len() - rest.len() >= 7 && line.len() - inner.len() <= 3;
    fits && (rest.trim().is_empty() || rest.starts_with(' '))
}
