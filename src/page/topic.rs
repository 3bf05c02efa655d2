//! One page for each topic, with all its questions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::question::{self, Spot};
use super::view::{FilterView, FiltersView, PageView, TopicLinkView, TopicView};
use super::{Part, Site, counts, prose_has_math, question_has_math, repository, structured};
use crate::address::{relative, topic_page};
use crate::error::Result;
use crate::model::{Difficulty, Kind, Topic};
use crate::publish::{Output, Sink};

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    let topics = site.rendered.iter();
    topics
        .map(|(at, topic)| (*at, *topic))
        .map(|(at, topic)| {
            let key = site.topic_key("topic", topic, at);
            Output::write(topic_page(&topic.path), move |sink| write(site, at, topic, sink)).keyed(key)
        })
        .collect()
}

fn write(site: &Site<'_>, at: usize, topic: &Topic<'_>, sink: &mut Sink) -> Result<()> {
    let topics = &site.loaded.guide.topics;
    let path = topic_page(&topic.path);
    let math = prose_has_math(topic.intro.as_ref()) || topic.questions.iter().any(question_has_math);
    let all = |positions: &[usize]| positions.iter().filter_map(|at| topics.get(*at)).collect::<Vec<_>>();
    let neighbour = |at: Option<usize>| Some(site.topic_link(topics.get(at?)?, &path));
    let (nearby, has_more_topics) = site.tree.nearby(at);
    let spot = Spot { page: &path, whole: false, top: 4, follow_ups: true };
    let page = site.page(&path, "topic", topic.title.text.clone(), topic.description.clone(), math);
    let structured_data = structured::topic(topic, &site.view.language, page.canonical.as_deref());
    let part = |part| (topic.intro.as_ref()).map_or_else(String::new, |intro| site.prose_part_html(intro, part, &path));
    let view = TopicView {
        path: topic.path.clone(),
        page: PageView { structured_data, ..page },
        title_html: site.title_html(&topic.title),
        icon: topic.icon.clone(),
        description: topic.description.clone(),
        intro_html: topic.intro.as_ref().map_or_else(String::new, |intro| site.prose_html(intro, &path, false, 2)),
        intro_first_html: part(Part::First),
        intro_rest_html: part(Part::Rest),
        ancestors: all(&site.tree.ancestors(at)).into_iter().map(|other| site.topic_link(other, &path)).collect(),
        subtopics: all(site.tree.children(at))
            .into_iter()
            .map(|other| site.topic_card(other, relative(&path, &topic_page(&other.path))))
            .collect(),
        nearby: all(&nearby)
            .into_iter()
            .map(|other| TopicLinkView { link: site.topic_link(other, &path), depth: other.depth })
            .collect(),
        has_more_topics,
        questions: topic
            .questions
            .iter()
            .zip(1..)
            .map(|(question, number)| question::view(site, topic, question, number, spot))
            .collect(),
        filters: filters(topic),
        counts: counts(topic.questions.iter()),
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(at.checked_add(1)),
        edit_url: topic.intro.as_ref().and_then(|intro| site.edit_url(intro.source)),
        report_url: (topic.intro.as_ref())
            .and_then(|intro| repository::report_url(site, intro.source, &topic.title.text, &path)),
    };
    sink.put(site.theme.render("topic.html", &view)?.as_bytes())
}

/// How many tags a list may have before it leaves out those of a single question.
const LONG_TAG_LIST: usize = 12;

/// What the questions of a topic differ in.
fn filters(topic: &Topic<'_>) -> FiltersView {
    let questions = &topic.questions;
    let kind = |name: &'static str| (name, questions.iter().filter(|question| question.kind.name() == name).count());
    let difficulty = |(difficulty, name): &(Difficulty, &'static str)| {
        (*name, questions.iter().filter(|question| question.difficulty == Some(*difficulty)).count())
    };
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for question in questions {
        let own: BTreeSet<&str> = question.tags.iter().map(|tag| tag.value.as_str()).collect();
        for tag in own {
            *tags.entry(tag).or_default() += 1;
        }
    }
    let mut tags: Vec<(&str, usize)> = tags.into_iter().collect();
    tags.sort_by_key(|(tag, count)| (Reverse(*count), *tag));
    // A long list of tags that each lead to one question helps nobody; the tags stand at their questions.
    if tags.len() > LONG_TAG_LIST {
        tags.retain(|(_, count)| *count > 1);
    }
    let useful = |values: Vec<(&str, usize)>| {
        let values: Vec<FilterView> = values
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(value, count)| FilterView { value: value.to_owned(), count })
            .collect();
        let leaves_out = values.len() > 1 || values.first().is_some_and(|value| value.count < questions.len());
        if leaves_out { values } else { Vec::new() }
    };
    FiltersView {
        kinds: useful(Kind::NAMES.iter().map(|name| kind(name)).collect()),
        difficulties: useful(Difficulty::ALL.iter().map(difficulty).collect()),
        tags: useful(tags),
    }
}
