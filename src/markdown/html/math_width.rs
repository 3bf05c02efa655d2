//! How wide a formula is, so that one too wide for paper is printed smaller: nobody can scroll paper, and browsers break no
//! line inside `MathML`.
//!
//! It is an estimate from letters and structure, for the common math fonts, and rather too wide than too narrow.

/// The classes of wide formulas, each with the width in em up to which it is meant; css/math.css has a size for each.
const CLASSES: &[(f64, &str)] = &[
    (34.0, ""),
    (45.0, "em-45"),
    (60.0, "em-60"),
    (80.0, "em-80"),
    (110.0, "em-110"),
    (150.0, "em-150"),
    (f64::INFINITY, "em-200"),
];

/// The class of a formula that is too wide for a line of paper; empty for any other.
pub(super) fn class(mathml: &str) -> &'static str {
    let width = width(mathml);
    CLASSES.iter().find(|(limit, _)| width <= *limit).map_or("", |(_, class)| class)
}

/// An element that is open, with the widths of its children.
struct Open<'m> {
    name: &'m str,
    children: Vec<f64>,
}

/// The width in em. What isn't well-formed is as wide as what was understood of it.
fn width(mathml: &str) -> f64 {
    let mut open = vec![Open { name: "", children: Vec::new() }];
    for part in mathml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name.trim());
        } else if !tag.ends_with('/') {
            let name = tag.split_whitespace().next().unwrap_or_default();
            let leaf = if text.is_empty() { Vec::new() } else { vec![text_width(name, text)] };
            open.push(Open { name, children: leaf });
        }
    }
    open.into_iter().flat_map(|element| element.children).sum()
}

fn close(open: &mut Vec<Open<'_>>, name: &str) {
    if open.len() > 1
        && let Some(element) = open.pop_if(|element| element.name == name)
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(element_width(element.name, &element.children));
    }
}

fn element_width(name: &str, children: &[f64]) -> f64 {
    /// The size of a script beside that of its base.
    const SCRIPT: f64 = 0.71;
    let widest = || children.iter().copied().fold(0.0, f64::max);
    match (name, children) {
        ("mfrac", _) => widest() + 0.3,
        ("munder" | "mover" | "munderover" | "mtable", _) => widest(),
        ("msub" | "msup", [base, script]) => base + script * SCRIPT,
        ("msubsup", [base, sub, sup]) => base + sub.max(*sup) * SCRIPT,
        ("msqrt" | "mroot", _) => children.iter().sum::<f64>() + 1.0,
        ("mtd", _) => children.iter().sum::<f64>() + 0.8,
        // The source of the formula, which is not shown.
        ("annotation", _) => 0.0,
        _ => children.iter().sum(),
    }
}

fn text_width(name: &str, text: &str) -> f64 {
    let text = text.trim();
    // An entity stands for one sign.
    let signs = text.split('&').enumerate().map(|(at, part)| match part.split_once(';') {
        Some((_, rest)) if at > 0 => 1 + rest.chars().count(),
        _ => part.chars().count(),
    });
    #[expect(clippy::cast_precision_loss, reason = "a formula has few signs")]
    let signs = signs.sum::<usize>() as f64;
    match (name, text) {
        ("mo", "," | ";" | "." | ":" | "(" | ")" | "[" | "]" | "{" | "}" | "|") => 0.45,
        ("mo", "\u{2061}" | "\u{2062}" | "\u{2063}") => 0.0,
        ("mo", "∑" | "∏" | "∫" | "⋃" | "⋂") => 1.5,
        ("mo", _) => signs * 0.7 + 0.42,
        _ => signs * 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_as_wide_as_its_terms_and_a_fraction_as_its_wider_part() {
        let term = "<msub><mi>α</mi><mn>1</mn></msub><mo>+</mo>";
        assert_eq!(class(&format!("<math>{}</math>", term.repeat(5))), "");
        assert_eq!(class(&format!("<math>{}</math>", term.repeat(30))), "em-60");
        let part = format!("<mrow>{}</mrow>", term.repeat(12));
        assert_eq!(class(&format!("<math><mfrac>{part}{part}</mfrac></math>")), "");
        assert_eq!(class(&format!("<math>{part}{part}</math>")), "em-60");
    }

    #[test]
    fn what_is_not_well_formed_has_a_width_too() {
        for text in ["", "<", "</mrow></mrow>", "<mi>x", "<math><mrow>&lt;</math>"] {
            assert_eq!(class(text), "", "{text}");
        }
    }
}
