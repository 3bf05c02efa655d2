//! What the author of something that is no number meant.

use crate::model::Number;

/// A number as it must be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Repaired {
    /// This one.
    Number(String),
    /// One of two: the comma groups digits, or it is a decimal one.
    Either(String, String),
    /// This one, and what follows it is a unit.
    WithUnit(String, String),
    /// A fraction; this is its value, rounded.
    Fraction(String),
    /// There is no number in it.
    No,
}

/// Tells what `written`, which is no number as it stands, means.
pub(super) fn number(written: &str) -> Repaired {
    let text: String = written.trim().chars().filter_map(plain).collect();
    if let Some(number) = in_other_base(&text) {
        return Repaired::Number(number);
    }
    let text = text.replace("**", "^").replace(" x ", "*").replace("* 10", "*10").replace(" *", "*");
    let text = text.replace("*10^", "e").replace("10^", "1e");
    if let Some((above, below)) = text.split_once('/')
        && let (Ok(above), Ok(below)) = (above.trim().parse::<f64>(), below.trim().parse::<f64>())
        && below != 0.0
        && above.is_finite()
        && (above / below).is_finite()
    {
        return Repaired::Fraction(rounded(above / below));
    }
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'e' | 'E' | '_' | '\'' | ' ');
    let end = text.find(|c| !in_number(c)).unwrap_or(text.len());
    let (mut number, mut unit) = text.split_at(end);
    // The `e` of `3 eV` belongs to its unit.
    let trimmed = number.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
    if !unit.is_empty() {
        (number, unit) = text.split_at(trimmed.len());
    }
    match (bare(number), unit.trim()) {
        (Some(Repaired::Number(number)), "") => Repaired::Number(number),
        (Some(Repaired::Number(number)), unit) if unit.starts_with(begins_unit) => {
            Repaired::WithUnit(number, unit.to_owned())
        }
        (Some(other), "") => other,
        _ => Repaired::No,
    }
}

fn begins_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '‰' | '°' | '′' | '″' | '€' | '$' | '£' | '¥')
}

/// A character as it stands in a number: digits of any script, signs of any shape.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10)?,
        '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10)?,
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10)?,
        '٫' | '．' => '.',
        '٬' | '’' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' => '-',
        '×' | '·' | '⋅' | '∙' => '*',
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' | '\u{200b}' => return None,
        '⁰' | '⁴'..='⁹' | '¹' | '²' | '³' | '⁻' => c,
        _ if c.is_whitespace() => ' ',
        _ => c,
    })
}

/// A number without what groups its digits.
fn bare(text: &str) -> Option<Repaired> {
    let text: String = text.trim().chars().filter(|c| !matches!(c, '_' | '\'' | ' ')).collect();
    let valid = |text: String| Number::parse(&text).map(|number| number.plain());
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let number = match (commas, points) {
        (0, 0 | 1) => valid(text),
        (0, _) => valid(text.replace('.', "")),
        (1, 0) => {
            let point = valid(text.replace(',', "."))?;
            let (before, after) = text.split_once(',')?;
            let groups = after.len() == 3 && after.bytes().all(|byte| byte.is_ascii_digit()) && before != "0";
            if groups {
                return Some(Repaired::Either(valid(text.replace(',', ""))?, point));
            }
            Some(point)
        }
        (1, _) if text.rfind(',') > text.rfind('.') => valid(text.replace('.', "").replace(',', ".")),
        _ => valid(text.replace(',', "")),
    };
    number.map(Repaired::Number)
}

/// A whole number such as `0x1F`.
fn in_other_base(text: &str) -> Option<String> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (base, digits) = digits.split_at_checked(2)?;
    let radix = match base.to_ascii_lowercase().as_str() {
        "0x" => 16,
        "0o" => 8,
        "0b" => 2,
        _ => return None,
    };
    let number = u64::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    Some(format!("{}{number}", if negative { "-" } else { "" }))
}

/// A number with a few digits after the point.
fn rounded(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        let repaired = match number(written) {
            Repaired::Number(number) => number,
            Repaired::Either(group, point) => format!("{group} or {point}"),
            Repaired::WithUnit(number, unit) => format!("{number} in {unit}"),
            Repaired::Fraction(number) => format!("about {number}"),
            Repaired::No => "none".to_owned(),
        };
        assert_eq!(repaired, expected, "{written}");
    }

    #[test]
    fn what_is_meant_is_found() {
        for (written, expected) in [
            ("9,81", "9.81"),
            ("-9,81", "-9.81"),
            ("−3", "-3"),
            ("1_000", "1000"),
            ("1 000 000", "1000000"),
            ("1'000.5", "1000.5"),
            ("1,000", "1000 or 1.000"),
            ("0,125", "0.125"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1,234.5", "1234.5"),
            ("1.234,5", "1234.5"),
            ("1.5×10^3", "1.5e3"),
            ("1.5 x 10^3", "1.5e3"),
            ("1.5*10**-3", "1.5e-3"),
            ("10^6", "1e6"),
            ("٩٫٨١", "9.81"),
            ("۱۲", "12"),
            ("0x1F", "31"),
            ("9.81 m/s²", "9.81 in m/s²"),
            ("3 eV", "3 in eV"),
            ("50%", "50 in %"),
            ("3/4", "about 0.75"),
            ("2/3", "about 0.6667"),
            ("about ten", "none"),
            (".inf", "none"),
            ("", "none"),
            ("-", "none"),
            ("1/0", "none"),
            ("1/x", "none"),
            ("5?", "none"),
        ] {
            check(written, expected);
        }
    }
}
