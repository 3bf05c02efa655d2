/** Readers whose browser keeps things from the page. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
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

  guide.test(`where ${who}, answers open`, { at: "basics.html#single", init }, async ({ page }) => {
    await eventually(() => page.locator("#single details.answer").evaluate((answer) => answer.open), true);
    await page.getByRole("button", { name: "Hide all" }).click();
    assert.equal(await page.locator("details.answer[open]").count(), 0);
  });

  guide.test(`where ${who}, the self-check works`, { at: "self-check.html", init }, async ({ page }) => {
    const form = page.locator("form[data-question=single]");
    await form.locator("label", { hasText: "Carbon dioxide" }).click();
    await form.getByRole("button", { name: "Check" }).click();
    assert.equal(await form.locator(".result").innerText(), "Right.");
    await page.getByRole("button", { name: "Start again" }).click();
    assert.equal(await form.locator(".result").innerText(), "");
  });
}
