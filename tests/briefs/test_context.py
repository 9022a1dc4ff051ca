"""What a brief refers to: files and earlier turns that are its own and still there, and how much there is to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from lib import briefs, costs, providers
from lib.catalog import catalog
from lib.config import Config
from lib.domain import Actor, Asset, Brief, Context, Input, Prepared
from lib.gate.settle import Ended
from lib.store import db, library
from lib.store.tables import task
from tests.media.making import encoded, pdf
from tests.store.making import asked, asked_to_write, ended, painted, written

CARBON = "gemini-4-carbon"


@pytest.fixture(autouse=True)
def ready(house: Config) -> Iterator[Config]:
    """An opened house with the demo door as the default; nothing is sent in these tests."""
    providers.start(house, "http://127.0.0.1:9")
    yield house
    providers.stop()


@pytest.fixture
def ida(actor: Actor) -> Actor:
    return replace(actor, user="ida", session="i" * 22)


def prepare(actor: Actor, **changes: object) -> Prepared:
    return briefs.prepare(Brief(**{"job": "text", "words": "What is this?", **changes}), actor)  # type: ignore[arg-type]


def taken(actor: Actor, folder: Path, data: bytes, name: str = "boat.png") -> Asset:
    (folder / "upload").write_bytes(data)
    return briefs.take(actor, folder / "upload", name)


def read(prepared: Prepared) -> Context:
    assert prepared.problems == ()
    assert prepared.request is not None
    return prepared.request.context


def counted(task_id: str, **usage: int) -> str:
    """An ended turn, with what the provider counted of it."""
    with db.write() as connection:
        connection.execute(update(task).where(task.c.id == task_id).values(usage_json=json.dumps(usage)))
    return task_id


# --- Files -----------------------------------------------------------------------------------------------------------


def test_files_go_in_as_they_were_given_and_are_quoted(actor: Actor, tmp_path: Path) -> None:
    picture, document = taken(actor, tmp_path, encoded()), taken(actor, tmp_path, pdf("x" * 20, "y" * 20), "plan.pdf")
    inputs = (Input(document.id, "attachment"), Input(picture.id, "attachment"))
    prepared, plain = prepare(actor, inputs=inputs), prepare(actor)
    assert read(prepared) == Context(pictures=1, pages=2, tokens=10)
    assert prepared.request is not None
    assert prepared.request.inputs == inputs
    assert prepared.quote is not None
    assert plain.quote is not None
    rate = catalog().model(CARBON).price_at(datetime.now(UTC).date())
    assert rate is not None
    tokens = 1_120 + 2 * 560 + 10
    assert prepared.quote.lowest - plain.quote.lowest == tokens * rate.micros["text_in"] // 1_000_000


def test_a_picture_goes_into_a_picture_and_keeps_its_shape(actor: Actor) -> None:
    given = (Input(painted(actor), "source"),)
    edit = prepare(actor, job="image", words="make it blue", inputs=given)
    assert read(edit) == Context(pictures=1)
    assert edit.settings["ratio"] == "as given"
    assert prepare(actor, job="image", inputs=given, settings={"ratio": "16:9"}).settings["ratio"] == "16:9"
    assert prepare(actor, job="image").settings["ratio"] == "1:1"


@pytest.mark.parametrize("whose", ["somebody else's", "deleted", "never"])
def test_a_file_that_is_not_there_is_said_so_whosever_it_was(actor: Actor, ida: Actor, whose: str) -> None:
    asset = "never" if whose == "never" else painted(ida if whose == "somebody else's" else actor)
    if whose == "deleted":
        library.delete(actor, [asset])
    prepared = prepare(actor, inputs=(Input(asset, "attachment"),))
    assert [(one.field, one.message) for one in prepared.problems] == [
        ("inputs", "A file that goes in is no longer there: take it out or choose another. Nothing was charged.")
    ]
    assert prepared.request is None


@pytest.mark.parametrize(
    ("job", "role", "says"),
    [
        (
            "image",
            "source",
            "“plan.pdf” is of a kind that Nano Banana Pro does not read as picture to change; it reads",
        ),
        ("image", "object", "does not read as objects; it reads PNG, JPEG, WEBP. Nothing was charged."),
    ],
)
def test_a_file_of_a_kind_that_the_model_does_not_read_is_named(
    actor: Actor, tmp_path: Path, job: str, role: str, says: str
) -> None:
    document = taken(actor, tmp_path, pdf("A boat"), "plan.pdf")
    (problem,) = prepare(actor, job=job, inputs=(Input(document.id, role),)).problems
    assert problem.field == "inputs"
    assert says in problem.message
    assert "image/png" in problem.allowed


@pytest.mark.parametrize(
    ("job", "role", "count", "says"),
    [
        ("text", "attachment", 17, "takes up to 16, and 17 were given"),
        ("image", "source", 2, "takes up to 1, and 2 were given"),
        ("image", "attachment", 1, "takes no file as “attachment”; it takes source, object, character"),
        ("text", "source", 1, "takes no file as “source”; it takes attachment"),
    ],
)
def test_too_many_files_and_roles_that_there_are_not_are_refused(
    actor: Actor, job: str, role: str, count: int, says: str
) -> None:
    prepared = prepare(actor, job=job, inputs=(Input(painted(actor), role),) * count)
    assert [one.field for one in prepared.problems] == ["inputs"]
    assert says in prepared.problems[0].message


def test_files_that_leave_no_room_for_the_words_are_refused(actor: Actor, tmp_path: Path) -> None:
    book = Input(taken(actor, tmp_path, pdf(*[""] * 1_000), "book.pdf").id, "attachment")
    assert read(prepare(actor, inputs=(book,))).pages == 1_000
    (problem,) = prepare(actor, inputs=(book, book)).problems
    assert problem.field == "inputs"
    assert "about 1,120,004 tokens together and Gemini 4 Carbon reads 1,048,576" in problem.message
    assert problem.message.endswith("Take a file out, or begin a new conversation. Nothing was charged.")


# --- Earlier turns ---------------------------------------------------------------------------------------------------


def test_a_turn_goes_on_from_what_the_provider_counted(actor: Actor) -> None:
    first = counted(written(actor), text_in=900, cached_in=50, image_in=1_120, text_out=30, thought_out=700)
    prepared = prepare(actor, previous=first)
    assert read(prepared) == Context(tokens=2_100)
    assert prepared.request is not None
    assert prepared.request.previous == first


def test_without_a_count_its_words_are_counted_here(actor: Actor) -> None:
    first = written(actor, "Once there was a boat.", words="Tell me of boats.")
    assert read(prepare(actor, previous=first)) == Context(
        tokens=costs.tokens("Tell me of boats. Once there was a boat.")
    )


def test_what_came_before_a_turn_that_failed_is_still_read(actor: Actor) -> None:
    """All of it is told anew then: a hold that left it out would be too small."""
    first = counted(written(actor), text_in=50_000, text_out=400)
    picture = (Input(painted(actor), "attachment"),)
    failed = ended(asked_to_write(actor, "And this?", previous=first, inputs=picture), "failed")
    again = ended(asked_to_write(actor, "Hello?", previous=failed), "cancelled")
    words = costs.tokens("And this? ") + costs.tokens("Hello? ")
    assert read(prepare(actor, previous=again)) == Context(pictures=1, tokens=50_400 + words)


def test_a_conversation_that_leaves_no_room_for_the_words_is_refused(actor: Actor) -> None:
    first = counted(written(actor), text_in=1_048_576)
    (problem,) = prepare(actor, previous=first).problems
    assert "begin a new conversation" in problem.message


@pytest.mark.parametrize("what", ["somebody else's", "a picture", "never"])
def test_nobody_goes_on_from_what_is_not_an_answer_of_their_own(actor: Actor, ida: Actor, what: str) -> None:
    previous = {
        "somebody else's": lambda: written(ida),
        "a picture": lambda: asked(actor),
        "never": lambda: "never",
    }[what]()
    prepared = prepare(actor, previous=previous)
    assert [one.field for one in prepared.problems] == ["previous"]
    assert prepared.problems[0].message.startswith("There is no such ")
    assert prepared.problems[0].message.endswith(" Nothing was charged.")
    assert prepared.request is None


def test_nobody_goes_on_from_an_answer_that_is_being_written(actor: Actor) -> None:
    (problem,) = prepare(actor, previous=asked_to_write(actor)).problems
    still = "The answer before is still being written: wait for its end, or stop it. Nothing was charged."
    assert (problem.field, problem.message) == ("previous", still)


@pytest.mark.parametrize("end", ["failed", "cancelled"])
def test_a_turn_that_failed_or_was_stopped_can_be_gone_on_from(actor: Actor, end: Ended) -> None:
    assert prepare(actor, previous=ended(asked_to_write(actor), end)).problems == ()


# --- System instruction ----------------------------------------------------------------------------------------------


def test_an_instruction_is_sent_beside_the_words_and_quoted_with_them(actor: Actor) -> None:
    prepared = prepare(actor, system="Be brief. " * 1_000)
    assert prepared.request is not None
    assert "Be brief." in prepared.request.prompt.instruction
    assert "Be brief." not in prepared.request.prompt.text
    assert prepared.quote is not None
    assert prepared.quote.lines[-1].label.startswith("Words · about 3,0")
    assert prepare(actor, system="").problems == ()


@pytest.mark.parametrize(
    ("system", "says"),
    [
        ("x" * 100_001, "The system instruction has 100,001 characters and may have 100,000. Shorten it;"),
        ("Be\0brief", "Character 3 of the system instruction (U+0000) is a control sign"),
        ("\ud83d", "Character 1 of the system instruction (U+D83D)"),
    ],
    ids=["too long", "a control sign", "half a sign"],
)
def test_an_instruction_that_cannot_be_sent_is_refused(actor: Actor, system: str, says: str) -> None:
    prepared = prepare(actor, system=system)
    assert [one.field for one in prepared.problems] == ["system"]
    assert says in prepared.problems[0].message
    assert "nothing was charged" in prepared.problems[0].message


def test_every_problem_of_a_text_is_named_at_once(actor: Actor) -> None:
    given = (Input("never", "attachment"),)
    prepared = prepare(actor, words="", system="\0", inputs=given, previous="never", settings={"thinking": "most"})
    fields = [one.field for one in prepared.problems]
    assert sorted(fields) == ["inputs", "previous", "prompt", "settings.thinking", "system"]
