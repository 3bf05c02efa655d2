//! Failures of the environment: a file that can't be read, a folder that can't be written, a broken theme.
//!
//! An author's mistake in content is never an [`Error`]; it is a [`Diagnostic`](crate::diagnostic::Diagnostic). Every
//! variant names the path it concerns and what to do where that is not plain from the cause.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Shorthand for results whose failure is the environment's.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong outside the author's content.
#[derive(Debug)]
pub enum Error {
    /// No `book.toml` in the folder or any folder above it.
    NoBook {
        /// Where the search began.
        start: PathBuf,
    },
    /// No `book.toml` in the folder that was named.
    NoBookThere {
        /// The folder.
        root: PathBuf,
    },
    /// A file or folder could not be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file or folder could not be written.
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The build folder must not be written to.
    Refused {
        /// The build folder.
        path: PathBuf,
        /// The reason, and what to do.
        reason: String,
    },
    /// Another build is writing to the same folder.
    Busy {
        /// The build folder.
        path: PathBuf,
    },
    /// A template of the theme can't be rendered.
    Template {
        /// The page's template, such as `topic.html`.
        page: String,
        /// The template in which it goes wrong: the same, or one that it extends or includes.
        file: String,
        /// The line, from 1; 0 where it isn't known.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// How many characters are meant.
        length: usize,
        /// The template engine's own words, or ours.
        message: String,
        /// What to do.
        help: Option<String>,
    },
}

impl Error {
    /// Wraps a failed read of `path`.
    pub fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |cause| Self::Read { path, cause }
    }

    /// Wraps a failed walk through `folder`. The path is named once: by us, not by the cause.
    pub fn walk(folder: &Path) -> impl FnOnce(walkdir::Error) -> Self {
        let folder = folder.to_owned();
        |error| {
            let path = error.path().map_or(folder, Path::to_owned);
            let text = error.to_string();
            Self::Read { path, cause: error.into_io_error().unwrap_or_else(|| io::Error::other(text)) }
        }
    }

    /// Wraps a failed write of `path`.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |cause| Self::Write { path, cause }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBook { start } => write!(
                f,
                "no `book.toml` in `{}` or any folder above it; run this inside a guide, or name its folder with `--root`",
                start.display()
            ),
            Self::NoBookThere { root } => {
                write!(f, "no `book.toml` in `{}`; name the folder that holds it with `--root`", root.display())
            }
            Self::Read { path, cause } => write!(f, "can't read `{}`: {cause}", path.display()),
            Self::Write { path, cause } => write!(f, "can't write `{}`: {cause}", path.display()),
            Self::Refused { path, reason } => {
                write!(f, "won't write to the build folder `{}`: {reason}", path.display())
            }
            Self::Busy { path } => {
                write!(f, "another build is writing to `{}`; wait for it to end and try again", path.display())
            }
            Self::Template { file, line: 0, message, .. } => {
                write!(f, "the theme's template `{file}` is broken: {message}")
            }
            Self::Template { file, line, column, message, .. } => {
                write!(f, "the theme's template `{file}` is broken at {line}:{column}: {message}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { cause, .. } | Self::Write { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
