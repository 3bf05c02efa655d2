"use strict";

/**
 * `<self-check>`: the questions of the page as one run. It shuffles the options, keeps the score in a bar at the foot of the
 * window, and tells a screen reader what happened. Without it every question still has its key.
 */
customElements.define("self-check", class extends HTMLElement {
  connectedCallback() {
    /** @type {(HTMLElement & { right: boolean | null, start(seed: string): void })[]} */
    this.questions = [...this.querySelectorAll("check-question")];
    if (this.questions.length === 0) return;
    this.score = document.createElement("span");
    this.progress = document.createElement("progress");
    this.progress.max = this.questions.length;
    this.progress.setAttribute("aria-label", "Questions checked");
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Start again";
    again.addEventListener("click", () => {
      this.start();
      this.status.textContent = `Started again. ${this.score.textContent}.`;
      document.querySelector("main").focus();
      scrollTo(0, 0);
    });
    const bar = document.createElement("div");
    bar.className = "score-bar";
    bar.append(this.progress, this.score, again);
    this.append(bar, this.status);
    this.addEventListener("guide:checked", (event) => {
      this.count();
      this.status.textContent = `${event.detail} ${this.score.textContent}.`;
    });
    this.start();
  }

  /** Makes every question new, in a new order of options: a few at a time, so that a long page answers meanwhile. */
  start() {
    const seed = String(Math.floor(Math.random() * 2 ** 32));
    this.seed = seed;
    for (const question of this.questions) question.right = null;
    this.count();
    const go = (/** @type {number} */ from) => {
      if (this.seed !== seed) return;
      for (const question of this.questions.slice(from, from + 20)) question.start(seed);
      if (from + 20 < this.questions.length) setTimeout(go, 0, from + 20);
    };
    go(0);
  }

  /** Brings the bar up to date. */
  count() {
    const checked = this.questions.filter((question) => question.right !== null);
    const right = checked.filter((question) => question.right);
    this.score.textContent = guide.check.scoreText(right.length, checked.length, this.questions.length);
    this.progress.value = checked.length;
  }
});
