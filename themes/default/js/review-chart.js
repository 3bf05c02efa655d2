"use strict";

/**
 * `<review-chart>`: a row of bars, a day each, with a sentence that says the same and a table of the numbers. `show` takes the
 * title, the sentence, and for each day its date and its parts, from the foot of the bar upwards.
 */
(() => {
  const words = guide.text("review-chart");
  const make = guide.element;
  const SVG = "http://www.w3.org/2000/svg";
  const [STEP, WIDTH, HEIGHT] = [20, 14, 80];

  function draw(/** @type {string} */ name, /** @type {Record<string, string | number>} */ attributes, ...children) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...children);
    return element;
  }

  customElements.define("review-chart", class extends HTMLElement {
    /**
     * @param {{ title: string, sentence: string, names: Record<string, string>, days: { day: number, [part: string]: number }[] }} data
     *   `names`: what each part is called, by its key
     */
    show({ title, sentence, names, days }) {
      const parts = Object.keys(names);
      const total = (day) => parts.reduce((sum, part) => sum + day[part], 0);
      const highest = Math.max(1, ...days.map(total));
      const date = new Intl.DateTimeFormat(guide.text.language(), { day: "numeric", month: "short" });
      const bars = days.flatMap((day, at) => {
        let foot = HEIGHT;
        return parts.map((part) => {
          const height = (day[part] / highest) * (HEIGHT - 4);
          foot -= height;
          return draw("rect", { class: part, x: at * STEP + (STEP - WIDTH) / 2, y: foot, width: WIDTH, height, rx: 1, "vector-effect": "non-scaling-stroke" });
        });
      });
      const line = draw("line", { class: "foot", x1: 0, x2: days.length * STEP, y1: HEIGHT, y2: HEIGHT, "vector-effect": "non-scaling-stroke" });
      const chart = draw("svg", { class: "chart", viewBox: `0 0 ${days.length * STEP} ${HEIGHT + 1}`, preserveAspectRatio: "none", role: "img", "aria-label": `${title}. ${sentence}` }, ...bars, line);
      const ends = [days[0], days.at(-1)].map(({ day }) => make("span", {}, date.format(day)));
      const table = make("table", {}, make("thead", {}, make("tr", {}, ...[words("day"), ...Object.values(names)].map((name) => make("th", { scope: "col" }, name)))),
        make("tbody", {}, ...days.filter(total).map((day) => make("tr", {}, make("th", { scope: "row" }, date.format(day.day)), ...parts.map((part) => make("td", {}, guide.text.number(day[part])))))));
      const legend = parts.length > 1 && days.some(total) ? [make("p", { class: "chart-legend", "aria-hidden": "true" }, ...parts.map((part) => make("span", { class: part }, names[part])))] : [];
      this.replaceChildren(make("figure", {}, make("figcaption", {}, make("h3", {}, title), make("p", {}, sentence), ...legend), chart, make("p", { class: "chart-ends", "aria-hidden": "true" }, ...ends),
        ...(days.some(total) ? [make("details", {}, make("summary", {}, words("table")), table)] : [])));
    }
  });
})();
