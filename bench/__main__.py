"""`make bench`: what it costs, on this machine, now. A missed goal is a figure to explain, not a failure."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import app, gate
from bench.figures import Figure


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        figures: list[Figure] = [*gate.measure(Path(folder) / "gate"), *app.measure(Path(folder) / "app")]
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        print(figure.line(width))


if __name__ == "__main__":
    main()
