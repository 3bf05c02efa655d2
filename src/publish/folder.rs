//! The folders around a build: what may be written to, the lock, the exchange, and cleaning up.

#![expect(clippy::disallowed_methods, reason = "part of the only module that writes the site")]

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::{FORMAT, MANIFEST, Record, Records, STAGING_MARK, Stamp};
use crate::error::{Error, Result};

/// What a build folder holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Contents {
    /// It does not exist or is empty.
    Nothing,
    /// A site of ours and nothing else.
    Site,
    /// Something that we did not write; a few names of it.
    Foreign(Vec<String>),
}

/// `<folder>/.<name>.genai-guide-<suffix>`: a place of ours beside the build folder, on the same file system.
pub(super) fn beside(out: &Path, suffix: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.genai-guide-{suffix}"))
}

/// The build folder as an absolute path, if it may be written to at all.
pub(super) fn check(out: &Path, root: &Path, content: &Path) -> Result<PathBuf> {
    let refuse = |reason: &str| Err(Error::Refused { path: out.to_owned(), reason: reason.to_owned() });
    let absolute = normal(&std::path::absolute(out).map_err(Error::read(out))?);
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| normal(path));
    // The folder itself may not exist yet; where it lies does matter, links on the way there included.
    let mut known = absolute.as_path();
    while !known.exists() {
        known = known.parent().unwrap_or(Path::new("/"));
    }
    let below = absolute.strip_prefix(known).unwrap_or(Path::new(""));
    let resolved = if below.as_os_str().is_empty() { real(known) } else { real(known).join(below) };
    let (root, content) = (real(root), real(content));
    if absolute.is_symlink() {
        return refuse("it is a symbolic link; name the folder itself");
    }
    if resolved.parent().is_none() {
        return refuse("it is the root of the file system");
    }
    if absolute.exists() && !absolute.is_dir() {
        return refuse("it is a file");
    }
    if root.starts_with(&resolved) {
        return refuse("the project lies in it; name a folder of its own, such as `site`");
    }
    if content.starts_with(&resolved) || resolved.starts_with(&content) {
        return refuse("it is the content folder, or lies in it or around it");
    }
    if resolved.starts_with(root.join("themes")) {
        return refuse("it lies in the folder of themes; name a folder of its own, such as `site`");
    }
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    if home.is_some_and(|home| real(&home).starts_with(&resolved)) {
        return refuse("it is your home folder, or around it");
    }
    Ok(absolute)
}

/// The path without `.` and `..`, which is right as long as no link is on the way; links are resolved apart.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// The lock of one build folder. It goes with the process, however that ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    pub(super) fn take(out: &Path) -> Result<Self> {
        let path = beside(out, "lock");
        // The file is removed by whoever ends, so it may vanish between opening and locking; then it is made anew.
        for _ in 0..100 {
            let file = File::options().create(true).append(true).open(&path).map_err(Error::write(&path))?;
            match file.try_lock() {
                Ok(()) if is_same(&file, &path) => return Ok(Self { file, path }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: out.to_owned() }),
                Err(TryLockError::Error(cause)) => return Err(Error::Write { path, cause }),
            }
        }
        Err(Error::Busy { path: out.to_owned() })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still locked, so that nobody can hold a lock on a file that is gone without noticing.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: io::Result<fs::Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    id(file.metadata()).is_some_and(|open| id(fs::metadata(path)) == Some(open))
}

/// Elsewhere the file stays where it is, so it can't have been replaced.
#[cfg(not(unix))]
fn is_same(_file: &File, _path: &Path) -> bool {
    true
}

/// The paths that a site's manifest names, or `None` if there is no manifest of ours.
fn manifest(site: &Path) -> Option<HashSet<String>> {
    let file = site.join(MANIFEST);
    if !fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_file()) {
        return None;
    }
    let text = fs::read_to_string(file).ok()?;
    let mut lines = text.lines();
    let is_inside = |path: &&str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    (lines.next() == Some(FORMAT)).then(|| lines.filter(is_inside).map(str::to_owned).collect())
}

/// Files that systems put into every folder that somebody looks at; they are nobody's work.
const DISPOSABLE: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

fn is_disposable(name: &std::ffi::OsStr) -> bool {
    DISPOSABLE.iter().any(|disposable| name == *disposable)
}

/// Refuses a folder that holds anything but a site of ours.
pub(super) fn refuse_foreign(site: &Path) -> Result<()> {
    let Contents::Foreign(names) = contents(site)? else { return Ok(()) };
    let names = names.join(", ");
    let reason = format!("`{}` holds files that are not ours ({names}); move them away", site.display());
    Err(Error::Refused { path: site.to_owned(), reason })
}

/// Looks at a build folder. Only its names are read.
pub(super) fn contents(site: &Path) -> Result<Contents> {
    if !site.exists() {
        return Ok(Contents::Nothing);
    }
    let manifest = manifest(site);
    let (mut foreign, mut any) = (Vec::new(), false);
    for entry in WalkDir::new(site).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(Error::walk(site))?;
        any = true;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative: Vec<_> =
            entry.path().strip_prefix(site).into_iter().flatten().map(|n| n.to_string_lossy()).collect();
        let relative = relative.join("/");
        if entry.file_type().is_file() && is_disposable(entry.file_name()) {
            continue;
        }
        let ours = entry.file_type().is_file() && manifest.as_ref().is_some_and(|names| names.contains(&relative));
        if !ours {
            foreign.push(format!("`{relative}`"));
            if foreign.len() > 3 {
                break;
            }
        }
    }
    if foreign.len() > 3 {
        foreign.truncate(3);
        foreign.push("…".to_owned());
    }
    Ok(match (foreign.is_empty(), any) {
        (false, _) => Contents::Foreign(foreign),
        (true, true) if manifest.is_some() => Contents::Site,
        (true, true) => Contents::Foreign(vec!["folders".to_owned()]),
        (true, false) => Contents::Nothing,
    })
}

/// Whether `out` is a site of ours that is still as it was left: it has these files, each of its size and of its time, and no other
/// files; and nothing of another build lies beside it.
#[must_use]
pub fn is_as_recorded(out: &Path, records: &Records) -> bool {
    let Ok(out) = std::path::absolute(out).map(|out| normal(&out)) else { return false };
    let unfinished = ["new", "old", "lock"].iter().any(|suffix| fs::symlink_metadata(beside(&out, suffix)).is_ok());
    if unfinished || out.is_symlink() || manifest(&out).is_none() {
        return false;
    }
    let mut count = 0;
    for entry in WalkDir::new(&out).min_depth(1) {
        let Ok(entry) = entry else { return false };
        if entry.file_type().is_dir() {
            continue;
        }
        let Ok(path) = entry.path().strip_prefix(&out) else { return false };
        let path: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
        let path = path.join("/");
        if path == MANIFEST {
            continue;
        }
        let is_same = |record: &Record| Stamp::of(entry.path()).is_ok_and(|stamp| stamp == record.stamp);
        if !records.get(&path).is_some_and(is_same) {
            return false;
        }
        count += 1;
    }
    count == records.len()
}

/// Removes a site of ours: the files that its manifest names, and folders that are empty then. Anything else stays, and
/// with it the manifest, so that the next build can say what is in its way.
pub(super) fn remove_site(site: &Path) -> Result<()> {
    let Some(names) = manifest(site) else {
        // An empty folder, as the exchange leaves when there was no site before.
        return match fs::remove_dir(site) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result.map_err(Error::write(site)),
        };
    };
    // Only what really lies in the folder is removed: a manifest may name a path that leads through a link.
    let mut entries = Vec::new();
    for entry in WalkDir::new(site).min_depth(1).contents_first(true) {
        entries.push(entry.map_err(Error::walk(site))?);
    }
    for entry in &entries {
        let relative: Vec<_> =
            entry.path().strip_prefix(site).into_iter().flatten().map(|n| n.to_string_lossy()).collect();
        let relative = relative.join("/");
        let ours = names.contains(&relative) || is_disposable(entry.file_name());
        if entry.file_type().is_dir() {
            // A folder that is not empty holds what somebody else put there.
            let _ = fs::remove_dir(entry.path());
        } else if entry.file_type().is_file() && ours && relative != MANIFEST {
            remove_file(entry.path())?;
        }
    }
    let rest = fs::read_dir(site)
        .map_err(Error::read(site))?
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name() != MANIFEST));
    if rest.count() > 0 {
        return Ok(());
    }
    // Last, so that a removal that is killed can go on.
    remove_file(&site.join(MANIFEST))?;
    fs::remove_dir(site).map_err(Error::write(site))
}

fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result.map_err(Error::write(path)),
    }
}

/// Removes what a killed build left in the place of the staging folder.
pub(super) fn clear_leftovers(staging: &Path) -> Result<()> {
    if staging.is_symlink() || (staging.exists() && !staging.is_dir()) {
        let reason = "something that is not ours lies where the staging folder goes; remove it".to_owned();
        return Err(Error::Refused { path: staging.to_owned(), reason });
    }
    if !staging.exists() {
        return Ok(());
    }
    let mark = staging.join(STAGING_MARK);
    if mark.is_file() {
        // The mark goes last, so that a removal that is killed can go on.
        for entry in fs::read_dir(staging).map_err(Error::read(staging))? {
            let path = entry.map_err(Error::read(staging))?.path();
            if path == mark {
                continue;
            }
            let folder = path.is_dir() && !path.is_symlink();
            if folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.map_err(Error::write(&path))?;
        }
        fs::remove_file(&mark).map_err(Error::write(&mark))?;
        return fs::remove_dir(staging).map_err(Error::write(staging));
    }
    refuse_foreign(staging)?;
    remove_site(staging)
}

/// Puts `new` in the place of `out`, and what was there in the place of `new`, in one step where the system can.
pub(super) fn exchange(new: &Path, out: &Path) -> Result<()> {
    if !out.exists() {
        return fs::rename(new, out).map_err(Error::write(out));
    }
    if exchange_at_once(new, out) {
        return Ok(());
    }
    // Without the system's help there is an instant without a site; `repair` makes good a kill at that instant.
    let old = beside(out, "old");
    fs::rename(out, &old).map_err(Error::write(out))?;
    if let Err(cause) = fs::rename(new, out) {
        let _ = fs::rename(&old, out);
        return Err(Error::Write { path: out.to_owned(), cause });
    }
    fs::rename(&old, new).map_err(Error::write(new))
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_at_once(new: &Path, out: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_at_once(_new: &Path, _out: &Path) -> bool {
    false
}

/// Brings back the old site if a build was killed between the two steps of an exchange.
pub(super) fn repair(out: &Path) -> Result<()> {
    let old = beside(out, "old");
    if !old.is_dir() || old.is_symlink() {
        return Ok(());
    }
    refuse_foreign(&old)?;
    if out.exists() { remove_site(&old) } else { fs::rename(&old, out).map_err(Error::write(out)) }
}
