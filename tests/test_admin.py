"""`python -m lib.admin`: each verb does what its help says, and says so when it cannot."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from lib import admin, config, gate, people, providers, store
from lib.config import Config, Secret
from lib.domain import Actor
from lib.errors import BudgetExceeded, CannotOpen, Closed, KillSwitch, Unauthenticated
from lib.store import db
from tests.conftest import a_quote, a_request

ONE_DOLLAR = ["budget", "set", "--period", "day", "--limit", "1", "--world", "real"]


@pytest.fixture
def after(settings: Config) -> Iterator[Config]:
    """Settings of a house that is opened only after a verb has run; both doors are set up, and nothing is sent."""
    providers.start(replace(settings, gemini_api_key=Secret("key")), "http://127.0.0.1:9")
    yield settings
    providers.stop()


def admit(actor: Actor, each: int = 100, door: str = "demo") -> str:
    """Hold ``each``; the task's id."""
    (task_id,) = gate.admit(a_request(actor, door=door), a_quote(each), a_quote(each), str(each) + door, b"")
    return task_id


def test_token_create_prints_the_token_alone(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
    assert admin.main(["token", "create", "--user", "ida", "--role", "lead", "--project", "spring"]) == 0
    printed = capsys.readouterr()
    store.start(after)
    actor = people.bearer(f"Bearer {printed.out.strip()}")
    store.stop()
    assert printed.out.count("\n") == 1
    assert (actor.user, actor.role, actor.project) == ("ida", "lead", "spring")
    assert printed.out.strip() not in printed.err


def test_the_id_of_a_new_token_revokes_it(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
    admin.main(["token", "create", "--user", "ida", "--role", "lead"])
    printed = capsys.readouterr()
    assert admin.main(["token", "revoke", printed.err.split()[-1]]) == 0
    store.start(after)
    with pytest.raises(Unauthenticated):
        people.bearer(f"Bearer {printed.out.strip()}")
    store.stop()


def test_token_list_names_everybody_who_has_one_and_shows_no_token(
    after: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    admin.main(["token", "create", "--user", "ida", "--role", "lead", "--project", "spring"])
    admin.main(["token", "create", "--user", "max", "--role", "member"])
    created = capsys.readouterr()
    ida, other = (line.split()[-1] for line in created.err.splitlines())
    admin.main(["token", "revoke", ida])
    assert admin.main(["token", "list"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(ida)
    assert "  ida  lead  project spring  revoked 20" in first
    assert second.startswith(other)
    assert second.endswith("  max  member")
    assert not any(token in first + second for token in created.out.split())


@pytest.mark.parametrize("name", ["", " ", " ida", "ida\n", "\udcff", "i" * 201])
@pytest.mark.parametrize(
    "verb",
    [
        ["token", "create", "--role", "member", "--user"],
        ["token", "create", "--role", "member", "--user", "ida", "--project"],
        [*ONE_DOLLAR, "--scope", "user", "--key"],
        ["switch", "on"],
    ],
    ids=lambda verb: verb[-1],
)
def test_a_name_that_cannot_be_read_is_refused(
    after: Config, verb: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        admin.main([*verb, name])
    assert "readable characters" in capsys.readouterr().err
    assert not after.data_dir.exists()


@pytest.mark.parametrize(
    "verb",
    [["token", "create", "--role", "member", "--user", "*"], [*ONE_DOLLAR, "--scope", "user", "--key", "*"]],
    ids=lambda verb: verb[0],
)
def test_the_sign_for_everybody_is_nobodys_name(
    after: Config, verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        admin.main(verb)
    assert "“*” is nobody's name" in capsys.readouterr().err
    assert not after.data_dir.exists()


@pytest.mark.parametrize(("limit", "micros"), [("0.5", 500_000), ("10", 10_000_000), ("0.000001", 1)])
def test_budget_set_opens_the_real_world_to_the_micro_dollar(
    after: Config, actor: Actor, limit: str, micros: int
) -> None:
    verb = ["budget", "set", "--scope", "global", "--period", "day", "--limit", limit, "--world", "real"]
    assert admin.main(verb) == 0
    store.start(after)
    admit(actor, micros, "gemini")
    with pytest.raises(BudgetExceeded):
        admit(actor, micros + 1, "gemini")
    store.stop()


@pytest.mark.parametrize(
    ("scope", "more", "sentence"),
    [
        ("global", [], "Studio may spend $10.50 a day (real money)."),
        ("user", [], "Each user may spend $10.50 a day (real money)."),
        ("user", ["--key", "ida"], "User ida may spend $10.50 a day (real money)."),
        ("project", ["--period", "month"], "Each project may spend $10.50 a month (real money)."),
        ("session", ["--period", "once"], "Each session may spend $10.50 in all (real money)."),
        ("request", [], "One request may cost $10.50 (real money)."),
        ("request", ["--key", "ida"], "One request of ida may cost $10.50 (real money)."),
        ("global", ["--world", "simulated"], "Studio may spend $10.50 a day (simulated money)."),
        ("global", ["--limit", "0.000001"], "Studio may spend $0.000001 a day (real money)."),
    ],
)
def test_budget_set_says_what_was_set(
    after: Config, scope: str, more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verb = ["budget", "set", "--scope", scope, "--period", "day", "--limit", "10.5", "--world", "real"]
    assert admin.main([*verb, *more]) == 0
    assert capsys.readouterr().out == f"{sentence}\n"


def remove(*more: str, scope: str = "user", period: str = "day", world: str = "real") -> int:
    return admin.main(["budget", "remove", "--scope", scope, "--period", period, "--world", world, *more])


def test_a_limit_that_is_taken_away_leaves_the_others_and_says_which_bind(
    after: Config, actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    for scope, key in (("global", []), ("user", []), ("user", ["--key", "ida"]), ("user", ["--key", "max"])):
        admin.main([*ONE_DOLLAR, "--scope", scope, *key])
    capsys.readouterr()
    assert remove("--key", "ida") == 0
    assert capsys.readouterr().out.splitlines() == [
        "That limit is gone. Still set:",
        "Each user may spend $1.00 a day (real money).",
        "Studio may spend $1.00 a day (real money).",
    ]
    assert remove() == 0
    assert "User max may spend $1.00 a day (real money)." in capsys.readouterr().out


@pytest.mark.parametrize(("world", "door"), [("real", "gemini"), ("simulated", "demo")])
def test_taking_the_last_global_limit_away_closes_the_gate_and_says_so(
    after: Config, actor: Actor, world: str, door: str, capsys: pytest.CaptureFixture[str]
) -> None:
    admin.main([*ONE_DOLLAR, "--scope", "global"])
    capsys.readouterr()
    assert remove(scope="global", world=world) == 0
    assert f"the gate is closed for {world} money" in capsys.readouterr().out
    store.start(after)
    with pytest.raises(Closed):
        admit(actor, 1, door)
    store.stop()


def test_a_limit_that_is_not_set_cannot_be_taken_away(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
    admin.main([*ONE_DOLLAR, "--scope", "user", "--key", "ida"])
    assert remove("--key", "max") == 1
    assert "Nothing has changed." in capsys.readouterr().err
    assert remove("--key", "studio", scope="global") == 2
    assert "leave out --key" in capsys.readouterr().err


def test_budget_list_says_what_is_set_and_what_is_left_of_it(
    after: Config, actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    admin.main(["budget", "set", "--scope", "user", "--period", "month", "--limit", "1", "--world", "simulated"])
    store.start(after)
    spent, _ = admit(actor, 20_000), admit(actor, 10_000)
    with db.write() as connection:
        gate.settle(connection, spent, "failed", 20_000)
    store.stop()
    capsys.readouterr()
    assert admin.main(["budget", "list"]) == 0
    *lines, closed = capsys.readouterr().out.splitlines()
    assert lines == [
        "Each user may spend $1.00 a month (simulated money).",
        "    local: $0.02 spent, $0.01 held, $0.97 left",
        "Studio may spend $100.00 a day (simulated money).",
        "    $0.02 spent, $0.01 held, $99.97 left",
    ]
    assert closed.startswith("No global limit is set: the gate is closed for real money")


def test_a_budget_says_whose_money_it_is(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        admin.main(["budget", "set", "--scope", "global", "--period", "day", "--limit", "10"])
    assert "--world" in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["-1", "ten", "0.0000001", "NaN", "inf", "", "1e30", "1e999999999", "1000000.01"])
def test_budget_set_refuses_what_is_no_amount(after: Config, limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        admin.main(["budget", "set", "--scope", "global", "--period", "day", "--world", "real", f"--limit={limit}"])
    assert "no amount" in capsys.readouterr().err


def test_switch_on_stops_and_switch_off_lets_go(after: Config, actor: Actor) -> None:
    assert admin.main(["switch", "on", "job:image", "--reason", "invoice"]) == 0
    store.start(after)
    with pytest.raises(KillSwitch, match="invoice"):
        admit(actor)
    store.stop()
    assert admin.main(["switch", "off", "job:image"]) == 0
    store.start(after)
    admit(actor)
    store.stop()


@pytest.mark.parametrize(
    "name", ["images", "job:images", "door:gemni", "model:gemini-3-pro", "user:", "user:*", "all:x"]
)
def test_a_switch_that_stops_nothing_is_refused(
    after: Config, actor: Actor, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert admin.main(["switch", "on", name]) == 2
    assert capsys.readouterr().err.endswith(".\n")
    store.start(after)
    admit(actor)
    store.stop()


def test_a_global_limit_for_one_key_is_refused_and_opens_nothing(
    after: Config, actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert admin.main([*ONE_DOLLAR, "--scope", "global", "--key", "studio"]) == 2
    assert "leave out --key" in capsys.readouterr().err
    store.start(after)
    with pytest.raises(Closed):
        admit(actor, 1, "gemini")
    store.stop()


def test_audit_answers_1_when_the_money_does_not_add_up(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
    store.start(after)
    store.stop()
    assert admin.main(["audit"]) == 0
    store.start(after)
    with db.write() as connection:
        connection.execute(text("INSERT INTO ledger_tx VALUES ('t', 'k', 'adjust', 'real', NULL, 0, '')"))
        connection.execute(text("INSERT INTO ledger_entry VALUES ('t', 0, 'house:loss', 5)"))
    store.stop()
    assert admin.main(["audit"]) == 1
    assert "entries do not sum to zero: t" in capsys.readouterr().out


def test_every_change_is_written_to_the_audit_log(after: Config) -> None:
    admin.main(["switch", "on", "all"])
    admin.main(
        ["budget", "set", "--scope", "user", "--key", "ida", "--period", "day", "--limit", "1", "--world", "real"]
    )
    remove("--key", "ida")
    remove("--key", "max")
    store.start(after)
    with db.read() as connection:
        lines = connection.execute(text("SELECT action, subject FROM audit_log ORDER BY id")).all()
    store.stop()
    assert [tuple(line) for line in lines] == [
        ("switch on", "all"),
        ("set budget", "real/user/ida/day"),
        ("remove budget", "real/user/ida/day"),
    ]


@pytest.mark.parametrize(
    "verb", [["audit"], ["exposure"], ["token", "revoke", "x"], ["budget", "list"]], ids=lambda verb: verb[0]
)
def test_a_mistyped_data_folder_is_noticed_and_not_made(
    after: Config, verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert admin.main(verb) == 2
    assert capsys.readouterr().err.startswith(f"There is no database {after.data_dir / 'studio.db'}.")
    assert not after.data_dir.exists()


def test_exposure_lists_what_may_have_been_billed_with_its_sum(
    after: Config, actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    store.start(after)
    task_id = admit(actor)
    with db.write() as connection:
        gate.expose(connection, task_id, 1, 39_000, "answer lost")
        gate.expose(connection, task_id, 2, 39_000, "answer lost")
    store.stop()
    assert admin.main(["exposure"]) == 0
    *lines, total, other = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(task_id in line and "$0.039000 simulated" in line for line in lines)
    assert total == "May have been billed (simulated money): $0.078000."
    assert other == "Nothing was charged beyond what was held."


def test_exposure_lists_what_cost_more_than_was_held_with_its_sum(
    after: Config, actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    store.start(after)
    task_id = admit(actor, 40_000)
    with db.write() as connection:
        gate.settle(connection, task_id, "failed", 70_000)
    store.stop()
    assert admin.main(["exposure"]) == 0
    line, total, other = capsys.readouterr().out.splitlines()
    assert line.endswith(f"  $0.07 simulated  {task_id}  local  Charged $0.03 more than the $0.04 held.")
    assert total == "Charged beyond what was held (simulated money): $0.03."
    assert other == "Nothing may have been billed beyond what was charged."


def test_a_house_without_exposure_says_so(house: Config, capsys: pytest.CaptureFixture[str]) -> None:
    assert admin.main(["exposure"]) == 0
    assert capsys.readouterr().out == (
        "Nothing may have been billed beyond what was charged.\nNothing was charged beyond what was held.\n"
    )
    store.start(house)


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("STUDIO_DATA_DIR", "{folder}/file/data", "cannot be opened"),
        ("STUDIO_DATA_DIR", "{folder}/text", "no database"),
        ("STUDIO_DATABASE_URL", "nonsense", "STUDIO_DATABASE_URL must be"),
        ("STUDIO_DATABASE_URL", "postgresql://studio:hidden@127.0.0.1:9/x", "cannot be opened"),
        ("STUDIO_BLOB_URL", "xyz", "STUDIO_BLOB_URL must be"),
        ("PORT", "8615.5", "PORT"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(
    tmp_path: Path,
    setting: str,
    value: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "studio.db").write_text("no database, but long enough to look at")
    monkeypatch.setattr(config, "_current", None)
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv(setting, value.format(folder=tmp_path))
    assert admin.main(["switch", "on", "all"]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert "hidden" not in said


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/data"), "The disk of /srv is full."),
        (
            DatabaseError("COMMIT", {}, sqlite3.OperationalError("database or disk is full")),
            "The disk of /srv is full.",
        ),
        (DatabaseError("COMMIT", {}, sqlite3.OperationalError("disk I/O error")), "full or damaged"),
        (DatabaseError("COMMIT", {}, sqlite3.DatabaseError("file is not a database")), "no database"),
        (ValueError("no store at s3://key:hidden@bucket\nand a second line"), "no store at s3://bucket. Look at"),
        (RuntimeError(), "RuntimeError"),
    ],
    ids=str,
)
def test_whatever_keeps_the_data_shut_is_said_in_words(error: Exception, says: str) -> None:
    said = str(CannotOpen("/srv", error))
    assert says in said
    assert said.endswith(".")
    assert "\n" not in said
    assert "hidden" not in said
    assert "sqlalche.me" not in said
