//! Code blocks name a language that can be highlighted, or none.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::highlight;
use crate::markdown::{CodeBlockKind, Event, Tag, language};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    /// Suggestions are for slips of the pen; a search through all names costs too much for a file full of junk.
    const MAX_SUGGESTIONS: usize = 200;
    let mut suggestions = 0;
    // Grammars are looked up by a search through all of them; a guide uses few.
    let mut known: std::collections::HashMap<String, bool> = std::collections::HashMap::new();
    for (source, nodes) in facts.guide.fragments() {
        for node in nodes {
            let Event::Start(Tag::CodeBlock(kind @ CodeBlockKind::Fenced(_))) = &node.event else { continue };
            let name = language(kind);
            let is_known = *known.entry(name.to_owned()).or_insert_with(|| highlight::is_known(name));
            if is_known {
                continue;
            }
            suggestions += 1;
            let near = if suggestions > MAX_SUGGESTIONS { None } else { nearest(name, highlight::languages()) };
            let help = near.map_or_else(
                || "leave the language out, or write `text`".to_owned(),
                |near| format!("did you mean `{}`? for code without colours write `text`", near.to_lowercase()),
            );
            let message = format!("the language `{name}` can't be highlighted");
            found.push(Diagnostic::new(Code::UnknownLanguage, Span::new(source, node.range()), message).help(help));
        }
    }
}
