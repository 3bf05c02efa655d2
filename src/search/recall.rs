//! What is remembered of the documents of the index: of each batch of them, what was computed of its sources.

use std::hash::Hash;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Document;
use crate::config::Config;
use crate::memo::{Key, KeyMaker, Memo};
use crate::receipt::Inputs;

/// How many documents a batch has at most: no more than a byte can count. A batch is of one topic or page, so that an edit changes no other.
const BATCH: usize = 128;

/// The documents in batches.
pub(super) struct Recall<'r, 'g, 's> {
    batches: Vec<(Key, &'r [Document<'g, 's>])>,
    memo: &'r Memo,
    /// What was used of the memo or is new.
    used: Mutex<Vec<(Key, Vec<u8>)>>,
}

impl<'r, 'g, 's> Recall<'r, 'g, 's> {
    pub(super) fn new(documents: &'r [Document<'g, 's>], config: &Config, inputs: &Inputs, memo: &'r Memo) -> Self {
        let batches = documents
            .chunk_by(Document::is_beside)
            .flat_map(|documents| documents.chunks(BATCH))
            .map(|documents| {
                let sources: Vec<Option<&Key>> =
                    documents.iter().map(|document| inputs.source(document.source())).collect();
                // Whether HTML is text decides what the text of a source is.
                let key = KeyMaker::default().with(&inputs.program).with(&config.html.allow_html).with(&sources).key();
                (key, documents)
            })
            .collect();
        Self { batches, memo, used: Mutex::default() }
    }

    /// What `make` gives for each batch, in their order. It must depend on nothing but the documents and `extra`.
    pub(super) fn each<T: Serialize + DeserializeOwned + Send>(
        &self,
        name: &str,
        extra: &(impl Hash + Sync),
        make: impl Fn(&[Document<'g, 's>]) -> T + Sync,
    ) -> Vec<T> {
        let one = |(key, documents): &(Key, &[Document<'g, 's>])| {
            let key = KeyMaker::default().with(name).with(key).with(extra).key();
            let known = self.memo.get(&key).and_then(|bytes| Some((postcard::from_bytes(bytes).ok()?, bytes.to_vec())));
            let (value, bytes) = known.unwrap_or_else(|| {
                let value = make(documents);
                let bytes = postcard::to_stdvec(&value).unwrap_or_default();
                (value, bytes)
            });
            if let Ok(mut used) = self.used.lock() {
                used.push((key, bytes));
            }
            value
        };
        self.batches.par_iter().map(one).collect()
    }

    /// All that was used, to be remembered.
    pub(super) fn into_used(self) -> Vec<(Key, Vec<u8>)> {
        self.used.into_inner().unwrap_or_default()
    }
}
