//! Comments that are cut off, or that are none.

use super::run::{Place, Run};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    if run.place == Place::Title || !run.text.contains('<') {
        return;
    }
    let mut warn = |part: std::ops::Range<usize>, message: &str, help: &str| {
        found.push(Diagnostic::new(Code::UnclosedComment, run.span(part), message).help(help));
    };
    if let Some(at) = run.text.find("<!--").filter(|at| *at > 0 || run.place == Place::Cell) {
        if run.place == Place::Cell {
            let message = "a bar in this comment ends its cell, so readers would see it";
            warn(at..at + 4, message, "take the comment out of the table, or the bar out of the comment");
        } else {
            let message = "this comment does not end in its paragraph, so readers would see it";
            let help = "write `-->` in the same paragraph, or put `<!--` on a line of its own before an empty line";
            warn(at..at + 4, message, help);
        }
    }
    for mark in ["<!- ", "< !--", "<! --", "<!—", "<!–", "<\u{ff01}--"] {
        if let Some(at) = run.text.find(mark) {
            warn(
                at..at + mark.trim_end().len(),
                "this is no comment, so readers would see it",
                "begin it with `<!--` and end it with `-->`",
            );
        }
    }
}
