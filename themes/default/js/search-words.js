"use strict";

/**
 * What a word is, by the rules of the program that wrote the index (`src/search/words.rs`); `tests/js/words.json` holds both
 * to them. Without the page: tested by `node --test tests/js/`.
 */
globalThis.guide ??= {};

guide.words = (() => {
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const RUN = /[\p{Alphabetic}\p{N}][\p{Alphabetic}\p{N}\p{M}]*/gu;
  const SIGNS = /^[+#]{1,2}(?![+#\p{Alphabetic}\p{N}])/u;
  const LONGEST = 40;
  const ARTICLE = /^(?:[\u0648\u0628\u0643\u0641]?\u0627\u0644|\u0644\u0644)(\p{L}[^]{2,})$/u;

  /** What is typed for letters that have no accent to drop. */
  const SPELLED = new Map([["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["ø", "o"], ["ł", "l"], ["đ", "d"], ["ð", "d"], ["þ", "th"], ["ı", "i"]]);

  /**
   * Lower case, compatibility forms resolved, accents and the Arabic stroke that only lengthens a word dropped, and letters such as `ß`
   * spelled out.
   */
  function fold(/** @type {string} */ word) {
    const bare = word.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "");
    const lower = [...bare].map((letter) => letter.toLowerCase()).join("").replace(/\p{M}/gu, "").normalize("NFC");
    return lower.replace(/[ßæœøłđðþı]/g, (letter) => SPELLED.get(letter));
  }

  /** The words of a run that holds signs of a script without spaces: each sign, each pair, and what stands between them. */
  function unspaced(/** @type {string} */ run) {
    const found = [];
    let other = "";
    let last = "";
    for (const sign of [...run.normalize("NFKC"), ""]) {
      if (sign && !UNSPACED.test(sign)) {
        other += sign;
        continue;
      }
      if (other) {
        found.push(fold(other));
        other = last = "";
      }
      if (!sign) break;
      found.push(sign);
      if (last) found.push(last + sign);
      last = sign;
    }
    return found;
  }

  /**
   * The words of a text, with the place of each.
   * @param {string} text
   * @param {boolean} [parts] whether a name such as `FlashAttention` is also taken apart, and an Arabic word also taken with its article
   * @returns {{ word: string, start: number, end: number }[]}
   */
  function find(text, parts = false) {
    const found = [];
    for (const match of text.matchAll(RUN)) {
      const [run] = match;
      const start = match.index;
      const end = start + run.length;
      const take = (/** @type {string} */ word) => found.push({ word, start, end });
      if (UNSPACED.test(run)) {
        unspaced(run).forEach(take);
        continue;
      }
      const signs = /^[a-z]$/i.test(run) ? (SIGNS.exec(text.slice(end))?.[0] ?? "") : "";
      const word = fold(run) + signs;
      // An Arabic word and its article, and a particle before that, are written as one.
      const bare = ARTICLE.exec(word)?.[1];
      if ([...word].length <= LONGEST) [...(parts || !bare ? [word] : []), ...(bare ? [bare] : [])].forEach(take);
      const humps = parts ? run.split(/(?<=\p{Lowercase})(?=\p{Uppercase})/u) : [];
      if (humps.length > 1) humps.map(fold).filter((hump) => [...hump].length > 1).forEach(take);
    }
    return found;
  }

  /**
   * How many letters one must add, leave out, change or swap with their neighbour to come from one word to the other (the
   * distance of Damerau and Levenshtein in its restricted form), or more than `limit`, as soon as that is clear.
   * @param {string} a
   * @param {string} b
   * @param {number} limit
   */
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > limit) return limit + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  /**
   * What an English word may be without its ending. Used for a form that the index has not met; the index itself knows which
   * of its words belong together.
   * @param {string} word
   * @returns {string[]} the word first
   */
  function bare(word) {
    const found = [word];
    for (const ending of ["s", "es", "ed", "d", "ing", "er", "ers", "ly", "ion", "ions", "ation", "ations", "ize", "izes", "ized", "izing", "izer", "izers", "ization", "e"]) {
      if (!word.endsWith(ending) || word.length - ending.length < 3) continue;
      const rest = word.slice(0, -ending.length);
      found.push(rest);
      if (rest.at(-1) === rest.at(-2)) found.push(rest.slice(0, -1));
      if (rest.endsWith("i")) found.push(`${rest.slice(0, -1)}y`);
    }
    return found;
  }

  return { fold, find, distance, bare };
})();
