/** Addresses that lead nowhere. */

import assert from "node:assert/strict";

import { built } from "./support/guide.js";
import { stage } from "./support/stage.js";

/** The browser itself notes that the page asked for was not there. */
const expected = /\b404\b/;

/** The not-found page is whole: it has its words, its style and its scripts, and its links lead into the guide. */
async function isWhole({ page, url }) {
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Page not found");
  const look = await page.evaluate(() => ({
    display: getComputedStyle(document.body).display,
    scripts: Boolean(customElements.get("reveal-all")),
    target: getComputedStyle(document.querySelector(".button")).minBlockSize,
  }));
  assert.deepEqual(look, { display: "flex", scripts: true, target: "44px" });
  const all = await page.locator("a[href]:not(.skip-link)").evaluateAll((links) => links.map((link) => link.href));
  const links = all.filter((link) => !link.startsWith("https://example.org/")); // the repository, as `book.toml` names it
  assert.ok(links.length > 3);
  for (const link of links) {
    assert.ok(link.startsWith(url), link);
    assert.equal((await fetch(link)).status, 200, link);
  }
  await page.getByRole("main").getByRole("link", { name: "home page" }).click();
  assert.equal(page.url(), `${url}index.html`);
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Nested");
}

/** Only what concerns the missing page itself may have failed. */
function onlyThePageIsMissing(problems, missing) {
  assert.deepEqual(problems.filter((problem) => problem.startsWith("status") && !problem.includes(missing)), []);
}

for (const base of ["/repo/guide/", "/"]) {
  const plain = stage(() => built("nested"), { base });
  plain.test(`an unknown address at the top, with the site at ${base}, leads home`, { at: "no-such-page.html", expected }, async (reader) => {
    await isWhole(reader);
    onlyThePageIsMissing(reader.problems, "no-such-page.html");
  });

  const addressed = stage(() => built("nested", { options: ["--site-url", `https://example.org${base}`] }), { base });
  for (const path of ["no-such-page.html", "outer/inner/no/such/page.html", "outer/"]) {
    addressed.test(`with a site address, the unknown ${base}${path} leads home`, { at: path, expected }, async (reader) => {
      await isWhole(reader);
      onlyThePageIsMissing(reader.problems, path);
    });
  }
}
