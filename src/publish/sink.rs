//! Where an output's bytes go: into memory while they are few, into the new file from then on.

#![expect(clippy::disallowed_methods, reason = "part of the only module that writes the site")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use super::{Part, Record, Stamp};
use crate::error::{Error, Result};
use crate::memo::Key;

/// How many bytes of an output are held in memory. What is longer goes to the new file as it comes.
const HELD: usize = 1024 * 1024;

/// Takes the bytes of one output.
#[derive(Debug)]
pub struct Sink {
    new: PathBuf,
    old: Old,
    held: Vec<u8>,
    file: Option<BufWriter<File>>,
    bytes: u64,
    hasher: Sha256,
    parts: Vec<Part>,
    /// Whether the bytes are kept at all.
    is_kept: bool,
}

/// The file of the site before at the same path.
#[derive(Debug, Default)]
pub(super) struct Old {
    /// Where it is, if there is such a file.
    pub(super) path: Option<PathBuf>,
    /// What the build before wrote down about it, if it is still as it was then.
    pub(super) record: Option<Record>,
    /// Opened when a part of it is needed.
    open: Option<File>,
}

impl Old {
    pub(super) fn new(path: Option<PathBuf>, record: Option<Record>) -> Self {
        Self { path, record, open: None }
    }

    /// The bytes of the part with this key.
    fn part(&mut self, key: Key) -> Option<Vec<u8>> {
        let part = *self.record.as_ref()?.parts.iter().find(|part| part.key == key)?;
        if self.open.is_none() {
            self.open = Some(File::open(self.path.as_ref()?).ok()?);
        }
        let file = self.open.as_mut()?;
        file.seek(SeekFrom::Start(part.start)).ok()?;
        let mut bytes = vec![0; usize::try_from(part.length).ok()?];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

impl Sink {
    pub(super) fn new(new: PathBuf, old: Old) -> Self {
        Self {
            new,
            old,
            held: Vec::new(),
            file: None,
            bytes: 0,
            hasher: Sha256::new(),
            parts: Vec::new(),
            is_kept: true,
        }
    }

    /// A sink that keeps nothing.
    pub(super) fn nowhere() -> Self {
        Self { is_kept: false, ..Self::new(PathBuf::new(), Old::default()) }
    }

    /// Takes more bytes.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        if !self.is_kept {
            return Ok(());
        }
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
        if self.file.is_none() && self.held.len() + bytes.len() > HELD {
            let mut file = BufWriter::with_capacity(256 * 1024, self.create()?);
            file.write_all(&std::mem::take(&mut self.held)).map_err(Error::write(&self.new))?;
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(bytes).map_err(Error::write(&self.new)),
            None => {
                self.held.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// Takes a part of the output: from the old file where it has one of the same key, else from `make`.
    ///
    /// # Errors
    /// When it can't be made or written.
    pub fn part(&mut self, key: Option<Key>, make: impl FnOnce() -> Result<String>) -> Result<()> {
        let start = self.bytes;
        match key.and_then(|key| self.old.part(key)) {
            Some(bytes) => self.put(&bytes)?,
            None => self.put(make()?.as_bytes())?,
        }
        if let Some(key) = key {
            self.parts.push(Part { key, start, length: self.bytes - start });
        }
        Ok(())
    }

    fn create(&self) -> Result<File> {
        File::create_new(&self.new).map_err(Error::write(&self.new))
    }

    /// Ends the output: what it is, and whether its bytes are those of the old file, which is then used again.
    pub(super) fn finish(mut self) -> Result<(Record, bool)> {
        let hash: [u8; 32] = std::mem::take(&mut self.hasher).finalize().into();
        let unchanged = self.is_old(hash).map_err(Error::read(&self.new))?;
        if let Some(mut file) = self.file.take() {
            file.flush().map_err(Error::write(&self.new))?;
            if unchanged {
                fs::remove_file(&self.new).map_err(Error::write(&self.new))?;
            }
        }
        // A file system without hard links gets a copy.
        let linked = unchanged && self.old.path.as_ref().is_some_and(|old| fs::hard_link(old, &self.new).is_ok());
        if !linked && (unchanged || self.bytes == self.held.len() as u64) {
            if unchanged && self.held.is_empty() && self.bytes > 0 {
                let old = self.old.path.clone().unwrap_or_default();
                fs::copy(&old, &self.new).map_err(Error::write(&self.new))?;
            } else {
                self.create()?.write_all(&self.held).map_err(Error::write(&self.new))?;
            }
        }
        let stamp = Stamp::of(&self.new).map_err(Error::read(&self.new))?;
        Ok((Record { key: None, stamp, hash, parts: self.parts }, linked))
    }

    /// Whether the old file has the same bytes.
    fn is_old(&self, hash: [u8; 32]) -> io::Result<bool> {
        if let Some(record) = &self.old.record {
            return Ok(record.hash == hash);
        }
        let Some(old) = self.old.path.as_ref().filter(|_| self.file.is_none()) else { return Ok(false) };
        let same_length = fs::metadata(old).is_ok_and(|old| old.len() == self.bytes);
        Ok(same_length && fs::read(old)? == self.held)
    }
}
