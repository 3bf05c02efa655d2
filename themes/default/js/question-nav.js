"use strict";

/** `<question-nav>`: the list of questions is open where it has a column of its own, and folded where it has not. */
customElements.define("question-nav", class extends HTMLElement {
  connectedCallback() {
    const wide = matchMedia("(min-width: 68rem)");
    const follow = () => {
      this.querySelector("details").open = wide.matches;
    };
    follow();
    wide.addEventListener("change", follow);
    // On a phone the list has done its work once a question is chosen.
    this.addEventListener("click", (event) => {
      if (!wide.matches && event.target.closest("a")) this.querySelector("details").open = false;
    });
  }
});
