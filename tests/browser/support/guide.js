/**
 * Guides to test: this repository's own, and the small ones in `guides/`. Each is built by the real program, from a copy in
 * a temporary folder, which goes with the process: nothing is written to the work tree.
 */

import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const ROOT = dirname(dirname(HERE));

/** The program under test: `GENAI_GUIDE`, or the release build. */
const PROGRAM = process.env.GENAI_GUIDE ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release", "genai-guide");

/** What the repository holds beside its guide. */
const NOT_THE_GUIDE = new Set(["target", "site", "src", "tests", "benches", "node_modules"]);

/** @type {string[]} */
const temporary = [];
process.on("exit", () => temporary.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is removed when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "genai-guide-"));
  temporary.push(folder);
  return folder;
}

/**
 * A copy of a guide that can be built.
 * @param {string} name a folder of `guides/`, or `real`
 * @param {string} [settings] put at the end of `book.toml`
 * @returns {string} its folder
 */
export function copy(name, settings = "") {
  const folder = join(temporaryFolder(), "guide");
  const from = name === "real" ? ROOT : join(HERE, "guides", name);
  const isGuide = (path) => path === from || dirname(path) !== from || !(NOT_THE_GUIDE.has(basename(path)) || basename(path).startsWith("."));
  cpSync(from, folder, { recursive: true, filter: isGuide });
  if (settings) appendFileSync(join(folder, "book.toml"), `\n${settings}\n`);
  return folder;
}

/**
 * Runs the program on a guide.
 * @param {string} folder
 * @param {string[]} [options]
 * @returns {{ code: number, screen: string, site: string }} the exit code, what was said, and where the site is
 */
export function build(folder, options = []) {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: run \`cargo build --release\` first`);
  const site = join(dirname(folder), "site");
  const run = spawnSync(PROGRAM, ["build", "--root", folder, "--out", site, ...options], { encoding: "utf8" });
  if (run.error) throw run.error;
  return { code: run.status, screen: run.stdout + run.stderr, site };
}

/**
 * Builds a guide that has no mistake.
 * @param {string} name
 * @param {{ settings?: string, options?: string[] }} [how]
 * @returns {string} the folder of the site
 */
export function built(name, { settings, options } = {}) {
  const { code, screen, site } = build(copy(name, settings), options);
  if (code !== 0) throw new Error(`the guide \`${name}\` was not built:\n${screen}`);
  return site;
}

/** The content folder of a guide. */
export function contentOf(name) {
  return join(name === "real" ? ROOT : join(HERE, "guides", name), "content");
}

/**
 * The paths of all pages of a site, sorted.
 * @param {string} site
 * @returns {string[]} such as `outer/inner.html`
 */
export function pagesOf(site) {
  const files = readdirSync(site, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".html")).sort();
}

/**
 * Builds the hostile guide with its raw HTML allowed. Images and links that lead nowhere are then mistakes that stop the build, so
 * their addresses are taken out; everything else that they try stays.
 * @returns {string} the folder of the site
 */
export function builtWithHtml() {
  const folder = copy("hostile", "[output.html]\nallow-html = true");
  const content = join(folder, "content");
  for (const path of readdirSync(content, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"))) {
    const file = join(content, path);
    const [, head, body] = /^(---\n.*?\n---\n)(.*)$/s.exec(readFileSync(file, "utf8"));
    writeFileSync(file, head + body.replace(/(?<!<\/pre>|\\text\{)<img src=x/g, "<img").replace(/href="java.*?"/g, 'href="https://example.org/"'));
  }
  const { code, screen, site } = build(folder);
  if (code !== 0) throw new Error(`the hostile guide was not built:\n${screen}`);
  return site;
}
