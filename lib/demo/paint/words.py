"""The words that the painter knows, read from ``words.toml`` beside this file: tables only, no logic."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILE: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

Table = Mapping[str, tuple[str, ...]]  # meaning → the words and phrases that mean it


def _table(name: str) -> Table:
    return {meaning: tuple(word.replace("_", " ") for word in said.split()) for meaning, said in _FILE[name].items()}


SCENES = tuple(
    (_table(f"scenes_{rank}"), weight)
    for rank, weight in (("certain", 5.0), ("strong", 3.0), ("plain", 1.6), ("weak", 0.5))
)
SUBJECTS = _table("subjects")
LIGHTS = _table("lights")
FINISHES = _table("finishes")
WEATHERS = _table("weathers")
FRAMINGS = _table("framings")
COPY_SPACE = _table("copy_space")
EXTRAS = _table("extras")
PARTS = _table("parts")
MATERIALS = _table("materials")

COLOURS: Mapping[str, str] = dict(pair.split("=") for pair in _FILE["colours"]["names"].split())
COUNTS: Mapping[str, int] = {
    word: int(number) for word, number in (pair.split("=") for pair in _FILE["counts"]["names"].split())
}
SHADES: Mapping[str, float] = _FILE["shades"]

MATERIALS_ONLY, JOINTS, NEGATIONS = (
    frozenset(_FILE["grammar"][name].split()) for name in ("materials_only", "joints", "negations")
)
