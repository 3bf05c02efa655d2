//! Front matter: the YAML between the `---` lines at the top of a file. The only place that knows YAML.
//!
//! [`split`] finds the block. [`Keys::read`] parses it into untyped values first, so that one wrong key doesn't hide the
//! next; the typed getters then take one key each, and every mistake is reported at its own place. `serde_yaml` gives places
//! for syntax errors only, so the places of keys are found by a scan of the lines: a key of a block mapping begins its
//! line. What the scan can't place (a key inside a one-line `{…}` mapping) is reported at the block's start.

mod alias;
mod marks;
mod place;
mod quote;
mod references;
mod slot;
mod syntax;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use serde_yaml::{Mapping, Value};

pub(super) use self::alias::elsewhere;
use self::place::{Place, scan};
use self::slot::{Slot, slots};
use crate::diagnostic::{Code, Diagnostic, character, nearest};
use crate::source::{SourceId, Span};

/// The two parts of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The YAML, without the lines around it.
    pub yaml: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Finds the front matter of `text`, which may begin with a byte order mark.
pub(super) fn split(source: SourceId, text: &str) -> Result<Split, Box<Diagnostic>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text.get(start..).unwrap_or_default().split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        let at = start..start + first.trim_end().len();
        let message = "the file does not begin with front matter";
        let help = "begin the file with a line `---`, then `title: …`, then another line `---`";
        let blank = first.trim().is_empty() && text.trim_start().starts_with("---");
        let help = if blank { "remove the blank lines before the first `---`" } else { help };
        return Err(Box::new(Diagnostic::new(Code::MissingFrontMatter, Span::new(source, at), message).help(help)));
    }
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Ok(Split { yaml: begin..at, body: end });
        }
        at = end;
    }
    let span = Span::new(source, start..start + 3);
    let unclosed = Diagnostic::new(Code::UnclosedFrontMatter, span, "the front matter is never closed");
    Err(Box::new(unclosed.label("opened here").help("close it with a line that holds nothing but `---`")))
}

/// The keys of one file.
#[derive(Debug)]
pub(super) struct Keys<'s> {
    source: SourceId,
    text: &'s str,
    block: Range<usize>,
    values: Mapping,
    /// Whether nothing could be read at all.
    unread: bool,
    places: Vec<Place>,
    slots: Vec<Slot<'s>>,
    /// Keys that are left out, because a value of theirs is not valid YAML; that is reported.
    left_out: BTreeSet<String>,
    /// What is wrong so far.
    pub found: Vec<Diagnostic>,
}

impl<'s> Keys<'s> {
    /// Reads the YAML at `block` of `text`, and reports keys that are not among `known`.
    pub(super) fn read(source: SourceId, text: &'s str, block: Range<usize>, known: &[&str]) -> Self {
        let yaml = text.get(block.clone()).unwrap_or_default();
        let places = scan(yaml, block.start);
        let mut keys = Self {
            source,
            text,
            block,
            values: Mapping::new(),
            unread: false,
            places,
            slots: Vec::new(),
            left_out: BTreeSet::new(),
            found: Vec::new(),
        };
        if let Some(values) = keys.parse(yaml) {
            keys.values = values;
            keys.report_unknown(known);
            keys.report_misread();
        }
        keys.unread = keys.values.is_empty() && !keys.found.is_empty();
        keys
    }

    /// Whether nothing could be read at all, or not what kind of question this is, so that a missing key means nothing.
    pub(super) fn is_broken(&self) -> bool {
        self.unread || self.left_out.contains("kind")
    }

    fn push(&mut self, code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let (message, help) = (message.into(), help.into());
        let found = Diagnostic::new(code, Span::new(self.source, span), message);
        self.found.push(if help.is_empty() { found } else { found.help(help) });
    }

    fn report_unknown(&mut self, known: &[&str]) {
        let unknown: Vec<String> =
            self.values.keys().map(scalar).filter(|name| !known.contains(&name.as_str())).collect();
        for name in unknown {
            if let Some((at, c)) = character::invisible(&name) {
                let key = self.key(&name);
                let at = if key.is_empty() { key } else { key.start + at..key.start + at + c.len_utf8() };
                let clean: String = name.chars().filter(|c| !character::is_invisible(*c)).collect();
                let message = format!("the key `{clean}` holds an invisible character: {}", character::name(c));
                self.push(Code::UnknownKey, at, message, format!("delete it, or type the line anew: `{clean}: …`"));
                continue;
            }
            let help = match nearest(&name, known.iter().copied()) {
                _ if alias::meant(&name, known).is_some() => alias::meant(&name, known).unwrap_or_default(),
                Some(near) => format!("did you mean `{near}`?"),
                None if known.contains(&"extra") => {
                    format!("the keys are {}; your own keys go below `extra`", list(known))
                }
                None => format!("the keys are {}", list(known)),
            };
            self.push(Code::UnknownKey, self.key(&name), format!("unknown key `{name}`"), help);
        }
    }

    /// Whether the value of `name`, which was not taken yet, is a list without anything in it.
    pub(super) fn is_empty_list(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|value| matches!(value, Value::Sequence(items) if items.is_empty()))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    fn key(&self, name: &str) -> Range<usize> {
        let place = self.places.iter().find(|place| place.name == name);
        place.map_or(self.block.start..self.block.start, |place| place.key.clone())
    }

    /// Where the value of `name` is written; its key if it has none.
    fn value(&self, name: &str) -> Range<usize> {
        let place = self.places.iter().find(|place| place.name == name);
        place.map_or_else(
            || self.key(name),
            |place| if place.value.is_empty() { place.key.clone() } else { place.value.clone() },
        )
    }

    /// The place of the key `name`, for what other modules find wrong with it.
    pub(super) fn key_span(&self, name: &str) -> Option<Span> {
        let place = self.places.iter().find(|place| place.name == name)?;
        Some(Span::new(self.source, place.key.clone()))
    }

    /// Where `text` is written within `range`, as it stands there.
    fn find(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let at = range.start + self.text.get(range)?.find(text)?;
        (!text.is_empty()).then(|| at..at + text.len())
    }
}

/// Whether templates can take the map: they know keys that are text, whole numbers or booleans, at any depth.
fn has_plain_keys(mapping: &Mapping) -> bool {
    let plain = |key: &Value| key.is_string() || key.is_bool() || key.is_i64() || key.is_u64();
    mapping.iter().all(|(key, value)| plain(key) && has_plain_values(value))
}

fn has_plain_values(value: &Value) -> bool {
    match value {
        Value::Mapping(mapping) => has_plain_keys(mapping),
        Value::Sequence(items) => items.iter().all(has_plain_values),
        Value::Tagged(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// A scalar as its author most likely wrote it.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(given) => given.to_string(),
        _ => String::new(),
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a map",
        Value::Tagged(_) => "a tagged value",
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
