/** The self-check as people use it: the real guide, what it offers by default, from the first press to the result. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { fold, print } from "./support/paper.js";
import { focused, question, shown, state, status } from "./support/quiz.js";
import { eventually, stage, strike } from "./support/stage.js";

const guide = stage(() => built("real"));
const small = stage(() => built("quiz"));
const names = stage(() => built("names"));

const desktop = { at: "self-check.html", viewport: { width: 1280, height: 900 } };
const phone = { at: "self-check.html", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const summary = (page) => page.locator(".check-summary").innerText();

/** The quiz as it is laid out: each question with the order of its options. */
const quiz = (page) => page.evaluate(() => {
  dispatchEvent(new Event("beforeprint"));
  return [...document.querySelectorAll("check-sheet form")].map((form) => [form.id, ...[...form.querySelectorAll("[name=answer]")].map((input) => input.value)]);
});

/** Opens an address as somebody else does, and hands over their page. */
async function elsewhere(page, url, look) {
  const context = await page.context().browser().newContext({ viewport: { width: 390, height: 844 } });
  try {
    const other = await context.newPage();
    await other.goto(url);
    return await look(other);
  } finally {
    await context.close();
  }
}

/** Makes a quiz of one topic by mouse. */
async function oneTopic(page, name = /^Fine-tuning/) {
  await button(page, "None").click();
  await page.getByRole("checkbox", { name }).check();
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
}

guide.test("a quiz of one topic starts as it is offered, and its link gives others the same one", desktop, async ({ page }) => {
  await button(page, "None").click();
  await page.getByRole("checkbox", { name: /^Fine-tuning/ }).check();
  const counts = await page.locator("label:has([name=difficulty]) .count").allInnerTexts();
  const all = Number(await page.locator("label:has([value=fine-tuning]) .count").innerText());
  assert.equal(counts.map(Number).reduce((sum, count) => sum + count), all, "what stands beside the difficulties follows the topics");
  assert.equal(await page.locator("check-setup [role=status]").innerText(), `${all} of ${all} matching questions`);
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
  assert.equal(await page.locator(".desk-head h2").innerText(), `Question 1 of ${all}`);
  assert.match(page.url(), new RegExp(`\\?topic=fine-tuning&n=${all}&seed=`));
  const mine = await quiz(page);
  await elsewhere(page, page.url().split("#")[0], async (other) => {
    assert.equal(await summary(other), `${all} questions · Fine-tuning · Practice`);
    assert.equal(await other.getByRole("checkbox").filter({ visible: true }).count(), 0);
    await button(other, "Start").click();
    await eventually(() => state(other), "paper");
    assert.deepEqual(await quiz(other), mine);
  });
});

guide.test("a quiz of all questions has a link that gives others all of them, in the same order", desktop, async ({ page }) => {
  await page.getByLabel("Number of questions").fill("");
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
  const mine = await quiz(page);
  assert.ok(mine.length > 40);
  assert.equal(new URL(page.url()).searchParams.get("n"), String(mine.length));
  await elsewhere(page, page.url().split("#")[0], async (other) => {
    await button(other, "Start").click();
    await eventually(() => state(other), "paper");
    assert.deepEqual(await quiz(other), mine);
    // Links of earlier versions have no number.
    await other.goto(other.url().replace(/n=\d+&|#.*/g, ""));
    await eventually(() => state(other), "paper");
    // Longer than what is marked at once: the reader is led to the result all the same.
    await button(other, "Finish").click();
    await button(other, "Finish anyway").click();
    await eventually(() => focused(other), `0 of ${mine.length} correct (0%)`);
    assert.equal(await other.locator("check-result h2").nth(1).innerText(), `Not answered: ${mine.length}`);
  });
});

guide.test("letters choose by the place of their key where a layout has no Latin ones, and Enter checks and goes on", desktop, async ({ page }) => {
  await oneTopic(page);
  const first = await shown(page);
  const option = (at) => page.locator("check-question").filter({ visible: true }).locator("[name=answer]").nth(at);
  // Russian, Greek and Hebrew; the digit is Arabic.
  for (const [key, code, at] of [["и", "KeyB", 1], ["α", "KeyA", 0], ["ב", "KeyC", 2], ["٢", "Digit2", 1], ["ф", "KeyA", 0]]) {
    await page.locator(".desk-head h2").focus();
    const [before, several] = await option(at).evaluate((input) => [input.checked, input.type === "checkbox"]);
    await strike(page, key, code);
    assert.equal(await option(at).isChecked(), several ? !before : true, key);
  }
  // Where several are right, the first was chosen and taken back.
  if (!(await option(0).isChecked())) await strike(page, "ф", "KeyA");
  await page.locator(".desk-head h2").focus();
  await page.keyboard.press("Enter");
  await eventually(() => question(page, first).result().then((text) => /^(Correct|Incorrect|Partly)/.test(text)), true);
  await page.keyboard.press("Enter");
  await eventually(async () => (await shown(page)) !== first, true);
});

guide.test("whoever practices by keyboard alone gets from question to question, and back after a break", desktop, async ({ page, url }) => {
  await button(page, "None").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: /^Fine-tuning/ }).focus();
  await page.keyboard.press("Space");
  await button(page, "Start").focus();
  await page.keyboard.press("Enter");
  await eventually(() => state(page), "paper");
  const ids = (await quiz(page)).map(([id]) => id);
  for (const [at, id] of ids.entries()) {
    assert.equal(await focused(page), `Question ${at + 1} of ${ids.length}`);
    assert.equal(await shown(page), id);
    await page.keyboard.press("a");
    await page.keyboard.press("Enter");
    assert.match(await status(page), /^(Correct\.|Incorrect\. The correct answers? (is|are) [A-Z, and]+\.) \d of \d correct so far\.$/);
    assert.equal(await focused(page), at + 1 < ids.length ? "Next" : "Finish");
    if (at === 2) {
      await button(page, "Exit quiz").click();
      await page.goto(`${url}self-check.html`);
      assert.equal(await page.locator(".check-kept p").first().innerText(), `You have a quiz in progress: 3 of ${ids.length} questions answered.`);
      await button(page, "Continue").focus();
      await page.keyboard.press("Enter");
      assert.equal(await focused(page), `Question 3 of ${ids.length}`);
      assert.match(await question(page, id).result(), /^(Correct|Incorrect)\.$/, "what was checked is there");
      await page.reload();
      await eventually(() => state(page), "paper");
      assert.equal(await shown(page), id);
      await page.keyboard.press("Enter");
      continue;
    }
    await page.keyboard.press("Enter");
  }
  await eventually(() => state(page), "result");
  assert.match(await page.locator("check-result h2").nth(1).innerText(), /^Incorrect: \d$|^Every answer/);
  const topic = page.getByRole("rowheader").getByRole("link", { name: "Fine-tuning" });
  assert.equal(await topic.getAttribute("href"), "fine-tuning.html");
});

guide.test("on a phone Start, the verdict and Next are in sight, and no keys are spoken of", phone, async ({ page }) => {
  const inSight = (locator) => locator.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && element.contains(top);
  });
  assert.equal(await inSight(button(page, "Start")), true);
  await button(page, "None").tap();
  await page.getByRole("checkbox", { name: /^Retrieval/ }).tap();
  assert.equal(await inSight(button(page, "Start")), true);
  await button(page, "Start").tap();
  await eventually(() => state(page), "paper");
  const count = await page.locator(".navigator button").count();
  assert.ok(count > 3);
  for (let at = 0; at < count; at += 1) {
    assert.equal(await page.getByText(/^Shortcuts:/).isVisible(), false);
    await question(page, await shown(page)).form.locator(".choices label").first().tap();
    await button(page, "Check").tap();
    assert.equal(await inSight(page.locator(".desk-verdict")), true);
    const onward = button(page, at + 1 < count ? "Next" : "Finish");
    assert.equal(await inSight(onward), true);
    await onward.tap();
  }
  await eventually(() => state(page), "result");
});

guide.test("a quiz in progress isn't replaced unasked, neither by another nor by a link to one question", desktop, async ({ page, url }) => {
  await oneTopic(page);
  await page.keyboard.press("a");
  const seed = new URL(page.url()).searchParams.get("seed");
  const stored = () => page.evaluate(() => guide.store.read("self-check").settings.seed);
  await page.goto(`${url}self-check.html`);
  await button(page, "Start").click();
  assert.match(await page.getByRole("dialog").innerText(), /^You have a quiz in progress: 1 of \d questions answered\. Starting a new one deletes it\./);
  await button(page, "Cancel").click();
  assert.deepEqual([await state(page), await stored()], ["setup", seed]);
  const id = await page.evaluate(() => document.querySelector("form.check").id);
  await page.goto(`${url}self-check.html#${id}`);
  await eventually(() => state(page), "paper");
  await page.keyboard.press("a");
  assert.match(await page.locator(".desk-foot").innerText(), /Another quiz is in progress, so this one isn’t being saved\./);
  assert.equal(await stored(), seed);
  await page.goto(`${url}self-check.html`);
  await button(page, "Start").click();
  await button(page, "Start new quiz").click();
  await eventually(() => state(page), "paper");
  assert.notEqual(await stored(), seed);
});

guide.test("the same quiz in two tabs loses nothing, and ends in both", desktop, async ({ page }) => {
  await oneTopic(page);
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await eventually(() => state(tab), "paper");
  const ids = (await quiz(page)).map(([id]) => id);
  const answer = async (which, at) => {
    await which.locator(".navigator button").nth(at).click();
    await which.keyboard.press("a");
    await which.keyboard.press("Enter");
    assert.notEqual(await question(which, ids[at]).result(), "");
  };
  await answer(page, 0);
  await answer(tab, 1);
  await answer(page, 2);
  await answer(tab, 3);
  const done = (which) => which.locator(".navigator [data-state=right], .navigator [data-state=wrong]").count();
  await eventually(() => done(page), 4);
  await eventually(() => done(tab), 4);
  await tab.locator(".navigator button").nth(0).click();
  assert.notEqual(await question(tab, ids[0]).result(), "", "what the other tab has checked is shown as checked");
  await button(tab, "Finish").click();
  await button(tab, "Finish anyway").click();
  await eventually(() => state(tab), "result");
  await eventually(() => state(page), "result");
  const reviews = await page.evaluate((ids) => ids.map((id) => guide.progress.read(id).reviews.length), ids);
  assert.deepEqual(reviews, [1, 1, 1, 1, 0, 0], "each check counts once");
  await tab.close();
});

guide.test("time that runs out closes whatever dialog is open", {}, async ({ page, open }) => {
  await page.clock.install({ time: new Date("2026-11-01T10:00:00Z") });
  for (const [dialog, ask] of [
    ["submit", () => button(page, "Submit").click()],
    ["shortcuts", () => page.locator("page-keys button").first().click()],
  ]) {
    await open(`self-check.html?topic=fine-tuning&n=3&mode=exam&minutes=10&seed=${dialog}`);
    await button(page, "Start").click();
    await eventually(() => state(page), "paper");
    await ask();
    await eventually(() => page.locator("dialog[open]").count(), 1);
    await page.clock.fastForward(11 * 60_000);
    await eventually(() => state(page), "result");
    assert.equal(await page.locator("dialog[open]").count(), 0, dialog);
    await button(page, "New quiz").click();
    await eventually(() => state(page), "setup");
  }
});

guide.test("a printed quiz is its questions in its order, without hints; its key is printed alone", desktop, async ({ page }) => {
  await oneTopic(page, /^Transformers/);
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  const forms = await quiz(page);
  const parts = await page.evaluate(() => ({
    titles: [...document.querySelectorAll("check-sheet .question-title")].map((title, at) => `${at + 1}. ${title.textContent}`),
    options: [...document.querySelectorAll("check-sheet .choices label")].filter((label) => !label.querySelector("math")).map((label) => label.textContent),
    hidden: [...document.querySelectorAll("form.check .hint .prose, form.check .feedback")].filter((part) => !part.querySelector("math")).map((part) => part.textContent.trim()),
    others: [...document.querySelectorAll(".check-topic h2")].map((heading) => heading.textContent),
  }));
  const { text } = await print(page);
  const places = parts.titles.filter((title) => !/[⁡√×]/.test(title)).map((title) => text.indexOf(fold(title)));
  assert.ok(places.length >= 5 && places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1])), `${places}`);
  const options = parts.options.map((option) => text.indexOf(fold(option)));
  assert.ok(options.length > 15 && options.every((place) => place >= 0), `${options}`);
  for (const piece of [...parts.hidden, "Shortcuts:", "Question 1 of", "Try again", "Copy quiz link"]) assert.equal(text.includes(fold(piece)), false, piece);
  // The badges and the summary name the topic of the quiz; no other is on the paper.
  for (const other of parts.others.slice(1)) assert.equal(text.includes(fold(other)), false, other);

  await page.evaluate(() => { window.print = () => {}; });
  await button(page, "Print answer key").click();
  const key = (await print(page)).text;
  const letters = await page.evaluate(() => [...document.querySelectorAll("check-sheet check-question")].map((question) => question.letters.join(", ")));
  assert.equal(letters.length, forms.length);
  assert.ok(key.includes(fold(`Answer key${letters.map((letter, at) => `${at + 1}. ${letter}`).join("")}`)), key);
  assert.equal(key.includes(fold(parts.titles[0])), false);
  assert.equal(await page.locator("self-check").getAttribute("data-print"), null, "the next print is the quiz again");
});

small.test("a typed answer can be called right by the reader, in practice and after an exam, and that can be undone", {}, async ({ page, open }) => {
  const grades = () => page.evaluate(() => guide.progress.read("typed").reviews.map(([, grade]) => grade));
  const type = async (text) => {
    await question(page, "typed").form.getByLabel("Your answer").fill(text);
  };
  await open("self-check.html?id=typed&seed=a");
  await button(page, "Start").click();
  await type("attention to itself");
  await question(page, "typed").check();
  const mine = button(page, "I was right");
  assert.deepEqual([await mine.isVisible(), await grades()], [true, [1]]);
  await mine.click();
  assert.equal(await page.locator(".desk-verdict").innerText(), "Counted as correct.");
  assert.equal(await status(page), "Counted as correct. 1 of 1 correct so far.");
  assert.deepEqual(await grades(), [3]);
  await page.reload();
  await eventually(() => page.locator(".desk-verdict").innerText(), "Counted as correct.");
  await mine.click();
  assert.deepEqual([await page.locator(".desk-verdict").innerText(), await grades()], ["Incorrect. The correct answer is Self-attention.", [1]]);
  await mine.click();
  await button(page, "Finish").click();
  await eventually(() => focused(page), "1 of 1 correct (100%)");

  await open("self-check.html?id=typed&mode=exam&seed=b");
  await button(page, "Start").click();
  await type("attention to itself");
  await button(page, "Submit").click();
  await eventually(() => focused(page), "0 of 1 correct (0%)");
  await mine.click();
  await eventually(() => page.locator("check-result h2").first().innerText(), "1 of 1 correct (100%)");
  assert.deepEqual((await grades()).at(-1), 3);
  await page.reload();
  await eventually(() => page.locator("check-result h2").first().innerText().catch(() => ""), "1 of 1 correct (100%)");
});

small.test("an answer that is chosen and not checked counts when practice is finished", {}, async ({ page, open }) => {
  await open("self-check.html?id=single&seed=a");
  await button(page, "Start").click();
  await question(page, "single").choose("Carbon dioxide");
  await button(page, "Finish").click();
  await eventually(() => focused(page), "1 of 1 correct (100%)");
});

small.test("limits that are hidden or too high stop nobody", { at: "self-check.html" }, async ({ page }) => {
  await page.getByRole("radio", { name: /^Exam/ }).check();
  await page.getByLabel(/^Time limit/).fill("0");
  await page.getByRole("radio", { name: /^Practice/ }).check();
  await page.getByLabel("Number of questions").fill("500");
  assert.equal(await page.locator("check-setup [role=status]").innerText(), "5 of 5 matching questions");
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
});

names.test("a question may have the name of any property of an object", {}, async ({ page, open }) => {
  await open("self-check.html?seed=a");
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
  assert.equal(await page.locator(".navigator [data-state=open]").count(), await page.locator(".navigator button").count(), "none is answered yet");
  for (let at = 0; at < await page.locator(".navigator button").count(); at += 1) {
    await page.locator(".navigator button").nth(at).click();
    const id = await shown(page);
    if (id === "top") await question(page, id).form.getByLabel("Your answer").fill("below");
    else await question(page, id).choose("A number");
    await question(page, id).check();
    assert.equal(await question(page, id).result(), "Incorrect.");
  }
  await button(page, "Finish").click();
  await eventually(() => state(page), "result");
  await eventually(() => page.locator("check-result h2").nth(1).innerText().catch(() => ""), `Incorrect: ${await page.locator(".question-title[data-number]").count()}`);
});
