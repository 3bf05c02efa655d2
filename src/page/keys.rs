//! The keys of what is rendered: everything that a page depends on, as far as it isn't the page's own code.

use std::hash::Hash;

use serde::Serialize;

use super::{Site, plain};
use crate::Loaded;
use crate::memo::{Key, KeyMaker};
use crate::model::Topic;
use crate::receipt::Inputs;
use crate::source::SourceId;

/// The keys of a site's inputs.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    inputs: &'a Inputs,
    /// What any page may show or depend on: the program, theme, language and settings, the menu, all topics, where links lead.
    around: Key,
}

impl<'a> Keys<'a> {
    pub(super) fn of(site: &Site<'a>, inputs: &'a Inputs) -> Self {
        let Loaded { sources, config, guide, addresses, assets, .. } = site.loaded;
        let theme = site.theme;
        let read: Vec<_> =
            (sources.language_files().chain(sources.style_files())).map(|(id, _)| inputs.source(id)).collect();
        let shipped: Vec<&str> = theme.shipped.iter().map(|file| file.output.as_str()).collect();
        let pages: Vec<_> = guide.pages.iter().map(|page| (plain::path(page), &page.title.text)).collect();
        let topics: Vec<_> = guide.topics.iter().map(|topic| json(&site.topic_card(topic, String::new()))).collect();
        let mut places: Vec<_> = addresses.paths().map(|path| (path, addresses.place(path))).collect();
        places.sort_unstable_by_key(|(path, _)| *path);
        let assets: Vec<_> =
            assets.iter().map(|(path, asset)| (path, &asset.output, asset.size, asset.dark, &asset.danger)).collect();
        let around = KeyMaker::default()
            .with(&inputs.program)
            .with(&format!("{config:?}"))
            .with(&(read, shipped))
            .with(&(&theme.additional_css, &theme.social_image))
            .with(&(json(&*site.view), site.has_feed, site.has_checkable))
            .with(&(pages, topics))
            .with(&places)
            .with(&assets)
            .key();
        Self { inputs, around }
    }

    /// The key of what depends on `input` and the program alone.
    pub(super) fn of_program(&self, input: &impl Hash) -> Key {
        KeyMaker::default().with(&self.inputs.program).with(input).key()
    }

    /// The key of a piece called `name` that shows a topic with its questions, and depends on `more`.
    pub(super) fn topic(&self, name: &str, topic: &Topic<'_>, more: &impl Hash) -> Key {
        let source = |id: SourceId| self.inputs.source(id);
        let questions: Vec<_> =
            topic.questions.iter().map(|question| (&question.id.value, source(question.source))).collect();
        KeyMaker::default()
            .with(&(self.around, name, &topic.path))
            .with(&topic.intro.as_ref().map(|intro| source(intro.source)))
            .with(&source(topic.span.source))
            .with(&questions)
            .with(more)
            .key()
    }

    /// The key of a piece called `name` that shows one file of the content, and depends on `more`.
    pub(super) fn file(&self, name: &str, id: SourceId, more: &impl Hash) -> Key {
        KeyMaker::default().with(&(self.around, name)).with(&self.inputs.source(id)).with(more).key()
    }
}

/// A view, as something that can be hashed.
pub(super) fn json(view: &impl Serialize) -> String {
    // Views are structs of strings and numbers, which can always be written.
    serde_json::to_string(view).unwrap_or_default()
}
