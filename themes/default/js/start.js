"use strict";

/**
 * Runs before the page is painted: the reader's choice of light or dark, so that nothing flashes, and whether there is progress
 * to show, so that nothing moves. It is loaded without `defer`, and does nothing else.
 */
(() => {
  const theme = guide.store.read("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (guide.store.read("studied")) document.documentElement.dataset.studied = "";
})();
