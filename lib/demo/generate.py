"""The methods of a model: generateContent, streamGenerateContent, countTokens (facts/wire.md §3–5).

Each call is an interaction that is not stored: it is accepted, written and billed in the same way.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lib.demo import bodies, figures, tokens
from lib.demo.asked import generate
from lib.demo.engine import Engine, Running
from lib.demo.errors import ApiError
from lib.demo.figures import Bill
from lib.demo.interactions import accepted, picture
from lib.demo.operations import Operation
from lib.demo.outcomes import BLOCKED
from lib.demo.script import Beat
from lib.demo.streams import Live, Reader, reader, whole

FINISHES = {"completed": "STOP", "incomplete": "MAX_TOKENS"}


async def unary(request: Request) -> Response:
    """POST …:generateContent."""
    running = await _accepted(request, stream=False)
    if running is None:
        return Response()
    engine: Engine = request.app.state.engine
    operation = await engine.ended(running)
    outcome, mark = operation.outcome, bodies.hole()
    if outcome.status == "failed" and not _filtered(operation):
        raise _error(operation)
    parts = [{"text": text, "thought": True} for text in outcome.summaries if not operation.asked.form]
    parts += [{"text": outcome.text}] if outcome.text else []
    if outcome.status != "completed" or operation.asked.form is None:
        return bodies.answer(_chunk(operation, parts, outcome.bill, last=True))
    image = {"inlineData": {"mimeType": operation.asked.form.mime, "data": mark}}
    return picture(engine, operation, _chunk(operation, [image], outcome.bill, last=True), mark)


async def stream(request: Request) -> Response:
    """POST …:streamGenerateContent: server-sent events with ``alt=sse``, else a JSON array, element by element."""
    running = await _accepted(request, stream=True)
    if running is None:
        return Response()
    operation = running.operation
    follower = reader(request, operation, running, operation.asked.fault)
    sse = request.query_params.get("alt") == "sse"
    pieces = whole(follower, _framed(_told(follower), sse))
    kind = "text/event-stream" if sse else "application/json"
    return Live(pieces, kind, lambda: follower.engine.leave(operation))


async def count(request: Request) -> Response:
    """POST …:countTokens: free, and the same figures that the call itself would report."""
    asked = generate.counted(request.path_params["id"], await bodies.read_json(request), request.headers)
    asked.fault.refuse()
    engine: Engine = request.app.state.engine
    bill = figures.given(await engine.looked_at(asked, f"count_{secrets.token_hex(16)}"))
    return bodies.answer({"totalTokens": sum(bill.given.values()), "promptTokensDetails": _details(bill.given)})


async def _accepted(request: Request, *, stream: bool) -> Running | None:
    body = await bodies.read_json(request)
    return await accepted(request, generate.read(request.path_params["id"], body, request.headers, stream=stream))


async def _told(reader: Reader) -> AsyncIterator[Iterator[dict[str, Any]]]:
    """The chunks of a stream, a batch at a time: one for each delta, and one that says why it ended."""
    written, counted = "", 0
    given = reader.operation.outcome.bill

    def chunk(beat: Beat) -> dict[str, Any]:
        nonlocal written, counted
        part: dict[str, Any] = {"text": beat.text}
        if beat.kind == "text":
            written += beat.text
            counted = tokens.count(written)
        else:
            part["thought"] = True
        return _chunk(reader.operation, [part], _so_far(given, counted), last=False)

    async for beats in reader.batches():
        yield (chunk(beat) for beat in beats if beat.kind != "signature")
    operation = reader.operation
    if operation.outcome.status == "failed" and not _filtered(operation):
        yield iter([_error(operation).body()])
    else:
        yield iter([_chunk(operation, [], operation.outcome.bill, last=True)])


def _so_far(bill: Bill, written: int) -> Bill:
    return Bill(bill.text_in, bill.image_in, bill.document_in, bill.thoughts, written)


async def _framed(batches: AsyncIterator[Iterator[dict[str, Any]]], sse: bool) -> AsyncIterator[Iterator[str]]:
    """Chunks as ``data:`` lines and blank ones, which is all that the SDK takes, or as elements of an array."""
    if sse:
        async for batch in batches:
            yield (f"data: {json.dumps(chunk)}\n\n" for chunk in batch)
        return
    before = "["
    async for batch in batches:
        lines = []
        for chunk in batch:
            lines.append(before + json.dumps(chunk))
            before = ",\n"
        yield iter(lines)
    yield iter(["]"])


def _chunk(operation: Operation, parts: list[dict[str, Any]], bill: Bill, *, last: bool) -> dict[str, Any]:
    chunk: dict[str, Any] = {}
    if last and _blocked(operation):
        chunk["promptFeedback"] = {"blockReason": BLOCKED}
    else:
        candidate: dict[str, Any] = {"index": 0}
        if parts or not last:
            candidate = {"content": {"role": "model", "parts": parts}} | candidate
        if last:
            candidate["finishReason"] = _finish(operation)
        chunk["candidates"] = [candidate]
    return chunk | {
        "usageMetadata": _usage(bill),
        "modelVersion": operation.asked.model,
        "responseId": operation.id,
    }


def _finish(operation: Operation) -> str:
    errors = operation.outcome.errors
    return errors[0]["code"] if errors else FINISHES.get(operation.outcome.status, "OTHER")


def _blocked(operation: Operation) -> bool:
    errors = operation.outcome.errors
    return bool(errors) and errors[0]["code"] == BLOCKED


def _filtered(operation: Operation) -> bool:
    errors = operation.outcome.errors
    return bool(errors) and errors[0]["code"] != "INTERNAL"


def _error(operation: Operation) -> ApiError:
    return ApiError(500, operation.outcome.errors[0]["message"])


def _usage(bill: Bill) -> dict[str, Any]:
    given, made = sum(bill.given.values()), sum(bill.made.values())
    usage = {
        "promptTokenCount": given,
        "candidatesTokenCount": made,
        "thoughtsTokenCount": bill.thoughts,
        "totalTokenCount": given + made + bill.thoughts,
        "promptTokensDetails": _details(bill.given),
        "candidatesTokensDetails": _details(bill.made),
    }
    return {name: value for name, value in usage.items() if value}


def _details(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"modality": modality.upper(), "tokenCount": count} for modality, count in counts.items()]
