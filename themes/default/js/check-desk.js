"use strict";

/**
 * `<check-desk>`: what stands around the question of a running paper: where one is, the time left, the ways to the others, the
 * flag, handing in. `show(state)` brings it up to date; what is pressed comes as `guide:go` (an id), `guide:flag`, `guide:hand-in`
 * and `guide:leave`.
 */
(() => {
  const words = guide.text("check-desk");
  const make = guide.element;

  customElements.define("check-desk", class extends HTMLElement {
    connectedCallback() {
      if (this.head) return;
      const tell = (/** @type {string} */ name) => () => this.tell(name);
      this.place = make("h2", { tabindex: "-1" });
      this.timer = make("span", { role: "timer", class: "timer", hidden: true });
      this.topic = make("p", { class: "badges" });
      this.head = make("div", { class: "desk-head" }, make("div", { class: "desk-line" }, this.place, this.timer), this.topic);
      this.previous = make("button", { type: "button", click: () => this.tell("guide:go", this.before) }, words("previous"));
      this.next = make("button", { type: "button", click: () => this.tell("guide:go", this.after) }, words("next"));
      this.flag = make("button", { type: "button", "aria-pressed": "false", click: tell("guide:flag") }, words("flag"));
      this.end = make("button", { type: "button", click: tell("guide:hand-in") }, words("hand-in"));
      this.list = make("ol", { class: "navigator" });
      this.note = make("p", { class: "remark" });
      this.foot = make("div", { class: "desk-foot" }, make("p", { class: "actions" }, this.previous, this.next, this.flag, this.end),
        make("nav", { "aria-label": words("navigator") }, this.list), make("p", { class: "remark desk-keys" }, words("keys")), this.note,
        make("p", { class: "actions" }, make("copy-link"), make("button", { type: "button", class: "quiet", click: tell("guide:leave") }, words("leave"))));
    }

    tell(/** @type {string} */ name, /** @type {string} */ detail = "") {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }

    /**
     * @param {object} state
     * @param {guide.Paper} state.paper
     * @param {string[]} state.badges what to say of the question
     * @param {HTMLElement} state.question
     * @param {"" | "forbidden" | "other" | "newer"} state.unsaved
     */
    show({ paper, badges, question, unsaved }) {
      const { ids, at, flags, settings } = paper;
      const here = ids.indexOf(at);
      [this.before, this.after] = [ids[here - 1], ids[here + 1]];
      this.place.textContent = words("place", { at: here + 1, all: ids.length });
      this.topic.replaceChildren(...badges.map((badge) => make("span", {}, badge)));
      this.previous.disabled = !this.before;
      this.next.hidden = !this.after;
      this.flag.setAttribute("aria-pressed", String(flags.includes(at)));
      this.flag.hidden = settings.mode !== "exam";
      this.end.textContent = settings.mode === "exam" ? words("hand-in") : words("finish");
      this.end.classList.toggle("primary", !this.after);
      this.next.classList.toggle("primary", settings.mode === "exam" || paper.first[at] !== undefined);
      this.note.textContent = unsaved && words(`unsaved.${unsaved}`);
      this.list.replaceChildren(...ids.map((id, place) => this.entry(paper, id, place)));
      // The question stands between head and foot, wherever in the page it is.
      question.before(this.head);
      question.after(this.foot);
    }

    /** One number of the navigator; its state in a word, a sign and a colour. */
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

    /** Asks whether a paper with open questions shall be handed in. */
    sure(/** @type {number} */ open, /** @type {number} */ flagged) {
      return new Promise((resolve) => {
        const dialog = make("dialog", { class: "sure", close: () => resolve(dialog.returnValue === "yes"), "aria-labelledby": "_sure" },
          make("p", { id: "_sure" }, [...(open ? [words("unanswered", { count: open })] : []), ...(flagged ? [words("flagged", { count: flagged })] : [])].join(" ")),
          make("p", { class: "actions" }, make("button", { type: "button", click: () => dialog.close("no") }, words("back")), make("button", { type: "button", class: "primary", click: () => dialog.close("yes") }, words("hand"))));
        dialog.addEventListener("close", () => dialog.remove());
        this.foot.append(dialog);
        dialog.showModal();
      });
    }
  });
})();
