//! Topics: `_index.md`, and the tree that the folders make.

use std::collections::{BTreeMap, HashSet};

use super::name;
use super::natural::{Natural, compare};
use super::page::read;
use super::question::title;
use super::{Folder, Settings, raw_html};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Prose, Question, Title, Topic};
use crate::source::{Source, SourceId, Sources, Span};

const KEYS: &[&str] = &["title", "order", "description", "icon"];

/// A topic's `_index.md`.
#[derive(Debug)]
pub(super) struct Index<'s> {
    title: Title,
    order: Option<i64>,
    description: String,
    icon: String,
    prose: Prose<'s>,
}

/// Reads a topic's `_index.md`.
pub(super) fn index<'s>(
    id: SourceId,
    source: &'s Source,
    settings: Settings,
    found: &mut Vec<Diagnostic>,
) -> Option<Index<'s>> {
    let (mut keys, prose) = read(id, source, KEYS, settings, found)?;
    let index = Index {
        title: title(keys.title()),
        order: keys.integer("order"),
        description: keys.text("description").map(|text| text.value).unwrap_or_default(),
        icon: keys.text("icon").map(|text| text.value).unwrap_or_default(),
        prose,
    };
    raw_html::title(&index.title, found);
    found.append(&mut keys.found);
    Some(index)
}

/// The folder called `path`, made with all its ancestors if it is new.
pub(super) fn ensure<'m, 's>(
    folders: &'m mut BTreeMap<&'s str, Folder<'s>>,
    path: &'s str,
    file: SourceId,
) -> &'m mut Folder<'s> {
    for (end, _) in path.match_indices('/') {
        if let Some(ancestor) = path.get(..end) {
            folders.entry(ancestor).or_insert_with(|| Folder { index: None, questions: Vec::new(), first: file });
        }
    }
    folders.entry(path).or_insert_with(|| Folder { index: None, questions: Vec::new(), first: file })
}

/// The topics in reading order. A folder without `_index.md` is reported and gets a title made of its name.
pub(super) fn arrange<'s>(
    mut folders: BTreeMap<&'s str, Folder<'s>>,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Vec<Topic<'s>> {
    // A parent's `_index.md` may have failed to parse; that is reported already, and is not a missing file.
    let indexed: HashSet<&str> = {
        let paths = sources.content_files().map(|(id, _)| (id, sources.content_path(id)));
        let indexes = paths.filter(|(id, path)| path.ends_with("/_index.md") || name::is_almost_index(sources, *id));
        indexes.filter_map(|(_, path)| Some(path.rsplit_once('/')?.0)).collect()
    };
    for (path, folder) in &folders {
        if folder.index.is_none() && !indexed.contains(path) {
            let message = format!("the topic `{path}` has no `_index.md`");
            let help = format!("add `{}/{path}/_index.md` with a `title`", sources.content);
            found.push(Diagnostic::new(Code::MissingIndex, Span::start_of(folder.first), message).help(help));
        }
    }
    let paths: Vec<&str> = sorted(&folders);
    paths.into_iter().filter_map(|path| Some(topic(path, folders.remove(path)?, sources))).collect()
}

/// The paths in reading order: siblings by their order and then their name, each followed by what nests in it.
fn sorted<'s>(folders: &BTreeMap<&'s str, Folder<'s>>) -> Vec<&'s str> {
    type Step<'p> = (bool, Option<i64>, Natural<'p>);
    let key = |path: &'s str| -> Vec<Step<'s>> {
        let ends = path.match_indices('/').map(|(end, _)| end).chain(std::iter::once(path.len()));
        ends.filter_map(|end| path.get(..end))
            .map(|ancestor| {
                let index = folders.get(ancestor).and_then(|folder| folder.index.as_ref());
                let order = index.and_then(|index| index.order);
                (order.is_none(), order, Natural(ancestor))
            })
            .collect()
    };
    let mut paths: Vec<&str> = folders.keys().copied().collect();
    paths.sort_by_cached_key(|path| key(path));
    paths
}

fn topic<'s>(path: &str, folder: Folder<'s>, sources: &Sources) -> Topic<'s> {
    let mut questions = folder.questions;
    let key = |question: &Question<'_>| (question.order.is_none(), question.order);
    let path_of = |question: &Question<'_>| sources.content_path(question.source);
    questions.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| compare(path_of(a), path_of(b))));
    let depth = path.matches('/').count();
    let base = Topic {
        path: path.to_owned(),
        depth,
        title: Title::default(),
        order: None,
        description: String::new(),
        icon: String::new(),
        intro: None,
        span: Span::start_of(folder.first),
        questions,
    };
    match folder.index {
        None => {
            let name = path.rsplit('/').next().unwrap_or(path);
            Topic {
                title: Title { nodes: crate::markdown::parse_inline(name), text: name.to_owned(), span: None },
                ..base
            }
        }
        Some(index) => Topic {
            title: index.title,
            order: index.order,
            description: index.description,
            icon: index.icon,
            span: Span::start_of(index.prose.source),
            intro: Some(index.prose),
            ..base
        },
    }
}
