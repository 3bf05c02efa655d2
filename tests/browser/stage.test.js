/**
 * The stage itself: what it lets pass while a page is still arriving, and what it does not.
 */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before } from "node:test";

import { built } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const HEAD = "<!doctype html><html lang=en><title>A formula</title><body>";
const WHOLE = "<math><msub><mi>a</mi><mi>b</mi></msub></math>";
const BROKEN = "<math><msub><mi>a</mi></msub></math>";

/** A server that sends the beginning of a page, and the end when it is told to. */
let server, finish;
before(() => new Promise((ready) => {
  server = createServer((request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    const [before, after] = request.url === "/half" ? WHOLE.split(/(?<=<\/mi>)(?=<mi>)/) : [BROKEN, ""];
    // Browsers gather some bytes before they begin to lay out.
    response.write(`${HEAD}${"<p>Text. ".repeat(2000)}${before}`);
    finish = () => response.end(`${after}</body></html>`);
    if (request.url !== "/half") finish();
  }).listen(0, "127.0.0.1", ready);
}));
after(() => server.close());

const guide = stage(() => built("quiz"), { browser: "firefox", over: "file" });
const address = (path) => `http://127.0.0.1:${server.address().port}/${path}`;

guide.test("a formula that has come by half is no problem", { expected: /request to elsewhere|favicon/ }, async ({ page, problems }) => {
  const arrived = page.goto(address("half"), { waitUntil: "load" });
  await eventually(() => page.locator("msub").count().catch(() => 0), 1);
  // Two frames: what has come so far is laid out.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  finish();
  await arrived;
  assert.deepEqual(problems.filter((problem) => /Incorrect number/.test(problem)), []);
});

guide.test("a formula that is broken in a page that has come is one", { expected: /./ }, async ({ page, problems }) => {
  await page.goto(address("whole"), { waitUntil: "load" });
  await page.evaluate((broken) => document.body.insertAdjacentHTML("beforeend", broken), BROKEN);
  await eventually(async () => problems.some((problem) => /Incorrect number/.test(problem)), true);
});
