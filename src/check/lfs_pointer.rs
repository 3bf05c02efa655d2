//! An image or download is the file itself, not what Git LFS leaves in its place.

use super::{Facts, uses};
use crate::address::{self, Written};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for used in uses(facts) {
        let Written::Inside { path, .. } = address::parse(used.from, used.reference.dest) else { continue };
        if facts.assets.get(path.as_str()).is_some_and(|asset| asset.pointer) {
            let message = format!("`{path}` is a Git LFS pointer, not the file itself");
            let help = "get the file with `git lfs pull`; in a workflow, check out with `lfs: true`";
            found.push(Diagnostic::new(Code::LfsPointer, used.span, message).help(help));
        }
    }
}
