//! The views: what each template is given, one struct a page.
//!
//! These structs are the contract with theme authors: a field here is a variable there. Fields that end in `_html` hold
//! finished, safe HTML and are printed with `| safe`; every other string is plain text and is escaped by Tera. Every
//! `url` is relative to the page that shows it. Nothing here computes; the page modules fill the views in.

use std::sync::Arc;

use serde::Serialize;

use crate::language::Direction;
use crate::model::Kind;

/// What every page has: the site around it and its own place in it. Templates see it as `page`.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// The title of this page, as plain text.
    pub title: String,
    /// One sentence about this page for search engines and previews, as plain text; may be empty.
    pub description: String,
    /// The way from this page up to the site's root: `""`, `"../"`, `"../../"`.
    pub root: String,
    /// This page's own path in the site, such as `rag.html`.
    pub path: String,
    /// Which template family this is: `home`, `topic`, `self-check`, `review`, `search`, `print`, `not-found` or `plain`.
    pub kind: &'static str,
    /// The whole address of this page; `None` without `site-url`, and for pages that no search engine should list.
    pub canonical: Option<String>,
    /// The whole address of the picture that stands for the guide where it is shared.
    pub social_image: Option<String>,
    /// The feed of new and changed questions.
    pub feed: Option<String>,
    /// What the page is, as JSON-LD that can stand in a `script` element; may be empty.
    pub structured_data: String,
    /// The Content-Security-Policy of this page.
    pub csp: String,
    /// Whether the page holds math, and so needs the math font.
    pub has_math: bool,
    /// Style sheets of the author (`additional-css`), as urls.
    pub additional_css: Vec<String>,
    /// The links of the site's header: home first, then self-check, review and search, the plain pages, and print.
    pub menu: Vec<LinkView>,
    /// The site.
    pub site: Arc<SiteView>,
}

/// The whole guide, the same on every page.
#[derive(Debug, Serialize)]
pub struct SiteView {
    /// `[book] title`.
    pub title: String,
    /// `[book] description`, or an empty string.
    pub description: String,
    /// `[book] language`, a BCP 47 tag.
    pub language: String,
    /// How that language is written: `ltr` or `rtl`.
    pub direction: Direction,
    /// The language of the theme's own words: that of the guide, or `en` where there is no language file for it.
    pub words: String,
    /// Whether the guide can be kept for reading offline.
    pub offline: bool,
    /// `[book] authors`.
    pub authors: Vec<String>,
    /// `[output.html] git-repository-url`.
    pub repository: Option<String>,
    /// What the guide holds in all.
    pub counts: CountsView,
}

/// A link to a page of the site.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    /// The link's text, as HTML without links of its own.
    pub title_html: String,
    /// Where it leads.
    pub url: String,
    /// Whether it leads to the page that shows it.
    pub current: bool,
}

/// How many questions there are, by kind and by difficulty.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct CountsView {
    /// All questions.
    pub total: usize,
    /// How many there are of each kind, in the order of the kinds.
    pub kinds: [KindCountView; Kind::NAMES.len()],
    /// Questions of difficulty `beginner`.
    pub beginner: usize,
    /// Questions of difficulty `intermediate`.
    pub intermediate: usize,
    /// Questions of difficulty `advanced`.
    pub advanced: usize,
}

/// How many questions there are of a kind.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct KindCountView {
    /// The kind, as front matter names it.
    pub name: &'static str,
    /// Its questions.
    pub count: usize,
}

/// `home.html`: the front page.
#[derive(Debug, Serialize)]
pub struct HomeView {
    /// The page.
    pub page: PageView,
    /// The introduction from `content/_index.md`, or an empty string.
    pub intro_html: String,
    /// Every topic in reading order, parents before their children.
    pub topics: Vec<TopicCardView>,
}

/// A topic as the home page and its parent's page show it.
#[derive(Debug, Clone, Serialize)]
pub struct TopicCardView {
    /// The topic's path, such as `rag` or `rag/retrieval`.
    pub path: String,
    /// The topic's title.
    pub title_html: String,
    /// The topic's page.
    pub url: String,
    /// One sentence, as plain text; may be empty.
    pub description: String,
    /// A short text or emoji to decorate it with; may be empty.
    pub icon: String,
    /// How deep it nests: 0 at the top.
    pub depth: usize,
    /// Its own questions, without those of nested topics.
    pub counts: CountsView,
}

/// A topic in a list that leads from topic to topic.
#[derive(Debug, Serialize)]
pub struct TopicLinkView {
    /// The link.
    pub link: LinkView,
    /// How deep it nests: 0 at the top.
    pub depth: usize,
}

/// What the questions of a page can be chosen by. A list that would leave out no question is empty.
#[derive(Debug, Default, Serialize)]
pub struct FiltersView {
    /// The kinds, in their own order.
    pub kinds: Vec<FilterView>,
    /// The difficulties, from easy to hard.
    pub difficulties: Vec<FilterView>,
    /// The tags, the most frequent first.
    pub tags: Vec<FilterView>,
}

/// One value to choose by.
#[derive(Debug, Serialize)]
pub struct FilterView {
    /// The value, as it stands in front matter.
    pub value: String,
    /// How many questions of the page have it.
    pub count: usize,
}

/// `topic.html`: one topic with all its questions.
#[derive(Debug, Serialize)]
pub struct TopicView {
    /// The page.
    pub page: PageView,
    /// The topic's path, by which the review knows it.
    pub path: String,
    /// The topic's title.
    pub title_html: String,
    /// The decoration; may be empty.
    pub icon: String,
    /// One sentence, as plain text; may be empty.
    pub description: String,
    /// The introduction, or an empty string.
    pub intro_html: String,
    /// Its first paragraph.
    pub intro_first_html: String,
    /// All of it after the first paragraph, which a phone folds away.
    pub intro_rest_html: String,
    /// The way from home to here, without home and without this page.
    pub ancestors: Vec<LinkView>,
    /// Topics nested in this one.
    pub subtopics: Vec<TopicCardView>,
    /// The topics at the top and those on the way to this one, in reading order; only the nearest where a level has many.
    pub nearby: Vec<TopicLinkView>,
    /// Whether `nearby` leaves out topics of its levels.
    pub has_more_topics: bool,
    /// Its questions, in order.
    pub questions: Vec<QuestionView>,
    /// What its questions can be chosen by.
    pub filters: FiltersView,
    /// What it holds.
    pub counts: CountsView,
    /// The topic before this one in reading order.
    pub previous: Option<LinkView>,
    /// The topic after this one in reading order.
    pub next: Option<LinkView>,
    /// Where this topic's introduction can be edited.
    pub edit_url: Option<String>,
    /// Where an error in it can be reported.
    pub report_url: Option<String>,
}

/// One question, on any page.
#[derive(Debug, Serialize)]
pub struct QuestionView {
    /// Its stable id; also the anchor of the question on the page.
    pub id: String,
    /// Earlier ids; each becomes an anchor too.
    pub aliases: Vec<String>,
    /// What tells whether its answer has changed since it was learned (`page/revision.rs`).
    pub revision: String,
    /// Its position in the topic, from 1.
    pub number: usize,
    /// `descriptive`, `short`, `numeric` or `mcq`.
    pub kind: &'static str,
    /// `beginner`, `intermediate` or `advanced`.
    pub difficulty: Option<&'static str>,
    /// Its tags, in the author's order.
    pub tags: Vec<String>,
    /// The question, as HTML without links of its own.
    pub title_html: String,
    /// The question as plain text.
    pub title: String,
    /// What stands before the answer; may be empty.
    pub prompt_html: String,
    /// `## Hint`; empty where there is none, as all of the sections.
    pub hint_html: String,
    /// `## In short`.
    pub in_short_html: String,
    /// `## Answer`, or the whole body.
    pub answer_html: String,
    /// `## Explanation`.
    pub explanation_html: String,
    /// `## Follow-ups`.
    pub follow_ups_html: String,
    /// The options of an `mcq`.
    pub choice: Option<ChoiceView>,
    /// Typed answers that count as right (`short` only).
    pub accept: Vec<String>,
    /// The answer of a `numeric` question.
    pub numeric: Option<NumericView>,
    /// Whether its answer can be checked by a machine.
    pub checkable: bool,
    /// Sources.
    pub references: Vec<ReferenceView>,
    /// When the answer last changed, as `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// When the answer was last checked against its sources, as `YYYY-MM-DD`.
    pub verified: Option<String>,
    /// The question's place in its topic page.
    pub permalink: String,
    /// Where the question's file can be edited.
    pub edit_url: Option<String>,
    /// Where an error in the question can be reported.
    pub report_url: Option<String>,
    /// The author's own keys, untouched.
    pub extra: serde_yaml::Mapping,
}

/// The options of a multiple-choice question.
#[derive(Debug, Serialize)]
pub struct ChoiceView {
    /// Several right options (check boxes) or one (radio buttons).
    pub multiple: bool,
    /// Whether the options may be shown in another order.
    pub shuffle: bool,
    /// The options, in the written order.
    pub options: Vec<OptionView>,
}

/// One option.
#[derive(Debug, Serialize)]
pub struct OptionView {
    /// Its identity, derived from its text.
    pub key: String,
    /// `A`, `B`, … by written order.
    pub letter: String,
    /// The option's first line, inline: fit for a label.
    pub html: String,
    /// What to call it aloud where its first line holds no words but a formula; empty otherwise.
    pub spoken: String,
    /// What follows it (code, further paragraphs), as blocks; may be empty.
    pub blocks_html: String,
    /// Whether it is right.
    pub correct: bool,
    /// What to tell who chose it; may be empty.
    pub feedback_html: String,
}

/// The answer of a question that asks for a number.
#[derive(Debug, Serialize)]
pub struct NumericView {
    /// The answer as programs read it: `9.81`, `-3`, `1.5e3`.
    pub value: String,
    /// Whether it is less than 0: some keyboards for numbers have no minus sign.
    pub negative: bool,
    /// How far an answer may be from it, as programs read it: `0.05` or `1%`; empty where it must be the answer.
    pub tolerance: String,
    /// The unit; may be empty.
    pub unit: String,
    /// The answer with its unit, as the language writes numbers.
    pub text: String,
    /// The tolerance with its sign, `± 0.05`, as the language writes numbers; empty without one.
    pub margin: String,
}

/// A source.
#[derive(Debug, Serialize)]
pub struct ReferenceView {
    /// Its title, as plain text.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// `self-check.html` and `print.html`: the shell of a page that shows questions of many topics.
///
/// Such a page is streamed: the shell prints `topics_html` once, where the topics go, and each topic is rendered by a
/// template of its own (`self-check-topic.html`, `print-topic.html`) from a [`TopicQuestionsView`].
#[derive(Debug, Serialize)]
pub struct ShellView {
    /// The page.
    pub page: PageView,
    /// The introduction of the guide (print only; empty elsewhere).
    pub intro_html: String,
    /// The topics that the page shows, and on the print page the plain pages, for a table of contents; the urls are anchors of
    /// the page.
    pub contents: Vec<TopicCardView>,
    /// The topics with their questions, and the plain pages (print only; empty elsewhere).
    pub outline: Vec<OutlineView>,
    /// How many questions the page shows.
    pub count: usize,
    /// The place of the topics.
    pub topics_html: String,
}

/// A topic or a plain page in the table of contents of the print page.
#[derive(Debug, Serialize)]
pub struct OutlineView {
    /// Its title.
    pub title_html: String,
    /// Its anchor on the page.
    pub url: String,
    /// How deep it nests: 0 at the top.
    pub depth: usize,
    /// The number of a topic; empty for a plain page.
    pub number: String,
    /// Its questions.
    pub questions: Vec<LinkView>,
}

/// `question-review.html`: one question of the review, as HTML in a script.
#[derive(Debug, Serialize)]
pub struct ReviewQuestionView<'p> {
    /// The review page.
    pub page: &'p PageView,
    /// The question.
    pub question: QuestionView,
}

/// `search.html`: the search; `review.html`: the review.
#[derive(Debug, Serialize)]
pub struct SearchView {
    /// The page.
    pub page: PageView,
    /// The folder of the index's files, from the root; empty on the review page.
    pub index: String,
    /// The topics that have questions, for readers without JavaScript.
    pub topics: Vec<LinkView>,
}

/// One topic on a streamed page, or on the print page a plain page: its text is `intro_html`, and it has no questions.
#[derive(Debug, Serialize)]
pub struct TopicQuestionsView {
    /// The page.
    pub page: PageView,
    /// The topic's title.
    pub title_html: String,
    /// The topic's path, such as `rag` or `rag/retrieval`.
    pub path: String,
    /// The topic's anchor on this page.
    pub anchor: String,
    /// The topic's own page.
    pub url: String,
    /// How deep it nests: 0 at the top.
    pub depth: usize,
    /// The number of a topic on the print page; empty elsewhere and for a plain page.
    pub number: String,
    /// The introduction (print only; empty elsewhere).
    pub intro_html: String,
    /// The questions that the page shows.
    pub questions: Vec<QuestionView>,
}

/// `plain.html` and `not-found.html`: a page of text.
#[derive(Debug, Serialize)]
pub struct PlainView {
    /// The page.
    pub page: PageView,
    /// Its title.
    pub title_html: String,
    /// Its text; empty on the not-found page.
    pub body_html: String,
    /// Where its file can be edited.
    pub edit_url: Option<String>,
    /// Where an error in it can be reported.
    pub report_url: Option<String>,
}
