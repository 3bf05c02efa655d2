"use strict";

/** Words that many scripts need: kinds, difficulties, "close". What an address names and nobody knows stands for itself. */
guide.terms = (() => {
  const words = guide.text("terms");
  return (/** @type {string} */ key) => (Object.hasOwn(guide.strings.terms, key) ? words(key) : key);
})();
