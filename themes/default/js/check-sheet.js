"use strict";

/**
 * `<check-sheet>`: the questions of a quiz, taken out of their topics and put in the order of the quiz. It is what is printed of a
 * quiz: `title` and `link` say above it which quiz it is, and `key(…)` writes the answers on a sheet of their own.
 */
(() => {
  const words = guide.text("check-sheet");
  const make = guide.element;

  customElements.define("check-sheet", class extends HTMLElement {
    connectedCallback() {
      this.head ??= make("p", { class: "sheet-head" });
      this.answers ??= make("section", { class: "sheet-key" });
    }

    /** Takes the questions, in their order; what was here before goes back to where it came from. */
    fill(/** @type {HTMLElement[]} */ questions, /** @type {string} */ title, /** @type {string} */ link) {
      this.clear();
      this.homes = new Map(questions.map((question) => [question, document.createComment("")]));
      for (const [question, home] of this.homes) question.replaceWith(home);
      questions.forEach((question, at) => {
        question.querySelector(".question-title").dataset.number = guide.text.number(at + 1);
      });
      this.head.replaceChildren(title, ...(link ? [make("bdi", { class: "sheet-link" }, link)] : []));
      this.replaceChildren(this.head, ...questions, this.answers);
    }

    clear() {
      for (const [question, home] of this.homes ?? []) {
        delete question.querySelector(".question-title").dataset.number;
        home.replaceWith(question);
      }
      this.homes = null;
      this.replaceChildren();
    }

    /** Writes the key: each question's number, and its right letters or accepted answers. */
    key() {
      this.answers.replaceChildren(make("h2", {}, words("key")), make("ol", {}, ...[...this.homes.keys()].map((question) =>
        make("li", {}, ...(question.field ? this.accepted(question) : [question.letters.join(", ")])))));
    }

    /** What is right of a question with a field; a number or a word may run against the page. */
    accepted(/** @type {HTMLElement} */ question) {
      return question.accepts().flatMap((answer, at) => [...(at > 0 ? [` ${words("or")} `] : []), make("bdi", {}, answer)]);
    }
  });
})();
