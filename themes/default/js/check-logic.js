"use strict";

/**
 * The rules of the self-check, without the page: chance, right and wrong.
 * Tested by `node --test` in `tests/js/check-logic.test.js`.
 */
globalThis.guide ??= {};

guide.check = {
  /**
   * A generator of numbers in [0, 1) that gives the same row for the same seed in every browser: mulberry32, seeded with the
   * FNV-1a hash of `seed`, whose bits are mixed once more (the end of MurmurHash3): seeds that differ in their last letters
   * would otherwise give first numbers that have something to do with each other.
   * @param {string} seed
   * @returns {() => number}
   */
  random(seed) {
    let state = 0x811c9dc5;
    for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  },

  /**
   * The items in a fair random order (Fisher–Yates), as a new list.
   * @template T
   * @param {T[]} items
   * @param {() => number} random
   * @returns {T[]}
   */
  shuffle(items, random) {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    return shuffled;
  },

  /**
   * What to say of one option.
   * @param {boolean} chosen
   * @param {boolean} correct
   * @returns {"right" | "wrong" | "missed" | "left"}
   */
  mark(chosen, correct) {
    if (chosen) return correct ? "right" : "wrong";
    return correct ? "missed" : "left";
  },

  /**
   * All or nothing: every right option chosen, and no other.
   * @param {("right" | "wrong" | "missed" | "left")[]} marks
   */
  allRight(marks) {
    return marks.every((mark) => mark === "right" || mark === "left");
  },

  /**
   * A typed answer as it is compared. What keyboards and word processors change on their own doesn't count: case, white space
   * at the ends and in runs, full-width letters, the shape of quotes, hyphens, dashes and minus signs, invisible characters.
   * Raised digits stay apart from plain ones: 10² is 10^2, not 102.
   * @param {string} text
   */
  fold(text) {
    const raised = (/** @type {string} */ digits) => `^${digits.normalize("NFKC")}`;
    const fraction = (/** @type {string} */ sign) => ` ${sign.normalize("NFKC")}`;
    return text
      .replace(/[\u2018-\u201b\u2032\u2035\u02b9\u02bb\u02bc\u00b4`]/gu, "'")
      .replace(/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u300c-\u300f]/gu, "\"")
      .replace(/[\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u207f]+/gu, raised)
      .replace(/[\u00bc-\u00be\u2150-\u215e]/gu, fraction)
      .normalize("NFKC")
      .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/gu, "")
      .replace(/[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b]/gu, "-")
      .replace(/\u2044/gu, "/")
      .trim().replace(/\s+/gu, " ").toUpperCase().toLowerCase().normalize("NFC");
  },

  /**
   * Whether a typed answer is one of the accepted ones, each as `fold` gives it.
   * @param {string} typed
   * @param {string[]} accepted
   */
  accepts(typed, accepted) {
    return accepted.some((answer) => this.fold(answer) === this.fold(typed));
  },
};

/**
 * How the answers of each kind of question with a field are compared. `solution` reads the answer key, `shown` is what of it is told
 * to readers, `problem` says why a text can't be compared (empty where it can), `accepts` whether it is right.
 */
guide.typed ??= {};

guide.typed.short = {
  solution: (/** @type {HTMLElement} */ key) => [...key.querySelectorAll(".key-list kbd")].map((answer) => answer.textContent),
  shown: (/** @type {string[]} */ answers) => answers,
  problem: () => "",
  accepts: (/** @type {string} */ typed, /** @type {string[]} */ answers) => guide.check.accepts(typed, answers),
};
