//! How numbers are written in the index: as text that a script reads fast and that gzip packs well.
//!
//! A number is a row of digits in base 32, the lowest first, each a letter of the Base64 alphabet (RFC 4648); a digit with 32
//! added says that another one follows. Source maps write theirs in this way (ECMA-426, "Base64 VLQ", without the sign).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends `number` to `out`.
pub fn put(out: &mut String, mut number: u32) {
    loop {
        let digit = number & 31;
        number >>= 5;
        let digit = digit | if number > 0 { 32 } else { 0 };
        out.push(ALPHABET.get(digit as usize).map_or('A', |letter| char::from(*letter)));
        if number == 0 {
            return;
        }
    }
}

/// Appends a number that may be negative: twice its size, one more where it is.
pub fn put_signed(out: &mut String, number: i64) {
    let size = u32::try_from(number.unsigned_abs()).unwrap_or(u32::MAX / 2);
    put(out, size * 2 + u32::from(number < 0));
}

/// Reads one number, and what follows it.
#[must_use]
pub fn take(text: &str) -> Option<(u32, &str)> {
    let mut number = 0_u32;
    for (at, letter) in text.bytes().enumerate() {
        let digit = u32::try_from(ALPHABET.iter().position(|other| *other == letter)?).ok()?;
        number |= (digit & 31).checked_shl(u32::try_from(at * 5).ok()?)?;
        if digit < 32 {
            return Some((number, text.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 31, 32, 33, 1023, 1024, 99_999, u32::MAX] {
            let mut text = String::new();
            put(&mut text, number);
            text.push('!');
            assert_eq!(take(&text), Some((number, "!")), "{number}");
        }
        assert_eq!(take(""), None);
        assert_eq!(take("g"), None);
    }
}
