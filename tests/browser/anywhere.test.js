/**
 * The same folder works wherever it is put: below a path, at the top of a host, opened from disk. Every page of every guide
 * is visited; what goes wrong behind the reader's back is reported by the stage.
 */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import { built, pagesOf } from "./support/guide.js";
import { stage } from "./support/stage.js";

/** A guide is built once for all its places. */
const sites = new Map();
function once(name) {
  if (!sites.has(name)) sites.set(name, built(name));
  return sites.get(name);
}

const PLACES = [
  { where: "below a path", over: "http", base: "/repo/guide/" },
  { where: "at the top of a host", over: "http", base: "/" },
  { where: "from disk", over: "file" },
  // From disk, Firefox does not hold a page to its policy; so it is asked in both ways.
  { where: "below a path in Firefox", over: "http", base: "/repo/guide/", browser: "firefox" },
  { where: "from disk in Firefox", over: "file", browser: "firefox" },
];

for (const name of ["real", "nested"]) {
  for (const { where, ...place } of PLACES) {
    const guide = stage(() => once(name), place);

    guide.test(`the ${name} guide works ${where}: every page, link and image`, {}, async ({ page, url, open }) => {
      const pages = pagesOf(guide.site);
      assert.ok(pages.includes("index.html"));
      /** @type {Map<string, Awaited<ReturnType<typeof look>>>} */
      const seen = new Map();
      for (const path of pages) {
        await open(path);
        seen.set(path, await look(page));
      }
      const faults = [];
      for (const [path, view] of seen) {
        faults.push(...view.faults.map((fault) => `${path}: ${fault}`));
        faults.push(...deadLinks(view.links, { url, seen, site: guide.site }).map((fault) => `${path}: ${fault}`));
      }
      assert.deepEqual(faults, []);
    });
  }
}

/** What a page shows: where it leads, the places in it, and what has not come. */
async function look(page) {
  const view = await page.evaluate(() => {
    const style = (element) => getComputedStyle(element);
    const faults = [];
    const token = style(document.documentElement).getPropertyValue("--page").trim();
    if (!token || style(document.body).backgroundColor === "rgba(0, 0, 0, 0)") faults.push("the style sheet has not come");
    if (style(document.body).display !== "flex") faults.push("the layout has not come");
    const code = document.querySelector("pre.code");
    if (code && !/mono/.test(style(code).fontFamily)) faults.push("code has no font of its own");
    const math = document.querySelector("math");
    if (math && !/Latin Modern/.test(style(math).fontFamily)) faults.push("formulas have no font of their own");
    for (const element of document.querySelectorAll("main *")) {
      if (element.localName.includes("-") && !element.closest("math") && !customElements.get(element.localName)) {
        faults.push(`<${element.localName}> is not defined`);
      }
    }
    for (const image of document.images) image.loading = "eager";
    return {
      faults,
      links: [...document.querySelectorAll("[href], [src]")].map((element) => element.href?.baseVal ?? element.href ?? element.src),
      ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    };
  });
  const broken = await page.evaluate(() => Promise.all([...document.images].map(async (image) => {
    await image.decode().catch(() => {});
    return image.naturalWidth > 0 ? [] : [`the image ${image.getAttribute("src")} is not shown`];
  })).then((faults) => faults.flat()));
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((font) => font.status === "error").map((font) => `the font ${font.family} is not loaded`);
  });
  return { ...view, faults: [...new Set([...view.faults, ...broken, ...fonts])] };
}

/** The links that lead nowhere, or where they must not. */
function deadLinks(links, { url, seen, site }) {
  const files = new Set(readdirSync(site, { recursive: true, encoding: "utf8" }));
  return [...new Set(links)].flatMap((link) => {
    const [address, place] = link.split("#");
    if (!address.startsWith(url)) return /^(https?|mailto):/.test(link) && !link.startsWith(new URL(url).origin) ? [] : [`${link} leads out of the site`];
    const path = decodeURIComponent(address.slice(url.length)).split("?")[0] || "index.html";
    if (!files.has(path)) return [`there is no ${path}`];
    if (place === undefined) return [];
    const ids = seen.get(path)?.ids ?? [];
    return ids.includes(decodeURIComponent(place)) ? [] : [`there is no #${place} in ${path}`];
  });
}
