//! Words that we no longer use, and what to write in their place. They are looked for where users read them: in the English
//! strings of the site, the program's messages and `--help`, the READMEs, and the reference pages of the checks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::Guide;

/// What not to write, in lower case and as whole words, and what to write.
const WORDS: &[(&str, &str)] = &[
    ("a slip", "a typo"),
    ("slip of the pen", "typo"),
    ("slips", "typos"),
    ("mend", "fix"),
    ("mends", "fixes"),
    ("mended", "fixed"),
    ("hand in", "submit"),
    ("hand it in", "submit it"),
    ("handed in", "submitted"),
    ("not right", "incorrect"),
    ("hang on", "depend on"),
    ("hangs on", "depends on"),
    ("lie over", "override"),
    ("lies over", "overrides"),
    ("laid over", "overrides"),
    ("takes the place of", "replaces"),
    ("in the place of", "instead of"),
    ("has the last word", "runs last"),
    ("all the same", "anyway"),
    ("go on with it", "continue"),
    ("goes on", "continues"),
    ("what is due", "due questions"),
    ("what is kept", "your data"),
    ("is kept", "is stored"),
    ("save to a file", "export"),
    ("add from a file", "import"),
    ("use it now", "update now"),
    ("chance of recall", "target recall"),
    ("taken back", "undone"),
    ("where you are", "breadcrumb"),
    ("shall", "will, must or should"),
    ("for ever", "forever"),
    ("in greenwich", "UTC"),
    ("dearer", "more expensive"),
    ("sterner", "stricter"),
    ("must not tell", "must not reveal"),
    ("is to be", "must be, or the verb itself"),
    ("are to be", "must be, or the verb itself"),
    ("lest", "so that … doesn't"),
    ("whilst", "while"),
    ("upon", "on"),
    ("rules of the house", "rules"),
    ("colour", "color"),
    ("colours", "colors"),
    ("coloured", "colored"),
    ("behaviour", "behavior"),
    ("licences", "licenses"),
    ("licenced", "licensed"),
    ("grey", "gray"),
    ("practise", "practice"),
    ("labelled", "labeled"),
    ("recognise", "recognize"),
    ("neighbour", "neighbor"),
    ("favourite", "favorite"),
    ("centre", "center"),
];

#[test]
fn words_that_we_no_longer_use_stand_nowhere_that_users_read() {
    let mut found = Vec::new();
    for (place, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            for (word, better) in WORDS.iter().filter(|(word, _)| holds(line, word)) {
                found.push(format!("{place}:{}: write {better:?} for {word:?}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_word_is_found_whole_and_in_any_case() {
    assert!(holds("Hand in the paper", "hand in"));
    assert!(holds("it is handed in.", "handed in"));
    assert!(!holds("amend it", "mend"));
    assert!(!holds("mending", "mend"));
}

/// Whether the line has the word, with no letter right before or after it.
fn holds(line: &str, word: &str) -> bool {
    let line = line.to_lowercase();
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        ![before, after].into_iter().flatten().any(|c| c.is_alphanumeric() || c == '-')
    })
}

/// What users read, with the place it comes from.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        |path: &Path| (path.strip_prefix(root).unwrap().display().to_string(), fs::read_to_string(path).unwrap());
    let mut texts: Vec<_> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "themes/default/README.md", "themes/default/language/en.toml"]
            .iter()
            .map(|path| read(&root.join(path)))
            .collect();
    texts.extend(files(&root.join("tests/checks"), "md").iter().map(|path| read(path)));
    for path in files(&root.join("src"), "rs") {
        let (place, text) = read(&path);
        texts.push((place, strings(&text)));
    }
    let guide = Guide::new();
    for command in [&["--help"][..], &["build", "--help"], &["check", "--help"]] {
        texts.push((format!("genai-guide {}", command.join(" ")), guide.run(command).out));
    }
    texts
}

/// The lines of a source file with what is not in double quotes left out, as far as this can be told line by line. Unit tests
/// are left out too.
fn strings(text: &str) -> String {
    let program = text.split("#[cfg(test)]").next().unwrap();
    let literals = |line: &str| -> String {
        if line.trim_start().starts_with("//") {
            String::new()
        } else {
            line.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" … ")
        }
    };
    program.lines().map(literals).collect::<Vec<_>>().join("\n")
}

/// The files below a folder that have this ending.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
