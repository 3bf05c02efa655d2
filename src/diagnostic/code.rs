//! The table of diagnostic codes.
//!
//! A code is kebab-case and reads well after "allow". Each has a page in `tests/checks/<code>.md` with an input and the
//! exact screen; a test holds that no page is missing. A new code is one variant and one line in [`TABLE`].

use serde::{Deserialize, Serialize};

use super::Severity::{self, Error, Warning};

/// The kind of a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each variant is described by its line in the table, in words an author can be shown")]
pub enum Code {
    AcceptText,
    BadDate,
    BadFrontMatter,
    BadId,
    BadLanguageFile,
    BadOutputName,
    BadString,
    BadTemplate,
    BadTheme,
    BadTolerance,
    BlockedAddress,
    BrokenAnchor,
    BrokenLink,
    BrokenTable,
    ByteOrderMark,
    CnameMismatch,
    ConfigSyntax,
    ControlCharacter,
    CurlyQuote,
    DamagedFile,
    DroppedHtml,
    DuplicateFootnote,
    DuplicateId,
    DuplicateKey,
    DuplicateOption,
    DuplicateOrder,
    DuplicateOutput,
    DuplicateReference,
    DuplicateTitle,
    EmptyAnswer,
    EmptyGuide,
    EmptyOption,
    EmptySection,
    EmptyTopic,
    ExternalImage,
    FeedbackInOption,
    FileTooLarge,
    FutureDate,
    HeadingLevel,
    HeadingSpace,
    HtmlAsText,
    IgnoredFile,
    InvalidMath,
    InvisibleCharacter,
    LargeImage,
    LfsPointer,
    MergeConflict,
    MisnamedFile,
    MisplacedFile,
    MisplacedKey,
    MisplacedSection,
    MisreadValue,
    MissingAltText,
    MissingFile,
    MissingFrontMatter,
    MissingImage,
    MissingIndex,
    MissingLanguage,
    MissingString,
    MissingTitle,
    NoCorrectOption,
    NoOptions,
    NotUtf8,
    OptionWithoutBox,
    OptionsOutsideMcq,
    OutdatedCheck,
    PagesLimit,
    PositionInOption,
    RepeatedSection,
    SimilarTags,
    SingleOption,
    SymbolicLink,
    TitleMarkup,
    TooComplex,
    TooManyMistakes,
    TooManyOptions,
    UnclosedCode,
    UnclosedComment,
    UnclosedFrontMatter,
    UnclosedTag,
    UndefinedFootnote,
    UnknownKey,
    UnknownLanguage,
    UnknownSection,
    UnknownString,
    UnknownValue,
    UnmeantEmphasis,
    UnmeantHeading,
    UnreadLink,
    UnreadMarkup,
    UnreadMath,
    UnreadSection,
    UnsafeLink,
    UnsafeSvg,
    UnsupportedFile,
    UnusedDefinition,
    UnusedFootnote,
    UnusedThemeFile,
    WrongType,
}

/// Every code: its name, its severity and what it means in one line.
const TABLE: &[(Code, &str, Severity, &str)] = &[
    (
        Code::AcceptText,
        "accept-text",
        Warning,
        "an accepted answer is empty, or holds Markdown marks that readers would have to type",
    ),
    (Code::BadDate, "bad-date", Error, "a date is not written as YYYY-MM-DD or does not exist"),
    (Code::BadFrontMatter, "bad-front-matter", Error, "the front matter is not valid YAML"),
    (Code::BadId, "bad-id", Error, "an id is not made of lower-case letters, digits and hyphens"),
    (
        Code::BadLanguageFile,
        "bad-language-file",
        Error,
        "a language file is not TOML, or holds something else than strings",
    ),
    (Code::BadOutputName, "bad-output-name", Error, "a file or folder name can't become a path of the site"),
    (Code::BadString, "bad-string", Warning, "a string of a language file lacks a value or a plural form"),
    (Code::BadTemplate, "bad-template", Error, "a template of the theme can't be parsed or rendered"),
    (Code::BadTheme, "bad-theme", Error, "`theme.toml` of the theme is wrong, or names a file that is not there"),
    (Code::BadTolerance, "bad-tolerance", Error, "a tolerance is negative, or larger than the answer"),
    (Code::BlockedAddress, "blocked-address", Warning, "a style sheet names an address that browsers won't load"),
    (Code::BrokenAnchor, "broken-anchor", Error, "a link leads to a file that has no such section or heading"),
    (Code::BrokenLink, "broken-link", Error, "a link leads to a file that is not there"),
    (Code::BrokenTable, "broken-table", Warning, "a table is not read as one, or a row of it loses a cell"),
    (Code::ByteOrderMark, "byte-order-mark", Error, "the file begins with a byte order mark"),
    (Code::CnameMismatch, "cname-mismatch", Warning, "`cname` and `site-url` name different domains"),
    (Code::ConfigSyntax, "config-syntax", Error, "`book.toml` is not valid TOML"),
    (Code::ControlCharacter, "control-character", Error, "a text holds a control character, which no page can show"),
    (Code::CurlyQuote, "curly-quote", Warning, "code holds curly quotation marks or dashes, so it does not run"),
    (Code::DamagedFile, "damaged-file", Error, "a picture or a download is empty, or is not what its name says"),
    (Code::DroppedHtml, "dropped-html", Warning, "raw HTML is not allowed in content and is left out"),
    (Code::DuplicateFootnote, "duplicate-footnote", Error, "two footnotes of a file have the same name"),
    (Code::DuplicateId, "duplicate-id", Error, "two questions have the same id or alias"),
    (Code::DuplicateKey, "duplicate-key", Error, "a key is given twice"),
    (Code::DuplicateOption, "duplicate-option", Error, "two options of a question say the same"),
    (Code::DuplicateOrder, "duplicate-order", Warning, "two neighbors have the same `order`"),
    (Code::DuplicateOutput, "duplicate-output", Error, "two files would be written to the same path of the site"),
    (Code::DuplicateReference, "duplicate-reference", Warning, "a question names a source twice"),
    (Code::DuplicateTitle, "duplicate-title", Warning, "two questions of a topic have the same title"),
    (Code::EmptyAnswer, "empty-answer", Error, "a question has no answer"),
    (Code::EmptyGuide, "empty-guide", Warning, "the guide has no questions"),
    (Code::EmptyOption, "empty-option", Error, "an option has a box and no text"),
    (Code::EmptySection, "empty-section", Warning, "a section has a heading and nothing below it"),
    (Code::EmptyTopic, "empty-topic", Warning, "a topic has neither questions nor nested topics"),
    (Code::ExternalImage, "external-image", Error, "an image would be loaded from another host"),
    (
        Code::FeedbackInOption,
        "feedback-in-option",
        Warning,
        "feedback stands in the text of an option, where readers see it before they answer",
    ),
    (Code::FileTooLarge, "file-too-large", Error, "a file is larger than 1 MiB"),
    (Code::FutureDate, "future-date", Warning, "a date lies in the future"),
    (Code::HeadingLevel, "heading-level", Error, "a heading's level does not fit its place"),
    (Code::HeadingSpace, "heading-space", Warning, "a line looks like a heading and is none, or a heading has no text"),
    (Code::HtmlAsText, "html-as-text", Warning, "a tag of HTML is shown as text"),
    (Code::IgnoredFile, "ignored-file", Warning, "a file looks like content and is left out because of its name"),
    (Code::InvalidMath, "invalid-math", Error, "a formula can't be converted"),
    (Code::InvisibleCharacter, "invisible-character", Warning, "a text holds a character that nobody can see"),
    (Code::LargeImage, "large-image", Warning, "a picture is so large that readers on a phone wait for it"),
    (Code::LfsPointer, "lfs-pointer", Error, "a file is a pointer of Git LFS or git-annex and not the file itself"),
    (Code::MergeConflict, "merge-conflict", Error, "git left two versions of a text in the file"),
    (Code::MisnamedFile, "misnamed-file", Warning, "a picture is of another format than its name says"),
    (Code::MisplacedFile, "misplaced-file", Error, "a question file lies outside any topic"),
    (Code::MisplacedKey, "misplaced-key", Error, "a key belongs to another kind of question"),
    (Code::MisplacedSection, "misplaced-section", Error, "a section belongs to another kind of question"),
    (Code::MisreadValue, "misread-value", Warning, "YAML takes a part of a text for something else and leaves it out"),
    (Code::MissingAltText, "missing-alt-text", Warning, "an image has no alternative text"),
    (Code::MissingFile, "missing-file", Error, "a file that `book.toml` names is not there"),
    (Code::MissingFrontMatter, "missing-front-matter", Error, "the file does not begin with front matter"),
    (Code::MissingImage, "missing-image", Error, "an image's file is not there"),
    (Code::MissingIndex, "missing-index", Error, "a topic has no `_index.md`"),
    (Code::MissingLanguage, "missing-language", Warning, "there is no language file for the guide's language"),
    (Code::MissingString, "missing-string", Warning, "a language file lacks strings of the theme"),
    (Code::MissingTitle, "missing-title", Error, "there is no title, or an empty one"),
    (Code::NoCorrectOption, "no-correct-option", Error, "no option is marked as right"),
    (Code::NoOptions, "no-options", Error, "a multiple-choice question has no options"),
    (Code::NotUtf8, "not-utf8", Error, "the file is not UTF-8 text"),
    (Code::OptionWithoutBox, "option-without-box", Error, "an option is marked neither right nor wrong"),
    (Code::OptionsOutsideMcq, "options-outside-mcq", Error, "a question of another kind has options"),
    (Code::OutdatedCheck, "outdated-check", Warning, "an answer was last checked before it last changed"),
    (Code::PagesLimit, "pages-limit", Warning, "a file or the whole site is larger than GitHub Pages takes"),
    (Code::PositionInOption, "position-in-option", Warning, "a text speaks of the places of options, which change"),
    (Code::RepeatedSection, "repeated-section", Error, "a section appears twice"),
    (Code::SimilarTags, "similar-tags", Warning, "two tags differ in case, spaces or hyphens only"),
    (Code::SingleOption, "single-option", Error, "there is only one option to choose from"),
    (Code::SymbolicLink, "symbolic-link", Error, "the content holds a symbolic link"),
    (Code::TitleMarkup, "title-markup", Warning, "a title, a tag or a reference holds Markdown that it can't show"),
    (Code::TooComplex, "too-complex", Error, "the file goes over a limit of the parser"),
    (
        Code::TooManyMistakes,
        "too-many-mistakes",
        Warning,
        "a file has more than 1,000 mistakes, and the later ones are not shown",
    ),
    (Code::TooManyOptions, "too-many-options", Error, "a question has more than 26 options"),
    (Code::UnclosedCode, "unclosed-code", Error, "a code block has no closing fence"),
    (Code::UnclosedComment, "unclosed-comment", Error, "a comment has no `-->`"),
    (Code::UnclosedFrontMatter, "unclosed-front-matter", Error, "the front matter has no closing `---`"),
    (Code::UnclosedTag, "unclosed-tag", Error, "an element of HTML has no end tag, so it takes in all that follows"),
    (Code::UndefinedFootnote, "undefined-footnote", Warning, "the mark of a footnote has no footnote"),
    (Code::UnknownKey, "unknown-key", Error, "a key is not one that is known"),
    (Code::UnknownLanguage, "unknown-language", Warning, "a code block names a language that can't be highlighted"),
    (Code::UnknownSection, "unknown-section", Error, "a level-2 heading is not one of the sections"),
    (Code::UnknownString, "unknown-string", Warning, "a language file has a string that the theme does not use"),
    (Code::UnknownValue, "unknown-value", Error, "a value is not one of those allowed"),
    (Code::UnmeantEmphasis, "unmeant-emphasis", Warning, "signs of code or of a product make text bold or slanted"),
    (Code::UnmeantHeading, "unmeant-heading", Warning, "a line of hyphens makes a heading of the text above it"),
    (Code::UnreadLink, "unread-link", Warning, "a link or an image is not read as one and is shown as text"),
    (Code::UnreadMarkup, "unread-markup", Warning, "marks of another tool, or misplaced ones, are shown as text"),
    (Code::UnreadMath, "unread-math", Warning, "a formula is not read as one and is shown as text"),
    (Code::UnreadSection, "unread-section", Warning, "a line was meant to begin a section and does not"),
    (Code::UnsafeLink, "unsafe-link", Error, "a link's scheme is not allowed"),
    (Code::UnsafeSvg, "unsafe-svg", Error, "an SVG image holds a script or loads something"),
    (Code::UnsupportedFile, "unsupported-file", Error, "a file of this type is not published"),
    (
        Code::UnusedDefinition,
        "unused-definition",
        Warning,
        "a line is read as the address of links, and no link uses it, so it is not shown",
    ),
    (Code::UnusedFootnote, "unused-footnote", Warning, "a footnote is never referred to"),
    (Code::UnusedThemeFile, "unused-theme-file", Warning, "a file of the theme replaces nothing and nothing uses it"),
    (Code::WrongType, "wrong-type", Error, "a value has the wrong type"),
];

impl Code {
    /// Every code, by name.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    fn row(self) -> (&'static str, Severity, &'static str) {
        // The table lists every variant in the enum's own order; the test below holds that.
        TABLE.get(self as usize).map_or(("unknown", Error, ""), |row| (row.1, row.2, row.3))
    }

    /// The kebab-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Whether it stops the build.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().1
    }

    /// What it means, in one line.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.row().2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_at_its_own_place_in_the_table() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index, "`{}` stands in the wrong place", row.1);
        }
        assert_eq!(Code::WrongType as usize, TABLE.len() - 1, "the table lacks a code");
    }

    #[test]
    fn names_are_sorted_and_kebab_case() {
        let names: Vec<&str> = Code::all().map(Code::name).collect();
        assert!(names.is_sorted());
        assert!(
            names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        );
    }
}
