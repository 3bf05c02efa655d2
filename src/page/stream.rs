//! Pages that show questions of the whole guide, written topic by topic: such a page may be as large as all the others
//! together, and is never held in memory.

use std::hash::{BuildHasher, Hasher, RandomState};

use super::Site;
use super::view::{ShellView, TopicQuestionsView};
use crate::error::{Error, Result};
use crate::memo::Key;
use crate::publish::Sink;

/// Makes the view of a topic.
pub(super) type View<'v> = Box<dyn FnOnce() -> TopicQuestionsView + 'v>;

/// Renders the shell, puts the topics in the place that it leaves for them, and writes all of it to `sink`. A topic with a key is
/// rendered only where the old page has none of that key.
pub(super) fn write(
    site: &Site<'_>,
    template: &str,
    mut shell: ShellView,
    topic_template: &str,
    topics: &mut dyn Iterator<Item = (Option<Key>, View<'_>)>,
    sink: &mut Sink,
) -> Result<()> {
    // The mark is drawn at random, so that no content can be taken for it; it is not left in the page.
    let mark = format!("topics-{:016x}", RandomState::new().build_hasher().finish());
    shell.topics_html.clone_from(&mark);
    let rendered = site.theme.render(template, &shell)?;
    let parts = rendered.split_once(mark.as_str()).filter(|(_, after)| !after.contains(mark.as_str()));
    let Some((before, after)) = parts else {
        let message = "it must print `topics_html` exactly once".to_owned();
        let (page, file) = (template.to_owned(), template.to_owned());
        return Err(Error::Template { page, file, line: 0, column: 0, length: 0, message, help: None });
    };
    sink.put(before.as_bytes())?;
    for (key, view) in topics {
        sink.part(key, || site.theme.render(topic_template, &view()))?;
    }
    sink.put(after.as_bytes())
}
