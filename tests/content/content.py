#!/usr/bin/env python3
"""What must hold of the guide's own content and `genai-guide check` can't know: the rules of CONTRIBUTING.md.

Each rule is one file with one function, and one line in `CHECKS`. A check is given the files and their folder, and returns
what it has looked at and what is wrong.

Usage: content.py [folder]. Needs Python 3.11 or newer and the packages of requirements.txt.
"""

from __future__ import annotations

import sys
from pathlib import Path

import figures
import form
import options
import python_blocks
from reading import read

CHECKS = (form.check, options.check, figures.check, python_blocks.check)


def main() -> int:
    """Checks a content folder; 1 if anything is wrong."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "content"
    sources = read(folder)
    wrong = [] if sources else [f"{folder}: there is nothing in it"]
    for check in CHECKS:
        seen, faults = check(sources, folder)
        print(seen)
        wrong += faults
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
