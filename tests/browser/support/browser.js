/**
 * The browsers: the Chromium and the Firefox of the system, found where Debian, Ubuntu and macOS put them. None is downloaded.
 * `CHROMIUM` and `FIREFOX` name another one to use in their place; a Firefox that is not there leaves out its tests.
 */

import { existsSync, readFileSync, statSync } from "node:fs";
import { chromium, firefox } from "playwright-core";

const PLACES = {
  chromium: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  firefox: [
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
  ],
};

/** Ubuntu's packages of both are scripts that ask for a snap. */
function isStub(path) {
  return statSync(path).size < 10_000 && /\/snap\/bin\//.test(readFileSync(path, "latin1"));
}

/**
 * Where a browser is, or `undefined`.
 * @param {"chromium" | "firefox"} name
 */
export function find(name) {
  const named = process.env[name.toUpperCase()];
  return (named ? [named] : PLACES[name]).find((path) => existsSync(path) && !isStub(path));
}

/**
 * Starts a browser.
 * @param {"chromium" | "firefox"} name
 * @param {Record<string, unknown>} preferences of Firefox
 */
export function launch(name, preferences) {
  const executablePath = find(name);
  if (!executablePath) throw new Error(`${name} is not installed; \`tests/run\` installs what the tests need`);
  // A first start on a slow disk takes its time.
  const common = { executablePath, timeout: 180_000 };
  if (name === "firefox") return firefox.launch({ ...common, channel: "moz-firefox", firefoxUserPrefs: preferences });
  return chromium.launch({
    ...common,
    args: ["--disable-quic", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/**
 * The preferences by which Firefox gets what Chromium gets from the context: its driver can't switch these.
 * @param {{ javaScriptEnabled?: boolean, colorScheme?: string, reducedMotion?: string }} context
 */
export function preferencesFor({ javaScriptEnabled = true, colorScheme = "light", reducedMotion = "reduce" }) {
  return {
    "javascript.enabled": javaScriptEnabled,
    "ui.systemUsesDarkTheme": colorScheme === "dark" ? 1 : 0,
    "ui.prefersReducedMotion": reducedMotion === "reduce" ? 1 : 0,
  };
}
