//! Characters of running text and code that nobody sees and nobody meant: the search doesn't find such words, and copied code
//! doesn't run.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic, character, damage};
use crate::markdown::{Event, Node, Tag, language};
use crate::source::{SourceId, Span};

/// How many are reported of one file.
const MAX_OF_A_FILE: usize = 20;

pub(super) fn check(facts: &Facts<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut last: Option<(SourceId, Option<File<'_>>)> = None;
    for (source, nodes) in facts.guide.fragments() {
        if last.as_ref().is_none_or(|(known, _)| *known != source) {
            let text = facts.sources.get(source).map_or("", |source| source.text.as_str());
            let may_hold = !text.is_ascii()
                || memchr::memchr_iter(b'&', text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&b'#'));
            let file = || File { source, text, is_rtl: text.contains(character::is_rtl), left: MAX_OF_A_FILE };
            last = Some((source, may_hold.then(file)));
        }
        if let Some((_, Some(file))) = &mut last {
            file.fragment(nodes, found);
        }
    }
}

struct File<'f> {
    source: SourceId,
    text: &'f str,
    /// Whether it holds letters that are written from right to left, which need marks of direction.
    is_rtl: bool,
    left: usize,
}

impl File<'_> {
    fn fragment(&mut self, nodes: &[Node<'_>], found: &mut Vec<Diagnostic>) {
        let mut code = None;
        for node in nodes {
            let text = match &node.event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    code = Some(language(kind).to_owned());
                    continue;
                }
                Event::End(_) => {
                    code = None;
                    continue;
                }
                Event::Text(text) | Event::Code(text) if text.is_ascii() && !text.contains(damage::is_control) => {
                    continue;
                }
                Event::Text(text) | Event::Code(text) => text,
                _ => continue,
            };
            let is_code = code.is_some() || matches!(node.event, Event::Code(_));
            // A line of a block of code is an event of its own only where it ends in CR and LF.
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                let stray = match &code {
                    Some(language) => character::stray_in_code(line, language),
                    None => character::stray_of(line, self.is_rtl),
                };
                let control = line.char_indices().find(|(_, c)| damage::is_control(*c));
                let first = control.or(stray).map(|(at, c)| (start + at, c));
                start += line.len();
                let Some((at, c)) = first.filter(|_| self.left > 0) else { continue };
                // A control character that stands in the file itself is reported already.
                if control.is_some() && self.text.get(node.range()).unwrap_or_default().contains(c) {
                    continue;
                }
                self.left -= 1;
                found.push(self.report(node, at, c, control.is_some(), is_code));
            }
        }
    }

    fn report(&self, node: &Node<'_>, at: usize, c: char, is_control: bool, is_code: bool) -> Diagnostic {
        let whole = node.range();
        let written = self.text.get(whole.clone()).unwrap_or_default();
        let exact = written.get(at..).is_some_and(|rest| rest.starts_with(c)).then_some(at);
        let range = exact
            .or_else(|| written.find(c))
            .map_or(whole.clone(), |at| whole.start + at..whole.start + at + c.len_utf8());
        let span = Span::new(self.source, range);
        if is_control {
            let message = format!("this is the control character {}", character::name(c));
            return Diagnostic::new(Code::ControlCharacter, span, message).help("delete it");
        }
        let message = format!("nobody can see this character: {}", character::name(c));
        let help = match c {
            '\u{a0}' | '\u{2007}' | '\u{202f}' => "type a plain space: whoever copies the code can't run it",
            _ if is_code => "delete it: whoever copies the code can't run it",
            _ => "delete it, or type the text anew",
        };
        Diagnostic::new(Code::InvisibleCharacter, span, message).help(help)
    }
}
