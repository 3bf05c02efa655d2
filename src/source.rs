//! Where text comes from: the files of a guide, and places in them.
//!
//! [`Sources`] owns every text for the whole run; the model borrows from it. Offsets are bytes into the file as it is on
//! disk, front matter included, so that a [`Span`] can be shown to the author without any adding up.

use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The largest content file that is read, in bytes. A question of this size is not a question, and some inputs cost the
/// Markdown parser more than linear time.
pub const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Which file a span is in: an index into [`Sources::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `source`.
    #[must_use]
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        // Files are at most `MAX_FILE_BYTES` long, so their offsets fit; a larger one could only come from a caller's
        // own arithmetic, and is then cut rather than wrapped.
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { source, start: fit(range.start), end: fit(range.end) }
    }

    /// The very start of `source`.
    #[must_use]
    pub fn start_of(source: SourceId) -> Self {
        Self { source, start: 0, end: 0 }
    }

    /// The span as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub span: Span,
}

/// Why the text of a file can't be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// The byte at this offset begins something that is not UTF-8.
    NotUtf8(usize),
    /// The file is larger than [`MAX_FILE_BYTES`]; the text is left empty.
    TooLarge(u64),
    /// It is a symbolic link, which is not followed; the text is left empty.
    Link,
    /// It looks like content, but its name has another ending or is hidden; the text is left empty.
    OtherEnding,
    /// Another program left its marks in it; what they are is reported already.
    Damaged,
    /// It is neither a file nor a link but a pipe, a socket or a device; the text is left empty.
    Special,
}

/// One text file of the guide.
#[derive(Debug)]
pub struct Source {
    /// The path from the project's root, with `/` between names on every system.
    pub path: String,
    /// The text. Where it is not UTF-8, what precedes the flaw is exact.
    pub text: String,
    /// What keeps the file from being parsed.
    pub flaw: Option<Flaw>,
}

/// A file below the content folder that is not Markdown: an image, or something to download.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The path from the content folder, with `/` between names.
    pub path: String,
    /// Where it is on disk.
    pub file: PathBuf,
}

/// A file of the project's own theme.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// The path from the theme's folder, with `/` between names.
    pub name: String,
    /// The text, for a file whose name says that it is text, and for a link.
    pub source: Option<SourceId>,
    /// Where it is on disk.
    pub file: PathBuf,
}

/// Every file that a build looks at.
#[derive(Debug, Default)]
pub struct Sources {
    /// The project's root, where `book.toml` is.
    pub root: PathBuf,
    /// The text files: `book.toml` first, then the content sorted by path, then the project's language files, then the text
    /// files of its theme and its additional style sheets.
    pub files: Vec<Source>,
    /// How many of the text files are language files.
    pub languages: usize,
    /// How many of the text files belong to the theme or are additional style sheets.
    pub styles: usize,
    /// The files of the project's own theme, sorted by name; language files are not among them.
    pub theme: Vec<ThemeFile>,
    /// The content folder's path from the root, with `/` between names and without one at the end.
    pub content: String,
    /// The other files below the content folder, sorted by path.
    pub assets: Vec<Asset>,
    /// When they were read, in seconds since 1970. Nothing of the site depends on it.
    pub read_at: u64,
}

impl Sources {
    /// The id of `book.toml`.
    pub const BOOK: SourceId = SourceId(0);

    /// The file with this id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    /// The path of `id` from the content folder, such as `rag/what-is-rag.md`.
    #[must_use]
    pub fn content_path(&self, id: SourceId) -> &str {
        let path = self.get(id).map_or("", |source| source.path.as_str());
        path.strip_prefix(self.content.as_str()).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    /// The asset at `path`, a path from the content folder.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        let at = self.assets.binary_search_by(|asset| asset.path.as_str().cmp(path)).ok()?;
        self.assets.get(at)
    }

    /// The content files with their ids: no `book.toml`, no language files, nothing of the theme.
    pub fn content_files(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        let end = self.files.len().saturating_sub(self.languages + self.styles);
        (0..).map(SourceId).zip(&self.files).take(end).skip(1)
    }

    /// Whether there is a content file at `path`, a path from the content folder.
    #[must_use]
    pub fn has_content(&self, path: &str) -> bool {
        let path = format!("{}/{path}", self.content);
        let content =
            self.files.get(1..self.files.len().saturating_sub(self.languages + self.styles)).unwrap_or_default();
        content.binary_search_by(|file| file.path.as_str().cmp(&path)).is_ok()
    }

    /// The project's language files with their ids.
    pub fn language_files(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        let end = self.files.len().saturating_sub(self.styles);
        (0..).map(SourceId).zip(&self.files).take(end).skip(end.saturating_sub(self.languages))
    }

    /// The theme's text files and the additional style sheets with their ids.
    pub fn style_files(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        let start = self.files.len().saturating_sub(self.styles);
        (0..).map(SourceId).zip(&self.files).skip(start)
    }
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}
