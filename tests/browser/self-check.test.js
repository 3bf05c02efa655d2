/** Checking one question: choose or type, check, and learn from what is said about it. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { focused, question, status } from "./support/quiz.js";
import { eventually, stage } from "./support/stage.js";

const quiz = () => built("quiz");

/** Plain facts are tested in one place, what every reader must have in all of them. */
const PLACES = [
  { browser: "chromium", over: "http", all: true },
  { browser: "chromium", over: "file" },
  { browser: "firefox", over: "file" },
];

for (const { browser, over, all } of PLACES) {
  const guide = stage(quiz, { browser, over });
  const everywhere = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);
  const fact = all ? everywhere : () => {};
  const bare = { at: "self-check.html", viewport: { width: 1000, height: 800 }, javaScriptEnabled: false };
  /** A link to one question makes a paper of it alone. */
  const at = (id) => ({ at: `self-check.html#${id}`, viewport: { width: 1000, height: 800 } });

  everywhere("the right choice is told to be right, with what is to be said about it", at("single"), async ({ page }) => {
    const single = question(page, "single");
    await single.choose("Carbon dioxide");
    await single.check();
    assert.equal(await single.result(), "Correct.");
    assert.deepEqual(await single.said(), {
      "Oxygen": "They give it off: oxygen-feedback.",
      "Carbon dioxide": "Correct Right: carbon-feedback.",
      "Nitrogen": "Only fixed by bacteria: nitrogen-feedback.",
      "Helium": "A noble gas: helium-feedback.",
    });
    assert.equal(await page.getByText("single-explanation").isVisible(), true);
    assert.equal(await status(page), "Correct. 1 of 1 correct so far.");
  });

  everywhere("a wrong choice is told to be wrong, and which one is right", at("single"), async ({ page }) => {
    const single = question(page, "single");
    await single.choose("Helium");
    await single.check();
    assert.equal(await single.result(), "Incorrect.");
    const said = await single.said();
    assert.match(said["Helium"], /^Incorrect A noble gas: helium-feedback\.$/);
    assert.match(said["Carbon dioxide"], /^Correct, not chosen .*carbon-feedback\.$/);
    assert.equal(said["Oxygen"], "They give it off: oxygen-feedback.");
    assert.equal(await page.getByText("single-explanation").isVisible(), true);
    assert.match(await status(page), /^Incorrect\. The correct answer is [A-D]\. 0 of 1 correct so far\.$/);
    const letter = String.fromCharCode(65 + (await single.order()).findIndex((text) => text.includes("Carbon dioxide")));
    assert.ok((await status(page)).includes(`is ${letter}.`), "the letter is that of the place");
  });

  fact("a press anywhere on an option chooses it", at("single"), async ({ page }) => {
    const { option } = question(page, "single");
    const box = await option("Nitrogen").boundingBox();
    for (const [x, y] of [[3, 3], [box.width - 3, box.height - 3], [box.width / 2, box.height / 2]]) {
      await question(page, "single").choose("Oxygen");
      await option("Nitrogen").click({ position: { x, y } });
      assert.equal(await option("Nitrogen").getByRole("radio").isChecked(), true, `at ${x}, ${y}`);
    }
  });

  fact("checking without an answer asks for one, and counts nothing", {}, async ({ page, open }) => {
    for (const [id, asked] of [["single", /^Choose an option/], ["typed", /^Type an answer/]]) {
      await open(`self-check.html?id=${id}&seed=a`);
      await page.getByRole("button", { name: "Start" }).click();
      await question(page, id).check();
      assert.match(await question(page, id).result(), asked);
      assert.equal(await status(page), await question(page, id).result());
      assert.equal(await question(page, id).form.locator("details.key").isVisible(), false);
    }
  });

  everywhere("several right options count only together, and with no other", at("several"), async ({ page }) => {
    const several = question(page, "several");
    const outcomes = [];
    for (const chosen of [["two", "three"], ["two"], ["two", "three", "one"], ["four"]]) {
      for (const text of chosen) await several.choose(text);
      await several.check();
      outcomes.push([await several.result(), await several.said()]);
      await several.again();
    }
    const feedback = { two: "The only even one: two-feedback.", four: "Two times two: four-feedback.", one: "By convention not: one-feedback." };
    assert.deepEqual(outcomes, [
      ["Correct.", { two: `Correct ${feedback.two}`, three: "Correct", four: feedback.four, one: feedback.one }],
      ["Incorrect.", { two: `Correct ${feedback.two}`, three: "Correct, not chosen", four: feedback.four, one: feedback.one }],
      ["Incorrect.", { two: `Correct ${feedback.two}`, three: "Correct", four: feedback.four, one: `Incorrect ${feedback.one}` }],
      ["Incorrect.", { two: `Correct, not chosen ${feedback.two}`, three: "Correct, not chosen", four: `Incorrect ${feedback.four}`, one: feedback.one }],
    ].map(([result, said]) => [result, Object.fromEntries(Object.keys(outcomes[0][1]).map((key) => [key, said[key]]))]));
  });

  fact("a checked question can't be changed until it is tried again, and then is new", at("single"), async ({ page }) => {
    const single = question(page, "single");
    await single.choose("Helium");
    await single.check();
    assert.equal(await single.form.locator("input:enabled").count(), 0);
    await single.again();
    assert.deepEqual(await single.form.locator("input").evaluateAll((inputs) => inputs.map((input) => [input.disabled, input.checked])), Array(4).fill([false, false]));
    assert.equal(await page.getByText("helium-feedback").isVisible(), false);
    assert.equal(await page.getByText("single-explanation").isVisible(), false);
    await single.choose("Carbon dioxide");
    await single.check();
    assert.equal(await single.result(), "Correct.");
    assert.equal(await status(page), "Correct. 0 of 1 correct so far.", "only the first check counts");
  });

  everywhere("a typed answer may differ in case and in white space", at("typed"), async ({ page }) => {
    const typed = question(page, "typed");
    const field = typed.form.getByLabel("Your answer");
    const results = {};
    for (const text of ["Self-attention", "  self-ATTENTION ", "SELF\u00a0 attention", "selfattention", "attention"]) {
      await field.fill(text);
      await typed.check();
      results[text] = await typed.result();
      assert.equal(await page.getByText("typed-answer").isVisible(), true);
      await typed.again();
    }
    assert.deepEqual(results, {
      "Self-attention": "Correct.",
      "  self-ATTENTION ": "Correct.",
      "SELF\u00a0 attention": "Correct.",
      "selfattention": "Incorrect.",
      "attention": "Incorrect.",
    });
  });

  everywhere("a single choice is made and checked by the keyboard alone", at("single"), async ({ page }) => {
    const single = question(page, "single");
    // From the head of the question on, as a reader who has come that far by the tabulator.
    await page.locator(".desk-head h2").focus();
    await page.keyboard.press("Tab");
    const order = (await single.order()).map((text) => text.trim());
    assert.equal(await focused(page), order[0]);
    await page.keyboard.press("Space");
    for (const text of order.slice(1)) {
      await page.keyboard.press("ArrowDown");
      assert.equal(await focused(page), text);
      assert.equal(await single.option(text).getByRole("radio").isChecked(), true);
    }
    for (let at = order.length - 1; at > order.indexOf("Carbon dioxide"); at -= 1) await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    assert.equal(await single.result(), "Correct.");
    assert.equal(await focused(page), "Finish", "the focus is on the way on");
    await single.again();
    assert.equal(await single.result(), "");
    assert.equal(await single.form.locator("input:checked, input:disabled").count(), 0);
    assert.equal(await focused(page), order[0], "a second try begins at the options");
  });

  fact("several choices are made and checked by the keyboard alone", at("several"), async ({ page }) => {
    const several = question(page, "several");
    await several.form.getByRole("checkbox").first().focus();
    const order = (await several.order()).map((text) => text.trim());
    for (const text of order) {
      assert.equal(await focused(page), text);
      if (["two", "three"].includes(text)) await page.keyboard.press("Space");
      await page.keyboard.press("Tab");
    }
    assert.equal(await focused(page), "Check");
    await page.keyboard.press("Space");
    assert.equal(await several.result(), "Correct.");
    assert.equal(await focused(page), "Finish");
  });

  fact("an answer is typed and checked by the keyboard alone", at("typed"), async ({ page }) => {
    await question(page, "typed").form.getByLabel("Your answer").focus();
    await page.keyboard.type("attention");
    await page.keyboard.press("Enter");
    assert.equal(await status(page), "Incorrect. The correct answer is Self-attention. 0 of 1 correct so far.");
    assert.equal(await focused(page), "Finish");
    // A second try, by Enter again; the first one counts.
    await question(page, "typed").again();
    assert.equal(await page.evaluate(() => document.activeElement.type), "text");
    await page.keyboard.type("self\u2011attention");
    await page.keyboard.press("Enter");
    assert.equal(await question(page, "typed").result(), "Correct.");
    assert.equal(await status(page), "Correct. 0 of 1 correct so far.");
    assert.equal(await focused(page), "Finish");
  });

  fact("options show their code, and can be chosen by it", at("code"), async ({ page }) => {
    const code = question(page, "code");
    const blocks = (await code.form.locator(".choices pre").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim()).sort();
    assert.deepEqual(blocks, [
      "for _ in range(3): pass # nothing but code",
      "n = 3 while n: n += 1",
      "n = 3 while n: n -= 1",
    ]);
    await code.choose("Counting up");
    await code.check();
    assert.equal(await code.result(), "Correct.");
    assert.equal((await code.said())["Counting up"], "Correct Integers grow without end: up-feedback.");
  });

  fact("every option has a name for those who listen, its letter and its code included", at("code"), async ({ page }) => {
    // What the browser itself computes; a description is no name.
    const names = [];
    for (const radio of await question(page, "code").form.getByRole("radio").all()) names.push((await radio.ariaSnapshot()).trim());
    assert.equal(names.length, 4);
    names.forEach((name, at) => assert.match(name, new RegExp(`^- radio ['"]+(${"ABCD"[at]}\\. .*\\w|Option ${"ABCD"[at]}")`), `an option without a name: ${name}`));
  });

  everywhere("without JavaScript each key opens by itself", bare, async ({ page }) => {
    const keys = await page.locator("details.key").all();
    assert.equal(keys.length, 5);
    for (const key of keys) {
      assert.equal(await key.evaluate((key) => key.open), false);
      await key.locator("summary").click({ force: true }); // the driver's own check for what moves needs scripts
      await eventually(() => key.evaluate((key) => key.open), true);
    }
    for (const text of ["oxygen-feedback", "carbon-feedback", "single-explanation", "four-feedback", "up-feedback", "typed-answer"]) {
      assert.equal(await page.getByText(text).isVisible(), true, text);
    }
  });

  everywhere("without JavaScript no button that does nothing is there", bare, async ({ page }) => {
    assert.equal(await page.locator("button, [type=submit]").count(), 0);
    await question(page, "single").form.getByLabel("Oxygen").focus();
    await page.keyboard.press("Space");
    assert.equal(await question(page, "single").form.getByLabel("Oxygen").isChecked(), true);
  });

  fact("without JavaScript the key speaks of the options by names that the reader sees", bare, async ({ page }) => {
    const { form } = question(page, "single");
    await form.locator("details.key > summary").click({ force: true });
    const verdict = await form.locator(".verdict").innerText();
    const seen = await form.locator(".choices > li").evaluateAll((items) => items.map((item) => {
      const marker = getComputedStyle(item).listStyleType;
      const generated = getComputedStyle(item, "::before").content;
      return { text: item.innerText.trim(), lettered: /alpha|latin/.test(marker) || !["none", "normal"].includes(generated) };
    }));
    const right = seen.find(({ text }) => text.includes("Carbon dioxide"));
    assert.ok(right.lettered || verdict.includes("Carbon dioxide") || /^B\b/.test(right.text),
      `the key says \`${verdict}\`, but no option shows a letter`);
  });

  // Browsers submit a form of one field by Enter; the policy of the page stops that, and says so in the console.
  fact("without JavaScript Enter in a field leads nowhere", { ...bare, expected: /form-action/ }, async ({ page, url }) => {
    const field = question(page, "typed").form.locator("input");
    await field.fill("self attention");
    await page.keyboard.press("Enter");
    await question(page, "typed").form.locator("details.key > summary").click({ force: true });
    await eventually(() => page.getByText("typed-answer").isVisible(), true);
    assert.equal(await field.inputValue(), "self attention");
    assert.equal(page.url(), `${url}self-check.html`);
  });
}

/** Names that mean something to a form, whose fields hide its own properties of the same name. */
const names = stage(() => built("names"));

names.test("a question may have the name of any property of a form", {}, async ({ page, open, problems }) => {
  for (const id of ["reset", "submit", "elements", "dataset", "length", "constructor"]) {
    await open(`self-check.html?id=${id}&seed=a`);
    await page.evaluate(() => guide.store.remove("self-check"));
    await page.getByRole("button", { name: "Start" }).click();
    await question(page, id).choose("A number");
    await question(page, id).check();
    assert.equal(await question(page, id).result(), "Incorrect.");
    await question(page, id).again();
    assert.equal(await question(page, id).form.locator("input:checked, input:disabled").count(), 0);
  }
  assert.deepEqual(problems, []);
});
