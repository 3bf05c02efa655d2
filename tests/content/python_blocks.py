"""Every Python block runs, and prints what the ```text block after it shows.

A block that must not run says so: ```python no-run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reading import Block, Source

# How long one block may run, in seconds. No block is judged by less: only one that hangs takes it.
LONGEST = 120


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
        return f"{block.file}:{block.line}: {(done.stderr.strip() or 'exit code ' + str(done.returncode)).splitlines()[-1]}"
    plain = [line.rstrip() for line in done.stdout.strip().splitlines()]
    if shown is not None and plain != [line.rstrip() for line in shown.strip().splitlines()]:
        return f"{block.file}:{block.line}: prints\n{done.stdout.rstrip()}\n  and not what is shown below it:\n{shown.rstrip()}"
    return None


def check(sources: list[Source], _: Path) -> tuple[str, list[str]]:
    """Runs every Python block."""
    jobs: list[tuple[Block, str | None]] = []
    for source in sources:
        for block, after in zip(source.blocks, [*source.blocks[1:], None]):
            info = block.info.split()
            if info[:1] != ["python"] or "no-run" in info:
                continue
            shown = after.text if after and after.info == "text" and source.follows(block, after) else None
            jobs.append((block, shown))
    if not jobs:
        return "no Python block run", ["there is no Python block to run: are fences still found?"]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        wrong = pool.map(lambda job: run(*job), jobs)
        return f"{len(jobs)} Python blocks run", [fault for fault in wrong if fault]
