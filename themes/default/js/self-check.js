"use strict";

/**
 * `<self-check>`: the page's questions as papers. It is in one of three states, `data-state`: `setup` (`<check-setup>`), `paper`
 * (one question at a time, within `<check-desk>`) and `result` (`<check-result>`). The address says which paper it is, its
 * fragment which question; what was answered is kept in the browser at each step. Without it every question has its key.
 */
(() => {
  const words = guide.text("self-check");
  const NAME = "self-check";

  customElements.define("self-check", class extends HTMLElement {
    connectedCallback() {
      this.questions = new Map([...this.querySelectorAll("check-question")].map((question) => [question.querySelector("form").id, question]));
      if (this.questions.size === 0) return;
      const sections = [...this.querySelectorAll(".check-topic")];
      this.topics = sections.map((section) => ({ id: section.dataset.topic, depth: section.dataset.depth, heading: section.querySelector("h2 a") }));
      this.items = new Map(sections.flatMap((section) => [...section.querySelectorAll("form.check")].map(({ id, dataset }) =>
        [id, { id, topic: section.dataset.topic, difficulty: dataset.difficulty ?? "" }])));
      [this.setup, this.desk, this.result] = ["check-setup", "check-desk", "check-result"].map((name) => document.createElement(name));
      this.status = guide.element("p", { class: "visually-hidden", role: "status" });
      this.prepend(this.setup, this.result);
      this.append(this.desk, this.status);
      this.listen();
      this.arrive();
    }

    listen() {
      const on = (name, act) => this.addEventListener(name, act);
      on("guide:start", ({ detail }) => this.start(detail));
      on("guide:continue", () => this.open(this.kept()));
      on("guide:discard", () => { guide.store.remove(NAME); this.ask(); });
      on("guide:new", () => this.leave());
      on("guide:leave", () => this.leave());
      on("guide:retry", () => this.retry());
      on("guide:all", ({ target }) => this.toggleAttribute("data-all", Boolean(target.querySelector("input:checked"))));
      on("guide:go", ({ detail }) => this.go(detail));
      on("guide:entered", () => this.proceed());
      on("guide:flag", () => this.flag());
      on("guide:hand-in", () => this.handIn());
      on("guide:answered", ({ target }) => this.note(target));
      on("guide:checked", ({ target }) => this.checked(target));
      on("guide:again", ({ target }) => this.note(target));
      on("guide:refused", () => { this.status.textContent = words("refused"); });
      addEventListener("popstate", () => this.arrive());
      addEventListener("keydown", (event) => this.press(event));
      guide.store.watch(NAME, () => this.paper && this.draw());
      setInterval(() => this.tick(), 1000);
    }

    /** What was kept, as far as it can be used. */
    kept() {
      return guide.paper.restore(guide.store.read(NAME), new Set(this.questions.keys()));
    }

    /** Shows what the address asks for: a running paper, a new one to be begun, or one question. */
    arrive() {
      const asked = guide.paper.fromAddress(location.search);
      const id = location.hash.slice(1);
      const kept = this.kept();
      const same = (paper) => paper && guide.paper.toAddress(paper.settings) === guide.paper.toAddress(asked);
      const paper = [this.paper, kept].find((paper) => asked.seed && same(paper));
      if (paper) this.open(paper, id);
      else if (!asked.seed && this.questions.has(id)) this.start({ ...asked, ids: [id], seed: guide.paper.newSeed() }, true);
      else this.ask();
    }

    /** The first state: what shall the paper be like? */
    ask() {
      this.paper = null;
      const kept = this.kept();
      const asked = guide.paper.fromAddress(location.search);
      const topics = this.topics.map(({ id, depth, heading }) => ({ id, depth, title: [...heading.cloneNode(true).childNodes] }));
      const done = kept && kept.ids.filter((id) => kept.answers[id]?.length).length;
      this.setup.show(topics, [...this.items.values()], asked, kept && { done, all: kept.ids.length, ended: kept.ended > 0 });
      this.dataset.state = "setup";
    }

    /** Begins a paper. `quiet`: in place of the address that led here. */
    start(/** @type {guide.Settings} */ settings, quiet = false) {
      const ids = guide.paper.choose([...this.items.values()], settings);
      if (ids.length === 0) return;
      const started = Date.now();
      const paper = { version: guide.paper.VERSION, key: `${started} ${settings.seed}`, settings, ids, answers: {}, first: {}, flags: [], at: ids[0], started, ended: 0 };
      this.visit(guide.paper.toAddress(settings) + `#${ids[0]}`, quiet);
      this.open(paper);
      this.save();
      if (!quiet) this.focusQuestion();
    }

    /** Puts an address into the history; some browsers refuse that to a page from disk, and then the page stays as it was. */
    visit(/** @type {string} */ address, replace = false) {
      try {
        history[replace ? "replaceState" : "pushState"](null, "", address);
      } catch {
        // The paper goes on all the same.
      }
    }

    /** Shows a paper as it stands, at the question `id` where it has that. */
    open(/** @type {guide.Paper} */ paper, id = "") {
      const other = this.paper?.key !== paper.key;
      this.paper = paper;
      if (other) {
        this.begun = new Set();
        // What is printed of a running paper: all its questions.
        for (const [id, question] of this.questions) {
          if (paper.ids.includes(id)) question.dataset.part = "asked";
          else delete question.dataset.part;
        }
      }
      if (paper.ids.includes(id)) paper.at = id;
      if (!paper.ids.includes(paper.at)) [paper.at] = paper.ids;
      if (paper.ended) return this.showResult();
      if (guide.paper.deadline(paper) <= Date.now()) return this.end(guide.paper.deadline(paper));
      this.dataset.state = "paper";
      this.draw();
    }

    /** Makes a question new, with what was answered. */
    begin(/** @type {string} */ id) {
      const question = this.questions.get(id);
      if (this.begun.has(id)) return question;
      this.begun.add(id);
      const { settings, answers, first } = this.paper;
      question.start(settings.seed, settings.mode === "exam");
      question.answer = answers[id] ?? [];
      if (id in first) question.check();
      return question;
    }

    /** Brings everything up to date with the paper. */
    draw() {
      const { paper } = this;
      if (paper.ended) return;
      const question = this.begin(paper.at);
      if (this.current !== question) this.current?.removeAttribute("data-current");
      this.current = question;
      question.setAttribute("data-current", "");
      const { topic, difficulty } = this.items.get(paper.at);
      const title = this.topics.find(({ id }) => id === topic).heading.textContent;
      const kind = guide.terms(question.querySelector("form").dataset.kind);
      this.desk.show({ paper, question, unsaved: this.unsaved(), badges: [title, kind, difficulty && guide.terms(difficulty)].filter(Boolean) });
      this.tick();
    }

    /** Why the paper can't be kept; empty when it can. */
    unsaved() {
      const kept = guide.store.read(NAME);
      if (kept?.version > guide.paper.VERSION) return "newer";
      if (this.forbidden) return "forbidden";
      return kept?.key !== undefined && kept.key !== this.paper.key && kept.started > this.paper.started ? "other" : "";
    }

    save() {
      const why = this.unsaved();
      if (why === "newer" || why === "other") return this.draw();
      this.forbidden = !guide.store.write(NAME, this.paper);
      this.draw();
    }

    /** Goes to another question of the paper. */
    go(/** @type {string} */ id) {
      if (!id || id === this.paper.at) return;
      this.paper.at = id;
      this.visit(`${location.search}#${id}`);
      this.save();
      this.focusQuestion();
    }

    focusQuestion() {
      this.desk.place.focus({ preventScroll: true });
      this.desk.head.scrollIntoView();
    }

    /** Enter: to the next question, or after the last to handing in. */
    proceed() {
      if (this.desk.after) this.go(this.desk.after);
      else this.desk.end.focus();
    }

    flag() {
      const { at, flags } = this.paper;
      this.paper.flags = flags.includes(at) ? flags.filter((id) => id !== at) : [...flags, at];
      this.save();
    }

    /** An answer was given or changed. */
    note(/** @type {Element} */ target) {
      const question = target.closest("check-question");
      if (this.paper && question) {
        this.paper.answers[question.querySelector("form").id] = question.answer;
        this.save();
      }
    }

    /** A question was checked; only the first time counts. */
    checked(/** @type {Element} */ question) {
      const { paper } = this;
      const { id } = question.querySelector("form");
      paper.answers[id] = question.answer;
      if (!(id in paper.first)) {
        paper.first[id] = question.right;
        this.remember(id, question.right);
      }
      this.save();
      const firsts = Object.values(paper.first);
      const letters = question.options.flatMap((option, at) => (question.keyOf(option).classList.contains("right") ? [String.fromCharCode(65 + at)] : []));
      this.status.textContent = [words(question.right ? "right" : "wrong"), ...(question.right || letters.length === 0 ? [] : [words("answer", { letters: guide.text.list(letters) })]),
        words("first", { right: firsts.filter(Boolean).length, all: firsts.length })].join(" ");
    }

    /** What was right or wrong counts as a review. */
    remember(/** @type {string} */ id, /** @type {boolean} */ right) {
      const { revision } = this.questions.get(id).querySelector("form").dataset;
      guide.progress.grade(id, revision, right ? 3 : 1);
    }

    async handIn() {
      const { ids, answers, flags, first, settings } = this.paper;
      const open = ids.filter((id) => (settings.mode === "exam" ? !answers[id]?.length : !(id in first))).length;
      const flagged = ids.filter((id) => flags.includes(id)).length;
      if (open + flagged > 0 && !(await this.desk.sure(open, flagged))) return;
      this.end(Date.now());
    }

    end(/** @type {number} */ when) {
      this.paper.ended = Math.min(when, Date.now());
      // An exam is marked here for the first time; what was left open was not asked.
      this.counts = this.paper.settings.mode === "exam";
      this.save();
      this.visit(location.search || guide.paper.toAddress(this.paper.settings), true);
      this.showResult();
      this.result.heading.focus();
    }

    tick() {
      if (!this.paper || this.paper.ended) return;
      const deadline = guide.paper.deadline(this.paper);
      if (deadline > Date.now()) return this.desk.tick(deadline - Date.now(), this.status);
      this.end(deadline);
      this.status.textContent = words("over");
    }

    /** The last state: what came of it. Questions are marked a few at a time, so that a long paper answers meanwhile. */
    showResult() {
      const { paper } = this;
      this.dataset.state = "result";
      this.removeAttribute("data-all");
      for (const question of this.questions.values()) question.removeAttribute("data-current");
      const marks = new Map();
      const mark = (/** @type {number} */ from) => {
        if (this.paper !== paper) return;
        for (const id of paper.ids.slice(from, from + 20)) {
          const question = this.questions.get(id);
          question.start(paper.settings.seed, true);
          question.answer = paper.answers[id] ?? [];
          question.check();
          const right = paper.settings.mode === "practice" ? paper.first[id] === true : question.right;
          question.dataset.part = right ? "right" : "wrong";
          marks.set(id, right);
        }
        if (from + 20 < paper.ids.length) setTimeout(mark, 0, from + 20);
        else this.tellResult(marks);
      };
      for (const question of this.questions.values()) delete question.dataset.part;
      mark(0);
    }

    tellResult(/** @type {Map<string, boolean>} */ marks) {
      const { paper } = this;
      if (this.counts) for (const id of paper.ids.filter((id) => paper.answers[id]?.length)) this.remember(id, marks.get(id));
      this.counts = false;
      this.wrong = paper.ids.filter((id) => !marks.get(id));
      this.result.show({
        results: paper.ids.map((id) => ({ id, right: marks.get(id) })),
        items: this.items,
        topics: new Map(this.topics.map(({ id, heading }) => [id, heading.textContent])),
        time: paper.ended - paper.started,
        out: paper.ended >= guide.paper.deadline(paper),
      });
    }

    retry() {
      const { settings } = this.paper;
      this.start({ ...settings, topics: [], difficulties: [], count: 0, minutes: 0, ids: this.wrong, seed: guide.paper.newSeed() });
    }

    /** Back to the first state; the paper is kept. */
    leave() {
      this.visit(location.pathname);
      this.ask();
      this.setup.form.querySelector("input, button").focus();
    }

    press(/** @type {KeyboardEvent} */ event) {
      const target = event.target instanceof Element ? event.target : document.body;
      const taken = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || guide.store.read("keys") === "off";
      if (this.dataset.state !== "paper" || taken || document.querySelector("dialog[open]") || target.matches("input[type=text], textarea, select")) return;
      const at = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : /^[a-z]$/i.test(event.key) ? event.key.toLowerCase().charCodeAt(0) - 97 : -1;
      const enters = event.key === "Enter" && !target.matches("button, a, summary, input");
      if (at >= 0 ? this.current.choose(at) : enters) event.preventDefault();
      if (!enters) return;
      if (this.paper.settings.mode === "exam" || this.current.right !== null) this.proceed();
      else this.current.tryCheck();
    }
  });
})();
