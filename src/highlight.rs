//! Code in colour: what each part of a code block is, as short classes.
//!
//! syntect's own class generator makes 17 bytes of HTML of each byte of code. Instead, a synthetic theme gives each kind
//! of token a "colour" that is really an index into [`CLASSES`], and neighbours of a kind are one run. The style sheet
//! then colours one-letter classes, for light and for dark; no colour is ever written into a page.
//!
//! A [`Run`] is a length and a class, never HTML: what is remembered between builds can at worst be forged into wrong
//! colours. [`Highlights::prepare`] is the entry point; it runs syntect only on blocks that the memo does not know.

use std::collections::HashMap;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html_body_text;
use rayon::prelude::*;
use syntect::easy::HighlightLines;
use syntect::highlighting::{Color, ScopeSelectors, StyleModifier, Theme, ThemeItem, ThemeSettings};
use syntect::parsing::{SyntaxReference, SyntaxSet};

use crate::markdown::Code;
use crate::memo::{Key, KeyMaker, Memo};

/// The classes and the scopes that get them. Scopes are Sublime Text's ("Scope Naming" in its documentation); the more
/// specific selector wins. A class is one letter, because a page may hold thousands.
const CLASSES: &[(char, &str)] = &[
    ('c', "comment, punctuation.definition.comment"),
    ('s', "string, punctuation.definition.string"),
    ('n', "constant.numeric"),
    ('k', "keyword, storage, variable.language.self"),
    ('t', "entity.name.type, entity.name.class, entity.name.struct, entity.name.enum, support.type, support.class"),
    ('f', "entity.name.function, support.function, variable.function"),
    ('v', "variable.parameter"),
    ('o', "keyword.operator"),
    ('a', "variable.annotation, meta.annotation, entity.other.attribute-name, support.type.property-name"),
    ('b', "constant.language, support.constant, constant.other"),
    ('m', "markup.heading, entity.name.tag, entity.name.section, meta.mapping.key"),
    ('e', "constant.character.escape, string.regexp"),
    ('d', "markup.deleted"),
    ('i', "markup.inserted"),
    ('x', "invalid"),
];

/// Blocks longer than this, and blocks with a line longer than [`MAX_LINE`], are shown without colours: a grammar may
/// take more than linear time on them. In bytes.
const MAX_BLOCK: usize = 64 * 1024;
const MAX_LINE: usize = 2000;

/// Names that mean "no colors, and that is fine". Formulas in `math` are no code, but one that is never closed is.
const PLAIN: &[&str] = &[
    "text",
    "plain",
    "plaintext",
    "txt",
    "none",
    "output",
    "math",
    "pseudocode",
    "pseudo",
    "pseudo-code",
    "algorithm",
    "terminal",
    "logs",
    "raw",
    "ascii",
    "bnf",
    "ebnf",
    "tree",
];

/// Names that authors use, GitHub among them, and the grammars don't know.
const ALIASES: &[(&str, &str)] = &[
    ("jsx", "tsx"),
    ("console", "sh"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("shellsession", "sh"),
    ("sh-session", "sh"),
    ("bash-session", "sh"),
    ("zsh-session", "sh"),
    ("ksh", "sh"),
    ("shell-script", "sh"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsonl", "json"),
    ("ndjson", "json"),
    ("geojson", "json"),
    ("regex", "re"),
    ("regexp", "re"),
    ("cuda", "c++"),
    ("cu", "c++"),
    ("opencl", "c++"),
    ("arduino", "c++"),
    ("ino", "c++"),
    ("python3", "python"),
    ("pycon", "python"),
    ("ipython", "python"),
    ("jupyter", "python"),
    ("pyspark", "python"),
    ("mojo", "python"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("cshtml", "cs"),
    ("razor", "cs"),
    ("dotnet", "cs"),
    ("vb", "asp"),
    ("vbnet", "asp"),
    ("vb.net", "asp"),
    ("vba", "asp"),
    ("vbscript", "asp"),
    ("vbs", "asp"),
    ("visual-basic", "asp"),
    ("visualbasic", "asp"),
    ("batch", "bat"),
    ("batchfile", "bat"),
    ("dosbatch", "bat"),
    ("doscon", "bat"),
    ("pwsh", "ps1"),
    ("objc", "objective-c"),
    ("obj-c", "objective-c"),
    ("objectivec", "objective-c"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("mysql", "sql"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("pgsql", "sql"),
    ("plsql", "sql"),
    ("plpgsql", "sql"),
    ("tsql", "sql"),
    ("sqlite", "sql"),
    ("mariadb", "sql"),
    ("sparksql", "sql"),
    ("hiveql", "sql"),
    ("node", "js"),
    ("mjs", "js"),
    ("rescript", "js"),
    ("rlang", "r"),
    ("rscript", "r"),
    ("octave", "matlab"),
    ("assembly", "nasm"),
    ("x86asm", "nasm"),
    ("arm", "s"),
    ("armasm", "s"),
    ("mips", "s"),
    ("riscv", "s"),
    ("risc-v", "s"),
    ("elisp", "lisp"),
    ("emacs-lisp", "lisp"),
    ("common-lisp", "lisp"),
    ("scheme", "rkt"),
    ("fsharp", "f#"),
    ("fortran", "f90"),
    ("cython", "pyx"),
    ("handlebars", "html"),
    ("hbs", "html"),
    ("mustache", "html"),
    ("liquid", "html"),
    ("angular", "html"),
    ("astro", "html"),
    ("django", "jinja2"),
    ("mdx", "markdown"),
    ("editorconfig", "ini"),
    ("systemd", "ini"),
    ("apache", "apache conf"),
    ("apacheconf", "apache conf"),
    ("graphviz", "dot"),
    ("hlsl", "glsl"),
    ("metal", "glsl"),
    ("processing", "java"),
    ("apex", "java"),
    ("ssh-config", "ssh_config"),
    ("gdscript", "gd"),
    ("vimscript", "vim"),
    ("delphi", "pas"),
    ("ansible", "yaml"),
    ("openapi", "yaml"),
    ("swagger", "yaml"),
    ("git-commit", "git commit"),
    ("gitcommit", "git commit"),
    ("reason", "ml"),
    ("reasonml", "ml"),
];

/// The names that are proposed for one that is not known, besides those above. The grammars know more, but most of those
/// are the endings of rare files.
const COMMON: &[&str] = &[
    "asm",
    "awk",
    "bash",
    "c",
    "c++",
    "clojure",
    "cmake",
    "coffeescript",
    "cpp",
    "crystal",
    "css",
    "csv",
    "d",
    "dart",
    "diff",
    "dockerfile",
    "elixir",
    "elm",
    "erlang",
    "f90",
    "fish",
    "go",
    "graphql",
    "groovy",
    "haml",
    "haskell",
    "hcl",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "jinja2",
    "js",
    "json",
    "jsonnet",
    "julia",
    "kotlin",
    "latex",
    "less",
    "lisp",
    "llvm",
    "lua",
    "makefile",
    "markdown",
    "matlab",
    "nginx",
    "nim",
    "nix",
    "objective-c",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "powershell",
    "properties",
    "protobuf",
    "puppet",
    "purescript",
    "python",
    "qml",
    "r",
    "racket",
    "rego",
    "rst",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scss",
    "sh",
    "solidity",
    "sql",
    "svelte",
    "swift",
    "tcl",
    "terraform",
    "tex",
    "toml",
    "ts",
    "tsv",
    "tsx",
    "twig",
    "typescript",
    "typst",
    "verilog",
    "vhdl",
    "vim",
    "vue",
    "wgsl",
    "xml",
    "yaml",
    "zig",
    "zsh",
];

/// Names of languages for diagrams. Their code is shown, and no diagram is drawn.
const DIAGRAMS: &[&str] =
    &["mermaid", "plantuml", "puml", "d2", "nomnoml", "wavedrom", "vega-lite", "ditaa", "topojson", "stl"];

/// Part of every key: a change of the grammars or of the classes must not find old results.
const GENERATION: &str = concat!("highlight 1 two-face 0.5.2 syntect 5.3.0 ", env!("CARGO_PKG_VERSION"));

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static THEME: LazyLock<Theme> = LazyLock::new(theme);

/// A stretch of code of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// In bytes.
    length: u32,
    /// The index into [`CLASSES`] plus one; 0 is plain.
    class: u8,
}

/// Whether code in `language` can be shown as its author meant it.
#[must_use]
pub fn is_known(language: &str) -> bool {
    language.is_empty() || PLAIN.contains(&language.to_lowercase().as_str()) || syntax(language).is_some()
}

/// Whether a diagram is meant, which is not drawn.
#[must_use]
pub fn is_diagram(language: &str) -> bool {
    DIAGRAMS.contains(&language.to_lowercase().as_str())
}

/// The name that was probably meant by `written`, if one is near enough to be a typo of it.
#[must_use]
pub fn similar(written: &str) -> Option<&'static str> {
    let written = written.to_lowercase();
    let limit = if written.chars().count() < 6 { 1 } else { 2 };
    let names = COMMON.iter().chain(PLAIN).copied().chain(ALIASES.iter().map(|(name, _)| *name));
    names
        .filter(|name| name.len() > 2 && name.chars().next() == written.chars().next())
        .map(|name| (strsim::damerau_levenshtein(&written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let language = language.to_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language.as_str(), |(_, name)| name);
    if PLAIN.contains(&name) { None } else { SYNTAXES.find_syntax_by_token(name) }
}

/// The coloured form of every code block of a guide.
#[derive(Debug, Default)]
pub struct Highlights {
    blocks: HashMap<Key, Vec<Run>>,
}

impl Highlights {
    /// Colours every distinct block among `blocks`: from the memo where it is known, else by syntect, in parallel. The
    /// memo holds exactly these blocks afterwards.
    #[must_use]
    pub fn prepare(blocks: impl Iterator<Item = Code>, memo: &mut Memo) -> Self {
        let mut distinct: HashMap<Key, Code> = HashMap::new();
        for block in blocks {
            if !block.language.is_empty() {
                distinct.entry(key(&block.language, &block.text)).or_insert(block);
            }
        }
        let known = &*memo;
        let mut blocks: Vec<(Key, Code)> = distinct.into_iter().collect();
        // Work is dealt out in the order of this list; a sorted one makes every run alike.
        blocks.sort_by_key(|(key, _)| *key);
        let done: Vec<(Key, Vec<Run>)> = blocks
            .into_par_iter()
            .filter_map(|(key, block)| {
                let remembered = known.get(&key).and_then(|bytes| decode(bytes, &block.text));
                let runs = match remembered {
                    Some(runs) => runs,
                    None => highlight(syntax(&block.language)?, &block.text)?,
                };
                Some((key, runs))
            })
            .collect();
        memo.replace(done.iter().map(|(key, runs)| (*key, encode(runs))));
        Self { blocks: done.into_iter().collect() }
    }

    /// A block as HTML, or `None` if it has no colours.
    #[must_use]
    pub fn html(&self, language: &str, text: &str) -> Option<String> {
        if language.is_empty() {
            return None;
        }
        let runs = self.blocks.get(&key(language, text))?;
        let mut out = String::with_capacity(text.len() * 3);
        let mut at = 0;
        for run in runs {
            let end = at + run.length as usize;
            let piece = text.get(at..end)?;
            at = end;
            let class = usize::from(run.class).checked_sub(1).and_then(|index| CLASSES.get(index));
            if let Some((letter, _)) = class {
                out.push_str("<span class=\"");
                out.push(*letter);
                out.push_str("\">");
            }
            // Writing into a string can't fail.
            let _ = escape_html_body_text(&mut out, piece);
            if class.is_some() {
                out.push_str("</span>");
            }
        }
        Some(out)
    }
}

fn key(language: &str, text: &str) -> Key {
    KeyMaker::default().with(GENERATION).with(language).with(text).key()
}

fn theme() -> Theme {
    let color = |index: usize| Color { r: u8::try_from(index).unwrap_or(0), g: 0, b: 0, a: 255 };
    let item = |(index, (_, scopes)): (usize, &(char, &str))| {
        let scope: ScopeSelectors = scopes.parse().ok()?;
        let style = StyleModifier { foreground: Some(color(index + 1)), background: None, font_style: None };
        Some(ThemeItem { scope, style })
    };
    Theme {
        name: None,
        author: None,
        settings: ThemeSettings { foreground: Some(color(0)), ..ThemeSettings::default() },
        scopes: CLASSES.iter().enumerate().filter_map(item).collect(),
    }
}

fn highlight(syntax: &SyntaxReference, text: &str) -> Option<Vec<Run>> {
    if text.len() > MAX_BLOCK || text.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    // A broken grammar may panic; the block is then shown without colours.
    crate::guard::catch(|| {
        let mut lines = HighlightLines::new(syntax, &THEME);
        let mut runs: Vec<Run> = Vec::new();
        for line in text.split_inclusive('\n') {
            for (style, piece) in lines.highlight_line(line, &SYNTAXES).ok()? {
                // White space has no colour, so it may join whatever is before it.
                let class =
                    if piece.trim().is_empty() { runs.last().map_or(0, |run| run.class) } else { style.foreground.r };
                let length = u32::try_from(piece.len()).ok()?;
                match runs.last_mut() {
                    Some(run) if run.class == class => run.length += length,
                    _ => runs.push(Run { length, class }),
                }
            }
        }
        Some(runs)
    })
    .ok()?
}

/// Runs as bytes: three for the length, one for the class. Blocks are far shorter than three bytes can say.
fn encode(runs: &[Run]) -> Vec<u8> {
    let one = |run: &Run| {
        let [a, b, c, _] = run.length.to_le_bytes();
        [a, b, c, run.class]
    };
    runs.iter().flat_map(one).collect()
}

/// The runs, if they cover `text` exactly and split no character; what was remembered may be damaged.
fn decode(bytes: &[u8], text: &str) -> Option<Vec<Run>> {
    let (quads, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut at = 0_usize;
    let mut runs = Vec::with_capacity(quads.len());
    for [a, b, c, class] in quads.iter().copied() {
        let length = u32::from_le_bytes([a, b, c, 0]);
        at = at.checked_add(length as usize)?;
        if !text.is_char_boundary(at) || usize::from(class) > CLASSES.len() {
            return None;
        }
        runs.push(Run { length, class });
    }
    (at == text.len()).then_some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_alias_and_every_proposal_is_known() {
        for name in ALIASES.iter().map(|(name, _)| name).chain(COMMON) {
            assert!(is_known(name), "{name}");
            assert!(syntax(name).is_some(), "{name}");
        }
    }

    #[test]
    fn only_typos_get_a_proposal() {
        for (written, meant) in [
            ("pyhton", Some("python")),
            ("javscript", Some("javascript")),
            ("ruts", Some("rust")),
            ("bahs", Some("bash")),
        ] {
            assert_eq!(similar(written), meant, "{written}");
        }
        for written in ["cobol", "prolog", "mermaid", "abap", "foo", "x"] {
            assert_eq!(similar(written), None, "{written}");
        }
    }

    fn html(language: &str, text: &str) -> Option<String> {
        let block = Code { language: language.to_owned(), text: text.to_owned(), range: 0..0 };
        Highlights::prepare(std::iter::once(block), &mut Memo::default()).html(language, text)
    }

    #[test]
    fn python_is_coloured_and_escaped() {
        let html = html("python", "if a < 1:  # no\n    return 'x'\n").unwrap();
        assert!(html.contains("<span class=\"k\">if </span>"), "{html}");
        assert!(html.contains("&lt;"), "{html}");
        assert!(html.contains("<span class=\"c\"># no"), "{html}");
    }

    #[test]
    fn keys_change_with_the_grammars() {
        let lock = include_str!("../Cargo.lock").replace('\r', "");
        let version = |name: &str| {
            let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \"")).unwrap();
            rest.split(['"', '+']).next().unwrap().to_owned()
        };
        for name in ["two-face", "syntect"] {
            assert!(GENERATION.contains(&format!("{name} {} ", version(name))), "{name} {}", version(name));
        }
    }

    #[test]
    fn every_alias_leads_to_a_grammar() {
        for (alias, _) in ALIASES {
            assert!(syntax(alias).is_some(), "{alias}");
        }
    }

    #[test]
    fn every_scope_selector_parses() {
        assert_eq!(THEME.scopes.len(), CLASSES.len());
    }

    #[test]
    fn a_damaged_memory_is_computed_again() {
        let text = "x = 1\n";
        let mut memo = Memo::default();
        memo.replace(std::iter::once((key("python", text), vec![1, 0, 0])));
        let block = Code { language: "python".to_owned(), text: text.to_owned(), range: 0..0 };
        let highlights = Highlights::prepare(std::iter::once(block), &mut memo);
        assert!(highlights.html("python", text).unwrap().contains("<span"), "the block lost its colours");
    }
}
