"use strict";

// The rules of the self-check, without a browser: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const load = require("./load.js");

const { check } = load("check-logic.js");
const letters = ["a", "b", "c", "d", "e"];

test("the same seed gives the same row, another seed another", () => {
  const row = (seed) => Array.from({ length: 5 }, check.random(seed));
  assert.deepEqual(row("paper 7"), row("paper 7"));
  assert.notDeepEqual(row("paper 7"), row("paper 8"));
});

test("the row is the same in every browser and in every version of us", () => {
  const random = check.random("guide");
  assert.deepEqual([random(), random(), random()].map((n) => n.toFixed(6)), ["0.172502", "0.743825", "0.776089"]);
});

test("numbers lie in [0, 1) and spread evenly", () => {
  const random = check.random("even");
  const tenths = new Array(10).fill(0);
  for (let n = 0; n < 10000; n += 1) {
    const drawn = random();
    assert.ok(drawn >= 0 && drawn < 1);
    tenths[Math.floor(drawn * 10)] += 1;
  }
  assert.ok(Math.min(...tenths) > 850 && Math.max(...tenths) < 1150, `tenths: ${tenths}`);
});

test("a shuffle keeps every item and leaves the given list alone", () => {
  const given = [...letters];
  const shuffled = check.shuffle(given, check.random("1"));
  assert.deepEqual(given, letters);
  assert.deepEqual([...shuffled].sort(), letters);
});

test("every item comes first about as often as any other", () => {
  const first = new Map(letters.map((letter) => [letter, 0]));
  for (let seed = 0; seed < 5000; seed += 1) {
    const [letter] = check.shuffle(letters, check.random(String(seed)));
    first.set(letter, first.get(letter) + 1);
  }
  for (const count of first.values()) assert.ok(count > 850 && count < 1150, `first: ${[...first]}`);
});

test("an empty list can be shuffled", () => {
  assert.equal(check.shuffle([], check.random("1")).length, 0);
});

test("an option is right, wrong, missed or left alone", () => {
  assert.equal(check.mark(true, true), "right");
  assert.equal(check.mark(true, false), "wrong");
  assert.equal(check.mark(false, true), "missed");
  assert.equal(check.mark(false, false), "left");
});

test("a question is all or nothing", () => {
  assert.ok(check.allRight(["right", "left", "right"]));
  assert.ok(!check.allRight(["right", "missed", "left"]), "one of two right options is not enough");
  assert.ok(!check.allRight(["right", "right", "wrong"]), "all right options and a wrong one is not right");
  assert.ok(!check.allRight(["missed", "left"]));
});

test("a typed answer may differ in case and white space, and in nothing that is said", () => {
  const accepted = ["RoPE", "rotary  position embedding"];
  for (const typed of ["rope", " ROPE ", "Rotary position\tembedding", "rotary\u00a0position embedding"]) {
    assert.ok(check.accepts(typed, accepted), typed);
  }
  for (const typed of ["", "rope.", "ro pe", "rotary", "rotaryposition embedding"]) {
    assert.ok(!check.accepts(typed, accepted), typed);
  }
});

test("what keyboards change on their own doesn't count", () => {
  const same = [
    ["don't", "Don\u2019t", "don\u2018t", "don\uff07t", "don\u02bct", "don\u00b4t"], ["10", "\uff11\uff10"], ["LoRA", "\uff2c\uff4f\uff32\uff21"],
    ["well-known", "well\u2010known", "well\u2011known", "well\u2013known", "well\u2212known", "well\uff0dknown", "well\u2014known"],
    ["-1", "\u22121", "\u20131"], ["say \"yes\"", "say \u201cyes\u201d", "say \u201eyes\u201c", "say \u00abyes\u00bb", "say \uff02yes\uff02"],
    ["KV cache", "KV\u00a0cache", "kv\u202fcache", "KV\u3000cache"], ["token", "to\u00adken", "\u200btoken", "token\ufeff"],
    ["Stra\u00dfe", "STRASSE"], ["efficient", "e\ufb03cient"], ["H2O", "H\u2082O"], ["O(n^2)", "O(n\u00b2)"], ["10^-3", "10\u207b\u00b3"], ["1/2", "\u00bd"],
  ];
  for (const [accepted, ...typed] of same) for (const text of typed) assert.ok(check.accepts(text, [accepted]) && check.accepts(accepted, [text]), `${accepted}, ${text}`);
});

test("what says something else stays different", () => {
  for (const [one, other] of [["10\u00b2", "102"], ["3\u00bd", "31/2"], ["-1", "1"], ["x-y", "xy"], ["dont", "don't"], ["a b", "ab"], ["re", "r\u00e9"]]) {
    assert.equal(check.accepts(one, [other]), false, `${one}, ${other}`);
  }
});

test("a letter with its accent apart equals the same letter in one piece", () => {
  assert.ok(check.accepts("cafe\u0301", ["Caf\u00e9"]));
});
