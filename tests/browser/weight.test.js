/** What a page weighs on its way to the reader, and that nothing on it moves while it comes. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { build, built, copy, pagesOf } from "./support/guide.js";
import { eventually, gate, stage } from "./support/stage.js";

/** A site with a topic `many` of so many questions, each with some 1.5 KB of text that is not the others'. */
function siteOf(questions) {
  const folder = copy("quiz");
  mkdirSync(join(folder, "content", "many"));
  writeFileSync(join(folder, "content", "many", "_index.md"), "---\ntitle: Many\n---\n\nAn introduction.\n");
  let state = 1;
  const word = () => {
    state = (state * 16807) % 2147483647;
    return ["model", "token", "layer", "gradient", "retrieval", "index", "query", "weights", "context", "answer", "prompt", "vector", "loss", "batch", "cache", "memory"][state % 16] + (state % 7 === 0 ? "s" : "");
  };
  const text = (words) => Array.from({ length: words }, word).join(" ");
  for (let at = 1; at <= questions; at += 1) {
    const front = `---\ntitle: ${text(8)}\norder: ${at}\ndifficulty: beginner\ntags: [${word()}, ${word()}]\n---\n\n`;
    const code = "```python\ndef step(x):\n    return x * 2  # twice\n```\n\n";
    writeFileSync(join(folder, "content", "many", `q-${at}.md`), `${front}## In short\n\n${text(30)}.\n\n## Answer\n\n${text(90)}.\n\n${code}- ${text(15)}\n- ${text(15)}\n\n${text(60)}.\n`);
  }
  const { code, screen, site } = build(folder);
  assert.equal(code, 0, screen);
  return site;
}

const twenty = stage(() => siteOf(20));

/** The bytes of everything that a page loads, compressed, by what it is. */
async function weigh(page, { url, site }, path) {
  const loaded = [];
  page.on("request", (request) => loaded.push([request.resourceType(), request.url()]));
  await page.goto(url + path);
  await page.waitForLoadState("networkidle");
  const sums = {};
  // The review's cards and questions are content, though they come as scripts.
  for (const [type, address] of loaded.filter(([, address]) => !address.startsWith(`${url}review/`))) {
    sums[type] = (sums[type] ?? 0) + gzipSync(readFileSync(join(site, address.slice(url.length)))).length;
  }
  return sums;
}

twenty.test("a topic of 20 questions comes in 60 KB: at most 16 of script, 12 of style, and no math font", {}, async ({ page, url, t }) => {
  const sums = await weigh(page, { url, site: twenty.site }, "many.html");
  t.diagnostic(JSON.stringify(sums));
  const { script = 0, stylesheet = 0, font = 0, document: html = 0 } = sums;
  assert.ok(html > 5_000 && html + script + stylesheet <= 60_000, JSON.stringify(sums));
  assert.ok(script > 0 && script <= 16_000, `script: ${script}`);
  assert.ok(stylesheet > 0 && stylesheet <= 12_000, `style: ${stylesheet}`);
  assert.equal(font, 0);
});

const hundred = stage(() => siteOf(100));

hundred.test("a link into a page of 100 questions arrives, though it lays out only what is near", { at: "many.html#q-90" }, async ({ page }) => {
  const target = page.locator("#q-90");
  await eventually(async () => Math.abs((await target.boundingBox()).y) < 100, true);
  const far = await page.locator("#q-2 .question-title").evaluate((title) => title.checkVisibility({ contentVisibilityAuto: true }));
  assert.equal(far, false);
});

const real = stage(() => built("real"));

real.test("no page loads more than 35 KB of script", {}, async ({ page, url, t }) => {
  const weights = {};
  for (const path of pagesOf(real.site)) {
    const { script = 0 } = await weigh(page, { url, site: real.site }, path);
    weights[path] = script;
  }
  t.diagnostic(JSON.stringify(weights));
  assert.deepEqual(Object.entries(weights).filter(([, script]) => script > 35_000), []);
  assert.ok(weights["review.html"] > weights["rag.html"]);
});

/** Somebody who has learned a few questions. */
function learned() {
  const key = "genai-guide:/repo/guide/:";
  localStorage.setItem(`${key}studied`, "true");
  for (const id of ["what-is-rag", "what-is-a-transformer", "what-is-fine-tuning"]) localStorage.setItem(`${key}card:${id}`, JSON.stringify({ v: 1, r: "", e: "t0x5k2E" }));
}

const SIZES = { phone: { width: 375, height: 700 }, desktop: { width: 1280, height: 800 } };
const READERS = { "who is new": () => {}, "who has learned something": learned };
for (const [size, viewport, who, prepare] of Object.entries(SIZES).flatMap(([size, viewport]) => Object.entries(READERS).map((reader) => [size, viewport, ...reader]))) {
  real.test(`nothing moves while a page comes, on a ${size}, for a reader ${who}`, {
    viewport,
    init: () => {
      window.moved = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved.push(entry.value);
      }).observe({ type: "layout-shift", buffered: true });
    },
  }, async ({ page, open, url }) => {
    await open("404.html");
    await page.evaluate(prepare);
    // Scripts wait until the page is painted without them: what they add must have its room.
    let painted;
    await page.route(/assets\/(guide|self-check|search|review)-[^/]*\.js$/, async (route) => {
      await painted.opened;
      await route.continue();
    });
    const faults = [];
    for (const path of pagesOf(real.site)) {
      painted = gate();
      await page.goto(url + path, { waitUntil: "commit" });
      const isPainted = () => performance.getEntriesByName("first-contentful-paint").length > 0;
      await eventually(() => page.evaluate(isPainted).catch(() => false), true);
      painted.open();
      await page.waitForLoadState();
      // Two frames after what the scripts do when they are idle: shifts are reported after the frame in which they happen.
      await page.evaluate(() => new Promise((done) => {
        requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
      }));
      const moved = await page.evaluate(() => window.moved.reduce((sum, value) => sum + value, 0));
      if (moved > 0.001) faults.push(`${path}: ${moved}`);
    }
    assert.deepEqual(faults, []);
  });
}
