"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

/**
 * Classic scripts have no exports: runs them as a page would, and gives the one name they leave behind.
 * @param {...string} files below `themes/default/js`
 */
module.exports = function load(...files) {
  return module.exports.into({ URLSearchParams }, ...files);
};

/** The same, with a page's own globals. */
module.exports.into = function into(globals, ...files) {
  const page = vm.createContext(globals);
  for (const file of files) {
    vm.runInContext(readFileSync(join(__dirname, "../../themes/default/js", file), "utf8"), page, { filename: file });
  }
  return page.guide;
};
