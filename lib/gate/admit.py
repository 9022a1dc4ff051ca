"""Admission: task rows, holds and ledger lines in one transaction, or a refusal and nothing at all."""

from __future__ import annotations

from typing import Any

from lib import config
from lib.domain import Actor, Quote, Request, beginning
from lib.errors import IdempotencyConflict, Refusal
from lib.gate import checks
from lib.store import budgets, conversations, db, ledger, tasks

LONGEST_TITLE = 48


def foresee(request: Request, quote: Quote) -> Refusal | None:
    """Why the gate would say no right now. Holds nothing; only admit() decides."""
    with db.read() as connection:
        try:
            limits = budgets.enabled(connection, request.world)
            checks.opened(limits, request.world)
            checks.connected(request.door)
            checks.not_switched_off(connection, request.door, request.job, request.model, request.actor.user)
            checks.within_request_limit(limits, request, quote.maximum)
            for row, key in budgets.applying(limits, budgets.keys_of(request.actor)):
                window = budgets.window(connection, row, key, db.now())
                if window.available_micros < quote.maximum:
                    return checks.exceeded(window, quote.maximum)
        except Refusal as refusal:
            return refusal
    return None


def admit(request: Request, quote: Quote, one: Quote, key: str, body: bytes, retry_of: str | None = None) -> list[str]:
    """Hold ``quote.maximum`` and write ``request.n`` tasks, each holding ``one.maximum``; their ids.

    The same actor, key and body again answer the same ids and hold nothing. Raises IdempotencyConflict when the
    body differs, else a Refusal. ``body`` is the client's request as it came (canonical bytes).
    """
    ids = [db.new_id() for _ in range(request.n)]
    common = _common(request, one, key, body, retry_of)
    with db.write() as connection:
        budgets.keep_still(connection)
        at = db.now()  # one moment for the rows and for every window: midnight may be near
        for place, task_id in enumerate(ids):
            own = {"id": task_id, "place": place, "created_ms": at, "updated_ms": at}
            row = {**common, **own, "sealed": tasks.sealed(request, task_id)}
            if not tasks.insert(connection, row):
                return _earlier(connection, request.actor.user, key, common["body_hash"])
            tasks.note_inputs(connection, task_id, request.inputs)
        if request.conversation:
            turn = (request.conversation, ids[0], request.previous, _title(common["preview"]))
            conversations.advance(connection, request.actor, *turn)
        limits = budgets.enabled(connection, request.world)
        checks.opened(limits, request.world)
        checks.connected(request.door)
        checks.not_switched_off(connection, request.door, request.job, request.model, request.actor.user)
        checks.within_request_limit(limits, request, quote.maximum)
        _hold(connection, request, limits, ids, one.maximum, at)
        for task_id in ids:
            user = request.actor.user
            entries = [(ledger.free(user), -one.maximum), (ledger.held(user), one.maximum)]
            ledger.post(connection, f"hold:{task_id}", "hold", request.world, entries, task=task_id)
    return ids


def earlier(actor: Actor, key: str, body: bytes) -> list[str]:
    """The ids that this key was answered with before; empty when it is new. Raises IdempotencyConflict."""
    with db.read() as connection:
        return _earlier(connection, actor.user, key, tasks.fingerprint(body))


def _common(request: Request, one: Quote, key: str, body: bytes, retry_of: str | None) -> dict[str, Any]:
    return {
        **tasks.fields_of(request, one, config.current().store_prompts),
        "group_id": db.new_id(),
        "idempotency_key": key,
        "body_hash": tasks.fingerprint(body),
        "state": "reserved",
        "held_micros": one.maximum,
        "overrun_micros": 0,
        "sends": 0,
        "not_before_ms": 0,
        "waited_ms": 0,
        "cancel_requested": False,
        "anew": False,
        "retry_of": retry_of,
    }


def _title(preview: str | None) -> str:
    """What a conversation is called until its owner says otherwise: how it began, cut at a word."""
    return beginning(preview or "", LONGEST_TITLE) or "Conversation"


def _earlier(connection: db.Connection, user: str, key: str, body_hash: str) -> list[str]:
    rows = tasks.by_key(connection, user, key)
    if any(row["body_hash"] != body_hash for row in rows):
        raise IdempotencyConflict
    return [row["id"] for row in rows]


def _hold(
    connection: db.Connection, request: Request, limits: list[budgets.Budget], ids: list[str], each: int, at: int
) -> None:
    """One UPDATE per budget, in lock order; the first that does not fit refuses, and all is rolled back."""
    lines = []
    for row, key in budgets.applying(limits, budgets.keys_of(request.actor)):
        window = budgets.hold(connection, row, key, at, each * len(ids))
        if window is None:
            raise checks.exceeded(budgets.window(connection, row, key, at), each * len(ids))
        lines += [(task_id, window, each, budgets.rank(row)) for task_id in ids]
    budgets.note_holds(connection, lines)
