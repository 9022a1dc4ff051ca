"""The library: everything that was made or brought along is found again, by its owner alone, and quickly."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from sqlalchemy import Select, select
from sqlalchemy.dialects import sqlite

from lib.config import Config
from lib.domain import Actor, Input
from lib.errors import NotFound
from lib.store import assets, db, history, library, tasks
from lib.store.library import Wanted
from lib.store.tables import item
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.store.making import asked_to_write, ended, painted, uploaded, written

EVERYTHING = Wanted()


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two things happen in the same millisecond: what is newer is certain."""
    ticks = itertools.count(1_000_000)
    monkeypatch.setattr(db, "now", lambda: next(ticks))


@pytest.fixture
def ida(actor: Actor) -> Actor:
    return replace(actor, user="ida", session="i" * 22)


def found(actor: Actor, wanted: Wanted = EVERYTHING) -> list[str]:
    return [item.id for item in library.page(actor, wanted, 60)[0]]


@pytest.fixture
def shelf(house: Config, actor: Actor, ida: Actor) -> dict[str, str]:
    """One of everything, by name; and something of somebody else's."""
    dusk = {"styles": ("photo.dusk", "paint.ink"), "preset": "photo.boats"}
    shelf = {
        "boat": painted(actor, b"1", "Ein Böötchen at 100%", **dusk),
        "fox": painted(actor, b"2", "a_red fox", model="gemini-3-pro-image", styles=("photo.dusk_film",)),
        "text": written(actor, words="Tell me of RED boats.", preset="text.story"),
        "upload": uploaded(actor, b"3", "Bo\N{COMBINING DIAERESIS}o\N{COMBINING DIAERESIS}tchen.png"),
        "gone": painted(actor, b"4", "a red bin"),
    }
    library.star(actor, shelf["fox"], True)
    library.delete(actor, [shelf["gone"]])
    painted(ida, b"5", "a red boat", **dusk)
    return shelf


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), "upload text fox boat"),
        (Wanted(kind="image"), "fox boat"),
        (Wanted(kind="text"), "text"),
        (Wanted(kind="upload"), "upload"),
        (Wanted(model="gemini-3-pro-image"), "fox"),
        (Wanted(model="never"), ""),
        (Wanted(preset="photo.boats"), "boat"),
        (Wanted(style="photo.dusk"), "boat"),
        (Wanted(style="paint.ink"), "boat"),
        (Wanted(style="photo_dusk"), ""),  # an underscore is no wildcard
        (Wanted(style="dusk"), ""),
        (Wanted(starred=True), "fox"),
        (Wanted(words="böötchen"), "upload boat"),
        (Wanted(words="  RED   fox "), "fox"),
        (Wanted(words="red"), "text fox"),
        (Wanted(words="0%"), "boat"),
        (Wanted(words="red%fox"), ""),
        (Wanted(words="a_"), "fox"),
        (Wanted(words="bo\0"), ""),
        (Wanted(deleted=True), "gone"),
        (Wanted(deleted=True, words="boat"), ""),
        (Wanted(kind="image", words="red", starred=True), "fox"),
    ],
)
def test_a_filter_finds_what_matches_newest_first(
    shelf: dict[str, str], actor: Actor, wanted: Wanted, names: str
) -> None:
    assert found(actor, wanted) == [shelf[name] for name in names.split()]


def test_a_span_of_time_has_its_beginning_and_not_its_end(shelf: dict[str, str], actor: Actor) -> None:
    boat, fox, text = (library.one(actor, shelf[name]).created_ms for name in ("boat", "fox", "text"))
    assert found(actor, Wanted(since_ms=fox, until_ms=text)) == [shelf["fox"]]
    assert found(actor, Wanted(until_ms=boat)) == []
    assert found(actor, Wanted(since_ms=boat, until_ms=boat + 1)) == [shelf["boat"]]


def test_an_item_tells_what_a_card_shows(shelf: dict[str, str], actor: Actor) -> None:
    boat, text, upload = (library.one(actor, shelf[name]) for name in ("boat", "text", "upload"))
    made = (boat.kind, boat.title, boat.mime, boat.door, boat.model, boat.preset, boat.styles, boat.asset)
    assert made == (
        *("image", "Ein Böötchen at 100%", "image/png", "demo", "gemini-3.1-flash-lite-image", "photo.boats"),
        *(("photo.dusk", "paint.ink"), boat.id),
    )
    told = (text.kind, text.title, text.excerpt, text.task, text.asset, text.styles)
    assert told == ("text", "Tell me of RED boats.", "Once there was a boat.", text.id, None, ())
    brought = (upload.kind, upload.task, upload.model, upload.asset, upload.width, upload.height, upload.excerpt)
    assert brought == ("upload", None, None, upload.id, 3, 2, "")
    assert library.page(actor, Wanted(kind="text"), 1)[0] == [text]


def test_an_excerpt_is_the_beginning_of_the_text_and_no_thought(house: Config, actor: Actor) -> None:
    task_id = written(actor, text="long " * 100)
    assert library.one(actor, task_id).excerpt == ("long " * 100)[:300]


def test_a_text_that_wrote_nothing_is_not_put_there(house: Config, actor: Actor) -> None:
    ended(asked_to_write(actor), "cancelled")
    assert found(actor) == []


def test_what_is_put_there_twice_is_there_once(house: Config, actor: Actor) -> None:
    text, picture = written(actor), painted(actor)
    painter = library.one(actor, picture).task
    values = {"sha256": "0" * 64, "user_id": "local", "task_id": painter, "role": "output", "place": 0}
    with db.write() as connection:
        wrote, made = tasks.get(connection, text), tasks.get(connection, str(painter))
        assert wrote is not None
        assert made is not None
        library.put(connection, wrote, None)
        library.put(connection, made, assets.note(connection, {**values, "mime": "image/png", "bytes": 1}))
    assert found(actor) == [picture, text]


def test_pages_follow_one_another_whole_and_once(house: Config, actor: Actor) -> None:
    made = [painted(actor, bytes([number])) for number in range(7)]
    seen: list[str] = []
    before = None
    while True:
        page, before = library.page(actor, Wanted(), 3, before)
        seen += [item.id for item in page]
        if before is None:
            break
        painted(actor)  # what is new does not move the older pages
    assert seen == made[::-1]


def test_items_and_bytes_are_counted_without_what_was_deleted(shelf: dict[str, str], actor: Actor) -> None:
    assert library.count(actor) == (4, 3)
    assert library.count(replace(actor, user="nobody")) == (0, 0)


def test_what_occurs_can_be_narrowed_down_to(shelf: dict[str, str], actor: Actor) -> None:
    assert library.facets(actor) == library.Facets(
        models=("gemini-3-pro-image", "gemini-3.1-flash-lite-image", "gemini-4-carbon"),
        presets=("photo.boats", "text.story"),
        styles=("paint.ink", "photo.dusk", "photo.dusk_film"),
    )
    library.delete(actor, [shelf["fox"], shelf["text"]])
    assert library.facets(actor).models == ("gemini-3.1-flash-lite-image",)
    assert library.facets(replace(actor, user="nobody")) == library.Facets((), (), ())


def test_what_is_deleted_takes_its_file_along_and_comes_back_with_it(shelf: dict[str, str], actor: Actor) -> None:
    both = [shelf["boat"], shelf["text"]]
    assert library.delete(actor, [*both, "never"]) == 2
    assert library.delete(actor, both) == 0
    for one in (lambda: library.one(actor, both[0]), lambda: assets.one(actor, both[0])):
        with pytest.raises(NotFound):
            one()
    gone = library.one(actor, both[0], deleted=True)
    assert gone.deleted_ms
    assert history.one(actor, str(gone.task)).outputs == ()
    assert library.restore(actor, both) == 2
    assert library.restore(actor, both) == 0
    assert found(actor) == [shelf[name] for name in ("upload", "text", "fox", "boat")]
    assert history.one(actor, str(gone.task)).outputs == (assets.one(actor, both[0]),)


def test_a_star_is_set_and_taken_away(shelf: dict[str, str], actor: Actor) -> None:
    for on in (True, False):
        library.star(actor, shelf["text"], on)
        assert library.one(actor, shelf["text"]).starred is on


def test_what_is_somebody_elses_cannot_be_seen_or_touched(shelf: dict[str, str], ida: Actor, actor: Actor) -> None:
    mine = list(shelf.values())
    assert len(found(ida)) == 1
    for one in mine:
        with pytest.raises(NotFound):
            library.one(ida, one, deleted=True)
        with pytest.raises(NotFound):
            library.star(ida, one, True)
    assert (library.delete(ida, mine), library.restore(ida, mine)) == (0, 0)
    assert found(actor) == [shelf[name] for name in ("upload", "text", "fox", "boat")]


def test_a_lineage_goes_up_to_the_inputs_and_down_to_what_was_made_with_it(house: Config, actor: Actor) -> None:
    upload, first = uploaded(actor), painted(actor, b"1")
    both = (Input(upload, "source"), Input(first, "object"))
    combined = painted(actor, b"2", inputs=both)
    asked = written(actor, inputs=(Input(combined, "attachment"),), conversation="c")
    answer = written(actor, conversation="c", previous=asked)

    def relatives(one: str) -> tuple[list[str], list[str]]:
        lineage = library.lineage(actor, library.one(actor, one))
        return [item.id for item in lineage.parents], [item.id for item in lineage.children]

    assert relatives(upload) == ([], [combined])
    assert relatives(combined) == ([first, upload], [asked])
    assert relatives(asked) == ([combined], [answer])
    assert relatives(answer) == ([asked], [])
    library.delete(actor, [upload, answer])
    assert relatives(combined)[0] == [first]
    assert relatives(asked)[1] == []


def plan(query: Select[tuple[str]]) -> str:
    """How SQLite means to answer it."""
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with db.read() as connection:
        return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))


@pytest.mark.parametrize("database", [""])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "item_by_user"),
        (Wanted(kind="image"), "item_by_kind"),
        (Wanted(model="m"), "item_by_model"),
        (Wanted(preset="p"), "item_by_preset"),
        (Wanted(words="boat"), "item_by_user"),
        (Wanted(deleted=True), "item_by_deletion"),
    ],
)
def test_a_page_is_found_by_an_index_and_nothing_is_sorted(house: Config, wanted: Wanted, index: str) -> None:
    query = select(item.c.id).where(item.c.user_id == "local", item.c.id < "x", *library._conditions(wanted))
    steps = plan(query.order_by(item.c.id.desc()).limit(60))
    assert f"{index} " in f"{steps} "
    assert "TEMP B-TREE" not in steps
