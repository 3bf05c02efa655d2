/** Questions that are answered by a number: typed as people write numbers, marked, overruled, reviewed, printed. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, copy } from "./support/guide.js";
import { begin, go, handIn, question, state, status } from "./support/quiz.js";
import * as recall from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

const guide = stage(() => built("numbers"));
const GRAVITY = "9.81\u{a0}m/s² (± 0.05)";

/** Types an answer and presses Enter. */
async function answer(page, id, text) {
  const field = question(page, id).form.getByRole("textbox");
  await field.fill(text);
  await field.press("Enter");
}

guide.test("a reader opens the answer on the topic's page, with unit and tolerance", { at: "physics.html" }, async ({ page, open }) => {
  const gravity = page.locator("#gravity");
  await gravity.getByText("Show the answer").click();
  assert.equal(await gravity.locator(".verdict").innerText(), GRAVITY);
  assert.equal(await gravity.locator(".badge").first().innerText(), "Numeric answer");
  assert.equal(await gravity.getByText("gravity-explanation").isVisible(), true);
  await open("print.html");
  assert.equal(await page.locator("#gravity .verdict").innerText(), GRAVITY);
  assert.equal(await page.getByText("share-way").isVisible(), true);
  await open("search.html?q=stone");
  assert.match(await page.locator("site-search select[name=kind]").innerText(), /Numeric answer/);
  await page.getByLabel("Kind").selectOption("numeric");
  await eventually(() => page.getByRole("link", { name: /falling stone/ }).count(), 1);
  await open("search.html?q=9.81");
  await eventually(() => page.getByRole("link", { name: /falling stone/ }).count(), 1);
});

/** Prints as a browser does, and keeps the key. */
function print() {
  window.print = () => {
    dispatchEvent(new Event("beforeprint"));
    window.printed = [...document.querySelectorAll(".sheet-key li")].map((line) => line.textContent);
    dispatchEvent(new Event("afterprint"));
  };
}

guide.test("numbers are marked as they are meant, and what is none isn't marked", { at: "index.html", init: print }, async ({ page, open }) => {
  await begin(open, page);
  await go(page, "gravity");
  const { form, result } = question(page, "gravity");
  assert.equal(await form.getByRole("textbox", { name: "Your answer m/s²", exact: true }).getAttribute("inputmode"), "decimal");
  await answer(page, "gravity", "ten");
  assert.equal(await result(), "That isn’t a number in m/s². Type one such as 2.5 or 3/4.");
  assert.equal(await status(page), await result());
  assert.equal(await form.locator("details.key").isVisible(), false);
  await answer(page, "gravity", "9,8 m/s^2");
  assert.equal(await status(page), "Correct. 1 of 1 correct so far.");
  await go(page, "share");
  await answer(page, "share", "50 %");
  assert.equal(await status(page), "Correct. 2 of 2 correct so far.");
  assert.equal(await page.getByText("share-way").isVisible(), true);
  await go(page, "product");
  assert.equal(await question(page, "product").form.getByRole("textbox", { name: "Your answer", exact: true }).getAttribute("inputmode"), null);
  await answer(page, "product", "1,5·10³");
  assert.equal(await status(page), "Incorrect. The correct answer is -1.5 × 10³. 2 of 3 correct so far.");
  await page.getByRole("button", { name: "I was right" }).click();
  assert.match(await status(page), /^Counted as correct\. 3 of 3/);
  await page.getByRole("button", { name: "Print answer key" }).click();
  assert.deepEqual((await page.evaluate(() => window.printed)).toSorted(), ["-1.5 × 10³", "0.5", GRAVITY].toSorted());
  await handIn(page);
  assert.match(await page.locator("check-result h2").first().innerText(), /^3 of 3 correct/);
  await page.reload();
  assert.match(await page.locator("check-result h2").first().innerText(), /^3 of 3 correct/);
});

guide.test("an exam says once that a text is no number, and then goes on", {}, async ({ page, open }) => {
  await begin(open, page, "?id=gravity&id=share&seed=a&mode=exam");
  await go(page, "gravity");
  await answer(page, "gravity", "ten");
  assert.match(await question(page, "gravity").result(), /^That isn’t a number/);
  assert.equal(await status(page), await question(page, "gravity").result());
  await question(page, "gravity").form.getByRole("textbox").fill("9.9");
  assert.equal(await question(page, "gravity").result(), "");
  await go(page, "share");
  await answer(page, "share", "1/2");
  await handIn(page, "Submit");
  assert.match(await page.locator("check-result h2").first().innerText(), /^1 of 2 correct/);
  assert.equal(await state(page), "result");
});

guide.test("a review asks for the number, and marks it", { at: "review.html" }, async ({ page }) => {
  await recall.begin(page);
  const field = page.locator(".review-stage").getByRole("textbox");
  await field.fill("9.86");
  await field.press("Enter");
  await eventually(() => page.locator(".review-stage .result").innerText(), "Correct.");
  await page.locator(".review-stage > recall-grade").getByRole("button", { name: /^Good/ }).click();
  await eventually(async () => (await recall.card(page)).startsWith("What share"), true);
});

guide.test("without JavaScript the answer opens below the field", { at: "self-check.html", javaScriptEnabled: false }, async ({ page }) => {
  const gravity = page.locator("form#gravity");
  await gravity.getByText("Show the answer").click();
  assert.equal(await gravity.locator(".key-list").innerText(), `Correct: ${GRAVITY}`);
});

const LANGUAGES = {
  de: { shown: "9,81\u{a0}m/s² (± 0,05)", typed: "9,81", kind: "Zahlenantwort", right: "Richtig.", no: /^Das ist keine Zahl in m\/s²\. .* 2,5 oder 3\/4/ },
  ar: { typed: "٩٫٨١", kind: "إجابة عددية", right: "صحيح.", no: /^هذا ليس عددًا بوحدة \u2068m\/s²\u2069/u, wrong: /\u20689[.,]81\u{a0}m\/s² \(± 0[.,]05\)\u2069|\u2068[٠-٩٫]+\u{a0}m\/s² \(± [٠-٩٫]+\)\u2069/u },
  ja: { shown: "9.81\u{a0}m/s² (± 0.05)", typed: "９．８１", kind: "数値", right: "正解です。", no: /^m\/s² の数値ではありません/ },
};

for (const [language, { shown, typed, kind, right, no, wrong }] of Object.entries(LANGUAGES)) {
  const site = stage(() => {
    const folder = copy("numbers");
    const settings = join(folder, "book.toml");
    writeFileSync(settings, readFileSync(settings, "utf8").replace("\"en\"", `"${language}"`));
    const { code, screen, site } = build(folder);
    assert.equal(code, 0, screen);
    return site;
  });
  site.test(`${language}: a number is shown and read as the language writes it`, { at: "physics.html" }, async ({ page, open }) => {
    const gravity = page.locator("#gravity");
    await gravity.locator("details.answer > summary").click();
    const text = await gravity.locator(".verdict bdi").innerText();
    if (shown) assert.equal(text, shown);
    assert.equal(await gravity.locator(".badge").first().innerText(), kind);
    // The number stands before its unit, on a page of either direction.
    assert.equal(await gravity.locator(".verdict bdi").evaluate((element) => getComputedStyle(element).unicodeBidi), "isolate");
    await open("self-check.html#gravity");
    await answer(page, "gravity", "x");
    assert.match(await question(page, "gravity").result(), no);
    await answer(page, "gravity", typed);
    assert.equal(await question(page, "gravity").result(), right);
    if (!wrong) return;
    // In a sentence from right to left the number, its unit and its tolerance stay together.
    await question(page, "gravity").form.locator(".check-row button").first().click();
    await answer(page, "gravity", "1");
    assert.match(await status(page), wrong);
  });
}
