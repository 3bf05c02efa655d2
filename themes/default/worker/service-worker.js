"use strict";

/**
 * Keeps the guide for reading offline: all files of one build, or none. The build puts `BUILD` before this:
 * `{ version, files: [[path, sha256], …] }`, paths from this file's folder, the hashes in base 64.
 *
 * - A new version is fetched whole, each file held to its hash, so that no file of another deploy comes in. Files that did not
 *   change are taken from the version before.
 * - Pages are answered from the version that is in use, and from no other. A new one waits until all pages are closed or a
 *   reader asks for it (`js/site-offline.js`).
 */
const scope = new URL("./", self.location.href);
/** All caches of this guide; sites below one host share them. */
const PREFIX = `genai-guide:${scope.pathname}:`;
const CACHE = PREFIX + BUILD.version;
/** The entry that says what a cache holds. It is the last to be written: a cache without it is not whole. */
const LIST = new URL("genai-guide-files.json", scope).href;
const AT_ONCE = 6;

const address = (/** @type {string} */ path) => new URL(path.split("/").map(encodeURIComponent).join("/"), scope).href;
const caches_ = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** The files of older versions, by their hashes. */
async function older() {
  const files = new Map();
  for (const name of await caches_()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (!list || name === CACHE) continue;
    for (const [path, hash] of (await list.json()).files) files.set(hash, { cache, url: address(path) });
  }
  return files;
}

async function fetchFile(/** @type {string} */ url, /** @type {string} */ hash) {
  const response = await fetch(url, { cache: "no-cache", integrity: `sha256-${hash}` });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // Some servers lead from `page.html` to `page`; a page can't be answered with a response that was led elsewhere.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

async function install() {
  const cache = await caches.open(CACHE);
  try {
    const old = await older();
    const left = [...BUILD.files];
    const take = async () => {
      for (let file = left.pop(); file; file = left.pop()) {
        const [path, hash] = file;
        const kept = old.get(hash);
        const response = (kept && (await kept.cache.match(kept.url))) ?? (await fetchFile(address(path), hash));
        await cache.put(address(path), response);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, take));
    await cache.put(LIST, new Response(JSON.stringify(BUILD)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function activate() {
  for (const name of await caches_()) if (name !== CACHE) await caches.delete(name);
}

/** The kept file for an address: itself, the front page of a folder, or the page of a name without its ending. */
async function kept(/** @type {URL} */ url) {
  const cache = await caches.open(CACHE);
  const plain = url.origin + url.pathname;
  for (const other of plain.endsWith("/") ? [`${plain}index.html`] : [plain, `${plain}.html`]) {
    const response = await cache.match(other);
    if (response && other !== LIST) return response;
  }
  return undefined;
}

async function answer(/** @type {Request} */ request) {
  const response = await kept(new URL(request.url));
  if (response) return response;
  try {
    return await fetch(request);
  } catch (error) {
    const missing = request.mode === "navigate" && (await kept(new URL("404.html", scope)));
    if (!missing) throw error;
    return new Response(missing.body, { status: 404, headers: missing.headers });
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(scope.href)) event.respondWith(answer(event.request));
});
self.addEventListener("message", ({ data }) => {
  if (data === "use") self.skipWaiting();
});
