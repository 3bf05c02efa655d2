//! What stands between the parentheses of a link that is not read as one, and how it is written so that it is.

/// A destination in a spelling that is read, and what was wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Destination {
    pub(super) wrong: &'static str,
    pub(super) better: String,
}

/// Quotation marks that titles stand in: those of Markdown, and those that programs make of them.
const QUOTES: &[char] = &['"', '\'', '“', '”', '„', '‘', '’', '«', '»'];

/// Where the destination that `rest` begins with ends: at a parenthesis, or at a bracket in its place.
pub(super) fn end(rest: &str) -> Option<usize> {
    let line = rest.split('\n').next().unwrap_or_default();
    line.find(')').or_else(|| line.find(']').filter(|at| !line.get(..*at).is_some_and(|part| part.contains('['))))
}

/// Where a destination without an end is taken to end: after its address, and its title if it has one.
pub(super) fn open_end(rest: &str) -> usize {
    let line = rest.split('\n').next().unwrap_or_default();
    let address = line.find(char::is_whitespace).unwrap_or(line.len());
    let after = line.get(address..).unwrap_or_default();
    let is_title = after.trim_start().starts_with(QUOTES) && !after.trim_start().contains(' ');
    if is_title { line.trim_end().len() } else { address }
}

/// The address that a destination begins with; all of it if that is an address with spaces.
pub(super) fn first(dest: &str) -> &str {
    let dest = dest.trim();
    let dest = dest.strip_prefix('<').unwrap_or(dest);
    let address = [" \"", " '", " “", " „", " ‘", " «", " =", " width=", " height="]
        .iter()
        .find_map(|mark| dest.split_once(mark).map(|(address, _)| address));
    if let Some(address) = address {
        return address.trim_end_matches(['>', ' ']);
    }
    match dest.split_once(' ') {
        Some((first, _)) if has_file_ending(first) => first,
        _ => dest.trim_end_matches('>'),
    }
}

fn has_file_ending(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty() && (2..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

/// Reads `dest`, which is not read as a destination; `closed` says whether a parenthesis ends it.
pub(super) fn read(dest: &str, closed: bool) -> Destination {
    let dest = dest.trim();
    let made = |wrong: &'static str, better: String| Destination { wrong, better };
    let address = first(dest);
    let start = dest.find(address).unwrap_or_default();
    let rest = dest.get(start + address.len()..).unwrap_or_default().trim_start_matches('>').trim();
    if rest.starts_with(['=']) || rest.starts_with("width=") || rest.starts_with("height=") {
        return made("a size can't be given here", spelled(address));
    }
    if !rest.is_empty() {
        let quoted = rest.starts_with(QUOTES);
        let title = rest.trim_matches(QUOTES).replace('"', "'");
        let better = format!("{} \"{title}\"", spelled(address));
        return match () {
            () if quoted && !closed && !rest.get(1..).is_some_and(|rest| rest.ends_with(QUOTES)) => {
                made("the title and the parenthesis are never closed", better)
            }
            () if !quoted => made("a title stands between quotation marks", better),
            () if !closed => made("the parenthesis is never closed", better),
            () if !rest.starts_with(['"', '\'']) => made("a title stands between straight quotation marks", better),
            () => made("the title is never closed or holds a quotation mark", better),
        };
    }
    let opened = dest.matches('(').count() > dest.matches(')').count();
    let wrong = match () {
        () if opened => "the parentheses of the address aren't balanced",
        () if dest.starts_with('<') && !dest.contains('>') => "the `<` before the address is never closed",
        () if !closed => "the parenthesis is never closed",
        () if address.contains(char::is_whitespace) => "an address with a space is no address",
        () => "the address isn't read as one",
    };
    made(wrong, spelled(address))
}

/// The address as it is read whatever it holds.
fn spelled(address: &str) -> String {
    let address = address.trim();
    // `https ://a.org`, with one space too many.
    if let Some((scheme, rest)) = address.split_once("://")
        && (scheme.ends_with(' ') || rest.starts_with(' '))
    {
        return format!("{}://{}", scheme.trim(), rest.trim());
    }
    let plain = !address.contains(char::is_whitespace) && address.matches('(').count() == address.matches(')').count();
    if plain { address.to_owned() } else { format!("<{address}>") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dest: &str, closed: bool, better: &str) {
        assert_eq!(read(dest, closed).better, better, "{dest}");
    }

    #[test]
    fn a_destination_gets_a_spelling_that_is_read() {
        check("https://a.org/a(b", true, "<https://a.org/a(b>");
        check("<q2.md", true, "q2.md");
        check("q2.md \"t", true, "q2.md \"t\"");
        check("q2.md “t”", true, "q2.md \"t\"");
        check("q2.md t", true, "q2.md \"t\"");
        check("q2.md", false, "q2.md");
        check("cut up.png", true, "<cut up.png>");
        check("p.png =100x200", true, "p.png");
        check("p.png width=100", true, "p.png");
        check("https ://a.org", true, "https://a.org");
        check("a b.md \"t\"", true, "<a b.md> \"t\"");
    }
}
