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

  function openTarget() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    const question = target.matches(".question, .question > .anchor") ? target.closest(".question") : null;
    const answer = quiet ? null : question?.querySelector("details.answer");
    quiet = false;
    if (answer) answer.open = true;
    if (!question) openAround(target);
    target.scrollIntoView();
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    if (!link) return;
    const known = link.getAttribute("href") === location.hash;
    quiet = link.matches(".question-nav a, .permalink") && !known;
    // The same address again changes nothing, and so no event follows.
    if (known && !link.matches(".question-nav a, .permalink")) openTarget();
  });
  addEventListener("hashchange", openTarget);
  openTarget();
})();
