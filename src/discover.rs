//! Finds and reads what a build looks at: `book.toml` and everything below the content folder.
//!
//! Nothing else reads content. Files are read in parallel and sorted by path, so that the order in which a disk lists
//! them never shows. Symbolic links are recorded and not followed; hidden files are passed over, but for questions.

#![expect(clippy::disallowed_methods, reason = "reading the content is this module's business")]

mod signature;
mod svg;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use walkdir::WalkDir;

pub use self::signature::Wrong;
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, damage, nearest};
use crate::error::{Error, Result};
use crate::memo::Key;
use crate::source::{Asset, Flaw, MAX_FILE_BYTES, Source, SourceId, Sources, Span, ThemeFile};

/// The name of the file that makes a folder a guide.
pub const BOOK: &str = "book.toml";

/// The folder of the project's own themes.
pub const THEMES: &str = "themes";

/// The folder of a theme's language files.
pub const LANGUAGES: &str = "language";

/// The theme that is built in; a folder of the same name overrides it file by file.
pub const DEFAULT_THEME: &str = "default";

/// The nearest folder that holds a `book.toml`, from `start` upwards.
///
/// # Errors
/// When there is none.
pub fn find_root(start: &Path) -> Result<PathBuf> {
    let found = start.ancestors().find(|folder| folder.join(BOOK).is_file());
    found.map(Path::to_owned).ok_or_else(|| Error::NoBook { start: start.to_owned() })
}

/// The top of the repository that `path` is in, by its `.git`.
#[must_use]
pub fn find_repository(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Reads the guide in `root`: its settings, what is wrong with them, and every file below its content folder.
///
/// # Errors
/// When a file or folder can't be read.
pub fn discover(root: &Path) -> Result<(Sources, Config, Vec<Diagnostic>)> {
    let file = root.join(BOOK);
    if !file.is_file() {
        return Err(Error::NoBookThere { root: root.to_owned() });
    }
    let book = read(&file, BOOK.to_owned())?;
    // What can't be read has no settings; `parse` reports why.
    let readable = book.flaw.is_none();
    let (config, mut diagnostics) = if readable { config::parse(&book.text) } else { (Config::default(), Vec::new()) };
    diagnostics.extend(missing_files(root, &config));
    let content = config.book.src.clone();
    let mut sources = Sources {
        root: root.to_owned(),
        files: vec![book],
        languages: 0,
        styles: 0,
        theme: Vec::new(),
        content,
        assets: Vec::new(),
        read_at: now(),
    };
    let folder = root.join(&config.book.src);
    if !folder.exists() && !folder.is_symlink() {
        let line = sources.files.first().and_then(|book| {
            book.text.lines().position(|line| {
                line.trim_start().strip_prefix("src").is_some_and(|rest| rest.trim_start().starts_with('='))
            })
        });
        let place = line.map_or_else(String::new, |line| format!(", in line {}", line + 1));
        let reason = format!("there is no such folder; `src` in `book.toml` names the content's{place}");
        let cause = io::Error::new(io::ErrorKind::NotFound, reason);
        return Err(Error::Read { path: folder, cause });
    }
    if folder.is_file() {
        let cause = io::Error::new(
            io::ErrorKind::NotADirectory,
            "it is a file; `src` in `book.toml` names the folder of the content",
        );
        return Err(Error::Read { path: folder, cause });
    }
    // The content folder must not lie behind a link either, which could lead out of the project.
    let link = folder.ancestors().take_while(|ancestor| *ancestor != root).find(|ancestor| ancestor.is_symlink());
    let (texts, assets, others) = match link {
        Some(link) => (vec![(String::new(), link.to_owned())], Vec::new(), Vec::new()),
        None => walk(&folder)?,
    };
    sources.assets = assets;
    let path_of = |path: &str| format!("{}/{path}", config.book.src).trim_end_matches('/').to_owned();
    let files = texts.par_iter().map(|(path, file)| read(file, path_of(path))).collect::<Result<Vec<_>>>()?;
    sources.files.extend(files);
    // The path of a folder ends in `/`.
    let other = |path: &String| {
        let path = format!("{}/{path}", config.book.src);
        Source { path, text: String::new(), flaw: Some(Flaw::OtherEnding) }
    };
    sources.files.extend(others.iter().map(other));
    // Everything else relies on the content's being sorted by path.
    if let Some(files) = sources.files.get_mut(1..).filter(|_| !others.is_empty()) {
        files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    let languages = language_files(root, &config);
    let languages = languages.iter().map(|path| read(&root.join(path), path.clone())).collect::<Result<Vec<_>>>()?;
    sources.languages = languages.len();
    sources.files.extend(languages);
    let strange = read_styles(&mut sources, &config)?;
    diagnostics.extend(strange);
    diagnostics.extend(damaged(&mut sources));
    Ok((sources, config, diagnostics))
}

/// What other programs left in the language files and in the theme's text files, which are not read any further then.
fn damaged(sources: &mut Sources) -> Vec<Diagnostic> {
    let ids: Vec<SourceId> = sources.language_files().chain(sources.style_files()).map(|(id, _)| id).collect();
    let mut found = Vec::new();
    for id in ids {
        let Some(file) = sources.files.get_mut(id.0 as usize).filter(|file| file.flaw.is_none()) else { continue };
        let damage = damage::left_by_git(id, &file.text);
        if damage.is_empty() {
            found.extend(damage::controls(id, &file.text));
        } else {
            file.flaw = Some(Flaw::Damaged);
            found.extend(damage);
        }
    }
    found
}

/// The largest text file of a theme that is read, in bytes. Libraries of scripts are larger than content ever is.
const MAX_STYLE_BYTES: u64 = 16 * 1024 * 1024;

/// Reads the project's own theme, all of it but its language files, and the additional style sheets.
fn read_styles(sources: &mut Sources, config: &Config) -> Result<Vec<Diagnostic>> {
    let mut strange = Vec::new();
    let theme = config.html.theme.as_ref().map_or(DEFAULT_THEME, |name| name.value.as_str());
    let path = format!("{THEMES}/{theme}");
    let root = sources.root.clone();
    let start = sources.files.len();
    // A folder behind a link, or one that doesn't exist, overrides nothing.
    if is_inside(&root, &path, true) {
        let folder = root.join(&path);
        for entry in WalkDir::new(&folder).sort_by_file_name() {
            let entry = entry.map_err(Error::walk(&folder))?;
            let names: Vec<_> =
                entry.path().strip_prefix(&folder).into_iter().flatten().map(|n| n.to_string_lossy()).collect();
            let name = names.join("/");
            let language = name.starts_with(&format!("{LANGUAGES}/")) && name.ends_with(".toml");
            let hidden = names.iter().any(|name| name.starts_with('.'));
            let kind = entry.file_type();
            if kind.is_dir() || hidden || (language && kind.is_file()) {
                strange.extend(language_name(config, &path, &name).filter(|_| language && !hidden));
                continue;
            }
            let mut source = None;
            if !kind.is_file() || is_text(entry.path()) {
                source = Some(SourceId(u32::try_from(sources.files.len()).unwrap_or(u32::MAX)));
                sources.files.push(read_up_to(entry.path(), format!("{path}/{name}"), MAX_STYLE_BYTES)?);
            }
            sources.theme.push(ThemeFile { name, source, file: entry.into_path() });
        }
    }
    for css in config.html.additional_css.iter().filter(|css| is_inside(&root, &css.value, false)) {
        if !sources.files.iter().skip(start).any(|file| file.path == css.value) {
            sources.files.push(read_up_to(&root.join(&css.value), css.value.clone(), MAX_STYLE_BYTES)?);
        }
    }
    sources.styles = sources.files.len() - start;
    Ok(strange)
}

/// The report of a language file whose name is no tag of a language, or not as it is looked for.
fn language_name(config: &Config, theme: &str, name: &str) -> Option<Diagnostic> {
    let stem = name.strip_prefix(LANGUAGES)?.strip_prefix('/')?.strip_suffix(".toml")?;
    let message = format!("`{theme}/{name}` is read for no language");
    let tag = match config::language_tag(stem) {
        Ok(tag) if tag == stem => return None,
        Ok(tag) => Some(tag),
        Err(meant) => meant,
    };
    let help = tag.map_or_else(
        || "name it by the tag of its language, such as `de.toml` or `pt-BR.toml`".to_owned(),
        |tag| format!("rename it to `{tag}.toml`"),
    );
    let place = config.html.theme.as_ref().map_or_else(|| Span::start_of(Sources::BOOK), |name| name.span);
    Some(Diagnostic::new(Code::UnusedThemeFile, place, message).help(help))
}

/// Whether a file of a theme is text by its name.
fn is_text(path: &Path) -> bool {
    let known = ["css", "html", "js", "json", "mjs", "svg", "toml", "txt", "xml"];
    path.extension().is_some_and(|ending| known.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The paths of the project's own language files that the guide's language needs: those of the theme, for each tag on the
/// way from the language to its region, and English.
fn language_files(root: &Path, config: &Config) -> Vec<String> {
    let theme = config.html.theme.as_ref().map_or(DEFAULT_THEME, |name| name.value.as_str());
    let path = |tag: &str| format!("{THEMES}/{theme}/{LANGUAGES}/{tag}.toml");
    let tags = crate::config::language_line(&config.book.language.value);
    tags.iter().map(|tag| path(tag)).filter(|path| is_inside(root, path, false)).collect()
}

/// Whether the file is Markdown by its name. Endings other than `.md` are reported later, so that no file is passed over in
/// silence.
fn is_markdown(path: &Path) -> bool {
    let is = |extension: &std::ffi::OsStr| {
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    };
    path.extension().is_some_and(is)
}

/// Endings that Markdown files and their like have elsewhere.
const OTHER_ENDINGS: &[&str] =
    &["mdx", "mdown", "mkd", "mkdn", "mdwn", "mdtxt", "rmd", "qmd", "rst", "adoc", "asciidoc", "org", "textile"];

/// Whether the file looks like content but has another ending, as editors and other tools give it: `q.md.txt`, `q.mdx`, or a
/// text file with front matter.
fn is_almost_markdown(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let is_text = matches!(ending, "txt" | "text");
    OTHER_ENDINGS.contains(&ending)
        || ((is_text || matches!(ending, "rtf" | "doc" | "docx" | "html"))
            && (stem.ends_with(".md") || stem.ends_with(".markdown")))
        || (is_text && (begins_with(path, "---\n") || begins_with(path, "---\r\n")))
}

/// What `book.toml` names and the project does not have.
fn missing_files(root: &Path, config: &Config) -> Vec<Diagnostic> {
    let css = config.html.additional_css.iter().filter(|path| !is_inside(root, &path.value, false)).map(|path| {
        let message = format!("there is no style sheet `{}`", path.value);
        Diagnostic::new(Code::MissingFile, path.span, message).help("paths are from the folder of `book.toml`")
    });
    let image = config.html.social_image.iter().filter(|path| !is_inside(root, &path.value, false)).map(|path| {
        let message = format!("there is no picture `{}`", path.value);
        Diagnostic::new(Code::MissingFile, path.span, message).help("paths are from the folder of `book.toml`")
    });
    let wrong = config.html.social_image.iter().filter_map(|path| {
        let file = root.join(&path.value);
        let size = fs::metadata(&file).ok().filter(|_| is_inside(root, &path.value, false))?.len();
        // One that can't be read is reported when it is published.
        let wrong = signature::look(&file, size).ok()??;
        Some(Diagnostic::new(wrong.code, path.span, format!("`{}` {}", path.value, wrong.message)).help(wrong.help))
    });
    css.chain(image).chain(wrong).chain(missing_theme(root, config)).collect()
}

/// What keeps the project's own theme from being read.
fn missing_theme(root: &Path, config: &Config) -> Option<Diagnostic> {
    let (name, span) = match &config.html.theme {
        Some(name) => (name.value.as_str(), name.span),
        None => (DEFAULT_THEME, Span::start_of(Sources::BOOK)),
    };
    let path = format!("{THEMES}/{name}");
    if is_inside(root, &path, true) {
        return None;
    }
    let link = [THEMES, path.as_str()].into_iter().find(|path| root.join(path).is_symlink());
    if let Some(link) = link {
        let message = format!("`{link}` is a symbolic link, which is not followed");
        return Some(Diagnostic::new(Code::SymbolicLink, span, message).help("put the folder itself there"));
    }
    (name != DEFAULT_THEME).then(|| {
        let message = format!("there is no theme `{name}`");
        let themes = fs::read_dir(root.join(THEMES)).into_iter().flatten().flatten();
        let names: Vec<String> = themes.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let near = nearest(name, names.iter().map(String::as_str).chain([DEFAULT_THEME]));
        let help = near.map_or_else(
            || format!("a theme is a folder in `{THEMES}/`; `{DEFAULT_THEME}` is built in"),
            |near| format!("did you mean `{near}`?"),
        );
        Diagnostic::new(Code::MissingFile, span, message).help(help)
    })
}

/// The time in seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(u64::MAX, |time| time.as_secs())
}

type Found = (Vec<(String, PathBuf)>, Vec<Asset>, Vec<String>);

/// The Markdown files with their paths from the content folder, the other files, and the paths of those among them that look
/// like content by the wrong name.
fn walk(folder: &Path) -> Result<Found> {
    let (mut texts, mut assets, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let mut hidden_content = Vec::new();
    let hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let path_of = |entry: &walkdir::DirEntry| {
        let names: Vec<_> =
            entry.path().strip_prefix(folder).into_iter().flatten().map(|n| n.to_string_lossy()).collect();
        names.join("/")
    };
    let is_seen = |entry: &walkdir::DirEntry| {
        let hidden = hidden(entry);
        if hidden {
            hidden_content.extend(content_in_hiding(entry).map(|name| format!("{}{name}", path_of(entry))));
        }
        !hidden
    };
    for entry in WalkDir::new(folder).into_iter().filter_entry(is_seen) {
        let entry = entry.map_err(Error::walk(folder))?;
        let kind = entry.file_type();
        let path = path_of(&entry);
        if kind.is_dir() {
            if entry.depth() > 0 && is_markdown(entry.path()) {
                others.push(format!("{path}/"));
            }
            continue;
        }
        // A link is reported whatever its name is: it could lead to a whole folder.
        if kind.is_symlink() || is_markdown(entry.path()) {
            texts.push((path, entry.into_path()));
        } else if kind.is_file() {
            if is_almost_markdown(entry.path()) || path == "pages" {
                others.push(path.clone());
            }
            assets.push(Asset { path, file: entry.into_path() });
        }
    }
    others.extend(hidden_content);
    texts.sort();
    assets.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((texts, assets, others))
}

/// What looks like content in a hidden file or folder, by what is to be added to its path. Editors and tools keep files of their
/// own in hiding, which are none.
fn content_in_hiding(entry: &walkdir::DirEntry) -> Option<&'static str> {
    let name = entry.file_name().to_string_lossy();
    let begins_so = |path: &Path| begins_with(path, "---\n") || begins_with(path, "---\r\n");
    if entry.file_type().is_dir() {
        return begins_so(&entry.path().join("_index.md")).then_some("/_index.md");
    }
    let is_backup = name.starts_with("._") || name.starts_with(".#");
    (entry.file_type().is_file() && !is_backup && is_markdown(entry.path()) && begins_so(entry.path())).then_some("")
}

fn read(file: &Path, path: String) -> Result<Source> {
    read_up_to(file, path, MAX_FILE_BYTES)
}

fn read_up_to(file: &Path, path: String, max: u64) -> Result<Source> {
    let metadata = fs::symlink_metadata(file).map_err(Error::read(file))?;
    if !metadata.is_file() {
        let flaw = if metadata.is_symlink() { Flaw::Link } else { Flaw::Special };
        return Ok(Source { path, text: String::new(), flaw: Some(flaw) });
    }
    let size = metadata.len();
    if size > max {
        return Ok(Source { path, text: String::new(), flaw: Some(Flaw::TooLarge(size)) });
    }
    let bytes = fs::read(file).map_err(Error::read(file))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Source { path, text, flaw: None },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Source { path, text: String::from_utf8_lossy(error.as_bytes()).into_owned(), flaw: Some(Flaw::NotUtf8(at)) }
        }
    })
}

/// A file that a page uses, as it will be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its path in the site: its name and the hash of its bytes, below `assets/`.
    pub output: String,
    /// Where it is on disk.
    pub file: PathBuf,
    /// The key of its bytes.
    pub key: Key,
    /// How many bytes it has.
    pub bytes: u64,
    /// Width and height in CSS pixels, if it is an image whose size could be read.
    pub size: Option<(u32, u32)>,
    /// Why an SVG image must not be published, as the end of a sentence that begins with the file's name.
    pub danger: Option<String>,
    /// Whether it is an SVG image with colors of its own for dark pages.
    pub dark: bool,
    /// Why it is not what its name says, if it is not.
    pub wrong: Option<Wrong>,
}

/// Reads the files of the content that something refers to.
///
/// # Errors
/// When one can't be read.
pub fn read_assets(sources: &Sources, used: &BTreeSet<String>) -> Result<BTreeMap<String, Published>> {
    let used: Vec<&Asset> = sources.assets.iter().filter(|asset| used.contains(&asset.path)).collect();
    used.par_iter().map(|asset| Ok((asset.path.clone(), published(asset)?))).collect()
}

/// Only an SVG image is held in memory, to be checked; any other file is streamed, however large it is.
fn published(asset: &Asset) -> Result<Published> {
    let name = asset.path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let safe = |text: &str| -> String {
        text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    };
    let mut file = File::open(&asset.file).map_err(Error::read(&asset.file))?;
    let mut hasher = blake3::Hasher::new();
    let bytes = io::copy(&mut file, &mut hasher).map_err(Error::read(&asset.file))?;
    let hash = hasher.finalize();
    let wrong = signature::look(&asset.file, bytes).map_err(Error::read(&asset.file))?;
    let (size, danger, dark) = if wrong.as_ref().is_some_and(|wrong| wrong.code != Code::MisnamedFile) {
        (None, None, false)
    } else if !ending.eq_ignore_ascii_case("svg") {
        (image_size(&asset.file), None, false)
    } else if bytes > MAX_SVG_BYTES {
        (None, Some("is larger than 16 MB".to_owned()), false)
    } else {
        let bytes = fs::read(&asset.file).map_err(Error::read(&asset.file))?;
        let svg = svg::inspect(&bytes);
        (svg.size, svg.danger, svg::has_dark_colors(&bytes))
    };
    let key = Key::from(hash);
    let hash = hash.to_hex();
    let output = format!("assets/{}-{}.{}", safe(stem), hash.as_str().get(..12).unwrap_or_default(), safe(ending));
    Ok(Published { output, key, file: asset.file.clone(), bytes, size, danger, dark, wrong })
}

/// Whether a file begins with `text`. One that can't be read does not.
fn begins_with(file: &Path, text: &str) -> bool {
    let mut start = vec![0; text.len()];
    File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == text.as_bytes())
}

/// Why an SVG image must not be published, as the end of a sentence that begins with its name.
#[must_use]
pub fn svg_danger(bytes: &[u8]) -> Option<String> {
    svg::inspect(bytes).danger
}

/// The largest SVG image that is published.
const MAX_SVG_BYTES: u64 = 16_000_000;

/// The size of an image, which is in its first bytes. A file that isn't an image has none.
fn image_size(file: &Path) -> Option<(u32, u32)> {
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Whether the project has a plain file or folder at `path`, which must not lead out of it.
#[must_use]
pub fn is_inside(root: &Path, path: &str, folder: bool) -> bool {
    let inside = path.split('/').all(|name| !name.is_empty() && name != ".." && !name.contains(['\\', ':']));
    let plain = |path: &Path| !path.is_symlink();
    let full = root.join(path);
    let no_links = full.ancestors().take_while(|ancestor| *ancestor != root).all(plain);
    inside && no_links && if folder { full.is_dir() } else { full.is_file() }
}
