"use strict";

/**
 * The guide's questions as cards, loaded when a page needs them: scripts, because from disk a browser lets a page load nothing
 * else. Each calls `guide.cards.take`. Written by `src/page/review.rs`.
 *
 * @typedef {{ path: string, title: string, url: string, cards: [id: string, revision: string, aliases: string[]][] }} CardTopic
 */
guide.cards = (() => {
  // This file's bundle lies one level below the site's root.
  const root = new URL("..", document.currentScript.src);
  /** What comes of each file, by its name. */
  const coming = new Map();

  function load(/** @type {string} */ name) {
    if (!coming.has(name)) {
      const file = {};
      file.data = new Promise((resolve, reject) => Object.assign(file, { resolve, reject }));
      coming.set(name, file);
      const fail = () => {
        coming.delete(name);
        script.remove();
        file.reject(new Error(`${name} could not be loaded`));
      };
      const path = name.split("/").map(encodeURIComponent).join("/");
      const script = guide.element("script", { src: String(new URL(`review/${path}.js`, root)), error: fail });
      document.head.append(script);
    }
    return coming.get(name).data;
  }

  return {
    /** Called by the files. */
    take: (/** @type {string} */ name, /** @type {unknown} */ data) => coming.get(name)?.resolve(data),

    /** All topics with their cards, in reading order. What is kept under earlier ids comes to the present ones. @returns {Promise<CardTopic[]>} */
    async topics() {
      const topics = await load("cards");
      const kept = new Set(guide.progress.ids());
      for (const { cards } of topics) {
        for (const [id, , aliases] of cards) if (aliases.some((alias) => kept.has(alias))) guide.progress.adopt(id, aliases);
      }
      return topics;
    },

    /** The questions of a topic as HTML, by id. @returns {Promise<Record<string, string>>} */
    questions: (/** @type {string} */ topic) => load(`topics/${topic}`),
  };
})();
