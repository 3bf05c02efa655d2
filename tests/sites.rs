//! Golden sites: `tests/sites/<case>/` is a guide, and `expected/<page>` what stands inside `<main>` of its pages.
//!
//! Each case has a bare theme that prints the view and nothing else, so that a new look changes none of them.
//! `UPDATE_SITES=1 cargo test --test sites` writes the expected files anew; read the diff before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};

use genai_guide::receipt::Before;
use genai_guide::{Unwatched, build, discover, load, load_theme};

/// Builds the case and compares each page of `pages`.
/// Builds a site and compares the `<main>` of its pages. `codes` are the mistakes that `check` reports in it, without repeats: these
/// guides hold what authors are warned of.
#[track_caller]
fn check(case: &str, pages: &[&str], codes: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(case);
    let folder = tempfile::tempdir().unwrap();
    // The guide is built in a copy, because a build leaves its memory beside `book.toml`.
    let copy = folder.path().join("guide");
    copy_folder(&root, &copy);
    let (sources, config, found) = discover::discover(&copy).unwrap();
    let out = folder.path().join("site");
    let before = Before::look(&sources, &config, false, &out);
    let mut loaded = load(&sources, config, found, false).unwrap();
    let theme = load_theme(&mut loaded).unwrap();
    let mut found: Vec<&str> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, codes, "what is wrong with {case}");
    let theme = theme.unwrap();
    build(&loaded, &theme, &out, &before, &Unwatched).unwrap();
    for page in pages {
        let html = fs::read_to_string(out.join(page)).unwrap();
        let main = main_of(&html);
        let file = root.join("expected").join(page);
        if std::env::var_os("UPDATE_SITES").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, main).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let differs = main.lines().zip(expected.lines()).position(|(a, b)| a != b);
        let at = differs.unwrap_or(main.lines().count().min(expected.lines().count()));
        assert!(
            main == expected,
            "{case}/{page} differs from line {}:\n  now      {:?}\n  expected {:?}",
            at + 1,
            main.lines().nth(at),
            expected.lines().nth(at)
        );
    }
}

fn main_of(html: &str) -> &str {
    let start = html.find("<main").expect("the page has a <main>");
    let end = html.rfind("</main>").expect("the page closes its <main>");
    html[start..end + "</main>".len()].trim()
}

fn copy_folder(from: &Path, to: &PathBuf) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn every_block_footnote_and_option_is_set_and_no_content_escapes() {
    check("markdown", &["topic.html"], &["html-as-text", "title-markup", "unread-markup"]);
}

#[test]
fn links_lead_to_the_same_place_from_every_page() {
    check("links", &["topic.html", "topic/inner.html"], &[]);
}

#[test]
fn raw_html_is_sanitized_and_our_own_markup_survives_it() {
    check(
        "raw-html",
        &["topic.html"],
        &[
            "broken-link",
            "dropped-html",
            "html-as-text",
            "missing-alt-text",
            "missing-image",
            "unclosed-tag",
            "unsafe-link",
        ],
    );
}
