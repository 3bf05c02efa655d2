//! Where an output's bytes go: compared with the old file for as long as they are the same, written once they differ.

#![expect(clippy::disallowed_methods, reason = "part of the only module that writes the site")]

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// Takes the bytes of one output.
#[derive(Debug)]
pub struct Sink {
    new: PathBuf,
    old: PathBuf,
    state: State,
    bytes: u64,
    hasher: Sha256,
}

#[derive(Debug)]
enum State {
    /// Everything so far is what the old file holds.
    Same(BufReader<File>),
    /// Written to the new file.
    Writing(BufWriter<File>),
    /// Nothing has come yet, and there is no old file.
    Fresh,
    /// Kept nowhere.
    Nowhere,
}

impl Sink {
    pub(super) fn new(new: PathBuf, old: &Path) -> Self {
        let plain = fs::symlink_metadata(old).is_ok_and(|metadata| metadata.is_file());
        let reader = if plain { File::open(old).ok() } else { None };
        let state = reader.map_or(State::Fresh, |file| State::Same(BufReader::with_capacity(64 * 1024, file)));
        Self { new, old: old.to_owned(), state, bytes: 0, hasher: Sha256::new() }
    }

    /// A sink that keeps nothing.
    pub(super) fn nowhere() -> Self {
        Self { new: PathBuf::new(), old: PathBuf::new(), state: State::Nowhere, bytes: 0, hasher: Sha256::new() }
    }

    /// Takes more bytes.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        if matches!(self.state, State::Nowhere) {
            return Ok(());
        }
        if let State::Same(old) = &mut self.state
            && !matches_next(old, bytes)
        {
            self.state = State::Writing(self.start().map_err(Error::write(&self.new))?);
        } else if matches!(self.state, State::Fresh) {
            self.state = State::Writing(self.start().map_err(Error::write(&self.new))?);
        }
        if let State::Writing(writer) = &mut self.state {
            writer.write_all(bytes).map_err(Error::write(&self.new))?;
        }
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
        Ok(())
    }

    /// The new file, with what was the same so far in it.
    fn start(&self) -> io::Result<BufWriter<File>> {
        let mut writer = BufWriter::with_capacity(64 * 1024, File::create_new(&self.new)?);
        if self.bytes > 0 {
            let copied = io::copy(&mut File::open(&self.old)?.take(self.bytes), &mut writer)?;
            if copied != self.bytes {
                return Err(io::Error::other("the old site changed while it was read"));
            }
        }
        Ok(writer)
    }

    /// Ends the output: how many bytes it has, their SHA-256 hash, and whether it is the old file.
    pub(super) fn finish(mut self) -> Result<(u64, [u8; 32], bool)> {
        let hash = std::mem::take(&mut self.hasher).finalize().into();
        if let State::Same(old) = &mut self.state {
            let at_end = old.read(&mut [0]).is_ok_and(|more| more == 0);
            // A file system without hard links gets a copy.
            if at_end && fs::hard_link(&self.old, &self.new).is_ok() {
                return Ok((self.bytes, hash, true));
            }
            self.state = State::Writing(self.start().map_err(Error::write(&self.new))?);
        } else if matches!(self.state, State::Fresh) {
            self.state = State::Writing(self.start().map_err(Error::write(&self.new))?);
        }
        if let State::Writing(writer) = &mut self.state {
            writer.flush().map_err(Error::write(&self.new))?;
        }
        Ok((self.bytes, hash, false))
    }
}

/// Whether the next bytes of `old` are `bytes`.
fn matches_next(old: &mut BufReader<File>, mut bytes: &[u8]) -> bool {
    let mut buffer = [0; 16 * 1024];
    while !bytes.is_empty() {
        let Some(part) = buffer.get_mut(..bytes.len().min(16 * 1024)) else { return false };
        if old.read_exact(part).is_err() || bytes.get(..part.len()) != Some(&*part) {
            return false;
        }
        bytes = bytes.get(part.len()..).unwrap_or_default();
    }
    true
}
