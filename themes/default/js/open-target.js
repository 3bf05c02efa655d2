"use strict";

/**
 * A link to a place inside a closed `details` opens what hides it, such as `<question>.open` in each answer. The id of a question
 * alone only leads there, so that readers can try first. Browsers do this themselves, but not yet all of them.
 */
(() => {
  /** Opens every `details` around `element`. */
  function openAround(/** @type {Element} */ element) {
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }

  /** What follows `#` in the address; as it stands where a stray percent sign makes it undecodable. */
  function fragment() {
    const written = location.hash.slice(1);
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  }

  function openTarget() {
    const id = fragment();
    const target = id && document.getElementById(id);
    if (!target) return;
    const question = target.closest(".question");
    if (question?.hidden) document.querySelector("question-filter")?.clear();
    openAround(target);
    guide.walk.arrive(target);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    if (!link) return;
    // The same address again changes nothing, and so no event follows.
    if (link.getAttribute("href") === location.hash) openTarget();
  });
  addEventListener("hashchange", openTarget);
  openTarget();
})();
