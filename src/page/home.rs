//! The front page: what the guide is, and its topics.

use super::view::{HomeView, PageView};
use super::{Site, prose_has_math, structured};
use crate::address::{HOME, topic_page};
use crate::markdown::formulas;
use crate::publish::Output;

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    vec![Output::write(HOME, move |sink| {
        let guide = &site.loaded.guide;
        let book = &site.loaded.config.book;
        let titles = || guide.topics.iter().map(|topic| &topic.title).chain(guide.pages.iter().map(|page| &page.title));
        let math = prose_has_math(guide.home.as_ref()) || titles().any(|title| formulas(&title.nodes).next().is_some());
        let page = site.page(HOME, "home", book.title.clone(), book.description.clone(), math);
        let structured_data = structured::home(book, page.canonical.as_deref());
        let view = HomeView {
            page: PageView { structured_data, ..page },
            intro_html: guide.home.as_ref().map_or_else(String::new, |home| site.prose_html(home, HOME, false, 2)),
            topics: guide.topics.iter().map(|topic| site.topic_card(topic, topic_page(&topic.path))).collect(),
        };
        sink.put(site.theme.render("home.html", &view)?.as_bytes())
    })]
}
