//! Formulas can be converted.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, formulas};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (source, nodes) in facts.guide.fragments() {
        let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
        for formula in formulas(nodes) {
            let after = text.as_bytes().get(formula.node.end as usize);
            if !formula.display && after.is_some_and(u8::is_ascii_digit) {
                let message = "this formula ends right before a digit, so it probably wasn't meant as one";
                let help = "write the dollar sign of an amount as `\\$`";
                found.push(
                    Diagnostic::new(Code::InvalidMath, Span::new(source, formula.node.range()), message).help(help),
                );
                continue;
            }
            let goes_on = after.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'{');
            if !formula.display && goes_on && formula.tex.ends_with(['/', ':', '=', '.', '-']) {
                let message = "this formula ends between a sign and a letter, so it probably wasn't meant as one";
                let help = "put code in backticks, or write a dollar sign in text as `\\$`";
                found.push(
                    Diagnostic::new(Code::InvalidMath, Span::new(source, formula.node.range()), message).help(help),
                );
                continue;
            }
            if formula.display && !formula.tex.contains("\\begin") && breaks(formula.tex) {
                let message = "`\\\\` does not break the line here: the formula is shown on one";
                let help =
                    "write `\\begin{gathered}` before it and `\\end{gathered}` after it, or make two formulas of it";
                found.push(
                    Diagnostic::new(Code::UnreadMath, Span::new(source, formula.node.range()), message).help(help),
                );
            }
            if let Some(at) = comment(formula.tex, formula.display) {
                found.push(comment_in(Span::new(source, percent(text, &formula, at))));
                continue;
            }
            if let Some(Err(error)) = facts.formulas.get(formula.tex, formula.display) {
                let whole = formula.node.range();
                // The formula stands between its dollar signs, unless it spans lines of a quotation, whose `>` the parser
                // has taken out; then the whole formula is shown.
                let dollars = if formula.display { 2 } else { 1 };
                let exact = whole.len() == formula.tex.len() + 2 * dollars && !error.range.is_empty();
                let start = whole.start + dollars + error.range.start;
                // In a code block of the language `math`, it stands below the fence.
                let inside = text.get(whole.clone()).and_then(|written| written.find(formula.tex));
                let range = match inside {
                    _ if exact => start..start + error.range.len(),
                    Some(at) if formula.display && !error.range.is_empty() => {
                        let start = whole.start + at + error.range.start;
                        start..start + error.range.len()
                    }
                    _ => whole,
                };
                let message = format!("this formula can't be converted: {}", error.message);
                let help = advice(formula.tex.get(error.range.clone()).unwrap_or_default(), &error.message);
                found.push(Diagnostic::new(Code::InvalidMath, Span::new(source, range), message).help(help));
            }
        }
    }
    for (_, question) in facts.guide.questions() {
        title(facts, &question.title, question.source, found);
    }
    for topic in &facts.guide.topics {
        title(facts, &topic.title, topic.span.source, found);
    }
    for page in &facts.guide.pages {
        title(facts, &page.title, page.prose.source, found);
    }
}

/// Whether `\\\\` stands outside of environments and groups.
fn breaks(tex: &str) -> bool {
    tex.trim().trim_end_matches("\\\\").contains("\\\\")
}

/// What to do about a formula that stops at `part`.
fn advice(part: &str, message: &str) -> String {
    let own = "commands of your own can't be defined: write out what it stands for";
    let fixed = match part {
        "\\def" | "\\newcommand" | "\\renewcommand" | "\\let" | "\\DeclareMathOperator" => own,
        "\\textcolor" | "\\colorbox" | "\\fcolorbox" => "write `{\\color{red} x}`",
        "\\href" | "\\url" => "put the link into the text beside the formula: `[text](address)`",
        "\\includegraphics" => "put the picture below the formula: `![what it shows](picture.png)`",
        "\\input" | "\\include" => "write the formula itself",
        "\\tag" => "write the number as text: `\\qquad (1)`",
        "\\label" | "\\ref" | "\\eqref" | "\\nonumber" | "\\notag" | "\\cite" => {
            "leave it out: formulas have no numbers here"
        }
        "\\ce" | "\\pu" => "write a chemical formula as `\\mathrm{H_2O}`",
        "\\si" | "\\SI" | "\\qty" | "\\num" | "\\unit" => "write a unit as `5\\,\\mathrm{kg}`",
        "\\boxed" | "\\fbox" | "\\framebox" => "leave the box out, or write the result in bold beside it",
        "\\tiny" | "\\small" | "\\large" | "\\Large" | "\\LARGE" | "\\huge" | "\\Huge" | "\\normalsize" => {
            "leave it out: the theme sets the size"
        }
        "\\mathds" | "\\mathbbm" | "\\bbm" | "\\mathbbold" => "write `\\mathbb{…}`",
        "\\norm" => "write `\\lVert x \\rVert`",
        "\\abs" => "write `\\lvert x \\rvert`",
        "\\mbox" | "\\hbox" | "\\textsc" | "\\textsf" | "\\emph" => "write `\\text{…}`",
        _ if part.starts_with('\\') && message.starts_with("unknown command") => {
            return format!(
                "`{part}` is misspelled or not known here: write it with other commands, or a name as `\\operatorname{{…}}`"
            );
        }
        _ => "LaTeX goes between `$…$` or `$$…$$`; a dollar sign in text is written `\\$`",
    };
    fixed.to_owned()
}

/// Offsets in a title are not offsets in the file, so the line of the title is shown.
fn title(
    facts: &Facts<'_, '_>,
    title: &crate::model::Title,
    source: crate::source::SourceId,
    found: &mut Vec<Diagnostic>,
) {
    for formula in formulas(&title.nodes) {
        let next = title.nodes.iter().find(|node| node.start == formula.node.end);
        let is_amount = next.is_some_and(
            |next| matches!(&next.event, Event::Text(text) if text.starts_with(|c: char| c.is_ascii_digit())),
        );
        if !formula.display && is_amount {
            let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
            let written = format!("${}$", formula.tex);
            let at = text.find(&written).map(|at| Span::new(source, at..at + written.len()));
            let message = "this formula ends right before a digit, so it probably wasn't meant as one";
            let help = "write the dollar sign of an amount as `\\$`";
            let span = at.or(title.span).unwrap_or_else(|| Span::start_of(source));
            found.push(Diagnostic::new(Code::InvalidMath, span, message).help(help));
            continue;
        }
        if comment(formula.tex, formula.display).is_some() {
            let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
            let at = text.find(formula.tex).map_or(0..0, |at| at..at + formula.tex.len());
            found.push(comment_in(title.span.unwrap_or_else(|| Span::new(source, at))));
            continue;
        }
        if let Some(Err(error)) = facts.formulas.get(formula.tex, formula.display) {
            let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
            let at = text.find(formula.tex).map_or(0..0, |at| at..at + formula.tex.len());
            let message = format!("the title's formula can't be converted: {}", error.message);
            found.push(Diagnostic::new(Code::InvalidMath, Span::new(source, at), message));
        }
    }
}

fn comment_in(span: Span) -> Diagnostic {
    let message = "in a formula `%` begins a comment, so what follows on its line is not shown";
    Diagnostic::new(Code::InvalidMath, span, message).help("write `\\%`")
}

/// Where `%` takes text out of a formula that its author wrote to be shown. In a formula of several lines, a comment at the
/// end of a line is one.
fn comment(tex: &str, display: bool) -> Option<usize> {
    let bytes = tex.as_bytes();
    let at = memchr::memchr_iter(b'%', bytes).find(|at| {
        let backslashes = bytes.get(..*at).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\').count();
        backslashes % 2 == 0
    })?;
    let (before, after) = (tex.get(..at)?, tex.get(at + 1..)?);
    let is_amount = before.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '}');
    let is_comment = display && after.contains('\n') && !is_amount;
    (!is_comment).then_some(at)
}

/// Where the sign at `at` of a formula stands in the file.
fn percent(text: &str, formula: &crate::markdown::Formula<'_>, at: usize) -> std::ops::Range<usize> {
    let whole = formula.node.range();
    let written = text.get(whole.clone()).unwrap_or_default();
    let before = formula.tex.get(..at).map_or(0, |before| before.matches('%').count());
    match written.match_indices('%').nth(before) {
        Some((at, _)) => whole.start + at..whole.start + at + 1,
        None => whole,
    }
}
