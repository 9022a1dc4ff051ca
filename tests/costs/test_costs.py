"""Quotes and actual costs, computed by hand from the published rates, to the micro-dollar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib import costs
from lib.catalog import catalog
from lib.domain import Context, Quality, Setting
from lib.errors import PriceUnknown

DAY = date(2026, 11, 21)
DECEMBER = date(2026, 12, 1)
PRO, NANO, LITE = "gemini-3-pro-image", "gemini-nano-banana-2.1", "gemini-3.1-flash-lite-image"
CARBON, HYDROGEN, QUICK = "gemini-4-carbon", "gemini-4-hydrogen", "gemini-3.5-flash-lite"

WORKED = [
    # 2,000 image tokens × $120 per million = $0.24
    (PRO, {"image_out": 2_000}, 240_000),
    # 1,120 × $120 = $0.1344: 1K and 2K alike
    (PRO, {"image_out": 1_120}, 134_400),
    # + 13 words × $2 = $0.000026, + 500 thinking × $12 = $0.006
    (PRO, {"image_out": 2_000, "text_in": 13, "thought_out": 500}, 246_026),
    # an input picture of 560 tokens × $2 = $0.00112
    (PRO, {"image_out": 2_000, "image_in": 560}, 241_120),
    (PRO, {"thought_out": 6_144}, 73_728),
    (PRO, {"text_out": 1}, 12),
    (NANO, {"image_out": 1_120}, 33_600),
    (NANO, {"image_out": 1_680}, 50_400),
    (NANO, {"image_out": 3_780}, 113_400),
    # 13 × $1.5 = 19.5 micro-dollars, rounded up once
    (NANO, {"image_out": 1_680, "text_in": 13, "thought_out": 400}, 53_420),
    (NANO, {"text_in": 1}, 2),
    (LITE, {"image_out": 1_120}, 33_600),
    # 3 × $0.25 = 0.75, rounded up to 1
    (LITE, {"image_out": 1_120, "text_in": 3, "thought_out": 100}, 33_751),
    # answer and thinking are one line: 2 × $7.50 = 15, not 8 + 8
    (NANO, {"text_out": 1, "thought_out": 1}, 15),
    (LITE, {}, 0),
    # no discount is published for what a picture model read before: 3 tokens × $0.25 on one line, not 1 + 1
    (LITE, {"text_in": 1, "cached_in": 2}, 1),
    # 1,000 × $2 + 4,000 × $0.10 + (500 + 250) × $10
    (CARBON, {"text_in": 1_000, "cached_in": 4_000, "text_out": 500, "thought_out": 250}, 2_000 + 400 + 7_500),
    # 3 × $0.075 = 0.225, rounded up to 1
    (HYDROGEN, {"cached_in": 3}, 1),
    # a picture of 1,120 tokens × $1.50, 200 × $7.50
    (HYDROGEN, {"image_in": 1_120, "text_out": 200}, 1_680 + 1_500),
    (QUICK, {"cached_in": 1_000_000}, 30_000),
    (QUICK, {"text_in": 1, "thought_out": 1}, 1 + 3),
]


@pytest.mark.parametrize(("model", "usage", "micros"), WORKED)
def test_an_actual_cost_is_what_the_provider_bills(model: str, usage: dict[str, int], micros: int) -> None:
    assert costs.actual(catalog().model(model), usage, at=DAY) == micros


@pytest.mark.parametrize(
    ("quality", "n", "lowest", "expected", "maximum"),
    [
        # Pro 4K: 240,000; words 2 tokens × $2 = 4; thinking 500 × $12 = 6,000; room 6,144 − 2,000 = 4,144 × $12
        ("best", 1, 240_004, 246_004, 240_000 + 2_000 + 49_728),
        ("best", 4, 960_016, 984_016, 4 * 291_728),
        # 2.1 2K: 50,400; 2 × $1.5 = 3; 400 × $7.5 = 3,000; room 8,192 − 1,680 = 6,512 × $7.5 = 48,840; 1,000 × $1.5
        ("balanced", 1, 50_403, 53_403, 50_400 + 1_500 + 48_840),
        # Lite 1K: 33,600; 2 × $0.25 = 0.5 → 1; 100 × $1.5 = 150; room 2,976 × $1.5 = 4,464; 1,000 × $0.25 = 250
        ("draft", 1, 33_601, 33_751, 33_600 + 250 + 4_464),
    ],
)
def test_a_quote_is_the_sum_of_its_lines(quality: Quality, n: int, lowest: int, expected: int, maximum: int) -> None:
    model, chosen = catalog().choose("image", quality)
    quote = costs.quote(model, chosen, "red boat", n=n, at=DAY)
    assert (quote.lowest, quote.expected, quote.maximum) == (lowest, expected, maximum)
    assert quote.prices == (f"{model.id}@{model.price[0].start}",)


@pytest.mark.parametrize(
    ("quality", "n", "at", "lowest", "expected", "maximum"),
    [
        # Carbon: words 2 × $2 = 4; thinking 2,000 + answer 600 × $10; ceiling 16,384 × $10; 1,000 words' room × $2
        ("best", 1, DAY, 4, 26_004, 163_840 + 2_000),
        ("best", 3, DAY, 12, 78_012, 3 * 165_840),
        # from December on all of it twice
        ("best", 1, DECEMBER, 8, 52_008, 331_680),
        # Hydrogen: 2 × $1.50 = 3; 1,200 + 600 × $7.50; ceiling 8,192 × $7.50; 1,000 × $1.50
        ("balanced", 1, DAY, 3, 13_503, 61_440 + 1_500),
        # Flash-Lite: 2 × $0.30 = 0.6 → 1; no thinking, 600 × $2.50; ceiling 4,096 × $2.50; 1,000 × $0.30
        ("draft", 1, DAY, 1, 1_501, 10_240 + 300),
    ],
)
def test_a_text_is_quoted_from_no_answer_over_the_usual_one_to_its_ceiling(
    quality: Quality, n: int, at: date, lowest: int, expected: int, maximum: int
) -> None:
    model, chosen = catalog().choose("text", quality)
    quote = costs.quote(model, chosen, "red boat", n=n, at=at)
    assert (quote.lowest, quote.expected, quote.maximum) == (lowest, expected, maximum)


@pytest.mark.parametrize(
    ("changes", "expected", "maximum"),
    [
        # 300 thinking + 600 answer, 900 + 600, 2,000 + 600, each × $10
        ({"thinking": "low"}, 9_000, 163_840),
        ({"thinking": "medium"}, 15_000, 163_840),
        ({"thinking": "high"}, 26_000, 163_840),
        # never more than the ceiling lets out
        ({"max_output_tokens": 1_024}, 10_240, 10_240),
        ({"max_output_tokens": 65_536}, 26_000, 655_360),
    ],
)
def test_thinking_moves_what_is_expected_and_only_the_ceiling_what_is_held(
    changes: dict[str, Setting], expected: int, maximum: int
) -> None:
    model, chosen = catalog().choose("text", "best")
    made = costs.quote(model, {**chosen, **changes}, "red boat", at=DAY).lines[0]
    assert (made.lowest, made.expected, made.maximum) == (0, expected, maximum)


def test_what_is_read_beside_the_words_has_lines_of_its_own() -> None:
    model, chosen = catalog().choose("text", "best")
    _, pictures, pages, words = costs.quote(model, chosen, "red boat", context=Context(2, 3, 5_000), at=DAY).lines
    # 2 × 1,120 × $2 and 3 × 560 × $2, whatever is written
    assert (pictures.lowest, pictures.expected, pictures.maximum) == (4_480, 4_480, 4_480)
    assert (pages.lowest, pages.expected, pages.maximum) == (3_360, 3_360, 3_360)
    # 5,002 tokens × $2, and a quarter more: 6,252.5 → 6,253
    assert (words.lowest, words.expected, words.maximum) == (10_004, 10_004, 12_506)
    assert pictures.label == "2 pictures to look at · 2,240 tokens × $2.00 / M"
    assert pages.label == "3 pages to look at · 1,680 tokens × $2.00 / M"
    assert words.label == "Words · about 5,002 tokens × $2.00 / M"


@pytest.mark.parametrize(
    ("context", "usage"),
    [
        (Context(), {"text_in": 2}),
        (Context(tokens=40), {"text_in": 42}),
        (Context(pages=3, tokens=40), {"text_in": 42 + 1_680}),
        (Context(pictures=2), {"text_in": 2, "image_in": 2_240}),
    ],
)
def test_our_own_count_of_what_goes_in_is_a_usage_that_can_be_billed(context: Context, usage: dict[str, int]) -> None:
    model, chosen = catalog().choose("text", "best")
    assert costs.read(model, "red boat", context) == usage
    quote = costs.quote(model, chosen, "red boat", context=context, at=DAY)
    assert costs.actual(model, usage, at=DAY) == quote.lowest


def test_the_lines_of_a_text_can_be_read() -> None:
    model, chosen = catalog().choose("text", "best")
    lines = costs.quote(model, chosen, "red boat", at=DAY).lines
    assert [line.label for line in lines] == [
        "Thinking and answer · about 2,600, at most 16,384 tokens × $10.00 / M",
        "Words · about 2 tokens × $2.00 / M",
    ]


def test_the_lines_can_be_read() -> None:
    model, chosen = catalog().choose("image", "best")
    quote = costs.quote(model, chosen, "red boat", n=2, at=DAY)
    assert quote.lines[0].label == "2 pictures · 4K · 2,000 tokens × $120.00 / M"


def test_typing_a_few_words_more_does_not_move_what_is_held() -> None:
    model, chosen = catalog().choose("image", "best")
    nothing = costs.quote(model, chosen, "", at=DAY).maximum
    assert costs.quote(model, chosen, "word " * 700, at=DAY).maximum == nothing
    assert costs.quote(model, chosen, "word " * 900, at=DAY).maximum > nothing


def test_an_unknown_price_is_refused() -> None:
    model, chosen = catalog().choose("image", "balanced")
    with pytest.raises(PriceUnknown, match=r"5 October 2026.*Nothing was charged"):
        costs.quote(model, chosen, "a", at=date(2026, 10, 5))


@pytest.mark.parametrize("count", [-1, 1.5, "12", None, True])
def test_a_count_that_is_none_is_not_guessed(count: object) -> None:
    with pytest.raises(ValueError, match="image_out"):
        costs.actual(catalog().model(PRO), {"image_out": count}, at=DAY)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("red boat", 2),
        ("a fishing harbour at dusk", 7),
        ("photography", 2),
        ("2026", 4),
        ("港の夕暮れ", 5),
        ("🙂", 1),
        ("...", 3),
        ("one\n\n\n\n\n\n\ntwo", 4),
    ],
)
def test_tokens_are_counted_the_same_every_time(text: str, count: int) -> None:
    assert costs.tokens(text) == count


ENGLISH = """
The ferry left before the fog had lifted. Two men in oilskins were coiling rope on the quay, and behind them the lamps
of the fish market still burned, yellow on the wet stone. Nobody spoke. A crane swung slowly over the water, and the
crates it carried threw long shadows that crossed the boats one after another; then the sun broke through, and
everything that had been grey turned copper within a minute.
"""


def test_english_is_counted_within_15_percent_of_the_published_figures() -> None:
    count = costs.tokens(ENGLISH)
    assert 0.85 <= count / (len(ENGLISH) / 4) <= 1.15
    assert 0.6 * 0.85 <= len(ENGLISH.split()) / count <= 0.8 * 1.15


@pytest.mark.parametrize(
    ("model", "pictures", "micros"),
    [
        # 560 tokens each × $2 = $0.00112
        (PRO, 1, 1_120),
        (PRO, 3, 3_360),
        # 1,120 tokens × $1.50 = $0.00168, and × $0.25 = $0.00028
        (NANO, 1, 1_680),
        (LITE, 2, 560),
    ],
)
def test_pictures_that_go_in_have_a_line_of_their_own(model: str, pictures: int, micros: int) -> None:
    own, chosen = catalog().choose("image", "best", model)
    plain, more = (
        costs.quote(own, chosen, "boat", context=given, at=DAY) for given in (Context(), Context(pictures=pictures))
    )
    assert [line.maximum for line in more.lines if line not in plain.lines] == [micros]
    assert (more.lowest, more.expected, more.maximum) == tuple(
        figure + micros for figure in (plain.lowest, plain.expected, plain.maximum)
    )


def test_a_kind_of_token_without_a_rate_is_refused() -> None:
    own, chosen = catalog().choose("image", "draft")
    row = own.price[0].model_copy(update={"micros": {"text_in": 250_000}})
    bare = own.model_copy(update={"price": (row,)})
    with pytest.raises(PriceUnknown, match=r"price is known for pictures of .*Nothing was charged"):
        costs.quote(bare, chosen, "boat", at=DAY)
    with pytest.raises(PriceUnknown, match="No price is known for thinking and text of"):
        costs.actual(bare, {"text_in": 3, "thought_out": 1}, at=DAY)
    assert costs.actual(bare, {"text_in": 4, "image_out": 0}, at=DAY) == 1


QUALITY = some.sampled_from(["best", "balanced", "draft"])


@settings(deadline=None)
@given(QUALITY, some.text(max_size=400), some.integers(1, 8))
def test_lowest_expected_maximum_are_in_order_and_one_more_never_costs_less(
    quality: Quality, text: str, n: int
) -> None:
    model, chosen = catalog().choose("image", quality)
    quote = costs.quote(model, chosen, text, n=n, at=DAY)
    assert quote.lowest <= quote.expected <= quote.maximum
    assert quote.maximum == n * costs.quote(model, chosen, text, at=DAY).maximum
    assert costs.quote(model, chosen, text, n=n + 1, at=DAY).lowest >= quote.lowest


@settings(deadline=None)
@given(QUALITY, some.text(max_size=400) | some.just("word " * 1_001), some.data())
def test_what_is_billed_within_the_ceiling_never_exceeds_the_hold(
    quality: Quality, text: str, data: some.DataObject
) -> None:
    model, chosen = catalog().choose("image", quality)
    room = int(chosen[model.ceiling]) - model.picture_tokens(chosen)
    thought = data.draw(some.integers(0, room))
    context = Context(pictures=data.draw(some.integers(0, 3)))
    usage = {
        "text_in": data.draw(some.integers(0, costs.tokens(text) * 5 // 4)),
        "image_in": context.pictures * model.tokens.image_in,
        "image_out": model.picture_tokens(chosen),
        "thought_out": thought,
        "text_out": data.draw(some.integers(0, room - thought)),
    }
    assert costs.actual(model, usage, at=DAY) <= costs.quote(model, chosen, text, context=context, at=DAY).maximum


@settings(deadline=None)
@given(
    QUALITY,
    some.text(max_size=400) | some.just("word " * 1_001),
    some.builds(Context, some.integers(0, 16), some.integers(0, 1_000), some.integers(0, 100_000)),
    some.sampled_from([DAY, DECEMBER]),
    some.data(),
)
def test_nor_is_a_text_ever_billed_above_its_hold(
    quality: Quality, text: str, context: Context, at: date, data: some.DataObject
) -> None:
    model, chosen = catalog().choose("text", quality)
    ceiling = int(chosen[model.ceiling])
    thought = data.draw(some.integers(0, ceiling))
    words = (costs.tokens(text) + context.tokens) * 5 // 4
    read = data.draw(some.integers(0, words)) + context.pages * model.tokens.page_in
    cached = data.draw(some.integers(0, read))
    usage = {
        "text_in": read - cached,
        "cached_in": cached,
        "image_in": context.pictures * model.tokens.image_in,
        "thought_out": thought,
        "text_out": data.draw(some.integers(0, ceiling - thought)),
    }
    quote = costs.quote(model, chosen, text, context=context, at=at)
    assert costs.actual(model, usage, at=at) <= quote.maximum
    assert quote.lowest <= quote.expected <= quote.maximum
