//! A build that carries over what has not changed makes the same site, byte by byte, as one that knows nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]
#![allow(clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use genai_guide::receipt::Before;
use genai_guide::{Unwatched, build, discover, load, load_theme};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use walkdir::WalkDir;

type Files = BTreeMap<String, Vec<u8>>;

/// Builds the guide in `root`, and says whether there was nothing to do; `None` if it has mistakes.
fn run(root: &Path) -> Option<bool> {
    let (sources, config, found) = discover::discover(root).unwrap();
    let out = root.join("site");
    let before = Before::look(&sources, &config, false, &out);
    if before.done().is_some() {
        return Some(true);
    }
    let mut loaded = load(&sources, config, found, false).unwrap();
    let theme = load_theme(&mut loaded).unwrap();
    if loaded.diagnostics.iter().any(|found| found.severity() == genai_guide::diagnostic::Severity::Error) {
        return None;
    }
    build(&loaded, &theme.unwrap(), &out, &before, &Unwatched).unwrap();
    Some(false)
}

fn read(folder: &Path) -> Files {
    let files = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn write(root: &Path, files: &BTreeMap<String, String>) {
    for folder in ["content", "themes"] {
        let _ = fs::remove_dir_all(root.join(folder));
    }
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A file that hasn't changed keeps its time, as with an editor.
        fs::write(path, text).unwrap();
    }
}

#[track_caller]
fn assert_same(one: &Files, two: &Files, what: &str) {
    let paths: Vec<&String> = one.keys().chain(two.keys()).collect();
    for path in paths {
        assert!(one.get(path) == two.get(path), "{what}: {path} differs");
    }
}

const BOOK: &str = "[book]\ntitle = \"A guide\"\n\n[output.html]\nsite-url = \"https://example.org/guide/\"\n";

fn guide() -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([
        ("book.toml".to_owned(), BOOK.to_owned()),
        ("content/_index.md".to_owned(), "---\ntitle: Home\n---\n\nSee [one](a/q1.md).\n".to_owned()),
        (
            "content/pages/glossary.md".to_owned(),
            "---\ntitle: Glossary\n---\n\n- **Loss**: how wrong it is.\n".to_owned(),
        ),
        ("content/a/p.svg".to_owned(), svg(10)),
    ]);
    for (topic, name) in [("a", "q"), ("b", "r"), ("a/deep", "s")] {
        files.insert(
            format!("content/{topic}/_index.md"),
            format!("---\ntitle: Topic {topic}\n---\n\nAbout {topic}.\n\n## Why\n\nBecause.\n"),
        );
        for number in 1..=3 {
            files.insert(format!("content/{topic}/{name}{number}.md"), question(number, "first"));
        }
    }
    files.insert(
        "content/a/q3.md".to_owned(),
        "---\ntitle: Which one?\nkind: mcq\n---\n\n- [x] This\n- [ ] That\n\n## Explanation\n\nSee [two](q2.md) and ![p](p.svg).\n"
            .to_owned(),
    );
    files
}

fn svg(width: u32) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"9\"><path d=\"M0 0\"/></svg>\n")
}

fn question(number: u32, word: &str) -> String {
    format!(
        "---\ntitle: What is {number}?\n---\n\nPrompt {number}.\n\n## Answer\n\nThe <b>{word}</b> answer with $x^{number}$ and large \
         language models (LLMs).\n\n```python\nx = {number}\n```\n\n### Details\n\nMore of {number}.\n"
    )
}

/// Something that an author does between two builds.
#[derive(Debug, Clone)]
enum Edit {
    Body(usize, u32),
    Title(usize, u32),
    Heading(usize, u32),
    FrontMatter(usize, u32),
    Rename(usize, u32),
    Move(usize, u32),
    Delete(usize),
    Add(u32),
    Picture(u32),
    Theme(u32),
    Strings(u32),
    Settings(u32),
    Nothing,
}

fn edits() -> impl Strategy<Value = Edit> {
    let at = 0..40_usize;
    prop_oneof![
        4 => (at.clone(), 0..9_u32).prop_map(|(at, n)| Edit::Body(at, n)),
        2 => (at.clone(), 0..9_u32).prop_map(|(at, n)| Edit::Title(at, n)),
        1 => (at.clone(), 0..9_u32).prop_map(|(at, n)| Edit::Heading(at, n)),
        2 => (at.clone(), 0..9_u32).prop_map(|(at, n)| Edit::FrontMatter(at, n)),
        1 => (at.clone(), 0..9_u32).prop_map(|(at, n)| Edit::Rename(at, n)),
        1 => (at.clone(), 0..9_u32).prop_map(|(at, n)| Edit::Move(at, n)),
        1 => at.prop_map(Edit::Delete),
        1 => (0..9_u32).prop_map(Edit::Add),
        1 => (10..20_u32).prop_map(Edit::Picture),
        1 => (0..3_u32).prop_map(Edit::Theme),
        1 => (0..3_u32).prop_map(Edit::Strings),
        1 => (0..6_u32).prop_map(Edit::Settings),
        1 => Just(Edit::Nothing),
    ]
}

/// The path of the content file that an edit is about.
fn nth(files: &BTreeMap<String, String>, at: usize) -> String {
    let texts: Vec<&String> =
        files.keys().filter(|path| path.starts_with("content/") && path.ends_with(".md")).collect();
    (*texts[at % texts.len()]).clone()
}

fn is_question(path: &str) -> bool {
    !path.ends_with("_index.md") && !path.contains("/pages/")
}

fn apply(files: &mut BTreeMap<String, String>, edit: &Edit) {
    let replace = |files: &mut BTreeMap<String, String>, path: String, change: &dyn Fn(&str) -> String| {
        let text = change(&files[&path]);
        files.insert(path, text);
    };
    match edit {
        Edit::Body(at, n) => replace(files, nth(files, *at), &|text| format!("{text}\nAnother sentence, {n}.\n")),
        Edit::Title(at, n) => {
            replace(files, nth(files, *at), &|text| text.replacen("title: ", &format!("title: {n} "), 1));
        }
        Edit::Heading(at, n) => replace(files, nth(files, *at), &|text| format!("{text}\n### Part {n}\n\nText.\n")),
        Edit::FrontMatter(at, n) => {
            let path = nth(files, *at);
            if is_question(&path) {
                let keys = [
                    "order: 3",
                    "difficulty: advanced",
                    "tags: [one, two]",
                    "draft: true",
                    "id: another-id",
                    "updated: 2026-01-02",
                    "verified: 2026-03-04",
                    "keywords: [synonym]",
                    "references: [{title: T, url: 'https://example.org/'}]",
                ];
                let line = keys[*n as usize];
                let key = line.split(':').next().unwrap();
                let text = &files[&path];
                if !text.contains(&format!("\n{key}:")) {
                    replace(files, path, &|text| text.replacen("---\n", &format!("---\n{line}\n"), 1));
                }
            }
        }
        Edit::Rename(at, n) => {
            let path = nth(files, *at);
            if is_question(&path) {
                let text = files.remove(&path).unwrap();
                let (folder, _) = path.rsplit_once('/').unwrap();
                files.insert(format!("{folder}/renamed-{n}.md"), text);
            }
        }
        Edit::Move(at, n) => {
            let path = nth(files, *at);
            if is_question(&path) {
                let text = files.remove(&path).unwrap();
                let topic = ["a", "b", "a/deep"][*n as usize % 3];
                files.insert(format!("content/{topic}/{}", path.rsplit('/').next().unwrap()), text);
            }
        }
        Edit::Delete(at) => {
            let path = nth(files, *at);
            if is_question(&path) {
                files.remove(&path);
            }
        }
        Edit::Add(n) => {
            files.insert(format!("content/b/new-{n}.md"), question(*n, "new"));
        }
        Edit::Picture(width) => {
            files.insert("content/a/p.svg".to_owned(), svg(*width));
        }
        Edit::Theme(n) => {
            let text = format!(
                "{{% extends \"theme/topic.html\" %}}{{% block topic_nav %}}<p>{n}</p>{{{{ super() }}}}{{% endblock topic_nav %}}\n"
            );
            files.insert("themes/default/templates/topic.html".to_owned(), text);
        }
        Edit::Strings(n) => {
            files.insert("themes/default/language/en.toml".to_owned(), format!("[menu]\nhome = \"Start {n}\"\n"));
        }
        Edit::Settings(n) => {
            let line =
                ["", "offline = false\n", "git-repository-url = \"https://example.org/r\"\n", "allow-html = true\n"]
                    [*n as usize % 4];
            files.insert("book.toml".to_owned(), format!("{BOOK}{line}"));
        }
        Edit::Nothing => {}
    }
}

#[test]
fn whatever_an_author_does_the_site_is_that_of_a_first_build() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let built = std::cell::Cell::new(0);
    let result = runner.run(&prop::collection::vec(edits(), 4..10), |history| {
        let folder = tempfile::tempdir().unwrap();
        let mut files = guide();
        write(folder.path(), &files);
        prop_assert_eq!(run(folder.path()), Some(false), "the guide as it begins");
        for edit in &history {
            apply(&mut files, edit);
            write(folder.path(), &files);
            let fresh = tempfile::tempdir().unwrap();
            write(fresh.path(), &files);
            let expected = run(fresh.path());
            let found = run(folder.path());
            prop_assert_eq!(expected.is_some(), found.is_some(), "{:?}", edit);
            if expected.is_some() {
                built.set(built.get() + 1);
                assert_same(
                    &read(&folder.path().join("site")),
                    &read(&fresh.path().join("site")),
                    &format!("{edit:?}"),
                );
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    assert!(built.get() > 2 * cases, "most histories must make sites: {} of {cases}", built.get());
}

/// Where a link leads is an input of the page that has it, though it is written in another file.
#[test]
fn a_page_follows_the_ids_and_numbers_that_its_links_lead_to() {
    let mut files = guide();
    files.insert(
        "content/b/r1.md".to_owned(),
        "---\ntitle: What links?\n---\n\nSee [one](../a/q1.md) and [its part](../a/q1.md#details).\n\n## Answer\n\nThat.\n".to_owned(),
    );
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files);
    assert_eq!(run(folder.path()), Some(false), "a first build");
    for line in ["id: another-id", "order: 9"] {
        let text = files["content/a/q1.md"].replacen("---\n", &format!("---\n{line}\n"), 1);
        files.insert("content/a/q1.md".to_owned(), text);
        write(folder.path(), &files);
        assert_eq!(run(folder.path()), Some(false), "{line}");
        let fresh = tempfile::tempdir().unwrap();
        write(fresh.path(), &files);
        assert_eq!(run(fresh.path()), Some(false), "{line}, in another folder");
        assert_same(&read(&folder.path().join("site")), &read(&fresh.path().join("site")), line);
    }
}

/// Each kind of input and output is changed by hand: the next build must notice.
#[test]
fn a_build_does_nothing_only_if_nothing_was_touched() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut files = guide();
    files.insert("themes/default/templates/site-footer.html".to_owned(), "<footer>Ours</footer>\n".to_owned());
    files.insert("themes/default/language/en.toml".to_owned(), "[menu]\nhome = \"Start\"\n".to_owned());
    files.insert("ours.css".to_owned(), "p { color: red }\n".to_owned());
    let extra = "additional-css = [\"ours.css\"]\nsocial-image = \"share.png\"\n";
    files.insert("book.toml".to_owned(), format!("{BOOK}{extra}"));
    write(root, &files);
    let pictures: [&[u8]; 2] =
        [include_bytes!("../themes/default/icon/icon-192.png"), include_bytes!("../themes/default/icon/icon-512.png")];
    fs::write(root.join("share.png"), pictures[0]).unwrap();
    assert_eq!(run(root), Some(false), "a first build");
    assert_eq!(run(root), Some(true), "nothing was touched");
    let site = read(&root.join("site"));
    // Inputs.
    for path in files.keys() {
        let text = &files[path];
        let changed = match path.rsplit('.').next().unwrap() {
            "toml" => format!("{text}# changed\n"),
            "svg" => text.replace("M0 0", "M0 1"),
            _ => format!("{text}\n"),
        };
        fs::write(root.join(path), changed).unwrap();
        assert_eq!(run(root), Some(false), "{path} was changed");
        assert_eq!(run(root), Some(true), "{path} was changed, and built");
        fs::write(root.join(path), text).unwrap();
        assert_eq!(run(root), Some(false), "{path} was changed back");
    }
    fs::write(root.join("share.png"), pictures[1]).unwrap();
    assert_eq!(run(root), Some(false), "the picture for sharing was changed");
    fs::write(root.join("share.png"), pictures[0]).unwrap();
    assert_eq!(run(root), Some(false), "the picture for sharing was changed back");
    fs::write(root.join("content/b/unused.txt"), "new").unwrap();
    assert_eq!(run(root), Some(false), "a file came");
    fs::remove_file(root.join("content/b/unused.txt")).unwrap();
    assert_eq!(run(root), Some(false), "a file went");
    assert_same(&read(&root.join("site")), &site, "all is as it was");
    // Outputs.
    for path in site.keys() {
        let file = root.join("site").join(path);
        fs::write(&file, "somebody was here").unwrap();
        // A broken list of our files makes all of them strangers, which a build refuses.
        if path == ".genai-guide-manifest" {
            fs::write(&file, &site[path]).unwrap();
            continue;
        }
        assert_eq!(run(root), Some(false), "{path} was written to");
        assert_same(&read(&root.join("site")), &site, path);
        fs::remove_file(&file).unwrap();
        assert_eq!(run(root), Some(false), "{path} was removed");
        assert_same(&read(&root.join("site")), &site, path);
    }
    // The memory.
    assert_eq!(run(root), Some(true));
    for name in ["receipt", "highlights", "words", "revisions"] {
        let file = root.join(".genai-guide").join(name);
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&file, bytes).unwrap();
    }
    assert_eq!(run(root), Some(false), "the memory was damaged");
    assert_same(&read(&root.join("site")), &site, "after damage");
}
