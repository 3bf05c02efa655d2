//! The receipt of a build: what went in, what came out. By it the next build knows what it need not do.
//!
//! [`Before::look`] is the entry point: it hashes the inputs and reads the receipt of the build before. Where the inputs are the
//! same and the site is still as it was left ([`Before::done`]), there is nothing to do. Else [`Before::records`] say which files
//! can be carried over. [`Before::keep`] writes the next receipt. Whatever is in doubt counts as changed.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::memo::{Key, KeyMaker, Memory, program};
use crate::publish::{Records, Summary, is_as_recorded};
use crate::source::{SourceId, Sources};

/// The name of the receipt in the memory.
const NAME: &str = "receipt";

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// What a build made, and what it made it of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// The key of all inputs that are read before anything is known.
    inputs: Key,
    /// The files that were found to be inputs, with their keys.
    files: Vec<(PathBuf, Key)>,
    /// Where the site is.
    out: PathBuf,
    records: Records,
    /// What the build said.
    pub facts: Facts,
}

/// What a build tells its author.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Facts {
    /// How many questions the guide has.
    pub questions: usize,
    /// How many topics the guide has.
    pub topics: usize,
    /// How many HTML pages the site has.
    pub pages: usize,
    /// What publishing did.
    pub summary: Summary,
    /// Everything that was found wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// The keys of the inputs.
#[derive(Debug)]
pub struct Inputs {
    /// Of the program.
    pub program: Key,
    /// Of each source, by its id.
    sources: Vec<Key>,
    /// Of all of them, the settings and the day.
    all: Key,
}

impl Inputs {
    fn of(sources: &Sources, config: &Config, drafts: bool) -> Self {
        let keys: Vec<Key> = sources
            .files
            .par_iter()
            .map(|source| KeyMaker::default().with(&source.path).with(&source.text).with(&source.flaw).key())
            .collect();
        let program = program();
        // A theme's fonts and pictures are not among the sources.
        let binary = sources.theme.iter().filter(|file| file.source.is_none()).map(|file| file.file.clone());
        let picture = config.html.social_image.iter().map(|image| sources.root.join(&image.value));
        let others: Vec<_> = binary.chain(picture).map(|file| (Key::of_file(&file), file)).collect();
        let theme: Vec<&str> = sources.theme.iter().map(|file| file.name.as_str()).collect();
        let assets: Vec<&str> = sources.assets.iter().map(|asset| asset.path.as_str()).collect();
        let all = KeyMaker::default()
            .with(&program)
            .with(&keys)
            .with(&others)
            .with(&(theme, assets, drafts))
            // A report may depend on the day: a date can lie in the future.
            .with(&(sources.read_at / DAY))
            .with(&format!("{config:?}"))
            .key();
        Self { program, sources: keys, all }
    }

    /// The key of a source: its path and its text.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Key> {
        self.sources.get(id.0 as usize)
    }
}

/// What is known before a build.
#[derive(Debug)]
pub struct Before {
    /// What is remembered.
    pub memory: Memory,
    /// The inputs of this build.
    pub inputs: Inputs,
    out: PathBuf,
    receipt: Option<Receipt>,
}

impl Before {
    /// Looks at what the build before left of the guide, of which the site is to be at `out`.
    #[must_use]
    pub fn look(sources: &Sources, config: &Config, drafts: bool, out: &Path) -> Self {
        let memory = Memory::open(&sources.root);
        let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        let receipt = memory.read(NAME).and_then(|bytes| postcard::from_bytes::<Receipt>(&bytes).ok());
        let receipt = receipt.filter(|receipt| receipt.out == out);
        Self { memory, inputs: Inputs::of(sources, config, drafts), out, receipt }
    }

    /// What the build before said, if this one would make the same site of the same things.
    #[must_use]
    pub fn done(&self) -> Option<&Facts> {
        let receipt = self.receipt.as_ref().filter(|receipt| receipt.inputs == self.inputs.all)?;
        let is_same = |(file, key): &(PathBuf, Key)| Key::of_file(file).as_ref() == Some(key);
        let same = receipt.files.iter().all(is_same) && is_as_recorded(&self.out, &receipt.records);
        same.then_some(&receipt.facts)
    }

    /// What the build before wrote down about the files of the site.
    #[must_use]
    pub fn records(&self) -> Records {
        self.receipt.as_ref().map(|receipt| receipt.records.clone()).unwrap_or_default()
    }

    /// Writes down what a build has made. What can't be kept costs the next build time and nothing else.
    pub fn keep(&self, files: Vec<(PathBuf, Key)>, records: Records, facts: Facts) {
        let receipt = Receipt { inputs: self.inputs.all, files, out: self.out.clone(), records, facts };
        let bytes = postcard::to_stdvec(&receipt).unwrap_or_default();
        if self.memory.write(NAME, bytes).is_err() {
            self.memory.forget(NAME);
        }
    }
}
