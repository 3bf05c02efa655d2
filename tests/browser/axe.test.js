/**
 * axe finds nothing: WCAG 2.2 A and AA and best practices, on every page, in light and dark, narrow and wide, with answers
 * closed and open, before and after a check.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { built, pagesOf } from "./support/guide.js";
import { stage } from "./support/stage.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] };

/** All that light and dark can make a difference to. */
const COLOUR = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

const WINDOWS = { narrow: { width: 320, height: 640 }, wide: { width: 1280, height: 900 } };

/** Run in the page: what axe finds, one line for each rule and place. */
async function look(only) {
  // Nothing is loaded: style sheets are read where they are, which a page from disk may do too.
  const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 80)}`));
}

/** Run in the page: all of it is laid out, also what is far below the window. */
function layOutAll() {
  const whole = new CSSStyleSheet();
  whole.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets = [whole];
}

/** Run in the page: answers every second question of the self-check right and the others wrong, and checks them all. */
function checkAll() {
  const forms = [...document.querySelectorAll("check-question form")];
  forms.forEach((form, at) => {
    const right = [...form.querySelectorAll(".key [data-option]")].filter((line) => line.classList.contains("right") === (at % 2 === 0));
    for (const { dataset } of right) form.querySelector(`.choices [data-option="${dataset.option}"] input`).checked = true;
    for (const field of form.querySelectorAll("input[type=text]")) field.value = "anything";
    form.querySelector("button").click();
  });
  return forms.length > 0;
}

/** The states of a page: how each is brought about, from the one before it, where there is anything to be done. */
const STATES = {
  "as it comes": () => true,
  "with everything open": () => {
    const closed = [...document.querySelectorAll("details:not(.key, [open])")];
    for (const box of closed) box.open = true;
    return closed.length > 0;
  },
  "with everything checked": checkAll,
};

for (const name of ["real", "nested", "quiz"]) {
  const guide = stage(() => built(name), { over: "file" });

  for (const [size, viewport] of Object.entries(WINDOWS)) {
    guide.test(`axe finds nothing on the pages of the ${name} guide, ${size}`, { viewport }, async ({ page, open }) => {
      const found = [];
      for (const path of pagesOf(guide.site)) {
        await open(path);
        await page.evaluate(AXE);
        await page.evaluate(layOutAll);
        for (const [state, bring] of Object.entries(STATES)) {
          if (!(await page.evaluate(bring))) continue;
          for (const [colorScheme, rules] of [["light", ALL], ["dark", COLOUR]]) {
            await page.emulateMedia({ colorScheme });
            const faults = await page.evaluate(look, rules);
            found.push(...faults.map((fault) => `${path}, ${state}, ${colorScheme}: ${fault}`));
          }
        }
      }
      assert.deepEqual(found, []);
    });
  }
}
