//! `kind: short`: answered in a few words, which may be typed and compared.

use super::descriptive::take_answer;
use crate::diagnostic::Diagnostic;
use crate::model::Kind;
use crate::parse::front_matter::Keys;
use crate::parse::sections::Body;

/// Takes the accepted answers, and the prompt for the answer where there is no other.
pub(super) fn read<'s>(keys: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    take_answer(body, found);
    Kind::Short {
        accept: keys
            .texts("accept")
            .into_iter()
            .map(|text| text.value)
            .filter(|text| !text.trim().is_empty())
            .collect(),
    }
}
