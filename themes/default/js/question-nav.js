"use strict";

/**
 * `<question-nav>`: the lists of questions and topics. They stand open where they have a column of their own, and the question
 * one reads is marked in them. On a narrow window they are a drawer, opened from a bar at the foot of the window, which also
 * leads to the question before and after. Without JavaScript they are two lists to unfold above the questions.
 */
(() => {
  const words = guide.text("question-nav");

  /** A button with words, or with a sign and a name. */
  function button(/** @type {string} */ text, /** @type {string} */ name, /** @type {() => void} */ press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (name !== text) made.setAttribute("aria-label", name);
    made.addEventListener("click", press);
    return made;
  }

  customElements.define("question-nav", class extends HTMLElement {
    connectedCallback() {
      // Moved into the drawer and back, the lists stay the same elements; only this one is set up.
      if (this.lists) return;
      this.lists = this.querySelector(".lists");
      this.dialog = document.createElement("dialog");
      this.dialog.className = "drawer";
      this.dialog.setAttribute("aria-label", words("contents"));
      // The dialog covers the window, the panel a part of it: what is pressed beside the panel is the dialog.
      this.panel = guide.element("div", { class: "panel" }, button(guide.terms("close"), guide.terms("close"), () => this.dialog.close()));
      this.dialog.append(this.panel);
      this.dialog.addEventListener("click", (event) => {
        const link = event.target.closest("a");
        if (event.target !== this.dialog && !link) return;
        this.dialog.close();
        // Closing brings the focus back to the button that opened the drawer. Readers who chose a question go on from there.
        const question = link?.getAttribute("href").startsWith("#") && document.getElementById(link.hash.slice(1));
        if (!question) return;
        question.tabIndex = -1;
        question.focus({ preventScroll: true });
      });
      this.place = document.createElement("span");
      this.bar = document.createElement("div");
      this.bar.className = "question-bar";
      this.bar.setAttribute("role", "group");
      this.bar.setAttribute("aria-label", words("bar"));
      this.bar.append(
        button(words("contents"), words("contents"), () => this.dialog.showModal()),
        button("", words("previous"), () => guide.walk.go(-1)),
        this.place,
        button("", words("next"), () => guide.walk.go(1)),
      );
      this.append(this.dialog);
      document.querySelector(".questions").append(this.bar);
      const wide = matchMedia("(min-width: 68rem)");
      const follow = () => this.lay(wide.matches);
      follow();
      wide.addEventListener("change", follow);
      this.spy();
    }

    /** Puts the lists where they belong. */
    lay(/** @type {boolean} */ wide) {
      this.dialog.close();
      for (const list of this.lists.querySelectorAll("details")) list.open = true;
      (wide ? this : this.panel).append(this.lists);
    }

    /** Says which question one is at, whenever that may have changed, but at most once a frame. */
    spy() {
      let waiting = false;
      const look = () => {
        waiting = false;
        this.mark(guide.walk.current());
      };
      const soon = () => {
        if (!waiting) requestAnimationFrame(look);
        waiting = true;
      };
      for (const event of ["scroll", "resize", "focusin", "guide:filtered", "guide:arrived"]) addEventListener(event, soon, { passive: true });
      soon();
    }

    /** @param {HTMLElement | undefined} question */
    mark(question) {
      const questions = guide.walk.questions();
      const at = questions.indexOf(question) + 1;
      const text = words("place", { at: at || "–", all: questions.length });
      if (this.place.textContent !== text) {
        this.place.textContent = text;
        this.place.setAttribute("aria-label", at ? words("place-aloud", { at, all: questions.length }) : words("all", { count: questions.length }));
      }
      const link = question && this.lists.querySelector(`.question-nav a[href="#${CSS.escape(question.id)}"]`);
      if (link === this.marked) return;
      this.marked?.removeAttribute("aria-current");
      this.marked = link;
      if (!link) return;
      link.setAttribute("aria-current", "location");
      // Only the list scrolls, never the page.
      const box = link.closest(".lists");
      const [inner, outer] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  });
})();
