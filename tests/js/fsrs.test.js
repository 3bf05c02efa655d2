"use strict";

// The scheduler beside the reference implementation: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const { test } = require("node:test");
const load = require("./load.js");

const { createEmptyCard, fsrs: reference, generatorParameters } = createRequire(`${__dirname}/../browser/package.json`)("ts-fsrs");
const { fsrs } = load("fsrs.js");

const HISTORIES = 12_000;
const DAY = 86_400_000;
const STATES = ["new", "learning", "review", "relearning"];

/** The same numbers on every run: mulberry32. */
function numbers(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test(`agrees with ts-fsrs over ${HISTORIES} histories, in state, step, due time, stability and difficulty`, () => {
  const random = numbers(4);
  let steps = 0;
  for (let history = 0; history < HISTORIES; history += 1) {
    const retention = [0.7, 0.8, 0.85, 0.9, 0.95, 0.97][Math.floor(random() * 6)];
    const theirs = reference(generatorParameters({ request_retention: retention }));
    let now = 1.7e12 + Math.floor(random() * 1e10);
    let [their, our] = [createEmptyCard(new Date(0)), fsrs.fresh()];
    const length = 1 + Math.floor(random() * 14);
    for (let at = 0; at < length; at += 1) {
      const grade = 1 + Math.floor(random() * 4);
      their = theirs.next(their, new Date(now), grade).card;
      our = fsrs.review(our, grade, now, retention);
      const where = `history ${history}, review ${at}`;
      assert.equal(our.state, STATES[their.state], where);
      assert.equal(our.step, their.learning_steps, where);
      assert.equal(our.due, their.due.getTime(), where);
      assert.equal(our.lapses, their.lapses, where);
      assert.ok(Math.abs(our.stability - their.stability) <= 1e-6 * their.stability, where);
      assert.ok(Math.abs(our.difficulty - their.difficulty) <= 1e-6, where);
      steps += 1;
      // Within the hour, when it is due or within a day of that, or at any time of the next half year.
      const kind = random();
      now = kind < 0.3 ? now + Math.floor(random() * 3.6e6) : kind < 0.8 ? our.due + Math.floor(random() * DAY) : now + Math.floor(random() * 180 * DAY);
    }
  }
  assert.ok(steps > 5 * HISTORIES);
});

test("a memory fades to the aimed-at chance of recall by the day it is due", () => {
  let card = fsrs.fresh();
  for (const day of [0, 0.01, 9]) card = fsrs.review(card, 3, 1.7e12 + day * DAY, 0.9);
  const days = (card.due - card.last) / DAY;
  assert.ok(days > 9);
  assert.ok(Math.abs(fsrs.recall(days, card.stability) - 0.9) < 0.005);
});

test("a history replayed is the card that was there", () => {
  const reviews = [[1.7e12, 1], [1.7e12 + 120_000, 3], [1.7e12 + 900_000, 3], [1.7e12 + 5 * DAY, 2], [1.7e12 + 20 * DAY, 1]];
  const card = reviews.reduce((card, [when, grade]) => fsrs.review(card, grade, when, 0.9), fsrs.fresh());
  assert.deepEqual(fsrs.replay(reviews, 0.9), card);
  assert.equal(card.state, "relearning");
  assert.equal(card.lapses, 1);
});
