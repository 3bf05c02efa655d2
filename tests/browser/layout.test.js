/** What the eye and the hand need: nothing is cut off, everything can be hit, and the reader's settings are followed. */

import assert from "node:assert/strict";

import { built, pagesOf } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const NAMES = ["real", "nested", "quiz"];
const guides = Object.fromEntries(NAMES.map((name) => [name, stage(() => built(name), { over: "file" })]));

const WINDOWS = {
  "in a window of 320 pixels": { viewport: { width: 320, height: 640 } },
  "at a zoom of 200 %": { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  "with letters of twice the size": { viewport: { width: 1280, height: 800 }, letters: "200%" },
  "in a wide window": { viewport: { width: 1600, height: 900 } },
};

for (const name of NAMES) {
  for (const [where, { letters, ...window }] of Object.entries(WINDOWS)) {
    guides[name].test(`${where} nothing of the ${name} guide is cut off or has to be scrolled to the side`, window, async ({ page, open }) => {
      const faults = [];
      for (const path of pagesOf(guides[name].site)) {
        await open(path);
        faults.push(...(await page.evaluate(tooWide, letters)).map((fault) => `${path}: ${fault}`));
      }
      assert.deepEqual(faults, []);
    });
  }

  guides[name].test(`everything in the ${name} guide that is pressed is at least 24 pixels high and wide`, { viewport: { width: 320, height: 640 } }, async ({ page, open }) => {
    const faults = [];
    for (const path of pagesOf(guides[name].site)) {
      await open(path);
      faults.push(...(await page.evaluate(tooSmall)).map((fault) => `${path}: ${fault}`));
    }
    assert.deepEqual(faults, []);
  });
}

/** Run in the page: what sticks out of the window or of a box that can't be scrolled, with everything open and closed. */
function tooWide(letters) {
  if (letters) document.documentElement.style.fontSize = letters;
  const root = document.documentElement;
  const describe = (element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const hidden = (element) => element.closest(".visually-hidden, .skip-link");
  const faults = [];
  for (const open of [false, true]) {
    for (const box of document.querySelectorAll("details")) box.open = open;
    if (root.scrollWidth > root.clientWidth) faults.push(`${open ? "open" : "closed"}: ${root.scrollWidth} wide`);
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest("math") !== null && element.localName !== "math") continue;
      if (!element.checkVisibility() || hidden(element)) continue;
      const box = element.getBoundingClientRect();
      let holder = element.parentElement;
      while (holder && !scrolls(holder)) holder = holder.parentElement;
      if (!holder && (box.right > root.clientWidth + 1 || box.left < -1)) faults.push(`sticks out: ${describe(element)}`);
      const cuts = /hidden|clip/.test(getComputedStyle(element).overflowX);
      if (cuts && element.scrollWidth > element.clientWidth + 1) faults.push(`is cut off: ${describe(element)}`);
      // What scrolls must be reachable by the keyboard, and must not be a trap for text.
      if (scrolls(element) && element.scrollWidth > element.clientWidth + 1 && element.tabIndex < 0) faults.push(`can't be scrolled by keyboard: ${describe(element)}`);
    }
  }
  return [...new Set(faults)].slice(0, 8);
}

/** Run in the page: what is too small to be hit. Links in running text may be as high as their line. */
function tooSmall() {
  for (const box of document.querySelectorAll("details")) box.open = true;
  // What is below the window may not have been laid out yet.
  const whole = new CSSStyleSheet();
  whole.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets = [whole];
  const targets = document.querySelectorAll("button, summary, .button, input:enabled, nav a, .permalink, .site-name, .topic-card a, .contents a, h2 > a");
  return [...targets].filter((target) => target.checkVisibility()).flatMap((target) => {
    // A press on its label is a press on a field; here the label is the whole option.
    const held = target.matches(".choices input") ? target.closest("li") : target;
    const { width, height } = held.getBoundingClientRect();
    const name = `<${target.localName} class="${target.className}"> ${target.textContent.trim().slice(0, 40)}`;
    return width > 23.99 && height > 23.99 ? [] : [`${width} × ${height}: ${name}`];
  });
}

const { nested, quiz } = guides;

for (const width of [360, 1280]) {
  nested.test(`code that is wider than the page scrolls in itself, by the keyboard too, and has a name (${width} pixels)`, { at: "wide.html", viewport: { width, height: 800 } }, async ({ page }) => {
    await page.getByRole("button", { name: "Reveal all" }).click();
    const wide = page.locator("pre.code").filter({ hasText: "a_third: Vec<HashMap" }).first();
    assert.match(await wide.getAttribute("aria-label"), /^Code: \w+$/);
    assert.equal(await wide.evaluate((code) => code.scrollWidth > code.clientWidth), true);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    // The button that copies it stands after it.
    await wide.locator("xpath=following::button[1]").focus();
    await page.keyboard.press("Shift+Tab");
    assert.equal(await wide.evaluate((code) => code === document.activeElement), true);
    await page.keyboard.press("ArrowRight");
    await eventually(() => wide.evaluate((code) => code.scrollLeft > 0), true);
    assert.equal(await page.evaluate(() => scrollX), 0);
  });
}

/** The languages whose words and letters are not as wide as the English ones. */
const MENUS = { real: guides.real, ...Object.fromEntries(["german", "arabic", "japanese"].map((name) => [name, stage(() => built(name), { over: "file" })])) };

for (const [name, guide] of Object.entries(MENUS)) {
  for (const width of name === "real" ? [390, 360] : [360]) {
    const phone = { at: "index.html", viewport: { width, height: 844 }, hasTouch: true, isMobile: true, javaScriptEnabled: name !== "real" };
    guide.test(`on a phone ${width} pixels wide each entry of the ${name} guide's menu can be seen and pressed`, phone, async ({ page, url }) => {
      const menu = page.locator(".site-menu");
      assert.equal(await menu.evaluate((menu) => [menu, ...menu.querySelectorAll("*")].some((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline")), false);
      const entries = await menu.locator("a").evaluateAll((links) => links.map((link) => link.href));
      assert.ok(entries.length >= 4);
      for (const entry of entries) {
        const link = menu.locator(`a[href="${entry.replace(url, "")}"]`);
        const { x, y, width, height } = await link.boundingBox();
        assert.ok(x >= 0 && x + width <= page.viewportSize().width && y + height < 200, `${entry} is at ${x}, ${y}`);
        await page.touchscreen.tap(x + width / 2, y + height / 2);
        await page.waitForURL(entry);
      }
    });
  }
}

guides.real.test("on a phone the first question is no farther down than the menu makes it", { at: "transformers.html", viewport: { width: 390, height: 844 } }, async ({ page }) => {
  const top = await page.locator(".questions > .question").first().evaluate((question) => question.getBoundingClientRect().top);
  assert.ok(top < 1020, `it begins at ${top}`);
});

/** The colours of a page that matter. */
const colours = (page) => page.evaluate(() => {
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  return {
    ground: style("body").backgroundColor,
    ink: style("body").color,
    codeGround: style("pre.code").backgroundColor,
    keyword: style("pre .k").color,
    string: style("pre .s").color,
    comment: style("pre .c").color,
  };
});

for (const [browser, stageOf] of [["chromium", nested], ["firefox", stage(() => built("nested"), { over: "file", browser: "firefox" })]]) {
  const seen = {};
  for (const colorScheme of ["light", "dark"]) {
    stageOf.test(`the ${colorScheme} scheme of the reader's system is followed, in code too (${browser})`, { at: "wide.html", colorScheme }, async ({ page }) => {
      seen[colorScheme] = await colours(page);
      const luminance = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
      const { ground, ink, codeGround } = seen[colorScheme];
      assert.equal(luminance(ground) > luminance(ink), colorScheme === "light");
      assert.equal(luminance(codeGround) > luminance(ink), colorScheme === "light");
      if (seen.light && seen.dark) for (const [what, colour] of Object.entries(seen.light)) assert.notEqual(colour, seen.dark[what], what);
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  nested.test(`every colour of code can be read on its ground in the ${colorScheme} scheme`, { at: "wide.html", colorScheme }, async ({ page }) => {
    const faults = await page.evaluate(() => {
      for (const box of document.querySelectorAll("details")) box.open = true;
      const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
      const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
      const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
      const contrast = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
      };
      const found = new Map();
      for (const span of document.querySelectorAll("pre.code code, pre.code span")) {
        if (!span.textContent.trim()) continue;
        let holder = span;
        while (parts(getComputedStyle(holder).backgroundColor)[3] === 0) holder = holder.parentElement;
        const ratio = contrast(parts(getComputedStyle(span).color), parts(getComputedStyle(holder).backgroundColor));
        found.set(span.className || span.localName, ratio);
      }
      return [...found].filter(([, ratio]) => !(ratio >= 4.5)).concat(found.size < 8 ? [["too few classes", found.size]] : []);
    });
    assert.deepEqual(faults, []);
  });
}

nested.test("nothing moves for a reader who asked for that", { at: "outer.html", reducedMotion: "reduce" }, async ({ page }) => {
  await page.getByRole("button", { name: "Reveal all" }).click();
  assert.deepEqual(await moving(page), { scroll: "auto", running: 0, transitions: [] });
});

/** What moves or might. */
function moving(page) {
  return page.evaluate(() => ({
    scroll: getComputedStyle(document.documentElement).scrollBehavior,
    running: document.getAnimations().length,
    transitions: [...document.querySelectorAll("*")].filter((element) => getComputedStyle(element).transitionDuration !== "0s").map((element) => element.localName),
  }));
}

for (const [guide, path] of [[nested, "index.html"], [nested, "outer.html#first.open"], [nested, "about.html"], [quiz, "self-check.html"]]) {
  for (const width of [320, 1280]) {
    guide.test(`whoever goes through ${path} by the tabulator sees where they are, ${width} pixels wide`, { at: path, viewport: { width, height: 640 } }, async ({ page }) => {
      const faults = [];
      let stops = 0;
      await page.evaluate(() => document.activeElement.blur());
      for (let step = 0; step < 200; step += 1) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(focusedStop);
        if (stop === null) break;
        stops += 1;
        if (stop.fault) faults.push(stop.fault);
      }
      assert.deepEqual(faults, []);
      assert.ok(stops > 5, `${stops} stops`);
    });
  }
}

/** Run in the page: what is wrong with the place that has the focus; `null` if none has. */
function focusedStop() {
  const element = document.activeElement;
  if (element === document.body || element === null) return null;
  const name = `<${element.localName} class="${element.className}"> ${(element.labels?.[0] ?? element).textContent.trim().slice(0, 40)}`;
  const ring = element.closest(".choices > li") ?? element;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(ring);
  if (outlineStyle === "none" || Number.parseFloat(outlineWidth) < 2) return { fault: `no outline: ${name}` };
  if (outlineColor === getComputedStyle(document.body).backgroundColor) return { fault: `an outline that can't be seen: ${name}` };
  const box = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
  if (!box) return { fault: `it takes no room: ${name}` };
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10)];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return { fault: `out of the window: ${name}` };
  const top = document.elementFromPoint(x, y);
  return { fault: element.contains(top) || top?.contains(element) ? "" : `covered by <${top?.localName} class="${top?.className}">: ${name}` };
}

quiz.test("one press of a key leads to the very end of a page, and nothing changes its height on the way", { at: "basics.html", viewport: { width: 1280, height: 400 } }, async ({ page }) => {
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await height();
  await page.keyboard.press("End");
  await eventually(() => page.locator(".site-footer").evaluate((footer) => footer.getBoundingClientRect().bottom <= innerHeight + 1), true);
  assert.equal(await height(), before);
});

nested.test("the first stop leads past the header", { at: "outer.html" }, async ({ page }) => {
  await page.keyboard.press("Tab");
  const link = page.getByRole("link", { name: "Skip to content" });
  assert.equal(await link.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().width > 24), true);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), true);
});
