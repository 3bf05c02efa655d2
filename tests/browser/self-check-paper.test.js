/** The self-check as a paper: made, taken, interrupted and taken up again. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { RIGHT, begin, focused, go, handIn, question, shown, state, status, walk } from "./support/quiz.js";
import { eventually, stage } from "./support/stage.js";

const ALL = ["code", "pinned", "several", "single", "typed"];
const SETUP = "check-setup";

const PLACES = [
  { browser: "chromium", over: "http", all: true },
  { browser: "chromium", over: "file" },
  { browser: "firefox", over: "file" },
];

/** What "one seed" makes of the quiz guide: the same wherever it is opened. */
const papers = [];

for (const { browser, over, all } of PLACES) {
  const guide = stage(() => built("quiz"), { browser, over });
  const everywhere = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);
  const fact = all ? everywhere : () => {};

  everywhere("before a paper is begun no question is shown, and nothing of its answer", { at: "self-check.html" }, async ({ page }) => {
    assert.equal(await state(page), "setup");
    assert.equal(await page.locator("check-question").filter({ visible: true }).count(), 0);
    assert.equal(await page.getByText("carbon-feedback").isVisible(), false);
    assert.equal(await page.locator(`${SETUP} [role=status]`).innerText(), "5 of 5 matching questions");
  });

  fact("topics, difficulties and the number say what a paper holds", { at: "self-check.html" }, async ({ page }) => {
    const setup = page.locator(SETUP);
    const matching = () => setup.getByRole("status").innerText();
    await setup.getByRole("button", { name: "None" }).click();
    assert.equal(await matching(), "No questions match");
    assert.equal(await setup.getByRole("button", { name: "Start" }).isDisabled(), true);
    await setup.getByRole("checkbox", { name: /Choosing/ }).check();
    assert.equal(await matching(), "4 of 4 matching questions");
    await setup.getByRole("checkbox", { name: /Not rated/ }).uncheck();
    const rated = Number((await matching()).split(" ")[2]);
    assert.ok(rated >= 1 && rated < 4, await matching());
    await setup.getByRole("checkbox", { name: /Not rated/ }).check();
    await setup.getByLabel("Number of questions").fill("2");
    await setup.getByRole("button", { name: "Start" }).click();
    const ids = await walk(page);
    assert.equal(ids.length, 2);
    assert.ok(ids.every((id) => id !== "typed"), ids.join());
  });

  everywhere("one address gives everybody the same paper, with the options in the same order", {}, async ({ page, open }) => {
    await begin(open, page, "?seed=shared");
    const seen = [];
    for (const id of await walk(page)) {
      await go(page, id);
      seen.push([id, await question(page, id).form.locator("[data-option] input").evaluateAll((inputs) => inputs.map((input) => input.value))]);
    }
    papers.push(JSON.stringify(seen));
    assert.equal(papers.at(-1), papers[0]);
    assert.deepEqual(seen.map(([id]) => id).sort(), ALL);
  });

  fact("another seed gives another order, and pinned options stay where they were written", {}, async ({ page, open }) => {
    const orders = { single: new Set(), pinned: new Set(), papers: new Set() };
    for (const seed of ["a", "b", "c", "d", "e", "f"]) {
      await begin(open, page, `?seed=${seed}`);
      orders.papers.add((await walk(page)).join());
      for (const id of ["single", "pinned"]) {
        await go(page, id);
        orders[id].add((await question(page, id).order()).join());
      }
    }
    assert.ok(orders.papers.size > 3 && orders.single.size > 2, `${orders.papers.size} papers, ${orders.single.size} orders`);
    assert.deepEqual([...orders.pinned].map((order) => order.split(",").length > 1), [true]);
  });

  everywhere("a paper is taken by the keyboard alone, from the first choice to the result", {}, async ({ page, open }) => {
    await open("self-check.html?seed=keys");
    await page.getByRole("button", { name: "Start", exact: true }).focus();
    await page.keyboard.press("Enter");
    await eventually(() => state(page), "paper");
    for (let at = 0; at < ALL.length; at += 1) {
      const id = await shown(page);
      assert.match(await focused(page), new RegExp(`^Question ${at + 1} of 5$`));
      if (id === "typed") {
        await page.keyboard.press("Tab");
        await page.keyboard.type("Self-attention");
      } else {
        const order = await question(page, id).order();
        for (const text of RIGHT[id]) {
          const place = order.findIndex((option) => option.includes(text));
          await page.keyboard.press(at % 2 ? String(place + 1) : String.fromCharCode(97 + place));
        }
      }
      await page.keyboard.press("Enter");
      assert.equal(await question(page, id).result(), "Correct.", id);
      assert.equal(await status(page), `Correct. ${at + 1} of ${at + 1} correct so far.`);
      assert.equal(await focused(page), at + 1 < ALL.length ? "Next" : "Finish");
      await page.keyboard.press("Enter");
    }
    await eventually(() => state(page), "result");
    await eventually(() => focused(page), "5 of 5 correct (100%)");
  });

  everywhere("a reload, the way back and a new tab lose nothing", {}, async ({ page, open, url }) => {
    await begin(open, page, "?seed=kept");
    const ids = await walk(page);
    await go(page, "single");
    await question(page, "single").choose("Helium");
    await question(page, "single").check();
    await go(page, "typed");
    await question(page, "typed").form.getByLabel("Your answer").fill("half an ans");
    await page.reload();
    await eventually(() => state(page), "paper");
    assert.equal(await shown(page), "typed");
    assert.equal(await question(page, "typed").form.getByLabel("Your answer").inputValue(), "half an ans");
    await go(page, "single");
    await page.getByRole("button", { name: /^(Next|Previous)$/, disabled: false }).first().click();
    assert.notEqual(await shown(page), "single");
    await page.goBack();
    await eventually(() => shown(page).catch(() => ""), "single");
    assert.equal(await question(page, "single").result(), "Incorrect.");
    assert.equal(await question(page, "single").form.getByLabel("Helium").isChecked(), true);
    const tab = await page.context().newPage();
    await tab.goto(`${url}self-check.html`);
    await tab.getByRole("button", { name: "Continue" }).click();
    await eventually(() => state(tab), "paper");
    assert.deepEqual((await walkFromStart(tab)).sort(), [...ids].sort());
    await go(tab, "single");
    assert.equal(await question(tab, "single").result(), "Incorrect.");
    await tab.close();
  });

  everywhere("in an exam nothing is told before the end, and answers may change", {}, async ({ page, open }) => {
    await begin(open, page, "?mode=exam&seed=exam");
    await go(page, "single");
    const single = question(page, "single");
    assert.equal(await single.form.getByRole("button", { name: "Check" }).isVisible(), false);
    await single.choose("Helium");
    await single.choose("Carbon dioxide");
    assert.equal(await page.getByText("carbon-feedback").isVisible(), false);
    await page.getByRole("button", { name: "Flag for review" }).click();
    assert.equal(await page.getByRole("button", { name: "Flag for review" }).getAttribute("aria-pressed"), "true");
    const states = await page.locator(".navigator button").allInnerTexts();
    assert.equal(states.filter((text) => /answered, flagged/.test(text) && !/not answered/.test(text)).length, 1, states.join());
    await page.getByRole("button", { name: "Submit", exact: true }).click();
    assert.equal(await page.getByRole("dialog").innerText().then((text) => text.split("\n")[0]), "4 questions are not answered. 1 is flagged.");
    await page.getByRole("button", { name: "Go back" }).click();
    assert.equal(await state(page), "paper");
    await handIn(page, "Submit");
    assert.equal(await page.locator("check-result h2").first().innerText(), "1 of 5 correct (20%)");
  });

  fact("the time runs on while the page is closed, and ends the paper", {}, async ({ page, open, url }) => {
    // The clock stands still unless it is told to go on: how fast this machine is makes no difference.
    await page.clock.install({ time: new Date("2026-11-01T10:00:00Z") });
    await page.clock.pauseAt(new Date("2026-11-01T10:00:10Z"));
    await begin(open, page, "?mode=exam&minutes=10&seed=time");
    assert.equal(await page.getByRole("timer").innerText(), "10:00 left");
    await page.clock.runFor(5 * 60_000 + 2000);
    assert.match(await page.getByRole("timer").innerText(), /^4:5\d left$/);
    assert.equal(await status(page), "5 minutes left");
    await page.goto(`${url}index.html`);
    await page.clock.runFor(4 * 60_000);
    await page.goBack();
    await eventually(() => state(page), "paper");
    assert.match(await page.getByRole("timer").innerText(), /^0:5\d left$/);
    await page.clock.runFor(60_000);
    await eventually(() => state(page), "result");
    assert.match(await page.locator("check-result").innerText(), /Time ran out.*Time taken: 10:00/);
    assert.equal(await status(page), "Time is up. Your quiz was submitted.");
  });

  fact("a paper that another tab has begun is not overwritten by an older one", {}, async ({ page, open, url }) => {
    await begin(open, page, "?seed=older");
    const tab = await page.context().newPage();
    await tab.goto(`${url}self-check.html?seed=newer`);
    await tab.getByRole("button", { name: "Start", exact: true }).click();
    await eventually(() => state(tab), "paper");
    await go(page, "single");
    await question(page, "single").choose("Helium");
    assert.match(await page.locator(".desk-foot").innerText(), /A newer quiz was started in another tab/);
    const kept = await tab.evaluate(() => guide.store.read("self-check").settings.seed);
    assert.equal(kept, "newer");
    await tab.close();
  });

  for (const [what, value] of Object.entries({ "damaged": "{\"version\":1,\"ids\":", "none of ours": "{\"version\":1,\"ids\":\"x\",\"answers\":[]}" })) {
    fact(`what is kept and is ${what} breaks nothing`, {}, async ({ page, open }) => {
      await open("self-check.html");
      await page.evaluate((text) => localStorage.setItem(`genai-guide:${new URL(".", location.href).pathname}:self-check`, text), value);
      await begin(open, page);
      await page.reload();
      await eventually(() => state(page), "paper");
    });
  }

  fact("what a newer version has kept is left alone, and said", {}, async ({ page, open }) => {
    await open("self-check.html");
    await page.evaluate(() => guide.store.write("self-check", { version: 99, precious: true }));
    await begin(open, page);
    assert.match(await page.locator(".desk-foot").innerText(), /from a newer version/);
    assert.deepEqual(await page.evaluate(() => guide.store.read("self-check")), { version: 99, precious: true });
  });

  fact("a link to one question asks it alone", { at: "self-check.html#several" }, async ({ page }) => {
    assert.equal(await shown(page), "several");
    assert.equal(await page.locator(".desk-head h2").innerText(), "Question 1 of 1");
  });

  fact("a short question without accepted answers is not asked", { at: "self-check.html" }, async ({ page }) => {
    assert.equal(await page.locator('[data-question="untyped"]').count(), 0);
  });
}

/** As `walk`, from the first question of the paper. */
async function walkFromStart(page) {
  await page.locator(".navigator button").first().click();
  return walk(page);
}
