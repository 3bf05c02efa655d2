//! Formulas without dollar signs: `\frac{a}{b}`, `x_{i}`, `\begin{align}`; and formulas that a list cuts in two.

use super::run::{Place, Run, THING};
use crate::diagnostic::{Code, Diagnostic};

/// Commands that stand in formulas and nowhere else.
const COMMANDS: &[&str] = &[
    "alpha",
    "approx",
    "argmax",
    "argmin",
    "beta",
    "cdot",
    "cdots",
    "chi",
    "cup",
    "cap",
    "dots",
    "delta",
    "Delta",
    "epsilon",
    "equiv",
    "eta",
    "exists",
    "forall",
    "frac",
    "gamma",
    "Gamma",
    "geq",
    "hat",
    "infty",
    "int",
    "kappa",
    "lambda",
    "Lambda",
    "ldots",
    "leq",
    "lim",
    "ln",
    "log",
    "mathbb",
    "mathbf",
    "mathcal",
    "mathrm",
    "mu",
    "nabla",
    "neq",
    "nu",
    "odot",
    "omega",
    "Omega",
    "oplus",
    "otimes",
    "overline",
    "partial",
    "phi",
    "Phi",
    "pi",
    "Pi",
    "pm",
    "prod",
    "propto",
    "psi",
    "Psi",
    "rho",
    "rightarrow",
    "sigma",
    "Sigma",
    "sim",
    "sqrt",
    "subset",
    "sum",
    "tau",
    "text",
    "theta",
    "Theta",
    "times",
    "varepsilon",
    "vec",
    "xi",
    "zeta",
];

/// Environments of formulas.
const ENVIRONMENTS: &[&str] = &[
    "align",
    "align*",
    "aligned",
    "array",
    "bmatrix",
    "cases",
    "eqnarray",
    "equation",
    "equation*",
    "gather",
    "gather*",
    "matrix",
    "multline",
    "pmatrix",
    "split",
    "vmatrix",
];

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    // What has dollar signs is the business of other rules.
    if text.contains('$') || run.place == Place::Title {
        return;
    }
    let message = "formulas stand between dollar signs; this is shown as it is written";
    let mut warn = |part: std::ops::Range<usize>, help: String| {
        found.push(Diagnostic::new(Code::UnreadMath, run.span(part), message).help(help));
    };
    if let Some(at) = text.find("\\begin{") {
        let name = text.get(at + 7..).and_then(|rest| rest.split('}').next()).unwrap_or_default();
        if ENVIRONMENTS.contains(&name) {
            let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| at + length);
            warn(at..end, format!("write `$$` before `\\begin{{{name}}}`, and after its end"));
            return;
        }
    }
    if let Some(part) = command(text).or_else(|| index(text)) {
        let written = run.written(part.clone());
        warn(part, format!("write `${written}$`"));
    }
}

/// The first command of a formula, with what is in its braces.
fn command(text: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices('\\').find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let before = text.get(..at)?.chars().next_back();
        // `C:\alpha` is a path, and so is `\sum\x`.
        let is_path = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '\\' | '/' | '.'));
        let after = rest.get(letters..)?;
        let is_escape = after.starts_with(['\\', '/', '.', '-', '(', '"', '\'']);
        (!is_path && !is_escape && COMMANDS.contains(&rest.get(..letters)?))
            .then(|| at..at + 1 + letters + braces(after))
    })
}

/// The first `x_{i}` or `e^{-x}`.
fn index(text: &str) -> Option<std::ops::Range<usize>> {
    let marks = text.match_indices("_{").chain(text.match_indices("^{"));
    let mut parts = marks.filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let length = braces(text.get(at + 1..)?);
        let inner = text.get(at + 2..at + length)?;
        let is_plain = !inner.is_empty() && !inner.contains([THING, '\n', '"', '\'', ':', '{']);
        ((1..=2).contains(&word.len()) && length > 0 && is_plain && !before.ends_with(['{', '%']))
            .then(|| at - word.len()..at + 1 + length)
    });
    parts.next()
}

/// How long the groups in braces are that `text` begins with.
fn braces(text: &str) -> usize {
    let mut at = 0;
    while text.get(at..).is_some_and(|rest| rest.starts_with('{')) {
        let mut depth = 0_usize;
        let end = text.get(at..).unwrap_or_default().char_indices().find_map(|(offset, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(at + offset + 1)
        });
        let Some(end) = end else { return at };
        at = end;
    }
    at
}

/// Reports formulas whose second line begins a list or a quotation: `$x` and `+ y$`.
pub(super) fn cut(runs: &[Run<'_>], found: &mut Vec<Diagnostic>) {
    for pair in runs.windows(2) {
        let [first, second] = pair else { continue };
        let (Some((_, tail)), Some((head, _))) = (first.text.rsplit_once('$'), second.text.split_once('$')) else {
            continue;
        };
        let alone = first.text.matches('$').count() == 1 && second.text.matches('$').count() == 1;
        let is_formula = |part: &str| {
            !part.is_empty() && part.len() < 60 && part.split(|c: char| !c.is_alphabetic()).all(|word| word.len() < 3)
        };
        let (start, end) = (first.range(0..first.text.len()).end, second.range(0..0).start);
        let between = first.file.get(start..end).unwrap_or_default();
        let mark = between.trim();
        let is_mark = between.starts_with('\n') && matches!(mark, "-" | "+" | "*" | ">" | "#");
        if !alone || !is_mark || tail.starts_with(' ') || head.ends_with(' ') || !is_formula(tail) || !is_formula(head)
        {
            continue;
        }
        let at = first.text.len() - tail.len() - 1;
        let message = format!("a line that begins with `{mark}` ends this formula, so its dollar signs are shown");
        let help = format!("write it on one line: `${} {mark} {}$`", tail.trim(), head.trim());
        found.push(Diagnostic::new(Code::UnreadMath, first.span(at..first.text.len()), message).help(help));
    }
}
