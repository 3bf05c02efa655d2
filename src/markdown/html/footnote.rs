//! Footnotes: their marks in the text, and their texts after it.

use std::fmt::Write as _;

use super::Writer;

impl Writer<'_, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str, start: u32) {
        let found = self.setting.footnotes.list.iter().position(|note| note.label.as_ref() == label);
        let Some((index, note)) = found.and_then(|at| self.setting.footnotes.list.get(at).map(|note| (at, note)))
        else {
            return;
        };
        if self.unlinked {
            return;
        }
        let (number, prefix) = (index + 1, self.setting.prefix);
        let mut id = String::new();
        if note.first_reference == start {
            self.pending.push(index);
            id = format!(" id=\"{prefix}fnref.{number}\"");
        }
        let html = format!(
            "<sup class=\"footnote-ref\"><a{id} href=\"#{prefix}fn.{number}\" aria-label=\"{}\">{number}</a></sup>",
            self.environment.word("text.footnote", number)
        );
        self.keep(&html);
    }

    pub(super) fn footnotes(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let class = self.attributes(" class=\"footnotes\"".to_owned());
        let first = self.pending.first().map_or(1, |index| index + 1);
        let _ = writeln!(self.out, "<div{class}><ol start=\"{first}\">");
        let prefix = self.setting.prefix;
        // Footnotes may refer to further ones, which then join the queue.
        while let Some(index) = self.pending.get(self.notes_written).copied() {
            self.notes_written += 1;
            let number = index + 1;
            let nodes = self.setting.footnotes.list.get(index).map(|note| note.nodes.as_slice()).unwrap_or_default();
            let id = self.attributes(format!(" id=\"{prefix}fn.{number}\""));
            let _ = write!(self.out, "<li value=\"{number}\"{id}>");
            self.run(nodes);
            let back = format!(
                "<a class=\"backref\" href=\"#{prefix}fnref.{number}\" aria-label=\"{}\">↩</a>",
                self.environment.word("text.footnote-back", number)
            );
            self.keep(&back);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></div>\n");
    }
}
