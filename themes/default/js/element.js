"use strict";

/**
 * Makes an element, for scripts that build a part of a page. Strings among the children become text, never markup.
 * @param {string} name
 * @param {Record<string, string | boolean | ((event: Event) => void)>} attributes a function listens to the event of that
 *   name; `true` sets an attribute without a value, `false` none
 * @param {(Node | string)[]} children
 */
guide.element = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};
