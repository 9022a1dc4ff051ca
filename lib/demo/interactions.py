"""The resource ``interactions``: create, get, cancel, delete, and how one looks from outside (facts/wire.md §6)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lib.demo import bodies, events, script
from lib.demo.asked import Asked, Part, Turn, interaction
from lib.demo.engine import Engine, Running
from lib.demo.errors import ApiError, invalid
from lib.demo.faults import Fault
from lib.demo.operations import Operation
from lib.demo.streams import Live, reader, whole


async def create(request: Request) -> Response:
    """POST: refused, or accepted and answered at once (background), as it comes (stream) or when it is made."""
    engine = _engine(request)
    running = await accepted(request, interaction.read(await bodies.read_json(request), request.headers))
    if running is None:
        return Response()
    operation = running.operation
    if operation.asked.stream:
        return _stream(request, operation, running, fault=operation.asked.fault)
    return _answer(engine, operation if operation.asked.background else await engine.ended(running))


async def accepted(request: Request, asked: Asked) -> Running | None:
    """A request on its way, with the faults that come before its answer; None: no answer is to reach the client."""
    asked.fault.refuse()
    engine = _engine(request)
    running = await engine.accept(asked)
    if asked.fault.word == "lost":
        engine.leave(running.operation)
        request.state.hang_up()
        return None
    if asked.fault.word == "slow":
        await engine.pause(asked.fault.seconds)
    return running


async def get(request: Request) -> Response:
    """GET: the whole timeline; with ``include_input=true`` the input once more as a field of its own.

    With ``stream=true`` the events after ``last_event_id``, and those that are still to come.
    """
    engine, query = _engine(request), request.query_params
    operation = engine.find(request.path_params["id"])
    if query.get("stream", "").lower() == "true":
        if operation.asked.form:
            raise invalid("stream", "the demo engine streams texts only.")
        after = _number(query.get("last_event_id") or query.get("lastEventId") or "")
        return _stream(request, operation, engine.running(operation.id), after)
    with_input = (query.get("include_input") or query.get("includeInput") or "").lower() == "true"
    return _answer(engine, operation, timeline=True, with_input=with_input)


async def cancel(request: Request) -> Response:
    engine = _engine(request)
    return _answer(engine, await engine.cancel(request.path_params["id"]))


async def delete(request: Request) -> Response:
    await _engine(request).delete(request.path_params["id"])
    return bodies.answer({})


async def log(request: Request) -> Response:
    """Everything ever accepted, oldest first; ``sends`` = how often the same task was accepted. For tests."""
    operations = _engine(request).store.all()
    sends = Counter(operation.asked.task for operation in operations)
    return bodies.answer(
        [
            _head(operation)
            | {
                "task": operation.asked.task,
                "labels": operation.asked.labels,
                "sends": sends[operation.asked.task] if operation.asked.task else 1,
            }
            for operation in operations
        ]
    )


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def _number(event_id: str) -> int:
    """The number of an event by its id; -1, before all events, for none. Raises ApiError 400."""
    match = re.fullmatch(r"e(\d{1,9})", event_id)
    if event_id and not match:
        raise invalid("last_event_id", "it is not the id of an event of this interaction.")
    return int(match[1]) if match else -1


def _stream(
    request: Request, operation: Operation, running: Running | None, after: int = -1, fault: Fault | None = None
) -> Response:
    follower = reader(request, operation, running, fault)
    lines = whole(follower, events.told(follower, _head, after))
    response = Live(lines, "text/event-stream", lambda: follower.engine.leave(operation))
    response.headers["x-gemini-service-tier"] = operation.asked.tier
    return response


def _answer(engine: Engine, operation: Operation, *, timeline: bool = False, with_input: bool = False) -> Response:
    """The interaction as JSON; the picture of a completed one flows in from its file."""
    mark = bodies.hole()
    given = [_step(turn) for turn in operation.asked.turns]
    body = _head(operation) | {"steps": (given if timeline else []) + _made(operation, mark)}
    if with_input:
        body["input"] = given
    if operation.status == "completed" and operation.asked.form:
        response = picture(engine, operation, body, mark)
    else:
        response = bodies.answer(body)
    response.headers["x-gemini-service-tier"] = operation.asked.tier
    return response


def picture(engine: Engine, operation: Operation, body: object, mark: str) -> Response:
    """``body`` with the picture of a completed operation where ``mark`` stands. Raises ApiError 404."""
    path = engine.store.picture(operation.id)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise ApiError(404, f"Interaction '{operation.id}' has expired.") from None
    if not operation.kept:
        path.unlink()
    half = operation.asked.fault.word == "corrupt"
    return bodies.filled(body, mark, file, operation.picture_bytes // (2 if half else 1))


def _head(operation: Operation) -> dict[str, Any]:
    """Everything but the steps. Usage and errors come with the end."""
    head: dict[str, Any] = {
        "id": operation.id,
        "status": operation.status,
        "created": bodies.time(operation.created_ms),
        "updated": bodies.time(operation.updated_ms),
        "model": operation.asked.model,
    }
    if operation.asked.labels:
        head["labels"] = operation.asked.labels
    if operation.asked.previous:
        head["previous_interaction_id"] = operation.asked.previous
    if operation.ended:
        head["usage"] = operation.outcome.bill.usage()
        if operation.outcome.errors:
            head["errors"] = operation.outcome.errors
    return head


def _step(turn: Turn) -> dict[str, Any]:
    """One turn of the input. What was attached as data is named and not given back."""
    kind = "user_input" if turn.role == "user" else "model_output"
    return {"type": kind, "content": [_content(part) for part in turn.parts]}


def _content(part: Part) -> dict[str, Any]:
    if part.kind == "text":
        return {"type": "text", "text": part.text}
    content = {"type": part.kind, "mime_type": part.mime}
    return content | {"uri": part.uri} if part.uri else content


def _made(operation: Operation, mark: str) -> list[dict[str, Any]]:
    """What the model did: thought, when it did think, and the text or the picture, when there is one."""
    outcome, steps = operation.outcome, list[dict[str, Any]]()
    if not operation.ended:
        return steps
    if outcome.bill.thoughts:
        steps.append(_thought(operation))
    if outcome.text:
        steps.append({"type": "model_output", "content": [{"type": "text", "text": outcome.text}]})
    if outcome.status == "completed" and operation.asked.form:
        image = {"type": "image", "mime_type": operation.asked.form.mime, "data": mark}
        steps.append({"type": "model_output", "content": [image]})
    return steps


def _thought(operation: Operation) -> dict[str, Any]:
    return {
        "type": "thought",
        "signature": script.signature(operation.id, operation.asked),
        "summary": [{"type": "text", "text": text} for text in operation.outcome.summaries],
    }
