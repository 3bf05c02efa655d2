"use strict";

/**
 * `<check-setup>`: the form that makes a quiz. `show(topics, items, settings, saved)` fills it in; the event `guide:start` brings
 * the settings, `guide:continue` and `guide:discard` are about the saved quiz. An address that says what to ask is shown as one
 * line and a button, with the form folded away.
 */
(() => {
  const words = guide.text("check-setup");
  const LEVELS = ["beginner", "intermediate", "advanced", "none"];
  const USUAL = 20;
  const make = guide.element;
  const levelOf = (/** @type {guide.Item} */ item) => item.difficulty || "none";
  const levelName = (/** @type {string} */ level) => guide.terms(level === "none" ? "unrated" : level);

  /**
   * A quiz in one line.
   * @param {guide.Settings} settings
   * @param {(id: string) => string} titleOf the title of a topic
   */
  guide.quizInBrief = ({ topics, difficulties, count, mode, minutes }, titleOf) => [
    words("total", { count }),
    ...(topics.length > 0 ? [guide.text.list(topics.map(titleOf))] : []),
    ...(difficulties.length > 0 ? [guide.text.list(difficulties.map(levelName))] : []),
    words(mode),
    ...(minutes > 0 ? [words("limit", { count: minutes })] : []),
  ].join(" · ");

  customElements.define("check-setup", class extends HTMLElement {
    /**
     * @param {{ id: string, title: Node[], depth: string }[]} topics
     * @param {guide.Item[]} items
     * @param {guide.Settings} settings
     * @param {{ done: number, all: number, ended: boolean } | null} saved
     */
    show(topics, items, settings, saved) {
      Object.assign(this, { topics, items, settings });
      const { seed, ids } = settings;
      const known = seed || ids.length > 0 || settings.topics.length > 0 || settings.difficulties.length > 0;
      this.matching = make("span", { role: "status" });
      this.button = make("button", { class: "primary" }, words("start"));
      if (ids.length > 0 && !items.some(({ id }) => ids.includes(id))) return this.gone(saved);
      const fields = [...(ids.length > 0 ? [] : this.choice()), ...this.modes()];
      this.summary = make("p", { class: "check-summary" });
      // A number that can't be is set right when its field is left: a message at a field that is folded away would stop everything.
      this.form = make("form", { novalidate: true, submit: (event) => this.submit(event), input: () => this.update(), change: ({ target }) => this.correct(target) },
        make("h2", { tabindex: "-1" }, known ? words("shared") : words("title")),
        ...(known ? [this.summary, ...this.remark()] : fields),
        make("p", { class: "check-row check-start" }, this.button, this.matching),
        ...(known ? [make("details", { class: "check-change", toggle: () => this.update() }, make("summary", {}, words("change")), make("div", { class: "check-fields" }, ...fields))] : []));
      this.place(saved);
      this.update();
      // A link that matches nothing any more: what can be done about it is in the form.
      const change = this.querySelector(".check-change");
      if (change && this.button.disabled) change.open = true;
    }

    /** Shows the form, below what is saved. */
    place(/** @type {{ done: number, all: number, ended: boolean } | null} */ saved) {
      this.offer = make("div", { class: "check-kept", hidden: !saved });
      if (saved) this.tell(saved);
      this.replaceChildren(this.offer, this.form);
    }

    /** A link to questions of which none is in the guide any more: all that is left is another quiz. */
    gone(/** @type {{ done: number, all: number, ended: boolean } | null} */ saved) {
      const fresh = () => this.dispatchEvent(new CustomEvent("guide:new", { bubbles: true }));
      this.form = make("form", { submit: (event) => { event.preventDefault(); fresh(); } }, make("h2", { tabindex: "-1" }, words("shared")),
        make("p", {}, words("gone")), make("p", { class: "check-row" }, make("button", { class: "primary" }, words("title"))));
      this.place(saved);
    }

    /** What is to be said of a shared quiz: that it is the same for all, or that a part of it is gone. */
    remark() {
      const { seed, ids, topics } = this.settings;
      const missing = ids.filter((id) => !this.items.some((item) => item.id === id)).length;
      const known = topics.filter((topic) => this.topics.some(({ id }) => id === topic));
      const said = missing > 0 ? words("missing", { count: missing }) : known.length < topics.length ? words("missing-topic") : seed ? words("shared-hint") : "";
      return said ? [make("p", { class: "remark" }, said)] : [];
    }

    /** Topics, difficulties and the number. */
    choice() {
      const { topics, settings } = this;
      const box = (name, value, label, chosen, depth = "0") => make("label", { class: "check-box", "data-depth": depth },
        make("input", { type: "checkbox", name, value, checked: chosen.length === 0 || chosen.includes(value) }), make("span", {}, ...label), make("span", { class: "count" }));
      const all = (/** @type {boolean} */ on) => make("button", { type: "button", class: "quiet", click: () => this.tick(on) }, on ? words("everything") : words("nothing"));
      const levels = LEVELS.filter((level) => this.items.some((item) => levelOf(item) === level));
      // Links of earlier versions leave out the number of a quiz of all questions.
      const count = settings.count || (settings.seed ? this.items.length : Math.min(USUAL, this.items.length));
      this.count = make("input", { type: "number", name: "count", min: "1", value: String(count) });
      return [
        make("fieldset", { class: "check-topics" }, make("legend", {}, words("topics")), make("p", { class: "all-or-none" }, all(true), all(false)),
          ...topics.map(({ id, title, depth }) => box("topic", id, title, settings.topics, depth))),
        ...(levels.length > 1 ? [make("fieldset", {}, make("legend", {}, words("difficulty")),
          ...levels.map((level) => box("difficulty", level, [levelName(level)], settings.difficulties)))] : []),
        make("label", { class: "check-number" }, words("count"), this.count),
      ];
    }

    /** Practice or exam, and the time. */
    modes() {
      const { mode, minutes } = this.settings;
      const radio = (value, label, hint) => make("label", { class: "check-box" },
        make("input", { type: "radio", name: "mode", value, checked: mode === value }), make("span", {}, make("b", {}, label), `: ${hint}`));
      this.limit = make("input", { type: "number", name: "minutes", min: "1", max: "1440", value: minutes ? String(minutes) : "" });
      return [
        make("fieldset", {}, make("legend", {}, words("mode")), radio("practice", words("practice"), words("practice-hint")), radio("exam", words("exam"), words("exam-hint"))),
        make("label", { class: "check-number check-limit" }, words("minutes"), this.limit),
      ];
    }

    /** What to do with the saved quiz. */
    tell({ done, all, ended }) {
      const send = (/** @type {string} */ name) => () => this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
      this.offer.replaceChildren(make("p", {}, ended ? words("ended") : words("kept", { done, count: all })),
        make("p", { class: "actions" }, make("button", { type: "button", click: send("guide:continue") }, ended ? words("see") : words("proceed")),
          make("button", { type: "button", class: "quiet", click: send("guide:discard") }, words("discard"))));
    }

    tick(/** @type {boolean} */ on) {
      for (const input of this.form.querySelectorAll("[name=topic]")) input.checked = on;
      this.update();
    }

    ticked(/** @type {string} */ name) {
      return new Set([...this.form.querySelectorAll(`[name=${name}]:checked`)].map((input) => input.value));
    }

    /** What the form says. A group in which all is ticked asks for nothing in particular. */
    read() {
      const group = (/** @type {string} */ name) => {
        const [on, boxes] = [this.ticked(name), this.form.querySelectorAll(`[name=${name}]`).length];
        return { none: boxes > 0 && on.size === 0, values: on.size === boxes ? [] : [...on] };
      };
      const fixed = this.settings.ids.length > 0;
      const [topics, difficulties] = fixed ? [this.settings.topics, this.settings.difficulties].map((values) => ({ none: false, values })) : [group("topic"), group("difficulty")];
      const mode = this.form.querySelector("[name=mode]:checked").value;
      const asked = {
        ...this.settings, topics: topics.values, difficulties: difficulties.values, mode,
        minutes: mode === "exam" ? this.number(this.limit) : 0,
        count: fixed ? this.settings.count : this.number(this.count),
      };
      const eligible = topics.none || difficulties.none ? 0 : guide.paper.eligible(this.items, asked).length;
      return { settings: { ...asked, count: Math.min(asked.count || eligible, eligible) }, eligible };
    }

    /** The number that a field holds, within its limits; 0 where it holds none. */
    number(/** @type {HTMLInputElement} */ { min, max, valueAsNumber }) {
      if (Number.isNaN(valueAsNumber)) return 0;
      return Math.min(Math.max(Math.round(valueAsNumber), Number(min)), Number(max) || Infinity);
    }

    correct(/** @type {EventTarget} */ field) {
      if (field !== this.count && field !== this.limit) return;
      const number = this.number(field);
      field.value = number ? String(number) : "";
      this.update();
    }

    update() {
      const { settings, eligible } = this.read();
      const limit = this.limit.closest("label");
      limit.hidden = settings.mode !== "exam";
      // What is hidden must not stop the form.
      this.limit.disabled = limit.hidden;
      const change = this.form.querySelector(".check-change");
      // Folded away, the summary says it.
      this.matching.textContent = eligible === 0 ? words("none") : change && !change.open ? "" : words("match", { n: settings.count, count: eligible });
      this.button.disabled = eligible === 0;
      this.summary.textContent = guide.quizInBrief(settings, (id) => this.topics.find((topic) => topic.id === id)?.title.map((node) => node.textContent).join("") ?? id);
      this.tally();
    }

    /** Beside each topic how many questions of the ticked difficulties it has, and the other way around. */
    tally() {
      const [topics, levels] = [this.ticked("topic"), this.ticked("difficulty")];
      const single = this.form.querySelector("[name=difficulty]") === null;
      const counts = { topic: new Map(), difficulty: new Map() };
      const add = (/** @type {Map<string, number>} */ map, /** @type {string} */ key) => map.set(key, (map.get(key) ?? 0) + 1);
      for (const item of this.items) {
        if (single || levels.has(levelOf(item))) add(counts.topic, item.topic);
        if (topics.has(item.topic)) add(counts.difficulty, levelOf(item));
      }
      for (const input of this.form.querySelectorAll("[name=topic], [name=difficulty]")) {
        input.closest("label").querySelector(".count").textContent = guide.text.number(counts[input.name].get(input.value) ?? 0);
      }
    }

    submit(/** @type {SubmitEvent} */ event) {
      event.preventDefault();
      const { settings } = this.read();
      // With another choice it is another quiz, but the seed of the address stays: it says what is shared.
      this.dispatchEvent(new CustomEvent("guide:start", { bubbles: true, detail: { ...settings, seed: settings.seed || guide.paper.newSeed() } }));
    }
  });
})();
