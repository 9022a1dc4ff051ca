"""The resource ``interactions``: create, get, cancel, delete, and how one looks from outside (facts/wire.md §6)."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lib.demo import asked, bodies, figures
from lib.demo.engine import Engine
from lib.demo.errors import ApiError
from lib.demo.operations import Operation


async def create(request: Request) -> Response:
    """POST: refused, or accepted and answered at once (background) or with the picture (unary)."""
    wanted = asked.read(await bodies.read_json(request), request.headers)
    wanted.fault.refuse()
    engine = _engine(request)
    running = await engine.accept(wanted)
    operation = running.operation
    if wanted.fault.word == "lost":
        request.state.hang_up()  # nothing that is returned from here on reaches the client
        return Response()
    if wanted.fault.word == "slow":
        await engine.pause(wanted.fault.seconds)
    if not wanted.background:
        operation = await engine.ended(running)
    return _answer(engine, operation, wanted.tier)


async def get(request: Request) -> Response:
    """GET: the whole timeline; with ``include_input=true`` the input once more as a field of its own."""
    engine = _engine(request)
    operation = engine.find(request.path_params["id"])
    query = request.query_params
    with_input = (query.get("include_input") or query.get("includeInput") or "").lower() == "true"
    return _answer(engine, operation, operation.asked.tier, timeline=True, with_input=with_input)


async def cancel(request: Request) -> Response:
    engine = _engine(request)
    operation = await engine.cancel(request.path_params["id"])
    return _answer(engine, operation, operation.asked.tier)


async def delete(request: Request) -> Response:
    await _engine(request).delete(request.path_params["id"])
    return bodies.answer({})


async def log(request: Request) -> Response:
    """Everything ever accepted, oldest first; ``sends`` = how often the same task was accepted. For tests."""
    operations = _engine(request).store.all()
    sends = Counter(operation.asked.task for operation in operations)
    return bodies.answer(
        [
            {
                "id": operation.id,
                "model": operation.asked.model,
                "created": _time(operation.created_ms),
                "status": operation.status,
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


def _answer(
    engine: Engine, operation: Operation, tier: str, *, timeline: bool = False, with_input: bool = False
) -> Response:
    """The interaction as JSON; the picture of a completed one flows in from its file."""
    mark = bodies.hole()
    steps = ([_input(operation)] if timeline else []) + _steps(operation, mark)
    body = _head(operation) | {"steps": steps}
    if with_input:
        body["input"] = [_input(operation)]
    if operation.status != "completed":
        response: Response = bodies.answer(body)
    else:
        path = engine.store.picture(operation.id)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise ApiError(404, f"Interaction '{operation.id}' has expired.") from None
        if not operation.kept:
            path.unlink()
        half = operation.asked.fault.word == "corrupt"
        response = bodies.filled(body, mark, file, operation.picture_bytes // (2 if half else 1))
    response.headers["x-gemini-service-tier"] = tier
    return response


def _head(operation: Operation) -> dict[str, Any]:
    """Everything but the steps. Usage and errors come with the end."""
    head: dict[str, Any] = {
        "id": operation.id,
        "status": operation.status,
        "created": _time(operation.created_ms),
        "updated": _time(operation.updated_ms),
        "model": operation.asked.model,
    }
    if operation.asked.labels:
        head["labels"] = operation.asked.labels
    if operation.ended:
        head["usage"] = figures.bill(operation.asked, operation.status).usage()
    if operation.errors:
        head["errors"] = operation.errors
    return head


def _input(operation: Operation) -> dict[str, Any]:
    return {"type": "user_input", "content": [{"type": "text", "text": text} for text in operation.asked.texts]}


def _steps(operation: Operation, mark: str) -> list[dict[str, Any]]:
    """What the model did: thought, when it did think, and the picture, when there is one."""
    steps: list[dict[str, Any]] = []
    if operation.ended and figures.bill(operation.asked, operation.status).thoughts:
        steps.append(_thought(operation))
    if operation.status == "completed":
        picture = {"type": "image", "mime_type": operation.asked.mime, "data": mark}
        steps.append({"type": "model_output", "content": [picture]})
    return steps


def _thought(operation: Operation) -> dict[str, Any]:
    wanted = operation.asked
    signature = hashlib.sha256(f"{operation.id} {wanted.text}".encode()).digest()
    subject = " ".join(wanted.text.split())
    subject = subject if len(subject) <= 80 else subject[:79] + "…"
    summary = f"Composing a picture in {wanted.ratio} at {wanted.size} of: {subject}"
    return {
        "type": "thought",
        "signature": base64.b64encode(signature).decode(),
        "summary": [{"type": "text", "text": summary}] if wanted.summaries else [],
    }


def _time(epoch_ms: int) -> str:
    """ISO 8601 with fractional seconds: some parsers insist on them (facts/wire.md §17b)."""
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
