//! Mistakes of templates as their author is told of them: once each, with what can be written instead.

use std::collections::BTreeSet;

use super::Theme;
use super::files::EMBEDDED;
use crate::diagnostic::{Diagnostic, nearest};
use crate::error::{Error, Result};
use crate::source::Sources;

/// How the help begins that lists what a page's template has.
const VARIABLES: &str = "the variables are ";

impl Theme {
    /// What went wrong when pages were rendered, as mistakes of the theme: the same one is told once, however many pages it is on.
    ///
    /// # Errors
    /// The first failure that is no mistake of the theme.
    pub fn mistakes(&self, errors: Vec<Error>, sources: &Sources) -> Result<Vec<Diagnostic>> {
        let mut found: Vec<(Diagnostic, String, Vec<String>)> = Vec::new();
        for error in errors {
            let file = if let Error::Template { file, .. } = &error { file.clone() } else { String::new() };
            let Some(mistake) = self.mistake(&error, sources) else { return Err(error) };
            let help = mistake.help.clone().unwrap_or_default();
            let same = |(known, ..): &&mut (Diagnostic, String, Vec<String>)| {
                known.span == mistake.span && known.message == mistake.message
            };
            match found.iter_mut().find(same) {
                Some((_, _, helps)) => helps.push(help),
                None => found.push((mistake, file, vec![help])),
            }
        }
        let told = found.into_iter().map(|(mut mistake, file, helps)| {
            if let Some(help) = merged(&file, &mistake.message, &helps) {
                mistake.help = Some(help);
            }
            mistake
        });
        Ok(told.collect())
    }
}

/// One help of those that the pages of a template gave; `None` if they agree.
fn merged(file: &str, message: &str, helps: &[String]) -> Option<String> {
    let lists: Vec<BTreeSet<&str>> = helps.iter().filter_map(|help| help.strip_prefix(VARIABLES)).map(names).collect();
    let first = lists.first()?;
    let needs = needs(file);
    if needs.is_none() && lists.len() == 1 {
        return None;
    }
    let common: BTreeSet<&str> =
        first.iter().copied().filter(|name| lists.iter().all(|list| list.contains(name))).collect();
    let all: BTreeSet<&str> = needs.iter().flatten().copied().chain(common).collect();
    let written = message.split('`').nth(1).unwrap_or_default();
    if let Some(near) = nearest(written, all.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let list = all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Some(format!("what it has wherever it is used: {list}"))
}

fn names(list: &str) -> BTreeSet<&str> {
    list.split(", ").map(|name| name.trim_matches('`')).collect()
}

/// What the built-in template of this name says that it needs, if it is one that others include.
fn needs(file: &str) -> Option<Vec<&'static str>> {
    let text = EMBEDDED.get_file(format!("templates/{file}"))?.contents_utf8()?;
    let comment = text.split("#}").next()?;
    let (_, needed) = comment.split_once("Needs ")?;
    let sentence = needed.split(['.', ';']).next()?;
    Some(sentence.split('`').skip(1).step_by(2).collect())
}

/// What to do about a mistake that the engine tells without a way out.
pub(super) fn help(message: &str, blocks: &[String]) -> Option<String> {
    let written = message.split('`').nth(1).unwrap_or_default();
    let known = |names: &[&str], what: &str| {
        let near = nearest(written, names.iter().copied());
        let list =
            || format!("{what} are {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
        Some(near.map_or_else(list, |near| format!("did you mean `{near}`?")))
    };
    if message.starts_with("block `") {
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        known(&blocks, "the blocks")
    } else if message.starts_with("unknown filter") {
        let near = nearest(written, FILTERS.iter().copied());
        Some(near.map_or_else(
            || "templates are those of Tera; its manual lists the filters".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ))
    } else if message.starts_with("unknown test") {
        known(TESTS, "tests")
    } else if message.starts_with("unknown function") {
        known(&["asset", "date", "isolate", "number", "range", "t", "t_html"], "the functions")
    } else if message.contains("end of input") {
        Some("end each `{% block … %}`, `{% if … %}` and `{% for … %}` with its `{% endblock %}`, `{% endif %}` or `{% endfor %}`, and each tag with `}}` or `%}`".to_owned())
    } else if message.starts_with("there is no string") {
        Some("the strings of the theme are in its `language/en.toml`".to_owned())
    } else {
        None
    }
}

/// Filters of the template engine that a page may need.
const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
