"use strict";

/**
 * `<review-keep>`: the reader's settings, and what is kept: to a file, from a file, away. It says what can't be read or kept.
 * The event `guide:settings` bubbles when something has changed.
 */
(() => {
  const words = guide.text("review-keep");
  const make = guide.element;

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

    /** Says what can't be read. */
    look() {
      const { damaged, newer } = guide.progress.flaws();
      const said = [...(damaged ? [words("damaged", { count: damaged })] : []), ...(newer ? [words("newer", { count: newer })] : [])];
      this.flaws.replaceChildren(...said.map((text) => make("p", {}, text)));
    }

    /** Says that something is not kept. */
    warn() {
      this.status.textContent = words("unkept");
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
      const day = new Date().toISOString().slice(0, 10);
      make("a", { href: url, download: `${words("file")}-${day}.json` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      this.status.textContent = words("exported");
    }

    async take() {
      const [file] = this.file.files;
      if (!file) return;
      let data = null;
      try {
        data = JSON.parse(await file.text());
      } catch {
        // No JSON is no file of ours.
      }
      this.file.value = "";
      const { flaw, questions, reviews } = guide.progress.merge(data);
      const taken = reviews > 0 ? `${words("taken", { count: reviews })} ${words("questions", { count: questions })}` : words("nothing");
      this.status.textContent = flaw === "unkept" ? `${taken} ${words("unkept")}` : flaw ? words(`refused.${flaw}`) : taken;
      this.changed();
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
