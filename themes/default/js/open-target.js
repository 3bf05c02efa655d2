"use strict";

/**
 * A link to a question opens its answer, and a link to a place inside a closed `details` opens what hides it.
 * The page's own list of questions and the `#` of a question only lead there: who follows those wants to think first.
 */
(() => {
  /** Set by a click on a link that must not give the answer away, until its `hashchange` has come. */
  let quiet = false;

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
    const think = quiet;
    quiet = false;
    if (!target) return;
    const question = target.matches(".question, .question > .anchor") ? target.closest(".question") : null;
    if (question?.hidden) document.querySelector("question-filter")?.clear();
    const answer = question?.querySelector("details.answer");
    if (answer && !think) answer.open = true;
    openAround(target);
    guide.walk.arrive(target);
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    if (!link) return;
    quiet = link.matches(".question-nav a, .permalink");
    // The same address again changes nothing, and so no event follows.
    if (link.getAttribute("href") === location.hash) openTarget();
  });
  addEventListener("hashchange", openTarget);
  openTarget();
})();
