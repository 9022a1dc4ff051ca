"""Reading the library: every preset and style of a folder, checked against one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

from lib import datafile
from lib.domain import Brief, Job
from lib.prompts import lint
from lib.prompts.problems import check, unknown
from lib.prompts.shapes import SLOTS, Block, Library, Preset, Style

SHIPPED = Path(__file__).resolve().parents[2] / "presets"
Entry = TypeVar("Entry", Preset, Style)


@cache
def library() -> Library:
    """What Studio ships, read once."""
    return load(SHIPPED)


def load(folder: Path) -> Library:
    """Read ``folder/<job>/*.toml`` and ``folder/styles/*.toml``. Raises DataFileError for the first fault."""
    style_files, preset_files = _read(folder, ["styles"], Style), _read(folder, get_args(Job), Preset)
    styles = sorted((style for _, style in style_files), key=lambda style: style.name)
    presets = sorted((preset for _, preset in preset_files), key=lambda preset: (preset.job, preset.order, preset.name))
    shelf = Library(_by_id(presets), _by_id(styles))
    for path, style in style_files:
        _check_style(path, style, shelf)
    for path, preset in preset_files:
        _check_preset(path, preset, shelf)
    return shelf


def _by_id(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    return MappingProxyType({entry.id: entry for entry in entries})


def _read(folder: Path, kinds: Iterable[str], shape: type[Entry]) -> list[tuple[Path, Entry]]:
    """Every file of these sub-folders; an id is the name of its file and stands once in the library."""
    found: dict[str, tuple[Path, Entry]] = {}
    for path in (path for kind in kinds for path in sorted((folder / kind).glob("*.toml"))):
        entry = datafile.load(path, shape)
        if entry.id != path.name.removesuffix(".toml"):
            raise datafile.fault(path, ["id"], f"the id “{entry.id}” must be the name of its file; rename one of them.")
        if entry.id in found:
            other = found[entry.id][0].relative_to(folder)
            raise datafile.fault(path, ["id"], f"the id “{entry.id}” is taken by {other}; choose another.")
        found[entry.id] = path, entry
    return list(found.values())


def _check_slots(path: Path, keys: list[str | int], job: Job, block: Block) -> None:
    """A slot that its job does not know would be silently lost; the others keep to the guidance."""
    slots = SLOTS.get(job, ())
    for slot, text in block.texts().items():
        if slot not in slots:
            known = ", ".join(slots) or "none"
            raise datafile.fault(path, [*keys, slot], f"{slot} has no place in {job}; its slots are {known}.")
        if wrong := lint.fault(job, slot, text):
            raise datafile.fault(path, [*keys, slot], f"{slot}: {wrong}")


def _check_style(path: Path, style: Style, shelf: Library) -> None:
    for job, block in style.blocks.items():
        _check_slots(path, ["blocks", job], job, block)
    for other in style.conflicts_with:
        if other not in shelf.styles:
            raise datafile.fault(path, ["conflicts_with"], unknown("style", other, [*shelf.styles]).message)


def _check_preset(path: Path, preset: Preset, shelf: Library) -> None:
    """What it suggests and its example are briefs like any other."""
    if preset.job != path.parent.name:
        message = f"a preset for {preset.job} belongs in the folder {preset.job}; move it."
        raise datafile.fault(path, ["job"], message)
    _check_slots(path, ["slots"], preset.job, preset.slots)
    for name, subtype in preset.subtypes.items():
        _check_slots(path, ["subtypes", name, "slots"], preset.job, subtype.slots)
    suggested = Brief(preset.job, preset=preset.id, styles=preset.styles)
    for keys, brief in (([], suggested), (["example"], preset.sample())):
        for problem in check(brief, shelf):
            raise datafile.fault(path, [*keys, problem.field], problem.message)
