"use strict";

/** The quiz that is saved in the browser: one at a time, which several tabs may have open. */
guide.savedQuiz = {
  NAME: "self-check",

  /** The saved quiz, as far as it can be used. @returns {guide.Paper | null} */
  read(/** @type {Set<string>} */ known) {
    return guide.paper.restore(guide.store.read(this.NAME), known);
  },

  /**
   * Why a quiz must not be saved; empty when it may: what a newer version has written, a quiz that was started later, and one that
   * is in progress are not overwritten.
   * @param {guide.Paper} paper
   * @param {Set<string>} known
   * @returns {"" | "newer" | "other" | "older"}
   */
  conflict(paper, known) {
    if (guide.store.read(this.NAME)?.version > guide.paper.VERSION) return "newer";
    const saved = this.read(known);
    if (!saved || saved.key === paper.key) return "";
    if (saved.started > paper.started) return "other";
    return this.inProgress(saved) > 0 ? "older" : "";
  },

  /** How many answers would be lost with a quiz. */
  inProgress: (/** @type {guide.Paper | null} */ saved) => (saved && !saved.ended ? guide.paper.answered(saved) : 0),

  /** @returns {boolean} whether it is saved beyond this page */
  write(/** @type {guide.Paper} */ paper) {
    return guide.store.write(this.NAME, paper);
  },

  remove() {
    guide.store.remove(this.NAME);
  },

  watch(/** @type {() => void} */ changed) {
    guide.store.watch(this.NAME, changed);
  },
};
