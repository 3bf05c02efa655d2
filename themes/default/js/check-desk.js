"use strict";

/**
 * `<check-desk>`: what stands around the question of a running quiz: the place, the time left, the verdict, the ways to the other
 * questions, the flag, submitting. `show(state)` brings it up to date; what is pressed comes as `guide:go` (an id), `guide:flag`,
 * `guide:hand-in`, `guide:print` ("questions" or "key") and `guide:leave`.
 */
(() => {
  const words = guide.text("check-desk");
  const make = guide.element;

  customElements.define("check-desk", class extends HTMLElement {
    connectedCallback() {
      if (this.head) return;
      const button = (/** @type {string} */ word, /** @type {() => void} */ click, attributes = {}) => make("button", { type: "button", click, ...attributes }, words(word));
      const quiet = (/** @type {string} */ word, /** @type {string} */ name, detail = "") => button(word, () => this.tell(name, detail), { class: "quiet" });
      this.place = make("h2", { tabindex: "-1" });
      this.timer = make("span", { role: "timer", class: "timer", hidden: true });
      this.topic = make("p", { class: "badges" });
      this.head = make("div", { class: "desk-head" }, make("div", { class: "desk-line" }, this.place, this.timer), this.topic);
      this.previous = button("previous", () => this.tell("guide:go", this.before));
      this.next = button("next", () => this.tell("guide:go", this.after));
      this.flag = button("flag", () => this.tell("guide:flag"), { "aria-pressed": "false" });
      this.end = button("hand-in", () => this.tell("guide:hand-in"));
      this.verdict = make("p", { class: "desk-verdict" });
      this.bar = make("div", { class: "desk-bar" }, this.verdict, make("p", { class: "actions" }, this.previous, this.next, this.flag, this.end));
      this.list = make("ol", { class: "navigator" });
      this.note = make("p", { class: "remark" });
      this.foot = make("div", { class: "desk-foot" },
        make("nav", { "aria-label": words("navigator") }, this.list), make("p", { class: "remark desk-keys" }, words("keys")), this.note,
        make("p", { class: "actions" }, make("copy-link"), quiet("print", "guide:print", "questions"), quiet("print-key", "guide:print", "key"), quiet("leave", "guide:leave")));
    }

    tell(/** @type {string} */ name, /** @type {string} */ detail = "") {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }

    /**
     * @param {object} state
     * @param {guide.Paper} state.paper
     * @param {string[]} state.badges what to say of the question
     * @param {HTMLElement} state.question
     * @param {"" | "forbidden" | "other" | "older" | "newer"} state.unsaved
     */
    show({ paper, badges, question, unsaved }) {
      const { ids, at, flags, settings } = paper;
      const here = ids.indexOf(at);
      const exam = settings.mode === "exam";
      [this.before, this.after] = [ids[here - 1], ids[here + 1]];
      this.place.textContent = words("place", { at: here + 1, all: ids.length });
      this.topic.replaceChildren(...badges.map((badge) => make("span", {}, badge)));
      this.verdict.textContent = exam ? "" : question.verdict;
      this.verdict.dataset.state = question.dataset.state;
      this.previous.disabled = !this.before;
      this.next.hidden = !this.after;
      this.flag.setAttribute("aria-pressed", String(flags.includes(at)));
      this.flag.hidden = !exam;
      this.end.textContent = exam ? words("hand-in") : words("finish");
      this.end.classList.toggle("primary", !this.after);
      this.next.classList.toggle("primary", exam || question.right !== null);
      this.note.textContent = unsaved && words(`unsaved.${unsaved}`);
      this.list.replaceChildren(...ids.map((id, place) => this.entry(paper, id, place)));
      // The question stands between head and foot, wherever in the page it is.
      question.before(this.head);
      question.after(this.bar, this.foot);
    }

    /** The button that goes on from here. */
    get onward() {
      return this.after ? this.next : this.end;
    }

    /** One number of the navigator; its state in a word, a sign and a color. */
    entry(/** @type {guide.Paper} */ { at, flags, first, answers }, /** @type {string} */ id, /** @type {number} */ place) {
      const state = id in first ? (first[id] ? "right" : "wrong") : answers[id]?.length ? "answered" : "open";
      const said = [words(`states.${state}`), ...(flags.includes(id) ? [words("states.flagged")] : [])].join(", ");
      const button = make("button", { type: "button", "data-state": state, "data-flagged": flags.includes(id), "aria-current": id === at ? "true" : false, click: () => this.tell("guide:go", id) },
        String(place + 1), make("span", { class: "visually-hidden" }, `, ${said}`));
      return make("li", {}, button);
    }

    /**
     * Shows the time left, and says it aloud at five minutes and at one.
     * @param {number} left in milliseconds; `Infinity` without a limit
     * @param {HTMLElement} status
     */
    tick(left, status) {
      this.timer.hidden = !Number.isFinite(left);
      if (this.timer.hidden) return;
      this.timer.textContent = words("left", { clock: guide.paper.clock(left) });
      this.timer.toggleAttribute("data-short", left < 60_000);
      const minutes = [1, 5].find((minutes) => left <= minutes * 60_000);
      if (minutes && this.told !== minutes && left > 0) status.textContent = words("minutes-left", { count: minutes });
      this.told = minutes;
    }

    /** Asks whether a quiz with open questions shall be submitted. */
    sure(/** @type {number} */ open, /** @type {number} */ flagged, exam = true) {
      const text = [...(open ? [words("unanswered", { count: open })] : []), ...(flagged ? [words("flagged", { count: flagged })] : [])].join(" ");
      return guide.sure(text, exam ? words("hand") : words("finish-anyway"), words("back"));
    }
  });
})();
