/** Filters by kind, difficulty and tag: what is left out, and where the choice is kept. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, copy } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const shown = (page) => page.locator(".question").filter({ visible: true }).evaluateAll((questions) => questions.map(({ id }) => id));
const listed = (page) => page.locator(".question-nav li").filter({ visible: true }).evaluateAll((items) => items.map((item) => item.querySelector("a").hash.slice(1)));
/** The questions of a page by what their badges say. */
const badged = (page, ...words) => page.locator(".question").evaluateAll(
  (questions, words) => questions.filter((question) => words.every((word) => question.querySelector(".badges").textContent.includes(word))).map(({ id }) => id), words);
const told = (page) => page.locator("question-filter [role=status]").innerText();

for (const { browser, over } of [{ browser: "chromium", over: "http" }, { browser: "chromium", over: "file" }, { browser: "firefox", over: "file" }]) {
  const guide = stage(() => built("real"), { browser, over });
  const fact = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);
  const start = { at: "transformers.html", viewport: { width: 1280, height: 900 } };

  fact("a choice leaves out the others, in the list at the side too, and says how many are left", start, async ({ page, url }) => {
    const all = await shown(page);
    const left = await badged(page, "Multiple choice");
    const both = await badged(page, "Multiple choice", "Intermediate");
    assert.ok(all.length > left.length && left.length > both.length && both.length > 0);
    await page.getByLabel("Kind").selectOption("mcq");
    assert.deepEqual(await shown(page), left);
    assert.deepEqual(await listed(page), left);
    assert.equal(await told(page), `${left.length} of ${all.length} questions shown`);
    await page.getByLabel("Difficulty").selectOption("intermediate");
    assert.deepEqual(await shown(page), both);
    assert.equal(page.url(), `${url}transformers.html?kind=mcq&difficulty=intermediate`);
    await page.getByRole("button", { name: "Show all" }).click();
    await eventually(() => told(page), `All ${all.length} questions shown`);
    assert.equal(page.url(), `${url}transformers.html`);
  });

  fact("the address brings the choice back: reload, the way back, a link", start, async ({ page, open }) => {
    const all = await shown(page);
    const beginner = await badged(page, "Beginner");
    await page.locator("select[name=tag]").selectOption("self-attention");
    const left = await shown(page);
    assert.ok(left.length > 0 && left.length < all.length);
    await page.reload();
    assert.deepEqual(await shown(page), left);
    assert.equal(await page.locator("select[name=tag]").inputValue(), "self-attention");
    await page.getByLabel("Kind").selectOption("descriptive");
    await page.goBack();
    await eventually(() => shown(page), left);
    await open("transformers.html?kind=nonsense&difficulty=beginner");
    assert.equal(await page.getByLabel("Kind").inputValue(), "");
    assert.deepEqual(await shown(page), beginner);
    assert.equal(await told(page), `${beginner.length} of ${all.length} questions shown`);
  });

  fact("a link to a question that is left out shows it", { ...start, at: "transformers.html?kind=mcq" }, async ({ page }) => {
    await page.evaluate(() => { location.hash = "#what-is-a-transformer"; });
    await eventually(() => page.locator("#what-is-a-transformer").isVisible(), true);
    assert.equal(await page.getByLabel("Kind").inputValue(), "");
  });

  fact("without JavaScript there are no fields that do nothing", { ...start, javaScriptEnabled: false }, async ({ page }) => {
    assert.equal(await page.locator("select").filter({ visible: true }).count(), 0);
  });
}

/** A guide whose tags are anything but letters. */
const strange = stage(() => {
  const folder = copy("quiz");
  const tags = ["a&b", "\"><img src=x>", "två ord", "🦀"];
  writeFileSync(join(folder, "content", "basics", "strange.md"), `---\ntitle: Strange?\ntags: ${JSON.stringify(tags)}\n---\n\nYes.\n`);
  const { code, screen, site } = build(folder);
  assert.equal(code, 0, screen);
  return site;
});

strange.test("a tag may be any text", { at: "basics.html" }, async ({ page }) => {
  for (const tag of ["a&b", "\"><img src=x>", "två ord", "🦀"]) {
    await page.locator("select[name=tag]").selectOption(tag);
    assert.deepEqual(await shown(page), ["strange"]);
    await page.reload();
    assert.deepEqual(await shown(page), ["strange"], `${tag} comes back`);
  }
});
