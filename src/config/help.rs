//! What to write in `book.toml` in place of what is there.

use std::ops::Range;

use toml::de::DeValue;

use super::owner;

/// How a line with a syntax error must be written, where that can be told.
pub(super) fn syntax(text: &str, at: usize, message: &str) -> Option<String> {
    if message.contains("duplicate key") {
        return Some("the key is there twice: delete one of the two lines".to_owned());
    }
    let line = text.lines().nth(super::line_of(text, at))?.trim();
    if let Some((key, value)) = line.split_once(':').filter(|(key, _)| !key.contains(['=', '"', '\'', '['])) {
        return yaml(key.trim(), value.trim());
    }
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let lower = value.to_lowercase();
    if let Some(meant) = ["true", "false"].into_iter().find(|meant| *meant == lower && *meant != value) {
        return Some(format!("write `{key} = {meant}`"));
    }
    if let Some(meant) = boolean(&lower).filter(|_| super::HTML_BOOLEANS.contains(&key)) {
        return Some(format!("write `{key} = {meant}`"));
    }
    None
}

/// What a line of YAML is in TOML.
fn yaml(key: &str, value: &str) -> Option<String> {
    if !key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return None;
    }
    if value.is_empty() {
        return Some(format!("settings are TOML: write `[{key}]`, and `key = value` below it"));
    }
    let place = owner(key).map_or_else(String::new, |table| format!(" below `[{table}]`"));
    let plain = value.trim_matches(['"', '\'']);
    let value = if matches!(plain, "true" | "false") || value.starts_with('[') {
        plain.to_owned()
    } else {
        format!("\"{plain}\"")
    };
    Some(format!("settings are TOML: write `{key} = {value}`{place}"))
}

fn boolean(word: &str) -> Option<&'static str> {
    match word.trim_matches(['"', '\'']) {
        "true" | "yes" | "on" | "1" | "y" => Some("true"),
        "false" | "no" | "off" | "0" | "n" => Some("false"),
        _ => None,
    }
}

/// The line to write for a value of the wrong type. `range` is where the value stands.
pub(super) fn wrong_type(text: &str, range: Range<usize>, expected: &str, value: &DeValue<'_>) -> Option<String> {
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(start..range.start)?.split_once('=');
    // An item of a list has no key of its own.
    let key = before.filter(|(_, between)| between.trim().is_empty()).map(|(key, _)| key.trim()).unwrap_or_default();
    let written = text.get(range)?;
    let fixed = match (expected, value) {
        ("a string", DeValue::Array(items)) => match items.first().filter(|_| items.len() == 1) {
            Some(item) => text.get(item.span())?.to_owned(),
            None => "\"…\"".to_owned(),
        },
        ("a string", DeValue::Table(_)) => "\"…\"".to_owned(),
        ("a string", _) => format!("\"{written}\""),
        ("a list of strings", DeValue::String(_)) => format!("[{written}]"),
        ("a list of strings", _) => "[\"…\"]".to_owned(),
        ("a table", _) => {
            return Some(format!("write `[{}]` on a line of its own, and its keys below it", table(key)));
        }
        _ => boolean(written).unwrap_or("true` or `false").to_owned(),
    };
    Some(if key.is_empty() { format!("write `{fixed}`") } else { format!("write `{key} = {fixed}`") })
}

fn table(key: &str) -> &str {
    if key == "html" { "output.html" } else { key }
}
