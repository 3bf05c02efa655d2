//! How long builds take, and how much memory: `cargo bench`.
//!
//! Each bench builds a synthetic guide of 1,000 or 10,000 questions in this process:
//!
//! | bench | before the build |
//! | --- | --- |
//! | `cold` | nothing is remembered, and there is no site |
//! | `unchanged` | the site is there, and nothing was touched |
//! | `body_edited` | a sentence of one answer was changed |
//! | `title_edited` | the title of one question was changed |
//! | `index` | no build: the words of all questions are counted and listed for the search, nothing remembered |
//!
//! At the end it prints the most memory that a single build in a process of its own held, for both sizes.
//! `GENAI_GUIDE_BENCH=<folder>` takes the guide in that folder instead of the larger one; its site and its memory are removed for the
//! cold builds, and the file that is edited is put back.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a bench may stop at once"
)]

mod corpus;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use genai_guide::memo::Memo;
use genai_guide::receipt::Before;
use genai_guide::search::Index;
use genai_guide::{Unwatched, build, discover, load, load_theme};

/// How many questions the guides have.
const SIZES: [usize; 2] = [1_000, 10_000];

/// Set for a process that makes one cold build and says what memory it took: the number of questions.
const ALONE: &str = "GENAI_GUIDE_BENCH_ALONE";

fn main() {
    if let Some(size) = std::env::var(ALONE).ok().and_then(|size| size.parse().ok()) {
        forget(guide(size));
        build_once(guide(size));
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        println!("{size} questions: {}", peak.map_or("not known on this system", str::trim));
        return;
    }
    divan::main();
    // Only where benches are run and not just listed.
    if std::env::args().any(|argument| argument == "--bench") {
        println!("peak resident memory of a cold build:");
        for size in SIZES {
            let program = std::env::current_exe().expect("the bench has a file");
            let _ = Command::new(program).env(ALONE, size.to_string()).status();
        }
    }
}

/// The guide of this size.
fn guide(size: usize) -> &'static Path {
    static GUIDES: [OnceLock<(PathBuf, Option<tempfile::TempDir>)>; 2] = [OnceLock::new(), OnceLock::new()];
    let place = SIZES.iter().position(|known| *known == size).expect("a known size");
    let (path, _) = GUIDES[place].get_or_init(|| match std::env::var_os("GENAI_GUIDE_BENCH") {
        Some(folder) if place == SIZES.len() - 1 => (PathBuf::from(folder), None),
        _ => {
            let folder = tempfile::tempdir().expect("a temporary folder");
            corpus::write(folder.path(), size);
            (folder.path().to_owned(), Some(folder))
        }
    });
    path
}

/// Builds the guide as the program does, and says whether there was anything to do.
fn build_once(root: &Path) -> bool {
    let (sources, config, found) = discover::discover(root).expect("the guide is there");
    let out = root.join(&config.build.build_dir);
    let before = Before::look(&sources, &config, false, &out);
    if before.done().is_some() {
        return false;
    }
    let mut loaded = load(&sources, config, found, false).expect("the guide can be read");
    let theme = load_theme(&mut loaded).expect("the theme can be read");
    assert!(loaded.diagnostics.is_empty(), "the corpus has mistakes: {:?}", loaded.diagnostics.first());
    let theme = theme.expect("the theme is whole");
    build(&loaded, &theme, &out, &before, &Unwatched).expect("the site can be written");
    true
}

fn forget(root: &Path) {
    for folder in ["site", ".genai-guide"] {
        let _ = fs::remove_dir_all(root.join(folder));
    }
}

/// The file in the middle of the guide, and its text.
fn middle(root: &Path) -> (PathBuf, String) {
    let (sources, ..) = discover::discover(root).expect("the guide is there");
    let questions: Vec<_> =
        sources.content_files().map(|(_, file)| file).filter(|file| !file.path.ends_with("_index.md")).collect();
    let file = questions[questions.len() / 2];
    (root.join(&file.path), file.text.clone())
}

/// Builds after each of `edit`'s changes to one file, which gets another number each time.
fn edited(bencher: divan::Bencher<'_, '_>, size: usize, edit: impl Fn(&str, usize) -> String + Sync) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let root = guide(size);
    build_once(root);
    let (file, text) = middle(root);
    bencher
        .with_inputs(|| {
            let changed = edit(&text, COUNT.fetch_add(1, Ordering::Relaxed));
            fs::write(&file, changed).expect("the file can be written");
        })
        .bench_values(|()| assert!(build_once(root), "the edit was noticed"));
    fs::write(&file, text).expect("the file can be written");
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn cold(bencher: divan::Bencher<'_, '_>, size: usize) {
    bencher.with_inputs(|| forget(guide(size))).bench_values(|()| assert!(build_once(guide(size))));
}

#[divan::bench(args = SIZES, sample_count = 11)]
fn unchanged(bencher: divan::Bencher<'_, '_>, size: usize) {
    build_once(guide(size));
    bencher.bench(|| assert!(!build_once(guide(size)), "nothing was touched"));
}

#[divan::bench(args = SIZES, sample_count = 7)]
fn body_edited(bencher: divan::Bencher<'_, '_>, size: usize) {
    edited(bencher, size, |text, number| format!("{text}\nOne more sentence, the {number}th.\n"));
}

#[divan::bench(args = SIZES, sample_count = 7)]
fn title_edited(bencher: divan::Bencher<'_, '_>, size: usize) {
    edited(bencher, size, |text, number| {
        let (start, rest) = text.split_once("title:").expect("a question has a title");
        let (title, rest) = rest.split_once('\n').expect("the title is a line");
        let title = title.trim().trim_matches('"');
        format!("{start}title: \"{title} {number}\"\n{rest}")
    });
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn index(bencher: divan::Bencher<'_, '_>, size: usize) {
    let root = guide(size);
    let (sources, config, found) = discover::discover(root).expect("the guide is there");
    let before = Before::look(&sources, &config, false, &root.join("site"));
    let loaded = load(&sources, config, found, false).expect("the guide can be read");
    bencher.bench(|| Index::new(&loaded.guide, &loaded.config, &before.inputs, &mut Memo::default()).lists.len());
}
