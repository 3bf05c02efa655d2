//! The house as `src/lib.rs` describes it ("The rooms"), held: who may use whom, and who may touch what.
//!
//! A room is a module at the top of the crate with all its files. The source is read as text, without its comments and its
//! unit tests; a name is taken for a use where it follows `crate::`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room and the rooms that it may use. A room uses only rooms that stand above it, so arrows can't run in a circle.
/// `lib` is the crate's root, `main` the program.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("error", &[]),
    ("guard", &[]),
    ("math", &["guard"]),
    ("markdown", &["guard"]),
    ("memo", &["error"]),
    ("highlight", &["guard", "markdown", "memo"]),
    ("diagnostic", &["source"]),
    ("config", &["diagnostic", "source"]),
    ("model", &["markdown", "source"]),
    ("address", &["model", "source"]),
    ("discover", &["config", "diagnostic", "error", "memo", "source"]),
    ("publish", &["error", "memo"]),
    ("receipt", &["config", "diagnostic", "memo", "publish", "source"]),
    ("language", &["config", "diagnostic", "source"]),
    ("search", &["address", "config", "markdown", "memo", "model", "receipt", "source"]),
    ("theme", &["config", "diagnostic", "discover", "error", "language", "markdown", "source"]),
    ("parse", &["config", "diagnostic", "markdown", "model", "source"]),
    ("check", &["address", "config", "diagnostic", "discover", "highlight", "markdown", "math", "model", "source"]),
    (
        "page",
        &[
            "address",
            "config",
            "error",
            "highlight",
            "language",
            "markdown",
            "memo",
            "model",
            "publish",
            "receipt",
            "search",
            "source",
            "theme",
        ],
    ),
    (
        "lib",
        &[
            "address",
            "check",
            "config",
            "diagnostic",
            "discover",
            "error",
            "highlight",
            "language",
            "markdown",
            "math",
            "memo",
            "model",
            "page",
            "parse",
            "publish",
            "receipt",
            "search",
            "source",
            "theme",
        ],
    ),
    ("cli", &["config", "diagnostic", "discover", "error", "lib", "publish", "receipt", "source"]),
    ("main", &["cli", "guard"]),
];

/// Uses that go against the arrows, and are known: `page` renders what the crate's root has loaded.
const AGAINST: &[(&str, &str)] = &[("page", "lib")];

/// One file of `src`, without its unit tests.
struct File {
    /// The path from `src`, with `/` between names.
    path: String,
    /// The whole text.
    text: String,
    /// The lines of code: their numbers, from 1, and their text. Comments are left out.
    code: Vec<(usize, String)>,
}

impl File {
    fn read(path: &Path, root: &Path) -> Self {
        let names: Vec<_> = path.strip_prefix(root).unwrap().iter().map(|name| name.to_string_lossy()).collect();
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().zip(1..).take_while(|(line, _)| line.trim() != "#[cfg(test)]");
        let code = lines.filter(|(line, _)| !line.trim_start().starts_with("//"));
        let code = code.map(|(line, number)| (number, line.to_owned())).collect();
        Self { path: names.join("/"), code, text }
    }

    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The lines that hold one of the words, as `path:line: text`.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let found = self.code.iter().filter(|(_, line)| words.iter().any(|word| line.contains(word)));
        found.map(|(number, line)| format!("src/{}:{number}: {}", self.path, line.trim())).collect()
    }

    /// The rooms that are used, each with the line.
    fn uses(&self) -> Vec<(String, usize)> {
        let mut uses = Vec::new();
        for (number, line) in &self.code {
            for prefix in ["crate::", "genai_guide::"] {
                for (_, rest) in line.match_indices(prefix).map(|(at, _)| line.split_at(at + prefix.len())) {
                    let names: Vec<&str> = match rest.strip_prefix('{') {
                        Some(list) => list.split('}').next().unwrap().split(',').map(str::trim).collect(),
                        None => vec![rest],
                    };
                    uses.extend(names.into_iter().map(|name| (room_of(name), *number)));
                }
            }
        }
        uses
    }
}

/// The room that `name` is in: a room's own name, or something that the crate's root defines.
fn room_of(name: &str) -> String {
    let first: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let is_room = ROOMS.iter().any(|(room, _)| *room == first);
    if is_room && (name.len() == first.len() || name[first.len()..].starts_with([':', ';', ',', ' ', ')'])) {
        first
    } else {
        "lib".to_owned()
    }
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| File::read(path, &root)).collect()
}

/// Fails with the lines that hold one of `words` in a file that `may` does not let.
#[track_caller]
fn only(words: &[&str], may: impl Fn(&File) -> bool, rule: &str) {
    let found: Vec<String> = files().iter().filter(|file| !may(file)).flat_map(|file| file.lines_with(words)).collect();
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn rooms_use_only_the_rooms_that_the_table_lets_them_use() {
    let mut against = Vec::new();
    for file in files() {
        let room = file.room();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            panic!("the room `{room}` is not in the table: decide whom it may use");
        };
        for (used, line) in file.uses() {
            let fine = used == room || allowed.contains(&used.as_str()) || AGAINST.contains(&(room, used.as_str()));
            if !fine {
                against.push(format!("src/{}:{line}: `{room}` uses `{used}`", file.path));
            }
        }
    }
    assert!(against.is_empty(), "the arrows in src/lib.rs don't allow this:\n{}", against.join("\n"));
}

#[test]
fn arrows_do_not_run_in_a_circle() {
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for used in *allowed {
            assert!(
                ROOMS.iter().take(at).any(|(earlier, _)| earlier == used),
                "`{room}` may use `{used}`, which is not above it"
            );
        }
    }
    for (room, other) in [
        ("parse", "check"),
        ("parse", "page"),
        ("check", "parse"),
        ("check", "page"),
        ("page", "parse"),
        ("page", "check"),
    ] {
        let (_, allowed) = ROOMS.iter().find(|(name, _)| *name == room).unwrap();
        assert!(!allowed.contains(&other), "`{room}` and `{other}` never import one another");
    }
}

#[test]
fn every_room_of_the_table_is_there_and_is_declared() {
    let files = files();
    let rooms: BTreeSet<&str> = files.iter().map(File::room).collect();
    let table: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(rooms, table);
    let lib = files.iter().find(|file| file.path == "lib.rs").unwrap();
    for room in table.difference(&BTreeSet::from(["lib", "main"])) {
        assert!(lib.text.contains(&format!("pub mod {room};")), "src/lib.rs does not declare `{room}`");
    }
}

#[test]
fn only_page_and_theme_know_the_template_engine() {
    only(
        &["tera::", "Tera::", "Tera,", "&Tera"],
        |file| ["page", "theme"].contains(&file.room()),
        "the template engine is theirs",
    );
}

#[test]
fn only_discover_theme_memo_and_publish_touch_the_file_system() {
    let words = [
        "std::fs",
        "fs::",
        "File::",
        "WalkDir",
        ".exists()",
        ".is_file()",
        ".is_dir()",
        ".is_symlink()",
        "canonicalize",
        "read_link",
    ];
    let rooms = ["discover", "theme", "memo", "publish"];
    only(&words, |file| rooms.contains(&file.room()), "the file system is theirs");
    let places = ["env::current_dir", "env::var", "env::args", "env::temp_dir", "env::set_"];
    let may = |file: &File| ["main", "cli", "memo"].contains(&file.room()) || file.path == "publish/folder.rs";
    only(
        &places,
        may,
        "the environment reaches the program in `main` and `cli`, and tells `publish` and `memo` where home is",
    );
}

#[test]
fn only_publish_and_memo_write() {
    let words = [
        "fs::write",
        "fs::rename",
        "fs::copy",
        "fs::hard_link",
        "fs::create_dir",
        "fs::remove_",
        "File::create",
        "File::options",
        "OpenOptions",
    ];
    only(&words, |file| ["memo", "publish"].contains(&file.room()), "they alone write");
}

#[test]
fn only_front_matter_reads_yaml() {
    let reads = |file: &File| file.path.starts_with("parse/front_matter");
    let holds = |file: &File| ["model.rs", "page/view.rs"].contains(&file.path.as_str());
    only(&["serde_yaml"], |file| reads(file) || holds(file), "YAML is known in few places");
    let calls = ["serde_yaml::from_", "serde_yaml::to_", "serde_yaml::Value", "serde_yaml::{"];
    only(&calls, reads, "front matter is the only YAML; others hold `extra` as it is");
}

#[test]
fn only_main_prints() {
    let words =
        ["println!", "print!", "eprintln!", "eprint!", "dbg!", "::stdout()", "::stderr()", "ProgressDrawTarget"];
    only(&words, |file| ["main.rs", "cli/build.rs"].contains(&file.path.as_str()), "the library does not print");
    // The progress bar draws itself; it is told where, and that is all that the command line does.
    let build = files().into_iter().find(|file| file.path == "cli/build.rs").unwrap();
    let found = build.lines_with(&words);
    assert!(found.iter().all(|line| line.contains("ProgressDrawTarget")), "{}", found.join("\n"));
}

#[test]
fn only_main_starts_threads_and_ends_the_process() {
    let words = ["process::exit", "process::abort", "ThreadPoolBuilder", "thread::spawn", "set_hook", "ExitCode"];
    // Formulas are converted on threads of their own, which need a larger stack than a caller's may have.
    let may = |file: &File| ["main.rs", "math.rs"].contains(&file.path.as_str());
    only(&words, may, "a library leaves the process alone");
}

#[test]
fn nothing_panics_on_purpose() {
    let words = [
        ".unwrap()",
        ".expect(",
        ".unwrap_err()",
        ".expect_err(",
        "panic!",
        "unreachable!",
        "todo!",
        "unimplemented!",
        "unsafe ",
    ];
    only(&words, |_| false, "no input reaches a panic");
}

#[test]
fn every_file_says_what_it_is_for() {
    for file in files() {
        assert!(file.text.starts_with("//! "), "src/{} does not begin with `//!`", file.path);
    }
}

#[test]
fn a_check_or_a_page_is_one_file_and_one_line_in_its_table() {
    let files = files();
    let text = |path: &str| files.iter().find(|file| file.path == path).unwrap().text.as_str();
    for file in files.iter().filter(|file| file.path.starts_with("check/") && file.path.matches('/').count() == 1) {
        let name = file.path.trim_start_matches("check/").trim_end_matches(".rs");
        assert!(text("check.rs").contains(&format!("    {name}::check,\n")), "`{name}` is not among the checks");
    }
    for file in files.iter().filter(|file| file.path.starts_with("page/") && file.text.contains("fn plan<")) {
        let name = file.path.trim_start_matches("page/").trim_end_matches(".rs");
        assert!(text("page.rs").contains(&format!("    {name}::plan,\n")), "`{name}` is not among the pages");
    }
}

#[test]
fn workflows_pin_actions_by_commit_and_publish_the_default_branch_only() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows/guide.yml");
    // A package of the crate has no workflows.
    let Ok(text) = fs::read_to_string(file) else { return };
    let mut uses = text.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: "));
    let pinned = |action: &str| {
        let (commit, tag) = action.split_once('@').and_then(|(_, at)| at.split_once(" # v")).unwrap_or_default();
        commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()) && !tag.is_empty()
    };
    assert_eq!(
        uses.find(|action| !pinned(action)),
        None,
        "a tag can be moved; name the commit, and the tag in a comment"
    );
    let deploy = text.split_once("\n  deploy:\n").unwrap().1;
    assert!(deploy.contains("github.ref_name == github.event.repository.default_branch"), "{deploy}");
}
