//! The words of the site: language files, plural forms, dates and numbers.
//!
//! [`Language::load`] is the entry point. The theme's strings are in `themes/<name>/language/<tag>.toml`, one file a
//! language; those of the default theme are embedded, and a project's own lie over them string by string. `de-AT` is looked
//! for as itself, then as `de`, then in English. What a file lacks falls back along that line and is a warning.
//!
//! A *string* is a TOML string or a table of plural forms, named by the plural categories of CLDR (`zero`, `one`, `two`,
//! `few`, `many`, `other`; [UTS 35, part 3](https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules)).
//! `{name}` in it stands for a value. `{count}` chooses the form. The table that is named like a script (`[theme-switch]` for
//! `js/theme-switch.js`) goes into the bundles that hold that script.

mod check;
mod message;

use std::collections::BTreeMap;

use icu_datetime::fieldsets::YMD;
use icu_datetime::{DateTimeFormatter, input::Date};
use icu_decimal::options::DecimalFormatterOptions;
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale::{Locale, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};
use include_dir::{Dir, include_dir};
use serde::Serialize;

pub use self::message::{Message, Strings, Value, Values};
use crate::config::{Config, FALLBACK_LANGUAGE as FALLBACK, language_line};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default/language");

/// The way in which a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// The words of a site in its language.
#[derive(Debug)]
pub struct Language {
    /// The guide's language as `book.toml` gives it.
    pub tag: String,
    /// How that language is written.
    pub direction: Direction,
    /// The language whose words the theme speaks, `FALLBACK` where there is no file for the guide's own.
    pub words: String,
    strings: Strings,
    plurals: Option<PluralRules>,
    decimal: Option<DecimalFormatter>,
    date: Option<DateTimeFormatter<YMD>>,
}

impl Language {
    /// The words for the guide's language, and what is wrong with the project's own language files.
    #[must_use]
    pub fn load(sources: &Sources, config: &Config) -> (Self, Vec<Diagnostic>) {
        let tag = &config.book.language.value;
        let locale = locale(tag);
        let (files, mut found) = check::own_files(sources);
        // The words of each language on the line, English first: what comes later lies over it.
        let line: Vec<(String, Strings)> = language_line(tag)
            .into_iter()
            .map(|tag| {
                let mut strings = embedded(&tag);
                strings.extend(files.get(tag.as_str()).into_iter().flat_map(|file| file.strings.clone()));
                (tag, strings)
            })
            .filter(|(tag, strings)| tag == FALLBACK || !strings.is_empty())
            .collect();
        found.extend(check::check(&line, &files, config));
        let words = line.last().map_or_else(|| FALLBACK.to_owned(), |(tag, _)| tag.clone());
        let rtl = locale.as_ref().is_some_and(|locale| LocaleDirectionality::new_common().is_right_to_left(&locale.id));
        // Numbers, dates and plural forms are those of the words around them.
        let spoken = if words == FALLBACK { self::locale(FALLBACK) } else { locale };
        let language = Self {
            tag: tag.clone(),
            direction: if rtl { Direction::Rtl } else { Direction::Ltr },
            words,
            strings: line.into_iter().flat_map(|(_, strings)| strings).collect(),
            plurals: spoken.as_ref().and_then(plural_rules),
            decimal: spoken
                .as_ref()
                .and_then(|locale| DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok()),
            date: spoken.as_ref().and_then(|locale| DateTimeFormatter::try_new(locale.into(), YMD::long()).ok()),
        };
        (language, found)
    }

    /// The string `key` with `values` in it; `None` if there is no such string.
    #[must_use]
    pub fn text(&self, key: &str, values: &Values<'_>) -> Option<String> {
        Some(self.strings.get(key)?.fill(self.category(values), values, self, &|text| text.to_owned()))
    }

    /// The string `key` as HTML: it and its values are escaped, but for those whose name ends in `_html`.
    #[must_use]
    pub fn html(&self, key: &str, values: &Values<'_>) -> Option<String> {
        let escape = |text: &str| {
            let mut out = String::with_capacity(text.len());
            // Writing to a string can't fail.
            let _ = pulldown_cmark_escape::escape_html(&mut out, text);
            out
        };
        Some(self.strings.get(key)?.fill(self.category(values), values, self, &escape))
    }

    /// The string `key`, which is known to exist and to hold no values: the program's own.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.text(key, &Values::new()).unwrap_or_else(|| key.to_owned())
    }

    /// The strings of the script `name`, by their keys within its table, as JSON; `None` if it has none.
    #[must_use]
    pub fn script(&self, name: &str) -> Option<String> {
        let own: BTreeMap<&str, &Message> = (self.strings.iter())
            .filter_map(|(key, message)| Some((key.strip_prefix(name)?.strip_prefix('.')?, message)))
            .collect();
        if own.is_empty() { None } else { serde_json::to_string(&own).ok() }
    }

    /// Whether there is a string `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.strings.contains_key(key)
    }

    /// A whole number as it is written in this language.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        let format = |decimal: &DecimalFormatter| decimal.format(&Decimal::from(number)).to_string();
        self.decimal.as_ref().map_or_else(|| number.to_string(), format)
    }

    /// A decimal number, given as `-9.81`, as it is written in this language; as it is given where it is none.
    #[must_use]
    pub fn decimal(&self, number: &str) -> String {
        let written = || Some(self.decimal.as_ref()?.format(&number.parse::<Decimal>().ok()?).to_string());
        written().unwrap_or_else(|| number.to_owned())
    }

    /// A day, given as `YYYY-MM-DD`, as it is written in this language; as it is given where it is none.
    #[must_use]
    pub fn date(&self, day: &str) -> String {
        let parts: Vec<i32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
        let written = || {
            let [year, month, day] = *parts.as_slice() else { return None };
            let date = Date::try_new_iso(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
            Some(self.date.as_ref()?.format(&date).to_string())
        };
        written().unwrap_or_else(|| day.to_owned())
    }

    fn category(&self, values: &Values<'_>) -> &'static str {
        let Some(Value::Number(count)) = values.get("count") else { return "other" };
        self.plurals.as_ref().map_or("other", |rules| name(rules.category_for(count.unsigned_abs())))
    }
}

fn embedded(tag: &str) -> Strings {
    let text = EMBEDDED.get_file(format!("{tag}.toml")).and_then(|file| file.contents_utf8());
    // A test holds that our own files are right.
    text.and_then(|text| message::parse(text).ok()).unwrap_or_default()
}

fn locale(tag: &str) -> Option<Locale> {
    tag.parse().ok()
}

fn plural_rules(locale: &Locale) -> Option<PluralRules> {
    PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into()).ok()
}

/// The plural categories of a language; only `other` where it is not known.
fn categories(tag: &str) -> Vec<&'static str> {
    let rules = locale(tag).as_ref().and_then(plural_rules);
    rules.map_or_else(|| vec!["other"], |rules| rules.categories().map(name).collect())
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
