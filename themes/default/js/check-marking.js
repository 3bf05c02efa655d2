"use strict";

/** What was right or wrong in a quiz, and what follows from it: each first check counts as a review. */
guide.marking = {
  /** Records a first check as a review. */
  remember(/** @type {HTMLElement} */ question, /** @type {boolean} */ right) {
    const { id, dataset } = question.querySelector("form");
    guide.progress.grade(id, dataset.revision, right ? 3 : 1);
  },

  /** Puts another grade in place of the one that a quiz has given, unless the question was reviewed elsewhere meanwhile. */
  regrade(/** @type {HTMLElement} */ question, /** @type {boolean} */ right, /** @type {number} */ since) {
    const { id } = question.querySelector("form");
    const { reviews, revision } = guide.progress.read(id);
    const [when, grade] = reviews.at(-1) ?? [0, 0];
    if (when < since - 1000 || grade !== (right ? 1 : 3)) return;
    guide.progress.undo(id, when, revision);
    this.remember(question, right);
  },

  /**
   * Marks one question of a submitted quiz. An answer that was never checked is checked now.
   * @param {HTMLElement} question
   * @param {guide.Paper} paper
   * @param {boolean} counts whether such a check is a review
   */
  mark(question, paper, counts) {
    const { id } = question.querySelector("form");
    question.start(paper.settings.seed, true);
    question.answer = paper.answers[id] ?? [];
    question.check();
    question.accepted = paper.accepted.includes(id);
    if (!(id in paper.first) && question.answer.length > 0) {
      paper.first[id] = question.right;
      if (counts) this.remember(question, question.right);
    }
    question.dataset.part = paper.first[id] ? "right" : "wrong";
  },

  /**
   * Marks all questions, a few at a time, so that the page answers meanwhile.
   * @param {HTMLElement[]} questions
   * @param {guide.Paper} paper
   * @param {boolean} counts
   * @param {() => boolean} wanted whether somebody still waits for it
   * @param {() => void} done
   */
  all(questions, paper, counts, wanted, done) {
    const some = (/** @type {number} */ from) => {
      if (!wanted()) return;
      for (const question of questions.slice(from, from + 20)) this.mark(question, paper, counts);
      if (from + 20 < questions.length) setTimeout(some, 0, from + 20);
      else done();
    };
    some(0);
  },
};
