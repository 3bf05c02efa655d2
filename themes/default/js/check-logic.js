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
   * Whether a typed answer is one of the accepted ones; case, and white space at the ends and in runs, don't count.
   * @param {string} typed
   * @param {string[]} accepted
   */
  accepts(typed, accepted) {
    const plain = (/** @type {string} */ text) => text.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
    return accepted.some((answer) => plain(answer) === plain(typed));
  },
};
