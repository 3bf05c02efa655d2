/** Paper: everything that is on a page is on the paper, and open. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { build, built, contentOf, copy, pagesOf } from "./support/guide.js";
import { cutUp, fold, print, questionsOf, unmarked, writtenIn } from "./support/paper.js";
import { stage } from "./support/stage.js";

/** Asserts that the paper shows every question of the page with all it says. */
async function everythingIsOnPaper(page) {
  const questions = await questionsOf(page);
  const paper = await print(page);
  const texts = cutUp(paper.text, questions);
  const missing = questions.flatMap(({ id, runs }) => {
    const text = texts.get(id);
    if (text === undefined) return [`${id}: the question`];
    return runs.filter((run) => !text.includes(run)).map((run) => `${id}: ${run}`);
  });
  assert.deepEqual(missing, []);
  assert.deepEqual(paper.numbers, Array.from({ length: paper.pages }, (_, at) => `${at + 1} / ${paper.pages}`), "pages are numbered");
  assert.deepEqual(paper.lines.slice(0, -1).filter((lines) => lines < 4), [], "no sheet is nearly empty");
  return { questions, paper };
}

/** Asserts that all that the authors wrote is in a text; returns their files. */
function nothingIsLost(name, text) {
  const plain = unmarked(text);
  const written = writtenIn(contentOf(name));
  const lost = written.flatMap(({ file, runs }) => runs.filter((run) => !plain.includes(run)).map((run) => `${file}: ${run}`));
  assert.deepEqual(lost, []);
  return written.map(({ file }) => file);
}

for (const name of ["real", "nested", "quiz", "hostile"]) {
  const guide = stage(() => built(name), { over: "file" });

  guide.test(`the print page of the ${name} guide, printed, holds every question with its answer`, { at: "print.html" }, async ({ page }) => {
    const { questions, paper } = await everythingIsOnPaper(page);
    assert.ok(questions.every(({ runs }) => runs.length > 2));
    for (const topic of await page.locator(".print-topic > h2").allInnerTexts()) assert.ok(paper.text.includes(fold(topic)), topic);
    const files = nothingIsLost(name, paper.text);
    assert.equal(questions.length, files.filter((file) => !/^pages\/|_index\.md$/.test(file)).length);
  });

  guide.test(`the topic pages of the ${name} guide, printed, hold every question with its answer`, {}, async ({ page, open }) => {
    let text = "";
    for (const path of pagesOf(guide.site).filter((path) => !/^(print|self-check)\.html$/.test(path))) {
      await open(path);
      text += (await everythingIsOnPaper(page)).paper.text;
    }
    nothingIsLost(name, text);
  });
}

const nested = stage(() => built("nested"), { over: "file" });
const quiz = stage(() => built("quiz"), { over: "file" });

nested.test("links between the parts of the guide stay on the print page, and those to a plain page reach it", { at: "print.html" }, async ({ page }) => {
  const links = await page.locator("main .prose a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const away = links.filter((href) => !href.startsWith("#") && !/^(https?|mailto):/.test(href));
  assert.deepEqual(away.filter((href) => !/\.(csv|png|svg)$/.test(href)), []);
  for (const link of ["#_home_a-heading-at-home", "#_page_about:how-it-is-made", "#_page_glossary:term", "#_page_glossary"]) {
    assert.ok(links.includes(link), link);
    assert.equal(await page.locator(`[id="${link.slice(1)}"]`).count(), 1, link);
  }
});

nested.test("without JavaScript a printed topic page holds its answers all the same", { at: "outer.html", javaScriptEnabled: false }, async ({ page }) => {
  const { text } = await print(page);
  for (const piece of ["hint", "in-short", "answer", "footnote", "explanation", "follow-up"]) assert.ok(text.includes(fold(`first-${piece}`)), piece);
});

nested.test("paper has the addresses of references, and none of the screen's controls", { at: "outer.html" }, async ({ page }) => {
  const { text } = await print(page);
  assert.ok(text.includes("https://example.org/article?a=1&b=2"));
  for (const control of ["Reveal all", "Skip to content", "Show the", "Questions on this page", "Next topic"]) {
    assert.equal(text.includes(fold(control)), false, control);
  }
});

nested.test("after printing, the page is as it was before", { at: "outer.html#second.open" }, async ({ page }) => {
  const state = () => page.locator("details").evaluateAll((boxes) => boxes.map((box) => box.open));
  const before = await state();
  await print(page);
  assert.deepEqual(await state(), before);
});

/** A browser that can't open what is closed by a style, as before 2024. */
const older = () => {
  const { supports } = CSS;
  CSS.supports = (...what) => !what.some((part) => part.includes("details-content")) && supports.apply(CSS, what);
};
const closed = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("details:not([open])::details-content { content-visibility: hidden !important; block-size: 0 !important }");
  document.adoptedStyleSheets = [sheet];
});
const open = (page) => page.locator("details").evaluateAll((boxes) => boxes.map((box) => box.open));

nested.test("a browser that opens nothing by its styles prints the answers all the same, and closes them again", { at: "outer.html#second.open", init: older }, async ({ page }) => {
  await closed(page);
  const before = await open(page);
  assert.ok(before.includes(true) && before.includes(false));
  const { text } = await print(page);
  for (const piece of ["hint", "in-short", "answer", "footnote", "explanation", "follow-up"]) assert.ok(text.includes(fold(`first-${piece}`)), piece);
  assert.deepEqual(await open(page), before);
});

quiz.test("such a browser leaves the key of a printed self-check closed", { at: "self-check.html", init: older }, async ({ page }) => {
  await closed(page);
  const { text } = await print(page);
  assert.ok(text.includes(fold("Which gas do plants take in?")));
  for (const piece of ["feedback", "single-explanation", "typed-answer", "Correct:"]) assert.equal(text.includes(fold(piece)), false, piece);
});

stage(() => built("nested"), { over: "file", browser: "firefox" }).test("an older Firefox, too, opens hints and answers while a page is printed", { at: "outer.html", init: older }, async ({ page }) => {
  const before = await open(page);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.deepEqual(await page.locator("details:is(.hint, .answer)").evaluateAll((boxes) => [...new Set(boxes.map((box) => box.open))]), [true]);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.deepEqual(await open(page), before);
});

nested.test("code that is wider than the paper is wrapped, and tables are whole", { at: "wide.html" }, async ({ page }) => {
  const { text } = await print(page);
  for (const piece of ["a_third: Vec<HashMap<String, usize>>) -> Result<(), Box<dyn Error>> {}", "held upright", "A sixth column"]) {
    assert.ok(text.includes(fold(piece)), piece);
  }
});

const wide = stage(() => {
  const folder = copy("quiz");
  const row = (word) => `| ${Array.from({ length: 14 }, (_, at) => `${word} number ${at}`).join(" | ")} |\n`;
  const sum = Array.from({ length: 40 }, (_, at) => `\\alpha_{${at}} x^{${at}}`).join(" + ");
  const table = `${row("column")}|${"---|".repeat(14)}\n${row("cell")}`;
  const code = `\`\`\`text\n${Array.from({ length: 60 }, (_, at) => `line ${at}`).join("\n")}\n\`\`\``;
  writeFileSync(join(folder, "content/basics/wide.md"), `---\ntitle: Wide\norder: 1\n---\n\n${code}\n\n${table}\n$$${sum} + \\omega$$\n\nIn a line: $${sum} + \\psi$.\n\nSee [the gas](single.md).\n`);
  return build(folder).site;
}, { over: "file" });

for (const at of ["print.html", "basics.html"]) {
  wide.test(`a table of many columns and a long formula fit on the paper of ${at}`, { at }, async ({ page }) => {
    const words = (await print(page)).words();
    assert.deepEqual(words.filter(({ left, right, width }) => left < 0 || right > width - 20), []);
    const text = words.map((word) => word.text).join(" ");
    for (const last of ["13", "line 59", "ω", "ψ"]) assert.ok(text.normalize("NFKC").includes(last), last);
  });
}

wide.test("on paper the contents list the questions by numbers, and links say the number of what they lead to", { at: "print.html" }, async ({ page }) => {
  const numbers = await page.locator(".outline ul ul li").evaluateAll((items) => items.map((item) => [item.querySelector(".number").textContent, item.querySelector("a").hash.slice(1)]));
  assert.deepEqual(await page.locator(".paper .question").evaluateAll((questions) => questions.map((question) => [question.querySelector(".badges .number").textContent, question.id])), numbers);
  const number = numbers.find(([, id]) => id === "single")[0];
  assert.equal(await page.locator("#wide .prose a", { hasText: "the gas" }).getAttribute("data-number"), number);
  assert.match((await print(page)).raw, new RegExp(`the gas\\s+\\(→\\s+${number.replace(".", "\\.")}\\)`));
});

quiz.test("the printed self-check is an exam paper: questions and options, no key", { at: "self-check.html" }, async ({ page }) => {
  const { text } = await print(page);
  for (const piece of ["Which gas do plants take in?", "Carbon dioxide", "None of the above", "nothing but code", "What mixes information between tokens?"]) {
    assert.ok(text.includes(fold(piece)), piece);
  }
  for (const piece of ["feedback", "single-explanation", "typed-answer", "Correct:", "Start again", "Show the"]) {
    assert.equal(text.includes(fold(piece)), false, piece);
  }
});
