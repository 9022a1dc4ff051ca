"""What the demo engine's painter promises: exact sizes, the same picture for the same words, words that act, a mark."""

from __future__ import annotations

import colorsys
import io
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from lib.demo.paint import describe, picture, words
from lib.demo.paint.finish import FINISHES
from lib.demo.paint.light import LIGHTS
from lib.demo.paint.output import NOTICE, PLATE_SHARE
from lib.demo.paint.rig import RIGS
from lib.demo.paint.scenes import PAINTERS

SMALL = (160, 90)

SCENES = {
    "abstract": "An abstract of folded silk",
    "city": "A city street in the rain",
    "creature": "A fox",
    "deep": "A jellyfish, underwater",
    "desert": "Desert dunes",
    "emblem": "A logo",
    "forest": "A forest in the morning",
    "harbour": "A fishing harbour at dusk, warm lamps on wet stone",
    "hills": "Rolling hills at dawn in mist",
    "interior": "A living room with a sofa",
    "mountains": "Mountains above a lake",
    "pattern": "A seamless pattern of leaves",
    "portrait": "Portrait of a woman with long hair",
    "product": "An amber bottle on a stone plinth",
    "sea": "A calm sea with a sailboat and a lighthouse",
    "skyline": "A city skyline at blue hour",
    "space": "A ringed planet in space",
    "table": "A bowl of soup on a table",
}


@cache
def opened(prompt: str, size: tuple[int, int] = SMALL, seed: int = 0, fmt: str = "jpeg") -> Image.Image:
    image = Image.open(io.BytesIO(picture(prompt, *size, seed=seed, fmt=fmt)))
    image.load()
    return image


def pixels(prompt: str, size: tuple[int, int] = SMALL, seed: int = 0) -> NDArray[np.float32]:
    """Grey levels 0 … 255, (height, width, 3)."""
    return np.asarray(opened(prompt, size, seed).convert("RGB"), np.float32)


def difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.abs(a - b).mean())


def hue(region: NDArray[np.float32]) -> float:
    """Hue in degrees of the mean colour of a region."""
    red, green, blue = region.reshape(-1, 3).mean(axis=0) / 255
    return colorsys.rgb_to_hsv(red, green, blue)[0] * 360


def middle(image: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = image.shape[:2]
    return image[int(height * 0.4) : int(height * 0.6), int(width * 0.46) : int(width * 0.54)]


@pytest.mark.parametrize("fmt", ["jpeg", "png"])
@pytest.mark.parametrize(
    "size",
    [(256, 256), (256, 144), (144, 256), (512, 64), (64, 512), (341, 217), (1, 1), (1, 8), (24, 3)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
@pytest.mark.parametrize(
    "prompt", [SCENES["harbour"], SCENES["product"], SCENES["city"]], ids=["sea", "product", "city"]
)
def test_a_picture_has_exactly_the_size_that_was_asked_for(prompt: str, size: tuple[int, int], fmt: str) -> None:
    image = opened(prompt, size, fmt=fmt)
    assert image.size == size
    assert image.format == fmt.upper()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(4096, 4096), (5632, 3072)], ids=["square", "wide"])
def test_a_4k_picture_is_exact_and_has_detail_of_its_own(size: tuple[int, int]) -> None:
    image = opened(SCENES["hills"], size)
    assert image.size == size
    patch = np.asarray(image.crop((1000, 1000, 1256, 1256)).convert("L"), np.float32)
    assert np.abs(np.diff(patch, axis=1)).mean() > 0.8  # an enlarged picture alone would be smooth here


@pytest.mark.parametrize("scene", sorted(PAINTERS))
def test_every_scene_is_chosen_by_its_words_and_paints_something(scene: str) -> None:
    assert describe(SCENES[scene]).scene == scene
    assert pixels(SCENES[scene]).std() > 4


@pytest.mark.parametrize("scene", sorted(PAINTERS))
def test_the_same_words_give_the_same_bytes_and_another_seed_a_variation(scene: str) -> None:
    prompt = SCENES[scene]
    assert picture(prompt, 96, 64, seed=3) == picture(prompt, 96, 64, seed=3)
    assert difference(pixels(prompt, (96, 64), 3), pixels(prompt, (96, 64), 4)) > 2


@pytest.mark.parametrize("scene", sorted(PAINTERS))
def test_four_seeds_of_one_prompt_are_four_compositions(scene: str) -> None:
    shown = [pixels(SCENES[scene], (96, 64), seed) for seed in range(4)]
    assert min(difference(a, b) for at, a in enumerate(shown) for b in shown[at + 1 :]) > 4


def test_a_side_that_is_to_stay_empty_is_never_mirrored_away() -> None:
    for seed in range(6):
        image = pixels("A black ceramic vase, white wall, empty left", (160, 90), seed).mean(axis=2)
        assert image[:, :50].min() > image[:, 80:].min() + 15


def test_different_words_give_different_pictures() -> None:
    shown = [pixels(prompt) for prompt in SCENES.values()]
    closest = min(difference(a, b) for at, a in enumerate(shown) for b in shown[at + 1 :])
    assert closest > 8


def test_two_prompts_that_mean_the_same_still_differ() -> None:
    assert difference(pixels("Rolling hills at dawn"), pixels("Rolling hills at dawn, please")) > 2


@pytest.mark.parametrize("finish", sorted(set(FINISHES) - {""}))
def test_every_finish_is_chosen_by_its_words_and_changes_the_picture(finish: str) -> None:
    prompt = f"Rolling hills at noon. {words.FINISHES[finish][0]}"
    assert describe(prompt).finish == finish
    assert difference(pixels(prompt), pixels("Rolling hills at noon.")) > 4


@pytest.mark.parametrize(
    ("prompt", "field", "meaning"),
    [
        ("A harbour at blue hour, at night", "light", "blue"),
        ("Portrait with neon gels at night", "light", "neon"),
        ("A flat lay of a salad", "framing", "top"),
        ("A bottle, low angle", "framing", "low"),
        ("A bottle, plenty of negative space", "copy_space", "any"),
        ("A bottle, space on the left for a headline", "copy_space", "left"),
        ("A harbour. No neon. Dusk.", "light", "dusk"),
        ("A watercolour of a harbour, without film grain", "finish", "watercolour"),
    ],
)
def test_words_are_understood(prompt: str, field: str, meaning: str) -> None:
    assert getattr(describe(prompt), field) == meaning


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        (
            "An establishing shot, wide; the place itself is the subject. A fishing harbour at dusk, warm lamps on wet "
            "stone. Colour negative film, soft halation round the lamps. Deep navy and warm amber lead.",
            "harbour",
        ),
        ("A product photograph, centred. An amber bottle on a stone plinth. Window light, a table, linen.", "product"),
        ("Head and shoulders. A portrait of a fisherman. A harbour at dusk behind him, boats, wet stone.", "portrait"),
        ("A teal sofa in a cream room. Paper texture, plain shapes, few colours.", "interior"),
        ("Rolling hills. Portrait format, shallow depth of field, negative space.", "hills"),
    ],
)
def test_the_subject_decides_the_scene_not_the_style_behind_it(prompt: str, scene: str) -> None:
    assert describe(prompt).scene == scene


@pytest.mark.parametrize(
    ("prompt", "scene", "subject"),
    [
        ("A red bicycle against a yellow wall", "product", "bicycle"),
        ("A mountain bike on a forest trail", "product", "bicycle"),
        ("Product shot of a red running shoe on concrete, hard light", "product", "sneaker"),
        ("Wireless headphones on a purple background", "product", "headphones"),
        ("A laptop on a white desk", "product", "laptop"),
        ("An acoustic guitar leaning against a brick wall", "product", "guitar"),
        ("A red vintage car on a coastal road at sunset", "product", "car"),
        ("A red balloon against a blue sky", "product", "balloon"),
        ("A rocket launching at night", "product", "rocket"),
        ("A white horse galloping across a field at dawn", "creature", "horse"),
        ("Two elephants at a waterhole at sunset", "creature", "elephant"),
        ("A colourful parrot on a branch", "creature", "bird"),
        ("A golden retriever running on a beach", "creature", "dog"),
        ("A friendly robot, white and orange", "portrait", ""),
        ("An astronaut on mars", "portrait", ""),
        ("Portrait of an old fisherman, weathered by the sea", "portrait", ""),
        ("A whale in the deep sea", "deep", ""),
        ("Hot air balloons over a valley at dawn", "hills", "balloon"),
        ("A castle in fog", "hills", ""),
        ("A tiny house on a cliff above the sea", "sea", ""),
        ("A castle by the sea at dusk", "sea", ""),
        ("A bowl of lemons by a window", "table", "fruit"),
        ("City street at night in the rain, a red car", "city", "car"),
        ("A seamless pattern of leaves in sage and cream", "pattern", ""),
        ("A bowl of fish soup", "table", "bowl"),
    ],
)
def test_the_first_prompts_of_a_team_find_their_subject(prompt: str, scene: str, subject: str) -> None:
    reading = describe(prompt)
    assert (reading.scene, reading.subject) == (scene, subject)


@pytest.mark.parametrize("noun", ["quibble", "vacuum cleaner", "harmonium"])
def test_an_unknown_subject_is_a_study_in_its_colours_and_no_wrong_thing(noun: str) -> None:
    prompt = f"A purple {noun} against a yellow wall"
    reading = describe(prompt)
    assert (reading.scene, reading.subject, reading.colour("wall")) == ("product", "", "#f3c321")
    image = pixels(prompt, (192, 144), 1)
    red, green, blue = image[:, :, 0], image[:, :, 1], image[:, :, 2]
    assert ((blue > red) & (red > green)).mean() > 0.02, "the thing is purple"
    assert ((red > 1.6 * blue) & (green > 1.3 * blue)).mean() > 0.4, "the wall is yellow"


def test_a_thing_in_the_open_stands_under_a_sky_of_its_own() -> None:
    indoors, outdoors = "A white horse", "A white horse on a meadow"
    assert (describe(indoors).place, describe(outdoors).place) == ("", "hills")
    assert describe("A bottle, studio backdrop, sand").has("set")
    ground = pixels(outdoors)[-12:, :40].reshape(-1, 3).mean(axis=0)
    assert ground[1] > ground[0] > ground[2], "grass is green"


def test_a_colour_belongs_to_the_noun_that_follows_it() -> None:
    reading = describe("A deep red fishing boat, an amber glass bottle, a wall in teal, dark wood floor")
    assert reading.colour("boat") == "#6e141a"
    assert reading.colour("subject") == "#d98a12"
    assert reading.colour("wall") == "#14807f"
    assert reading.material("floor") == "wood"
    assert reading.palette == ()


def test_colours_without_a_noun_set_the_mood_and_phrases_are_no_colours() -> None:
    reading = describe("Golden hour, black and white. Deep navy and #ff8800 lead.")
    assert reading.palette == ("#0c152a", "#ff8800")
    assert reading.parts == ()


@pytest.mark.parametrize(("colour", "low", "high"), [("red", 340, 20), ("green", 90, 170), ("blue", 195, 245)])
def test_a_colour_word_moves_the_hue_of_its_part_and_of_no_other(colour: str, low: int, high: int) -> None:
    image = pixels(f"A {colour} ceramic vase on a white plinth, white backdrop")
    found = hue(middle(image))
    assert low <= found <= high if low < high else found >= low or found <= high
    corner = image[3:24, 3:24].reshape(-1, 3).mean(axis=0)
    assert corner.max() - corner.min() < 30  # the backdrop stays white


def test_a_wall_takes_its_colour_too() -> None:
    assert 150 < hue(pixels("A white ceramic vase, teal wall")[3:24, 3:24]) < 200


def test_dusk_is_darker_than_noon_and_night_darker_still() -> None:
    noon, dusk, night = (pixels(f"A harbour at {time}").mean() for time in ("noon", "dusk", "night"))
    assert noon > dusk + 15 > night + 20


def test_black_and_white_has_no_colour() -> None:
    image = pixels("A harbour at dusk, black and white")
    assert np.ptp(image, axis=2).mean() < 4
    assert np.ptp(pixels("A harbour at dusk"), axis=2).mean() > 25


@pytest.mark.parametrize("size", [(640, 640), (384, 672), (256, 144)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("finish", ["", ", pixel art", ", instant photo"])
def test_the_demo_plate_is_in_the_lower_right_corner(size: tuple[int, int], finish: str) -> None:
    image = pixels(f"Abstract geometric shapes, white and cream{finish}", size)
    high = max(9, round(min(size) * PLATE_SHARE))
    plate = image[-round(high * 1.5) : -round(high * 0.5), -round(high * 3.2) : -round(high * 0.55)].mean(axis=2)
    assert np.median(plate) < 130  # the plate is dark
    assert plate.max() > 170  # its letters are bright


@pytest.mark.parametrize("fmt", ["jpeg", "png"])
def test_the_file_says_that_it_is_simulated_and_does_not_tell_the_prompt(fmt: str) -> None:
    prompt = "A secret harbour"
    image = opened(prompt, (64, 64), fmt=fmt)
    if fmt == "png":
        assert image.info["Description"] == NOTICE
    else:
        assert image.info["comment"] == NOTICE.encode()
        assert image.getexif()[0x010E] == NOTICE
    assert b"secret" not in picture(prompt, 64, 64, fmt=fmt)


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="gif"):
        picture("hills", 8, 8, fmt="gif")


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        " \n\t ",
        "{} {0} {prompt} %s $& \\",
        "🌊🚤✨",
        "ميناء صيد عند الغسق",
        "\ud800 lone surrogate",
        "a\x00b",
        "no no no no",
        "red",
        "dark",
        "harbour " * 37_500,
    ],
    ids=[
        "empty",
        "blank",
        "braces",
        "emoji",
        "right-to-left",
        "surrogate",
        "nul",
        "negations",
        "colour",
        "shade",
        "300k",
    ],
)
def test_any_text_makes_a_picture(prompt: str) -> None:
    assert opened(prompt, (64, 48)).size == (64, 48)


def test_every_word_of_the_tables_leads_somewhere() -> None:
    scenes = {scene for table, _ in words.SCENES for scene in table}
    assert scenes == set(PAINTERS) | {"ignore"}
    assert set(words.FINISHES) == set(FINISHES) - {""}
    assert set(words.LIGHTS) == set(RIGS)
    assert set(LIGHTS) <= set(RIGS)
    named = {phrase for table, _ in words.SCENES for phrases in table.values() for phrase in phrases}
    unreachable = {phrase for phrases in words.SUBJECTS.values() for phrase in phrases} - named
    assert not unreachable, "a subject that no scene is chosen by can never be seen"


@pytest.mark.parametrize("light", sorted(words.LIGHTS))
@pytest.mark.parametrize("scene", ["hills", "portrait"])
def test_every_light_lights_indoors_and_outdoors(scene: str, light: str) -> None:
    prompt = f"{SCENES[scene].split(' at ')[0]}. {words.LIGHTS[light][0]}"
    assert describe(prompt).light == light
    assert pixels(prompt, (96, 64)).std() > 4


@pytest.mark.parametrize("weather", sorted(words.WEATHERS))
@pytest.mark.parametrize("scene", ["harbour", "city", "forest", "mountains"])
def test_weather_changes_a_landscape(scene: str, weather: str) -> None:
    prompt = f"{SCENES[scene]}. {words.WEATHERS[weather][0]}"
    assert weather in describe(prompt).weather
    assert opened(prompt, (96, 64)).size == (96, 64)


@pytest.mark.parametrize("subject", sorted(words.SUBJECTS))
def test_every_subject_can_be_painted(subject: str) -> None:
    prompt = f"A {words.SUBJECTS[subject][0]}"
    assert describe(prompt).subject == subject
    assert pixels(prompt, (64, 64)).std() > 4


@pytest.mark.parametrize("extra", sorted(words.EXTRAS))
def test_everything_that_can_be_named_beside_the_scene_is_drawn_without_harm(extra: str) -> None:
    word = words.EXTRAS[extra][0]
    assert describe(f"Rolling hills, {word}").has(extra)
    for scene in ("hills", "harbour", "portrait", "interior"):
        assert opened(f"{SCENES[scene]}, {word}", (48, 48)).size == (48, 48)


@pytest.mark.parametrize("framing", sorted(words.FRAMINGS))
@pytest.mark.parametrize("scene", ["product", "portrait", "table", "city", "creature", "hills"])
def test_a_framing_word_moves_the_camera(scene: str, framing: str) -> None:
    word = words.FRAMINGS[framing][0]
    plain, framed = describe(SCENES[scene]), describe(f"{SCENES[scene]}, {word}")
    assert (plain.framing, framed.framing) == ("", framing)
    assert pixels(f"{SCENES[scene]}, {word}", (96, 64)).std() > 4


def share(image: NDArray[np.float32], low: float, high: float) -> float:
    """How much of a picture has a strong hue between two angles, in degrees."""
    top, bottom = image.max(axis=2), image.min(axis=2)
    strong = (top - bottom > 70) & (top > 90)
    hues = np.array([colorsys.rgb_to_hsv(*pixel)[0] * 360 for pixel in image[strong] / 255])
    return float(((hues >= low) & (hues < high)).sum() / strong.size)


@pytest.mark.parametrize(
    ("prompt", "noun", "number"),
    [
        ("five sailing boats at dusk", "boats", 5),
        ("a pair of red apples on a table", "apples", 2),
        ("3 lemons and a pear", "lemons", 3),
        ("a house with 12 windows", "windows", 12),
    ],
)
def test_a_number_belongs_to_the_noun_behind_it(prompt: str, noun: str, number: int) -> None:
    assert describe(prompt).count(noun) == number
    assert describe(prompt).count("clouds") == 0


def yellow_pieces(image: NDArray[np.float32]) -> int:
    """How many separate yellow things there are, without specks."""
    red, green, blue = np.moveaxis(image, 2, 0)
    yellow = (red - blue > 70) & (green > 90) & (green > red * 0.78)
    mask = Image.fromarray((yellow * 255).astype(np.uint8)).copy()
    sizes = []
    for y, x in np.argwhere(yellow):
        if mask.getpixel((int(x), int(y))) == 255:
            before = mask.histogram()[128]
            ImageDraw.floodfill(mask, (int(x), int(y)), 128)
            sizes.append(mask.histogram()[128] - before)
    return sum(size > yellow.size / 300 for size in sizes)


@pytest.mark.parametrize(("words_", "number"), [("one lemon", 1), ("two lemons", 2), ("three lemons", 3)])
def test_as_many_lemons_lie_on_the_plate_as_were_asked_for(words_: str, number: int) -> None:
    assert yellow_pieces(pixels(f"{words_} on a blue plate, from above", (256, 256))) == number


def test_a_red_kite_is_red_and_the_sky_behind_it_is_not() -> None:
    image = pixels("a red kite over a wheat field at noon", (192, 192))
    sky, field = image[:90], image[150:]
    assert 0.01 < share(sky, 345, 361) + share(sky, 0, 12) < 0.2
    assert 25 < hue(field) < 55
