"use strict";

/** `<copy-link>`: a button that copies the address of the page without its fragment; where that is forbidden it shows it. */
(() => {
  const words = guide.text("copy-link");

  customElements.define("copy-link", class extends HTMLElement {
    connectedCallback() {
      this.status = guide.element("span", { role: "status" });
      this.replaceChildren(guide.element("button", { type: "button", click: () => this.copy() }, words("copy")), this.status);
    }

    async copy() {
      const address = location.href.split("#")[0];
      try {
        await navigator.clipboard.writeText(address);
        this.status.textContent = words("copied");
      } catch {
        const field = guide.element("input", { type: "text", readonly: true, value: address, "aria-label": words("address") });
        this.replaceChildren(field);
        field.select();
      }
    }
  });
})();
