//! How long a whole build takes, and how much memory: `cargo bench`.
//!
//! Builds a guide of 10,000 questions in this process, cold (nothing remembered, no site) and warm (nothing changed).
//! `GENAI_GUIDE_BENCH=<folder>` builds the guide in that folder instead of a synthetic one; its site and its memory are
//! removed for the cold builds.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a bench may stop at once"
)]

mod corpus;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use genai_guide::receipt::Before;
use genai_guide::{Unwatched, build, discover, load, load_theme};

const QUESTIONS: usize = 10_000;

fn main() {
    divan::main();
    // The most memory that this process ever held, bench harness included.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("peak resident memory: {}", peak.trim_start_matches("VmHWM:").trim());
    }
}

fn guide() -> &'static Path {
    static GUIDE: OnceLock<(PathBuf, Option<tempfile::TempDir>)> = OnceLock::new();
    let (path, _) = GUIDE.get_or_init(|| match std::env::var_os("GENAI_GUIDE_BENCH") {
        Some(folder) => (PathBuf::from(folder), None),
        None => {
            let folder = tempfile::tempdir().expect("a temporary folder");
            corpus::write(folder.path(), QUESTIONS);
            (folder.path().to_owned(), Some(folder))
        }
    });
    path
}

fn build_once(root: &Path) -> usize {
    let (sources, config, found) = discover::discover(root).expect("the guide is there");
    let out = root.join(&config.build.build_dir);
    let before = Before::look(&sources, &config, false, &out);
    let mut loaded = load(&sources, config, found, false).expect("the guide can be read");
    let theme = load_theme(&mut loaded).expect("the theme can be read");
    assert!(loaded.diagnostics.is_empty(), "the corpus has mistakes: {:?}", loaded.diagnostics.first());
    let theme = theme.expect("the theme is whole");
    build(&loaded, &theme, &out, &before, &Unwatched).expect("the site can be written").pages
}

fn forget(root: &Path) {
    for folder in ["site", ".genai-guide"] {
        let _ = std::fs::remove_dir_all(root.join(folder));
    }
}

#[divan::bench(sample_count = 5)]
fn cold(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(|| forget(guide())).bench_values(|()| build_once(guide()));
}

#[divan::bench(sample_count = 5)]
fn warm(bencher: divan::Bencher<'_, '_>) {
    build_once(guide());
    bencher.bench(|| build_once(guide()));
}
