/** The search, as a reader uses it: typed, narrowed, gone through by the keyboard, left and come back to. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { built } from "./support/guide.js";
import { eventually, gate, stage, strike } from "./support/stage.js";

const titles = (page) => page.locator(".results h2").allInnerTexts();
const told = (page) => page.locator("site-search > [role=status]").innerText();
const field = (page) => page.getByRole("searchbox");
const first = (page) => titles(page).then(([title]) => title ?? "");

for (const { browser, over } of [{ browser: "chromium", over: "http" }, { browser: "chromium", over: "file" }, { browser: "firefox", over: "file" }]) {
  const guide = stage(() => built("real"), { browser, over });
  const fact = (name, ...rest) => guide.test(`${name} (${browser}, ${over})`, ...rest);
  const start = { at: "search.html", viewport: { width: 1280, height: 900 } };
  const PEFT = "What is parameter-efficient fine-tuning, and how does LoRA work?";

  fact("words, beginnings, other forms and slips find the question", start, async ({ page }) => {
    for (const query of ["lora adapters", "parameter-effic", "loras adapter", "adaptors lora"]) {
      await field(page).fill(query);
      await eventually(() => first(page), PEFT);
    }
    await field(page).fill("retreival");
    await eventually(async () => (await told(page)).endsWith("Showing results for retrieval"), true);
    await field(page).fill("xyzzy");
    await eventually(async () => (await told(page)).startsWith("No results."), true);
    assert.deepEqual(await titles(page), []);
    await field(page).fill("");
    await eventually(() => told(page), "");
  });

  fact("what was meant is marked in title, excerpt and tags", start, async ({ page }) => {
    await field(page).fill("lora adapters");
    await eventually(() => first(page), PEFT);
    const marks = await page.locator(".results > li").first().locator("mark").allInnerTexts();
    assert.ok(marks.length >= 3 && marks.every((mark) => /lora|adapt/i.test(mark)) && marks.some((mark) => /lora/i.test(mark)), marks.join());
  });

  fact("filters narrow what was found, and say how much each leaves", start, async ({ page }) => {
    await field(page).fill("attention");
    await eventually(async () => (await titles(page)).length > 3, true);
    const option = await page.getByLabel("Kind").locator("option[value=mcq]").innerText();
    await page.getByLabel("Kind").selectOption("mcq");
    const count = Number(/\((\d+)\)/.exec(option)[1]);
    await eventually(() => told(page), count === 1 ? "1 result" : `${count} results`);
    await page.getByLabel("Topic").selectOption("transformers");
    const fits = (badges) => /Transformers.*Multiple choice/s.test(badges);
    await eventually(async () => {
      const shown = await page.locator(".results .badges").allInnerTexts();
      return shown.length > 0 && shown.every(fits);
    }, true);
  });

  fact("the address holds query and filters; a reload and the way back bring them", start, async ({ page, url }) => {
    await field(page).fill("attention");
    await eventually(async () => (await titles(page)).length > 3, true);
    await page.getByLabel("Kind").selectOption("mcq");
    await eventually(async () => (await titles(page)).length > 0, true);
    const seen = await titles(page);
    assert.equal(page.url(), `${url}search.html?q=attention&kind=mcq`);
    await page.reload();
    await eventually(() => titles(page), seen);
    await page.locator(".results a").first().press("Enter");
    await eventually(async () => page.url().includes("#"), true);
    await page.evaluate(() => history.back());
    await eventually(() => titles(page).catch(() => []), seen);
    assert.equal(await field(page).inputValue(), "attention");
  });

  fact("the keyboard alone goes from the field through the results to the answer", start, async ({ page, url }) => {
    await field(page).focus();
    await page.keyboard.type("lora adapters");
    await eventually(() => first(page), PEFT);
    const at = () => page.evaluate(() => document.activeElement.closest(".results > li") ? [...document.querySelectorAll(".results > li")].indexOf(document.activeElement.closest("li")) : document.activeElement.type);
    const seen = [];
    for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "Escape", "ArrowDown"]) {
      await page.keyboard.press(key);
      seen.push(await at());
    }
    assert.deepEqual(seen, [0, 1, 0, "search", 0, "search", 0]);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${url}fine-tuning.html#peft-and-lora`);
    await eventually(() => page.locator("#peft-and-lora").evaluate((question) => Math.abs(question.getBoundingClientRect().top) < 100), true);
    assert.equal(await page.locator("#peft-and-lora details.answer").evaluate((answer) => answer.open), false, "readers can try first");
  });

  fact("an excerpt never tells the answer of a question that can be checked", start, async ({ page }) => {
    await field(page).fill("resumes pre-training stopped adapter");
    await eventually(async () => (await titles(page)).length > 0, true);
    const text = await page.locator(".results").innerText();
    assert.doesNotMatch(text, /Training resumes where pre-training stopped/);
  });

  fact("without JavaScript the page leads to the topics", { ...start, javaScriptEnabled: false }, async ({ page }) => {
    assert.equal(await page.getByText("Search needs JavaScript").isVisible(), true);
    assert.ok((await page.locator("site-search a").count()) >= 3);
  });
}

const guide = stage(() => built("real"));

/** What readers type, and what must be among the first three results. */
const FIRST = {
  "what is rag": "rag.html#what-is-rag", "llm": "language-models.html#what-is-an-llm", "quantization": "inference-and-serving.html#post-training-quantization",
  "transformer": "transformers.html#what-is-a-transformer", "kv cache": "inference-and-serving.html#kv-cache", "mcp": "agents-and-tools.html#model-context-protocol",
  "dpo vs ppo": "alignment-and-reasoning.html#dpo", "lora": "fine-tuning.html#peft-and-lora", "prompt injection": "safety-and-security.html#prompt-injection",
  "speculative decoding": "inference-and-serving.html#speculative-decoding", "gqa": "transformers.html#mqa-gqa-and-mla", "atention": "transformers.html#attention-mechanisms",
  "temperature vs top p": "prompting-and-decoding.html#decoding-strategies", "hallucinate": "language-models.html#what-are-hallucinations",
  "RLHF": "alignment-and-reasoning.html#rlhf-with-ppo", "rag vs fine tuning": "fine-tuning.html#prompting-vs-rag-vs-fine-tuning", "chunk size": "rag.html#chunking-strategies",
  "flash attention": "transformers.html#flashattention", "RRF": "rag.html#hybrid-search-and-rrf", "vllm": "inference-and-serving.html#paged-attention",
  "BA low rank": "fine-tuning.html#peft-and-lora", "MoE": "transformers.html#mixture-of-experts", "CFG": "diffusion-models.html#classifier-free-guidance",
  "CoT": "prompting-and-decoding.html#prompting-techniques", "OOM": "fine-tuning.html#diagnosing-a-fine-tuning-run", "how many gpus to train": "inference-and-serving.html#splitting-a-model-over-gpus",
};

guide.test("what readers type finds the question that explains it among the first three", { at: "search.html" }, async ({ page }) => {
  const missed = [];
  for (const [query, expected] of Object.entries(FIRST)) {
    await page.evaluate(async (query) => {
      const search = document.querySelector("site-search");
      search.field.value = query;
      await search.search();
    }, query);
    const links = await page.locator(".results a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    if (!links.slice(0, 3).includes(expected)) missed.push(`${query}: ${links.slice(0, 3).join(" ")}`);
  }
  assert.deepEqual(missed, []);
});

guide.test("an entry of the glossary is found, and its link leads to it", { at: "search.html" }, async ({ page }) => {
  await field(page).fill("barge-in");
  await eventually(() => first(page), "Barge-in");
  assert.equal(await told(page), "1 result");
  assert.match(await page.locator(".results .badges").first().innerText(), /Glossary.*Page/s);
  await page.locator(".results a").first().click();
  await page.waitForURL(/glossary\.html#entry\.barge-in$/);
  await eventually(() => page.getByText("Barge-in:").evaluate((term) => {
    const { top, bottom } = term.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }), true);
});

guide.test("the count says how many results have all the words", { at: "search.html" }, async ({ page }) => {
  await field(page).fill("why use rag");
  await eventually(async () => /^\d+ results · \d+ with only some of the words$/.test(await told(page)), true);
});

guide.test("a filter never shows the results of the one before", { at: "search.html" }, async ({ page }) => {
  await field(page).fill("attention");
  await eventually(async () => (await titles(page)).length > 3, true);
  // The texts of the first filter come only when those of the second are there.
  const late = gate();
  let held = 0;
  await page.route(/texts-/, async (route) => {
    held += 1;
    await late.opened;
    await route.continue();
  });
  await page.evaluate(() => document.querySelector("site-search").files.forEach((_, name, files) => name.startsWith("texts-") && files.delete(name)));
  await page.getByLabel("Kind").selectOption("mcq");
  await eventually(async () => held > 0, true);
  await page.getByLabel("Kind").selectOption("descriptive");
  late.open();
  const kinds = async () => [...new Set((await page.locator(".results .badges").allInnerTexts()).map((badges) => /Multiple choice|Descriptive/.exec(badges)?.[0]))];
  await eventually(kinds, ["Descriptive"]);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(await kinds(), ["Descriptive"]);
});

const german = stage(() => built("german"));

german.test("German is found without its own letters, and the other way round", { at: "search.html" }, async ({ page }) => {
  const found = await page.evaluate(async () => {
    const { find } = guide.words;
    return ["Größe", "groesse", "GRÖSSE", "Straße", "strasse"].map((word) => find(word)[0].word);
  });
  assert.deepEqual(found, ["grosse", "groesse", "grosse", "strasse", "strasse"]);
});

german.test("a reader of German types a word with or without its own letters, and finds and sees it marked", { at: "search.html" }, async ({ page }) => {
  for (const query of ["größere abstände", "groessere abstaende", "grossere abstande", "GRÖSSERE", "groess", "größ"]) {
    await field(page).fill("");
    await eventually(() => titles(page), []);
    await field(page).fill(query);
    await eventually(() => first(page), "Warum vergessen wir, was wir gelernt haben?");
    const marks = await page.locator(".results > li").first().locator("mark").allInnerTexts();
    assert.ok(marks.some((mark) => mark.startsWith("Größ")), `${query}: ${marks}`);
  }
});

german.test("the search is reached and gone through by the keys of a layout without Latin letters", { at: "lernen.html" }, async ({ page, url }) => {
  await strike(page, "ξ", "KeyJ");
  await eventually(() => page.evaluate(() => document.activeElement.closest(".question")?.id), "vergessen");
  await strike(page, "χ", "Slash");
  await page.waitForURL(`${url}search.html`);
  await eventually(() => page.evaluate(() => document.activeElement.type), "search");
  // In the field letters are text, whatever their place.
  for (const [key, code] of [["ξ", "KeyJ"], ["κ", "KeyK"], ["/", "Slash"]]) await strike(page, key, code);
  assert.equal(await field(page).inputValue(), "ξκ/");
  await field(page).fill("groesse");
  await eventually(async () => (await titles(page)).length > 0, true);
  const at = () => page.evaluate(() => (document.activeElement.closest(".results > li") ? "result" : document.activeElement.type));
  for (const [key, place] of [["ArrowDown", "result"], ["Escape", "search"], ["ArrowDown", "result"], ["ArrowUp", "search"], ["ArrowDown", "result"]]) {
    await page.keyboard.press(key);
    assert.equal(await at(), place, key);
  }
  await strike(page, "χ", "Slash");
  assert.equal(await at(), "search", "the slash leads back to the field");
});

guide.test("a part that does not come is said, and can be asked for again", { at: "search.html", expected: /lists-|ERR_FAILED/ }, async ({ page }) => {
  await page.route(/lists-/, (route) => route.abort());
  await field(page).fill("lora");
  await eventually(async () => (await told(page)).startsWith("Part of the index couldn’t be loaded"), true);
  await page.unroute(/lists-/);
  await page.getByRole("button", { name: "Try again" }).click();
  await eventually(async () => (await titles(page)).length > 0, true);
});

guide.test("an older search never replaces a newer one", { at: "search.html" }, async ({ page }) => {
  let hold;
  const held = new Promise((resolve) => { hold = resolve; });
  // The texts of the first search come only when the second one is done.
  let once = true;
  await page.route(/texts-/, async (route) => {
    if (once) {
      once = false;
      await held;
    }
    await route.continue();
  });
  await field(page).fill("CFG");
  await page.waitForRequest(/texts-/);
  await field(page).fill("flashattention");
  const found = "FlashAttention";
  await eventually(() => first(page), found);
  const late = page.waitForResponse(/texts-/);
  hold();
  await late;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await first(page), found);
});

guide.test("a search of a guide as ours loads less than 40 KB", {}, async ({ page, open, url }) => {
  const loaded = new Set();
  page.on("request", (request) => loaded.add(request.url()));
  await open("search.html");
  const shell = [...loaded].filter((address) => !/search[-/]/.test(address));
  await field(page).fill("attention and retrieval");
  await eventually(async () => (await titles(page)).length > 4, true);
  const bytes = [...loaded].filter((address) => !shell.includes(address)).map((address) =>
    gzipSync(readFileSync(join(guide.site, address.slice(url.length).split("?")[0]))).length);
  const sum = bytes.reduce((a, b) => a + b, 0);
  assert.ok(bytes.length > 3 && sum < 40_000, `${sum} bytes in ${bytes.length} files`);
});
