//! `genai-guide build`: makes the site.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{CLEAN, Global, MISTAKES, Screen, open, plural};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::publish::Summary;
use crate::receipt::{Before, Facts};
use crate::{Progress, Timings, build, load, load_theme};

/// What only `build` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The guide's folder, as `--root`
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub(super) dir: Option<std::path::PathBuf>,
    /// The address that the site will have, in place of `site-url` in `book.toml`
    #[arg(long, value_name = "URL", value_parser = site_url)]
    site_url: Option<String>,
    /// The page of the repository, in place of `git-repository-url`
    #[arg(long, value_name = "URL", value_parser = web_address)]
    repository_url: Option<String>,
    /// Where a file can be edited, in place of `edit-url-template`; `{path}` stands for the file's path
    #[arg(long, value_name = "URL", value_parser = edit_url_template)]
    edit_url_template: Option<String>,
    /// Let warnings fail the build too; nothing is written then
    #[arg(long)]
    deny_warnings: bool,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

fn web_address(text: &str) -> std::result::Result<String, String> {
    if !crate::config::is_web_address(text) {
        return Err("give a whole address that begins with `https://`".to_owned());
    }
    Ok(text.to_owned())
}

fn site_url(text: &str) -> std::result::Result<String, String> {
    web_address(text).map(crate::config::with_slash)
}

fn edit_url_template(text: &str) -> std::result::Result<String, String> {
    if !text.contains("{path}") {
        return Err("write `{path}` where the file's path goes".to_owned());
    }
    web_address(text)
}

pub(super) fn run(global: &Global, options: &Options, screen: &Screen<'_>) -> Result<u8> {
    let start = Instant::now();
    let (sources, mut config, found) = open(global)?;
    let discovered = start.elapsed();
    let looking = Instant::now();
    let html = &mut config.html;
    let given = [
        (&mut html.site_url, &options.site_url),
        (&mut html.git_repository_url, &options.repository_url),
        (&mut html.edit_url_template, &options.edit_url_template),
    ];
    for (setting, url) in given {
        if url.is_some() {
            setting.clone_from(url);
        }
    }
    let out = global.out.clone().unwrap_or_else(|| sources.root.join(&config.build.build_dir));
    let before = Before::look(&sources, &config, global.drafts, &out);
    let done = before.done();
    let looked = looking.elapsed();
    if let Some(facts) = done.filter(|facts| facts.diagnostics.is_empty() || !options.deny_warnings) {
        screen.diagnostics(&facts.diagnostics, &sources)?;
        let timings = Timings(vec![("discover", discovered), ("receipt", looked)]);
        let summary = Summary { unchanged: facts.summary.files, ..facts.summary };
        let facts = Facts { summary, ..facts.clone() };
        screen.output.note(&said("unchanged", &facts, &timings, start.elapsed(), &out, options, screen));
        std::mem::forget((sources, before));
        return Ok(CLEAN);
    }
    let mut loaded = load(&sources, config, found, global.drafts)?;
    loaded.timings.0.splice(0..0, [("discover", discovered), ("receipt", looked)]);
    let theme = load_theme(&mut loaded)?;
    let failed = screen.diagnostics(&loaded.diagnostics, &sources)?;
    if failed || (options.deny_warnings && !loaded.diagnostics.is_empty()) {
        return Ok(refused(&loaded.diagnostics, screen));
    }
    // Without errors there is a theme.
    let Some(theme) = theme else { return Ok(MISTAKES) };
    let watch = Watch::new(screen.output.is_watched(), options.deny_warnings);
    let built = build(&loaded, &theme, &out, &before, &watch);
    watch.bar.finish_and_clear();
    let report = built?;
    screen.diagnostics(&report.found, &sources)?;
    loaded.diagnostics.extend(report.found.iter().cloned());
    let Some(published) = report.published else { return Ok(refused(&loaded.diagnostics, screen)) };
    let facts = Facts {
        questions: loaded.guide.questions().count(),
        topics: loaded.guide.topics.len(),
        pages: report.pages,
        summary: published,
        diagnostics: std::mem::take(&mut loaded.diagnostics),
    };
    screen.output.note(&said("built", &facts, &report.timings, start.elapsed(), &out, options, screen));
    // Taking the model apart piece by piece would cost more than the process's end, which does it at once.
    std::mem::forget((loaded, before));
    Ok(CLEAN)
}

/// What a build says at its end.
fn said(
    word: &str,
    facts: &Facts,
    timings: &Timings,
    time: Duration,
    out: &Path,
    options: &Options,
    screen: &Screen<'_>,
) -> String {
    let mut line = format!(
        "{} {} in {}: {}, {}, in {}\n",
        screen.paint(word, "92"),
        plural(facts.questions, "question"),
        plural(facts.topics, "topic"),
        plural(facts.pages, "page"),
        size(facts.summary.bytes),
        seconds(time),
    );
    if let Some(tally) = Screen::tally(&facts.diagnostics) {
        let _ = writeln!(line, "      with {tally}");
    }
    if options.timings {
        line.push_str(&stages(timings, facts.summary));
    }
    let _ = writeln!(line, "      open {}", shown(out).join("index.html").display());
    line
}

/// The path from the current folder where that is shorter.
fn shown(out: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    out.strip_prefix(here).map_or_else(|_| out.to_owned(), Path::to_owned)
}

/// Says that the mistakes keep the site from being built, and returns the exit code.
fn refused(found: &[Diagnostic], screen: &Screen<'_>) -> u8 {
    let tally = Screen::tally(found).unwrap_or_default();
    let word = screen.paint("failed", "91");
    screen.output.note(&format!("{word} {tally}; nothing was written\n"));
    MISTAKES
}

fn stages(timings: &Timings, published: Summary) -> String {
    let mut out = String::new();
    for (stage, time) in &timings.0 {
        let _ = writeln!(out, "{:>10} {:>8.1} ms", stage, time.as_secs_f64() * 1000.0);
    }
    let _ = writeln!(out, "      {} of {} unchanged", published.unchanged, plural(published.files, "file"));
    out
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// Bytes in the units of the SI, as file managers show them.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "one digit after the point is shown")]
    let bytes = bytes as f64;
    if bytes < 1e6 { format!("{:.0} kB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) }
}

/// A progress bar that shows itself only when a build takes long enough to wonder.
struct Watch {
    bar: ProgressBar,
    start: Instant,
    watched: bool,
    deny_warnings: bool,
}

impl Watch {
    fn new(watched: bool, deny_warnings: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: bar.with_style(style), start: Instant::now(), watched, deny_warnings }
    }
}

/// How long a build runs before the bar appears.
const PATIENCE: Duration = Duration::from_millis(500);

impl Progress for Watch {
    fn begin(&self, total: usize) {
        self.bar.set_length(total as u64);
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.watched && self.bar.is_hidden() && self.start.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn wants(&self, found: &[Diagnostic]) -> bool {
        found.is_empty() || !self.deny_warnings
    }
}
