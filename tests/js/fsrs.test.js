"use strict";

// The scheduler beside the reference implementation: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const { test } = require("node:test");
const load = require("./load.js");

// The reference counts days in UTC, ours by the reader's calendar: both agree in this zone.
process.env.TZ = "UTC";

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

/** What happens in a zone; the test's own zone is there again afterwards. */
function inZone(zone, act) {
  const own = process.env.TZ;
  process.env.TZ = zone;
  try {
    return act();
  } finally {
    process.env.TZ = own;
  }
}

const ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "Asia/Kolkata"];
const at = (month, day, hour, minute = 0) => new Date(2026, month - 1, day, hour, minute).getTime();

test("an evening and the next morning are two days in every zone, and the same local times give the same card", () => {
  const cards = ZONES.map((zone) => inZone(zone, () => {
    const times = [[2, 19, 0], [2, 19, 2], [2, 19, 20], [3, 8, 0], [4, 8, 0]].map(([day, hour, minute]) => at(11, day, hour, minute));
    const card = fsrs.replay(times.map((when, index) => [when, index === 0 ? 1 : 3]), 0.9);
    return [card.stability, card.difficulty, new Date(card.due).getHours(), new Date(card.due).getDate()];
  }));
  for (const [index, card] of cards.entries()) assert.deepEqual(card, cards[0], ZONES[index]);
});

test("in one day nothing counts as a day, whatever UTC says, and midnight does", () => {
  for (const zone of ZONES) {
    inZone(zone, () => {
      const stability = (one, two) => fsrs.replay([[one, 3], [two, 1]], 0.9).stability;
      const sameDay = stability(at(11, 2, 0, 5), at(11, 2, 23, 55));
      assert.equal(stability(at(11, 2, 9), at(11, 2, 9, 1)), sameDay, zone);
      assert.notEqual(stability(at(11, 2, 23, 55), at(11, 3, 0, 5)), sameDay, zone);
    });
  }
});

test("days around a change of clocks are days: the count and the time of day hold", () => {
  // Both changes of 2026: Berlin 29 March and 25 October, Los Angeles 8 March and 1 November, Sydney 5 April and 4 October.
  for (const [zone, ...days] of [["Europe/Berlin", [3, 28], [10, 24]], ["America/Los_Angeles", [3, 7], [10, 31]], ["Australia/Sydney", [4, 4], [10, 3]]]) {
    inZone(zone, () => {
      for (const [month, day] of days) {
        for (const hour of [0, 1, 12, 23]) {
          const easy = fsrs.replay([[at(month, day, hour, 30), 4]], 0.9);
          const due = new Date(easy.due);
          assert.deepEqual([due.getHours(), due.getMinutes()], [hour, 30], `${zone} ${month}-${day} ${hour}:30`);
          assert.equal(new Date(due.getFullYear(), due.getMonth(), due.getDate()).getTime(), at(month, day + 8, 0), zone);
          // Two days later, at any hour, two days have passed.
          const after = [0, 12, 23].map((later) => fsrs.review(easy, 3, at(month, day + 2, later), 0.9).stability);
          assert.equal(new Set(after).size, 1, `${zone} ${after}`);
        }
      }
    });
  }
});
