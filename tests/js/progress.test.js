"use strict";

// What is kept of a reader's reviews, without a browser: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { test } = require("node:test");
const load = require("./load.js");

const Ajv = createRequire(`${__dirname}/../browser/package.json`)("ajv/dist/2020.js").default;
const schema = JSON.parse(readFileSync(join(__dirname, "../../themes/default/schema/progress-1.json"), "utf8"));
const isValid = new Ajv().compile(schema);

const SITE = "https://example.org/guide/assets/start.js";
const KEY = "genai-guide:/guide/:";
const REVISION = "abcdef.0123456789abcdef";
const NOW = Date.UTC(2026, 10, 24, 9);
const NOTHING = { flaw: "", questions: 0, reviews: 0, newer: 0, unkept: 0, future: 0 };
const plain = (value) => JSON.parse(JSON.stringify(value));

/** A clock that stands at `NOW`. */
class Clock extends Date {
  static now = () => NOW;
}

/** A page with a storage of its own; `full()` says whether it refuses to keep anything more under a key. */
function page(kept = {}, full = () => false) {
  const storage = { ...kept };
  const localStorage = new Proxy(storage, {
    get: (target, name) => ({
      getItem: (key) => target[key] ?? null,
      setItem: (key, value) => {
        if (full(key)) throw new Error("QuotaExceededError");
        target[key] = String(value);
      },
      removeItem: (key) => delete target[key],
    })[name] ?? target[name],
  });
  const globals = { URL, Date: Clock, localStorage, document: { currentScript: { src: SITE } }, addEventListener() {} };
  const { progress } = load.into(globals, "store.js", "fsrs.js", "progress.js");
  return { progress, storage };
}

test("reviews come back as they were given, in seconds", () => {
  const { progress, storage } = page();
  assert.equal(progress.grade("what-is-rag", REVISION, 3, NOW).why, "");
  progress.grade("what-is-rag", REVISION, 1, NOW + 86_400_499);
  assert.deepEqual(plain(progress.read("what-is-rag")), { reviews: [[NOW, 3], [NOW + 86_400_000, 1]], future: [], revision: REVISION, flaw: "" });
  assert.ok(storage[`${KEY}card:what-is-rag`].length < 70);
});

test("a clock that is set back, or two reviews in a second, keep their order", () => {
  const { progress } = page();
  for (const when of [NOW, NOW - 5e6, NOW + 400]) progress.grade("a", REVISION, 3, when);
  assert.deepEqual(plain(progress.read("a").reviews.map(([when]) => when)), [NOW, NOW + 1000, NOW + 2000]);
});

test("a review can be taken back; the last one leaves nothing", () => {
  const { progress, storage } = page();
  const first = progress.grade("a", "", 3, NOW);
  const second = progress.grade("a", REVISION, 1, NOW + 9000);
  progress.undo("a", second.when, "");
  assert.deepEqual(plain(progress.read("a")), { reviews: [[NOW, 3]], future: [], revision: "", flaw: "" });
  progress.undo("a", first.when, "");
  assert.equal(storage[`${KEY}card:a`], undefined);
});

test("what was kept under an earlier id comes to the present one, with what is there", () => {
  const { progress, storage } = page();
  progress.grade("old", REVISION, 3, NOW);
  progress.grade("new", "111111.0123456789abcdef", 2, NOW - 60_000);
  progress.adopt("new", ["old", "never"]);
  assert.deepEqual(plain(progress.read("new")), { reviews: [[NOW - 60_000, 2], [NOW, 3]], future: [], revision: REVISION, flaw: "" });
  assert.equal(storage[`${KEY}card:old`], undefined);
});

for (const [what, entry] of Object.entries({
  "no JSON": "{", "no entry": "7", "a foreign grade": '{"v":1,"r":"","e":"abcX"}', "no revision": '{"v":1,"r":3,"e":"abcA"}',
  "a time beyond all time": '{"v":1,"r":"","e":"zzzzzzzA"}',
})) {
  test(`a damaged entry (${what}) is put aside, never overwritten, and goes into the file`, () => {
    const { progress, storage } = page({ [`${KEY}card:a`]: entry });
    assert.equal(progress.read("a").flaw, "damaged");
    assert.deepEqual(plain(progress.export(NOW).unreadable), { a: entry });
    progress.grade("a", REVISION, 3, NOW);
    assert.equal(JSON.parse(storage[`${KEY}damaged:a`]), entry);
    assert.equal(progress.read("a").reviews.length, 1);
    assert.deepEqual(plain(progress.export(NOW).unreadable), { "damaged:a": entry });
    assert.deepEqual(plain(progress.flaws()), { damaged: 1, newer: 0, future: 0 });
  });
}

test("an entry of a newer version is left as it is", () => {
  const entry = '{"v":2,"what":"ever"}';
  const { progress, storage } = page({ [`${KEY}card:a`]: entry });
  assert.equal(progress.grade("a", REVISION, 3, NOW).why, "newer");
  assert.equal(storage[`${KEY}card:a`], entry);
  assert.deepEqual(plain(progress.flaws()), { damaged: 0, newer: 1, future: 0 });
});

test("a full storage is said, and the page goes on with what it knows", () => {
  const { progress, storage } = page({}, () => true);
  assert.equal(progress.grade("a", REVISION, 3, NOW).why, "unkept");
  assert.equal(progress.read("a").reviews.length, 1);
  assert.deepEqual(storage, {});
});

test("a damaged entry that can't be put aside for want of room stays where it is", () => {
  const { progress, storage } = page({ [`${KEY}card:a`]: "{" }, () => true);
  assert.equal(progress.grade("a", REVISION, 3, NOW).why, "unkept");
  assert.equal(storage[`${KEY}card:a`], "{");
});

test("a file holds everything, is as its schema says, and brings it to another browser", () => {
  const { progress } = page();
  for (const [id, grade] of [["a", 3], ["b", 1], ["a", 4]]) progress.grade(id, REVISION, grade, NOW);
  const file = plain(progress.export(NOW));
  assert.ok(isValid(file), JSON.stringify(isValid.errors));
  const other = page().progress;
  assert.deepEqual(plain(other.merge(file)), { ...NOTHING, questions: 2, reviews: 3 });
  assert.deepEqual(plain(other.export(NOW).cards), file.cards);
  assert.deepEqual(plain(other.merge(file)), NOTHING);
});

test("a merge takes the reviews of both sides, whichever goes first", () => {
  const [one, two] = [page().progress, page().progress];
  one.grade("a", REVISION, 3, NOW);
  two.grade("a", "111111.0123456789abcdef", 1, NOW + 60_000);
  one.grade("a", REVISION, 2, NOW + 120_000);
  const [fileOne, fileTwo] = [plain(one.export(NOW)), plain(two.export(NOW))];
  one.merge(fileTwo);
  two.merge(fileOne);
  assert.deepEqual(plain(one.export(NOW)), plain(two.export(NOW)));
  assert.equal(one.read("a").reviews.length, 3);
  assert.equal(one.read("a").revision, REVISION);
});

const SOUND = { format: "genai-guide-progress", version: 1, exported: "2026-11-24T09:00:00.000Z", settings: {}, cards: {}, unreadable: {} };
for (const [what, file, flaw] of [
  ["nothing", null, "foreign"], ["another format", { format: "anki" }, "foreign"], ["a newer version", { ...SOUND, version: 2 }, "newer"],
  ["no version", { ...SOUND, version: "1" }, "damaged"], ["no cards", { ...SOUND, cards: null }, "damaged"],
  ["an id that is a path", { ...SOUND, cards: { "../a": { revision: "", reviews: [] } } }, "damaged"],
  ["a grade of 5", { ...SOUND, cards: { a: { revision: "", reviews: [["2026-01-01T00:00:00.000Z", 5]] } } }, "damaged"],
  ["a time that is none", { ...SOUND, cards: { a: { revision: "", reviews: [["soon", 3]] } } }, "damaged"],
  ["reviews that are no list", { ...SOUND, cards: { a: { revision: "", reviews: "x" } } }, "damaged"],
]) {
  test(`a file with ${what} is refused, and nothing is changed`, () => {
    const { progress, storage } = page();
    assert.deepEqual(plain(progress.merge(file)), { ...NOTHING, flaw });
    assert.deepEqual(storage, {});
    if (flaw === "damaged") assert.equal(isValid(file), false);
  });
}

/** A file with one review of each question, an hour apart. */
function fileOf(...ids) {
  return { ...SOUND, cards: Object.fromEntries(ids.map((id, at) => [id, { revision: REVISION, reviews: [[new Date(NOW - (at + 1) * 3_600_000).toISOString(), 3]] }])) };
}
const stored = (storage) => Object.keys(storage).filter((key) => key.startsWith(`${KEY}card:`)).map((key) => key.slice(`${KEY}card:`.length)).sort();

test("an import goes on after a card of a newer version, says so, and an export has what could not be stored", () => {
  const { progress, storage } = page({ [`${KEY}card:constructor`]: '{"v":2,"x":1}' });
  const result = plain(progress.merge(fileOf("constructor", "guide", "history", "name", "status")));
  assert.deepEqual(result, { ...NOTHING, questions: 4, reviews: 4, newer: 1 });
  assert.deepEqual(stored(storage), ["constructor", "guide", "history", "name", "status"]);
  assert.equal(storage[`${KEY}card:constructor`], '{"v":2,"x":1}');
  const file = plain(progress.export());
  assert.deepEqual(Object.keys(file.cards), ["constructor", "guide", "history", "name", "status"]);
  assert.deepEqual(file.unreadable, { constructor: '{"v":2,"x":1}' });
  assert.ok(isValid(file), JSON.stringify(isValid.errors));
});

for (const refused of ["a", "b", "c"]) {
  test(`an import goes on after the write of "${refused}" fails, and an export has that card too`, () => {
    const { progress, storage } = page({}, (key) => key.endsWith(`card:${refused}`));
    assert.deepEqual(plain(progress.merge(fileOf("a", "b", "c"))), { ...NOTHING, questions: 2, reviews: 2, unkept: 1 });
    assert.deepEqual(stored(storage), ["a", "b", "c"].filter((id) => id !== refused));
    assert.deepEqual(Object.keys(plain(progress.export()).cards), ["a", "b", "c"]);
    // The same file again: nothing is added twice.
    assert.deepEqual(plain(progress.merge(fileOf("a", "b", "c"))), { ...NOTHING, unkept: 1 });
  });
}

test("a damaged entry that can't be put aside keeps its place, and the import that it stops is in the export", () => {
  const { progress, storage } = page({ [`${KEY}card:a`]: "{" }, (key) => key.includes("damaged:"));
  assert.deepEqual(plain(progress.merge(fileOf("a", "b"))), { ...NOTHING, questions: 1, reviews: 1, unkept: 1 });
  assert.equal(storage[`${KEY}card:a`], "{");
  const file = plain(progress.export());
  assert.deepEqual([Object.keys(file.cards), file.unreadable], [["a", "b"], { a: "{" }]);
});

test("what could not be stored is stored as soon as there is room, and nothing of another tab is lost", () => {
  let room = false;
  const { progress, storage } = page({}, () => !room);
  progress.grade("a", REVISION, 3, NOW);
  progress.grade("b", REVISION, 3, NOW);
  // Another tab, which had room, reviews the same question.
  storage[`${KEY}card:b`] = `{"v":1,"r":"${REVISION}","e":"${(NOW / 1000 - 60).toString(36)}A"}`;
  room = true;
  progress.grade("c", REVISION, 3, NOW);
  assert.deepEqual(stored(storage), ["a", "b", "c"]);
  assert.deepEqual(plain(page(storage).progress.read("b").reviews), [[NOW - 60_000, 1], [NOW, 3]]);
});

test("reviews dated in the future are not imported, and said; those of today in any zone are", () => {
  const { progress, storage } = page();
  const at = (when) => [new Date(when).toISOString(), 3];
  const file = { ...SOUND, cards: {
    far: { revision: "", reviews: [["2499-01-01T00:00:00Z", 3]] },
    some: { revision: "", reviews: [at(NOW - 60_000), at(NOW + 2 * 86_400_000), at(NOW + 9e9)] },
    near: { revision: "", reviews: [at(NOW + 20 * 3_600_000)] },
  } };
  assert.deepEqual(plain(progress.merge(file)), { ...NOTHING, questions: 2, reviews: 2, future: 3 });
  assert.deepEqual(stored(storage), ["near", "some"]);
});

test("a card with a stored future date comes due again, and keeps what is stored", () => {
  const future = Date.UTC(2499, 0, 1) / 1000;
  const past = NOW / 1000 - 40 * 86_400;
  const { progress, storage } = page({ [`${KEY}card:a`]: `{"v":1,"r":"","e":"${past.toString(36)}E${(future - past).toString(36)}G"}` });
  assert.equal(progress.state(progress.card(progress.read("a").reviews), NOW), "due");
  assert.deepEqual(plain(progress.flaws()), { damaged: 0, newer: 0, future: 1 });
  progress.grade("a", REVISION, 3, NOW);
  assert.deepEqual(plain(progress.read("a").reviews.map(([when]) => when)), [past * 1000, NOW]);
  assert.ok(progress.card(progress.read("a").reviews).due < NOW + 400 * 86_400_000);
  assert.deepEqual(plain(progress.read("a").future), [[future * 1000, 3]]);
  assert.equal(plain(progress.export()).cards.a.reviews.length, 3);
  assert.ok(storage[`${KEY}card:a`].includes("G"));
});

test("a clock past the year 2500 writes what can be read, and a clock that was reset keeps the order", () => {
  const { progress } = page();
  for (let at = 0; at < 3; at += 1) progress.grade("late", REVISION, 3, Date.UTC(2600, 0, 1));
  assert.equal(progress.read("late", Date.UTC(2600, 0, 1)).flaw, "");
  assert.equal(progress.read("late", Date.UTC(2600, 0, 1)).reviews.length, 3);
  progress.grade("a", REVISION, 3, NOW);
  progress.grade("a", REVISION, 4, Date.UTC(2001, 0, 1));
  assert.deepEqual(plain(progress.read("a").reviews), [[NOW, 3], [NOW + 1000, 4]]);
});

test("a file of ours that was cut off is told from a file of another kind", () => {
  const { progress } = page();
  const whole = JSON.stringify(progress.export(NOW), null, 1);
  for (const length of [0, 1, 15, 40, 100, whole.length - 1]) assert.equal(progress.isCut(whole.slice(0, length)), true, String(length));
  for (const other of ["no json", '{"cards":', "<html>", '{"format":"anki"', "[1,2"]) assert.equal(progress.isCut(other), false, other);
});

test("settings out of bounds are the defaults", () => {
  const { progress } = page({ [`${KEY}settings`]: '{"retention":2,"newPerDay":0,"reviewsPerDay":"many"}' });
  assert.deepEqual(plain(progress.settings()), { retention: 0.9, newPerDay: 0, reviewsPerDay: 100 });
});

test("an answer has changed when what is exact differs, or much of its words", () => {
  const { progress } = page();
  assert.equal(progress.hasChanged(REVISION, REVISION), false);
  assert.equal(progress.hasChanged("", REVISION), false);
  assert.equal(progress.hasChanged(REVISION, "abcdef.0123456789abcdee"), false);
  assert.equal(progress.hasChanged(REVISION, "abcdef.0123456789abff00"), true);
  assert.equal(progress.hasChanged(REVISION, "abcdee.0123456789abcdef"), true);
});
