"""check names everything a brief asks for in vain, and the way out."""

from __future__ import annotations

import pytest

from lib.domain import Brief
from lib.prompts import Library, check
from tests.prompts.made import library, preset, style

SHELF = library(style("Film"), style("Ink"), style("Paint"), style("Stone"), preset=preset())
STYLES = ("film", "ink", "paint", "stone")


@pytest.mark.parametrize(
    ("brief", "field", "sentence", "allowed", "nearest"),
    [
        (
            Brief("image", preset="scnee"),
            "preset",
            "There is no preset “scnee”. Did you mean “scene”?",
            ("scene",),
            "scene",
        ),
        (
            Brief("image", preset="x"),
            "preset",
            "There is no preset “x”. Choose one from the list or leave it out.",
            ("scene",),
            None,
        ),
        (
            Brief("video", preset="scene"),
            "preset",
            "The preset “Scene” is for image, not for video. Choose another preset.",
            (),
            None,
        ),
        (
            Brief("image", preset="scene", subtype="nea"),
            "subtype",
            "There is no subtype “nea”. Did you mean “near”?",
            ("near",),
            "near",
        ),
        (
            Brief("image", subtype="near"),
            "subtype",
            "A subtype belongs to a preset. Choose the preset too, or leave the subtype out.",
            (),
            None,
        ),
        (
            Brief("image", styles=("flim",)),
            "styles",
            "There is no style “flim”. Did you mean “film”?",
            STYLES,
            "film",
        ),
        (
            Brief("video", styles=("film",)),
            "styles",
            "The style “Film” has no words for video. Leave it out.",
            (),
            None,
        ),
        (
            Brief("image", styles=STYLES),
            "styles",
            "A brief takes up to 3 styles and this one names 4. Leave some out.",
            (),
            None,
        ),
    ],
)
def test_each_fault_is_named_with_what_is_allowed(
    brief: Brief, field: str, sentence: str, allowed: tuple[str, ...], nearest: str | None
) -> None:
    (problem,) = check(brief, SHELF)
    assert (problem.field, problem.message) == (field, sentence)
    assert (problem.allowed, problem.nearest) == (allowed, nearest)


def test_all_faults_are_named_at_once() -> None:
    problems = check(Brief("image", preset="a", subtype="b", styles=("c", "film", "d")), SHELF)
    assert [problem.field for problem in problems] == ["preset", "styles", "styles"]


@pytest.mark.parametrize(
    "brief",
    [
        Brief("image"),
        Brief("image", "words", "scene", "near", ("film", "ink", "paint")),
        Brief("image", styles=("film", "film", "ink", "paint")),
    ],
)
def test_a_brief_that_can_be_composed_has_no_problem(brief: Brief) -> None:
    assert check(brief, SHELF) == ()


def test_an_endless_name_is_shown_short() -> None:
    (problem,) = check(Brief("image", preset="x" * 100_000), Library({}, {}))
    assert len(problem.message) < 120
