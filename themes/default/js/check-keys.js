"use strict";

/**
 * The keys of a running quiz: letters and digits choose an option, Enter checks and goes on.
 * @param {() => HTMLElement | null} current the question that is shown; `null` where no quiz runs
 * @param {(question: HTMLElement) => void} enter
 */
guide.quizKeys = (current, enter) => {
  /** The option that a key stands for, from 0; -1 for none. Where a layout has other letters, the key's place decides. */
  function placeOf(/** @type {KeyboardEvent} */ { key, code }) {
    const foreign = key.length === 1 && !/^[\x20-\x7e]$/.test(key);
    const sign = foreign ? code.replace(/^(Key|Digit)/, "") : key;
    if (/^[1-9]$/.test(sign)) return Number(sign) - 1;
    return /^[a-z]$/i.test(sign) ? sign.toLowerCase().charCodeAt(0) - 97 : -1;
  }

  addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const taken = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || guide.store.read("keys") === "off";
    const question = current();
    if (!question || taken || document.querySelector("dialog[open]") || target.matches("input[type=text], textarea, select")) return;
    const at = placeOf(event);
    const enters = event.key === "Enter" && !target.matches("button, a, summary, input");
    if (at >= 0 ? question.choose(at) : enters) event.preventDefault();
    if (enters) enter(question);
  });
};
