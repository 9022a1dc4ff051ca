"""Bodies in and out: JSON read within limits of size and time, answers in the provider's shape.

A picture is never held whole: its base64 is cut into the JSON answer piece by piece, straight from the file.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, NoReturn

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from lib.demo.errors import ApiError

LARGEST = 120 * 2**20
"""Bytes of a body; the service takes 100 MB inline (facts/limits.md §3), with room for base64 and JSON around it."""
LONGEST_SECONDS = 120
PIECE = 3 * 65_536
"""Bytes of a file turned into base64 at once; a multiple of 3, so that pieces join without padding."""
_large = asyncio.Semaphore(2)
"""Bodies over a megabyte are read two at a time: memory stays bounded whatever arrives."""


async def read_json(request: Request) -> object:
    """The decoded body. Raises ApiError 400, 408 or 413."""
    if request.headers.get("content-type", "application/json").partition(";")[0].strip().lower() != "application/json":
        raise ApiError(400, "The body must be JSON, with the header content-type: application/json.")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LARGEST:
        raise _too_large()
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            if announced.isdecimal() and int(announced) <= 2**20:
                return _decoded(await _read(request))
            async with _large:
                body = await _read(request)
                return await asyncio.to_thread(_decoded, body)
    except TimeoutError:
        raise ApiError(408, f"The body did not arrive within {LONGEST_SECONDS} seconds.") from None
    except ClientDisconnect:
        raise ApiError(400, "The body ended before it was complete.") from None


async def _read(request: Request) -> bytearray:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise _too_large()
    return body


def _decoded(body: bytearray) -> object:
    try:
        return json.loads(body, parse_constant=_no_constant)
    except RecursionError:
        raise ApiError(400, "Invalid JSON payload received: it is nested too deeply.") from None
    except ValueError as error:
        raise ApiError(400, f"Invalid JSON payload received: {error}") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _too_large() -> ApiError:
    return ApiError(413, f"The request is larger than {LARGEST} bytes.")


def answer(body: object, code: int = 200) -> Response:
    """A JSON answer, in ASCII: nothing that a person sent, not even half a surrogate pair, can break it."""
    return Response(json.dumps(body), code, media_type="application/json")


def refusal(error: ApiError) -> Response:
    return answer(error.body(), error.code)


def time(epoch_ms: int) -> str:
    """ISO 8601 with fractional seconds: some parsers insist on them (facts/wire.md §17b)."""
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def hole() -> str:
    """A mark that stands in an answer for a file's base64; no text that a person sends can hold it."""
    return secrets.token_hex(16)


def filled(body: object, mark: str, file: BinaryIO, size: int) -> Response:
    """``body`` as JSON with the first ``size`` bytes of ``file``, as base64, where ``mark`` stands; closes the file."""
    before, after = json.dumps(body).encode().split(mark.encode())
    length = len(before) + (size + 2) // 3 * 4 + len(after)

    def pieces() -> Iterator[bytes]:
        with file:
            yield before
            for start in range(0, size, PIECE):
                yield base64.b64encode(file.read(min(PIECE, size - start)))
            yield after

    return StreamingResponse(pieces(), media_type="application/json", headers={"content-length": str(length)})
