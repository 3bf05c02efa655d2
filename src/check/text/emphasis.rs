//! Emphasis that nobody meant: `__init__` becomes bold and `2*3*4` slanted.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Event, Node, Tag, TagEnd};
use crate::source::Span;

/// Names of Python, C and JavaScript that stand between two underscores each.
const NAMES: &[&str] = &[
    "FILE",
    "LINE",
    "add",
    "aenter",
    "aexit",
    "aiter",
    "all",
    "and",
    "anext",
    "annotations",
    "attribute",
    "author",
    "await",
    "bases",
    "bool",
    "builtins",
    "bytes",
    "call",
    "class",
    "contains",
    "copy",
    "code",
    "deepcopy",
    "debug",
    "defaults",
    "defineGetter",
    "del",
    "delattr",
    "delete",
    "delitem",
    "device",
    "dict",
    "dir",
    "dirname",
    "div",
    "doc",
    "enter",
    "eq",
    "exit",
    "filename",
    "file",
    "float",
    "floordiv",
    "format",
    "func",
    "future",
    "ge",
    "get",
    "getattr",
    "getattribute",
    "getitem",
    "getstate",
    "global",
    "globals",
    "gt",
    "hash",
    "host",
    "iadd",
    "import",
    "index",
    "init",
    "init_subclass",
    "int",
    "invert",
    "isub",
    "iter",
    "kwdefaults",
    "le",
    "len",
    "lt",
    "main",
    "matmul",
    "missing",
    "mod",
    "module",
    "mro",
    "mul",
    "name",
    "ne",
    "neg",
    "new",
    "next",
    "or",
    "package",
    "path",
    "pos",
    "post_init",
    "pow",
    "prepare",
    "proto",
    "qualname",
    "radd",
    "reduce",
    "reduce_ex",
    "repr",
    "restrict",
    "reversed",
    "rmul",
    "round",
    "set",
    "set_name",
    "setattr",
    "setitem",
    "setstate",
    "shared",
    "sizeof",
    "slots",
    "spec",
    "str",
    "sub",
    "subclasscheck",
    "subclasshook",
    "syncthreads",
    "truediv",
    "typename",
    "version",
    "weakref",
    "wrapped",
    "xor",
];

/// `written` is the text that the events' places count in; a title's is its line, in which they don't. `span` makes a place of
/// an event's range.
pub(super) fn check(
    nodes: &[Node<'_>],
    written: &str,
    span: impl Fn(Range<usize>) -> Span,
    found: &mut Vec<Diagnostic>,
) {
    for (index, node) in nodes.iter().enumerate() {
        let strong = match &node.event {
            Event::Start(Tag::Strong) => true,
            Event::Start(Tag::Emphasis) => false,
            _ => continue,
        };
        let [Some(inner), Some(end)] = [1, 2].map(|step| nodes.get(index + step)) else { continue };
        let Event::Text(text) = &inner.event else { continue };
        if !matches!(end.event, Event::End(TagEnd::Strong | TagEnd::Emphasis)) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| nodes.get(before)).map_or("", |node| text_of(node));
        let after = nodes.get(index + 3).map_or("", |node| text_of(node));
        let range = node.range();
        let (mark, how) = if strong { ("**", "bold") } else { ("*", "slanted") };
        let joins = |c: char| c.is_ascii_alphanumeric();
        let is_title = nodes.first().is_some_and(|first| first.start < 4);
        let is_written = written.get(range.clone()).is_some_and(|part| part.starts_with("__"));
        let underscored = || is_written || (is_title && written.contains(&format!("__{text}__")));
        if strong && (is_title || is_written) && is_name(text, before, after) && underscored() {
            let name = format!("__{text}__");
            let message = format!("`{name}` is shown as a bold `{text}`");
            let help = format!("write `` `{name}` ``, or `**{text}**` if bold is meant");
            found.push(Diagnostic::new(Code::UnmeantEmphasis, span(range), message).help(help));
        } else if before.ends_with(joins) && after.starts_with(joins) && is_product(text, before, after) {
            let whole = format!("{}{mark}{text}{mark}{}", last_word(before), first_word(after));
            let message = format!("the `{mark}` of `{whole}` are not shown; they make `{text}` {how}");
            let help = format!("write `` `{whole}` ``, or `\\*` for each star");
            found.push(Diagnostic::new(Code::UnmeantEmphasis, span(range), message).help(help));
        }
    }
}

fn text_of<'n>(node: &'n Node<'_>) -> &'n str {
    if let Event::Text(text) = &node.event { text } else { "" }
}

/// Whether a bold word is a name between underscores: one that is known, or one that is called or reached by a full stop.
fn is_name(text: &str, before: &str, after: &str) -> bool {
    let is_word = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !text.is_empty();
    is_word && (NAMES.contains(&text) || (after.starts_with('(') || before.ends_with('.')))
}

/// Whether the parts are numbers or single letters.
fn is_product(text: &str, before: &str, after: &str) -> bool {
    let small = |word: &str| word.len() <= 1 || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|part| !part.is_empty());
    parts.take(4).all(small) && (small(last_word(before)) || small(first_word(after)))
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}
