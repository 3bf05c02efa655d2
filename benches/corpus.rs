//! A synthetic guide of any size, the same for the same size: about 2 kB a question, three in ten multiple choice, a
//! quarter of the others with a code block, one in eight with math.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const WORDS: &str = "token attention transformer embedding prompt context window retrieval vector index gradient loss \
    training inference latency batch layer weight parameter dataset sample distribution temperature decoding sampling \
    quantization distillation adapter alignment reward policy preference evaluation benchmark grounding citation chunk \
    reranker similarity distance cluster agent tool planner memory cache query key value head projection residual the of \
    and to a in is that for it as with on by this are be or from at which an can not when each has if than its but more";

/// A linear congruential generator (Knuth's MMIX constants): fast, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn words(&mut self, vocabulary: &[&str], count: usize) -> String {
        let mut out = String::new();
        for at in 0..count {
            let word = vocabulary[self.roll(vocabulary.len())];
            match self.roll(60) {
                0 => write!(out, "**{word}** "),
                1 => write!(out, "`{word}` "),
                2 => write!(out, "[{word}](https://example.org/{word}/) "),
                _ if at % 18 == 17 => writeln!(out, "{word}."),
                _ => write!(out, "{word} "),
            }
            .unwrap_or_default();
        }
        out.trim_end().to_owned()
    }

    fn code(&mut self, vocabulary: &[&str]) -> String {
        let mut name = || vocabulary[self.roll(vocabulary.len())];
        let (f, a, b) = (name(), name(), name());
        let mut out = format!("```python\ndef {f}({a}: list[str], {b}: int = 3) -> dict[str, float]:\n");
        for line in 0..self.roll(14) + 6 {
            let word = vocabulary[self.roll(vocabulary.len())];
            let _ =
                writeln!(out, "    if len({a}) > {b}:  # {word}\n        {word}_{line} = [x * {line}.5 for x in {a}]");
        }
        out + "    return {}\n```\n\n"
    }
}

/// Writes a guide of `questions` questions, fifty to a topic, into `root`.
pub(crate) fn write(root: &Path, questions: usize) {
    let vocabulary: Vec<&str> = WORDS.split_whitespace().collect();
    let mut dice = Dice(7);
    let content = root.join("content");
    fs::create_dir_all(&content).expect("a folder for the corpus");
    fs::write(root.join("book.toml"), "[book]\ntitle = \"Synthetic guide\"\n").expect("book.toml");
    for number in 0..questions {
        let folder = content.join(format!("topic-{:04}", number / 50));
        if number % 50 == 0 {
            fs::create_dir_all(&folder).expect("a topic");
            let intro = dice.words(&vocabulary, 40);
            fs::write(folder.join("_index.md"), format!("---\ntitle: Topic {}\n---\n\n{intro}\n", number / 50))
                .expect("index");
        }
        let title = dice.words(&vocabulary, 8).replace(['*', '`', '\n'], "");
        let mcq = dice.roll(10) < 3;
        let kind = if mcq { "mcq" } else { "descriptive" };
        let mut text = format!(
            "---\ntitle: >\n  {title}\nkind: {kind}\ndifficulty: intermediate\ntags: [{}]\n---\n\n",
            "synthetic"
        );
        if mcq {
            let right = dice.roll(4);
            for option in 0..4 {
                let mark = if option == right { 'x' } else { ' ' };
                let words = dice.words(&vocabulary, 7).replace('\n', " ");
                let _ = writeln!(text, "- [{mark}] {words} {option}");
            }
            let _ = writeln!(text, "\n## Explanation\n\n{}", dice.words(&vocabulary, 60));
        } else {
            for _ in 0..dice.roll(5) + 3 {
                let _ = writeln!(text, "{}\n", dice.words(&vocabulary, 65));
            }
            if dice.roll(4) == 0 {
                text.push_str(&dice.code(&vocabulary));
            }
            if dice.roll(8) == 0 {
                let n = dice.roll(500);
                let _ = writeln!(
                    text,
                    "$$\nL = -\\frac{{1}}{{{n}}} \\sum_{{i=1}}^{{{n}}} \\log p(y_i \\mid x_i; \\theta)\n$$"
                );
            }
        }
        fs::write(folder.join(format!("q-{number:06}.md")), text).expect("a question");
    }
}
