//! The typed getters: each takes one key, and reports at the value's own place what is wrong with it.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use super::quote::quoted;
use super::slot::items;
use super::{Keys, has_plain_keys, list, scalar, type_name};
use crate::diagnostic::{Code, character, nearest};
use crate::model::Date;
use crate::source::{Span, Spanned};

impl Keys<'_> {
    /// The value of `name`, unless it is missing or empty.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.values.shift_remove(name).filter(|value| !value.is_null())
    }

    fn wrong_type(&mut self, at: Range<usize>, name: &str, expected: &str, value: &Value) {
        let found = type_name(value);
        let help = match value {
            Value::Number(number) if name == "id" => {
                format!("an id is not all digits; write `id: question-{number}`, say")
            }
            Value::Sequence(items) if expected == "text" && items.len() == 1 => {
                format!("write `{name}: {}`", items.first().map(scalar).unwrap_or_default())
            }
            Value::Sequence(_) | Value::Mapping(_) if expected == "text" => format!("write one text: `{name}: …`"),
            _ if expected == "text" => self.as_text(name, &at),
            Value::String(_) if expected.starts_with("a list") => self.as_list(name, &at),
            _ if expected == "a whole number" && self.digits(&at).is_some() => {
                format!("write `{name}: {}`", self.digits(&at).unwrap_or_default())
            }
            _ if expected == "a whole number" => "write digits without quotation marks, such as `10`".to_owned(),
            Value::Sequence(_) if expected == "a number" => {
                "write one number; for several answers, make the question `kind: short` and list them in `accept`"
                    .to_owned()
            }
            _ if expected == "a number" => format!("write digits, such as `{name}: 9.81`"),
            _ if expected.starts_with("`true`") => {
                format!("write `{name}: true` or `{name}: false`, without quotation marks")
            }
            _ if expected == "a map of keys" => "put your keys on the lines below it, indented".to_owned(),
            _ if expected.starts_with("a list") => format!("write it as `{name}: [\"one\", \"two\"]`"),
            _ => String::new(),
        };
        self.push(Code::WrongType, at, format!("`{name}` must be {expected}, not {found}"), help);
    }

    /// The number that is meant by digits in a spelling that YAML has not: `010`, `1_000`, `"5"`.
    fn digits(&self, at: &Range<usize>) -> Option<String> {
        let raw = self.text.get(at.clone())?.trim().trim_matches(['"', '\'']);
        let digits: String = raw.chars().filter(|c| !matches!(c, '_' | ',' | ' ' | '\'')).collect();
        let is_number = !digits.is_empty() && digits.len() < 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u64>().ok().filter(|_| is_number).map(|number| number.to_string())
    }

    /// How a value that is not text must be written to be text.
    fn as_text(&self, name: &str, at: &Range<usize>) -> String {
        match self.slot(name) {
            Some(slot) => self.quoting(slot),
            None => {
                let raw = self.text.get(at.clone()).unwrap_or_default();
                format!("put it in quotation marks: `{}`", quoted(raw))
            }
        }
    }

    /// How a text must be written to be a list of one or more.
    fn as_list(&self, name: &str, at: &Range<usize>) -> String {
        let raw = self.text.get(at.clone()).unwrap_or_default();
        if raw.contains('\n') {
            "put it in brackets: `[…]`".to_owned()
        } else {
            format!("put it in brackets: `{name}: [{raw}]`")
        }
    }

    /// Text.
    pub(in crate::parse) fn text(&mut self, name: &str) -> Option<Spanned<String>> {
        let value = self.take(name)?;
        let at = self.value(name);
        if let Value::String(text) = value {
            self.check_characters(name, &text, &at);
            return Some(Spanned { value: text, span: Span::new(self.source, at) });
        }
        self.wrong_type(at, name, "text", &value);
        None
    }

    /// Reports characters that can't be shown or seen in a text.
    pub(super) fn check_characters(&mut self, name: &str, text: &str, at: &Range<usize>) {
        if text.bytes().fold(true, |plain, byte| plain & (b' '..0x7f).contains(&byte)) {
            return;
        }
        let raw = self.text.get(at.clone()).unwrap_or_default();
        let lines = !raw.starts_with('"');
        let is_escape = raw.starts_with('"') && raw.contains('\\');
        // `\L`, `\P` and `\_` are escapes too, which nobody means.
        let other = |c: char| {
            is_escape && matches!(c, '\u{2028}' | '\u{2029}') || is_escape && c == '\u{a0}' && raw.contains("\\_")
        };
        let control = |c: &char| c.is_control() && !(lines && *c == '\n') || other(*c);
        if let Some(c) = text.trim_end_matches('\n').chars().find(control) {
            let message = format!("`{name}` holds the control character {}", character::name(c));
            let help = if raw.contains('\\') {
                let text = raw.trim_matches('"');
                format!("between double quotes a backslash begins an escape; write `{}`", quoted(text))
            } else {
                "delete it".to_owned()
            };
            self.push(Code::ControlCharacter, at.clone(), message, help);
        }
        if let Some((_, c)) = character::stray(text).filter(|(_, c)| !other(*c)) {
            let at =
                raw.find(c).map_or_else(|| at.clone(), |offset| at.start + offset..at.start + offset + c.len_utf8());
            let message = format!("`{name}` holds an invisible character: {}", character::name(c));
            self.push(Code::InvisibleCharacter, at, message, "delete it, or type the text anew");
        }
    }

    /// A title: text that must be there.
    pub(in crate::parse) fn title(&mut self) -> Option<Spanned<String>> {
        if self.is_broken() || self.left_out.contains("title") {
            return None;
        }
        let before = self.found.len();
        let given = self.values.get("title").is_some_and(|value| !value.is_null());
        let title = self.text("title");
        let shows = |c: char| !c.is_whitespace() && !c.is_control() && !character::is_invisible(c);
        if given && title.as_ref().is_none_or(|title| title.value.contains(shows)) {
            return title;
        }
        self.found.truncate(before);
        let place = self.key_span("title").map_or(0..3, Span::range);
        let hidden = title.and_then(|title| character::invisible(&title.value));
        let comment = self.slot("title").filter(|slot| {
            self.text.get(self.block.start + slot.value.start..).is_some_and(|raw| raw.starts_with('#'))
        });
        let (message, help) = match (hidden, comment) {
            (Some((_, c)), _) => (
                format!("the title holds nothing that can be seen, only {}", character::name(c)),
                "write the question as `title: …`".to_owned(),
            ),
            (_, Some(slot)) => ("there is no title: `#` begins a comment".to_owned(), self.quoting(slot)),
            _ => ("there is no title".to_owned(), "add `title: …` to the front matter".to_owned()),
        };
        self.push(Code::MissingTitle, place, message, help);
        None
    }

    /// An integer.
    pub(in crate::parse) fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.take(name)?;
        let number = value.as_i64();
        if number.is_none() {
            self.wrong_type(self.value(name), name, "a whole number", &value);
        }
        number
    }

    /// Whether the value of `name`, which was not taken yet, begins like a number.
    pub(in crate::parse) fn is_number(&self, name: &str) -> bool {
        let begins = |text: &str| text.trim_start_matches(['-', '+', '−', '.', ' ']).starts_with(char::is_numeric);
        match self.values.get(name) {
            Some(Value::Number(_)) => true,
            Some(Value::String(text)) => begins(text),
            _ => false,
        }
    }

    /// A number as it is written, in quotation marks or not; a list, a map or a boolean is reported as none.
    pub(in crate::parse) fn number(&mut self, name: &str) -> Option<Spanned<String>> {
        let value = self.take(name)?;
        let at = self.value(name);
        let span = Span::new(self.source, at.clone());
        match value {
            Value::String(text) => Some(Spanned { value: text.trim().to_owned(), span }),
            Value::Number(number) => {
                // YAML's own number has lost zeros at its end, and digits that a computer's numbers don't hold.
                let raw = self.text.get(at).unwrap_or_default();
                let raw = raw.split_once(" #").map_or(raw, |(raw, _)| raw).trim();
                let is_raw = !raw.is_empty() && !raw.contains([':', '\n']);
                Some(Spanned { value: if is_raw { raw.to_owned() } else { number.to_string() }, span })
            }
            other => {
                self.wrong_type(at, name, "a number", &other);
                None
            }
        }
    }

    /// `true` or `false`.
    pub(in crate::parse) fn boolean(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name)?;
        let given = value.as_bool();
        if given.is_none() {
            self.wrong_type(self.value(name), name, "`true` or `false`", &value);
        }
        given
    }

    /// One of the names in `allowed`.
    pub(in crate::parse) fn one_of(&mut self, name: &str, allowed: &[&str]) -> Option<String> {
        let value = self.take(name)?;
        let at = self.value(name);
        let Value::String(text) = value else {
            let message = format!("`{name}` must be one of a few words, not {}", type_name(&value));
            self.push(Code::WrongType, at, message, format!("it may be {}", list(allowed)));
            return None;
        };
        if allowed.contains(&text.as_str()) {
            return Some(text);
        }
        let visible: String = text.chars().filter(|c| !character::is_invisible(*c)).collect();
        let help = if let (true, Some((_, c))) = (allowed.contains(&visible.as_str()), character::invisible(&text)) {
            format!("the value holds an invisible character, {}: type `{visible}` anew", character::name(c))
        } else if let Some(help) = other_kind(&text).filter(|_| name == "kind") {
            help.to_owned()
        } else if let Some(near) = nearest(text.trim_matches(['“', '”', '‘', '’', ' ']), allowed.iter().copied())
        {
            format!("did you mean `{near}`?")
        } else {
            format!("it may be {}", list(allowed))
        };
        self.push(Code::UnknownValue, at, format!("`{text}` is not a {name}"), help);
        None
    }

    /// A date.
    pub(in crate::parse) fn date(&mut self, name: &str) -> Option<Date> {
        // A bare year is a number to YAML; what is wrong with it is all the same that it is no date.
        if let Some(number) = self.values.get(name).filter(|value| value.is_number()).map(scalar) {
            self.values.insert(name.into(), Value::String(number));
        }
        let before = self.found.len();
        let text = self.text(name)?;
        let date = Date::parse(text.value.trim());
        if date.is_none() {
            self.found.truncate(before);
            let help = match character::invisible(&text.value) {
                Some((_, c)) => format!("it holds an invisible character, {}: type it anew", character::name(c)),
                None => "write the date as `YYYY-MM-DD`, such as `2026-11-01`".to_owned(),
            };
            self.push(Code::BadDate, text.span.range(), format!("`{}` is not a date", text.value), help);
        }
        date
    }

    /// The place of the value of `name`.
    pub(in crate::parse) fn value_span(&self, name: &str) -> Span {
        Span::new(self.source, self.value(name))
    }

    /// A list of texts, each with its place.
    pub(in crate::parse) fn texts(&mut self, name: &str) -> Vec<Spanned<String>> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let place = self.value(name);
        let Value::Sequence(values) = value else {
            self.wrong_type(place, name, "a list of texts", &value);
            return Vec::new();
        };
        let places = self.item_places(name, values.len());
        let mut texts = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            let known = places.get(index).cloned();
            let at = known.or_else(|| self.find(&scalar(&value), place.clone())).unwrap_or_else(|| place.clone());
            match value {
                Value::String(text) => {
                    self.check_characters(name, &text, &at);
                    texts.push(Spanned { value: text, span: Span::new(self.source, at) });
                }
                other => self.wrong_item(at, name, &other),
            }
        }
        texts
    }

    fn wrong_item(&mut self, at: Range<usize>, name: &str, value: &Value) {
        let raw = self.text.get(at.clone()).unwrap_or_default().trim();
        let help = match value {
            Value::Number(_) if name == "aliases" => {
                "no id is all digits, so no question had this one; delete it".to_owned()
            }
            Value::Null if raw.is_empty() => "write a text after the `-`, or delete the line".to_owned(),
            Value::Null if raw.starts_with('#') => {
                format!("`#` begins a comment; put it in quotation marks: `{}`", quoted(raw))
            }
            Value::Sequence(_) => format!("write one list without brackets in it, such as `{name}: [one, two]`"),
            Value::Mapping(_) if raw.starts_with('{') => {
                format!("write each of the `{name}` as text, such as `{name}: [one, two]`")
            }
            // `1,000` is two items.
            Value::Number(_) if self.thousands(&at).is_some() => {
                let whole = format!("{raw}{}", self.thousands(&at).unwrap_or_default());
                format!("put it in quotation marks: `{}`", quoted(&whole))
            }
            _ => format!("put it in quotation marks: `{}`", quoted(raw)),
        };
        let message = format!("an item of `{name}` must be text, not {}", type_name(value));
        self.push(Code::WrongType, at, message, help);
    }

    /// The groups of three digits that follow a number, each after a comma without a space.
    fn thousands(&self, at: &Range<usize>) -> Option<&str> {
        let rest = self.text.get(at.end..)?;
        let mut end = 0;
        while let Some([b',', group @ ..]) = rest.as_bytes().get(end..end + 4).filter(|part| part.len() == 4) {
            if !group.iter().all(u8::is_ascii_digit) {
                break;
            }
            end += 4;
        }
        rest.get(..end).filter(|groups| !groups.is_empty())
    }

    /// Where the items of a list are written, if as many can be found.
    pub(super) fn item_places(&self, name: &str, count: usize) -> Vec<Range<usize>> {
        let base = self.block.start;
        let places: Vec<Range<usize>> = match self.slot(name) {
            Some(slot) => {
                let start = base + slot.value.start;
                let raw = self.text.get(start..base + slot.value.end).unwrap_or_default();
                items(raw).into_iter().map(|item| start + item.start..start + item.end).collect()
            }
            None => {
                let of_list = || self.slots.iter().filter(|slot| slot.top == name);
                let column = of_list().find_map(|slot| slot.item).map(|(dash, _)| dash);
                let first = of_list().filter(|slot| slot.item.is_some() && slot.item.map(|(dash, _)| dash) == column);
                first.filter_map(|slot| Some(base + slot.item?.1..base + slot.value.end)).collect()
            }
        };
        if places.len() == count { places } else { Vec::new() }
    }

    /// `extra`: the author's own keys.
    pub(in crate::parse) fn extra(&mut self) -> Mapping {
        match self.take("extra") {
            None => Mapping::new(),
            Some(Value::Mapping(mapping)) if has_plain_keys(&mapping) => {
                self.check_extra(&mapping);
                mapping
            }
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
}

impl Keys<'_> {
    /// Reports what YAML makes of the author's own keys and nobody expects: merge keys stay keys, and numbers lose their last zero.
    fn check_extra(&mut self, mapping: &Mapping) {
        let place = self.value("extra");
        if has_merge_key(mapping) {
            let raw = self.text.get(place.clone()).unwrap_or_default();
            let at = raw.find("<<:").map_or(place.clone(), |at| place.start + at..place.start + at + 2);
            self.push(Code::WrongType, at, "`<<` is not read as a merge key", "write the keys that it stands for");
        }
        let raw = self.text.get(place.clone()).unwrap_or_default().to_owned();
        let mut at = place.start;
        for line in raw.split_inclusive('\n') {
            let value = line.rsplit([' ', '\t']).next().unwrap_or_default().trim_end();
            let decimals = value.split_once('.').filter(|(whole, _)| {
                !whole.is_empty() && whole.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit())
            });
            let loses = decimals.is_some_and(|(_, decimals)| {
                decimals.len() > 1 && decimals.ends_with('0') && decimals.bytes().all(|byte| byte.is_ascii_digit())
            });
            if loses && line.contains(": ") {
                let start = at + line.trim_end().len() - value.len();
                let message = format!("YAML reads `{value}` as a number, so templates get it without its last zero");
                let help = format!("put it in quotation marks: `{}`", quoted(value));
                self.push(Code::MisreadValue, start..start + value.len(), message, help);
            }
            at += line.len();
        }
    }
}

fn has_merge_key(mapping: &Mapping) -> bool {
    mapping.iter().any(|(key, value)| key.as_str() == Some("<<") || value.as_mapping().is_some_and(has_merge_key))
}

/// What to write for a kind that other tools have.
fn other_kind(name: &str) -> Option<&'static str> {
    let name: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    Some(match name.as_str() {
        "truefalse" | "tf" | "boolean" | "yesno" => {
            "write it as `kind: mcq` with the options `True` and `False`, and `shuffle: false`"
        }
        "numerical" | "number" | "calculated" | "calculation" | "integer" | "decimal" | "float" => {
            "did you mean `numeric`?"
        }
        "cloze" | "fillin" | "fillintheblank" | "blank" | "gap" => {
            "the kinds are `descriptive`, `short`, `numeric` and `mcq`; write it as `kind: short` and list what counts as correct in `accept`"
        }
        "matching" | "match" | "ordering" | "order" | "sorting" | "draganddrop" => {
            "the kinds are `descriptive`, `short`, `numeric` and `mcq`; write it as `kind: mcq` with one option for each whole assignment, or as `kind: descriptive`"
        }
        "multiplechoice" | "multichoice" | "choice" | "singlechoice" | "multipleresponse" | "multianswer"
        | "schoice" | "mchoice" | "quiz" | "select" | "checkbox" | "radio" => "did you mean `mcq`?",
        "essay" | "open" | "openended" | "long" | "longanswer" | "freetext" | "text" | "interview" | "theory" => {
            "did you mean `descriptive`?"
        }
        "shortanswer" | "string" | "typed" | "oneword" => "did you mean `short`?",
        _ => return None,
    })
}
