//! The revision of an answer: two fingerprints by which a browser tells whether an answer has changed since it was learned.
//!
//! A revision is `<exact>.<words>`:
//!
//! - *exact*: 6 hexadecimal digits, the start of a BLAKE3 hash of what can't change a little: which options are right, the
//!   answers that are accepted, every number and every formula of the answer, and the author's own `updated`.
//! - *words*: 16 hexadecimal digits, a similarity hash (Charikar, "Similarity Estimation Techniques from Rounding Algorithms",
//!   2002) of the answer's letters, three at a time: case, punctuation, markup and white space don't count. Each bit is the
//!   majority of that bit in the hashes of all triples, so texts that share most of their triples differ in few bits.
//!
//! An answer counts as changed when *exact* differs, or more than 6 of the 64 bits of *words* do (`js/progress.js`): a slip of
//! the pen in fifty words flips two to four, another wording of an eighth of them seven; in a longer answer as much is a smaller
//! part. The question, its hint, its follow-ups, its references and
//! code are not part of its answer.

use crate::markdown::{Event, Node, Tag, TagEnd};
use crate::model::{Kind, Question, SectionKind};
use crate::search::words::words;

/// The revision of a question's answer.
pub(super) fn revision(question: &Question<'_>) -> String {
    let mut exact = blake3::Hasher::new();
    let mut similar = Similar::default();
    let mut part = |text: &str| {
        exact.update(text.as_bytes()).update(&[0]);
    };
    match &question.kind {
        Kind::Mcq(choices) => {
            let mut keys: Vec<&str> =
                choices.options.iter().filter(|option| option.correct).map(|option| option.key.as_str()).collect();
            keys.sort_unstable();
            keys.into_iter().for_each(&mut part);
        }
        Kind::Short { accept } => accept.iter().for_each(|answer| part(answer)),
        Kind::Descriptive => {}
    }
    if let Some(date) = question.updated {
        part(&date.to_string());
    }
    for kind in [SectionKind::InShort, SectionKind::Answer, SectionKind::Explanation] {
        let Some(section) = question.section(kind) else { continue };
        for text in texts(&section.nodes) {
            match text {
                Part::Formula(tex) => part(&tex.split_whitespace().collect::<String>()),
                Part::Text(text) => {
                    numbers(text).for_each(&mut part);
                    words(text, |word| similar.take(word));
                }
            }
        }
    }
    let exact = exact.finalize().to_hex();
    format!("{}.{:016x}", exact.as_str().get(..6).unwrap_or_default(), similar.finish())
}

enum Part<'n> {
    Text(&'n str),
    Formula(&'n str),
}

/// The words and formulas of an answer, without its code blocks.
fn texts<'n>(nodes: &'n [Node<'_>]) -> impl Iterator<Item = Part<'n>> {
    let mut in_code = false;
    nodes.iter().filter_map(move |node| match &node.event {
        Event::Start(Tag::CodeBlock(_)) => {
            in_code = true;
            None
        }
        Event::End(TagEnd::CodeBlock) => {
            in_code = false;
            None
        }
        Event::Text(text) | Event::Code(text) if !in_code => Some(Part::Text(text)),
        Event::InlineMath(tex) | Event::DisplayMath(tex) => Some(Part::Formula(tex)),
        _ => None,
    })
}

/// The numbers of a text, with the points and commas within them.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    text.split(move |c| !is_part(c)).map(|run| run.trim_matches(['.', ','])).filter(|number| !number.is_empty())
}

/// A similarity hash of letters, three at a time.
#[derive(Default)]
struct Similar {
    /// The last two letters.
    last: [char; 2],
    /// For each bit, how many triples have it more than have it not.
    votes: Votes,
}

struct Votes([i32; 64]);

impl Default for Votes {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Similar {
    fn take(&mut self, word: &str) {
        for letter in word.chars().chain([' ']) {
            let [before, last] = self.last;
            self.last = [last, letter];
            // FNV-1a of the three, its bits mixed once more (the end of MurmurHash3).
            let mut hash = 0xcbf2_9ce4_8422_2325_u64;
            for sign in [before, last, letter] {
                hash = (hash ^ u64::from(u32::from(sign))).wrapping_mul(0x0100_0000_01b3);
            }
            hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
            hash ^= hash >> 33;
            for (bit, votes) in self.votes.0.iter_mut().enumerate() {
                *votes += if (hash >> bit) & 1 == 1 { 1 } else { -1 };
            }
        }
    }

    fn finish(&self) -> u64 {
        self.votes.0.iter().enumerate().fold(0, |hash, (bit, votes)| hash | (u64::from(*votes > 0) << bit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Retrieval-augmented generation looks up passages that fit a question and gives them to the model \
                        with it, so that the answer can rest on text that was not in the training data. The retriever \
                        finds candidates, a reranker orders them, and the generator writes with the best in its window.";

    fn flipped(one: &str, two: &str) -> u32 {
        let hash = |text: &str| {
            let mut similar = Similar::default();
            words(text, |word| similar.take(word));
            similar.finish()
        };
        (hash(one) ^ hash(two)).count_ones()
    }

    #[test]
    fn a_slip_of_the_pen_flips_few_bits_and_another_text_many() {
        assert_eq!(flipped(TEXT, &TEXT.to_uppercase().replace(',', " –")), 0);
        assert!(flipped(TEXT, &TEXT.replace("passages", "pasages")) <= 6);
        assert!(flipped(TEXT, &TEXT.replace("reranker", "re-ranker")) <= 6);
        let reworded =
            TEXT.replace("finds candidates, a reranker orders them", "asks two indexes at once and fuses both lists");
        assert!(flipped(TEXT, &reworded) > 6, "{}", flipped(TEXT, &reworded));
        assert!(flipped(TEXT, "A mixture of experts sends each token to a few feed-forward networks.") > 15);
    }

    #[test]
    fn numbers_are_taken_with_their_points() {
        assert_eq!(numbers("From 17.9 to 56,900 (GPT-4, 2024).").collect::<Vec<_>>(), ["17.9", "56,900", "4", "2024"]);
    }
}
