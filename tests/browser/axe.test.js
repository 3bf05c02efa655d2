/**
 * axe finds nothing: WCAG 2.2 A and AA and best practices, on every page, in light and dark, narrow and wide, with answers
 * closed and open, with filters, dialogs and results.
 *
 * Of the real guide, one page of each shape is brought into all of these states in every window. The other pages have the same
 * shapes and differ in content only: they are looked at once, with everything open. So the time hardly grows with the content.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { built, pagesOf } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] };

/** All that light and dark can make a difference to. */
const COLOUR = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** 200 % of a usual window leaves half of its pixels. */
const WINDOWS = { "at 200 %": { width: 640, height: 450 }, narrow: { width: 320, height: 640 }, wide: { width: 1280, height: 900 } };

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

/** Run in the page: presses what `selector` names; whether there was anything to press. */
function press(selector) {
  const target = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  target?.click();
  return Boolean(target);
}

/** Run in the page: answers the question that is shown, rightly or not, and checks it. */
function answer() {
  const form = document.querySelector("check-question[data-current] form");
  if (!form) return false;
  form.querySelector(".choices input")?.click();
  for (const field of form.querySelectorAll("input[type=text]")) field.value = "anything";
  form.querySelector("button").click();
  return true;
}

/**
 * The states of a page: how each is brought about, from the one before it; a state that a page has not is passed over.
 * @type {Record<string, [Function, unknown?]>}
 */
const STATES = {
  "as it comes": [() => true],
  "with everything open": [() => {
    const closed = [...document.querySelectorAll("details:not(.key, [open])")];
    for (const box of closed) box.open = true;
    return closed.length > 0;
  }],
  "with a filter": [() => {
    const field = document.querySelector("question-filter select");
    if (!field) return false;
    field.value = field.options[1].value;
    return field.dispatchEvent(new Event("change", { bubbles: true }));
  }],
  "with the drawer": [press, ".question-bar button"],
  "with the list of keys": [() => {
    document.querySelector("dialog[open]")?.close();
    document.querySelector("page-keys button").click();
    return true;
  }],
  "with a paper": [() => {
    document.querySelector("dialog[open]")?.close();
    document.querySelector("check-setup [value=exam]")?.click();
    document.querySelector("check-setup [value=practice]")?.click();
    document.querySelector("check-setup .primary")?.click();
    return document.querySelector("self-check") !== null;
  }],
  "with an answer": [answer],
  "asked whether to submit": [press, ".desk-bar .actions > button:last-child"],
  "with the result": [press, "dialog.sure .primary"],
  "with a card": [press, ".review-stage .primary"],
  "with its answer": [press, ".review-actions button"],
};

/** A word that each guide has, for the results of a search. */
const GUIDES = { real: "attention", nested: "question", quiz: "plants", arabic: "انتباه", japanese: "漢字" };

/** What a page of a topic can show. The topic that stands for all topics of the real guide shows all of it. */
const PARTS = ["table", "pre.code", "math", ".prose img", ".options", "blockquote, ul", "details.hint, details.answer"];

/** One page of each shape, of the real guide. */
const SHAPES = [
  "404.html", "glossary.html", "index.html", "multimodal-models.html", "review.html", "search.html", "self-check.html", "study-plan.html",
];

/** Goes to a page of a guide, or to the results of a search, and makes it ready to be looked at. */
async function visit({ page, open }, path) {
  await open(path);
  if (path.includes("?")) await eventually(() => page.locator(".results > li").count().then(Boolean), true);
  await page.evaluate(AXE);
  await page.evaluate(layOutAll);
}

/** What axe finds in the state that a page is in, in light and in dark. */
async function faultsOf(page, where) {
  const found = [];
  for (const [colorScheme, rules] of [["light", ALL], ["dark", COLOUR]]) {
    await page.emulateMedia({ colorScheme });
    const faults = await page.evaluate(look, rules);
    found.push(...faults.map((fault) => `${where}, ${colorScheme}: ${fault}`));
  }
  return found;
}

for (const [name, word] of Object.entries(GUIDES)) {
  const guide = stage(() => built(name), { over: "file" });

  for (const [size, viewport] of Object.entries(WINDOWS)) {
    if (name !== "real" && size === "at 200 %") continue;
    guide.test(`axe finds nothing on the pages of the ${name} guide, ${size}`, { viewport }, async ({ page, open }) => {
      const found = [];
      const paths = name === "real" ? SHAPES : pagesOf(guide.site);
      for (const path of [...paths, `search.html?q=${encodeURIComponent(word)}`]) {
        await visit({ page, open }, path);
        for (const [state, [bring, what]] of Object.entries(STATES)) {
          if (!(await page.evaluate(bring, what))) continue;
          if (state === "with the result") await eventually(() => page.locator("check-result h2").count().then(Boolean), true);
          if (state === "with a card") await eventually(() => page.locator("review-desk").getAttribute("data-state"), "card");
          found.push(...(await faultsOf(page, `${path}, ${state}`)));
        }
      }
      assert.deepEqual(found, []);
    });
  }

  if (name !== "real") continue;
  guide.test("axe finds nothing on the other pages of the real guide, with everything open", {}, async ({ page, open }) => {
    const found = [];
    for (const path of pagesOf(guide.site).filter((path) => !SHAPES.includes(path))) {
      await visit({ page, open }, path);
      await page.evaluate(...STATES["with everything open"]);
      found.push(...(await faultsOf(page, path)));
    }
    assert.deepEqual(found, []);
  });

  guide.test("the page that stands for all topics shows all that a topic can", { at: "multimodal-models.html" }, async ({ page }) => {
    const missing = await page.evaluate((parts) => parts.filter((part) => !document.querySelector(part)), PARTS);
    assert.deepEqual(missing, []);
  });
}
