//! The whole guide on one page, with every answer open and the plain pages at its end: for paper and for reading offline.

use super::keys::json;
use super::question::{self, Spot};
use super::stream::{self, View};
use super::view::{CountsView, LinkView, OutlineView, PageView, ShellView, TopicCardView, TopicQuestionsView};
use super::{Site, plain, prose_has_math, question_has_math};
use crate::address::{PRINT, plain_anchor, topic_anchor, topic_page};
use crate::memo::Key;
use crate::model::{Page, Question, Topic};
use crate::publish::Output;

pub(super) fn plan<'a>(site: &'a Site<'a>) -> Vec<Output<'a>> {
    vec![Output::write(PRINT, move |sink| {
        let guide = &site.loaded.guide;
        let math = guide.questions().any(|(_, question)| question_has_math(question))
            || guide.prose().any(|prose| prose_has_math(Some(prose)));
        let book = &site.loaded.config.book;
        let page =
            site.page(PRINT, "print", site.text("print.title", "guide", &book.title), book.description.clone(), math);
        let shell = ShellView {
            page: page.clone(),
            intro_html: guide.home.as_ref().map_or_else(String::new, |home| site.prose_html(home, PRINT, true, 2)),
            contents: (guide.topics.iter())
                .map(|topic| site.topic_card(topic, format!("#{}", topic_anchor(&topic.path))))
                .chain(guide.pages.iter().map(|page| entry(site, page)))
                .collect(),
            outline: outline(site),
            count: guide.questions().count(),
            topics_html: String::new(),
        };
        // The guide is `h1`, a topic `h2`, a question `h3`, its sections `h4`; what is inside them begins at `h5`.
        let spot = Spot { page: PRINT, whole: true, top: 5, follow_ups: true };
        let page_key = Key::of(json(&page).as_bytes());
        let view = |at: usize, topic: &Topic<'_>| TopicQuestionsView {
            page: page.clone(),
            title_html: site.title_html(&topic.title),
            path: topic.path.clone(),
            anchor: topic_anchor(&topic.path),
            url: topic_page(&topic.path),
            depth: topic.depth,
            number: (at + 1).to_string(),
            intro_html: topic.intro.as_ref().map_or_else(String::new, |intro| site.prose_html(intro, PRINT, true, 3)),
            questions: (topic.questions.iter().zip(1..))
                .map(|(question, number)| question::view(site, topic, question, number, spot))
                .collect(),
        };
        let topics = site.rendered.iter().map(|(at, topic)| {
            let make: View<'_> = Box::new(|| view(*at, topic));
            (site.topic_key("print", topic, (at, page_key)), make)
        });
        let pages = guide.pages.iter().map(|plain| {
            let make: View<'_> = Box::new(|| section(site, &page, plain));
            (site.keys.as_ref().map(|keys| keys.file("print", plain.prose.source, &page_key)), make)
        });
        let mut views = topics.chain(pages);
        stream::write(site, "print.html", shell, "print-topic.html", &mut views, sink)
    })]
}

/// The table of contents with all questions.
fn outline(site: &Site<'_>) -> Vec<OutlineView> {
    let guide = &site.loaded.guide;
    let question = |question: &Question<'_>| LinkView {
        title_html: site.title_html(&question.title),
        url: format!("#{}", question.id.value),
        current: false,
    };
    let topics = guide.topics.iter().zip(1_usize..).map(|(topic, number)| OutlineView {
        title_html: site.title_html(&topic.title),
        url: format!("#{}", topic_anchor(&topic.path)),
        depth: topic.depth,
        number: number.to_string(),
        questions: topic.questions.iter().map(question).collect(),
    });
    let pages = guide.pages.iter().map(|page| OutlineView {
        title_html: site.title_html(&page.title),
        url: format!("#{}", plain_anchor(&page.path)),
        depth: 0,
        number: String::new(),
        questions: Vec::new(),
    });
    topics.chain(pages).collect()
}

/// A plain page in the table of contents.
fn entry(site: &Site<'_>, plain: &Page<'_>) -> TopicCardView {
    TopicCardView {
        title_html: site.title_html(&plain.title),
        path: plain.path.clone(),
        url: format!("#{}", plain_anchor(&plain.path)),
        description: plain.description.clone(),
        icon: String::new(),
        depth: 0,
        counts: CountsView::default(),
    }
}

/// A plain page: a topic that is all introduction.
fn section(site: &Site<'_>, page: &PageView, plain: &Page<'_>) -> TopicQuestionsView {
    TopicQuestionsView {
        page: page.clone(),
        title_html: site.title_html(&plain.title),
        path: plain.path.clone(),
        anchor: plain_anchor(&plain.path),
        url: plain::path(plain),
        depth: 0,
        number: String::new(),
        intro_html: site.prose_html(&plain.prose, PRINT, true, 3),
        questions: Vec::new(),
    }
}
