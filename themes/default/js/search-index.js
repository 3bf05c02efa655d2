"use strict";

/**
 * The index: how its files are read. Their form is described in `src/search.rs` and `src/page/search.rs`. `load(name)` is given
 * from outside, so that this file knows no page and can be tested without one.
 */
guide.searchIndex = (() => {
  const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((letter, at) => [letter, at]));

  /** How many digits a version has (`src/search.rs`). */
  const VERSION = 5;

  /** The numbers of a text (`src/search/code.rs`). */
  function numbers(/** @type {string} */ text) {
    const found = [];
    let number = 0;
    let shift = 0;
    for (const letter of text) {
      const digit = DIGITS.get(letter);
      number += (digit & 31) * 2 ** shift;
      shift += 5;
      if (digit < 32) {
        found.push(number);
        number = shift = 0;
      }
    }
    return found;
  }

  /** The first number of each file, from how many each holds. */
  function starts(/** @type {string} */ lengths) {
    let sum = 0;
    return numbers(lengths).map((length) => (sum += length) - length);
  }

  /** The place in `starts` of the file that holds `number`. */
  function fileOf(/** @type {number[]} */ starts, /** @type {number} */ number) {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  class Index {
    /** @param {(name: string) => Promise<unknown>} load gives the data of a file, each time it is asked for */
    constructor(load) {
      this.load = load;
    }

    /** Reads the root, which everything else needs. */
    async open() {
      const root = await this.load("root");
      this.size = root.documents;
      this.keys = root.keys;
      this.stop = new Set(root.stop);
      this.kinds = root.kinds;
      this.listStarts = starts(root.lists);
      this.textStarts = starts(root.texts);
      /** For each kind of file the versions of all, one after the other. */
      this.versions = root.versions;
      /** Runs of equal questions: the first number, and what they are. */
      this.runs = [];
      let first = 0;
      this.topics = root.topics.map(([title, url, runs], topic) => {
        const read = numbers(runs);
        for (let at = 0; at < read.length; at += 3) {
          this.runs.push({ first, topic, kind: root.kinds[read[at]], difficulty: root.difficulties[read[at + 1] - 1] ?? "" });
          first += read[at + 2];
        }
        return { title, url };
      });
      this.runStarts = this.runs.map((run) => run.first);
    }

    /** The data of a file, whose name ends in its version: an old one in a cache is never taken for it. */
    part(/** @type {"words" | "lists" | "texts"} */ kind, /** @type {number} */ at) {
      return this.load(`${kind}-${at}-${this.versions[kind].slice(at * VERSION, (at + 1) * VERSION)}`);
    }

    /** What a question is: its topic (a place in `topics`), kind and difficulty. */
    what(/** @type {number} */ document) {
      return this.runs[fileOf(this.runStarts, document)];
    }

    /**
     * The words of the dictionary that begin with `start`, as far as a few files hold them.
     * @param {string} start
     * @returns {Promise<{ word: string, group: number, frequency: number }[]>}
     */
    async words(start) {
      // The file of the word itself, or, where its words are cut finer than `start` is long, the files below it.
      const within = this.keys.findLastIndex((key) => start.startsWith(key));
      const files = within >= 0 ? [within] : [];
      this.keys.forEach((key, at) => {
        if (files.length < 3 && key.startsWith(start) && key !== start) files.push(at);
      });
      const parts = await Promise.all(files.map(async (file) => this.decode(await this.part("words", file))));
      return parts.flat();
    }

    /** @param {[string, string]} file words and groups */
    decode([words, groups]) {
      const read = numbers(groups);
      let word = "";
      let group = 0;
      return words.split(" ").slice(0, -1).map((entry, at) => {
        word = [...word].slice(0, Number.parseInt(entry[0], 36)).join("") + entry.slice(1);
        group += (read[2 * at] >> 1) * (read[2 * at] & 1 ? -1 : 1);
        return { word, group, frequency: read[2 * at + 1] };
      });
    }

    /**
     * The questions of a group, and how much each is about it: its impact (1 to 16), and how much of its title the word is (0 to 3).
     * @param {number} group
     * @returns {Promise<{ all: number, impacts: Map<number, { impact: number, title: number }> }>} `all` counts those that the list leaves out, too
     */
    async list(group) {
      const file = fileOf(this.listStarts, group);
      const lists = await this.part("lists", file);
      const [all, ...rest] = numbers(lists[group - this.listStarts[file]]);
      const impacts = new Map();
      for (let at = 0; at < rest.length;) {
        const [level, count] = [rest[at], rest[at + 1]];
        let document = 0;
        for (const step of rest.slice(at + 2, at + 2 + count)) impacts.set((document += step), { impact: (level & 15) + 1, title: level >> 4 });
        at += 2 + count;
      }
      return { all, impacts };
    }

    /**
     * What is shown of a question.
     * @param {number} document
     * @returns {Promise<{ id: string, title: string, tags: string, text: string }>}
     */
    async text(document) {
      const file = fileOf(this.textStarts, document);
      const texts = await this.part("texts", file);
      return texts[document - this.textStarts[file]];
    }
  }

  return { Index, numbers };
})();
