/** Readers whose browser keeps things from the page. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { begin, go, handIn, question } from "./support/quiz.js";
import * as review from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

/** What a browser does that is told to keep nothing: a look at any storage throws. */
function forbidStorage() {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]) {
    Object.defineProperty(window, name, { get: refuse, configurable: true });
  }
  Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
  for (const name of ["storage", "serviceWorker", "permissions"]) {
    Object.defineProperty(Navigator.prototype, name, { get: refuse, configurable: true });
  }
}

/** A browser that was made before some things were. */
function takeAwayNewThings() {
  for (const name of ["requestIdleCallback", "CookieStore", "navigation", "scheduler", "Sanitizer"]) delete window[name];
  delete Document.prototype.startViewTransition;
}

for (const [who, init] of Object.entries({ "storage is forbidden": forbidStorage, "new interfaces are missing": takeAwayNewThings })) {
  const guide = stage(() => built("quiz"));

  guide.test(`where ${who}, answers open`, { at: "basics.html#single.open", init }, async ({ page }) => {
    await eventually(() => page.locator("#single details.answer").evaluate((answer) => answer.open), true);
    await page.getByRole("button", { name: "Hide all" }).click();
    assert.equal(await page.locator("details.answer[open]").count(), 0);
  });

  guide.test(`where ${who}, a paper can be taken, and it is said when it is not kept`, { init }, async ({ page, open }) => {
    await begin(open, page);
    await go(page, "single");
    await question(page, "single").choose("Carbon dioxide");
    await question(page, "single").check();
    assert.equal(await question(page, "single").result(), "Correct.");
    assert.equal(/Your browser blocks storage here/.test(await page.locator(".desk-foot").innerText()), init === forbidStorage);
    await handIn(page);
    assert.equal(await page.locator("check-result h2").first().innerText(), "1 of 5 correct (20%)");
  });

  guide.test(`where ${who}, light and dark can be chosen, and keys turned off`, { at: "basics.html", init }, async ({ page }) => {
    const press = page.locator("theme-switch button");
    await press.click();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
    await page.keyboard.press("?");
    await page.getByLabel("Use these shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.activeElement.matches(".question")), false);
  });

  guide.test(`where ${who}, a review goes on, and it is said when it is not kept`, { at: "review.html", init }, async ({ page }) => {
    await review.begin(page);
    const first = await review.card(page);
    await review.answer(page, "Easy");
    assert.notEqual(await review.card(page), first);
    assert.equal(/storage is full or blocked/.test(await page.locator("review-desk > [role=alert]").innerText()), init === forbidStorage);
    assert.deepEqual(await review.sums(page.locator(".review-bar")), ["5 new"]);
  });

  guide.test(`where ${who}, the search works`, { at: "search.html?q=plants", init }, async ({ page }) => {
    await eventually(() => page.locator(".results > li").count(), 1);
  });
}
