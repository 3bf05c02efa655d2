//! Turns sources into the model.
//!
//! [`parse`] reads every file on its own, in parallel, and then puts the files in their places in the [`Guide`]. It never
//! returns early on an author's mistake: what can be read is read, and the rest is a diagnostic. Rules that need more than
//! one file are not here but in [`check`](crate::check).

mod definition;
mod front_matter;
mod kind;
mod name;
mod natural;
mod page;
mod question;
mod raw_html;
mod sections;
mod topic;
mod unread_section;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, damage};
use crate::markdown::{Excess, Node};
use crate::model::{Date, Guide, PAGES, Page, Prose, Question};
use crate::source::{Flaw, Source, SourceId, Sources, Span};

use self::topic::Index;

/// What a file is, by its path from the content folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role<'p> {
    /// `_index.md` at the top.
    Home,
    /// `_index.md` in a folder.
    Index { folder: &'p str },
    /// A question in a folder.
    Question { folder: &'p str, stem: &'p str },
    /// A file below `pages`.
    Page { path: &'p str },
    /// Anything else.
    Misplaced,
}

fn role(path: &str) -> Role<'_> {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    if let Some(path) = stem.strip_prefix(PAGES).and_then(|rest| rest.strip_prefix('/')) {
        return Role::Page { path };
    }
    match (stem.rsplit_once('/'), stem) {
        (None, "_index") => Role::Home,
        (None, _) => Role::Misplaced,
        (Some((folder, "_index")), _) => Role::Index { folder },
        (Some((folder, stem)), _) => Role::Question { folder, stem },
    }
}

/// What one file turned out to be.
enum Parsed<'s> {
    Home(Prose<'s>),
    Index(&'s str, Box<Index<'s>>),
    Question(&'s str, Box<Question<'s>>),
    Page(Box<Page<'s>>),
    /// Left out: a draft, or a file that could not be read.
    Nothing,
}

/// What the guide and its reader ask for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Drafts are read like other questions.
    pub drafts: bool,
    /// Raw HTML is handed on, to be sanitized.
    pub allow_html: bool,
}

/// The guide that the sources make, and every mistake in a single file. Drafts are left out, with their mistakes, unless
/// they are asked for.
#[must_use]
pub fn parse(sources: &Sources, settings: Settings) -> (Guide<'_>, Vec<Diagnostic>) {
    let files: Vec<(SourceId, &Source)> = sources.content_files().collect();
    let parsed: Vec<_> =
        files.clone().into_par_iter().map(|(id, source)| file(sources, id, source, settings)).collect();
    let mut guide = Guide::default();
    let mut diagnostics = Vec::new();
    let book = sources.get(Sources::BOOK).and_then(|book| book.flaw);
    diagnostics.extend(book.map(|flaw| flaw_diagnostic(Sources::BOOK, flaw)));
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for ((id, _), (parsed, found)) in files.iter().zip(parsed) {
        diagnostics.extend(found);
        match parsed {
            Parsed::Home(prose) => guide.home = Some(prose),
            Parsed::Index(folder, index) => topic::ensure(&mut folders, folder, *id).index = Some(*index),
            Parsed::Question(folder, question) => topic::ensure(&mut folders, folder, *id).questions.push(*question),
            Parsed::Page(page) => guide.pages.push(*page),
            Parsed::Nothing => {}
        }
    }
    guide.topics = topic::arrange(folders, sources, &mut diagnostics);
    guide.pages.sort_by(|a, b| {
        let key = |page: &'_ Page<'_>| (page.order.is_none(), page.order);
        key(a).cmp(&key(b)).then_with(|| natural::compare(&a.path, &b.path))
    });
    (guide, diagnostics)
}

/// A folder while its files come in.
struct Folder<'s> {
    index: Option<Index<'s>>,
    questions: Vec<Question<'s>>,
    /// The first file in it or below it.
    first: SourceId,
}

fn file<'s>(
    sources: &'s Sources,
    id: SourceId,
    source: &'s Source,
    settings: Settings,
) -> (Parsed<'s>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    if let Some(flaw) = source.flaw {
        found.push(if flaw == Flaw::OtherEnding { name::ignored(id, source) } else { flaw_diagnostic(id, flaw) });
        return (Parsed::Nothing, found);
    }
    if name::is_almost_index(sources, id) {
        return (Parsed::Nothing, vec![name::almost_index(id, source)]);
    }
    if !source.path.ends_with(".md") && source.flaw.is_none() {
        let message = "the ending of this file is not `.md`";
        found.push(
            Diagnostic::new(Code::BadOutputName, Span::start_of(id), message)
                .help("rename it so that it ends in `.md`"),
        );
        return (Parsed::Nothing, found);
    }
    if let Some(about) = name::about(id, source) {
        return (Parsed::Nothing, vec![about]);
    }
    if source.text.starts_with('\u{feff}') {
        let message = "the file begins with a byte order mark";
        let help = "save it as UTF-8 without BOM";
        found.push(Diagnostic::new(Code::ByteOrderMark, Span::new(id, 0..3), message).help(help));
    }
    let tomorrow = Date::of_time(sources.read_at.saturating_add(86_400));
    let damage = damage::damage(id, &source.text);
    if !damage.is_empty() {
        return (Parsed::Nothing, damage);
    }
    found.extend(damage::controls(id, &source.text));
    let parsed = match role(sources.content_path(id)) {
        Role::Home => page::prose(id, source, settings, &mut found).map_or(Parsed::Nothing, Parsed::Home),
        Role::Index { folder } => topic::index(id, source, settings, &mut found)
            .map_or(Parsed::Nothing, |index| Parsed::Index(folder, Box::new(index))),
        Role::Question { folder, stem } => match question::question(id, source, stem, settings, tomorrow, &mut found) {
            question::Read::Question(question) => Parsed::Question(folder, question),
            question::Read::Draft => {
                found.clear();
                Parsed::Nothing
            }
            question::Read::Nothing => Parsed::Nothing,
        },
        Role::Page { path } => page::page(id, source, path, settings, &mut found)
            .map_or(Parsed::Nothing, |page| Parsed::Page(Box::new(page))),
        Role::Misplaced => {
            let help = "move it into a topic's folder, or into `pages/` if it is a page";
            let message = "this file lies outside any topic";
            found.push(Diagnostic::new(Code::MisplacedFile, Span::start_of(id), message).help(help));
            Parsed::Nothing
        }
    };
    (parsed, found)
}

fn flaw_diagnostic(id: SourceId, flaw: Flaw) -> Diagnostic {
    match flaw {
        Flaw::NotUtf8(at) => {
            let found = Diagnostic::new(Code::NotUtf8, Span::new(id, at..at + 3), "the file is not UTF-8 text");
            found.label("the first byte that is not").help("save it as UTF-8")
        }
        Flaw::TooLarge(size) => {
            let message = format!("the file has {size} bytes; the limit is 1 MiB");
            Diagnostic::new(Code::FileTooLarge, Span::start_of(id), message).help("split it")
        }
        Flaw::Link => {
            let help = "put the file itself here; links are not followed, because they may lead out of the project";
            Diagnostic::new(Code::SymbolicLink, Span::start_of(id), "this is a symbolic link").help(help)
        }
        Flaw::OtherEnding => Diagnostic::new(Code::IgnoredFile, Span::start_of(id), "this file is left out"),
        Flaw::Special | Flaw::Damaged => {
            let message = "this is neither a file nor a folder";
            Diagnostic::new(Code::SymbolicLink, Span::start_of(id), message).help("remove it")
        }
    }
}

/// The events of a body, or none with a diagnostic if it goes over a limit.
fn nodes<'s>(
    id: SourceId,
    source: &'s Source,
    body: usize,
    settings: Settings,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<Node<'s>>> {
    let text = source.text.get(body..).unwrap_or_default();
    match crate::markdown::parse(text, body) {
        Ok(nodes) => {
            definition::check(id, &source.text, body, &nodes, found);
            Some(raw_html::read(id, &source.text, nodes, settings.allow_html, found))
        }
        Err(excess) => {
            let at = if let Excess::Nesting(at) = excess { at } else { body };
            found.push(Diagnostic::new(Code::TooComplex, Span::new(id, at..at), excess.message()).help("simplify it"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_a_file_is() {
        assert_eq!(role("_index.md"), Role::Home);
        assert_eq!(role("a/b/_index.md"), Role::Index { folder: "a/b" });
        assert_eq!(role("a/b/c.md"), Role::Question { folder: "a/b", stem: "c" });
        assert_eq!(role("pages/about.md"), Role::Page { path: "about" });
        assert_eq!(role("loose.md"), Role::Misplaced);
    }
}
