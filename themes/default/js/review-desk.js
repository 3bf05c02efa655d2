"use strict";

/**
 * `<review-desk>`: what is to be reviewed today, one question at a time. `data-state` is `loading`, `start`, `card`, `done` or
 * `failed`. Questions are loaded by topic when they are needed.
 */
(() => {
  const words = guide.text("review-desk");
  const make = guide.element;
  const [FORECAST, HISTORY] = [14, 30];
  /** How many more new questions a reader is offered when the day's are done. */
  const MORE = 10;

  customElements.define("review-desk", class extends HTMLElement {
    async connectedCallback() {
      if (this.stage) return;
      this.stage = make("div", { class: "review-stage" });
      this.bar = make("div", { class: "review-bar" });
      this.status = make("p", { class: "visually-hidden", role: "status" });
      /** Says at the card, and again at none, that grades are not kept. */
      this.warning = make("p", { class: "review-warning", role: "alert" });
      this.charts = make("section", { class: "review-charts", "aria-label": words("charts") }, make("review-chart"), make("review-chart"));
      this.keep = make("review-keep");
      this.undos = [];
      this.asked = { due: 0, fresh: 0 };
      /** What the reader has asked for beyond the daily limits. */
      this.extra = { due: 0, fresh: 0 };
      this.dataset.state = "loading";
      this.replaceChildren(this.bar, this.warning, this.stage, this.charts, this.keep, this.status);
      this.addEventListener("guide:graded", ({ detail }) => this.graded(detail));
      this.addEventListener("guide:checked", ({ target }) => this.checked(target));
      this.addEventListener("guide:settings", () => this.read());
      addEventListener("keydown", (event) => this.press(event));
      guide.progress.listen((id) => this.changed(id));
      try {
        this.topics = await guide.cards.topics();
      } catch {
        return this.fail(() => location.reload());
      }
      const only = new URLSearchParams(location.search).getAll("topic");
      const chosen = this.topics.filter(({ path }) => only.length === 0 || only.includes(path));
      this.only = only.length > 0 ? chosen.map(({ title }) => title) : [];
      this.cards = chosen.flatMap(({ path, cards }) => cards.map(([id, revision]) => ({ id, revision, topic: path })));
      this.read();
    }

    /** Reads everything that is kept anew. */
    read() {
      const kept = new Set(guide.progress.ids());
      this.items = new Map(this.cards.map(({ id, topic }) => {
        const reviews = kept.has(id) ? guide.progress.read(id).reviews : [];
        return [id, { id, topic, reviews, card: guide.progress.card(reviews) }];
      }));
      // What was deleted can't be taken back.
      this.undos = this.undos.filter(({ id, when }) => this.items.get(id)?.reviews.some(([time]) => time === when));
      if (this.dataset.state === "card") this.count();
      else this.begin();
    }

    /** A question was reviewed, here, in another tab, or by an import. */
    changed(/** @type {string} */ id) {
      const item = this.items?.get(id);
      if (!item) return;
      item.reviews = guide.progress.read(id).reviews;
      item.card = guide.progress.card(item.reviews);
      if (this.dataset.state === "card") this.count();
    }

    plan() {
      const { newPerDay, reviewsPerDay } = guide.progress.settings();
      const limits = { newPerDay: newPerDay + this.extra.fresh, reviewsPerDay: reviewsPerDay + this.extra.due };
      return guide.queue.plan([...this.items.values()], limits, Date.now());
    }

    /** What today holds. */
    count() {
      const { learning, due, fresh } = this.plan();
      // As on the other pages: a question that is being learned is due from its minute on.
      const ready = learning.filter(({ card }) => guide.progress.state(card) === "due");
      const parts = Object.entries({ due: [...due, ...ready], learning: learning.filter((item) => !ready.includes(item)), new: fresh }).filter(([, list]) => list.length > 0);
      const part = ([state, list]) => make("span", { class: "state", "data-state": state }, words(`left.${state}`, { count: list.length }));
      const undo = this.undos.length ? [make("button", { type: "button", class: "quiet", "aria-label": words("undo"), click: () => this.undo() }, guide.text("recall-grade")("undo"))] : [];
      const stop = this.dataset.state === "card" ? [make("button", { type: "button", class: "quiet", click: () => this.stop() }, words("stop"))] : [];
      this.bar.replaceChildren(make("p", { class: "study" }, ...parts.flatMap((each) => [part(each), " "])), ...undo, ...stop);
    }

    /** The first state: what there is to do. */
    begin() {
      clearTimeout(this.timer);
      const { learning, due, fresh, later } = this.plan();
      const all = learning.length + due.length + fresh.length;
      this.dataset.state = all > 0 ? "start" : "done";
      this.count();
      this.draw();
      const soon = learning[0] && guide.queue.next({ learning, due, fresh }, Date.now(), this.asked, "") === null;
      const start = make("button", { type: "button", class: "primary", click: () => this.next() }, words("start", { count: all }));
      const note = [...(this.only.length ? [words("only", { topics: guide.text.list(this.only) })] : []), ...(later.due > 0 ? [words("later", { count: later.due })] : [])];
      const said = soon ? words("soon", { span: guide.span(learning[0].card.due - Date.now()) }) : all > 0 ? words("ready") : this.items.size > 0 ? words("done") : words("none");
      this.heading = make("h2", { tabindex: "-1" }, said);
      const more = all > 0 && !soon ? [] : this.more(later);
      const actions = [...(all > 0 && !soon ? [start] : []), ...more];
      this.stage.replaceChildren(this.heading, ...note.map((text) => make("p", { class: "remark" }, text)), ...(actions.length > 0 ? [make("p", { class: "actions" }, ...actions)] : []), this.scopes());
      if (soon) this.timer = setTimeout(() => this.begin(), Math.max(1000, learning[0].card.due - guide.queue.AHEAD - Date.now()));
    }

    /** What can be done when the day is done: buttons for what the limits leave. */
    more(/** @type {{ due: number, fresh: number }} */ later) {
      const { newPerDay, reviewsPerDay } = guide.progress.settings();
      const done = guide.queue.done([...this.items.values()], Date.now());
      const over = { due: done.reviewed - reviewsPerDay, fresh: done.fresh - newPerDay };
      const raise = (kind, count) => { this.extra[kind] = Math.max(this.extra[kind], over[kind]) + count; };
      const button = (kind, name, count) => make("button", { type: "button", click: () => { raise(kind, count); this.next(); } }, words(name, { count }));
      const fresh = Math.min(MORE, later.fresh);
      return [...(later.due > 0 ? [button("due", "more-due", later.due)] : []), ...(fresh > 0 ? [button("fresh", "more-new", fresh)] : [])];
    }

    /** Links to the review of one topic, or back to all. */
    scopes() {
      const link = (search, ...children) => make("a", { href: location.pathname + search }, ...children);
      if (this.only.length) return make("p", {}, link("", words("all-topics")));
      if (this.topics.length < 2) return "";
      const links = this.topics.map(({ path, title }) => make("li", {}, link(`?${new URLSearchParams({ topic: path })}`, title)));
      return make("details", { class: "review-settings" }, make("summary", {}, words("topics")), make("ul", {}, ...links));
    }

    /** Ends a review before its end; what was graded is stored already. */
    stop() {
      this.item = null;
      this.begin();
      this.heading.focus();
    }

    draw() {
      const items = [...this.items.values()];
      this.charts.hidden = !items.some(({ reviews }) => reviews.length > 0);
      const [forecast, history] = this.charts.children;
      const coming = guide.queue.forecast(items, Date.now(), FORECAST);
      const sum = (days, part) => days.reduce((all, day) => all + day[part], 0);
      const due = sum(coming, "count");
      const ahead = due === 0 ? words("forecast-none", { days: FORECAST }) : words("forecast-text", { count: due, days: FORECAST, today: coming[0].count });
      forecast.show({ title: words("forecast"), sentence: ahead, names: { count: words("questions") }, days: coming });
      const past = guide.queue.history(items, Date.now(), HISTORY);
      const [forgotten, recalled] = [sum(past, "forgotten"), sum(past, "recalled")];
      const all = forgotten + recalled;
      const behind = all === 0 ? words("history-none", { days: HISTORY }) : words("history-text", { count: all, days: HISTORY, share: guide.text.percent(recalled / all) });
      history.show({ title: words("history"), sentence: behind, names: { recalled: words("recalled"), forgotten: words("forgotten") }, days: past });
    }

    /** Shows the next card. */
    next() {
      return this.ask(guide.queue.next(this.plan(), Date.now(), this.asked, this.item?.id ?? ""));
    }

    /** Asks a card; without one, this sitting is over. */
    async ask(/** @type {guide.Item | null} */ item) {
      this.item = item;
      if (!item) {
        this.begin();
        this.heading.focus();
        return;
      }
      let questions;
      try {
        questions = await guide.cards.questions(item.topic);
      } catch {
        return this.fail(() => this.ask(item));
      }
      if (this.item !== item) return;
      const template = make("template");
      // The site's own HTML, made by the build.
      template.innerHTML = Object.hasOwn(questions, item.id) ? questions[item.id] : "";
      this.dataset.state = "card";
      this.grade = make("recall-grade", { hidden: true });
      this.reveal = make("button", { type: "button", class: "primary", click: () => this.open() }, words("show"));
      this.stage.replaceChildren(template.content, make("p", { class: "actions review-actions" }, this.reveal), this.grade);
      this.question = this.stage.querySelector(".question, check-question");
      // A deploy in between has taken it away.
      if (!this.question) return this.fail(() => location.reload());
      this.name();
      const check = this.stage.querySelector("check-question");
      // What can be checked has a button of its own; to give up is the lesser one.
      this.reveal.classList.toggle("primary", !check);
      check?.start(`${item.id} ${item.reviews.length}`, false);
      this.before = item.card.state;
      this.count();
      this.heading = this.stage.querySelector(".question-title");
      this.heading.tabIndex = -1;
      this.heading.focus({ preventScroll: true });
      this.bar.scrollIntoView({ block: "nearest" });
    }

    /** Names the card's topic, where a topic's page has the number that a question has there. */
    name() {
      const { title } = this.topics.find(({ path }) => path === this.item.topic);
      const topic = make("span", { class: "badge topic" }, title);
      const number = this.stage.querySelector(".badges .number");
      if (number) number.replaceWith(topic);
      else this.stage.prepend(make("p", { class: "badges" }, topic));
    }

    /** Shows the answer; one that could be checked counts as not answered. */
    open() {
      const check = this.stage.querySelector("check-question");
      if (check && check.right === null) check.check();
      if (check) this.checked(check);
      else this.rate();
    }

    /** A question was checked, and suggests a grade. */
    checked(/** @type {HTMLElement & { right: boolean }} */ check) {
      for (const button of check.querySelectorAll(".check-row button")) button.hidden = true;
      this.rate(check.right ? 3 : 1);
      this.place(check.querySelector(".result"));
      this.status.textContent = check.verdict;
    }

    /** Asks how well it was recalled. */
    rate(/** @type {guide.Grade | undefined} */ hint) {
      const answer = this.stage.querySelector("details.answer");
      if (answer) answer.open = true;
      this.reveal.parentElement.hidden = true;
      this.grade.hidden = false;
      const { revision } = this.cards.find(({ id }) => id === this.item.id);
      this.grade.show({ id: this.item.id, revision, hint });
      if (answer) this.place(answer.querySelector(".section"));
      this.status.textContent = words("shown");
    }

    /** Puts the focus at the beginning of what has come. The page stays where it is: the reader reads on from there. */
    place(/** @type {HTMLElement | null} */ element) {
      if (!element) return this.grade.buttons[2].focus({ preventScroll: true });
      element.tabIndex = -1;
      element.focus({ preventScroll: true });
    }

    graded({ id, grade, when, revision, why }) {
      if (why) this.warn(guide.text(why === "newer" ? "recall-grade" : "review-keep")(why === "newer" ? "newer" : "unkept"));
      const kind = { new: "fresh", review: "due" }[this.before];
      if (kind) this.asked[kind] += 1;
      this.undos.push({ id, when, revision, kind });
      // The card with its own notice is gone in a moment.
      const { due } = guide.progress.card(guide.progress.read(id).reviews);
      this.status.textContent = why ? "" : guide.text("recall-grade")("next", { grade: this.grade.buttons[grade - 1].querySelector("b").textContent, span: guide.span(due - when) });
      this.next();
    }

    /** Says that a grade is not kept; once aloud, as long as it is the same. */
    warn(/** @type {string} */ text) {
      if (this.warning.textContent !== text) this.warning.textContent = text;
    }

    /** Takes the last grade back and shows its card again. */
    async undo() {
      const last = this.undos.pop();
      if (!last) return;
      guide.progress.undo(last.id, last.when, last.revision);
      if (last.kind) this.asked[last.kind] -= 1;
      // The card that was taken back comes next, whatever else is due.
      await this.ask(this.items.get(last.id));
      this.status.textContent = words("undone");
    }

    /** @returns {boolean} whether the key means something here */
    act(/** @type {string} */ key, /** @type {Element} */ target) {
      if (key === "u" && this.undos.length) {
        this.undo();
        return true;
      }
      if (this.dataset.state !== "card") return false;
      const asked = !this.grade.hidden;
      const check = this.stage.querySelector("check-question");
      const enters = (key === " " || key === "Enter") && !target.closest("button, a, summary, input");
      if (asked && /^[1-4]$/.test(key)) this.grade.grade(Number(key));
      else if (!asked && check && /^[1-9]$/.test(key)) return check.choose(Number(key) - 1);
      else if (!asked && enters && check?.answer.length) check.tryCheck();
      else if (!asked && enters) this.open();
      else return false;
      return true;
    }

    fail(/** @type {() => void} */ again) {
      this.dataset.state = "failed";
      this.stage.replaceChildren(make("p", { role: "alert" }, words("failed"), " ", make("button", { type: "button", click: again }, words("again"))));
    }

    press(/** @type {KeyboardEvent} */ event) {
      const target = event.target instanceof Element ? event.target : document.body;
      const key = guide.key(event);
      // A key that is held down must not grade one card after the other.
      if (!key || event.repeat || document.querySelector("dialog[open]") || target.closest("input[type=text], input[type=number], textarea, select, review-keep")) return;
      if (this.act(key, target)) event.preventDefault();
    }
  });
})();
