//! Puts a site in its folder: all of it or nothing.
//!
//! [`Stage::open`] looks at the build folder and makes a staging folder beside it; [`Stage::write_all`] writes every output
//! into that, in parallel; [`Stage::publish`] exchanges the two in one step. Until then the old site is untouched, so a
//! build that fails, is killed or runs out of disk leaves it whole.
//!
//! What did not change is carried over: an output whose bytes are those of the old file becomes a hard link to it. It is
//! compared while it is rendered, never assumed.
//!
//! The site carries a manifest, [`MANIFEST`], of what we wrote. Only what it names is ever deleted, and a folder that holds
//! anything else is refused. This does not guard against power loss: nothing is synced to disk.

#![expect(clippy::disallowed_methods, reason = "this is the only module that writes the site")]

mod folder;
mod sink;

use std::fmt;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

pub use self::sink::Sink;

use self::folder::{exchange, refuse_foreign, remove_site};
use crate::error::{Error, Result};

/// The list of our files in the site: a first line for the format, then a path a line, sorted.
pub const MANIFEST: &str = ".genai-guide-manifest";
const FORMAT: &str = "genai-guide site 1";

/// Marks a staging folder, so that the leftovers of a killed build are known to be ours.
const STAGING_MARK: &str = ".genai-guide-staging";

type Maker<'a> = Box<dyn Fn(&mut Sink) -> Result<()> + Send + Sync + 'a>;

/// One file of the site, and how to make it.
pub struct Output<'a> {
    /// Its path in the site, with `/` between names.
    pub path: String,
    make: Make<'a>,
}

enum Make<'a> {
    Write(Maker<'a>),
    Copy(&'a Path),
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("path", &self.path).finish_non_exhaustive()
    }
}

impl<'a> Output<'a> {
    /// A file whose bytes `make` puts into the sink.
    pub fn write(path: impl Into<String>, make: impl Fn(&mut Sink) -> Result<()> + Send + Sync + 'a) -> Self {
        Self { path: path.into(), make: Make::Write(Box::new(make)) }
    }

    /// Makes the output and keeps nothing of it.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn make_nowhere(&self) -> Result<()> {
        match &self.make {
            Make::Write(make) => make(&mut Sink::nowhere()),
            Make::Copy(_) => Ok(()),
        }
    }

    /// A copy of `file`.
    pub fn copy(path: impl Into<String>, file: &'a Path) -> Self {
        Self { path: path.into(), make: Make::Copy(file) }
    }
}

/// A file of the site that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path in the site.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The SHA-256 hash of its bytes.
    pub hash: [u8; 32],
}

/// What publishing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many files the site has.
    pub files: usize,
    /// How many bytes they have together.
    pub bytes: u64,
    /// How many of them are those of the site before.
    pub unchanged: usize,
}

/// Adds `text` to the end of `file`, which is made if it is not there: the summary of a job that runs the program.
///
/// # Errors
/// When it can't be written.
pub fn append(file: &Path, text: &str) -> Result<()> {
    let mut open = File::options().create(true).append(true).open(file).map_err(Error::write(file))?;
    open.write_all(text.as_bytes()).map_err(Error::write(file))
}

/// Whether a build may write to `out`, found without writing anything.
///
/// # Errors
/// When it may not, with the reason.
pub fn inspect(out: &Path, root: &Path, src: &str) -> Result<()> {
    refuse_foreign(&folder::check(out, root, &root.join(src))?)
}

/// A build in progress: the only one for its build folder.
#[derive(Debug)]
pub struct Stage {
    out: PathBuf,
    staging: PathBuf,
    /// Held until the end; another build of the same folder is told that it is busy.
    lock: folder::Lock,
    written: Mutex<(Vec<Written>, Summary)>,
}

impl Stage {
    /// Prepares to publish at `out` a guide whose project is at `root` and whose content is in `root/src`.
    ///
    /// # Errors
    /// When the folder must not be written to, can't be, or another build is writing to it.
    pub fn open(out: &Path, root: &Path, src: &str) -> Result<Self> {
        let out = folder::check(out, root, &root.join(src))?;
        let parent = out.parent().unwrap_or(&out).to_owned();
        fs::create_dir_all(&parent).map_err(Error::write(&parent))?;
        let lock = folder::Lock::take(&out)?;
        folder::repair(&out)?;
        let staging = folder::beside(&out, "new");
        folder::clear_leftovers(&staging)?;
        refuse_foreign(&out)?;
        fs::create_dir(&staging).map_err(Error::write(&staging))?;
        let mark = staging.join(STAGING_MARK);
        File::create(&mark).map_err(Error::write(&mark))?;
        Ok(Self { out, staging, lock, written: Mutex::default() })
    }

    /// Makes every output, in parallel, and calls `step` after each.
    ///
    /// # Errors
    /// When one can't be rendered or written. The old site is untouched then.
    pub fn write_all(&self, outputs: &[Output<'_>], step: &(dyn Fn() + Sync)) -> Result<()> {
        let mut folders: Vec<&str> =
            outputs.iter().filter_map(|output| Some(output.path.rsplit_once('/')?.0)).collect();
        folders.sort_unstable();
        folders.dedup();
        for folder in folders {
            let path = self.staging.join(folder);
            fs::create_dir_all(&path).map_err(Error::write(&path))?;
        }
        // One at a time, in their order: a worker that took half of the list would leave the long ones for the end.
        let result = outputs.par_iter().with_max_len(1).try_for_each(|output| {
            self.write(output)?;
            step();
            Ok(())
        });
        if result.is_err() {
            // The failure is what must be reported; what can't be cleaned now, the next build cleans.
            let _ = folder::clear_leftovers(&self.staging);
        }
        result
    }

    fn write(&self, output: &Output<'_>) -> Result<()> {
        let mut sink = Sink::new(self.staging.join(&output.path), &self.out.join(&output.path));
        match &output.make {
            Make::Write(make) => make(&mut sink)?,
            Make::Copy(file) => {
                // Never read whole: a download may be larger than the memory.
                let mut file_on_disk = File::open(file).map_err(Error::read(file))?;
                let mut part = vec![0; 64 * 1024];
                loop {
                    let length = file_on_disk.read(&mut part).map_err(Error::read(file))?;
                    let Some(bytes) = part.get(..length).filter(|bytes| !bytes.is_empty()) else { break };
                    sink.put(bytes)?;
                }
            }
        }
        let (bytes, hash, unchanged) = sink.finish()?;
        let Ok(mut written) = self.written.lock() else { return Ok(()) };
        written.0.push(Written { path: output.path.clone(), bytes, hash });
        written.1.files += 1;
        written.1.bytes += bytes;
        written.1.unchanged += usize::from(unchanged);
        Ok(())
    }

    /// What has been written so far, in no order.
    #[must_use]
    pub fn written(&self) -> Vec<Written> {
        self.written.lock().map(|written| written.0.clone()).unwrap_or_default()
    }

    /// Removes what was written. The old site is untouched.
    ///
    /// # Errors
    /// When it can't be removed; the next build does it then.
    pub fn discard(self) -> Result<()> {
        folder::clear_leftovers(&self.staging)
    }

    /// Swaps the new site in and removes the old one.
    ///
    /// # Errors
    /// When the folders can't be exchanged.
    pub fn publish(self) -> Result<Summary> {
        let (written, summary) = self.written.into_inner().unwrap_or_default();
        let mut paths: Vec<String> = written.into_iter().map(|file| file.path).collect();
        paths.push(MANIFEST.to_owned());
        paths.sort_unstable();
        let manifest = self.staging.join(MANIFEST);
        let text = format!("{FORMAT}\n{}\n", paths.join("\n"));
        fs::write(&manifest, text).map_err(Error::write(&manifest))?;
        let mark = self.staging.join(STAGING_MARK);
        fs::remove_file(&mark).map_err(Error::write(&mark))?;
        exchange(&self.staging, &self.out)?;
        // The new site is live. What can't be cleaned up now, the next build cleans up or names.
        let _ = remove_site(&self.staging);
        drop(self.lock);
        Ok(summary)
    }
}
