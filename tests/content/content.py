#!/usr/bin/env python3
"""What must hold of the guide's own content and `genai-guide check` can't know.

- Every Python block runs, and prints what the ```text block after it shows. A block that must not run says so: ```python no-run.
- The right option of a multiple-choice question is neither the longest, nor in one place, more often than chance.

Usage: content.py [folder]. Needs Python 3.11 or newer and the packages of requirements.txt.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

# How long one block may run, in seconds. No block is judged by less: only one that hangs takes it.
LONGEST = 120
# How unlikely a row of positions or lengths must be to be called no chance.
UNLIKELY = 0.01

FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
OPTION = re.compile(r"^- \[(?P<mark>[ xX])\] (?P<text>.*)$")


@dataclass
class Block:
    """A fenced block: where its code begins, what follows its fence, its lines."""

    file: Path
    line: int
    info: str
    text: str
    end: int


def blocks(file: Path) -> list[Block]:
    """The fenced blocks of a file, in order."""
    found: list[Block] = []
    lines = file.read_text(encoding="utf-8").splitlines()
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
        found.append(Block(file, start + 1, opening["info"].strip(), text, at))
    return found


def follows(file: Path, one: Block, other: Block) -> bool:
    """Whether nothing but white space stands between two blocks."""
    between = file.read_text(encoding="utf-8").splitlines()[one.end : other.line - 2]
    return not any(line.strip() for line in between)


def run(block: Block, shown: str | None) -> str | None:
    """Runs a block in a folder of its own; what is wrong with it, if anything."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-X", "utf8", "-"], input=block.text, capture_output=True, text=True, cwd=folder,
                env=env, timeout=LONGEST, encoding="utf-8",
            )
        except subprocess.TimeoutExpired:
            return f"{block.file}:{block.line}: runs for more than {LONGEST} s"
    if done.returncode != 0:
        return f"{block.file}:{block.line}: {done.stderr.strip().splitlines()[-1]}"
    plain = [line.rstrip() for line in done.stdout.strip().splitlines()]
    if shown is not None and plain != [line.rstrip() for line in shown.strip().splitlines()]:
        return f"{block.file}:{block.line}: prints\n{done.stdout.rstrip()}\n  and not what is shown below it:\n{shown.rstrip()}"
    return None


def check_python(files: list[Path]) -> tuple[int, list[str]]:
    """Runs every Python block; how many there are, and what is wrong."""
    jobs: list[tuple[Block, str | None]] = []
    for file in files:
        own = blocks(file)
        for block, after in zip(own, [*own[1:], None]):
            words = block.info.split()
            if words[:1] != ["python"] or "no-run" in words:
                continue
            shown = after.text if after and after.info == "text" and follows(file, block, after) else None
            jobs.append((block, shown))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        wrong = pool.map(lambda job: run(*job), jobs)
        return len(jobs), [fault for fault in wrong if fault]


@dataclass
class Choice:
    """A question with one right option: its options' lengths, and the place of the right one."""

    file: Path
    lengths: list[int]
    right: int


def choices(files: list[Path]) -> list[Choice]:
    """The questions with exactly one right option."""
    found: list[Choice] = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        if not re.search(r"^kind: mcq$", text, re.MULTILINE):
            continue
        options = [match for line in text.splitlines() if (match := OPTION.match(line))]
        right = [at for at, option in enumerate(options) if option["mark"] != " "]
        if len(right) == 1:
            found.append(Choice(file, [len(option["text"]) for option in options], right[0]))
    return found


def at_least(hits: int, chances: list[float]) -> float:
    """The probability of `hits` or more, where each trial has a chance of its own (Poisson's binomial distribution)."""
    row = [1.0]
    for chance in chances:
        row = [
            (row[at] if at < len(row) else 0.0) * (1 - chance) + (row[at - 1] if at else 0.0) * chance
            for at in range(len(row) + 1)
        ]
    return sum(row[hits:])


def check_choices(found: list[Choice]) -> list[str]:
    """Whether place or length gives the right option away."""
    wrong: list[str] = []
    longest = [choice for choice in found if choice.lengths[choice.right] == max(choice.lengths)
               and choice.lengths.count(max(choice.lengths)) == 1]
    chances = [1 / len(choice.lengths) for choice in found]
    if (probability := at_least(len(longest), chances)) < UNLIKELY:
        names = ", ".join(str(choice.file) for choice in longest)
        wrong.append(f"the right option is the longest in {len(longest)} of {len(found)} questions"
                     f" (by chance: {probability:.4f}): {names}")
    for place in range(max((len(choice.lengths) for choice in found), default=0)):
        here = [choice for choice in found if choice.right == place]
        chances = [1 / len(choice.lengths) if place < len(choice.lengths) else 0.0 for choice in found]
        if (probability := at_least(len(here), chances)) < UNLIKELY:
            wrong.append(f"the right option is {chr(65 + place)} in {len(here)} of {len(found)} questions"
                         f" (by chance: {probability:.4f})")
    return wrong


def main() -> int:
    """Checks a content folder; 1 if anything is wrong."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "content"
    files = sorted(folder.rglob("*.md"))
    ran, wrong = check_python(files)
    single = choices(files)
    wrong += check_choices(single)
    places = {chr(65 + place): sum(choice.right == place for choice in single) for place in range(4)}
    print(f"{len(files)} files: {ran} Python blocks run, {len(single)} questions with one right option, places {places}")
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong or not files or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
