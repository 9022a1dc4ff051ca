"""Admission into a conversation: the turn, its money and its place are written together, or nothing is."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from lib import gate
from lib.config import Config
from lib.domain import Actor, Context, Input, Prompt, Span
from lib.errors import BudgetExceeded, ConversationMoved, IdempotencyConflict, KillSwitch, NotFound
from lib.store import budgets, conversations, db, history, switches, tasks, texts
from lib.store.texts import Piece
from tests.conftest import a_quote, a_request
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.store.making import ended, uploaded

HELD = 1_000
_keys = itertools.count()


@pytest.fixture
def ida(actor: Actor) -> Actor:
    return replace(actor, user="ida", session="i" * 22)


def turn(actor: Actor, previous: str | None = None, *, key: str = "", body: bytes = b"", **changes: object) -> str:
    """Admit one turn of the conversation "c"; its id."""
    fields = {"job": "text", "model": "gemini-4-carbon", "settings": {}, "conversation": "c", "previous": previous}
    request = a_request(actor, **{**fields, **changes})
    (task_id,) = gate.admit(request, a_quote(HELD), a_quote(HELD), key or f"key-{next(_keys)}", body)
    return task_id


def answered(task_id: str) -> str:
    """A turn after its answer."""
    texts.append(task_id, [Piece(0, "text", "It floats.")])
    return ended(task_id)


def held(actor: Actor) -> int:
    return history.spend(actor, "simulated").held


def test_the_first_turn_begins_a_conversation_under_the_first_words(house: Config, actor: Actor) -> None:
    first = turn(actor)
    found = conversations.one(actor, "c")
    assert (found.title, found.last, found.writing) == ("a red boat", first, True)
    assert held(actor) == HELD


def test_where_no_words_are_kept_a_conversation_still_has_a_title(house: Config, actor: Actor) -> None:
    turn(actor, prompt=Prompt(()))
    assert conversations.one(actor, "c").title == "Conversation"


def test_the_next_turn_is_its_newest_and_remembers_what_it_goes_on_from(house: Config, actor: Actor) -> None:
    first = answered(turn(actor))
    second = turn(actor, first)
    task = history.one(actor, second)
    assert (task.previous, task.conversation, task.job) == (first, "c", "text")
    assert conversations.one(actor, "c").last == second


def test_a_stale_tab_is_told_so_and_nothing_of_it_stays(house: Config, actor: Actor) -> None:
    first = answered(turn(actor))
    second = answered(turn(actor, first))
    with pytest.raises(ConversationMoved, match=r"gone on in another window.*Nothing was sent, nothing was charged"):
        turn(actor, first, key="stale")
    assert conversations.one(actor, "c").last == second
    assert gate.earlier(actor, "stale", b"") == []
    assert (history.active(actor), held(actor)) == ([], 0)
    assert turn(actor, second, key="stale"), "the key of what was refused can be used again"


def test_while_it_is_being_answered_nobody_goes_on(house: Config, actor: Actor) -> None:
    first = turn(actor)
    with pytest.raises(ConversationMoved, match="is being answered"):
        turn(actor, first)
    assert ([task.id for task in history.active(actor)], held(actor)) == ([first], HELD)
    ended(first, "cancelled")
    assert turn(actor, first), "it goes on from a turn that was stopped as well"


def test_nobody_goes_on_with_somebody_elses(house: Config, actor: Actor, ida: Actor) -> None:
    theirs = answered(turn(ida))
    with pytest.raises(NotFound):
        turn(actor, theirs)
    with pytest.raises(ConversationMoved):
        turn(actor)
    assert (history.active(actor), held(actor)) == ([], 0)
    assert conversations.one(ida, "c").last == theirs


def test_the_same_key_is_the_same_turn_even_when_the_conversation_has_gone_on(house: Config, actor: Actor) -> None:
    first = answered(turn(actor, key="first"))
    second = turn(actor, first, key="second")
    assert turn(actor, key="first") == first
    assert turn(actor, first, key="second") == second
    with pytest.raises(IdempotencyConflict):
        turn(actor, first, key="second", body=b"another")
    assert held(actor) == HELD


def test_a_turn_without_money_does_not_move_the_conversation(house: Config, actor: Actor) -> None:
    first = answered(turn(actor))
    budgets.put("simulated", "global", budgets.EACH, "day", HELD - 1)
    with pytest.raises(BudgetExceeded):
        turn(actor, first)
    assert conversations.one(actor, "c").last == first
    with pytest.raises(BudgetExceeded):
        turn(actor, conversation="another")
    with pytest.raises(NotFound):
        conversations.one(actor, "another")


def test_a_switch_on_writing_stops_a_turn_and_the_conversation_stays_where_it_was(house: Config, actor: Actor) -> None:
    first = answered(turn(actor))
    switches.throw("job:text", True, "ida")
    with pytest.raises(KillSwitch, match=r"^Writing is switched off\. Nothing was sent"):
        turn(actor, first)
    assert conversations.one(actor, "c").last == first


def test_files_instruction_and_context_wait_with_the_task(house: Config, actor: Actor) -> None:
    given = Input(uploaded(actor), "attachment")
    prompt = Prompt((Span("What is this?", "user"),), system=(Span("Be brief.", "user"),))
    asked = turn(actor, prompt=prompt, inputs=(given,), context=Context(1, 2, 3))
    task = history.one(actor, asked)
    assert task.inputs == (given,)
    assert task.prompt == prompt
    with db.read() as connection:
        row = tasks.get(connection, asked)
    assert row is not None
    sealed = tasks.unsealed(row)
    assert (sealed.prompt, sealed.instruction) == ("What is this?", "Be brief.")
    assert (sealed.inputs, sealed.context) == ((given,), Context(1, 2, 3))
