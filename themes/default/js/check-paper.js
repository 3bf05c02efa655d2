"use strict";

/**
 * What a quiz is, without the page: its settings and their address, which questions it has, what it scores.
 * Tested by `node --test` in `tests/js/check-paper.test.js`.
 *
 * @typedef {{ id: string, topic: string, difficulty: string }} Item a question of the guide; `difficulty` may be empty
 * @typedef {object} Settings
 * @property {string[]} topics the topics to ask about; none means all
 * @property {string[]} difficulties the difficulties; none means all, and `none` stands for questions without one
 * @property {number} count how many questions; 0 means all
 * @property {"practice" | "exam"} mode
 * @property {number} minutes the time there is; 0 means no limit
 * @property {string[]} ids exactly these questions, instead of a choice by topic and difficulty
 * @property {string} seed what the order of questions and options comes from
 *
 * @typedef {object} Paper a quiz as it is stored. Objects that are keyed by ids have no prototype: an id may be `constructor`
 * @property {1} version
 * @property {string} key tells one quiz from another
 * @property {Settings} settings
 * @property {string[]} ids its questions, in their order
 * @property {Record<string, string[]>} answers the chosen options by key, or what was typed; after a check, what was checked first
 * @property {Record<string, boolean>} first whether the first check of a question was right
 * @property {string[]} accepted questions whose typed answer the reader has called right
 * @property {string[]} flags questions to come back to
 * @property {string} at the question the reader is at
 * @property {number} started when it began, in milliseconds since 1970
 * @property {number} ended when it was submitted; 0 before
 */
guide.paper = {
  VERSION: 1,

  /** Settings that an address gives. What is not known is passed over. */
  fromAddress(/** @type {string} */ search) {
    const asked = new URLSearchParams(search);
    const whole = (/** @type {string} */ name) => {
      const number = Number(asked.get(name) ?? 0);
      return Number.isInteger(number) && number > 0 && number < 1e6 ? number : 0;
    };
    return {
      topics: asked.getAll("topic"),
      difficulties: asked.getAll("difficulty"),
      count: whole("n"),
      mode: asked.get("mode") === "exam" ? "exam" : "practice",
      minutes: Math.min(whole("minutes"), 24 * 60),
      ids: asked.getAll("id"),
      seed: (asked.get("seed") ?? "").slice(0, 40),
    };
  },

  /** The address of a quiz: the same settings give the same one everywhere. */
  toAddress(/** @type {Settings} */ { topics, difficulties, count, mode, minutes, ids, seed }) {
    const address = new URLSearchParams();
    for (const topic of topics) address.append("topic", topic);
    for (const difficulty of difficulties) address.append("difficulty", difficulty);
    for (const id of ids) address.append("id", id);
    if (count) address.set("n", String(count));
    if (mode === "exam") address.set("mode", mode);
    if (minutes) address.set("minutes", String(minutes));
    address.set("seed", seed);
    return `?${address}`;
  },

  /**
   * The questions that fit.
   * @param {Item[]} items
   * @param {Settings} settings
   */
  eligible(items, { topics, difficulties, ids }) {
    if (ids.length > 0) return items.filter(({ id }) => ids.includes(id));
    const fits = (/** @type {string[]} */ wanted, /** @type {string} */ value) => wanted.length === 0 || wanted.includes(value);
    return items.filter(({ topic, difficulty }) => fits(topics, topic) && fits(difficulties, difficulty || "none"));
  },

  /**
   * The ids of a quiz's questions, in their order. Each question draws its place from the seed and its own id, so that a
   * question more or less in the guide leaves the others where they are.
   * @param {Item[]} items
   * @param {Settings} settings
   */
  choose(items, settings) {
    const drawn = this.eligible(items, settings).map(({ id }) => ({ id, lot: guide.check.random(`${settings.seed} ${id}`)() }));
    drawn.sort((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1));
    return drawn.slice(0, settings.count || drawn.length).map(({ id }) => id);
  },

  /** Settings with the number of questions that they give here, so that their address says it. */
  settle(/** @type {Item[]} */ items, /** @type {Settings} */ settings) {
    return { ...settings, count: this.choose(items, settings).length };
  },

  /** A new quiz. */
  create(/** @type {Item[]} */ items, /** @type {Settings} */ asked, started = Date.now()) {
    const settings = this.settle(items, asked);
    const ids = this.choose(items, settings);
    const none = () => Object.create(null);
    return { version: this.VERSION, key: `${started} ${settings.seed}`, settings, ids, answers: none(), first: none(), accepted: [], flags: [], at: ids[0] ?? "", started, ended: 0 };
  },

  /** How many questions have an answer, checked or not. */
  answered(/** @type {Paper} */ { ids, answers }) {
    return ids.filter((id) => answers[id]?.length).length;
  },

  /** Takes over what another tab has stored of the same quiz. @returns {string[]} the ids of the questions that changed */
  adopt(/** @type {Paper} */ paper, /** @type {Paper} */ stored) {
    const part = (/** @type {Paper} */ { answers, first, accepted }, /** @type {string} */ id) => JSON.stringify([answers[id] ?? [], first[id] ?? null, accepted.includes(id)]);
    const changed = paper.ids.filter((id) => part(paper, id) !== part(stored, id));
    const { answers, first, accepted, flags, ended } = stored;
    Object.assign(paper, { answers, first, accepted, flags, ended });
    return changed;
  },

  /** A seed to share: short, and without letters that are taken for others. */
  newSeed() {
    const letters = "abcdefghjkmnpqrstuvwxyz23456789";
    return Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
  },

  /**
   * A quiz from what was stored, with the questions that are still there; `null` where it is none of ours.
   * @param {any} kept
   * @param {Set<string>} known the ids of the guide's questions
   * @returns {Paper | null}
   */
  restore(kept, known) {
    const isList = (/** @type {unknown} */ list) => Array.isArray(list) && list.every((item) => typeof item === "string");
    const isMap = (/** @type {unknown} */ map) => typeof map === "object" && map !== null && !Array.isArray(map);
    const settings = kept?.settings;
    const fine = kept?.version === this.VERSION && isList(kept.ids) && isList(kept.flags) && isMap(kept.first) && isMap(kept.answers)
      && Object.values(kept.answers).every(isList) && Number.isFinite(kept.started) && Number.isFinite(kept.ended)
      && typeof kept.key === "string" && isMap(settings) && isList(settings.topics) && isList(settings.difficulties)
      && isList(settings.ids) && typeof settings.seed === "string" && Number.isFinite(settings.minutes) && Number.isFinite(settings.count);
    const ids = fine ? kept.ids.filter((/** @type {string} */ id) => known.has(id)) : [];
    if (ids.length === 0) return null;
    const bare = (/** @type {object} */ map) => Object.assign(Object.create(null), map);
    return { ...kept, ids, answers: bare(kept.answers), first: bare(kept.first), accepted: isList(kept.accepted) ? kept.accepted : [] };
  },

  /** When the time of a quiz is over, in milliseconds since 1970; `Infinity` without a limit. */
  deadline(/** @type {Paper} */ { settings, started }) {
    return settings.minutes ? started + settings.minutes * 60_000 : Infinity;
  },

  /**
   * The score of each value that `of` gives, in the order in which they first come.
   * @param {{ id: string, right: boolean }[]} results
   * @param {(id: string) => string} of
   * @returns {{ name: string, right: number, all: number }[]}
   */
  scoreBy(results, of) {
    /** @type {Map<string, { name: string, right: number, all: number }>} */
    const scores = new Map();
    for (const { id, right } of results) {
      const name = of(id);
      const score = scores.get(name) ?? { name, right: 0, all: 0 };
      scores.set(name, score);
      score.all += 1;
      score.right += Number(right);
    }
    return [...scores.values()];
  },

  /** A length of time as `m:ss`, or `h:mm:ss` from an hour on; never less than nothing. */
  clock(/** @type {number} */ milliseconds) {
    const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const shown = parts[0] > 0 ? parts : parts.slice(1);
    return shown.map((part, at) => (at > 0 ? String(part).padStart(2, "0") : part)).join(":");
  },
};
