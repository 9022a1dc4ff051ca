"""What is being written: kept once, read from any character on, joined when it has ended, and nothing after that."""

from __future__ import annotations

import threading

import pytest

from lib.config import Config
from lib.domain import Actor
from lib.store import db, texts
from lib.store.texts import Piece
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.store.making import asked_to_write, ended

PIECES = [
    Piece(0, "thought", "Boats ", "1"),
    Piece(6, "thought", "float.", "2"),
    Piece(12, "text", "Ein Böötchen ⛵🚣 ", "3"),
    Piece(28, "text", "sails", None),
    Piece(33, "thought", "Done?"),
    Piece(38, "text", "."),
]
WHOLE = "".join(piece.text for piece in PIECES)


@pytest.fixture
def task(house: Config, actor: Actor) -> str:
    """A task that has written PIECES, and goes on."""
    task_id = asked_to_write(actor)
    texts.append(task_id, PIECES[:4])
    texts.append(task_id, PIECES[4:])
    return task_id


def pieces(task: str, since: int = 0) -> list[Piece]:
    with db.read() as connection:
        return texts.pieces(connection, task, since)


def compact(task: str) -> None:
    with db.write() as connection:
        texts.compact(connection, task)


@pytest.mark.parametrize("joined", [False, True])
def test_it_is_read_from_any_character_on(task: str, joined: bool) -> None:
    if joined:
        compact(task)
    assert len(WHOLE) == 39
    for since in range(len(WHOLE) + 2):
        found = pieces(task, since)
        assert "".join(piece.text for piece in found) == WHOLE[since:]
        at = since
        for piece in found:
            assert piece.at == at
            at += len(piece.text)


def test_the_same_place_again_and_what_is_empty_change_nothing(task: str) -> None:
    texts.append(task, [Piece(39, "text", "", "9"), Piece(0, "text", "something else"), *PIECES])
    assert pieces(task) == PIECES
    texts.append(task, [Piece(39, "text", "!")])
    assert pieces(task, 38) == [PIECES[-1], Piece(39, "text", "!")]


def test_those_who_write_the_same_at_once_write_it_once(task: str) -> None:
    more = [Piece(39 + place, "text", "x") for place in range(50)]
    threads = [threading.Thread(target=texts.append, args=(task, more)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pieces(task) == [*PIECES, *more]


def test_it_knows_how_far_it_has_come_and_the_newest_cursor(task: str, actor: Actor) -> None:
    with db.read() as connection:
        assert texts.last(connection, task) == (39, "3")
        assert texts.last(connection, asked_to_write(actor)) == (0, None)


def test_neighbours_of_one_kind_are_joined_and_every_place_stays(task: str) -> None:
    for _ in range(2):  # twice is as good as once
        compact(task)
        assert [(piece.at, piece.kind) for piece in pieces(task)] == [
            (0, "thought"),
            (12, "text"),
            (33, "thought"),
            (38, "text"),
        ]
    with db.read() as connection:
        assert texts.last(connection, task) == (39, "3")


def test_nothing_is_added_once_it_has_ended(task: str) -> None:
    ended(task, "cancelled")
    texts.append(task, [Piece(5, "text", "too late"), Piece(39, "text", "too late")])
    assert "".join(piece.text for piece in pieces(task)) == WHOLE


def test_text_and_thoughts_of_several_tasks_come_apart(task: str, actor: Actor) -> None:
    other, silent = asked_to_write(actor), asked_to_write(actor)
    texts.append(other, [Piece(0, "text", "a" * 200), Piece(200, "thought", "b"), Piece(201, "text", "c" * 200)])
    with db.read() as connection:
        found = texts.of_tasks(connection, [task, other, silent])
        excerpts = texts.excerpts(connection, [task, other, silent])
    assert found == {
        task: ("Ein Böötchen ⛵🚣 sails.", "Boats float.Done?"),
        other: ("a" * 200 + "c" * 200, "b"),
    }
    assert excerpts == {task: "Ein Böötchen ⛵🚣 sails.", other: "a" * 200 + "c" * 100}


def test_what_no_database_can_hold_takes_its_place_and_no_more(house: Config, actor: Actor) -> None:
    task = asked_to_write(actor)
    texts.append(task, [Piece(0, "text", "a\0b\ud83dc"), Piece(5, "text", "d")])
    assert "".join(piece.text for piece in pieces(task)) == "a\N{REPLACEMENT CHARACTER}b?cd"
    assert [piece.at for piece in pieces(task, 4)] == [4, 5]
