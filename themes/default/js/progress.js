"use strict";

/**
 * What a reader has reviewed, by question. Tested by `node --test` in `tests/js/progress.test.js`.
 *
 * Only reviews are kept, never what follows from them: a card is its reviews replayed (fsrs.js). So two histories of a question
 * can always be merged, by taking the reviews of both.
 *
 * Each question is one entry of the store, `card:<id>`, so that a review writes some hundred bytes however much is kept, and two
 * tabs never overwrite each other's questions. An entry is `{ v: 1, r: <revision>, e: <reviews> }`: the revision of the answer
 * that was last reviewed, and for each review the seconds since the one before (the first: since 1970) in base 36, and a letter,
 * `A` again, `H` hard, `G` good, `E` easy. An entry that can't be read is never overwritten: it is moved to `damaged:<id>`. An entry
 * of a newer version is left alone. Reviews that can't be stored are held in the page's memory, and an export includes them.
 *
 * A wrong clock, here or where a file was exported, can date reviews in the future. Those are kept but don't count until then:
 * otherwise the question would not come due for years.
 *
 * @typedef {object} Entry
 * @property {guide.Review[]} reviews in their order
 * @property {guide.Review[]} future those dated more than a day after now
 * @property {string} revision that of the answer when it was last reviewed
 * @property {"" | "damaged" | "newer"} flaw why the stored entry can't be read
 *
 * @typedef {object} Merged what came of a file
 * @property {"" | "foreign" | "newer" | "damaged"} flaw why none of it was taken
 * @property {number} questions how many questions got something that is stored
 * @property {number} reviews how many reviews they got
 * @property {number} newer how many questions got nothing stored, since a newer version has written their entry
 * @property {number} unkept how many questions the browser refused to store
 * @property {number} future how many reviews were left out for their date
 */
globalThis.guide ??= {};

guide.progress = (() => {
  const VERSION = 1;
  const CARD = "card:";
  const DAMAGED = "damaged:";
  const LETTERS = "AHGE";
  const FORMAT = "genai-guide-progress";
  /** The end of the year 2499, in seconds: no review is later. */
  const LATEST = 16_725_225_600;
  /** A clock that says less (January 2026) was reset; it can't tell what lies in the future. */
  const EARLIEST = 1_767_225_600_000;
  const DAY = 86_400_000;
  const DEFAULTS = { retention: 0.9, newPerDay: 10, reviewsPerDay: 100 };
  const LIMITS = { retention: [0.7, 0.97], newPerDay: [0, 999], reviewsPerDay: [1, 9999] };

  const isId = (/** @type {unknown} */ id) => typeof id === "string" && /^[a-z0-9][a-z0-9-]*$/.test(id);
  const isRevision = (/** @type {unknown} */ revision) => typeof revision === "string" && /^([0-9a-f]{6}\.[0-9a-f]{16})?$/.test(revision);

  function encode(/** @type {guide.Review[]} */ reviews) {
    let last = 0;
    return reviews.map(([when, grade]) => {
      const seconds = Math.round(when / 1000);
      const written = (seconds - last).toString(36) + LETTERS[grade - 1];
      last = seconds;
      return written;
    }).join("");
  }

  /** @returns {guide.Review[] | null} */
  function decode(/** @type {unknown} */ text) {
    if (typeof text !== "string" || !/^([0-9a-z]{1,8}[AHGE])*$/.test(text)) return null;
    let last = 0;
    const reviews = [...text.matchAll(/([0-9a-z]+)([AHGE])/g)].map(([, seconds, letter]) => {
      last += parseInt(seconds, 36);
      return [last * 1000, LETTERS.indexOf(letter) + 1];
    });
    return last > LATEST ? null : reviews;
  }

  /** The reviews of both, each once, in their order. */
  function union(/** @type {guide.Review[]} */ one, /** @type {guide.Review[]} */ two) {
    const all = new Map([...one, ...two]);
    return [...all].sort(([a], [b]) => a - b);
  }

  const last = (/** @type {guide.Review[]} */ reviews) => reviews.at(-1)?.[0] ?? 0;

  const isFuture = (/** @type {number} */ when, /** @type {number} */ now) => now >= EARLIEST && when > now + DAY;

  /**
   * Entries that could not be stored, by question id, each with the stored text that it stands for.
   * @type {Map<string, { reviews: guide.Review[], revision: string, over: string | null }>}
   */
  const held = new Map();

  /** All reviews of the stored entry, whenever they are dated. */
  function stored(/** @type {string} */ id) {
    const text = guide.store.text(CARD + id);
    if (text === null) return { reviews: [], revision: "", flaw: "", text };
    const entry = guide.store.read(CARD + id);
    if (Number.isInteger(entry?.v) && entry.v > VERSION) return { reviews: [], revision: "", flaw: "newer", text };
    const reviews = entry?.v === VERSION && isRevision(entry.r) ? decode(entry.e) : null;
    return reviews ? { reviews, revision: entry.r, flaw: "", text } : { reviews: [], revision: "", flaw: "damaged", text };
  }

  /** The stored entry with what this page holds of it. */
  function known(/** @type {string} */ id) {
    const entry = stored(id);
    const own = held.get(id);
    if (!own) return entry;
    if (own.over === entry.text) return { ...entry, reviews: own.reviews, revision: own.revision };
    // Another tab has stored something since.
    const revision = last(own.reviews) > last(entry.reviews) ? own.revision : entry.revision;
    return { ...entry, reviews: union(entry.reviews, own.reviews), revision };
  }

  /** Stores an entry in place of `entry`. @returns {"" | "newer" | "unkept"} why it isn't stored */
  function put(/** @type {string} */ id, entry, /** @type {guide.Review[]} */ reviews, /** @type {string} */ revision) {
    if (entry.flaw === "newer") return "newer";
    if (entry.flaw === "damaged") {
      let name = DAMAGED + id;
      while (guide.store.text(name) !== null) name += "'";
      if (!guide.store.put(name, entry.text)) return "unkept";
    }
    if (reviews.length === 0) {
      guide.store.remove(CARD + id);
      return "";
    }
    return guide.store.put(CARD + id, { v: VERSION, r: revision, e: encode(reviews) }) ? "" : "unkept";
  }

  /** Stores what could not be stored before, as far as there is room now. */
  function retry() {
    for (const id of [...held.keys()]) {
      const { reviews, revision } = known(id);
      if (put(id, stored(id), reviews, revision) === "") held.delete(id);
    }
  }

  /** Why a file can't be imported. @returns {"" | "foreign" | "newer" | "damaged"} */
  function flawOf(/** @type {any} */ file) {
    if (file?.format !== FORMAT) return "foreign";
    if (Number.isInteger(file.version) && file.version > VERSION) return "newer";
    const sound = ([when, grade]) => typeof when === "string" && Date.parse(when) > 0 && Date.parse(when) <= LATEST * 1000 && guide.fsrs.GRADES.includes(grade);
    const fine = ([id, card]) => isId(id) && isRevision(card?.revision) && Array.isArray(card.reviews) && card.reviews.every((review) => Array.isArray(review) && sound(review));
    return file.version === VERSION && typeof file.cards === "object" && file.cards !== null && Object.entries(file.cards).every(fine) ? "" : "damaged";
  }

  const listeners = new Set();
  const changed = (/** @type {string} */ id) => listeners.forEach((listener) => listener(id));
  guide.store.watch(CARD, changed);

  return {
    FORMAT,
    VERSION,
    DEFAULTS,
    LIMITS,

    /** Calls `listener` with an id when what is kept of that question changes, in this tab or another; with "" for many. */
    listen: (/** @type {(id: string) => void} */ listener) => listeners.add(listener),

    /** What is kept of a question. @returns {Entry} */
    read(/** @type {string} */ id, now = Date.now()) {
      const { reviews, revision, flaw } = known(id);
      const future = reviews.filter(([when]) => isFuture(when, now));
      return { reviews: future.length ? reviews.filter(([when]) => !isFuture(when, now)) : reviews, future, revision, flaw };
    },

    /**
     * Stores an entry, in memory if the browser refuses; a damaged one is moved away first. Reviews dated in the future stay.
     * @returns {"" | "newer" | "unkept"} why it isn't stored
     */
    write(/** @type {string} */ id, /** @type {guide.Review[]} */ reviews, /** @type {string} */ revision, now = Date.now()) {
      const all = union(reviews, this.read(id, now).future);
      const entry = stored(id);
      const why = put(id, entry, all, revision);
      if (why) held.set(id, { reviews: all, revision, over: entry.text });
      else {
        held.delete(id);
        retry();
      }
      // For js/start.js: pages keep room for what there is to say.
      if (all.length > 0 && guide.store.read("studied") !== true) guide.store.write("studied", true);
      changed(id);
      return why;
    },

    /**
     * Adds a review. @returns {{ when: number, why: "" | "newer" | "unkept" }} its time, by which it can be undone, and why it
     * is not kept
     */
    grade(/** @type {string} */ id, /** @type {string} */ revision, /** @type {guide.Grade} */ grade, now = Date.now()) {
      const { reviews, future } = this.read(id, now);
      // A clock that was set back must not change the order.
      let when = Math.min(Math.max(Math.round(now / 1000) * 1000, last(reviews) + 1000), LATEST * 1000);
      const taken = new Set([...reviews, ...future].map(([time]) => time));
      while (taken.has(when)) when -= 1000;
      return { when, why: this.write(id, union(reviews, [[when, grade]]), revision, now) };
    },

    /** Takes a review back, and the revision to what it was. */
    undo(/** @type {string} */ id, /** @type {number} */ when, /** @type {string} */ revision) {
      const { reviews } = this.read(id);
      return this.write(id, reviews.filter(([time]) => time !== when), revision);
    },

    /** Moves what was kept under earlier ids of a question to its own. */
    adopt(/** @type {string} */ id, /** @type {string[]} */ aliases) {
      for (const alias of aliases) {
        const old = known(alias);
        if (old.reviews.length === 0) continue;
        const own = known(id);
        const revision = last(old.reviews) > last(own.reviews) ? old.revision : own.revision;
        if (this.write(id, union(own.reviews, old.reviews), revision) !== "") continue;
        held.delete(alias);
        // A damaged entry can't be read, so it hasn't moved.
        if (old.flaw === "") guide.store.remove(CARD + alias);
      }
    },

    /** A question's card as it stands. */
    card(/** @type {guide.Review[]} */ reviews) {
      return guide.fsrs.replay(reviews, this.settings().retention);
    },

    /**
     * What a reader is told of a card: `due` from the beginning of its day on, or its minute while it is learned.
     * @returns {"new" | "learning" | "known" | "due"}
     */
    state(/** @type {guide.Card} */ card, now = Date.now()) {
      if (card.state === "new") return "new";
      if (card.due <= (card.state === "review" ? this.tomorrow(now) - 1 : now)) return "due";
      return card.state === "review" ? "known" : "learning";
    },

    /** When the reader's next day begins. */
    tomorrow(now = Date.now()) {
      return new Date(now).setHours(24, 0, 0, 0);
    },

    /**
     * Whether an answer has changed since it was reviewed. A revision is two fingerprints (src/page/revision.rs): one of what must
     * be exact, one of the words, of whose 64 bits a typo flips few.
     */
    hasChanged(/** @type {string} */ learned, /** @type {string} */ now) {
      if (!learned || !now || learned === now) return false;
      const [[exact, words], [exactNow, wordsNow]] = [learned.split("."), now.split(".")];
      const flipped = (BigInt(`0x${words}`) ^ BigInt(`0x${wordsNow}`)).toString(2).replaceAll("0", "").length;
      return exact !== exactNow || flipped > 6;
    },

    /** The ids of all questions of which something is kept. */
    ids: () => [...new Set([...guide.store.names(CARD).filter(isId), ...held.keys()])],

    /**
     * How many entries can't be read: damaged ones, which are kept apart, and those of a newer version; and how many have reviews
     * that are dated in the future.
     */
    flaws(now = Date.now()) {
      const entries = this.ids().map((id) => this.read(id, now));
      const count = (/** @type {string} */ flaw) => entries.filter((entry) => entry.flaw === flaw).length;
      return { damaged: count("damaged") + guide.store.names(DAMAGED).length, newer: count("newer"), future: entries.filter(({ future }) => future.length > 0).length };
    },

    /** The reader's settings; what is missing or out of bounds is the default. */
    settings() {
      const kept = guide.store.read("settings");
      const fits = ([name, value]) => Number.isFinite(kept?.[name]) && kept[name] >= LIMITS[name][0] && kept[name] <= LIMITS[name][1] ? kept[name] : value;
      return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, fits([name, value])]));
    },

    /** @returns {boolean} whether they are kept */
    set(/** @type {Record<string, number>} */ settings) {
      const kept = guide.store.write("settings", settings);
      changed("");
      return kept;
    },

    /** Everything, for a file: the format of `themes/default/schema/progress-1.json`. */
    export(now = Date.now()) {
      const cards = {};
      const unreadable = {};
      for (const id of this.ids().sort()) {
        const { reviews, revision, flaw } = known(id);
        if (flaw) unreadable[id] = guide.store.text(CARD + id);
        if (!flaw || reviews.length > 0) cards[id] = { revision, reviews: reviews.map(([when, grade]) => [new Date(when).toISOString(), grade]) };
      }
      for (const name of guide.store.names(DAMAGED)) unreadable[`${DAMAGED}${name}`] = guide.store.read(DAMAGED + name);
      return { format: FORMAT, version: VERSION, exported: new Date(now).toISOString(), settings: this.settings(), cards, unreadable };
    },

    /**
     * Adds the reviews of a file to those here; nothing that is here is lost. Nothing is changed if the file isn't valid as a
     * whole. Reviews dated in the future are left out: no scheduler can make sense of them.
     * @param {any} file
     * @returns {Merged}
     */
    merge(file, now = Date.now()) {
      const result = { flaw: "", questions: 0, reviews: 0, newer: 0, unkept: 0, future: 0 };
      result.flaw = flawOf(file);
      if (result.flaw) return result;
      for (const [id, { revision, reviews }] of Object.entries(file.cards)) {
        const all = union(reviews.map(([when, grade]) => [Math.round(Date.parse(when) / 1000) * 1000, grade]), []);
        const come = all.filter(([when]) => !isFuture(when, now));
        result.future += all.length - come.length;
        const own = this.read(id, now);
        const both = union(own.reviews, come);
        if (both.length === own.reviews.length && !held.has(id)) continue;
        const before = stored(id).reviews.length;
        const why = this.write(id, both, last(come) > last(own.reviews) ? revision : own.revision, now);
        if (why) result[why] += 1;
        else result.questions += 1;
        result.reviews += stored(id).reviews.length - before;
      }
      return result;
    },

    /** Whether a text that is no JSON was a file of ours before it was cut off. */
    isCut(/** @type {string} */ text) {
      const [start, whole] = [`{"format":"${FORMAT}"`, text.slice(0, 1000).replace(/\s+/g, "")];
      return whole.startsWith(start) || start.startsWith(whole);
    },

    /** Forgets everything, what can't be read included. */
    clear() {
      held.clear();
      for (const start of [CARD, DAMAGED]) for (const name of guide.store.names(start)) guide.store.remove(start + name);
      guide.store.remove("studied");
      changed("");
    },
  };
})();
