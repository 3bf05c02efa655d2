"""Every question has the parts that CONTRIBUTING.md asks for, at the length that it asks for.

Every introduction leads to all questions of its topic, the study plan to all topics, and every entry of the glossary to a
question. Whether a link leads anywhere is checked by `genai-guide check`.
"""

from __future__ import annotations

import re
from pathlib import Path

from reading import Source, words

# Words of an answer by kind, code and displayed formulas not counted; tables count for the lower bound only. The bounds are
# those of the editorial guide, with grace: the count is a machine's.
LENGTHS = {"short": (110, 280), "descriptive": (300, 850)}
# What can be said in about thirty seconds, at some 150 words a minute, with grace too.
IN_SHORT = (45, 95)
FOLLOW_UPS = (3, 5)
SEVERAL = "(several)"


def between(count: int, bounds: tuple[int, int], what: str) -> list[str]:
    low, high = bounds
    return [] if low <= count <= high else [f"{what}: {count}, not {low} to {high}"]


def every(source: Source) -> list[str]:
    """What every question must have."""
    faults = [f"`{key}` is missing" for key in ("difficulty", "tags", "order", "verified") if not source.keys.get(key)]
    references = source.keys.get("references", [])
    faults += between(len(references), (2, 6), "references")
    return faults + [f"a reference is not to https: {one['url']}" for one in references if not one["url"].startswith("https://")]


def choice(source: Source) -> list[str]:
    """What a multiple-choice question must have."""
    faults = between(len(source.options), (4, 5), "options")
    faults += [f"no feedback under “{option.text}”" for option in source.options if len(option.feedback.strip()) < 15]
    if words(source.sections.get("Explanation", "")) < 25:
        faults.append("an `## Explanation` of some sentences is missing")
    if SEVERAL in source.keys["title"]:
        faults.append(f"the title says {SEVERAL}; the page says so itself")
    return faults


def open_question(source: Source) -> list[str]:
    """What a question that is answered in words must have."""
    faults = [f"`## {name}` is missing" for name in ("In short", "Answer", "Follow-ups") if not source.sections.get(name)]
    if faults:
        return faults
    answer = source.sections["Answer"]
    faults = between(words(source.sections["In short"]), IN_SHORT, "words in short")
    low, high = LENGTHS[source.kind]
    if words(answer) > high or words(answer, tables=True) < low:
        faults.append(f"words of the answer: {words(answer)}, not {low} to {high}")
    faults += between(len(re.findall(r"^- ", source.sections["Follow-ups"], re.MULTILINE)), FOLLOW_UPS, "follow-ups")
    if words(answer) > 400 and not re.search(r"^### ", answer, re.MULTILINE):
        faults.append("a long answer needs headings (`###`)")
    return faults


def links(source: Source) -> set[Path]:
    """The files that a file links to."""
    return {(source.file.parent / address).resolve() for address in re.findall(r"\]\(([^)#\s]+\.md)", source.body)}


def leads_to(source: Source, targets: list[Path]) -> list[str]:
    return [f"no link to {target}" for target in targets if target.resolve() not in links(source)]


def glossary(source: Source) -> list[str]:
    """Each entry leads on, and entries stand in the order of the alphabet, under their letter."""
    faults, letter, last = [], "", ""
    for line in source.prose:
        if heading := re.match(r"## (\w)$", line):
            letter = heading[1].lower()
        elif entry := re.match(r"- \*\*(.+?):?\*\*", line):
            term = re.sub(r"\(.*?\)|\W", "", entry[1]).lower()
            if term < last or not term.startswith(letter):
                faults.append(f"“{entry[1]}” is out of order")
            if "](" not in line:
                faults.append(f"“{entry[1]}” leads to no question")
            last = term
    return faults


def check(sources: list[Source], folder: Path) -> tuple[str, list[str]]:
    """Looks at every file."""
    wrong: list[str] = []
    topics = [source for source in sources if source.file.name == "_index.md" and source.file.parent != folder]
    for source in sources:
        faults: list[str] = []
        if source.kind:
            faults = every(source) + (choice(source) if source.kind == "mcq" else open_question(source))
        elif source in topics:
            faults = leads_to(source, [one.file for one in sources if one.kind and one.file.parent == source.file.parent])
        elif source.file.name == "study-plan.md":
            faults = leads_to(source, [one.file for one in topics])
        elif source.file.name == "glossary.md":
            faults = glossary(source)
        wrong += [f"{source.file}: {fault}" for fault in faults]
    return f"{sum(1 for source in sources if source.kind)} questions in {len(topics)} topics have their parts", wrong
