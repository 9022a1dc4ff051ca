"""What is written once says whether it was written, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from lib.config import Config
from lib.store import db, ledger, tasks

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]
STATEMENTS = {"ledger": ledger._INSERT_TX, "task": tasks._INSERT}


def test_a_key_is_posted_once(house: Config) -> None:
    with db.write() as connection:
        entries = [(ledger.LOSS, -5), (ledger.EXPOSURE, 5)]
        answers = [ledger.post(connection, "exposure:t:1", "exposure", "simulated", entries) for _ in range(2)]
        assert answers == [True, False]
        assert connection.execute(text("SELECT count(*) FROM ledger_entry")).scalar_one() == 2


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("table", STATEMENTS)
def test_the_row_itself_answers_because_psycopg_counts_no_inserts(table: str, dialect: str) -> None:
    sql = str(STATEMENTS[table][dialect].compile(dialect=DIALECTS[dialect]))
    assert "ON CONFLICT" in sql
    assert "RETURNING" in sql
