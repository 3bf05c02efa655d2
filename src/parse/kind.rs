//! What only one kind of question has. A new kind is one file here and one line in [`read`]; the compiler then lists
//! every place that must decide about the new variant.

mod descriptive;
mod mcq;
mod short;

use super::front_matter::Keys;
use super::sections::Body;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Kind;

/// Keys that belong to one kind only.
const OWN_KEYS: &[(&str, &str)] = &[("accept", "short"), ("shuffle", "mcq")];

/// Makes the kind called `name` of what is left of the front matter and of the body, from which it takes what is its own.
pub(super) fn read<'s>(name: &str, keys: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    for (key, owner) in OWN_KEYS.iter().filter(|(_, owner)| *owner != name) {
        if let Some(span) = keys.key_span(key) {
            let message = format!("`{key}` has no meaning for a question of kind `{name}`");
            let help = format!("remove it, or make the question `kind: {owner}`");
            found.push(Diagnostic::new(Code::MisplacedKey, span, message).help(help));
        }
    }
    match name {
        "mcq" => mcq::read(keys, body, found),
        "short" => short::read(keys, body, found),
        _ => descriptive::read(body, found),
    }
}
