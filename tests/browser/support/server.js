/**
 * A static file server such as a code host's: right types, no listing of folders, the site's own 404 page.
 */

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves `folder` below the path `base`.
 * @param {string} folder
 * @param {string} base begins and ends with `/`
 * @returns {Promise<{ origin: string, url: string, close(): Promise<void> }>} `url` is the site's address, ending in `/`
 */
export async function serve(folder, base) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = fileOf(folder, base, path);
    const shown = file ?? join(folder, "404.html");
    response.writeHead(file ? 200 : 404, {
      "Content-Type": TYPES[extname(shown)] ?? "application/octet-stream",
      "Cache-Control": "no-store",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(shown).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { origin, url: origin + base, close };
}

/** The file at an address, or nothing. */
function fileOf(folder, base, path) {
  if (!path.startsWith(base)) return null;
  const inside = normalize(`/${path.slice(base.length)}`);
  const file = join(folder, inside.endsWith("/") ? `${inside}index.html` : inside);
  return existsSync(file) && statSync(file).isFile() ? file : null;
}
