"""What a brief says beside its subject holds: how many options, parts of the form, the medium, hour and place."""

from __future__ import annotations

import re

import pytest

from lib.demo.write import Attachment, Question, Turn, answer
from lib.demo.write import words as tables
from tests.demo.test_write_asked import items

SEEDS = range(4)
LOOK = {"width": 1600, "height": 900, "colours": ["green", "amber", "cream"], "light": "bright, warm"}
PAINTED = Attachment("image", "harbour.png", LOOK | {"painted": "A fishing harbour at dusk"})
PHOTO = Attachment("image", "photo.jpg", LOOK | {"painted": ""})


def asked(text: str, seed: int = 0, *files: Attachment) -> str:
    return answer(Question((Turn("user", text, files),), "", seed)).text


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("Write a tagline for an electric cargo bike, three options", 3),
        ("Three versions of a tagline for an electric cargo bike", 3),
        ("Give me four headline options for a night market", 4),
        ("Write an Instagram caption for a new sourdough. Two options.", 2),
        ("A product description for a wool blanket with two alternatives", 2),
        ("Write an image prompt for a ceramic mug (2 variations)", 2),
    ],
)
def test_options_of_a_short_form_are_as_many_as_said_and_differ(wanted: str, number: int) -> None:
    found = items(asked(wanted))
    assert len(found) == len(set(found)) == number


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("Write a birthday card for Mia, 3 variants", 3),
        ("A short poem about ferries in two versions", 2),
        ("Write two short stories about a lighthouse keeper", 2),
        ("Write five taglines for a tea brand, two versions", 2),
    ],
)
def test_a_form_of_several_lines_is_written_as_often_as_said_under_its_number(wanted: str, number: int) -> None:
    parts = re.split(r"\*\*Version (\d)\*\*\n\n", asked(wanted))[1:]
    assert parts[::2] == [str(at) for at in range(1, number + 1)]
    assert len({text.strip() for text in parts[1::2]}) == number


def test_a_length_in_a_brief_for_several_texts_is_the_length_of_each() -> None:
    for caption in items(asked("Write three captions under 20 words for a bakery")):
        assert 5 < len(caption.split()) < 20


@pytest.mark.parametrize(
    ("wanted", "part", "subject"),
    [
        ("Give me a colour palette with hex codes for a calm spa brand", "hex", "a calm spa brand"),
        ("Suggest a colour palette for a toy shop with hex codes", "hex", "a toy shop"),
        ("Shot list with camera angles for a spot about an e-bike", "camera angles", "e-bike"),
        ("Write a caption with hashtags for a tea house", "with hashtags", "tea house"),
        ("Give me nine taglines with a twist for a coffee subscription", "twist", "the coffee subscription"),
    ],
)
def test_a_part_of_the_form_is_not_taken_for_the_subject(wanted: str, part: str, subject: str) -> None:
    found = asked(wanted).lower()
    assert part not in found
    assert subject in found


@pytest.mark.parametrize(
    ("wanted", "medium", "subject"),
    [
        ("Write a shot list for a 30-second video about a bakery at dawn, six shots", "video", "the bakery"),
        ("A storyboard for a reel about a ceramics studio, six panels", "reel", "the ceramics studio"),
        ("A shot list for a short vertical clip for our sauna, five shots", "clip", "the sauna"),
        ("A shot list for a cooking video with a drone shot, eight shots", "video", "cooking"),
        ("Storyboard for a 20-second ad for headphones, 4 frames", " ad ", "headphones"),
    ],
)
def test_what_is_filmed_is_the_subject_and_not_the_film(wanted: str, medium: str, subject: str) -> None:
    for seed in SEEDS:
        found = asked(wanted, seed)
        assert medium not in found.lower()
        assert subject in found


@pytest.mark.parametrize(
    ("wanted", "unfit"),
    [
        ("Write a prompt for an image of a rainy Tokyo street at night", r"leaves|train|macro|daylight|sun\b|doorway"),
        ("Image prompt for a fox in a snowy forest", r"candle|noon|summer|softbox|asphalt|summer"),
        ("A prompt for a kitchen at night", r"sky|horizon|sun\b|daylight|window light"),
        ("Image prompt for a perfume bottle", r"24 mm|horizon|leaves|asphalt"),
        ("Image prompt for a mountain valley at dawn", r"macro|neon|candle|midnight|softbox"),
    ],
)
def test_light_and_framing_of_a_prompt_agree_with_hour_weather_and_scale(wanted: str, unfit: str) -> None:
    for seed in range(12):
        assert not re.search(unfit, asked(wanted, seed), re.IGNORECASE)


def test_the_weather_of_the_subject_is_to_be_seen_in_its_prompt() -> None:
    for seed in SEEDS:
        assert re.search(r"wet|rain-|droplets|puddle|drops", asked("Image prompt for a rainy street", seed))


@pytest.mark.parametrize(
    ("wanted", "foreign"),
    [
        ("A content calendar for a ceramics studio", r"leather|steel|blade|stitch|loaf"),
        ("Ten lines about a yoga studio", r"glue|offcuts|chisel|seam"),
        ("Ten lines about a bakery", r"chisel|tide|thyme|tablecloth"),
    ],
)
def test_details_come_from_the_subject_s_own_trade(wanted: str, foreign: str) -> None:
    for seed in SEEDS:
        assert not re.search(foreign, asked(wanted, seed), re.IGNORECASE)


def test_names_draw_on_the_trade_and_on_what_is_named_beside_it() -> None:
    both = {field: tables.FIELDS[field]["names"] for field in ("bakery", "sea")}
    for seed in SEEDS:
        found = " ".join(items(asked("Give me ten names for a small bakery by the sea", seed))).lower()
        for nouns in both.values():
            assert any(noun in found for noun in nouns)
        assert not re.search(r"smoke|lemon|thyme", found)


@pytest.mark.parametrize(
    ("wanted", "shape"),
    [
        ("Write a postcard about this picture", r"[^\n]+\n\n[^\n]+\n\n[^\n]+,\n\[Your name\]"),
        ("Write a caption for this picture", r"[^\n]+\n\n#\w+(?: #\w+)+"),
        ("Write a tweet about this", r"[^\n]+\n\n#\w+(?: #\w+)+"),
        ("Write a haiku about this picture", r"[^\n]+,\n[^\n]+;\n[^\n]+\."),
        ("A tagline for this", r"[^\n]{5,90}"),
        ("Three taglines for this picture", r"1\. .+\n2\. .+\n3\. .+"),
        ("Write a short story about this picture", r"\*\*.+\*\*(?:\n\n[^\n]+){2,}"),
        ("Alt text for this image", r"[^\n]+\."),
        ("Write a product text for this", r"[^\n]+"),
    ],
)
@pytest.mark.parametrize("picture", [PAINTED, PHOTO], ids=["painted", "photo"])
def test_the_asked_form_holds_with_a_picture_too(wanted: str, shape: str, picture: Attachment) -> None:
    found = asked(wanted, 0, picture)
    assert re.fullmatch(shape, found)
    assert "1,600" not in found


@pytest.mark.parametrize("wanted", ["Write a postcard about this picture", "Alt text for this image"])
def test_a_text_with_a_picture_takes_its_facts_from_it(wanted: str) -> None:
    for seed in SEEDS:
        assert "harbour" in asked(wanted, seed, PAINTED)
        unknown = asked(wanted, seed, PHOTO)
        assert "amber" in unknown or "bright" in unknown
        assert not re.search(r"harbour|forest|pines|moss", unknown)


def test_a_later_turn_can_point_at_a_version() -> None:
    wanted = "Write a birthday card for Mia, two versions"
    first = asked(wanted)
    found = answer(Question((Turn("user", wanted), Turn("model", first), Turn("user", "Show me the second one")))).text
    assert " ".join(first.split("**Version 2**")[1].split()) in found


@pytest.mark.parametrize(
    ("wanted", "start"),
    [
        ("A brief for a photo shoot of handmade soap", "**Creative brief"),
        ("Write a brief, friendly email about the new opening hours", "Subject:"),
    ],
)
def test_a_brief_is_a_paper_and_a_brief_email_an_email(wanted: str, start: str) -> None:
    assert asked(wanted).startswith(start)


def test_calls_to_action_are_short_and_ask_for_something() -> None:
    found = items(asked("Write a call to action for a plant shop, five variants"))
    assert len(found) == 5
    assert all(len(one.split()) < 16 and not one.endswith(".") for one in found)


@pytest.mark.parametrize(
    ("wanted", "there", "unfit"),
    [
        ("Give me six headlines for a poster about water saving", "water saving", r"\bposter"),
        ("Write three questions for an interview with a glassblower", "", r"interview|the glassblower"),
        ("What should I post on Instagram for a bike repair shop", "shop", r"Instagram"),
        ("Suggest two taglines with the word slow for a knitwear label", "low", r"slow for"),
        ("Write a dialogue between a barista and a tourist, six lines", "THE BARISTA", r"(?:THE [A-Z]+\n[^$]*){7}"),
        ("Give me 6 adjectives for a luxury train brand", "", r"train|brand|leather|chrome"),
        ("Write a product name and tagline for a foldable kayak", "**Tagline**", r"and tagline"),
    ],
)
def test_the_brief_s_subject_is_found_behind_what_stands_around_it(wanted: str, there: str, unfit: str) -> None:
    found = asked(wanted)
    assert there in found
    assert not re.search(unfit, found)


def test_a_postcard_shows_where_it_comes_from_and_greets_whom_it_goes_to() -> None:
    for seed in SEEDS:
        found = asked("A postcard to my aunt Vera from Lisbon", seed)
        assert "Vera" in found.split("\n")[0]
        assert "Lisbon" in found
        assert "aunt" not in found
