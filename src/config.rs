//! `book.toml`: the guide's own settings, in mdBook's names and habits.
//!
//! [`parse`] walks the whole table and reports every mistake in it, each at its own key; it never stops at the first. It
//! reads no file: whether a file that is named here exists is a check's business.

mod address;
mod help;
mod tag;
pub mod web;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, character, damage, nearest};
use crate::source::{Sources, Span, Spanned};

/// The settings of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `[book]`.
    pub book: Book,
    /// `[build]`.
    pub build: Build,
    /// `[output.html]`.
    pub html: Html,
}

/// `[book]`: what the guide is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The guide's title.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// One sentence about it.
    pub description: String,
    /// Its language, as a BCP 47 tag.
    pub language: Spanned<String>,
    /// The content folder, from the root.
    pub src: String,
}

/// `[build]`: where the site goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The build folder, from the root.
    pub build_dir: String,
}

/// `[output.html]`: how the site is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// The address the site will have, ending in `/`. Needed for the site map, and for a not-found page that works below
    /// the top folder.
    pub site_url: Option<String>,
    /// The page of the repository.
    pub git_repository_url: Option<String>,
    /// Where a file can be edited; `{path}` stands for the file's path from the root.
    pub edit_url_template: Option<String>,
    /// The domain that GitHub Pages should serve the site at.
    pub cname: Option<String>,
    /// Style sheets of the author, from the root.
    pub additional_css: Vec<Spanned<String>>,
    /// A picture that stands for the guide where it is shared, from the root.
    pub social_image: Option<Spanned<String>>,
    /// The theme: a folder's name below `themes/`.
    pub theme: Option<Spanned<String>>,
    /// Whether raw HTML in Markdown is sanitized and passed on, instead of shown as text.
    pub allow_html: bool,
    /// Whether images may be loaded from other hosts.
    pub allow_external_images: bool,
    /// Whether readers' browsers keep the guide for reading offline.
    pub offline: bool,
}

impl Default for Html {
    fn default() -> Self {
        Self {
            site_url: None,
            git_repository_url: None,
            edit_url_template: None,
            cname: None,
            additional_css: Vec::new(),
            social_image: None,
            theme: None,
            allow_html: false,
            allow_external_images: false,
            offline: true,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            book: Book {
                title: "Untitled guide".to_owned(),
                authors: Vec::new(),
                description: String::new(),
                language: Spanned { value: FALLBACK_LANGUAGE.to_owned(), span: Span::start_of(Sources::BOOK) },
                src: "content".to_owned(),
            },
            build: Build { build_dir: "site".to_owned() },
            html: Html::default(),
        }
    }
}

/// The language of a guide that names none, and of words that a language file lacks.
pub const FALLBACK_LANGUAGE: &str = "en";

const BOOK_KEYS: &[&str] = &["title", "authors", "description", "language", "src"];
const BUILD_KEYS: &[&str] = &["build-dir"];
const HTML_KEYS: &[&str] = &[
    "site-url",
    "git-repository-url",
    "edit-url-template",
    "cname",
    "additional-css",
    "social-image",
    "theme",
    "allow-html",
    "allow-external-images",
    "offline",
];
const HTML_BOOLEANS: &[&str] = &["allow-html", "allow-external-images", "offline"];

/// The settings that `text` gives, and everything that is wrong with it. A setting that is wrong keeps its default.
#[must_use]
pub fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
    let found = damage::damage(Sources::BOOK, text);
    let mut reader = Reader { text, found, cname: 0..0, folder: 0..0, edit: 0..0 };
    if !reader.found.is_empty() {
        return (Config::default(), reader.found);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut broken = BTreeSet::new();
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        // A second mistake in a line mostly follows from the first.
        if broken.insert(line_of(text, range.start)) {
            let help = help::syntax(text, range.start, &message).or_else(|| quoted_line(text, range.start));
            reader.push(Code::ConfigSyntax, range, message, help);
        }
    }
    let mut config = Config::default();
    let mut titled = false;
    let syntax_is_fine = reader.found.is_empty();
    reader.table(table.get_ref(), "", &["book", "build", "output"], |reader, key, value| match key {
        "book" => reader.section(value, "book", BOOK_KEYS, |reader, key, value| {
            titled |= key == "title";
            reader.book(&mut config.book, key, value);
        }),
        "build" => reader.section(value, "build", BUILD_KEYS, |reader, _, value| {
            reader.folder(&mut config.build.build_dir, value);
        }),
        _ => reader.section(value, "output", &["html"], |reader, _, value| {
            reader.section(value, "output.html", HTML_KEYS, |reader, key, value| {
                reader.html(&mut config.html, key, value);
            });
        }),
    });
    let within = |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
    let (src, out) = (config.book.src.as_str(), config.build.build_dir.as_str());
    if within(src, out) || within(out, src) {
        let message = format!("the build folder `{out}` and the content folder `{src}` lie in each other");
        let help = "name a folder of its own as `build-dir`, such as `site`";
        let place = reader.folder.clone();
        reader.push(Code::UnknownValue, place, message, Some(help.to_owned()));
    }
    if let Some((reason, help)) = config.html.edit_url_template.as_ref().and_then(|url| address::edit(url, src)) {
        let message = format!("`edit-url-template` leads to no file: {reason}");
        let place = reader.edit.clone();
        reader.push(Code::UnknownValue, place, message, Some(help));
    }
    reader.cname_mismatch(&config.html);
    if !titled && syntax_is_fine {
        let help = "add `title = \"…\"` below `[book]`";
        reader.push(Code::MissingTitle, 0..0, "the guide has no title".to_owned(), Some(help.to_owned()));
    }
    // A value in a line that is no TOML was read as something else.
    let follows = |found: &Diagnostic| broken.contains(&line_of(text, found.span.start as usize)) && found.span.end > 0;
    reader.found.retain(|found| found.code == Code::ConfigSyntax || !follows(found));
    (config, reader.found)
}

/// The table that has this key.
fn owner(key: &str) -> Option<&'static str> {
    let tables = [("book", BOOK_KEYS), ("build", BUILD_KEYS), ("output.html", HTML_KEYS)];
    tables.into_iter().find(|(_, keys)| keys.contains(&key)).map(|(table, _)| table)
}

/// The number of the line at this offset, from 0.
fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count()
}

/// How a line with a syntax error must be written, if it is text without its quotation marks.
fn quoted_line(text: &str, at: usize) -> Option<String> {
    let line = text.lines().nth(line_of(text, at))?;
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let plain = value.trim_matches(['“', '”', '‘', '’', '"', '\'']);
    let is_text = !plain.is_empty() && !value.starts_with(['[', '{']) && !plain.contains(['"', '\'']);
    let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let mark = if plain.contains('\\') { '\'' } else { '"' };
    let fixed = format!("{mark}{plain}{mark}");
    (is_text && is_key && fixed != value).then(|| format!("put text in straight quotation marks: `{key} = {fixed}`"))
}

/// Collects diagnostics while the table is walked.
struct Reader<'t> {
    text: &'t str,
    found: Vec<Diagnostic>,
    /// Where a folder is given last.
    folder: Range<usize>,
    /// Where `edit-url-template` is given.
    edit: Range<usize>,
    /// Where `cname` is given.
    cname: Range<usize>,
}

type Value<'v> = TomlSpanned<DeValue<'v>>;

impl Reader<'_> {
    fn push(&mut self, code: Code, range: Range<usize>, message: String, help: Option<String>) {
        let mut found = Diagnostic::new(code, Span::new(Sources::BOOK, range), message);
        found.help = help;
        self.found.push(found);
    }

    /// Calls `take` for each key that is known, and reports the others.
    fn table(
        &mut self,
        table: &DeTable<'_>,
        name: &str,
        known: &[&str],
        mut take: impl FnMut(&mut Self, &str, &Value<'_>),
    ) {
        for (key, value) in table {
            let written = key.get_ref().as_ref();
            if known.contains(&written) {
                take(self, written, value);
                continue;
            }
            let place = if name.is_empty() { "`book.toml`".to_owned() } else { format!("`[{name}]`") };
            let help = match (owner(written), nearest(written, known.iter().copied())) {
                _ if name.is_empty() && written == "html" => "write `[output.html]`".to_owned(),
                (Some(table), _) => format!("it belongs below `[{table}]`"),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => format!("the keys of {place} are {}", list(known)),
            };
            self.push(Code::UnknownKey, key.span(), format!("{place} has no key `{written}`"), Some(help));
        }
    }

    fn section(
        &mut self,
        value: &Value<'_>,
        name: &str,
        known: &[&str],
        take: impl FnMut(&mut Self, &str, &Value<'_>),
    ) {
        match value.get_ref().as_table() {
            Some(table) => self.table(table, name, known, take),
            None => self.wrong_type(value, "a table"),
        }
    }

    fn wrong_type(&mut self, value: &Value<'_>, expected: &str) {
        let message = format!("expected {expected}, found {}", type_name(value.get_ref()));
        let help = help::wrong_type(self.text, value.span(), expected, value.get_ref());
        self.push(Code::WrongType, value.span(), message, help);
    }

    fn string(&mut self, value: &Value<'_>) -> Option<Spanned<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(value, "a string");
            return None;
        };
        // What stands in the file itself is reported with the file.
        if let Some(c) = text.chars().find(|c| *c != '\n' && damage::is_control(*c)) {
            let message = format!("this text holds the control character {}", character::name(c));
            let help = "take the escape out; a backslash in text is written `\\\\`";
            self.push(Code::ControlCharacter, value.span(), message, Some(help.to_owned()));
        } else if let Some((_, c)) = character::stray(text) {
            let message = format!("this text holds an invisible character: {}", character::name(c));
            self.push(
                Code::InvisibleCharacter,
                value.span(),
                message,
                Some("delete it, or type the text anew".to_owned()),
            );
        }
        Some(Spanned { value: text.to_owned(), span: Span::new(Sources::BOOK, value.span()) })
    }

    fn strings(&mut self, value: &Value<'_>) -> Option<Vec<Spanned<String>>> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(value, "a list of strings");
            return None;
        };
        Some(items.iter().filter_map(|item| self.string(item)).collect())
    }

    fn boolean(&mut self, target: &mut bool, value: &Value<'_>) {
        match value.get_ref().as_bool() {
            Some(given) => *target = given,
            None => self.wrong_type(value, "`true` or `false`"),
        }
    }

    fn text(&mut self, target: &mut String, value: &Value<'_>) {
        if let Some(text) = self.string(value) {
            *target = text.value;
        }
    }

    /// A folder inside the project, as a relative path.
    fn folder(&mut self, target: &mut String, value: &Value<'_>) {
        let Some(text) = self.string(value) else { return };
        self.folder = value.span();
        let path = text.value.trim_end_matches('/').trim_start_matches("./");
        let fits =
            |c: char| !c.is_control() && !matches!(c, '\\' | ':' | '~' | '$' | '*' | '?' | '"' | '<' | '>' | '|');
        let inside = |name: &str| !name.is_empty() && name != "." && name != ".." && name.chars().all(fits);
        if path.split('/').all(inside) {
            path.clone_into(target);
        } else {
            let message = format!("`{}` is not a folder inside the project", text.value);
            let help = "give a relative path such as `content`, with `/` between names and without `..`";
            self.push(Code::UnknownValue, value.span(), message, Some(help.to_owned()));
        }
    }

    fn book(&mut self, book: &mut Book, key: &str, value: &Value<'_>) {
        match key {
            "title" => {
                self.text(&mut book.title, value);
                if book.title.trim().is_empty() {
                    let help = Some("write what readers will see: `title = \"…\"`".to_owned());
                    self.push(Code::MissingTitle, value.span(), "the guide's title is empty".to_owned(), help);
                }
            }
            "authors" => {
                if let Some(authors) = self.strings(value) {
                    book.authors = authors.into_iter().map(|author| author.value).collect();
                }
            }
            "description" => self.text(&mut book.description, value),
            "language" => self.language(&mut book.language, value),
            _ => self.folder(&mut book.src, value),
        }
    }

    fn language(&mut self, target: &mut Spanned<String>, value: &Value<'_>) {
        let Some(text) = self.string(value) else { return };
        match tag::read(&text.value) {
            Ok(tag) => *target = Spanned { value: tag, ..text },
            Err(meant) => {
                let message = format!("`{}` is not a language tag", text.value);
                let help = meant.map_or_else(
                    || "give a BCP 47 tag such as `en` or `pt-BR`".to_owned(),
                    |tag| format!("write the tag: `language = \"{tag}\"`"),
                );
                self.push(Code::UnknownValue, value.span(), message, Some(help));
            }
        }
    }

    fn html(&mut self, html: &mut Html, key: &str, value: &Value<'_>) {
        match key {
            "site-url" => {
                html.site_url = self.address(value).map(with_slash);
                if let Some((reason, help)) =
                    html.site_url.as_ref().and_then(|_| address::site(value.get_ref().as_str()?))
                {
                    let message = format!("a site can't have this address: {reason}");
                    self.push(Code::UnknownValue, value.span(), message, Some(help));
                }
            }
            "git-repository-url" => html.git_repository_url = self.address(value),
            "edit-url-template" => {
                html.edit_url_template = self.address(value);
                self.edit = value.span();
                if html.edit_url_template.as_ref().is_some_and(|url| !url.contains("{path}")) {
                    let message = "`edit-url-template` has no `{path}`".to_owned();
                    let help = "write `{path}` where the file's path goes".to_owned();
                    self.push(Code::UnknownValue, value.span(), message, Some(help));
                }
            }
            "cname" => {
                self.cname = value.span();
                html.cname = self.string(value).map(|name| name.value);
                let host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
                if let Some(name) = &html.cname
                    && (name.is_empty() || !name.chars().all(host))
                {
                    let message = format!("`{name}` is not a domain name");
                    let help = "give the bare domain, such as `guide.example.org`".to_owned();
                    self.push(Code::UnknownValue, value.span(), message, Some(help));
                }
            }
            "additional-css" => {
                html.additional_css = self.strings(value).unwrap_or_default();
                // What is published under another name could run when it is opened.
                html.additional_css.retain(|path| {
                    let is_css = path.value.to_ascii_lowercase().ends_with(".css");
                    if !is_css {
                        let message = format!("`{}` is not a style sheet", path.value);
                        let help = "`additional-css` takes files that end in `.css`".to_owned();
                        self.push(Code::UnknownValue, path.span.range(), message, Some(help));
                    }
                    is_css
                });
            }
            "social-image" => {
                html.social_image = self.string(value);
                let picture = |path: &str| {
                    let ending = path.rsplit('.').next().unwrap_or_default();
                    ["png", "jpg", "jpeg"].iter().any(|known| ending.eq_ignore_ascii_case(known))
                };
                if html.social_image.as_ref().is_some_and(|image| !picture(&image.value)) {
                    let help = "give a file that ends in `.png`, `.jpg` or `.jpeg`: where links are shared, no other \
                                kind is shown everywhere";
                    let message = "`social-image` is not a PNG or JPEG file".to_owned();
                    self.push(Code::UnknownValue, value.span(), message, Some(help.to_owned()));
                }
            }
            "theme" => html.theme = self.string(value),
            "allow-html" => self.boolean(&mut html.allow_html, value),
            "allow-external-images" => self.boolean(&mut html.allow_external_images, value),
            _ => self.boolean(&mut html.offline, value),
        }
    }

    /// Says that the domain the site is served at is not that of its address.
    fn cname_mismatch(&mut self, html: &Html) {
        let (Some(cname), Some(url)) = (&html.cname, &html.site_url) else { return };
        let host = url.split_once("://").map_or("", |(_, rest)| rest).split(['/', ':']).next().unwrap_or_default();
        if !host.eq_ignore_ascii_case(cname) {
            let message = format!("`cname` is `{cname}`, but `site-url` is at `{host}`");
            let help = format!("write `site-url = \"https://{cname}/\"`, or leave `cname` out");
            self.push(Code::CnameMismatch, self.cname.clone(), message, Some(help));
        }
    }

    fn address(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.string(value)?.value;
        if is_web_address(&text) {
            return Some(text);
        }
        let message = format!("`{text}` is not a web address");
        let help = "give a whole address that begins with `https://`".to_owned();
        self.push(Code::UnknownValue, value.span(), message, Some(help));
        None
    }
}

/// The tag of a language in the usual letters (`pt-BR`), or the tag that is meant where it is none.
///
/// # Errors
/// When the text is no tag.
pub fn language_tag(text: &str) -> Result<String, Option<String>> {
    tag::read(text)
}

/// The languages in which words are looked for, the last first: the one that everything falls back to, then those of `tag` from
/// the language to its region and variant.
#[must_use]
pub fn language_line(tag: &str) -> Vec<String> {
    let mut tags = vec![FALLBACK_LANGUAGE.to_owned()];
    let mut so_far = String::new();
    for part in tag.split('-') {
        if so_far.is_empty() {
            so_far = part.to_ascii_lowercase();
        } else {
            so_far = format!("{so_far}-{part}");
        }
        if so_far != FALLBACK_LANGUAGE {
            tags.push(so_far.clone());
        }
    }
    tags
}

/// The address of a folder: one that ends in `/`.
#[must_use]
pub fn with_slash(url: String) -> String {
    if url.ends_with('/') { url } else { url + "/" }
}

/// Whether `text` is an `http` or `https` address with a host, written without spaces or quotation marks.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
