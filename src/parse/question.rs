//! One question file.

use std::sync::{Arc, LazyLock};

use unicode_normalization::UnicodeNormalization;

use super::front_matter::{Keys, split};
use super::page::take_footnotes;
use super::{Settings, kind, nodes, raw_html, sections, unread_section};
use crate::diagnostic::{Code, Diagnostic, character};
use crate::markdown::{headings, parse_inline, plain_text, slugify};
use crate::model::{Date, Difficulty, Kind, Question, QuestionId, SectionKind, Title};
use crate::source::{Source, SourceId, Span, Spanned};

/// The keys that every question may have, then those of one kind.
static KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let common = ["title", "kind", "id", "aliases", "difficulty", "tags", "keywords", "order", "references"];
    let dates = ["added", "updated", "verified"];
    common.into_iter().chain(dates).chain(kind::own_keys()).chain(["draft", "extra"]).collect()
});

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
    tomorrow: Date,
    found: &mut Vec<Diagnostic>,
) -> Read<'s> {
    let split = match split(id, &source.text) {
        Ok(split) => split,
        Err(diagnostic) => {
            found.push(*diagnostic);
            return Read::Nothing;
        }
    };
    let mut keys = Keys::read(id, &source.text, split.yaml, &KEYS);
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
    let before = keys.found.len();
    let name = keys.one_of("kind", &Kind::NAMES);
    let is_unknown = name.is_none() && keys.found.len() > before;
    let name = name.unwrap_or_else(|| "descriptive".to_owned());
    if !keys.is_broken() {
        unread_section::check(id, &all, &name, found);
    }
    let mut body = sections::cut(id, split.body, &source.text, all, found);
    if settings.allow_html {
        let parts = std::iter::once(&body.prompt).chain(body.sections.iter().map(|section| &section.nodes));
        for nodes in parts {
            raw_html::unclosed(id, &source.text, nodes, found);
            raw_html::sections(id, &source.text, nodes, found);
        }
    }
    let title = title(keys.title());
    raw_html::title(&title, found);
    // Without its front matter, a body can't be judged: what looks wrong may be right for its true kind.
    let mut judged = Vec::new();
    let kind = kind::read(&name, &mut keys, &mut body, &mut judged);
    if !keys.is_broken() {
        // A key of another kind may be one of the kind that is meant.
        judged.retain(|found| !is_unknown || found.code != Code::MisplacedKey);
        found.append(&mut judged);
    }
    let dates = dates(id, &mut keys, tomorrow);
    let question = Question {
        source: id,
        id: question_id(id, stem, &mut keys, found),
        aliases: keys.texts("aliases").into_iter().filter_map(|alias| checked_id(alias, found)).collect(),
        title,
        kind,
        difficulty: difficulty(&mut keys),
        tags: tags(&mut keys)
            .into_iter()
            .map(|tag| Spanned { value: tag.value.trim().to_owned(), span: tag.span })
            .filter(|tag| !tag.value.is_empty())
            .collect(),
        keywords: keys.texts("keywords").into_iter().map(|keyword| keyword.value).collect(),
        order: keys.integer("order"),
        references: keys.references(),
        added: dates[0],
        updated: dates[1],
        verified: dates[2],
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
    let span = text.as_ref().map(|text| text.span);
    let nodes = text.map_or_else(Vec::new, |text| parse_inline(&text.value));
    Title { text: plain_text(&nodes), nodes, span }
}

/// When the question came, when it last changed and when it was last checked.
fn dates(source: SourceId, keys: &mut Keys<'_>, tomorrow: Date) -> [Option<Date>; 3] {
    let dates = ["added", "updated", "verified"].map(|name| {
        let date = keys.date(name);
        if let Some(date) = date.filter(|date| date.to_string().as_str() < "1970") {
            let message = format!("`{name}` is long before there were guides: {date}");
            keys.found.push(Diagnostic::new(Code::BadDate, keys.value_span(name), message).help("correct the year"));
        }
        // Somewhere it is tomorrow already.
        if let Some(date) = date.filter(|date| *date > tomorrow) {
            let message = format!("`{name}` is in the future: {date}");
            let help = "correct the date; the feed puts such a question first until then";
            keys.found.push(Diagnostic::new(Code::FutureDate, keys.value_span(name), message).help(help));
        }
        date
    });
    let [added, updated, verified] = dates;
    let changed = [("changed", updated), ("was added", added)].into_iter().find_map(|(what, date)| Some((what, date?)));
    if let (Some(checked), Some((what, last))) = (verified, changed)
        && checked < last
    {
        let message = format!("the answer {what} on {last}, after it was last checked on {checked}");
        let help = "check it and set `verified` to that day, or leave `verified` out";
        keys.found.push(Diagnostic::new(Code::OutdatedCheck, keys.value_span("verified"), message).help(help));
    }
    if let (Some(first), Some(last)) = (added, updated)
        && last < first
    {
        let span = keys.key_span("updated").unwrap_or_else(|| Span::start_of(source));
        let message = format!("the question was changed on {last}, before it was added on {first}");
        keys.found.push(Diagnostic::new(Code::BadDate, span, message).help("correct one of the two dates"));
    }
    dates
}

fn tags(keys: &mut Keys<'_>) -> Vec<Spanned<String>> {
    let tags = keys.texts("tags");
    keys.check_tags(&tags);
    tags
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
    let help = match id.value.chars().find(|c| c.is_alphabetic() && !c.is_ascii()) {
        // Letters of other alphabets look like Latin ones.
        Some(c) if !c.is_lowercase() || c > '\u{24f}' => {
            format!("{RULE}; `{c}` is {}, which is none of them", character::name(c))
        }
        _ => format!("{RULE}, such as `{}`", suggestion(&id.value)),
    };
    found.push(Diagnostic::new(Code::BadId, id.span, format!("`{}` is not a valid id", id.value)).help(help));
    None
}

fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.chars().all(fits) && !text.starts_with('-') && text.contains(|c: char| c.is_ascii_lowercase() || c == '-')
}

/// Letters that are written with others where there are no accents.
const LATIN: &[(char, &str)] = &[
    ('ä', "ae"),
    ('ö', "oe"),
    ('ü', "ue"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
];

fn latin(c: char) -> String {
    LATIN.iter().find(|(letter, _)| *letter == c).map_or_else(|| c.to_string(), |(_, letters)| (*letters).to_owned())
}

fn suggestion(text: &str) -> String {
    let slug: String = slugify(text).chars().flat_map(|c| latin(c).chars().collect::<Vec<_>>()).collect();
    // What is left of a letter with its accent taken off.
    let slug: String = slug.nfkd().filter(char::is_ascii).collect::<String>().replace('_', "-");
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
