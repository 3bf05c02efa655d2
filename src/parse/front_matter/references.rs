//! `references`: the one key whose items are maps.

use serde_yaml::Value;

use super::{Keys, scalar, type_name};
use crate::config::is_web_address;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::Reference;
use crate::source::Span;

impl Keys<'_> {
    /// `references`: a list of titles and addresses.
    pub(crate) fn references(&mut self) -> Vec<Reference> {
        const NAME: &str = "references";
        const HELP: &str = "write `- { title: \"…\", url: \"https://…\" }`";
        let Some(value) = self.take(NAME) else { return Vec::new() };
        let place = self.value(NAME);
        let Value::Sequence(items) = value else {
            self.push(Code::WrongType, place, format!("`references` must be a list, not {}", type_name(&value)), HELP);
            return Vec::new();
        };
        let mut references = Vec::with_capacity(items.len());
        for item in items {
            let Value::Mapping(mut item) = item else {
                let at = self.find(&scalar(&item), place.clone()).unwrap_or_else(|| place.clone());
                self.push(
                    Code::WrongType,
                    at,
                    format!("a reference must have a title and a url, not be {}", type_name(&item)),
                    HELP,
                );
                continue;
            };
            let mut part = |name: &str| match item.shift_remove(name) {
                Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
                _ => None,
            };
            let (title, url) = (part("title"), part("url"));
            let known = title.as_ref().or(url.as_ref()).and_then(|text| self.find(text, place.clone()));
            let at = known.unwrap_or_else(|| place.clone());
            for name in item.keys().filter_map(Value::as_str).filter(|name| !matches!(*name, "title" | "url")) {
                let key = self.find(&format!("{name}:"), place.clone()).map(|key| key.start..key.end - 1);
                let key = key.unwrap_or_else(|| at.clone());
                let help = nearest(name, ["title", "url"]).map_or_else(
                    || "a reference has `title` and `url`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let found = Diagnostic::new(
                    Code::UnknownKey,
                    Span::new(self.source, key),
                    format!("unknown key `{name}` in a reference"),
                );
                self.found.push(found.help(help));
            }
            match (title, url) {
                (Some(title), Some(url)) if is_web_address(&url) => references.push(Reference { title, url }),
                (Some(_), Some(url)) => {
                    let at = self.find(&url, place.clone()).unwrap_or(at);
                    let message = format!("`{url}` is not a web address");
                    self.push(Code::UnsafeLink, at, message, "give a whole address that begins with `https://`");
                }
                (None, _) => self.push(Code::WrongType, at, "a reference needs a `title` that is text", HELP),
                (_, None) => self.push(Code::WrongType, at, "a reference needs a `url` that is text", HELP),
            }
        }
        references
    }
}
