//! Code blocks name a language that can be highlighted, or none.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::highlight;
use crate::markdown::{CodeBlockKind, Event, Tag, language};
use crate::source::Span;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
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
            let help = if highlight::is_diagram(name) {
                "diagrams are not drawn; export it as SVG, and show it as an image".to_owned()
            } else if let Some(near) = highlight::similar(name) {
                format!("did you mean `{near}`? for code without colors write `text`")
            } else {
                "leave the language out, or write `text`".to_owned()
            };
            let message = format!("the language `{name}` can't be highlighted");
            found.push(Diagnostic::new(Code::UnknownLanguage, Span::new(source, node.range()), message).help(help));
        }
    }
}
