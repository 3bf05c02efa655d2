"use strict";

/**
 * `<check-question>`: one question that can be checked. It wraps a form that is complete without it (question-check.html), and
 * does nothing before its first `start`.
 *
 * - `start(seed, exam)` makes it new: nothing chosen, options in the order of the seed. In an exam it has no button of its own.
 * - `answer` is what was chosen or typed; it can be set.
 * - `check()` marks it, with feedback; `right` is `null` before. `verdict` says it in a sentence, for those who listen.
 * - `accepted` says whether the reader has called a typed answer right that isn't in the list; it can be set after a check.
 * - Typed answers are compared as `guide.typed` says for the question's kind (check-logic.js, check-number.js).
 * - The event `guide:answered` bubbles when the answer changes, `guide:checked` after a check, `guide:again` when it was taken
 *   back, `guide:accepted` when the reader changes `accepted`, `guide:refused` when there is no answer to check.
 */
(() => {
  const words = guide.text("check-question");
  const make = guide.element;
  const letterOf = (/** @type {number} */ at) => String.fromCharCode(65 + at);

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
      if (this.field) {
        this.typed = guide.typed[this.form.dataset.kind];
        this.solution = this.typed.solution(this.key);
      }
      this.names = new Map(this.inputs.map((input) => [input, input.getAttribute("aria-label")]));
      this.button = make("button", { class: "primary" });
      this.override = make("button", { type: "button", class: "quiet", "aria-pressed": "false", hidden: true, click: () => this.accept() }, words("override"));
      this.result = make("span", { class: "result" });
      this.key.before(make("p", { class: "check-row" }, this.button, this.override, this.result));
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.exam) this.enter();
        else if (this.right === null) this.tryCheck();
        else this.again();
      });
      this.form.addEventListener("input", () => {
        if (this.exam) this.result.textContent = "";
        this.tell("guide:answered");
      });
    }

    /** Goes on in an exam, unless what is typed can't be an answer: then it says so once, and the next Enter goes on. */
    enter() {
      const problem = this.problem;
      if (!problem || this.result.textContent === problem) return this.tell("guide:entered");
      this.refuse(problem);
    }

    /** Says why there is nothing to check. */
    refuse(/** @type {string} */ problem) {
      this.result.textContent = problem;
      this.tell("guide:refused");
    }

    /** What keeps a typed text from being compared; empty where nothing is typed. */
    get problem() {
      return this.field && this.answer.length > 0 ? this.typed.problem(this.field.value, this.solution, words) : "";
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
      this.retried = false;
      this.button.hidden = exam;
      this.reset();
      if (this.options.length === 0) return;
      if (this.form.dataset.shuffle !== "false") {
        const random = guide.check.random(`${seed} ${this.form.dataset.question}`);
        // From the written order, so that a second start with the same seed gives the same one.
        this.options = guide.check.shuffle(this.options.toSorted((a, b) => this.place(a) - this.place(b)), random);
        this.options[0].parentElement.append(...this.options);
      }
      this.options.forEach((option, at) => this.letter(option, letterOf(at)));
    }

    /** Gives an option the letter of its place: as text, so that it is part of its name. */
    letter(/** @type {HTMLElement} */ option, /** @type {string} */ letter) {
      const label = option.querySelector("label");
      if (!label.querySelector(":scope > .letter")) label.prepend(make("span", { class: "letter" }));
      const mark = label.querySelector(":scope > .letter");
      mark.textContent = mark.matches(".whole") ? words("option", { letter }) : `${letter}. `;
      const input = option.querySelector("input");
      const name = this.names.get(input);
      if (name) input.setAttribute("aria-label", `${letter}. ${name}`);
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
      this.button.className = "primary";
      this.override.hidden = true;
      this.override.setAttribute("aria-pressed", "false");
      this.result.textContent = "";
      for (const option of this.options) this.mark(option, null);
      for (const input of this.inputs) input.disabled = false;
      this.key.open = false;
    }

    /** A second try. The first one counts, and so it alone can be called right. */
    again() {
      this.reset();
      this.retried = true;
      (this.field ?? this.options[0]?.querySelector("input"))?.focus();
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
      if (this.answer.length === 0) return this.refuse(this.field ? words("type") : words("choose"));
      if (this.problem) return this.refuse(this.problem);
      const inside = this.contains(document.activeElement);
      this.check();
      // A disabled field loses the focus, and with it the reader's place.
      if (inside) this.button.focus({ preventScroll: true });
      this.tell("guide:checked");
    }

    /** Marks the question as it is answered, and says what there is to say. */
    check() {
      if (this.field) {
        this.right = this.answer.length > 0 && this.typed.accepts(this.field.value, this.solution);
      } else {
        const marks = this.options.map((option) => {
          const mark = guide.check.mark(option.querySelector("input").checked, this.isCorrect(option));
          this.mark(option, mark);
          return mark;
        });
        this.right = guide.check.allRight(marks);
      }
      for (const input of this.inputs) input.disabled = true;
      this.button.textContent = words("again");
      this.button.className = "quiet";
      this.override.hidden = !this.field || this.right || this.retried || this.answer.length === 0;
      this.key.open = true;
      this.say();
    }

    /** Shows whether it is right. */
    say() {
      this.dataset.state = this.right ? "right" : "wrong";
      this.result.textContent = this.accepted ? words("accepted") : words(this.right ? "right" : this.answer.length > 0 ? "wrong" : "unanswered");
    }

    /** What is right, of a question with a field. */
    accepts() {
      return this.typed.shown(this.solution);
    }

    get accepted() {
      return this.override?.getAttribute("aria-pressed") === "true";
    }

    set accepted(/** @type {boolean} */ on) {
      if (this.override.hidden || this.right === null) return;
      this.override.setAttribute("aria-pressed", String(on));
      this.right = on;
      this.say();
    }

    accept() {
      this.accepted = !this.accepted;
      this.tell("guide:accepted");
    }

    /** The letters of the right options, as they stand. */
    get letters() {
      return this.options.flatMap((option, at) => (this.isCorrect(option) ? [letterOf(at)] : []));
    }

    /** Whether it is right and what would be, in a sentence or two; empty before a check. */
    get verdict() {
      if (this.right === null) return "";
      const right = this.field ? this.accepts().slice(0, 1).map(guide.text.isolated) : this.letters;
      const answer = this.right ? [] : [words("answer", { count: right.length, answers: guide.text.list(right) })];
      return [this.result.textContent, ...answer].join(" ");
    }

    isCorrect(/** @type {HTMLElement} */ option) {
      return this.keyOf(option).classList.contains("right");
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
      if (word) option.append(make("b", { class: "mark" }, word));
      const [from, to] = mark ? [this.keyOf(option), option] : [option, this.keyOf(option)];
      const feedback = from.querySelector(".feedback");
      if (feedback) to.append(feedback);
      if (mark) option.dataset.mark = mark;
      else delete option.dataset.mark;
    }
  });
})();
