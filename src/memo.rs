//! The memory of slow pure functions between builds, addressed by the hash of their input.
//!
//! One file, `.genai-guide/highlight.memo` in the project's root, read whole and written whole. It may be deleted at any
//! time; what is missing or damaged is computed again. It never holds more than the last build needed.

#![expect(clippy::disallowed_methods, reason = "the memory's own file is this module's business")]

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The hash of an input.
pub type Key = [u8; 32];

const MAGIC: &[u8] = b"genai-guide memo 1\n";

/// What is remembered.
#[derive(Debug, Default)]
pub struct Memo {
    file: PathBuf,
    entries: HashMap<Key, Vec<u8>>,
    changed: bool,
}

impl Memo {
    /// The memory of the guide in `root`; empty if there is none or it is damaged.
    #[must_use]
    pub fn open(root: &Path) -> Self {
        let file = root.join(".genai-guide").join("highlight.memo");
        // A link in a stranger's pull request must not make us read or write elsewhere.
        let plain = !file.is_symlink() && !file.parent().is_some_and(Path::is_symlink);
        let bytes = if plain { fs::read(&file).unwrap_or_default() } else { Vec::new() };
        Self {
            entries: decode(&bytes).unwrap_or_default(),
            file: if plain { file } else { PathBuf::new() },
            changed: false,
        }
    }

    /// What is remembered of `key`.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&[u8]> {
        self.entries.get(key).map(Vec::as_slice)
    }

    /// Forgets everything and remembers `entries` instead.
    pub fn replace(&mut self, entries: impl Iterator<Item = (Key, Vec<u8>)>) {
        let entries: HashMap<Key, Vec<u8>> = entries.collect();
        self.changed |= entries != self.entries;
        self.entries = entries;
    }

    /// Writes the memory down, if it changed. The file is replaced in one step.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save(&self) -> Result<()> {
        let Some(folder) = self.file.parent().filter(|_| self.changed) else { return Ok(()) };
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
        let ignore = folder.join(".gitignore");
        // Made anew or not at all: a link in its place is never written through.
        if let Ok(mut file) = fs::File::create_new(&ignore) {
            file.write_all(b"# Made by genai-guide; safe to delete.\n*\n").map_err(Error::write(&ignore))?;
        }
        // What a killed build left is removed, and the file made anew: a link in its place is never written through.
        let new = folder.join("highlight.memo.new");
        let _ = fs::remove_file(&new);
        let mut file = fs::File::create_new(&new).map_err(Error::write(&new))?;
        file.write_all(&self.encode()).map_err(Error::write(&new))?;
        fs::rename(&new, &self.file).map_err(Error::write(&self.file))
    }

    /// Each entry is its key, the length of its value in four bytes, and the value; a hash of all comes last.
    fn encode(&self) -> Vec<u8> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort();
        let mut out = MAGIC.to_vec();
        for (key, value) in entries {
            let Ok(length) = u32::try_from(value.len()) else { continue };
            out.extend_from_slice(key);
            out.extend_from_slice(&length.to_le_bytes());
            out.extend_from_slice(value);
        }
        let hash = blake3::hash(&out);
        out.extend_from_slice(hash.as_bytes());
        out
    }
}

fn decode(bytes: &[u8]) -> Option<HashMap<Key, Vec<u8>>> {
    let (body, hash) = bytes.split_last_chunk::<32>()?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let mut rest = body.strip_prefix(MAGIC)?;
    let mut entries = HashMap::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_first_chunk::<32>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let (value, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        entries.insert(*key, value.to_vec());
        rest = after;
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_comes_back_and_damage_is_noticed() {
        let mut memo = Memo::default();
        memo.replace([([7; 32], vec![1, 2, 3]), ([9; 32], Vec::new())].into_iter());
        let bytes = memo.encode();
        assert_eq!(decode(&bytes).as_ref(), Some(&memo.entries));
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 1;
            assert_eq!(decode(&damaged), None, "byte {index}");
        }
    }
}
