"use strict";

/**
 * `<check-result>`: what came of a quiz: the score, by topic and by difficulty as drawn bars in a table that says the same in
 * numbers. `show(…)` fills it in; `guide:retry` and `guide:new` ask for another quiz, `guide:all` for the right ones too.
 */
(() => {
  const words = guide.text("check-result");
  const make = guide.element;
  const SVG = "http://www.w3.org/2000/svg";

  /** A bar that is filled as far as `share` says, from 0 to 1. The numbers beside it say the same. */
  function bar(/** @type {number} */ share) {
    const svg = document.createElementNS(SVG, "svg");
    const attributes = { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" };
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    for (const [name, width] of [["ground", 100], ["part", share * 100]]) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", name);
      rect.setAttribute("width", String(width));
      rect.setAttribute("height", "8");
      svg.append(rect);
    }
    return svg;
  }

  /** @param {string} title @param {{ name: string, right: number, all: number }[]} scores */
  function table(title, scores, /** @type {(name: string) => Node | string} */ nameOf) {
    return make("table", { class: "scores" }, make("caption", {}, title),
      make("thead", {}, make("tr", {}, make("td", {}), ...[words("right"), words("share")].map((word) => make("th", { scope: "col" }, word)))),
      make("tbody", {}, ...scores.map(({ name, right, all }) => make("tr", {}, make("th", { scope: "row" }, nameOf(name)),
        make("td", {}, words("of", { right, all })), make("td", { class: "share" }, bar(right / all), make("span", {}, guide.text.percent(right / all)))))));
  }

  customElements.define("check-result", class extends HTMLElement {
    /**
     * @param {object} paper
     * @param {{ id: string, right: boolean, open: boolean }[]} paper.results `open` where there is no answer
     * @param {Map<string, guide.Item>} paper.items
     * @param {Map<string, HTMLAnchorElement>} paper.topics the link to each topic
     * @param {number} paper.time in milliseconds
     * @param {boolean} paper.out whether the time was over
     */
    show({ results, items, topics, time, out }) {
      const right = results.filter((result) => result.right).length;
      const open = results.filter((result) => result.open).length;
      const wrong = results.length - right - open;
      const tell = (/** @type {string} */ name) => () => this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
      const share = guide.text.percent(right / results.length);
      const rest = [...(wrong > 0 ? [words("wrong", { count: wrong })] : []), ...(open > 0 ? [words("open", { count: open })] : [])].join(" · ");
      // The heading stays: it may have the focus.
      this.heading ??= make("h2", { tabindex: "-1" });
      this.heading.textContent = words("score", { right, all: results.length, share });
      this.replaceChildren(
        make("p", { class: "stamp", "aria-hidden": "true" }, share),
        this.heading,
        make("p", { class: "remark" }, [...(out ? [words("out")] : []), words("time", { clock: guide.paper.clock(time) })].join(" ")),
        make("div", { class: "score-tables" }, ...this.tables(results, items, topics)),
        make("p", { class: "remark" }, words("rule")),
        make("p", { class: "actions" },
          ...(wrong + open > 0 ? [make("button", { type: "button", class: "primary", click: tell("guide:retry") }, words("retry", { count: wrong + open }))] : []),
          make("button", { type: "button", click: tell("guide:new") }, words("fresh")),
          make("button", { type: "button", click: () => print() }, words("print")),
          make("copy-link", {})),
        make("h2", {}, rest || words("none")),
        ...(right > 0 ? [make("label", { class: "check-box" }, make("input", { type: "checkbox", change: tell("guide:all") }), words("show-right"))] : []),
      );
    }

    tables(results, items, topics) {
      const of = (/** @type {keyof guide.Item} */ part) => guide.paper.scoreBy(results, (id) => items.get(id)[part]);
      const levels = ["beginner", "intermediate", "advanced", ""];
      const difficulties = of("difficulty").sort((a, b) => levels.indexOf(a.name) - levels.indexOf(b.name));
      const rated = difficulties.length > 1 || difficulties[0]?.name;
      return [
        table(words("by-topic"), of("topic"), (topic) => topics.get(topic)?.cloneNode(true) ?? topic),
        ...(rated ? [table(words("by-difficulty"), difficulties, (name) => guide.terms(name || "unrated"))] : []),
      ];
    }
  });
})();
