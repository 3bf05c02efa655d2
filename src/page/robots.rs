//! Small files for servers and crawlers: `robots.txt`, `.nojekyll` and, where it is configured, `CNAME`.

use super::{Site, site_map};
use crate::publish::Output;

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    let html = &site.loaded.config.html;
    let mut outputs = vec![
        Output::write("robots.txt", move |sink| {
            sink.put(b"User-agent: *\nAllow: /\n")?;
            match &html.site_url {
                Some(url) => sink.put(format!("Sitemap: {url}{}\n", site_map::PATH).as_bytes()),
                None => Ok(()),
            }
        }),
        // GitHub Pages would otherwise run Jekyll over the site.
        Output::write(".nojekyll", |_| Ok(())),
    ];
    outputs.extend(
        html.cname.as_ref().map(|name| Output::write("CNAME", move |sink| sink.put(format!("{name}\n").as_bytes()))),
    );
    outputs
}
