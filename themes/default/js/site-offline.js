"use strict";

/**
 * `<site-offline>`: keeps the guide for reading offline, says how much that takes, and lets it be removed. When a new version of
 * the guide has come it says so; it is used when the reader asks for it, or has closed all pages. A large guide, or one on a
 * connection that is to be spared, is kept only when the reader asks. Empty where there is no service worker, as from disk.
 */
(() => {
  const words = guide.text("site-offline");
  const make = guide.element;
  /** What is kept without asking, in bytes. */
  const UNASKED = 25_000_000;
  const root = new URL("..", document.currentScript.src);
  const prefix = `genai-guide:${root.pathname}:`;

  function workers() {
    try {
      return navigator.serviceWorker;
    } catch {
      return undefined;
    }
  }

  const size = (/** @type {number} */ bytes) => new Intl.NumberFormat(guide.text.language(), { style: "unit", unit: "megabyte", unitDisplay: "short", maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1e6));

  customElements.define("site-offline", class extends HTMLElement {
    async connectedCallback() {
      if (this.status || !/^https?:$/.test(location.protocol)) return;
      this.note = make("span");
      this.status = make("span", { role: "status", tabindex: "-1" });
      this.notice = make("div", { class: "new-version", role: "status" });
      this.append(this.status);
      document.body.append(this.notice);
      // From disk a browser may load no manifest, and says so in its console; so it is named here only.
      document.head.append(make("link", { rel: "manifest", href: String(new URL("manifest.webmanifest", root)) }));
      // Without a secure origin there is no service worker, and some readers forbid it.
      if (!workers()) return;
      // The page after the switch is of the new version; the one before must not load files of it.
      const controlled = navigator.serviceWorker.controller?.scriptURL === new URL("service-worker.js", root).href;
      navigator.serviceWorker.addEventListener("controllerchange", () => controlled && location.reload());
      const registration = await this.registration();
      const spare = navigator.connection?.saveData === true;
      if (registration?.active) this.watch(await this.register());
      else if (guide.store.read("offline") !== "off" && !spare && (await this.bytes()) <= UNASKED) this.begin();
      else this.offer();
    }

    /** The registration of this guide; a worker of a folder above, such as another guide's, is none of its business. */
    async registration() {
      try {
        const found = await navigator.serviceWorker.getRegistration(root);
        return found?.scope === root.href ? found : undefined;
      } catch {
        return undefined;
      }
    }

    /** How much the guide takes, as its build has counted. */
    async bytes() {
      try {
        return (await (await fetch(new URL("offline.json", root))).json()).bytes;
      } catch {
        return Infinity;
      }
    }

    register() {
      return navigator.serviceWorker.register(new URL("service-worker.js", root), { updateViaCache: "none" });
    }

    async offer() {
      const bytes = await this.bytes();
      // Offline, or a server without the file: there is nothing to offer.
      if (!Number.isFinite(bytes)) return;
      this.say("", make("button", { type: "button", class: "quiet", click: () => this.begin(true) }, words("keep", { size: size(bytes) })));
    }

    async begin(asked = false) {
      this.asked = asked;
      guide.store.remove("offline");
      this.say(words("saving"));
      try {
        this.watch(await this.register());
      } catch {
        this.say(words("failed"));
      }
    }

    /** Follows a registration: its first version, and later ones. */
    watch(/** @type {ServiceWorkerRegistration} */ registration) {
      const follow = (/** @type {ServiceWorker | null} */ worker) => worker?.addEventListener("statechange", () => look(worker));
      const look = (/** @type {ServiceWorker} */ worker) => {
        if (worker.state === "activated") this.told(registration);
        else if (worker.state === "redundant" && !registration.active) this.say(words("failed"));
        else if (worker.state === "installed" && registration.active) this.announce(worker);
      };
      if (registration.active) this.told(registration);
      if (registration.waiting && registration.active) this.announce(registration.waiting);
      follow(registration.installing);
      registration.addEventListener("updatefound", () => follow(registration.installing));
    }

    async told(/** @type {ServiceWorkerRegistration} */ registration) {
      const bytes = await this.kept();
      const remove = make("button", { type: "button", class: "quiet", click: () => this.remove(registration) }, words("remove"));
      this.say(words("kept", { size: size(bytes) }), remove);
    }

    /** How much is kept of the version in use. */
    async kept() {
      for (const name of await caches.keys()) {
        const list = name.startsWith(prefix) && (await (await caches.open(name)).match(new URL("genai-guide-files.json", root)));
        if (list) return (await list.json()).bytes;
      }
      return 0;
    }

    async remove(/** @type {ServiceWorkerRegistration} */ registration) {
      this.asked = true;
      guide.store.write("offline", "off");
      await registration.unregister();
      for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
      this.say(words("removed"));
    }

    /** Says that a new version is there. */
    announce(/** @type {ServiceWorker} */ worker) {
      const close = make("button", { type: "button", class: "quiet", click: () => this.notice.replaceChildren() }, words("later"));
      this.notice.replaceChildren(make("p", {}, words("new")), make("button", { type: "button", class: "primary", click: () => worker.postMessage("use") }, words("use")), close);
    }

    /** Shows a text; only what the reader has asked for is also announced. */
    say(/** @type {string} */ text, ...more) {
      const inside = this.contains(document.activeElement);
      this.note.replaceChildren(this.asked ? "" : text);
      this.status.replaceChildren(this.asked ? text : "");
      this.replaceChildren(this.note, this.status, ...more.flatMap((part) => [" ", part]));
      // The button that was pressed is gone: the one that takes its place has the focus, or the text.
      if (inside) (more[0] ?? this.status).focus({ preventScroll: true });
    }
  });
})();
