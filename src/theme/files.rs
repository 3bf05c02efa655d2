//! The files of the embedded theme and the project's own that override them, and the bundles that are made of them.

#![expect(clippy::disallowed_methods, reason = "reading the project's theme is this module's business")]

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use toml::Spanned;

use super::sheet::Sheets;
use super::{Icon, script};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::source::{Flaw, SourceId, Sources, Span};

pub(super) static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The list of bundles and icons.
const MANIFEST: &str = "theme.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestFile {
    /// For people.
    #[serde(rename = "name", default)]
    _name: String,
    #[serde(default)]
    bundles: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    icons: Vec<ManifestIcon>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestIcon {
    file: Spanned<String>,
    sizes: String,
    purpose: String,
}

/// The name of a file as `theme.toml` gives it, and where.
#[derive(Debug, Clone)]
pub(super) struct Named {
    name: String,
    span: Span,
}

/// What the theme is made of.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// What each published style sheet and script is made of, in order.
    pub(super) bundles: BTreeMap<String, Vec<Named>>,
    /// The pictures that stand for an installed guide, with their sizes and purposes.
    pub(super) icons: Vec<(Named, String, String)>,
}

/// A file of the project's own theme.
#[derive(Debug)]
pub(super) struct Own<'s> {
    pub(super) source: Option<SourceId>,
    pub(super) bytes: Cow<'s, [u8]>,
}

/// The files of the embedded theme and those that override them.
#[derive(Debug)]
pub(super) struct Files<'s> {
    pub(super) sources: &'s Sources,
    /// Where the theme is chosen: the place of a mistake that has no other.
    pub(super) chosen: Span,
    pub(super) embedded: BTreeMap<String, &'static [u8]>,
    pub(super) own: BTreeMap<String, Own<'s>>,
    /// The names of files that something asked for.
    pub(super) used: RefCell<BTreeSet<String>>,
}

impl<'s> Files<'s> {
    pub(super) fn collect(sources: &'s Sources, chosen: Span, found: &mut Vec<Diagnostic>) -> Result<Self> {
        let mut embedded = BTreeMap::new();
        let mut folders = vec![&EMBEDDED];
        while let Some(dir) = folders.pop() {
            folders.extend(dir.dirs());
            for file in dir.files() {
                let names: Vec<_> = file.path().iter().map(|name| name.to_string_lossy()).collect();
                embedded.insert(names.join("/"), file.contents());
            }
        }
        for (source, file) in sources.style_files() {
            let flaw = file.flaw.filter(|flaw| *flaw != Flaw::Damaged);
            found.extend(flaw.map(|flaw| flawed(source, &file.path, flaw)));
        }
        let mut own = BTreeMap::new();
        for file in &sources.theme {
            let bytes = match file.source {
                None => Cow::Owned(fs::read(&file.file).map_err(Error::read(&file.file))?),
                Some(source) => match sources.get(source).filter(|source| source.flaw.is_none()) {
                    Some(source) => Cow::Borrowed(source.text.as_bytes()),
                    None => continue,
                },
            };
            own.insert(file.name.clone(), Own { source: file.source, bytes });
        }
        Ok(Self { sources, chosen, embedded, own, used: RefCell::default() })
    }

    /// The file called `name`, the project's own before ours, and that of it that is the project's.
    pub(super) fn get(&self, name: &str) -> Option<(&[u8], Option<SourceId>)> {
        self.used.borrow_mut().insert(name.to_owned());
        let own = self.own.get(name).map(|own| (own.bytes.as_ref(), own.source));
        own.or_else(|| Some((*self.embedded.get(name)?, None)))
    }

    /// The name of a file that was probably meant.
    pub(super) fn near(&self, name: &str) -> Option<String> {
        let all = || self.embedded.keys().chain(self.own.keys()).map(String::as_str).filter(|known| *known != name);
        let wanted = name.rsplit('/').next().unwrap_or(name);
        let same = all().find(|known| known.rsplit('/').next() == Some(wanted));
        same.or_else(|| nearest(name, all())).map(str::to_owned)
    }

    /// The embedded theme's manifest, with the bundles and icons of the project's own `theme.toml` over its own.
    pub(super) fn manifest(&self, found: &mut Vec<Diagnostic>) -> Manifest {
        let mut all = Manifest::default();
        self.used.borrow_mut().insert(MANIFEST.to_owned());
        let own = self.own.get(MANIFEST).map(|own| (own.bytes.as_ref(), own.source));
        let embedded = self.embedded.get(MANIFEST).map(|bytes| (*bytes, None));
        for (bytes, source) in embedded.into_iter().chain(own) {
            let text = str::from_utf8(bytes).unwrap_or_default();
            let place = |range| source.map_or(self.chosen, |source| Span::new(source, range));
            let manifest: ManifestFile = match toml::from_str(text) {
                Ok(manifest) => manifest,
                Err(error) => {
                    let message = error.message().lines().collect::<Vec<_>>().join(", ");
                    let help = "a `theme.toml` has `[bundles]` with lists of files, and `[[icons]]` with `file`, `sizes` \
                                and `purpose`";
                    let span = place(error.span().unwrap_or(0..0));
                    let written = message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
                    let known = ["name", "bundles", "icons", "file", "sizes", "purpose"];
                    let near = written.and_then(|written| nearest(written, known));
                    let help = near.map_or_else(|| help.to_owned(), |near| format!("did you mean `{near}`?"));
                    found.push(Diagnostic::new(Code::BadTheme, span, message).help(help));
                    continue;
                }
            };
            let named = |name: Spanned<String>| Named { span: place(name.span()), name: name.into_inner() };
            for (bundle, parts) in manifest.bundles {
                all.bundles.insert(bundle, parts.into_iter().map(named).collect());
            }
            if !manifest.icons.is_empty() {
                let icons = manifest.icons.into_iter();
                all.icons = icons.map(|icon| (named(icon.file), icon.sizes, icon.purpose)).collect();
            }
        }
        all
    }

    /// The text of a file that every theme has.
    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).map_or_else(String::new, |(bytes, _)| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The file that `theme.toml` names, or a mistake.
    fn named(&self, named: &Named, found: &mut Vec<Diagnostic>) -> Option<(&[u8], Option<SourceId>)> {
        let file = self.get(&named.name);
        if file.is_none() {
            let message = format!("there is no file `{}` in the theme", named.name);
            let mut diagnostic = Diagnostic::new(Code::BadTheme, named.span, message);
            diagnostic.help = self.near(&named.name).map(|near| format!("did you mean `{near}`?"));
            found.push(diagnostic);
        }
        file
    }

    pub(super) fn icon(
        &self,
        (named, sizes, purpose): &(Named, String, String),
        sheets: &mut Sheets<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Icon> {
        let (bytes, _) = self.named(named, found)?;
        let output = sheets.ship(named.name.rsplit('/').next().unwrap_or(&named.name), bytes.to_vec());
        Some(Icon { output, sizes: sizes.clone(), purpose: purpose.clone() })
    }

    /// The files of a bundle, joined. A file that isn't text, such as a picture, is a bundle of its own.
    pub(super) fn bundle(
        &self,
        parts: &[Named],
        language: &Language,
        sheets: &mut Sheets<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<u8> {
        let mut out = String::new();
        for part in parts {
            let Some((bytes, source)) = self.named(part, found) else { continue };
            let Ok(text) = str::from_utf8(bytes) else {
                if parts.len() == 1 {
                    return bytes.to_vec();
                }
                let message = format!("`{}` isn't text, so it can't be joined with other files", part.name);
                let help = "give it a bundle of its own";
                found.push(Diagnostic::new(Code::BadTheme, part.span, message).help(help));
                continue;
            };
            let script = part.name.strip_prefix("js/").and_then(|part| part.strip_suffix(".js"));
            if let Some((name, strings)) = script.and_then(|name| Some((name, language.script(name)?))) {
                out.push_str(&format!("((globalThis.guide ??= {{}}).strings ??= {{}})[\"{name}\"] = {strings};\n"));
            }
            if script.is_some() {
                out.push_str(&script::lean(text));
            } else if part.name.ends_with(".css") {
                out.push_str(&sheets.of_theme(&part.name, text, source, found));
            } else {
                out.push_str(text);
            }
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
        out.into_bytes()
    }
}

/// A file of the theme that can't be used as it is.
fn flawed(source: SourceId, path: &str, flaw: Flaw) -> Diagnostic {
    let (code, at, message, help) = match flaw {
        Flaw::NotUtf8(at) => (Code::NotUtf8, at, format!("`{path}` is not UTF-8 text"), "save it as UTF-8"),
        Flaw::TooLarge(_) => (
            Code::FileTooLarge,
            0,
            format!("`{path}` is larger than 16 MiB"),
            "a theme's text files can't be that large",
        ),
        Flaw::Link => (
            Code::SymbolicLink,
            0,
            format!("`{path}` is a symbolic link, which is not followed"),
            "put the file itself there",
        ),
        Flaw::Special | Flaw::OtherEnding | Flaw::Damaged => {
            (Code::SymbolicLink, 0, format!("`{path}` is neither a file nor a folder"), "put a file there")
        }
    };
    Diagnostic::new(code, Span::new(source, at..at), message).help(help)
}
