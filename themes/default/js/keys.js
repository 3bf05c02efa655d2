"use strict";

// A key that is held down presses a button once: the focus may have come to another one since.
addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target instanceof Element && event.target.closest("button, summary")) event.preventDefault();
}, true);

/**
 * The key of a shortcut, whatever the keyboard layout. A layout without Latin letters (Arabic, Cyrillic, Greek, …) has the letter
 * of the key's place, and digits of other scripts count as the usual ones. Empty where a key is not a shortcut: with Ctrl, Alt or
 * Meta, while text is composed, when something else has used it, and where the reader has turned shortcuts off.
 * @param {KeyboardEvent} event
 * @returns {string} such as `j`, `/`, `?`, `3` or `Enter`; letters are lower case
 */
guide.key = (event) => {
  const { key, code } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || guide.store.read("keys") === "off") return "";
  if (key.length > 1) return key;
  if (key === "؟" || key === "？") return "?";
  if (/^[\x20-\x7e]$/.test(key)) return key.toLowerCase();
  // The ten digits of a script follow each other.
  if (/^\p{Nd}$/u.test(key)) return String([...Array(10).keys()].find((digit) => !/^\p{Nd}$/u.test(String.fromCodePoint(key.codePointAt(0) - digit - 1))));
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1].toLowerCase();
  return place ?? (code === "Slash" ? (event.shiftKey ? "?" : "/") : "");
};
