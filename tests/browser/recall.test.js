/** What a reader knows, on the pages where the questions are. */

import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, copy } from "./support/guide.js";
import * as quiz from "./support/quiz.js";
import { DAY, KEY, MINUTE, MORNING, grade, kept, sums } from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

const guide = stage(() => built("quiz"));
const state = (page, id) => page.locator(`#${id}`).getAttribute("data-progress");
const badges = (page, id) => page.locator(`#${id} .badge.state`).allInnerTexts();

guide.test("an opened answer asks how well it was recalled, each grade with its time", { at: "basics.html" }, async ({ page }) => {
  assert.equal(await page.locator("recall-grade").count(), 0);
  await page.locator("#single summary", { hasText: "answer" }).click();
  const buttons = page.locator("#single recall-grade button");
  assert.deepEqual(await buttons.evaluateAll((list) => list.map((button) => button.textContent)), ["Again 1 min", "Hard 6 min", "Good 10 min", "Easy 8 days"]);
  assert.equal(await page.getByRole("group", { name: "How well did you recall it?" }).count(), 1);
});

guide.test("a grade says when the question comes again, is kept, and can be taken back", { at: "basics.html" }, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await grade(page, "single", "Easy");
  const status = page.locator("#single recall-grade [role=status]");
  assert.match(await status.innerText(), /^Easy: due again in 8 days\./);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Undo");
  await eventually(() => state(page, "single"), "known");
  assert.deepEqual(await badges(page, "single"), ["Known"]);
  assert.deepEqual(await sums(page.locator("study-state")), ["1 known", "3 new"]);
  await open("basics.html");
  await eventually(() => state(page, "single"), "known");
  await page.locator("#single details.answer").evaluate((answer) => { answer.open = true; });
  await grade(page, "single", "Again");
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(() => state(page, "single"), "known");
  assert.match((await kept(page))["card:single"], /E"\}$/);
});

/** Counts how often the page asks the browser to keep its storage. */
const countAsking = () => {
  let asked = 0;
  Object.defineProperty(navigator.storage, "persist", { value: () => Promise.resolve(Boolean(asked += 1)) });
  Object.defineProperty(window, "asked", { get: () => asked });
};

guide.test("after the first reviews the browser is asked once not to clear its storage", { at: "basics.html", init: countAsking }, async ({ page, open }) => {
  const asked = () => page.evaluate(() => window.asked);
  await grade(page, "single", "Easy");
  await grade(page, "several", "Easy");
  assert.equal(await asked(), 0);
  await grade(page, "pinned", "Easy");
  assert.equal(await asked(), 1);
  await open("basics.html");
  await grade(page, "code", "Easy");
  assert.equal(await asked(), 0, "not again after a reload");
});

guide.test("what is learned comes due with time", {}, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await open("basics.html");
  await grade(page, "single", "Good");
  await grade(page, "several", "Easy");
  await eventually(() => state(page, "single"), "learning");
  await page.clock.setFixedTime(new Date(MORNING.getTime() + 11 * MINUTE));
  await page.reload();
  assert.deepEqual([await state(page, "single"), await state(page, "several")], ["due", "known"]);
  // The eighth day, from its first minute on.
  await page.clock.setFixedTime(new Date(MORNING.getTime() + 8 * DAY - 8 * 60 * MINUTE));
  await page.reload();
  assert.deepEqual(await sums(page.locator("study-state")), ["2 due", "2 new"]);
});

guide.test("the filter leaves out what is known", { at: "basics.html" }, async ({ page }) => {
  await grade(page, "single", "Easy");
  await eventually(() => state(page, "single"), "known");
  await page.getByLabel("Progress").selectOption("not yet known");
  assert.deepEqual(await page.locator(".question:not([hidden])").evaluateAll((questions) => questions.map(({ id }) => id)), ["several", "pinned", "code"]);
  assert.match(page.url(), /progress=unknown/);
});

guide.test("the front page sums up the guide and each topic, and only for who has learned something", { at: "index.html" }, async ({ page, open }) => {
  assert.equal(await page.locator("study-state .study").count(), 0);
  assert.equal(await page.evaluate(() => document.querySelector("script[src*='review/']")), null);
  await open("basics.html");
  await grade(page, "single", "Easy");
  await open("index.html");
  await eventually(() => sums(page.locator("study-state[data-all]")), ["1 known", "5 new"]);
  assert.deepEqual(await sums(page.locator("study-state[data-topic=basics]")), ["1 known", "3 new"]);
  assert.equal(await page.locator("study-state[data-topic=typed] .study").count(), 0);
});

guide.test("the front page offers to continue a quiz that is not finished", {}, async ({ page, open }) => {
  await quiz.begin(open, page, "?id=single&id=several&seed=a");
  await quiz.go(page, "single");
  await quiz.question(page, "single").choose("Oxygen");
  await quiz.question(page, "single").check();
  await open("index.html");
  const lead = page.locator(".home-actions .primary");
  await eventually(() => lead.innerText(), "Continue quiz (1 of 2)");
  await lead.click();
  await eventually(() => quiz.state(page), "paper");
});

guide.test("a check of the self-check counts, once", {}, async ({ page, open }) => {
  await quiz.begin(open, page, "?id=single&id=several&seed=a");
  await quiz.go(page, "single");
  await quiz.question(page, "single").choose("Oxygen");
  await quiz.question(page, "single").check();
  await quiz.question(page, "single").again();
  await quiz.question(page, "single").choose("Carbon dioxide");
  await quiz.question(page, "single").check();
  const cards = await kept(page);
  assert.match(cards["card:single"], /"e":"[0-9a-z]+A"/);
  assert.match(cards["card:single"], /"r":"[0-9a-f]{6}\.[0-9a-f]{16}"/);
  assert.equal(cards["card:several"], undefined);
});

guide.test("an exam counts when it is handed in, and not again when its result is seen again", {}, async ({ page, open }) => {
  await quiz.begin(open, page, "?id=single&id=several&mode=exam&seed=a");
  await quiz.go(page, "single");
  await quiz.question(page, "single").choose("Carbon dioxide");
  assert.equal((await kept(page))["card:single"], undefined);
  await quiz.handIn(page, "Submit");
  const cards = await kept(page);
  assert.match(cards["card:single"], /"e":"[0-9a-z]+G"/);
  assert.equal(cards["card:several"], undefined, "what was not answered was not asked");
  await page.reload();
  await page.locator("check-result h2").first().waitFor();
  assert.deepEqual((await kept(page))["card:single"], cards["card:single"]);
});

guide.test("two tabs know of each other", { at: "basics.html" }, async ({ page, url }) => {
  const other = await page.context().newPage();
  await other.goto(`${url}basics.html`);
  await grade(page, "single", "Easy");
  await eventually(() => state(other, "single"), "known");
  await grade(other, "several", "Easy");
  await grade(other, "single", "Again");
  await eventually(() => state(page, "several"), "known");
  const cards = await kept(page);
  assert.match(cards["card:single"], /"e":"[0-9a-z]+E[0-9a-z]+A"/);
});

guide.test("nothing of it is printed, and nothing is there without JavaScript", { at: "basics.html", javaScriptEnabled: false }, async ({ page }) => {
  assert.equal(await page.getByLabel("Progress").isVisible(), false);
  assert.equal(await page.locator("study-state").innerText(), "");
});

guide.test("an entry of a newer version is left as it is, and said", { at: "basics.html" }, async ({ page }) => {
  await page.evaluate((key) => localStorage.setItem(`${key}card:single`, '{"v":9}'), KEY);
  await grade(page, "single", "Good");
  assert.match(await page.locator("#single recall-grade [role=status]").innerText(), /newer version/);
  assert.equal((await kept(page))["card:single"], '{"v":9}');
});

for (const [what, entry] of Object.entries({ "of a newer version": '{"v":2}', damaged: "{", "without reviews": '{"v":1,"r":"","e":""}', "that is a number": "7" })) {
  guide.test(`an entry ${what} takes nothing from the other questions of the page`, { at: "basics.html" }, async ({ page }) => {
    await page.evaluate(({ key, entry }) => {
      for (const id of ["several", "code"]) localStorage.setItem(`${key}card:${id}`, '{"v":1,"r":"","e":"tp65w4A"}');
      localStorage.setItem(`${key}studied`, "true");
      localStorage.setItem(`${key}card:single`, entry);
    }, { key: KEY, entry });
    await page.reload();
    assert.deepEqual([await state(page, "single"), await state(page, "several"), await state(page, "code")], [null, "due", "due"]);
    assert.deepEqual(await sums(page.locator("study-state")), ["2 due", "2 new"]);
    await grade(page, "pinned", "Easy");
    await eventually(() => sums(page.locator("study-state")), ["2 due", "1 known", "1 new"]);
  });
}

/** The quiz guide in two versions: `change` makes the second from the first. */
function versions(change) {
  const folder = copy("quiz");
  return { folder, first: () => build(folder).site, second: () => { change(join(folder, "content", "basics")); return build(folder); } };
}

const edited = versions((content) => {
  const edit = (file, from, to) => {
    const path = join(content, file);
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes(from), `${file}: ${from}`);
    writeFileSync(path, text.replace(from, to));
  };
  edit("single.md", "The leaf takes in carbon dioxide", "The laef takes in carbon dioxide");
  edit("several.md", "- [x] two", "- [ ] two");
  renameSync(join(content, "pinned.md"), join(content, "fixed.md"));
  edit("fixed.md", "title:", "aliases: [pinned]\ntitle:");
});
const deployed = stage(edited.first);

deployed.test("a slip that was mended keeps quiet, a changed answer says so, and a new id keeps what was learned", { at: "basics.html", serviceWorkers: "block", expected: /registration blocked/ }, async ({ page }) => {
  for (const id of ["single", "several", "pinned"]) await grade(page, id, "Easy");
  await eventually(() => state(page, "pinned"), "known");
  const { code, screen } = edited.second();
  assert.equal(code, 0, screen);
  await page.reload();
  assert.deepEqual(await badges(page, "single"), ["Known"]);
  assert.deepEqual(await badges(page, "several"), ["Known", "Changed since you learned it"]);
  assert.deepEqual(await badges(page, "fixed"), ["Known"]);
  await grade(page, "several", "Good");
  await eventually(() => badges(page, "several"), ["Known"]);
});
