//! Files whose names say that they are something else than content, or almost are content.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourceId, Sources, Span};

/// Files about a repository, which code hosts show beside a folder, by their name without ending.
const ABOUT: &[&str] =
    &["readme", "contributing", "license", "licence", "changelog", "code_of_conduct", "security", "summary", "authors"];

/// The report of a file about the repository, which is left out of the guide. One with front matter is content.
pub(super) fn about(id: SourceId, source: &Source) -> Option<Diagnostic> {
    let name = file_name(&source.path);
    let stem = name.strip_suffix(".md")?.to_lowercase();
    if !ABOUT.contains(&stem.as_str()) || source.text.trim_start_matches('\u{feff}').trim_start().starts_with("---") {
        return None;
    }
    let message = format!("`{name}` has no front matter, so it is left out of the guide");
    let help = "move it out of the content folder, or give it front matter with a `title` and a name in lower case";
    Some(Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message).help(help))
}

/// The report of a file that is left out because of the end or the beginning of its name.
pub(super) fn ignored(id: SourceId, source: &Source) -> Diagnostic {
    if let Some(folder) = source.path.strip_suffix('/') {
        let message = format!("`{}` is a folder with the name of a file", file_name(folder));
        let help = "rename it, or put the file here that was meant";
        return Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message).help(help);
    }
    let name = file_name(&source.path);
    if name == "pages" {
        let message = "`pages` is the folder of pages, and this is a file";
        return Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message).help("rename it, and make a folder");
    }
    if let Some(shown) = name.strip_prefix('.') {
        let message = "this file is left out: its name begins with a full stop";
        let help = format!("rename it to `{shown}`; a question that is not ready has `draft: true`");
        return Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message).help(help);
    }
    if let Some(hidden) = source.path.split('/').find(|name| name.starts_with('.')) {
        let message = format!("this file is left out: `{hidden}` begins with `.`, which hides it");
        let help = format!("rename `{hidden}` to `{}`", hidden.trim_start_matches('.'));
        return Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message).help(help);
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.strip_suffix(".md").or_else(|| stem.strip_suffix(".markdown")).unwrap_or(stem);
    let message = format!("this file is left out: its name ends in `.{ending}`, not in `.md`");
    let help = format!("rename it to `{stem}.md`");
    Diagnostic::new(Code::IgnoredFile, Span::start_of(id), message).help(help)
}

/// Whether the file is a folder's introduction by almost the right name: `index.md`, `_Index.md`. Where there is an
/// `_index.md`, a file called `index.md` is a question like any other.
pub(super) fn is_almost_index(sources: &Sources, id: SourceId) -> bool {
    let path = sources.content_path(id);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let names = ["index.md", "_index.md", "index.markdown", "_index.markdown"];
    if name == "_index.md" || !names.iter().any(|almost| name.eq_ignore_ascii_case(almost)) {
        return false;
    }
    let right = if folder.is_empty() { "_index.md".to_owned() } else { format!("{folder}/_index.md") };
    !sources.has_content(&right)
}

/// The report of such a file.
pub(super) fn almost_index(id: SourceId, source: &Source) -> Diagnostic {
    let name = file_name(&source.path);
    let message = format!("`{name}` is not read as the introduction of its folder: that is `_index.md`");
    Diagnostic::new(Code::MissingIndex, Span::start_of(id), message).help(format!("rename `{name}` to `_index.md`"))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
