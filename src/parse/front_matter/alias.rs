//! What keys of other tools are called here.

/// Keys of other tools by the key of ours.
const NAMES: &[(&str, &[&str])] = &[
    ("title", &["question", "name", "heading", "prompt", "stem", "text", "linktitle"]),
    ("kind", &["type", "questiontype", "question_type", "question-type", "format"]),
    ("id", &["slug", "uid", "uuid", "guid", "key", "identifier", "permalink", "url"]),
    ("aliases", &["alias", "redirect_from", "redirects", "old-id", "old-ids"]),
    ("difficulty", &["level", "hardness", "complexity"]),
    ("tags", &["tag", "keywords", "keyword", "labels", "label"]),
    ("order", &["weight", "position", "nav_order", "sidebar_position", "index", "number", "sort"]),
    (
        "references",
        &["reference", "refs", "links", "sources", "source", "documentation", "docs", "reading", "bibliography"],
    ),
    ("added", &["date", "created", "created_at", "published", "publishdate", "pubdate"]),
    ("updated", &["lastmod", "modified", "last_updated", "last-updated", "updated_at", "changed"]),
    ("verified", &["checked", "reviewed", "last_verified", "lastreviewed"]),
    ("tolerance", &["margin", "accuracy", "precision", "epsilon", "error"]),
    ("unit", &["units"]),
    ("accept", &["accepted", "accepts", "answers", "solutions"]),
    ("shuffle", &["randomize", "randomise", "shuffleanswers", "shuffle_answers", "shuffleoptions"]),
    ("draft", &["hidden", "unlisted", "wip"]),
    ("description", &["summary", "subtitle", "abstract", "excerpt"]),
];

/// Keys of other tools whose value stands elsewhere here, and where.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &["answer", "solution", "response", "model_answer"],
        "write the answer below the front matter, under a heading `## Answer`",
    ),
    (&["explanation", "rationale"], "write it below the front matter, under a heading `## Explanation`"),
    (&["hint", "hints"], "write it below the front matter, under a heading `## Hint`"),
    (
        &["options", "choices", "option", "choice", "correct", "distractors"],
        "write the options below the front matter, as a list: `- [x]` before each correct one, `- [ ]` before each other",
    ),
    (
        &["category", "categories", "topic", "topics", "section", "chapter", "subject"],
        "a question belongs to the topic whose folder it is in; for anything else there are `tags`",
    ),
];

/// Where the value of a key of other tools stands here.
pub(in crate::parse) fn elsewhere(name: &str) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(names, _)| names.contains(&name)).map(|(_, place)| *place)
}

/// What to write in place of a key that another tool has.
pub(super) fn meant(name: &str, known: &[&str]) -> Option<String> {
    let name = name.to_lowercase();
    let ours = NAMES.iter().find(|(ours, names)| known.contains(ours) && names.contains(&name.as_str()));
    if let Some((ours, _)) = ours {
        return Some(format!("did you mean `{ours}`?"));
    }
    if !known.contains(&"extra") {
        return None;
    }
    if let Some(place) = elsewhere(&name) {
        return Some(place.to_owned());
    }
    let own =
        ["author", "authors", "license", "licence", "layout", "lang", "language", "points", "time", "status", "toc"];
    own.contains(&name.as_str()).then(|| format!("your own keys go below `extra`: `extra: {{ {name}: … }}`"))
}
