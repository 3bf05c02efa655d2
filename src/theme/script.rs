//! Scripts as they are published: without the comments and the indentation that are for those who write them.
//!
//! This is no parser of JavaScript. It takes away whole lines and the white space around lines, and only in a file in which
//! every line stands for itself: strings and regular expressions can't go over the end of a line, and a template literal or a
//! continued string that does makes it leave the file as it is.

use std::borrow::Cow;

/// The script without lines that are comments, empty lines, and white space around lines.
pub(super) fn lean(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        if in_comment {
            let Some((_, after)) = line.split_once("*/") else { continue };
            in_comment = false;
            if !after.is_empty() {
                return Cow::Borrowed(text);
            }
            continue;
        }
        if let Some(comment) = line.strip_prefix("/*") {
            match comment.split_once("*/") {
                None => in_comment = true,
                Some((_, "")) => {}
                Some(_) => return Cow::Borrowed(text),
            }
            continue;
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        // What may go on in the next line, and what would hide the beginning of a comment that does.
        if line.matches('`').count() % 2 == 1 || line.ends_with('\\') || opens_comment(line) {
            return Cow::Borrowed(text);
        }
        out.push_str(line);
        out.push('\n');
    }
    Cow::Owned(out)
}

/// Whether a line has a `/*` that is not closed in it.
fn opens_comment(line: &str) -> bool {
    line.rfind("/*").is_some_and(|start| line.get(start..).is_none_or(|rest| !rest.contains("*/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comment_lines_and_indentation_go() {
        let text = "/** What\n * it is. */\n\n  // why\n  const a = \"// no comment\"; // kept\n  /* one */\n    b(`x`, /** @type {A} */ c);\n";
        assert_eq!(lean(text), "const a = \"// no comment\"; // kept\nb(`x`, /** @type {A} */ c);\n");
    }

    #[test]
    fn a_file_whose_lines_hang_together_stays_as_it_is() {
        for text in [
            "const a = `\n  // text\n`;\n",
            "const a = \"x\\\n  // text\";\n",
            "a(); /* begins\n// here */ b();\n",
            "/* x */ a();\n",
            "/* x\n*/ a();\n",
        ] {
            assert_eq!(lean(text), text);
        }
    }
}
