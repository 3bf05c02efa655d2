"use strict";

/**
 * The service worker of a guide that is not kept for reading offline (`offline = false` in book.toml): it takes the place of one
 * that an earlier build has installed, deletes what that has kept, and goes.
 */
const PREFIX = `genai-guide:${new URL("./", self.location.href).pathname}:`;

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
