//! The whole guide on one page, with every answer open: for paper and for reading offline.

use super::question::{self, Spot};
use super::stream;
use super::view::{ShellView, TopicQuestionsView};
use super::{Site, prose_has_math, question_has_math};
use crate::address::{PRINT, topic_anchor, topic_page};
use crate::publish::Output;

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    vec![Output::write(PRINT, move |sink| {
        let guide = &site.loaded.guide;
        let math = guide.questions().any(|(_, question)| question_has_math(question))
            || guide.prose().any(|prose| prose_has_math(Some(prose)));
        let book = &site.loaded.config.book;
        let page =
            site.page(PRINT, "print", site.text("print.title", "guide", &book.title), book.description.clone(), math);
        let anchor = |path: &str| format!("#{}", topic_anchor(path));
        let shell = ShellView {
            page: page.clone(),
            intro_html: guide.home.as_ref().map_or_else(String::new, |home| site.prose_html(home, PRINT, true, 2)),
            contents: guide.topics.iter().map(|topic| site.topic_card(topic, anchor(&topic.path))).collect(),
            count: guide.questions().count(),
            topics_html: String::new(),
        };
        // The guide is `h1`, a topic `h2`, a question `h3`, its sections `h4`; what is inside them begins at `h5`.
        let spot = Spot { page: PRINT, whole: true, top: 5, follow_ups: true };
        let mut views = guide.topics.iter().map(|topic| TopicQuestionsView {
            page: page.clone(),
            title_html: site.title_html(&topic.title),
            path: topic.path.clone(),
            anchor: topic_anchor(&topic.path),
            url: topic_page(&topic.path),
            depth: topic.depth,
            intro_html: topic.intro.as_ref().map_or_else(String::new, |intro| site.prose_html(intro, PRINT, true, 3)),
            questions: (topic.questions.iter().zip(1..))
                .map(|(question, number)| question::view(site, topic, question, number, spot))
                .collect(),
        });
        stream::write(site, "print.html", shell, "print-topic.html", &mut views, sink)
    })]
}
