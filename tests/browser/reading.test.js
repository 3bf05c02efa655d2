/** Made for long reading: the length of lines, and words in closed answers that the browser itself can find. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

for (const browser of ["chromium", "firefox"]) {
  const guide = stage(() => built("real"), { browser });

  guide.test(`full lines of text hold 60 to 75 letters (${browser})`, { at: "transformers.html#what-is-a-transformer.open", viewport: { width: 1280, height: 900 } }, async ({ page }) => {
    await eventually(() => page.locator("#what-is-a-transformer details.answer").evaluate((answer) => answer.open), true);
    const lengths = await page.locator("#what-is-a-transformer .prose > p, .page-head .prose > p").evaluateAll((paragraphs) => paragraphs.flatMap((paragraph) => {
      if (paragraph.querySelector("math, code")) return [];
      const range = document.createRange();
      const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      const lines = new Map();
      for (let node = text.nextNode(); node; node = text.nextNode()) {
        for (let at = 0; at < node.length; at += 1) {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const top = Math.round(range.getBoundingClientRect().top / 8);
          lines.set(top, (lines.get(top) ?? 0) + 1);
        }
      }
      // The last line of a paragraph is as long as it happens to be.
      return [...lines.values()].slice(0, -1);
    }));
    assert.ok(lengths.length > 5, `${lengths.length} lines`);
    const average = lengths.reduce((a, b) => a + b, 0) / lengths.length;
    assert.ok(average >= 60 && average <= 75, `on average ${average} letters`);
  });
}

const real = stage(() => built("real"));

real.test("code in an answer is copied by its button, by keyboard too, and has the room beside the text", { at: "fine-tuning.html#peft-and-lora.open", viewport: { width: 1280, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] }, async ({ page }) => {
  const box = page.locator("#peft-and-lora .code-box").first();
  const button = box.getByRole("button", { name: "Copy" });
  await button.press("Enter");
  await eventually(() => box.getByRole("status").innerText(), "Copied");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await box.locator("pre").evaluate((code) => code.textContent));
  const [code, text] = [await box.boundingBox(), await page.locator("#peft-and-lora .question-head").boundingBox()];
  assert.ok(code.x + code.width > text.x + text.width + 50 && code.x + code.width <= 1280, `${code.x + code.width}`);
});

const guide = stage(() => built("quiz"));

// A link to a text finds it as the browser's "find in page" does, and opens what hides it by the same steps (HTML, "ancestor
// details revealing algorithm"). Firefox opens nothing for a link to a text; its search in the page can't be driven from here.
guide.test("the browser's own search reaches into closed answers", {}, async ({ page, url }) => {
  await page.goto(`${url}index.html`);
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "basics.html#:~:text=single%2Dexplanation";
    link.textContent = "to a text";
    link.id = "_text";
    document.querySelector("main").prepend(link);
  });
  await page.locator("#_text").click();
  await eventually(() => page.locator("#single details.answer").evaluate((answer) => answer.open).catch(() => false), true);
  assert.equal(await page.getByText("single-explanation").isVisible(), true);
});
