"""Conversations: one line of turns whatever happens at once, found again by their owner, gone and back with their
texts."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

import pytest

from lib.config import Config
from lib.domain import Actor
from lib.errors import ConversationMoved, InvalidRequest, NotFound
from lib.store import conversations, db, history, library, texts
from lib.store.library import Wanted
from lib.store.texts import Piece
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.store.making import asked_to_write, ended, settle, written


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two things happen in the same millisecond: what was used last is certain."""
    ticks = itertools.count(db.now())
    monkeypatch.setattr(db, "now", lambda: next(ticks))


@pytest.fixture
def ida(actor: Actor) -> Actor:
    return replace(actor, user="ida", session="i" * 22)


def in_library(actor: Actor) -> list[str]:
    return [item.id for item in library.page(actor, Wanted(), 60)[0]]


def test_a_conversation_is_its_turns_from_the_first_on(house: Config, actor: Actor) -> None:
    first = written(actor, words="Tell me of boats.", conversation="c")
    second = written(actor, text="They float.", words="And why?", conversation="c", previous=first)
    found = conversations.turns(actor, "c")
    assert [turn.id for turn in found] == [first, second]
    assert [(turn.previous, turn.conversation, turn.text) for turn in found] == [
        (None, "c", "Once there was a boat."),
        (first, "c", "They float."),
    ]
    assert conversations.one(actor, "c").last == second
    assert conversations.one(actor, "c").title == "Tell me of boats."


def test_it_says_whether_it_is_being_answered(house: Config, actor: Actor) -> None:
    turn = asked_to_write(actor, conversation="c")
    assert conversations.one(actor, "c").writing is True
    ended(turn, "cancelled")
    assert conversations.one(actor, "c").writing is False


@pytest.mark.usefixtures("ticking")
def test_own_ones_come_page_by_page_the_one_used_last_first(house: Config, actor: Actor, ida: Actor) -> None:
    turns = {name: written(actor, conversation=name) for name in "abcde"}
    written(ida, conversation="theirs")
    written(actor, conversation="b", previous=turns["b"])
    conversations.delete(actor, "d")
    seen: list[str] = []
    before = None
    while page := conversations.own(actor, 2, before):
        seen += [one.id for one in page]
        before = seen[-1]
        written(actor, conversation=f"after-{before}")  # what is new does not move the older pages
    assert seen == ["b", "e", "c", "a"]


def test_what_is_somebody_elses_or_deleted_does_not_exist(house: Config, actor: Actor, ida: Actor) -> None:
    written(ida, conversation="theirs")
    written(actor, conversation="gone")
    conversations.delete(actor, "gone")
    for name in ("theirs", "gone", "never"):
        for use in (conversations.one, conversations.turns, conversations.delete):
            with pytest.raises(NotFound):
                use(actor, name)
        with pytest.raises(NotFound):
            conversations.rename(actor, name, "mine")
    for name in ("theirs", "never"):
        with pytest.raises(NotFound):
            conversations.restore(actor, name)


@pytest.mark.parametrize("title", ["Boats", "x" * 80])
def test_another_title_is_trimmed_and_kept(house: Config, actor: Actor, title: str) -> None:
    written(actor, conversation="c")
    conversations.rename(actor, "c", f"  {title}\n")
    assert conversations.one(actor, "c").title == title


@pytest.mark.parametrize("title", ["", " \n", "x" * 81])
def test_a_title_that_nobody_can_read_is_refused(house: Config, actor: Actor, title: str) -> None:
    written(actor, conversation="c")
    with pytest.raises(InvalidRequest, match="1 to 80 characters"):
        conversations.rename(actor, "c", title)
    assert conversations.one(actor, "c").title == "Tell me of boats."


def test_who_goes_on_from_an_older_turn_is_refused_and_nothing_is_held(house: Config, actor: Actor) -> None:
    first = written(actor, conversation="c")
    second = written(actor, conversation="c", previous=first)
    for previous in (first, "never", None):  # None: as if it began here
        with pytest.raises(ConversationMoved, match="has gone on in another window"):
            asked_to_write(actor, conversation="c", previous=previous)
    assert conversations.one(actor, "c").last == second
    assert history.active(actor) == []


def test_who_goes_on_while_it_is_being_answered_is_refused(house: Config, actor: Actor) -> None:
    first = written(actor, conversation="c")
    second = asked_to_write(actor, conversation="c", previous=first)
    for previous in (first, second):
        with pytest.raises(ConversationMoved, match="is being answered"):
            asked_to_write(actor, conversation="c", previous=previous)
    assert asked_to_write(actor, conversation="c", previous=ended(second, "failed"))


def test_nobody_goes_on_with_what_is_somebody_elses_or_deleted(house: Config, actor: Actor, ida: Actor) -> None:
    theirs, gone = written(ida, conversation="theirs"), written(actor, conversation="gone")
    conversations.delete(actor, "gone")
    for name, previous in (("theirs", theirs), ("gone", gone), ("never", "never")):
        with pytest.raises(NotFound):
            asked_to_write(actor, conversation=name, previous=previous)
    with pytest.raises(ConversationMoved):
        asked_to_write(actor, conversation="theirs")


@pytest.mark.parametrize("begun", [False, True])
def test_of_those_who_go_on_at_once_exactly_one_does(house: Config, actor: Actor, begun: bool) -> None:
    previous = written(actor, conversation="c") if begun else None
    start, lock = threading.Barrier(6), threading.Lock()
    won: list[str] = []
    lost: list[ConversationMoved] = []

    def go_on() -> None:
        start.wait()
        try:
            task_id = asked_to_write(actor, conversation="c", previous=previous)
            with lock:
                won.append(task_id)
        except ConversationMoved as moved:
            with lock:
                lost.append(moved)

    threads = [threading.Thread(target=go_on) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 5)
    assert conversations.one(actor, "c").last == won[0]
    assert [task.id for task in history.active(actor)] == won


@pytest.mark.usefixtures("ticking")
def test_its_texts_go_and_come_back_with_it_and_others_stay_as_they_are(house: Config, actor: Actor) -> None:
    other = written(actor, conversation="other")
    first = written(actor, conversation="c")
    second = written(actor, conversation="c", previous=first)
    library.delete(actor, [first])
    conversations.delete(actor, "c")
    assert in_library(actor) == [other]
    conversations.restore(actor, "c")
    assert in_library(actor) == [second, other]
    assert [turn.id for turn in conversations.turns(actor, "c")] == [first, second]
    with pytest.raises(NotFound):
        conversations.restore(actor, "c")


def test_an_answer_that_ends_after_its_conversation_was_deleted_goes_and_comes_with_it(
    house: Config, actor: Actor
) -> None:
    turn = asked_to_write(actor, conversation="c")
    texts.append(turn, [Piece(0, "text", "late")])
    conversations.delete(actor, "c")
    ended(turn)
    assert in_library(actor) == []
    conversations.restore(actor, "c")
    assert in_library(actor) == [turn]


def test_a_conversation_that_is_deleted_while_its_answer_ends_takes_it_along(house: Config, actor: Actor) -> None:
    turn = asked_to_write(actor, conversation="c")
    texts.append(turn, [Piece(0, "text", "just now")])
    deleting = threading.Thread(target=conversations.delete, args=(actor, "c"))
    with db.write() as connection:
        settle(connection, turn)
        deleting.start()
        deleting.join(timeout=0.5)  # it is through by now, if nothing holds it up
    deleting.join()
    assert in_library(actor) == []
