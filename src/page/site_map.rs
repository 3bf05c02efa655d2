//! `sitemap.xml` for search engines, by the protocol of sitemaps.org, which asks for whole addresses: without `site-url`
//! there is none. When a page last changed is said where the questions on it say so.

use super::feed::escape;
use super::{Site, plain};
use crate::address::{HOME, PRINT, SELF_CHECK, topic_page};
use crate::model::{Date, Question};
use crate::publish::Output;

/// Its path in the site.
pub(super) const PATH: &str = "sitemap.xml";

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    if site.loaded.config.html.site_url.is_none() {
        return Vec::new();
    }
    vec![Output::write(PATH, move |sink| {
        let guide = &site.loaded.guide;
        let newest = guide.questions().filter_map(|(_, question)| question.changed()).max();
        let mut pages = vec![(HOME.to_owned(), newest)];
        pages.extend(
            guide
                .topics
                .iter()
                .map(|topic| (topic_page(&topic.path), topic.questions.iter().filter_map(Question::changed).max())),
        );
        pages.extend(guide.pages.iter().map(|page| (plain::path(page), None)));
        if site.has_checkable {
            pages.push((SELF_CHECK.to_owned(), newest));
        }
        pages.push((PRINT.to_owned(), newest));
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for (path, changed) in pages {
            let address = site.address(&path).unwrap_or_default();
            let changed = changed.map_or_else(String::new, |date: Date| format!("<lastmod>{date}</lastmod>"));
            xml.push_str(&format!("<url><loc>{}</loc>{changed}</url>\n", escape(&address)));
        }
        xml.push_str("</urlset>\n");
        sink.put(xml.as_bytes())
    })]
}
