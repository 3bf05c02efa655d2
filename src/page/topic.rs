//! One page for each topic, with all its questions.

use super::question::{self, Spot};
use super::view::TopicView;
use super::{Site, counts, prose_has_math, question_has_math};
use crate::address::{relative, topic_page};
use crate::error::Result;
use crate::model::Topic;
use crate::publish::{Output, Sink};

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    let topics = site.loaded.guide.topics.iter().enumerate();
    topics.map(|(at, topic)| Output::write(topic_page(&topic.path), move |sink| write(site, at, topic, sink))).collect()
}

fn write(site: &Site<'_>, at: usize, topic: &Topic<'_>, sink: &mut Sink) -> Result<()> {
    let topics = &site.loaded.guide.topics;
    let path = topic_page(&topic.path);
    let math = prose_has_math(topic.intro.as_ref()) || topic.questions.iter().any(question_has_math);
    let below = format!("{}/", topic.path);
    let neighbour = |at: Option<usize>| Some(site.topic_link(topics.get(at?)?, &path));
    let spot = Spot { page: &path, whole: false, top: 4, follow_ups: true };
    let view = TopicView {
        page: site.page(&path, "topic", topic.title.text.clone(), topic.description.clone(), math),
        title_html: site.title_html(&topic.title),
        icon: topic.icon.clone(),
        description: topic.description.clone(),
        intro_html: topic.intro.as_ref().map_or_else(String::new, |intro| site.prose_html(intro, &path, false, 2)),
        ancestors: topics
            .iter()
            .filter(|other| topic.path.starts_with(&format!("{}/", other.path)))
            .map(|other| site.topic_link(other, &path))
            .collect(),
        subtopics: topics
            .iter()
            .filter(|other| other.depth == topic.depth + 1 && other.path.starts_with(&below))
            .map(|other| site.topic_card(other, relative(&path, &topic_page(&other.path))))
            .collect(),
        questions: topic
            .questions
            .iter()
            .zip(1..)
            .map(|(question, number)| question::view(site, topic, question, number, spot))
            .collect(),
        counts: counts(topic.questions.iter()),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(at.checked_add(1)),
        edit_url: topic.intro.as_ref().and_then(|intro| site.edit_url(intro.source)),
    };
    sink.put(site.theme.render("topic.html", &view)?.as_bytes())
}
