/** The review: what is due today, one question at a time. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { DAY, KEY, MORNING, answer, begin, card, grade, kept, sums } from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

const guide = stage(() => built("quiz"));
const fromDisk = stage(() => built("quiz"), { over: "file" });
const inFirefox = stage(() => built("quiz"), { browser: "firefox" });
const desk = (page) => page.locator("review-desk");
const reaches = (page, state) => eventually(() => desk(page).getAttribute("data-state"), state);

for (const [over, site] of [["http", guide], ["file", fromDisk], ["http, Firefox", inFirefox]]) {
  site.test(`new questions come in the guide's order, are graded, and the day ends (${over})`, { at: "review.html" }, async ({ page }) => {
    await page.clock.setFixedTime(MORNING);
    await reaches(page, "start");
    assert.deepEqual(await sums(page.locator(".review-bar")), ["6 new"]);
    await begin(page);
    const titles = [];
    for (let at = 0; at < 6; at += 1) {
      titles.push(await card(page));
      assert.equal(await page.getByRole("group", { name: "How well did you recall it?" }).isVisible(), false, "the answer comes first");
      await answer(page, "Easy");
    }
    assert.equal(new Set(titles).size, 6);
    assert.equal(titles[0], "Which gas do plants take in?");
    await reaches(page, "done");
    assert.equal(await page.locator(".review-stage h2").innerText(), "Done for today.");
    assert.equal(await page.evaluate(() => document.activeElement.innerText), "Done for today.");
  });
}

guide.test("a question that can be checked is checked, and suggests its grade", { at: "review.html" }, async ({ page }) => {
  await begin(page);
  assert.equal(await card(page), "Which gas do plants take in?");
  await page.getByLabel("Oxygen").check();
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await eventually(() => page.evaluate(() => document.activeElement.textContent), "Incorrect.");
  assert.match(await page.locator(".review-stage .result").innerText(), /^Incorrect/);
  await page.keyboard.press("1");
  await eventually(async () => (await card(page)) !== "Which gas do plants take in?", true);
});

guide.test("all of it goes by keys: show, grade, undo", { at: "review.html" }, async ({ page }) => {
  await reaches(page, "start");
  await page.getByRole("button", { name: /^Start with/ }).focus();
  await page.keyboard.press("Enter");
  await reaches(page, "card");
  const first = await card(page);
  await page.keyboard.press("2");
  assert.equal(await page.locator(".choices input:checked").count(), 1, "a digit chooses an option");
  await page.locator(".review-stage .question-title").focus();
  await page.keyboard.press("Enter");
  await page.locator("recall-grade:not([hidden])").waitFor();
  await page.keyboard.press("4");
  await eventually(async () => (await card(page)) !== first, true);
  const before = await kept(page);
  assert.match(before["card:single"], /E"\}$/);
  await page.keyboard.press("u");
  await eventually(() => card(page), first);
  assert.equal((await kept(page))["card:single"], undefined);
  assert.equal(await desk(page).locator("> [role=status]").textContent(), "Last grade undone.");
});

guide.test("keys that are turned off do nothing", { at: "review.html" }, async ({ page }) => {
  await page.evaluate((key) => localStorage.setItem(`${key}keys`, '"off"'), KEY);
  await begin(page);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("recall-grade:not([hidden])").count(), 0);
});

guide.test("a forgotten question comes again the same day, a known one on its day", {}, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await open("basics.html");
  await grade(page, "single", "Easy");
  await grade(page, "several", "Again");
  await page.evaluate((key) => localStorage.setItem(`${key}settings`, '{"newPerDay":0}'), KEY);
  await open("review.html");
  await reaches(page, "start");
  assert.deepEqual(await sums(page.locator(".review-bar")), ["1 in learning"]);
  await begin(page);
  assert.equal(await card(page), await page.locator(".review-stage .question-title").innerText());
  await answer(page, "Good");
  await answer(page, "Good");
  await reaches(page, "done");
  await page.clock.setFixedTime(new Date(MORNING.getTime() + 8 * DAY));
  await page.reload();
  await reaches(page, "start");
  await begin(page);
  const titles = [];
  while ((await desk(page).getAttribute("data-state")) === "card") {
    titles.push(await card(page));
    await answer(page, "Good");
  }
  assert.equal(titles.length, 2);
  assert.ok(titles.includes("Which gas do plants take in?"));
});

guide.test("limits of a day hold, and say what they leave", {}, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await open("review.html");
  await reaches(page, "start");
  await page.getByText("Settings").click();
  await page.getByLabel("New questions per day").fill("2");
  await page.getByLabel("New questions per day").blur();
  await eventually(() => sums(page.locator(".review-bar")), ["2 new"]);
  await begin(page);
  await answer(page, "Easy");
  await answer(page, "Easy");
  await reaches(page, "done");
  await page.clock.setFixedTime(new Date(MORNING.getTime() + 9 * DAY));
  await page.reload();
  await reaches(page, "start");
  await page.getByText("Settings").click();
  await page.getByLabel("Maximum reviews per day").fill("1");
  await page.getByLabel("Maximum reviews per day").blur();
  await eventually(() => sums(page.locator(".review-bar")), ["1 due", "2 new"]);
  assert.match(await page.locator(".review-stage").innerText(), /1 more is due; your daily limit/);
});

guide.test("a higher chance of recall brings questions earlier", {}, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await open("basics.html");
  await grade(page, "single", "Easy");
  await open("review.html");
  await reaches(page, "start");
  await page.getByText("Settings").click();
  await page.getByLabel("Target recall").selectOption("97%");
  await open("basics.html");
  await page.clock.setFixedTime(new Date(MORNING.getTime() + 3 * DAY));
  await page.reload();
  assert.equal(await page.locator("#single").getAttribute("data-progress"), "due");
});

guide.test("the address narrows the review to topics", { at: "review.html?topic=typed" }, async ({ page }) => {
  await reaches(page, "start");
  assert.deepEqual(await sums(page.locator(".review-bar")), ["2 new"]);
  assert.match(await page.locator(".review-stage").innerText(), /Only from: Typing\./);
});

guide.test("charts say what they show, in words and as tables", {}, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await open("basics.html");
  for (const [id, name] of [["single", "Easy"], ["several", "Again"], ["code", "Easy"]]) await grade(page, id, name);
  await open("review.html");
  await reaches(page, "start");
  const [forecast, history] = [page.locator("review-chart").nth(0), page.locator("review-chart").nth(1)];
  assert.match(await forecast.innerText(), /3 questions are due in the next 14 days, 1 of them today\./);
  assert.match(await history.innerText(), /3 reviews in the last 30 days, 67% recalled\./);
  assert.match(await forecast.locator("svg").getAttribute("aria-label"), /^Upcoming reviews\. 3 questions/);
  await forecast.getByText("Show as table").click();
  assert.deepEqual(await forecast.locator("tbody tr").allInnerTexts(), ["Nov 24\t1", "Dec 2\t2"]);
  const heights = await forecast.locator("rect").evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
  assert.deepEqual(heights.filter((height) => height > 0).length, 2);
  assert.ok(heights[8] > heights[0]);
});

guide.test("what is saved to a file comes back in another browser, added to what is there", {}, async ({ page, open, url }) => {
  await open("basics.html");
  await grade(page, "single", "Easy");
  await open("review.html");
  await page.getByText("Your data", { exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  assert.match(download.suggestedFilename(), /^progress-\d{4}-\d\d-\d\d\.json$/);
  const file = await download.path();
  await page.getByRole("button", { name: "Delete all progress" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.ok((await kept(page))["card:single"]);
  await page.getByRole("button", { name: "Delete all progress" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete all progress" }).click();
  await eventually(async () => (await kept(page))["card:single"], undefined);
  await page.goto(`${url}basics.html`);
  await grade(page, "several", "Easy");
  await page.goto(`${url}review.html`);
  await page.getByText("Your data", { exact: true }).click();
  await page.locator("review-keep input[type=file]").setInputFiles(file);
  await eventually(() => page.locator("review-keep > [role=status]").innerText(), "Added 1 review for 1 question.");
  const cards = await kept(page);
  assert.ok(cards["card:single"] && cards["card:several"]);
});

guide.test("a file of another kind is refused, and nothing is changed", { at: "review.html" }, async ({ page }) => {
  await page.getByText("Your data", { exact: true }).click();
  const take = (buffer) => page.locator("review-keep input[type=file]").setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(buffer) });
  const said = () => page.locator("review-keep > [role=status]").innerText();
  await take("no json");
  await eventually(said, "This isn’t a progress file. Nothing was changed.");
  // A copy of a real file that was cut off in the middle.
  await take('{\n "format": "genai-guide-progress",\n "version": 1,\n "cards": {\n  "a": {\n   "revi');
  await eventually(said, "This file is damaged or incomplete. Nothing was changed.");
  await take('{"format":"genai-guide-progress","version":2}');
  await eventually(said, "This file was exported by a newer version of this site. Nothing was changed.");
  await take('{"format":"genai-guide-progress","version":1,"cards":{"a":1}}');
  await eventually(said, "This file is damaged or incomplete. Nothing was changed.");
  assert.deepEqual(Object.keys(await kept(page)).filter((name) => name.startsWith("card:")), []);
});

guide.test("what can't be read is said, and goes into the file", { at: "review.html" }, async ({ page }) => {
  await page.evaluate((key) => {
    localStorage.setItem(`${key}card:single`, "{");
    localStorage.setItem(`${key}card:several`, '{"v":7}');
  }, KEY);
  await page.reload();
  await eventually(() => page.locator(".review-flaws p").count(), 2);
  await page.getByText("Your data", { exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  const { default: file } = await import(`data:application/json,${encodeURIComponent(await (await download.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString()))}`, { with: { type: "json" } });
  assert.deepEqual(file.unreadable, { single: "{", several: '{"v":7}' });
});

const real = stage(() => built("real"));

real.test("an import goes on after a card of a newer version, says both, and an export has all of it", { at: "review.html" }, async ({ page }) => {
  const ids = (await page.evaluate(() => guide.cards.topics())).flatMap(({ cards }) => cards.map(([id]) => id)).slice(0, 5);
  await page.evaluate(({ key, id }) => localStorage.setItem(`${key}card:${id}`, '{"v":2,"x":1}'), { key: KEY, id: ids[0] });
  await page.reload();
  await reaches(page, "start");
  await page.getByText("Your data", { exact: true }).click();
  const cards = Object.fromEntries(ids.map((id, at) => [id, { revision: "", reviews: [[at === 4 ? "2499-01-01T00:00:00Z" : "2026-01-05T00:00:00Z", 3]] }]));
  const file = { format: "genai-guide-progress", version: 1, exported: "2026-01-05T00:00:00Z", settings: {}, unreadable: {}, cards };
  await page.locator("review-keep input[type=file]").setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await eventually(() => page.locator("review-keep > [role=status]").innerText(), [
    "Added 3 reviews for 3 questions.", "1 question was not stored, because a newer version of this site saved its progress here.",
    "1 review was left out, because its date is in the future.", "What wasn’t stored is lost when you close this page. An export includes it."].join(" "));
  assert.deepEqual(Object.keys(await kept(page)).filter((name) => name.startsWith("card:")).sort(), ids.slice(0, 4).map((id) => `card:${id}`).sort());
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  const saved = JSON.parse(Buffer.concat(await (await download.createReadStream()).toArray()).toString());
  assert.deepEqual(Object.keys(saved.cards).sort(), ids.slice(0, 4).sort());
  assert.deepEqual(saved.unreadable, { [ids[0]]: '{"v":2,"x":1}' });
});

const inTokyo = { timezoneId: "Asia/Tokyo" };
guide.test("the exported file is dated by the reader's day", { at: "review.html", ...inTokyo }, async ({ page }) => {
  // In Tokyo it is the 25th already.
  await page.clock.setFixedTime(new Date("2026-11-24T20:00:00Z"));
  await page.getByText("Your data", { exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  assert.equal(download.suggestedFilename(), "progress-2026-11-25.json");
});

guide.test("a full storage is said, and the review goes on", { at: "review.html" }, async ({ page }) => {
  await reaches(page, "start");
  await page.evaluate(() => {
    for (let size = 2 ** 22; size >= 1; size /= 2) {
      try {
        for (let at = 0; ; at += 1) localStorage.setItem(`filler-${size}-${at}`, "x".repeat(size));
      } catch {
        // This size no longer fits.
      }
    }
  });
  await begin(page);
  await answer(page, "Easy");
  assert.match(await page.locator("review-desk > [role=alert]").innerText(), /storage is full or blocked/);
  await answer(page, "Easy");
  assert.equal((await kept(page))["card:single"], undefined);
  assert.deepEqual(await sums(page.locator(".review-bar")), ["4 new"]);
});

guide.test("a topic that can't be loaded can be tried again", { at: "review.html", expected: /failed|ERR_FAILED|Failed to load/ }, async ({ page }) => {
  await reaches(page, "start");
  await page.route("**/review/topics/*.js", (route) => route.abort());
  await page.getByRole("button", { name: /^Start with/ }).click();
  await reaches(page, "failed");
  await page.unroute("**/review/topics/*.js");
  await page.getByRole("button", { name: "Try again" }).click();
  await reaches(page, "card");
});

guide.test("without JavaScript the questions are a link away", { at: "review.html", javaScriptEnabled: false }, async ({ page }) => {
  assert.deepEqual(await page.locator("review-desk a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), ["basics.html", "typed.html"]);
});

real.test("a review from the front page: the card alone, its topic, the verdict said, the focus where the answer begins, and back again", { at: "index.html", viewport: { width: 390, height: 844 } }, async ({ page, open }) => {
  const lead = page.locator(".home-actions .primary");
  assert.match(await lead.innerText(), /^Start with /, "the first visit begins with the first topic");
  const id = (await page.evaluate(() => guide.cards.topics())).flatMap(({ cards }) => cards.map(([id]) => id))[0];
  await page.evaluate(({ key, id }) => localStorage.setItem(`${key}card:${id}`, `{"v":1,"r":"","e":"${(Date.UTC(2026, 0, 5) / 1000).toString(36)}G"}`), { key: KEY, id });
  await page.reload();
  await eventually(() => lead.innerText(), "Review 1 due");
  await page.locator("study-state[data-all] a", { hasText: "1 due" }).click();
  await reaches(page, "start");
  assert.deepEqual(await sums(page.locator(".review-bar")), ["1 due", "10 new"], "as the front page says");
  await page.locator(".review-stage button.primary").click();
  await reaches(page, "card");
  assert.equal(await page.locator(".review-charts").isVisible(), false);
  assert.ok((await page.locator(".review-stage .badge.topic").innerText()).length > 3);
  assert.equal(await page.locator(".review-stage .number").count(), 0);
  const top = await page.locator(".review-stage .question-title").evaluate((title) => title.getBoundingClientRect().top);
  assert.ok(top < 260, `the card begins at ${top}`);
  // To the first question that can be checked.
  while ((await page.locator(".review-stage check-question").count()) === 0) await answer(page, "Easy");
  await page.locator(".review-stage .choices input").first().check();
  const before = await page.evaluate(() => scrollY);
  await page.locator(".review-stage .check-row button.primary").click();
  await page.locator("recall-grade:not([hidden])").waitFor();
  assert.match(await desk(page).locator("> [role=status]").textContent(), /^(Correct\.|Incorrect\. The correct answer is [A-Z])/);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".result")));
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - before) < 100, "the options stay in the window");
  await page.getByRole("button", { name: "Stop" }).click();
  await reaches(page, "start");
  await page.keyboard.press("?");
  assert.match(await page.getByRole("dialog").innerText(), /1–4[^]*grade[^]*u[^]*undo/);
});

guide.test("an answer that is shown has the focus at its beginning, and when the day is done there is more to learn", {}, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await page.addInitScript((key) => localStorage.setItem(`${key}settings`, '{"newPerDay":1}'), KEY);
  await open("review.html");
  await begin(page);
  await answer(page, "Easy");
  await reaches(page, "done");
  await page.getByRole("button", { name: "Learn 5 more new questions" }).click();
  await reaches(page, "card");
  while ((await page.locator(".review-stage check-question").count()) > 0 && (await desk(page).getAttribute("data-state")) === "card") await answer(page, "Easy");
  await page.reload();
  await reaches(page, "done");
});

/** Stores reviews of the first questions of the guide: `days` ago each was recalled easily. */
const recalled = (page, count, days) => page.evaluate(async ({ key, count, days }) => {
  const ids = (await guide.cards.topics()).flatMap(({ cards }) => cards.map(([id]) => id)).slice(0, count);
  const when = Math.floor((Date.now() - days * 86_400_000) / 1000).toString(36);
  for (const id of ids) localStorage.setItem(`${key}card:${id}`, `{"v":1,"r":"","e":"${when}E"}`);
  return ids;
}, { key: KEY, count, days });
const sentences = (page) => page.locator("review-chart figcaption > p:first-of-type").allInnerTexts();
const told = (page) => desk(page).locator("> [role=status]").textContent();

real.test("a day with a limit: the answer has the focus, each step is said, and what is more goes on to the end", { at: "review.html", viewport: { width: 390, height: 844 } }, async ({ page, open }) => {
  await page.clock.setFixedTime(MORNING);
  await page.evaluate((key) => localStorage.setItem(`${key}settings`, '{"newPerDay":0,"reviewsPerDay":2}'), KEY);
  await page.reload();
  await reaches(page, "done");
  assert.equal(await page.locator(".review-stage h2").innerText(), "Done for today.");
  assert.equal(await page.locator(".review-charts").isVisible(), false, "nothing was reviewed yet");
  await recalled(page, 5, 200);
  await page.reload();
  await reaches(page, "start");
  assert.deepEqual(await sums(page.locator(".review-bar")), ["2 due"]);
  assert.match(await page.locator(".review-stage .remark").innerText(), /^3 more are due; your daily limit leaves them for later\.$/);
  assert.deepEqual(await sentences(page), ["5 questions are due in the next 14 days, 5 of them today.", "No reviews in the last 30 days."]);
  await begin(page);
  let descriptive = 0;
  /** Goes on by keys alone until there is no card. */
  const toTheEnd = async () => {
    let count = 0;
    while ((await desk(page).getAttribute("data-state")) === "card") {
      const title = await card(page);
      const check = await page.locator(".review-stage check-question").count();
      assert.equal(await page.evaluate(() => document.activeElement.innerText), title, "the focus is on the question");
      if (check > 0) await page.getByRole("button", { name: "Show the answer" }).press("Enter");
      else await page.keyboard.press("Enter");
      await page.locator("recall-grade:not([hidden])").waitFor();
      if (check === 0) {
        descriptive += 1;
        assert.equal(await told(page), "Answer shown");
        assert.ok(await page.evaluate(() => document.activeElement === document.querySelector(".review-stage details.answer[open] .section")), "the focus is where the answer begins");
      }
      await page.keyboard.press("4");
      count += 1;
      await eventually(async () => (await desk(page).getAttribute("data-state")) === "done" || (await page.locator(".review-stage > recall-grade[hidden]").count()) === 1, true);
      assert.match(await told(page), /^Easy: due again in .+\.$/);
    }
    await reaches(page, "done");
    assert.equal(await page.evaluate(() => document.activeElement.innerText), "Done for today.");
    return count;
  };
  assert.equal(await toTheEnd(), 2);
  await page.getByRole("button", { name: "Review 3 more due", exact: true }).click();
  assert.equal(await toTheEnd(), 3);
  assert.ok(descriptive > 0);
  assert.equal(await page.getByRole("button", { name: /^Review \d/ }).count(), 0);
  assert.match((await sentences(page))[1], /^5 reviews in the last 30 days, 100% recalled\.$/);
  // One topic, by its link; a second one has its own new questions, and the way back is there.
  await page.getByText("Review one topic").click();
  await page.locator(".review-stage details a", { hasText: "Fine-tuning" }).click();
  await reaches(page, "done");
  assert.match(page.url(), /\?topic=fine-tuning$/);
  assert.match(await page.locator(".review-stage").innerText(), /Only from: Fine-tuning/);
  const more = page.getByRole("button", { name: "Learn 10 more new questions" });
  await more.click();
  await reaches(page, "card");
  assert.match(await page.locator(".review-stage .badge.topic").innerText(), /^Fine-tuning/);
  assert.equal(await toTheEnd(), 10);
  await page.getByRole("link", { name: "Review all topics" }).click();
  await reaches(page, "done");
  assert.equal(new URL(page.url()).search, "");
});

real.test("a reader with much to lose is reminded to export, quietly, until it is done", { at: "review.html" }, async ({ page }) => {
  const reminder = page.getByText("Export a copy from time to time");
  await recalled(page, 29, 1);
  await page.reload();
  await reaches(page, "start");
  assert.equal(await reminder.count(), 0);
  await recalled(page, 30, 1);
  await page.reload();
  await reminder.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, "nothing is in the way");
  await page.getByText("Your data", { exact: true }).click();
  await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  assert.equal(await reminder.count(), 0);
  await page.reload();
  await reaches(page, "start");
  assert.equal(await reminder.count(), 0);
});

for (const colorScheme of ["light", "dark"]) {
  guide.test(`the bars of the charts and the words that explain them can be told apart in forced colors (${colorScheme})`, { forcedColors: "active", colorScheme }, async ({ page, open }) => {
    await open("basics.html");
    for (const [id, name] of [["single", "Easy"], ["several", "Again"], ["code", "Easy"]]) await grade(page, id, name);
    await open("review.html");
    await reaches(page, "start");
    const history = page.locator("review-chart").nth(1);
    assert.deepEqual(await history.locator(".chart-legend span").allInnerTexts(), ["Recalled", "Forgotten"]);
    const looks = await history.evaluate((chart) => {
      const of = (selector, pseudo, names) => {
        const style = getComputedStyle(chart.querySelector(selector), pseudo);
        return names.map((name) => style[name]);
      };
      return {
        bars: [".chart .recalled", ".chart .forgotten"].map((selector) => of(selector, null, ["fill", "stroke"])),
        keys: [".chart-legend .recalled", ".chart-legend .forgotten"].map((selector) => of(selector, "::before", ["backgroundColor", "borderTopColor"])),
      };
    });
    assert.deepEqual(looks.bars, looks.keys, "the legend looks as the bars do");
    for (const [, edge] of looks.bars) assert.match(edge, /^rgb\((?!0, 0, 0\)|255, 255, 255\))/, "each has an edge that can be seen on black and on white");
    assert.notEqual(looks.bars[0][0], looks.bars[1][0]);
    await history.getByText("Show as table").click();
    assert.deepEqual(await history.locator("thead th").allInnerTexts(), ["Day", "Recalled", "Forgotten"]);
  });
}
