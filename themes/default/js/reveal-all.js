"use strict";

/** `<reveal-all>`: two buttons that open and close all answers of the page. Empty without JavaScript. */
(() => {
  const words = guide.text("reveal-all");

  customElements.define("reveal-all", class extends HTMLElement {
    connectedCallback() {
      this.replaceChildren(this.button(words("show"), true), this.button(words("hide"), false));
    }

    /**
     * @param {string} label
     * @param {boolean} open what a press makes of every answer
     */
    button(label, open) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        for (const answer of document.querySelectorAll("details.answer")) answer.open = open;
      });
      return button;
    }
  });
})();
