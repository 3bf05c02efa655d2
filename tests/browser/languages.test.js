/** Guides in other languages: words, direction, numbers, dates, search. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { build, built, copy, pagesOf } from "./support/guide.js";
import * as quiz from "./support/quiz.js";
import { MORNING, grade, sums } from "./support/recall.js";
import { eventually, stage } from "./support/stage.js";

/** What each language's guide must show. */
const GUIDES = {
  german: {
    lang: "de-AT", dir: "ltr", topic: "lernen.html", question: "vergessen",
    menu: ["Selbsttest", "Wiederholen", "Suche", "Drucken"], verified: "7. März 2026",
    grades: ["Nochmal 1 Min.", "Schwer 6 Min.", "Gut 10 Min.", "Einfach 8 Tage"], state: "Gelernt", sums: ["1 gelernt", "1 neu"],
    // A plural, a word without its dots, another form, the beginning of one.
    searches: { Vergessenskurve: "vergessen", gedachtnis: "vergessen", wiederholung: "vergessen", abst: "abstand" },
    checked: "Richtig.",
  },
  arabic: {
    lang: "ar", dir: "rtl", topic: "models.html", question: "attention",
    menu: ["اختبار ذاتي", "مراجعة", "بحث", "طباعة"], verified: "مارس",
    grades: ["نسيت", "صعب", "جيد", "سهل"], state: "معروف", sums: ["واحد معروف", "اثنان جديدان"],
    // Without the article, with other letters for the same sound, another form.
    searches: { انتباه: "layers", كتاب: null, الكتب: "books", رموز: "attention" },
    checked: "صحيح.",
  },
  japanese: {
    lang: "ja", dir: "ltr", topic: "models.html", question: "token",
    menu: ["セルフチェック", "復習", "検索", "印刷"], verified: "2026年3月7日",
    grades: ["忘れた", "難しい", "できた", "簡単"], state: "習得", sums: ["習得1問", "新規1問"],
    searches: { 漢字: "token", 注意機構: "attention", 語彙: "token" },
    checked: "正解です。",
  },
};

for (const [name, guide] of Object.entries(GUIDES)) {
  const site = stage(() => built(name));
  const fact = (what, ...rest) => site.test(`${name}: ${what}`, ...rest);

  fact("language and direction are said on every page, and the menu speaks it", {}, async ({ page, open }) => {
    for (const path of pagesOf(site.site)) {
      await open(path);
      assert.deepEqual(await page.locator("html").evaluate(({ lang, dir }) => [lang, dir]), [guide.lang, guide.dir], path);
      assert.deepEqual(await page.locator(".site-menu a").allInnerTexts(), guide.menu, path);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${path} is as wide as the window`);
    }
  });

  fact("no word of the site's own is English", {}, async ({ page, open }) => {
    const english = readFileSync(new URL("../../themes/default/language/en.toml", import.meta.url), "utf8");
    const words = new Set([...english.matchAll(/"([A-Z][a-z]+(?: [a-z]+)+[^"{]*)"/g)].map(([, words]) => words));
    assert.ok(words.size > 50);
    for (const path of pagesOf(site.site)) {
      await open(path);
      for (const details of await page.locator("details").all()) await details.evaluate((element) => { element.open = true; });
      const text = await page.locator("body").evaluate((body) => [body.innerText, ...[...body.querySelectorAll("[aria-label], [title]")].map((element) => `${element.ariaLabel} ${element.title}`)].join("\n"));
      assert.deepEqual([...words].filter((word) => text.includes(word)), [], path);
    }
  });

  fact("dates, grades and sums are written as the language writes them", { }, async ({ page, open }) => {
    await page.clock.setFixedTime(MORNING);
    await open(guide.topic);
    const question = page.locator(`#${guide.question}`);
    await question.locator("details.answer").evaluate((answer) => { answer.open = true; });
    assert.ok((await question.locator(".colophon time").innerText()).includes(guide.verified), await question.locator(".colophon time").innerText());
    const grades = await question.locator("recall-grade button").evaluateAll((buttons) => buttons.map((button) => button.textContent));
    for (const [at, grade] of guide.grades.entries()) assert.ok(grades[at].startsWith(grade), grades[at]);
    await grade(page, guide.question, guide.grades.at(-1).split(" ")[0]);
    await eventually(() => question.locator(".badge.state").allInnerTexts(), [guide.state]);
    assert.deepEqual(await sums(page.locator("study-state")), guide.sums);
  });

  fact("the self-check speaks it", { at: "self-check.html?seed=a" }, async ({ page }) => {
    await page.locator("check-setup button.primary").click();
    const form = page.locator("check-question[data-current] form");
    const right = await form.locator(".key [data-option].right").getAttribute("data-option");
    await form.locator(`input[value="${right}"]`).check();
    await form.locator(".check-row button.primary").click();
    assert.equal(await form.locator(".result").innerText(), guide.checked);
    assert.match(await quiz.status(page), new RegExp(`^${guide.checked}`));
  });

  for (const [words, id] of Object.entries(guide.searches)) {
    fact(`“${words}” finds ${id ?? "nothing"}`, { at: `search.html?q=${encodeURIComponent(words)}` }, async ({ page }) => {
      const results = () => page.locator(".results a").evaluateAll((links) => links.map((link) => link.hash.slice(1)));
      if (id) await eventually(async () => (await results()).includes(id), true);
      else await eventually(async () => (await page.locator("site-search > [role=status]").innerText()).length > 0, true);
    });
  }
}

const arabic = stage(() => built("arabic"));

arabic.test("code and formulas run from left to right within a page that does not", { at: "models.html#attention.open" }, async ({ page }) => {
  for (const what of ["#attention pre", "#attention math"]) {
    assert.equal(await page.locator(what).first().evaluate((element) => getComputedStyle(element).direction), "ltr", what);
  }
  assert.equal(await page.locator("#attention .prose").first().evaluate((element) => getComputedStyle(element).direction), "rtl");
});

/** An Arabic guide whose questions also have English words. */
const mixed = stage(() => {
  const folder = copy("arabic");
  const text = "---\ntitle: .NET\nkind: mcq\n---\n\n- [x] C++\n- [ ] C#\n\n## Explanation\n\nAn English sentence.\n\n- C++\n\n| لغة |\n| --- |\n| C++ |\n";
  writeFileSync(join(folder, "content/models/mixed.md"), text);
  return build(folder).site;
});

mixed.test("on a page from right to left, words from left to right keep their punctuation where it belongs", { at: "models.html#mixed.open" }, async ({ page }) => {
  /** Whether the letters stand from left to right as they are written. */
  const inOrder = (locator, text) => locator.evaluate((element, text) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const at = walk.currentNode.data.indexOf(text);
      if (at < 0) continue;
      const lefts = [...text].map((_, index) => {
        const range = document.createRange();
        range.setStart(walk.currentNode, at + index);
        range.setEnd(walk.currentNode, at + index + 1);
        return range.getBoundingClientRect().left;
      });
      return lefts.every((left, index) => index === 0 || left >= lefts[index - 1]);
    }
    return null;
  }, text);
  const question = page.locator("#mixed");
  for (const [what, text] of [[".question-title", ".NET"], [".options", "C++"], ["details p[dir]", "An English sentence."], ["details .prose ul", "C++"], ["details table", "C++"]]) {
    assert.equal(await inOrder(question.locator(what).first(), text), true, what);
  }
  assert.equal(await inOrder(page.locator('.question-nav a[href="#mixed"]').first(), ".NET"), true);
});

test("an author adds a language with one file, and is told what it lacks", () => {
  const folder = copy("quiz");
  const book = join(folder, "book.toml");
  writeFileSync(book, readFileSync(book, "utf8").replace("[book]", '[book]\nlanguage = "fy"'));
  assert.match(build(folder).screen, /missing-language/);
  const languages = join(folder, "themes", "default", "language");
  mkdirSync(languages, { recursive: true });
  const english = readFileSync(new URL("../../themes/default/language/en.toml", import.meta.url), "utf8");
  writeFileSync(join(languages, "fy.toml"), english.replace('self-check = "Self-check"', 'self-check = "Selstoets"').replace('search = "Search"\n', ""));
  const { code, screen, site } = build(folder);
  assert.equal(code, 0);
  assert.match(screen, /missing-string.*`search` in `\[menu\]`/);
  assert.equal(/missing-language/.test(screen), false);
  const html = readFileSync(join(site, "basics.html"), "utf8");
  assert.match(html, />Selstoets</);
  assert.match(html, />Search</);
});

test("a single word of the site can be changed", () => {
  const folder = copy("quiz");
  const languages = join(folder, "themes", "default", "language");
  mkdirSync(languages, { recursive: true });
  writeFileSync(join(languages, "en.toml"), '[menu]\nself-check = "Quiz me"\n');
  const { screen, site } = build(folder);
  assert.equal(/warning/.test(screen), false, screen);
  assert.match(readFileSync(join(site, "basics.html"), "utf8"), />Quiz me</);
});
