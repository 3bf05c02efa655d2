//! What holds for every input: nothing panics, every diagnostic points into its file, and content stays in its place on
//! the page, whatever it says.
//!
//! Inputs are arbitrary text, and text assembled from fragments that parsers are known to stumble over. The library is
//! called directly. The cases are the same in every run; `PROPTEST_RNG_SEED=<n>` gives others and `PROPTEST_CASES=<n>` more
//! or fewer of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]
#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "the program's rooms are not the tests' rooms")]

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Once};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngSeed, TestCaseResult};

use genai_guide::config::{self, Config};
use genai_guide::diagnostic::{Diagnostic, Format, Style, count, render};
use genai_guide::language::Language;
use genai_guide::receipt::Before;
use genai_guide::source::{Source, Sources};
use genai_guide::theme::Theme;
use genai_guide::{Unwatched, build, load};

/// `cases` times a number that the environment may give; nothing is written to disk.
fn times(cases: u32) -> ProptestConfig {
    let given = ProptestConfig::default();
    let from_environment = std::env::var("PROPTEST_CASES").is_ok();
    let rng_seed = if given.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { given.rng_seed };
    let cases = if from_environment { given.cases } else { cases };
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2000, ..given }
}

/// Formulas are converted recursively; threads get the stack that the program gives them.
fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| rayon::ThreadPoolBuilder::new().stack_size(32 * 1024 * 1024).build_global().unwrap());
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned(), flaw: None }
}

const BOOK: &str = "[book]\ntitle = \"A guide\"\n";

/// Everything that opens a door.
const OPEN: &str = "[book]\ntitle = \"A guide\"\n[output.html]\nallow-html = true\nallow-external-images = true\n";

const SOUND: &str = "---\ntitle: Sound?\n---\n\n## Answer\n\nYes.\n\n### A heading\n\nText.\n";

/// A guide of a topic, a sound question and what is given.
fn sources(book: &str, files: &[(&str, &str)]) -> Sources {
    let mut content: Vec<Source> = files.iter().map(|(path, text)| source(path, text)).collect();
    for (path, text) in [("content/rag/_index.md", "---\ntitle: RAG\n---\n"), ("content/rag/sound.md", SOUND)] {
        if !files.iter().any(|(given, _)| *given == path) {
            content.push(source(path, text));
        }
    }
    content.sort_by(|a, b| a.path.cmp(&b.path));
    content.dedup_by(|a, b| a.path == b.path);
    let mut files = vec![source("book.toml", book)];
    files.extend(content);
    Sources { root: "/nowhere".into(), files, content: "content".to_owned(), read_at: u64::MAX, ..Sources::default() }
}

/// What is wrong with a guide, after making sure that it can be said.
fn diagnose(sources: &Sources) -> Result<Vec<Diagnostic>, TestCaseError> {
    prepare();
    let (config, found) = config::parse(&sources.files[0].text);
    let loaded = load(sources, config, found, true).map_err(|error| TestCaseError::fail(error.to_string()))?;
    for found in &loaded.diagnostics {
        points_into_its_file(found, sources)?;
    }
    for format in [Format::Text, Format::Json, Format::Github] {
        let text = render(&loaded.diagnostics, sources, format, Style { prefix: "", color: false, width: 80 });
        prop_assert_eq!(text.is_empty(), loaded.diagnostics.is_empty());
    }
    Ok(loaded.diagnostics)
}

fn points_into_its_file(found: &Diagnostic, sources: &Sources) -> TestCaseResult {
    let related = found.related.iter().map(|related| related.span);
    for span in std::iter::once(found.span).chain(related) {
        let text = &sources.files[span.source.0 as usize].text;
        let (start, end) = (span.start as usize, span.end as usize);
        let fits = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
        prop_assert!(fits, "{start}..{end} of {} bytes: {found:?}", text.len());
    }
    let lower = found.message.chars().next().is_some_and(|c| !c.is_uppercase());
    prop_assert!(lower, "the message begins in upper case: {}", found.message);
    Ok(())
}

// ---------------------------------------------------------------- inputs

/// Any characters at all, control characters and unassigned ones included.
fn anything() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..80).prop_map(String::from_iter)
}

/// Printable characters, signs that mean something to a parser more often.
fn signs() -> impl Strategy<Value = String> {
    vec(prop_oneof![3 => select(SIGNS), 1 => any::<char>()], 0..120).prop_map(String::from_iter)
}

#[rustfmt::skip]
const SIGNS: &[char] = &[
    '#', '-', '*', '_', '`', '~', '>', '<', '[', ']', '(', ')', '!', '|', ':', '$', '\\', '&', ';', '"', '\'', '{',
    '}', '^', '%', '@', '=', '+', '.', ',', '/', '?', ' ', ' ', '\t', '\n', '\n', '\r', '0', '1', 'x', 'a', 'é', '😀',
    '\u{301}', '\u{200d}', '\u{feff}', '\u{a0}', '\u{0}', '\u{85}', '\u{2028}',
];

/// Front matter keys, sound and not.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "title: T\n", "title: T\n", "title: T\n", "title: \"é $x^2$ `c` **b** <b> [l](javascript:x)\"\n", "title:\n",
    "title: ''\n", "title: 1\n", "title: [a\n", "title: {{ x }}\n", "kind: mcq\n", "kind: mcq\n", "kind: short\n",
    "kind: numeric\n", "answer: 9.81\n", "answer: 9,81 m\n", "tolerance: 1%\n", "tolerance: é\n", "unit: m\n",
    "kind: descriptive\n", "kind: mqc\n", "kind: 😀\n", "id: other\n", "id: É\n", "id: sound\n",
    "aliases: [sound, é, 1, a-b]\n", "difficulty: advanced\n", "tags: [a, \"é\", 1, [b]]\n", "tags: a\n",
    "order: -1\n", "order: 1.5\n", "order: 99999999999999999999\n",
    "references: [{title: t, url: 'https://e.org'}]\n",
    "references:\n  - {title: t, url: 'javascript:alert(1)'}\n  - x\n",
    "references: [{titel: é, url: 'https://e.org/\"onx=1'}]\n", "verified: 2024-02-30\n", "verified: 2024-02-29\n",
    "verified: é\n", "accept: [a, <script>, \"\\\"onx=1\"]\n", "shuffle: maybe\n", "draft: true\n", "draft: 'é'\n",
    "extra: {a: {b: [1]}}\n", "extra: é\n", "nosuch: é\n", "é: 1\n", "1: 2\n", "? a\n: b\n", "a: &x [*x]\n",
    "a: *nosuch\n", "<<: {title: U}\n", "- item\n", "\ttab: 1\n", "# note\n", "text: |\n  title: no\n  é\n",
    "text: >-\n\n  a\n", "'title': Q\n", "a: \"\n", "a: 'é\n", "%YAML 1.2\n", "a: !!binary x\n", "é: [é, {é\n",
    "\u{feff}", "\u{0}", "a: b: é\n", "title : spaced\n", "  title: indented\n", "!é: 1\n", "a: é: 1\n",
    "\u{85}title: x\n", "é: \"é\" é\n",
];

/// Pieces of a body.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "text ", "é", "😀\u{200d}", "\u{feff}", "\u{0}", "\u{a0}", "\u{202e}", "\t", "  ", "    ", "\\", "\\\n", "  \n",
    "---\n", "***\n", "===\n", "# One\n", "## Answer\n", "## Answer\n\nText.\n\n", "## In short\n", "## Hint\n\n",
    "## Explanation\n\nBecause.\n\n", "## Follow-ups\n\n- a\n\n", "## answer\n", "## Nosuch é\n", "### Sub\n\n",
    "### answer\n\n", "### fn-1\n\n", "##### Deep\n", "###### é *x* `y` $z$\n", "Answer\n------\n", "##\n", "#\n",
    "- [x] right\n", "- [ ] wrong\n", "- [x] é\n  > feedback\n", "- [X] X\n", "- [] none\n", "- [ ]\n",
    "* [x] star\n", "1. [x] one\n", "+ [ ] plus\n", "- [x] code\n\n  ```py\n  x\n  ```\n", "- [ ] a\n> lazy\n",
    "> not indented\n", "  - [x] nested\n", "- [ ] <b>b\n", "- plain\n", "\n\n- loose\n\n", "> quote\n",
    "> > > deeper\n", ">", "> [!NOTE]\n> é\n", "> [!TIP]\n", "> - [x] in\n", "> ```\n> code\n", "> | a |\n> |---|\n",
    "```\n", "```python\nx = '</code>'\n```\n", "```klingon\n", "````\n", "~~~ é {x}\n", "~~~\n",
    "```<script>\"onx=1\n", "    indented\n", "`", "``", "`c`", "| a | b |\n", "|---|:-:|\n", "| 1 | `|` \\| $|$ |\n",
    "|", "| a |\n|--|\n| é |\n\n", "[^1]", "[^1]: note\n", "[^é]: [^1] [^2]\n", "[^2]: a\n\n    b\n", "[^",
    "[^]: x\n", "^[inline]", "[^1]: > quote\n", "[^a][^a]", "$", "$$", "$x$", "$$x$$", "$\\nosuch$",
    "$$\n\\frac{é}{\n$$\n", "$\\text{\" onx=1}$", "$<script>$", "$\\sqrt{\\sqrt{x}}$", "$\\left($", "$ $", "\\$",
    "$`$", "$\\begin{matrix} a & b \\\\ c \\end{matrix}$", "$}{$", "$\\é$", "$%$", "$\u{0}$", "[a](sound.md)",
    "[a](sound.md#a-heading)", "[a](nosuch.md#é)", "[a](../rag/_index.md)", "[a](/x)", "[a](../../x)", "[a](#answer)",
    "[a]()", "[](x)", "[a](javascript:alert(1))", "[a](JaVa&#10;ScRiPt:alert(1))", "[a](java\\\nscript:x)",
    "[a](<javascript:x>)", "[a](data:text/html,x)", "[a](vbscript:x)", "[a](//e.org)", "[a](\\\\e.org)",
    "[a](https://e.org/\"onx=1)", "[a](https://e.org 'x\" onx=1')", "[a](http:javascript:x)", "[a](%6aavascript:x)",
    "[a](&#106;avascript&colon;x)", "[a](\u{1}javascript:x)", "[a](\u{a0}javascript:x)", "[a](mailto:a@b.c)",
    "[a](:x)", "[a](x:y)", "[a](é:1)", "<javascript:alert(1)>", "<https://e.org/?a=\"onx=1>", "<a@b.c>", "www.e.org",
    "[r]", "[r]: javascript:x\n", "[r]: <sound.md> 'é'\n", "[a][r]", "[a", "](", ")", "![", "![](x.png)",
    "![é](x.png 'é\" onx=1')", "![a](https://e.org/a.png)", "![a](https://e.org/onx=1/)", "![a](javascript:x)",
    "![a](data:image/svg+xml,x)", "![a](//e.org/x.png)", "![![b](c)](d)", "[![a](b.svg)](c)",
    "![\" onx=1](https://e.org/\"onx=1)", "<script>alert(1)</script>\n", "<script>", "</script>", "<script\nsrc=x>",
    "<scr<script>ipt>", "<img src=x onerror=alert(1)>", "<img src=\"x\n", "<svg onload=alert(1)>",
    "<svg><script>x</script></svg>", "<math><mi xlink:href=\"javascript:x\">", "<iframe srcdoc='<script>x</script>'>",
    "<object data=x>", "<a href=\"javascript:x\">", "<a href=' &#1; javascript:x'>", "<a\nonclick=x href=x>", "</a>",
    "<b onclick=x>b</b>", "<b>", "</b>", "<i", "<div>\n", "</div>\n\n", "<div title=\"\n\n", "<div title='\n\n",
    "\"></div>\n\n", "'></div>\n\n", "<p title=\"", "<!--", "-->", "<!-- é -->\n", "<?php x ?>", "<![CDATA[", "]]>",
    "<!DOCTYPE x>", "<style>*{}</style>", "<style>\n", "<textarea>", "</textarea>", "<title>", "<plaintext>",
    "<noscript>", "<template>", "<form action=javascript:x>", "<input onfocus=x autofocus>",
    "<button formaction=javascript:x>", "<base href=//e.org>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=x>", "<table><tr><td>", "</table>", "<select>", "<h2 id=sound>",
    "<details open ontoggle=x>", "</details>", "</main>", "</article>", "</body>", "<b data-kept=\"kept-0\">",
    "<p style=\"x\">", "<a name=x id=y class=z>", "&lt;script&gt;", "&#60;script&#62;", "&amp;", "&#0;", "&nosuch;",
    "&", "<", ">", "\"", "'", "<>", "</>", "< b>", "{{ 7*7 }}", "{% raw %}", "{#", "topics_html", "*", "**", "_",
    "~~", "~", "*a _b* c_", "***x", "--", "...", ":", "::: x\n", "term\n: definition\n", "- a\n  - b\n    - c\n",
    "1) x\n", "10. é\n", "- \n", "-\n\n  x\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\u{2028}", "\u{85}",
];

/// A question put together of pieces, with each of the two line endings.
fn junk() -> impl Strategy<Value = String> {
    let opening = select(&["---\n", "---\n", "---\n", "---\n", "\u{feff}---\n", "--- \n", "\n---\n", "----\n", ""][..]);
    let closing = select(&["---\n", "---\n", "---\n", "---\n", "...\n", "---", "-- -\n", ""][..]);
    let parts = (opening, vec(select(KEYS), 0..5), closing, vec(select(PIECES), 0..24), any::<bool>());
    parts.prop_map(|(opening, keys, closing, pieces, windows)| {
        let text = format!("{opening}title: T\n{}{closing}\n{}", keys.concat(), pieces.concat());
        if windows { text.replace('\n', "\r\n") } else { text }
    })
}

/// A question whose front matter is right, so that its body is judged.
fn body() -> impl Strategy<Value = String> {
    let kind = select(
        &[
            "",
            "kind: short\n",
            "kind: short\naccept: [\"a\\\"onx=1\", \"<script>\"]\n",
            "kind: numeric\nanswer: -1.5e3\ntolerance: 1%\nunit: \"a\\\"onx=1<script>\"\n",
            "kind: mcq\n",
        ][..],
    );
    let extra = select(
        &["", "", "extra: {a: {b: [1, é]}, 1: {true: .nan}}\n", "extra: {null: 1}\n", "extra: {1.5: !t x, [a]: b}\n"][..],
    );
    (kind, extra, vec(select(PIECES), 0..24)).prop_map(|(kind, extra, pieces)| {
        let options = if kind.contains("mcq") { "\n\n- [x] A\n- [ ] B\n" } else { "" };
        format!("---\ntitle: T <b>é</b> $x$ `c`\n{kind}{extra}---\n\n{}{options}", pieces.concat())
    })
}

// ---------------------------------------------------------------- nothing panics, everything points into its file

proptest! {
    #![proptest_config(times(400))]

    #[test]
    fn any_text_can_be_a_question_file(text in prop_oneof![anything(), signs()]) {
        diagnose(&sources(BOOK, &[("content/rag/any.md", &text)]))?;
    }

    #[test]
    fn any_text_can_be_front_matter_and_body(front in prop_oneof![anything(), signs()], rest in signs()) {
        diagnose(&sources(BOOK, &[("content/rag/any.md", &format!("---\n{front}\n---\n{rest}"))]))?;
    }

    #[test]
    fn any_text_can_be_a_topic_a_page_and_the_home_page(text in prop_oneof![junk(), signs()]) {
        let files = [("content/_index.md", &*text), ("content/new/_index.md", &*text), ("content/pages/any.md", &*text)];
        diagnose(&sources(BOOK, &files))?;
    }

    #[test]
    fn any_text_can_be_the_settings(text in prop_oneof![anything(), signs(), toml()]) {
        diagnose(&sources(&text, &[]))?;
    }

    #[test]
    fn any_name_can_be_a_path(names in vec(prop_oneof![anything(), signs(), path()], 1..4), text in body()) {
        diagnose(&sources(BOOK, &[(&format!("content/{}.md", names.join("/")), &text)]))?;
    }
}

proptest! {
    #![proptest_config(times(3000))]

    #[test]
    fn any_junk_can_be_a_question_file(text in junk()) {
        diagnose(&sources(BOOK, &[("content/rag/any.md", &text)]))?;
    }
}

proptest! {
    #![proptest_config(times(500))]

    #[test]
    fn line_endings_make_no_difference(text in body()) {
        let unix = text.replace('\r', "");
        let windows = unix.replace('\n', "\r\n");
        prop_assert_eq!(places(&unix)?, places(&windows)?);
    }
}

/// What is wrong with a question: the code, the line and the column of each mistake.
fn places(text: &str) -> Result<Vec<String>, TestCaseError> {
    let sources = sources(BOOK, &[("content/rag/any.md", text)]);
    let lines = render(&diagnose(&sources)?, &sources, Format::Json, Style { prefix: "", color: false, width: 80 });
    let place = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {} {}", line["code"], line["line"], line["column"])
    };
    Ok(lines.lines().map(place).collect())
}

/// Settings, sound and not.
#[rustfmt::skip]
fn toml() -> impl Strategy<Value = String> {
    let lines = [
        "[book]\n", "[build]\n", "[output]\n", "[output.html]\n", "[é]\n", "[[book]]\n", "title = \"é\"\n",
        "title = 1\n", "src = \"../é\"\n", "src = \"\"\n", "authors = [\"é\", 1]\n", "language = \"é\"\n",
        "build-dir = \"a/../b\"\n", "site-url = \"https://é.org\"\n", "cname = \"é\"\n", "theme = \"é\"\n",
        "additional-css = [\"é.css\"]\n", "allow-html = \"é\"\n", "é = 1\n", "\"é\" = 'é'\n", "html = 1\n",
        "book = 1\n", "a.b.c = {é = [1,\n", "x = \"\"\"é\n", "\u{feff}", "# é\n", "= é\n", "t = 2024-99-99\n",
    ];
    vec(select(lines.to_vec()), 0..8).prop_map(|lines| lines.concat())
}

fn path() -> impl Strategy<Value = String> {
    select(vec![
        "rag", "RAG", "pages", "_index", "index", "con", "é", "e\u{301}", "", ".", "..", "a.html", "sound", "42",
        "print", "a b", "%2e", "a#b",
    ])
    .prop_map(str::to_owned)
}

// ---------------------------------------------------------------- content stays in its place

proptest! {
    #![proptest_config(times(250))]

    #[test]
    fn content_cannot_break_out_where_html_is_text(text in body()) {
        site_is_safe(BOOK, &text)?;
    }

    #[test]
    fn content_cannot_break_out_where_html_is_allowed(text in body()) {
        site_is_safe(OPEN, &text)?;
    }
}

proptest! {
    #![proptest_config(times(300))]

    #[test]
    fn in_a_sound_guide_every_anchor_is_there_once_and_every_link_leads_to_one(text in sound()) {
        site_is_whole(&text)?;
    }
}

/// A body in which little is wrong, with headings and notes that could clash.
#[rustfmt::skip]
fn sound() -> impl Strategy<Value = String> {
    let pieces = [
        "Text.\n\n", "### A\n\n", "### A\n\n", "### A-1\n\n", "### Answer\n\n", "### Hint\n\n", "### fn-1\n\n",
        "### fnref-1\n\n", "### _Main\n\n", "### Any\n\n", "### É `x` $y$\n\n", "### \u{2026}\n\n",
        "### Related\n\n#### Related\n\n", "> ### Quoted\n\n", "- ### Listed\n\n", "> ## Hint\n\n",
        "## Hint\n\nText.\n\n", "## In short\n\nText.[^1]\n\n", "## Follow-ups\n\n- Text.\n\n",
        "## Explanation\n\nText.\n\n", "[^1]", "[^1]", "[^2]", "[^é]", "[^1]: One.[^2]\n\n", "[^2]: Two.[^1]\n\n",
        "[^é]: É.\n\n    ### In a note\n\n", "[a](sound.md#a-heading) ", "[a](#answer) ", "[a](deep/other.md) ",
        "[a](sound.md#answer) ", "[a](../pages/any.md) ", "[a](_index.md#top) ", "[a](../_index.md) ",
        "[a](../main/_index.md) ", "| a |\n|---|\n| [^1] |\n\n", "- [x] done\n\n", "> [!NOTE]\n> Text.\n\n", "$x$ ",
        "$$y$$\n\n", "```python\nx = 1\n```\n\n",
    ];
    vec(select(pieces.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

/// Builds a guide that says the same in many places. Where something is wrong with it, nothing is asked of its site.
fn site_is_whole(text: &str) -> TestCaseResult {
    prepare();
    let folder = tempfile::tempdir().unwrap();
    let question = format!("---\ntitle: T\n---\n\n## Answer\n\nText.\n\n{text}");
    let deeper = text.replace("](", "](../").replace("../#", "#");
    let other = format!("---\ntitle: T\naliases: [earlier]\n---\n\nText.\n\n{deeper}");
    let prose = text
        .replace("## Hint", "### Hint")
        .replace("\n\n## ", "\n\n### ")
        .replace("#answer) ", "#a-heading) ")
        .replace("](#a-heading", "](#top");
    let prose = format!("---\ntitle: T\n---\n\n## Top\n\n### Deep\n\n{prose}");
    let files = [
        ("content/_index.md", "---\ntitle: Home\n---\n\n## A\n"),
        ("content/main/_index.md", "---\ntitle: Main\n---\n\n## Main\n"),
        ("content/pages/any.md", "---\ntitle: Any\n---\n\n## Any\n"),
        ("content/rag/_index.md", prose.as_str()),
        ("content/rag/any.md", question.as_str()),
        ("content/rag/deep/_index.md", "---\ntitle: Deep\n---\n\n## A\n"),
        ("content/rag/deep/other.md", other.as_str()),
    ];
    let mut sources = sources(BOOK, &files);
    folder.path().clone_into(&mut sources.root);
    let (config, found) = config::parse(&sources.files[0].text);
    let out = folder.path().join("site");
    let before = Before::look(&sources, &config, true, &out);
    let loaded = load(&sources, config, found, true).map_err(|error| TestCaseError::fail(error.to_string()))?;
    if count(&loaded.diagnostics).0 > 0 {
        return Ok(());
    }
    build(&loaded, &THEME, &out, &before, &Unwatched).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let pages = ["index.html", "rag.html", "rag/deep.html", "main.html", "print.html", "404.html"];
    let read = |page: &str| std::fs::read_to_string(out.join(page)).unwrap();
    for page in pages {
        page_is_safe(&read(page), true).map_err(|reason| TestCaseError::fail(format!("{page}: {reason}\n{text}")))?;
        for (name, value) in tags(&read(page)).iter().flat_map(|tag| &tag.attributes) {
            if name != "href" || value.contains("://") || value.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = value.split_once('#').unwrap_or((value, ""));
            let file = if file.is_empty() {
                page.to_owned()
            } else if page.contains('/') {
                file.replacen("../", "", 1)
            } else {
                file.to_owned()
            };
            prop_assert!(out.join(&file).is_file(), "{page}: `{value}` leads nowhere\n{text}");
            let is_it = |(name, value): &(String, String)| name == "id" && value == anchor;
            let there = anchor.is_empty() || tags(&read(&file)).iter().any(|tag| tag.attributes.iter().any(is_it));
            prop_assert!(there, "{page}: `{value}` leads to no anchor\n{text}");
        }
    }
    Ok(())
}

static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let config = Config::default();
    let (language, _) = Language::load(&sources("", &[]), &config);
    let (theme, found) = Theme::load(&sources("", &[]), &config, &Arc::new(language)).unwrap();
    theme.unwrap_or_else(|| panic!("{found:?}"))
});

/// Builds a guide with the question, its mistakes notwithstanding, and looks at every page that shows it.
fn site_is_safe(book: &str, text: &str) -> TestCaseResult {
    prepare();
    let folder = tempfile::tempdir().unwrap();
    let mut sources =
        sources(book, &[("content/rag/any.md", text), ("content/pages/any.md", text), ("content/_index.md", text)]);
    folder.path().clone_into(&mut sources.root);
    let (config, found) = config::parse(&sources.files[0].text);
    let out = folder.path().join("site");
    let before = Before::look(&sources, &config, true, &out);
    let loaded = load(&sources, config, found, true).map_err(|error| TestCaseError::fail(error.to_string()))?;
    build(&loaded, &THEME, &out, &before, &Unwatched).map_err(|error| TestCaseError::fail(error.to_string()))?;
    // Ids may clash where a mistake says that they do; the program builds no such site.
    let sound = count(&loaded.diagnostics).0 == 0;
    for page in [
        "index.html",
        "rag.html",
        "any.html",
        "self-check.html",
        "review.html",
        "search.html",
        "print.html",
        "404.html",
    ] {
        let Ok(html) = std::fs::read_to_string(out.join(page)) else { continue };
        page_is_safe(&html, sound)
            .and_then(|()| data_is_safe(&html))
            .map_err(|reason| TestCaseError::fail(format!("{page}: {reason}\n{text}")))?;
    }
    Ok(())
}

/// Elements of ours and those that content may have. Anything else could run, load or restyle something.
const ELEMENTS: &str = " a abbr acronym article b bdi bdo blockquote br caption center check-question cite code col colgroup data dd del \
    details dfn div dl dt em fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label legend li main mark \
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup \
    mtable mtd mtext mtr munder munderover nav ol option output p pre question-filter question-nav q reveal-all review-desk rp rt rtc ruby s samp section select self-check site-search small span study-state \
    strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr annotation semantics none aside button footer ";

const VOID: &str = " area br col embed hr img input link meta source wbr ";

/// What a browser would see between `<main …>` and `</main>`. In a sound guide, no id is given twice.
fn page_is_safe(html: &str, sound: bool) -> Result<(), String> {
    let tags = tags(html);
    let start = tags.iter().position(|tag| tag.name == "main" && !tag.closes).ok_or("no `<main>`")?;
    let (mut open, mut ids, mut closed) = (Vec::new(), HashSet::new(), false);
    for tag in &tags[start..] {
        let Tag { name, attributes, closes, closes_itself } = tag;
        if closed {
            // What follows is the footer, which no content is in.
            break;
        }
        if !ELEMENTS.contains(&format!(" {name} ")) {
            return Err(format!("there is a `<{name}>`"));
        }
        for (attribute, value) in attributes {
            let url = ["href", "src", "action", "formaction", "cite", "poster", "data", "xlink:href", "srcdoc"]
                .contains(&attribute.as_str());
            if attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc" || (url && !is_safe(value))
            {
                return Err(format!("there is a `<{name} {attribute}=\"{value}\">`"));
            }
            if attribute == "id" && !ids.insert(value.clone()) && sound {
                return Err(format!("the id `{value}` is given twice"));
            }
        }
        match (closes, VOID.contains(&format!(" {name} ")) || *closes_itself) {
            (false, true) => {}
            (false, false) => open.push(name.clone()),
            (true, _) => {
                let last = open.pop();
                if last.as_ref() != Some(name) {
                    return Err(format!("`</{name}>` closes `<{}>`", last.unwrap_or_default()));
                }
                closed = open.is_empty();
            }
        }
    }
    if closed { Ok(()) } else { Err(format!("these are not closed: {open:?}")) }
}

/// The structured data, which holds text of the content, is one JSON document, and the page ends after it.
fn data_is_safe(html: &str) -> Result<(), String> {
    let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else { return Ok(()) };
    let (json, end) = rest.split_once('<').ok_or("the structured data does not end")?;
    serde_json::from_str::<serde_json::Value>(json).map_err(|error| error.to_string())?;
    if end == "/script>\n</body>\n</html>\n" { Ok(()) } else { Err(format!("after the data comes `<{end}`")) }
}

/// Whether an address is relative or has a scheme that may be followed, as browsers read it.
fn is_safe(url: &str) -> bool {
    let seen: String =
        url.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let seen = seen.to_lowercase();
    let scheme = seen.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '?', '#', ' ']));
    scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme))
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    closes: bool,
    closes_itself: bool,
}

/// The tags of a page, by the rules of the HTML standard's tokenizer ("13.2.5 Tokenization") as far as they matter here.
fn tags(html: &str) -> Vec<Tag> {
    let (mut tags, mut rest) = (Vec::new(), html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let closes = rest.starts_with('/');
        let name = rest.strip_prefix('/').unwrap_or(rest);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = name.find(|c: char| c.is_whitespace() || c == '/' || c == '>').unwrap_or(name.len());
        let (attributes, closes_itself, after) = attributes(&name[end..]);
        let name = name[..end].to_lowercase();
        rest = after;
        if !closes && ["script", "style", "title", "textarea"].contains(&name.as_str()) {
            rest = rest.to_lowercase().find(&format!("</{name}")).map_or("", |end| &rest[end..]);
        }
        tags.push(Tag { name, attributes, closes, closes_itself });
    }
    tags
}

/// The attributes that `text` begins with, whether `/>` ends them, and what follows the tag.
fn attributes(text: &str) -> (Vec<(String, String)>, bool, &str) {
    let (mut found, mut rest, mut slash) = (Vec::new(), text, false);
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return (found, slash, after);
        }
        if let Some(after) = rest.strip_prefix('/') {
            (rest, slash) = (after, true);
            continue;
        }
        if rest.is_empty() {
            return (found, slash, rest);
        }
        slash = false;
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let stop = |c: char| c.is_whitespace() || matches!(c, '/' | '>' | '=');
        let end = rest[first..].find(stop).map_or(rest.len(), |end| first + end);
        let name = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
            };
        }
        found.push((name, decode(value)));
    }
}

/// The entities that could hide a scheme.
fn decode(value: &str) -> String {
    let entities = [
        ("&colon;", ":"),
        ("&Tab;", "\t"),
        ("&NewLine;", "\n"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(value.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[test]
fn headings_that_look_like_anchors_of_ours_do_not_clash_with_them() {
    for text in [
        "### Answer\n\nText.\n",
        "### Hint\n\n## Hint\n\nText.\n",
        "> ## Hint\n\n## Hint\n\nText.\n",
        "- ## In short\n\n## In short\n\nText.\n",
        "Text.[^1]\n\n[^1]: Note.\n\n### fn-1\n",
        "Text.[^1]\n\n[^1]: Note.\n\n### fnref-1\n",
        "### _Main\n\n### Deep\n\n### Any\n",
    ] {
        site_is_whole(text).unwrap_or_else(|reason| panic!("{reason}"));
    }
}

#[test]
fn known_ways_out_are_closed() {
    for way in [
        "<div title=\"\n\n![a](https://e.org/onmouseover=alert(1)/)\n\n\"></div>",
        "<div title='\n\n![a](https://e.org/onmouseover=alert(1)/)\n\n'></div>",
        "<p title=\"![a](https://e.org/onx=1/ 'b')\">",
        "<div title=\"\n\n    indented\n# One\n",
        "<div title=\"\n\n```html\n\"onx=1\n```\n\n> [!NOTE]\n> \" onx=1\n\n### \" onx=1\n",
        "<div title=\"\n\n$\\text{\" onx=1}$ $$\\mathrm{a}$$[^1]\n\n[^1]: \" onx=1\n",
        "<b data-kept=\"kept-0;\">kept-0;</b>",
        "<a href=\"java&#10;script:alert(1)\">a</a> <a href=\"data:text/html,x\">b</a>",
        "<math><mtext></p><img src=x onerror=alert(1)>",
        "<svg><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "</article></main><script src=\"https://e.org/x.js\"></script>",
    ] {
        for book in [BOOK, OPEN] {
            site_is_safe(book, &format!("---\ntitle: T\n---\n\n{way}\n")).unwrap_or_else(|reason| panic!("{reason}"));
        }
    }
}

#[test]
fn the_judge_of_pages_is_not_blind() {
    let page = |inner: &str| page_is_safe(&format!("<body><main id=\"_.main\">{inner}</main></body>"), true);
    for good in [
        "<p>a</p>",
        "<br>",
        "<a href=\"x.html#y\">a</a>",
        "<math><mspace width=\"1em\"/></math>",
        "<p title=\"<b onx=1>\">a</p>",
        "&lt;script>",
    ] {
        assert_eq!(page(good), Ok(()), "{good}");
    }
    for bad in [
        "<script>x</script>",
        "<p onx=1>a</p>",
        "<p title=\"a\"onx=1>a</p>",
        "<a href=\"java\nscript:x\">a</a>",
        "<p/onx=1>a</p>",
        "<a href=' javascript&colon;x'>a</a>",
        "<p></main></p>",
        "<p>",
        "</p>",
        "<b><i></b></i>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<p title=\"<img src=\"https://e.org/onx=1/\">\">",
        "<p style=\"x\">a</p>",
        "<svg></svg>",
        "<a href=data:text/html,x>a</a>",
    ] {
        assert!(page(bad).is_err(), "{bad}");
    }
}
