"use strict";

/**
 * A button on each block of code that copies it. Where the browser lets no page copy there is none. Blocks in a closed `details`
 * get theirs when it opens, so a page of hundreds of answers is ready at once.
 */
(() => {
  if (!navigator.clipboard) return;
  const words = guide.text("copy-code");
  const make = guide.element;

  /** Puts `code` into a box with its button. */
  function box(/** @type {HTMLElement} */ code) {
    const button = make("button", { type: "button", class: "copy", click: () => copy(code, button) }, words("copy"));
    const outer = make("div", { class: "code-box" });
    code.replaceWith(outer);
    outer.append(code, button, make("span", { role: "status", class: "visually-hidden" }));
  }

  async function copy(/** @type {HTMLElement} */ code, /** @type {HTMLElement} */ button) {
    const done = await navigator.clipboard.writeText(code.textContent).then(() => "copied", () => "failed");
    button.textContent = words(done);
    button.nextElementSibling.textContent = words(done);
    setTimeout(() => {
      button.textContent = words("copy");
      button.nextElementSibling.textContent = "";
    }, 3000);
  }

  function boxAll(/** @type {ParentNode} */ root) {
    for (const code of root.querySelectorAll("pre.code")) {
      const closed = code.closest("details:not([open])");
      // A button in a label or a link would press both.
      if (!closed && !code.closest(".code-box, label, a")) box(code);
    }
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.open) boxAll(event.target);
  }, true);
  boxAll(document);
})();
