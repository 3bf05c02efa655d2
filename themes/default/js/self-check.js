"use strict";

/**
 * `<self-check>`: the page's questions as quizzes. It is in one of three states, `data-state`: `setup` (`<check-setup>`), `paper`
 * (one question at a time, within `<check-desk>`) and `result` (`<check-result>`). The address says which quiz it is, its
 * fragment which question; what was answered is stored in the browser at each step. Without it every question has its key.
 */
(() => {
  const words = guide.text("self-check");
  const NAME = "self-check";
  const idOf = (/** @type {Element} */ question) => question.querySelector("form").id;

  customElements.define("self-check", class extends HTMLElement {
    connectedCallback() {
      this.questions = new Map([...this.querySelectorAll("check-question")].map((question) => [idOf(question), question]));
      if (this.questions.size === 0) return;
      const sections = [...this.querySelectorAll(".check-topic")];
      this.topics = sections.map((section) => ({ id: section.dataset.topic, depth: section.dataset.depth, heading: section.querySelector("h2 a") }));
      this.items = new Map(sections.flatMap((section) => [...section.querySelectorAll("form.check")].map(({ id, dataset }) =>
        [id, { id, topic: section.dataset.topic, difficulty: dataset.difficulty ?? "" }])));
      [this.setup, this.desk, this.result, this.sheet] = ["check-setup", "check-desk", "check-result", "check-sheet"].map((name) => document.createElement(name));
      this.status = guide.element("p", { class: "visually-hidden", role: "status" });
      this.prepend(this.setup, this.result, this.sheet);
      this.append(this.desk, this.status);
      this.listen();
      this.arrive();
    }

    listen() {
      const on = (name, act) => this.addEventListener(name, act);
      on("guide:start", ({ detail }) => this.start(detail));
      on("guide:continue", () => this.resume());
      on("guide:discard", () => this.discard());
      on("guide:new", () => this.leave());
      on("guide:leave", () => this.leave());
      on("guide:retry", () => this.retry());
      on("guide:all", ({ target }) => this.toggleAttribute("data-all", Boolean(target.querySelector("input:checked"))));
      on("guide:go", ({ detail }) => this.go(detail));
      on("guide:entered", () => this.proceed());
      on("guide:flag", () => this.flag());
      on("guide:hand-in", () => this.handIn());
      on("guide:print", ({ detail }) => this.print(detail));
      on("guide:answered", ({ target }) => this.note(target.closest("check-question")));
      on("guide:checked", ({ target }) => this.checked(target));
      on("guide:again", () => this.draw());
      on("guide:accepted", ({ target }) => this.accept(target));
      on("guide:refused", ({ target }) => { this.status.textContent = target.result.textContent; });
      addEventListener("popstate", () => this.arrive());
      addEventListener("keydown", (event) => this.press(event));
      addEventListener("beforeprint", () => this.layOut());
      addEventListener("afterprint", () => delete this.dataset.print);
      guide.store.watch(NAME, () => this.paper && !this.paper.ended && this.sync() && this.draw());
      setInterval(() => this.tick(), 1000);
    }

    /** What is stored, as far as it can be used. */
    kept() {
      return guide.paper.restore(guide.store.read(NAME), new Set(this.questions.keys()));
    }

    /** Shows what the address asks for: a running quiz, a new one to start, or one question. */
    arrive() {
      const asked = guide.paper.fromAddress(location.search);
      const id = location.hash.slice(1);
      const all = [...this.items.values()];
      const address = (/** @type {guide.Settings} */ settings) => guide.paper.toAddress(guide.paper.settle(all, settings));
      const paper = [this.paper, this.kept()].find((paper) => paper && asked.seed && address(paper.settings) === address(asked));
      if (paper) this.open(paper, id);
      else if (!asked.seed && this.questions.has(id)) this.begin({ ...asked, ids: [id], seed: guide.paper.newSeed() }, true);
      else this.ask();
    }

    /** The first state: what kind of quiz? */
    ask() {
      this.paper = null;
      const kept = this.kept();
      const topics = this.topics.map(({ id, depth, heading }) => ({ id, depth, title: [...heading.cloneNode(true).childNodes] }));
      this.setup.show(topics, [...this.items.values()], guide.paper.fromAddress(location.search),
        kept && { done: guide.paper.answered(kept), all: kept.ids.length, ended: kept.ended > 0 });
      this.sheet.clear();
      this.dataset.state = "setup";
    }

    /** Starts a quiz; asks first where an unfinished one would be lost. */
    async start(/** @type {guide.Settings} */ settings) {
      const kept = this.kept();
      const done = kept && !kept.ended ? guide.paper.answered(kept) : 0;
      if (done > 0 && !(await guide.sure(words("replace", { done, count: kept.ids.length }), words("replace-yes"), words("replace-no")))) return;
      if (done > 0) guide.store.remove(NAME);
      this.begin(settings);
    }

    /** Begins a quiz. `quiet`: in place of the address that led here. */
    begin(/** @type {guide.Settings} */ settings, quiet = false) {
      const paper = guide.paper.create([...this.items.values()], settings);
      if (paper.ids.length === 0) return;
      this.visit(guide.paper.toAddress(paper.settings) + `#${paper.at}`, quiet);
      this.open(paper);
      this.save();
      if (!quiet) this.focusQuestion();
    }

    /** Goes on with the stored quiz, at its own address, so that a reload comes back to it. */
    resume() {
      const kept = this.kept();
      if (!kept) return this.ask();
      const address = guide.paper.toAddress(kept.settings);
      this.visit(kept.ended ? address : `${address}#${kept.at}`);
      this.open(kept, "", true);
      if (this.dataset.state === "paper") this.focusQuestion();
    }

    discard() {
      guide.store.remove(NAME);
      this.ask();
      this.setup.form.querySelector("h2").focus();
    }

    /** Puts an address into the history; some browsers refuse that to a page from disk, and then the page stays as it was. */
    visit(/** @type {string} */ address, replace = false) {
      try {
        history[replace ? "replaceState" : "pushState"](null, "", address);
      } catch {
        // The quiz goes on without it.
      }
    }

    /** Shows a quiz as it stands, at the question `id` where it has that; `focus` leads to its result where it has one. */
    open(/** @type {guide.Paper} */ paper, id = "", focus = false) {
      const other = this.paper?.key !== paper.key;
      this.paper = paper;
      if (other) {
        this.begun = new Set();
        const title = guide.quizInBrief(paper.settings, (id) => this.titleOf(id));
        this.sheet.fill(paper.ids.map((id) => this.questions.get(id)), `${title} · ${paper.settings.seed}`);
      }
      if (paper.ids.includes(id)) paper.at = id;
      if (!paper.ids.includes(paper.at)) [paper.at] = paper.ids;
      if (paper.ended) return this.showResult(focus);
      if (guide.paper.deadline(paper) <= Date.now()) return this.end(guide.paper.deadline(paper));
      this.dataset.state = "paper";
      this.draw();
    }

    titleOf(/** @type {string} */ topic) {
      return this.topics.find(({ id }) => id === topic)?.heading.textContent ?? topic;
    }

    /** Makes a question new, with what was answered. */
    prepare(/** @type {string} */ id) {
      const question = this.questions.get(id);
      if (this.begun.has(id)) return question;
      this.begun.add(id);
      const { settings, answers, first, accepted } = this.paper;
      question.start(settings.seed, settings.mode === "exam");
      question.answer = answers[id] ?? [];
      if (id in first) {
        question.check();
        question.accepted = accepted.includes(id);
      }
      return question;
    }

    /** Brings everything up to date with the quiz. */
    draw() {
      const { paper } = this;
      if (paper.ended) return;
      const question = this.prepare(paper.at);
      if (this.current !== question) this.current?.removeAttribute("data-current");
      this.current = question;
      question.setAttribute("data-current", "");
      const { topic, difficulty } = this.items.get(paper.at);
      const kind = guide.terms(question.querySelector("form").dataset.kind);
      this.desk.show({ paper, question, unsaved: this.unsaved(), badges: [this.titleOf(topic), kind, difficulty && guide.terms(difficulty)].filter(Boolean) });
      this.tick();
    }

    /** Why the quiz can't be stored; empty when it can. */
    unsaved() {
      const stored = guide.store.read(NAME);
      if (stored?.version > guide.paper.VERSION) return "newer";
      if (this.forbidden) return "forbidden";
      const kept = this.kept();
      if (!kept || kept.key === this.paper.key) return "";
      if (kept.started > this.paper.started) return "other";
      return !kept.ended && guide.paper.answered(kept) > 0 ? "older" : "";
    }

    /** Changes the quiz. Another tab may have the same one open: what it has stored is taken over first. */
    change(/** @type {(paper: guide.Paper) => void} */ act) {
      this.sync();
      if (this.paper.ended) return;
      act(this.paper);
      this.save();
    }

    /** Takes over what another tab has stored of this quiz. @returns {boolean} whether it is still running */
    sync() {
      const { paper } = this;
      const kept = this.kept();
      if (kept?.key !== paper.key) return true;
      for (const id of guide.paper.adopt(paper, kept)) this.begun.delete(id);
      if (!paper.ended) return true;
      this.close();
      this.showResult(true);
      return false;
    }

    save() {
      if (["newer", "other", "older"].includes(this.unsaved())) return this.draw();
      this.forbidden = !guide.store.write(NAME, this.paper);
      this.draw();
    }

    /** Goes to another question of the quiz. */
    go(/** @type {string} */ id) {
      if (!id || id === this.paper.at) return;
      this.visit(`${location.search}#${id}`);
      this.change((paper) => { paper.at = id; });
      if (!this.paper.ended) this.focusQuestion();
    }

    focusQuestion() {
      this.desk.place.focus({ preventScroll: true });
      this.desk.head.scrollIntoView();
    }

    /** Enter: to the next question, or after the last to submitting. */
    proceed() {
      if (this.desk.after) this.go(this.desk.after);
      else this.desk.end.focus();
    }

    flag() {
      this.change((paper) => {
        paper.flags = paper.flags.includes(paper.at) ? paper.flags.filter((id) => id !== paper.at) : [...paper.flags, paper.at];
      });
    }

    /** An answer was given or changed. After a check the first one stays. */
    note(/** @type {HTMLElement | null} */ question) {
      if (!this.paper || !question) return;
      const id = idOf(question);
      if (!(id in this.paper.first)) this.change((paper) => { paper.answers[id] = question.answer; });
    }

    /** A question was checked; only the first time counts. */
    checked(/** @type {HTMLElement} */ question) {
      const id = idOf(question);
      const { answer, right, verdict } = question;
      this.change((paper) => {
        if (id in paper.first) return;
        paper.answers[id] = answer;
        paper.first[id] = right;
        this.remember(id, right);
      });
      if (this.paper.ended) return;
      this.report(verdict);
      // Enter goes on from here, and not back to an empty question.
      this.desk.onward.focus({ preventScroll: true });
    }

    /** Says a verdict and how many are right so far. */
    report(/** @type {string} */ verdict) {
      const firsts = Object.values(this.paper.first);
      this.status.textContent = [verdict, words("first", { right: firsts.filter(Boolean).length, all: firsts.length })].join(" ");
    }

    /** The reader has called a typed answer right, or has taken that back. */
    accept(/** @type {HTMLElement} */ question) {
      const id = idOf(question);
      const { paper } = this;
      if (!paper.ended) this.sync();
      paper.accepted = paper.accepted.filter((other) => other !== id);
      if (question.accepted) paper.accepted.push(id);
      paper.first[id] = question.right;
      this.regrade(id, question.right);
      this.save();
      this.report(question.verdict);
      if (paper.ended) this.tellResult();
    }

    /** What was right or wrong counts as a review. */
    remember(/** @type {string} */ id, /** @type {boolean} */ right) {
      const { revision } = this.questions.get(id).querySelector("form").dataset;
      guide.progress.grade(id, revision, right ? 3 : 1);
    }

    /** Puts another grade in place of the one that this quiz has given. */
    regrade(/** @type {string} */ id, /** @type {boolean} */ right) {
      const { reviews, revision } = guide.progress.read(id);
      const [when, grade] = reviews.at(-1) ?? [0, 0];
      // Reviewed elsewhere meanwhile: that stays.
      if (when < this.paper.started - 1000 || grade !== (right ? 1 : 3)) return;
      guide.progress.undo(id, when, revision);
      this.remember(id, right);
    }

    async handIn() {
      const { paper } = this;
      if (!this.sync()) return;
      const { ids, answers, flags, settings } = paper;
      const open = ids.filter((id) => !answers[id]?.length).length;
      const flagged = ids.filter((id) => flags.includes(id)).length;
      if (open + flagged > 0 && !(await this.desk.sure(open, flagged, settings.mode === "exam"))) return;
      if (this.paper === paper && !paper.ended) this.end(Date.now());
    }

    /** Closes whatever dialog is open: it would lie over what comes now. */
    close() {
      for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close("no");
    }

    end(/** @type {number} */ when) {
      this.close();
      if (!this.sync()) return;
      this.paper.ended = Math.min(when, Date.now());
      // What was answered and not yet checked is marked now, and counts.
      this.counts = true;
      this.save();
      this.visit(location.search || guide.paper.toAddress(this.paper.settings), true);
      this.showResult(true);
    }

    tick() {
      if (!this.paper || this.paper.ended) return;
      const deadline = guide.paper.deadline(this.paper);
      if (deadline > Date.now()) return this.desk.tick(deadline - Date.now(), this.status);
      this.end(deadline);
      this.status.textContent = words("over");
    }

    /**
     * The last state: what came of it. Questions are marked a few at a time, so that a long quiz answers meanwhile.
     * @param {boolean} [focus] whether the reader is led to it
     */
    showResult(focus = false) {
      const { paper } = this;
      this.dataset.state = "result";
      this.removeAttribute("data-all");
      for (const question of this.questions.values()) question.removeAttribute("data-current");
      for (const question of this.questions.values()) delete question.dataset.part;
      const mark = (/** @type {number} */ from) => {
        if (this.paper !== paper) return;
        for (const id of paper.ids.slice(from, from + 20)) this.mark(id);
        if (from + 20 < paper.ids.length) return setTimeout(mark, 0, from + 20);
        if (this.counts) this.save();
        this.counts = false;
        this.tellResult();
        if (focus) this.result.heading.focus();
      };
      mark(0);
    }

    /** Marks one question of a submitted quiz. */
    mark(/** @type {string} */ id) {
      const { paper } = this;
      const question = this.questions.get(id);
      question.start(paper.settings.seed, true);
      question.answer = paper.answers[id] ?? [];
      question.check();
      question.accepted = paper.accepted.includes(id);
      if (!(id in paper.first) && question.answer.length > 0) {
        paper.first[id] = question.right;
        if (this.counts) this.remember(id, question.right);
      }
      question.dataset.part = paper.first[id] ? "right" : "wrong";
    }

    tellResult() {
      const { paper } = this;
      this.wrong = paper.ids.filter((id) => !paper.first[id]);
      this.result.show({
        results: paper.ids.map((id) => ({ id, right: Boolean(paper.first[id]), open: !(id in paper.first) })),
        items: this.items,
        topics: new Map(this.topics.map(({ id, heading }) => [id, heading])),
        time: paper.ended - paper.started,
        out: paper.ended >= guide.paper.deadline(paper),
      });
    }

    retry() {
      const { settings } = this.paper;
      this.start({ ...settings, topics: [], difficulties: [], count: 0, minutes: 0, ids: this.wrong, seed: guide.paper.newSeed() });
    }

    /** Back to the first state; the quiz stays stored. */
    leave() {
      this.visit(location.pathname);
      this.ask();
      this.setup.form.querySelector("h2").focus();
    }

    /** Prints the questions, or their key alone. */
    print(/** @type {"questions" | "key"} */ what) {
      this.dataset.print = what;
      print();
    }

    /** Before anything is printed: every question of the quiz with its options in order, seen or not. */
    layOut() {
      if (!this.paper) return;
      if (!this.paper.ended) for (const id of this.paper.ids) this.prepare(id);
      this.sheet.key();
    }

    press(/** @type {KeyboardEvent} */ event) {
      const target = event.target instanceof Element ? event.target : document.body;
      const taken = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || guide.store.read("keys") === "off";
      if (this.dataset.state !== "paper" || taken || document.querySelector("dialog[open]") || target.matches("input[type=text], textarea, select")) return;
      const at = this.placeOf(event);
      const enters = event.key === "Enter" && !target.matches("button, a, summary, input");
      if (at >= 0 ? this.current.choose(at) : enters) event.preventDefault();
      if (!enters) return;
      if (this.paper.settings.mode === "exam" || this.current.right !== null) this.proceed();
      else this.current.tryCheck();
    }

    /** The option that a key stands for, from 0; -1 for none. Where a layout has other letters, the key's place decides. */
    placeOf(/** @type {KeyboardEvent} */ { key, code }) {
      const latin = /^[\x20-\x7e]$/.test(key);
      const sign = latin || key.length !== 1 ? key : code.replace(/^(Key|Digit)/, "");
      if (/^[1-9]$/.test(sign)) return Number(sign) - 1;
      return /^[a-z]$/i.test(sign) ? sign.toLowerCase().charCodeAt(0) - 97 : -1;
    }
  });
})();
