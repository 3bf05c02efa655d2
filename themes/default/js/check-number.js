"use strict";

/**
 * Questions of kind `numeric`: what readers type as a number, and whether it is the answer. Numbers are exact fractions, so that
 * 0.1 + 0.2 is 0.3. Tested by `node --test` in `tests/js/check-number.test.js`.
 *
 * @typedef {{ top: bigint, bottom: bigint }} Fraction `bottom` is more than 0
 * @typedef {object} Solution what the answer key says (answer-number.html)
 * @property {string} answer as front matter has it: `9.81`, `-3`, `1.5e3`
 * @property {string} tolerance `0.05` or `1%`; empty where there is none
 * @property {string} unit may be empty
 * @property {string} shown the answer as readers read it
 */
globalThis.guide ??= {};

guide.number = (() => {
  /** Larger powers of ten are no answer that anybody means, and would take long to reckon with. */
  const LARGEST = 400;
  /** The digits of other scripts, by their zero. */
  const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
  const DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/gu;
  const RAISED = /[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u207a\u207b]+/gu;

  const power = (/** @type {number} */ exponent) => 10n ** BigInt(exponent);

  /**
   * A text with the signs of a plain keyboard: digits of other scripts, minus signs, points and multiplication signs of any shape,
   * raised digits after `^`, vulgar fractions with a stroke. Marks that can't be seen are left out.
   */
  function plain(/** @type {string} */ text) {
    return text
      .replace(/[\u200b\u200e\u200f\u061c\u2060\u2066-\u2069\ufeff]/gu, "")
      .replace(DIGIT, (digit) => String(digit.codePointAt(0) - ZEROS.findLast((zero) => zero <= digit.codePointAt(0))))
      .replace(RAISED, (digits) => `^${digits.normalize("NFKC")}`)
      .replace(/[\u00bc-\u00be\u2150-\u215e]/gu, (sign) => ` ${sign.normalize("NFKC")}`)
      .replace(/\u066b/gu, ".").replace(/\u060c/gu, ",").replace(/[\u066c\u2019]/gu, "'").replace(/\u066a/gu, "%")
      .normalize("NFKC")
      .replace(/[\u2010-\u2015\u2212]/gu, "-").replace(/[\u00d7\u00b7\u22c5\u2219\u2715]/gu, "*").replace(/[\u2044\u2215]/gu, "/")
      .replace(/\s+/gu, " ").trim();
  }

  /** A unit as it is compared: spaces, raised digits and the shape of signs don't count. Case does: mW is not MW. */
  const unitOf = (/** @type {string} */ text) => plain(text).replace(/\u2032/gu, "'").replace(/[ ^]/gu, "");

  /** A text without the unit at one of its ends; `null` where only the unit is left. */
  function withoutUnit(/** @type {string} */ text, /** @type {string} */ unit) {
    if (!unit) return text;
    for (let at = 1; at < text.length; at += 1) {
      if (unitOf(text.slice(at)) === unit) return text.slice(0, at).trim();
      if (unitOf(text.slice(0, at)) === unit) return text.slice(at).trim();
    }
    return text;
  }

  /**
   * Digits without what groups them, and with a point before the places; `null` where signs stand as in no number. A comma or a
   * point that stands once is the decimal sign, unless it is not that of the language and three digits follow: then it groups.
   * @param {string} text
   * @param {string} decimal the decimal sign of the language
   */
  function ungrouped(text, decimal) {
    const joined = text.replace(/(\d)[ '_](?=\d{3}(?!\d))/gu, "$1");
    if (/[^\d.,]/u.test(joined)) return null;
    const signs = joined.match(/[.,]/gu) ?? [];
    const last = signs.at(-1);
    const grouped = (/** @type {string} */ digits, /** @type {string} */ sign) => (new RegExp(`^\\d{1,3}([${sign}]\\d{2,3})*[${sign}]\\d{3}$`, "u").test(digits) ? digits.replaceAll(sign, "") : null);
    if (signs.length === 0) return joined;
    const other = last === "." ? "," : ".";
    const lasts = signs.filter((sign) => sign === last).length;
    if (lasts > 1) return signs.length > lasts ? null : grouped(joined, last);
    if (signs.length > 1) {
      const [whole, places] = joined.split(last);
      const digits = grouped(whole, other);
      return digits && `${digits}.${places}`;
    }
    if (last !== decimal && !joined.startsWith("0")) return grouped(joined, last) ?? joined.replace(last, ".");
    return joined.replace(last, ".");
  }

  /** @returns {Fraction | null} digits with or without a point, and perhaps a power of ten */
  function decimalNumber(/** @type {string} */ text, /** @type {string} */ decimal) {
    // Ten to a power alone, or after a multiplication sign or a space.
    const scaled = text.replace(/^([-+]?) ?10 ?(?:\^|\*\*)/u, "$11e").replace(/ ?(?:[*x]| ) ?10 ?(?:\^|\*\*)/iu, "e");
    const [, sign, digits, exponentText = "0"] = /^([-+]?) ?([\d.,' _]*?) ?(?:e ?([-+]?\d+))?$/iu.exec(scaled) ?? [];
    if (digits === undefined) return null;
    const exponent = Number(exponentText);
    const number = ungrouped(digits.trim(), decimal);
    if (number === null || !/\d/u.test(number) || number.length > LARGEST || Math.abs(exponent) > LARGEST) return null;
    const [whole, places = ""] = number.split(".");
    const top = BigInt(whole + places) * (sign === "-" ? -1n : 1n);
    const shift = exponent - places.length;
    return shift < 0 ? { top, bottom: power(-shift) } : { top: top * power(shift), bottom: 1n };
  }

  /** @returns {Fraction | null} */
  function divided(/** @type {Fraction | null} */ above, /** @type {Fraction | null} */ below) {
    if (!above || !below || below.top === 0n) return null;
    const sign = below.top < 0n ? -1n : 1n;
    return { top: above.top * below.bottom * sign, bottom: above.bottom * below.top * sign };
  }

  /**
   * The number that a reader has typed; `null` where it is none.
   * @param {string} typed
   * @param {string} unit the unit of the answer, which may be typed too
   * @param {string} decimal the decimal sign of the language
   * @returns {{ value: Fraction, fraction: boolean } | null}
   */
  function read(typed, unit, decimal) {
    if (typed.length > 200) return null;
    let text = withoutUnit(plain(typed).replace(/^[=~\u2248] ?/u, ""), unitOf(unit));
    const percent = !unit && text.endsWith("%");
    if (percent) text = text.slice(0, -1).trim();
    const [above, below, ...more] = text.split("/").map((part) => part.trim());
    if (more.length > 0) return null;
    const hundredth = (/** @type {Fraction | null} */ value) => value && (percent ? { top: value.top, bottom: value.bottom * 100n } : value);
    if (below === undefined) {
      const value = hundredth(decimalNumber(above, decimal));
      return value && { value, fraction: false };
    }
    // 1 3/4 is one and three quarters.
    const [, sign = "", whole = "", rest = above] = /^([-+]?) ?(\d+) (\d+)$/u.exec(above) ?? [];
    const part = divided(decimalNumber(rest, decimal), decimalNumber(below, decimal));
    const one = BigInt(whole || 0);
    const mixed = part && whole ? { top: (one * part.bottom + part.top) * (sign === "-" ? -1n : 1n), bottom: part.bottom } : part;
    const value = hundredth(mixed);
    return value && { value, fraction: true };
  }

  const size = (/** @type {bigint} */ number) => (number < 0n ? -number : number);

  /** How far two numbers are apart. */
  const apart = (/** @type {Fraction} */ a, /** @type {Fraction} */ b) => ({ top: size(a.top * b.bottom - b.top * a.bottom), bottom: a.bottom * b.bottom });

  const atMost = (/** @type {Fraction} */ a, /** @type {Fraction} */ b) => a.top * b.bottom <= b.top * a.bottom;

  /**
   * Whether a number is the answer. With a tolerance it may be so far from it, the limits included. Without one it must be the same
   * number; of a fraction it is enough that it is the answer when it is rounded to the answer's decimal places.
   * @param {{ value: Fraction, fraction: boolean }} typed
   * @param {Solution} solution
   */
  function accepts(typed, { answer, tolerance }) {
    const right = decimalNumber(answer, ".");
    const distance = apart(typed.value, right);
    if (tolerance) {
      const allowed = decimalNumber(tolerance.replace("%", ""), ".");
      const percent = { top: size(right.top) * allowed.top, bottom: right.bottom * allowed.bottom * 100n };
      return atMost(distance, tolerance.endsWith("%") ? percent : allowed);
    }
    const rounds = typed.fraction && right.bottom > 1n;
    return rounds ? distance.top * right.bottom * 2n <= distance.bottom : distance.top === 0n;
  }

  return { read, accepts };
})();

guide.typed ??= {};

guide.typed.numeric = {
  /** @returns {Solution} */
  solution(/** @type {HTMLElement} */ key) {
    const { answer, tolerance, unit } = key.querySelector("[data-answer]").dataset;
    return { answer, tolerance, unit, shown: key.querySelector("[data-answer]").textContent.trim() };
  },

  shown: (/** @type {Solution} */ { shown }) => [shown],

  read: (/** @type {string} */ typed, /** @type {Solution} */ { unit }) => guide.number.read(typed, unit, guide.text.decimalSign()),

  /** What a reader is told of a text that is no number; empty where it is one. */
  problem(/** @type {string} */ typed, /** @type {Solution} */ solution, /** @type {(key: string, values?: Record<string, string>) => string} */ words) {
    if (this.read(typed, solution)) return "";
    const examples = { decimal: guide.text.number(2.5), fraction: "3/4" };
    return solution.unit ? words("number-in", { ...examples, unit: guide.text.isolated(solution.unit) }) : words("number", examples);
  },

  accepts(/** @type {string} */ typed, /** @type {Solution} */ solution) {
    const number = this.read(typed, solution);
    return number !== null && guide.number.accepts(number, solution);
  },
};
