//! Formulas: LaTeX in, `MathML` Core out, by the `math-core` crate.
//!
//! [`Formulas::convert`] converts every distinct formula of a guide once. A broken one is a value that says where it
//! breaks, so that the check can point into it; the converter is never run on input that it is known not to survive.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use rayon::prelude::*;

/// How deep a formula may nest. The converter recurses, and 60 nested roots overflow a small stack.
const MAX_DEPTH: usize = 40;

/// How many commands a formula may hold. Each may nest in the one before without a brace to count, as in `\\frac1\\frac1…`.
const MAX_COMMANDS: usize = 300;

/// The stack of a thread that converts, in bytes; it is only reserved. A level of nesting takes some 30 KiB when the program
/// is not optimized.
const STACK: usize = 64 * 1024 * 1024;

/// How long a formula may be, in bytes.
const MAX_BYTES: usize = 10_000;

/// Why a formula can't be converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathError {
    /// In words, lower-case.
    pub message: String,
    /// The place, in bytes of the LaTeX.
    pub range: Range<usize>,
}

/// Every distinct formula of a guide, converted.
#[derive(Debug, Default)]
pub struct Formulas {
    inline: HashMap<String, Result<String, MathError>>,
    display: HashMap<String, Result<String, MathError>>,
}

impl Formulas {
    /// Converts `formulas`, given as LaTeX and whether it is displayed, each distinct one once.
    #[must_use]
    pub fn convert<'f>(formulas: impl Iterator<Item = (&'f str, bool)>) -> Self {
        let distinct: Vec<(&str, bool)> = formulas.collect::<HashSet<_>>().into_iter().collect();
        if distinct.is_empty() {
            return Self::default();
        }
        // Threads of our own, because those of the caller may have a small stack. Without them nothing is converted.
        let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(rayon::current_num_threads());
        let Ok(threads) = threads.build() else { return Self::default() };
        let convert_all = || -> Vec<_> {
            distinct
                .into_par_iter()
                .map_init(converter, |converter, (tex, display)| {
                    let result = match converter {
                        Some(converter) => convert(converter, tex, display),
                        None => Err(whole(tex, "the converter could not be set up")),
                    };
                    (display, tex.to_owned(), result)
                })
                .collect()
        };
        let converted = threads.install(convert_all);
        let mut formulas = Self::default();
        for (display, tex, result) in converted {
            let map = if display { &mut formulas.display } else { &mut formulas.inline };
            map.insert(tex, result);
        }
        formulas
    }

    /// The result for one formula; `None` if it was not among those converted.
    #[must_use]
    pub fn get(&self, tex: &str, display: bool) -> Option<&Result<String, MathError>> {
        if display { self.display.get(tex) } else { self.inline.get(tex) }
    }
}

fn converter() -> Option<LatexToMathML> {
    LatexToMathML::new(MathCoreConfig::default()).ok()
}

fn whole(tex: &str, message: &str) -> MathError {
    MathError { message: message.to_owned(), range: 0..tex.len() }
}

fn convert(converter: &LatexToMathML, tex: &str, display: bool) -> Result<String, MathError> {
    if tex.trim().is_empty() {
        return Err(whole(tex, "the formula is empty"));
    }
    if tex.len() > MAX_BYTES {
        return Err(whole(tex, "the formula is longer than 10,000 bytes"));
    }
    if tex.matches('\\').count() > MAX_COMMANDS {
        return Err(whole(tex, "the formula holds more than 300 commands"));
    }
    if depth(tex) > MAX_DEPTH {
        return Err(whole(tex, "the formula nests more than 40 deep"));
    }
    if let Some(range) = separator_in_group(tex) {
        let message = "a column or row can't end inside braces or between `\\left` and `\\right`";
        return Err(MathError { message: message.to_owned(), range });
    }
    let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let outcome = crate::guard::catch(|| converter.convert_with_local_state(tex, mode))
        .map_err(|_| whole(tex, "the converter could not cope with this formula"))?;
    match outcome {
        Ok(result) => Ok(fit_for_the_page(&result.mathml)),
        Err(error) => {
            let message = error.error_message();
            let message = message.trim_end_matches('.');
            let mut first = message.chars();
            let lower = first.next().map(char::to_lowercase).into_iter().flatten().chain(first).collect();
            Err(MathError { message: lower, range: error.0.clone() })
        }
    }
}

/// The converter's `MathML` without what a page of ours can't have.
///
/// `style` is forbidden by the Content-Security-Policy: a colour has an attribute of its own in `MathML` Core, and the rest
/// is handed to the style sheet as `data-style`. `scriptlevel` on `<mtable>` is not in the schema, and validators reject it.
fn fit_for_the_page(mathml: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let (tag, after) = tag.split_at(tag.find('>').unwrap_or(tag.len()));
        rest = after;
        out.push_str(text);
        let Some((before, style)) = tag.split_once(STYLE) else {
            out.push_str(tag);
            continue;
        };
        let (value, after) = style.split_once('"').unwrap_or((style, ""));
        out.push_str(before);
        let (colors, others): (Vec<&str>, Vec<&str>) =
            value.split_inclusive(';').partition(|one| one.trim_start().starts_with("color:"));
        for color in colors {
            let color = color.trim().trim_start_matches("color:").trim_end_matches(';').trim();
            out.push_str(&format!(" mathcolor=\"{color}\""));
        }
        if !others.is_empty() {
            out.push_str(&format!(" data-style=\"{}\"", others.concat()));
        }
        out.push_str(after);
    }
    out.push_str(rest);
    strip_table_level(&out)
}

fn strip_table_level(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some(at) = rest.find("<mtable") {
        let (before, tag) = rest.split_at(at);
        let (tag, after) = tag.split_at(tag.find('>').unwrap_or(tag.len()));
        out.push_str(before);
        out.push_str(&tag.replace(" scriptlevel=\"0\"", "").replace(" scriptlevel=\"1\"", ""));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first `&` or `\\\\` of a table that stands inside a group of it. The converter drops it, or panics where it was built to.
fn separator_in_group(tex: &str) -> Option<Range<usize>> {
    if !tex.contains("\\begin") {
        return None;
    }
    // What is open, innermost last: whether it is an environment.
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(c) = tex.get(at..).and_then(|rest| rest.chars().next()) {
        let mut length = c.len_utf8();
        let in_group = open.last() == Some(&false) && open.contains(&true);
        match c {
            '\\' => {
                let name = tex.get(at + 1..).unwrap_or_default();
                let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
                length = if letters == 0 { 1 + name.chars().next().map_or(0, char::len_utf8) } else { 1 + letters };
                match name.get(..letters).unwrap_or_default() {
                    "begin" | "left" => open.push(name.starts_with("begin")),
                    "end" | "right" => drop(open.pop()),
                    "" if name.starts_with('\\') && in_group => return Some(at..at + length),
                    _ => {}
                }
            }
            '{' => open.push(false),
            '}' => drop(open.pop()),
            '&' if in_group => return Some(at..at + 1),
            _ => {}
        }
        at += length;
    }
    None
}

/// How deep the formula nests at most: braces, brackets, environments and delimiters, and commands that follow each
/// other with nothing between, because `\sqrt\sqrt x` nests too. What nests with short arguments between is bounded by
/// [`MAX_COMMANDS`].
fn depth(tex: &str) -> usize {
    let (mut open, mut chain, mut deepest) = (0_usize, 0_usize, 0_usize);
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\\' => {
                let name = rest.get(1..).unwrap_or_default();
                let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
                length = if letters == 0 { 1 + name.chars().next().map_or(0, char::len_utf8) } else { 1 + letters };
                match name.get(..letters).unwrap_or_default() {
                    "left" | "begin" => open += 1,
                    "right" | "end" => open = open.saturating_sub(1),
                    _ => chain += 1,
                }
            }
            '{' | '[' => open += 1,
            '}' | ']' => {
                open = open.saturating_sub(1);
                chain = 0;
            }
            '^' | '_' => {}
            c if c.is_whitespace() => {}
            _ => chain = 0,
        }
        deepest = deepest.max(open + chain);
        rest = rest.get(length..).unwrap_or_default();
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(tex: &str) -> Result<String, MathError> {
        Formulas::convert([(tex, true)].into_iter()).get(tex, true).cloned().unwrap()
    }

    #[test]
    fn a_formula_becomes_mathml() {
        assert!(one(r"\frac{1}{2}").unwrap().contains("<mfrac>"));
    }

    #[test]
    fn no_style_attribute_is_left() {
        for tex in [
            r"\begin{cases} a & b \\ c & d \end{cases}",
            r"{\color{red} x} + y",
            r"\begin{aligned} a &= b \end{aligned}",
        ] {
            let mathml = one(tex).unwrap();
            assert!(!mathml.contains(" style="), "{mathml}");
        }
        assert!(one(r"{\color{red} x}").unwrap().contains("mathcolor="), "the colour is lost");
    }

    #[test]
    fn an_unknown_command_is_pointed_at() {
        let error = one(r"x + \nosuch").unwrap_err();
        assert_eq!(&r"x + \nosuch"[error.range], r"\nosuch");
    }

    #[test]
    fn deep_nesting_is_refused_before_the_converter_sees_it() {
        for tex in [r"\sqrt{".repeat(60), r"\sqrt".repeat(60), r"\left(".repeat(60), r"\sqrt[".repeat(60)] {
            assert!(one(&tex).unwrap_err().message.contains("nests"), "{tex}");
        }
    }

    #[test]
    fn a_column_mark_inside_a_group_is_pointed_at() {
        for (tex, mark) in [
            (r"\begin{matrix} {a & b} \end{matrix}", "&"),
            (r"\begin{matrix} \left( a & b \right) \end{matrix}", "&"),
            (r"\begin{matrix} \frac{a \\ b}{c} \end{matrix}", r"\\"),
            (r"\begin{matrix} x_{a & b} \end{matrix}", "&"),
        ] {
            assert_eq!(&tex[one(tex).unwrap_err().range], mark, "{tex}");
        }
        for tex in [
            r"\begin{matrix} {a} & \{ b \} \\ \frac{c}{d} & e \end{matrix}",
            r"\left\{ \begin{array}{c|c} a & b \end{array} \right.",
            r"\begin{matrix} {\begin{matrix} a & b \end{matrix}} & \text{a \& b} \end{matrix}",
        ] {
            assert!(one(tex).is_ok(), "{tex}: {:?}", one(tex));
        }
    }

    #[test]
    fn what_nests_without_braces_is_survived() {
        for tex in [r"\frac1".repeat(250), r"\sqrt[3]".repeat(39), r"\frac1".repeat(2000)] {
            let _ = one(&tex);
        }
    }

    #[test]
    fn half_open_intervals_do_not_count_as_deep() {
        assert!(one(r"[0,1) \cup [1,2)").is_ok());
    }
}
