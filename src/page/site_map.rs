//! `sitemap.xml` for search engines, by the protocol of sitemaps.org, which asks for whole addresses: without `site-url`
//! there is none.

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_html;

use super::{Site, plain, self_check};
use crate::address::{PRINT, SELF_CHECK, topic_page};
use crate::publish::Output;

/// Its path in the site.
pub(super) const PATH: &str = "sitemap.xml";

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    let Some(url) = &site.loaded.config.html.site_url else { return Vec::new() };
    vec![Output::write(PATH, move |sink| {
        let guide = &site.loaded.guide;
        // The front page is listed by its folder.
        let mut paths = vec![String::new()];
        paths.extend(guide.topics.iter().map(|topic| topic_page(&topic.path)));
        paths.extend(guide.pages.iter().map(plain::path));
        if self_check::has_questions(site) {
            paths.push(SELF_CHECK.to_owned());
        }
        paths.push(PRINT.to_owned());
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for path in paths {
            xml.push_str("<url><loc>");
            let _ = escape_html(&mut xml, &format!("{url}{path}"));
            let _ = writeln!(xml, "</loc></url>");
        }
        xml.push_str("</urlset>\n");
        sink.put(xml.as_bytes())
    })]
}
