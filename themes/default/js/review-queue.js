"use strict";

/**
 * What to review and when, without the page. Tested by `node --test` in `tests/js/review-queue.test.js`.
 *
 * @typedef {{ id: string, topic: string, reviews: guide.Review[], card: guide.Card }} Item
 */
guide.queue = {
  /** How long before its minute a card that is being learned may come when nothing else is left. */
  AHEAD: 20 * 60_000,

  /** When the reader's day began. */
  today: (/** @type {number} */ now) => new Date(now).setHours(0, 0, 0, 0),

  /**
   * How many cards were new today, and how many others were reviewed.
   * @param {Item[]} items
   * @param {number} now
   */
  done(items, now) {
    const start = this.today(now);
    let [fresh, reviewed] = [0, 0];
    for (const { reviews } of items) {
      if (reviews.length === 0 || reviews.at(-1)[0] < start) continue;
      if (reviews[0][0] >= start) fresh += 1;
      else reviewed += 1;
    }
    return { fresh, reviewed };
  },

  /**
   * What is left for today: cards that are being learned, in the order of their minutes; those due, the longest due first; and new
   * ones in the order of the guide; as many as the limits leave.
   * @param {Item[]} items
   * @param {{ newPerDay: number, reviewsPerDay: number }} limits
   * @param {number} now
   */
  plan(items, limits, now) {
    const done = this.done(items, now);
    const byDue = (/** @type {Item} */ a, /** @type {Item} */ b) => a.card.due - b.card.due || (a.id < b.id ? -1 : 1);
    const end = guide.progress.tomorrow(now);
    const learning = items.filter(({ card }) => ["learning", "relearning"].includes(card.state) && card.due < end).sort(byDue);
    const due = items.filter(({ card }) => card.state === "review" && card.due < end).sort(byDue);
    const fresh = items.filter(({ card }) => card.state === "new");
    return {
      learning,
      due: due.slice(0, Math.max(0, limits.reviewsPerDay - done.reviewed)),
      fresh: fresh.slice(0, Math.max(0, limits.newPerDay - done.fresh)),
      /** What the limits leave for other days. */
      later: { due: Math.max(0, due.length - Math.max(0, limits.reviewsPerDay - done.reviewed)), fresh: fresh.length },
    };
  },

  /**
   * The card to ask about now; `null` where there is none. A card that is being learned comes at its minute; else new ones are
   * spread evenly among those due; and when both are over, the next that is being learned may come before its minute.
   * @param {{ learning: Item[], due: Item[], fresh: Item[] }} plan
   * @param {number} now
   * @param {{ due: number, fresh: number }} asked how many of each kind this sitting has asked
   * @param {string} last the id of the card before, which does not come twice in a row if another can
   */
  next({ learning, due, fresh }, now, asked, last) {
    const ready = learning.filter(({ card, id }) => card.due <= now && id !== last);
    if (ready.length > 0) return ready[0];
    // The share of new cards among all that this sitting has, kept up as nearly as whole cards can.
    const share = (fresh.length + asked.fresh) / Math.max(1, fresh.length + due.length + asked.fresh + asked.due);
    const owed = share * (asked.fresh + asked.due + 1) >= asked.fresh + 0.5;
    if (fresh.length > 0 && (owed || due.length === 0)) return fresh[0];
    if (due.length > 0) return due[0];
    const soon = learning.filter(({ card }) => card.due <= now + this.AHEAD);
    return soon.find(({ id }) => id !== last) ?? soon[0] ?? null;
  },

  /**
   * How many cards come due on each of the coming days, today first; what is overdue is today's.
   * @param {Item[]} items
   * @param {number} now
   * @param {number} days
   * @returns {{ day: number, count: number }[]} `day`: when it begins
   */
  forecast(items, now, days) {
    const starts = this.days(now, 0, days);
    const counts = starts.map((day) => ({ day, count: 0 }));
    for (const { card } of items) {
      if (card.state === "new") continue;
      const at = starts.findLastIndex((day) => day <= card.due);
      if (card.due < guide.progress.tomorrow(starts.at(-1))) counts[Math.max(at, 0)].count += 1;
    }
    return counts;
  },

  /**
   * How many reviews there were on each of the past days, today last: those that were forgotten, and those that were recalled.
   * @param {Item[]} items
   * @param {number} now
   * @param {number} days
   */
  history(items, now, days) {
    const starts = this.days(now, 1 - days, days);
    const counts = starts.map((day) => ({ day, forgotten: 0, recalled: 0 }));
    for (const { reviews } of items) {
      for (let at = reviews.length - 1; at >= 0 && reviews[at][0] >= starts[0]; at -= 1) {
        const day = counts[starts.findLastIndex((start) => start <= reviews[at][0])];
        if (reviews[at][1] === 1) day.forgotten += 1;
        else day.recalled += 1;
      }
    }
    return counts;
  },

  /** The beginnings of `count` days, the first `from` days from today; days are not all of 24 hours. */
  days(/** @type {number} */ now, /** @type {number} */ from, /** @type {number} */ count) {
    const today = new Date(now);
    return Array.from({ length: count }, (_, at) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + from + at).getTime());
  },
};
