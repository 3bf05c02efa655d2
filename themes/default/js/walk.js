"use strict";

/** The questions of a page as a walk: which one the reader is at, and how to get to the next. No element of its own. */
guide.walk = {
  /** The questions that are shown. */
  questions() {
    return [...document.querySelectorAll(".question:not([hidden])")];
  },

  /** Where a walk has led, and how far the page was scrolled then. */
  reached: { question: null, scroll: -1 },

  /**
   * The question that the reader is at: the one that holds the focus, as long as it is in the window; the one that a walk has
   * led to, as long as the page is not scrolled further since, or can't be; otherwise the last one that has begun near the top. `undefined` above
   * the first.
   * @returns {HTMLElement | undefined}
   */
  current() {
    const box = (/** @type {Element} */ element) => element.getBoundingClientRect();
    const focused = document.activeElement?.closest(".question");
    if (focused && box(focused).top < innerHeight && box(focused).bottom > 0) return focused;
    const { question, scroll } = this.reached;
    const ended = scrollY + innerHeight > document.documentElement.scrollHeight - 8;
    const stayed = Math.abs(scroll - scrollY) < 100 || (ended && question && box(question).top < innerHeight && box(question).bottom > 0);
    if (question && !question.hidden && stayed) return question;
    return this.questions().findLast((question) => box(question).top <= Math.min(120, innerHeight / 3));
  },

  /**
   * Goes to the question `step` further on; stays where there is none.
   * @param {1 | -1} step
   */
  go(step) {
    const questions = this.questions();
    const at = questions.indexOf(this.current());
    // Between two questions "back" leads to the beginning of the one that has begun.
    const within = step < 0 && at >= 0 && questions[at].getBoundingClientRect().top < -innerHeight / 3;
    const target = questions[within ? at : Math.max(at + step, 0)];
    if (target) this.to(target);
  },

  /** Brings `question` to the top of the window and the focus to it. */
  to(/** @type {HTMLElement} */ question) {
    question.tabIndex = -1;
    question.focus({ preventScroll: true });
    this.arrive(question);
  },

  /**
   * Brings `target` to the top. What lies above it gets its true height only on the way, so this takes a few frames. Readers who
   * move the focus meanwhile are left alone.
   */
  arrive(/** @type {Element} */ target, frames = 6, focused = document.activeElement) {
    if (focused === document.activeElement) target.scrollIntoView();
    else frames = 0;
    this.reached = { question: target.closest(".question"), scroll: scrollY };
    if (frames > 0) requestAnimationFrame(() => this.arrive(target, frames - 1, focused));
    else dispatchEvent(new CustomEvent("guide:arrived"));
  },
};
