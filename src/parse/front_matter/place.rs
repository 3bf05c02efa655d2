//! Where keys are written, found by a scan of the lines: the YAML library does not say.

use std::ops::Range;

/// A key and where it and its value are written.
#[derive(Debug)]
pub(super) struct Place {
    /// The key.
    pub(super) name: String,
    /// Where the key is written.
    pub(super) key: Range<usize>,
    /// From after the colon to the next key, without white space around it.
    pub(super) value: Range<usize>,
    /// Whole lines: from the key to the next key.
    pub(super) lines: Range<usize>,
}

/// The keys of a block mapping that begins at byte `base` of its file.
pub(super) fn scan(yaml: &str, base: usize) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut at = base;
    let close = |places: &mut Vec<Place>, end: usize| {
        if let Some(last) = places.last_mut() {
            last.lines.end = end;
            let value = yaml.get(last.value.start - base..end - base).unwrap_or_default();
            let start = last.value.start + (value.len() - value.trim_start().len());
            last.value = start..start + value.trim().len();
        }
    };
    for line in yaml.split_inclusive('\n') {
        // YAML knows two kinds of white space; others, such as a no-break space, are letters to it.
        let begins_key = !line.starts_with([' ', '\t', '\r', '\n', '#', '[', ']', '{', '}']) && !is_item(line);
        let colon = line.match_indices(':').map(|(colon, _)| colon).find(|colon| {
            line.get(colon + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        });
        if let (true, Some(colon)) = (begins_key, colon) {
            close(&mut places, at);
            let written = line.get(..colon).unwrap_or_default().trim_end_matches([' ', '\t']);
            let name = written.trim_matches(['"', '\'']).to_owned();
            places.push(Place {
                name,
                key: at..at + written.len(),
                value: at + colon + 1..at + colon + 1,
                lines: at..at,
            });
        }
        at += line.len();
    }
    close(&mut places, at);
    places
}

/// Whether the line is an item of a list.
fn is_item(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The offset of a line and a column, both from 1, columns in characters.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// How deep brackets may nest: the YAML library takes quadratic time on them.
const MAX_BRACKETS: usize = 32;

/// Where brackets nest deeper than 32, if they do.
pub(super) fn too_deep(yaml: &str) -> Option<usize> {
    let mut depth = 0_usize;
    yaml.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_BRACKETS
    })
}
