//! Code that went through a word processor: its quotation marks are curly, its hyphens are dashes, and it does not run.
//!
//! A curly mark may well stand in a text within code. What is reported begins a text where the code must begin one: after an
//! opening bracket or an equals sign.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag, TagEnd, language};
use crate::source::{SourceId, Span};

/// Languages in which an option begins with hyphens.
const SHELLS: &[&str] = &["bash", "sh", "shell", "zsh", "console", "powershell", "ps1", "bat"];

/// Languages that are none of code.
const TEXTS: &[&str] = &["text", "txt", "plain", "plaintext", "markdown", "md", "diff", "html", "xml", "latex", "tex"];

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    for (source, nodes) in facts.guide.fragments() {
        let mut block: Option<&str> = None;
        for node in nodes {
            match &node.event {
                Event::Start(Tag::CodeBlock(kind)) => block = Some(language(kind)),
                Event::End(TagEnd::CodeBlock) => block = None,
                Event::Text(text) if !text.is_ascii() => {
                    if let Some(name) = block.filter(|name| !TEXTS.contains(&name.to_ascii_lowercase().as_str())) {
                        code(source, node, text, name, found);
                    }
                }
                Event::Code(text) if !text.is_ascii() => code(source, node, text, "", found),
                _ => {}
            }
        }
    }
}

/// Reports the first such mark of a text; a second one says nothing new.
fn code(source: SourceId, node: &Node<'_>, text: &str, name: &str, found: &mut Vec<Diagnostic>) {
    let is_shell = SHELLS.contains(&name.to_ascii_lowercase().as_str());
    let mark = text.char_indices().find(|(at, c)| {
        let (before, after) = (text.get(..*at).unwrap_or_default(), text.get(at + c.len_utf8()..).unwrap_or_default());
        match c {
            '“' | '”' | '„' | '‘' | '’' => begins_text(before, *c),
            '–' | '—' => is_shell && before.ends_with(' ') && after.starts_with(|c: char| c.is_ascii_alphabetic()),
            _ => false,
        }
    });
    let Some((at, c)) = mark else { return };
    // The text of inline code begins after its backticks; in other places it is as it is in the file.
    let range = node.range();
    let start =
        if matches!(node.event, Event::Code(_)) { range.start + (range.len() - text.len()) / 2 } else { range.start };
    let plain = match c {
        '‘' | '’' => "'",
        '–' | '—' => "-` or `--",
        _ => "\"",
    };
    let message =
        format!("this code holds `{c}`, which a word processor makes of `{}`", plain.get(..1).unwrap_or(plain));
    let help = format!("write `{plain}`, so that the code runs when it is copied");
    let span = Span::new(source, start + at..start + at + c.len_utf8());
    found.push(Diagnostic::new(Code::CurlyQuote, span, message).help(help));
}

/// Whether a text of code begins here: after the bracket of a call, an index or a map, or after an equals sign, and not within
/// a text that began before.
fn begins_text(before: &str, c: char) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let near = line.strip_suffix(' ').unwrap_or(line);
    let is_call = line.strip_suffix('(').is_some_and(|name| name.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    let opens = is_call || near.ends_with(['[', '{', '=']);
    // An apostrophe closes nothing that was not opened.
    let is_inside = line.contains(['"', '\'', '`', '#']) || line.contains("//") || line.contains("--");
    opens && !is_inside && (c != '’' || is_call)
}
