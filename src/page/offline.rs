//! What makes a guide readable offline: a service worker with the list of all files, the size of them all, and the manifest by
//! which it can be installed. The list needs every other output, so these are made last.
//!
//! With `offline = false` there is a service worker all the same: one that removes what an earlier build has installed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::Site;
use crate::language::Direction;
use crate::publish::{Output, Records};

const WORKER: &str = "service-worker.js";
const SIZE: &str = "offline.json";
const MANIFEST: &str = "manifest.webmanifest";

/// What the worker keeps.
#[derive(Debug, Serialize)]
struct Build<'a> {
    /// Changes when any file does.
    version: String,
    /// All files together, in bytes.
    bytes: u64,
    /// Each path and its SHA-256 hash in base 64.
    files: Vec<(&'a str, String)>,
}

/// How much is kept, for pages that ask before they begin.
#[derive(Debug, Serialize)]
struct Size {
    bytes: u64,
}

/// The web application manifest (W3C, "Web Application Manifest").
#[derive(Debug, Serialize)]
struct Manifest<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    lang: &'a str,
    dir: Direction,
    id: &'static str,
    start_url: &'static str,
    scope: &'static str,
    display: &'static str,
    background_color: &'static str,
    theme_color: &'static str,
    icons: Vec<Icon<'a>>,
}

#[derive(Debug, Serialize)]
struct Icon<'a> {
    src: &'a str,
    sizes: &'a str,
    r#type: &'static str,
    purpose: &'a str,
}

/// The manifest, which is a file like any other.
pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    if !site.view.offline {
        return Vec::new();
    }
    let icon = |icon: &'a crate::theme::Icon| Icon {
        src: &icon.output,
        sizes: &icon.sizes,
        r#type: media_type(&icon.output),
        purpose: &icon.purpose,
    };
    let manifest = Manifest {
        name: &site.view.title,
        description: &site.view.description,
        lang: &site.view.language,
        dir: site.view.direction,
        id: "./",
        start_url: "./",
        scope: "./",
        display: "minimal-ui",
        // The colours of paper in css/tokens.css.
        background_color: "#fcfcfa",
        theme_color: "#fcfcfa",
        icons: site.theme.icons.iter().map(icon).collect(),
    };
    // Strings and lists of strings can always be written.
    let json = serde_json::to_string(&manifest).unwrap_or_default();
    vec![Output::write(MANIFEST, move |sink| sink.put(json.as_bytes()))]
}

/// The outputs that need to know all others, which are `written`.
#[must_use]
pub fn last<'a>(site: &'a Site<'a>, written: &Records) -> Vec<Output<'a>> {
    if !site.view.offline {
        return vec![Output::write(WORKER, |sink| sink.put(site.theme.workers.remove.as_bytes()))];
    }
    // Without what a browser never asks for: an entry of a host, and what search engines read.
    let is_kept = |path: &str| !matches!(path, "CNAME" | ".nojekyll" | "robots.txt" | "sitemap.xml");
    let written = || written.iter().filter(|(path, _)| is_kept(path));
    let bytes = written().map(|(_, file)| file.bytes()).sum();
    let mut hasher = blake3::Hasher::new();
    hasher.update(site.theme.workers.keep.as_bytes());
    for (path, file) in written() {
        hasher.update(path.as_bytes()).update(&[0]).update(&file.hash);
    }
    let version = hasher.finalize().to_hex().as_str().get(..12).unwrap_or_default().to_owned();
    let files = written().map(|(path, file)| (path.as_str(), STANDARD.encode(file.hash))).collect();
    let build = serde_json::to_string(&Build { version, bytes, files }).unwrap_or_default();
    let size = serde_json::to_string(&Size { bytes }).unwrap_or_default();
    let worker = format!("const BUILD = {build};\n{}", site.theme.workers.keep);
    vec![
        Output::write(WORKER, move |sink| sink.put(worker.as_bytes())),
        Output::write(SIZE, move |sink| sink.put(size.as_bytes())),
    ]
}

/// The media type of an image, by its ending.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "ico" => "image/x-icon",
        _ => "image/png",
    }
}
