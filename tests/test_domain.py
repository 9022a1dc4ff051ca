"""Money is written as a person reads it, and rounded to nobody's surprise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.domain import Prompt, Span, dollars, to_cent, world_of


@pytest.mark.parametrize(
    ("micros", "places", "up", "text"),
    [
        (0, 2, False, "$0.00"),
        (133_600, 3, False, "$0.134"),
        (133_600, 2, False, "$0.13"),
        (133_600, 2, True, "$0.14"),
        (130_000, 2, True, "$0.13"),
        (1, 2, True, "$0.01"),
        (400, 4, False, "$0.0004"),
        (1_234_567_890_000, 2, False, "$1,234,567.89"),
        (-5_000_000, 2, False, "−$5.00"),
    ],
)
def test_money_is_written_with_its_places(micros: int, places: int, up: bool, text: str) -> None:
    assert dollars(micros, places, up=up) == text


@settings(deadline=None)
@given(some.integers(0, 10**12))
def test_a_ceiling_is_the_next_full_cent(micros: int) -> None:
    assert 0 <= to_cent(micros) - micros < 10_000
    assert to_cent(micros) % 10_000 == 0


def test_what_is_sent_is_exactly_the_spans_joined_and_the_instruction_stays_beside_it() -> None:
    prompt = Prompt(
        (Span("a red ", "user"), Span("boat", "preset")), system=(Span("Be ", "user"), Span("brief.", "style"))
    )
    assert (prompt.text, prompt.instruction) == ("a red boat", "Be brief.")
    assert prompt.said == "Be brief.a red boat"


def test_only_the_demo_door_spends_simulated_money() -> None:
    assert (world_of("demo"), world_of("gemini")) == ("simulated", "real")
