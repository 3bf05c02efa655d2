//! An image or download is the file itself: not what git leaves in its place, not empty, and of the kind that its name says.

use super::{Facts, uses};
use crate::address::{self, Written};
use crate::diagnostic::Diagnostic;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    if facts.assets.values().all(|asset| asset.wrong.is_none()) {
        return;
    }
    for used in uses(facts) {
        let Written::Inside { path, .. } = address::parse(used.from, used.reference.dest) else { continue };
        if let Some(wrong) = facts.assets.get(path.as_str()).and_then(|asset| asset.wrong.as_ref()) {
            let message = format!("`{path}` {}", wrong.message);
            found.push(Diagnostic::new(wrong.code, used.span, message).help(wrong.help.clone()));
        }
    }
}
