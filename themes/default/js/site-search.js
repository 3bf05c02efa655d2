"use strict";

/**
 * `<site-search>`: the search. It makes its field, filters and results; without JavaScript what it holds is shown. Query and
 * filters are part of the address. The index comes as scripts, a few for each word, which call `guide.search.take`.
 */
(() => {
  const words = guide.text("site-search");

  /** How many results are shown at a time: the text of each is a download. */
  const PAGE = 6;

  /** The data of each file, as it comes. */
  const waiting = new Map();
  guide.search = { take: (/** @type {string} */ name, /** @type {unknown} */ data) => waiting.get(name)?.(data) };

  const make = guide.element;

  customElements.define("site-search", class extends HTMLElement {
    connectedCallback() {
      this.files = new Map();
      this.index = new guide.searchIndex.Index((name) => this.load(name));
      this.field = make("input", { type: "search", name: "q", id: "_q", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "_hint" });
      this.filters = Object.fromEntries(["topic", "kind", "difficulty"].map((name) => [name, make("select", { name })]));
      const filters = make("div", { class: "filters" }, ...Object.entries(this.filters).map(([name, select]) => make("label", {}, `${words(name)} `, select)));
      const label = make("label", { for: "_q" }, words("field"));
      this.form = make("form", { role: "search" }, label, this.field, make("p", { id: "_hint", class: "remark" }, words("hint"), make("span", { class: "for-keys" }, ` ${words("hint-keys")}`)), filters);
      this.status = make("p", { role: "status" });
      this.results = make("ol", { class: "results" });
      this.more = make("button", { type: "button", hidden: true, click: () => this.showMore() }, words("more"));
      this.replaceChildren(this.form, this.status, this.results, this.more);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.search();
      });
      this.field.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.back = {};
        this.timer = setTimeout(() => this.search(), 120);
      });
      for (const select of Object.values(this.filters)) select.addEventListener("change", () => this.choose());
      this.results.addEventListener("click", (event) => this.leave(event.target.closest("li")));
      addEventListener("keydown", (event) => this.press(event));
      addEventListener("popstate", () => this.read());
      this.read();
      // On a touch screen the keyboard would cover the page; who came without a query wants it all the same.
      if (!location.hash && (matchMedia("(hover: hover)").matches || !this.field.value)) this.field.focus();
    }

    /** The data of a file of the index; loaded once. */
    load(/** @type {string} */ name) {
      if (!this.files.has(name)) {
        this.files.set(name, new Promise((resolve, reject) => {
          waiting.set(name, resolve);
          // The root's name begins with its version; the names of all others, which it gives, end with theirs.
          const start = name === "root" ? this.dataset.index : this.dataset.index.replace(/[^/]*$/, "");
          const script = make("script", { src: `${start}${name}.js` });
          script.addEventListener("load", () => reject(new Error(name)));
          script.addEventListener("error", () => {
            this.files.delete(name);
            reject(new Error(name));
          });
          document.head.append(script);
        }));
      }
      return this.files.get(name);
    }

    /** Takes query and filters from the address. */
    read() {
      const asked = new URLSearchParams(location.search);
      /** Where the reader was before: how many results were shown, and which one was opened. */
      this.back = history.state ?? {};
      this.field.value = asked.get("q") ?? "";
      /** What the filters are to be, once their values are there. */
      this.asked = Object.fromEntries(Object.keys(this.filters).map((name) => [name, asked.get(name) ?? ""]));
      this.search();
    }

    /** Puts query and filters into the address. */
    write() {
      const address = new URL(location.href);
      const state = { q: this.field.value.trim(), ...this.asked };
      for (const [name, value] of Object.entries(state)) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      try {
        history.replaceState(address.href === location.href ? history.state : null, "", address);
      } catch {
        // Some browsers allow no other address to a page from disk; the search works all the same.
      }
    }

    /** Keeps the reader's place for the way back. */
    leave(/** @type {HTMLElement | null} */ result) {
      const results = [...this.results.children];
      if (!result) return;
      try {
        history.replaceState({ shown: results.length, at: results.indexOf(result) }, "", location.href);
      } catch {
        // As above.
      }
    }

    async search() {
      clearTimeout(this.timer);
      this.write();
      const query = this.field.value.trim();
      const run = (this.run = Symbol(query));
      if (!query) return this.clear();
      try {
        this.ready ??= this.index.open();
        await this.ready;
        const found = await guide.searchQuery.search(this.index, query);
        if (this.run === run) await this.show(found);
      } catch {
        if (this.run === run) this.fail();
      }
    }

    clear() {
      this.found = null;
      this.status.replaceChildren();
      this.results.replaceChildren();
      this.more.hidden = true;
      this.toggleAttribute("data-found", false);
    }

    fail() {
      this.clear();
      this.ready = undefined;
      const again = make("button", { type: "button", click: () => this.search() }, words("again"));
      this.status.replaceChildren(`${words("failed")} `, again);
    }

    /** Another filter is chosen. */
    choose() {
      for (const [name, select] of Object.entries(this.filters)) this.asked[name] = select.value;
      this.write();
      if (this.found) this.show(this.found);
    }

    /** What a question has in each filter, as it stands in the address. */
    values(/** @type {number} */ document) {
      const { topic, kind, difficulty } = this.index.what(document);
      return { topic: this.index.topics[topic].url.replace(/\.html$/, ""), kind, difficulty };
    }

    /** @param {Awaited<ReturnType<typeof guide.searchQuery.search>>} found */
    async show(found) {
      this.found = found;
      // What is still on its way for the list before, with other filters, comes too late.
      this.listing = Symbol();
      const known = found.documents.map((document) => ({ document, values: this.values(document) }));
      this.fill(known);
      const chosen = Object.entries(this.asked).filter(([, value]) => value);
      this.left = known.filter(({ values }) => chosen.every(([name, value]) => values[name] === value)).map(({ document }) => document);
      this.toggleAttribute("data-found", known.length > 0);
      this.results.replaceChildren();
      const complete = this.left.filter((document) => found.complete.has(document)).length;
      const partial = this.left.length - complete;
      const counts = [...(complete > 0 || partial === 0 ? [words("found", { count: complete })] : [words("incomplete")]), ...(partial > 0 ? [words("partial", { count: partial })] : [])];
      const count = known.length > 0 && this.left.length === 0 ? words("filtered") : counts.join(" · ");
      const slips = found.slips.map(([, meant]) => meant);
      const nothing = found.words > 0 ? "nothing" : guide.words.find(this.field.value).length > 0 ? "common" : "signs";
      this.status.replaceChildren(known.length === 0 ? words(nothing) : [count, ...(slips.length ? [words("meant", { words: guide.text.list(slips) })] : [])].join(" · "));
      const { listing } = this;
      const { shown, at } = this.back;
      this.back = {};
      await this.showMore(Math.max(shown ?? 0, PAGE));
      if (this.listing === listing) this.results.children[at ?? -1]?.querySelector("a").focus();
    }

    /** Gives each filter the values that were found, with their numbers: as many as the other filters leave. */
    fill(/** @type {{ values: Record<string, string> }[]} */ known) {
      for (const [name, select] of Object.entries(this.filters)) {
        const others = Object.entries(this.asked).filter(([other, value]) => other !== name && value);
        const counts = new Map();
        for (const { values } of known) {
          if (values[name] && others.every(([other, value]) => values[other] === value)) counts.set(values[name], (counts.get(values[name]) ?? 0) + 1);
        }
        if (this.asked[name] && !counts.has(this.asked[name])) counts.set(this.asked[name], 0);
        const title = (/** @type {string} */ value) => name === "topic" ? value : guide.terms(value);
        const topics = new Map(this.index.topics.map((topic) => [topic.url.replace(/\.html$/, ""), topic.title]));
        const options = [...counts].map(([value, count]) => make("option", { value, dir: guide.text.runsAgainst(topics.get(value) ?? "") && "auto" }, `${name === "topic" ? (topics.get(value) ?? value) : title(value)} (${count})`));
        select.replaceChildren(make("option", { value: "" }, guide.terms("all")), ...options);
        select.value = this.asked[name];
      }
    }

    /** Shows the next results. */
    async showMore(count = PAGE) {
      const { run, listing } = this;
      const from = this.results.children.length;
      const documents = this.left.slice(from, from + count);
      try {
        const texts = await Promise.all(documents.map((document) => this.index.text(document)));
        if (this.run !== run || this.listing !== listing || this.results.children.length !== from) return;
        this.results.append(...texts.map((text, at) => this.result(documents[at], text)));
        this.more.hidden = this.left.length <= from + count;
        if (from > 0) this.results.children[from]?.querySelector("a").focus();
      } catch {
        if (this.run === run && this.listing === listing) this.fail();
      }
    }

    result(/** @type {number} */ document, /** @type {{ id: string, title: string, tags: string, text: string }} */ { id, title, tags, text }) {
      const { topic, kind, difficulty } = this.index.what(document);
      const { marks } = this.found;
      const marked = (/** @type {string} */ part) => guide.searchQuery.pieces(part, marks).map((piece) => (piece.marked ? make("mark", {}, piece.text) : piece.text));
      const badges = [this.index.topics[topic].title, guide.terms(kind), difficulty && guide.terms(difficulty)].filter(Boolean);
      const isolated = (/** @type {string} */ part, ...children) => (guide.text.runsAgainst(part) ? [make("bdi", {}, ...children)] : children);
      const link = make("a", { href: `${this.dataset.root}${this.index.topics[topic].url}#${id}` }, ...isolated(title, ...marked(title)));
      const result = make("li", {}, make("h2", {}, link), make("p", { class: "badges" }, ...badges.map((badge) => make("span", {}, ...isolated(badge, badge)))));
      const passage = guide.searchQuery.excerpt(text, marks);
      if (passage) result.append(make("p", { class: "excerpt" }, ...isolated(passage, ...marked(passage))));
      if (tags && guide.searchQuery.pieces(tags, marks).some((piece) => piece.marked)) result.append(make("p", { class: "excerpt" }, "# ", ...isolated(tags, ...marked(tags))));
      return result;
    }

    press(/** @type {KeyboardEvent} */ event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
      const links = [...this.results.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      const inField = document.activeElement === this.field;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && (inField ? step > 0 : at >= 0)) (links[at + step] ?? (at + step < 0 ? this.field : links[at]))?.focus();
      else if (event.key === "Escape" && at >= 0) this.field.focus();
      else if (!document.activeElement?.matches("input, select") && guide.key(event) === "/") this.field.select();
      else return;
      event.preventDefault();
    }
  });
})();
