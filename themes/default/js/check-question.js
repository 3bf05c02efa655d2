"use strict";

/**
 * `<check-question>`: one question that can be checked. It wraps a form that is complete without it (question-check.html).
 *
 * - `start(seed)` makes it new: nothing chosen, options in the order of the seed. Nothing happens before the first one.
 * - `right` is `true`, `false`, or `null` before the check.
 * - The event `guide:checked` bubbles after a check and after a question was taken back.
 */
customElements.define("check-question", class extends HTMLElement {
  /** @type {boolean | null} */
  right = null;

  /** Takes hold of the form; once, at the first start. */
  prepare() {
    this.form = this.querySelector("form");
    this.key = this.querySelector("details.key");
    this.options = [...this.querySelectorAll(".choices > li")];
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
      if (this.right === null) this.check();
      else this.start();
      this.dispatchEvent(new CustomEvent("guide:checked", { bubbles: true, detail: this.result.textContent }));
    });
  }

  /** @param {string} [seed] what the order of the options comes from; without it they stay as they are */
  start(seed) {
    if (!this.form) this.prepare();
    this.right = null;
    this.form.reset();
    this.dataset.state = "open";
    this.button.textContent = "Check";
    this.result.textContent = "";
    for (const option of this.options) this.mark(option, null);
    for (const input of this.form.querySelectorAll("input")) input.disabled = false;
    this.key.open = false;
    if (seed === undefined || this.form.dataset.shuffle === "false" || this.options.length === 0) return;
    const random = guide.check.random(`${seed} ${this.form.dataset.question}`);
    this.options[0].parentElement.append(...guide.check.shuffle(this.options, random));
  }

  check() {
    const inputs = [...this.form.querySelectorAll("input")];
    if (!inputs.some((input) => (input === this.field ? input.value.trim() : input.checked))) {
      this.result.textContent = this.field ? "Type an answer first." : "Choose an option first.";
      return;
    }
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
    // A disabled field loses the focus, and with it the reader's place.
    if (inputs.includes(document.activeElement)) this.button.focus();
    for (const input of inputs) input.disabled = true;
    this.dataset.state = this.right ? "right" : "wrong";
    this.button.textContent = "Try again";
    this.result.textContent = this.right ? "Right." : "Not right.";
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
    const word = { right: "Right", wrong: "Wrong", missed: "Right, not chosen" }[mark];
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
