/**
 * A stage is a site on a server, with a browser before it. Each test on it gets a new reader: a page of its own in a fresh
 * context. Whatever goes wrong behind the reader's back fails the test: an error or a warning in the console, a script that
 * throws, a policy violation, a request that fails or leaves the site, a dialog.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { find, launch, preferencesFor } from "./browser.js";
import { serve } from "./server.js";

/**
 * How long anything may take before it is taken for never, in milliseconds. No test is decided by less, and only a test that
 * fails waits that long, so it may be far more than the slowest machine needs.
 */
const NEVER = 90_000;

/**
 * @typedef {object} Reader
 * @property {import("playwright-core").Page} page
 * @property {string} url the site's address, ending in `/`
 * @property {string[]} problems what has gone wrong so far
 * @property {(path: string) => Promise<unknown>} open goes to a page of the site
 * @property {import("node:test").TestContext} t
 */

/**
 * Puts a site on stage for the tests of a file.
 * @param {() => string} site builds the site and returns its folder
 * @param {{ browser?: "chromium" | "firefox", over?: "http" | "file", base?: string }} [how]
 */
export function stage(site, { browser = "chromium", over = "http", base = "/repo/guide/" } = {}) {
  const skip = browser === "firefox" && !find("firefox") && "Firefox is not installed";
  const browsers = new Map();
  const here = { site: "", url: "" };
  let server;

  before(async () => {
    if (skip) return;
    here.site = site();
    if (over === "file") here.url = `${pathToFileURL(here.site)}/`;
    else server = await serve(here.site, base);
    here.url ||= server.url;
  });

  after(async () => {
    for (const running of browsers.values()) await (await running).close();
    await server?.close();
  });

  /** The browser for a kind of reader; Firefox needs one for each. */
  function browserFor(context) {
    const preferences = browser === "firefox" ? preferencesFor(context) : {};
    const key = JSON.stringify(preferences);
    if (!browsers.has(key)) browsers.set(key, launch(browser, preferences));
    return browsers.get(key);
  }

  return Object.assign(here, {
    /** Cuts the network: from here on the site's server answers nothing. */
    cut: () => server.close(),

    /**
     * A test with a reader.
     * @param {string} name the fact
     * @param {import("playwright-core").BrowserContextOptions & { at?: string, init?: () => void, expected?: RegExp }} options
     *   `at` is the page to begin at; `init` runs before the page's own scripts; problems that match `expected` don't count
     * @param {(reader: Reader) => Promise<void>} body
     */
    test(name, { at, init, expected, ...context }, body) {
      test(name, { skip }, async (t) => {
        // What moves can't be looked at; there is a test of its own for motion.
        const settings = { reducedMotion: "reduce", ...context };
        const visit = await (await browserFor(settings)).newContext(settings);
        visit.setDefaultTimeout(NEVER);
        try {
          const page = await visit.newPage();
          const problems = watch(page, here.url);
          if (init) await page.addInitScript(init);
          const open = (path) => page.goto(here.url + path);
          if (at !== undefined) await open(at);
          await body({ page, url: here.url, problems, open, t });
          assert.deepEqual(expected ? problems.filter((problem) => !expected.test(problem)) : problems, []);
        } finally {
          await visit.close();
        }
      });
    },
  });
}

/** Notes everything that goes wrong on `page`, as long as it lives. */
function watch(page, url) {
  /** @type {string[]} */
  const problems = [];
  const note = (what) => problems.push(`${what} (on ${page.url().replace(url, "")})`);
  const isArriving = watchArrivals(page);
  const say = (kind, text) => {
    // Firefox lays out what has come so far, and says of a formula of which a part is still to come that it is broken.
    if (/^Incorrect number of children for <m\w+\/> tag/.test(text) && isArriving()) return;
    // So Firefox calls a request that its worker was answering when the reader went on to another page.
    if (/^Failed to load .* A ServiceWorker intercepted the request and encountered an unexpected error\.$/.test(text)) return;
    note(`${kind}: ${text}`);
  };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) say("console", message.text());
  });
  page.on("pageerror", (error) => say("exception", error.message));
  page.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // A reader who goes on at once breaks off what is still on its way.
    if (!/ABORTED/.test(reason)) note(`failed: ${request.url()}, ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) note(`status ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const inside = request.url().startsWith(url) || request.url().startsWith("data:");
    // The front page of a host is asked for its icon by some browsers.
    if (!inside) note(`request to elsewhere: ${request.url()}`);
  });
  return problems;
}

/** Returns a function that says whether the document of `page` is still on its way. */
function watchArrivals(page) {
  const path = () => page.url().replace(/[?#].*$/s, "");
  let [arriving, at] = [false, path()];
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame()) return;
    // A change of only the query or the fragment may be within one document, which then never loads again.
    if (path() !== at) arriving = true;
    at = path();
  });
  page.on("load", () => {
    arriving = false;
  });
  return () => arriving;
}

/**
 * Waits until `read` gives what is expected, and fails with what it gave last.
 * @template T
 * @param {() => Promise<T>} read
 * @param {T} expected
 */
export async function eventually(read, expected) {
  const end = Date.now() + NEVER;
  let last = await read();
  while (JSON.stringify(last) !== JSON.stringify(expected) && Date.now() < end) {
    await pause(20);
    last = await read();
  }
  assert.deepEqual(last, expected);
}

/**
 * Presses a key as a keyboard of another layout does: the letter is its own, the place is that of the usual keyboard. Chromium only.
 * @param {import("playwright-core").Page} page
 * @param {string} key what the layout writes, such as `ф`
 * @param {string} code the place, such as `KeyA`
 */
export async function strike(page, key, code) {
  const client = await page.context().newCDPSession(page);
  await client.send("Input.dispatchKeyEvent", { type: "keyDown", key, code, text: key });
  await client.send("Input.dispatchKeyEvent", { type: "keyUp", key, code });
  await client.detach();
}

/**
 * Something that others wait for.
 * @returns {{ opened: Promise<void>, open: () => void }}
 */
export function gate() {
  let open;
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
