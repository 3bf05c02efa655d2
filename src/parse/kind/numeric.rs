//! `kind: numeric`: answered by a number, which may be typed and compared.

mod repair;

use self::repair::Repaired;
use super::descriptive::report_options;
use super::short::marked;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Kind, Number, Numeric, Tolerance};
use crate::parse::front_matter::Keys;
use crate::parse::sections::Body;
use crate::source::{Span, Spanned};

/// Takes the answer with its tolerance and its unit. The body is the prompt.
pub(super) fn read<'s>(keys: &mut Keys<'s>, body: &mut Body<'s>, found: &mut Vec<Diagnostic>) -> Kind<'s> {
    report_options(body, found);
    let answer = answer(keys, body, found);
    let tolerance = keys.number("tolerance").and_then(|written| tolerance(&written, answer.as_ref(), found));
    let unit = keys.text("unit").map(|unit| self::unit(&unit, found)).unwrap_or_default();
    // Without a number the question is reported, and never shown.
    let answer = answer.or_else(|| Number::parse("0"));
    answer.map_or(Kind::Descriptive, |answer| Kind::Numeric(Numeric { answer, tolerance, unit }))
}

fn answer(keys: &mut Keys<'_>, body: &Body<'_>, found: &mut Vec<Diagnostic>) -> Option<Number> {
    let before = keys.found.len();
    let place = keys.key_span("answer").or_else(|| keys.key_span("kind"));
    let Some(written) = keys.number("answer").filter(|written| !written.value.is_empty()) else {
        if keys.found.len() == before {
            let span = place.unwrap_or_else(|| body.end());
            let message = "this question has no number as its answer";
            let help = "write it in the front matter: `answer: 9.81`";
            found.push(Diagnostic::new(Code::EmptyAnswer, span, message).help(help));
        }
        return None;
    };
    let number = Number::parse(&written.value);
    if number.is_none() {
        found.push(no_number(&written.value, written.span, "answer", ""));
    }
    number
}

/// A value of `key` that is no number, and how to write it. `sign` is what stood after it.
fn no_number(value: &str, span: Span, key: &str, sign: &str) -> Diagnostic {
    let help = match repair::number(value) {
        Repaired::Number(number) => format!("write `{key}: {number}{sign}`"),
        Repaired::Either(group, point) => {
            format!("write `{key}: {group}{sign}`, or `{key}: {point}{sign}` if the comma is a decimal one")
        }
        Repaired::WithUnit(number, unit) if key == "answer" => {
            format!("write `answer: {number}`, and on a line of its own `unit: {}`", in_yaml(&unit))
        }
        Repaired::WithUnit(number, _) => format!("write `{key}: {number}`; it has the unit of the answer"),
        Repaired::Fraction(number) => format!("write it as a decimal number, such as `{key}: {number}{sign}`"),
        Repaired::No if key == "tolerance" => {
            "write how far an answer may be from it: `tolerance: 0.05`, `tolerance: 1%`".to_owned()
        }
        Repaired::No => format!("write digits, with a point before decimal places: `{key}: 9.81`, `{key}: 1.5e3`"),
    };
    let message = format!("`{key}` must be a number, and `{value}` is none");
    Diagnostic::new(Code::WrongType, span, message).help(help)
}

/// How a unit must be written to be text to YAML.
fn in_yaml(unit: &str) -> String {
    let plain = unit.starts_with(|c: char| c.is_alphabetic() || matches!(c, '°' | '€' | '$'))
        && !unit.contains([':', '#', '"'])
        && !["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(&unit.to_lowercase().as_str());
    if plain { unit.to_owned() } else { format!("\"{}\"", unit.replace(['"', '\\'], "")) }
}

fn tolerance(written: &Spanned<String>, answer: Option<&Number>, found: &mut Vec<Diagnostic>) -> Option<Tolerance> {
    let (text, is_percent) = match written.value.strip_suffix('%') {
        Some(text) => (text.trim_end(), true),
        None => (written.value.as_str(), false),
    };
    let text = text.trim_start_matches(['±', ' ']);
    let sign = if is_percent { "%" } else { "" };
    let Some(number) = Number::parse(text) else {
        found.push(no_number(text, written.span, "tolerance", sign));
        return None;
    };
    let bad = |message: String, help: String| Diagnostic::new(Code::BadTolerance, written.span, message).help(help);
    let tolerance = if is_percent { Tolerance::Percent(number.clone()) } else { Tolerance::Absolute(number.clone()) };
    if number.is_negative() {
        let help =
            format!("it counts in both directions: write `tolerance: {}{sign}`", number.plain().replace('-', ""));
        found.push(bad("a tolerance can't be less than 0".to_owned(), help));
        return None;
    }
    if let Some(answer) = answer {
        let shown = answer.plain();
        if is_percent && answer.is_zero() {
            let message = format!("a percentage of {shown} is {shown}, so this tolerance allows nothing");
            found.push(bad(message, "write how far an answer may be from it, such as `tolerance: 0.05`".to_owned()));
        } else if !answer.is_zero() && number.size() > if is_percent { 100.0 } else { answer.size() } {
            let message = format!("this tolerance is larger than the answer, {shown}");
            let help = "write how far an answer may be from it, such as `tolerance: 1%`".to_owned();
            found.push(bad(message, help));
        }
    }
    Some(tolerance)
}

fn unit(written: &Spanned<String>, found: &mut Vec<Diagnostic>) -> String {
    let unit = written.value.trim();
    let mut report = |message: &str, help: &str| {
        found.push(Diagnostic::new(Code::AcceptText, written.span, message.to_owned()).help(help.to_owned()));
    };
    if marked(unit).is_some() || unit.contains('\\') {
        report("a unit is shown as plain text, with these marks in it", "write it as readers type it, such as `m/s²`");
    } else if unit.is_empty() {
        report("this unit is empty", "write the unit, or delete the line");
    } else if unit.starts_with(|c: char| c.is_ascii_digit()) {
        report("a unit that begins with a digit is read as a part of the number", "write `answer: …` in another unit");
    }
    unit.to_owned()
}
