//! What can be wrong with a language file: it is no TOML, it lacks strings, has others, or forms and values that don't fit.

use std::collections::BTreeMap;
use std::ops::Range;

use super::message::{Message, parse_spans};
use super::{Strings, categories};
use crate::config::{Config, FALLBACK_LANGUAGE as FALLBACK};
use crate::diagnostic::{Code, Diagnostic, character, damage, nearest};
use crate::source::{Flaw, SourceId, Sources, Span};

/// A language file of the project.
pub(super) struct File {
    source: SourceId,
    spans: BTreeMap<String, Range<usize>>,
    pub(super) strings: Strings,
}

/// The project's own language files by their tags, and what in them is no string.
pub(super) fn own_files(sources: &Sources) -> (BTreeMap<String, File>, Vec<Diagnostic>) {
    let mut files = BTreeMap::new();
    let mut found = Vec::new();
    for (source, file) in sources.language_files() {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let tag = name.trim_end_matches(".toml").to_owned();
        if file.flaw.is_some_and(|flaw| flaw != Flaw::Damaged) {
            let message = "the language file is no UTF-8 text file of at most 1 MiB".to_owned();
            found.push(Diagnostic::new(Code::BadLanguageFile, Span::start_of(source), message));
        }
        let (strings, flaws) = parse_spans(if file.flaw.is_some() { "" } else { &file.text });
        let flaw = |(range, message): (Range<usize>, String)| {
            Diagnostic::new(Code::BadLanguageFile, Span::new(source, range), message)
                .help("a language file is TOML: `key = \"text\"`, or `key = { one = \"…\", other = \"…\" }`")
        };
        found.extend(flaws.into_iter().map(flaw));
        let spans = strings.iter().map(|(key, (_, span))| (key.clone(), span.clone())).collect();
        let strings = strings.into_iter().map(|(key, (message, _))| (key, message)).collect();
        files.insert(tag, File { source, spans, strings });
    }
    (files, found)
}

/// What is wrong with the strings of the guide's language. `line` is English first, then each language that lies over it.
pub(super) fn check(line: &[(String, Strings)], files: &BTreeMap<String, File>, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(((_, english), others)) = line.split_first() else { return found };
    let tag = &config.book.language;
    let is_english = tag.value.split('-').next() == Some(FALLBACK);
    if others.is_empty() && !is_english {
        let message = format!("there is no language file for `{}`, so the site's own words are English", tag.value);
        let theme = config.html.theme.as_ref().map_or("default", |name| name.value.as_str());
        let help = format!(
            "translate the strings of `en.toml`, the theme's language file, and save them as `themes/{theme}/language/{}.toml`",
            tag.value
        );
        found.push(Diagnostic::new(Code::MissingLanguage, tag.span, message).help(help));
    }
    // What the languages of the line lack together; it is told once, of the first, which is the most general.
    // English over English needs only what it changes.
    if let Some((tag, _)) = others.first().filter(|_| !is_english) {
        found.extend(missing(english, others, tag, files, config));
    }
    let built_in = if files.is_empty() { Strings::new() } else { super::embedded(FALLBACK) };
    for (tag, file) in files {
        let at = |key: &str| Span::new(file.source, file.spans.get(key).cloned().unwrap_or(0..0));
        for (key, message) in &file.strings {
            found.extend(unfit(key, message, built_in.get(key), at(key)));
            // Our own English is where a string is first; a theme may bring more in its own.
            let Some(model) = english.get(key) else {
                let help = nearest(key, english.keys().map(String::as_str)).map_or_else(
                    || "a theme's own strings stand in its `language/en.toml` too".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let text = format!("the theme has no string `{key}`");
                found.push(Diagnostic::new(Code::UnknownString, at(key), text).help(help));
                continue;
            };
            found.extend(misfit(tag, key, message, model).map(|text| Diagnostic::new(Code::BadString, at(key), text)));
        }
    }
    found
}

/// What is wrong with the text of a string itself: it is empty, or holds what no page can show.
fn unfit(key: &str, message: &Message, model: Option<&Message>, span: Span) -> Option<Diagnostic> {
    let forms = message.forms();
    if let Some(c) = forms.iter().find_map(|(_, text)| text.chars().find(|c| *c != '\n' && damage::is_control(*c))) {
        let text = format!("`{key}` holds the control character {}", character::name(c));
        let help = "take the escape out; a backslash in text is written `\\\\`";
        return Some(Diagnostic::new(Code::ControlCharacter, span, text).help(help));
    }
    if let Some((_, c)) = forms.iter().find_map(|(_, text)| character::stray(text)) {
        let text = format!("`{key}` holds an invisible character: {}", character::name(c));
        return Some(Diagnostic::new(Code::InvisibleCharacter, span, text).help("delete it, or type the text anew"));
    }
    let is_empty = |message: &Message| message.forms().iter().any(|(_, text)| text.trim().is_empty());
    (is_empty(message) && model.is_some_and(|model| !is_empty(model))).then(|| {
        let text = format!("`{key}` is empty, so nothing is shown in its place");
        Diagnostic::new(Code::BadString, span, text)
            .help("write the text, or delete the line; the built-in text stands in then")
    })
}

/// A warning for each table of strings that are missing.
fn missing(
    english: &Strings,
    others: &[(String, Strings)],
    tag: &str,
    files: &BTreeMap<String, File>,
    config: &Config,
) -> Vec<Diagnostic> {
    let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in english.keys().filter(|key| !others.iter().any(|(_, strings)| strings.contains_key(*key))) {
        let (table, name) = key.split_once('.').unwrap_or(("", key));
        tables.entry(table).or_default().push(name);
    }
    let span = files.get(tag).map_or(config.book.language.span, |file| Span::start_of(file.source));
    let warn = |(table, names): (&str, Vec<&str>)| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("the language file for `{tag}` lacks {} in `[{table}]`", names.join(", "));
        Diagnostic::new(Code::MissingString, span, message).help("English stands in for what is missing")
    };
    tables.into_iter().map(warn).collect()
}

/// Why a string can't stand for the English one.
fn misfit(tag: &str, key: &str, message: &Message, model: &Message) -> Option<String> {
    let (has, wanted) = (message.placeholders(), model.placeholders());
    let name = |name: &&str| format!("`{{{name}}}`");
    if let Some(strange) = has.difference(&wanted).next() {
        let known: Vec<String> = wanted.iter().map(name).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Some(format!(
            "`{key}` holds {}, for which there is no value; those it can hold: {known}",
            name(strange)
        ));
    }
    // A form for one thing may well leave the number out.
    let lacks = wanted.difference(&has).find(|name| **name != "count" || matches!(message, Message::One(_)));
    if let Some(lost) = lacks.filter(|name| **name != "count" || categories(tag).len() > 1) {
        return Some(format!("`{key}` leaves out {}", name(lost)));
    }
    match (message, model) {
        (Message::Forms(_), Message::One(_)) => Some(format!("`{key}` has plural forms, but nothing is counted in it")),
        (Message::Forms(forms), _) => {
            let lacking = categories(tag).into_iter().find(|category| !forms.contains_key(*category))?;
            let needed = categories(tag).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Some(format!("`{key}` has no form `{lacking}`; the language needs {needed}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EMBEDDED, message::parse};
    use super::*;

    #[test]
    fn the_embedded_languages_are_whole() {
        let text = |tag: &str| EMBEDDED.get_file(format!("{tag}.toml")).unwrap().contents_utf8().unwrap();
        let english = parse(text(FALLBACK)).unwrap();
        for file in EMBEDDED.files() {
            let tag = file.path().file_stem().unwrap().to_str().unwrap();
            let strings = parse(text(tag)).unwrap();
            let missing: Vec<_> = english.keys().filter(|key| !strings.contains_key(*key)).collect();
            let unknown: Vec<_> = strings.keys().filter(|key| !english.contains_key(*key)).collect();
            assert!(missing.is_empty() && unknown.is_empty(), "{tag} lacks {missing:?} and has {unknown:?}");
            let misfits: Vec<_> =
                strings.iter().filter_map(|(key, message)| misfit(tag, key, message, &english[key])).collect();
            assert!(misfits.is_empty(), "{tag}: {misfits:?}");
        }
    }
}
