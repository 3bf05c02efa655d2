//! Templates: parsed, with the functions that they may call; and the engine's errors with their places.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, State, Tera, TeraResult};

use super::files::Files;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::error::Error;
use crate::language::{Direction, Language, Value, Values};
use crate::markdown::html::isolate;
use crate::source::{SourceId, Sources, Span};

/// The folder of templates.
const FOLDER: &str = "templates/";

/// The prefix under which the embedded templates can always be reached.
const PREFIX: &str = "theme/";

/// The longest tag that a template may hold, in bytes, and how deep tags may nest: the template engine recurses on both,
/// and a stack overflow can't be caught.
const MAX_TAG: usize = 4096;
const MAX_DEPTH: usize = 100;

impl Files<'_> {
    /// The project's own templates, by their names.
    pub(super) fn own_templates(&self) -> BTreeMap<String, SourceId> {
        let own =
            self.own.iter().filter_map(|(name, file)| Some((name.strip_prefix(FOLDER)?.to_owned(), file.source?)));
        own.collect()
    }

    /// The engine with all templates in it, or `None` where one is broken.
    pub(super) fn templates(
        &self,
        bundles: BTreeMap<String, String>,
        language: &Arc<Language>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Tera> {
        let bundles = Arc::new(bundles);
        let mut own: BTreeMap<&str, (SourceId, &str)> = BTreeMap::new();
        let mut dropped: Vec<&str> = Vec::new();
        for (name, file) in &self.own {
            let Some((short, source)) = name.strip_prefix(FOLDER).zip(file.source) else { continue };
            let Ok(text) = str::from_utf8(&file.bytes) else { continue };
            match oversized(text) {
                Some((at, message)) => {
                    dropped.push(short);
                    found.push(Diagnostic::new(Code::BadTemplate, Span::new(source, at..at + 2), message));
                }
                None => drop(own.insert(short, (source, text))),
            }
        }
        // The engine may tell of one mistake at a time: a template that has one is left out, and the others tried again.
        loop {
            let error = match self.engine(&own, &bundles, language) {
                Ok(tera) if dropped.is_empty() => return Some(tera),
                Ok(_) => return None,
                Err(error) => error,
            };
            let before = own.len();
            for report in reports(&error) {
                let Some((short, (source, text))) = own.get_key_value(report.file.as_str()) else { continue };
                // What is missing only because it was left out is no mistake of its own.
                if !dropped.iter().any(|dropped| report.message.contains(&format!("{dropped}`"))) {
                    let mut span = span(self.sources, *source, report.line, report.column, report.length);
                    let mut help = report.help;
                    // A template that is not there is told without its place, or without a proposal.
                    if let Some((name, wanted)) = wanted(&report.message) {
                        let quoted = |quote: char| Some(text.find(&format!("{quote}{name}{quote}"))? + 1);
                        if let Some(at) = quoted('"').or_else(|| quoted('\'')).filter(|_| report.line == 0) {
                            span = Span::new(*source, at..at + name.len());
                        }
                        let known = self.templates_known(short);
                        let near = nearest(name, known.iter().map(String::as_str));
                        help = help.or_else(|| near.map(|near| format!("did you mean `{near}`?"))).or(wanted);
                    }
                    let help = help.or_else(|| super::mistake::help(&report.message, &self.blocks(text)));
                    let mut diagnostic = Diagnostic::new(Code::BadTemplate, span, report.message);
                    diagnostic.help = help;
                    found.push(diagnostic);
                }
                dropped.push(short);
            }
            own.retain(|name, _| !dropped.contains(name));
            if own.len() == before {
                if let Some((source, lost)) = Self::lost_blocks(&own, &error) {
                    let message = format!("this frame lacks blocks that pages fill: {}", lost.join(", "));
                    let help = "begin it with `{% extends \"theme/base.html\" %}` and change single blocks, or write each as \
                                `{% block main %}{% endblock %}`";
                    found.push(Diagnostic::new(Code::BadTemplate, Span::start_of(source), message).help(help));
                    return None;
                }
                found.push(Diagnostic::new(Code::BadTemplate, self.chosen, words(&error)));
                return None;
            }
        }
    }

    /// The project's own frame, and the blocks that our pages fill and that it lacks.
    fn lost_blocks(own: &BTreeMap<&str, (SourceId, &str)>, error: &tera::Error) -> Option<(SourceId, Vec<String>)> {
        let (source, _) = own.get("base.html")?;
        let is_ours = |report: &Report| report.file.starts_with(PREFIX) && report.message.starts_with("block `");
        let reports = reports(error);
        let mut lost: Vec<String> = reports
            .iter()
            .filter(|report| is_ours(report))
            .filter_map(|report| Some(format!("`{}`", report.message.split('`').nth(1)?)))
            .collect();
        lost.sort_unstable();
        lost.dedup();
        (!lost.is_empty()).then_some((*source, lost))
    }

    /// The names of the blocks that a template can fill: those of the template that it extends, and of the frame.
    fn blocks(&self, text: &str) -> Vec<String> {
        let parent =
            text.split_once("extends").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1)).unwrap_or_default();
        let parent = parent.strip_prefix(PREFIX).unwrap_or(parent);
        let texts = [parent, "base.html"].map(|name| format!("{FOLDER}{name}"));
        let texts = texts.iter().filter_map(|name| str::from_utf8(self.embedded.get(name)?).ok());
        let mut names: Vec<String> = texts
            .flat_map(|text| text.split("{% block ").skip(1))
            .filter_map(|rest| rest.split([' ', '-', '%']).next().map(str::to_owned))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The names of all templates but one.
    fn templates_known(&self, but: &str) -> Vec<String> {
        let embedded = self.embedded.keys().filter_map(|name| name.strip_prefix(FOLDER));
        let own = self.own.keys().filter_map(|name| name.strip_prefix(FOLDER));
        let plain = embedded.clone().chain(own).filter(|name| *name != but).map(str::to_owned);
        plain.chain(embedded.map(|name| format!("{PREFIX}{name}"))).collect()
    }

    fn engine(
        &self,
        own: &BTreeMap<&str, (SourceId, &str)>,
        bundles: &Arc<BTreeMap<String, String>>,
        language: &Arc<Language>,
    ) -> TeraResult<Tera> {
        let mut tera = Tera::new();
        tera.set_fallback_prefixes([PREFIX])?;
        let bundles = Arc::clone(bundles);
        tera.register_function("asset", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let name = kwargs.must_get::<&str>("name")?;
            let known = || bundles.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            bundles.get(name).cloned().ok_or_else(|| {
                let message = format!("there is no bundle `{name}`; those of `theme.toml` are {}", known());
                tera::Error::message(message)
            })
        });
        speak(&mut tera, language);
        let embedded = self.embedded.iter().filter_map(|(name, bytes)| {
            Some((format!("{PREFIX}{}", name.strip_prefix(FOLDER)?), str::from_utf8(bytes).ok()?))
        });
        let own = own.iter().map(|(name, (_, text))| ((*name).to_owned(), *text));
        tera.add_raw_templates(embedded.chain(own).collect::<Vec<_>>())?;
        Ok(tera)
    }
}

/// Gives templates the words of the language: `t` for text, `t_html` for HTML with parts that are HTML already, `number` and
/// `date`; and `isolate`, the HTML of text that may run against its direction.
fn speak(tera: &mut Tera, language: &Arc<Language>) {
    let unknown = |key: &str| {
        tera::Error::message(format!("there is no string `{key}`; a theme's own are in its `language/en.toml`"))
    };
    let own = Arc::clone(language);
    tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        own.text(key, &values(&kwargs)).ok_or_else(|| unknown(key))
    });
    let own = Arc::clone(language);
    tera.register_function("t_html", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        own.html(key, &values(&kwargs)).ok_or_else(|| unknown(key))
    });
    let rtl = matches!(language.direction, Direction::Rtl);
    tera.register_function("isolate", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(isolate(rtl, kwargs.must_get::<&str>("text")?))
    });
    let own = Arc::clone(language);
    tera.register_function("number", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(own.number(kwargs.must_get::<i64>("of")?))
    });
    let own = Arc::clone(language);
    tera.register_function("date", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(own.date(kwargs.must_get::<&str>("of")?))
    });
}

/// The named values of a call, without the key.
fn values(kwargs: &Kwargs) -> Values<'_> {
    let pairs = kwargs.iter().filter_map(|(name, value)| {
        let value = value.as_str().map(Value::Text).or_else(|| value.as_i64().map(Value::Number))?;
        Some((name.as_str()?, value))
    });
    pairs.collect()
}

/// Where a template goes over a limit of the engine, and which.
fn oversized(template: &str) -> Option<(usize, &'static str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(start) = template.get(at..).and_then(|rest| rest.find("{{").into_iter().chain(rest.find("{%")).min())
    {
        let start = at + start;
        let rest = template.get(start..).unwrap_or_default();
        let end = rest.find("}}").into_iter().chain(rest.find("%}")).min().unwrap_or(rest.len());
        if end > MAX_TAG {
            return Some((start, "this tag is longer than 4,096 bytes"));
        }
        let tag = rest.get(2..end).unwrap_or_default().trim_start_matches('-').trim_start();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
        let opens = matches!(name, "if" | "for" | "block" | "filter" | "component")
            || matches!(name, "set" | "set_global") && !tag.contains('=');
        if rest.starts_with("{%") && opens {
            depth += 1;
        } else if rest.starts_with("{%") && name.starts_with("end") {
            depth = depth.saturating_sub(1);
        }
        if depth > MAX_DEPTH {
            return Some((start, "tags nest more than 100 deep here"));
        }
        at = start + end.max(2);
    }
    None
}

/// The name of a template that a message says is missing, and what to do about it.
fn wanted(message: &str) -> Option<(&str, Option<String>)> {
    if !message.starts_with("unknown template") && !message.starts_with("there is no template") {
        return None;
    }
    let help = "a template of ours is `theme/<file>`, one of your own its path from `templates/`";
    Some((message.split('`').nth(1)?, Some(help.to_owned())))
}

/// An error of the engine with its place.
struct Report {
    file: String,
    line: usize,
    column: usize,
    length: usize,
    message: String,
    /// What to do.
    help: Option<String>,
}

/// An error of the engine while `page` was rendered.
pub(super) fn error(page: &str, error: &tera::Error) -> Error {
    let report = reports(error).into_iter().next();
    let report = report.unwrap_or_else(|| nowhere(page, words(error)));
    let Report { file, line, column, length, message, help } = report;
    Error::Template { page: page.to_owned(), file, line, column, length, message, help }
}

fn nowhere(file: &str, message: String) -> Report {
    Report { file: file.to_owned(), line: 0, column: 0, length: 0, message, help: None }
}

/// What an error tells, with the places. The engine joins several into one text, so the text is what is read.
fn reports(error: &tera::Error) -> Vec<Report> {
    match error.kind() {
        ErrorKind::CircularExtend { tpl, .. } => return vec![nowhere(tpl, "this template extends itself".to_owned())],
        ErrorKind::CircularInclude { tpl, .. } => {
            return vec![nowhere(tpl, "this template includes itself".to_owned())];
        }
        ErrorKind::MissingParent { current, parent } => {
            return vec![nowhere(current, format!("there is no template `{parent}` to extend"))];
        }
        _ => {}
    }
    let text = words(error);
    let mut out: Vec<Report> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let place = line.strip_prefix("error: ").and_then(|message| {
            let place = lines.peek()?.trim_start().strip_prefix("--> ")?;
            let (rest, column) = place.rsplit_once(':')?;
            let (file, line) = rest.rsplit_once(':')?;
            let (line, column) = (line.parse().ok()?, column.parse().ok()?);
            let (message, help) = advice(message);
            Some(Report { file: file.to_owned(), line, column, length: 0, message: lower(message), help })
        });
        if let Some(report) = place {
            out.push(report);
        } else if let Some(marks) =
            line.trim_start().strip_prefix('|').map(str::trim).filter(|marks| marks.starts_with('^'))
            && let Some(report) = out.last_mut().filter(|report| report.length == 0)
        {
            report.length = marks.len();
        }
    }
    if let (Some(report), Some(cause)) = (out.first_mut(), cause(error))
        && !report.message.contains(&cause)
    {
        report.message = format!("{}: {cause}", report.message);
    }
    out
}

/// A message without the list of what could have been written, and what was probably meant.
fn advice(message: &str) -> (&str, Option<String>) {
    let Some((message, known)) = message.split_once(". Available ") else { return (message, None) };
    let (what, names) = known.split_once(": ").unwrap_or(("names", known));
    let written = message.split('`').nth(1).unwrap_or_default();
    let near = nearest(written, names.split(", "));
    let all = || {
        format!("the {what} are {}", names.split(", ").map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
    };
    (message, Some(near.map_or_else(all, |near| format!("did you mean `{near}`?"))))
}

/// The innermost cause of an error, if it has one.
fn cause(error: &tera::Error) -> Option<String> {
    let mut cause = std::error::Error::source(error)?;
    while let Some(next) = cause.source() {
        cause = next;
    }
    Some(cause.to_string())
}

/// A message as ours are: in lower case and without a full stop.
fn lower(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    let Some(first) = chars.next() else { return String::new() };
    // A word in capitals is a name.
    if chars.as_str().starts_with(char::is_uppercase) {
        message.to_owned()
    } else {
        first.to_lowercase().chain(chars).collect()
    }
}

/// The engine's message and everything that led to it.
fn words(error: &tera::Error) -> String {
    let mut out = error.to_string();
    if let Some(cause) = cause(error).filter(|cause| !out.contains(cause.as_str())) {
        out = format!("{out}: {cause}");
    }
    out
}

/// The place of `length` characters from a line and a column; the start of the file for line 0.
pub(super) fn span(sources: &Sources, source: SourceId, line: usize, column: usize, length: usize) -> Span {
    let text = sources.get(source).map_or("", |source| source.text.as_str());
    let Some(above) = line.checked_sub(1) else { return Span::start_of(source) };
    let start: usize = text.split_inclusive('\n').take(above).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let offset = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let column = column.saturating_sub(1);
    Span::new(source, start + offset(column)..start + offset(column + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_that_would_overflow_the_stack_are_refused() {
        let deep = "{% if page %}".repeat(50_000);
        assert_eq!(oversized(&deep), Some((1300, "tags nest more than 100 deep here")));
        assert!(oversized(&format!("{{{{ {}", "(".repeat(50_000))).is_some());
        assert!(oversized(&format!("{{% for a in [{}", "[".repeat(50_000))).is_some());
        let flat = "{% if a %}{% set b = 1 %}{% set c %}x{% endset %}{% else %}{{ b }}{%- endif %}".repeat(1000);
        assert_eq!(oversized(&flat), None);
    }
}
