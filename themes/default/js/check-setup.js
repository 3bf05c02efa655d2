"use strict";

/**
 * `<check-setup>`: what a paper shall be like. `show(topics, items, settings, kept)` fills it in; the event `guide:start` brings
 * the settings, `guide:continue` and `guide:discard` are about the paper that was kept.
 */
(() => {
  const words = guide.text("check-setup");
  const LEVELS = ["beginner", "intermediate", "advanced", "none"];
  const make = guide.element;

  customElements.define("check-setup", class extends HTMLElement {
    /**
     * @param {{ id: string, title: string, depth: string }[]} topics
     * @param {guide.Item[]} items
     * @param {guide.Settings} settings
     * @param {{ done: number, all: number, ended: boolean } | null} kept
     */
    show(topics, items, settings, kept) {
      this.items = items;
      this.settings = settings;
      const fixed = settings.ids.length > 0;
      const of = (/** @type {(item: guide.Item) => boolean} */ has) => items.filter(has).length;
      const box = (name, value, label, count, chosen, depth = "0") => make("label", { class: "check-box", "data-depth": depth },
        make("input", { type: "checkbox", name, value, checked: chosen.length === 0 || chosen.includes(value) }), make("span", {}, ...label), make("span", { class: "count" }, String(count)));
      const all = (/** @type {boolean} */ on) => make("button", { type: "button", class: "quiet", click: () => this.tick(on) }, on ? words("everything") : words("nothing"));
      const radio = (value, label, hint) => make("label", { class: "check-box" },
        make("input", { type: "radio", name: "mode", value, checked: settings.mode === value }), make("span", {}, make("b", {}, label), `: ${hint}`));
      const levels = LEVELS.map((level) => [level, of((item) => (item.difficulty || "none") === level)]).filter(([, count]) => count > 0);
      this.limit = make("input", { type: "number", name: "minutes", min: "1", max: "1440", value: settings.minutes ? String(settings.minutes) : "" });
      this.count = make("input", { type: "number", name: "count", min: "1", value: String(settings.count || Math.min(20, items.length)) });
      this.matching = make("span", { role: "status" });
      this.button = make("button", { class: "primary" }, words("start"));
      this.form = make("form", { submit: (event) => this.submit(event), input: () => this.update() },
        make("h2", {}, settings.seed ? words("shared") : words("title")),
        ...(settings.seed ? [make("p", { class: "remark" }, words("shared-hint"))] : []),
        ...(fixed ? [] : [
          make("fieldset", { class: "check-topics" }, make("legend", {}, words("topics")), make("p", { class: "all-or-none" }, all(true), all(false)),
            ...topics.map(({ id, title, depth }) => box("topic", id, title, of((item) => item.topic === id), settings.topics, depth))),
          ...(levels.length > 1 ? [make("fieldset", {}, make("legend", {}, words("difficulty")),
            ...levels.map(([level, count]) => box("difficulty", level, [guide.terms(level === "none" ? "unrated" : level)], count, settings.difficulties)))] : []),
          make("label", { class: "check-number" }, words("count"), this.count),
        ]),
        make("fieldset", {}, make("legend", {}, words("mode")), radio("practice", words("practice"), words("practice-hint")), radio("exam", words("exam"), words("exam-hint"))),
        make("label", { class: "check-number check-limit" }, words("minutes"), this.limit),
        make("p", { class: "check-row" }, this.button, this.matching));
      this.replaceChildren(...(kept ? [this.offer(kept)] : []), this.form);
      this.update();
    }

    offer({ done, all, ended }) {
      const tell = (/** @type {string} */ name) => () => this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
      return make("div", { class: "check-kept" }, make("p", {}, ended ? words("ended") : words("kept", { done, count: all })),
        make("p", { class: "actions" }, make("button", { type: "button", click: tell("guide:continue") }, ended ? words("see") : words("proceed")),
          make("button", { type: "button", class: "quiet", click: tell("guide:discard") }, words("discard"))));
    }

    tick(/** @type {boolean} */ on) {
      for (const input of this.form.querySelectorAll("[name=topic]")) input.checked = on;
      this.update();
    }

    /** What the form says. A row in which all is ticked asks for nothing in particular. */
    read() {
      const ticked = (/** @type {string} */ name) => {
        const boxes = [...this.form.querySelectorAll(`[name=${name}]`)];
        const on = boxes.filter((input) => input.checked).map((input) => input.value);
        return { none: boxes.length > 0 && on.length === 0, values: on.length === boxes.length ? [] : on };
      };
      const [topics, difficulties] = [ticked("topic"), ticked("difficulty")];
      const mode = this.form.querySelector("[name=mode]:checked").value;
      const settings = { ...this.settings, topics: topics.values, difficulties: difficulties.values, mode, minutes: mode === "exam" ? this.limit.valueAsNumber || 0 : 0 };
      const eligible = topics.none || difficulties.none ? 0 : guide.paper.eligible(this.items, settings).length;
      const count = this.settings.ids.length > 0 ? 0 : this.count.valueAsNumber || 0;
      return { settings: { ...settings, count: count >= eligible ? 0 : count }, eligible };
    }

    update() {
      const { settings, eligible } = this.read();
      this.count.max = String(Math.max(eligible, 1));
      this.limit.closest("label").hidden = settings.mode !== "exam";
      this.matching.textContent = eligible === 0 ? words("none") : words("match", { count: eligible });
      this.button.disabled = eligible === 0;
    }

    submit(/** @type {SubmitEvent} */ event) {
      event.preventDefault();
      const { settings } = this.read();
      // What was changed is another paper, unless the address asked for this one.
      this.dispatchEvent(new CustomEvent("guide:start", { bubbles: true, detail: { ...settings, seed: settings.seed || guide.paper.newSeed() } }));
    }
  });
})();
