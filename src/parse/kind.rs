//! What only one kind of question has. A new kind is one file here, one row of [`KINDS`] and one variant; the compiler then
//! lists every place that must decide about the variant.

mod descriptive;
mod mcq;
mod numeric;
mod short;

use super::front_matter::{Keys, elsewhere};
use super::sections::Body;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Kind;

/// How the questions of a kind are read.
struct Reader {
    /// The kind, as front matter names it.
    name: &'static str,
    /// The keys that it alone has.
    keys: &'static [&'static str],
    /// Whether what stands before the first section is shown with the question in any case; elsewhere it may be the answer.
    has_prompt: bool,
    /// Makes the kind of what is left of the front matter and of the body, from which it takes what is its own.
    read: for<'s> fn(&mut Keys<'s>, &mut Body<'s>, &mut Vec<Diagnostic>) -> Kind<'s>,
}

/// Every kind, in the order of [`Kind::NAMES`].
const KINDS: &[Reader] = &[
    Reader { name: "descriptive", keys: &[], has_prompt: false, read: descriptive::read },
    Reader { name: "short", keys: &["accept"], has_prompt: false, read: short::read },
    Reader { name: "numeric", keys: &["answer", "tolerance", "unit"], has_prompt: true, read: numeric::read },
    Reader { name: "mcq", keys: &["shuffle"], has_prompt: true, read: mcq::read },
];

/// The keys that only one kind has.
pub(super) fn own_keys() -> impl Iterator<Item = &'static str> {
    KINDS.iter().flat_map(|kind| kind.keys).copied()
}

/// Whether what stands before the first section of a question of the kind called `name` is never its answer.
pub(super) fn has_prompt(name: &str) -> bool {
    KINDS.iter().any(|kind| kind.name == name && kind.has_prompt)
}

/// Makes the kind called `name`.
pub(super) fn read<'s>(name: &str, keys: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    for other in KINDS.iter().filter(|kind| kind.name != name) {
        for key in other.keys {
            if let Some(span) = keys.key_span(key) {
                let message = format!("`{key}` has no meaning for a question of kind `{name}`");
                let to_other = format!("remove it, or make the question `kind: {}`", other.name);
                let help = elsewhere(key).filter(|_| !keys.is_number(key)).map_or(to_other, str::to_owned);
                found.push(Diagnostic::new(Code::MisplacedKey, span, message).help(help));
            }
        }
    }
    let kind = KINDS.iter().find(|kind| kind.name == name).map(|kind| kind.read);
    kind.unwrap_or(descriptive::read)(keys, body, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row() {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names, Kind::NAMES);
    }
}
