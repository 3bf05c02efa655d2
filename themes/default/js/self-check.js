"use strict";

/**
 * `<self-check>`: the page's questions as quizzes. It is in one of three states, `data-state`: `setup` (`<check-setup>`), `paper`
 * (one question at a time, within `<check-desk>`) and `result` (`<check-result>`). The address says which quiz it is, its
 * fragment which question; what was answered is stored in the browser at each step. Without it every question has its key.
 */
(() => {
  const words = guide.text("self-check");
  const saved = guide.savedQuiz;
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
      addEventListener("popstate", () => this.returned());
      guide.quizKeys(() => (this.dataset.state === "paper" ? this.current : null), (question) => this.enter(question));
      addEventListener("beforeprint", () => this.layOut());
      addEventListener("afterprint", () => delete this.dataset.print);
      saved.watch(() => this.paper && !this.paper.ended && this.follow());
      setInterval(() => this.tick(), 1000);
    }

    kept() {
      return saved.read(new Set(this.questions.keys()));
    }

    /** Shows what the address asks for: a running quiz, a new one to start, or one question. */
    arrive() {
      const asked = guide.paper.fromAddress(location.search);
      const id = location.hash.slice(1);
      const all = [...this.items.values()];
      const address = (/** @type {guide.Settings} */ settings) => guide.paper.toAddress(guide.paper.settle(all, settings));
      const paper = [this.paper, this.kept()].find((paper) => paper && asked.seed && address(paper.settings) === address(asked));
      if (id === "_continue" && this.kept()) {
        // The link on the front page; going back does not come here again.
        this.resume(true);
      } else if (paper) this.open(paper, id);
      else if (!asked.seed && this.questions.has(id)) this.begin({ ...asked, ids: [id], seed: guide.paper.newSeed() }, true);
      else this.ask();
    }

    /** The reader has gone back or forward. From a result, back leads past all the questions of its quiz to what was before it. */
    returned() {
      const { paper } = this;
      const own = paper?.ended && location.search === guide.paper.toAddress(paper.settings) && paper.ids.includes(location.hash.slice(1));
      if (own && this.dataset.state === "result") history.go(-1 - (history.state?.before ?? 0));
      else this.arrive();
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
      const done = saved.inProgress(kept);
      if (done > 0 && !(await guide.sure(words("replace", { done, count: kept.ids.length }), words("replace-yes"), words("replace-no")))) return;
      if (done > 0) saved.remove();
      this.begin(settings);
    }

    /** Begins a quiz. `quiet`: in place of the address that led here. */
    begin(/** @type {guide.Settings} */ settings, quiet = false) {
      const paper = guide.paper.create([...this.items.values()], settings);
      if (paper.ids.length === 0) return;
      const address = guide.paper.toAddress(paper.settings);
      // A link to this very quiz: going back leads to where it was found.
      this.visit(`${address}#${paper.at}`, quiet || location.search === address);
      this.open(paper);
      this.save();
      if (!quiet) this.focusQuestion();
    }

    /** Goes on with the stored quiz, at its own address, so that a reload comes back to it. */
    resume(replace = false) {
      const kept = this.kept();
      if (!kept) return this.ask();
      const address = guide.paper.toAddress(kept.settings);
      this.visit(kept.ended ? address : `${address}#${kept.at}`, replace);
      this.open(kept, "", true);
      if (this.dataset.state === "paper") this.focusQuestion();
    }

    discard() {
      saved.remove();
      this.ask();
      this.setup.form.querySelector("h2").focus();
    }

    /**
     * Puts an address into the history, and how many entries of this quiz stand before it. Some browsers refuse that to a page from
     * disk, and then the page stays as it was.
     */
    visit(/** @type {string} */ address, replace = false, before = 0) {
      try {
        history[replace ? "replaceState" : "pushState"]({ before }, "", address);
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
        this.sheet.fill(paper.ids.map((id) => this.questions.get(id)), `${title} · ${words("sheet", { seed: paper.settings.seed })}`, this.link(paper));
      }
      if (paper.ids.includes(id)) paper.at = id;
      if (!paper.ids.includes(paper.at)) [paper.at] = paper.ids;
      if (paper.ended) return this.showResult(focus);
      if (guide.paper.deadline(paper) <= Date.now()) return this.end(guide.paper.deadline(paper));
      this.dataset.state = "paper";
      this.draw();
    }

    /** The address that gives others the same quiz; none for a page from disk. */
    link(/** @type {guide.Paper} */ { settings }) {
      return location.protocol === "file:" ? "" : new URL(guide.paper.toAddress(settings), location.href).href;
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

    /** Why the quiz isn't saved; empty when it is. */
    unsaved() {
      return saved.conflict(this.paper, new Set(this.questions.keys())) || (this.forbidden ? "forbidden" : "");
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

    /** Shows what another tab has done. Readers whose field it has checked find their place at the button that goes on. */
    follow() {
      const field = document.activeElement;
      const open = field instanceof HTMLInputElement && !field.disabled && this.current?.contains(field);
      if (!this.sync()) return;
      this.draw();
      if (open && field.disabled) this.desk.onward.focus({ preventScroll: true });
    }

    save() {
      if (!["", "forbidden"].includes(this.unsaved())) return this.draw();
      this.forbidden = !saved.write(this.paper);
      this.draw();
    }

    /** Goes to another question of the quiz. */
    go(/** @type {string} */ id) {
      if (!id || id === this.paper.at) return;
      this.visit(`${location.search}#${id}`, false, (history.state?.before ?? 0) + 1);
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
        guide.marking.remember(question, right);
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
      guide.marking.regrade(question, question.right, paper.started);
      this.save();
      this.report(question.verdict);
      if (paper.ended) this.tellResult();
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

    /** The last state: what came of it. `focus` leads the reader there. */
    showResult(focus = false) {
      const { paper, counts } = this;
      this.counts = false;
      this.dataset.state = "result";
      this.removeAttribute("data-all");
      for (const question of this.questions.values()) {
        question.removeAttribute("data-current");
        delete question.dataset.part;
      }
      guide.marking.all(paper.ids.map((id) => this.questions.get(id)), paper, counts, () => this.paper === paper, () => {
        if (counts) this.save();
        this.tellResult();
        if (focus) this.result.heading.focus();
      });
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

    /** The key Enter, where nothing else takes it. */
    enter(/** @type {HTMLElement} */ question) {
      if (this.paper.settings.mode === "exam" || question.right !== null) this.proceed();
      else question.tryCheck();
    }
  });
})();
