//! Reports: how many of each code there are, which are shown, and what a pull request's page and job summary get.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Screen, plural, prefix};
use crate::diagnostic::{Code, Diagnostic, Format, Severity, Style, count, render};
use crate::discover::find_repository;
use crate::error::{Error, Result};
use crate::publish::append;
use crate::source::Sources;

/// How many mistakes of one code a text shows unless all are asked for.
const SHOWN: usize = 50;

/// From how many mistakes on a text ends with a summary by code.
const LONG: usize = 20;

impl Screen<'_> {
    /// Reports the diagnostics, and whether there is an error among them.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) -> Result<bool> {
        let has_error = count(diagnostics).0 > 0;
        match self.format {
            Format::Text => {
                let prefix = prefix(&sources.root);
                let style = Style { prefix: &prefix, color: self.has_colors(), width: self.output.width() };
                let (shown, hidden) = self.fold(diagnostics);
                self.output.note(&render(&shown, sources, self.format, style));
                if diagnostics.len() > LONG || !hidden.is_empty() {
                    self.output.note(&by_code(diagnostics, &hidden));
                }
            }
            Format::Json => {
                let prefix = prefix(&sources.root);
                self.output.out(&render(
                    diagnostics,
                    sources,
                    self.format,
                    Style { prefix: &prefix, color: false, width: 0 },
                ));
            }
            Format::Github => {
                let prefix = repository_prefix(&sources.root);
                self.output.out(&render(
                    diagnostics,
                    sources,
                    self.format,
                    Style { prefix: &prefix, color: false, width: 0 },
                ));
                if let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|_| !diagnostics.is_empty()) {
                    append(Path::new(&file), &table(diagnostics))?;
                }
            }
        }
        Ok(has_error)
    }

    /// The diagnostics that are shown, and how many of each code are not.
    fn fold(&self, diagnostics: &[Diagnostic]) -> (Vec<Diagnostic>, BTreeMap<&'static str, usize>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut hidden = BTreeMap::new();
        let mut shown = Vec::new();
        for found in diagnostics {
            let count = seen.entry(found.code.name()).or_default();
            *count += 1;
            if self.all || *count <= SHOWN {
                shown.push(found.clone());
            } else {
                *hidden.entry(found.code.name()).or_default() += 1;
            }
        }
        (shown, hidden)
    }

    /// Says what went wrong outside the content: in words, and in the format that a program reads.
    pub(super) fn failure(&self, error: &Error) {
        let message = one_line(&error.to_string());
        self.output.note(&format!("{}: {message}\n", self.paint("error", "91")));
        match self.format {
            Format::Text => {}
            Format::Json => {
                let line = serde_json::json!({
                    "code": "failure", "severity": "error", "message": message,
                    "file": "", "line": 1, "column": 1, "end_line": 1, "end_column": 1,
                });
                self.output.out(&format!("{line}\n"));
            }
            Format::Github => {
                let message = message.replace('%', "%25");
                self.output.out(&format!("::error title=failure::{message}\n"));
            }
        }
    }
}

/// A text without line breaks and other control characters: a name of a file may hold any, and a line of its own could be
/// a command to whoever reads the log.
fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(visible).collect()
}

/// The codes with their counts, errors first, then the most frequent.
fn counted(diagnostics: &[Diagnostic]) -> Vec<(Code, usize)> {
    let mut counts: BTreeMap<&str, (Code, usize)> = BTreeMap::new();
    for found in diagnostics {
        counts.entry(found.code.name()).or_insert((found.code, 0)).1 += 1;
    }
    let mut counts: Vec<(Code, usize)> = counts.into_values().collect();
    counts.sort_by_key(|(code, count)| (code.severity() != Severity::Error, std::cmp::Reverse(*count)));
    counts
}

/// The end of a long text.
fn by_code(diagnostics: &[Diagnostic], hidden: &BTreeMap<&str, usize>) -> String {
    let mut out = String::from("by code:\n");
    for (code, count) in counted(diagnostics) {
        let number = plural(count, code.severity().name());
        let _ = write!(out, "{number:>15}  {:<24}  {}", code.name(), code.summary());
        if let Some(hidden) = hidden.get(code.name()) {
            let _ = write!(out, " ({hidden} not shown)");
        }
        out.push('\n');
    }
    if !hidden.is_empty() {
        let _ = writeln!(out, "at most {SHOWN} of a code are shown; `--all` shows all");
    }
    out.push('\n');
    out
}

/// The job summary: a table in Markdown.
fn table(diagnostics: &[Diagnostic]) -> String {
    let tally = Screen::tally(diagnostics).unwrap_or_default();
    let mut out =
        format!("### genai-guide: {tally}\n\n| code | count | severity | meaning |\n| --- | ---: | --- | --- |\n");
    for (code, count) in counted(diagnostics) {
        let _ = writeln!(out, "| `{}` | {count} | {} | {} |", code.name(), code.severity().name(), code.summary());
    }
    out.push('\n');
    out
}

/// The way from the top of the repository to a guide, ending in `/`; the way from here where there is no repository.
fn repository_prefix(root: &Path) -> String {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let workspace = std::env::var_os("GITHUB_WORKSPACE").map(std::path::PathBuf::from);
    let top = workspace.filter(|top| root.starts_with(top)).or_else(|| find_repository(&root));
    let Some(top) = top else { return prefix(&root) };
    let names: Vec<_> = root.strip_prefix(top).into_iter().flatten().map(|name| name.to_string_lossy()).collect();
    if names.is_empty() { String::new() } else { names.join("/") + "/" }
}
