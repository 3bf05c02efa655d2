/** Answers: hidden until the reader wants them, and open when a link leads into them. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const nested = () => built("nested");

/** Whether each answer of the page is open, by the question's id. */
const openAnswers = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll(".question")].map((question) => [question.id, question.querySelector("details.answer").open]),
));

/** Waits until exactly the answers of these questions are open. */
async function onlyOpen(page, ...ids) {
  const all = Object.keys(await openAnswers(page));
  await eventually(() => openAnswers(page), Object.fromEntries(all.map((id) => [id, ids.includes(id)])));
}

/** Waits until the element with this id stands in the upper half of the window, or as high as the page's end allows. */
async function scrolledTo(page, id) {
  await eventually(() => page.evaluate((id) => {
    const top = document.getElementById(id).getBoundingClientRect().top;
    const root = document.documentElement;
    const atEnd = root.scrollHeight - root.clientHeight - root.scrollTop < 2;
    return top > -2 && (top < innerHeight / 2 || (atEnd && top < innerHeight));
  }, id), true);
}

const summaryOf = (page, id) => page.locator(`[id="${id}"] details.answer > summary`);

/** Plain facts are tested in one place, what every reader must have in all of them. */
const PLACES = [
  { browser: "chromium", over: "http", all: true },
  { browser: "chromium", over: "file" },
  { browser: "firefox", over: "file" },
];

for (const { browser, over, all } of PLACES) {
  const guide = stage(nested, { browser, over });
  const everywhere = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);
  const fact = all ? everywhere : () => {};
  const first = { at: "outer.html", viewport: { width: 800, height: 600 } };

  everywhere("every answer is closed at first, and its text can't be seen", first, async ({ page }) => {
    await onlyOpen(page);
    assert.equal(await page.getByText("first-answer").isVisible(), false);
    assert.equal(await page.getByText("A prompt before the answer").isVisible(), true);
  });

  everywhere("a click opens an answer, and another closes it", first, async ({ page }) => {
    await summaryOf(page, "first").click();
    await onlyOpen(page, "first");
    assert.equal(await page.getByText("first-answer").isVisible(), true);
    await summaryOf(page, "first").click();
    await onlyOpen(page);
  });

  everywhere("Enter and Space open and close an answer", first, async ({ page }) => {
    await summaryOf(page, "second").focus();
    await page.keyboard.press("Enter");
    await onlyOpen(page, "second");
    await page.keyboard.press("Space");
    await onlyOpen(page);
  });

  fact("a hint opens without its answer", first, async ({ page }) => {
    await page.locator("#first details.hint > summary").click();
    assert.equal(await page.getByText("first-hint").isVisible(), true);
    await onlyOpen(page);
  });

  everywhere("the address of a question leads there and keeps its answer closed", { ...first, at: "outer.html#second" }, async ({ page }) => {
    await scrolledTo(page, "second");
    await onlyOpen(page);
  });

  fact("an earlier address of a question leads there too", { ...first, at: "outer.html#very-first" }, async ({ page }) => {
    await scrolledTo(page, "very-first");
    await onlyOpen(page);
  });

  everywhere("the address that links in answers use shows the question and opens its answer", { ...first, at: "outer.html#second.open" }, async ({ page }) => {
    await onlyOpen(page, "second");
    await scrolledTo(page, "second");
    assert.ok(await page.locator("#second .question-title").evaluate((title) => title.getBoundingClientRect().top > -2));
  });

  everywhere("the address of a section inside a closed answer opens it and leads there", { ...first, at: "outer.html#first_follow-ups" }, async ({ page }) => {
    await onlyOpen(page, "first");
    await scrolledTo(page, "first_follow-ups");
    assert.equal(await page.getByText("first-follow-up").isVisible(), true);
  });

  fact("the address of a heading inside a closed answer opens it and leads there", { ...first, at: "outer.html#first_a-place-inside" }, async ({ page }) => {
    await onlyOpen(page, "first");
    await scrolledTo(page, "first_a-place-inside");
  });

  fact("the address of a hint opens the hint", { ...first, at: "outer.html#first_hint" }, async ({ page }) => {
    await eventually(() => page.getByText("first-hint").isVisible(), true);
    await onlyOpen(page);
  });

  fact("another place in the same page, typed into the address, opens its answer", first, async ({ page, open }) => {
    await open("outer.html#second_explanation");
    await onlyOpen(page, "second");
    await scrolledTo(page, "second_explanation");
  });

  everywhere("a link from one answer to another opens that and leads there", first, async ({ page }) => {
    await summaryOf(page, "second").click();
    await page.getByRole("link", { name: "its follow-ups" }).last().click();
    await onlyOpen(page, "first", "second");
    await scrolledTo(page, "first_follow-ups");
  });

  fact("the same link works again after its answer was closed", first, async ({ page }) => {
    await summaryOf(page, "second").click();
    const link = page.locator("#second").getByRole("link", { name: "its follow-ups" });
    await link.click();
    await onlyOpen(page, "first", "second");
    await summaryOf(page, "first").click();
    await onlyOpen(page, "second");
    await link.click();
    await onlyOpen(page, "first", "second");
    await scrolledTo(page, "first_follow-ups");
  });

  everywhere("a link from another page opens the answer it leads to", { ...first, at: "outer/inner/core.html" }, async ({ page, url }) => {
    await summaryOf(page, "deepest").click();
    await page.locator("#deepest").getByRole("link", { name: "first" }).click();
    await eventually(async () => page.url(), `${url}outer.html#first_hint`);
    await eventually(() => page.getByText("first-hint").isVisible(), true);
  });

  fact("a footnote inside an answer leads to its text and back", { ...first, at: "outer.html#first.open" }, async ({ page }) => {
    await page.getByRole("link", { name: "Footnote 1" }).first().click();
    await scrolledTo(page, "first_fn.1");
    await page.getByRole("link", { name: "Back to reference 1" }).first().click();
    await scrolledTo(page, "first_fnref.1");
    await onlyOpen(page, "first");
  });

  fact("the list of questions leads to a question without giving its answer away", { ...first, viewport: { width: 1280, height: 600 } }, async ({ page }) => {
    await page.getByRole("navigation", { name: "Questions on this page" }).getByRole("link", { name: "What comes second?" }).click();
    await scrolledTo(page, "second");
    await onlyOpen(page);
  });

  everywhere("all answers open and close by a button each", first, async ({ page }) => {
    const hide = page.getByRole("button", { name: "Hide all" });
    assert.equal(await hide.isVisible(), false, "there is nothing to hide");
    await page.getByRole("button", { name: "Reveal all" }).click();
    await onlyOpen(page, ...Object.keys(await openAnswers(page)));
    await hide.press("Enter");
    await onlyOpen(page);
    await eventually(() => hide.isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Reveal all answers", "the focus stays near");
    await summaryOf(page, "first").click();
    await eventually(() => hide.isVisible(), true);
  });

  fact("an address that names no place does no harm", { ...first, at: "outer.html#no-such-place" }, async ({ page }) => {
    await onlyOpen(page);
    await summaryOf(page, "first").click();
    await onlyOpen(page, "first");
  });

  fact("an address with a stray percent sign does no harm", { ...first, at: "outer.html#100%" }, async ({ page }) => {
    await onlyOpen(page);
    await page.getByRole("button", { name: "Reveal all" }).click();
    await onlyOpen(page, ...Object.keys(await openAnswers(page)));
  });

  const bare = { ...first, javaScriptEnabled: false };

  everywhere("without JavaScript a click opens an answer", bare, async ({ page }) => {
    await onlyOpen(page);
    await summaryOf(page, "first").click({ force: true }); // the driver's own check for what moves needs scripts
    await onlyOpen(page, "first");
    assert.equal(await page.getByText("first-answer").isVisible(), true);
  });

  fact("without JavaScript Enter opens an answer", bare, async ({ page }) => {
    await summaryOf(page, "second").focus();
    await page.keyboard.press("Enter");
    await onlyOpen(page, "second");
  });

  everywhere("without JavaScript no button that does nothing is there, and all text is", bare, async ({ page }) => {
    assert.equal(await page.locator("button, input, select").filter({ visible: true }).count(), 0);
    const text = await page.locator("main").textContent();
    for (const piece of ["hint", "in-short", "answer", "footnote", "explanation", "follow-up"]) {
      assert.ok(text.includes(`first-${piece}`), piece);
    }
  });
}

/** What a reader meets who follows links of the guide itself: by script or without, from disk or from a server. */
const WALKS = [
  { browser: "chromium", over: "http" },
  { browser: "chromium", over: "file", javaScriptEnabled: false },
  { browser: "firefox", over: "file" },
  { browser: "firefox", over: "http", javaScriptEnabled: false },
];

for (const { javaScriptEnabled = true, ...how } of WALKS) {
  const guide = stage(() => built("real"), how);
  const where = `${how.browser}, ${how.over}${javaScriptEnabled ? "" : ", no JavaScript"}`;

  guide.test(`plans and introductions keep answers closed, answers and the glossary open them (${where})`, { javaScriptEnabled, viewport: { width: 1280, height: 800 } }, async ({ page, open }) => {
    const isOpen = (id) => page.locator(`#${id} details.answer`).evaluate((answer) => answer.open);
    const title = (id) => page.locator(`#${id} .question-title`).evaluate((title) => {
      const { top, bottom } = title.getBoundingClientRect();
      return top > -2 && bottom < innerHeight;
    });
    /** Follows a link as readers do, then opens the same address in a new tab. */
    const follow = async (link, id, expected) => {
      await link.click({ force: true });
      await page.waitForURL(new RegExp(`#${id}(\\.open)?$`));
      await eventually(() => title(id), true);
      await eventually(() => isOpen(id), expected);
      const tab = await page.context().newPage();
      await tab.goto(page.url());
      await eventually(() => tab.locator(`#${id} details.answer`).evaluate((answer) => answer.open), expected);
      await tab.close();
    };
    await open("study-plan.html");
    await follow(page.locator("main").getByRole("link", { name: "Transformer", exact: true }).first(), "what-is-a-transformer", false);
    for (const from of ["transformers.html", "agents-and-tools.html", "fine-tuning.html"]) {
      await open(from);
      const link = page.locator(".page-head .prose a[href*='#']:not([href*='#_'])").first();
      await follow(link, (await link.getAttribute("href")).split("#")[1], false);
    }
    await open("glossary.html");
    await follow(page.locator("main").getByRole("link", { name: "Mixture of experts" }).first(), "mixture-of-experts", true);
    const inside = page.locator("#mixture-of-experts details.answer .prose a[href*='.open']").first();
    await follow(inside, (await inside.getAttribute("href")).split("#")[1].replace(".open", ""), true);
  });
}
