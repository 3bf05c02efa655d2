//! The answer of a question that asks for a number, as its language writes it.

use super::view::NumericView;
use crate::language::Language;
use crate::model::{Number, Numeric, Tolerance};

/// The view of an answer.
pub(super) fn view(numeric: &Numeric, language: &Language) -> NumericView {
    let shows = |tolerance: &&Tolerance| match tolerance {
        Tolerance::Absolute(number) | Tolerance::Percent(number) => !number.is_zero(),
    };
    let margin = numeric.tolerance.as_ref().filter(shows).map(|tolerance| match tolerance {
        Tolerance::Absolute(number) => format!("± {}", written(number, language)),
        Tolerance::Percent(number) => format!("± {}%", written(number, language)),
    });
    NumericView {
        value: numeric.answer.plain(),
        negative: numeric.answer.is_negative(),
        tolerance: numeric.tolerance.as_ref().map(Tolerance::plain).unwrap_or_default(),
        unit: numeric.unit.clone(),
        text: numeric.with_unit(&written(&numeric.answer, language)),
        margin: margin.unwrap_or_default(),
    }
}

/// A number as the language writes it; a power of ten stays one.
fn written(number: &Number, language: &Language) -> String {
    let mantissa = language.decimal(&number.mantissa());
    let power = number.raised();
    if power.is_empty() { mantissa } else { format!("{mantissa} × 10{power}") }
}
