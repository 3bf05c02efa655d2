"use strict";

/**
 * `<check-question>`: one question that can be checked. It wraps a form that is complete without it (question-check.html), and
 * does nothing before its first `start`.
 *
 * - `start(seed, exam)` makes it new: nothing chosen, options in the order of the seed. In an exam it has no button of its own.
 * - `answer` is what was chosen or typed; it can be set.
 * - `check()` marks it, with feedback; `right` is `null` before.
 * - The event `guide:answered` bubbles when the answer changes, `guide:checked` after a check, `guide:again` when it was taken
 *   back.
 */
(() => {
  const words = guide.text("check-question");

  customElements.define("check-question", class extends HTMLElement {
    /** @type {boolean | null} */
    right = null;

    /** Takes hold of the form; once, at the first start. */
    prepare() {
      this.form = this.querySelector("form");
      this.key = this.querySelector("details.key");
      this.options = [...this.querySelectorAll(".choices > li")];
      this.inputs = [...this.querySelectorAll("input")];
      this.field = this.querySelector("input[type=text]");
      this.button = document.createElement("button");
      this.button.className = "primary";
      this.result = document.createElement("span");
      this.result.className = "result";
      const row = document.createElement("p");
      row.className = "check-row";
      row.append(this.button, this.result);
      this.key.before(row);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.exam) this.tell("guide:entered");
        else if (this.right === null) this.tryCheck();
        else this.again();
      });
      this.form.addEventListener("input", () => this.tell("guide:answered"));
    }

    tell(/** @type {string} */ name) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
    }

    /**
     * @param {string} seed what the order of the options comes from
     * @param {boolean} exam whether nothing is told before the end
     */
    start(seed, exam) {
      if (!this.form) this.prepare();
      this.exam = exam;
      this.button.hidden = exam;
      this.reset();
      if (this.form.dataset.shuffle === "false" || this.options.length === 0) return;
      const random = guide.check.random(`${seed} ${this.form.dataset.question}`);
      // From the written order, so that a second start with the same seed gives the same one.
      this.options = guide.check.shuffle(this.options.toSorted((a, b) => this.place(a) - this.place(b)), random);
      this.options[0].parentElement.append(...this.options);
    }

    /** An option's place in the written order, which is that of the key. */
    place(/** @type {HTMLElement} */ option) {
      const line = this.keyOf(option);
      return [...line.parentElement.children].indexOf(line);
    }

    reset() {
      this.right = null;
      this.form.reset();
      this.dataset.state = "open";
      this.button.textContent = words("check");
      this.result.textContent = "";
      for (const option of this.options) this.mark(option, null);
      for (const input of this.inputs) input.disabled = false;
      this.key.open = false;
    }

    again() {
      this.reset();
      this.tell("guide:again");
    }

    /** What was chosen, by the options' keys, or what was typed; empty where nothing was. */
    get answer() {
      if (this.field) return this.field.value.trim() ? [this.field.value] : [];
      return this.inputs.filter((input) => input.checked).map((input) => input.value);
    }

    set answer(/** @type {string[]} */ answer) {
      if (this.field) [this.field.value = ""] = answer;
      else for (const input of this.inputs) input.checked = answer.includes(input.value);
    }

    /** Chooses the option at a place, or takes the choice back; the letters beside the options name the places. */
    choose(/** @type {number} */ at) {
      const input = this.right === null ? this.options[at]?.querySelector("input") : undefined;
      input?.click();
      input?.focus();
      return Boolean(input);
    }

    tryCheck() {
      if (this.answer.length === 0) {
        this.result.textContent = this.field ? words("type") : words("choose");
        this.tell("guide:refused");
        return;
      }
      const inside = this.inputs.includes(document.activeElement);
      this.check();
      // A disabled field loses the focus, and with it the reader's place.
      if (inside) this.button.focus();
      this.tell("guide:checked");
    }

    /** Marks the question as it is answered, and says what there is to say. */
    check() {
      const answered = this.answer.length > 0;
      if (this.field) {
        const accepted = [...this.key.querySelectorAll(".key-list kbd")].map((answer) => answer.textContent);
        this.right = guide.check.accepts(this.field.value, accepted);
      } else {
        const marks = this.options.map((option) => {
          const correct = this.keyOf(option).classList.contains("right");
          const mark = guide.check.mark(option.querySelector("input").checked, correct);
          this.mark(option, mark);
          return mark;
        });
        this.right = guide.check.allRight(marks);
      }
      for (const input of this.inputs) input.disabled = true;
      this.dataset.state = this.right ? "right" : "wrong";
      this.button.textContent = words("again");
      this.result.textContent = this.right ? words("right") : answered ? words("wrong") : words("unanswered");
      this.key.open = true;
    }

    /** The line of the key that belongs to an option. */
    keyOf(/** @type {HTMLElement} */ option) {
      return this.key.querySelector(`[data-option="${CSS.escape(option.dataset.option)}"]`);
    }

    /**
     * Says beside an option what it was, with its feedback; `null` takes both away again.
     * @param {HTMLElement} option
     * @param {"right" | "wrong" | "missed" | "left" | null} mark
     */
    mark(option, mark) {
      const word = mark && mark !== "left" ? words(`marks.${mark}`) : "";
      option.querySelector(":scope > .mark")?.remove();
      if (word) {
        const label = document.createElement("b");
        label.className = "mark";
        label.textContent = word;
        option.append(label);
      }
      const [from, to] = mark ? [this.keyOf(option), option] : [option, this.keyOf(option)];
      const feedback = from.querySelector(".feedback");
      if (feedback) to.append(feedback);
      if (mark) option.dataset.mark = mark;
      else delete option.dataset.mark;
    }
  });
})();
