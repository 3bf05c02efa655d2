//! What style sheets load: fonts, pictures and other sheets, published with them under names of their own.
//!
//! An address is found by the tokens of CSS Syntax Level 3: in `url(…)`, after `@import`, and as a string in `image-set(…)`
//! and its like. One that leads to a file of the project is replaced by the published name; `asset:<file>` is a file of the
//! theme. One that leads nowhere, or to another host, where the pages' security policy stops it, is said at its place.

#![expect(
    clippy::disallowed_methods,
    reason = "reading what the project's style sheets name is this module's business"
)]

mod address;

use std::fs;

use percent_encoding::percent_decode_str;

use self::address::{Address, addresses};
use super::files::Files;
use super::{Shipped, hashed};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::discover::{is_inside, svg_danger};
use crate::source::{SourceId, Sources, Span, Spanned};

/// What a style sheet may load, by ending.
const LOADED: &[&str] =
    &["avif", "css", "eot", "gif", "jpeg", "jpg", "otf", "png", "svg", "ttf", "webp", "woff", "woff2"];

/// How deep style sheets may import one another.
const MAX_IMPORTS: usize = 8;

/// The files that are published with the theme.
#[derive(Debug)]
pub(super) struct Sheets<'f> {
    sources: &'f Sources,
    config: &'f Config,
    files: &'f Files<'f>,
    shipped: Vec<Shipped>,
    /// The sheets that are being read, each imported by the one before.
    open: Vec<String>,
}

/// Where a style sheet is.
#[derive(Debug, Clone, Copy)]
enum Folder<'p> {
    /// At this path from the theme's folder.
    Theme(&'p str),
    /// At this path from the project's root.
    Project(&'p str),
}

impl<'f> Sheets<'f> {
    pub(super) fn new(sources: &'f Sources, config: &'f Config, files: &'f Files<'f>) -> Self {
        Self { sources, config, files, shipped: Vec::new(), open: Vec::new() }
    }

    /// Publishes a file, and tells its path in the site.
    pub(super) fn ship(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let output = hashed(name, &bytes);
        if !self.shipped.iter().any(|file| file.output == output) {
            self.shipped.push(Shipped { output: output.clone(), bytes });
        }
        output
    }

    pub(super) fn into_shipped(mut self) -> Vec<Shipped> {
        self.shipped.sort_by(|a, b| a.output.cmp(&b.output));
        self.shipped
    }

    /// A style sheet of the theme, ready to be joined with others; `source` is that of the project's own.
    pub(super) fn of_theme(
        &mut self,
        name: &str,
        text: &str,
        source: Option<SourceId>,
        found: &mut Vec<Diagnostic>,
    ) -> String {
        let place = |address: &Address| source.map(|source| Span::new(source, address.range.clone()));
        self.rewritten(Folder::Theme(name), text, &place, found)
    }

    /// Publishes an additional style sheet, and tells its path in the site.
    pub(super) fn additional(&mut self, path: &Spanned<String>, found: &mut Vec<Diagnostic>) -> Option<String> {
        let sources = self.sources;
        let (source, file) = sources.style_files().find(|(_, file)| file.path == path.value)?;
        let place = |address: &Address| Some(Span::new(source, address.range.clone()));
        self.open.push(path.value.clone());
        let text = self.rewritten(Folder::Project(&path.value), &file.text, &place, found);
        self.open.pop();
        Some(self.ship(path.value.rsplit('/').next().unwrap_or_default(), text.into_bytes()))
    }

    fn rewritten(
        &mut self,
        sheet: Folder<'_>,
        text: &str,
        place: &dyn Fn(&Address) -> Option<Span>,
        found: &mut Vec<Diagnostic>,
    ) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for address in addresses(text) {
            let span = place(&address);
            match self.resolve(sheet, &address, span.unwrap_or(self.files.chosen), found) {
                Ok(Some(new)) => {
                    out.push_str(text.get(done..address.range.start).unwrap_or_default());
                    out.push_str(&new);
                    done = address.range.end;
                }
                Ok(None) => {}
                Err((code, message, help)) => {
                    // Ours are right; a test of the default theme holds that.
                    found.extend(span.map(|span| Diagnostic::new(code, span, message).help(help)));
                }
            }
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }

    /// What stands in for an address; `None` if it stays as it is.
    fn resolve(
        &mut self,
        sheet: Folder<'_>,
        address: &Address,
        span: Span,
        found: &mut Vec<Diagnostic>,
    ) -> Result<Option<String>, (Code, String, String)> {
        let written = address.value.trim();
        let fragment = written.find('#').and_then(|at| written.get(at..)).unwrap_or_default();
        let path = written.split(['#', '?']).next().unwrap_or_default();
        if let Some(name) = path.strip_prefix("asset:") {
            let Some((bytes, _)) = self.files.get(name) else {
                let near = self.files.near(name);
                let help = near.map_or_else(
                    || "paths are from the theme's folder".to_owned(),
                    |near| format!("did you mean `asset:{near}`?"),
                );
                return Err((Code::MissingFile, format!("there is no file `{name}` in the theme"), help));
            };
            let bytes = bytes.to_vec();
            return Ok(Some(self.beside(name, bytes) + fragment));
        }
        if path.is_empty() || path.starts_with("data:") {
            return Ok(None);
        }
        let has_scheme =
            path.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
        if has_scheme || path.starts_with("//") {
            if self.config.html.allow_external_images && !address.import {
                return Ok(None);
            }
            let message = format!("`{written}` is on another host, and the site's pages load nothing from there");
            let help = "put a copy of the file into the project and give its relative path".to_owned();
            return Err((Code::BlockedAddress, message, help));
        }
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let missing = |path: &str| {
            let help = "paths are relative to the style sheet, and stay inside the project".to_owned();
            (Code::MissingFile, format!("there is no file `{path}`"), help)
        };
        match sheet {
            Folder::Theme(sheet) => {
                let name = joined(sheet, &decoded).ok_or_else(|| missing(&decoded))?;
                let bytes = self.files.get(&name).ok_or_else(|| missing(&name))?.0.to_vec();
                Ok(Some(self.beside(&name, bytes) + fragment))
            }
            Folder::Project(sheet) => {
                let path = joined(sheet, &decoded).ok_or_else(|| missing(&decoded))?;
                if !is_inside(&self.sources.root, &path, false) {
                    return Err(missing(&path));
                }
                Ok(Some(self.file(&path, span, found)? + fragment))
            }
        }
    }

    /// Publishes a file of the project that a style sheet names, and tells its name beside the sheet.
    fn file(&mut self, path: &str, span: Span, found: &mut Vec<Diagnostic>) -> Result<String, (Code, String, String)> {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !LOADED.contains(&ending.as_str()) {
            let help = format!("a style sheet can load {}", LOADED.join(", "));
            return Err((Code::UnsupportedFile, format!("`{path}` is neither a font nor a picture"), help));
        }
        let unreadable = |error: &dyn std::fmt::Display| {
            (Code::MissingFile, format!("can't read `{path}`: {error}"), "make it readable".to_owned())
        };
        let mut bytes = fs::read(self.sources.root.join(path)).map_err(|error| unreadable(&error))?;
        if ending == "svg"
            && let Some(danger) = svg_danger(&bytes)
        {
            let help = "a drawing needs none of this; export it as a plain SVG".to_owned();
            return Err((Code::UnsafeSvg, format!("`{path}` {danger}"), help));
        }
        if ending == "css" {
            if self.open.len() >= MAX_IMPORTS || self.open.iter().any(|open| open == path) {
                let help = "import each style sheet once".to_owned();
                return Err((Code::BlockedAddress, format!("`{path}` is imported in a circle"), help));
            }
            let text = String::from_utf8(bytes).map_err(|error| unreadable(&error))?;
            self.open.push(path.to_owned());
            // What is wrong in it is said at the place that imports it.
            let text = self.rewritten(Folder::Project(path), &text, &|_| Some(span), found);
            self.open.pop();
            bytes = text.into_bytes();
        }
        Ok(self.beside(path, bytes))
    }

    /// Publishes a file; its name, as seen from a style sheet.
    fn beside(&mut self, path: &str, bytes: Vec<u8>) -> String {
        let output = self.ship(path.rsplit('/').next().unwrap_or(path), bytes);
        output.strip_prefix("assets/").unwrap_or(&output).to_owned()
    }
}

/// The path that `relative` is from the file at `sheet`; `None` if it leads out of the folder that paths are from.
fn joined(sheet: &str, relative: &str) -> Option<String> {
    let mut names: Vec<&str> = sheet.split('/').collect();
    names.pop();
    for name in relative.split('/') {
        match name {
            "." => {}
            ".." => drop(names.pop()?),
            "" => return None,
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}
