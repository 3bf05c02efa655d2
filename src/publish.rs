//! Puts a site in its folder: all of it or nothing.
//!
//! [`Stage::open`] looks at the build folder and makes a staging folder beside it; [`Stage::write_all`] writes every output
//! into that, in parallel; [`Stage::publish`] exchanges the two in one step. Until then the old site is untouched, so a
//! build that fails, is killed or runs out of disk leaves it whole.
//!
//! What did not change is carried over as a hard link to the old file: an output whose [`Key`] is the one that the build before
//! wrote down in its [`Record`] is not even made, as long as the file is still as that build left it; any other is made and
//! compared. Of a long output that has changed, the parts that have not are copied from the old file ([`Sink::part`]).
//!
//! The site carries a manifest, [`MANIFEST`], of what we wrote. Only what it names is ever deleted, and a folder that holds
//! anything else is refused. This does not guard against power loss: nothing is synced to disk.

#![expect(clippy::disallowed_methods, reason = "this is the only module that writes the site")]

mod folder;
mod sink;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use self::folder::is_as_recorded;
pub use self::sink::Sink;

use self::folder::{exchange, refuse_foreign, remove_site};
use self::sink::Old;
use crate::error::{Error, Result};
use crate::memo::Key;

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
    /// The key of everything that its bytes depend on, if they need not be made to be known.
    key: Option<Key>,
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
        Self { path: path.into(), key: None, make: Make::Write(Box::new(make)) }
    }

    /// The same output, which depends on nothing but what `key` is made of.
    #[must_use]
    pub fn keyed(self, key: Option<Key>) -> Self {
        Self { key, ..self }
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
        Self { path: path.into(), key: None, make: Make::Copy(file) }
    }
}

/// What a build writes down about a file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    key: Option<Key>,
    stamp: Stamp,
    /// The SHA-256 hash of its bytes.
    pub hash: [u8; 32],
    parts: Vec<Part>,
}

impl Record {
    /// How many bytes the file has.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.stamp.bytes
    }
}

/// What records there are, by the paths of their files in the site.
pub type Records = BTreeMap<String, Record>;

/// The size of a file, and when it was written: a file that somebody has changed has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified: Duration,
}

impl Stamp {
    fn of(file: &Path) -> io::Result<Self> {
        let file = fs::symlink_metadata(file)?;
        if !file.is_file() {
            return Err(io::Error::other("it is not a file"));
        }
        Ok(Self { bytes: file.len(), modified: file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default() })
    }
}

/// A part of a file that can be used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    key: Key,
    start: u64,
    length: u64,
}

/// What publishing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the build before wrote down.
    before: Records,
    written: Mutex<(Records, Summary)>,
}

impl Stage {
    /// Prepares to publish at `out` a guide whose project is at `root` and whose content is in `root/src`. `before` is what the
    /// build before wrote down about the same folder.
    ///
    /// # Errors
    /// When the folder must not be written to, can't be, or another build is writing to it.
    pub fn open(out: &Path, root: &Path, src: &str, before: Records) -> Result<Self> {
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
        Ok(Self { out, staging, lock, before, written: Mutex::default() })
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
        let (record, unchanged) = match self.carry_over(output) {
            Some(record) => (record, true),
            None => self.make(output)?,
        };
        let Ok(mut written) = self.written.lock() else { return Ok(()) };
        written.1.files += 1;
        written.1.bytes += record.bytes();
        written.1.unchanged += usize::from(unchanged);
        written.0.insert(output.path.clone(), record);
        Ok(())
    }

    /// Uses the old file again, if the output would be made of the same things.
    fn carry_over(&self, output: &Output<'_>) -> Option<Record> {
        let record = self.before.get(&output.path).filter(|record| output.key.is_some() && record.key == output.key)?;
        let old = self.out.join(&output.path);
        let is_same = Stamp::of(&old).ok()? == record.stamp;
        (is_same && fs::hard_link(&old, self.staging.join(&output.path)).is_ok()).then(|| record.clone())
    }

    fn make(&self, output: &Output<'_>) -> Result<(Record, bool)> {
        let old = self.out.join(&output.path);
        let stamp = Stamp::of(&old).ok();
        let record = self.before.get(&output.path).filter(|record| stamp == Some(record.stamp)).cloned();
        let mut sink = Sink::new(self.staging.join(&output.path), Old::new(stamp.map(|_| old), record));
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
        let (record, unchanged) = sink.finish()?;
        Ok((Record { key: output.key, ..record }, unchanged))
    }

    /// What has been written so far.
    #[must_use]
    pub fn written(&self) -> Records {
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
    pub fn publish(self) -> Result<(Summary, Records)> {
        let (written, summary) = self.written.into_inner().unwrap_or_default();
        let mut paths: Vec<&str> = written.keys().map(String::as_str).collect();
        paths.push(MANIFEST);
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
        Ok((summary, written))
    }
}
