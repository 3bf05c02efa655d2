//! The theme: templates, style sheets, scripts and fonts.
//!
//! The default theme is embedded in the binary. A project's `themes/<name>/` lies over it: a file of the same path takes
//! the place of ours, and a template may instead extend ours as `theme/<file>` and fill in single blocks. [`Theme::load`]
//! is the entry point; it parses every template, so that a broken one is found before anything is rendered.
//!
//! Style sheets and scripts are bundled as `theme.toml` lists them. Every file that is published carries the hash of its
//! bytes in its name, so that a new deploy never meets an old cache.

#![expect(clippy::disallowed_methods, reason = "reading the project's theme is this module's business")]

mod script;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use tera::{Context, Kwargs, State, Tera, TeraResult};
use walkdir::WalkDir;

use crate::config::Config;
use crate::discover::{DEFAULT_THEME, THEMES, is_inside};
use crate::error::{Error, Result};
use crate::language::{Language, Value, Values};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The longest tag that a template may hold, in bytes: the template engine recurses on long expressions, and a stack
/// overflow can't be caught.
const MAX_TAG: usize = 4096;

/// The template prefix under which the embedded theme can always be reached.
const PREFIX: &str = "theme/";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// For people.
    #[serde(rename = "name")]
    _name: String,
    /// What each published style sheet and script is made of, in order.
    #[serde(default)]
    bundles: BTreeMap<String, Vec<String>>,
    /// The pictures that stand for an installed guide.
    #[serde(default)]
    icons: Vec<ManifestIcon>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestIcon {
    file: String,
    sizes: String,
    purpose: String,
}

/// A picture that stands for an installed guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    /// Its path in the site.
    pub output: String,
    /// Its sizes, as the web application manifest has them: `192x192`, `any`.
    pub sizes: String,
    /// What it is for: `any`, or `maskable` where its edges may be cut off.
    pub purpose: String,
}

/// The service workers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workers {
    /// Keeps the guide for reading offline.
    pub keep: String,
    /// Removes what one of an earlier build has installed.
    pub remove: String,
}

/// A file of the theme as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// Its path in the site.
    pub output: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The bundles and what they refer to, and the author's style sheets.
    pub shipped: Vec<Shipped>,
    /// The pictures that stand for an installed guide.
    pub icons: Vec<Icon>,
    /// The service workers.
    pub workers: Workers,
    /// The author's style sheets, as paths in the site.
    pub additional_css: Vec<String>,
    /// The picture that stands for the guide, as a path in the site.
    pub social_image: Option<String>,
}

impl Theme {
    /// The theme that the guide in `root` asks for.
    ///
    /// # Errors
    /// When a file can't be read or is broken.
    pub fn load(root: &Path, config: &Config, language: &Arc<Language>) -> Result<Self> {
        let name = config.html.theme.as_ref().map_or(DEFAULT_THEME, |name| name.value.as_str());
        // A folder that lies behind a link, or that is not there, lays nothing over the built-in theme.
        let path = format!("{THEMES}/{name}");
        let own = is_inside(root, &path, true).then(|| root.join(&path));
        let files = Files::collect(own.as_deref())?;
        let mut shipped = Vec::new();
        let mut bundles = BTreeMap::new();
        let manifest = files.manifest()?;
        let icons = manifest.icons.iter().map(|icon| files.icon(icon, &mut shipped)).collect::<Result<Vec<_>>>()?;
        let workers = Workers {
            keep: script::lean(&files.text("worker/service-worker.js")?).into_owned(),
            remove: files.text("worker/remove.js")?,
        };
        for (name, parts) in manifest.bundles {
            let bytes = files.bundle(&name, &parts, language, &mut shipped)?;
            let output = hashed(&name, &bytes);
            bundles.insert(name, output.clone());
            shipped.push(Shipped { output, bytes });
        }
        let mut ship = |path: &str| {
            let file = root.join(path);
            let bytes = fs::read(&file).map_err(Error::read(&file))?;
            let output = hashed(path.rsplit('/').next().unwrap_or_default(), &bytes);
            shipped.push(Shipped { output: output.clone(), bytes });
            Ok(output)
        };
        let css = config.html.additional_css.iter();
        let additional_css = css.map(|path| ship(&path.value)).collect::<Result<_>>()?;
        let social_image = config.html.social_image.as_ref().map(|path| ship(&path.value)).transpose()?;
        shipped.sort_by(|a, b| a.output.cmp(&b.output));
        shipped.dedup();
        Ok(Self { tera: files.templates(bundles, language)?, shipped, icons, workers, additional_css, social_image })
    }

    /// Renders a template from its view.
    ///
    /// # Errors
    /// When the template asks for something that the view does not have.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<String> {
        let broken = |error: tera::Error| Error::Theme { file: template.to_owned(), message: words(&error) };
        let context = Context::from_serialize(view).map_err(broken)?;
        self.tera.render(template, &context).map_err(broken)
    }
}

/// The engine's message and everything that led to it.
fn words(error: &tera::Error) -> String {
    let mut out = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let text = next.to_string();
        if !out.contains(&text) {
            out = format!("{out}: {text}");
        }
        cause = next.source();
    }
    out
}

fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = hash.as_str().get(..12).unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    // The name goes into an address: what has a meaning there is replaced.
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let stem: String = stem.chars().map(safe).collect();
    format!("assets/{stem}-{hash}.{ending}")
}

/// The files of the embedded theme and those that lie over it.
struct Files {
    embedded: BTreeMap<String, &'static [u8]>,
    own: BTreeMap<String, Vec<u8>>,
}

impl Files {
    fn collect(folder: Option<&Path>) -> Result<Self> {
        let mut embedded = BTreeMap::new();
        let mut folders = vec![&EMBEDDED];
        while let Some(dir) = folders.pop() {
            folders.extend(dir.dirs());
            for file in dir.files() {
                let names: Vec<_> = file.path().iter().map(|name| name.to_string_lossy()).collect();
                embedded.insert(names.join("/"), file.contents());
            }
        }
        let mut own = BTreeMap::new();
        if let Some(folder) = folder {
            for entry in WalkDir::new(folder).sort_by_file_name() {
                let entry = entry.map_err(Error::walk(folder))?;
                let path = entry.path();
                let Ok(relative) = path.strip_prefix(folder) else { continue };
                let names: Vec<_> = relative.iter().map(|name| name.to_string_lossy()).collect();
                let name = names.join("/");
                if entry.file_type().is_symlink() {
                    let message = "it is a symbolic link; put the file itself here".to_owned();
                    return Err(Error::Theme { file: name, message });
                }
                if entry.file_type().is_file() {
                    own.insert(name, fs::read(path).map_err(Error::read(path))?);
                }
            }
        }
        Ok(Self { embedded, own })
    }

    fn get(&self, name: &str) -> Option<&[u8]> {
        self.own.get(name).map(Vec::as_slice).or_else(|| self.embedded.get(name).copied())
    }

    /// The embedded theme's manifest, with the bundles and icons of the project's own `theme.toml` over its own.
    fn manifest(&self) -> Result<Manifest> {
        let own = self.own.get("theme.toml").map(Vec::as_slice);
        let mut all = Manifest { _name: String::new(), bundles: BTreeMap::new(), icons: Vec::new() };
        for bytes in self.embedded.get("theme.toml").copied().into_iter().chain(own) {
            let broken = |message: String| Error::Theme { file: "theme.toml".to_owned(), message };
            let text = str::from_utf8(bytes).map_err(|error| broken(error.to_string()))?;
            let manifest: Manifest = toml::from_str(text).map_err(|error| broken(error.to_string()))?;
            all.bundles.extend(manifest.bundles);
            if !manifest.icons.is_empty() {
                all.icons = manifest.icons;
            }
        }
        Ok(all)
    }

    /// The text of a file that a theme must have.
    fn text(&self, name: &str) -> Result<String> {
        let broken = |message: &str| Error::Theme { file: name.to_owned(), message: message.to_owned() };
        let bytes = self.get(name).ok_or_else(|| broken("it is not there"))?;
        String::from_utf8(bytes.to_vec()).map_err(|_| broken("it is not UTF-8 text"))
    }

    fn icon(&self, icon: &ManifestIcon, shipped: &mut Vec<Shipped>) -> Result<Icon> {
        let message = "`theme.toml` names it as an icon and it is not there".to_owned();
        let bytes = self.get(&icon.file).ok_or_else(|| Error::Theme { file: icon.file.clone(), message })?;
        let output = hashed(icon.file.rsplit('/').next().unwrap_or(&icon.file), bytes);
        shipped.push(Shipped { output: output.clone(), bytes: bytes.to_vec() });
        Ok(Icon { output, sizes: icon.sizes.clone(), purpose: icon.purpose.clone() })
    }

    fn bundle(&self, name: &str, parts: &[String], language: &Language, shipped: &mut Vec<Shipped>) -> Result<Vec<u8>> {
        let mut out = String::new();
        for part in parts {
            let broken = |message: &str| Error::Theme { file: part.clone(), message: message.to_owned() };
            let bytes = self.get(part).ok_or_else(|| broken(&format!("`{name}` needs it and it is not there")))?;
            let text = str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8 text"))?;
            let script = part.strip_prefix("js/").and_then(|part| part.strip_suffix(".js"));
            if let Some((name, strings)) = script.and_then(|name| Some((name, language.script(name)?))) {
                out.push_str(&format!("((globalThis.guide ??= {{}}).strings ??= {{}})[\"{name}\"] = {strings};\n"));
            }
            let text = if script.is_some() { script::lean(text) } else { Cow::Borrowed(text) };
            out.push_str(&self.resolve_assets(part, &text, shipped)?);
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
        Ok(out.into_bytes())
    }

    /// Replaces each `asset:<file>` by the name that the file is published under; it lies beside the style sheet.
    fn resolve_assets<'t>(&self, part: &str, text: &'t str, shipped: &mut Vec<Shipped>) -> Result<Cow<'t, str>> {
        const MARK: &str = "asset:";
        if !text.contains(MARK) || !part.ends_with(".css") {
            return Ok(Cow::Borrowed(text));
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(MARK) {
            let end = after.find(['"', '\'', ')', ' ', '\n']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            let missing = || Error::Theme { file: part.to_owned(), message: format!("there is no file `{name}`") };
            let bytes = self.get(name).ok_or_else(missing)?;
            let output = hashed(name.rsplit('/').next().unwrap_or(name), bytes);
            out.push_str(before);
            out.push_str(output.strip_prefix("assets/").unwrap_or(&output));
            if !shipped.iter().any(|file| file.output == output) {
                shipped.push(Shipped { output, bytes: bytes.to_vec() });
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(Cow::Owned(out))
    }

    fn templates(&self, bundles: BTreeMap<String, String>, language: &Arc<Language>) -> Result<Tera> {
        const FOLDER: &str = "templates/";
        let mut templates: Vec<(String, &str)> = Vec::new();
        let own = self.own.iter().map(|(name, bytes)| ("", name, bytes.as_slice()));
        let all = self.embedded.iter().map(|(name, bytes)| (PREFIX, name, *bytes)).chain(own);
        for (prefix, name, bytes) in all {
            let Some(short) = name.strip_prefix(FOLDER) else { continue };
            let broken = |message: &str| Error::Theme { file: name.clone(), message: message.to_owned() };
            let text = str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8 text"))?;
            if longest_tag(text) > MAX_TAG {
                return Err(broken("it holds a tag of more than 4,096 bytes"));
            }
            templates.push((format!("{prefix}{short}"), text));
        }
        let broken =
            |error: tera::Error| Error::Theme { file: FOLDER.trim_end_matches('/').to_owned(), message: words(&error) };
        let mut tera = Tera::new();
        tera.set_fallback_prefixes([PREFIX]).map_err(broken)?;
        tera.register_function("asset", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let name = kwargs.must_get::<&str>("name")?;
            let known = || bundles.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            bundles.get(name).cloned().ok_or_else(|| {
                tera::Error::message(format!("there is no bundle `{name}`; `theme.toml` has {}", known()))
            })
        });
        speak(&mut tera, language);
        tera.add_raw_templates(templates).map_err(broken)?;
        Ok(tera)
    }
}

/// Gives templates the words of the language: `t` for text, `t_html` for HTML with parts that are HTML already, `number` and
/// `date`.
fn speak(tera: &mut Tera, language: &Arc<Language>) {
    let unknown = |key: &str| {
        tera::Error::message(format!("there is no string `{key}`; a theme's own stand in its `language/en.toml`"))
    };
    let own = Arc::clone(language);
    tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        own.text(key, &values(&kwargs)).ok_or_else(|| unknown(key))
    });
    let own = Arc::clone(language);
    tera.register_function("t_html", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        own.html(key, &values(&kwargs)).ok_or_else(|| unknown(key))
    });
    let own = Arc::clone(language);
    tera.register_function("number", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(own.number(kwargs.must_get::<i64>("of")?))
    });
    let own = Arc::clone(language);
    tera.register_function("date", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(own.date(kwargs.must_get::<&str>("of")?))
    });
}

/// The named values of a call, without the key.
fn values(kwargs: &Kwargs) -> Values<'_> {
    let pairs = kwargs.iter().filter_map(|(name, value)| {
        let value = value.as_str().map(Value::Text).or_else(|| value.as_i64().map(Value::Number))?;
        Some((name.as_str()?, value))
    });
    pairs.collect()
}

fn longest_tag(template: &str) -> usize {
    let tags = template.split("{{").skip(1).chain(template.split("{%").skip(1));
    tags.map(|tag| tag.find("}}").into_iter().chain(tag.find("%}")).min().unwrap_or(tag.len())).max().unwrap_or(0)
}
