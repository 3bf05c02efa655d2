//! Structured data: what a page is, in the vocabulary of schema.org, as JSON-LD (W3C JSON-LD 1.1) for search engines.
//!
//! A topic page is a `Quiz` whose parts are its questions, in the two shapes that Google documents for learning material:
//! practice problems ("Multiple choice", "Checkbox") and question-and-answer pairs ("Flashcard"). `QAPage` is not used: it is
//! for pages on which many people answer one question. An answer is given by its thirty-second version or its beginning; the
//! page itself has the whole.

use serde::Serialize;

use crate::markdown::{Node, plain_text};
use crate::model::{Choices, Difficulty, Kind, Question, SectionKind, Topic};

const CONTEXT: &str = "https://schema.org";

/// How many letters of an answer are given.
const ANSWER: usize = 300;

/// A topic page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Quiz<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    about: Named<'a>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    has_part: Vec<Part<'a>>,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

/// One question.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Part<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    edu_question_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning_resource_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    educational_level: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggested_answer: Vec<Answer>,
    accepted_answer: Vec<Answer>,
}

/// An answer; an option has a position, from 0.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    text: String,
}

impl Answer {
    fn new(position: Option<usize>, text: String) -> Self {
        Self { kind: "Answer", position, text }
    }
}

/// The front page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WebSite<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Named<'a>>,
}

/// The structured data of a topic page; empty where the topic has no questions.
pub(super) fn topic(topic: &Topic<'_>, language: &str, url: Option<&str>) -> String {
    let parts: Vec<Part<'_>> = topic.questions.iter().filter_map(part).collect();
    if parts.is_empty() {
        return String::new();
    }
    json(&Quiz {
        context: CONTEXT,
        kind: "Quiz",
        name: &topic.title.text,
        description: &topic.description,
        about: Named { kind: "Thing", name: &topic.title.text },
        in_language: language,
        url,
        has_part: parts,
    })
}

/// The structured data of the front page.
pub(super) fn home(book: &crate::config::Book, url: Option<&str>) -> String {
    json(&WebSite {
        context: CONTEXT,
        kind: "WebSite",
        name: &book.title,
        description: &book.description,
        in_language: &book.language.value,
        url,
        author: book.authors.iter().map(|name| Named { kind: "Person", name }).collect(),
    })
}

fn part<'a>(question: &'a Question<'_>) -> Option<Part<'a>> {
    let (edu_question_type, suggested_answer, accepted_answer) = match &question.kind {
        Kind::Mcq(choices) => {
            let (accepted, suggested) = options(choices);
            (if choices.is_multiple() { "Checkbox" } else { "Multiple choice" }, suggested, accepted)
        }
        Kind::Numeric(numeric) => {
            ("Flashcard", Vec::new(), vec![Answer::new(None, numeric.with_unit(&numeric.answer.plain()))])
        }
        Kind::Short { .. } | Kind::Descriptive => {
            let nodes = [SectionKind::InShort, SectionKind::Answer].iter().find_map(|kind| question.section(*kind));
            let text = nodes.map(|section| beginning(&section.nodes)).filter(|text| !text.is_empty())?;
            ("Flashcard", Vec::new(), vec![Answer::new(None, text)])
        }
    };
    Some(Part {
        kind: "Question",
        edu_question_type,
        learning_resource_type: matches!(question.kind, Kind::Mcq(_)).then_some("Practice problem"),
        educational_level: question.difficulty.map(Difficulty::name),
        date_modified: question.changed().map(|date| date.to_string()),
        text: &question.title.text,
        suggested_answer,
        accepted_answer,
    })
}

/// The right options and the others.
fn options(choices: &Choices<'_>) -> (Vec<Answer>, Vec<Answer>) {
    let options = choices.options.iter().enumerate();
    let (right, wrong): (Vec<_>, Vec<_>) = options.partition(|(_, option)| option.correct);
    let answers = |options: Vec<(usize, &crate::model::Choice<'_>)>| {
        options.into_iter().map(|(at, option)| Answer::new(Some(at), option.text.clone())).collect()
    };
    (answers(right), answers(wrong))
}

/// The beginning of a text, whole words of it.
fn beginning(nodes: &[Node<'_>]) -> String {
    let text = plain_text(nodes);
    let Some((end, _)) = text.char_indices().nth(ANSWER) else { return text };
    let cut = text.get(..end).unwrap_or_default();
    format!("{} …", cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole))
}

/// JSON that can stand in a `script` element: nothing in it can end that, or be taken for a comment.
fn json(data: &impl Serialize) -> String {
    let json = serde_json::to_string(data).unwrap_or_default();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
