//! `feed.xml`: new and changed questions as an Atom feed (RFC 4287).
//!
//! Dates are those of the front matter, so that two builds of the same content give the same feed: `updated`, or `added`, or
//! `verified`. A question without any of them is left out, and a guide without such questions has no feed. Feeds need whole
//! addresses, so there is none without `site-url`. An entry asks; the answer is on the page.

use super::{Site, question};
use crate::Loaded;
use crate::address::topic_page;
use crate::model::{Date, Question, Topic};
use crate::publish::Output;

/// Its path in the site.
pub(super) const PATH: &str = "feed.xml";

/// How many entries it has at most.
const LONGEST: usize = 50;

type Entry<'a> = (Date, &'a Topic<'a>, &'a Question<'a>);

/// Whether there is a feed.
pub(super) fn exists(loaded: &Loaded<'_>) -> bool {
    loaded.config.html.site_url.is_some() && loaded.guide.questions().any(|(_, question)| question.changed().is_some())
}

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    if !site.has_feed {
        return Vec::new();
    }
    vec![Output::write(PATH, move |sink| sink.put(feed(site, &entries(site)).as_bytes()))]
}

/// The newest questions first; of one day, by their ids.
fn entries<'a>(site: &'a Site<'a>) -> Vec<Entry<'a>> {
    let questions = site.loaded.guide.questions();
    let mut entries: Vec<Entry<'a>> =
        questions.filter_map(|(topic, question)| Some((question.changed()?, topic, question))).collect();
    entries.sort_by(|(a, _, one), (b, _, two)| b.cmp(a).then_with(|| one.id.value.cmp(&two.id.value)));
    entries.truncate(LONGEST);
    entries
}

fn feed(site: &Site<'_>, entries: &[Entry<'_>]) -> String {
    let book = &site.loaded.config.book;
    let address = |path: &str| site.address(path).unwrap_or_default();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml += &format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", escape(&book.language.value));
    xml += &format!("<title>{}</title>\n", escape(&book.title));
    if !book.description.is_empty() {
        xml += &format!("<subtitle>{}</subtitle>\n", escape(&book.description));
    }
    xml += &format!("<id>{}</id>\n", escape(&address(PATH)));
    xml += &format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", escape(&address(PATH)));
    xml += &format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", escape(&address("")));
    let newest = entries.first().map(|(date, ..)| moment(*date)).unwrap_or_default();
    xml += &format!("<updated>{newest}</updated>\n");
    // Every feed must name an author (RFC 4287, section 4.1.1).
    let authors: &[String] = if book.authors.is_empty() { std::slice::from_ref(&book.title) } else { &book.authors };
    for author in authors {
        xml += &format!("<author><name>{}</name></author>\n", escape(author));
    }
    for (date, topic, question) in entries {
        let place = format!("{}#{}", address(&topic_page(&topic.path)), question.id.value);
        xml += &format!("<entry>\n<title>{}</title>\n", escape(&question.title.text));
        // The topic may change, the id of a question does not.
        xml += &format!("<id>{}</id>\n", escape(&format!("{}#question-{}", address(""), question.id.value)));
        xml += &format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", escape(&place));
        xml += &format!("<updated>{}</updated>\n", moment(*date));
        if let Some(added) = question.added {
            xml += &format!("<published>{}</published>\n", moment(added));
        }
        for category in std::iter::once(&topic.title.text).chain(question.tags.iter().map(|tag| &tag.value)) {
            xml += &format!("<category term=\"{}\"/>\n", escape(category));
        }
        let prompt = question::prompt_text(question);
        if !prompt.is_empty() {
            xml += &format!("<summary>{}</summary>\n", escape(&prompt));
        }
        xml += "</entry>\n";
    }
    xml + "</feed>\n"
}

/// A day as the moment at which it begins in Greenwich.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// Text for XML 1.0: what has a meaning there is escaped, what must not stand there is left out.
pub(super) fn escape(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | ' '..) && !matches!(c, '\u{7f}' | '\u{fffe}' | '\u{ffff}');
    let clean: String = text.chars().filter(allowed).collect();
    let mut out = String::with_capacity(clean.len());
    let _ = pulldown_cmark_escape::escape_html(&mut out, &clean);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_left_out() {
        assert_eq!(escape("a\u{0}\u{b}<b> & \"c\"\n\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot;\n");
    }
}
