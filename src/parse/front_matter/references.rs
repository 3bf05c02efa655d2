//! `references`: the one key whose items are maps.

use std::collections::HashMap;
use std::ops::Range;

use serde_yaml::{Mapping, Value};

use super::{Keys, scalar, type_name};
use crate::config::{is_web_address, web};
use crate::diagnostic::{Code, Diagnostic, character, nearest};
use crate::model::Reference;

const NAME: &str = "references";
const HELP: &str = "write `- { title: \"…\", url: \"https://…\" }`";

impl Keys<'_> {
    /// `references`: a list of titles and addresses.
    pub(crate) fn references(&mut self) -> Vec<Reference> {
        let Some(value) = self.take(NAME) else { return Vec::new() };
        let place = self.value(NAME);
        let Value::Sequence(items) = value else {
            self.push(Code::WrongType, place, format!("`references` must be a list, not {}", type_name(&value)), HELP);
            return Vec::new();
        };
        let places = self.item_places(NAME, items.len());
        let mut references = Vec::with_capacity(items.len());
        let mut seen: HashMap<String, Range<usize>> = HashMap::new();
        for (index, item) in items.into_iter().enumerate() {
            let known = places.get(index).cloned();
            match item {
                Value::Mapping(item) => {
                    let Some((reference, at)) = self.reference(item, known.unwrap_or_else(|| place.clone())) else {
                        continue;
                    };
                    // With and without a slash at its end, an address leads to the same page.
                    let url = reference.url.trim_end_matches('/').to_owned();
                    if let Some(first) = seen.get(&url).cloned() {
                        let found =
                            Diagnostic::new(Code::DuplicateReference, self.span(at), "this source is named twice");
                        self.found.push(found.related(self.span(first), "first named here").help("delete one of them"));
                    } else {
                        seen.insert(url, at);
                    }
                    references.push(reference);
                }
                other => {
                    let at = known.or_else(|| self.find(&scalar(&other), place.clone()));
                    let message = format!("a reference must have a title and a url, not be {}", type_name(&other));
                    let help = match &other {
                        Value::String(text) if is_web_address(text) => {
                            format!("write `- {{ title: \"…\", url: \"{text}\" }}`")
                        }
                        _ => HELP.to_owned(),
                    };
                    self.push(Code::WrongType, at.unwrap_or_else(|| place.clone()), message, help);
                }
            }
        }
        references
    }

    /// One reference. `at` is where it begins, or the whole list where that is not known.
    fn reference(&mut self, mut item: Mapping, at: Range<usize>) -> Option<(Reference, Range<usize>)> {
        // A block item's slot ends with its first value; the rest of it is searched up to the end of the list.
        let list = at.start..self.value(NAME).end.max(at.end);
        let mut part = |name: &str| match item.shift_remove(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
            _ => None,
        };
        let (title, url) = (part("title"), part("url"));
        for name in item.keys().filter_map(Value::as_str) {
            let key = self.find(&format!("{name}:"), list.clone()).map(|key| key.start..key.end - 1);
            let key = key.or_else(|| self.find(name, list.clone())).unwrap_or_else(|| at.clone());
            let value = item.get(name).unwrap_or(&Value::Null);
            let help = match (nearest(name, ["title", "url"]), name.to_lowercase().as_str()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, "name" | "text" | "label") => "did you mean `title`?".to_owned(),
                (None, "link" | "href" | "uri" | "address" | "source" | "doi") => "did you mean `url`?".to_owned(),
                (None, _) if value.is_null() && title.is_some() => {
                    let title = title.as_deref().unwrap_or_default();
                    format!("put a title that holds a comma in quotation marks: `title: \"{title}, {name}\"`")
                }
                (None, _) => "a reference has `title` and `url`".to_owned(),
            };
            self.push(Code::UnknownKey, key, format!("unknown key `{name}` in a reference"), help);
        }
        match (title, url) {
            (Some(title), Some(url)) => {
                let at_list = list.clone();
                let at = self.find(&url, list).unwrap_or(at);
                if let Some(slip) = web::slip(&url).filter(|_| is_web_address(&url)) {
                    let message = format!("`{url}` {}, so it leads nowhere", slip.wrong);
                    let help = slip.better.map_or_else(
                        || "give a whole address, such as `https://example.org`".to_owned(),
                        |better| format!("write `{better}`"),
                    );
                    self.push(Code::UnsafeLink, at, message, help);
                    return None;
                }
                if is_web_address(&url) {
                    self.check_characters("title", &title, &at);
                    let place = self.find(&title, at_list).unwrap_or_else(|| at.clone());
                    self.check_marks("the title of a reference", &title, place);
                    return Some((Reference { title, url }, at));
                }
                let message = format!("`{url}` is not a web address");
                let help = match character::invisible(&url) {
                    Some((_, c)) => format!("it holds an invisible character, {}: type it anew", character::name(c)),
                    None => match better(&url) {
                        Some(better) => format!("write `{better}`"),
                        None => "give a whole address that begins with `https://`".to_owned(),
                    },
                };
                self.push(Code::UnsafeLink, at, message, help);
            }
            (None, _) => self.push(Code::WrongType, at, "a reference needs a `title` that is text", HELP),
            (_, None) => self.push(Code::WrongType, at, "a reference needs a `url` that is text", HELP),
        }
        None
    }
}

/// The address that is probably meant.
fn better(url: &str) -> Option<String> {
    let inner = url.trim().trim_start_matches('<').trim_end_matches('>').trim();
    let (scheme, rest) = inner.split_once(':').unwrap_or(("", inner));
    let rest = rest.trim_start();
    let address = match scheme.to_ascii_lowercase().as_str() {
        "arxiv" => format!("https://arxiv.org/abs/{rest}"),
        "doi" => format!("https://doi.org/{rest}"),
        "isbn" | "file" | "mailto" | "javascript" | "data" => return None,
        "http" | "https" => inner.replace(' ', "%20"),
        _ if inner.starts_with("10.") && inner.contains('/') => format!("https://doi.org/{inner}"),
        _ if inner.starts_with("www.") => format!("https://{inner}"),
        _ => return None,
    };
    (is_web_address(&address) && address != url).then_some(address)
}
