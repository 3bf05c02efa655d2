"use strict";

// The search without a browser: `node --test tests/js/`.

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");
const load = require("./load.js");

const guide = load("search-words.js", "search-index.js", "search-query.js");
const { words, searchIndex, searchQuery } = guide;
const plain = (value) => JSON.parse(JSON.stringify(value));

test("text is taken apart as the shared table says, as in `src/search/words.rs`", () => {
  const table = JSON.parse(readFileSync(join(__dirname, "words.json"), "utf8"));
  for (const [text, expected] of table) {
    assert.deepEqual(plain(words.find(text, true).map(({ word }) => word)), expected, text);
  }
});

test("a word knows its place", () => {
  const text = "Mixed C++ größe!";
  assert.deepEqual(plain(words.find(text).map(({ word, start, end }) => [word, text.slice(start, end)])), [["mixed", "Mixed"], ["c++", "C"], ["grosse", "größe"]]);
});

test("the distance counts what was added, left out, changed or swapped, up to its limit", () => {
  const cases = [["same", "same", 0], ["cat", "cats", 1], ["cat", "cut", 1], ["act", "cat", 1], ["retreival", "retrieval", 1], ["kitten", "sitting", 3], ["", "ab", 2]];
  for (const [a, b, steps] of cases) {
    assert.equal(words.distance(a, b, 3), steps, `${a} ${b}`);
    assert.equal(words.distance(b, a, 3), steps, `${b} ${a}`);
  }
  assert.equal(words.distance("kitten", "sitting", 1), 2);
});

test("numbers are read as `src/search/code.rs` writes them", () => {
  assert.deepEqual(plain(searchIndex.numbers("AfgBhBgggB")), [0, 31, 32, 33, 32768]);
});

/** An index of three questions, written by hand: "token", "tokens" and "attention" in two groups. */
const FILES = {
  root: { documents: 3, keys: ["a", "t"], lists: "BB", texts: "CB", topics: [["One", "one.html", "ABC"], ["Two", "two.html", "CAB"]], kinds: ["descriptive", "short", "mcq"], difficulties: ["beginner"], stop: ["the"], versions: { words: "aaaaabbbbb", lists: "cccccddddd", texts: "dddddeeeee" } },
  "words-0-aaaaa": ["0attention ", "AB"],
  "words-1-bbbbb": ["0token 5s ", "CBAB"],
  "lists-0-ccccc": ["BIBA"],
  "lists-1-ddddd": ["CIBCBBA"],
  "texts-0-ddddd": [{ id: "a", title: "Attention to a token", tags: "", text: "The attention." }, { id: "b", title: "B", tags: "", text: "" }],
  "texts-1-eeeee": [{ id: "c", title: "Tokens", tags: "", text: "" }],
};

async function indexOf(loaded = []) {
  const index = new searchIndex.Index(async (name) => {
    loaded.push(name);
    return FILES[name];
  });
  await index.open();
  return index;
}

test("a question's topic, kind and difficulty come from its number", async () => {
  const index = await indexOf();
  const what = [0, 1, 2].map((document) => index.what(document)).map(({ topic, kind, difficulty }) => [index.topics[topic].title, kind, difficulty]);
  assert.deepEqual(plain(what), [["One", "descriptive", "beginner"], ["One", "descriptive", "beginner"], ["Two", "mcq", ""]]);
});

const search = async (query) => {
  const found = await searchQuery.search(await indexOf(), query);
  return { documents: plain(found.documents), slips: plain(found.slips) };
};

test("all words count before some, and the more fitting question comes first", async () => {
  assert.deepEqual((await search("attention tokens ")).documents, [0, 2]);
  assert.deepEqual((await search("token ")).documents, [2, 0]);
});

test("forms, beginnings and slips find the word, stop words and what is not there nothing", async () => {
  for (const query of ["tokens ", "Token ", "tok", "tokenized ", "tokne "]) assert.deepEqual((await search(query)).documents, [2, 0], query);
  assert.deepEqual((await search("atention ")).slips, [["atention", "attention"]]);
  assert.deepEqual((await search("tokens ")).slips, []);
  for (const query of ["the", "zebra", "", "?!"]) assert.deepEqual((await search(query)).documents, [], query);
});

test("a search loads the files of its words and no others", async () => {
  const loaded = [];
  await searchQuery.search(await indexOf(loaded), "attention ");
  assert.deepEqual(loaded, ["root", "words-0-aaaaa", "lists-0-ccccc"]);
});

test("texts lie where the numbers say", async () => {
  const index = await indexOf();
  assert.deepEqual(await Promise.all([0, 1, 2].map(async (document) => (await index.text(document)).id)), ["a", "b", "c"]);
});

test("an excerpt shows where the words stand, cut between words", () => {
  const text = `${"Filler words come first here. ".repeat(20)}Then attention and a token meet. ${"More follows. ".repeat(20)}`;
  const excerpt = searchQuery.excerpt(text, new Set(["attention", "token"]));
  assert.match(excerpt, /^… \S.*attention and a token.* …$/);
  assert.ok(excerpt.length < 330, excerpt);
  assert.equal(searchQuery.excerpt("Short.", new Set()), "Short.");
});

test("what is marked is the word, and nothing is lost", () => {
  const text = "A <b>Token</b> & tokens.";
  const pieces = plain(searchQuery.pieces(text, new Set(["token"])));
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
  assert.deepEqual(pieces.filter((piece) => piece.marked).map((piece) => piece.text), ["Token"]);
});
