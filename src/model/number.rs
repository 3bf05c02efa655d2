//! A decimal number, exactly as it was written.

/// A number such as `9.81`, `-3` or `1.5e3`. No digit of it is lost, and trailing zeros stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    /// The digits before the point, without leading zeros; `0` if there are none.
    whole: String,
    /// The digits after the point.
    fraction: String,
    /// The power of ten that all is multiplied by.
    exponent: i16,
}

impl Number {
    /// How many digits a number may have, and how large its exponent may be.
    const MAX: usize = 30;
    const MAX_EXPONENT: i16 = 300;

    /// Reads a number in the form that front matter takes: digits, at most one point, and perhaps an exponent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()?),
            None => (text, 0),
        };
        let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        let fits =
            (1..=Self::MAX).contains(&all().count()) && (-Self::MAX_EXPONENT..=Self::MAX_EXPONENT).contains(&exponent);
        if !fits || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let negative = mantissa.starts_with('-') && !all().all(|byte| byte == b'0');
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole }.to_owned();
        Some(Self { negative, whole, fraction: fraction.to_owned(), exponent })
    }

    /// Whether it is less than 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.whole.bytes().chain(self.fraction.bytes()).all(|byte| byte == b'0')
    }

    /// Its size without its sign, rounded as far as a computer's numbers are.
    #[must_use]
    pub fn size(&self) -> f64 {
        self.plain().trim_start_matches('-').parse().unwrap_or(f64::INFINITY)
    }

    /// What stands before the exponent, in the simplest form: `-9.81`.
    #[must_use]
    pub fn mantissa(&self) -> String {
        let point = if self.fraction.is_empty() { "" } else { "." };
        format!("{}{}{point}{}", if self.negative { "-" } else { "" }, self.whole, self.fraction)
    }

    /// The power of ten, as small raised digits: `⁻¹⁹`. Empty without one.
    #[must_use]
    pub fn raised(&self) -> String {
        if self.exponent == 0 {
            return String::new();
        }
        let raise = |c: char| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => digit.to_digit(10).and_then(|digit| char::from_u32(0x2070 + digit)).unwrap_or(digit),
        };
        self.exponent.to_string().chars().map(raise).collect()
    }

    /// In the simplest form, as programs read it: `9.81`, `-3`, `1.5e3`.
    #[must_use]
    pub fn plain(&self) -> String {
        match self.exponent {
            0 => self.mantissa(),
            exponent => format!("{}e{exponent}", self.mantissa()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_digits() {
        for (written, plain) in [
            ("9.81", "9.81"),
            ("9.810", "9.810"),
            ("-3", "-3"),
            ("+007", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0.0", "0.0"),
            ("1.5E+03", "1.5e3"),
            ("6.02e23", "6.02e23"),
            ("0.1000000000000000000000000001", "0.1000000000000000000000000001"),
        ] {
            assert_eq!(Number::parse(written).map(|number| number.plain()).as_deref(), Some(plain), "{written}");
        }
    }

    #[test]
    fn all_else_is_no_number() {
        for wrong in
            ["", ".", "-", "9,81", "1_000", "1 000", "0x1F", "--1", "1e", "1e1.5", "1e999", ".inf", "nan", "٣", "1.2.3"]
        {
            assert_eq!(Number::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn exponents_are_raised() {
        assert_eq!(Number::parse("1.6e-19").map(|number| number.raised()).as_deref(), Some("⁻¹⁹"));
        assert_eq!(Number::parse("3").map(|number| number.raised()).as_deref(), Some(""));
    }
}
