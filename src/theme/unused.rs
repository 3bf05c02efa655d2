//! Files of the project's theme that replace nothing and that nothing asks for: most often a misspelled name.

use super::files::Files;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::discover::{DEFAULT_THEME, THEMES};
use crate::source::Span;

/// Endings of files that are for people.
const NOTES: &[&str] = &["md", "txt", "license", "bak", "orig"];

pub(super) fn check(files: &Files<'_>, config: &Config, found: &mut Vec<Diagnostic>) {
    let theme = config.html.theme.as_ref().map_or(DEFAULT_THEME, |name| name.value.as_str());
    let folder = format!("{THEMES}/{theme}/");
    let used = files.used.borrow();
    let settings = config.html.additional_css.iter().chain(&config.html.social_image);
    let settings: Vec<&str> = settings.filter_map(|path| path.value.strip_prefix(&folder)).collect();
    for (name, own) in &files.own {
        let last = name.rsplit('/').next().unwrap_or(name);
        let ending = last.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let note = NOTES.contains(&ending.as_str()) || !last.contains('.');
        let replaces = files.embedded.contains_key(name);
        if note || replaces || used.contains(name) || settings.contains(&name.as_str()) || is_asked_for(files, name) {
            continue;
        }
        let span = own.source.map_or(files.chosen, Span::start_of);
        let message = format!("nothing uses `{folder}{name}`");
        let other = name.strip_prefix("language/").and_then(|language| language.rsplit_once('.'));
        if let Some((tag, _)) = other.filter(|(tag, ending)| *ending != "toml" && !tag.contains('/')) {
            let help = format!("a language file is TOML: `{folder}language/{tag}.toml`");
            found.push(Diagnostic::new(Code::UnusedThemeFile, span, message).help(help));
            continue;
        }
        let help = files.near(name).filter(|near| files.embedded.contains_key(near)).map_or_else(
            || "a file replaces the built-in one of the same path; a style sheet or script of your own is listed in `theme.toml`".to_owned(),
            |near| format!("did you mean `{folder}{near}`?"),
        );
        found.push(Diagnostic::new(Code::UnusedThemeFile, span, message).help(help));
    }
}

/// Whether another template extends, includes or imports this one.
fn is_asked_for(files: &Files<'_>, name: &str) -> bool {
    let Some(short) = name.strip_prefix("templates/") else { return false };
    let own = files.own.iter().filter(|(other, _)| other.starts_with("templates/") && *other != name);
    let mut texts = own.filter_map(|(_, own)| str::from_utf8(&own.bytes).ok());
    texts.any(|text| ['"', '\'', '`'].iter().any(|quote| text.contains(&format!("{quote}{short}{quote}"))))
}
