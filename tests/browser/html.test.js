/** The pages and style sheets are what the standards say: the Nu checker finds no error. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { built, builtWithHtml } from "./support/guide.js";

const JAR = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");

/** What the checker says although nothing is wrong, and why it is left. */
const ACCEPTED = [
  // MathML Core has it, and browsers follow it; the checker's list of properties is older.
  /^CSS: “math-shift”: Property “math-shift” doesn't exist\.$/,
  // `mask` takes a position and a size behind a gradient (CSS Masking); the checker's grammar stops at the gradient.
  /^CSS: “mask”: Too many values or values are not recognized\.$/,
  // The checker reads files and has no idea what `'self'` is there. Browsers have: see anywhere.test.js.
  // MathML Core lets every element have it (section 2.1.3); the checker's grammar is MathML 3's.
  /^Attribute “displaystyle” not allowed on element “mfrac” at this point\.$/,
  // Data is no script: nothing runs it, and the policy does not speak of it (HTML, "prepare the script element"). The stage of
  // every other test would note a violation.
  /^Inline script violates Content Security Policy [^]*<script type="application\/ld\+json">/,
  /^Resource violates Content Security Policy \(meta tag\): (external stylesheet|external script|image) “(\/repo\/guide\/|(\.\.\/)*)assets\/[^”]*” blocked/,
];

const SITES = {
  "the real guide": () => built("real"),
  "the real guide at an address": () => built("real", { options: ["--site-url", "https://example.org/repo/guide/"] }),
  "the nested guide": () => built("nested"),
  "the quiz guide": () => built("quiz"),
  "the names guide": () => built("names"),
  "the hostile guide": () => built("hostile"),
  "the hostile guide with its HTML": builtWithHtml,
};

test("the checker finds nothing in any page or style sheet", async (t) => {
  const sites = Object.entries(SITES).map(([name, site]) => ({ name, site: site() }));
  const files = sites.flatMap(({ site }) => readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(html|css)$/.test(file)).map((file) => join(site, file)));
  const options = ["-jar", JAR, "--format", "json", "--exit-zero-always", "--also-check-css"];
  const { stderr } = await promisify(execFile)("java", [...options, ...files], { maxBuffer: 1 << 28 });
  const found = JSON.parse(stderr).messages.filter(({ message, extract }) =>
    !ACCEPTED.some((accepted) => accepted.test(message) || accepted.test(`${message} ${extract ?? ""}`)));
  for (const { name, site } of sites) {
    await t.test(name, (t) => {
      const here = found.filter(({ url }) => url?.includes(`${site}/`));
      const line = ({ url, lastLine, message, extract }) => `${url.split(`${site}/`)[1]}:${lastLine}: ${message} ${extract ?? ""}`;
      for (const message of here.filter(({ type, subType }) => type === "info" && subType !== "warning")) t.diagnostic(line(message));
      assert.deepEqual(here.filter(({ type, subType }) => type !== "info" || subType === "warning").map(line), []);
    });
  }
  assert.deepEqual(found.filter(({ url }) => !sites.some(({ site }) => url?.includes(`${site}/`))), [], "every message has its place");
});
