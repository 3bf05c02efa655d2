//! Whether a file is what its name says, by its first bytes and its end.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use memchr::memmem;

use crate::diagnostic::{Code, damage};

/// What is wrong with a file: the message goes on after its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The kind of the mistake.
    pub code: Code,
    /// What is wrong, as the end of a sentence that begins with the file's name.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Wrong {
    fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }
}

/// How many bytes are looked at to tell what a file is.
const START: u64 = 1024;

/// How large a text file may be to be looked through for what git leaves in it.
const MAX_TEXT: u64 = 4 * 1024 * 1024;

/// How large a file may be to be looked at; larger ones are too large to be published.
const MAX_FILE: u64 = 100_000_000;

/// Looks at a file of `bytes` bytes.
pub(super) fn look(file: &Path, bytes: u64) -> io::Result<Option<Wrong>> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let ending = ending.to_ascii_lowercase();
    if bytes == 0 {
        return Ok(Some(Wrong::new(
            Code::DamagedFile,
            "is empty",
            "put the file itself here, or remove the link to it",
        )));
    }
    if bytes > MAX_FILE {
        return Ok(None);
    }
    let mut open = File::open(file)?;
    let mut start = Vec::new();
    open.by_ref().take(START).read_to_end(&mut start)?;
    if start.starts_with(damage::LFS_POINTER.as_bytes()) && bytes <= START {
        let help = "get the file with `git lfs pull`; in a workflow, check out with `lfs: true`";
        return Ok(Some(Wrong::new(Code::LfsPointer, "is a Git LFS pointer, not the file itself", help)));
    }
    let is_annex = start.starts_with(b"/annex/objects/") || memmem::find(&start, b".git/annex/objects/").is_some();
    if is_annex && bytes <= START {
        let help = "get the file with `git annex get`";
        return Ok(Some(Wrong::new(Code::LfsPointer, "is a pointer of git-annex, not the file itself", help)));
    }
    if is_text(&ending) && bytes <= MAX_TEXT {
        let mut all = start;
        open.read_to_end(&mut all)?;
        return Ok(text(&all));
    }
    let Some(wanted) = Format::of_ending(&ending) else { return Ok(None) };
    let found = Format::of_bytes(&start);
    if found == Some(wanted) {
        let is_whole = is_whole(wanted, &mut open, bytes)?;
        let short = || Wrong::new(Code::DamagedFile, "ends too early", "copy or download it again");
        return Ok((!is_whole).then(short));
    }
    Ok(Some(match found {
        Some(found) if wanted.is_picture() && found.is_picture() => {
            let (found, ending) = found.names();
            let help = format!("rename it to `{stem}.{ending}`");
            Wrong::new(Code::MisnamedFile, format!("is a {found} picture, whatever its name says"), help)
        }
        _ => {
            let (name, _) = wanted.names();
            let what = if wanted.is_picture() { "picture" } else { "file" };
            Wrong::new(Code::DamagedFile, format!("is no {name} {what}{}", really(&start)), "put the file itself here")
        }
    }))
}

/// What a file is instead, where it can be told.
fn really(start: &[u8]) -> &'static str {
    let lower = start.trim_ascii_start().to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        " but a page of HTML, perhaps one that says why a download failed"
    } else if memmem::find(&lower, b"<svg").is_some() {
        " but an SVG drawing"
    } else if str::from_utf8(start).is_ok_and(|text| !text.contains(char::is_control)) {
        " but text"
    } else {
        ""
    }
}

fn is_text(ending: &str) -> bool {
    matches!(ending, "csv" | "ipynb" | "json" | "py" | "rs" | "svg" | "tsv" | "txt")
}

fn text(bytes: &[u8]) -> Option<Wrong> {
    let line = str::from_utf8(bytes).ok().and_then(damage::first_conflict)?;
    let help = "keep the right one, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(Wrong::new(Code::MergeConflict, format!("holds two versions of a text that git left (line {line})"), help))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Avif,
    Gif,
    Jpeg,
    Pdf,
    Png,
    WebP,
}

impl Format {
    fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "avif" => Self::Avif,
            "gif" => Self::Gif,
            "jpeg" | "jpg" => Self::Jpeg,
            "pdf" => Self::Pdf,
            "png" => Self::Png,
            "webp" => Self::WebP,
            _ => return None,
        })
    }

    fn of_bytes(start: &[u8]) -> Option<Self> {
        let brand = start.get(4..).unwrap_or_default();
        Some(match start {
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::WebP,
            _ if brand.starts_with(b"ftypavi") || brand.starts_with(b"ftypmif1") || brand.starts_with(b"ftypmsf1") => {
                Self::Avif
            }
            // Readers of PDF look for it in the first bytes.
            _ if memmem::find(start, b"%PDF-").is_some() => Self::Pdf,
            _ => return None,
        })
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Avif => ("AVIF", "avif"),
            Self::Gif => ("GIF", "gif"),
            Self::Jpeg => ("JPEG", "jpg"),
            Self::Pdf => ("PDF", "pdf"),
            Self::Png => ("PNG", "png"),
            Self::WebP => ("WebP", "webp"),
        }
    }

    fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

/// Whether the end of a picture is there. Formats that don't tell where they end count as whole.
fn is_whole(format: Format, file: &mut File, bytes: u64) -> io::Result<bool> {
    match format {
        Format::Png => png(file, bytes),
        Format::WebP => {
            let mut size = [0; 4];
            file.seek(SeekFrom::Start(4))?;
            file.read_exact(&mut size)?;
            Ok(u64::from(u32::from_le_bytes(size)) + 8 <= bytes)
        }
        Format::Jpeg if bytes <= MAX_TEXT => {
            let mut all = Vec::new();
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut all)?;
            Ok(memmem::find(&all, &[0xff, 0xd9]).is_some())
        }
        _ => Ok(true),
    }
}

/// Whether the pieces of a PNG picture are all there, up to its last.
fn png(file: &mut File, bytes: u64) -> io::Result<bool> {
    let mut at = 8;
    loop {
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(at))?;
        if at + 12 > bytes || file.read_exact(&mut head).is_err() {
            return Ok(false);
        }
        let [a, b, c, d, kind @ ..] = head;
        at += 12 + u64::from(u32::from_be_bytes([a, b, c, d]));
        if &kind == b"IEND" {
            return Ok(true);
        }
    }
}
