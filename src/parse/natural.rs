//! The order of names as people number them: `q2` before `q10`.

use std::cmp::Ordering;

/// A name that is compared by [`compare`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Natural<'n>(pub(super) &'n str);

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self.0, other.0)
    }
}

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares names letter by letter, and runs of digits by the number that they are. Names that differ in leading zeros only
/// are in the order of their letters, so that no two different names are equal.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    loop {
        match (left.split_first(), right.split_first()) {
            (Some((x, _)), Some((y, _))) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, rest_of_left) = number(left);
                let (y, rest_of_right) = number(right);
                let order = x.len().cmp(&y.len()).then_with(|| x.cmp(y));
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (rest_of_left, rest_of_right);
            }
            (Some((x, rest_of_left)), Some((y, rest_of_right))) if x == y => {
                (left, right) = (rest_of_left, rest_of_right);
            }
            (None, None) => return a.cmp(b),
            (x, y) => return x.map(|(byte, _)| byte).cmp(&y.map(|(byte, _)| byte)),
        }
    }
}

/// The digits at the start without leading zeros, and what follows them.
fn number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let start = digits.iter().position(|byte| *byte != b'0').unwrap_or(digits.len());
    (digits.get(start..).unwrap_or_default(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_in_their_order() {
        let mut names = ["q20", "q10", "q2", "q1", "q", "q02", "topic-10/a", "topic-2/b", "a", "q1b", "q1a"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["a", "q", "q1", "q1a", "q1b", "q02", "q2", "q10", "q20", "topic-2/b", "topic-10/a"]);
    }

    #[test]
    fn long_numbers_do_not_overflow() {
        assert_eq!(compare("q99999999999999999999999", "q100000000000000000000000"), Ordering::Less);
        assert_eq!(compare("q1", "q01"), "q1".cmp("q01"));
    }
}
