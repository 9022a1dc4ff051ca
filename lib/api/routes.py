"""The addresses under /api/v1."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request

from lib import briefs, gate, tasks
from lib.api import models as model_list
from lib.api import shapes
from lib.api.reading import JsonRoute
from lib.domain import Actor, Prepared, Problem
from lib.errors import InvalidRequest
from lib.store import history


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The contract's entry for each way in which a route says no."""
    return {status: {"model": shapes.Problem, "description": HTTPStatus(status).phrase} for status in statuses}


UNLIMITED = 2**62
"""The ceiling of somebody who named none."""

router = APIRouter(route_class=JsonRoute)


def _actor(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


def _prepared(body: shapes.Body, actor: Actor) -> Prepared:
    """Raises InvalidRequest with every problem, or what keeps it from being quoted."""
    prepared = briefs.prepare(body.brief(), actor)
    if prepared.problems:
        raise InvalidRequest(prepared.problems)
    if prepared.quote is None and prepared.refusal is not None:
        raise prepared.refusal
    return prepared


def _canonical(body: shapes.Body) -> bytes:
    """What the client asked for, so that the same wish reads the same whatever the order of its keys."""
    return json.dumps(body.model_dump(exclude_unset=True), sort_keys=True).encode()


@router.get("/health")
def health() -> dict[str, str]:
    """200 once tasks can be admitted; they wait for the driver."""
    return {"status": "ok"}


@router.get("/models", responses=refusals(401, 413))
def models() -> dict[str, Any]:
    """What can be asked, with parameters, rules and today's prices."""
    return {"items": model_list.items()}


@router.post("/quotes", responses=refusals(401, 413, 422))
def quotes(body: shapes.Body, request: Request) -> shapes.QuoteAnswer:
    """The price of a request, and the prompt it would send. Spends nothing."""
    prepared = _prepared(body, _actor(request))
    assert prepared.quote is not None
    notes = [shapes.NoteOut(kind=note.kind, message=note.message) for note in prepared.prompt.notes]
    settings = dict(prepared.settings)
    return shapes.quote_answer(prepared.quote, prepared.model, settings, prepared.prompt.text, notes)


@router.post("/tasks", status_code=202, responses=refusals(401, 402, 403, 409, 413, 422, 503, 507))
def submit(
    body: shapes.Body, request: Request, idempotency_key: Annotated[str | None, Header()] = None
) -> shapes.Admitted:
    """Reserve the money and set it going. The same key and body again answer the same tasks."""
    if not idempotency_key or len(idempotency_key) > 200:
        message = "Send an Idempotency-Key header of 1 to 200 characters: with it a repeated request is paid once."
        raise InvalidRequest([Problem("Idempotency-Key", message)])
    actor, sent = _actor(request), _canonical(body)
    if earlier := gate.earlier(actor, idempotency_key, sent):
        # Whatever has become of prices, presets and models since: what was admitted is answered again.
        return shapes.admitted(history.many(actor, earlier))
    prepared = _prepared(body, actor)
    assert prepared.request is not None
    ceiling = UNLIMITED if body.max_micros is None else body.max_micros
    return shapes.admitted(tasks.submit(prepared.request, idempotency_key, ceiling, body=sent))


@router.get("/tasks", responses=refusals(401, 413, 422))
def own_tasks(
    request: Request,
    cursor: Annotated[str | None, Query(pattern="^[0-9a-f-]{1,36}$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> shapes.TaskPage:
    """Own history, newest first."""
    found, after = history.page(_actor(request), limit, cursor)
    return shapes.TaskPage(items=[shapes.task_out(task) for task in found], next_cursor=after)


@router.get("/tasks/{task_id}", responses=refusals(401, 404, 413, 422))
def one_task(task_id: str, request: Request) -> shapes.TaskOut:
    """One of the asker's own tasks."""
    return shapes.task_out(history.one(_actor(request), task_id))


@router.post("/tasks/{task_id}/cancel", status_code=202, responses=refusals(401, 404, 409, 413, 422, 507))
def cancel(task_id: str, request: Request) -> shapes.TaskOut:
    """Stop it: 409 when it has already ended."""
    return shapes.task_out(tasks.cancel(_actor(request), task_id))
