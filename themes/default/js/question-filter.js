"use strict";

/**
 * `<question-filter>`: shows only the questions of a kind, of a difficulty, with a tag. The choice is part of the address, so
 * that it can be kept, shared and gone back from. Its fields are in the page (question-filter.html), hidden without JavaScript.
 */
(() => {
  const words = guide.text("question-filter");

  customElements.define("question-filter", class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.count = this.querySelector("[role=status]");
      /** @type {HTMLSelectElement[]} */
      this.fields = [...this.form.querySelectorAll("select")];
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", () => this.choose());
      this.form.addEventListener("reset", () => setTimeout(() => this.choose()));
      addEventListener("popstate", () => this.read());
      this.read();
    }

    /** Takes the choice from the address. What is not on this page is passed over. */
    read() {
      const asked = new URLSearchParams(location.search);
      for (const field of this.fields) {
        const value = asked.get(field.name) ?? "";
        // A tag of one question may not be in the list, but an address can name it.
        if (field.name === "tag" && value && !this.offers(field, value) && this.isUsed(value)) field.add(new Option(value, value));
        field.value = this.offers(field, value) ? value : "";
      }
      if (this.fields.some((field) => field.value)) this.form.querySelector("details").open = true;
      this.show();
    }

    offers(/** @type {HTMLSelectElement} */ field, /** @type {string} */ value) {
      return [...field.options].some((option) => option.value === value);
    }

    /** Whether a question of the page has this tag. */
    isUsed(/** @type {string} */ tag) {
      return [...document.querySelectorAll(".question > .tags > li")].some((item) => item.textContent === tag);
    }

    /** Puts the choice into the address, and shows what it leaves. */
    choose() {
      const address = new URL(location.href);
      for (const { name, value } of this.fields) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      try {
        history.pushState(null, "", address);
      } catch {
        // Some browsers allow no other address to a page from disk; the choice holds all the same.
      }
      this.show();
    }

    /** Shows everything again, such as when a link leads to a question that is left out. */
    clear() {
      for (const field of this.fields) field.value = "";
      this.choose();
    }

    show() {
      const choice = this.fields.filter((field) => field.value);
      // Nothing was left out, and nothing will be: the usual case when a page comes.
      if (choice.length === 0 && !this.hasAttribute("data-active")) return;
      const questions = [...document.querySelectorAll(".question")];
      const links = new Map([...document.querySelectorAll(".question-nav a")].map((link) => [link.hash.slice(1), link]));
      let shown = 0;
      for (const question of questions) {
        question.hidden = !choice.every(({ name, value }) => this.has(question, name, value));
        shown += Number(!question.hidden);
        const link = links.get(question.id);
        if (link) link.parentElement.hidden = question.hidden;
      }
      this.toggleAttribute("data-active", choice.length > 0);
      this.count.textContent = choice.length > 0 ? words("some", { shown, count: questions.length }) : words("all", { count: questions.length });
      dispatchEvent(new CustomEvent("guide:filtered"));
    }

    /** Whether a question has what is asked for. */
    has(/** @type {HTMLElement} */ question, /** @type {string} */ name, /** @type {string} */ value) {
      if (name === "progress") return question.dataset.progress !== "known";
      if (name !== "tag") return question.dataset[name] === value;
      return [...question.querySelectorAll(".tags > li")].some((tag) => tag.textContent === value);
    }
  });
})();
