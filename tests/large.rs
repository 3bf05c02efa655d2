//! Large files: they go from disk to disk without being held, and what a host would refuse is said.
//!
//! The files are sparse, so that they cost no room on the disk where they are made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

mod support;

use support::Guide;

/// The most memory that a run of the program held at once, in bytes.
#[cfg(target_os = "linux")]
fn peak(guide: &Guide, arguments: &[&str]) -> u64 {
    use std::process::Stdio;

    let mut child = guide.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // The system forgets the number when the program ends. It never falls before.
    let code = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default() * 1024);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended.code();
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    };
    assert_eq!(code, Some(0), "{arguments:?}");
    assert!(peak > 0, "the program ended before it could be looked at");
    peak
}

#[test]
#[cfg(target_os = "linux")]
fn a_download_is_never_held_in_memory() {
    const BYTES: u64 = 300_000_000;
    let guide = Guide::new();
    guide.question("content/rag/what-is-rag.md", "[Small](data.zip) and [large](large.zip).");
    guide.write("content/rag/data.zip", "data");
    guide.write("content/rag/large.zip", "data");
    let small = peak(&guide, &["build"]);
    guide.sparse("content/rag/large.zip", BYTES);
    // The second build compares it with the site that there is.
    for arguments in [&["check"], &["build"], &["build"]] {
        let large = peak(&guide, arguments);
        assert!(large < small + BYTES / 10, "{arguments:?}: {large} bytes, {small} without the file");
    }
    let assets = guide.path("site/assets");
    let mut files = std::fs::read_dir(assets).unwrap().map(|entry| entry.unwrap());
    let file = files.find(|file| file.file_name().to_string_lossy().starts_with("large-")).unwrap();
    assert_eq!(file.metadata().unwrap().len(), BYTES);
}

#[test]
fn a_site_that_github_pages_does_not_take_is_said_and_not_published_where_warnings_are_denied() {
    let guide = Guide::new();
    let names: Vec<String> = (0..11).map(|number| format!("part-{number}.zip")).collect();
    for name in &names {
        guide.sparse(&format!("content/rag/{name}"), 95_000_000);
    }
    let links: Vec<String> = names.iter().map(|name| format!("[{name}]({name})")).collect();
    guide.question("content/rag/what-is-rag.md", &links.join("\n"));
    for arguments in [&["check", "--deny-warnings"], &["build", "--deny-warnings"]] {
        let run = guide.run(arguments);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.err.contains("warning[pages-limit]: the images and downloads have 1.1 GB"), "{}", run.err);
        assert!(run.err.contains("--> book.toml:1:1"), "{}", run.err);
        assert!(run.err.contains("1 warning"), "{}", run.err);
    }
    assert!(!guide.path("site").exists());
}

#[test]
fn a_file_of_the_theme_that_github_does_not_take_is_seen_when_the_site_is_written() {
    let guide = Guide::new();
    guide.write("book.toml", "[book]\ntitle = \"A guide\"\n\n[output.html]\nsocial-image = \"wide.png\"\n");
    guide.sparse("wide.png", 101_000_000);
    let run = guide.run(&["build", "--deny-warnings"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("nothing was written"), "{}", run.err);
    let left: Vec<String> = std::fs::read_dir(guide.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().display().to_string())
        .collect();
    assert!(!left.iter().any(|name| name == "site" || name.contains("genai-guide-new")), "{left:?}");
    let run = guide.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("of the site has 101.0 MB; GitHub accepts no file over 100 MB"), "{}", run.err);
    assert!(run.err.contains("with 1 warning"), "{}", run.err);
}
