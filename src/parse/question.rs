//! One question file.

use std::sync::{Arc, LazyLock};

use super::front_matter::{Keys, split};
use super::page::take_footnotes;
use super::{Settings, kind, nodes, sections, unread_section};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{headings, parse_inline, plain_text, slugify};
use crate::model::{Date, Difficulty, Kind, Question, QuestionId, SectionKind, Title};
use crate::source::{Source, SourceId, Span, Spanned};

const KEYS: &[&str] = &[
    "title",
    "kind",
    "id",
    "aliases",
    "difficulty",
    "tags",
    "order",
    "references",
    "added",
    "updated",
    "verified",
    "accept",
    "shuffle",
    "draft",
    "extra",
];

/// Anchors that a question has on its page, besides those of its headings: its sections and its references. Every other id
/// of the theme contains a full stop, which no heading's anchor does.
static RESERVED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let sections = SectionKind::ALL.iter().map(|(.., anchor)| *anchor);
    sections.chain(["references"]).collect()
});

/// What came of a file.
pub(super) enum Read<'s> {
    /// A question.
    Question(Box<Question<'s>>),
    /// A draft that was not asked for.
    Draft,
    /// Nothing that could be read.
    Nothing,
}

/// Reads a question file whose name without ending is `stem`.
pub(super) fn question<'s>(
    id: SourceId,
    source: &'s Source,
    stem: &str,
    settings: Settings,
    found: &mut Vec<Diagnostic>,
) -> Read<'s> {
    let split = match split(id, &source.text) {
        Ok(split) => split,
        Err(diagnostic) => {
            found.push(*diagnostic);
            return Read::Nothing;
        }
    };
    let mut keys = Keys::read(id, &source.text, split.yaml, KEYS);
    if keys.boolean("draft").unwrap_or(false) && !settings.drafts {
        return Read::Draft;
    }
    let Some(all) = nodes(id, source, split.body, settings, found) else {
        found.append(&mut keys.found);
        return Read::Nothing;
    };
    let headings = headings(&all, &RESERVED);
    sections::check_levels(id, &source.text, &headings, 3, found);
    let (all, footnotes) = take_footnotes(id, all, found);
    let name = keys.one_of("kind", Kind::NAMES).unwrap_or_else(|| "descriptive".to_owned());
    if !keys.is_broken() {
        unread_section::check(id, &all, &name, found);
    }
    let mut body = sections::cut(id, split.body, &source.text, all, found);
    let title = title(keys.title());
    // Without its front matter, a body can't be judged: what looks wrong may be right for its true kind.
    let mut judged = Vec::new();
    let kind = kind::read(&name, &mut keys, &mut body, &mut judged);
    if !keys.is_broken() {
        found.append(&mut judged);
    }
    let dates = dates(id, &mut keys);
    let question = Question {
        source: id,
        id: question_id(id, stem, &mut keys, found),
        aliases: keys.texts("aliases").into_iter().filter_map(|alias| checked_id(alias, found)).collect(),
        title,
        kind,
        difficulty: difficulty(&mut keys),
        tags: keys
            .texts("tags")
            .into_iter()
            .map(|tag| tag.value.trim().to_owned())
            .filter(|tag| !tag.is_empty())
            .collect(),
        order: keys.integer("order"),
        references: keys.references(),
        added: dates.0,
        updated: dates.1,
        verified: keys.date("verified"),
        extra: keys.extra(),
        prompt: body.prompt,
        sections: body.sections,
        headings,
        footnotes,
    };
    found.append(&mut keys.found);
    Read::Question(Box::new(question))
}

/// The title as inline Markdown.
pub(super) fn title(text: Option<Spanned<String>>) -> Title {
    let nodes = text.map_or_else(Vec::new, |text| parse_inline(&text.value));
    Title { text: plain_text(&nodes), nodes }
}

/// When the question came and when it last changed.
fn dates(source: SourceId, keys: &mut Keys<'_>) -> (Option<Date>, Option<Date>) {
    let (added, updated) = (keys.date("added"), keys.date("updated"));
    if let (Some(first), Some(last)) = (added, updated)
        && last < first
    {
        let span = keys.key_span("updated").unwrap_or_else(|| Span::start_of(source));
        let message = format!("the question was changed on {last}, before it was added on {first}");
        keys.found.push(Diagnostic::new(Code::BadDate, span, message).help("correct one of the two dates"));
    }
    (added, updated)
}

fn difficulty(keys: &mut Keys<'_>) -> Option<Difficulty> {
    let names: Vec<&str> = Difficulty::ALL.iter().map(|(_, name)| *name).collect();
    let name = keys.one_of("difficulty", &names)?;
    Difficulty::ALL.iter().find(|(_, known)| *known == name).map(|(difficulty, _)| *difficulty)
}

fn question_id(source: SourceId, stem: &str, keys: &mut Keys<'_>, found: &mut Vec<Diagnostic>) -> Spanned<QuestionId> {
    let fallback = Spanned { value: QuestionId(Arc::from(stem)), span: Span::start_of(source) };
    match keys.text("id") {
        Some(id) => checked_id(id, found).unwrap_or(fallback),
        None if is_id(stem) => fallback,
        None => {
            let message = format!("the file's name gives the id `{stem}`, which is not a valid id");
            let better = suggestion(stem);
            let help = format!("{RULE}; rename the file to `{better}.md`, or add `id: {better}`");
            found.push(Diagnostic::new(Code::BadId, fallback.span, message).help(help));
            fallback
        }
    }
}

const RULE: &str =
    "an id is made of `a` to `z`, `0` to `9` and `-`, begins with a letter or digit, and is not all digits";

fn checked_id(id: Spanned<String>, found: &mut Vec<Diagnostic>) -> Option<Spanned<QuestionId>> {
    if is_id(&id.value) {
        return Some(Spanned { value: QuestionId(Arc::from(id.value)), span: id.span });
    }
    let help = format!("{RULE}, such as `{}`", suggestion(&id.value));
    found.push(Diagnostic::new(Code::BadId, id.span, format!("`{}` is not a valid id", id.value)).help(help));
    None
}

fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.chars().all(fits) && !text.starts_with('-') && text.contains(|c: char| c.is_ascii_lowercase() || c == '-')
}

fn suggestion(text: &str) -> String {
    let slug: String = slugify(text).replace('_', "-").chars().filter(char::is_ascii).collect();
    let slug = slug.trim_matches('-');
    if is_id(slug) { slug.to_owned() } else { format!("question-{slug}").trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_rule_and_so_do_suggestions() {
        for right in ["a", "what-is-rag", "4-bit"] {
            assert!(is_id(right), "{right}");
        }
        for wrong in ["", "42", "-a", "A", "a_b", "ä", "a b"] {
            assert!(!is_id(wrong), "{wrong}");
            assert!(is_id(&suggestion(wrong)), "{wrong}: {}", suggestion(wrong));
        }
    }
}
