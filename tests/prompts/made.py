"""Small libraries and files for the tests of prompts."""

from __future__ import annotations

from pathlib import Path

from lib.prompts import Library, Preset, Style

PRESET = """\
id = "scene"
version = 1
name = "Scene"
job = "image"
about = "A place."
styles = ["film"]

[slots]
framing = "A wide shot."
lighting = "Light from one side."

[subtypes.near]
name = "Near"
[subtypes.near.slots]
framing = "A close shot."

[example]
title = "A harbour"
words = "A harbour at dusk"
subtype = "near"
styles = ["film"]

[guidance]
source = "IMG"
page = "ai.google.dev/gemini-api/docs/image-generation"
"""

TEXT = """\
id = "note"
version = 1
name = "Note"
job = "text"
about = "A text."

[slots]
role = "You are an editor."
format = "A table with three columns."
limits = "Unless asked otherwise: at most 50 words."

[subtypes.short]
name = "Short"
[subtypes.short.slots]
format = "One paragraph."

[example]
title = "A note"
words = "A note to the team"

[guidance]
source = "TXT"
page = "ai.google.dev/gemini-api/docs/gemini-3"
"""

STYLE = """\
id = "film"
version = 1
name = "Film"
category = "Photographic"
about = "Grain."
axes = ["process"]

[blocks.image]
process = "Colour negative film, soft halation."

[[avoid]]
concept = "vector"
positive = "grain"
"""


def folder(root: Path, preset: str = PRESET, style: str = STYLE, text: str = TEXT) -> Path:
    """A library of one preset for each job and one style on disk."""
    for kind, name, content in (("image", "scene", preset), ("text", "note", text), ("styles", "film", style)):
        (root / kind).mkdir(exist_ok=True)
        (root / kind / f"{name}.toml").write_text(content, "utf-8")
    return root


def style(
    name: str, axes: tuple[str, ...] = ("process",), conflicts: tuple[str, ...] = (), job: str = "image", **texts: str
) -> Style:
    """A style for one job; without texts it says one sentence with its own name on each of its axes."""
    return Style.model_validate(
        {
            "id": name.lower(),
            "version": 1,
            "name": name,
            "category": "Test",
            "about": "A look.",
            "axes": axes,
            "blocks": {job: texts or {axis: f"{name} {axis}." for axis in axes}},
            "conflicts_with": conflicts,
        }
    )


def preset(job: str = "image", **texts: str) -> Preset:
    """The preset ``scene`` with these slots and one subtype that says nothing."""
    return Preset.model_validate(
        {
            "id": "scene",
            "version": 1,
            "name": "Scene",
            "job": job,
            "about": "A place.",
            "slots": texts,
            "subtypes": {"near": {"name": "Near"}},
            "example": {"title": "A boat", "words": "A boat"},
            "guidance": {"source": "IMG", "page": "a page"},
        }
    )


def library(*styles: Style, preset: Preset | None = None) -> Library:
    return Library({"scene": preset} if preset else {}, {style.id: style for style in styles})
