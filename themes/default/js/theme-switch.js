"use strict";

/**
 * `<theme-switch>`: a button that goes from the system's choice of light or dark to light, to dark, and back. The choice is
 * kept; `js/start.js` brings it to the next page before that is painted. Empty without JavaScript: then the system decides.
 */
(() => {
  const words = guide.text("theme-switch");
  const order = ["system", "light", "dark"];

  customElements.define("theme-switch", class extends HTMLElement {
    connectedCallback() {
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.addEventListener("click", () => {
        const next = order[(order.indexOf(this.dataset.choice) + 1) % order.length];
        if (next === "system") guide.store.remove("theme");
        else guide.store.write("theme", next);
        this.show(next);
      });
      this.replaceChildren(this.button);
      const kept = () => guide.store.read("theme");
      this.show(kept());
      guide.store.watch("theme", () => this.show(kept()));
    }

    /** @param {unknown} choice one of `order`; anything else is the system's */
    show(choice) {
      const known = choice === "light" || choice === "dark" ? choice : "system";
      this.dataset.choice = known;
      this.button.setAttribute("aria-label", words(known));
      this.button.title = words(known);
      if (known === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = known;
    }
  });
})();
