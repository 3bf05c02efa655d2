"use strict";

/**
 * The strings of the scripts, in the language of the site. The build puts the table of the language file that is named like a
 * script before it, as `guide.strings["<name>"]`.
 */
globalThis.guide ??= {};

guide.text = (() => {
  const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
  const language = () => document.documentElement.dataset.words || "en";

  /** Makes a formatter once. */
  function once(/** @type {() => any} */ make) {
    let made;
    return () => (made ??= make());
  }

  const plural = once(() => new Intl.PluralRules(language()));
  const number = once(() => new Intl.NumberFormat(language()));
  const percent = once(() => new Intl.NumberFormat(language(), { style: "percent" }));

  /**
   * The strings of one script, as a function: it takes a string's key and its values by name, of which `count` chooses the
   * plural form. Numbers are written as the language does.
   * @param {string} name
   * @returns {(key: string, values?: Record<string, string | number>) => string}
   */
  const text = (name) => (key, values = {}) => {
    const message = guide.strings[name][key];
    const form = typeof message === "string" ? message : message[plural().select(values.count ?? 0)] ?? message.other;
    return form.replace(/\{([a-z_]+)\}/g, (written, value) => {
      if (!Object.hasOwn(values, value)) return written;
      return typeof values[value] === "number" ? number().format(values[value]) : values[value];
    });
  };

  return Object.assign(text, {
    language,
    /** A number as the language writes it. */
    number: (/** @type {number} */ value) => number().format(value),
    /** The sign before decimal places, `.` or `,`. */
    decimalSign: () => (number().formatToParts(1.5).some(({ type, value }) => type === "decimal" && value === ",") ? "," : "."),
    /** A share from 0 to 1, in percent. */
    percent: (/** @type {number} */ share) => percent().format(share),
    /**
     * Whether a text runs against the direction of the page, as in `src/markdown/html/direction.rs`: on one from right to left where
     * it has no letter of such a script, on one from left to right where its first letter is of one.
     */
    runsAgainst: (/** @type {string} */ text) => {
      const letters = text.match(/\p{L}/gu) ?? [];
      if (document.documentElement.dir === "rtl") return letters.length > 0 && !letters.some((letter) => RTL.test(letter));
      return letters.length > 0 && RTL.test(letters[0]);
    },
    /** A text within a sentence, kept from mixing with its words on a page from right to left. */
    isolated: (/** @type {string} */ text) => (document.documentElement.dir === "rtl" ? `\u2068${text}\u2069` : text),
    /** Words as the language lists them: "A, B, and C". */
    list: (/** @type {string[]} */ words) => new Intl.ListFormat(language(), { type: "conjunction" }).format(words),
  });
})();
