//! Whole addresses that look right and lead nowhere.

/// What is wrong with a whole address, and the one to write where it can be told.
#[derive(Debug, PartialEq, Eq)]
pub struct Slip {
    /// In words, after the address.
    pub wrong: &'static str,
    /// The address that is meant.
    pub better: Option<String>,
}

/// What keeps `address`, which begins with `http:`, `https:` or `mailto:`, from leading anywhere.
#[must_use]
pub fn slip(address: &str) -> Option<Slip> {
    let (scheme, rest) = address.trim().split_once(':')?;
    let made = |wrong, better: Option<String>| Some(Slip { wrong, better });
    if scheme.eq_ignore_ascii_case("mailto") {
        let (to, query) = rest.split_once('?').unwrap_or((rest, ""));
        let is_mail = to.split(',').all(|one| one.contains('@') || one.contains("%40"));
        let is_open = to.is_empty() && !query.is_empty();
        return if is_mail || is_open { None } else { made("has no e-mail address", None) };
    }
    let Some(after) = rest.strip_prefix("//") else {
        let host = rest.trim_start_matches('/');
        let better = host.contains('.').then(|| format!("{scheme}://{host}"));
        return made("lacks `//` after its scheme", better);
    };
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (authority, tail) = after.split_at_checked(end)?;
    let host = authority.rsplit('@').next().unwrap_or_default();
    if host.starts_with('[') {
        return None;
    }
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    if host.is_empty() {
        let inner = tail.trim_start_matches('/');
        let better = inner.split('/').next().filter(|host| host.contains('.')).map(|_| format!("{scheme}://{inner}"));
        return made("names no host", better);
    }
    if matches!(host.to_ascii_lowercase().as_str(), "http" | "https") {
        return made("has its scheme twice", Some(format!("{host}://{}", tail.trim_start_matches('/'))));
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) || port.parse::<u16>().is_err() && !port.is_empty() {
        return made("has a port that is no number up to 65535", Some(format!("{scheme}://{host}{tail}")));
    }
    if host.contains(',') {
        return made("has a comma in its host", Some(format!("{scheme}://{}{tail}", host.replace(',', "."))));
    }
    if host.starts_with('.') || host.contains("..") {
        let names: Vec<&str> = host.split('.').filter(|name| !name.is_empty()).collect();
        let better = (names.len() > 1).then(|| format!("{scheme}://{}{tail}", names.join(".")));
        return made("has two full stops in a row, or one at the start of its host", better);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::slip;

    #[test]
    fn addresses_that_lead_nowhere_are_told() {
        for (address, better) in [
            ("http:a.org", Some("http://a.org")),
            ("mailto:", None),
            ("mailto:foo", None),
            ("https://", None),
            ("https:///x", None),
            ("https:///a.org/x", Some("https://a.org/x")),
            ("https://.org", None),
            ("https://a..org/x", Some("https://a.org/x")),
            ("https://a.org:port/", Some("https://a.org/")),
            ("https://https://a.org", Some("https://a.org")),
            ("https://example,org", Some("https://example.org")),
        ] {
            let found = slip(address).unwrap_or_else(|| panic!("{address} is taken for right"));
            assert_eq!(found.better.as_deref(), better, "{address}");
        }
        for address in [
            "https://a.org",
            "http://localhost:8000/x",
            "https://u:p@a.org:80/?a=http://b",
            "https://[::1]:80/",
            "https://例え.jp/a,b..c",
            "mailto:me@a.org?subject=x",
            "mailto:?subject=x",
        ] {
            assert_eq!(slip(address), None, "{address}");
        }
    }
}
