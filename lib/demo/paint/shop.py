"""What every packshot has: the numbers of its materials, and the shape of a function that stands a thing in it."""

from __future__ import annotations

from collections.abc import Callable

from lib.demo.paint.build import Builder

# Numbers of the materials, in the order in which product.py makes them.
SUBJECT, CAP, PLINTH, ACCENT, LABEL, DARK, WALL = range(7)

# Builds a thing whose foot is at a height.
Stand = Callable[[Builder, float], None]
