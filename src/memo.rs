//! What is remembered between builds, and the keys by which it is found again.
//!
//! A *piece* (highlighted code, the words of a question, a page) is a pure function of its inputs; a [`Key`] is the hash of these.
//! What a build remembers lies in `.genai-guide` in the project's root, a file for each kind of piece ([`Memory::read`],
//! [`Memory::write`]). The folder may be deleted at any time: what is missing is made again. Each file holds what the last build
//! needed and no more.
//!
//! # Trust
//!
//! The folder lies beside content that strangers may change, so each file ends with a keyed hash. Its secret is outside the
//! project, in the user's folder for caches, and is made at random when there is none. A file that was planted, damaged or brought
//! from elsewhere counts as missing; where there is no place for the secret, nothing is remembered.

#![expect(clippy::disallowed_methods, reason = "the memory's own files are this module's business")]

use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, Hash, Hasher, RandomState};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The hash of a piece's inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        blake3::hash(bytes).into()
    }

    /// So many digits of the key, in base 36, for the name of a file.
    #[must_use]
    pub fn digits(&self, count: usize) -> String {
        self.0.iter().take(count).filter_map(|byte| char::from_digit(u32::from(*byte) % 36, 36)).collect()
    }

    /// The key of a file's bytes, which are never held in memory together; `None` if it can't be read.
    #[must_use]
    pub fn of_file(file: &Path) -> Option<Self> {
        let mut hasher = blake3::Hasher::new();
        std::io::copy(&mut File::open(file).ok()?, &mut hasher).ok()?;
        Some(hasher.finalize().into())
    }
}

impl From<blake3::Hash> for Key {
    fn from(hash: blake3::Hash) -> Self {
        Self(*hash.as_bytes())
    }
}

/// Makes a key of several inputs. It is a [`Hasher`] of the standard library, so that it takes whatever implements [`Hash`]; such
/// hashes tell `("ab", "c")` from `("a", "bc")`.
#[derive(Debug, Clone, Default)]
pub struct KeyMaker(blake3::Hasher);

impl KeyMaker {
    /// Adds an input.
    #[must_use]
    pub fn with(mut self, input: &(impl Hash + ?Sized)) -> Self {
        input.hash(&mut self);
        self
    }

    /// The key of what was added.
    #[must_use]
    pub fn key(&self) -> Key {
        self.0.finalize().into()
    }
}

impl Hasher for KeyMaker {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    // Numbers are written alike on every machine, since names of files are made of keys.

    fn write_u16(&mut self, number: u16) {
        self.write(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.write(&(number as i64).to_le_bytes());
    }

    fn finish(&self) -> u64 {
        self.0.finalize().as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }
}

/// What the program itself is: remembered pieces of another program are not used. Only the program's file can tell, since its
/// version stays the same while it is worked on.
#[must_use]
pub fn program() -> Key {
    let file = std::env::current_exe().and_then(fs::metadata);
    let file = file.ok().map(|file| (file.len(), file.modified().ok()));
    KeyMaker::default().with(env!("CARGO_PKG_VERSION")).with(&file).key()
}

/// The folder of what is remembered of one guide.
#[derive(Debug, Default)]
pub struct Memory {
    /// `None` where nothing can be remembered.
    folder: Option<PathBuf>,
    secret: Option<[u8; 32]>,
}

impl Memory {
    /// The memory of the guide in `root`.
    #[must_use]
    pub fn open(root: &Path) -> Self {
        let folder = root.join(".genai-guide");
        // A link in a stranger's pull request must not make us read or write elsewhere.
        if folder.is_symlink() {
            return Self::default();
        }
        Self { folder: Some(folder), secret: caches().and_then(|caches| read_secret(&secret_in(&caches))) }
    }

    /// What was written as `name`; `None` if there is nothing, or nothing that was written here.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let (folder, secret) = (self.folder.as_ref()?, self.secret.as_ref()?);
        let file = folder.join(name);
        if !fs::symlink_metadata(&file).ok()?.is_file() {
            return None;
        }
        let mut bytes = fs::read(file).ok()?;
        let (body, hash) = bytes.split_last_chunk::<32>()?;
        // The comparison of hashes takes the same time whatever they are.
        if blake3::Hash::from_bytes(*hash) != tag(secret, name, body) {
            return None;
        }
        bytes.truncate(bytes.len() - 32);
        Some(bytes)
    }

    /// Writes `body` as `name`, in one step. What can't be remembered costs the next build time and nothing else.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write(&self, name: &str, mut body: Vec<u8>) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let Some(secret) = self.secret.or_else(make_secret) else { return Ok(()) };
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
        let ignore = folder.join(".gitignore");
        // Made anew or not at all: a link in its place is never written through.
        if let Ok(mut file) = File::create_new(&ignore) {
            file.write_all(b"# Made by genai-guide; safe to delete.\n*\n").map_err(Error::write(&ignore))?;
        }
        // What a killed build left is removed, and the file made anew.
        let new = folder.join(format!("{name}.new"));
        let _ = fs::remove_file(&new);
        let mut file = File::create_new(&new).map_err(Error::write(&new))?;
        body.extend_from_slice(tag(&secret, name, &body).as_bytes());
        file.write_all(&body).map_err(Error::write(&new))?;
        fs::rename(&new, folder.join(name)).map_err(Error::write(folder))
    }

    /// Forgets what was written as `name`.
    pub fn forget(&self, name: &str) {
        if let Some(folder) = &self.folder {
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

/// The keyed hash of a file of the memory. Its name is in it, so that one can't stand for another.
fn tag(secret: &[u8; 32], name: &str, body: &[u8]) -> blake3::Hash {
    blake3::Hasher::new_keyed(secret).update(name.as_bytes()).update(&[0]).update(body).finalize()
}

/// The user's folder for caches, by the rules of the system (on Linux the XDG Base Directory Specification).
fn caches() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        return variable("LOCALAPPDATA");
    }
    let below_home = if cfg!(target_vendor = "apple") { "Library/Caches" } else { ".cache" };
    variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(below_home)))
}

/// Where the secret of this user on this machine is.
fn secret_in(caches: &Path) -> PathBuf {
    caches.join("genai-guide").join("secret")
}

/// Makes the secret, which was not there.
fn make_secret() -> Option<[u8; 32]> {
    let file = secret_in(&caches()?);
    fs::create_dir_all(file.parent()?).ok()?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // The standard library seeds each of these from the system's random numbers.
    let random: Vec<u8> = (0..4).flat_map(|at| RandomState::new().hash_one(at).to_le_bytes()).collect();
    match options.open(&file) {
        Ok(mut open) => open.write_all(&random).ok()?,
        // Another build was faster, or what is there is damaged.
        Err(_) if read_secret(&file).is_some() => {}
        Err(_) => {
            fs::remove_file(&file).ok()?;
            options.open(&file).ok()?.write_all(&random).ok()?;
        }
    }
    read_secret(&file)
}

fn read_secret(file: &Path) -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    let mut open = File::open(file).ok()?;
    open.read_exact(&mut secret).ok()?;
    (open.read(&mut [0]).ok()? == 0).then_some(secret)
}

/// Small pieces of one kind by their keys.
#[derive(Debug, Default)]
pub struct Memo {
    entries: HashMap<Key, Vec<u8>>,
    changed: bool,
}

impl Memo {
    /// What is remembered as `name`.
    #[must_use]
    pub fn open(memory: &Memory, name: &str) -> Self {
        let entries = memory.read(name).and_then(|bytes| postcard::from_bytes(&bytes).ok());
        Self { entries: entries.unwrap_or_default(), changed: false }
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

    /// Writes the pieces down as `name`, if they changed.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn save(&self, memory: &Memory, name: &str) -> Result<()> {
        if !self.changed {
            return Ok(());
        }
        memory.write(name, postcard::to_stdvec(&self.entries).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_here_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory { folder: Some(folder.path().join("memory")), secret: Some([7; 32]) };
        memory.write("a", vec![1, 2, 3]).unwrap();
        assert_eq!(memory.read("a"), Some(vec![1, 2, 3]));
        let file = folder.path().join("memory/a");
        let bytes = fs::read(&file).unwrap();
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 1;
            fs::write(&file, &damaged).unwrap();
            assert_eq!(memory.read("a"), None, "byte {index}");
        }
        fs::write(&file, &bytes).unwrap();
        fs::write(folder.path().join("memory/b"), &bytes).unwrap();
        assert_eq!(memory.read("b"), None, "under another name");
        let stranger = Memory { folder: Some(folder.path().join("memory")), secret: Some([8; 32]) };
        assert_eq!(stranger.read("a"), None, "with another secret");
    }

    #[test]
    fn inputs_are_told_apart_by_where_they_end() {
        let key = |one: &str, two: &str| KeyMaker::default().with(one).with(two).key();
        assert_ne!(key("ab", "c"), key("a", "bc"));
        assert_eq!(key("ab", "c"), key("ab", "c"));
    }
}
