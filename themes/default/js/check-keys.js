"use strict";

/**
 * The keys of a running quiz: letters and digits choose an option, Enter checks and goes on.
 * @param {() => HTMLElement | null} current the question that is shown; `null` where no quiz runs
 * @param {(question: HTMLElement) => void} enter
 */
guide.quizKeys = (current, enter) => {
  addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const key = guide.key(event);
    const question = current();
    // A key that is held down must not check, go on and submit, one after the other.
    if (!question || !key || event.repeat || document.querySelector("dialog[open]") || target.matches("input[type=text], textarea, select")) return;
    const at = /^[1-9]$/.test(key) ? Number(key) - 1 : /^[a-z]$/.test(key) ? key.charCodeAt(0) - 97 : -1;
    const enters = key === "Enter" && !target.matches("button, a, summary, input");
    if (at >= 0 ? question.choose(at) : enters) event.preventDefault();
    if (enters) enter(question);
  });
};
