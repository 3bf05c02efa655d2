//! Front matter: the YAML between the `---` lines at the top of a file. The only place that knows YAML.
//!
//! [`split`] finds the block. [`Keys::read`] parses it into untyped values first, so that one wrong key doesn't hide the
//! next; the typed getters then take one key each, and every mistake is reported at its own place. `serde_yaml` gives places
//! for syntax errors only, so the places of keys are found by a scan of the lines: a key of a block mapping begins its
//! line. What the scan can't place (a key inside a one-line `{…}` mapping) is reported at the block's start.

mod place;
mod references;

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use self::place::{Place, offset, scan, too_deep};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::Date;
use crate::source::{SourceId, Span, Spanned};

/// How long front matter may be, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// How many repeated keys are reported in one file; each costs another reading of the block.
const MAX_REPEATS: usize = 50;

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
    places: Vec<Place>,
    /// What is wrong so far.
    pub found: Vec<Diagnostic>,
}

impl<'s> Keys<'s> {
    /// Reads the YAML at `block` of `text`, and reports keys that are not among `known`.
    pub(super) fn read(source: SourceId, text: &'s str, block: Range<usize>, known: &[&str]) -> Self {
        let yaml = text.get(block.clone()).unwrap_or_default();
        let places = scan(yaml, block.start);
        let mut keys = Self { source, text, block, values: Mapping::new(), places, found: Vec::new() };
        if let Some(values) = keys.parse(yaml) {
            keys.values = values;
            keys.report_unknown(known);
        }
        keys
    }

    /// Whether nothing could be read at all, so that a missing key means nothing.
    pub(super) fn is_broken(&self) -> bool {
        self.values.is_empty() && !self.found.is_empty()
    }

    fn push(&mut self, code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let (message, help) = (message.into(), help.into());
        let found = Diagnostic::new(code, Span::new(self.source, span), message);
        self.found.push(if help.is_empty() { found } else { found.help(help) });
    }

    fn parse(&mut self, yaml: &str) -> Option<Mapping> {
        if yaml.len() > MAX_BYTES {
            let help = "long text belongs below the front matter";
            self.push(Code::BadFrontMatter, self.block.clone(), "the front matter is longer than 64 KiB", help);
            return None;
        }
        if let Some(at) = too_deep(yaml) {
            let at = self.block.start + at;
            self.push(Code::BadFrontMatter, at..at + 1, "brackets nest more than 32 deep here", "");
            return None;
        }
        let mut yaml = yaml.to_owned();
        // A repeated key is reported, blanked out, and the rest read on; each round blanks one.
        for _ in 0..MAX_REPEATS {
            match serde_yaml::from_str::<Value>(&yaml) {
                Ok(Value::Mapping(mapping)) => return Some(mapping),
                Ok(Value::Null) => return Some(Mapping::new()),
                Ok(_) => {
                    let help = "write one `key: value` on each line";
                    self.push(Code::BadFrontMatter, self.block.clone(), "the front matter is not a list of keys", help);
                    return None;
                }
                Err(error) => {
                    let repeated = self.repeated(&error.to_string(), &yaml)?;
                    // Byte for byte, so that the places of what follows stay true.
                    let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
                    let blanks: String = yaml.get(repeated.clone())?.bytes().map(blank).collect();
                    yaml.replace_range(repeated, &blanks);
                }
            }
        }
        None
    }

    /// Reports a YAML error. If it is a key at the top that is given twice, returns the lines of the second.
    fn repeated(&mut self, error: &str, yaml: &str) -> Option<Range<usize>> {
        let name = error.split_once("duplicate entry with key \"").and_then(|(_, rest)| rest.split_once('"'));
        if let Some((name, _)) = name {
            let mut same = self.places.iter().filter(|place| place.name == name);
            if let (Some(first), Some(second)) = (same.next().map(|p| p.key.clone()), same.next()) {
                let (key, lines) = (second.key.clone(), second.lines.clone());
                let first = Span::new(self.source, first);
                let found = Diagnostic::new(
                    Code::DuplicateKey,
                    Span::new(self.source, key),
                    format!("`{name}` is given twice"),
                );
                self.found.push(found.related(first, "first given here").help("remove one of them"));
                // Only the second occurrence is blanked; a third is found in the next round.
                self.places.retain(|place| place.lines != lines);
                return Some(lines.start - self.block.start..lines.end - self.block.start);
            }
            self.push(Code::DuplicateKey, self.block.start..self.block.start, format!("`{name}` is given twice"), "");
            return None;
        }
        let at = serde_yaml::from_str::<Value>(yaml).err().and_then(|error| {
            let location = error.location()?;
            Some(self.block.start + offset(yaml, location.line(), location.column()))
        });
        let at = at.unwrap_or(self.block.start).min(self.block.end.saturating_sub(1).max(self.block.start));
        let at = self.text.floor_char_boundary(at);
        let end = self.text.ceil_char_boundary(at + 1);
        let message = error.split(" at line ").next().unwrap_or(error);
        let tab = self.text.get(at..end) == Some("\t");
        let help = if tab {
            "indent with spaces; YAML takes no tabs there"
        } else if message.contains("unexpected end of stream") {
            "a quotation mark or a bracket is opened and never closed"
        } else if message.contains("mapping values") {
            "put a value that holds `: ` in quotation marks"
        } else if message.contains("cannot start any token") {
            "put a value that begins with a special character in quotation marks"
        } else {
            "the text between the `---` lines must be YAML"
        };
        self.push(Code::BadFrontMatter, at..end, format!("the front matter is not valid YAML: {message}"), help);
        None
    }

    fn report_unknown(&mut self, known: &[&str]) {
        let unknown: Vec<String> =
            self.values.keys().map(scalar).filter(|name| !known.contains(&name.as_str())).collect();
        for name in unknown {
            let help = match nearest(&name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.contains(&"extra") => {
                    format!("the keys are {}; your own keys go below `extra`", list(known))
                }
                None => format!("the keys are {}", list(known)),
            };
            self.push(Code::UnknownKey, self.key(&name), format!("unknown key `{name}`"), help);
        }
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

    /// The value of `name`, unless it is missing or empty.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.values.shift_remove(name).filter(|value| !value.is_null())
    }

    fn wrong_type(&mut self, at: Range<usize>, name: &str, expected: &str, value: &Value) {
        let found = type_name(value);
        let help = match value {
            Value::Number(_) | Value::Bool(_) if expected.contains("text") => "put it in quotation marks",
            Value::String(_) if expected.starts_with("a list") => "put it in brackets: `[…]`",
            _ if expected == "a whole number" => "write digits without quotation marks, such as `10`",
            _ if expected.starts_with("`true`") => "write the word without quotation marks",
            _ if expected == "a map of keys" => "put your keys on the lines below it, indented",
            _ => "",
        };
        let name = if name.contains(' ') { name.to_owned() } else { format!("`{name}`") };
        self.push(Code::WrongType, at, format!("{name} must be {expected}, not {found}"), help);
    }

    /// Text.
    pub(super) fn text(&mut self, name: &str) -> Option<Spanned<String>> {
        let value = self.take(name)?;
        let at = self.value(name);
        if let Value::String(text) = value {
            return Some(Spanned { value: text, span: Span::new(self.source, at) });
        }
        self.wrong_type(at, name, "text", &value);
        None
    }

    /// A title: text that must be there.
    pub(super) fn title(&mut self) -> Option<Spanned<String>> {
        if self.is_broken() {
            return None;
        }
        let given = self.values.get("title").is_some_and(|value| !value.is_null());
        let title = self.text("title");
        let empty = title.as_ref().is_some_and(|title| title.value.trim().is_empty());
        if !given || empty {
            let place = self.key_span("title").map_or(0..3, Span::range);
            self.push(Code::MissingTitle, place, "there is no title", "add `title: …` to the front matter");
            return None;
        }
        title
    }

    /// An integer.
    pub(super) fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.take(name)?;
        let number = value.as_i64();
        if number.is_none() {
            self.wrong_type(self.value(name), name, "a whole number", &value);
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name)?;
        let given = value.as_bool();
        if given.is_none() {
            self.wrong_type(self.value(name), name, "`true` or `false`", &value);
        }
        given
    }

    /// One of the names in `allowed`.
    pub(super) fn one_of(&mut self, name: &str, allowed: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        if allowed.contains(&text.value.as_str()) {
            return Some(text.value);
        }
        let help = nearest(&text.value, allowed.iter().copied())
            .map_or_else(|| format!("it may be {}", list(allowed)), |near| format!("did you mean `{near}`?"));
        let message = format!("`{}` is not a {name}", text.value);
        self.push(Code::UnknownValue, text.span.range(), message, help);
        None
    }

    /// A date.
    pub(super) fn date(&mut self, name: &str) -> Option<Date> {
        // A bare year is a number to YAML; what is wrong with it is all the same that it is no date.
        if let Some(number) = self.values.get(name).filter(|value| value.is_number()).map(scalar) {
            self.values.insert(name.into(), Value::String(number));
        }
        let text = self.text(name)?;
        let date = Date::parse(text.value.trim());
        if date.is_none() {
            let message = format!("`{}` is not a date", text.value);
            self.push(
                Code::BadDate,
                text.span.range(),
                message,
                "write the date as `YYYY-MM-DD`, such as `2026-11-01`",
            );
        }
        date
    }

    /// A list of texts, each with its place.
    pub(super) fn texts(&mut self, name: &str) -> Vec<Spanned<String>> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let place = self.value(name);
        let Value::Sequence(items) = value else {
            self.wrong_type(place, name, "a list of texts", &value);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        let mut from = place.start;
        for item in items {
            let at = self.find(&scalar(&item), from..place.end).unwrap_or_else(|| place.clone());
            match item {
                Value::String(text) => {
                    from = if at == place { from } else { at.end };
                    texts.push(Spanned { value: text, span: Span::new(self.source, at) });
                }
                other => self.wrong_type(at, &format!("each of the `{name}`"), "text", &other),
            }
        }
        texts
    }

    /// `extra`: the author's own keys.
    pub(super) fn extra(&mut self) -> Mapping {
        match self.take("extra") {
            None => Mapping::new(),
            Some(Value::Mapping(mapping)) if has_plain_keys(&mapping) => mapping,
            Some(Value::Mapping(_)) => {
                let help = "write each key as a word, and values of any depth below it";
                self.push(
                    Code::WrongType,
                    self.value("extra"),
                    "the keys of `extra` must be text, numbers or booleans",
                    help,
                );
                Mapping::new()
            }
            Some(other) => {
                self.wrong_type(self.value("extra"), "extra", "a map of keys", &other);
                Mapping::new()
            }
        }
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
