//! The revision of an answer: two fingerprints by which a browser tells whether an answer has changed since it was learned.
//!
//! A revision is `<exact>.<words>`:
//!
//! - *exact*: 6 hexadecimal digits, the start of a BLAKE3 hash of what can't change a little: which options are correct, the
//!   answers that are accepted, a numeric answer with its tolerance and unit, every number, formula and piece of code of the answer, and the author's own `updated`. In options
//!   and accepted answers, the letters of a word count in any order and once, so that the commonest typos don't count.
//! - *words*: 16 hexadecimal digits, a sketch of the answer's letters: case, punctuation, markup and white space don't count.
//!   - A text of up to 64 letters sets one bit for each letter and each pair of letters in it. A letter more, less or other, or
//!     two that change places, flip at most six bits: this is a floor for short answers.
//!   - In a longer text, each bit is one bit of the smallest of a hash of its own over all triples of letters (Li and König,
//!     "b-Bit Minwise Hashing", 2010). The share of triples that only one of two texts has is twice the share of bits that differ.
//!
//! An answer counts as changed when *exact* differs, or more than 6 of the 64 bits of *words* do (`js/progress.js`): a typo in
//! fifty words flips one or two, another wording of an eighth of them about seven; in a longer answer as much is a smaller part.
//! The question, its hint, its follow-ups and its references are not part of its answer.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::markdown::{Event, Node, Tag, TagEnd, one_line};
use crate::memo::{Key, KeyMaker, Memo};
use crate::model::{Guide, Kind, Question, SectionKind, Tolerance};
use crate::receipt::Inputs;
use crate::search::words::words;

/// The revision of each question's answer, by id.
pub type Revisions<'g> = HashMap<&'g str, String>;

/// The revisions of a guide. What `memo` remembers is used, and it remembers exactly these afterwards.
#[must_use]
pub fn revisions<'g>(guide: &'g Guide<'_>, config: &Config, inputs: &Inputs, memo: &mut Memo) -> Revisions<'g> {
    let questions: Vec<&Question<'_>> = guide.questions().map(|(_, question)| question).collect();
    let known = &*memo;
    let made: Vec<(Key, &str, String)> = questions
        .into_par_iter()
        .map(|question| {
            // Whether HTML is text decides what the text of an answer is.
            let source = inputs.source(question.source);
            let key = KeyMaker::default().with(&(inputs.program, config.html.allow_html, source)).key();
            let remembered = known.get(&key).and_then(|bytes| Some(std::str::from_utf8(bytes).ok()?.to_owned()));
            (key, question.id.value.0.as_ref(), remembered.unwrap_or_else(|| revision(question)))
        })
        .collect();
    memo.replace(made.iter().map(|(key, _, revision)| (*key, revision.as_bytes().to_vec())));
    made.into_iter().map(|(_, id, revision)| (id, revision)).collect()
}

/// The revision of a question's answer.
fn revision(question: &Question<'_>) -> String {
    let mut exact = blake3::Hasher::new();
    let mut similar = Similar::default();
    let mut part = |text: &str| {
        exact.update(text.as_bytes()).update(&[0]);
    };
    match &question.kind {
        Kind::Mcq(choices) => {
            let correct = choices.options.iter().filter(|option| option.correct);
            let mut keys: Vec<String> = correct
                .map(
                    |option| {
                        if option.text.trim().is_empty() { option.key.clone() } else { without_typos(&option.text) }
                    },
                )
                .collect();
            keys.sort_unstable();
            for key in &keys {
                part(key);
            }
        }
        Kind::Short { accept } => accept.iter().for_each(|answer| part(&without_typos(answer))),
        Kind::Numeric(numeric) => {
            part(&numeric.answer.plain());
            part(&numeric.tolerance.as_ref().map(Tolerance::plain).unwrap_or_default());
            part(&numeric.unit);
        }
        Kind::Descriptive => {}
    }
    if let Some(date) = question.updated {
        part(&date.to_string());
    }
    for kind in [SectionKind::InShort, SectionKind::Answer, SectionKind::Explanation] {
        let Some(section) = question.section(kind) else { continue };
        take(&section.nodes, &mut part, &mut similar);
    }
    let exact = exact.finalize().to_hex();
    format!("{}.{:016x}", exact.as_str().get(..6).unwrap_or_default(), similar.finish())
}

/// Takes what can't change a little to `part`, and the letters to `similar`.
fn take(nodes: &[Node<'_>], part: &mut impl FnMut(&str), similar: &mut Similar) {
    for text in texts(nodes) {
        match text {
            Part::Formula(tex) => part(&tex.split_whitespace().collect::<String>()),
            Part::Code(code) => part(code.trim()),
            Part::Text(text) => {
                numbers(text).for_each(&mut *part);
                words(text, |word| similar.take(word));
            }
        }
    }
}

enum Part<'n> {
    Text(&'n str),
    Formula(&'n str),
    Code(&'n str),
}

/// The words, formulas and code of an answer.
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
        Event::Text(text) if !in_code => Some(Part::Text(text)),
        Event::Text(text) | Event::Code(text) => Some(Part::Code(text)),
        Event::InlineMath(tex) | Event::DisplayMath(tex) => Some(Part::Formula(tex)),
        _ => None,
    })
}

/// A short text in which letters that are doubled or have changed places don't count: of each word of three letters or more its
/// letters, sorted and each once. All else counts as it is written, apart from case and white space.
fn without_typos(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for sign in text.to_lowercase().chars().chain([' ']) {
        if sign.is_alphabetic() {
            word.push(sign);
            continue;
        }
        if word.chars().count() < 3 {
            out.push_str(&word);
        } else {
            out.extend(word.chars().collect::<BTreeSet<char>>());
        }
        word.clear();
        out.push(if sign.is_whitespace() { ' ' } else { sign });
    }
    one_line(&out).into_owned()
}

/// The numbers of a text, with the points and commas within them.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    text.split(move |c| !is_part(c)).map(|run| run.trim_matches(['.', ','])).filter(|number| !number.is_empty())
}

/// The letters up to which a text is short.
const SHORT: usize = 64;

/// A sketch of letters.
struct Similar {
    /// The last two letters.
    last: [char; 2],
    letters: usize,
    /// A bit for each letter and each pair of letters.
    short: u64,
    /// The hashes of all triples, and each once.
    triples: FxHashSet<u64>,
}

impl Default for Similar {
    fn default() -> Self {
        Self { last: [' '; 2], letters: 0, short: 0, triples: FxHashSet::default() }
    }
}

impl Similar {
    fn take(&mut self, word: &str) {
        for letter in word.chars().chain([' ']) {
            let [before, last] = self.last;
            self.last = [last, letter];
            self.letters += usize::from(letter != ' ');
            self.short |= bit(&[last, letter]) | if letter == ' ' { 0 } else { bit(&[letter]) };
            self.triples.insert(hash(&[before, last, letter]));
        }
    }

    fn finish(&self) -> u64 {
        if self.letters <= SHORT {
            return self.short;
        }
        // Another odd factor for each bit gives another order of the triples.
        let factors: [u64; 64] = std::array::from_fn(|bit| mix(bit as u64 + 1) | 1);
        let mut smallest = [u64::MAX; 64];
        for triple in &self.triples {
            for (smallest, factor) in smallest.iter_mut().zip(factors) {
                *smallest = (*smallest).min(triple.wrapping_mul(factor));
            }
        }
        smallest.iter().enumerate().fold(0, |sketch, (bit, smallest)| sketch | ((mix(*smallest) & 1) << bit))
    }
}

/// One of 64 bits.
fn bit(letters: &[char]) -> u64 {
    1 << (hash(letters) & 63)
}

/// Where a hash begins: of sixty values, the one that lets the fewest common pairs of letters share a bit.
const START: u64 = 0xcbf2_9ce4_8422_235e;

/// FNV-1a of letters, its bits mixed once more.
fn hash(letters: &[char]) -> u64 {
    let fnv = |hash: u64, sign: &char| (hash ^ u64::from(u32::from(*sign))).wrapping_mul(0x0100_0000_01b3);
    mix(letters.iter().fold(START, fnv))
}

/// The end of `MurmurHash3`.
const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
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
    fn a_short_answer_may_have_a_typo_fixed_and_no_more() {
        for (one, two) in [
            ("The capital is Pariss.", "The capital is Paris."),
            ("Pariss", "Paris"),
            ("Pris", "Paris"),
            ("Patis", "Paris"),
            ("It's teh first one", "It's the first one"),
            ("A stack is last in, frist out.", "A stack is last in, first out."),
            ("yes", "Yes."),
        ] {
            assert!(flipped(one, two) <= 6, "{one} {two} {}", flipped(one, two));
        }
        for (one, two) in [
            ("Paris", "Berlin"),
            ("The capital is Paris.", "The capital is Berlin."),
            ("It is true.", "It is false."),
            ("A stack is last in, first out.", "A queue is first come, first served."),
        ] {
            assert!(flipped(one, two) > 6, "{one} {two} {}", flipped(one, two));
        }
    }

    #[test]
    fn a_typo_in_an_option_is_none_and_another_option_is() {
        for (one, two) in [("tow", "two"), ("Pariss", "paris"), ("The frist", "the first"), ("a  + b", "a + b")] {
            assert_eq!(without_typos(one), without_typos(two));
        }
        for (one, two) in [("two", "ten"), ("ab", "ba"), ("a + b", "a - b"), ("12", "21"), ("increases", "decreases")] {
            assert_ne!(without_typos(one), without_typos(two));
        }
    }

    #[test]
    fn a_typo_flips_few_bits_and_another_text_many() {
        assert_eq!(flipped(TEXT, &TEXT.to_uppercase().replace(',', " –")), 0);
        assert!(flipped(TEXT, &TEXT.replace("passages", "pasages")) <= 6);
        assert!(flipped(TEXT, &TEXT.replace("reranker", "re-ranker")) <= 6);
        let reworded =
            TEXT.replace("finds candidates, a reranker orders them", "asks two indexes at once and fuses both lists");
        assert!(flipped(TEXT, &reworded) > 6, "{}", flipped(TEXT, &reworded));
        assert!(flipped(TEXT, "A mixture of experts sends each token to a few feed-forward networks.") > 15);
    }

    /// The exact parts of an answer, and its sketch.
    fn taken(answer: &str) -> (Vec<String>, u64) {
        let mut similar = Similar::default();
        let mut exact = Vec::new();
        take(&crate::markdown::parse(answer, 0).unwrap(), &mut |part: &str| exact.push(part.to_owned()), &mut similar);
        (exact, similar.finish())
    }

    #[test]
    fn one_character_of_code_changes_the_exact_part_and_a_word_beside_it_does_not() {
        const ANSWER: &str = "It adds `a + b` both:\n\n```python\ndef add(a, b):\n    return a + b\n```\n\n    x = a + b\n\n\
                              - In a list:\n\n  ```\n  c = a + b\n  ```\n\nThat is all, and $a + b$ too.";
        let (exact, sketch) = taken(ANSWER);
        assert_eq!(exact.len(), 5, "{exact:?}");
        for place in ["`a + b`", "return a + b", "x = a + b", "c = a + b", "$a + b$"] {
            let (changed, other) = taken(&ANSWER.replace(place, &place.replace('+', "-")));
            assert_ne!(exact, changed, "{place}");
            assert_eq!(sketch, other, "the letters are those they were: {place}");
        }
        // The name of a code block's language, how it is fenced, and white space around it are not the answer's.
        let fenced = ANSWER.replace("```python", "~~~~py").replace("a + b\n```\n\n    x", "a + b\n\n~~~~\n\n    x");
        assert_eq!(taken(&fenced), (exact.clone(), sketch));
        let (same, other) = taken(&ANSWER.replace("That is all", "This is al"));
        assert_eq!(exact, same);
        assert!((sketch ^ other).count_ones() > 0);
    }

    #[test]
    fn numbers_are_taken_with_their_points() {
        assert_eq!(numbers("From 17.9 to 56,900 (GPT-4, 2024).").collect::<Vec<_>>(), ["17.9", "56,900", "4", "2024"]);
    }
}
