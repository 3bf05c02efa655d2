//! One string of the site, and how it is read and filled in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Language;

/// Strings by their keys, such as `topic.previous`.
pub type Strings = BTreeMap<String, Message>;

/// The values that go into a string, by their names.
pub type Values<'v> = BTreeMap<&'v str, Value<'v>>;

/// The plural categories of CLDR.
pub(super) const CATEGORIES: &[&str] = &["zero", "one", "two", "few", "many", "other"];

/// A value for a string.
#[derive(Debug, Clone, Copy)]
pub enum Value<'v> {
    /// Text.
    Text(&'v str),
    /// A whole number, written as the language does.
    Number(i64),
}

/// A string, or its plural forms by category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// The same for every number.
    One(String),
    /// A form for each category; `other` is always there.
    Forms(BTreeMap<String, String>),
}

impl Message {
    /// Every form, with its category; a string without forms is `other`.
    pub(super) fn forms(&self) -> Vec<(&str, &str)> {
        match self {
            Self::One(text) => vec![("other", text)],
            Self::Forms(forms) => forms.iter().map(|(category, text)| (category.as_str(), text.as_str())).collect(),
        }
    }

    /// The names of the values that it holds.
    pub(super) fn placeholders(&self) -> BTreeSet<&str> {
        self.forms().into_iter().flat_map(|(_, text)| placeholders(text)).collect()
    }

    /// The form for a category with its values filled in. What has no value stays as it is written.
    pub(super) fn fill(
        &self,
        category: &str,
        values: &Values<'_>,
        language: &Language,
        escape: &dyn Fn(&str) -> String,
    ) -> String {
        let mut rest = match self {
            Self::One(text) => text,
            Self::Forms(forms) => forms.get(category).or_else(|| forms.get("other")).map_or("", String::as_str),
        };
        let mut out = String::new();
        while let Some((name, range)) = next_placeholder(rest) {
            let (before, after) = (rest.get(..range.start), rest.get(range.end..));
            out.push_str(&escape(before.unwrap_or_default()));
            match values.get(name) {
                Some(Value::Text(text)) if name.ends_with("_html") => out.push_str(text),
                Some(Value::Text(text)) => out.push_str(&escape(text)),
                Some(Value::Number(number)) => out.push_str(&language.number(*number)),
                None => out.push_str(&escape(rest.get(range.clone()).unwrap_or_default())),
            }
            rest = after.unwrap_or_default();
        }
        out.push_str(&escape(rest));
        out
    }
}

/// The names between braces.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((name, range)) = next_placeholder(rest) {
        names.push(name);
        rest = rest.get(range.end..).unwrap_or_default();
    }
    names
}

/// The next name between braces, and where it stands with them.
fn next_placeholder(text: &str) -> Option<(&str, Range<usize>)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find('{')?;
        let name = text.get(start + 1..)?;
        let end = name.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(name.len());
        if end > 0 && name.get(end..)?.starts_with('}') {
            return Some((name.get(..end)?, start..start + end + 2));
        }
        from = start + 1;
    }
}

/// Something in a language file that is no string: where, and why.
pub(super) type Flaw = (Range<usize>, String);

/// Strings by their keys, each with its place in the file.
pub(super) type Placed = BTreeMap<String, (Message, Range<usize>)>;

/// The strings of a language file.
pub(super) fn parse(text: &str) -> Result<Strings, Vec<Flaw>> {
    let (file, flaws) = parse_spans(text);
    if flaws.is_empty() { Ok(file.into_iter().map(|(key, (message, _))| (key, message)).collect()) } else { Err(flaws) }
}

/// The strings of a language file with their places, and what is none.
pub(super) fn parse_spans(text: &str) -> (Placed, Vec<Flaw>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let flaw = |error: &toml::de::Error| {
        (error.span().unwrap_or(0..0), error.message().lines().collect::<Vec<_>>().join(", "))
    };
    let mut flaws: Vec<Flaw> = errors.iter().map(flaw).collect();
    let mut strings = BTreeMap::new();
    take(table.get_ref(), "", &mut strings, &mut flaws);
    (strings, flaws)
}

fn take(table: &DeTable<'_>, prefix: &str, strings: &mut Placed, flaws: &mut Vec<Flaw>) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        match value.get_ref() {
            DeValue::String(text) => {
                strings.insert(name, (Message::One(text.to_string()), value.span()));
            }
            DeValue::Table(inner) => match forms(inner) {
                Some(forms) => {
                    strings.insert(name, (Message::Forms(forms), value.span()));
                }
                None => take(inner, &format!("{name}."), strings, flaws),
            },
            _ => flaws.push((value.span(), format!("`{name}` is neither a string nor a table of plural forms"))),
        }
    }
}

/// The plural forms that a table holds, if it holds nothing else.
fn forms(table: &DeTable<'_>) -> Option<BTreeMap<String, String>> {
    let form = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let key = key.get_ref().as_ref();
        CATEGORIES.contains(&key).then(|| Some((key.to_owned(), value.get_ref().as_str()?.to_owned())))?
    };
    let forms = table.iter().map(form).collect::<Option<BTreeMap<_, _>>>()?;
    if forms.is_empty() { None } else { Some(forms) }
}
