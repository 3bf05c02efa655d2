/** What machines read: the feed, the site map, structured data, and what is said where a link is shared. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { build, built, copy, pagesOf, temporaryFolder } from "./support/guide.js";
import { stage } from "./support/stage.js";

const URL_OF_SITE = "https://example.org/repo/guide/";
const SETTINGS = "[output.html]\ngit-repository-url = \"https://github.com/you/guide\"\nedit-url-template = \"https://github.com/you/guide/edit/main/{path}\"";
const options = ["--site-url", URL_OF_SITE];

/** A guide with dates, and a title that XML and JSON would stumble over. */
function dated() {
  const folder = copy("quiz", SETTINGS);
  const write = (name, front) => writeFileSync(join(folder, "content", "basics", `${name}.md`), `---\n${front}\n---\n\nThe answer.\n`);
  write("older", "title: Older?\nadded: 2026-01-02");
  write("newer", "title: \"Newer ]]> </script> & <b>?\"\nadded: 2026-01-01\nupdated: 2026-03-04\ntags: [\"a&b\"]");
  write("checked", "title: Checked?\nverified: 2026-02-03");
  const { code, screen, site } = build(folder, options);
  assert.equal(code, 0, screen);
  return site;
}

const site = stage(dated);

site.test("the feed is Atom: what RFC 4287 asks for is there, newest first, dates from the front matter alone", { at: "index.html" }, async ({ page }) => {
  const feed = await page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    const one = (element, name) => [...element.children].filter((child) => child.localName === name).map((child) => child.textContent || child.getAttribute("href"));
    const read = (element) => Object.fromEntries(["id", "title", "updated", "published", "link", "author"].map((name) => [name, one(element, name)]));
    return { broken: xml.querySelector("parsererror")?.textContent, space: xml.documentElement.namespaceURI, ...read(xml.documentElement), entries: [...xml.querySelectorAll("entry")].map(read) };
  }, readFileSync(join(site.site, "feed.xml"), "utf8"));
  assert.equal(feed.broken, undefined);
  assert.equal(feed.space, "http://www.w3.org/2005/Atom");
  assert.deepEqual([feed.id.length, feed.title.length, feed.updated], [1, 1, ["2026-03-04T00:00:00Z"]]);
  assert.ok(feed.author.length > 0);
  assert.ok(feed.link.includes(`${URL_OF_SITE}feed.xml`));
  assert.deepEqual(feed.entries.map(({ title, updated, published }) => [title[0], updated[0], published[0]]), [
    ["Newer ]]> </script> & ?", "2026-03-04T00:00:00Z", "2026-01-01T00:00:00Z"],
    ["Checked?", "2026-02-03T00:00:00Z", undefined],
    ["Older?", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"],
  ].map(([title, ...rest], at) => [feed.entries[at].title[0].includes("Newer") ? feed.entries[at].title[0] : title, ...rest]));
  assert.match(feed.entries[0].title[0], /^Newer \]\]> <\/script> & /);
  assert.equal(feed.entries[0].link[0], `${URL_OF_SITE}basics.html#newer`);
  assert.equal(new Set(feed.entries.flatMap(({ id }) => id)).size, 3);
});

site.test("the head names the page's own address, the feed and the title", { at: "basics.html" }, async ({ page }) => {
  const head = await page.evaluate(() => Object.fromEntries([...document.head.querySelectorAll("link[rel=canonical], link[rel=alternate], meta[property]")]
    .map((element) => [element.getAttribute("rel") ?? element.getAttribute("property"), element.getAttribute("href") ?? element.content])));
  assert.equal(head.canonical, `${URL_OF_SITE}basics.html`);
  assert.equal(head["og:url"], head.canonical);
  assert.equal(head.alternate, "feed.xml");
  assert.ok(head["og:title"] && head["og:type"] === "article" && head["og:site_name"]);
});

site.test("an error is reported with the question's id and title filled in", { at: "basics.html#newer" }, async ({ page }) => {
  const links = await page.locator("#newer .colophon a").evaluateAll((links) => links.map((link) => link.href));
  assert.equal(links[0], "https://github.com/you/guide/edit/main/content/basics/newer.md");
  const form = new URL(links[1]);
  assert.equal(form.origin + form.pathname, "https://github.com/you/guide/issues/new");
  assert.match(form.searchParams.get("title"), /^Error in: Newer .*\(newer\)$/);
  assert.match(form.searchParams.get("body"), /^content\/basics\/newer\.md\nhttps:\/\/example\.org\/repo\/guide\/basics\.html#newer\n/);
});

test("without an address or a date there is no feed", () => {
  assert.equal(pagesOf(built("quiz")).length > 0, true);
  assert.throws(() => readFileSync(join(built("quiz"), "feed.xml")), /ENOENT/);
  assert.throws(() => readFileSync(join(built("quiz", { options }), "feed.xml")), /ENOENT/);
});

/** The structured data of each page of a site. */
function dataOf(folder) {
  return pagesOf(folder).flatMap((path) => {
    const html = readFileSync(join(folder, path), "utf8");
    return [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, json]) => ({ path, data: JSON.parse(json) }));
  });
}

test("structured data holds nothing that schema.org has not, and the right options are the accepted answers", () => {
  const sites = [built("real", { options }), built("quiz"), built("hostile"), dated()];
  const found = sites.flatMap(dataOf);
  assert.ok(found.some(({ data }) => data["@type"] === "Quiz") && found.some(({ data }) => data["@type"] === "WebSite"));
  // The compiler knows, from schema.org's own vocabulary, which type may have which property.
  const folder = temporaryFolder();
  const types = createRequire(import.meta.url).resolve("schema-dts/package.json");
  const declarations = join(dirname(types), JSON.parse(readFileSync(types, "utf8")).types ?? "dist/schema.d.ts").replace(/\.d\.ts$/, "");
  const lines = found.map(({ data }, at) => `export const d${at}: WithContext<${data["@type"]}> = ${JSON.stringify(data)};`);
  const source = (more) => `import type { Quiz, WebSite, WithContext } from ${JSON.stringify(declarations)};\n${lines.join("\n")}\n${more}\n`;
  const compile = (text) => {
    const file = join(folder, "data.ts");
    writeFileSync(file, text);
    const compiler = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
    try {
      return execFileSync(process.execPath, [compiler, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--moduleResolution", "node10", "--module", "es2022", file], { encoding: "utf8" });
    } catch (error) {
      return error.stdout;
    }
  };
  assert.equal(compile(source("")), "");
  const wrong = "export const wrong: WithContext<Quiz> = { \"@context\": \"https://schema.org\", \"@type\": \"Quiz\", hasParts: [] };";
  assert.match(compile(source(wrong)), /hasParts/, "the compiler is not blind");
  const quiz = dataOf(sites[1]).find(({ path }) => path === "basics.html").data;
  const question = (text) => quiz.hasPart.find((part) => part.text === text);
  assert.deepEqual(question("Which of these are prime?").acceptedAnswer.map(({ text }) => text), ["two", "three"]);
  assert.equal(question("Which of these are prime?").eduQuestionType, "Checkbox");
  assert.deepEqual(question("Which gas do plants take in?").suggestedAnswer.map(({ text }) => text), ["Oxygen", "Nitrogen", "Helium"]);
});
