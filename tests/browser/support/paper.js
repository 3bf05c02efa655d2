/**
 * Text, on the page and on paper, in a form in which the two can be compared: white space and hyphens don't count, because
 * lines break elsewhere on paper; formulas are left out, because a program that reads a PDF can't tell their order.
 */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "./guide.js";

/** Text without what differs between the page and paper. */
export function fold(text) {
  return text.normalize("NFKC").replace(/[\s\u00ad\u200b\u2060-\u2064\u2010-\u2015-]+/gu, "");
}

/**
 * Prints a page, and reads the paper.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ text: string, pages: number, numbers: string[], lines: number[], raw: string, words: () => { text: string, left: number, right: number, width: number }[] }>}
 *   the folded text without the page numbers, how many pages there are, the number at the foot of each, how many lines each has beside it, the text as it is, and
 *   a function that gives each word with its edges and the width of its page
 */
export async function print(page) {
  const file = join(temporaryFolder(), "paper.pdf");
  writeFileSync(file, await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true }));
  // `-raw` keeps the order in which things were drawn, which is the order of the page.
  const raw = execFileSync("pdftotext", ["-raw", "-enc", "UTF-8", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const pages = raw.split("\f").slice(0, -1);
  const number = /^\s*(\d+ \/ \d+)\s*$/m;
  const numbers = pages.map((text) => number.exec(text)?.[1] ?? "");
  // The numbers of what links lead to stand only on paper.
  const text = pages.map((text) => fold(text.replace(number, ""))).join("").replace(/\([→←][\d.]+\)/g, "");
  const lines = pages.map((text) => text.replace(number, "").split("\n").filter((line) => line.trim()).length);
  return { text, pages: pages.length, numbers, lines, raw, words: () => wordsOf(file) };
}

function wordsOf(file) {
  const boxes = execFileSync("pdftotext", ["-bbox", "-enc", "UTF-8", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  return boxes.split("<page ").slice(1).flatMap((page) => {
    const width = Number(/width="([\d.]+)"/.exec(page)[1]);
    return [...page.matchAll(/<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.]+)"[^>]*>([^<]*)</g)].map(([, left, right, text]) => ({ text, left: Number(left), right: Number(right), width }));
  });
}

/**
 * What each question of a page says, in the order of the page: `head` stands once at its beginning, `runs` are stretches of
 * text without a formula in them.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ id: string, head: string, runs: string[], formulas: number }[]>}
 */
export async function questionsOf(page) {
  const questions = await page.evaluate(() => {
    const LEFT_OUT = "summary, button, .permalink, .visually-hidden, math, script, style, .footnote-ref, .backref";

    /** Stretches of text: they end where a block ends, at a formula, at a footnote and after a link whose address follows. */
    function runs(root) {
      const found = [""];
      const cut = () => found.at(-1) && found.push("");
      const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
          found[found.length - 1] += node.data;
        } else if (node.nodeType === Node.ELEMENT_NODE) {
          const outer = node.matches(LEFT_OUT);
          const inline = getComputedStyle(node).display.startsWith("inline") && !node.matches(".references a, li *");
          const joined = inline || node.matches("li :is(a, em, strong, code, del, kbd, span)");
          if (outer || !joined) cut();
          if (!outer) node.childNodes.forEach(walk);
          if (outer || !joined || node.matches(".references a")) cut();
        }
      };
      walk(root);
      return found.map((run) => run.trim()).filter(Boolean);
    }

    for (const box of document.querySelectorAll("details")) box.open = true;
    const questions = [...document.querySelectorAll(".question")].map((question) => ({
      id: question.id,
      head: (question.querySelector(".badges")?.textContent ?? "") + runs(question.querySelector(".question-title"))[0],
      runs: runs(question),
      formulas: [...question.querySelectorAll("math")].filter((math) => math.getBoundingClientRect().width > 0).length,
    }));
    for (const box of document.querySelectorAll("details")) box.open = false;
    return questions;
  });
  return questions.map(({ head, runs, ...rest }) => ({ ...rest, head: fold(head), runs: runs.map(fold).filter(Boolean) }));
}

/**
 * The text of each question on paper, from its head to the next one's.
 * @param {string} text
 * @param {{ id: string, head: string }[]} questions
 * @returns {Map<string, string>} without the questions that are not found in their order
 */
export function cutUp(text, questions) {
  const places = [];
  let from = 0;
  for (const { id, head } of questions) {
    const at = text.indexOf(head, from);
    if (at < 0) continue;
    places.push({ id, at });
    from = at + head.length;
  }
  return new Map(places.map(({ id, at }, index) => [id, text.slice(at, places[index + 1]?.at)]));
}

/**
 * Text without what may be Markdown's marks.
 * @param {string} folded
 */
export const unmarked = (folded) => folded.replace(/[*`~_\\]/g, "");

/**
 * What an author wrote, read without the program under test: the sentences of every file of a guide's content, as stretches
 * between formulas, folded and unmarked. Tables, code, headings and raw HTML are left out.
 * @param {string} content a folder
 * @returns {{ file: string, runs: string[] }[]}
 */
export function writtenIn(content) {
  const files = readdirSync(content, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md")).sort();
  return files.map((file) => {
    const [, front, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(content, file), "utf8"));
    const title = /^title: *(.*)$/m.exec(front)[1].replace(/^"(.*)"$/, "$1").replace(/\\"/g, '"');
    const prose = body.replace(/^ *```.*?^ *``` *$/gms, "\n\n").replace(/\$\$.*?\$\$/gs, "\n\n").replace(/^ *\|.*$/gm, "\n\n");
    const blocks = prose.split(/\n\s*\n|\n(?= *(?:[-*+]|\d+\.|>|#) )/);
    // The home page is called as the book is.
    const runs = [...(file === "_index.md" ? [] : [title]), ...blocks.filter((block) => !/^\s*(#|\[\^|<|>\s*\[!)|^\s*[-*_]{3,}\s*$/.test(block))].flatMap((block) => {
      const plain = block
        .replace(/^(\s*([-*+]|\d+\.|>)\s+)*(\[[ x]\])?/, "") // what a list item or a quotation begins with
        .replace(/^\s*>\s?/gm, "")
        .replace(/!?\[([^\]^]*)\]\([^)]*\)/g, (link, text) => (link.startsWith("!") ? "$$" : text));
      // Cut at formulas, at footnotes, at entities and at what may be markup.
      return plain.split(/\$[^$]*\$|\[\^[^\]]*\]|&\w+;|<[^>]*>/).map((run) => unmarked(fold(run)));
    });
    return { file, runs: runs.filter((run) => run.length > 3) };
  });
}
