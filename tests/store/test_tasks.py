"""Task rows: what is sealed comes out as it went in, what is not to be kept is not, turns lead back to the first."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from lib import config
from lib.config import Config
from lib.domain import Actor, Context, Input, Prompt, Span
from lib.store import db, history, seal, tasks
from lib.store.tasks import Row, Sealed
from tests.conftest import a_request
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.store.making import asked, asked_to_write, painted, uploaded, written

PROMPT = Prompt(
    (Span("Tell me of ", "preset", "text.story"), Span("boats", "user")), system=(Span("Be brief.", "user"),)
)


def row_of(task_id: str) -> Row:
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    assert row is not None
    return row


def test_what_is_sealed_comes_out_as_it_went_in(house: Config, actor: Actor) -> None:
    inputs, context = (Input("a", "source"), Input("b", "object")), Context(pictures=2, pages=3, tokens=4)
    request = a_request(actor, prompt=PROMPT, inputs=inputs, context=context)
    row: Row = {"id": "t", "sealed": tasks.sealed(request, "t")}  # type: ignore[assignment]
    assert b"boats" not in row["sealed"]
    assert tasks.unsealed(row) == Sealed("Tell me of boats", "Be brief.", request.settings, inputs, context)


def test_what_the_version_before_sealed_is_still_read(house: Config) -> None:
    clear = json.dumps({"prompt": "a boat", "settings": {"size": "1K"}}).encode()
    row: Row = {"id": "t", "sealed": seal.seal(clear, "t")}  # type: ignore[assignment]
    assert tasks.unsealed(row) == Sealed("a boat", "", {"size": "1K"}, (), Context())


@pytest.mark.parametrize(
    ("prompts", "spans", "preview"),
    [("full", True, "boats"), ("preview", False, "boats"), ("hash", False, None)],
)
def test_the_words_of_both_prompts_are_kept_as_the_settings_say(
    house: Config, actor: Actor, prompts: str, spans: bool, preview: str | None
) -> None:
    config.use(replace(house, store_prompts=prompts))
    request = a_request(actor, prompt=PROMPT)
    fields = tasks.fields_of(request, tasks.Quote(()), prompts)
    assert (fields["prompt_json"] is not None, fields["system_json"] is not None) == (spans, spans)
    assert fields["preview"] == preview
    kept = tasks.spans_of(fields["prompt_json"], fields["system_json"])
    assert kept == (PROMPT if spans else None)


def test_what_begins_too_long_for_a_title_is_cut_at_a_word_and_says_so(house: Config, actor: Actor) -> None:
    words = "Write headlines for Lumen, a bicycle lamp that charges while you ride, for commuters who hate cables"
    request = a_request(actor, prompt=Prompt((Span(words, "user"),)))
    preview = tasks.fields_of(request, tasks.Quote(()), "full")["preview"]
    assert preview == "Write headlines for Lumen, a bicycle lamp that charges while you ride, for…"


def test_a_task_tells_what_went_into_it_what_it_goes_on_from_and_what_it_wrote(house: Config, actor: Actor) -> None:
    inputs = (Input(uploaded(actor), "source"), Input(painted(actor), "object"))
    first = written(actor, conversation="c")
    second = written(actor, text="They float.", conversation="c", previous=first, inputs=inputs)
    told = history.one(actor, second)
    assert (told.inputs, told.previous, told.conversation) == (inputs, first, "c")
    assert (told.text, told.thoughts) == ("They float.", "Boats …")
    assert history.one(actor, asked_to_write(actor)).text == ""
    picture = history.one(actor, asked(actor))
    assert (picture.text, picture.thoughts, picture.inputs) == (None, "", ())


def test_the_turns_before_a_task_come_oldest_first_and_only_those(house: Config, actor: Actor) -> None:
    first = written(actor, conversation="c")
    second = written(actor, conversation="c", previous=first)
    third = written(actor, conversation="c", previous=second)
    written(actor, conversation="c", previous=third)
    with db.read() as connection:
        assert [row["id"] for row in tasks.chain(connection, third)] == [first, second]
        assert tasks.chain(connection, first) == []


def test_turns_of_somebody_else_are_not_gone_on_from(house: Config, actor: Actor) -> None:
    theirs = written(replace(actor, user="ida", session="i" * 22))
    mine = asked_to_write(actor, previous=theirs)
    with db.read() as connection:
        assert tasks.chain(connection, mine) == []


def test_of_a_very_long_conversation_the_newest_turns_count(
    house: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "LONGEST_CHAIN", 2)
    monkeypatch.setattr(tasks, "_CHAIN", tasks._chain())
    turns = [written(actor)]
    for _ in range(3):
        turns.append(written(actor, previous=turns[-1]))
    with db.read() as connection:
        assert [row["id"] for row in tasks.chain(connection, turns[-1])] == turns[1:3]


def test_turns_that_go_round_in_a_circle_come_to_an_end(house: Config, actor: Actor) -> None:
    turn = asked_to_write(actor)
    with db.write() as connection:
        connection.execute(text("UPDATE task SET previous_id = id"))
        assert len(tasks.chain(connection, turn)) == tasks.LONGEST_CHAIN
