//! Plain pages: about, glossary and the like.

use super::view::PlainView;
use super::{Site, prose_has_math, repository};
use crate::model::Page;
use crate::publish::Output;

/// The path of a page in the site.
pub(super) fn path(page: &Page<'_>) -> String {
    format!("{}.html", page.path)
}

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    let one = |page: &'a Page<'a>| {
        let path = path(page);
        let key = site.keys.as_ref().map(|keys| keys.file("plain", page.prose.source, &path));
        Output::write(path.clone(), move |sink| {
            let math = prose_has_math(Some(&page.prose));
            let view = PlainView {
                page: site.page(&path, "plain", page.title.text.clone(), page.description.clone(), math),
                title_html: site.title_html(&page.title),
                body_html: site.prose_html(&page.prose, &path, false, 2),
                edit_url: site.edit_url(page.prose.source),
                report_url: repository::report_url(site, page.prose.source, &page.title.text, &path),
            };
            sink.put(site.theme.render("plain.html", &view)?.as_bytes())
        })
        .keyed(key)
    };
    site.loaded.guide.pages.iter().map(one).collect()
}
