"use strict";

/**
 * `<page-keys>`: the keys of a page that shows questions, and a button that lists them. Single letters can be in the way of
 * those who speak to their computer or press keys by accident, so they can be turned off (WCAG 2.2, 2.1.4).
 */
(() => {
  const words = guide.text("page-keys");
  /** What each key does; a row is shown where its `on` finds something on the page. */
  const rows = [
    { keys: ["j"], on: ".questions > .question", text: "next" },
    { keys: ["k"], on: ".questions > .question", text: "previous" },
    { keys: [words("space"), words("enter")], on: ".questions > .question details.answer", text: "answer" },
    { keys: ["A–Z", "1–9"], on: "self-check[data-state]", text: "choose" },
    { keys: [words("enter")], on: "self-check[data-state]", text: "proceed" },
    { keys: [words("space"), words("enter")], on: "review-desk", text: "reveal" },
    { keys: ["1–4"], on: "review-desk", text: "grade" },
    { keys: ["u"], on: "review-desk", text: "undo" },
    { keys: ["/"], on: "a[data-search]", text: "search" },
    { keys: ["?"], on: "body", text: "list" },
  ];

  customElements.define("page-keys", class extends HTMLElement {
    connectedCallback() {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = words("title");
      button.addEventListener("click", () => this.list());
      this.status = document.createElement("p");
      this.status.className = "visually-hidden";
      this.status.setAttribute("role", "status");
      this.replaceChildren(button, this.status);
      addEventListener("keydown", (event) => this.press(event));
    }

    press(/** @type {KeyboardEvent} */ event) {
      const target = event.target instanceof Element ? event.target : document.body;
      const key = guide.key(event);
      if (!key || document.querySelector("dialog[open]")) return;
      // A box or a radio button takes no text, and the list of shortcuts is wanted there too.
      const typing = target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], site-search");
      if (typing || (key !== "?" && target.closest("input, self-check"))) return;
      const done = this.act(key, target);
      if (done) event.preventDefault();
    }

    /** @returns {boolean} whether the key means something here */
    act(/** @type {string} */ key, /** @type {Element} */ target) {
      const search = document.querySelector("a[data-search]");
      const answer = target.matches(".questions > .question") && target.querySelector("details.answer");
      if ((key === " " || key === "Enter") && answer) {
        answer.open = !answer.open;
        this.status.textContent = answer.open ? words("shown") : words("hidden");
      } else if ((key === "j" || key === "k") && document.querySelector(".questions > .question")) {
        guide.walk.go(key === "j" ? 1 : -1);
      } else if (key === "/" && search) {
        search.click();
      } else if (key === "?") {
        this.list();
      } else {
        return false;
      }
      return true;
    }

    /** Shows the list of keys. */
    list() {
      this.dialog ??= this.build();
      this.dialog.showModal();
    }

    build() {
      const make = guide.element;
      const list = make("dl");
      for (const { keys, on, text } of rows.filter((row) => document.querySelector(row.on))) {
        const names = keys.flatMap((key, at) => (at ? [` ${words("or")} `, make("kbd", {}, key)] : [make("kbd", {}, key)]));
        list.append(make("div", {}, make("dt", {}, ...names), make("dd", {}, words(text))));
      }
      const box = make("input", { type: "checkbox", checked: guide.store.read("keys") !== "off", change: () => {
        if (box.checked) guide.store.remove("keys");
        else guide.store.write("keys", "off");
      } });
      const dialog = make("dialog", { class: "keys", "aria-labelledby": "_.keys" }, make("h2", { id: "_.keys" }, words("title")), list,
        make("label", {}, box, ` ${words("on")}`), make("button", { type: "button", click: () => dialog.close() }, guide.terms("close")));
      this.append(dialog);
      return dialog;
    }
  });
})();
