/** How a reader handles what is remembered. */

import { eventually } from "./stage.js";

/** A morning, in the reader's own time. */
export const MORNING = new Date(2026, 10, 24, 9, 0, 0);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Where the entries of a site on stage are kept. */
export const KEY = "genai-guide:/repo/guide/:";

/** What is kept in the browser, without what it begins with. */
export const kept = (page) => page.evaluate((key) => Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith(key)).map(([name, value]) => [name.slice(key.length), value])), KEY);

/** Opens the answer of a question on its topic's page, and grades it. */
export async function grade(page, id, name) {
  const question = page.locator(`#${id}`);
  await question.locator("details.answer").evaluate((answer) => { answer.open = true; });
  await question.getByRole("button", { name: new RegExp(`^${name}`) }).click();
}

/** The words of a page's sums, such as `["1 in learning", "3 new"]`. */
export const sums = (locator) => locator.locator(".study .state").allInnerTexts();

/** Begins the review. */
export async function begin(page) {
  await page.getByRole("button", { name: /^Start with/ }).click();
  await eventually(() => page.locator("review-desk").getAttribute("data-state"), "card");
}

/** The title of the card that is shown. */
export const card = (page) => page.locator(".review-stage .question-title").innerText();

/** Shows the answer and grades it; waits until the next card, or the end, is there. */
export async function answer(page, name) {
  const before = await page.locator(".review-stage").innerHTML();
  await page.getByRole("button", { name: "Show the answer" }).click();
  await page.locator(".review-stage > recall-grade").getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await eventually(async () => (await page.locator(".review-stage > recall-grade:not([hidden])").count()) === 0 && (await page.locator(".review-stage").innerHTML()) !== before, true);
}
