"use strict";

/** `<reveal-all>`: two buttons that open and close all answers of the page. Empty without JavaScript. */
customElements.define("reveal-all", class extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(this.button("Reveal all answers", true), this.button("Hide all answers", false));
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
