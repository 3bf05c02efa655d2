"use strict";

/**
 * When to ask again: the scheduler FSRS-6, without the page. Its formulas are those of "The Algorithm", section FSRS-6
 * (https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm), its steps those of the reference implementation
 * `ts-fsrs`; `tests/js/fsrs.test.js` checks that both agree. Fuzz, which spreads cards that come together, is left out. Days are
 * those of the reader's calendar, which also decides what is due today; the reference counts days in UTC.
 *
 * A memory is described by its *stability* S, the days after which the chance of recall is 90 %, and its *difficulty* D, from
 * 1 to 10. Grades are 1 (again), 2 (hard), 3 (good) and 4 (easy). Times are in milliseconds since 1970.
 *
 * @typedef {1 | 2 | 3 | 4} Grade
 * @typedef {[number, Grade]} Review when, and how well it was recalled
 * @typedef {object} Card
 * @property {"new" | "learning" | "review" | "relearning"} state
 * @property {number} step which of the learning steps it is at
 * @property {number} stability in days; 0 while new
 * @property {number} difficulty from 1 to 10; 0 while new
 * @property {number} last when it was reviewed last
 * @property {number} due when it is to be reviewed next
 * @property {number} reps how often it was reviewed
 * @property {number} lapses how often it was forgotten after it had been learned
 */
globalThis.guide ??= {};

guide.fsrs = (() => {
  /** w₀ to w₂₀: the default weights of FSRS-6, fitted by its authors to many millions of reviews. */
  const W = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542];
  /** The steps of a new card and of a forgotten one, in minutes. */
  const STEPS = { learning: [1, 10], relearning: [10] };
  const LONGEST = 36_500;
  const MINUTE = 60_000;
  const DAY = 1440 * MINUTE;
  const DECAY = -W[20];

  /** To eight decimals, as the reference rounds. */
  const round = (/** @type {number} */ value) => Math.round(value * 1e8) / 1e8;
  const clamp = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Math.min(Math.max(value, low), high);
  const FACTOR = round(0.9 ** (1 / DECAY) - 1);

  /** The chance of recall after `days`: R = (1 + FACTOR · t / S)^DECAY, where R(S) = 0.9. */
  const recall = (/** @type {number} */ days, /** @type {number} */ stability) => round((1 + (FACTOR * days) / stability) ** DECAY);

  /** The days after which the chance of recall has come down to `retention`. */
  function interval(/** @type {number} */ stability, /** @type {number} */ retention) {
    const modifier = round((retention ** (1 / DECAY) - 1) / FACTOR);
    return Math.min(Math.max(1, Math.round(stability * modifier)), LONGEST);
  }

  /** D₀(G) = w₄ − e^(w₅ · (G − 1)) + 1 */
  const firstDifficulty = (/** @type {Grade} */ grade) => round(W[4] - Math.exp((grade - 1) * W[5]) + 1);

  /** D′ = w₇ · D₀(4) + (1 − w₇) · (D − w₆ · (G − 3) · (10 − D) / 9) */
  function nextDifficulty(/** @type {number} */ difficulty, /** @type {Grade} */ grade) {
    const damped = difficulty + round((-W[6] * (grade - 3) * (10 - difficulty)) / 9);
    return clamp(round(W[7] * firstDifficulty(4) + (1 - W[7]) * damped), 1, 10);
  }

  /** Stability after a review `days` after the last one. */
  function nextStability(/** @type {Card} */ { stability: s, difficulty: d }, /** @type {number} */ days, /** @type {Grade} */ grade) {
    const bounded = (/** @type {number} */ value) => round(clamp(value, 0.001, LONGEST));
    if (days === 0) {
      // The same day: S · S^(−w₁₉) · e^(w₁₇ · (G − 3 + w₁₈)), never less for what was recalled.
      const growth = s ** -W[19] * Math.exp(W[17] * (grade - 3 + W[18]));
      return bounded(s * (grade >= 2 ? Math.max(growth, 1) : growth));
    }
    const r = recall(days, s);
    if (grade === 1) {
      // Forgotten: w₁₁ · D^(−w₁₂) · ((S + 1)^w₁₃ − 1) · e^(w₁₄ · (1 − R)), at most S / e^(w₁₇ · w₁₈).
      const after = bounded(W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * Math.exp((1 - r) * W[14]));
      return clamp(round(s / Math.exp(W[17] * W[18])), 0.001, after);
    }
    // Recalled: S · (1 + e^w₈ · (11 − D) · S^(−w₉) · (e^(w₁₀ · (1 − R)) − 1) · [w₁₅ if hard] · [w₁₆ if easy]).
    const bonus = grade === 2 ? W[15] : grade === 4 ? W[16] : 1;
    return bounded(s * (1 + Math.exp(W[8]) * (11 - d) * s ** -W[9] * (Math.exp((1 - r) * W[10]) - 1) * bonus));
  }

  /** The minutes to the next learning step and that step; `null` where the steps are over. */
  function learningStep(/** @type {Card} */ { state, step }, /** @type {Grade} */ grade) {
    const steps = STEPS[state === "review" || state === "relearning" ? "relearning" : "learning"];
    if (step >= steps.length) return null;
    if (grade === 1) return { minutes: steps[0], step: 0 };
    if (grade === 2) return { minutes: Math.round(steps.length > 1 ? (steps[0] + steps[1]) / 2 : steps[0] * 1.5), step };
    return grade === 3 && step + 1 < steps.length ? { minutes: steps[step + 1], step: step + 1 } : null;
  }

  /** The number of a moment's day on the reader's calendar. */
  function dayOf(/** @type {number} */ when) {
    const date = new Date(when);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY;
  }

  /** The same time of day, `days` later: the days around a change of clocks don't have 24 hours. */
  const addDays = (/** @type {number} */ when, /** @type {number} */ days) => {
    const date = new Date(when);
    return date.setDate(date.getDate() + days);
  };

  return {
    GRADES: /** @type {Grade[]} */ ([1, 2, 3, 4]),
    recall,

    /** @returns {Card} a card that was never reviewed */
    fresh: () => ({ state: "new", step: 0, stability: 0, difficulty: 0, last: 0, due: 0, reps: 0, lapses: 0 }),

    /**
     * The card after a review.
     * @param {Card} card
     * @param {Grade} grade
     * @param {number} now
     * @param {number} retention the chance of recall at which to ask again, such as 0.9
     * @returns {Card}
     */
    review(card, grade, now, retention) {
      const isNew = card.state === "new";
      const days = isNew ? 0 : Math.max(0, dayOf(now) - dayOf(card.last));
      const after = (/** @type {Grade} */ grade) => (isNew
        ? { stability: Math.max(W[grade - 1], 0.1), difficulty: clamp(firstDifficulty(grade), 1, 10) }
        : { stability: nextStability(card, days, grade), difficulty: nextDifficulty(card.difficulty, grade) });
      const next = { ...card, ...after(grade), last: now, reps: card.reps + 1 };
      if (card.state === "review" && grade > 1) {
        // Hard is never longer than good, good always longer than hard, easy longer than good.
        const days = (/** @type {Grade} */ grade) => interval(after(grade).stability, retention);
        const hard = Math.min(days(2), days(3));
        const good = Math.max(days(3), hard + 1);
        const chosen = grade === 2 ? hard : grade === 3 ? good : Math.max(days(4), good + 1);
        return { ...next, due: addDays(now, chosen), step: 0 };
      }
      const step = learningStep(card, grade);
      if (step) {
        const state = isNew ? "learning" : card.state === "review" ? "relearning" : card.state;
        return { ...next, state, step: step.step, due: now + step.minutes * MINUTE, lapses: card.lapses + Number(card.state === "review") };
      }
      return { ...next, state: "review", step: 0, due: addDays(now, interval(next.stability, retention)) };
    },

    /**
     * The card after all its reviews, in their order.
     * @param {Review[]} reviews
     * @param {number} retention
     */
    replay(reviews, retention) {
      return reviews.reduce((card, [when, grade]) => this.review(card, grade, when, retention), this.fresh());
    },
  };
})();
