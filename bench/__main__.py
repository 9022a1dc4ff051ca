"""`make bench`: what it costs, on this machine, now. A missed goal is a figure to explain, not a failure.

python -m bench [gate] [library] [sessions] [text] [app]    # these parts; none named: all
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from bench.figures import Figure

PARTS = ("gate", "library", "sessions", "text", "app")


def main() -> None:
    wanted = sys.argv[1:] or PARTS
    if unknown := set(wanted) - {*PARTS}:
        sys.exit(f"There is no part {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}.")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        for part in wanted:
            figures += import_module(f"bench.{part}").measure(Path(folder) / part)
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        print(figure.line(width))


if __name__ == "__main__":
    main()
