/** The figures of the guide as drawings: nothing sticks out, no letters run into one another, in the light and in the dark. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, contentOf, copy } from "./support/guide.js";
import { stage } from "./support/stage.js";

const FOLDER = join(contentOf("real"), "figures");
const figures = readdirSync(FOLDER).filter((file) => file.endsWith(".svg"));
assert.ok(figures.length > 0);

/** The least contrast of letters on what is behind them: WCAG 2.2, 1.4.3. */
const CONTRAST = 4.5;

const drawings = stage(() => built("real"));

for (const colorScheme of ["light", "dark"]) {
  const how = { colorScheme, viewport: { width: 800, height: 1600 } };
  drawings.test(`all letters of all figures are inside, apart, and stand out, ${colorScheme}`, how, async ({ page }) => {
    const wrong = [];
    for (const file of figures) {
      await page.setContent(`<body style="margin: 0">${readFileSync(join(FOLDER, file), "utf8")}</body>`);
      wrong.push(...(await page.evaluate(look, CONTRAST)).map((fault) => `${file}: ${fault}`));
    }
    assert.deepEqual(wrong, []);
  });
}

const transparent = stage(() => {
  const folder = copy("quiz");
  const svg = (style) => `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80">${style}<path d="M10 10h60v60h-60z" fill="none" stroke="#000" stroke-width="8"/></svg>`;
  writeFileSync(join(folder, "content/basics/plain.svg"), svg(""));
  writeFileSync(join(folder, "content/basics/own.svg"), svg("<style>@media (prefers-color-scheme: dark) { path { stroke: #fff } }</style>"));
  writeFileSync(join(folder, "content/basics/drawn.md"), "---\ntitle: Drawn\n---\n\n![plain](plain.svg)\n\n![own](own.svg)\n\n## Answer\n\nText.\n");
  return build(folder).site;
});

transparent.test("black lines without a ground can be seen on a dark page, and colors of a figure's own are left alone", { at: "basics.html#drawn", colorScheme: "dark" }, async ({ page }) => {
  const ground = (alt) => page.getByAltText(alt).evaluate((image) => getComputedStyle(image).backgroundColor);
  assert.equal(await ground("plain"), "rgb(245, 246, 248)");
  assert.equal(await ground("own"), "rgba(0, 0, 0, 0)");
  await page.emulateMedia({ forcedColors: "active" });
  assert.equal(await ground("plain"), "rgb(245, 246, 248)");
});

/** What is wrong with the letters of the one drawing on the page. Runs in the browser. */
function look(contrast) {
  const svg = document.querySelector("svg");
  const all = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const name = (at) => `“${texts[at].textContent.trim()}”`;
  const wrong = texts.length ? [] : ["there are no letters in it"];

  const channels = (color) => color.match(/[\d.]+/g).slice(0, 3).map(Number);
  // Relative luminance and contrast ratio as WCAG 2.2 defines them.
  const luminance = (color) => channels(color).map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  boxes.forEach((box, at) => {
    if (box.left < all.left || box.right > all.right || box.top < all.top || box.bottom > all.bottom) wrong.push(`${name(at)} sticks out`);
    // A line box is higher than its letters: a third of it is air.
    const air = box.height / 6;
    boxes.slice(at + 1).forEach((other, after) => {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) - 2 * air;
      if (across > 0.5 && down > 0.5) wrong.push(`${name(at)} and ${name(at + 1 + after)} overlap`);
    });
    const behind = document.elementsFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
      .find((one) => one instanceof SVGGeometryElement && getComputedStyle(one).fill !== "none");
    if (!behind) wrong.push(`${name(at)} stands on nothing`);
    else if (ratio(getComputedStyle(texts[at]).fill, getComputedStyle(behind).fill) < contrast) wrong.push(`${name(at)} is too faint`);
  });
  return wrong;
}
