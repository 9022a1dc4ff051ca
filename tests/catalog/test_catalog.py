"""The catalog: each allowed value passes, each neighbour outside is refused by name; a faulty file names its line."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from lib.catalog import Kind, Model, catalog, check, domain, load, preferred
from lib.catalog.book import FOLDER
from lib.domain import QUALITIES, Input, Job, Quality, Setting
from lib.errors import DataFileError, InvalidRequest

MODELS = sorted(catalog().models)
PICTURES, TEXTS = (sorted(one.id for one in catalog().of_job(job)) for job in ("image", "text"))
CARBON, HYDROGEN, QUICK = "gemini-4-carbon", "gemini-4-hydrogen", "gemini-3.5-flash-lite"
ENGINE = tomllib.loads((FOLDER.parent / "demo" / "rules.toml").read_text())
RULES, PIXELS = ENGINE["models"], ENGINE["pixels"]


def model(name: str) -> Model:
    return catalog().model(name)


@pytest.mark.parametrize(
    ("quality", "wanted", "size"),
    [
        ("best", "gemini-3-pro-image", "4K"),
        ("balanced", "gemini-nano-banana-2.1", "2K"),
        ("draft", "gemini-3.1-flash-lite-image", "1K"),
    ],
)
def test_each_quality_means_a_model_and_a_size(quality: Quality, wanted: str, size: str) -> None:
    chosen, settings = catalog().choose("image", quality)
    assert (chosen.id, settings["size"]) == (wanted, size)
    assert check(chosen, settings) == (settings, ())


@pytest.mark.parametrize(
    ("quality", "wanted", "thinking", "ceiling"),
    [("best", CARBON, "high", 16_384), ("balanced", HYDROGEN, "high", 8_192), ("draft", QUICK, "minimal", 4_096)],
)
def test_each_quality_of_text_means_a_model_and_how_much_it_thinks_and_writes(
    quality: Quality, wanted: str, thinking: str, ceiling: int
) -> None:
    chosen, settings = catalog().choose("text", quality)
    assert (chosen.id, settings["thinking"], settings["max_output_tokens"]) == (wanted, thinking, ceiling)
    assert check(chosen, settings) == (settings, ())


@pytest.mark.parametrize(("job", "other"), [("image", QUICK), ("text", "gemini-3-pro-image")])
def test_a_model_of_another_job_is_refused_with_one_that_can(job: Job, other: str) -> None:
    with pytest.raises(InvalidRequest, match=f"does not make {job}") as error:
        catalog().choose(job, "best", other)
    assert error.value.problems[0].nearest == catalog().quality[job]["best"]


def test_a_chosen_model_beats_quality_and_keeps_its_level() -> None:
    chosen, settings = catalog().choose("image", "best", "gemini-nano-banana-2.1")
    assert (chosen.id, settings["size"], settings["thinking"]) == ("gemini-nano-banana-2.1", "4K", "high")


@pytest.mark.parametrize("name", MODELS)
def test_every_value_of_every_parameter_passes(name: str) -> None:
    for param_name, param in model(name).params.items():
        values: tuple[Setting, ...] = (
            param.values or tuple(range(param.range[0], param.range[1] + 1, param.range[2]))
            if param.range
            else param.values
        )
        for value in values:
            given = files(source=1) if value == param.unsent else ()
            assert check(model(name), {param_name: value}, given)[1] == ()


@pytest.mark.parametrize(
    ("name", "field", "value", "nearest"),
    [
        ("gemini-3-pro-image", "ratio", "1:8", "9:16"),
        ("gemini-3-pro-image", "ratio", "17:9", "16:9"),
        ("gemini-3-pro-image", "size", "8K", "4K"),
        ("gemini-3-pro-image", "size", "4k", "4K"),
        ("gemini-3-pro-image", "size", "512", "1K"),
        ("gemini-3-pro-image", "format", "image/png", "image/jpeg"),
        ("gemini-3-pro-image", "max_output_tokens", 4095, 4096),
        ("gemini-3-pro-image", "max_output_tokens", 32_769, 32_768),
        ("gemini-3-pro-image", "max_output_tokens", 5000, 5120),
        ("gemini-3-pro-image", "max_output_tokens", "many", 4096),
        ("gemini-3-pro-image", "thinking", "high", None),
        ("gemini-nano-banana-2.1", "thinking", "xhigh", "high"),
        ("gemini-nano-banana-2.1", "size", "512", None),
        ("gemini-3.1-flash-lite-image", "size", "2K", "1K"),
        ("gemini-3.1-flash-lite-image", "ratio", "8:1", "21:9"),
        ("gemini-3.1-flash-lite-image", "max_output_tokens", 4608, 4096),
    ],
)
def test_a_neighbour_outside_is_refused_with_its_field_and_the_nearest_choice(
    name: str, field: str, value: Setting, nearest: Setting | None
) -> None:
    _, problems = check(model(name), {field: value})
    assert [problem.field for problem in problems] == [f"settings.{field}"]
    assert problems[0].nearest == nearest or nearest is None
    assert str(value) in problems[0].message or field in problems[0].message


def test_every_problem_is_named_at_once() -> None:
    _, problems = check(model("gemini-3-pro-image"), {"sise": "4K", "ratio": "5:9", "size": "3K"})
    assert [problem.field for problem in problems] == ["settings.sise", "settings.ratio", "settings.size"]
    assert problems[0].nearest == "size"


def test_an_unknown_model_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidRequest) as error:
        catalog().model("gemini-3-pro-imagen")
    assert error.value.problems[0].nearest == "gemini-3-pro-image"


def test_a_job_without_models_is_refused_plainly() -> None:
    with pytest.raises(InvalidRequest, match="cannot make video yet"):
        catalog().choose("video", "best")


@pytest.mark.parametrize(
    ("ratio", "size", "pixels"),
    [
        ("1:1", "1K", (1024, 1024)),
        ("1:1", "4K", (4096, 4096)),
        ("16:9", "1K", (1376, 768)),
        ("16:9", "2K", (2752, 1536)),
        ("16:9", "4K", (5504, 3072)),
        ("4:5", "1K", (912, 1152)),
        ("21:9", "1K", (1568, 672)),
    ],
)
def test_a_picture_has_the_pixels_of_its_ratio_and_size(ratio: str, size: str, pixels: tuple[int, int]) -> None:
    assert model("gemini-3-pro-image").size({"ratio": ratio, "size": size}) == pixels


@pytest.mark.parametrize("name", MODELS)
def test_the_catalog_and_the_demo_engine_agree_on_what_they_both_state(name: str) -> None:
    own, engine = model(name), RULES[name]
    thinking = own.params.get("thinking")
    assert own.name == engine["name"]
    assert set(thinking.values if thinking else {"always"}) == set(engine["thoughts"])
    assert (thinking.default if thinking else "always") == engine["default_level"]
    assert (own.input_tokens, own.output_tokens) == (engine["input_tokens"], engine["output_tokens"])
    assert (own.tokens.image_in, own.tokens.page_in) == (engine["image_in"], engine.get("page_in", 0))
    assert own.tokens.image_out == engine.get("image_tokens", {})


@pytest.mark.parametrize("name", PICTURES)
def test_they_agree_on_pictures(name: str) -> None:
    own, engine = model(name), RULES[name]
    assert set(own.params["ratio"].values) - {own.params["ratio"].unsent} == set(engine["ratios"])
    assert own.params["size"].default == engine["default_size"]
    assert {ratio: list(own.pixels[f"{ratio}@1K"]) for ratio in PIXELS} == PIXELS


def test_the_engine_serves_no_model_that_is_not_in_the_catalog_and_every_one_that_is() -> None:
    assert set(RULES) == set(MODELS) == {*PICTURES, *TEXTS}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("quality", QUALITIES)
def test_a_picture_always_fits_under_the_ceiling_with_room_to_think(name: str, quality: Quality) -> None:
    own = model(name)
    assert own.param["max_output_tokens"].range is not None
    assert own.param["max_output_tokens"].range[0] > max(own.tokens.image_out.values())
    assert own.at(quality)["max_output_tokens"] <= own.output_tokens


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("quality", QUALITIES)
def test_an_answer_as_long_as_expected_fits_under_the_ceiling_with_its_thinking(name: str, quality: Quality) -> None:
    own = model(name)
    settings = own.at(quality)
    assert own.param["max_output_tokens"].range is not None
    assert own.param["max_output_tokens"].range[1] == own.output_tokens
    assert own.thinking_tokens(settings) + own.tokens.text_out < int(settings["max_output_tokens"])
    assert own.picture_tokens(settings) == 0
    assert own.about_seconds(settings) is None, "how long it takes depends on what is written"


def with_rule(folder: Path) -> Model:
    """A catalog of our own in which a rule narrows and unsets."""
    shutil.copytree(FOLDER, folder / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    rule = (
        '\n[[rule]]\nwhen = { ratio = "21:9" }\nallow = { size = ["1K", "2K"] }\nunset = ["format"]\nwhy = "Made up."\n'
    )
    with (folder / "catalog" / "models" / "gemini-3-pro-image.toml").open("a") as file:
        file.write(rule)
    return load(folder / "catalog").model("gemini-3-pro-image")


def test_a_rule_narrows_what_a_control_offers_and_what_is_accepted(tmp_path: Path) -> None:
    narrowed = with_rule(tmp_path)
    assert domain(narrowed, "size", {"ratio": "21:9"}).values == ("1K", "2K")
    assert domain(narrowed, "size", {"ratio": "1:1"}).values == ("1K", "2K", "4K")
    settings, problems = check(narrowed, {"ratio": "21:9", "size": "4K"})
    assert problems[0].nearest == "2K"
    assert "Made up." in problems[0].message
    assert "format" not in settings


def test_a_parameter_that_a_rule_unsets_cannot_be_given(tmp_path: Path) -> None:
    _, problems = check(with_rule(tmp_path), {"ratio": "21:9", "size": "1K", "format": "image/jpeg"})
    assert [problem.field for problem in problems] == ["settings.format"]


def files(**counts: int) -> tuple[Input, ...]:
    return tuple(Input(f"{role}-{place}", role) for role, count in counts.items() for place in range(count))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("gemini-3-pro-image", {"object": 6, "character": 5, "source": 1}),
        ("gemini-nano-banana-2.1", {"object": 10, "character": 4}),
        ("gemini-nano-banana-2.1", {"object": 10, "character": 3, "source": 1}),
        ("gemini-3.1-flash-lite-image", {"object": 14}),
        ("gemini-3.1-flash-lite-image", {"object": 13, "source": 1}),
    ],
)
def test_a_model_takes_as_many_pictures_as_its_row_says(name: str, given: dict[str, int]) -> None:
    assert check(model(name), {}, files(**given))[1] == ()


@pytest.mark.parametrize(
    ("name", "given", "nearest", "says"),
    [
        ("gemini-3-pro-image", {"object": 7}, [6], "Objects.*up to 6, and 7"),
        ("gemini-3-pro-image", {"source": 2, "character": 6}, [1, 5], "Picture to change.*up to 1, and 2"),
        ("gemini-nano-banana-2.1", {"object": 10, "character": 4, "source": 1}, [9, 3, 0], "Fourteen pictures in all"),
        ("gemini-3.1-flash-lite-image", {"object": 14, "source": 1}, [13, 0], "Fourteen pictures in all"),
        ("gemini-3.1-flash-lite-image", {"objects": 1}, ["object"], "takes no file as “objects”"),
    ],
)
def test_too_many_pictures_are_refused_with_the_most_that_fit(
    name: str, given: dict[str, int], nearest: list[Setting], says: str
) -> None:
    _, problems = check(model(name), {}, files(**given))
    assert [(problem.field, problem.nearest) for problem in problems] == [("inputs", one) for one in nearest]
    assert re.search(says, problems[0].message)


def test_pictures_that_are_there_leave_less_room_for_others() -> None:
    own = model("gemini-nano-banana-2.1")
    assert domain(own, "object", {}).range == (0, 10, 1)
    assert domain(own, "object", {}, files(character=4, source=1)).range == (0, 9, 1)
    assert domain(own, "object", {}, files(object=3, character=4, source=1)).range == (0, 9, 1)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("given", [{}, {"object": 1}, {"source": 1}, {"source": 1, "object": 2}])
def test_a_picture_that_is_changed_keeps_its_shape_unless_told_otherwise(name: str, given: dict[str, int]) -> None:
    own = model(name)
    settings = own.at("best")
    wanted = {"ratio": "as given"} if "source" in given else {}
    assert preferred(own, settings, files(**given)) == wanted
    assert check(own, {**settings, **wanted}, files(**given))[1] == ()


@pytest.mark.parametrize("name", PICTURES)
def test_without_a_picture_there_is_no_shape_to_keep(name: str) -> None:
    own = model(name)
    assert "as given" not in domain(own, "ratio", {}).values
    for role in own.input:
        assert "as given" in domain(own, "ratio", {}, files(**{role: 1})).values
    _, (problem,) = check(own, {"ratio": "as given"})
    assert problem.field == "settings.ratio"
    assert problem.nearest in own.params["ratio"].values
    assert "Without a picture there is no shape to keep." in problem.message


@pytest.mark.parametrize("name", MODELS)
def test_only_the_shape_that_is_kept_is_left_to_the_provider(name: str) -> None:
    unsent = {key: param.unsent for key, param in model(name).params.items() if param.unsent is not None}
    assert unsent == ({"ratio": "as given"} if name in PICTURES else {})


@pytest.mark.parametrize(
    ("given", "size"),
    [((1600, 900), (1360, 768)), ((900, 1600), (768, 1360)), ((64, 64), (1024, 1024)), (None, (1024, 1024))],
)
def test_a_kept_shape_has_the_area_of_its_size(given: tuple[int, int] | None, size: tuple[int, int]) -> None:
    assert model("gemini-3-pro-image").size({"ratio": "as given", "size": "1K"}, given) == size


FAULTS = [
    ('label = "Ratio"', 'label = "Ratio"\ncolour = "red"', "colour", "unknown"),
    ('default = "1:1"', 'default = "9:9"', "9:9", "not among"),
    ('draft = "1K"', 'draft = "512"', "512", "not among"),
    ('unsent = "as given"', 'unsent = "as it was"', "as it was", "not among"),
    ('label = "Size"\n', "", "[param.size]", "“label” is missing"),
    ("text_in = 2_000_000", "text_in = 2.5", "text_in", "integer"),
    ("text_in = 2_000_000", "text_in = -1", "text_in", "greater than or equal to 0"),
    ('unit = "mtok"', 'unit = "song"', "unit", "mtok"),
    ("from = 2026-05-28", 'from = "soon"', "from", "date"),
    ("[tokens]", '[[rule]]\nwhen = { colour = 1 }\nwhy = "x"\n[tokens]', "colour", "no parameter"),
    ("[tokens]", '[[rule]]\nallow = { colour = [1] }\nwhy = "x"\n[tokens]', "colour", "no parameter"),
    ("[tokens]", '[[rule]]\nprefer = { colour = 1 }\nwhy = "x"\n[tokens]', "colour", "no parameter"),
    ("[tokens]", '[[rule]]\nallow = { ratio = ["1:2"] }\nwhy = "x"\n[tokens]', "1:2", "not among"),
    ("[tokens]", '[[rule]]\nprefer = { ratio = "1:2" }\nwhy = "x"\n[tokens]', "1:2", "not among"),
    ("[tokens]", '[[rule]]\nunset = ["colour"]\nwhy = "x"\n[tokens]', "colour", "no parameter"),
    ("[tokens]", '[[rule]]\ntotal = { of = ["object", "sky"], max = 3 }\nwhy = "x"\n[tokens]', "sky", "no input"),
    ('ceiling = "max_output_tokens"', 'ceiling = "most"', "ceiling", "no parameter"),
    ('by = "size"', 'by = "length"', "length", "no parameter"),
    ("image_out = { 1K = 1_120, 2K = 1_120, 4K = 2_000 }", "image_out = { 1K = 1_120 }", "image_out", "for each size"),
    ("thinking = 500", "thinking = { high = 500 }", "thinking", "no parameter"),
    ("seconds = { 1K = 9, 2K = 10, 4K = 12 }", "seconds = { 1K = 9 }", "seconds", "for each size"),
    ('unit = "mtok"', 'unit = "mtok"\nto = 2026-05-01', "to = 2026-05-01", "before it begins"),
    ("max = 6", "max = 0", "max = 0", "greater than or equal to 1"),
    ("[tokens]", "[tokens", "[tokens", "no TOML"),
    ('id = "gemini-3-pro-image"', 'id = "other"', "id", "file is called"),
    (
        "range = [4096, 32_768, 1024]",
        'range = [4096, 32_768, 1024]\nvalues = ["a"]',
        "[param.max_output_tokens]",
        "either values or range",
    ),
]


@pytest.mark.parametrize(("old", "new", "marks", "says"), FAULTS)
def test_a_faulty_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, marks: str | None, says: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "catalog" / "models" / "gemini-3-pro-image.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DataFileError, match=says) as error:
        load(tmp_path / "catalog")
    assert error.value.file == "gemini-3-pro-image.toml"
    if marks is not None:
        assert error.value.line is not None
        assert marks in path.read_text().splitlines()[error.value.line - 1]


@pytest.mark.parametrize(
    ("end", "start"),
    [("", "2026-12-01"), ("2026-12-01", "2026-12-01"), ("2026-12-31", "2026-12-01"), ("", "2026-01-01")],
)
def test_price_rows_follow_one_another_without_overlap(tmp_path: Path, end: str, start: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "catalog" / "models" / "gemini-3-pro-image.toml"
    text, _, row = path.read_text().partition("[[price]]")
    first = row.replace("from = 2026-05-28", f"from = 2026-05-28\nto = {end}") if end else row
    path.write_text(f"{text}[[price]]{first}\n[[price]]{row.replace('2026-05-28', start)}")
    with pytest.raises(DataFileError, match="does not end before") as error:
        load(tmp_path / "catalog")
    assert error.value.line is not None
    assert path.read_text().splitlines()[error.value.line - 1] == f"from = {start}"


def test_the_price_of_a_day_is_that_of_its_row(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "catalog" / "models" / "gemini-3-pro-image.toml"
    text, _, row = path.read_text().partition("[[price]]")
    first = row.replace("from = 2026-05-28", "from = 2026-05-28\nto = 2026-11-30")
    later = row.replace("2026-05-28", "2026-12-02")
    path.write_text(f"{text}[[price]]{first}\n[[price]]{later}")
    own = load(tmp_path / "catalog").model("gemini-3-pro-image")
    found = [own.price_at(date(2026, month, day)) for month, day in ((5, 27), (5, 28), (11, 30), (12, 1), (12, 2))]
    assert [row and own.price_name(row).partition("@")[2] for row in found] == [
        None, "2026-05-28", "2026-05-28", None, "2026-12-02"
    ]  # fmt: skip


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "catalog" / "quality.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match=r"quality\.toml: .*UTF-8"):
        load(tmp_path / "catalog")


def test_a_quality_level_must_name_a_model(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "catalog" / "quality.toml"
    path.write_text(path.read_text().replace("gemini-3-pro-image", "gone"))
    with pytest.raises(DataFileError, match="no model file") as error:
        load(tmp_path / "catalog")
    assert error.value.line == 4


@pytest.mark.parametrize(
    ("name", "day", "micros"),
    [
        (CARBON, date(2026, 11, 9), None),
        (CARBON, date(2026, 11, 10), (2_000_000, 100_000, 2_000_000, 10_000_000)),
        (CARBON, date(2026, 11, 30), (2_000_000, 100_000, 2_000_000, 10_000_000)),
        (CARBON, date(2026, 12, 1), (4_000_000, 200_000, 4_000_000, 20_000_000)),
        (HYDROGEN, date(2026, 11, 11), None),
        (HYDROGEN, date(2026, 11, 12), (1_500_000, 75_000, 1_500_000, 7_500_000)),
        (QUICK, date(2026, 12, 1), (300_000, 30_000, 300_000, 2_500_000)),
    ],
)
def test_a_text_model_costs_what_its_dated_row_says(name: str, day: date, micros: tuple[int, ...] | None) -> None:
    row = model(name).price_at(day)
    kinds: tuple[Kind, ...] = ("text_in", "cached_in", "image_in", "text_out")
    assert (row and tuple(row.micros[kind] for kind in kinds)) == micros


@pytest.mark.parametrize("name", TEXTS)
def test_a_thinking_table_must_name_every_level(tmp_path: Path, name: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "catalog" / "models" / f"{name}.toml"
    path.write_text(re.sub(r"(thinking = \{.*?), high = [\d_]+", r"\1", path.read_text()))
    with pytest.raises(DataFileError, match=r"give it for each thinking: .*high"):
        load(tmp_path / "catalog")


def test_no_price_is_known_before_a_model_was_released() -> None:
    assert model("gemini-nano-banana-2.1").price_at(date(2026, 10, 5)) is None
    assert model("gemini-nano-banana-2.1").price_at(date(2026, 10, 6)) is not None
