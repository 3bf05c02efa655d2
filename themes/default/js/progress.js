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
 * `A` again, `H` hard, `G` good, `E` easy. What can't be read is never overwritten: it is moved to `damaged:<id>`; and what a newer
 * version has written is left as it is.
 *
 * @typedef {object} Entry
 * @property {guide.Review[]} reviews in their order
 * @property {string} revision that of the answer when it was last reviewed
 * @property {"" | "damaged" | "newer"} flaw why it can't be read
 */
globalThis.guide ??= {};

guide.progress = (() => {
  const VERSION = 1;
  const CARD = "card:";
  const DAMAGED = "damaged:";
  const LETTERS = "AHGE";
  const FORMAT = "genai-guide-progress";
  /** A day in the year 2500, in seconds: no review is later. */
  const LATEST = 16_725_225_600;
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

    /** What is kept of a question. */
    read(/** @type {string} */ id) {
      const text = guide.store.text(CARD + id);
      if (text === null) return { reviews: [], revision: "", flaw: "" };
      const entry = guide.store.read(CARD + id);
      if (Number.isInteger(entry?.v) && entry.v > VERSION) return { reviews: [], revision: "", flaw: "newer" };
      const reviews = entry?.v === VERSION && isRevision(entry.r) ? decode(entry.e) : null;
      return reviews ? { reviews, revision: entry.r, flaw: "" } : { reviews: [], revision: "", flaw: "damaged" };
    },

    /** Keeps an entry; what was damaged is moved away first. @returns {"" | "newer" | "unkept"} why it is not kept */
    write(/** @type {string} */ id, /** @type {guide.Review[]} */ reviews, /** @type {string} */ revision) {
      const { flaw } = this.read(id);
      if (flaw === "newer") return "newer";
      if (flaw === "damaged") {
        let name = DAMAGED + id;
        while (guide.store.text(name) !== null) name += "'";
        if (!guide.store.write(name, guide.store.text(CARD + id))) return "unkept";
      }
      if (reviews.length === 0) {
        guide.store.remove(CARD + id);
        changed(id);
        return "";
      }
      // For js/start.js: pages keep room for what there is to say.
      if (guide.store.read("studied") !== true) guide.store.write("studied", true);
      const kept = guide.store.write(CARD + id, { v: VERSION, r: revision, e: encode(reviews) });
      changed(id);
      return kept ? "" : "unkept";
    },

    /**
     * Adds a review. @returns {{ when: number, why: "" | "newer" | "unkept" }} its time, by which it can be undone, and why it
     * is not kept
     */
    grade(/** @type {string} */ id, /** @type {string} */ revision, /** @type {guide.Grade} */ grade, now = Date.now()) {
      const { reviews } = this.read(id);
      // A clock that was set back must not change the order.
      const when = Math.max(Math.round(now / 1000) * 1000, last(reviews) + 1000);
      return { when, why: this.write(id, [...reviews, [when, grade]], revision) };
    },

    /** Takes a review back, and the revision to what it was. */
    undo(/** @type {string} */ id, /** @type {number} */ when, /** @type {string} */ revision) {
      const { reviews } = this.read(id);
      return this.write(id, reviews.filter(([time]) => time !== when), revision);
    },

    /** Moves what was kept under earlier ids of a question to its own. */
    adopt(/** @type {string} */ id, /** @type {string[]} */ aliases) {
      for (const alias of aliases) {
        const old = this.read(alias);
        if (old.reviews.length === 0) continue;
        const own = this.read(id);
        const revision = last(old.reviews) > last(own.reviews) ? old.revision : own.revision;
        if (this.write(id, union(own.reviews, old.reviews), revision) === "") guide.store.remove(CARD + alias);
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
     * be exact, one of the words, of whose 64 bits a slip of the pen flips few.
     */
    hasChanged(/** @type {string} */ learned, /** @type {string} */ now) {
      if (!learned || !now || learned === now) return false;
      const [[exact, words], [exactNow, wordsNow]] = [learned.split("."), now.split(".")];
      const flipped = (BigInt(`0x${words}`) ^ BigInt(`0x${wordsNow}`)).toString(2).replaceAll("0", "").length;
      return exact !== exactNow || flipped > 6;
    },

    /** The ids of all questions of which something is kept. */
    ids: () => guide.store.names(CARD).filter(isId),

    /** How many entries can't be read: damaged ones, which are kept apart, and those of a newer version. */
    flaws() {
      const flaws = this.ids().map((id) => this.read(id).flaw);
      const count = (/** @type {string} */ flaw) => flaws.filter((own) => own === flaw).length;
      return { damaged: count("damaged") + guide.store.names(DAMAGED).length, newer: count("newer") };
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
        const { reviews, revision, flaw } = this.read(id);
        if (flaw) unreadable[id] = guide.store.text(CARD + id);
        else cards[id] = { revision, reviews: reviews.map(([when, grade]) => [new Date(when).toISOString(), grade]) };
      }
      for (const name of guide.store.names(DAMAGED)) unreadable[`${DAMAGED}${name}`] = guide.store.read(DAMAGED + name);
      return { format: FORMAT, version: VERSION, exported: new Date(now).toISOString(), settings: this.settings(), cards, unreadable };
    },

    /**
     * Adds what a file holds to what is kept; nothing that is kept is lost. Nothing is written unless all of the file is sound.
     * @param {any} file
     * @returns {{ flaw: "" | "foreign" | "newer" | "damaged" | "unkept", questions: number, reviews: number }} why it was not
     *   taken, or how many questions got how many reviews
     */
    merge(file) {
      const refuse = (/** @type {string} */ flaw) => ({ flaw, questions: 0, reviews: 0 });
      if (file?.format !== FORMAT) return refuse("foreign");
      if (Number.isInteger(file.version) && file.version > VERSION) return refuse("newer");
      const sound = ([when, grade]) => typeof when === "string" && Date.parse(when) > 0 && Date.parse(when) <= LATEST * 1000 && guide.fsrs.GRADES.includes(grade);
      const fine = ([id, card]) => isId(id) && isRevision(card?.revision) && Array.isArray(card.reviews) && card.reviews.every((review) => Array.isArray(review) && sound(review));
      if (file.version !== VERSION || typeof file.cards !== "object" || file.cards === null || !Object.entries(file.cards).every(fine)) return refuse("damaged");
      let [questions, added, unkept] = [0, 0, false];
      for (const [id, { revision, reviews }] of Object.entries(file.cards)) {
        const own = this.read(id);
        const come = reviews.map(([when, grade]) => [Math.round(Date.parse(when) / 1000) * 1000, grade]);
        const all = union(own.reviews, union(come, []));
        if (all.length === own.reviews.length) continue;
        unkept ||= this.write(id, all, last(come) > last(own.reviews) ? revision : own.revision) !== "";
        questions += 1;
        added += all.length - own.reviews.length;
      }
      return { flaw: unkept ? "unkept" : "", questions, reviews: added };
    },

    /** Forgets everything, what can't be read included. */
    clear() {
      for (const start of [CARD, DAMAGED]) for (const name of guide.store.names(start)) guide.store.remove(start + name);
      guide.store.remove("studied");
      changed("");
    },
  };
})();
