/** What leads from question to question and from topic to topic: a column, a drawer, a bar, breadcrumbs. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, copy } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const WIDE = { width: 1280, height: 700 };
const PHONE = { width: 375, height: 700 };
const marked = (page) => page.locator(".question-nav [aria-current]").evaluateAll((links) => links.map((link) => link.hash.slice(1)));

for (const browser of ["chromium", "firefox"]) {
  const guide = stage(() => built("real"), { browser });
  const fact = (name, ...rest) => guide.test(`${name} (${browser})`, ...rest);

  fact("beside the text the lists are open, and the question one is at is marked", { at: "transformers.html", viewport: WIDE }, async ({ page }) => {
    assert.equal(await page.locator(".question-nav a").first().isVisible(), true);
    assert.equal(await page.locator(".topic-nav [aria-current=page]").innerText(), "Transformers and attention");
    assert.deepEqual(await marked(page), []);
    for (const id of ["role-of-positional-information", "where-transformers-are-used"]) {
      await page.locator(`.question-nav a[href="#${id}"]`).click();
      await eventually(() => marked(page), [id]);
      assert.equal(await page.locator(`#${id} details.answer`).evaluate((answer) => answer.open), false);
    }
    assert.equal(await page.locator(".question-bar").isVisible(), false);
  });

  fact("on a phone they are a drawer, which the keyboard opens and closes", { at: "transformers.html", viewport: PHONE }, async ({ page }) => {
    const open = page.getByRole("button", { name: "Contents" });
    await open.focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Contents" });
    assert.equal(await drawer.isVisible(), true);
    await page.keyboard.press("Escape");
    assert.equal(await drawer.isVisible(), false);
    assert.equal(await open.evaluate((button) => button === document.activeElement), true);
    await open.click();
    await drawer.getByRole("link", { name: "How does attention work" }).click();
    assert.equal(await drawer.isVisible(), false);
    await eventually(() => page.locator("#attention-mechanisms").evaluate((question) => Math.abs(question.getBoundingClientRect().top) < 100), true);
    // By keyboard a link of the drawer closes it, and the focus is at the question that it leads to.
    await open.focus();
    await page.keyboard.press("Enter");
    await drawer.getByRole("link", { name: "What is a Transformer" }).focus();
    await page.keyboard.press("Enter");
    await eventually(() => page.evaluate(() => document.activeElement.id), "what-is-a-transformer");
    assert.equal(await drawer.isVisible(), false);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".question")?.id), "what-is-a-transformer");
    await open.click();
    // Beside the drawer.
    await page.mouse.click(345, 300);
    await eventually(() => drawer.isVisible(), false);
  });

  fact("on a phone the bar leads to the question before and after, and says where one is", { at: "transformers.html", viewport: PHONE }, async ({ page }) => {
    const place = () => page.locator(".question-bar span").innerText();
    const all = await page.locator(".question").count();
    assert.equal(await place(), `– / ${all}`);
    for (const expected of [1, 2, 3]) {
      await page.getByRole("button", { name: "Next question" }).click();
      await eventually(place, `${expected} / ${all}`);
    }
    await page.getByRole("button", { name: "Previous question" }).click();
    await eventually(place, `2 / ${all}`);
    assert.equal(await page.locator(".question-bar span").getAttribute("aria-label"), `Question 2 of ${all}`);
  });

  fact("a window that grows takes the lists out of the drawer", { at: "transformers.html", viewport: PHONE }, async ({ page }) => {
    await page.getByRole("button", { name: "Contents" }).click();
    await page.setViewportSize(WIDE);
    await eventually(() => page.locator(".side > .lists").isVisible(), true);
    assert.equal(await page.getByRole("dialog").count(), 0);
  });

  fact("a phone shows the first question soon: a low header, the rest of the introduction and the filters folded", { at: "transformers.html", viewport: { width: 390, height: 844 } }, async ({ page, open }) => {
    const top = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().top + scrollY);
    // The name and two rows of the menu.
    assert.ok((await page.locator(".site-header").boundingBox()).height <= 116);
    assert.ok((await top(".question")) < 844 * 1.3, `${await top(".question")}`);
    await page.getByText("More about this topic").click();
    assert.equal(await page.getByRole("link", { name: "mixture of experts" }).first().isVisible(), true);
    assert.equal(await page.getByLabel("Kind").isVisible(), false);
    await page.getByText("Filter questions").click();
    await page.getByLabel("Kind").selectOption("mcq");
    const left = await page.locator(".question").filter({ visible: true }).count();
    await open("transformers.html?kind=mcq");
    assert.equal(await page.getByLabel("Kind").isVisible(), true, "a filter that is on can be seen");
    assert.equal(await page.locator(".question").filter({ visible: true }).count(), left);
    // A tag of a single question is not in the list, but at its question and in an address.
    const tags = await page.locator("select[name=tag] option").evaluateAll((options) => options.map(({ value }) => value));
    const rare = await page.locator(".question > .tags > li").evaluateAll((items, tags) => items.map((item) => item.textContent).find((tag) => !tags.includes(tag)), tags);
    await open(`transformers.html?tag=${encodeURIComponent(rare)}`);
    assert.equal(await page.locator(".question").filter({ visible: true }).count(), 1);
  });

  fact("a second skip link leads past the introduction and the lists", { at: "transformers.html", viewport: WIDE }, async ({ page }) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the questions");
    await page.keyboard.press("Enter");
    await eventually(() => page.evaluate(() => document.activeElement.className), "questions");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest(".tools"))), true);
  });

  fact("without JavaScript the lists unfold above the questions", { at: "transformers.html", viewport: PHONE, javaScriptEnabled: false }, async ({ page }) => {
    const list = page.locator(".question-nav details");
    assert.equal(await page.locator(".question-nav a").first().isVisible(), false);
    await list.locator("summary").click({ force: true });
    await eventually(() => page.locator(".question-nav a").first().isVisible(), true);
  });
}

const nested = stage(() => built("nested"));

nested.test("breadcrumbs lead up, from the deepest topic to the front page", { at: "outer/inner.html" }, async ({ page, url }) => {
  const trail = page.getByRole("navigation", { name: "Breadcrumb" });
  const links = await trail.getByRole("link").evaluateAll((links) => links.map((link) => link.href));
  assert.deepEqual(links, [`${url}index.html`, `${url}outer.html`]);
  // A line between two, and none after the last.
  const signs = await trail.locator("li").evaluateAll((items) => items.map((item) => getComputedStyle(item, "::after").content));
  assert.deepEqual(signs.map((sign) => sign.includes("/")), [true, false]);
});

const long = stage(() => {
  const folder = copy("quiz");
  for (let at = 100; at < 210; at += 1) writeFileSync(join(folder, "content/basics", `q-${at}.md`), `---\ntitle: Number ${at}?\n---\n\nText.\n`);
  return build(folder).site;
});

long.test("numbers of three digits have room in the list at the side", { at: "basics.html", viewport: WIDE }, async ({ page }) => {
  // The number stands in the padding of its list; what is wider is cut by the column that scrolls.
  const { room, needed } = await page.locator(".question-nav ol").evaluate((list) => {
    const probe = document.createElement("span");
    probe.textContent = "110. ";
    probe.style.cssText = `white-space: pre; position: absolute; font: ${getComputedStyle(list.querySelector("li"), "::marker").font}`;
    list.firstElementChild.append(probe);
    const needed = probe.getBoundingClientRect().width;
    probe.remove();
    return { needed, room: parseFloat(getComputedStyle(list).paddingInlineStart) };
  });
  assert.ok(room >= needed, `${room} < ${needed}`);
});

/** A guide of more topics than a list should show. */
const many = stage(() => {
  const folder = copy("quiz");
  for (let at = 10; at < 70; at += 1) {
    mkdirSync(join(folder, "content", `t${at}`));
    writeFileSync(join(folder, "content", `t${at}`, "_index.md"), `---\ntitle: Topic ${at}\norder: ${at}\n---\n`);
    writeFileSync(join(folder, "content", `t${at}`, `q${at}.md`), "---\ntitle: Why?\n---\n\nBecause.\n");
  }
  const { code, screen, site } = build(folder);
  assert.equal(code, 0, screen);
  return site;
});

many.test("of very many topics the nearest are listed, and a link to all", { at: "t40.html", viewport: WIDE }, async ({ page, url }) => {
  const names = await page.locator(".topic-nav li").allInnerTexts();
  assert.deepEqual([names[0], names[20], names.at(-2), names.at(-1)], ["Topic 20", "Topic 40", "Topic 60", "All topics"]);
  await page.getByRole("link", { name: "All topics" }).click();
  await page.waitForURL(`${url}index.html#_topics`);
});
