//! The page that a server shows for an address that leads nowhere.
//!
//! It is the one page that is shown at addresses of any depth, where relative links can't work. With `site-url` its links
//! begin with that address's path; without it they are relative, and right for missing pages at the top only.

use super::Site;
use super::view::PlainView;
use crate::address::NOT_FOUND;
use crate::publish::Output;

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    vec![Output::write(NOT_FOUND, move |sink| {
        let mut page =
            site.page(NOT_FOUND, "not-found", site.loaded.language.word("not-found.title"), String::new(), false);
        if let Some(url) = &site.loaded.config.html.site_url {
            let root = root_path(url);
            let urls = page.additional_css.iter_mut().chain(page.menu.iter_mut().map(|link| &mut link.url));
            for url in urls.chain(&mut page.feed) {
                *url = format!("{root}{url}");
            }
            page.root = root;
        }
        let title_html = site.word("not-found.title");
        let view = PlainView { page, title_html, body_html: String::new(), edit_url: None, report_url: None };
        sink.put(site.theme.render("not-found.html", &view)?.as_bytes())
    })]
}

/// The path of an address: `/guide/` of `https://example.org/guide/`.
fn root_path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned()
}
