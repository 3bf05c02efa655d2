/** How a reader handles the self-check. */

import assert from "node:assert/strict";

import { eventually } from "./stage.js";

/** A label without the letter that the script writes before it. */
const bare = (text) => text.trim().replace(/^[A-Z]\. /, "");

/** One question of the page. */
export function question(page, id) {
  const form = page.locator(`form[data-question="${id}"]`);
  const option = (text) => form.locator(".choices > li").filter({ has: page.locator("label", { hasText: text }) });
  return {
    form,
    option,
    /** A press on the option's text. */
    choose: (text) => option(text).locator("label").click(),
    check: () => form.getByRole("button", { name: "Check" }).click(),
    again: () => form.getByRole("button", { name: "Try again" }).click(),
    result: () => form.locator(".result").innerText(),
    /** The options as they stand, by their labels. */
    order: async () => (await form.locator(".choices label").allInnerTexts()).map(bare),
    /** What is said beside each option, by the beginning of its label. */
    said: async () => Object.fromEntries((await form.locator(".choices > li").evaluateAll((items) => items.map((item) => {
      const name = item.querySelector("label").innerText.split("\n")[0];
      const marks = [...item.querySelectorAll(".mark, .feedback")].map((element) => element.innerText.trim());
      return [name, marks.join(" ")];
    }))).map(([name, marks]) => [bare(name), marks])),
  };
}

/** Begins the quiz that the address describes. */
export async function begin(open, page, address = "?seed=one") {
  await open(`self-check.html${address}`);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await eventually(() => state(page), "paper");
}

/** `setup`, `paper` or `result`. */
export const state = (page) => page.locator("self-check").getAttribute("data-state");

/** What a screen reader was told last. */
export const status = (page) => page.locator("self-check > [role=status]").textContent();

/** The id of the question that is shown; exactly one is. */
export async function shown(page) {
  const ids = await page.locator("check-question").filter({ visible: true }).evaluateAll((questions) => questions.map((question) => question.querySelector("form").id));
  assert.equal(ids.length, 1, `one question is shown: ${ids}`);
  return ids[0];
}

/** The ids of a quiz's questions, in their order, as the reader meets them by "Next". */
export async function walk(page) {
  const ids = [await shown(page)];
  while (await page.getByRole("button", { name: "Next", exact: true }).isVisible()) {
    await page.getByRole("button", { name: "Next", exact: true }).click();
    ids.push(await shown(page));
  }
  return ids;
}

/** Goes to a question of the quiz by the navigator. */
export async function go(page, id) {
  const places = page.locator(".navigator button");
  for (let at = 0; at < (await places.count()); at += 1) {
    if ((await shown(page)) === id) return;
    await places.nth(at).click();
  }
  assert.equal(await shown(page), id);
}

/** Submits the quiz, whatever is open. */
export async function handIn(page, name = "Finish") {
  await page.getByRole("button", { name, exact: true }).click();
  const sure = page.getByRole("button", { name: /^(Submit|Finish) anyway$/ });
  if (await sure.isVisible()) await sure.click();
  await eventually(() => page.locator("check-result h2").count().then((count) => count > 0), true);
}

/** The right answers of the quiz guide. */
export const RIGHT = { single: ["Carbon dioxide"], several: ["two", "three"], pinned: ["None of the above"], code: ["Counting up"] };

/** What has the focus, by the words of its label. */
export async function focused(page) {
  return bare(await page.evaluate(() => {
    const element = document.activeElement;
    return (element.labels?.[0] ?? element).innerText;
  }));
}
