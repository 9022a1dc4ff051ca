"""What Studio ships: each preset and style reads well, runs, and does what its name says on the demo engine."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from lib import prompts
from lib.catalog import catalog, domain
from lib.demo.paint.reading import Reading, describe
from lib.domain import Brief
from lib.prompts import Preset, Style, check, compose
from lib.prompts.phrases import BOOSTERS, plain
from lib.prompts.shapes import AXES, SLOTS, Block, Slots

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = prompts.library()
FILES = sorted((ROOT / "presets").rglob("*.toml"))
STARTS = [(preset.id, kind) for preset in SHIPPED.presets.values() for kind in preset.subtypes]
NAMES = (
    *("leica", "kodak", "fujifilm", "portra", "polaroid", "hasselblad", "canon", "nikon", "pixar", "disney", "ghibli"),
    *("apple", "nike", "chanel", "dior", "leibovitz", "rembrandt", "vermeer", "hopper", "warhol", "hockney", "banksy"),
)
"""Makers, studios and artists that writers of prompts like to name."""


def test_every_file_is_in_the_library_and_in_a_pleasant_order() -> None:
    assert {path.name.removesuffix(".toml") for path in FILES} == {
        *SHIPPED.presets,
        *SHIPPED.styles,
    }
    assert [*SHIPPED.presets] == ["scene", "product", "portrait", "poster"]
    names = [style.name for style in SHIPPED.styles.values()]
    assert names == sorted(names)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_quality_words_no_names_no_braces(path: Path) -> None:
    text = path.read_text("utf-8")
    said = plain(text)
    assert [word for word in (*BOOSTERS, *NAMES) if f" {word} " in said] == []
    assert not re.search(r"[{}<>]|\$", text)


@pytest.mark.parametrize(("start", "subtype"), STARTS)
def test_every_subtype_composes_with_the_suggested_styles(start: str, subtype: str) -> None:
    preset = SHIPPED.presets[start]
    prompt = compose(Brief(preset.job, preset.example.words, start, subtype, preset.styles), SHIPPED)
    assert [note for note in prompt.notes if note.kind == "decided"] == []
    assert {span.origin for span in prompt.spans} >= {"user", "preset"}


@pytest.mark.parametrize("preset", SHIPPED.presets.values(), ids=[*SHIPPED.presets])
def test_a_preset_is_deep_and_its_example_runs(preset: Preset) -> None:
    assert len(preset.subtypes) >= 3
    assert len({kind.slots.framing or preset.slots.framing for kind in preset.subtypes.values()}) >= 3
    assert check(preset.sample(), SHIPPED) == ()
    for model in catalog().of_job(preset.job):
        settings = {**model.at("best"), **preset.settings}
        refused = [name for name in preset.settings if not domain(model, name, settings).allows(settings[name])]
        assert refused == [], model.id


@pytest.mark.parametrize("style", SHIPPED.styles.values(), ids=[*SHIPPED.styles])
def test_a_style_speaks_on_each_axis_that_it_takes(style: Style) -> None:
    assert {*style.axes} <= {*style.blocks["image"].texts()}
    for other in style.conflicts_with:
        assert style.id in SHIPPED.styles[other].conflicts_with


def looks(reading: Reading) -> tuple[object, ...]:
    """What of a picture is look and not subject."""
    return reading.light, reading.finish, reading.palette, reading.extras


@pytest.mark.parametrize("style", SHIPPED.styles)
def test_the_demo_engine_sees_each_style(style: str) -> None:
    words = "A boat in a harbour"
    styled = compose(Brief("image", words, styles=(style,)), SHIPPED)
    assert looks(describe(styled.text)) != looks(describe(words))


@pytest.mark.parametrize(("start", "subtype"), STARTS)
@pytest.mark.parametrize("words", ["A fishing harbour with boats", "An amber bottle", "A woman in a red coat", "Hills"])
def test_presets_and_styles_leave_the_subject_to_the_person(start: str, subtype: str, words: str) -> None:
    preset = SHIPPED.presets[start]
    prompt = compose(replace(preset.sample(), words=words, subtype=subtype), SHIPPED)
    assert describe(prompt.text).scene in {describe(words).scene, describe(preset.slots.framing or "").scene}


def test_slots_and_axes_agree() -> None:
    assert {*AXES} == {*Block.model_fields}
    assert {*SLOTS} == {*Slots.model_fields}
