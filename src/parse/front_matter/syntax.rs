//! From text to YAML values, and what to do where that fails.
//!
//! A key whose value is not valid YAML is reported with the line as it must be written, left out, and the rest read on. So one
//! title without quotation marks hides nothing else.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use super::place::{offset, too_deep};
use super::quote::{Misread, fixed, misread};
use super::slot::{Slot, is_block_header};
use super::{Keys, slots};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// How long front matter may be, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// How many repeated keys are reported in one file; each costs another reading of the block.
const MAX_REPEATS: usize = 50;

/// Keys whose value is text that readers see, or a list of such texts.
const TEXTS: &[&str] = &["title", "description", "icon", "tags", "accept", "unit", "references"];

/// Keys whose value is a list.
const LISTS: &[&str] = &["tags", "accept", "aliases", "references"];

impl<'s> Keys<'s> {
    pub(super) fn parse(&mut self, yaml: &'s str) -> Option<Mapping> {
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
        self.slots = slots(yaml);
        let mut readable = yaml.to_owned();
        for _ in 0..MAX_REPEATS {
            match serde_yaml::from_str::<Value>(&readable) {
                Ok(Value::Mapping(mapping)) => return Some(mapping),
                Ok(Value::Null) => return Some(Mapping::new()),
                Ok(_) => {
                    let help = "write one `key: value` on each line";
                    self.push(Code::BadFrontMatter, self.block.clone(), "the front matter is not a list of keys", help);
                    return None;
                }
                Err(error) => {
                    let message = error.to_string();
                    let blank = match repeated_key(&message) {
                        Some(name) => vec![self.repeated(name)?],
                        None => self.broken(yaml),
                    };
                    if blank.is_empty() {
                        self.invalid(&error, &readable);
                        return None;
                    }
                    for range in blank {
                        // Byte for byte, so that the places of what follows stay true.
                        let space = |byte| if byte == b'\n' { '\n' } else { ' ' };
                        let spaces: String = readable.get(range.clone())?.bytes().map(space).collect();
                        readable.replace_range(range, &spaces);
                    }
                }
            }
        }
        None
    }

    /// Reports a key that is given twice, and returns the lines of the second, if it stands at the top.
    fn repeated(&mut self, name: &str) -> Option<Range<usize>> {
        let mut same = self.places.iter().filter(|place| place.name == name);
        if let (Some(first), Some(second)) = (same.next().map(|p| p.key.clone()), same.next()) {
            let (key, lines) = (second.key.clone(), second.lines.clone());
            let first = Span::new(self.source, first);
            let found =
                Diagnostic::new(Code::DuplicateKey, Span::new(self.source, key), format!("`{name}` is given twice"));
            self.found.push(found.related(first, "first given here").help("remove one of them"));
            // Only the second occurrence is blanked; a third is found in the next round.
            self.places.retain(|place| place.lines != lines);
            return Some(lines.start - self.block.start..lines.end - self.block.start);
        }
        self.push(Code::DuplicateKey, self.block.start..self.block.start, format!("`{name}` is given twice"), "");
        None
    }

    /// Reports every value that is not valid YAML by itself, and every key that is indented wrongly. Returns the lines of
    /// the keys at the top that they belong to.
    fn broken(&mut self, yaml: &str) -> Vec<Range<usize>> {
        let slots = std::mem::take(&mut self.slots);
        let mut tops: Vec<&str> = Vec::new();
        for (index, slot) in slots.iter().enumerate() {
            if self.left_out.contains(slot.top) {
                continue;
            }
            let before = index.checked_sub(1).and_then(|index| slots.get(index));
            if self.misplaced(yaml, slot, before) || self.unreadable(yaml, slot) {
                tops.push(slot.top);
            }
        }
        self.slots = slots;
        self.left_out.extend(tops.iter().map(|top| (*top).to_owned()));
        let lines = self.places.iter().filter(|place| tops.contains(&place.name.as_str()));
        lines.map(|place| place.lines.start - self.block.start..place.lines.end - self.block.start).collect()
    }

    /// Reports a value that is not valid YAML by itself.
    fn unreadable(&mut self, yaml: &str, slot: &Slot<'_>) -> bool {
        let Some(raw) = yaml.get(slot.value.clone()).filter(|raw| !is_block_header(raw)) else { return false };
        let Some(reason) = misread(raw) else { return false };
        if serde_yaml::from_str::<Value>(&format!("k: {raw}")).is_ok() {
            return false;
        }
        let help = match reason {
            Misread::Unclosed('[') if LISTS.contains(&slot.top) => {
                format!("close the list with `]`: `{}]`", self.written(slot, raw))
            }
            Misread::Unclosed('{') if slot.top == "references" => {
                format!("close it with `}}`: `{} }}`", self.written(slot, raw))
            }
            Misread::Escape(_) => {
                let line = self.written(slot, &fixed(raw));
                format!("between single quotes a backslash is a sign like any other: `{line}`")
            }
            _ => self.quoting(slot),
        };
        let at = self.block.start + slot.value.start..self.block.start + slot.value.end;
        self.push(Code::BadFrontMatter, at, format!("the front matter is not valid YAML: {reason}"), help);
        true
    }

    /// Reports a key whose line is indented so that it belongs to no other: one that looks like more of the value above, or
    /// one that stands further left than the keys of its item.
    fn misplaced(&mut self, yaml: &str, slot: &Slot<'_>, before: Option<&Slot<'_>>) -> bool {
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let column = |slot: &Slot<'_>| {
            slot.item.map_or_else(|| yaml.get(slot.line..).map_or(0, indent), |(_, after)| after - slot.line)
        };
        if let Some(above) = before
            && slot.item.is_none()
            && !slot.is_top()
            && above.top == slot.top
            && above.item.is_some()
            && !above.key.is_empty()
            && column(slot) != column(above)
        {
            return self.report_indent(slot.line, column(slot), slot.key, column(above), above.key);
        }
        let value = slot.value.clone();
        let raw = yaml.get(value.clone()).filter(|raw| raw.contains('\n') && !raw.starts_with(['[', '{', '"', '\'']));
        let Some(raw) = raw.filter(|raw| !is_block_header(raw.lines().next().unwrap_or_default())) else {
            return false;
        };
        let mut at = value.start;
        for (index, line) in raw.split_inclusive('\n').enumerate() {
            let key =
                line.trim_start().split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with([' ', '\n']));
            let key = key.map(|(key, _)| key).filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
            if let Some(key) = key.filter(|key| index > 0 && !key.is_empty()) {
                return self.report_indent(at, indent(line), key, column(slot), slot.key);
            }
            at += line.len();
        }
        false
    }

    fn report_indent(&mut self, line: usize, indent: usize, key: &str, wanted: usize, above: &str) -> bool {
        let at = self.block.start + line + indent..self.block.start + line + indent + key.len();
        let spaces = match wanted {
            0 => format!("write `{key}` at the start of its line"),
            1 => format!("put one space before `{key}`"),
            _ => format!("put {wanted} spaces before `{key}`"),
        };
        let message = format!("the front matter is not valid YAML: `{key}` does not stand below `{above}`");
        self.push(Code::BadFrontMatter, at, message, format!("{spaces}, so that it stands right below `{above}`"));
        true
    }

    /// Reports an error whose cause is not known.
    fn invalid(&mut self, error: &serde_yaml::Error, yaml: &str) {
        let at = error.location().map(|location| self.block.start + offset(yaml, location.line(), location.column()));
        let at = at.unwrap_or(self.block.start).min(self.block.end.saturating_sub(1).max(self.block.start));
        let at = self.text.floor_char_boundary(at);
        let end = self.text.ceil_char_boundary(at + 1);
        let error = error.to_string();
        let message = error.split(" at line ").next().unwrap_or(&error);
        let (message, known) = plain_words(message);
        let help = if let Some(known) = known {
            known
        } else if self.text.get(at..end) == Some("\t") {
            "indent with spaces; YAML takes no tabs there"
        } else if message.contains("unexpected end of stream") {
            "a quotation mark or a bracket is opened and never closed"
        } else if message.contains("control characters") {
            "delete the control character; between double quotes, `\\t` is a tab"
        } else {
            "write one `key: value` on each line, text between double quotes, and items of a list on lines that begin with `- `"
        };
        self.push(Code::BadFrontMatter, at..end, format!("the front matter is not valid YAML: {message}"), help);
    }

    /// Reports text that YAML reads, but not as it looks.
    pub(super) fn report_misread(&mut self) {
        let slots = std::mem::take(&mut self.slots);
        for slot in slots.iter().filter(|slot| TEXTS.contains(&slot.top)) {
            if self.left_out.contains(slot.top) || (slot.key == "url" && slot.top == "references") {
                continue;
            }
            let range = self.block.start + slot.value.start..self.block.start + slot.value.end;
            let raw = self.text.get(range.clone()).unwrap_or_default();
            // A comment in place of a value leaves none; whoever needs one says so.
            let Some(reason) = misread(raw).filter(|reason| *reason != Misread::Comment(0)) else { continue };
            let in_list = raw.starts_with(['[', '{']);
            let name = if slot.key.is_empty() { slot.top } else { slot.key };
            let help = self.quoting(slot);
            let (at, message, help) = match reason {
                Misread::Comment(offset) => {
                    let at = if in_list { range.clone() } else { range.start + offset..range.end };
                    let cut = self.text.get(at.clone()).filter(|_| !in_list).unwrap_or("#");
                    let message = format!("`{}` is a comment to YAML, so it is not part of `{name}`", cut.trim());
                    (at, message, format!("{help}; put a comment on its own line"))
                }
                Misread::Anchor(anchor) => {
                    (range, format!("`{anchor}` is an anchor to YAML, so it is not part of `{name}`"), help)
                }
                Misread::Curly => {
                    let message = format!("these quotation marks are curly, so they are part of `{name}`");
                    (range, message, help.replace("put the text in quotation marks", "use straight ones"))
                }
                _ => continue,
            };
            self.push(Code::MisreadValue, at, message, help);
        }
        self.slots = slots;
    }

    /// The slot of a key at the top.
    pub(super) fn slot(&self, name: &str) -> Option<&Slot<'s>> {
        self.slots.iter().find(|slot| slot.is_top() && slot.key == name)
    }

    /// How the value of a slot must be written.
    pub(super) fn quoting(&self, slot: &Slot<'_>) -> String {
        let raw = self.text.get(self.block.start + slot.value.start..self.block.start + slot.value.end);
        let line = self.written(slot, &fixed(raw.unwrap_or_default()));
        format!("put the text in quotation marks: `{line}`")
    }

    /// The line of a slot with another value.
    fn written(&self, slot: &Slot<'_>, value: &str) -> String {
        let before = self.text.get(self.block.start + slot.line..self.block.start + slot.value.start);
        format!("{}{value}", before.unwrap_or_default().trim_start())
    }
}

/// The parser's message in plain words, and what to do, where it speaks of its own inside.
fn plain_words(message: &str) -> (&str, Option<&'static str>) {
    if message.contains("expected node content") {
        (
            "there is nothing where a value must be",
            Some("delete one of two commas that follow each other, or write what stands between them"),
        )
    } else if message.contains("invalid type: integer") || message.contains("invalid number") {
        (
            "this number is too large",
            Some("write a number of at most 18 digits, or put it in quotation marks if it is text"),
        )
    } else {
        (message, None)
    }
}

/// The key that this error says is given twice.
fn repeated_key(error: &str) -> Option<&str> {
    let (name, _) = error.split_once("duplicate entry with key \"")?.1.split_once('"')?;
    Some(name)
}
