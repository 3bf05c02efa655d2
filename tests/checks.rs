//! Every diagnostic as its reader sees it: `tests/checks/<code>.md` is prose, input and the exact screen.
//!
//! A page is a heading with the code, then prose for authors, then pairs of `## Input` and `## What you see`. The input is
//! laid over a minimal valid guide (see [`support::Guide`]), so that a page shows only what matters. It is made of fenced
//! blocks with these words after the fence:
//!
//! - `file PATH`: the file's text;
//! - `file PATH bytes`: the same, with `\xNN`, `\u{…}`, `\r`, `\t`, `\\` and `\*N{…}` (a text N times) for what can't be
//!   shown;
//! - `link PATH TARGET`: a symbolic link;
//! - `sparse PATH BYTES`: a file of so many zeros;
//! - `socket PATH`: a socket, which is neither a file nor a folder.
//!
//! In a path these escapes always count. A screen that begins with the line `…` shows the end only.
//!
//! `genai-guide check` is run there, and the screen is compared without its last line, the summary. The exit code must be 1
//! if there is an error on the screen and 0 if not. `UPDATE_CHECKS=1 cargo test --test checks` writes the screens anew; read
//! them before you keep them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use genai_guide::diagnostic::{Code, Severity};

use support::{Entry, Guide, diff, unescape};

const INPUT: &str = "## Input";
const SCREEN: &str = "## What you see";
const REST: &str = "…\n";

/// A page of the reference.
struct Page {
    path: PathBuf,
    code: String,
    lines: Vec<String>,
    cases: Vec<Case>,
}

/// One input and its screen.
#[derive(Default)]
struct Case {
    entries: Vec<Entry>,
    /// The lines of the screen, and those of the whole block around it.
    screen: Range<usize>,
    /// The line of `## Input`, from 1.
    line: usize,
}

#[test]
fn every_screen_is_as_its_page_shows_it() {
    let update = std::env::var_os("UPDATE_CHECKS").is_some();
    let mut failures = String::new();
    for page in pages() {
        let mut screens = Vec::new();
        for case in &page.cases {
            let expected = page.lines[case.screen.clone()].join("\n");
            let (mut screen, code) = look(case);
            let right_code = i32::from(screen.contains("error["));
            if expected.starts_with(REST) {
                screen = format!("{REST}{}", screen.rsplit("\n\n").next().unwrap());
            }
            if code != right_code {
                let _ = writeln!(failures, "{}: exit code {code}, not {right_code}\n{screen}", page.place(case));
            }
            if screen != expected && !update {
                let _ = writeln!(failures, "{}:\n{}", page.place(case), diff(&expected, &screen));
            }
            screens.push(screen);
        }
        if update {
            page.write(&screens);
        }
    }
    assert!(failures.is_empty(), "`-` is on the page, `+` is on the screen\n\n{failures}");
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let codes: BTreeSet<String> = Code::all().map(|code| code.name().to_owned()).collect();
    let pages: BTreeSet<String> = pages().into_iter().map(|page| page.code).collect();
    let missing: Vec<_> = codes.difference(&pages).collect();
    let surplus: Vec<_> = pages.difference(&codes).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "without a page: {missing:?}; without a code: {surplus:?}");
}

#[test]
fn every_page_shows_its_own_code_with_its_severity() {
    for page in pages() {
        let code = Code::all().find(|code| code.name() == page.code).unwrap();
        let title = format!("{}[{}]:", if code.severity() == Severity::Error { "error" } else { "warning" }, page.code);
        assert!(!page.cases.is_empty(), "{} has no example", page.code);
        assert!(!page.screen(&page.cases[0]).is_empty(), "{}: the first example must show the mistake", page.code);
        for case in &page.cases {
            let screen = page.screen(case);
            assert!(screen.is_empty() || screen.contains(&title), "{} does not show `{title}`", page.place(case));
        }
    }
}

#[test]
fn messages_begin_in_lower_case_and_end_without_a_full_stop() {
    for page in pages() {
        for case in &page.cases {
            for line in
                page.screen(case).lines().filter(|line| line.starts_with("error[") || line.starts_with("warning["))
            {
                let (_, message) = line.split_once(": ").unwrap();
                let upper = message.chars().next().is_some_and(char::is_uppercase);
                assert!(!upper && !message.ends_with('.'), "{}: {line}", page.place(case));
            }
        }
    }
}

#[test]
fn pages_are_set_alike() {
    for page in pages() {
        let prose = page.lines.iter().skip(2).take_while(|line| *line != INPUT).map(String::len).sum::<usize>();
        assert_eq!(page.lines[0], format!("# {}", page.code), "the heading of {}", page.path.display());
        assert!(prose > 80, "{}: say what it means, why it is bad and how to mend it", page.code);
        assert!(page.lines.iter().all(|line| line.trim_end() == line || line.contains('|')), "{}", page.code);
    }
}

/// The screen of a case, without the summary, and the exit code.
fn look(case: &Case) -> (String, i32) {
    let guide = Guide::new();
    for entry in &case.entries {
        guide.place(entry);
    }
    let run = guide.run(&["check"]);
    assert_eq!(run.out, "", "`check` speaks on standard error");
    let (screen, summary) = run.err.trim_end().rsplit_once('\n').unwrap_or(("", run.err.trim_end()));
    // A long report ends with a table, which `tests/cli.rs` tests.
    let screen = screen.split_once("\nby code:\n").map_or(screen, |(screen, _)| screen);
    assert!(summary.starts_with("checked ") || summary.starts_with("failed "), "no summary:\n{}", run.err);
    // Only the paths of a failed environment are absolute; a screen is the same wherever the guide is.
    assert!(!screen.contains(guide.root().to_str().unwrap()), "{screen}");
    (screen.trim_end().to_owned(), run.code)
}

impl Page {
    fn place(&self, case: &Case) -> String {
        format!("tests/checks/{}.md:{}", self.code, case.line)
    }

    fn screen(&self, case: &Case) -> String {
        self.lines[case.screen.clone()].join("\n")
    }

    /// Writes the page with other screens in their places.
    fn write(&self, screens: &[String]) {
        let mut lines = self.lines.clone();
        for (case, screen) in self.cases.iter().zip(screens).rev() {
            let fence = "`".repeat(longest_run(screen).max(2) + 1);
            let mut block = vec![format!("{fence}text")];
            block.extend(screen.lines().map(str::to_owned));
            block.push(fence);
            lines.splice(case.screen.start - 1..=case.screen.end, block);
        }
        fs::write(&self.path, lines.join("\n") + "\n").unwrap();
    }
}

/// How many backticks stand side by side at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.into_iter().map(page).collect()
}

fn page(path: PathBuf) -> Page {
    let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let lines: Vec<String> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    let mut cases: Vec<Case> = Vec::new();
    let (mut at, mut in_screen) = (0, true);
    while at < lines.len() {
        let line = lines[at].as_str();
        let fence = line.chars().take_while(|c| *c == '`' || *c == '~').count();
        if line == INPUT {
            assert!(in_screen, "{code}: `{INPUT}` twice in a row");
            in_screen = false;
            cases.push(Case { line: at + 1, ..Case::default() });
        } else if line == SCREEN {
            assert!(!in_screen, "{code}: `{SCREEN}` without an input");
            in_screen = true;
        } else if fence >= 3 {
            let (marks, info) = line.split_at(fence);
            let end = at + 1 + lines[at + 1..].iter().position(|line| line == marks).expect("a closed fence");
            let case = cases.last_mut().expect("blocks stand below `## Input`");
            if in_screen {
                assert_eq!((info, case.screen.end), ("text", 0), "{code}: one `text` block below `{SCREEN}`");
                case.screen = at + 1..end;
            } else {
                case.entries.push(Entry::parse(info, &lines[at + 1..end]));
            }
            at = end;
        }
        at += 1;
    }
    assert!(cases.iter().all(|case| case.screen.end > 0), "{code}: an input without a screen");
    Page { path, code, lines, cases }
}

#[test]
fn escapes_become_the_bytes_they_stand_for() {
    assert_eq!(unescape(r"a\x00\u{e9}\r\t\\\*3{ab}z"), "a\0é\r\t\\abababz".as_bytes());
}

#[test]
fn a_diff_shows_what_changed_and_what_did_not() {
    assert_eq!(diff("a\nb\nc", "a\nB\nc\nd"), "  a\n- b\n+ B\n  c\n+ d\n");
    assert_eq!(diff("a", "a"), "");
}
