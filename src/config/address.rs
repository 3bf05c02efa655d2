//! Addresses of the settings that are well-formed and yet none that a site can have.

/// What is wrong with the address of a site, and what to do.
pub(super) fn site(url: &str) -> Option<(String, String)> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) && !port.is_empty() => (host, Some(port)),
        _ => (authority, None),
    };
    if matches!(authority, "https:" | "http:" | "https" | "http") {
        return Some(flaw("it names `https://` twice", &format!("{scheme}://{}", path.trim_start_matches('/'))));
    }
    if let Some((_, host)) = authority.rsplit_once('@') {
        let better = format!("{scheme}://{host}/{path}");
        return Some(flaw("it holds a name or a password, which every reader would see", &better));
    }
    if let Some(port) = port.filter(|port| port.parse::<u16>().is_err()) {
        return Some(flaw(&format!("{port} is no port"), &format!("{scheme}://{host}/{path}")));
    }
    if let Some((before, _)) = url.split_once(['?', '#']) {
        return Some(flaw("pages are below it, so it can't hold `?` or `#`", before));
    }
    if path.split('/').any(|name| matches!(name, "." | "..")) {
        return Some(flaw("it holds `..` or `.`", &format!("{scheme}://{authority}/{}", plain(path))));
    }
    if let Some((folder, _)) =
        url.rsplit_once('/').filter(|(_, name)| name.ends_with(".html") || name.ends_with(".htm"))
    {
        return Some(flaw("it names a page, and pages are below it", &format!("{folder}/")));
    }
    let mut names = path.split('/').filter(|name| !name.is_empty());
    if let ("github.com" | "www.github.com", Some(owner), Some(name)) = (host, names.next(), names.next()) {
        return Some(flaw("the repository is there, and GitHub serves its pages elsewhere", &pages(owner, name)));
    }
    None
}

fn flaw(reason: &str, better: &str) -> (String, String) {
    (reason.to_owned(), format!("write `{better}`"))
}

/// Where GitHub serves the pages of a repository.
fn pages(owner: &str, name: &str) -> String {
    let owner = owner.to_lowercase();
    let name = name.trim_end_matches(".git");
    if name.eq_ignore_ascii_case(&format!("{owner}.github.io")) {
        format!("https://{owner}.github.io/")
    } else {
        format!("https://{owner}.github.io/{name}/")
    }
}

/// A path without `.` and `..`.
fn plain(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// What is wrong with the pattern of the addresses for editing; files' paths begin with the content folder `src`.
pub(super) fn edit(pattern: &str, src: &str) -> Option<(String, String)> {
    if pattern.contains("{{path}}") {
        return Some(flaw("the outer braces are kept", &pattern.replace("{{path}}", "{path}")));
    }
    let doubled = format!("/{src}/{{path}}");
    pattern.contains(&doubled).then(|| {
        let better = pattern.replace(&doubled, "/{path}");
        (format!("a path begins with `{src}/` already"), format!("write `{better}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_site_can_have_gets_a_better_one() {
        let better = |url: &str| site(url).map(|(_, help)| help);
        for (url, wanted) in [
            ("https://a.org/?x=1", "https://a.org/"),
            ("https://a.org/guide/index.html", "https://a.org/guide/"),
            ("https://u:p@a.org/", "https://a.org/"),
            ("https://a.org:99999/", "https://a.org/"),
            ("https://a.org/a/../b/", "https://a.org/b/"),
            ("https://github.com/Me/guide", "https://me.github.io/guide/"),
            ("https://https://a.org/", "https://a.org/"),
        ] {
            assert_eq!(better(url), Some(format!("write `{wanted}`")), "{url}");
        }
        for url in [
            "https://a.org/",
            "https://a.org/guide",
            "http://localhost:8000/",
            "https://[::1]:80/",
            "https://github.com/",
        ] {
            assert_eq!(better(url), None, "{url}");
        }
    }
}
