//! Makes a static study site of a folder of Markdown question files.
//!
//! # The flow
//!
//! Data goes one way, as values, and each stage is one verb:
//!
//! ```text
//! discover → parse → check → plan → render → publish
//!  files     Guide   diagnostics  outputs  bytes   folder
//! ```
//!
//! 1. [`discover`] reads `book.toml` and everything below the content folder into [`source::Sources`].
//! 2. [`parse`] makes a [`model::Guide`] of them, which borrows from the sources.
//! 3. [`check`] runs the rules that need the whole guide. [`load`] is these two stages.
//! 4. [`search`] counts the words of all questions, and [`page`] lists every output of the site and how to make it.
//! 5. [`build`] renders them in parallel, and
//! 6. [`publish`] puts them in a staging folder and swaps it in.
//!
//! # What is not done
//!
//! Nothing stops at an author's first mistake: mistakes are [`diagnostic::Diagnostic`]s, collected over all files. Nothing
//! holds the whole site in memory: that stays at the model, the search index and a page for each worker. Nothing is parsed or
//! checked in part: each build that does anything does this for the whole guide. What is rendered or counted from inputs that have
//! not changed is used again ([`memo`]), and a build of which no input has changed does nothing ([`receipt`]). Nothing in the
//! library prints.
//!
//! # The rooms
//!
//! Arrows point one way: `source ← diagnostic, markdown ← model ← {parse, check, {search, language ← theme} ← page} ← lib ← cli ←
//! main`. `parse`,
//! `check` and `page` never import one another. Only `page` and `theme` know the template engine; only `discover`,
//! `theme`, `memo` and `publish` touch the file system. `tests/architecture.rs` holds this.

pub mod address;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod discover;
pub mod error;
pub mod guard;
pub mod highlight;
pub mod language;
pub mod markdown;
pub mod math;
pub mod memo;
pub mod model;
pub mod page;
pub mod parse;
pub mod publish;
pub mod receipt;
pub mod search;
pub mod source;
pub mod theme;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::address::{Addresses, Written};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover::Published;
use crate::error::Result;
use crate::highlight::Highlights;
use crate::language::Language;
use crate::math::Formulas;
use crate::memo::Memo;
use crate::model::Guide;
use crate::receipt::Before;
use crate::source::Sources;
use crate::theme::Theme;

/// A guide that was read and checked.
#[derive(Debug)]
pub struct Loaded<'s> {
    /// The files.
    pub sources: &'s Sources,
    /// The settings.
    pub config: Config,
    /// The guide.
    pub guide: Guide<'s>,
    /// Everything that is wrong, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Where everything is in the site.
    pub addresses: Addresses,
    /// Images and downloads that something refers to, by their path from the content folder.
    pub assets: BTreeMap<String, Published>,
    /// The formulas, converted.
    pub formulas: Formulas,
    /// The words of the site.
    pub language: Arc<Language>,
    /// How long each stage took.
    pub timings: Timings,
}

impl<'s> Loaded<'s> {
    fn facts(&self) -> check::Facts<'_, 's> {
        check::Facts {
            config: &self.config,
            sources: self.sources,
            guide: &self.guide,
            addresses: &self.addresses,
            assets: &self.assets,
            formulas: &self.formulas,
        }
    }
}

/// How long the stages took, in their order.
#[derive(Debug, Clone, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    /// Runs `stage` and notes its time as `name`.
    pub fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = stage();
        self.0.push((name, start.elapsed()));
        result
    }
}

/// Parses and checks what [`discover::discover`] found.
///
/// # Errors
/// When a file that the guide refers to can't be read.
pub fn load(sources: &Sources, config: Config, found: Vec<Diagnostic>, drafts: bool) -> Result<Loaded<'_>> {
    let mut timings = Timings::default();
    let mut diagnostics = found;
    let settings = parse::Settings { drafts, allow_html: config.html.allow_html };
    let (guide, found) = timings.time("parse", || parse::parse(sources, settings));
    diagnostics.extend(found);
    let formulas = timings.time("math", || Formulas::convert(formulas(&guide).into_iter()));
    let addresses = Addresses::new(&guide, sources);
    let assets = timings.time("assets", || discover::read_assets(sources, &used_assets(&guide, sources)))?;
    let (language, found) = Language::load(sources, &config);
    diagnostics.extend(found);
    let mut loaded = Loaded {
        sources,
        config,
        guide,
        diagnostics,
        addresses,
        assets,
        formulas,
        language: Arc::new(language),
        timings: Timings::default(),
    };
    let found = timings.time("check", || check::check(&loaded.facts()));
    loaded.timings = timings;
    loaded.diagnostics.extend(found);
    diagnostic::sort(&mut loaded.diagnostics);
    Ok(loaded)
}

/// Loads the theme that the guide asks for, and adds what is wrong with it to the diagnostics; `None` where that is an
/// error. Where the project has templates of its own, each page of which there is only one is rendered, and of the others
/// as many as differ in what a template can ask for.
///
/// # Errors
/// When a file of the theme can't be read.
pub fn load_theme(loaded: &mut Loaded<'_>) -> Result<Option<Theme>> {
    let start = Instant::now();
    let (theme, found) = Theme::load(loaded.sources, &loaded.config, &loaded.language)?;
    loaded.diagnostics.extend(found);
    let mut is_sound = true;
    if let Some(theme) = theme.as_ref().filter(|theme| theme.has_own_templates()) {
        let (highlights, index) = (Highlights::default(), search::Index::default());
        let mut errors = page::try_out(&page::Site::sample(loaded, theme, &highlights, &index));
        // The guide may lack a kind of question now and have one later.
        let sources = theme::sample(&loaded.sources.root);
        let mut sample = load(&sources, loaded.config.clone(), Vec::new(), false)?;
        sample.language = Arc::clone(&loaded.language);
        sample.guide.lend_extra(&loaded.guide);
        errors.extend(page::try_out(&page::Site::sample(&sample, theme, &highlights, &index)));
        let mistakes = theme.mistakes(errors, loaded.sources)?;
        is_sound = mistakes.is_empty();
        loaded.diagnostics.extend(mistakes);
    }
    diagnostic::sort(&mut loaded.diagnostics);
    loaded.timings.0.push(("theme", start.elapsed()));
    Ok(theme.filter(|_| is_sound))
}

/// Every formula of a guide, titles included, as LaTeX and whether it is displayed.
fn formulas<'g>(guide: &'g Guide<'_>) -> Vec<(&'g str, bool)> {
    let titles = guide.questions().map(|(_, question)| &question.title);
    let titles = titles.chain(guide.topics.iter().map(|topic| &topic.title));
    let titles = titles.chain(guide.pages.iter().map(|page| &page.title));
    let in_titles = titles.flat_map(|title| markdown::formulas(&title.nodes));
    let in_text = guide.fragments().flat_map(|(_, nodes)| markdown::formulas(nodes));
    in_titles.chain(in_text).map(|formula| (formula.tex, formula.display)).collect()
}

/// The paths of the assets that something refers to, and that are published.
fn used_assets(guide: &Guide<'_>, sources: &Sources) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (source, nodes) in guide.fragments() {
        for reference in markdown::references(nodes) {
            if let Written::Inside { path, .. } = address::parse(sources.content_path(source), reference.dest)
                && check::is_published(&path, reference.image)
            {
                used.insert(path);
            }
        }
    }
    used
}

/// What a build made.
#[derive(Debug)]
pub struct Report {
    /// How many HTML pages the site has.
    pub pages: usize,
    /// What is wrong with the site as a whole, seen when it was rendered.
    pub found: Vec<Diagnostic>,
    /// What publishing did; `None` where whoever watches did not want it.
    pub published: Option<publish::Summary>,
    /// How long each stage took.
    pub timings: Timings,
}

/// Renders the guide and publishes it at `out`. The caller makes sure that there are no errors among the diagnostics;
/// content that has some is rendered as far as it goes. `before` is what was known of the same guide and folder.
///
/// `progress` is told how many outputs there are, and then of each that is done, from any thread.
///
/// # Errors
/// When a template can't be rendered, or the build folder can't or mustn't be written.
pub fn build(
    loaded: &Loaded<'_>,
    theme: &Theme,
    out: &Path,
    before: &Before,
    progress: &dyn Progress,
) -> Result<Report> {
    let mut timings = loaded.timings.clone();
    let stage = publish::Stage::open(out, &loaded.sources.root, &loaded.config.book.src, before.records())?;
    let highlights = timings.time("highlight", || {
        let mut memo = Memo::open(&before.memory, HIGHLIGHTS);
        let blocks = loaded.guide.fragments().flat_map(|(_, nodes)| markdown::code_blocks(nodes));
        let highlights = Highlights::prepare(blocks, &mut memo);
        // A memory that can't be kept costs the next build time and nothing else; the project may well be read-only.
        let _ = memo.save(&before.memory, HIGHLIGHTS);
        highlights
    });
    let index = timings.time("index", || {
        let mut memo = Memo::open(&before.memory, WORDS);
        let index = search::Index::new(&loaded.guide, &loaded.config, &before.inputs, &mut memo);
        let _ = memo.save(&before.memory, WORDS);
        index
    });
    let revisions = timings.time("revisions", || {
        let mut memo = Memo::open(&before.memory, REVISIONS);
        let revisions = page::revisions(&loaded.guide, &loaded.config, &before.inputs, &mut memo);
        let _ = memo.save(&before.memory, REVISIONS);
        revisions
    });
    let site = timings.time("plan", || page::Site::new(loaded, theme, &highlights, &index, revisions, &before.inputs));
    let outputs = page::plan(&site);
    let pages = outputs.iter().filter(|output| output.path.ends_with(".html")).count();
    progress.begin(outputs.len());
    timings.time("render", || {
        stage.write_all(&outputs, &|| progress.step())?;
        stage.write_all(&page::last(&site, &stage.written()), &|| {})
    })?;
    let written = stage.written();
    let found = check::limits(&loaded.facts(), written.iter().map(|(path, file)| (path.as_str(), file.bytes())));
    if !progress.wants(&found) {
        stage.discard()?;
        return Ok(Report { pages, found, published: None, timings });
    }
    let (summary, records) = timings.time("publish", || stage.publish())?;
    timings.time("receipt", || {
        let files = loaded.assets.values().map(|asset| (asset.file.clone(), asset.key)).collect();
        let diagnostics = loaded.diagnostics.iter().chain(&found).cloned().collect();
        let (questions, topics) = (loaded.guide.questions().count(), loaded.guide.topics.len());
        before.keep(files, records, receipt::Facts { questions, topics, pages, summary, diagnostics });
    });
    Ok(Report { pages, found, published: Some(summary), timings })
}

/// What highlighted code is remembered as.
const HIGHLIGHTS: &str = "highlights";

/// What the revisions of answers are remembered as.
const REVISIONS: &str = "revisions";

/// What the words of documents are remembered as.
const WORDS: &str = "words";

/// Somebody who watches a build.
pub trait Progress: Sync {
    /// There are `total` outputs to make.
    fn begin(&self, total: usize);
    /// One more is done.
    fn step(&self);
    /// Whether the site shall be published, now that this is found in it.
    fn wants(&self, found: &[Diagnostic]) -> bool;
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _total: usize) {}
    fn step(&self) {}
    fn wants(&self, _found: &[Diagnostic]) -> bool {
        true
    }
}
