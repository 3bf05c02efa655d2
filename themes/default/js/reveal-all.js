"use strict";

/** `<reveal-all>`: a button that opens all answers of the page, and while any is open one that closes them. Empty without JavaScript. */
(() => {
  const words = guide.text("reveal-all");
  const answers = () => document.querySelectorAll("details.answer");

  customElements.define("reveal-all", class extends HTMLElement {
    connectedCallback() {
      const button = (/** @type {string} */ label, /** @type {boolean} */ open) => guide.element("button", { type: "button", click: () => this.turn(open) }, label);
      this.reveal = button(words("show"), true);
      this.conceal = button(words("hide"), false);
      this.replaceChildren(this.reveal, this.conceal);
      // Answers are also opened one by one. The event doesn't bubble.
      document.addEventListener("toggle", (event) => {
        if (event.target.matches("details.answer")) this.follow();
      }, true);
      this.follow();
    }

    turn(/** @type {boolean} */ open) {
      for (const answer of answers()) answer.open = open;
      // The pressed button is about to go, and the focus would go with it.
      if (!open) this.reveal.focus();
      this.follow();
    }

    /** Shows the second button while there is something to hide; once for all the events of a moment. */
    follow() {
      if (this.waiting) return;
      this.waiting = true;
      queueMicrotask(() => {
        this.waiting = false;
        this.conceal.hidden = !document.querySelector("details.answer[open]");
      });
    }
  });
})();
