/** Content from strangers: nothing of it runs, and nothing of it is taken for a template. */

import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { test } from "node:test";

import { build, built, builtWithHtml, copy, pagesOf } from "./support/guide.js";
import { eventually, stage } from "./support/stage.js";

/** Opens, hovers over and presses whatever can be; handlers that wait for it would run now. */
async function touchEverything(page) {
  await page.evaluate(() => {
    for (const box of document.querySelectorAll("details")) box.open = true;
    for (const element of document.querySelectorAll("main *")) {
      for (const name of ["mouseover", "mouseenter", "focus", "load", "error", "toggle", "begin"]) element.dispatchEvent(new Event(name));
    }
    // Links that lead away are not followed; any other would run its script here.
    for (const link of document.querySelectorAll("a[href]")) if (!/^(https?|mailto|file):/.test(link.href)) link.click();
  });
}

for (const allowed of [false, true]) {
  const settings = `[output.html]\nallow-html = ${allowed}`;
  const guide = stage(() => (allowed ? builtWithHtml() : built("hostile", { settings })));
  const fact = (name, ...rest) => guide.test(`${name} (allow-html = ${allowed})`, ...rest);

  fact("nothing in content runs, on any page", {}, async ({ page, open }) => {
    const found = [];
    for (const path of pagesOf(guide.site)) {
      await open(path);
      await touchEverything(page);
      const seen = await page.evaluate(() => ({
        hacked: window.hacked instanceof Element ? undefined : window.hacked,
        elements: [
          "script:not([src^='assets/'], [type='application/ld+json'], [src$='/guide/review/cards.js']), link:not([href^='assets/'], [rel=manifest][href$='/guide/manifest.webmanifest']), style, iframe, frame, object, embed, base, svg:not(review-chart svg), meta[http-equiv=refresh], main img, [srcdoc]",
          // Forms of ours have no address, and stand in elements of ours, which content can't make.
          "form:not(check-question > form, question-filter > form, check-setup > form, site-search > form, review-keep form), form[action]",
        ].flatMap((what) => [...document.querySelectorAll(what)]).map((element) => element.outerHTML),
        handlers: [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes])
          .filter(({ name }) => name.startsWith("on") || name === "style").map(({ name, value }) => `${name}=${value}`),
        links: [...document.querySelectorAll("[href], [src], [action], [formaction]")]
          .flatMap((element) => ["href", "src", "action", "formaction"].map((name) => element.getAttribute(name) ?? ""))
          .filter((address) => /^\s*[a-z]*script|^\s*data:/i.test(address)),
      }));
      for (const [kind, items] of Object.entries(seen)) if ([items].flat().some(Boolean)) found.push({ path, kind, items });
    }
    assert.deepEqual(found, []);
  });

  fact("template syntax is shown as it was written, everywhere", {}, async ({ page, open }) => {
    for (const [path, texts] of Object.entries({
      "index.html": ["{{ 7*7 }} <script>window.hacked=1</script> \"' & guide", "{% raw %} \"><img src=x onerror=window.hacked=2> {{ 7*7 }}", "{% include \"base.html\" %}", "{% if %} \"><script>window.hacked=32</script> {{ 7*7 }}", "<b onclick=window.hacked=3>A</b> {{ 7*7 }}"],
      "topic.html": ["Topic {{ 7*7 }} <img src=x onerror=window.hacked=30>", "Is {{ 7*7 }} safe, with <script>window.hacked=40</script> and <b>bold</b>?", "{{ 7*7 }} and {% for x in y %} and {# a comment #}: template-text.", "\"><img src=x onerror=window.hacked=42>", "Which option is {{ 7*7 }}?", "<script>window.hacked=43</script> {{ 7*7 }}"],
      "self-check.html": ["Which option is {{ 7*7 }}?", "{% raw %}"],
      "print.html": ["{{ 7*7 }} and {% for x in y %} and {# a comment #}: template-text.", "Topic {{ 7*7 }} <img src=x onerror=window.hacked=30>"],
      "plain.html": ["Plain {{ 7*7 }} <script>window.hacked=20</script>", "{{ config }} {# no comment #}"],
      "404.html": ["{{ 7*7 }} <script>window.hacked=1</script> \"' & guide"],
    })) {
      await open(path);
      const text = await page.locator("body").textContent();
      for (const expected of texts) assert.ok(text.includes(expected), `${path} shows ${expected}`);
      assert.equal(/(?<!\d)49(?!\d)/.test(text), false, `${path}: a template ran`);
    }
  });

  fact("code and formulas of markup are shown as text", { at: "topic.html#markup.open" }, async ({ page }) => {
    const text = (await page.locator("#markup").innerText()).replaceAll("\u00a0", " ");
    for (const expected of ["<script>window.hacked=64</script>", "<script>window.hacked=65</script>", "</code></pre><img src=x onerror=\"window.hacked=66\">", "a block whose language is markup", "<img src=x onerror=window.hacked=68>"]) {
      assert.ok(text.includes(expected), expected);
    }
  });

  fact("nothing of the page's own is swallowed, covered or doubled", { at: "topic.html" }, async ({ page }) => {
    assert.deepEqual(await page.locator(".question").evaluateAll((questions) => questions.map(({ id }) => id)), ["markup", "options", "typed", "unclosed"]);
    assert.equal(await page.locator("main .questions > .question").count(), 4);
    assert.equal(await page.locator("main, footer, .site-header").count(), 3);
    assert.equal(await page.locator("[id='_.main']").evaluate((element) => element.localName), "main");
    await page.getByRole("button", { name: "Reveal all" }).click();
    for (const text of ["inline-text", "markup-text", "after many closing tags", "right-feedback", "unclosed-text"]) {
      assert.equal(await page.getByText(text).isVisible(), true, text);
    }
  });

  fact("the self-check can be taken", {}, async ({ page, open }) => {
    await open("self-check.html#options");
    const options = page.locator("form[data-question=options]");
    assert.equal(await options.getByRole("radio").count(), 3);
    await options.locator("label", { hasText: "right" }).click();
    await options.getByRole("button", { name: "Check" }).click();
    assert.equal(await options.locator(".result").innerText(), "Correct.");
    await open("self-check.html?id=typed&seed=a");
    await page.getByRole("button", { name: "Start" }).click();
    // The quiz before is not finished; this one replaces it.
    await page.locator("dialog[open] .primary").click();
    const typed = page.locator("form[data-question=typed]");
    await typed.getByLabel("Your answer").fill("{{ 7*7 }}");
    await typed.getByRole("button", { name: "Check" }).click();
    assert.equal(await typed.locator(".result").innerText(), "Correct.");
    assert.equal(await page.evaluate(() => window.hacked), undefined);
  });

  fact("questions that are reviewed run nothing", { at: "review.html" }, async ({ page }) => {
    await page.getByRole("button", { name: "Start with 4 questions" }).click();
    for (let at = 0; at < 4; at += 1) {
      await page.locator(".review-stage .question-title").waitFor();
      await page.getByRole("button", { name: "Show the answer" }).click();
      await touchEverything(page);
      assert.equal(await page.locator(".review-stage :is(script, iframe, object, style, [onclick], [onerror])").count(), 0);
      await page.getByRole("button", { name: /^Easy/ }).click();
    }
    await eventually(() => page.locator("review-desk").getAttribute("data-state"), "done");
    assert.equal(await page.evaluate(() => window.hacked instanceof Element ? undefined : window.hacked), undefined);
  });

  fact("what is found is shown as text, and nothing of it runs", { at: "search.html?q=hacked" }, async ({ page }) => {
    await eventually(async () => (await page.locator(".results > li").count()) > 0, true);
    const shown = await page.locator(".results").innerText();
    assert.match(shown, /<script>window\.hacked=40<\/script>/);
    assert.equal(await page.locator(".results :not(li, h2, a, p, span, mark)").count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
  });
}

const raw = stage(() => built("hostile"));

raw.test("raw HTML that is not allowed is shown as the text it is", { at: "topic.html#markup.open" }, async ({ page }) => {
  const text = await page.locator("#markup").innerText();
  for (const expected of ["<script>window.hacked=50</script>", "<img src=x onerror=\"window.hacked=57\">", "<a href=\"javas&#99;ript:window.hacked=53\">", "<iframe srcdoc=", "</details></article></main>"]) {
    assert.ok(text.includes(expected), expected);
  }
});

for (const [what, link] of Object.entries({
  "a script": "[x](javascript:alert(1))",
  "a script in entities": "[x](javas&#99;ript:alert(1))",
  "a script in named entities": "[x](java&Tab;script&colon;alert(1))",
  "a script between white space": "[x](<  JavaScript:alert(1)>)",
  "a script as an autolink": "<javascript:alert(1)>",
  "a script as an image": "![x](javascript:alert(1))",
  "data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "another host without a scheme": "[x](//example.org)",
})) {
  test(`a link to ${what} is refused, and nothing is written`, () => {
    const folder = copy("hostile");
    writeFileSync(join(folder, "content", "topic", "link.md"), `---\ntitle: Where to?\n---\n\n${link}\n`);
    const { code, screen, site } = build(folder);
    assert.equal(code, 1, screen);
    assert.match(screen, /unsafe-link.*\n.*content\/topic\/link\.md:5/);
    assert.equal(existsSync(site), false);
  });
}

test("a reference to a script is refused, and nothing is written", () => {
  const folder = copy("hostile");
  const text = "---\ntitle: Where to?\nreferences:\n  - { title: x, url: \"javascript:alert(1)\" }\n---\n\nAn answer.\n";
  writeFileSync(join(folder, "content", "topic", "link.md"), text);
  const { code, screen, site } = build(folder);
  assert.equal(code, 1, screen);
  assert.match(screen, /unsafe-link.*\n.*content\/topic\/link\.md:4/);
  assert.equal(existsSync(site), false);
});
