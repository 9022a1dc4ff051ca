"""The audit log: who did what to which thing. Append-only, like the ledger."""

from __future__ import annotations

from sqlalchemy import insert

from lib.store import db
from lib.store.tables import audit_log


def note(actor: str, action: str, subject: str, detail: str = "") -> None:
    """Write one line."""
    with db.write() as connection:
        row = {"id": db.new_id(), "at_ms": db.now(), "actor": actor, "action": action, "subject": subject}
        connection.execute(insert(audit_log), {**row, "detail": detail})
