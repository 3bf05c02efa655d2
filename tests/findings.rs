//! Inputs that once went wrong, each with what must come of it: `tests/findings/*.md`.
//!
//! A case is a level-2 heading, any number of input blocks (as in `tests/checks.rs`, laid over the minimal guide of
//! [`support::Guide`]) and one `expect` block. Each line of that block is one of these:
//!
//! - `error[CODE] FILE:LINE: HELP` or `warning[CODE] FILE:LINE: HELP`: `check` reports this mistake on this line, and its
//!   label, message or help contains the text `HELP`, which may be left out with its colon;
//! - `stops: TEXT`: `check` and `build` both end with exit code 2, and say this text;
//! - `has FILE: TEXT` and `lacks FILE: TEXT`: what the built site's file contains, and what it does not; `*` is any file.
//!   Escapes of the inputs count in the text. `build` must succeed.
//!
//! The mistakes must be exactly those that are listed: one too many fails the case as much as one too few. A case without
//! errors is also built, so that what `check` accepts is known to build.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

mod support;

use std::fs;
use std::path::Path;

use support::{Entry, Guide, Tree, tree, unescape};

struct Case {
    /// Where it is written, for messages.
    place: String,
    entries: Vec<Entry>,
    expected: Vec<String>,
}

#[test]
fn every_finding_comes_out_as_its_case_says() {
    let cases = cases();
    assert!(!cases.is_empty());
    let failures: Vec<String> = cases.iter().flat_map(failures).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What is wrong with a case, one text each.
fn failures(case: &Case) -> Vec<String> {
    let guide = Guide::new();
    for entry in &case.entries {
        guide.place(entry);
    }
    let checked = guide.run(&["check", "--format", "json"]);
    let mut found: Vec<serde_json::Value> =
        checked.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    found.retain(|found| found["code"] != "failure");
    let mut failures = Vec::new();
    let (mut sites, mut has_error, mut stops) = (Vec::new(), false, false);
    for line in &case.expected {
        if let Some(text) = line.strip_prefix("stops: ") {
            stops = true;
            let built = guide.run(&["build"]);
            for (name, run) in [("check", &checked), ("build", &built)] {
                if run.code != 2 || !run.err.contains(text) {
                    failures.push(format!("`{name}` ends with {} and says:\n{}", run.code, run.err));
                }
            }
        } else if line.starts_with("has ") || line.starts_with("lacks ") {
            sites.push(line);
        } else {
            has_error |= line.starts_with("error[");
            match found.iter().position(|found| is_meant(line, found)) {
                Some(at) => drop(found.remove(at)),
                None => failures.push(format!("missing: {line}")),
            }
        }
    }
    failures.extend(found.iter().map(|found| format!("not expected: {found}")));
    if !has_error && !stops {
        let built = guide.run(&["build"]);
        if built.code == 0 {
            let site = tree(&guide.path("site"));
            failures.extend(sites.iter().filter(|line| !is_true(line, &site)).map(|line| format!("not true: {line}")));
        } else {
            failures.push(format!("`check` accepts it and `build` ends with {}:\n{}", built.code, built.err));
        }
    }
    failures.into_iter().map(|failure| format!("{}: {failure}", case.place)).collect()
}

fn is_meant(line: &str, found: &serde_json::Value) -> bool {
    let text = |key: &str| found[key].as_str().unwrap_or_default();
    let place = format!("{}[{}] {}:{}", text("severity"), text("code"), text("file"), found["line"]);
    let Some(rest) = line.strip_prefix(&place) else { return false };
    rest.is_empty()
        || rest
            .strip_prefix(": ")
            .is_some_and(|part| ["help", "label", "message"].iter().any(|key| text(key).contains(part)))
}

fn is_true(line: &str, site: &Tree) -> bool {
    let (claim, rest) = line.split_once(' ').expect("`has FILE: TEXT`");
    let (file, text) = rest.split_once(": ").expect("`has FILE: TEXT`");
    let text = unescape(text);
    let contains = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    let holds = if file == "*" {
        site.values().any(|bytes| contains(bytes))
    } else {
        contains(site.get(file).unwrap_or_else(|| panic!("the site has no file {file}: {:?}", site.keys())))
    };
    holds == (claim == "has")
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| cases_of(path)).collect()
}

fn cases_of(path: &Path) -> Vec<Case> {
    let lines: Vec<String> = fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].as_str();
        let fence = line.chars().take_while(|c| *c == '`' || *c == '~').count();
        if line.starts_with("## ") {
            let place = format!("{}:{}", path.file_name().unwrap().display(), at + 1);
            cases.push(Case { place, entries: Vec::new(), expected: Vec::new() });
        } else if fence >= 3 {
            let (marks, info) = line.split_at(fence);
            let end = at + 1 + lines[at + 1..].iter().position(|line| line == marks).expect("a closed fence");
            let case = cases.last_mut().expect("blocks stand below a `## ` heading");
            if info == "expect" {
                case.expected.extend(lines[at + 1..end].iter().cloned());
            } else {
                case.entries.push(Entry::parse(info, &lines[at + 1..end]));
            }
            at = end;
        }
        at += 1;
    }
    cases
}
