"""Every figure can be read by everyone: on a phone, in the dark, on paper, and by those who listen.

Whether its letters overlap or stick out is seen by a browser, in `tests/browser/figures.test.js`.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from reading import Source

SVG = "{http://www.w3.org/2000/svg}"
# A phone's text column is some 330 pixels wide, so a figure of this many units is shown at nine tenths of its size.
WIDEST = 375
# Letters of this many units are then about 11 pixels high.
SMALLEST = 12


def faults(file: Path) -> list[str]:
    """What is wrong with a figure."""
    root = ElementTree.parse(file).getroot()
    found = []
    _, _, width, height = (float(number) for number in root.get("viewBox", "0 0 0 0").split())
    if not 0 < width <= WIDEST:
        found.append(f"it is {width:g} units wide, not at most {WIDEST}")
    named = root.get("aria-labelledby", "").split()
    for part, least in (("title", 10), ("desc", 60)):
        one = root.find(SVG + part)
        if one is None or len(one.text or "") < least:
            found.append(f"`{part}` is missing, or says too little")
        elif one.get("id") not in named:
            found.append(f"`aria-labelledby` doesn't name its `{part}`")
    style = "".join(one.text or "" for one in root.iter(SVG + "style"))
    if not re.search(r"@media\s*\(prefers-color-scheme:\s*dark\)", style):
        found.append("it has no colors for the dark")
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;}]*?([\d.]+)px", style)]
    sizes += [float(one.get("font-size").removesuffix("px")) for one in root.iter() if one.get("font-size")]
    if not sizes or min(sizes) < SMALLEST:
        found.append(f"letters of {min(sizes, default=0):g} units, not at least {SMALLEST}")
    first = next(iter(root.findall(SVG + "rect")), None)
    if first is None or (first.get("width"), first.get("height")) != (f"{width:g}", f"{height:g}"):
        found.append("it has no ground of its own: a first `rect` of its whole size")
    return found


def check(sources: list[Source], folder: Path) -> tuple[str, list[str]]:
    """Looks at every figure, and whether a question shows it."""
    figures = sorted((folder / "figures").glob("*.svg"))
    shown = {(source.file.parent / path).resolve() for source in sources if source.kind
             for path in re.findall(r"!\[[^\]]+\]\(([^)\s]+)", source.body)}
    wrong = [f"{file}: {fault}" for file in figures for fault in faults(file)]
    wrong += [f"{file}: no question shows it" for file in figures if file.resolve() not in shown]
    return f"{len(figures)} figures", wrong
