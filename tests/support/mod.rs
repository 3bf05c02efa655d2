//! What the tests share: a guide in a temporary folder, the real program run in it, and folders as values.
//!
//! [`Guide::new`] makes a minimal valid guide; a test overwrites what it is about. [`Guide::run`] runs the program with an
//! environment that no terminal and no continuous integration can change. Nothing here asserts about the program's words.

#![allow(dead_code, unreachable_pub, reason = "each test crate uses a part of this module")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test's set-up may stop at anything"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;

/// The settings of the minimal guide.
pub const BOOK: &str = "[book]\ntitle = \"A guide\"\n";

/// The topic of the minimal guide.
pub const INDEX: &str = "---\ntitle: RAG\n---\n";

/// The question of the minimal guide.
pub const QUESTION: &str = "---\ntitle: What is RAG?\n---\n\nRetrieval, then generation.\n";

/// A guide in a temporary folder, which goes when this value goes.
pub struct Guide {
    folder: TempDir,
}

impl Guide {
    /// A guide with one topic and one question.
    pub fn new() -> Self {
        let guide = Self { folder: tempfile::Builder::new().prefix("guide").tempdir().unwrap() };
        guide.write("book.toml", BOOK);
        guide.write("content/rag/_index.md", INDEX);
        guide.write("content/rag/what-is-rag.md", QUESTION);
        guide
    }

    /// Its root.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Makes a file of this many zeros, which take no room on the disk.
    pub fn sparse(&self, path: &str, bytes: u64) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::File::create(file).unwrap().set_len(bytes).unwrap();
    }

    /// Writes a descriptive question.
    pub fn question(&self, path: &str, answer: &str) {
        self.write(path, format!("---\ntitle: Why?\n---\n\n{answer}\n"));
    }

    /// Puts a file, a link or a socket into the guide.
    pub fn place(&self, entry: &Entry) {
        match entry {
            Entry::File { path, bytes } => self.write(path, bytes),
            Entry::Link { path, target } => link(&self.path(path), target),
            Entry::Socket { path } => socket(&self.path(path)),
            Entry::Sparse { path, bytes } => self.sparse(path, *bytes),
        }
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A command of the program that begins in the root.
    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.root(), arguments)
    }

    /// Runs the program in the root.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Builds, which must succeed, and returns the site.
    #[track_caller]
    pub fn build(&self) -> Tree {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.err);
        tree(&self.path("site"))
    }
}

/// The program, to be run in `folder`. What the environment says about colours, width, time and place does not reach it.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("genai-guide"));
    command.current_dir(folder).args(arguments).env("COLUMNS", "100");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "CI", "RAYON_NUM_THREADS", "TZ", "LC_ALL"] {
        command.env_remove(name);
    }
    // The first day of 2027: no date of a test or of our own guide is later, but for those that are meant to be.
    command.env("SOURCE_DATE_EPOCH", "1798761600");
    command
}

/// What came of running the program.
#[derive(Debug)]
pub struct Run {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// Runs `command` to its end.
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A folder as a value: the bytes of each file by its path from the folder, with `/` between names. A folder with nothing
/// in it is listed with a `/` at its end; a link is listed as where it leads.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads a folder whole; nothing if it is not there.
pub fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    walk(folder, &mut |path, name| {
        let bytes = if path.is_symlink() {
            format!("-> {}", fs::read_link(path).unwrap().display()).into_bytes()
        } else if path.is_dir() {
            Vec::new()
        } else {
            fs::read(path).unwrap()
        };
        tree.insert(name, bytes);
    });
    tree
}

/// The time of the last change of everything in a folder, folders included, by path.
pub fn times(folder: &Path) -> BTreeMap<String, (u64, SystemTime)> {
    let mut times = BTreeMap::new();
    let mut note = |path: &Path, name: String| {
        let metadata = fs::symlink_metadata(path).unwrap();
        let size = if metadata.is_dir() { 0 } else { metadata.len() };
        times.insert(name, (size, metadata.modified().unwrap()));
    };
    note(folder, String::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            note(&path, path.display().to_string());
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            }
        }
    }
    times
}

fn walk(folder: &Path, note: &mut dyn FnMut(&Path, String)) {
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        let Ok(entries) = fs::read_dir(&at) else { continue };
        let mut empty = true;
        for entry in entries {
            empty = false;
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                note(&path, name(folder, &path));
            }
        }
        if empty && at != folder {
            note(&at, name(folder, &at) + "/");
        }
    }
}

fn name(folder: &Path, path: &Path) -> String {
    let names: Vec<_> = path.strip_prefix(folder).unwrap().iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

/// Fails with the names of the files that differ, and not with the bytes of a whole site.
#[track_caller]
pub fn assert_same(actual: &Tree, expected: &Tree, what: &str) {
    let names: std::collections::BTreeSet<&String> = actual.keys().chain(expected.keys()).collect();
    let different: Vec<String> = names
        .into_iter()
        .filter(|name| actual.get(*name) != expected.get(*name))
        .map(|name| match (actual.get(name), expected.get(name)) {
            (Some(_), None) => format!("+ {name}"),
            (None, Some(_)) => format!("- {name}"),
            _ => format!("~ {name}"),
        })
        .collect();
    assert!(different.is_empty(), "{what}:\n{}", different.join("\n"));
}

/// The lines of two texts, side by side in one column: `-` only in `expected`, `+` only in `actual`. Empty if they are
/// the same.
pub fn diff(expected: &str, actual: &str) -> String {
    if expected == actual {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    // The longest common subsequence, from the end, so that it can be read off from the beginning.
    let mut longest = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let next = if line == other { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
            longest[i][j] = next;
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        let line = if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            format!("  {}", old[i - 1])
        } else if j == new.len() || (i < old.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            i += 1;
            format!("- {}", old[i - 1])
        } else {
            j += 1;
            format!("+ {}", new[j - 1])
        };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// What a written input puts into a guide: a fenced block with the words `file PATH`, `file PATH bytes`, `link PATH TARGET`,
/// `sparse PATH BYTES` or `socket PATH` after the fence. `tests/checks.rs` lists the escapes.
pub enum Entry {
    /// A file.
    File { path: String, bytes: Vec<u8> },
    /// A symbolic link.
    Link { path: String, target: String },
    /// A file of zeros.
    Sparse { path: String, bytes: u64 },
    /// A socket, which is neither a file nor a folder.
    Socket { path: String },
}

impl Entry {
    /// The entry that the words after the fence and the block's lines describe.
    pub fn parse(info: &str, lines: &[String]) -> Self {
        let text = if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" };
        let words: Vec<&str> = info.split(' ').collect();
        let name = |path: &str| String::from_utf8(unescape(path)).unwrap();
        match words[..] {
            ["file", path] => Self::File { path: name(path), bytes: text.into_bytes() },
            ["file", path, "bytes"] => Self::File { path: name(path), bytes: unescape(&text) },
            ["link", path, target] => Self::Link { path: name(path), target: target.to_owned() },
            ["sparse", path, bytes] => Self::Sparse { path: name(path), bytes: bytes.parse().unwrap() },
            ["socket", path] => Self::Socket { path: name(path) },
            _ => panic!(
                "`{info}` is none of `file PATH`, `file PATH bytes`, `link PATH TARGET`, `sparse PATH BYTES` and `socket PATH`"
            ),
        }
    }
}

/// Replaces the escapes of an input by the bytes that they stand for.
pub fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let kind = after.chars().next().expect("a sign after the backslash");
        rest = &after[1..];
        match kind {
            'r' => out.push(b'\r'),
            't' => out.push(b'\t'),
            '\\' => out.push(b'\\'),
            'x' => {
                out.push(u8::from_str_radix(&rest[..2], 16).expect("two hexadecimal digits"));
                rest = &rest[2..];
            }
            'u' => {
                let (number, after) = braced(rest);
                let c = u32::from_str_radix(number, 16).ok().and_then(char::from_u32).expect("a character's number");
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = after;
            }
            '*' => {
                let (count, after) = rest.split_once('{').expect("`\\*N{text}`");
                let (text, after) = after.split_once('}').expect("`\\*N{text}`");
                out.extend(text.as_bytes().repeat(count.parse().expect("a number")));
                rest = after;
            }
            other => panic!("`\\{other}` is no escape"),
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn braced(text: &str) -> (&str, &str) {
    text.strip_prefix('{').and_then(|text| text.split_once('}')).expect("`{…}`")
}

fn link(path: &Path, target: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, path).unwrap();
    #[cfg(not(unix))]
    panic!("symbolic links are tested on Unix: {} -> {target}", path.display());
}

fn socket(path: &Path) {
    #[cfg(unix)]
    drop(std::os::unix::net::UnixListener::bind(path).unwrap());
    #[cfg(not(unix))]
    panic!("sockets are tested on Unix: {}", path.display());
}
