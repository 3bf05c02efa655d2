//! The outputs of the site: which there are, and how each is made.
//!
//! [`plan`] is the entry point. It lists every output; nothing is rendered until somebody calls an output's maker, which
//! any thread may do. A new page is one file here and one line in [`PAGES`]. Templates get typed views ([`view`]); nothing
//! else crosses the border to the template engine.

mod assets;
mod environment;
mod feed;
mod home;
mod keys;
mod not_found;
mod number;
mod offline;
mod plain;
mod print;
mod question;
mod repository;
mod review;
mod revision;
mod robots;
mod sample;
mod search;
mod self_check;
mod site_map;
mod stream;
mod structured;
mod topic;
mod tree;
pub mod view;

use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;

use crate::Loaded;
use crate::address::{HOME, PRINT, REVIEW, REVIEW_TOPICS, SEARCH, SELF_CHECK, relative, topic_page, up};
use crate::error::Error;
use crate::highlight::Highlights;
use crate::language::{Value, Values};
use crate::markdown::html::{Setting, write, write_title};
use crate::markdown::{Node, blocks, formulas};
use crate::memo::Key;
use crate::model::{Difficulty, Kind, Prose, Question, Title, Topic};
use crate::publish::Output;
use crate::receipt::Inputs;
use crate::search::Index;
use crate::source::SourceId;
use crate::theme::Theme;

use self::environment::PageEnvironment;
use self::keys::Keys;
use self::tree::Tree;
use self::view::{CountsView, KindCountView, LinkView, PageView, SiteView, TopicCardView};

type Plan = for<'a> fn(&'a Site<'a>) -> Vec<Output<'a>>;

/// Every page, the slowest first, so that no worker is left with it at the end.
const PAGES: &[Plan] = &[
    print::plan,
    self_check::plan,
    topic::plan,
    review::plan,
    search::plan,
    home::plan,
    plain::plan,
    not_found::plan,
    site_map::plan,
    feed::plan,
    offline::plan,
    robots::plan,
    assets::plan,
];

/// Every output of the site.
#[must_use]
pub fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    PAGES.iter().flat_map(|plan| plan(site)).collect()
}

pub use self::offline::last;
pub use self::revision::{Revisions, revisions};

/// Renders every page of a site to nowhere, and tells what went wrong; of what templates print, nothing is kept.
#[must_use]
pub fn try_out(site: &Site<'_>) -> Vec<Error> {
    let outputs = plan(site);
    let rendered = |path: &str| path.ends_with(".html") || path.starts_with(REVIEW_TOPICS);
    outputs
        .par_iter()
        .filter(|output| rendered(&output.path))
        .filter_map(|output| output.make_nowhere().err())
        .collect()
}

/// What all pages share while a site is rendered.
#[derive(Debug)]
pub struct Site<'a> {
    loaded: &'a Loaded<'a>,
    theme: &'a Theme,
    highlights: &'a Highlights,
    index: &'a Index<'a, 'a>,
    view: Arc<SiteView>,
    tree: Tree,
    /// The topics that are rendered: all, or a sample.
    rendered: Vec<(usize, &'a Topic<'a>)>,
    /// Whether there is a feed, and whether any question can be checked: asked for on every page.
    has_feed: bool,
    has_checkable: bool,
    /// The revision of each question's answer, by id.
    revisions: Revisions<'a>,
    /// The keys of what is rendered; `None` for a sample, which is never kept.
    keys: Option<Keys<'a>>,
}

impl<'a> Site<'a> {
    /// The site of a guide.
    #[must_use]
    pub fn new(
        loaded: &'a Loaded<'a>,
        theme: &'a Theme,
        highlights: &'a Highlights,
        index: &'a Index<'a, 'a>,
        revisions: Revisions<'a>,
        inputs: &'a Inputs,
    ) -> Self {
        let rendered = loaded.guide.topics.iter().enumerate().collect();
        let mut site = Self { rendered, revisions, ..Self::bare(loaded, theme, highlights, index) };
        site.keys = Some(Keys::of(&site, inputs));
        site
    }

    /// A site to try a theme out: each page of it, and as many topics as differ. Code isn't highlighted, and `index` may
    /// be empty.
    #[must_use]
    pub fn sample(
        loaded: &'a Loaded<'a>,
        theme: &'a Theme,
        highlights: &'a Highlights,
        index: &'a Index<'a, 'a>,
    ) -> Self {
        let topics = &loaded.guide.topics;
        let rendered = sample::topics(&loaded.guide).into_iter().filter_map(|at| Some((at, topics.get(at)?))).collect();
        Self { rendered, ..Self::bare(loaded, theme, highlights, index) }
    }

    /// A site that renders no topics yet.
    fn bare(loaded: &'a Loaded<'a>, theme: &'a Theme, highlights: &'a Highlights, index: &'a Index<'a, 'a>) -> Self {
        let config = &loaded.config;
        let view = SiteView {
            title: config.book.title.clone(),
            description: config.book.description.clone(),
            language: config.book.language.value.clone(),
            direction: loaded.language.direction,
            words: loaded.language.words.clone(),
            offline: config.html.offline,
            authors: config.book.authors.clone(),
            repository: config.html.git_repository_url.clone(),
            counts: counts(loaded.guide.questions().map(|(_, question)| question)),
        };
        Self {
            loaded,
            theme,
            highlights,
            index,
            view: Arc::new(view),
            tree: Tree::of(&loaded.guide.topics),
            rendered: Vec::new(),
            has_feed: feed::exists(loaded),
            has_checkable: loaded.guide.questions().any(|(_, question)| self_check::is_checkable(question)),
            revisions: Revisions::new(),
            keys: None,
        }
    }

    /// Whether there is anything to search and to review.
    fn has_questions(&self) -> bool {
        self.view.counts.total > 0
    }

    /// The key of a piece called `name` that shows a topic with its questions, and depends on `more`.
    fn topic_key(&self, name: &str, topic: &Topic<'_>, more: impl Hash) -> Option<Key> {
        self.keys.as_ref().map(|keys| keys.topic(name, topic, &more))
    }

    /// The key of what depends on `input` and the program alone.
    fn key_of(&self, input: impl Hash) -> Option<Key> {
        self.keys.as_ref().map(|keys| keys.of_program(&input))
    }

    /// The topics that are rendered, in reading order.
    fn rendered(&self) -> impl Iterator<Item = &'a Topic<'a>> {
        self.rendered.iter().map(|(_, topic)| *topic)
    }

    /// What Markdown from `source` needs to know to be set on `page`. On a page of the whole guide (`whole`), links between
    /// files stay on the page.
    fn environment<'e>(&'e self, from: &'e str, page: &'e str, whole: bool) -> PageEnvironment<'e> {
        PageEnvironment { site: self, from, page, whole }
    }

    /// What tells whether a question's answer has changed.
    fn revision(&self, question: &Question<'_>) -> &str {
        self.revisions.get(question.id.value.0.as_ref()).map_or("", String::as_str)
    }

    /// A string of the language, as HTML.
    fn word(&self, key: &str) -> String {
        self.loaded.language.html(key, &Values::new()).unwrap_or_else(|| key.to_owned())
    }

    /// A string of the language with a value, as text.
    fn text(&self, key: &str, name: &str, value: &str) -> String {
        let values = Values::from([(name, Value::Text(value))]);
        self.loaded.language.text(key, &values).unwrap_or_else(|| key.to_owned())
    }

    fn title_html(&self, title: &Title) -> String {
        write_title(&title.nodes, &self.environment("", "", false))
    }

    fn page(&self, path: &str, kind: &'static str, title: String, description: String, has_math: bool) -> PageView {
        let images = if self.loaded.config.html.allow_external_images { "'self' https: http:" } else { "'self'" };
        PageView {
            title,
            description,
            root: up(path),
            path: path.to_owned(),
            canonical: self.address(path).filter(|_| !matches!(kind, "not-found" | "search")),
            social_image: self.theme.social_image.as_ref().and_then(|image| self.address(image)),
            feed: self.has_feed.then(|| relative(path, feed::PATH)),
            structured_data: String::new(),
            kind,
            csp: format!(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; font-src 'self'; \
                 connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
            ),
            has_math,
            additional_css: self.theme.additional_css.iter().map(|css| relative(path, css)).collect(),
            menu: self.menu(path),
            site: Arc::clone(&self.view),
        }
    }

    fn menu(&self, path: &str) -> Vec<LinkView> {
        let link = |title_html: String, to: &str| LinkView { title_html, url: relative(path, to), current: path == to };
        let mut menu = vec![link(self.word("menu.home"), HOME)];
        if self.has_checkable {
            menu.push(link(self.word("menu.self-check"), SELF_CHECK));
        }
        if self.has_questions() {
            menu.push(link(self.word("menu.review"), REVIEW));
            menu.push(link(self.word("menu.search"), SEARCH));
        }
        let pages = self.loaded.guide.pages.iter();
        menu.extend(pages.map(|page| link(self.title_html(&page.title), &plain::path(page))));
        menu.push(link(self.word("menu.print"), PRINT));
        menu
    }

    /// The whole address of a path of the site, the front page's being that of its folder; `None` without `site-url`. What
    /// follows a `#` stays.
    fn address(&self, path: &str) -> Option<String> {
        let url = self.loaded.config.html.site_url.as_ref()?;
        let (path, place) = path.split_at(path.find('#').unwrap_or(path.len()));
        let path = if path == HOME { "" } else { path };
        Some(format!("{url}{}{place}", repository::path(path)))
    }

    fn edit_url(&self, source: SourceId) -> Option<String> {
        repository::edit_url(self, source)
    }

    /// A part of an introduction as HTML, at the levels that it has on its own page.
    fn prose_part_html(&self, prose: &Prose<'_>, part: Part, page: &str) -> String {
        let (first, rest) = prose.nodes.split_at(blocks(&prose.nodes).first().map_or(0, |first| first.end));
        self.nodes_html(prose, if part == Part::First { first } else { rest }, page, false, 2)
    }

    /// Running text as HTML. `top` is the level that its own `##` gets on the page.
    fn prose_html(&self, prose: &Prose<'_>, page: &str, whole: bool, top: u8) -> String {
        self.nodes_html(prose, &prose.nodes, page, whole, top)
    }

    fn nodes_html(&self, prose: &Prose<'_>, nodes: &[Node<'_>], page: &str, whole: bool, top: u8) -> String {
        let from = self.loaded.sources.content_path(prose.source);
        let prefix = self.loaded.addresses.place(from).map_or("", |place| place.prefix_on(whole));
        let setting = Setting {
            prefix,
            heading_shift: top - 2,
            headings: &prose.headings,
            terms: &prose.terms,
            footnotes: &prose.footnotes,
        };
        write(nodes, setting, &self.environment(from, page, whole))
    }

    fn topic_card(&self, topic: &Topic<'_>, url: String) -> TopicCardView {
        TopicCardView {
            title_html: self.title_html(&topic.title),
            path: topic.path.clone(),
            url,
            description: topic.description.clone(),
            icon: topic.icon.clone(),
            depth: topic.depth,
            counts: counts(topic.questions.iter()),
        }
    }

    fn topic_link(&self, topic: &Topic<'_>, page: &str) -> LinkView {
        let to = topic_page(&topic.path);
        LinkView { title_html: self.title_html(&topic.title), url: relative(page, &to), current: to == page }
    }
}

/// A part of an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Its first block.
    First,
    /// All that follows.
    Rest,
}

fn counts<'q, 's: 'q>(questions: impl Iterator<Item = &'q Question<'s>>) -> CountsView {
    let mut counts =
        CountsView { kinds: Kind::NAMES.map(|name| KindCountView { name, count: 0 }), ..CountsView::default() };
    for question in questions {
        counts.total += 1;
        let kind = counts.kinds.iter_mut().find(|kind| kind.name == question.kind.name());
        if let Some(kind) = kind {
            kind.count += 1;
        }
        match question.difficulty {
            Some(Difficulty::Beginner) => counts.beginner += 1,
            Some(Difficulty::Intermediate) => counts.intermediate += 1,
            Some(Difficulty::Advanced) => counts.advanced += 1,
            None => {}
        }
    }
    counts
}

fn question_has_math(question: &Question<'_>) -> bool {
    let title = formulas(&question.title.nodes).next().is_some();
    title || question.fragments().any(|nodes| formulas(nodes).next().is_some())
}

fn prose_has_math(prose: Option<&Prose<'_>>) -> bool {
    prose.is_some_and(|prose| prose.fragments().any(|nodes| formulas(nodes).next().is_some()))
}
