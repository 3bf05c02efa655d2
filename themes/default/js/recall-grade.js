"use strict";

/**
 * `<recall-grade>`: how well was it recalled? Four buttons, each with the time after which the question comes again. Then it says
 * when that is, and lets it be taken back. The event `guide:graded` bubbles, with what `guide.progress.grade` gave, and
 * `guide:undone`.
 */
(() => {
  const words = guide.text("recall-grade");
  const NAMES = ["again", "hard", "good", "easy"];
  const make = guide.element;

  /** A length of time, short: minutes, hours, days, months or years. */
  guide.span = (/** @type {number} */ milliseconds) => {
    const minutes = Math.max(1, Math.round(milliseconds / 60_000));
    const units = [["minute", 1, 60], ["hour", 60, 24], ["day", 1440, 60], ["month", 43_830, 24], ["year", 525_960, Infinity]];
    const [unit, size] = units.find(([, size, end]) => minutes / size < end);
    const count = minutes / size;
    const digits = { maximumFractionDigits: size > 1440 && count < 10 ? 1 : 0 };
    return numbers(unit, size < 1440 ? "short" : "long", digits.maximumFractionDigits).format(count);
  };

  /** @type {Map<string, Intl.NumberFormat>} */
  const formats = new Map();

  /** A format for numbers with a unit. To make one takes longer than to use it a hundred times. */
  function numbers(/** @type {string} */ unit, /** @type {"short" | "long"} */ unitDisplay, /** @type {number} */ maximumFractionDigits) {
    const key = `${unit} ${unitDisplay} ${maximumFractionDigits}`;
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(guide.text.language(), { style: "unit", unit, unitDisplay, maximumFractionDigits }));
    return formats.get(key);
  }

  customElements.define("recall-grade", class extends HTMLElement {
    /** @param {{ id: string, revision: string, hint?: guide.Grade }} card `hint`: the grade that a check suggests */
    show({ id, revision, hint }) {
      this.id_ = id;
      this.revision = revision;
      const { retention } = guide.progress.settings();
      const card = guide.progress.card(guide.progress.read(id).reviews);
      const now = Date.now();
      this.buttons = guide.fsrs.GRADES.map((grade) => {
        const after = guide.span(guide.fsrs.review(card, grade, now, retention).due - now);
        return make("button", { type: "button", "data-grade": NAMES[grade - 1], "data-hint": grade === hint, click: () => this.grade(grade) },
          make("b", {}, words(NAMES[grade - 1])), " ", make("span", {}, after));
      });
      this.status = make("p", { class: "recall-status", role: "status" });
      this.replaceChildren(make("fieldset", {}, make("legend", {}, words("question")), make("div", { class: "recall-buttons" }, ...this.buttons)), this.status);
    }

    grade(/** @type {guide.Grade} */ grade) {
      const before = guide.progress.read(this.id_);
      const { when, why } = guide.progress.grade(this.id_, this.revision, grade);
      const { due } = guide.progress.card(guide.progress.read(this.id_).reviews);
      const undo = make("button", { type: "button", class: "quiet", click: () => this.undo(when, before.revision) }, words("undo"));
      this.querySelector("fieldset").hidden = true;
      if (why === "newer") this.status.replaceChildren(words("newer"));
      else this.status.replaceChildren(words("next", { grade: words(NAMES[grade - 1]), span: guide.span(due - when) }), " ", undo, ...(why ? [" ", words("unkept")] : []));
      // The pressed button is gone, and with it the focus.
      if (why !== "newer") undo.focus();
      // One review may be a try; with the third there is something to lose.
      if (guide.progress.ids().length >= 3) guide.store.persist();
      this.tell("guide:graded", { id: this.id_, grade, when, revision: before.revision, why });
    }

    undo(/** @type {number} */ when, /** @type {string} */ revision) {
      guide.progress.undo(this.id_, when, revision);
      this.show({ id: this.id_, revision: this.revision });
      this.buttons[2].focus();
      this.tell("guide:undone", { id: this.id_ });
    }

    tell(/** @type {string} */ name, /** @type {object} */ detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }
  });
})();
