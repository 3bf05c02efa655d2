"use strict";

/** Paper can't be clicked: hints and answers are open while the page is printed. For browsers without `::details-content`. */
(() => {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.hint:not([open]), details.answer:not([open])")];
    for (const box of opened) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
    opened = [];
  });
})();
