//! What users of the program rely on, one fact a test. The real program runs in a temporary guide; nothing of the library
//! is called. No verdict depends on how fast the machine is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

mod support;

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use support::{Guide, Run, Tree, assert_same, command, times, tree};

/// A guide with something of everything: nested topics, a plain page, all kinds, code, math, notes, an image.
fn rich() -> Guide {
    let guide = Guide::new();
    for (path, text) in RICH {
        guide.write(path, text);
    }
    guide
}

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v4H0z"/></svg>"#;

const RICH: &[(&str, &str)] = &[
    ("book.toml", "[book]\ntitle = \"A guide\"\nauthors = [\"Ann\"]\n\n[output.html]\nallow-html = true\n"),
    (
        "content/_index.md",
        "---\ntitle: Home\n---\n\n## Start\n\nSee [RAG](rag/_index.md) or [about](pages/about.md).\n",
    ),
    ("content/pages/about.md", "---\ntitle: About\n---\n\nText.[^1]\n\n[^1]: A note with <b>HTML</b> and $x^2$.\n"),
    ("content/rag/deep/_index.md", "---\ntitle: Deeper\norder: 2\n---\n\n## An introduction\n\nText.\n"),
    (
        "content/rag/deep/code.md",
        "---\ntitle: Code?\n---\n\n```python\nprint(1 < 2)\n```\n\n```rust\nfn main() {}\n```\n",
    ),
    (
        "content/rag/deep/table.md",
        "---\ntitle: Table?\n---\n\n| a | b |\n|---|--:|\n| 1 | $\\frac{1}{2}$ |\n\n![A box](box.svg)\n",
    ),
    ("content/rag/deep/box.svg", SVG),
    (
        "content/rag/short.md",
        "---\ntitle: Short?\nkind: short\naccept: [rag]\n---\n\nSpell it out.[^a]\n\n[^a]: Or not.\n",
    ),
    (
        "content/rag/choice.md",
        "---\ntitle: Which $x$?\nkind: mcq\n---\n\n- [x] One\n  > Right.\n- [ ] Two\n  > Wrong.\n\n## Explanation\n\n<em>Why</em>\n",
    ),
];

// ---------------------------------------------------------------- exit codes and words

#[test]
fn a_clean_guide_checks_and_builds_with_exit_code_0() {
    let guide = rich();
    for command in ["check", "build"] {
        let run = guide.run(&[command]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{command}: {}", run.err);
    }
    assert!(guide.path("site/index.html").is_file());
}

#[test]
fn warnings_do_not_stop_a_build_unless_they_are_denied() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", "```klingon-2\n```");
    let run = guide.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("warning[unknown-language]") && run.err.contains("with 1 warning"), "{}", run.err);
    assert_eq!(guide.run(&["check"]).code, 0);
    assert_eq!(guide.run(&["check", "--deny-warnings"]).code, 1);
}

#[test]
fn a_mistake_ends_with_exit_code_1_and_nothing_is_written() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", "[b](b.md)");
    let before = tree(guide.root());
    for command in ["check", "build"] {
        let run = guide.run(&[command]);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.err.trim_end().lines().last().unwrap().contains("1 error"), "{}", run.err);
    }
    assert_same(&tree(guide.root()), &before, "the guide");
}

#[test]
fn a_mistake_in_each_of_ten_files_makes_ten_errors_and_leaves_the_site_alone() {
    let guide = rich();
    let site = guide.build();
    let beside = names(guide.root());
    let mistakes: [(&str, &str, &str); 10] = [
        ("content/rag/m0.md", "---\ntitle: T\nkind: mcq\n---\n\n- [ ] a\n- [ ] b\n", "no-correct-option"),
        ("content/rag/m1.md", "---\ntitle: T\ndificulty: beginner\n---\n\nText.\n", "unknown-key"),
        ("content/rag/m2.md", "---\ntitle: T\n---\n\n[a](nowhere.md)\n", "broken-link"),
        ("content/rag/m3.md", "---\ntitle: T\n---\n\n![a](nowhere.png)\n", "missing-image"),
        ("content/rag/m4.md", "title: T\n\nText.\n", "missing-front-matter"),
        ("content/rag/m5.md", "---\ntitle: T\n---\n", "empty-answer"),
        ("content/rag/m6.md", "---\ntitle: T\nverified: soon\n---\n\nText.\n", "bad-date"),
        ("content/rag/m7.md", "---\ntitle: T\n---\n\n$\\nosuch$\n", "invalid-math"),
        ("content/rag/m8.md", "---\ntitle: T\n---\n\nText.\n\n## Hnt\n\nMore.\n", "unknown-section"),
        ("content/rag/m9.md", "---\ntitle: T\nid: short\n---\n\nText.\n", "duplicate-id"),
    ];
    for (path, text, _) in mistakes {
        guide.write(path, text);
    }
    let run = guide.run(&["build"]);
    assert_eq!(run.code, 1);
    let codes: Vec<&str> = run.err.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next()).collect();
    // Reports are sorted by file; the later of two files with one id is at fault.
    let mut expected: Vec<&str> = mistakes.iter().take(9).map(|(.., code)| *code).collect();
    expected.push("duplicate-id");
    assert_eq!(codes, expected, "{}", run.err);
    assert!(run.err.contains("10 errors"), "{}", run.err);
    assert_same(&tree(&guide.path("site")), &site, "the last good site");
    assert_eq!(names(guide.root()), beside, "something was left beside the site");
}

#[test]
fn help_and_version_end_with_exit_code_0_and_unknown_arguments_with_2() {
    let guide = Guide::new();
    for arguments in [&["--help"][..], &["--version"], &["build", "--help"], &["check", "--help"], &["help"]] {
        let run = guide.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!run.out.is_empty(), "{arguments:?}");
    }
    for arguments in [&["--nosuch"][..], &["build", "--nosuch"], &["nosuch"], &[], &["check", "--format", "xml"]] {
        let run = guide.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn without_a_content_folder_the_exit_code_is_2() {
    let guide = Guide::new();
    fs::remove_dir_all(guide.path("content")).unwrap();
    for command in ["check", "build"] {
        let run = guide.run(&[command]);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.starts_with("error: ") && run.err.contains("content"), "{}", run.err);
    }
}

// ---------------------------------------------------------------- where the guide is

#[test]
fn without_a_book_the_exit_code_is_2_and_the_message_says_what_to_do() {
    let empty = tempfile::tempdir().unwrap();
    for command_name in ["check", "build"] {
        let run = Run::of(&mut command(empty.path(), &[command_name]));
        assert_eq!(run.code, 2);
        for word in ["error: ", "`book.toml`", "`--root`", &empty.path().display().to_string()] {
            assert!(run.err.contains(word), "no `{word}` in {}", run.err);
        }
        let named = Run::of(&mut command(empty.path(), &[command_name, "--root", "nowhere"]));
        assert_eq!(named.code, 2);
        assert!(named.err.contains("`book.toml`") && named.err.contains("nowhere"), "{}", named.err);
    }
    assert!(tree(empty.path()).is_empty());
}

#[test]
fn the_root_is_found_upwards_from_a_folder_in_the_guide() {
    let guide = rich();
    for folder in ["content", "content/rag/deep"] {
        let run = Run::of(&mut command(&guide.path(folder), &["build"]));
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(guide.path("site/index.html").is_file());
        fs::remove_dir_all(guide.path("site")).unwrap();
    }
}

#[test]
fn root_and_out_are_taken_in_both_ways_before_and_after_the_command() {
    let guide = Guide::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let (root, out) = (guide.root().to_str().unwrap(), elsewhere.path().join("out"));
    let out = out.to_str().unwrap();
    let (root_is, out_is) = (format!("--root={root}"), format!("--out={out}"));
    for arguments in [
        &["build", "--root", root, "--out", out][..],
        &["build", &root_is, &out_is],
        &["--root", root, "--out", out, "build"],
        &[&root_is, &out_is, "build"],
        &[&root_is, "build", "--out", out],
        &["--out", out, "build", &root_is],
    ] {
        let run = Run::of(&mut command(elsewhere.path(), arguments));
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        assert!(elsewhere.path().join("out/index.html").is_file(), "{arguments:?}");
        fs::remove_dir_all(out).unwrap();
    }
    let run = Run::of(&mut command(elsewhere.path(), &[&root_is, "check", &out_is]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(names(guide.root()), [".genai-guide", "book.toml", "content"], "the site went into the guide");
}

#[test]
fn a_relative_out_is_from_where_the_command_is_run() {
    let guide = Guide::new();
    let run = Run::of(&mut command(&guide.path("content"), &["build", "--out", "../public"]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(guide.path("public/index.html").is_file());
}

#[test]
fn the_build_folder_is_the_one_that_the_book_names() {
    let guide = Guide::new();
    guide.write("book.toml", "[book]\ntitle = \"A guide\"\nsrc = \"content\"\n\n[build]\nbuild-dir = \"dist/www\"\n");
    let run = guide.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(guide.path("dist/www/index.html").is_file());
    assert_eq!(names(&guide.path("dist")), ["www"]);
}

// ---------------------------------------------------------------- reports

#[test]
fn json_has_one_object_a_line_with_places_in_characters() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", "Ünïcödé [b](b.md) and\n![](c.png)");
    for command in ["check", "build"] {
        let run = guide.run(&[command, "--format", "json"]);
        assert_eq!(run.code, 1);
        let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let places: Vec<_> = lines.iter().map(place).collect();
        let file = "content/rag/a.md";
        assert_eq!(
            places,
            [
                ("broken-link", "error", file, [5, 9, 5, 18]),
                ("missing-alt-text", "warning", file, [6, 1, 6, 11]),
                ("missing-image", "error", file, [6, 1, 6, 11]),
            ]
        );
        assert!(lines.iter().all(|line| line["help"].is_string() && line["message"].is_string()), "{}", run.out);
        assert!(!run.err.contains("broken-link"), "the report is on standard output alone: {}", run.err);
    }
}

fn place(line: &Value) -> (&str, &str, &str, [u64; 4]) {
    let number = |key: &str| line[key].as_u64().unwrap();
    let span = [number("line"), number("column"), number("end_line"), number("end_column")];
    let text = |key: &str| line[key].as_str().unwrap();
    (text("code"), text("severity"), text("file"), span)
}

#[test]
fn json_of_a_clean_guide_is_empty() {
    let run = Guide::new().run(&["check", "--format=json"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
}

#[test]
fn crlf_files_and_files_of_either_ending_have_their_mistakes_at_the_same_places() {
    let text =
        "---\ntitle: Why?\ntags: [a, 1]\n---\n\nText é [b](b.md)\n\n- one\n- ![](c.png)\n\n## Hint\n\n$\\nosuch$\n";
    let places = |text: &str| -> Vec<String> {
        let guide = Guide::new();
        guide.write("content/rag/a.md", text);
        let run = guide.run(&["check", "--format", "json"]);
        assert_eq!(run.code, 1, "{}", run.err);
        run.out.lines().map(|line| format!("{:?}", place(&serde_json::from_str(line).unwrap()))).collect()
    };
    let unix = places(text);
    assert_eq!(unix.len(), 5, "{unix:#?}");
    assert_eq!(unix, places(&text.replace('\n', "\r\n")));
    assert_eq!(unix, places(&text.replace("é [b](b.md)\n", "é [b](b.md)\r\n")));
}

#[cfg(unix)]
#[test]
fn github_annotations_are_escaped_as_github_wants_them() {
    let guide = Guide::new();
    guide.question("content/rag/50%: a,b.md", "Text.");
    guide.write("content/rag/c.md", "---\ntitle: Why so?\nkind: mcq\n---\n\n- [ ] 50%: a, b\n- [ ] c\n");
    let run = guide.run(&["check", "--format", "github"]);
    assert_eq!(run.code, 1);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines,
        [
            "::error file=content/rag/50%25%3A a%2Cb.md,line=1,endLine=1,col=1,endColumn=1,title=bad-id::\
             the file's name gives the id `50%25: a,b`, which is not a valid id%0A\
             help: an id is made of `a` to `z`, `0` to `9` and `-`, begins with a letter or digit, and is not all digits; \
             rename the file to `50-ab.md`, or add `id: 50-ab`",
            "::error file=content/rag/c.md,line=6,endLine=6,col=1,endColumn=16,title=no-correct-option::\
             this question has no correct option: none of these 2 options is marked `[x]`%0A\
             help: mark each right option with `- [x]`",
        ]
    );
}

#[test]
fn check_writes_nothing_to_disk() {
    let guide = rich();
    guide.build();
    guide.question("content/rag/bad.md", "[b](b.md)");
    let before = times(guide.root());
    for arguments in [&["check"][..], &["check", "--format", "json", "--drafts", "--out", "elsewhere"]] {
        assert_eq!(guide.run(arguments).code, 1);
    }
    assert_eq!(times(guide.root()), before);
    // A guide that was never built gets no memory and no site by it either.
    let fresh = rich();
    let before = times(fresh.root());
    assert_eq!(fresh.run(&["check"]).code, 0);
    assert_eq!(times(fresh.root()), before);
}

// ---------------------------------------------------------------- colours and closed streams

#[test]
fn pipes_and_no_color_get_no_escape_codes_and_color_always_does() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", "[b](b.md)");
    let has_colors = |arguments: &[&str], environment: &[(&str, &str)]| {
        let run = Run::of(guide.command(arguments).envs(environment.iter().copied()));
        assert_eq!(run.code, 1, "{}", run.err);
        run.err.contains('\u{1b}')
    };
    for command in ["check", "build"] {
        assert!(!has_colors(&[command], &[]), "a pipe");
        assert!(!has_colors(&[command, "--color", "never"], &[("CLICOLOR_FORCE", "1")]), "never");
        assert!(has_colors(&[command], &[("CLICOLOR_FORCE", "1")]), "forced by the environment");
        assert!(!has_colors(&[command], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "NO_COLOR");
        assert!(has_colors(&[command, "--color", "always"], &[]), "always");
        assert!(has_colors(&["--color=always", command], &[("NO_COLOR", "1")]), "what is asked for goes first");
    }
}

#[test]
fn machine_readable_reports_never_hold_escape_codes() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", "[b](b.md)");
    for format in ["json", "github"] {
        let run = guide.run(&["check", "--color", "always", "--format", format]);
        assert!(!run.out.is_empty() && !run.out.contains('\u{1b}'), "{}", run.out);
    }
}

#[test]
fn content_cannot_send_escape_codes_to_the_terminal() {
    let guide = Guide::new();
    let escaped = r#"{title: "\e[31mT", kind: "\e[31mred\u009b31m", "\e[31mkey": 1, tags: {"\e": 1}}"#;
    guide.write("content/rag/a.md", format!("---\n{escaped}\n---\n\n\u{1b}[31m[b](/&#27;[31m.md)\u{9b}31m\n"));
    guide.write("content/rag/b.md", "---\ntitle: \u{1b}[31mWhy?\n---\n\nText.\n");
    guide.write(
        "content/rag/c.md",
        "---\ntitle: Why?\n---\n\nText.\n\n```\u{1b}[31mred\n```\n\n## \u{1b}[31mred\n\n[^\u{1b}[31m]: x\n",
    );
    guide.write("book.toml", format!("{}language = \"\\u001b[31m\"\n\"\\u001b[31m\" = 1\n", support::BOOK));
    for format in ["text", "json", "github"] {
        let run = guide.run(&["check", "--format", format]);
        assert_eq!(run.code, 1);
        let text = run.out + &run.err;
        assert!(!text.contains(['\u{1b}', '\u{9b}']), "{format}: {text:?}");
        let codes =
            ["unknown-value", "unknown-key", "broken-link", "bad-front-matter", "unknown-section", "unknown-language"];
        assert!(codes.iter().all(|code| text.contains(code)), "{format}: {text}");
    }
}

/// More mistakes than a pipe holds, so that the program is sure to meet the closed end.
fn many_mistakes() -> Guide {
    let guide = Guide::new();
    for number in 0..400 {
        guide.question(&format!("content/rag/q{number}.md"), &format!("[{}](nowhere.md)", "x".repeat(200)));
    }
    guide
}

#[test]
fn a_closed_standard_output_is_no_crash_and_the_exit_code_stays_true() {
    let guide = many_mistakes();
    for format in ["json", "github"] {
        let mut command = guide.command(&["check", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let run = Run::from(child.wait_with_output().unwrap());
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(!run.err.contains("panic") && !run.err.contains("bug"), "{}", run.err);
    }
    let mut child = guide.command(&["--help"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_closed_standard_error_is_no_crash_and_the_exit_code_stays_true() {
    let guide = many_mistakes();
    for command in ["check", "build"] {
        let mut child = guide.command(&[command]).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
    let good = Guide::new();
    let mut child = good.command(&["build"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(good.path("site/index.html").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_streams_is_no_crash() {
    let guide = many_mistakes();
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    for format in ["text", "json"] {
        let status = guide.command(&["check", "--format", format]).stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(status.code(), Some(1), "{format}");
    }
}

// ---------------------------------------------------------------- the build folder

#[test]
fn a_folder_that_holds_a_foreign_file_is_refused_and_the_file_stays() {
    let guide = Guide::new();
    for (name, path) in
        [("a file", "site/notes.txt"), ("a hidden file", "site/.git/config"), ("a page", "site/index.html")]
    {
        guide.write(path, "mine");
        assert_refused(&guide, &[], "site");
        assert_eq!(guide.read(path), "mine", "{name}");
        fs::remove_dir_all(guide.path("site")).unwrap();
    }
    guide.write("site/sub/.keep", "");
    fs::remove_file(guide.path("site/sub/.keep")).unwrap();
    assert_refused(&guide, &[], "site");
}

#[test]
fn a_manifest_that_is_not_ours_makes_nothing_ours() {
    let guide = Guide::new();
    guide.write("site/index.html", "mine");
    guide.write("site/.genai-guide-manifest", "somebody's site 1\nindex.html\n.genai-guide-manifest\n");
    assert_refused(&guide, &[], "index.html");
}

#[test]
fn a_manifest_cannot_name_files_outside_the_site() {
    let guide = Guide::new();
    guide.build();
    guide.write("precious.txt", "mine");
    let manifest = guide.read("site/.genai-guide-manifest");
    let absolute = guide.path("precious.txt");
    guide.write("site/.genai-guide-manifest", format!("{manifest}../precious.txt\n{}\n", absolute.display()));
    guide.run(&["build"]);
    guide.question("content/rag/a.md", "More.");
    guide.run(&["build"]);
    assert_eq!(guide.read("precious.txt"), "mine");
}

#[test]
fn an_empty_folder_is_taken_for_the_site() {
    let guide = Guide::new();
    fs::create_dir(guide.path("site")).unwrap();
    assert!(guide.build().contains_key("index.html"));
}

#[test]
fn the_project_what_is_around_it_and_the_content_are_refused() {
    let guide = Guide::new();
    let parent = guide.root().parent().unwrap().to_owned();
    for out in
        [".", "..", "content", "content/rag", "content/new", "content/../content/new", "/", parent.to_str().unwrap()]
    {
        assert_refused(&guide, &["--out", out], "won't write to the build folder");
    }
    assert_refused(&guide, &["--out", guide.root().to_str().unwrap()], "the project lies in it");
    let nested = "[book]\ntitle = \"A guide\"\nsrc = \"docs/content\"\n";
    guide.write("book.toml", nested);
    fs::create_dir(guide.path("docs")).unwrap();
    fs::rename(guide.path("content"), guide.path("docs/content")).unwrap();
    assert_refused(&guide, &["--out", guide.path("docs").to_str().unwrap()], "the content folder");
}

/// A pull request could bring a folder that looks like what a killed build leaves.
#[cfg(unix)]
#[test]
fn planted_leftovers_cannot_delete_through_a_link() {
    for leftover in [".site.genai-guide-new", ".site.genai-guide-old"] {
        let guide = Guide::new();
        guide.build();
        let elsewhere = tempfile::tempdir().unwrap();
        let victim = elsewhere.path().join("data.txt");
        fs::write(&victim, "precious").unwrap();
        guide.write(
            &format!("{leftover}/.genai-guide-manifest"),
            "genai-guide site 1\nd/data.txt\n.genai-guide-manifest\n",
        );
        std::os::unix::fs::symlink(elsewhere.path(), guide.path(&format!("{leftover}/d"))).unwrap();
        let run = guide.run(&["build"]);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious", "{leftover}");
        assert_eq!(run.code, 2, "{leftover}");
        assert!(run.err.contains("move them away"), "{}", run.err);
    }
}

#[test]
fn what_a_file_manager_leaves_in_the_site_is_no_obstacle() {
    let guide = Guide::new();
    let site = guide.build();
    guide.write("site/.DS_Store", "x");
    guide.write("site/assets/Thumbs.db", "x");
    assert_same(&guide.build(), &site, "the site after a look at it");
}

#[test]
fn a_home_folder_and_what_is_around_it_are_refused() {
    let guide = Guide::new();
    let home = tempfile::tempdir().unwrap();
    let ann = home.path().join("ann");
    fs::create_dir(&ann).unwrap();
    for out in [&ann, home.path()] {
        let mut command = guide.command(&["build", "--out", out.to_str().unwrap()]);
        let run = Run::of(command.env("HOME", &ann).env("USERPROFILE", &ann));
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("home"), "{}", run.err);
    }
    assert!(ann.is_dir() && tree(&ann).is_empty());
    let inside = ann.join("site");
    let mut command = guide.command(&["build", "--out", inside.to_str().unwrap()]);
    assert_eq!(Run::of(command.env("HOME", &ann)).code, 0, "a folder in it is fine");
}

#[test]
fn a_file_is_refused_and_stays() {
    let guide = Guide::new();
    guide.write("site", "mine");
    assert_refused(&guide, &[], "it is a file");
    assert_refused(&guide, &["--out", "book.toml"], "it is a file");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_refused_wherever_it_leads() {
    use std::os::unix::fs::symlink;
    let guide = Guide::new();
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), guide.path("site")).unwrap();
    assert_refused(&guide, &[], "symbolic link");
    symlink("nowhere", guide.path("dangling")).unwrap();
    assert_refused(&guide, &["--out", "dangling"], "symbolic link");
    assert!(tree(elsewhere.path()).is_empty());
    // A link on the way must not lead into the content either.
    symlink(guide.path("content"), guide.path("way")).unwrap();
    assert_refused(&guide, &["--out", "way/new"], "the content folder");
}

/// Runs a build that must be refused: exit code 2, the reason, and nothing changed on disk.
#[track_caller]
fn assert_refused(guide: &Guide, arguments: &[&str], reason: &str) {
    let before = tree(guide.root());
    let run = guide.run(&[&["build"], arguments].concat());
    assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
    assert!(run.err.contains(reason), "no `{reason}` in {}", run.err);
    assert!(run.err.starts_with("error: ") && run.err.trim_end().lines().count() == 1, "{}", run.err);
    let mut after = tree(guide.root());
    // The memory of highlighted code is not the site; it may be written before the folder is looked at.
    after.retain(|path, _| !path.starts_with(".genai-guide/"));
    let mut before = before;
    before.retain(|path, _| !path.starts_with(".genai-guide/"));
    assert_same(&after, &before, "a refused build changed");
}

// ---------------------------------------------------------------- builds that end early, and builds side by side

/// A guide of 400 questions whose every page says `word`. With `fewer`, the last topic is not there.
fn corpus(guide: &Guide, word: &str, fewer: bool) {
    let _ = fs::remove_dir_all(guide.path("content"));
    guide.write("content/_index.md", format!("---\ntitle: Home\n---\n\nThe {word} guide.\n"));
    for topic in 0..if fewer { 7 } else { 8 } {
        let folder = format!("content/topic-{topic}");
        guide.write(&format!("{folder}/_index.md"), format!("---\ntitle: Topic {topic}, {word}\n---\n"));
        guide.write(&format!("{folder}/box.svg"), format!("{SVG}<!-- {word} -->"));
        for number in 0..50 {
            let body = match number % 3 {
                0 => format!("The {word} answer.\n\n```python\nprint('{word}', {number})\n```\n"),
                1 => format!("![A box](box.svg)\n\n$x_{number}$ is **{word}**, see [the next](q-{topic}-0.md).\n"),
                _ => format!("- [x] {word}\n  > Right.\n- [ ] other\n\n## Explanation\n\nBecause of {word}.\n"),
            };
            let kind = if number % 3 == 2 { "kind: mcq\n" } else { "" };
            let text = format!("---\ntitle: Question {number} of {topic}?\n{kind}---\n\n{body}");
            guide.write(&format!("{folder}/q-{topic}-{number}.md"), text);
        }
    }
}

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one_and_the_next_build_cleans_up() {
    let guide = Guide::new();
    fs::remove_dir_all(guide.path("content")).unwrap();
    let build = |word: &str, fewer: bool| {
        corpus(&guide, word, fewer);
        let start = Instant::now();
        let site = guide.build();
        (site, start.elapsed())
    };
    let (old, _) = build("old", false);
    let (new, time) = build("new", true);
    assert_ne!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
    let beside = names(guide.root());
    let (mut is_old, mut untouched, mut replaced) = (false, 0, 0);
    // From the first instants to a little after the end, and closer together towards it, where the sites are exchanged.
    for step in 0..28_u32 {
        let share = f64::from(step) / 27.0;
        let delay = time.mul_f64(1.1 * share.sqrt());
        let (before, after) = if is_old { (&old, &new) } else { (&new, &old) };
        corpus(&guide, if is_old { "new" } else { "old" }, is_old);
        let mut child = guide.command(&["build"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        let site = tree(&guide.path("site"));
        if site == *before {
            untouched += 1;
        } else {
            replaced += 1;
            assert_same(&site, after, &format!("killed after {delay:?}, the site is a mixture"));
        }
        assert_same(&guide.build(), after, "the build after a killed one");
        assert_eq!(names(guide.root()), beside, "leftovers of a build that was killed after {delay:?}");
        is_old = !is_old;
    }
    println!("{untouched} kills left the old site, {replaced} the new one");
}

#[test]
fn every_state_that_a_killed_build_can_leave_is_cleaned_up() {
    let guide = rich();
    let site = guide.build();
    let beside = names(guide.root());
    let (new, old, lock) = (".site.genai-guide-new", ".site.genai-guide-old", ".site.genai-guide-lock");
    let copy = |to: &str| {
        for (path, bytes) in &site {
            guide.write(&format!("{to}/{path}"), bytes);
        }
    };
    let states: [(&str, &dyn Fn()); 7] = [
        ("before anything was written", &|| fs::create_dir(guide.path(new)).unwrap()),
        ("while files were written", &|| {
            guide.write(&format!("{new}/.genai-guide-staging"), "");
            guide.write(&format!("{new}/rag/deep.html"), "half a pa");
        }),
        ("after the exchange", &|| copy(new)),
        ("while the old site was removed", &|| {
            copy(new);
            fs::remove_file(guide.path(&format!("{new}/index.html"))).unwrap();
        }),
        ("with the lock", &|| guide.write(lock, "")),
        ("between the two renames, where a system can't exchange", &|| {
            fs::rename(guide.path("site"), guide.path(old)).unwrap();
            copy(new);
        }),
        ("after the two renames", &|| copy(old)),
    ];
    for (name, make) in states {
        make();
        assert_same(&guide.build(), &site, name);
        assert_eq!(names(guide.root()), beside, "leftovers of a build that was killed {name}");
    }
}

#[test]
fn a_build_that_is_killed_while_it_cleans_up_does_not_stop_the_next_one() {
    let guide = rich();
    let site = guide.build();
    let beside = names(guide.root());
    let leftover = guide.path(".site.genai-guide-new");
    for step in 0..14 {
        guide.write(".site.genai-guide-new/.genai-guide-staging", "");
        for number in 0..700 {
            guide.write(&format!(".site.genai-guide-new/folder-{}/{number}.html", number % 7), "half a page");
        }
        let mut child = guide.command(&["build"]).stderr(Stdio::null()).spawn().unwrap();
        // Killed once it has removed one folder, or two, or all of them.
        let left = || fs::read_dir(&leftover).map_or(0, Iterator::count);
        while left() > 7 - step % 7 && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        assert_same(&guide.build(), &site, "the build after a killed one");
        assert_eq!(names(guide.root()), beside, "leftovers of leftovers");
    }
}

#[test]
fn a_first_build_that_is_killed_leaves_no_site_or_a_whole_one() {
    let guide = rich();
    let site = guide.build();
    for step in 0..8 {
        fs::remove_dir_all(guide.path("site")).unwrap();
        let mut child = guide.command(&["build"]).stderr(Stdio::null()).spawn().unwrap();
        // Killed after a while, or as soon as there is a site.
        let patience = if step % 2 == 0 { Duration::from_millis(10 * step) } else { Duration::from_mins(1) };
        let start = Instant::now();
        let is_due = || start.elapsed() > patience || guide.path("site").exists();
        while !is_due() && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        if guide.path("site").exists() {
            assert_same(&tree(&guide.path("site")), &site, "a killed first build");
        }
        assert_same(&guide.build(), &site, "the build after a killed one");
    }
}

#[test]
fn two_builds_at_once_leave_a_whole_site_and_at_most_one_is_told_to_wait() {
    let guide = Guide::new();
    corpus(&guide, "first", false);
    let reference = guide.build();
    let beside = names(guide.root());
    for round in 0..4 {
        fs::remove_dir_all(guide.path("site")).unwrap();
        let spawn = || guide.command(&["build"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let children = [spawn(), spawn()];
        let runs = children.map(|child| Run::from(child.wait_with_output().unwrap()));
        for run in &runs {
            let busy = run.code == 2 && run.err.contains("another build");
            assert!(run.code == 0 || busy, "round {round}: {}", run.err);
        }
        assert!(runs.iter().any(|run| run.code == 0), "round {round}: nobody built");
        assert_same(&tree(&guide.path("site")), &reference, "two builds at once");
        assert_eq!(names(guide.root()), beside, "leftovers of two builds at once");
    }
}

#[cfg(unix)]
#[test]
fn a_build_is_told_that_another_one_is_busy() {
    let guide = Guide::new();
    let lock = fs::File::create(guide.path(".site.genai-guide-lock")).unwrap();
    lock.lock().unwrap();
    let run = guide.run(&["build"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("another build") && run.err.contains("try again"), "{}", run.err);
    assert!(!guide.path("site").exists());
    drop(lock);
    guide.build();
}

#[test]
fn a_broken_template_leaves_the_old_site_and_is_named() {
    let guide = rich();
    let site = guide.build();
    let beside = names(guide.root());
    for (what, template) in [
        ("a syntax error", "{% extends \"theme/topic.html\" %}{% block main %}{% if %}{% endblock %}"),
        ("an unknown variable", "{{ nosuch.thing }}"),
        ("an unknown parent", "{% extends \"theme/nosuch.html\" %}"),
    ] {
        guide.write("themes/default/templates/topic.html", template);
        let run = guide.run(&["build"]);
        assert_eq!(run.code, 1, "{what}: {}", run.err);
        assert!(run.err.contains("themes/default/templates/topic.html:1:"), "{what}: {}", run.err);
        assert_same(&tree(&guide.path("site")), &site, what);
        fs::remove_dir_all(guide.path("themes")).unwrap();
        assert_eq!(names(guide.root()), beside, "leftovers of {what}");
    }
    assert_same(&guide.build(), &site, "the next build");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named_and_the_exit_code_is_2() {
    let guide = Guide::new();
    guide.write("file", "");
    let run = guide.run(&["build", "--out", "file/site"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.starts_with("error: ") && run.err.contains("file"), "{}", run.err);
}

// ---------------------------------------------------------------- the same content, the same site

#[test]
fn two_builds_of_the_same_content_are_byte_identical_wherever_and_however_they_run() {
    let site = rich().build();
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("Ünother folder/with a longer name");
    // Written in the other order, so that the disk lists them differently.
    let mut files: Vec<(&str, &[u8])> = RICH.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    files.push(("content/rag/_index.md", support::INDEX.as_bytes()));
    files.push(("content/rag/what-is-rag.md", support::QUESTION.as_bytes()));
    files.sort_unstable();
    for (path, bytes) in files.into_iter().rev() {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let settings = [
        [("RAYON_NUM_THREADS", "1"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")],
        [("RAYON_NUM_THREADS", "7"), ("TZ", "America/St_Johns"), ("LC_ALL", "C")],
    ];
    for setting in settings {
        let run = Run::of(command(&root, &["build"]).envs(setting));
        assert_eq!(run.code, 0, "{}", run.err);
        assert_same(&tree(&root.join("site")), &site, &format!("{setting:?}"));
        // Once more without the memory, and with no old site to carry anything over from.
        fs::remove_dir_all(root.join("site")).unwrap();
        fs::remove_dir_all(root.join(".genai-guide")).unwrap();
    }
}

#[test]
fn a_second_build_of_the_same_content_leaves_every_file_unchanged() {
    let guide = rich();
    guide.build();
    let count = tree(&guide.path("site")).len() - 1;
    let run = guide.run(&["build", "--timings"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains(&format!("{count} of {count} files unchanged")), "{}", run.err);
    guide.question("content/rag/new.md", "New.");
    let run = guide.run(&["build", "--timings"]);
    assert!(!run.err.contains(&format!("{count} of {count} files unchanged")), "{}", run.err);
}

#[test]
fn a_damaged_memory_changes_nothing() {
    let guide = rich();
    let site = guide.build();
    guide.write(".genai-guide/highlights", "rubbish");
    assert_same(&guide.build(), &site, "a damaged memory");
}

#[test]
fn the_page_of_a_deleted_topic_goes_with_the_next_build() {
    let guide = rich();
    assert!(guide.build().contains_key("rag/deep.html"));
    fs::remove_dir_all(guide.path("content/rag/deep")).unwrap();
    let site = guide.build();
    assert!(!site.keys().any(|path| path.starts_with("rag/")), "{:?}", site.keys());
    assert!(!site.keys().any(|path| path.contains("box")), "its image stayed: {:?}", site.keys());
}

#[test]
fn a_foreign_file_that_came_into_the_site_since_is_refused_and_stays() {
    let guide = rich();
    guide.build();
    guide.write("site/CNAME", "guide.example.org");
    guide.question("content/rag/new.md", "New.");
    assert_refused(&guide, &[], "`CNAME`");
    fs::remove_file(guide.path("site/CNAME")).unwrap();
    assert!(String::from_utf8_lossy(&guide.build()["rag.html"]).contains("New."));
}

// ---------------------------------------------------------------- options and settings that readers see

fn page(site: &Tree, path: &str) -> String {
    String::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", site.keys())).clone()).unwrap()
}

#[test]
fn drafts_are_left_out_with_their_mistakes_unless_they_are_asked_for() {
    let guide = Guide::new();
    guide.write("content/rag/later.md", "---\ntitle: Much later?\ndraft: true\n---\n\nAn answer.\n");
    let site = guide.build();
    assert!(!page(&site, "rag.html").contains("Much later?"));
    assert_eq!(guide.run(&["build", "--drafts"]).code, 0);
    assert!(guide.read("site/rag.html").contains("Much later?"));
    guide.write("content/rag/later.md", "---\ntitle: Much later?\ndraft: true\n---\n\n[a](nowhere.md)\n");
    assert_eq!(guide.run(&["check"]).code, 0);
    assert_eq!(guide.run(&["--drafts", "check"]).code, 1);
}

#[test]
fn a_site_url_makes_a_site_map_and_a_not_found_page_with_its_path() {
    let guide = rich();
    let site = guide.build();
    assert!(!site.contains_key("sitemap.xml"));
    assert!(page(&site, "404.html").contains("href=\"index.html\""));
    for url in ["https://example.org/guide/", "https://example.org/guide"] {
        let run = guide.run(&["build", "--site-url", url]);
        assert_eq!(run.code, 0, "{}", run.err);
        let site = tree(&guide.path("site"));
        let map = page(&site, "sitemap.xml");
        for path in ["", "rag.html", "rag/deep.html", "about.html", "self-check.html", "print.html"] {
            assert!(map.contains(&format!("<loc>https://example.org/guide/{path}</loc>")), "no `{path}` in {map}");
        }
        let not_found = page(&site, "404.html");
        let local: Vec<&str> = attributes(&not_found).filter(|url| !url.starts_with(['#', '/'])).collect();
        assert!(local.is_empty(), "these lead elsewhere from a deep address: {local:?}");
        assert!(not_found.contains("href=\"/guide/index.html\""), "{not_found}");
        assert!(page(&site, "robots.txt").contains("Sitemap: https://example.org/guide/sitemap.xml"));
        assert!(page(&site, "rag/deep.html").contains("href=\"../index.html\""), "other pages stay relative");
    }
    for wrong in ["example.org", "ftp://example.org", "https://", "/guide/"] {
        assert_eq!(guide.run(&["build", "--site-url", wrong]).code, 2, "{wrong}");
    }
}

/// What stands in `href` and `src`.
fn attributes(html: &str) -> impl Iterator<Item = &str> {
    ["href=\"", "src=\""]
        .into_iter()
        .flat_map(|name| html.split(name).skip(1))
        .filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_address_in_the_site_leads_to_a_file_or_an_anchor_of_it() {
    let guide = rich();
    let site = guide.build();
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        let html = page(&site, path);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for url in attributes(&html).filter(|url| !url.starts_with("http") && !url.starts_with("data:")) {
            let (file, anchor) = url.split_once('#').unwrap_or((url, ""));
            let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
            for name in file.split('/') {
                if name == ".." {
                    assert!(names.pop().is_some(), "{path}: {url} leads out of the site");
                } else {
                    names.push(name);
                }
            }
            let target = if file.is_empty() { path.clone() } else { names.join("/") };
            assert!(site.contains_key(&target), "{path}: {url} leads nowhere");
            let has_anchor = anchor.is_empty() || page(&site, &target).contains(&format!("id=\"{anchor}\""));
            assert!(has_anchor, "{path}: {url} leads to no anchor");
        }
    }
}

#[test]
fn an_additional_style_sheet_is_shipped_and_linked_from_every_page() {
    let guide = rich();
    guide.write("css/mine.css", ":root { --measure: 30rem }\n");
    guide.write("book.toml", format!("{}additional-css = [\"css/mine.css\"]\n", guide.read("book.toml")));
    let site = guide.build();
    let sheet =
        site.keys().find(|path| path.starts_with("assets/mine-") && path.ends_with(".css")).expect("the style sheet");
    assert_eq!(page(&site, sheet), ":root { --measure: 30rem }\n");
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        let up = "../".repeat(path.matches('/').count());
        assert!(page(&site, path).contains(&format!("<link rel=\"stylesheet\" href=\"{up}{sheet}\">")), "{path}");
    }
}

#[test]
fn a_theme_can_replace_one_block_of_a_template_and_keep_the_rest() {
    let guide = rich();
    let plain = guide.build();
    let template = "{% extends \"theme/topic.html\" %}\n{% block topic_header %}{{ super() }}<p>Mine.</p>{% endblock topic_header %}\n";
    guide.write("themes/mine/templates/topic.html", template);
    guide.write("book.toml", format!("{}theme = \"mine\"\n", guide.read("book.toml")));
    let site = guide.build();
    let (before, after) = (page(&plain, "rag.html"), page(&site, "rag.html"));
    assert_eq!(after.matches("<p>Mine.</p>").count(), 1);
    assert_eq!(after.replace("<p>Mine.</p>", ""), before, "the rest of the page changed");
    // The service worker lists all files with their hashes, and the size of them all.
    let lists = ["service-worker.js", "offline.json"];
    let other = |site: &Tree| {
        let others =
            site.clone().into_iter().filter(|(path, _)| !path.starts_with("rag") && !lists.contains(&path.as_str()));
        others.collect::<Tree>()
    };
    assert_same(&other(&site), &other(&plain), "pages of other templates");
}

#[test]
fn a_theme_of_the_default_name_lies_over_the_built_in_one_file_by_file() {
    let guide = Guide::new();
    guide.write("themes/default/templates/site-footer.html", "<footer>Mine.</footer>");
    guide.write("themes/default/css/tokens.css", "/* mine */");
    let site = guide.build();
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        assert!(page(&site, path).contains("<footer>Mine.</footer>"), "{path}");
    }
    let sheet = site.keys().find(|path| path.starts_with("assets/guide-") && path.ends_with(".css")).unwrap();
    assert!(page(&site, sheet).contains("/* mine */"));
}

#[test]
fn content_is_never_read_as_a_template() {
    let guide = Guide::new();
    guide.write(
        "content/rag/a.md",
        "---\ntitle: \"{{ page.title }} {% if %}\"\n---\n\n{{ 7 * 6 }} {% include \"x\" %} {# gone? #}\n",
    );
    let page = page(&guide.build(), "rag.html");
    for text in ["{{ page.title }} {% if %}", "{{ 7 * 6 }}", "{# gone? #}"] {
        assert!(page.contains(text), "no `{text}`");
    }
}

/// The names in a folder, hidden ones included, sorted.
fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

// ---------------------------------------------------------------- reports

#[test]
fn a_long_report_is_folded_by_code_and_ends_with_a_summary() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", &"[a](nowhere.md)\n".repeat(60));
    guide.question("content/rag/b.md", "![](nothing.png)\n");
    let run = guide.run(&["check"]);
    assert_eq!(run.err.matches("error[broken-link]").count(), 50, "{}", run.err);
    assert!(run.err.contains("60 errors  broken-link") && run.err.contains("(10 not shown)"), "{}", run.err);
    assert!(run.err.contains("1 warning  missing-alt-text") && run.err.contains("`--all` shows all"), "{}", run.err);
    let all = guide.run(&["check", "--all"]);
    assert_eq!(all.err.matches("error[broken-link]").count(), 60);
    assert!(all.err.contains("by code:") && !all.err.contains("not shown"), "{}", all.err);
    let json = guide.run(&["check", "--format", "json"]);
    assert_eq!(json.out.matches("\"broken-link\"").count(), 60, "JSON is never folded");
    guide.question("content/rag/a.md", "[a](nowhere.md)\n");
    assert!(!guide.run(&["check"]).err.contains("by code:"), "a short report needs no summary");
}

#[test]
fn github_gets_paths_from_the_top_of_the_repository_and_a_job_summary() {
    let guide = Guide::new();
    let nested = guide.path("docs/guide");
    for path in ["book.toml", "content/rag/_index.md", "content/rag/what-is-rag.md"] {
        guide.write(&format!("docs/guide/{path}"), guide.read(path));
    }
    guide.write("docs/guide/content/rag/a.md", "---\ntitle: What?\n---\n\n[a](nowhere.md)\n");
    guide.write("docs/guide/content/rag/b.md", "---\ntitle: What else?\n---\n\n[b](nowhere.md)\n");
    let summary = guide.path("summary.md");
    let check = |variable: Option<&std::path::Path>| {
        // From a folder inside the guide, as with `working-directory`.
        let mut command = command(&nested.join("content"), &["check", "--format", "github"]);
        command.env_remove("GITHUB_WORKSPACE").env_remove("GITHUB_STEP_SUMMARY");
        if let Some(top) = variable {
            command.env("GITHUB_WORKSPACE", top).env("GITHUB_STEP_SUMMARY", &summary);
        }
        Run::of(&mut command).out
    };
    let file = "::error file=docs/guide/content/rag/a.md,line=5,";
    assert!(check(Some(guide.root())).contains(file));
    assert_eq!(check(Some(guide.root())).matches("::error ").count(), 2);
    fs::create_dir(guide.path(".git")).unwrap();
    assert!(check(None).contains(file), "the top is found by `.git`");
    let text = fs::read_to_string(&summary).unwrap();
    assert_eq!(text.matches("| `broken-link` | 2 | error |").count(), 2, "one table a run, added at the end: {text}");
}

#[test]
fn failures_reach_programs_too() {
    let guide = Guide::new();
    fs::remove_dir_all(guide.path("content")).unwrap();
    let json = guide.run(&["check", "--format", "json"]);
    let line: Value = serde_json::from_str(json.out.trim_end()).unwrap();
    assert_eq!((json.code, line["code"].as_str(), line["severity"].as_str()), (2, Some("failure"), Some("error")));
    assert!(line["message"].as_str().unwrap().contains("there is no such folder"), "{line}");
    let github = guide.run(&["build", "--format", "github"]);
    assert!(github.out.starts_with("::error title=failure::"), "{}", github.out);
    assert_eq!((github.code, github.out.lines().count()), (2, 1));
}

#[test]
fn a_folder_can_be_named_without_an_option() {
    let guide = Guide::new();
    let above = guide.root().parent().unwrap();
    let folder = guide.root().file_name().unwrap().to_str().unwrap();
    assert_eq!(Run::of(&mut command(above, &["check", folder])).code, 0);
    assert_eq!(Run::of(&mut command(above, &["build", folder])).code, 0);
    assert!(guide.path("site/index.html").is_file());
    let both = Run::of(&mut command(above, &["check", folder, "--root", folder]));
    assert_eq!(both.code, 2, "{}", both.err);
}

#[test]
fn a_build_can_be_told_to_fail_on_warnings() {
    let guide = Guide::new();
    guide.question("content/rag/a.md", "```klingon-2\n```");
    let run = guide.run(&["build", "--deny-warnings"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("nothing was written") && !guide.path("site").exists(), "{}", run.err);
}

#[test]
fn errors_of_the_arguments_follow_the_color_option() {
    let guide = Guide::new();
    for (arguments, colored) in [
        (["chek", "--color=always"].as_slice(), true),
        (["chek", "--color", "always"].as_slice(), true),
        (["chek", "--color", "never"].as_slice(), false),
        (["chek"].as_slice(), false),
    ] {
        let run = guide.run(arguments);
        assert_eq!((run.code, run.err.contains('\u{1b}')), (2, colored), "{arguments:?}: {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_name_with_a_line_break_gives_no_line_of_its_own() {
    let guide = Guide::new();
    guide.write("content/rag/a\n::error::x.md", "---\ntitle: What?\nkind: \"x\\n::error::y\"\n---\n\n[a](<no\tb>)\n");
    guide.write("content/rag\n::error::z/q.md", "no front matter\n");
    let run = guide.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(!run.err.lines().any(|line| line.trim_start().starts_with("::error")), "{}", run.err);
}

// ---------------------------------------------------------------- what is written where

/// Names that look like files and folders of the site, or like parts of them.
const TRICKY: &[&str] = &[
    "node",
    "node.js",
    "Node.js",
    "robots.txt",
    "feed.xml",
    "cname",
    "assets",
    "review",
    "topics",
    "cards.js",
    "404",
    "topics.js",
];

#[test]
fn no_two_topics_can_be_called_so_that_check_passes_and_build_fails() {
    let index = "---\ntitle: A topic\n---\n";
    for (at, outer) in TRICKY.iter().enumerate() {
        // Each name as a topic, with every name as a topic in it, beside two others: all of it is one guide a name.
        let guide = Guide::new();
        let beside = [TRICKY[(at + 1) % TRICKY.len()], TRICKY[(at + 7) % TRICKY.len()]];
        for topic in [*outer].iter().chain(&beside) {
            guide.write(&format!("content/{topic}/_index.md"), index);
            guide.write(
                &format!("content/{topic}/q.md"),
                format!("---\ntitle: What?\nid: q-{}\n---\n\nThis.\n", letters(topic)),
            );
        }
        for inner in TRICKY {
            let id = format!("{}-in-{}", letters(inner), letters(outer));
            guide.write(&format!("content/{outer}/{inner}/_index.md"), index);
            guide.write(
                &format!("content/{outer}/{inner}/q.md"),
                format!("---\ntitle: What?\nid: {id}\n---\n\nThis.\n"),
            );
        }
        // Whoever is reported is taken away, until there is nothing to report; then the guide builds.
        for round in 0.. {
            let run = guide.run(&["check", "--format", "json"]);
            if run.code == 0 {
                break;
            }
            assert!(round < 10, "{outer}: {}", run.out);
            for line in run.out.lines() {
                let found: serde_json::Value = serde_json::from_str(line).unwrap();
                let code = found["code"].as_str().unwrap();
                assert!(["duplicate-output", "bad-output-name"].contains(&code), "{outer}: {line}");
                let folder = found["file"].as_str().unwrap().rsplit_once('/').unwrap().0.to_owned();
                let _ = fs::remove_dir_all(guide.path(&folder));
            }
        }
        let run = guide.run(&["build"]);
        assert_eq!(run.code, 0, "{outer}: {}", run.err);
    }
}

/// A number for a name, since ids are of letters and digits.
fn letters(name: &str) -> usize {
    TRICKY.iter().position(|other| *other == name).unwrap()
}

#[test]
fn every_file_of_a_site_is_a_page_of_the_author_or_known_to_the_check_of_paths() {
    let guide = rich();
    guide.write("book.toml", format!("{}cname = \"example.org\"\n", guide.read("book.toml")));
    for path in guide.build().keys() {
        let known = genai_guide::address::OWN_PAGES.contains(&path.as_str())
            || genai_guide::address::OWN_FILES.contains(&path.as_str());
        let named = path.ends_with(".html") || path.starts_with("assets/") || path.starts_with("review/topics/");
        assert!(known || named, "`{path}` is not in `OWN_FILES`");
    }
}
