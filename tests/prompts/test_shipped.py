"""What Studio ships: each preset and style reads well, runs, and does what its name says on the demo engine."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from lib import prompts
from lib.catalog import catalog, domain
from lib.demo.paint.reading import Reading, describe
from lib.domain import Brief, Input
from lib.prompts import Preset, Style, check, compose
from lib.prompts.phrases import BOOSTERS, plain
from lib.prompts.shapes import AXES, SLOTS, Block, Slots

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = prompts.library()
FILES = sorted((ROOT / "presets").rglob("*.toml"))
OF_IMAGES = [preset for preset in SHIPPED.presets.values() if preset.job == "image"]
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
    assert [*SHIPPED.presets] == [
        *("scene", "product", "portrait", "poster", "food", "interior", "edit"),
        *("lines", "product_copy", "script", "summary", "rewrite"),
    ]
    assert Counter(job for style in SHIPPED.styles.values() for job in style.blocks) == {"image": 8, "text": 4}
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


def slots(preset: Preset, subtype: str) -> dict[str, str]:
    return preset.slots.texts() | preset.subtypes[subtype].slots.texts()


@pytest.mark.parametrize("preset", SHIPPED.presets.values(), ids=[*SHIPPED.presets])
def test_a_preset_is_deep_and_its_example_runs(preset: Preset) -> None:
    assert len(preset.subtypes) >= 3
    for one, other in combinations(preset.subtypes, 2):
        said, instead = slots(preset, one), slots(preset, other)
        assert sum(said.get(slot) != instead.get(slot) for slot in {*said, *instead}) >= 3, (one, other)
    assert check(preset.sample(), SHIPPED) == ()
    for model in catalog().of_job(preset.job):
        settings = {**model.at("best"), **preset.settings}
        refused = [name for name in preset.settings if not domain(model, name, settings).allows(settings[name])]
        assert refused == [], model.id


def words_of(preset: Preset) -> set[str]:
    """The words of its slots that carry meaning: those of four letters and more."""
    said = " ".join(text for subtype in preset.subtypes for text in slots(preset, subtype).values())
    return {word for word in plain(said).split() if len(word) > 3}


@pytest.mark.parametrize(
    ("one", "other"),
    [pair for pair in combinations(SHIPPED.presets, 2) if len({SHIPPED.presets[start].job for start in pair}) == 1],
)
def test_two_presets_of_a_job_have_words_of_their_own(one: str, other: str) -> None:
    mine, theirs = words_of(SHIPPED.presets[one]), words_of(SHIPPED.presets[other])
    assert len(mine & theirs) < 0.4 * min(len(mine), len(theirs))


def test_every_image_preset_has_the_picture_of_its_example() -> None:
    pictures = {path.stem for path in (ROOT / "presets" / "examples").glob("*.webp")}
    assert pictures == {preset.id for preset in OF_IMAGES}


@pytest.mark.parametrize("preset", OF_IMAGES, ids=[preset.id for preset in OF_IMAGES])
def test_the_demo_engine_knows_what_each_example_shows(preset: Preset) -> None:
    asked = describe(preset.example.words)
    assert asked.scene != "abstract"
    assert describe(compose(preset.sample(), SHIPPED).text).scene == asked.scene


def test_what_a_text_preset_limits_gives_way_to_the_person() -> None:
    texts = [preset for preset in SHIPPED.presets.values() if preset.job == "text"]
    limits = [slots(preset, subtype)["limits"] for preset in texts for subtype in preset.subtypes]
    assert [text for text in limits if not text.startswith("Unless asked otherwise:")] == []


@pytest.mark.parametrize("style", SHIPPED.styles.values(), ids=[*SHIPPED.styles])
def test_a_style_speaks_on_each_axis_that_it_takes_and_names_what_works_against_it(style: Style) -> None:
    assert {*style.axes} <= {slot for block in style.blocks.values() for slot in block.texts()}
    assert style.avoid
    for other in style.conflicts_with:
        assert style.id in SHIPPED.styles[other].conflicts_with


def looks(reading: Reading) -> tuple[object, ...]:
    """What of a picture is look and not subject."""
    return reading.light, reading.finish, reading.palette, reading.extras


@pytest.mark.parametrize("style", [style.id for style in SHIPPED.styles.values() if "image" in style.blocks])
def test_the_demo_engine_sees_each_style(style: str) -> None:
    words = "A boat in a harbour"
    styled = compose(Brief("image", words, styles=(style,)), SHIPPED)
    assert looks(describe(styled.text)) != looks(describe(words))


@pytest.mark.parametrize(("start", "subtype"), [(one.id, kind) for one in OF_IMAGES for kind in one.subtypes])
@pytest.mark.parametrize("words", ["A fishing harbour with boats", "An amber bottle", "A woman in a red coat", "Hills"])
def test_presets_and_styles_leave_the_subject_to_the_person(start: str, subtype: str, words: str) -> None:
    preset = SHIPPED.presets[start]
    prompt = compose(replace(preset.sample(), words=words, subtype=subtype), SHIPPED)
    assert describe(prompt.text).scene in {describe(words).scene, describe(preset.slots.framing or "").scene}


@pytest.mark.parametrize("words", ["A fishing harbour at dusk", "An amber bottle on a plinth", "Hills"])
def test_the_numbers_of_pictures_leave_the_subject_to_the_person(words: str) -> None:
    inputs = tuple(Input(role, role) for role in ("source", "object", "character"))
    prompt = compose(Brief("image", words, inputs=inputs), SHIPPED)
    assert prompt.text.startswith("Picture 1 is ")
    assert describe(prompt.text).scene == describe(words).scene


def test_slots_and_axes_agree() -> None:
    every = {slot for slots in SLOTS.values() for slot in slots}
    assert {*AXES} < {*Block.model_fields} < every == {*Slots.model_fields}
