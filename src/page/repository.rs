//! Links into the repository: where a file can be edited, and where an error in it can be reported, with the form filled in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Site;
use crate::source::SourceId;

const TEXT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const PATH: &AsciiSet = &TEXT.remove(b'/');

/// How much of a title goes into an address, in characters: some servers take no more than some 2,000 bytes in all.
const LONGEST: usize = 120;

/// A path of the site or of the project, for an address.
pub(super) fn path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The address at which a file can be edited.
pub(super) fn edit_url(site: &Site<'_>, source: SourceId) -> Option<String> {
    let template = site.loaded.config.html.edit_url_template.as_ref()?;
    Some(template.replace("{path}", &path(&site.loaded.sources.get(source)?.path)))
}

/// The address at which an error in a file can be reported. `about` says what the file is, in a few words; `place` is its page,
/// with an anchor if it has one.
///
/// GitHub, Gitea and Forgejo take `title` and `body`; GitLab, known by its name, takes them in its own way.
pub(super) fn report_url(site: &Site<'_>, source: SourceId, about: &str, place: &str) -> Option<String> {
    let repository =
        site.loaded.config.html.git_repository_url.as_ref()?.trim_end_matches('/').trim_end_matches(".git");
    let file = &site.loaded.sources.get(source)?.path;
    let short: String = about.chars().take(LONGEST).collect();
    let more = if short.len() < about.len() { "…" } else { "" };
    let page = site.address(place).unwrap_or_else(|| place.to_owned());
    let encode = |text: &str| utf8_percent_encode(text, TEXT).to_string();
    let title = encode(&site.text("report.title", "about", &format!("{short}{more}")));
    let body = encode(&format!("{file}\n{page}\n\n{}\n", site.loaded.language.word("report.body")));
    let host = repository.split('/').nth(2).unwrap_or_default();
    Some(if host.split('.').any(|name| name == "gitlab") {
        format!("{repository}/-/issues/new?issue[title]={title}&issue[description]={body}")
    } else {
        format!("{repository}/issues/new?title={title}&body={body}")
    })
}
