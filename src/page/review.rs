//! The review page, and what it loads: the guide's questions as cards. Files are scripts, because from disk a browser lets a
//! page load nothing else; each is one call, `guide.cards.take(name, data)` (`js/cards.js`).
//!
//! | file | data |
//! | --- | --- |
//! | `review/cards.js` | the topics in reading order, each with its cards: id, revision, earlier ids |
//! | `review/topics/<topic>.js` | the questions of a topic as HTML, by id |

use std::collections::BTreeMap;

use serde::Serialize;

use super::Site;
use super::question::{self, Spot};
use super::question_has_math;
use super::self_check::is_checkable;
use super::view::{PageView, ReviewQuestionView, SearchView};
use crate::address::{REVIEW, REVIEW_CARDS, review_topic, topic_page};
use crate::error::Result;
use crate::model::{Question, Topic};
use crate::publish::{Output, Sink};

/// A topic and its cards.
#[derive(Debug, Serialize)]
struct Cards<'a> {
    path: &'a str,
    title: &'a str,
    url: String,
    cards: Vec<Card<'a>>,
}

/// A card: id, revision, earlier ids.
#[derive(Debug, Serialize)]
struct Card<'a>(&'a str, &'a str, Vec<&'a str>);

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    if !site.has_questions() {
        return Vec::new();
    }
    let guide = &site.loaded.guide;
    let topics = || guide.topics.iter().filter(|topic| !topic.questions.is_empty());
    let page = Output::write(REVIEW, move |sink| {
        let math = guide.questions().any(|(_, question)| question_has_math(question));
        let title = site.loaded.language.word("review.title");
        let description = site.text("review.description", "guide", &site.loaded.config.book.title);
        let view = SearchView {
            page: site.page(REVIEW, "review", title, description, math),
            index: String::new(),
            topics: topics().map(|topic| site.topic_link(topic, REVIEW)).collect(),
        };
        sink.put(site.theme.render("review.html", &view)?.as_bytes())
    });
    let cards = Output::write(REVIEW_CARDS, move |sink| {
        let data: Vec<Cards<'_>> = topics().map(|topic| cards(site, topic)).collect();
        take(sink, "cards", &data)
    });
    let questions = site.rendered().filter(|topic| !topic.questions.is_empty()).map(|topic| {
        Output::write(review_topic(&topic.path), move |sink| {
            let page = site.page(REVIEW, "review", String::new(), String::new(), false);
            let data = topic.questions.iter().zip(1..).map(|(question, number)| {
                Ok((question.id.value.to_string(), html(site, &page, topic, question, number)?))
            });
            take(sink, &format!("topics/{}", topic.path), &data.collect::<Result<BTreeMap<_, _>>>()?)
        })
        .keyed(site.topic_key("review", topic, ()))
    });
    questions.chain([cards, page]).collect()
}

fn cards<'a>(site: &'a Site<'a>, topic: &'a Topic<'_>) -> Cards<'a> {
    let card = |question: &'a Question<'_>| {
        let aliases = question.aliases.iter().map(|alias| alias.value.0.as_ref()).collect();
        Card(question.id.value.0.as_ref(), site.revision(question), aliases)
    };
    Cards {
        path: &topic.path,
        title: &topic.title.text,
        url: topic_page(&topic.path),
        cards: topic.questions.iter().map(card).collect(),
    }
}

fn html(site: &Site<'_>, page: &PageView, topic: &Topic<'_>, question: &Question<'_>, number: usize) -> Result<String> {
    // The self-check's form has no follow-ups.
    let spot = Spot { page: REVIEW, whole: false, top: 4, follow_ups: !is_checkable(question) };
    let question = question::view(site, topic, question, number, spot);
    site.theme.render("question-review.html", &ReviewQuestionView { page, question })
}

fn take(sink: &mut Sink, name: &str, data: &impl Serialize) -> Result<()> {
    // Maps with string keys, lists and strings can always be written.
    let json = serde_json::to_string(&(name, data)).unwrap_or_else(|_| "[]".to_owned());
    sink.put(format!("guide.cards.take(...{json});\n").as_bytes())
}
