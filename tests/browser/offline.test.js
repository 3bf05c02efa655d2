/** Reading offline: a real service worker, a network that is really gone, and deploys in between. */

import assert from "node:assert/strict";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, copy } from "./support/guide.js";
import * as quiz from "./support/quiz.js";
import { begin, grade, kept } from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

/** What a browser says of a network that is gone. */
const GONE = /ERR_CONNECTION_REFUSED|ERR_FAILED|Failed to fetch|service-worker|offline\.json|status 404|status of 404/;
const offline = (page) => page.locator("site-offline");
/** Waits until the guide is kept. */
const isKept = (page) => eventually(async () => /^Saved for offline reading: [\d.]+ MB\./.test(await offline(page).innerText()), true);
/** What the caches of the site hold: for each its number of files. */
const cached = (page) => page.evaluate(async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => [name, (await (await caches.open(name)).keys()).length]))));

const whole = stage(() => built("quiz"));

whole.test("after a first visit all of the guide is there without a network", { at: "index.html", expected: GONE }, async ({ page, open, url }) => {
  await isKept(page);
  await whole.cut();
  for (const path of ["", "index.html", "basics.html?kind=mcq#single", "typed", "print.html", "self-check.html", "review.html", "search.html"]) {
    const response = await open(path);
    assert.equal(response.status(), 200, path);
    assert.equal(response.fromServiceWorker(), true, path);
  }
  await open("search.html?q=photosynthesis");
  await eventually(() => page.locator(".results > li").count(), 1);
  await quiz.begin(open, page, "?id=single&seed=a");
  await quiz.question(page, "single").choose("Carbon dioxide");
  await quiz.question(page, "single").check();
  assert.equal(await quiz.question(page, "single").result(), "Correct.");
  await open("review.html");
  await begin(page);
  const missing = await page.goto(`${url}nowhere.html`);
  assert.equal(missing.status(), 404);
  assert.match(await page.locator("h1").innerText(), /not found/i);
});

const folder = copy("quiz");
const change = (text) => {
  const file = join(folder, "content", "basics", "single.md");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^title: .*$/m, `title: ${text}`));
  appendFileSync(join(folder, "content", "basics", "code.md"), `\n${text}\n`);
  const { code, screen } = build(folder);
  assert.equal(code, 0, screen);
};
const deployed = stage(() => build(folder).site);

deployed.test("a new deploy is announced, used when the reader asks, and never mixed with the old one", { at: "index.html" }, async ({ page, open, url }) => {
  await isKept(page);
  const first = await cached(page);
  change("The second version");
  await open("basics.html");
  const title = () => page.locator("#single .question-title").innerText();
  assert.equal(await title(), "Which gas do plants take in?", "the page is of the version in use");
  await page.getByText("A new version is available.").waitFor();
  const other = await page.context().newPage();
  await other.goto(`${url}basics.html`);
  assert.equal(await other.locator("#single .question-title").innerText(), "Which gas do plants take in?");
  // The old version is still whole: what it has not loaded yet comes from its own cache.
  assert.match(await page.evaluate(() => fetch("review/topics/basics.js").then((response) => response.text())), /Which gas do plants take in/);
  await page.getByRole("button", { name: "Update now" }).click();
  await eventually(title, "The second version");
  await eventually(() => other.locator("#single .question-title").innerText(), "The second version");
  await eventually(async () => Object.keys(await cached(page)).length, 1);
  assert.notDeepEqual(Object.keys(await cached(page)), Object.keys(first));
  assert.match(await page.evaluate(() => fetch("review/topics/basics.js").then((response) => response.text())), /The second version/);
  assert.equal(await page.getByText("A new version is available.").count(), 0);
});

deployed.test("a new version can wait", { at: "index.html" }, async ({ page, url }) => {
  await isKept(page);
  change("The third version");
  await page.goto(`${url}basics.html`);
  await page.getByText("A new version is available.").waitFor();
  await page.getByRole("button", { name: "Later" }).click();
  assert.equal(await page.getByText("A new version is available.").count(), 0);
  await page.goto(`${url}typed.html`);
  await page.goto(`${url}basics.html`);
  assert.equal(await page.locator("#single .question-title").innerText(), "The second version", "as long as a page is open");
});

const broken = stage(() => built("quiz"));

broken.test("a file that is not of this build is not kept, and neither is the rest", { expected: /integrity|service-worker|Failed to|console: /i }, async ({ page, open }) => {
  appendFileSync(join(broken.site, "typed.html"), "<!-- another deploy -->");
  await open("index.html");
  await eventually(() => offline(page).innerText(), "Couldn’t save this guide for offline reading.");
  assert.deepEqual(await cached(page), {});
  assert.equal((await open("basics.html")).status(), 200);
});

const removable = stage(() => built("quiz"));

removable.test("a reader can remove what is kept, and have it again", { at: "index.html" }, async ({ page, open }) => {
  await isKept(page);
  await offline(page).getByRole("button", { name: "Remove" }).click();
  await eventually(() => offline(page).innerText(), "Removed from offline storage.");
  assert.deepEqual(await cached(page), {});
  assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((list) => list.length)), 0);
  await open("basics.html");
  const again = offline(page).getByRole("button", { name: /^Save this guide for offline reading \([\d.]+ MB\)$/ });
  await again.click();
  await isKept(page);
});

removable.test("progress is kept apart from it", { at: "basics.html" }, async ({ page }) => {
  await isKept(page);
  await grade(page, "single", "Easy");
  await offline(page).getByRole("button", { name: "Remove" }).click();
  await eventually(() => offline(page).innerText(), "Removed from offline storage.");
  assert.ok((await kept(page))["card:single"]);
});

/** A guide below another one on the same host, as on GitHub Pages. */
const below = stage(() => {
  const site = built("german");
  cpSync(built("quiz"), join(site, "guide"), { recursive: true });
  return site;
}, { base: "/repo/" });

below.test("what a reader removes stays removed though the worker of a guide above stands by, and that guide's copy stays", { at: "index.html" }, async ({ page, open, url }) => {
  const scopes = () => page.evaluate(() => navigator.serviceWorker.getRegistrations().then((list) => list.map(({ scope }) => scope).sort()));
  await eventually(async () => /^Offline gespeichert/.test(await offline(page).innerText()), true);
  const above = await cached(page);
  assert.equal(Object.keys(above).length, 1);
  await open("guide/index.html");
  await isKept(page);
  assert.equal(Object.keys(await cached(page)).length, 2);
  await offline(page).getByRole("button", { name: "Remove" }).click();
  await eventually(() => offline(page).innerText(), "Removed from offline storage.");
  assert.deepEqual(await cached(page), above);
  // Nothing comes back by itself, on whichever page the reader goes on.
  for (const path of ["guide/index.html", "guide/basics.html", "guide/review.html"]) {
    await open(path);
    await offline(page).getByRole("button", { name: /^Save this guide for offline reading/ }).waitFor();
    assert.deepEqual(await scopes(), [url], path);
  }
  assert.deepEqual(await cached(page), above);
  await open("guide/basics.html");
  await grade(page, "single", "Easy");
  // The guide above is still whole: it removes its own copy, and only that.
  await offline(page).getByRole("button", { name: /^Save this guide/ }).click();
  await isKept(page);
  await open("index.html");
  await offline(page).getByRole("button", { name: "Entfernen" }).click();
  await eventually(async () => Object.keys(await cached(page)).every((name) => name.startsWith("genai-guide:/repo/guide/:")), true);
  await eventually(scopes, [`${url}guide/`]);
  await below.cut();
  const response = await open("guide/typed.html");
  assert.equal(response.fromServiceWorker(), true);
});

const spared = stage(() => built("quiz"));
const sparing = () => Object.defineProperty(Navigator.prototype, "connection", { value: { saveData: true }, configurable: true });

spared.test("on a connection that is to be spared nothing is kept until the reader asks", { at: "index.html", init: sparing }, async ({ page }) => {
  await offline(page).getByRole("button", { name: /^Save this guide/ }).waitFor();
  assert.deepEqual(await cached(page), {});
});

const switched = copy("quiz");
const off = stage(() => build(switched).site);

off.test("`offline = false` removes what an earlier build has installed", { at: "index.html" }, async ({ page, open }) => {
  await isKept(page);
  const book = join(switched, "book.toml");
  writeFileSync(book, `${readFileSync(book, "utf8")}\n[output.html]\noffline = false\n`);
  assert.equal(build(switched).code, 0);
  await open("basics.html");
  // The page of the old version begins anew without it.
  await eventually(() => offline(page).count(), 0);
  assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((list) => list.length)), 0);
  assert.deepEqual(await cached(page), {});
  await open("basics.html");
  assert.equal(await offline(page).count(), 0);
  assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => /manifest|service-worker|offline\.json/.test(name))), false);
});

const installed = stage(() => built("quiz"));

installed.test("the guide can be installed: its manifest is sound, and its icons are as large as it says", { at: "index.html" }, async ({ page, url }) => {
  await isKept(page);
  const client = await page.context().newCDPSession(page);
  const { errors, url: found } = await client.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.equal(found, `${url}manifest.webmanifest`);
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  // A browser that keeps nothing of a visit installs nothing; that is the test's own.
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
  const manifest = await page.evaluate(() => fetch("manifest.webmanifest").then((response) => response.json()));
  assert.equal(manifest.name, "Quiz");
  assert.deepEqual([manifest.lang, manifest.dir], ["en", "ltr"]);
  for (const { src, sizes } of manifest.icons.filter(({ type }) => type === "image/png")) {
    const size = await page.evaluate((src) => new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve(`${image.naturalWidth}x${image.naturalHeight}`);
      image.src = src;
    }), src);
    assert.equal(size, sizes);
  }
});
