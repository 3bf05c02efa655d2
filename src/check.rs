//! The rules that need more than one file, or more than Markdown.
//!
//! Each rule is one file with one function, and one line in [`CHECKS`]. A rule reads the [`Facts`] and adds diagnostics;
//! it changes nothing and touches no file. Their order does not matter, since diagnostics are sorted.

mod broken_link;
mod code_language;
mod curly_quote;
mod damaged_file;
mod duplicate_id;
mod duplicate_option;
mod empty_guide;
mod empty_topic;
mod heading_space;
mod image;
mod invisible;
mod math;
mod order;
mod output_path;
mod size;
mod tag;
mod text;
mod title;
mod unclosed_code;
mod underlined;

use std::collections::BTreeMap;

pub use self::size::limits;

use crate::address::Addresses;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover::Published;
use crate::markdown;
use crate::math::Formulas;
use crate::model::Guide;
use crate::source::Sources;

/// What a rule may know.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f, 's> {
    /// The settings.
    pub config: &'f Config,
    /// The files.
    pub sources: &'f Sources,
    /// The guide.
    pub guide: &'f Guide<'s>,
    /// What can be linked to.
    pub addresses: &'f Addresses,
    /// The images and downloads that something refers to, by their path from the content folder.
    pub assets: &'f BTreeMap<String, Published>,
    /// The formulas, converted.
    pub formulas: &'f Formulas,
}

type Check = fn(&Facts<'_, '_>, &mut Vec<Diagnostic>);

const CHECKS: &[Check] = &[
    broken_link::check,
    code_language::check,
    curly_quote::check,
    damaged_file::check,
    duplicate_id::check,
    duplicate_option::check,
    empty_guide::check,
    empty_topic::check,
    heading_space::check,
    image::check,
    invisible::check,
    math::check,
    order::check,
    output_path::check,
    size::check,
    tag::check,
    text::check,
    title::check,
    unclosed_code::check,
    underlined::check,
];

/// Runs every rule.
#[must_use]
pub fn check(facts: &Facts<'_, '_>) -> Vec<Diagnostic> {
    use rayon::prelude::*;
    let run = |check: &Check| {
        let mut found = Vec::new();
        check(facts, &mut found);
        found
    };
    CHECKS.par_iter().flat_map_iter(run).collect()
}

/// Files that a link may lead to, by ending. Nothing on it can run in the site's name when it is opened.
const DOWNLOADS: &[&str] = &["csv", "ipynb", "json", "pdf", "py", "rs", "tsv", "txt", "zip"];

/// Images that can be shown, by ending.
const IMAGES: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending.to_lowercase().as_str()))
}

/// Whether a file of this name is published when something refers to it.
#[must_use]
pub fn is_published(path: &str, image: bool) -> bool {
    has_ending(path, IMAGES) && (image || !has_ending(path, &["svg"])) || !image && has_ending(path, DOWNLOADS)
}

/// A link or image with what is needed to report it.
struct Use<'n> {
    reference: markdown::Reference<'n>,
    span: crate::source::Span,
    /// The path of the file it is written in, from the content folder.
    from: &'n str,
    /// The events that follow the one that opens it.
    rest: &'n [markdown::Node<'n>],
}

/// Every link and image of the guide.
fn uses<'n, 's: 'n>(facts: &'n Facts<'n, 's>) -> impl Iterator<Item = Use<'n>> {
    facts.guide.fragments().flat_map(|(source, nodes)| {
        let from = facts.sources.content_path(source);
        markdown::references(nodes).filter_map(move |reference| {
            let node = nodes.get(reference.index)?;
            let span = crate::source::Span::new(source, node.range());
            Some(Use { reference, span, from, rest: nodes.get(reference.index + 1..).unwrap_or_default() })
        })
    })
}

/// Whether anything stands between the brackets of a link or an image: text, code, a formula, or an image in a link.
fn has_text(rest: &[markdown::Node<'_>], end: markdown::TagEnd) -> bool {
    use markdown::{Event, Tag};
    let says = |node: &markdown::Node<'_>| match &node.event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => !text.trim().is_empty(),
        Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) => true,
        _ => false,
    };
    rest.iter().take_while(|node| node.event != Event::End(end)).any(says)
}

/// Suggests a file for a path that leads nowhere. Searching for the nearest spelling costs time with the size of the guide,
/// so only the first hundred paths get that; a file of the same name is found at once.
struct Suggestions<'p> {
    paths: Vec<&'p str>,
    by_name: std::collections::HashMap<&'p str, &'p str>,
    searches: usize,
}

impl<'p> Suggestions<'p> {
    const MAX_SEARCHES: usize = 100;

    fn new(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut paths: Vec<&str> = paths.collect();
        paths.sort_unstable();
        let name = |path: &'p str| path.rsplit('/').next().unwrap_or(path);
        // Reversed, so that of several files of a name the first is kept.
        let by_name = paths.iter().rev().map(|path| (name(path), *path)).collect();
        Self { paths, by_name, searches: 0 }
    }

    /// What may be meant by `path` in the file at `from`, as a link from there.
    fn find(&mut self, from: &str, path: &str) -> Option<String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let same = self.by_name.get(name).copied().filter(|found| name != "_index.md" && *found != from);
        let found = same.or_else(|| {
            self.searches += 1;
            let others = self.paths.iter().copied().filter(|known| *known != from);
            if self.searches > Self::MAX_SEARCHES { None } else { crate::diagnostic::nearest(path, others) }
        })?;
        Some(crate::address::link_between(from, found))
    }
}
