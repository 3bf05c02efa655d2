"use strict";

// Typed numbers, without a browser: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const load = require("./load.js");

const { number, typed } = load("check-number.js");

/** Whether a typed text is right; `null` where it is no number. */
function mark(text, { answer, tolerance = "", unit = "", decimal = "." }) {
  const read = number.read(text, unit, decimal);
  return read && number.accepts(read, { answer, tolerance, unit, shown: "" });
}

const all = (texts, solution, expected) => assert.deepEqual(texts.map((text) => [text, mark(text, solution)]), texts.map((text) => [text, expected]));

test("a number is the answer however it is written", () => {
  all(["9.81", "9,81", "9.810", "09.81", "+9.81", " 9.81 ", "9.81e0", "981e-2", "981/100", "9 81/100", "= 9.81", "≈9.81", "0.981*10^1", "٩٫٨١", "٩,٨١", "۹٫۸۱", "９．８１"], { answer: "9.81" }, true);
  all(["9.8", "9.8066", "-9.81", "98.1", "981"], { answer: "9.81" }, false);
  all(["-3", "−3", "–3", "- 3", "‎-3", "-3.0", "-6/2", "6/-2"], { answer: "-3" }, true);
  all(["3", "+3"], { answer: "-3" }, false);
  all(["0", "-0", "0.0", "0/5"], { answer: "0" }, true);
});

test("what is no number is told apart from a wrong one", () => {
  all(["", "  ", "nine", "9.81 apples", "1/0", "1/2/3", "9..81", "--3", "3-", "1e", "1e999999", "1e99999999999999999999", "1.2.3", "1,2.3,4", "0x10", "NaN", "Infinity", "1 2", "²", "x".repeat(5000), "1".repeat(5000)], { answer: "9.81" }, null);
});

test("powers of ten", () => {
  all(["1500", "1.5e3", "1.5E+3", "1,5e3", "1.5×10^3", "1.5 × 10³", "1.5·10³", "1.5*10**3", "1.5 x 10^3", "15e2", "1 500", "0.15 · 10⁴"], { answer: "1.5e3" }, true);
  all(["1e6", "10^6", "10⁶", "1×10⁶", "1 000 000", "1 000 000", "1 000 000", "1'000'000", "1’000’000", "1,000,000", "1.000.000", "10,00,000", "1_000_000"], { answer: "1000000" }, true);
  all(["1.6e-19", "1.6×10⁻¹⁹", "1,6·10^-19", "1.6·10^−19", "16e-20"], { answer: "1.6e-19" }, true);
  all(["1.510^3"], { answer: "1500" }, null);
});

test("a sign before three digits groups them where the language does, and else is decimal", () => {
  assert.equal(mark("1,000", { answer: "1000" }), true);
  assert.equal(mark("1.000", { answer: "1" }), true);
  assert.equal(mark("1.000", { answer: "1000", decimal: "," }), true);
  assert.equal(mark("1,000", { answer: "1", decimal: "," }), true);
  for (const decimal of [".", ","]) {
    all(["1,234.5", "1.234,5", "1234.5", "1234,5", "1 234,5"], { answer: "1234.5", decimal }, true);
    all(["0,125", "0.125", ".125", ",125", "1/8", "⅛"], { answer: "0.125", decimal }, true);
    all(["12,34", "12.34"], { answer: "12.34", decimal }, true);
    all(["1,23,4.5", "12,34,56"], { answer: "12345", decimal }, null);
  }
});

test("a tolerance is met at its limits, and not beyond them", () => {
  const answer = "9.81";
  all(["9.76", "9.86", "9,8", "9.8066"], { answer, tolerance: "0.05" }, true);
  all(["9.7599999", "9.860001", "10"], { answer, tolerance: "0.05" }, false);
  all(["99", "101", "100"], { answer: "100", tolerance: "1%" }, true);
  all(["98.99", "101.01"], { answer: "100", tolerance: "1%" }, false);
  all(["-99", "-101"], { answer: "-100", tolerance: "1%" }, true);
  all(["0.3"], { answer: "0.1", tolerance: "0.2" }, true);
  all(["6.02e23", "6.022×10²³"], { answer: "6.022e23", tolerance: "0.1%" }, true);
  all(["0"], { answer: "1", tolerance: "0" }, false);
});

test("without a tolerance a fraction may be rounded to the places of the answer", () => {
  all(["2/3", "0.67", "67/100", "4/6"], { answer: "0.67" }, true);
  all(["0.667", "0.66", "3/5", "1/3"], { answer: "0.67" }, false);
  all(["2/3"], { answer: "1" }, false);
  all(["1 1/2", "1½", "3/2", "1.5"], { answer: "1.5" }, true);
  all(["-1 1/2", "-3/2"], { answer: "-1.5" }, true);
});

test("the unit may be typed too, and another one may not", () => {
  const solution = { answer: "9.81", unit: "m/s²" };
  all(["9.81 m/s²", "9.81m/s²", "9,81 m/s^2", "9.81 m/s2", "9.81 m / s²"], solution, true);
  all(["9.81 m", "9.81 cm/s²", "m/s²"], solution, null);
  all(["5 mW"], { answer: "5", unit: "MW" }, null);
  all(["5 $", "$5", "5"], { answer: "5", unit: "$" }, true);
  all(["3 eV", "3eV"], { answer: "3", unit: "eV" }, true);
  all(["20 °C", "20℃", "20°C"], { answer: "20", unit: "°C" }, true);
  all(["5 kΩ", "5kΩ"], { answer: "5", unit: "kΩ" }, true);
  all(["5 µm", "5 μm"], { answer: "5", unit: "µm" }, true);
});

test("percent", () => {
  all(["50%", "50 %", "50", "50٪"], { answer: "50", unit: "%" }, true);
  all(["0.5"], { answer: "50", unit: "%" }, false);
  all(["50%", "50 %", "0.5", "1/2", "½"], { answer: "0.5" }, true);
  all(["50%"], { answer: "50" }, false);
  all(["50%"], { answer: "50", unit: "m" }, null);
});

test("what is no number is said with the unit", () => {
  const { numeric } = load.into({ Intl, document: { documentElement: { dataset: { words: "de" } } } }, "text.js", "check-number.js").typed;
  const words = (key, values) => `${key} ${Object.values(values).join(" ")}`;
  const solution = { answer: "9.81", tolerance: "", unit: "m/s²", shown: "" };
  assert.equal(numeric.problem("neun", solution, words), "number-in 2,5 3/4 m/s²");
  assert.equal(numeric.problem("neun", { ...solution, unit: "" }, words), "number 2,5 3/4");
  assert.equal(numeric.problem("9,81 m/s²", solution, words), "");
  assert.equal(numeric.accepts("1.000", { ...solution, answer: "1000" }), true);
  assert.ok(typed.numeric);
});
