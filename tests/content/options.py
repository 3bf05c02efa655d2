"""Neither the length nor the place of an option says whether it is right.

A guide in which a right option is the longest or the shortest more often than chance, or so seldom that it can be struck
out, or mostly in one place, can be passed without knowing anything. Questions with several right options count with the
chance that they give.
"""

from __future__ import annotations

from pathlib import Path

from reading import Option, Source

# How unlikely a row of positions or lengths must be to be called no chance.
UNLIKELY = 0.01
# Options of one question are alike in length: the longest has at most this many times the letters of the shortest, and
# some more, since a word more or less is nothing.
RATIO, SPARE = 1.6, 12


def at_least(hits: int, chances: list[float]) -> float:
    """The probability of `hits` or more, where each trial has a chance of its own (Poisson's binomial distribution)."""
    row = [1.0]
    for chance in chances:
        row = [
            (row[at] if at < len(row) else 0.0) * (1 - chance) + (row[at - 1] if at else 0.0) * chance
            for at in range(len(row) + 1)
        ]
    return sum(row[hits:])


def at_most(hits: int, chances: list[float]) -> float:
    """The probability of `hits` or fewer."""
    return 1 - at_least(hits + 1, chances)


def chance(source: Source) -> float:
    """How likely an option that is drawn by lot is right."""
    return sum(option.right for option in source.options) / len(source.options)


def extreme(options: list[Option], longest: bool) -> Option | None:
    """The one option that is longer, or shorter, than all others, if there is one."""
    row = sorted(options, key=lambda option: len(option.text), reverse=longest)
    return row[0] if len(row) < 2 or len(row[0].text) != len(row[1].text) else None


def check(sources: list[Source], _: Path) -> tuple[str, list[str]]:
    """Counts over all multiple-choice questions, and compares the options of each."""
    asked = [source for source in sources if source.kind == "mcq" and source.options]
    wrong: list[str] = []
    for source in asked:
        lengths = [len(option.text) for option in source.options]
        if max(lengths) > RATIO * min(lengths) + SPARE:
            wrong.append(f"{source.file}: the options are of {min(lengths)} to {max(lengths)} letters; make them alike")

    seen = []
    for longest in (True, False):
        name = "longest" if longest else "shortest"
        trials = [(source, option) for source in asked if (option := extreme(source.options, longest))]
        told = [source for source, option in trials if option.right]
        chances = [chance(source) for source, _ in trials]
        seen.append(f"the {name} {len(told)}")
        rare = min(at_least(len(told), chances), at_most(len(told), chances))
        if rare < UNLIKELY:
            files = ", ".join(str(source.file) for source in told)
            wrong.append(f"the {name} option is right in {len(told)} of {len(trials)} questions (by chance: {rare:.4f}): {files}")
    for place in range(max((len(source.options) for source in asked), default=0)):
        trials = [source for source in asked if len(source.options) > place]
        hits = sum(source.options[place].right for source in trials)
        seen.append(f"{chr(65 + place)} {hits}")
        if (rare := at_least(hits, [chance(source) for source in trials])) < UNLIKELY:
            wrong.append(f"option {chr(65 + place)} is right in {hits} of {len(trials)} questions (by chance: {rare:.4f})")
    return f"{len(asked)} multiple-choice questions, right: {', '.join(seen)}", wrong
