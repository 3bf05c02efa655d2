"use strict";

/**
 * What a reader knows, on the pages where the questions are: `<study-state>` sums up the page, a topic (`data-topic`) or the whole
 * guide (`data-all`); on a topic's page each question says its own state, and its opened answer asks how well it was recalled.
 */
(() => {
  const words = guide.text("study");
  const make = guide.element;
  const STATES = ["due", "learning", "known", "new"];

  /** The state of each question that was reviewed, by id; an entry that can't be read says nothing. */
  function states(/** @type {Iterable<string>} */ ids) {
    const kept = new Set(guide.progress.ids());
    const known = [...ids].filter((id) => kept.has(id)).map((id) => [id, guide.progress.state(guide.progress.card(guide.progress.read(id).reviews))]);
    return new Map(known.filter(([, state]) => state !== "new"));
  }

  /** Calls `act` once after all changes of a moment. */
  function soon(/** @type {() => void} */ act) {
    let waiting = false;
    return () => {
      if (!waiting) setTimeout(() => { waiting = false; act(); });
      waiting = true;
    };
  }

  /** How many of `ids` are in each state, as words; those due lead to `review`. */
  function summary(/** @type {string[]} */ ids, /** @type {Map<string, string>} */ states, /** @type {string | undefined} */ review) {
    const count = Object.groupBy(ids, (id) => states.get(id) ?? "new");
    const part = (state) => make("span", { class: "state", "data-state": state }, words(`count.${state}`, { count: count[state].length }));
    const parts = STATES.filter((state) => count[state]).map((state) => (state === "due" && review ? make("a", { href: review }, part(state)) : part(state)));
    return make("p", { class: "study" }, ...parts.flatMap((part, at) => (at ? [" ", part] : [part])));
  }

  /** The opened answers that don't ask yet. @type {[question: HTMLElement, answer: HTMLElement][]} */
  const waiting = [];

  /** Asks below an opened answer how well it was recalled: at once below one, a few at a time where hundreds were opened. */
  function ask(/** @type {HTMLElement} */ question, /** @type {HTMLElement} */ answer) {
    waiting.push([question, answer]);
    if (waiting.length === 1) askAll();
  }

  function askAll() {
    const begin = performance.now();
    while (waiting.length > 0 && performance.now() - begin < 8) {
      const [question, answer] = waiting[0];
      const grade = make("recall-grade");
      grade.show({ id: question.id, revision: question.dataset.revision });
      answer.append(grade);
      waiting.shift();
    }
    // The first of many is done at once, the others when the browser has nothing better to do.
    if (waiting.length > 0) setTimeout(askAll);
  }

  /** The review's address, for one topic or for all. */
  function reviewOf(/** @type {string | undefined} */ topic) {
    const link = document.querySelector("a[data-review]")?.getAttribute("href");
    return link && topic ? `${link}?${new URLSearchParams({ topic })}` : link;
  }

  /** Makes a link of the front page the one to press. It stays where it is, so that nothing moves. */
  function lead(/** @type {string} */ action, /** @type {string} */ text, /** @type {string | undefined} */ address) {
    const link = document.querySelector(`.home-actions a[data-action="${action}"]`);
    if (!link) return;
    if (link.textContent !== text) link.textContent = text;
    if (address) link.setAttribute("href", address);
    for (const other of link.parentElement.children) other.classList.toggle("primary", other === link);
  }

  /** Offers to continue a quiz that is not finished; `guide.paper`, which knows all about it, is on the self-check page only. */
  function offerQuiz() {
    const quiz = guide.store.read("self-check");
    const { ids, answers, first, ended, settings } = quiz ?? {};
    if (quiz?.version !== 1 || ended !== 0 || !Array.isArray(ids) || !answers || !first || typeof settings?.seed !== "string") return;
    const done = ids.filter((id) => (Object.hasOwn(answers, id) && answers[id]?.length) || Object.hasOwn(first, id)).length;
    const link = document.querySelector('.home-actions a[data-action="check"]');
    // Its page ends a quiz whose time is over.
    const over = settings.minutes > 0 && quiz.started + settings.minutes * 60_000 <= Date.now();
    if (done > 0 && link) lead("check", over ? words("result") : words("quiz", { done, all: ids.length }), `${link.getAttribute("href").split("#")[0]}#_continue`);
  }

  /** A topic's page. */
  function topicPage(/** @type {HTMLElement[]} */ questions) {
    const byId = new Map(questions.map((question) => [question.id, question]));
    for (const question of questions) {
      const aliases = [...question.querySelectorAll(":scope > .anchor")].map(({ id }) => id);
      if (aliases.length) guide.progress.adopt(question.id, aliases);
      const answer = question.querySelector("details.answer");
      answer?.addEventListener("toggle", () => {
        if (answer.open && !answer.querySelector("recall-grade")) ask(question, answer);
      });
    }
    const show = () => {
      const known = states(byId.keys());
      for (const [id, question] of byId) mark(question, known.get(id));
      for (const element of document.querySelectorAll("study-state")) element.replaceChildren(...(known.size ? [summary([...byId.keys()], known, reviewOf(element.dataset.review))] : []));
    };
    show();
    guide.progress.listen(soon(show));
  }

  /** Says the state of one question beside its kind and difficulty. */
  function mark(/** @type {HTMLElement} */ question, /** @type {string | undefined} */ state) {
    if (question.dataset.progress === state && !state) return;
    question.querySelectorAll(".badge.state").forEach((badge) => badge.remove());
    if (state) question.dataset.progress = state;
    else delete question.dataset.progress;
    if (!state) return;
    const badges = [make("span", { class: "badge state", "data-state": state }, words(`state.${state}`))];
    if (guide.progress.hasChanged(guide.progress.read(question.id).revision, question.dataset.revision)) badges.push(make("span", { class: "badge state", "data-state": "changed" }, words("changed")));
    question.querySelector(".badges")?.append(...badges.flatMap((badge) => [" ", badge]));
  }

  /** The front page. The cards are loaded only for who has reviewed something. */
  async function frontPage(/** @type {NodeListOf<HTMLElement>} */ elements) {
    const show = async () => {
      if (guide.progress.ids().length === 0) return elements.forEach((element) => element.replaceChildren());
      const topics = new Map((await guide.cards.topics()).map(({ path, cards }) => [path, cards.map(([id]) => id)]));
      const all = [...topics.values()].flat();
      const known = states(all);
      for (const element of elements) {
        const ids = element.hasAttribute("data-all") ? all : topics.get(element.dataset.topic) ?? [];
        element.replaceChildren(...(ids.some((id) => known.has(id)) ? [summary(ids, known, reviewOf(element.dataset.topic))] : []));
      }
      const due = all.filter((id) => known.get(id) === "due").length;
      if (due > 0) lead("review", words("review", { count: due }));
    };
    offerQuiz();
    // Without the cards the page is as it is for everyone.
    const quietly = () => show().catch(() => {});
    quietly();
    guide.progress.listen(soon(quietly));
  }

  // It holds what the page finds out; it does nothing itself.
  customElements.define("study-state", class extends HTMLElement {});
  const questions = [...document.querySelectorAll(".questions > .question")];
  const elements = document.querySelectorAll("study-state[data-topic], study-state[data-all]");
  if (questions.length > 0) topicPage(questions);
  else if (elements.length > 0) frontPage(elements);
})();
