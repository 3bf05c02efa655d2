"use strict";

/** What a query finds: which words of the guide it means, which questions have them, and which passage to show. */
guide.searchQuery = (() => {
  /** How much a word counts by how it was found. */
  const EXACT = 1;
  const FORM = 0.9;
  const BEGINNING = 0.6;
  const TYPO = 0.35;
  /** How many words a beginning and a typo may stand for. */
  const MOST = 5;
  /** How much more a word counts in a title: not in it, as one of many words, of up to four, as its beginning or most of it. */
  const TITLE = [1, 1.7, 2.4, 3.5];
  /** A question that explains comes before one that only asks, if they fit as well. */
  const QUIZ = 0.6;
  /** An entry of a page is what is looked for if its title has all words; if it lacks one, a question is more likely to be. */
  const ENTRY = 0.5;

  /**
   * The words of the guide that one word of a query stands for.
   * @param {guide.searchIndex.Index} index
   * @param {string} word
   * @param {boolean} open whether more letters may come: the last word, while one types
   * @returns {Promise<{ groups: Map<number, number>, words: Set<string>, slip: string }>} what each group counts, the words to
   *   mark, and the word that was meant where there was a slip
   */
  async function meaning(index, word, open) {
    const found = { groups: new Map(), words: new Set(), slip: "" };
    const take = (entries, share) => {
      for (const entry of entries) {
        found.groups.set(entry.group, Math.max(found.groups.get(entry.group) ?? 0, share));
        found.words.add(entry.word);
      }
    };
    const frequent = (a, b) => b.frequency - a.frequency || (a.word < b.word ? -1 : 1);
    /** Takes a word as it is spelled, and what begins so. */
    const spelled = (/** @type {string} */ spelling, entries, share) => {
      const exact = entries.filter((entry) => entry.word === spelling);
      take(exact, share);
      const begun = entries.filter((entry) => entry.word !== spelling && entry.word.startsWith(spelling));
      if (spelling.length > 1 && (open || exact.length === 0)) take(begun.sort(frequent).slice(0, MOST), BEGINNING);
      return exact.length > 0;
    };
    const entries = await index.words(word);
    if (!spelled(word, entries, EXACT) && word.length > 3) {
      const forms = new Set(guide.words.bare(word));
      take(entries.filter((entry) => guide.words.bare(entry.word).some((form) => forms.has(form))), FORM);
    }
    // German without its own letters: `groesse` for `Größe`, which is in the index as `grosse`.
    if (found.groups.size === 0 && /[aou]e/.test(word)) {
      const plain = word.replace(/([aou])e/g, "$1");
      spelled(plain, await index.words(plain), FORM);
    }
    if (found.groups.size === 0 && word.length > 3) {
      const limit = word.length > 8 ? 2 : 1;
      // The first two letters may have been swapped, or the first be wrong: then the word stands in another file.
      const swapped = await index.words(word[1] + word[0] + word.slice(2));
      const near = [...new Set([...entries, ...swapped, ...(await index.words(word.slice(0, 1)))])]
        .map((entry) => ({ ...entry, steps: guide.words.distance(word, entry.word, limit) }))
        .filter((entry) => entry.steps <= limit)
        .sort((a, b) => a.steps - b.steps || frequent(a, b));
      const nearest = near.filter((entry) => entry.steps === near[0].steps).slice(0, MOST);
      take(nearest, TYPO);
      found.slip = nearest[0]?.word ?? "";
    }
    // All words of a group are marked, whichever of them was typed.
    for (const entry of entries) if (found.groups.get(entry.group) >= FORM) found.words.add(entry.word);
    return found;
  }

  /**
   * The words of a query, those left out that are in nearly every text.
   * @param {guide.searchIndex.Index} index
   * @param {string} query
   */
  function wordsOf(index, query) {
    const all = guide.words.find(query);
    const words = all.filter(({ word }) => !index.stop.has(word));
    const last = all.at(-1);
    const seen = new Set();
    return words.filter(({ word }) => !seen.has(word) && seen.add(word)).slice(0, 12)
      .map((found) => ({ word: found.word, open: found.word === last.word && last.end === query.length }));
  }

  /**
   * Every question that a query finds: first those that have all its words, and the most fitting first among equals.
   * @param {guide.searchIndex.Index} index
   * @param {string} query
   * @returns {Promise<{ documents: number[], complete: Set<number>, marks: Set<string>, slips: [string, string][], words: number }>}
   *   `complete` are those that have all its words
   */
  async function search(index, query) {
    const asked = wordsOf(index, query);
    const meanings = await Promise.all(asked.map(({ word, open }) => meaning(index, word, open)));
    /** @type {Map<number, { words: number, titled: number, score: number }>} how many words it has, how many of them in its title */
    const scores = new Map();
    for (const { groups } of meanings) {
      const best = new Map();
      await Promise.all([...groups].map(async ([group, share]) => {
        const { all, impacts } = await index.list(group);
        const rarity = Math.log(1 + (index.size - all + 0.5) / (all + 0.5));
        for (const [document, { impact, title }] of impacts) {
          const quiz = index.what(document).kind === "mcq" ? QUIZ : 1;
          const score = impact * share * rarity * TITLE[title] * quiz;
          const known = best.get(document);
          if (!known || known.score < score) best.set(document, { score, titled: title > 0 });
        }
      }));
      for (const [document, { score, titled }] of best) {
        const sum = scores.get(document) ?? { words: 0, titled: 0, score: 0 };
        scores.set(document, { words: sum.words + 1, titled: sum.titled + Number(titled), score: sum.score + score });
      }
    }
    for (const [document, found] of scores) {
      if (found.titled < asked.length && index.what(document).kind === "page") found.score *= ENTRY;
    }
    const documents = [...scores]
      .sort(([a, one], [b, two]) => two.words - one.words || two.score - one.score || a - b)
      .map(([document]) => document);
    const slips = meanings.flatMap(({ slip }, at) => (slip ? [[asked[at].word, slip]] : []));
    const marks = new Set(meanings.flatMap(({ words }) => [...words]));
    const complete = new Set(documents.filter((document) => scores.get(document).words === asked.length));
    return { documents, complete, marks, slips, words: asked.length };
  }

  /**
   * A text in pieces, those to be marked among them.
   * @param {string} text
   * @param {Set<string>} marks
   * @returns {{ text: string, marked: boolean }[]}
   */
  function pieces(text, marks) {
    const found = [];
    let at = 0;
    for (const { word, start, end } of guide.words.find(text, true)) {
      if (!marks.has(word) || start < at) continue;
      if (start > at) found.push({ text: text.slice(at, start), marked: false });
      found.push({ text: text.slice(start, end), marked: true });
      at = end;
    }
    if (at < text.length) found.push({ text: text.slice(at), marked: false });
    return found;
  }

  /**
   * The passage of a text that has most of what is to be marked.
   * @param {string} text
   * @param {Set<string>} marks
   * @param {number} [length] about how many letters it may have
   */
  function excerpt(text, marks, length = 220) {
    const places = guide.words.find(text, true).filter(({ word }) => marks.has(word));
    let best = { start: 0, count: 0 };
    for (const [at, { start }] of places.entries()) {
      const within = new Set();
      for (let next = at; next < places.length && places[next].end <= start + length; next += 1) within.add(places[next].word);
      if (within.size > best.count) best = { start, count: within.size };
    }
    if (text.length <= length) return text;
    // Some words before the first mark, and no word cut in two.
    let from = Math.min(Math.max(best.start - 60, 0), text.length - length);
    let to = from + length;
    while (from > 0 && !/\s/.test(text[from - 1])) from -= 1;
    while (to < text.length && !/\s/.test(text[to]) && to < from + length + 40) to += 1;
    return `${from > 0 ? "… " : ""}${text.slice(from, to).trim()}${to < text.length ? " …" : ""}`;
  }

  return { search, excerpt, pieces };
})();
