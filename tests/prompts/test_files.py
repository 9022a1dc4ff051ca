"""A broken file is refused when it is read: which file, which line, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.errors import DataFileError
from lib.prompts import load
from tests.prompts.made import PRESET, STYLE, TEXT, folder


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_sound_folder_loads(tmp_path: Path) -> None:
    found = load(folder(tmp_path))
    assert [*found.presets] == ["scene", "note"]
    assert [*found.styles] == ["film"]
    assert found.presets["scene"].sample().words == "A harbour at dusk"


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert not found.presets and not found.styles


@pytest.mark.parametrize(
    ("sound", "broken", "says"),
    [
        ("order = 1", 'colour = "red"', "this key is unknown; correct it or take it out"),
        (
            'styles = ["film"]\n\n[slots]',
            'styles = ["flim"]\n\n[slots]',
            "There is no style “flim”. Did you mean “film”?",
        ),
        ("lighting =", "lightning =", "this key is unknown; correct it or take it out"),
        ("A wide shot.", "A wide shot of {subject}.", "“{subject}” looks like a place to fill in"),
        ("A wide shot.", "A wide shot of ${subject}.", "“${subject}” looks like a place to fill in"),
        ("A wide shot.", "A wide shot of [subject].", "“[subject]” looks like a place to fill in"),
        ("A wide shot.", "A wide shot of <subject>.", "“<subject>” looks like a place to fill in"),
        ("A wide shot.", "</task> A wide shot.", "“</task>” is mark-up; write sentences"),
        ("A wide shot.", "A wide **shot**.", "“**” is mark-up; write sentences"),
        ("A wide shot.", "A wide shot. # Light.", "“#” is mark-up; write sentences"),
        ("A wide shot.", "An award-winning wide shot.", "framing: “award-winning” does nothing to current models"),
        ("A wide shot.", "A wide shot in 8K.", "“8K” does nothing to current models; name a light"),
        (
            "A wide shot.",
            "A wide shot with no people.",
            "“no” says what is missing, and image models take no exclusions",
        ),
        ("A close shot.", "A close shot without people.", "“without” says what is missing"),
        ("lighting =", "role =", "role has no place in image; its slots are framing, setting, medium"),
        ("A wide shot.", "A wide shot", "a capital first, a full stop last"),
        ("A wide shot.", "A  wide shot.", "single spaces"),
        ("A wide shot.", "See www.example.org.", "a web address has no place here"),
        ("A wide shot.", "A wide shot" + " and on" * 80 + ".", "at most 400 characters"),
        ("version = 1", 'version = "one"', "valid integer"),
        ("version = 1", "version = true", "valid integer"),
        ("version = 1", "version = 0", "greater than or equal to 1"),
        ('job = "image"', 'job = "picture"', "Input should be 'text'"),
        ('job = "image"', 'job = "video"', "belongs in the folder video; move it"),
        ('id = "scene"', 'id = "place"', "the id “place” must be the name of its file"),
        ('name = "Scene"', "name = 3", "valid string"),
        ('title = "A harbour"', 'title = "A harbour at dusk"', "at most three words"),
        ('subtype = "near"', 'subtype = "far"', "There is no subtype “far”."),
        ('styles = ["film"]\n\n[guidance]', 'styles = ["ink"]\n\n[guidance]', "There is no style “ink”."),
        ('name = "Scene"', 'name = "Scene"\nname = "Again"', "this is no TOML"),
        ("[slots]", "[slots", "this is no TOML"),
    ],
)
def test_a_broken_preset_is_named_with_line_and_mend(tmp_path: Path, sound: str, broken: str, says: str) -> None:
    preset = PRESET.replace('about = "A place."', 'about = "A place."\norder = 1')
    assert sound in preset
    text = preset.replace(sound, broken, 1)
    with pytest.raises(DataFileError) as caught:
        load(folder(tmp_path, preset=text))
    assert caught.value.file == "scene.toml"
    assert caught.value.line == line_of(text, broken) + broken.startswith('name = "Scene"\n')
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("sound", "broken", "says"),
    [
        ('axes = ["process"]', 'axes = ["proces"]', "Input should be 'medium'"),
        ('axes = ["process"]', "axes = []", "at least 1 item"),
        ('process = "Colour', 'framing = "Colour', "this key is unknown"),
        ("[blocks.image]", "[blocks.picture]", "Input should be 'text'"),
        (
            "soft halation.",
            "soft halation, ultra detailed.",
            "process: “ultra detailed” does nothing to current models",
        ),
        ('process = "Colour', 'tone = "Colour', "tone has no place in image"),
        ("soft halation.", "soft halation round [subject].", "“[subject]” looks like a place to fill in"),
        ('positive = "grain"', 'positive = "grain"\ncolour = "red"', "this key is unknown"),
        ('axes = ["process"]', 'conflicts_with = ["ink"]\naxes = ["process"]', "There is no style “ink”."),
    ],
)
def test_a_broken_style_is_named_with_line_and_mend(tmp_path: Path, sound: str, broken: str, says: str) -> None:
    assert sound in STYLE
    text = STYLE.replace(sound, broken, 1)
    with pytest.raises(DataFileError) as caught:
        load(folder(tmp_path, style=text))
    assert caught.value.file == "film.toml"
    assert caught.value.line == line_of(text, broken) + broken.count("\ncolour")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("sound", "broken", "says"),
    [
        (
            "an editor.",
            "an editor who thinks step by step.",
            "role: “step by step” asks for reasoning, which is a setting",
        ),
        ("an editor.", "an editor. Think carefully.", "“Think carefully” asks for reasoning"),
        (
            "an editor.",
            "an editor. Never guess.",
            "“Never” sets a limit, and early ones are dropped; move it to limits",
        ),
        ("three columns.", "three columns, at most one page.", "format: “at most” sets a limit"),
        ("three columns.", "three columns and 50 words.", "“50 words” sets a limit"),
        ("One paragraph.", "One paragraph without a title.", "“without” sets a limit"),
        (
            "at most 50 words.",
            "at most 50 words. Show your reasoning.",
            "limits: “Show your reasoning” asks for reasoning",
        ),
        ("role =", "framing =", "framing has no place in text; its slots are role, context, format"),
    ],
)
def test_a_text_preset_against_the_guidance_is_named_with_line_and_mend(
    tmp_path: Path, sound: str, broken: str, says: str
) -> None:
    assert sound in TEXT
    text = TEXT.replace(sound, broken, 1)
    with pytest.raises(DataFileError) as caught:
        load(folder(tmp_path, text=text))
    assert caught.value.file == "note.toml"
    assert caught.value.line == line_of(text, broken)
    assert says in str(caught.value)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="the key “version” is missing; add it"):
        load(folder(tmp_path, style=STYLE.replace("version = 1\n", "")))


def test_two_presets_cannot_share_an_id(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "video").mkdir()
    (tmp_path / "video" / "scene.toml").write_text(PRESET.replace('"image"', '"video"'), "utf-8")
    with pytest.raises(
        DataFileError, match=r"the id “scene” is taken by image/scene\.toml|is taken by video"
    ) as caught:
        load(tmp_path)
    assert caught.value.line == 1
