"""The library page: everything of one's own is found again, told whole, and comes back after it was deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from streamlit.testing.v1 import AppTest

from lib import ui
from lib.config import ROOT, Config
from lib.domain import Actor, Input
from lib.prompts import library as known
from lib.store import db, library
from lib.store.library import Wanted
from lib.ui import filters
from tests.store.making import painted, uploaded, written
from tests.ui.visiting import visit

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=-5)))
DAY_MS = 24 * 3600 * 1000
TODAY_MS = int(datetime(2026, 11, 22, 5, tzinfo=UTC).timestamp() * 1000)
"""The start of that day where the clock is five hours behind."""


@pytest.fixture(autouse=True)
def cookie(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runner has no browser, hence no cookie of a session."""
    monkeypatch.setattr(ui, "actor", lambda: actor)


@pytest.fixture
def ida(actor: Actor) -> Actor:
    return replace(actor, user="ida", session="i" * 22)


def opened(**query: str) -> AppTest:
    """The page at this address."""
    at = AppTest.from_file(str(ROOT / "lib" / "app" / "shell.py"), default_timeout=60).run()
    at = at.switch_page(str(ROOT / "pages" / "library.py"))
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def shown(at: AppTest) -> str:
    return "\n".join(part.proto.body for part in at.get("html"))


def tiles(at: AppTest) -> list[str]:
    """The ids of the tiles, in their order."""
    return re.findall(r'class="s-thing" href="library\?(?:[^"]*&amp;)?item=([^"&]+)"', shown(at))


def address(at: AppTest) -> dict[str, str]:
    return {name: one if isinstance(one, str) else one[0] for name, one in at.query_params.items()}


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def asset(actor: Actor, item_id: str) -> Input:
    return Input(library.one(actor, item_id).asset or "", "source")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, Wanted()),
        ({"kind": "image", "q": "red boat"}, Wanted(kind="image", words="red boat")),
        ({"model": "m", "preset": "p", "style": "s"}, Wanted(model="m", preset="p", style="s")),
        ({"only": "starred"}, Wanted(starred=True)),
        ({"only": "deleted"}, Wanted(deleted=True)),
        ({"date": "1"}, Wanted(since_ms=TODAY_MS)),
        ({"date": "7"}, Wanted(since_ms=TODAY_MS - 6 * DAY_MS)),
        ({"date": "2026-11-20.2026-11-21"}, Wanted(since_ms=TODAY_MS - 2 * DAY_MS, until_ms=TODAY_MS)),
        ({"date": "2026-11-21.2026-11-20"}, Wanted(since_ms=TODAY_MS - 2 * DAY_MS, until_ms=TODAY_MS)),
        ({"kind": "song", "date": "2026-11-21", "only": "x"}, Wanted()),
        ({"date": "2026-02-30.2026-03-01"}, Wanted()),
        ({"date": "2026-11-20.9999-12-31"}, Wanted()),
    ],
)
def test_an_address_says_what_is_looked_for_in_days_of_the_person(given: dict[str, str], wanted: Wanted) -> None:
    assert filters.wanted(given, NOON) == wanted


def test_an_empty_library_says_what_will_land_in_it_and_where_it_is_made(house: Config) -> None:
    at = opened()
    assert "lands here by itself" in shown(at)
    assert at.button(key="to_image").label == "Make a picture"
    assert not at.text_input


def test_everything_is_there_newest_first_with_a_text_for_every_picture(
    house: Config, actor: Actor, ida: Actor
) -> None:
    boat = painted(actor, b"1", "A <b>red</b> boat")
    tale = written(actor, "# Once\n\nthere was **a boat**.")
    file = uploaded(actor, b"2", "harbour.png")
    painted(ida, b"3", "a fox of somebody else")
    at = opened()
    assert tiles(at) == [file, tale, boat]
    assert "3 items" in shown(at)
    pictures = re.findall(r"<img[^>]*>", shown(at))
    assert [re.search(r'alt="([^"]*)"', one)[1] for one in pictures] == [  # type: ignore[index]
        "harbour.png",
        "A &lt;b&gt;red&lt;/b&gt; boat",
    ]
    assert all('loading="lazy"' in one for one in pictures)
    assert shown(at).count(">DEMO<") == 2  # the upload is nobody's work but the person's
    assert "there was a boat." in shown(at)
    assert "<b>red" not in shown(at)


def test_filters_live_in_the_address_and_one_button_takes_them_all_away(house: Config, actor: Actor) -> None:
    style = next(iter(known().styles))
    boat = painted(actor, b"1", "a red boat", styles=(style,))
    fox = painted(actor, b"2", "a red fox", model="gemini-3-pro-image")
    tale = written(actor)
    library.star(actor, fox, True)
    at = opened()
    at = at.segmented_control(key="by_kind").set_value("image").run()
    assert (tiles(at), address(at)) == ([fox, boat], {"kind": "image"})
    at = at.text_input(key="by_q").set_value("boat").run()
    assert tiles(at) == [boat]
    again = opened(**address(at))
    assert tiles(again) == [boat]
    assert again.text_input(key="by_q").value == "boat"
    at = at.button(key="clear").click().run()
    assert (tiles(at), address(at)) == ([tale, fox, boat], {})
    assert at.text_input(key="by_q").value == ""
    assert tiles(opened(style=style)) == [boat]
    assert tiles(opened(only="starred")) == [fox]
    assert tiles(opened(model="gemini-3-pro-image", date="1")) == [fox]


def test_each_filter_names_its_value(house: Config, actor: Actor) -> None:
    painted(actor, b"1", model="gemini-3-pro-image", preset="scene")
    at = opened(model="gemini-3-pro-image", preset="scene", date="7")
    menus = [menu.label for menu in at.menu_button]
    assert menus == ["Nano Banana Pro", known().presets["scene"].name]
    assert [menu.label for menu in opened().menu_button] == ["Model", "Preset"]  # no style occurs


def test_what_is_not_found_can_be_looked_for_without_the_filters(house: Config, actor: Actor) -> None:
    boat = painted(actor)
    at = opened(q="zebra")
    assert "Nothing fits these filters" in shown(at)
    assert tiles(at.button(key="clear_all").click().run()) == [boat]


def test_more_comes_with_each_click_and_a_reload_keeps_it(house: Config, actor: Actor) -> None:
    made = [uploaded(actor, bytes([number]), f"{number}.png") for number in range(70)][::-1]
    at = opened()
    assert tiles(at) == made[:60]
    at = at.button(key="more").click().run()
    assert tiles(at) == made
    assert "Show more" not in labels(at)
    assert tiles(opened(**address(at))) == made
    assert tiles(opened(more="none")) == made[:60]
    at = at.segmented_control(key="by_kind").set_value("upload").run()
    assert tiles(at) == made[:60]


def test_the_page_of_an_item_tells_its_words_its_price_and_its_recipe(house: Config, actor: Actor) -> None:
    style = next(iter(known().styles))
    boat = painted(actor, b"1", "a red boat", styles=(style,), settings={"ratio": "16:9", "size": "1K"})
    at = opened(item=boat)
    html = shown(at)
    assert "<h1>a red boat</h1>" in html
    assert "s-from-user" in html
    assert "simulated" in html
    assert f"/files/{boat}?w=1280" in html
    rows = dict(re.findall("<div><dt>(.+?)</dt><dd>(.+?)</dd></div>", html))
    assert (rows["Ratio"], rows["Size"], rows["Styles"]) == ("16:9", "1K", known().styles[style].name)
    assert rows["Model"] == "Nano Banana 2 Lite"
    recipe = json.loads(at.code[-1].value)
    assert (recipe["prompt"], recipe["settings"]["ratio"]) == ("a red boat", "16:9")
    assert recipe["styles"] == [style]
    assert recipe["created"].endswith("+00:00")
    (download,) = [one for one in at.get("link_button") if one.proto.label == "Download"]
    assert download.proto.url == f"/files/{boat}?download=1"


def test_newer_and_older_stay_within_what_was_looked_for(house: Config, actor: Actor) -> None:
    old, _, middle, _, new = (
        painted(actor, b"1", "boat 1"),
        written(actor),
        painted(actor, b"2", "boat 2"),
        written(actor),
        painted(actor, b"3", "boat 3"),
    )
    at = opened(kind="image", item=middle)
    at = at.button(key="older").click().run()
    assert address(at) == {"kind": "image", "item": old}
    assert at.button(key="older").disabled
    at = at.button(key="newer").click().run().button(key="newer").click().run()
    assert address(at)["item"] == new
    assert at.button(key="newer").disabled
    at = at.button(key="back").click().run()
    assert tiles(at) == [new, middle, old]


def shown_kin(at: AppTest) -> list[list[str]]:
    """The items of each generation, the oldest first."""
    parts = shown(at).split('class="s-kin"')[1:]
    return [re.findall(r'class="s-step"[^>]*item=([^"&]+)', part) for part in parts]


def test_where_it_comes_from_is_told_with_what_the_path_has_cost(house: Config, actor: Actor) -> None:
    first = painted(actor, b"1", "a boat")
    second = painted(actor, b"2", "make it red", inputs=(asset(actor, first),))
    third = painted(actor, b"3", "make it night", inputs=(asset(actor, second),))
    html = shown(opened(item=second))
    assert re.findall(r'class="s-step"[^>]*item=([^"]+)"', html) == [first, third]
    assert "This one" in html
    assert "$0.0001 along this path" in html  # two of 60 micro-dollars
    library.delete(actor, [first])
    html = shown(opened(item=second))
    assert re.findall(r'class="s-step"[^>]*item=([^"]+)"', html) == [third]


def test_pictures_that_were_combined_stand_in_one_generation(house: Config, actor: Actor) -> None:
    one, two = painted(actor, b"1", "a boat"), painted(actor, b"2", "a harbour")
    three = painted(actor, b"3", "together", inputs=(asset(actor, one), asset(actor, two)))
    four = painted(actor, b"4", "as the first", inputs=(asset(actor, one), asset(actor, three)))
    generations = shown_kin(opened(item=four))
    assert generations == [[one, two], [three], []]  # the last is the one that is looked at: no link
    last, first = shown(opened(item=four)), shown(opened(item=one))
    assert ("Where it comes from" in last, "What was made with it" in last) == (True, False)
    assert ("Where it comes from" in first, "What was made with it" in first) == (False, True)
    assert shown_kin(opened(item=one)) == [[three, four]]


def test_a_star_is_set_and_taken_away_at_once(house: Config, actor: Actor) -> None:
    boat = painted(actor)
    at = opened(item=boat)
    at = at.button(key="star").click().run()
    assert at.button(key="star").label == "Starred"
    assert library.one(actor, boat).starred
    assert "Starred" in shown(opened())
    at = at.button(key="star").click().run()
    assert not library.one(actor, boat).starred


def test_what_is_deleted_goes_at_once_and_undo_stays_until_the_next_deletion(house: Config, actor: Actor) -> None:
    boat, fox = painted(actor, b"1", "a boat"), painted(actor, b"2", "a fox")
    at = opened(item=boat)
    at = at.button(key="delete").click().run()
    assert (tiles(at), address(at)) == ([fox], {})
    assert "“a boat” is deleted." in shown(at)
    at = at.segmented_control(key="by_kind").set_value("image").run()
    assert "“a boat” is deleted." in shown(at)
    at = at.button(key="undo_delete").click().run()
    assert tiles(at) == [fox, boat]
    assert "is deleted." not in shown(at)


def test_what_was_deleted_lately_can_be_brought_back(house: Config, actor: Actor) -> None:
    boat = painted(actor)
    library.delete(actor, [boat])
    at = opened()
    assert not tiles(at)
    at = at.pills(key="by_only").set_value("deleted").run()
    at = at.button(key=f"restore_{boat}").click().run()
    assert "Nothing was deleted lately" in shown(at)
    assert tiles(at.button(key="clear_all").click().run()) == [boat]


@pytest.mark.parametrize("which", ["deleted", "ida's", "never made"])
def test_what_is_not_ones_own_or_not_there_does_not_exist(house: Config, actor: Actor, ida: Actor, which: str) -> None:
    ids = {"deleted": painted(actor, b"1"), "ida's": painted(ida, b"2", "her boat"), "never made": "x"}
    library.delete(actor, [ids["deleted"]])
    at = opened(item=ids[which])
    assert "There is no such item in your library" in shown(at)
    assert "her boat" not in shown(at)
    at = at.button(key="back").click().run()
    assert address(at) == {}


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "![pixel](https://elsewhere.example/p.png)",
        "![pixel][1]\n\n[1]: https://elsewhere.example/p.png",
    ],
)
def test_a_text_that_a_model_wrote_is_no_markup_of_ours_and_fetches_nothing(
    house: Config, actor: Actor, text: str
) -> None:
    at = opened(item=written(actor, text))
    assert text not in shown(at)
    drawn = [part for part in at.markdown if "elsewhere" in part.value or "onerror" in part.value]
    assert drawn
    assert not any(part.proto.allow_html or "![" in part.value for part in drawn)


@pytest.mark.parametrize(
    ("make", "first", "others"),
    [
        (painted, "Use as input", ["Combine", "Ask about it", "Use words"]),
        (uploaded, "Use as input", ["Combine", "Ask about it"]),
        (written, "Use in Image", []),
        (lambda actor: written(actor, conversation=db.new_id()), "Go on in Chat", ["Use in Image"]),
    ],
    ids=["picture", "upload", "text", "turn of a conversation"],
)
def test_what_one_would_go_on_to_do_with_it_is_the_one_ink_button(
    house: Config, actor: Actor, make: Callable[[Actor], str], first: str, others: list[str]
) -> None:
    at = opened(item=make(actor))
    leading = [button for button in at.button if str(button.key).startswith("go_")]
    assert [button.label for button in leading] == [first, *others]
    assert [button.label for button in at.button if button.proto.type == "primary"] == [first]


@pytest.mark.parametrize(("verb", "roles"), [("edit", ["source", "object"]), ("add", ["source", "object", "object"])])
def test_as_input_it_takes_the_place_of_the_picture_to_change_or_goes_beside_it(
    house: Config, actor: Actor, verb: str, roles: list[str]
) -> None:
    first, second, boat = painted(actor, b"1"), painted(actor, b"2"), painted(actor, b"3")
    at = opened(item=first).button(key="go_edit").click().run()
    for item, key in ((second, "go_add"), (boat, f"go_{verb}")):
        at = visit(at, "library", item=item).button(key=key).click().run()
    given = at.session_state.draft_image.inputs
    assert [one.role for one in given] == roles
    assert given[0 if verb == "edit" else 2].asset == boat
    assert "Image" in shown(at)


def test_a_text_of_a_conversation_leads_back_into_it(house: Config, actor: Actor) -> None:
    talk = db.new_id()
    at = opened(item=written(actor, "Once there was a boat.", conversation=talk))
    at = at.button(key="go_talk").click().run()
    assert address(at) == {"c": talk}
    assert any("Once there was a boat." in part.value for part in at.markdown)


def test_what_is_asked_about_goes_along_into_a_new_conversation(house: Config, actor: Actor) -> None:
    boat = painted(actor)
    at = opened(item=boat).button(key="go_ask").click().run()
    assert [one.asset for one in at.session_state.draft_chat.inputs] == [boat]
    assert address(at) == {}
