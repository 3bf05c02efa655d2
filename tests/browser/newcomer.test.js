/** What somebody who is here for the first time does, by the way that they take: links, Back, held keys, full storage, paper. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, copy } from "./support/guide.js";
import { print } from "./support/paper.js";
import { focused, handIn, shown, state } from "./support/quiz.js";
import { begin as review, kept } from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

const guide = stage(() => built("real"));
const fox = stage(() => built("real"), { browser: "firefox" });
const arabic = stage(() => {
  const folder = copy("real");
  const book = join(folder, "book.toml");
  const text = readFileSync(book, "utf8");
  writeFileSync(book, /^language = /m.test(text) ? text.replace(/^language = .*$/m, 'language = "ar"') : text.replace("[book]", '[book]\nlanguage = "ar"'));
  const { code, screen, site } = build(folder);
  assert.equal(code, 0, screen);
  return site;
});

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const summary = (page) => page.locator(".check-summary").innerText();
const card = (page) => eventually(() => page.locator("review-desk").getAttribute("data-state"), "card");
const onBody = (page) => page.evaluate(() => document.activeElement === document.body);
const inWindow = (locator) => locator.evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});

/** Holds a key down: the first press, and repeats of it. */
async function hold(page, key, times = 6) {
  for (let at = 0; at < times; at += 1) await page.keyboard.down(key);
  await page.keyboard.up(key);
}

/** Opens a quiz by its link, starts it and waits for its first question. */
async function start(page, open, search) {
  await open(`self-check.html${search}`);
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
}

for (const [who, { test }] of Object.entries({ chromium: guide, firefox: fox })) {
  test(`a number that can't be never stops a quiz, folded away or not (${who})`, desktop, async ({ page, open }) => {
    const change = page.locator(".check-change > summary");
    for (const [search, field, typed, says, starts] of [
      ["?topic=rag&n=5&seed=abc", "Number of questions", "0", "1 question · ", "?topic=rag&n=1&seed=abc"],
      ["?topic=rag&n=5&seed=abc&mode=exam&minutes=5", "Time limit in minutes (optional)", "2000", "1,440 minutes", "minutes=1440"],
      ["?topic=rag&n=5&seed=abc", "Number of questions", "2.4", "2 questions · ", "n=2"],
    ]) {
      await open(`self-check.html${search}`);
      await change.click();
      await page.getByLabel(field).fill("");
      await page.getByLabel(field).pressSequentially(typed);
      await change.click();
      assert.ok((await summary(page)).includes(says), `${typed}: ${await summary(page)}`);
      await button(page, "Start").click();
      await eventually(() => state(page), "paper");
      assert.ok(page.url().includes(starts), page.url());
    }
  });
}

guide.test("a link to questions that are gone says so, and leads on", desktop, async ({ page, open }) => {
  await open("self-check.html?id=gone&id=reading-a-rag-trace&n=2&seed=x");
  assert.equal(await summary(page), "1 question · Practice");
  const said = () => page.locator("check-setup").innerText();
  assert.match(await said(), /1 question of this link is no longer in this guide\./);
  assert.doesNotMatch(await said(), /same questions/);
  await open("self-check.html?topic=rag&topic=gone&n=8&seed=x");
  assert.match(await said(), /A topic of this link is no longer in this guide\./);
  // A difficulty that nobody knows, as in a mistyped link.
  await open("self-check.html?id=reading-a-rag-trace&difficulty=zzz&n=1&seed=x");
  assert.match(await summary(page), /^1 question · zzz/);
  await open("self-check.html?id=gone&n=1&seed=x");
  assert.match(await said(), /The questions of this link are no longer in this guide\./);
  assert.doesNotMatch(await said(), /same questions|0 questions/);
  await button(page, "New quiz").click();
  await eventually(() => focused(page), "New quiz");
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
});

guide.test("a key that is held down does one step", desktop, async ({ page, open }) => {
  await start(page, open, "?topic=fine-tuning&n=2&mode=exam&seed=held");
  const first = await shown(page);
  await page.keyboard.press("a");
  await page.locator(".desk-head h2").focus();
  await hold(page, "Enter");
  assert.notEqual(await shown(page), first);
  assert.equal(await state(page), "paper");
  await page.keyboard.press("a");
  await page.locator(".desk-head h2").focus();
  // The first press leads to Submit.
  await hold(page, "Enter");
  assert.equal(await focused(page), "Submit");
  assert.equal(await state(page), "paper");
  // What asks before something is lost isn't answered by the key that led there.
  await open("self-check.html?topic=rag&n=2&seed=other");
  await button(page, "Start").focus();
  await hold(page, "Enter");
  await page.getByRole("dialog").waitFor();
  assert.equal(await state(page), "setup");
  // A grade isn't taken back by the key that gave it.
  await open("rag.html#what-is-rag.open");
  const good = page.locator("#what-is-rag recall-grade").getByRole("button", { name: /^Good/ });
  await good.focus();
  await hold(page, "Enter", 8);
  assert.equal(await page.locator("#what-is-rag recall-grade [role=status]").innerText().then((text) => text.startsWith("Good:")), true);
});

guide.test("after a quiz Back leaves it, whatever way led there", { ...desktop, at: "index.html" }, async ({ page, open, url }) => {
  await page.getByRole("link", { name: "Take a quiz" }).click();
  await page.getByLabel("Number of questions").fill("4");
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
  for (let at = 2; at <= 4; at += 1) {
    await button(page, "Next").click();
    await eventually(() => focused(page), `Question ${at} of 4`);
  }
  await page.goBack();
  await eventually(() => page.locator(".desk-head h2").innerText(), "Question 3 of 4");
  await page.goForward();
  await eventually(() => page.locator(".desk-head h2").innerText(), "Question 4 of 4");
  await handIn(page);
  await eventually(() => focused(page), "0 of 4 correct (0%)");
  await eventually(async () => page.url().includes("#"), false);
  assert.equal(await inWindow(page.locator("check-result h2").first()), true);
  await page.goBack();
  await eventually(() => state(page), "setup");
  assert.equal(page.url(), `${url}self-check.html`);
  await page.goBack();
  await page.waitForURL(`${url}index.html`);

  // A link that somebody has sent, found on another page.
  await page.evaluate(() => { location.href = "self-check.html?topic=rag&n=3&seed=sent"; });
  await button(page, "Start").click();
  await eventually(() => state(page), "paper");
  await page.keyboard.press("a");
  await page.goBack();
  await page.waitForURL(`${url}index.html`);

  // A quiz that goes on.
  await page.getByRole("link", { name: "Continue quiz (1 of 3)" }).click();
  await eventually(() => state(page), "paper");
  await page.goBack();
  await page.waitForURL(`${url}index.html`);
});

guide.test("the front page leads to the result of a quiz whose time is over", desktop, async ({ page, open }) => {
  await page.clock.install({ time: new Date("2026-11-01T10:00:00Z") });
  await start(page, open, "?topic=rag&n=4&mode=exam&minutes=1&seed=late");
  await page.keyboard.press("a");
  await open("index.html");
  await page.getByRole("link", { name: "Continue quiz (1 of 4)" }).waitFor();
  await page.clock.setSystemTime(new Date("2026-11-01T10:02:00Z"));
  await open("rag.html");
  await open("index.html");
  await page.getByRole("link", { name: "View quiz results" }).click();
  await eventually(() => state(page), "result");
});

guide.test("a check in one tab leads the reader of the other on", desktop, async ({ page, open }) => {
  await start(page, open, "?topic=rag&n=3&seed=tabs");
  await page.keyboard.press("a");
  const address = page.url();
  const tab = await page.context().newPage();
  await tab.goto(address);
  await eventually(() => state(tab), "paper");
  await tab.locator(".desk-head h2").focus();
  await tab.keyboard.press("Enter");
  await eventually(() => focused(tab), "Next");
  await eventually(() => focused(page), "Next");
  await tab.close();
});

guide.test("a quiz on paper keeps each question whole, and says which it is", { ...desktop }, async ({ page, open, url }) => {
  await start(page, open, "?topic=fine-tuning&n=6&seed=pr");
  const { raw } = await print(page);
  const heading = raw.replace(/\s+/g, " ");
  assert.match(heading, /6 questions · Fine-tuning · Practice · Quiz pr/);
  assert.ok(raw.replace(/\s+/g, "").includes(`${url}self-check.html?topic=fine-tuning&n=6&seed=pr`), raw.slice(0, 400));
  // A question's title and its last option are on the same page.
  const pages = raw.split("\f").map((text) => text.replace(/\s+/g, ""));
  const parts = await page.locator("check-sheet check-question").evaluateAll((questions) => questions.map((question) => {
    const plain = (element) => element.textContent.replace(/\s+/g, "").slice(0, 24);
    return [plain(question.querySelector(".question-title")), ...[...question.querySelectorAll(".choices label")].filter((label) => !label.querySelector("math")).map(plain)];
  }));
  assert.equal(parts.length, 6);
  const split = parts.filter((texts) => !pages.some((text) => texts.every((part) => text.includes(part))));
  assert.deepEqual(split, []);
});

guide.test("a page of a field or a button takes one sheet", desktop, async ({ page, open }) => {
  for (const path of ["review.html", "search.html"]) {
    await open(path);
    await eventually(() => page.locator("main button, main input").first().isVisible(), true);
    assert.equal((await print(page)).pages, 1, path);
  }
});

guide.test("a review says at the card that nothing is kept", { ...phone, at: "review.html" }, async ({ page }) => {
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await review(page);
  const warning = page.locator("review-desk > [role=alert]");
  assert.equal(await warning.isVisible(), false);
  const grade = async () => {
    await page.keyboard.press("Enter");
    await page.keyboard.press("3");
    await card(page);
  };
  await grade();
  await eventually(() => warning.filter({ visible: true }).count(), 1);
  assert.match(await warning.innerText(), /storage is full or blocked/);
  assert.equal(await inWindow(warning), true);
  // It is said once aloud, however many grades follow.
  await warning.evaluate((element) => new MutationObserver(() => { element.dataset.said = "again"; }).observe(element, { childList: true, characterData: true, subtree: true }));
  await grade();
  assert.equal(await warning.getAttribute("data-said"), null);
  await button(page, "Stop").click();
  assert.equal(await page.getByText("storage is full or blocked").filter({ visible: true }).count(), 1);
});

guide.test("the bar of a card is one line on a phone, and a topic to review is easy to hit", { ...phone, at: "review.html" }, async ({ page }) => {
  await page.getByText("Review one topic").click();
  const links = await page.locator(".review-settings li a").evaluateAll((links) => links.map((link) => {
    const { left, height } = link.getBoundingClientRect();
    return left >= document.querySelector("h1").getBoundingClientRect().left - 1 && height >= 44;
  }));
  assert.ok(links.length > 5 && links.every(Boolean), links.join());
  assert.equal(await page.locator(".review-settings > ul").evaluate((list) => getComputedStyle(list).listStyleType), "none");
  await review(page);
  const top = () => page.locator(".review-stage").evaluate((stage) => stage.getBoundingClientRect().top - stage.parentElement.getBoundingClientRect().top);
  const before = await top();
  await page.keyboard.press("Enter");
  await page.keyboard.press("3");
  await page.getByRole("button", { name: "Undo the last grade" }).waitFor();
  assert.ok((await top()) - before < 2, `${before} ${await top()}`);
});

guide.test("the last grade of a day is taken back by its key, and none is after all was deleted", { ...desktop, at: "review.html?topic=rag" }, async ({ page }) => {
  await page.getByText("Settings", { exact: true }).click();
  await page.getByLabel("New questions per day").fill("1");
  await page.getByLabel("New questions per day").press("Tab");
  await review(page);
  await page.keyboard.press("Enter");
  await page.keyboard.press("4");
  await eventually(() => page.locator("review-desk").getAttribute("data-state"), "done");
  await page.keyboard.press("u");
  await card(page);
  await eventually(() => page.locator("review-desk > [role=status]").textContent(), "Last grade undone.");
  assert.deepEqual(Object.keys(await kept(page)).filter((name) => name.startsWith("card:")), []);
  await page.keyboard.press("Enter");
  await page.keyboard.press("4");
  await eventually(() => page.locator("review-desk").getAttribute("data-state"), "done");
  await page.getByText("Your data").click();
  await button(page, "Delete all progress").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete all progress" }).click();
  await eventually(() => page.locator("review-desk").getAttribute("data-state"), "start");
  assert.equal(await page.getByRole("button", { name: "Undo the last grade" }).count(), 0);
});

for (const [who, { test }] of Object.entries({ chromium: guide, firefox: fox })) {
  test(`a result of the glossary leads to its entry, not to its letter (${who})`, desktop, async ({ page, open }) => {
    for (const [query, title] of [["lora", "LoRA"], ["token", "Token"], ["attention sink", "Attention sink"], ["ttft", "TTFT"], ["RoPE", "RoPE"]]) {
      await open(`search.html?q=${encodeURIComponent(query)}&kind=page`);
      const link = page.locator(".results a").filter({ hasText: new RegExp(`^${title}\\b`) }).first();
      await link.click();
      await page.waitForURL(/glossary\.html#entry\./);
      const target = page.locator(":target");
      await eventually(() => target.locator("strong").first().innerText().then((text) => text.startsWith(title)), true);
      await eventually(() => target.evaluate((entry) => Math.abs(entry.getBoundingClientRect().top) < 60 || scrollY + innerHeight >= document.documentElement.scrollHeight - 2), true);
      assert.equal(await inWindow(target), true, title);
    }
  });
}

guide.test("the way back from a result leads to it, however many were shown", desktop, async ({ page, open, url }) => {
  await open("search.html?q=rag");
  const count = () => page.locator(".results > li").count();
  for (const more of [6, 12]) {
    await eventually(count, more);
    await button(page, "More results").click();
  }
  await eventually(count, 18);
  const link = page.locator(".results a").nth(14);
  const title = await link.innerText();
  await link.click();
  await page.waitForURL((address) => !address.href.startsWith(`${url}search.html`));
  await page.goBack();
  await eventually(count, 18);
  await eventually(() => focused(page), title);
  await eventually(() => inWindow(page.locator(".results > li").nth(14)), true);
  // Another search begins at its beginning.
  await page.getByRole("searchbox").fill("lora");
  await eventually(count, 6);
  assert.equal(await page.evaluate(() => document.activeElement.type), "search");
});

guide.test("the entry is at hand on a phone too", phone, async ({ page, open }) => {
  await open("search.html?q=arithmetic%20intensity&kind=page");
  await page.locator(".results a").filter({ hasText: "Arithmetic intensity" }).tap();
  await page.waitForURL(/#entry\.arithmetic-intensity$/);
  await eventually(() => inWindow(page.locator("[id='entry.arithmetic-intensity']")), true);
});

guide.test("a filter that nobody knows, and words that nobody can search for, are said", desktop, async ({ page, open }) => {
  const told = () => page.locator("site-search > [role=status]").innerText();
  for (const [filter, label] of [["kind=quiz", "Kind"], ["difficulty=zzz", "Difficulty"], ["kind=constructor", "Kind"], ["topic=zzz", "Topic"]]) {
    await open(`search.html?q=lora&${filter}`);
    await eventually(told, "No results with these filters.");
    await page.getByLabel(label).selectOption("");
    await eventually(async () => /^\d+ results/.test(await told()), true);
  }
  for (const [query, says] of [["what", /^These words are too common/], ["the a", /^These words are too common/], ["%", /^Type a word/], ["toString", /^No results\. Try/]]) {
    await page.getByRole("searchbox").fill(query);
    await eventually(async () => says.test(await told()), true);
  }
});

arabic.test("English in an Arabic guide keeps its signs in place", { ...desktop, at: "index.html" }, async ({ page, open }) => {
  // The words stand apart: what a flex box holds would lose the space between them.
  assert.match(await page.locator("[data-action=start]").innerText(), /^\S+ \S+ Transformers and attention$/);
  const ends = (locator) => locator.evaluateAll((elements) => elements.filter((element) => /[.?…]$/.test(element.textContent.trim())).map((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let last = null;
    while (walker.nextNode()) if (walker.currentNode.data.trim()) last = walker.currentNode;
    const end = last.data.trimEnd().length;
    const box = (from, to) => {
      const range = document.createRange();
      range.setStart(last, from);
      range.setEnd(last, to);
      return range.getClientRects()[0];
    };
    // The sign at the end stands to the right of the letter before it, as in English.
    const before = last.data.slice(0, end - 1).trimEnd().length;
    return before === 0 || box(end - 1, end).left >= box(before - 1, before).left || box(end - 1, end).top > box(before - 1, before).top + 2 ? "" : element.textContent.trim().slice(-40);
  }).filter(Boolean));
  assert.deepEqual(await ends(page.locator(".topic-card > p:not(.counts), .lead")), []);
  await open("rag.html");
  assert.deepEqual(await ends(page.locator(".lead")), []);
  await open("search.html?q=lora");
  await eventually(() => page.locator(".results > li").count(), 6);
  assert.deepEqual(await ends(page.locator(".results a, .results .excerpt")), []);
});

guide.test("the buttons of the offline copy keep the reader's place", { ...desktop, at: "index.html" }, async ({ page }) => {
  const press = (name) => page.locator("site-offline").getByRole("button", { name });
  await press("Remove").click();
  await eventually(() => page.locator("site-offline").innerText().then((text) => /Removed|removed/.test(text)), true);
  assert.equal(await onBody(page), false);
  await page.reload();
  await press(/^Save/).click();
  await press("Remove").waitFor();
  await eventually(() => focused(page), "Remove");
});
