"""Reads the guide's files as the checks of its content need them: front matter, sections, options, fenced blocks.

Whether the files are well formed is said by `genai-guide check`, with the place; here a malformed one only ends the run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
SECTION = re.compile(r"^## +(.+?) *$")
OPTION = re.compile(r"^- \[(?P<mark>[ xX])\] (?P<text>.*)$")
FEEDBACK = re.compile(r"^ *> ?")


@dataclass
class Block:
    """A fenced block: where its code begins, what follows its fence, its lines, the index of the line after it."""

    file: Path
    line: int
    info: str
    text: str
    end: int


@dataclass
class Option:
    """An option of a multiple-choice question."""

    right: bool
    text: str
    feedback: str


@dataclass
class Source:
    """A Markdown file of the content, taken apart."""

    file: Path
    text: str = field(init=False)
    keys: dict = field(init=False)
    body: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.file.read_text(encoding="utf-8")
        _, front, self.body = re.split(r"^---$\n?", self.text, maxsplit=2, flags=re.MULTILINE)
        self.keys = yaml.safe_load(front) or {}

    @property
    def kind(self) -> str | None:
        """The question's kind; nothing for introductions and pages."""
        if self.file.name == "_index.md" or self.file.parent.name == "pages":
            return None
        return self.keys.get("kind", "descriptive")

    @cached_property
    def blocks(self) -> list[Block]:
        """The fenced blocks, in order."""
        found: list[Block] = []
        lines = self.text.splitlines()
        at = 0
        while at < len(lines):
            opening = FENCE.match(lines[at])
            at += 1
            if not opening:
                continue
            start, indent, fence = at, len(opening["indent"]), opening["fence"]
            closing = re.compile(rf"^ *{re.escape(fence[0])}{{{len(fence)},}}\s*$")
            while at < len(lines) and not closing.match(lines[at]):
                at += 1
            text = "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines[start:at])
            at += 1
            found.append(Block(self.file, start + 1, opening["info"].strip(), text, at))
        return found

    def follows(self, one: Block, other: Block) -> bool:
        """Whether nothing but white space stands between two blocks."""
        return not any(line.strip() for line in self.text.splitlines()[one.end : other.line - 2])

    @cached_property
    def prose(self) -> list[str]:
        """The lines of the body without fenced blocks."""
        lines = self.text.splitlines()
        for block in self.blocks:
            for at in range(block.line - 2, block.end):
                lines[at] = ""
        return lines[len(lines) - len(self.body.splitlines()) :]

    @cached_property
    def sections(self) -> dict[str, str]:
        """What stands under each heading of level two, without fenced blocks. The prompt has an empty name."""
        found: dict[str, list[str]] = {"": []}
        name = ""
        for line in self.prose:
            if heading := SECTION.match(line):
                name = heading[1]
                found[name] = []
            else:
                found[name].append(line)
        return {name: "\n".join(lines).strip() for name, lines in found.items()}

    @cached_property
    def options(self) -> list[Option]:
        """The options of the task list."""
        found: list[Option] = []
        for line in self.sections[""].splitlines():
            if option := OPTION.match(line):
                found.append(Option(option["mark"] != " ", option["text"], ""))
            elif found and FEEDBACK.match(line):
                found[-1].feedback = f"{found[-1].feedback} {FEEDBACK.sub('', line)}".strip()
            elif found and not found[-1].feedback and line.strip():
                found[-1].text += " " + line.strip()
        return found


def read(folder: Path) -> list[Source]:
    """The Markdown files of a content folder, sorted."""
    found = []
    for file in sorted(folder.rglob("*.md")):
        try:
            found.append(Source(file))
        except (ValueError, yaml.YAMLError):
            raise SystemExit(f"{file}: its front matter can't be read; `genai-guide check` says why") from None
    return found


def words(text: str, *, tables: bool = False) -> int:
    """How many words a reader reads: no displayed formulas, no figures, tables if asked; a formula in a line is one word."""
    text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
    text = re.sub(r"(?<![\\$])\$[^$\n]+?\$", "x", text)
    left_out = ("![",) if tables else ("|", "![")
    kept = [line for line in text.splitlines() if not line.lstrip().startswith(left_out)]
    return len(re.findall(r"\w[\w'’.,/–-]*", re.sub(r"\]\([^)]*\)", "]", " ".join(kept))))
