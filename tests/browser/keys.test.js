/** The keys of a page with questions, and the switch that turns them off. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

const PLACES = [
  { browser: "chromium", over: "http" },
  { browser: "chromium", over: "file" },
  { browser: "firefox", over: "file" },
];

/** The id of the question that has the focus. */
const here = (page) => page.evaluate(() => document.activeElement.closest(".question")?.id ?? "");
const isOpen = (page, id) => page.locator(`#${id} details.answer`).evaluate((answer) => answer.open);

for (const { browser, over } of PLACES) {
  const guide = stage(() => built("quiz"), { browser, over });
  const fact = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);
  const start = { at: "basics.html", viewport: { width: 1280, height: 700 } };

  fact("j and k go from question to question, and stay at the ends", start, async ({ page }) => {
    const seen = [];
    for (const key of ["j", "j", "j", "j", "j", "k", "k", "k", "k"]) {
      await page.keyboard.press(key);
      seen.push(await here(page));
    }
    assert.deepEqual(seen, ["single", "several", "pinned", "code", "code", "pinned", "several", "single", "single"]);
    const top = await page.locator("#single").evaluate((question) => question.getBoundingClientRect().top);
    assert.ok(top > -5 && top < 200, `the question is at ${top}`);
  });

  fact("space and enter show and hide the answer one is at, and say so", start, async ({ page }) => {
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    assert.equal(await isOpen(page, "single"), true);
    assert.equal(await page.locator("page-keys [role=status]").textContent(), "Answer shown");
    await page.keyboard.press("Enter");
    assert.equal(await isOpen(page, "single"), false);
    assert.equal(await page.locator("page-keys [role=status]").textContent(), "Answer hidden");
    assert.equal(await here(page), "single");
  });

  fact("space scrolls where no question has the focus, and enter follows a link in a question", start, async ({ page }) => {
    await page.keyboard.press("Space");
    await eventually(() => page.evaluate(() => scrollY > 0), true);
    await page.locator("#several .permalink").focus();
    await page.keyboard.press("Enter");
    await eventually(() => page.evaluate(() => location.hash), "#several");
    assert.equal(await isOpen(page, "several"), false);
  });

  fact("the slash goes to the search", start, async ({ page, url }) => {
    await page.keyboard.press("/");
    await page.waitForURL(`${url}search.html`);
  });

  fact("the question mark lists the keys, and closing brings the focus back", start, async ({ page }) => {
    await page.keyboard.press("j");
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keyboard" });
    assert.match(await dialog.innerText(), /next question[^]*previous question[^]*Space or Enter[^]*search/);
    await page.keyboard.press("j");
    await page.keyboard.press("Escape");
    assert.equal(await dialog.isVisible(), false);
    assert.equal(await here(page), "single");
  });

  fact("turned off, single keys do nothing, after a reload too, and the list stays within reach", start, async ({ page }) => {
    await page.getByRole("button", { name: "Keyboard" }).click();
    await page.getByLabel("Use these shortcuts").uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await page.reload();
    for (const key of ["j", "/", "?"]) await page.keyboard.press(key);
    assert.equal(await here(page), "");
    assert.equal(await page.getByRole("dialog").count(), 0);
    await page.getByRole("button", { name: "Keyboard" }).click();
    await page.getByLabel("Use these shortcuts").check();
    await page.keyboard.press("Escape");
    // The list is at the end of the page, and so is the reader.
    await page.keyboard.press("k");
    assert.notEqual(await here(page), "");
  });

  fact("keys mean nothing with modifiers and in fields", start, async ({ page }) => {
    for (const key of ["Alt+j", "Control+Alt+k"]) await page.keyboard.press(key);
    assert.equal(await here(page), "");
    await page.locator("question-filter select").first().focus();
    await page.keyboard.press("j");
    assert.equal(await here(page), "");
  });
}

const front = stage(() => built("quiz"));

front.test("a page without questions lists only what works on it", { at: "index.html" }, async ({ page }) => {
  await page.keyboard.press("?");
  const text = await page.getByRole("dialog").innerText();
  assert.match(text, /search/);
  assert.doesNotMatch(text, /question/);
});

const arabic = stage(() => built("quiz"));

arabic.test("keys work on layouts without Latin letters, with other digits, and an Arabic question mark", { at: "basics.html" }, async ({ page }) => {
  const press = (key, code, shiftKey = false) => page.evaluate((event) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...event })), { key, code, shiftKey });
  await press("ت", "KeyJ");
  assert.equal(await here(page), "single");
  await press("о", "KeyJ");
  assert.equal(await here(page), "several");
  await press("ن", "KeyK");
  assert.equal(await here(page), "single");
  const read = (events) => page.evaluate((events) => events.map((event) => guide.key(new KeyboardEvent("keydown", event))), events);
  assert.deepEqual(await read([{ key: "٣", code: "Digit3" }, { key: "۴", code: "Digit4" }, { key: "９", code: "Digit9" }, { key: "é", code: "Digit2" }, { key: "ع", code: "KeyU" }, { key: "ظ", code: "Slash" }]),
    ["3", "4", "9", "2", "u", "/"]);
  assert.deepEqual(await read([{ key: "z", code: "KeyY" }, { key: "ö", code: "Semicolon" }, { key: "ت", code: "KeyJ", ctrlKey: true }, { key: "Enter", code: "Enter" }]), ["z", "", "", "Enter"]);
  await press("؟", "Slash", true);
  await page.getByRole("dialog").waitFor();
});
