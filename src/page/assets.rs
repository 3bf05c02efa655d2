//! What pages load: the theme's bundles and fonts, the author's style sheets, images and downloads.

use std::collections::BTreeMap;

use super::Site;
use crate::publish::Output;

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    let theme = site.theme.shipped.iter().map(|file| Output::write(file.output.clone(), |sink| sink.put(&file.bytes)));
    // Two files with the same name and the same bytes are one.
    let files: BTreeMap<&str, _> = site.loaded.assets.values().map(|asset| (asset.output.as_str(), asset)).collect();
    let files = files.into_iter().map(|(output, asset)| Output::copy(output, &asset.file).keyed(Some(asset.key)));
    theme.chain(files).collect()
}
