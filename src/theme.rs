//! The theme: templates, style sheets, scripts and fonts.
//!
//! The default theme is embedded in the binary. A project's `themes/<name>/` overrides it: a file of the same path replaces
//! ours, and a template may instead extend ours as `theme/<file>` and fill in single blocks. [`Theme::load`] is the entry
//! point:
//!
//! 1. [`files`] collects the files of both, and joins the style sheets and scripts of each bundle as `theme.toml` lists them;
//! 2. [`sheet`] publishes what style sheets name by `url(…)` or `@import`, and rewrites the addresses;
//! 3. [`templates`] parses every template;
//! 4. [`unused`] says which files of the project's theme replace nothing.
//!
//! Every mistake in the project's own files is a [`Diagnostic`] at its place; that a template asks for something that no
//! view has shows when it is rendered, and [`Theme::mistake`] gives that its place. Every file that is published carries
//! the hash of its bytes in its name, so that a new deploy never meets an old cache.

#![expect(clippy::disallowed_methods, reason = "reading the project's theme is this module's business")]

mod files;
mod mistake;
mod sample;
mod script;
mod sheet;
mod templates;
mod unused;

pub use self::sample::sample;

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera};

use self::files::Files;
use self::sheet::Sheets;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::source::{SourceId, Sources, Span};

/// A picture that stands for an installed guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    /// Its path in the site.
    pub output: String,
    /// Its sizes, as the web application manifest has them: `192x192`, `any`.
    pub sizes: String,
    /// What it is for: `any`, or `maskable` where its edges may be cut off.
    pub purpose: String,
}

/// The service workers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workers {
    /// Keeps the guide for reading offline.
    pub keep: String,
    /// Removes what one of an earlier build has installed.
    pub remove: String,
}

/// A file of the theme as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// Its path in the site.
    pub output: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The project's own templates, by their names.
    templates: BTreeMap<String, SourceId>,
    /// Where the theme is chosen: the place of a mistake that has no other.
    chosen: Span,
    /// The bundles and what they refer to, and the author's style sheets.
    pub shipped: Vec<Shipped>,
    /// The pictures that stand for an installed guide.
    pub icons: Vec<Icon>,
    /// The service workers.
    pub workers: Workers,
    /// The author's style sheets, as paths in the site.
    pub additional_css: Vec<String>,
    /// The picture that stands for the guide, as a path in the site.
    pub social_image: Option<String>,
}

impl Theme {
    /// The theme that the guide asks for, or `None` where one of its files has a mistake; and all mistakes.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn load(
        sources: &Sources,
        config: &Config,
        language: &Arc<Language>,
    ) -> Result<(Option<Self>, Vec<Diagnostic>)> {
        let chosen = config.html.theme.as_ref().map_or_else(|| Span::start_of(Sources::BOOK), |name| name.span);
        let mut found = Vec::new();
        let files = Files::collect(sources, chosen, &mut found)?;
        let mut sheets = Sheets::new(sources, config, &files);
        let manifest = files.manifest(&mut found);
        let icons = manifest.icons.iter().filter_map(|icon| files.icon(icon, &mut sheets, &mut found)).collect();
        let workers = Workers {
            keep: script::lean(&files.text("worker/service-worker.js")).into_owned(),
            remove: files.text("worker/remove.js"),
        };
        let mut bundles = BTreeMap::new();
        for (name, parts) in &manifest.bundles {
            let bytes = files.bundle(parts, language, &mut sheets, &mut found);
            bundles.insert(name.clone(), sheets.ship(name, bytes));
        }
        let css = config.html.additional_css.iter();
        let additional_css = css.filter_map(|path| sheets.additional(path, &mut found)).collect();
        let social_image = config.html.social_image.as_ref().filter(|path| {
            // One that isn't there is reported already.
            crate::discover::is_inside(&sources.root, &path.value, false)
        });
        let social_image = social_image.map(|path| {
            let file = sources.root.join(&path.value);
            let bytes = fs::read(&file).map_err(Error::read(&file))?;
            Ok(sheets.ship(path.value.rsplit('/').next().unwrap_or_default(), bytes))
        });
        let social_image = social_image.transpose()?;
        let tera = files.templates(bundles, language, &mut found);
        unused::check(&files, config, &mut found);
        let broken = found.iter().any(|found| found.severity() == Severity::Error);
        let theme = tera.filter(|_| !broken).map(|tera| Self {
            tera,
            templates: files.own_templates(),
            chosen,
            shipped: sheets.into_shipped(),
            icons,
            workers,
            additional_css,
            social_image,
        });
        Ok((theme, found))
    }

    /// Whether the project has templates of its own, which can ask for what no view has.
    #[must_use]
    pub fn has_own_templates(&self) -> bool {
        !self.templates.is_empty()
    }

    /// Renders a template from its view.
    ///
    /// # Errors
    /// When the template asks for something that the view does not have.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<String> {
        let broken = |error: tera::Error| templates::error(template, &error);
        let context = Context::from_serialize(view).map_err(broken)?;
        self.tera.render(template, &context).map_err(broken)
    }

    /// What went wrong when a template was rendered, as a mistake of the theme; `None` for any other failure.
    #[must_use]
    pub fn mistake(&self, error: &Error, sources: &Sources) -> Option<Diagnostic> {
        let Error::Template { page, file, line, column, length, message, help } = error else { return None };
        let own = self.templates.get(file).map(|source| (*source, *line, *column, *length));
        // Where ours goes wrong, it is because of the page's template, which is not ours.
        let own = own.or_else(|| Some((*self.templates.get(page)?, 0, 0, 0)));
        let span = own.map_or(self.chosen, |(source, line, column, length)| {
            templates::span(sources, source, line, column, length)
        });
        let message = if own.is_some() { message.clone() } else { format!("`{file}`: {message}") };
        let mut found = Diagnostic::new(Code::BadTemplate, span, message);
        found.help.clone_from(help);
        Some(found)
    }
}

fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = hash.as_str().get(..12).unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    // The name goes into an address: what has a meaning there is replaced.
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let safe = |text: &str| -> String { text.chars().map(safe).collect() };
    format!("assets/{}-{hash}.{}", safe(stem), safe(ending))
}
