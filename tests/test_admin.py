"""`python -m lib.admin`: each verb does what its help says, and says so when it cannot."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from lib import admin, gate, people, store
from lib.config import Config
from lib.domain import Actor
from lib.errors import BudgetExceeded, Closed, KillSwitch
from lib.store import db
from tests.conftest import a_quote, a_request


@pytest.fixture
def after(settings: Config) -> Config:
    """Settings of a house that is opened only after a verb has run."""
    return settings


def admit(actor: Actor, each: int = 100, door: str = "demo") -> None:
    gate.admit(a_request(actor, door=door), a_quote(each), a_quote(each), str(each) + door, b"")


def test_token_create_prints_the_token_alone(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
    assert admin.main(["token", "create", "--user", "ida", "--role", "lead", "--project", "spring"]) == 0
    printed = capsys.readouterr().out
    store.start(after)
    actor = people.bearer(f"Bearer {printed.strip()}")
    store.stop()
    assert printed.count("\n") == 1
    assert (actor.user, actor.role, actor.project) == ("ida", "lead", "spring")


@pytest.mark.parametrize(("limit", "micros"), [("0.5", 500_000), ("10", 10_000_000), ("0.000001", 1)])
def test_budget_set_opens_the_real_world_to_the_micro_dollar(
    after: Config, actor: Actor, limit: str, micros: int
) -> None:
    verb = ["budget", "set", "--scope", "global", "--period", "day", "--limit", limit]
    assert admin.main(verb) == 0
    store.start(after)
    admit(actor, micros, "gemini")
    with pytest.raises(BudgetExceeded):
        admit(actor, micros + 1, "gemini")
    store.stop()


@pytest.mark.parametrize("limit", ["-1", "ten", "0.0000001", "NaN", "inf", ""])
def test_budget_set_refuses_what_is_no_amount(after: Config, limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        admin.main(["budget", "set", "--scope", "global", "--period", "day", f"--limit={limit}"])
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


@pytest.mark.parametrize("name", ["images", "job:images", "door:gemni", "model:gemini-3-pro", "user:", "all:x", ""])
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
    verb = ["budget", "set", "--scope", "global", "--key", "studio", "--period", "day", "--limit", "1"]
    assert admin.main(verb) == 2
    assert "leave out --key" in capsys.readouterr().err
    store.start(after)
    with pytest.raises(Closed):
        admit(actor, 1, "gemini")
    store.stop()


def test_audit_answers_1_when_the_money_does_not_add_up(after: Config, capsys: pytest.CaptureFixture[str]) -> None:
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
    admin.main(["budget", "set", "--scope", "user", "--key", "ida", "--period", "day", "--limit", "1"])
    store.start(after)
    with db.read() as connection:
        lines = connection.execute(text("SELECT action, subject FROM audit_log ORDER BY id")).all()
    store.stop()
    assert [tuple(line) for line in lines] == [("switch on", "all"), ("set budget", "real/user/ida/day")]


def test_an_unusable_data_folder_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path_factory.mktemp("x") / "file"
    file.write_text("")
    from lib import config

    config.use(config.load({"STUDIO_DATA_DIR": str(file / "data")}))
    assert admin.main(["audit"]) == 2
    assert capsys.readouterr().err.startswith("Studio's data cannot be opened")
