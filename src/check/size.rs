//! What is published can be loaded by a learner on a phone, and is taken by GitHub Pages.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, uses};
use crate::address::{Written, parse};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};

/// The largest picture that is shown without a word, in bytes: some ten seconds of a slow connection.
const MAX_IMAGE: u64 = 2_000_000;
/// The largest file that GitHub takes, in bytes.
const MAX_FILE: u64 = 100_000_000;
/// The largest site that GitHub Pages takes, in bytes.
const MAX_SITE: u64 = 1_000_000_000;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    if facts.assets.is_empty() {
        return;
    }
    let mut seen = BTreeSet::new();
    for used in uses(facts) {
        let Written::Inside { path, .. } = parse(used.from, used.reference.dest) else { continue };
        let Some(asset) = facts.assets.get(path.as_str()).filter(|asset| asset.bytes > MAX_IMAGE) else { continue };
        // Said once for a file, where it is used first.
        if !seen.insert((path.clone(), used.reference.image)) {
            continue;
        }
        if asset.bytes > MAX_FILE {
            let message = format!("`{path}` has {}; GitHub accepts no file over 100 MB", size(asset.bytes));
            let help = "make it smaller or split it, or put it where large files are kept and link to it there";
            found.push(Diagnostic::new(Code::PagesLimit, used.span, message).help(help));
        } else if used.reference.image {
            let message = format!("`{path}` has {}, which costs readers on a phone time and data", size(asset.bytes));
            let help = "save it no wider than 1600 pixels, as WebP or AVIF; a picture of 500 kB is large enough";
            found.push(Diagnostic::new(Code::LargeImage, used.span, message).help(help));
        }
    }
    // Two files with the same name and the same bytes are one.
    let files: BTreeMap<&str, u64> = facts.assets.values().map(|asset| (asset.output.as_str(), asset.bytes)).collect();
    found.extend(site(files.values().sum(), "the images and downloads have"));
}

/// What GitHub Pages won't take of a site that is written: its files with their sizes. What [`check()`] has found in the
/// sources is not said again.
#[must_use]
pub fn limits<'w>(facts: &Facts<'_, '_>, written: impl Iterator<Item = (&'w str, u64)>) -> Vec<Diagnostic> {
    let assets: BTreeMap<&str, u64> = facts.assets.values().map(|asset| (asset.output.as_str(), asset.bytes)).collect();
    let (mut found, mut total) = (Vec::new(), 0);
    for (path, bytes) in written {
        total += bytes;
        if bytes > MAX_FILE && !assets.contains_key(path) {
            let message = format!("`{path}` of the site has {}; GitHub accepts no file over 100 MB", size(bytes));
            let help = "shorten its content, or split the guide in two";
            found.push(Diagnostic::new(Code::PagesLimit, Span::start_of(Sources::BOOK), message).help(help));
        }
    }
    if assets.values().sum::<u64>() <= MAX_SITE {
        found.extend(site(total, "the site has"));
    }
    found
}

fn site(bytes: u64, what: &str) -> Option<Diagnostic> {
    let message = format!("{what} {}; GitHub Pages accepts no site over 1 GB", size(bytes));
    let help = "make pictures and downloads smaller, or put large ones where they are kept and link to them there";
    let place = Span::start_of(Sources::BOOK);
    (bytes > MAX_SITE).then(|| Diagnostic::new(Code::PagesLimit, place, message).help(help))
}

/// Bytes in the units of the SI, rounded up: what is over a limit must not look as if it were not.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| bytes.div_ceil(unit / 10);
    let (tenths, name) = if bytes > MAX_SITE { (tenths(1_000_000_000), "GB") } else { (tenths(1_000_000), "MB") };
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_a_limit_looks_so() {
        assert_eq!(size(2_000_001), "2.1 MB");
        assert_eq!(size(100_000_001), "100.1 MB");
        assert_eq!(size(1_000_000_001), "1.1 GB");
        assert_eq!(size(12_000_000), "12.0 MB");
    }

    #[test]
    fn a_site_is_too_large_only_beyond_the_limit() {
        assert_eq!(site(MAX_SITE, "the site has"), None);
        let found = site(MAX_SITE + 1, "the site has").map(|found| found.message);
        assert_eq!(found.as_deref(), Some("the site has 1.1 GB; GitHub Pages accepts no site over 1 GB"));
    }
}
