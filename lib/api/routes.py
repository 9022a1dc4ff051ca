"""The addresses under /api/v1."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from lib import briefs, gate, tasks
from lib.api import events, shapes, shelf, uploads
from lib.api import models as model_list
from lib.api.reading import JsonRoute
from lib.domain import Actor, Prepared, Problem
from lib.errors import InvalidRequest, NotFound
from lib.store import assets, history, library


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The contract's entry for each way in which a route says no."""
    return {status: {"model": shapes.Problem, "description": HTTPStatus(status).phrase} for status in statuses}


UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "*/*": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}
"""What the contract says of an upload, whose body no model describes: it is never held whole."""
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


@router.get("/presets", responses=refusals(401, 413))
def presets() -> dict[str, Any]:
    """Starting points, with the words that each adds to a person's own."""
    return {"items": shelf.presets()}


@router.get("/styles", responses=refusals(401, 413))
def styles() -> dict[str, Any]:
    """Looks and tones that can be put on top."""
    return {"items": shelf.styles()}


@router.post("/assets", status_code=201, responses=refusals(401, 403, 413, 422, 507), openapi_extra=UPLOAD)
async def upload(request: Request, name: str | None = None) -> shapes.FileOut:
    """Keep a file, to be used as an input; the same file by the same name is the same asset. Our own pages may use
    their cookie instead of a token."""
    return shapes.file_out(await uploads.receive(_actor(request), request, name))


@router.delete(
    "/assets/{asset}",
    status_code=204,
    response_class=Response,
    responses=refusals(401, 403, 404, 413, 422, 507),
)
def delete(asset: str, request: Request) -> Response:
    """Take an own file out of the library. Our own pages may use their cookie instead of a token."""
    actor = _actor(request)
    if not library.delete(actor, [assets.one(actor, asset).id]):
        raise NotFound("file")
    return Response(status_code=204)


@router.post("/quotes", responses=refusals(401, 413, 422))
def quotes(body: shapes.Body, request: Request) -> shapes.QuoteAnswer:
    """The price of a request, and the prompt it would send. Spends nothing."""
    prepared = _prepared(body, _actor(request))
    assert prepared.quote is not None
    return shapes.quote_answer(prepared.quote, prepared)


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


@router.get("/tasks/{task_id}/events", response_class=events.Stream, responses=refusals(401, 404, 413, 422))
async def follow(
    task_id: str, request: Request, last_event_id: Annotated[str | None, Header(pattern="^[0-9]{1,10}$")] = None
) -> Response:
    """A task as it goes on, as server-sent events: state, text and, at its end, done. Last-Event-ID goes on behind
    that event; 204 when that was the last one."""
    return await events.answer(_actor(request), task_id, int(last_event_id or 0))


@router.post("/tasks/{task_id}/cancel", status_code=202, responses=refusals(401, 404, 409, 413, 422, 507))
def cancel(task_id: str, request: Request) -> shapes.TaskOut:
    """Stop it: 409 when it has already ended."""
    return shapes.task_out(tasks.cancel(_actor(request), task_id))
