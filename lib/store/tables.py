"""The tables. Money is BIGINT micro-dollars, time BIGINT epoch milliseconds UTC, ids are text.

What each is for and why it is shaped so: docs/money.md. The migrations create them; a test compares.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

metadata = MetaData()

budget = Table(
    "budget",
    metadata,
    Column("id", Text, primary_key=True),
    Column("world", Text, nullable=False),
    Column("scope", Text, nullable=False),  # request, session, user, project, global
    Column("scope_key", Text, nullable=False),  # "*" = each one gets this limit
    Column("period", Text, nullable=False),  # once, day, month
    Column("tz", Text, nullable=False),
    Column("limit_micros", BigInteger, nullable=False),
    Column("enabled", Boolean, nullable=False),
    UniqueConstraint("world", "scope", "scope_key", "period"),
    CheckConstraint("limit_micros >= 0", name="limit_not_negative"),
)

budget_window = Table(
    "budget_window",
    metadata,
    Column("id", Text, primary_key=True),
    Column("budget_id", Text, ForeignKey("budget.id"), nullable=False),
    Column("scope_key", Text, nullable=False),  # whose: the session's id, the user …
    Column("window_key", Text, nullable=False),  # "once", "2026-11-21@UTC", "2026-11@UTC"
    Column("limit_micros", BigInteger, nullable=False),
    Column("held_micros", BigInteger, nullable=False),
    Column("spent_micros", BigInteger, nullable=False),
    UniqueConstraint("budget_id", "scope_key", "window_key"),
    CheckConstraint("held_micros >= 0", name="held_not_negative"),
    CheckConstraint("spent_micros >= 0", name="spent_not_negative"),
)

task = Table(
    "task",
    metadata,
    Column("id", Text, primary_key=True),
    Column("idempotency_key", Text, nullable=False),
    Column("place", Integer, nullable=False),  # 0 … n-1 within the group
    Column("group_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("project_id", Text),
    Column("job", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("world", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("body_hash", Text, nullable=False),  # HMAC of the client's body as sent
    Column("recipe_json", Text, nullable=False),  # quality, settings, preset, subtype, styles: never the words
    Column("prompt_json", Text),  # spans; null unless prompts are stored in full
    Column("preview", Text),
    Column("sealed", LargeBinary),  # what is sent, encrypted; dropped when the task ends
    Column("quote_json", Text, nullable=False),
    Column("held_micros", BigInteger, nullable=False),
    Column("cost_micros", BigInteger),
    Column("overrun_micros", BigInteger, nullable=False),
    Column("usage_json", Text),
    Column("answered_by", Text),  # the model that really answered
    Column("send_token", Text),  # the intent: written before the provider is asked
    Column("sends", Integer, nullable=False),
    Column("intent_ms", BigInteger),
    Column("sent_ms", BigInteger),  # when the provider took it
    Column("not_before_ms", BigInteger, nullable=False),  # a provider that is busy names a time
    Column("waited_ms", BigInteger, nullable=False),  # how long a busy provider has kept it waiting, this time
    Column("doubted_ms", BigInteger),  # when its result was first found missing or damaged
    Column("op", Text),  # the provider's own name for it; never leaves the server
    Column("worker", Text),  # whose intent it is: the process that sends, or died sending
    Column("heartbeat_ms", BigInteger),
    Column("cancel_requested", Boolean, nullable=False),
    Column("retry_of", Text),
    Column("previous_id", Text),  # the turn that this one goes on from
    Column("conversation_id", Text),
    Column("anew", Boolean, nullable=False),  # the provider's memory of its conversation did not serve
    Column("system_json", Text),  # spans of the system instruction; null unless prompts are stored in full
    Column("purged_ms", BigInteger),  # when its words were removed
    Column("error_code", Text),
    Column("error", Text),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    UniqueConstraint("user_id", "idempotency_key", "place"),
    UniqueConstraint("door", "op"),
    Index("task_by_state", "state", "updated_ms"),
    Index("task_by_user", "user_id", "id"),
    Index("task_by_session", "session_id"),
    Index("task_by_user_group", "user_id", "job", "group_id"),
    Index("task_by_group", "group_id", "place"),
    Index("task_by_previous", "previous_id"),
    Index("task_by_conversation", "conversation_id", "id"),
)

task_input = Table(
    "task_input",
    metadata,
    Column("task_id", Text, ForeignKey("task.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("asset_id", Text, ForeignKey("asset.id"), nullable=False),
    Column("role", Text, nullable=False),
    Index("input_by_asset", "asset_id"),
)

text_row = Table(
    "text_row",
    metadata,
    Column("task_id", Text, ForeignKey("task.id"), primary_key=True),
    Column("at", Integer, primary_key=True),  # characters of the task before this row
    Column("kind", Text, nullable=False),  # text, thought
    Column("text", Text, nullable=False),
    Column("cursor", Text),  # where the provider's stream stood after it
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("project_id", Text),
    Column("title", Text, nullable=False),
    Column("last_id", Text),  # its newest turn: who goes on from another one has not seen it
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("deleted_ms", BigInteger),
    Index("conversation_by_user", "user_id", "updated_ms"),
)

item = Table(
    "item",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("project_id", Text),
    Column("kind", Text, nullable=False),  # image, text, upload
    Column("task_id", Text),
    Column("asset_id", Text, ForeignKey("asset.id"), unique=True),
    Column("door", Text),
    Column("model", Text),
    Column("preset", Text),
    Column("styles", Text, nullable=False),  # ",photo.dusk_film,": each between commas
    Column("title", Text, nullable=False),
    Column("folded", Text, nullable=False),  # the title as it is searched: without case
    Column("mime", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),  # of its file; 0 for a text
    Column("width", Integer),
    Column("height", Integer),
    Column("starred", Boolean, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("deleted_ms", BigInteger),
    Index("item_by_user", "user_id", "id"),
    Index("item_by_task", "task_id"),
)
_LIVING = item.c.deleted_ms.is_(None)
for _name in ("kind", "model", "preset", "styles"):
    _columns = (item.c.user_id, item.c[_name], item.c.id)
    Index(f"item_by_{_name}", *_columns, sqlite_where=_LIVING, postgresql_where=_LIVING)
_DELETED = item.c.deleted_ms.is_not(None)
Index("item_by_deletion", item.c.user_id, item.c.id, sqlite_where=_DELETED, postgresql_where=_DELETED)
Index("item_by_bytes", item.c.user_id, item.c.bytes, sqlite_where=_LIVING, postgresql_where=_LIVING)

provider_file = Table(
    "provider_file",
    metadata,
    Column("door", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),  # the provider's own name for it; never leaves the server
    Column("uri", Text, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

hold_line = Table(
    "hold_line",
    metadata,
    Column("task_id", Text, ForeignKey("task.id"), primary_key=True),
    Column("window_id", Text, ForeignKey("budget_window.id"), primary_key=True),
    Column("amount_micros", BigInteger, nullable=False),
    Column("ord", Integer, nullable=False),  # lock order: settle walks as admit did
    Column("settled_micros", BigInteger),  # null while held; then what this window really paid
    Index("hold_by_window", "window_id"),
)

ledger_tx = Table(
    "ledger_tx",
    metadata,
    Column("id", Text, primary_key=True),
    Column("idem_key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # hold, capture, release, exposure
    Column("world", Text, nullable=False),
    Column("task_id", Text),
    Column("created_ms", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
)
_EXPOSURE = ledger_tx.c.kind == literal_column("'exposure'")
Index("ledger_exposures", ledger_tx.c.task_id, sqlite_where=_EXPOSURE, postgresql_where=_EXPOSURE)

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("tx_id", Text, ForeignKey("ledger_tx.id"), primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("amount_micros", BigInteger, nullable=False),
)

kill_switch = Table(
    "kill_switch",
    metadata,
    Column("name", Text, primary_key=True),
    Column("stopped", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

asset = Table(
    "asset",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("project_id", Text),
    Column("task_id", Text),
    Column("place", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("pages", Integer),
    Column("text_bytes", Integer),  # of the text in a document, as UTF-8
    Column("name", Text),  # what it was called where it came from
    Column("created_ms", BigInteger, nullable=False),
    Column("deleted_ms", BigInteger),
    Column("purged_ms", BigInteger),  # when its bytes were removed, unless somebody else has the same
    UniqueConstraint("task_id", "role", "place"),
    Index("asset_by_hash", "sha256"),
)

draft = Table(
    "draft",
    metadata,
    Column("user_id", Text, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # a person's words are for that person
    Column("updated_ms", BigInteger, nullable=False),
    Index("draft_by_time", "updated_ms"),
)

token = Table(
    "token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("user_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("project_id", Text),
    Column("created_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

APPEND_ONLY = ("ledger_tx", "ledger_entry", "audit_log")
"""Tables in which the database itself refuses UPDATE and DELETE, and TRUNCATE where there is one."""
