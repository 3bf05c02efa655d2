"use strict";

/**
 * `<review-keep>`: the reader's settings and data: export, import, delete. It says what can't be read or stored. The event
 * `guide:settings` bubbles when something has changed.
 */
(() => {
  const words = guide.text("review-keep");
  const make = guide.element;
  /** From so many questions on, a reader who has not exported for so many days is reminded. */
  const [MANY, LONG] = [30, 30];
  const DAY = 86_400_000;

  /** The day of a moment on the reader's calendar, as in ISO 8601. */
  const dayOf = (/** @type {Date} */ date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

  customElements.define("review-keep", class extends HTMLElement {
    connectedCallback() {
      if (this.status) return;
      this.status = make("p", { role: "status" });
      this.flaws = make("div", { class: "review-flaws" });
      const settings = guide.progress.settings();
      const number = (name, label) => make("label", { class: "check-number" }, label, make("input", { type: "number", name, min: String(guide.progress.LIMITS[name][0]), max: String(guide.progress.LIMITS[name][1]), value: String(settings[name]), required: true }));
      const [low, high] = guide.progress.LIMITS.retention;
      const shares = [...new Set([...Array.from({ length: Math.round((high - low) * 100) + 1 }, (_, at) => Math.round((low + at / 100) * 100) / 100), settings.retention])].sort();
      const retention = make("label", { class: "check-number" }, words("retention"), make("select", { name: "retention" },
        ...shares.map((share) => make("option", { value: String(share), selected: share === settings.retention }, guide.text.percent(share)))));
      this.form = make("form", { submit: (event) => event.preventDefault(), change: () => this.set() }, number("newPerDay", words("new-per-day")), number("reviewsPerDay", words("reviews-per-day")), retention, make("p", { class: "remark" }, words("retention-hint")));
      this.file = make("input", { type: "file", accept: ".json,application/json", hidden: true, change: () => this.take() });
      const button = (label, click) => make("button", { type: "button", click }, label);
      this.append(make("details", { class: "review-settings" }, make("summary", {}, words("settings")), this.form),
        make("details", { class: "review-settings" }, make("summary", {}, words("keeping")), make("p", { class: "remark" }, words("where")),
          make("p", { class: "actions" }, button(words("export"), () => this.save()), button(words("import"), () => this.file.click()), button(words("clear"), () => this.clear())), this.file),
        this.flaws, this.status);
      this.look();
    }

    /** Says what can't be read, and when it is time to export. */
    look() {
      const said = Object.entries(guide.progress.flaws()).filter(([, count]) => count > 0).map(([flaw, count]) => words(flaw, { count }));
      const exported = Number(guide.store.read("exported")) || 0;
      const remind = guide.progress.ids().length >= MANY && Date.now() - exported > LONG * DAY;
      this.flaws.replaceChildren(...said.map((text) => make("p", {}, text)), ...(remind ? [make("p", { class: "remark" }, words("remind"))] : []));
    }

    changed() {
      this.look();
      this.dispatchEvent(new CustomEvent("guide:settings", { bubbles: true }));
    }

    set() {
      if (!this.form.reportValidity()) return;
      const kept = guide.progress.set(Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, Number(value)])));
      this.status.textContent = kept ? "" : words("unkept");
      this.changed();
    }

    save() {
      const text = JSON.stringify(guide.progress.export(), null, 1);
      const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      make("a", { href: url, download: `${words("file")}-${dayOf(new Date())}.json` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      guide.store.write("exported", Date.now());
      this.status.textContent = words("exported");
      this.look();
    }

    async take() {
      const [file] = this.file.files;
      if (!file) return;
      const text = await file.text().catch(() => "?");
      this.file.value = "";
      this.status.textContent = this.read(text);
      this.changed();
    }

    /** Imports a file's text. @returns {string} what came of it */
    read(/** @type {string} */ text) {
      let data = null;
      try {
        data = JSON.parse(text);
      } catch {
        return words(guide.progress.isCut(text) ? "refused.damaged" : "refused.foreign");
      }
      const { flaw, questions, reviews, ...skipped } = guide.progress.merge(data);
      if (flaw) return words(`refused.${flaw}`);
      const said = Object.entries(skipped).filter(([, count]) => count > 0).map(([why, count]) => words(`skipped.${why}`, { count }));
      if (reviews > 0) said.unshift(words("taken", { count: reviews, questions: words("questions", { count: questions }) }));
      if (skipped.newer + skipped.unkept > 0) said.push(words("held"));
      return said.length > 0 ? said.join(" ") : words("nothing");
    }

    async clear() {
      const dialog = make("dialog", { "aria-labelledby": "_clear" }, make("h2", { id: "_clear" }, words("clear")), make("p", {}, words("sure")),
        make("p", { class: "actions" }, make("button", { type: "button", click: () => dialog.close("no") }, words("back")), make("button", { type: "button", click: () => dialog.close("yes") }, words("clear"))));
      this.append(dialog);
      dialog.showModal();
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (dialog.returnValue !== "yes") return;
        guide.progress.clear();
        this.status.textContent = words("cleared");
        this.changed();
      });
    }
  });
})();
