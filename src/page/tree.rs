//! How topics lie in one another. [`Tree::of`] is found once for all pages: a page that looked through all topics for its
//! neighbours would make a site of thousands of topics slow.

use crate::model::Topic;

/// How many topics of one level a list shows on each side of the one that it is about.
const REACH: usize = 20;

/// The topics by their positions in the guide.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The topic that each topic lies in.
    parents: Vec<Option<usize>>,
    /// The topics that lie directly in each topic.
    children: Vec<Vec<usize>>,
    /// Those that lie in none.
    roots: Vec<usize>,
}

impl Tree {
    /// The tree of topics that stand in reading order, parents before their children.
    pub(super) fn of(topics: &[Topic<'_>]) -> Self {
        let mut tree = Self { children: vec![Vec::new(); topics.len()], ..Self::default() };
        let mut open: Vec<(usize, String)> = Vec::new();
        for (at, topic) in topics.iter().enumerate() {
            while open.last().is_some_and(|(_, folder)| !topic.path.starts_with(folder.as_str())) {
                open.pop();
            }
            let parent = open.last().map(|(parent, _)| *parent);
            match parent.and_then(|parent| tree.children.get_mut(parent)) {
                Some(siblings) => siblings.push(at),
                None => tree.roots.push(at),
            }
            tree.parents.push(parent);
            open.push((at, format!("{}/", topic.path)));
        }
        tree
    }

    /// The topics that lie directly in the one at `at`.
    pub(super) fn children(&self, at: usize) -> &[usize] {
        self.children.get(at).map_or(&[], Vec::as_slice)
    }

    /// The topics that the one at `at` lies in, the outermost first.
    pub(super) fn ancestors(&self, at: usize) -> Vec<usize> {
        let parent = |at: &usize| self.parents.get(*at).copied().flatten();
        let mut found: Vec<usize> = std::iter::successors(parent(&at), parent).collect();
        found.reverse();
        found
    }

    /// The topics at the top, those in each ancestor of the one at `at`, and those in it; and whether there are more of these
    /// than are given. In reading order.
    pub(super) fn nearby(&self, at: usize) -> (Vec<usize>, bool) {
        let mut way = self.ancestors(at);
        way.push(at);
        let mut more = false;
        let mut found = Vec::new();
        let mut level: &[usize] = &self.roots;
        let mut steps = way.iter();
        loop {
            let step = steps.next();
            let middle = step.and_then(|step| level.iter().position(|topic| topic == step)).unwrap_or_default();
            let (from, to) = (middle.saturating_sub(REACH), (middle + REACH + 1).min(level.len()));
            more |= from > 0 || to < level.len();
            found.extend_from_slice(level.get(from..to).unwrap_or_default());
            let Some(step) = step else { break };
            level = self.children(*step);
        }
        found.sort_unstable();
        (found, more)
    }
}
