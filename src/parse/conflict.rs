//! The marks that git leaves in a file whose two versions it could not join.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// The first conflict of a file outside code blocks.
pub(super) fn find(source: SourceId, text: &str) -> Option<Diagnostic> {
    if !text.contains("<<<<<<< ") {
        return None;
    }
    let mut fence: Option<String> = None;
    let mut open: Option<(Span, bool)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let mark = crate::markdown::fence(line.trim_start_matches([' ', '>']));
        let is_fence = mark.len() >= 3 && mark.starts_with(['`', '~']);
        fence = match fence.take() {
            Some(open) if is_fence && mark.starts_with(open.as_str()) => None,
            None if is_fence => Some(mark.to_owned()),
            other => other,
        };
        if fence.is_some() || is_fence {
            continue;
        }
        match open {
            _ if line.starts_with("<<<<<<< ") => open = Some((Span::new(source, start..start + line.len()), false)),
            Some((span, false)) if line == "=======" => open = Some((span, true)),
            Some((span, true)) if line.starts_with(">>>>>>>") => {
                let message = "git left two versions of the text here";
                let end = Span::new(source, start..start + line.len());
                let help = "keep the right one, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
                return Some(
                    Diagnostic::new(Code::MergeConflict, span, message).related(end, "they end here").help(help),
                );
            }
            _ => {}
        }
    }
    None
}
