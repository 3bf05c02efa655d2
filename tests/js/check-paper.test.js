"use strict";

// What a paper of the self-check is, without a browser: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const load = require("./load.js");

const { paper } = load("check-logic.js", "check-paper.js");
/** Values from the page's context have prototypes of their own. */
const plain = (value) => JSON.parse(JSON.stringify(value));
const settings = (changes = {}) => ({ topics: [], difficulties: [], count: 0, mode: "practice", minutes: 0, ids: [], seed: "s", ...changes });
const items = Array.from({ length: 40 }, (_, at) => ({
  id: `question-${at}`, topic: at % 2 ? "odd" : "even/deep", difficulty: ["", "beginner", "advanced"][at % 3],
}));

test("settings come back from their address", () => {
  const all = settings({ topics: ["a,b", "c/d&e"], difficulties: ["none"], count: 7, mode: "exam", minutes: 30, ids: ["x", "y"], seed: "k7" });
  assert.deepEqual(plain(paper.fromAddress(paper.toAddress(all))), all);
  assert.equal(paper.toAddress(settings()), "?seed=s");
});

test("an address that makes no sense asks for nothing in particular", () => {
  const asked = paper.fromAddress("?n=-3&minutes=x&mode=oral&seed=" + "z".repeat(500));
  assert.deepEqual(plain(asked), settings({ seed: "z".repeat(40) }));
  assert.equal(paper.fromAddress("?minutes=999999").minutes, 24 * 60);
  assert.equal(paper.fromAddress("?n=1.5").count, 0);
});

test("topics, difficulties and ids narrow the choice", () => {
  const ids = (changes) => plain(paper.eligible(items, settings(changes)).map(({ id }) => Number(id.slice(9))));
  assert.deepEqual(ids({ topics: ["odd"], difficulties: ["beginner"] }), [1, 7, 13, 19, 25, 31, 37]);
  assert.deepEqual(ids({ difficulties: ["none"] }).every((at) => at % 3 === 0), true);
  assert.deepEqual(ids({ ids: ["question-3", "gone", "question-2"], topics: ["odd"] }), [2, 3]);
  assert.deepEqual(ids({ topics: ["nowhere"] }), []);
});

test("one seed makes one paper, another seed another", () => {
  const one = paper.choose(items, settings({ count: 10 }));
  assert.deepEqual(paper.choose([...items].reverse(), settings({ count: 10 })), one);
  assert.notDeepEqual(paper.choose(items, settings({ count: 10, seed: "t" })), one);
  assert.equal(new Set(one).size, 10);
});

test("a paper is the same in every browser and in every version of us", () => {
  assert.deepEqual(plain(paper.choose(items, settings({ count: 4, seed: "guide" }))), ["question-32", "question-35", "question-27", "question-31"]);
});

test("a question more in the guide leaves the order of the others as it was", () => {
  const before = paper.choose(items, settings());
  const after = paper.choose([...items, { id: "new", topic: "odd", difficulty: "" }], settings());
  assert.deepEqual(after.filter((id) => id !== "new"), before);
});

test("every question has the same chance of being asked", () => {
  const asked = new Map(items.map(({ id }) => [id, 0]));
  for (let seed = 0; seed < 4000; seed += 1) {
    for (const id of paper.choose(items, settings({ count: 10, seed: String(seed) }))) asked.set(id, asked.get(id) + 1);
  }
  for (const [id, count] of asked) assert.ok(count > 850 && count < 1150, `${id}: ${count}`);
});

const kept = () => ({
  version: 1, key: "1 s", settings: settings(), ids: ["a", "b"], answers: { a: ["x"] }, first: { a: true }, accepted: [], flags: ["b"], at: "b", started: 5, ended: 0,
});

test("a kept paper comes back, without the questions that are gone", () => {
  assert.deepEqual(plain(paper.restore(kept(), new Set(["a", "b"]))), kept());
  assert.deepEqual(plain(paper.restore(kept(), new Set(["b", "c"])).ids), ["b"]);
  assert.equal(paper.restore(kept(), new Set(["c"])), null);
});

test("an id may be the name of any property of an object", () => {
  const names = ["constructor", "hasown", "valueof", "__proto__"];
  const fresh = paper.create(names.map((id) => ({ id, topic: "t", difficulty: "" })), settings());
  for (const id of names) assert.equal(id in fresh.first || id in fresh.answers, false, id);
  fresh.answers.constructor = ["x"];
  fresh.first.constructor = false;
  const back = paper.restore(JSON.parse(JSON.stringify(fresh)), new Set(names));
  assert.deepEqual([plain(back.answers.constructor), back.first.constructor, paper.answered(back)], [["x"], false, 1]);
  for (const id of ["hasown", "valueof", "__proto__"]) assert.equal(id in back.first || id in back.answers, false, id);
  fresh.answers.__proto__ = ["y"];
  assert.deepEqual(JSON.parse(JSON.stringify(fresh)).answers.__proto__, ["y"]);
});

test("an address says how many questions there are, as many as there can be", () => {
  assert.equal(paper.settle(items, settings()).count, 40);
  assert.equal(paper.settle(items, settings({ count: 7 })).count, 7);
  assert.equal(paper.settle(items, settings({ count: 99, topics: ["odd"] })).count, 20);
  assert.equal(paper.create(items, settings({ ids: ["question-3"] })).settings.count, 1);
});

test("what two tabs have answered is put together, and what changed is named", () => {
  const [mine, theirs] = [kept(), { ...kept(), answers: { a: ["x"], b: ["y"] }, first: { a: true, b: false } }];
  assert.deepEqual(plain(paper.adopt(mine, theirs)), ["b"]);
  assert.deepEqual([plain(mine.answers), plain(mine.first), mine.at], [theirs.answers, theirs.first, "b"]);
  assert.deepEqual(plain(paper.adopt(mine, theirs)), []);
});

test("what is damaged, strange or newer is no paper", () => {
  const known = new Set(["a", "b"]);
  const broken = [null, 3, "x", [], {}, { ...kept(), version: 2 }, { ...kept(), ids: "ab" }, { ...kept(), ids: [1] }, { ...kept(), answers: { a: "x" } },
    { ...kept(), answers: null }, { ...kept(), settings: null }, { ...kept(), settings: { ...settings(), seed: 1 } }, { ...kept(), started: "now" }, { ...kept(), flags: {} }];
  for (const value of broken) assert.equal(paper.restore(value, known), null, JSON.stringify(value));
});

test("the time runs from the start, whatever happens in between", () => {
  assert.equal(paper.deadline({ settings: settings({ minutes: 2 }), started: 1000 }), 121_000);
  assert.equal(paper.deadline({ settings: settings(), started: 1000 }), Infinity);
});

test("a clock shows hours only where there are some, and never less than nothing", () => {
  const shown = [0, 999, 61_000, 600_000, 3_600_000, 36_061_000, -5].map((time) => paper.clock(time));
  assert.deepEqual(shown, ["0:00", "0:01", "1:01", "10:00", "1:00:00", "10:01:01", "0:00"]);
});

test("scores add up by what is asked", () => {
  const results = [{ id: "question-1", right: true }, { id: "question-2", right: false }, { id: "question-3", right: true }];
  const scores = paper.scoreBy(results, (id) => items.find((item) => item.id === id).topic);
  assert.deepEqual(plain(scores), [{ name: "odd", right: 2, all: 2 }, { name: "even/deep", right: 0, all: 1 }]);
});
