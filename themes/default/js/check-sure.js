"use strict";

/**
 * Asks before something is lost. The dialog stands outside of everything that may be hidden meanwhile; whoever ends what it is
 * about closes it.
 * @param {string} text
 * @param {string} yes the label of the button that goes on
 * @param {string} no the label of the one that doesn't
 * @returns {Promise<boolean>}
 */
guide.sure = (text, yes, no) => new Promise((resolve) => {
  const make = guide.element;
  const dialog = make("dialog", { class: "sure", "aria-labelledby": "_.sure", close: () => { dialog.remove(); resolve(dialog.returnValue === "yes"); } },
    make("p", { id: "_.sure" }, text),
    make("p", { class: "actions" }, make("button", { type: "button", click: () => dialog.close("no") }, no),
      make("button", { type: "button", class: "primary", click: () => dialog.close("yes") }, yes)));
  document.body.append(dialog);
  dialog.showModal();
});
