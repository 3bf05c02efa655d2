//! `genai-guide check`: reports every mistake and writes nothing to disk.

use clap::Args;

use super::{CLEAN, Global, MISTAKES, Screen, open, plural};
use crate::diagnostic::Severity;
use crate::error::Result;
use crate::publish::inspect;
use crate::{load, load_theme};

/// What only `check` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The guide's folder, as `--root`
    #[arg(value_name = "DIR", conflicts_with = "root")]
    pub(super) dir: Option<std::path::PathBuf>,
    /// Let warnings fail the check too
    #[arg(long)]
    deny_warnings: bool,
}

pub(super) fn run(global: &Global, options: &Options, screen: &Screen<'_>) -> Result<u8> {
    let (sources, config, found) = open(global)?;
    // Where `build` would refuse to write, `check` says so first.
    // Settings with errors are reported as such, and don't say where the site goes.
    let is_known = global.out.is_some() || found.iter().all(|found| found.severity() == Severity::Warning);
    let out = global.out.clone().unwrap_or_else(|| sources.root.join(&config.build.build_dir));
    if is_known {
        inspect(&out, &sources.root, &config.book.src)?;
    }
    let mut loaded = load(&sources, config, found, global.drafts)?;
    load_theme(&mut loaded)?;
    let failed = screen.diagnostics(&loaded.diagnostics, &sources)?;
    let failed = failed || (options.deny_warnings && !loaded.diagnostics.is_empty());
    let guide = &loaded.guide;
    let questions = plural(guide.questions().count(), "question");
    let summary = format!("{questions} in {}", plural(guide.topics.len(), "topic"));
    let line = match Screen::tally(&loaded.diagnostics) {
        None => format!("{} {summary}, no mistakes\n", screen.paint("checked", "92")),
        Some(tally) if failed => format!("{} {summary}: {tally}\n", screen.paint("failed", "91")),
        Some(tally) => format!("{} {summary}: {tally}\n", screen.paint("checked", "93")),
    };
    screen.output.note(&line);
    Ok(if failed { MISTAKES } else { CLEAN })
}
