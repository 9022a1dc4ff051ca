"""One intention is one request, however often the hand clicks; what was shown is the most it may cost."""

import pytest

from lib.domain import Brief
from lib.ui.offers import DOUBLE_CLICK_SECONDS, READ_SECONDS, Claim, Offer, Shown, claim
from tests.ui.made import quote

BRIEF = Brief("image", "A boat")


def test_an_offer_speaks_of_the_expected_price_and_binds_to_the_ceiling() -> None:
    offer = Offer.of(Brief("image", n=4), quote(536_000, 612_345))
    assert (offer.label, offer.ceiling) == ("Make 4 · $0.54", 620_000)
    assert Offer.at_quality(Brief("image", n=4, quality="draft"), quote(134_400)).label == "Draft ×4 · $0.14"


@pytest.mark.parametrize(
    ("last", "same"),
    [
        (Claim("make", BRIEF, "key"), True),
        (Claim("make", BRIEF, "key", settled_at=100.0), True),
        (Claim("make", BRIEF, "key", settled_at=100.0 - DOUBLE_CLICK_SECONDS), False),
        (Claim("make", Brief("image", "Another boat"), "key"), False),
        (Claim("again t1", BRIEF, "key"), False),
        (None, False),
    ],
    ids=["outcome unknown", "just settled", "settled before", "other words", "other button", "first click"],
)
def test_a_click_is_the_same_intention_or_a_new_one(last: Claim | None, same: bool) -> None:
    assert (claim(last, "make", BRIEF, now=100.5).key == "key") is same


def test_every_new_intention_has_a_key_of_its_own() -> None:
    assert claim(None, "make", BRIEF).key != claim(None, "make", BRIEF).key


def test_a_click_agrees_to_the_price_that_was_there_long_enough_to_be_read() -> None:
    shown = Shown.first(300_000, 0.0)
    assert shown.agreed(0.0) == 300_000
    risen = shown.then(1_200_000, 10.0)
    assert risen.agreed(10.0 + READ_SECONDS / 2) == 300_000
    assert risen.agreed(10.0 + READ_SECONDS) == 1_200_000


def test_two_prices_in_quick_succession_do_not_hide_the_one_that_was_read() -> None:
    shown = Shown.first(300_000, 0.0).then(600_000, 10.0).then(1_200_000, 10.1)
    assert shown.agreed(10.2) == 300_000


def test_a_price_that_fell_binds_at_once() -> None:
    assert Shown.first(300_000, 0.0).then(140_000, 10.0).agreed(10.1) == 140_000


def test_where_no_price_stood_nothing_was_agreed_to() -> None:
    shown = Shown.first(None, 0.0).then(300_000, 10.0)
    assert shown.agreed(10.1) is None
    assert shown.agreed(10.0 + READ_SECONDS) == 300_000
    assert shown.then(None, 20.0).agreed(20.1) is None
