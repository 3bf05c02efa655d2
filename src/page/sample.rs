//! A sample of a guide that shows a template everything that any topic or question would: one topic for each way in which
//! topics and their questions can differ. So a theme is tried out without rendering the whole guide.

use std::collections::HashSet;

use super::{question_has_math, self_check};
use crate::model::{Choices, Guide, Kind, Question, SectionKind, Topic};

/// The positions of the topics of the sample, in reading order.
pub(super) fn topics(guide: &Guide<'_>) -> Vec<usize> {
    let mut seen: HashSet<String> = HashSet::new();
    let last = guide.topics.len().saturating_sub(1);
    let mut positions = Vec::new();
    for (at, topic) in guide.topics.iter().enumerate() {
        let is_parent = guide.topics.get(at + 1).is_some_and(|next| next.depth > topic.depth);
        let mut is_new = seen.insert(topic_shape(topic, is_parent));
        for question in &topic.questions {
            is_new |= seen.insert(question_shape(question));
        }
        // These have no topic before or after them.
        if is_new || at == 0 || at == last {
            positions.push(at);
        }
    }
    positions
}

fn topic_shape(topic: &Topic<'_>, is_parent: bool) -> String {
    let intro = topic.intro.as_ref().map(|intro| (intro.nodes.is_empty(), intro.headings.is_empty()));
    let tags: HashSet<&String> =
        topic.questions.iter().flat_map(|question| &question.tags).map(|tag| &tag.value).collect();
    let parts = (topic.depth.min(3), is_parent, intro, topic.icon.is_empty(), topic.description.is_empty());
    let questions = (topic.questions.len().min(2), tags.len().min(2));
    format!("topic {parts:?} {questions:?}")
}

fn question_shape(question: &Question<'_>) -> String {
    let sections: Vec<SectionKind> = question.sections.iter().map(|section| section.kind).collect();
    let lists = [
        question.aliases.is_empty(),
        question.tags.is_empty(),
        question.references.is_empty(),
        question.prompt.is_empty(),
        question.footnotes.list.is_empty(),
        question.headings.is_empty(),
        question_has_math(question),
        self_check::is_checkable(question),
    ];
    let dates = [question.added, question.updated, question.verified].map(|date| date.is_some());
    let extra: Vec<_> = question.extra.iter().map(|(key, value)| (key, std::mem::discriminant(value))).collect();
    let kind = (question.kind.name(), question.difficulty, choices(&question.kind));
    format!("question {kind:?} {sections:?} {lists:?} {dates:?} {extra:?}")
}

/// How the options of a question can differ.
fn choices(kind: &Kind<'_>) -> Option<[bool; 4]> {
    let Kind::Mcq(choices) = kind else { return None };
    let Choices { options, shuffle } = choices;
    let feedback = options.iter().filter(|option| !option.feedback.is_empty()).count();
    Some([*shuffle, choices.is_multiple(), feedback > 0, feedback == options.len()])
}
