"""docs/data.md: complete, and its examples are files that load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib import datafile, prompts
from lib.catalog import model
from lib.datafile import Shape
from lib.prompts import shapes

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
SHAPES = {
    shape
    for module in (shapes, model)
    for shape in vars(module).values()
    if isinstance(shape, type) and issubclass(shape, Shape) and shape is not Shape
}


@pytest.mark.parametrize("shape", sorted(SHAPES, key=lambda shape: shape.__name__))
def test_every_field_is_explained(shape: type[Shape]) -> None:
    names = [field.alias or name for name, field in shape.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in DOCS] == []


def test_the_example_files_load(tmp_path: Path) -> None:
    places = ("styles/ink.brush", "styles/tone.brisk", "image/dish", "text/letter", "models/sample-image-1")
    for place, text in zip(places, EXAMPLES, strict=True):
        path = tmp_path / f"{place}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    library = prompts.load(tmp_path)
    assert [*library.presets, *library.styles] == ["dish", "letter", "tone.brisk", "ink.brush"]
    assert datafile.load(tmp_path / "models" / "sample-image-1.toml", model.Model).id == "sample-image-1"
