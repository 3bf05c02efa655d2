"use strict";

/**
 * What a reader's browser keeps: the only file that touches storage. Values are JSON. Storage may be forbidden, full or
 * damaged; then things are kept as long as the page is open, and every caller is told by the result.
 */
globalThis.guide ??= {};

guide.store = (() => {
  // Sites below one host share its storage. The folder of a site tells them apart; this file lies one level below it.
  const prefix = `genai-guide:${new URL("..", document.currentScript.src).pathname}:`;

  /** What could not be kept, by name. */
  const unkept = new Map();

  return {
    /**
     * What was kept under `name`; `null` if there is nothing, or nothing that can be read.
     * @param {string} name
     * @returns {unknown}
     */
    read(name) {
      if (unkept.has(name)) return unkept.get(name);
      try {
        return JSON.parse(localStorage.getItem(prefix + name));
      } catch {
        return null;
      }
    },

    /**
     * Stores `value` under `name`, in place of what was there; this page keeps it in memory if the browser refuses.
     * @param {string} name
     * @param {unknown} value
     * @returns {boolean} whether it is kept beyond this page
     */
    write(name, value) {
      const stored = this.put(name, value);
      if (!stored) unkept.set(name, value);
      return stored;
    },

    /**
     * The same, but a value that the browser refuses is left to the caller.
     * @param {string} name
     * @param {unknown} value
     * @returns {boolean} whether it is stored
     */
    put(name, value) {
      try {
        localStorage.setItem(prefix + name, JSON.stringify(value));
        unkept.delete(name);
        return true;
      } catch {
        return false;
      }
    },

    /**
     * What was kept under `name`, as it is written; `null` if there is nothing.
     * @param {string} name
     * @returns {string | null}
     */
    text(name) {
      if (unkept.has(name)) return JSON.stringify(unkept.get(name));
      try {
        return localStorage.getItem(prefix + name);
      } catch {
        return null;
      }
    },

    /**
     * The names that begin with `start`, without it.
     * @param {string} start
     * @returns {string[]}
     */
    names(start) {
      let kept = [];
      try {
        kept = Object.keys(localStorage);
      } catch {
        // What is forbidden keeps nothing.
      }
      const own = kept.filter((key) => key.startsWith(prefix + start)).map((key) => key.slice(prefix.length));
      return [...new Set([...own, ...[...unkept.keys()].filter((name) => name.startsWith(start))])].map((name) => name.slice(start.length));
    },

    /**
     * Forgets what was kept under `name`.
     * @param {string} name
     */
    remove(name) {
      unkept.delete(name);
      try {
        localStorage.removeItem(prefix + name);
      } catch {
        // What is forbidden keeps nothing.
      }
    },

    /**
     * Asks the browser, once, not to clear this site's storage when space runs low. Some browsers ask the reader first.
     */
    persist() {
      if (!navigator.storage?.persist || this.read("persist") === true) return;
      this.write("persist", true);
      navigator.storage.persist().catch(() => {});
    },

    /**
     * Calls `changed` when another tab of this site keeps or forgets something under `name`, or under a name that begins with
     * it where it ends in `:`.
     * @param {string} name
     * @param {(name: string) => void} changed gets the name without what it begins with; an empty one when all is forgotten
     */
    watch(name, changed) {
      addEventListener("storage", ({ key }) => {
        const many = name.endsWith(":") && key?.startsWith(prefix + name);
        if (key === null || key === prefix + name || many) changed(many ? key.slice(prefix.length + name.length) : "");
      });
    },
  };
})();
