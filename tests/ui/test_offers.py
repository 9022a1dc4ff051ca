"""One intention is one request, however often the hand clicks; what was shown is the most it may cost."""

import pytest

from lib.domain import Brief
from lib.ui.offers import DOUBLE_CLICK_SECONDS, Claim, Offer, claim
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
