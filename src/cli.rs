//! The command line: one file a command. [`run`] is the entry point; it parses the arguments, runs the command and turns
//! what comes of it into text and an exit code. It prints nothing itself: [`Output`] does, and is given by `main`.

mod build;
mod check;
mod report;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Format, count};
use crate::discover::{discover, find_root};
use crate::error::{Error, Result};
use crate::source::Sources;

/// Everything is fine.
pub const CLEAN: u8 = 0;
/// The content has errors.
pub const MISTAKES: u8 = 1;
/// A failure of the environment, or arguments that make no sense.
pub const FAILURE: u8 = 2;

/// Make a study site of a folder of Markdown question files.
#[derive(Debug, Parser)]
#[command(name = "genai-guide", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// What every command takes, before or after its name.
#[derive(Debug, Clone, Args)]
struct Global {
    /// The guide's folder, which holds `book.toml` [default: the nearest one from here upwards]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How mistakes are reported
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    format: FormatName,
    /// When to use colors; `auto` follows the terminal and `NO_COLOR`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Show every mistake in text, not only the first 50 of each code
    #[arg(long, global = true)]
    all: bool,
    /// Treat questions marked `draft: true` like all others
    #[arg(long, global = true)]
    drafts: bool,
    /// The build folder [default: `build-dir` in `book.toml`, or `site`]; `check` only looks whether a build may write there
    #[arg(long, global = true, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Global {
    /// The same with the folder that a command names, which counts like `--root`.
    fn at(&self, folder: Option<&PathBuf>) -> Self {
        Self { root: folder.or(self.root.as_ref()).cloned(), ..self.clone() }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site
    Build(build::Options),
    /// Report every mistake and write nothing
    Check(check::Options),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// For people: the line, underlined, with help
    Text,
    /// One JSON object a line, on standard output
    Json,
    /// Annotations on the diff of a GitHub pull request, on standard output
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Where a command's words go. `main` is the only one that prints.
pub trait Output: Sync {
    /// What was asked for: machine-readable reports. A reader that went away is no failure.
    fn out(&self, text: &str);
    /// What people should know.
    fn note(&self, text: &str);
    /// Whether people can see colours there.
    fn has_colors(&self) -> bool;
    /// How wide their terminal is, in columns.
    fn width(&self) -> usize;
    /// Whether somebody watches.
    fn is_watched(&self) -> bool;
}

/// Runs the command that `arguments` name, and returns the exit code. A panic is a failure like others; whoever sets the
/// panic hook says what it was.
pub fn run(arguments: &[std::ffi::OsString], output: &dyn Output) -> u8 {
    unpanicked(|| run_command(arguments, output))
}

fn unpanicked(run: impl FnOnce() -> u8) -> u8 {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or(FAILURE)
}

fn run_command(arguments: &[std::ffi::OsString], output: &dyn Output) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render();
            let plain = text.to_string();
            if error.use_stderr() {
                let colored = colors(early_color(arguments), output);
                output.note(&if colored { text.ansi().to_string() } else { plain });
                return FAILURE;
            }
            // Help goes to standard output, which may be a file where standard error is a terminal.
            let colored = early_color(arguments) == Color::Always;
            output.out(&if colored { text.ansi().to_string() } else { plain });
            return CLEAN;
        }
    };
    let global = &arguments.global;
    let screen = Screen { output, format: global.format.into(), color: global.color, all: global.all };
    let result = match &arguments.command {
        Command::Build(options) => build::run(&global.at(options.dir.as_ref()), options, &screen),
        Command::Check(options) => check::run(&global.at(options.dir.as_ref()), options, &screen),
    };
    result.unwrap_or_else(|error| {
        screen.failure(&error);
        FAILURE
    })
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Text => Self::Text,
            FormatName::Json => Self::Json,
            FormatName::Github => Self::Github,
        }
    }
}

/// Whether to use colors.
fn colors(color: Color, output: &dyn Output) -> bool {
    match color {
        Color::Auto => output.has_colors(),
        Color::Always => true,
        Color::Never => false,
    }
}

/// What `--color` says, as far as that can be told of arguments that make no sense.
fn early_color(arguments: &[std::ffi::OsString]) -> Color {
    let texts: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let separate = texts.windows(2).filter_map(|pair| match pair {
        [name, value] if name == "--color" => Some(value.as_ref()),
        _ => None,
    });
    let value = texts.iter().filter_map(|text| text.strip_prefix("--color=")).chain(separate).last();
    value.and_then(|value| Color::from_str(value, true).ok()).unwrap_or(Color::Auto)
}

/// Says things as the arguments ask.
struct Screen<'o> {
    output: &'o dyn Output,
    format: Format,
    color: Color,
    /// Whether every mistake is shown, however many there are of a kind.
    all: bool,
}

impl Screen<'_> {
    fn has_colors(&self) -> bool {
        colors(self.color, self.output)
    }

    /// Text in bold green, red or yellow, where there are colours.
    fn paint(&self, text: &str, ansi: &str) -> String {
        if self.has_colors() { format!("\u{1b}[1;{ansi}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// `2 errors and 1 warning`, or nothing.
    fn tally(diagnostics: &[Diagnostic]) -> Option<String> {
        let (errors, warnings) = count(diagnostics);
        match (errors, warnings) {
            (0, 0) => None,
            (errors, 0) => Some(plural(errors, "error")),
            (0, warnings) => Some(plural(warnings, "warning")),
            (errors, warnings) => Some(format!("{} and {}", plural(errors, "error"), plural(warnings, "warning"))),
        }
    }
}

/// `1 question`, `2 questions`.
fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// The way from the current folder to a guide below it, ending in `/`; empty for one that is elsewhere.
fn prefix(root: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let names: Vec<_> = root.strip_prefix(here).into_iter().flatten().map(|name| name.to_string_lossy()).collect();
    if names.is_empty() { String::new() } else { names.join("/") + "/" }
}

/// The files and settings of the guide that the arguments name.
fn open(global: &Global) -> Result<(Sources, Config, Vec<Diagnostic>)> {
    let root = match &global.root {
        Some(root) => root.clone(),
        None => find_root(&std::env::current_dir().map_err(Error::read(Path::new(".")))?)?,
    };
    let (mut sources, config, found) = discover(&root)?;
    // Where a report must not depend on the clock.
    if let Some(time) = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|time| time.trim().parse().ok()) {
        sources.read_at = time;
    }
    Ok((sources, config, found))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn a_panic_ends_as_a_failure() {
        assert_eq!(super::unpanicked(|| std::panic::panic_any("on purpose")), super::FAILURE);
        assert_eq!(super::unpanicked(|| super::MISTAKES), super::MISTAKES);
    }

    #[test]
    fn the_arguments_make_sense() {
        super::Arguments::command().debug_assert();
    }
}
