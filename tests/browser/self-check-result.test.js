/** What came of a paper: told, drawn, printed, and taken up again. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { fold, print } from "./support/paper.js";
import { begin, go, handIn, question, shown, state, walk } from "./support/quiz.js";
import { eventually, stage } from "./support/stage.js";

const guide = stage(() => built("quiz"));

/** A paper in which `single` is right, `several` half right, and nothing else is answered. */
async function take(open, page, address = "?seed=result") {
  await begin(open, page, address);
  await go(page, "single");
  await question(page, "single").choose("Carbon dioxide");
  await question(page, "single").check();
  await go(page, "several");
  await question(page, "several").choose("two");
  await question(page, "several").check();
  await handIn(page);
}

guide.test("the score is told in all, by topic and by difficulty", {}, async ({ page, open }) => {
  await take(open, page);
  assert.equal(await page.locator("check-result h2").first().innerText(), "1 of 5 correct (20%)");
  const tables = await page.locator("table.scores").evaluateAll((tables) => tables.map((table) => [
    table.caption.textContent, ...[...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
  ]));
  assert.deepEqual(tables[0][0], "By topic");
  assert.deepEqual([...tables[0].slice(1)].sort(), [["Choosing", "1 of 4", "25%"], ["Typing", "0 of 1", "0%"]]);
  assert.equal(tables[1][0], "By difficulty");
  assert.deepEqual(tables[1].slice(1).find(([name]) => name === "Beginner")?.[1], "1 of 1");
});

guide.test("each bar is as long as its share", {}, async ({ page, open }) => {
  await take(open, page);
  const bars = await page.locator("table.scores tbody tr").evaluateAll((rows) => rows.map((row) => {
    const width = (part) => row.querySelector(`.bar .${part}`).getBoundingClientRect().width;
    return [Math.round((100 * width("part")) / width("ground")), Number.parseInt(row.querySelector(".share span").textContent, 10)];
  }));
  assert.ok(bars.length > 2);
  for (const [drawn, told] of bars) assert.ok(Math.abs(drawn - told) <= 1, `${drawn} is drawn for ${told}`);
});

guide.test("what was not right is shown with what is to be said, and leads to its place in the topic", {}, async ({ page, open, url }) => {
  await take(open, page);
  const seen = await page.locator("check-question").filter({ visible: true }).evaluateAll((questions) => questions.map((question) => question.querySelector("form").id));
  assert.deepEqual(seen.sort(), ["code", "pinned", "several", "typed"]);
  assert.equal(await page.getByText("several-explanation").isVisible(), true);
  assert.equal(await question(page, "typed").result(), "Not answered.");
  await page.getByLabel("Show correct answers too").check();
  assert.equal(await question(page, "single").form.isVisible(), true);
  assert.equal(await page.getByText("carbon-feedback").isVisible(), true);
  await question(page, "several").form.getByRole("link", { name: "View this question in its topic" }).click();
  await page.waitForURL(`${url}basics.html#several.open`);
  await eventually(() => page.locator("#several details.answer").evaluate((answer) => answer.open), true);
});

guide.test("the wrong ones can be tried again, by an address of their own", {}, async ({ page, open }) => {
  await take(open, page);
  await page.getByRole("button", { name: "Retry 4 questions" }).click();
  await eventually(() => state(page), "paper");
  const ids = await walk(page);
  assert.deepEqual([...ids].sort(), ["code", "pinned", "several", "typed"]);
  await go(page, ids[1]);
  await page.reload();
  await eventually(() => state(page), "paper");
  assert.equal(await shown(page), ids[1]);
});

guide.test("the result is there after a reload, and from the first page of the self-check", {}, async ({ page, open }) => {
  await take(open, page);
  const told = () => page.locator("check-result h2").first().innerText();
  await page.reload();
  await eventually(() => told().catch(() => ""), "1 of 5 correct (20%)");
  await page.getByRole("button", { name: "New quiz" }).click();
  await eventually(() => state(page), "setup");
  await page.getByRole("button", { name: "View results" }).click();
  await eventually(() => told().catch(() => ""), "1 of 5 correct (20%)");
});

guide.test("a kept paper can be discarded", {}, async ({ page, open }) => {
  await begin(open, page);
  await page.getByRole("button", { name: "Exit quiz" }).click();
  await eventually(() => state(page), "setup");
  await page.getByRole("button", { name: "Discard" }).click();
  assert.equal(await page.getByRole("button", { name: "Continue" }).count(), 0);
  await page.reload();
  assert.equal(await page.getByRole("button", { name: "Continue" }).count(), 0);
});

guide.test("the result is printed with its tables and what was wrong, without what can only be pressed", {}, async ({ page, open }) => {
  await take(open, page);
  const { text } = await print(page);
  for (const piece of ["1 of 5 correct", "By topic", "Choosing", "several-explanation"]) assert.ok(text.includes(fold(piece)), piece);
  for (const piece of ["Retry", "New quiz", "carbon-feedback", "New quiz"]) assert.equal(text.includes(fold(piece)), false, piece);
});

guide.test("a paper that is not begun prints as an exam paper: every question, no answer", { at: "self-check.html" }, async ({ page }) => {
  const { text } = await print(page);
  for (const piece of ["Which gas do plants take in?", "Carbon dioxide", "Which of these are prime?"]) assert.ok(text.includes(fold(piece)), piece);
  for (const piece of ["carbon-feedback", "single-explanation", "New quiz"]) assert.equal(text.includes(fold(piece)), false, piece);
});

guide.test("the link to a paper can be copied; where that is forbidden it is shown", {}, async ({ page, open, url }) => {
  await begin(open, page, "?seed=link");
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: { writeText: (text) => { window.copied = text; } } }));
  await page.getByRole("button", { name: "Copy quiz link" }).click();
  await eventually(() => page.evaluate(() => window.copied), `${url}self-check.html?n=5&seed=link`);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true })).catch(() => {});
  await page.reload();
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copy quiz link" }).click();
  assert.equal(await page.getByLabel("Quiz link").inputValue(), `${url}self-check.html?n=5&seed=link`);
});
