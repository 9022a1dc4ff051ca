"""Figures and sentences: what a person reads about money, time and the end of a task."""

import pytest

from lib.domain import ENDED, Brief, Prompt, Span, State
from lib.ui import words
from tests.ui.made import NOW, PROMPT, quote, task


@pytest.mark.parametrize(
    ("micros", "text"),
    [(0, "$0.00"), (1, "$0.01"), (240_000, "$0.24"), (240_001, "$0.25"), (2_500_000_000, "$2,500.00")],
)
def test_money_not_spent_yet_is_rounded_up_to_a_cent(micros: int, text: str) -> None:
    assert words.before(micros) == text


@pytest.mark.parametrize(
    ("micros", "text"),
    [(0, "$0.00"), (400, "$0.0004"), (9_999, "$0.0100"), (133_600, "$0.134"), (1_200_000, "$1.200")],
)
def test_money_spent_has_three_places_and_four_below_a_cent(micros: int, text: str) -> None:
    assert words.after(micros) == text


def test_the_button_carries_verb_count_and_price() -> None:
    assert words.make(Brief("image", n=4), quote(536_000)) == "Make 4 · $0.54"
    assert words.make(Brief("text"), quote(22_000)) == "Write · $0.03"
    assert words.make(Brief("text")) == "Write"


@pytest.mark.parametrize(
    ("expected", "maximum", "text"),
    [(240_000, 240_000, ""), (241_000, 249_000, ""), (250_000, 301_000, "at most $0.31")],
)
def test_the_ceiling_is_named_where_it_reads_differently(expected: int, maximum: int, text: str) -> None:
    assert words.at_most(quote(expected, maximum)) == text


def test_the_ceiling_is_the_shown_cent_and_never_below_the_maximum() -> None:
    shown = quote(250_000, 301_000)
    assert words.ceiling(shown) == 310_000
    assert words.before(words.ceiling(shown)) == words.before(shown.maximum)


@pytest.mark.parametrize(("cost", "told"), [(134_000, ("", "$0.134")), (131_000, ("$0.134", "$0.131"))])
def test_quoted_stands_beside_actual_only_where_they_differ(cost: int, told: tuple[str, str]) -> None:
    assert words.quoted_actual(task(cost_micros=cost)) == told


@pytest.mark.parametrize(
    ("value", "text"), [(0.44, "0.4 s"), (11.2, "11.2 s"), (60, "1 min"), (72.4, "1 min 12 s"), (119.9, "2 min")]
)
def test_seconds(value: float, text: str) -> None:
    assert words.seconds(value) == text


@pytest.mark.parametrize(
    ("state", "sent", "about", "text"),
    [
        ("reserved", None, 12.0, "Waiting for a free place"),
        ("running", 7_400, 12.0, "Drawing, 7 s of about 12"),
        ("submitting", None, 12.0, "Sending"),
        ("running", 7_400, None, "Drawing, 7 s"),
        ("running", 20_000, 12.0, "Drawing, 20 s; usually about 12"),
        ("running", -500, 12.0, "Drawing, 0 s of about 12"),
        ("storing", 9_000, 12.0, "Saving"),
    ],
)
def test_a_wait_says_how_long_of_about_how_long(state: State, sent: int | None, about: float | None, text: str) -> None:
    waiting = task(state, sent_ms=None if sent is None else NOW - sent)
    assert words.waiting(waiting, NOW, about) == text


@pytest.mark.parametrize(
    ("state", "cost", "part"),
    [
        ("failed", 0, "$0.14 held is back"),
        ("cancelled", 0, "$0.14 held is back"),
        ("failed", 20_000, "It cost $0.020"),
        ("unknown", None, "$0.14 stays held until then"),
    ],
)
def test_every_end_without_a_picture_says_what_became_of_the_money(state: State, cost: int | None, part: str) -> None:
    assert part in words.why(task(state, cost_micros=cost))[1]


@pytest.mark.parametrize(
    ("why", "money"),
    [
        ("The engine stopped.", "The $0.14 held is back."),
        ("It said “$5. No.”", "$0.013 was billed for what it had done; the rest of the $0.14 held is back."),
        ("It had no end after 24 h. It may have been billed.", "The $0.14 held is back."),
    ],
)
def test_money_that_the_reason_tells_is_told_once_and_apart(why: str, money: str) -> None:
    assert words.why(task("failed", error=f"{why} {money}")) == (why, money)


def test_what_may_have_been_billed_beside_the_cost_is_told() -> None:
    assert words.exposed(task()) == ""
    assert "$0.14, charged to nobody" in words.exposed(task(exposed_micros=134_000))
    assert words.exposed(task("unknown", exposed_micros=134_000)) == ""


@pytest.mark.parametrize("state", ["reserved", "running", "storing"])
def test_a_wait_that_something_keeps_from_its_end_says_so(state: State) -> None:
    waiting = task(state, error="The provider is overloaded.")
    assert words.waiting(waiting, NOW, 12.0) == "The provider is overloaded. Studio tries again by itself."


def test_what_is_left_is_never_more_than_there_is() -> None:
    assert words.left(99_749_999) == "$99.74"
    assert words.left(9_999) == "$0.00"


@pytest.mark.parametrize(
    ("sent", "about", "share"), [(None, 12.0, 0), (6_000, 12.0, 0.5), (60_000, 12.0, 0.95), (6_000, None, 0)]
)
def test_a_wait_is_never_shown_as_over_before_its_end(sent: int | None, about: float | None, share: float) -> None:
    waiting = task("running", sent_ms=None if sent is None else NOW - sent)
    assert words.share(waiting, NOW, about) == share


def test_every_state_has_a_word() -> None:
    assert set(words.STATES) > ENDED
    assert {"reserved", "submitting", "running", "storing", "unknown"} < set(words.STATES)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("the engine stopped", "The engine stopped."),
        ("It named “a real person”.", "It named “a real person”."),
        (None, "It was not made, and the provider gave no reason."),
    ],
)
def test_a_failure_is_told_as_a_sentence(error: str | None, text: str) -> None:
    assert words.why(task("failed", error=error))[0] == text


def test_the_folded_line_counts_words_and_notes() -> None:
    assert words.prompt_label(PROMPT) == "Final prompt · 10 words · 2 notes"
    assert words.prompt_label(Prompt((Span("Harbour", "user"),))) == "Final prompt · 1 word"


def test_who_goes_on_names_what_and_names_it_once() -> None:
    first = words.go_on(task())
    assert first == "Continue “A harbour at dusk.” from where you stopped."
    assert words.go_on(task(prompt=Prompt((Span(first, "user"),)))) == first
    assert words.go_on(task(prompt=None, preview=first[:30] + "…")).count("Continue") == 1
    assert words.go_on(task(prompt=None, preview=None)) == "Continue from where you stopped."


def test_a_title_is_the_persons_own_words_cut_at_a_word() -> None:
    assert words.title(task()) == "A harbour at dusk."
    assert words.title(task(), longest=12) == "A harbour at…"
    assert words.title(task(prompt=Prompt((Span("x" * 90, "user"),))), longest=10) == "x" * 10 + "…"
    assert words.title(task(prompt=None, preview="A quay")) == "A quay"
    assert words.title(task(prompt=Prompt(()))) == "Untitled"
