"""The invariants of the money, as one query that must find nothing.

Runs at start, after every concurrency test, and as `python -m lib.admin audit`.
"""

from __future__ import annotations

from sqlalchemy import text

from lib.store import db, migrate

_ENDED = "('succeeded', 'failed', 'cancelled', 'written_off')"

INVARIANTS = rf"""
SELECT 'entries do not sum to zero' AS fault, tx_id AS subject FROM ledger_entry
  GROUP BY tx_id HAVING SUM(amount_micros) <> 0
UNION ALL
SELECT 'task without a hold', id FROM task WHERE NOT EXISTS
  (SELECT 1 FROM ledger_tx WHERE idem_key = 'hold\:' || task.id)
UNION ALL
SELECT 'ended task was never settled', id FROM task WHERE state IN {_ENDED} AND NOT EXISTS
  (SELECT 1 FROM ledger_tx WHERE idem_key = 'settle\:' || task.id)
UNION ALL
SELECT 'open task is already settled', id FROM task WHERE state NOT IN {_ENDED} AND EXISTS
  (SELECT 1 FROM ledger_tx WHERE idem_key = 'settle\:' || task.id)
UNION ALL
SELECT 'window holds something else than its lines', w.id FROM budget_window w WHERE w.held_micros <>
  (SELECT COALESCE(SUM(amount_micros), 0) FROM hold_line l WHERE l.window_id = w.id AND l.settled_micros IS NULL)
UNION ALL
SELECT 'window spent something else than its lines', w.id FROM budget_window w WHERE w.spent_micros <>
  (SELECT COALESCE(SUM(settled_micros), 0) FROM hold_line l WHERE l.window_id = w.id)
UNION ALL
SELECT 'task cost differs from what its windows paid', t.id FROM task t JOIN hold_line l ON l.task_id = t.id
  WHERE l.settled_micros IS NOT NULL AND l.settled_micros <> t.cost_micros
UNION ALL
SELECT 'held money differs from open tasks', held.world || ' ' || held.account FROM (
  SELECT x.world, e.account, e.amount_micros FROM ledger_entry e JOIN ledger_tx x ON x.id = e.tx_id
    WHERE e.account LIKE 'user\:%\:held'
  UNION ALL
  SELECT world, 'user\:' || user_id || '\:held', -held_micros FROM task WHERE state NOT IN {_ENDED}
) held GROUP BY held.world, held.account HAVING SUM(held.amount_micros) <> 0
UNION ALL
SELECT 'provider cost differs from settled tasks', cost.world FROM (
  SELECT x.world, e.amount_micros FROM ledger_entry e JOIN ledger_tx x ON x.id = e.tx_id
    WHERE e.account = 'provider\:cost'
  UNION ALL
  SELECT world, -cost_micros FROM task WHERE cost_micros IS NOT NULL
) cost GROUP BY cost.world HAVING SUM(cost.amount_micros) <> 0
UNION ALL
SELECT 'written off, but not listed as maybe billed', id FROM task WHERE state = 'written_off' AND NOT EXISTS
  (SELECT 1 FROM ledger_tx x WHERE x.kind = 'exposure' AND x.task_id = task.id)
UNION ALL
SELECT 'ledger and task are of two worlds', x.id FROM ledger_tx x JOIN task t ON t.id = x.task_id
  WHERE x.world <> t.world
UNION ALL
SELECT 'ledger names a task that is not there', id FROM ledger_tx
  WHERE task_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM task WHERE task.id = ledger_tx.task_id)
UNION ALL
SELECT 'budget and task are of two worlds', l.task_id FROM hold_line l JOIN task t ON t.id = l.task_id
  JOIN budget_window w ON w.id = l.window_id JOIN budget b ON b.id = w.budget_id WHERE b.world <> t.world
UNION ALL
SELECT 'line of a task or a window that is not there', l.task_id FROM hold_line l
  LEFT JOIN task t ON t.id = l.task_id LEFT JOIN budget_window w ON w.id = l.window_id
  WHERE t.id IS NULL OR w.id IS NULL
UNION ALL
SELECT 'line holds something else than its task', l.task_id FROM hold_line l JOIN task t ON t.id = l.task_id
  WHERE l.amount_micros <> t.held_micros
UNION ALL
SELECT 'line and task do not end together', l.task_id FROM hold_line l JOIN task t ON t.id = l.task_id
  WHERE (l.settled_micros IS NULL) <> (t.state NOT IN {_ENDED})
UNION ALL
SELECT 'ended task is still sealed', id FROM task WHERE state IN {_ENDED} AND sealed IS NOT NULL
UNION ALL
SELECT 'succeeded task has no file', id FROM task WHERE state = 'succeeded' AND job = 'image' AND NOT EXISTS
  (SELECT 1 FROM asset WHERE asset.task_id = task.id)
UNION ALL
SELECT 'succeeded task has no words', id FROM task WHERE state = 'succeeded' AND job = 'text' AND purged_ms IS NULL
  AND NOT EXISTS (SELECT 1 FROM text_row WHERE text_row.task_id = task.id)
UNION ALL
SELECT 'overrun is not what the task cost too much', id FROM task WHERE cost_micros IS NOT NULL AND
  overrun_micros <> CASE WHEN cost_micros > held_micros THEN cost_micros - held_micros ELSE 0 END
"""  # noqa: S608 - constants only


def faults() -> list[str]:
    """One line per violated invariant; an empty list is a clean house."""
    with db.read() as connection:
        found = [f"{row.fault}: {row.subject}" for row in connection.execute(text(INVARIANTS))]
    return found + [f"append-only table is unguarded: {name}" for name in migrate.unguarded()]
