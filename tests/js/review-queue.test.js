"use strict";

// What is to be reviewed and when, without a browser: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const load = require("./load.js");

const globals = { URL, Date, document: { currentScript: { src: "https://example.org/assets/start.js" } }, addEventListener() {}, localStorage: {} };
const { fsrs, queue } = load.into(globals, "store.js", "fsrs.js", "progress.js", "review-queue.js");

const DAY = 86_400_000;
/** Noon, so that no zone's midnight is near. */
const NOW = new Date(2026, 10, 24, 12).getTime();
const LIMITS = { newPerDay: 10, reviewsPerDay: 100 };
const ids = (items) => Array.from(items, ({ id }) => id);

/** A card that was reviewed so many days ago, with the grades of one sitting. */
function item(id, daysAgo, ...grades) {
  const reviews = grades.map((grade, at) => [NOW - daysAgo * DAY + at * 60_000, grade]);
  return { id, topic: "t", reviews, card: fsrs.replay(reviews, 0.9) };
}

test("what is due comes with the longest due first; what is not due yet does not come", () => {
  const items = [item("late", 3, 3, 3, 3), item("later", 20, 3, 3, 3), item("easy", 1, 4), item("new", 0)];
  const plan = queue.plan(items, LIMITS, NOW);
  assert.deepEqual(ids(plan.due), ["later", "late"]);
  assert.deepEqual(ids(plan.fresh), ["new"]);
});

test("the daily limits count what was done today", () => {
  const news = Array.from({ length: 20 }, (_, at) => item(`new-${at}`, 0));
  const due = Array.from({ length: 20 }, (_, at) => item(`due-${at}`, 20, 3, 3, 3));
  const today = [item("begun", 0, 4), { ...item("reviewed", 20, 3, 3, 3) }];
  today[1].reviews = [...today[1].reviews, [NOW - 1000, 3]];
  const plan = queue.plan([...news, ...due, ...today], { newPerDay: 5, reviewsPerDay: 8 }, NOW);
  assert.equal(plan.fresh.length, 4);
  assert.equal(plan.due.length, 7);
  assert.equal(plan.later.due, 14);
});

test("new cards are mixed in evenly", () => {
  const plan = { learning: [], due: Array.from({ length: 8 }, (_, at) => item(`due-${at}`, 20, 3, 3, 3)), fresh: Array.from({ length: 4 }, (_, at) => item(`new-${at}`, 0)) };
  const asked = { due: 0, fresh: 0 };
  const order = [];
  for (let next = queue.next(plan, NOW, asked, ""); next; next = queue.next(plan, NOW, asked, next.id)) {
    const kind = next.reviews.length ? "due" : "fresh";
    order.push(kind);
    asked[kind] += 1;
    plan[kind] = plan[kind].filter((other) => other !== next);
  }
  assert.equal(order.join(" "), "due fresh due due fresh due due fresh due due fresh due");
});

test("a card that is being learned comes at its minute, and before it only when nothing else is left", () => {
  const learning = [item("soon", 0, 1)];
  const due = [item("due", 20, 3, 3, 3)];
  const asked = { due: 0, fresh: 0 };
  const next = (plan, now, last = "") => queue.next({ learning: [], due: [], fresh: [], ...plan }, now, asked, last)?.id;
  assert.equal(next({ learning, due }, NOW + 30_000), "due");
  assert.equal(next({ learning, due }, NOW + 60_000), "soon");
  assert.equal(next({ learning, due }, NOW + 60_000, "soon"), "due");
  assert.equal(next({ learning }, NOW + 1000, "soon"), "soon");
  assert.equal(next({ learning }, NOW - 30 * 60_000), undefined);
});

test("the forecast counts what is overdue as today's, and the history what was recalled and forgotten", () => {
  const items = [item("overdue", 30, 3, 3, 3), item("easy", 0, 4), item("forgotten", 2, 3, 1)];
  const days = Array.from(queue.forecast(items, NOW, 14), ({ count }) => count);
  assert.equal(days[0], 2);
  assert.equal(days[8], 1);
  assert.equal(days.reduce((sum, count) => sum + count), 3);
  const past = Array.from(queue.history(items, NOW, 30), ({ forgotten, recalled }) => [forgotten, recalled]);
  assert.deepEqual(past.at(-1), [0, 1]);
  assert.deepEqual(past.at(-3), [1, 1]);
  assert.equal(past.length, 30);
});

test("days are the reader's own, also where clocks are changed", () => {
  const days = Array.from(queue.days(NOW, -40, 300));
  assert.ok(days.every((day) => new Date(day).getHours() === 0));
  assert.equal(new Set(days).size, 300);
});
