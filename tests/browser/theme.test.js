/** Light and dark: the system's choice, the reader's own, and no flash between the two. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { eventually, gate, stage } from "./support/stage.js";

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = "rgb(252, 252, 250)";
const DARK = "rgb(20, 23, 29)";

for (const { browser, over } of [{ browser: "chromium", over: "http" }, { browser: "chromium", over: "file" }, { browser: "firefox", over: "http" }]) {
  const guide = stage(() => built("quiz"), { browser, over });
  const fact = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);

  fact("the system decides until the reader does", { at: "index.html", colorScheme: "dark" }, async ({ page }) => {
    assert.equal(await ground(page), DARK);
    const button = page.locator("theme-switch button");
    const names = [];
    for (const expected of [LIGHT, DARK, DARK]) {
      names.push(await button.getAttribute("aria-label"));
      await button.click();
      assert.equal(await ground(page), expected);
    }
    assert.deepEqual(names, ["Colors: system", "Colors: light", "Colors: dark"]);
  });

  fact("the choice holds on every page, after a reload, and in another tab", { at: "index.html", colorScheme: "light" }, async ({ page, open, url }) => {
    const tab = await page.context().newPage();
    await tab.goto(`${url}basics.html`);
    const button = page.locator("theme-switch button");
    await button.click();
    await button.click();
    assert.equal(await ground(page), DARK);
    if (over === "http") await eventually(() => ground(tab), DARK);
    await page.reload();
    assert.equal(await ground(page), DARK);
    await open("basics.html");
    assert.equal(await ground(page), DARK);
    assert.equal(await page.locator("theme-switch button").getAttribute("aria-label"), "Colors: dark");
    await tab.close();
  });
}

const guide = stage(() => built("quiz"));

guide.test("the choice is there before anything is painted", { at: "index.html", colorScheme: "light" }, async ({ page }) => {
  await page.evaluate(() => guide.store.write("theme", "dark"));
  // The other scripts wait until something is painted, which must be dark already.
  const painted = gate();
  await page.route(/guide-.*\.js$/, async (route) => {
    await painted.opened;
    await route.continue();
  });
  await page.goto(page.url(), { waitUntil: "commit" });
  await eventually(() => page.evaluate(() => document.body !== null && performance.getEntriesByType("paint").length > 0).catch(() => false), true);
  assert.equal(await page.evaluate(() => customElements.get("theme-switch") === undefined), true);
  assert.equal(await ground(page), DARK);
  painted.open();
  await page.waitForLoadState();
  assert.equal(await ground(page), DARK);
});

guide.test("paper is light, whatever is chosen", { at: "basics.html", colorScheme: "dark" }, async ({ page }) => {
  await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  await page.emulateMedia({ media: "print" });
  assert.equal(await ground(page), "rgb(255, 255, 255)");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(0, 0, 0)");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
});
