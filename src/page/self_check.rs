//! The self-check: every question that can be marked by a machine.

use super::keys::json;
use super::question::{self, Spot};
use super::stream::{self, View};
use super::view::{ShellView, TopicQuestionsView};
use super::{Site, question_has_math};
use crate::address::{SELF_CHECK, topic_anchor, topic_page};
use crate::memo::Key;
use crate::model::{Question, Topic};
use crate::publish::Output;

pub(super) fn is_checkable(question: &Question<'_>) -> bool {
    question.kind.is_checkable()
}

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    // Without a question to check there is no such page.
    if !site.has_checkable {
        return Vec::new();
    }
    vec![Output::write(SELF_CHECK, move |sink| {
        let guide = &site.loaded.guide;
        let has_any = |topic: &&Topic<'_>| topic.questions.iter().any(is_checkable);
        let checkable = || guide.questions().filter(|(_, question)| is_checkable(question));
        let math = checkable().any(|(_, question)| question_has_math(question));
        let title = site.loaded.language.word("check.title");
        let description = site.text("check.description", "guide", &site.loaded.config.book.title);
        let page = site.page(SELF_CHECK, "self-check", title, description, math);
        let topics = || guide.topics.iter().filter(has_any);
        let shell = ShellView {
            page: page.clone(),
            intro_html: String::new(),
            contents: topics().map(|topic| site.topic_card(topic, format!("#{}", topic_anchor(&topic.path)))).collect(),
            outline: Vec::new(),
            count: checkable().count(),
            topics_html: String::new(),
        };
        let spot = Spot { page: SELF_CHECK, whole: false, top: 4, follow_ups: false };
        let page_key = Key::of(json(&page).as_bytes());
        let view = |topic: &Topic<'_>| TopicQuestionsView {
            page: page.clone(),
            title_html: site.title_html(&topic.title),
            path: topic.path.clone(),
            anchor: topic_anchor(&topic.path),
            url: topic_page(&topic.path),
            depth: topic.depth,
            number: String::new(),
            intro_html: String::new(),
            questions: (topic.questions.iter().zip(1..))
                .filter(|(question, _)| is_checkable(question))
                .map(|(question, number)| question::view(site, topic, question, number, spot))
                .collect(),
        };
        let mut views = site.rendered().filter(has_any).map(|topic| {
            let make: View<'_> = Box::new(|| view(topic));
            (site.topic_key("self-check", topic, page_key), make)
        });
        stream::write(site, "self-check.html", shell, "self-check-topic.html", &mut views, sink)
    })]
}
