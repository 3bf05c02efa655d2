//! Finds the addresses in a style sheet.

use std::ops::Range;

/// An address in a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Where it is written, without its quotation marks.
    pub(super) range: Range<usize>,
    /// The address with its escapes resolved.
    pub(super) value: String,
    /// Whether it is that of an imported style sheet.
    pub(super) import: bool,
}

/// Functions in which a string is an address.
const LOADERS: &[&str] = &["image-set", "-webkit-image-set", "src", "image", "cross-fade", "-webkit-cross-fade"];

/// Every address in `css`, in order.
pub(super) fn addresses(css: &str) -> Vec<Address> {
    let mut scanner = Scanner { css, at: 0, functions: Vec::new(), rule: String::new(), found: Vec::new() };
    while scanner.step() {}
    scanner.found
}

struct Scanner<'c> {
    css: &'c str,
    at: usize,
    /// The names of the functions that are open; empty for other parentheses.
    functions: Vec<String>,
    /// The at-rule that has begun and has had no block and no end yet.
    rule: String,
    found: Vec<Address>,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.css.get(self.at..).unwrap_or_default()
    }

    /// Takes one token; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest().chars().next() else { return false };
        match first {
            '/' if self.rest().starts_with("/*") => {
                self.at +=
                    self.rest().get(2..).and_then(|rest| rest.find("*/")).map_or(self.rest().len(), |end| end + 4);
            }
            '"' | '\'' => {
                let range = self.string(first);
                if self.rule == "import" || self.functions.last().is_some_and(|name| LOADERS.contains(&name.as_str())) {
                    self.push(range);
                }
            }
            '@' => {
                self.at += 1;
                self.rule = self.name();
            }
            ';' | '{' | '}' => {
                self.at += 1;
                self.rule.clear();
                self.functions.clear();
            }
            '(' => {
                self.at += 1;
                self.functions.push(String::new());
            }
            ')' => {
                self.at += 1;
                self.functions.pop();
            }
            '\\' => self.at += 1 + self.rest().chars().nth(1).map_or(0, char::len_utf8),
            _ => {
                let name = self.name();
                if name.is_empty() {
                    self.at += first.len_utf8();
                } else if self.rest().starts_with('(') {
                    self.at += 1;
                    if name == "url" { self.url() } else { self.functions.push(name) }
                }
            }
        }
        true
    }

    /// The lower-case name at this place, which is taken.
    fn name(&mut self) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
        let rest = self.rest();
        let name = rest.get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len())).unwrap_or_default();
        let (length, name) = (name.len(), name.to_ascii_lowercase());
        self.at += length;
        name
    }

    /// Takes the string at this place; where its text is.
    fn string(&mut self, quote: char) -> Range<usize> {
        let start = self.at + 1;
        let mut escaped = false;
        for (at, c) in self.css.get(start..).unwrap_or_default().char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                // A line break ends a string that has no end.
                '\n' | '\r' => {
                    self.at = start + at;
                    return start..start + at;
                }
                _ if c == quote => {
                    self.at = start + at + 1;
                    return start..start + at;
                }
                _ => {}
            }
        }
        self.at = self.css.len();
        start..self.at
    }

    /// Takes what follows `url(`.
    fn url(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let range = match self.rest().chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => self.string(quote),
            None => {
                let end = self.at + self.rest().find(')').unwrap_or(self.rest().len());
                let text = self.css.get(self.at..end).unwrap_or_default();
                self.at..self.at + text.trim_end().len()
            }
        };
        self.at += self.rest().find(')').map_or(self.rest().len(), |end| end + 1);
        self.push(range);
    }

    fn push(&mut self, range: Range<usize>) {
        // The name of a namespace is written as an address, and nothing is loaded from there.
        if self.rule == "namespace" {
            return;
        }
        let value = unescape(self.css.get(range.clone()).unwrap_or_default());
        self.found.push(Address { range, value, import: self.rule == "import" });
        if self.rule == "import" {
            // What follows are conditions.
            self.rule.clear();
        }
    }
}

/// The text with its escapes resolved.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut code = String::new();
        while code.len() < 6
            && let Some(digit) = chars.next_if(char::is_ascii_hexdigit)
        {
            code.push(digit);
        }
        if code.is_empty() {
            out.extend(chars.next().filter(|c| *c != '\n'));
        } else {
            out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
            let _ = chars.next_if(char::is_ascii_whitespace);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(css: &str, expected: &[&str]) {
        let found: Vec<String> = addresses(css).into_iter().map(|address| address.value).collect();
        assert_eq!(found, expected, "{css}");
    }

    #[test]
    fn addresses_are_found_however_they_are_written() {
        check("a{b:url(x.png)} c{d:URL( 'y.png' ) no-repeat, url(\"z.png\")}", &["x.png", "y.png", "z.png"]);
        check("@import 'a.css'; @import url(b.css) screen; @IMPORT \"c.css\" layer(x);", &["a.css", "b.css", "c.css"]);
        check(
            "a{b:image-set('a.png' 1x, \"b.png\" type('image/png') 2x, url(c.png) 3x)}",
            &["a.png", "b.png", "c.png"],
        );
        check("@font-face{src:local('A'),url(a.woff2) format('woff2')}", &["a.woff2"]);
        check("a{b:url(a\\ b.png)} c{d:url('\\66 .png')}", &["a b.png", "f.png"]);
    }

    #[test]
    fn what_looks_like_an_address_is_none() {
        check("/* url(x.png) */ a{content:'url(y.png)'} @charset 'utf-8';", &[]);
        check("@namespace svg url(http://www.w3.org/2000/svg); a[href='x.png']{b:attr(src)}", &[]);
        check("a{content:\"\\\"url(x.png)\"; --x: curl(x)}", &[]);
    }

    #[test]
    fn a_sheet_that_ends_too_early_is_read_to_its_end() {
        for css in ["url(", "url('a", "@import 'a", "/*", "a{b:url(x", "\\", "@", "image-set('a"] {
            addresses(css);
        }
    }
}
