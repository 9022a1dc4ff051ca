"""The resource ``files``: resumable upload in two steps, get, list, delete, download (facts/wire.md §10)."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response

from lib.demo import bodies, faults
from lib.demo.asked.fields import pick, table, word
from lib.demo.errors import ApiError, invalid, no_room
from lib.demo.paging import page
from lib.demo.shelf import File, Shelf, Upload

PIECE = 2**20
"""Bytes written at once: small enough for memory, large enough for a thread to be worth it."""
COMMAND, OFFSET, STATUS = "x-goog-upload-command", "x-goog-upload-offset", "x-goog-upload-status"
HEADER = "x-goog-upload-header-content-"
FAULT_TIMES = {"slow": "wait_ms", "expired": "lives_ms"}
"""What the seconds of a fault on upload are: how long the file is not ready, or how long it lives."""


async def upload(request: Request) -> Response:
    """POST: announce a file (``start``), or send a piece of it to the address that the announcement answered."""
    command = request.headers.get(COMMAND, "").replace(" ", "").lower()
    secret = request.query_params.get("upload_id", "")
    if command == "start":
        return await _start(request)
    if not secret:
        raise invalid(COMMAND, "the demo engine takes resumable uploads: begin with start.")
    shelf = _shelf(request)
    upload = shelf.arriving(secret)
    if command == "query":
        return _arrived(upload, "active")
    if command not in ("upload", "upload,finalize", "finalize"):
        raise invalid(COMMAND, "use start, upload, finalize or query.")
    if command != "finalize":
        await _receive(request, upload)
    if "finalize" not in command:
        return _arrived(upload, "active")
    if upload.announced not in (None, upload.received):
        raise invalid(OFFSET, f"{upload.received} bytes have arrived and {upload.announced} were announced.")
    try:
        file = await asyncio.to_thread(shelf.finish, secret)
    except OSError as error:
        raise no_room(error) from error
    return _arrived(upload, "final", {"file": _shown(request, file)})


async def get_all(request: Request) -> Response:
    """GET files: newest first, ``pageSize``, ``pageToken``."""
    files, rest = page(request.query_params, _shelf(request).all(), 10, 100)
    return bodies.answer({"files": [_shown(request, file) for file in files]} | rest)


async def get(request: Request) -> Response:
    return bodies.answer(_shown(request, _found(request)))


async def delete(request: Request) -> Response:
    _shelf(request).delete(_found(request))
    return bodies.answer({})


async def download(request: Request) -> Response:
    """GET files/x:download?alt=media: the bytes. The service gives out only what it made itself, the engine all."""
    file = _found(request)
    return FileResponse(_shelf(request).path(file), media_type=file.mime)


async def _start(request: Request) -> Response:
    body = await bodies.read_json(request) if int(request.headers.get("content-length") or 0) else {}
    given = table(body, "file") if isinstance(body, dict) else {}
    size = request.headers.get(HEADER + "length") or str(pick(given, "size_bytes") or "")
    mime = request.headers.get(HEADER + "type") or word("file.mime_type", pick(given, "mime_type"))
    title = word("file.display_name", pick(given, "display_name")) or request.headers.get("x-goog-upload-file-name", "")
    fault = faults.find(title, request.headers.get(faults.HEADER, ""))  # the SDK lets no header of a call through here
    fault.refuse()
    more: dict[str, Any] = {"failed": fault.word == "failed"}
    if fault.word in FAULT_TIMES:
        more[FAULT_TIMES[fault.word]] = round(fault.seconds * 1000)
    announced = int(size) if size.isdecimal() else None
    try:
        name = word("file.name", pick(given, "name"))
        secret = _shelf(request).begin(name, faults.cut(title), mime, announced, **more)
    except OSError as error:
        raise no_room(error) from error
    url = f"{str(request.url).partition('?')[0]}?upload_id={secret}&upload_protocol=resumable"
    return Response(headers={"x-goog-upload-url": url, STATUS: "active", "x-goog-upload-chunk-granularity": "262144"})


async def _receive(request: Request, upload: Upload) -> None:
    """Write the body as it arrives: all of it, or nothing that counts. Raises ApiError 400, 413, 503."""
    if request.headers.get(OFFSET, "0") != str(upload.received):
        raise invalid(OFFSET, f"{upload.received} bytes have arrived so far.")
    waiting, before = bytearray(), (upload.received, upload.digest.copy())
    try:
        async for piece in request.stream():
            waiting += piece
            if len(waiting) >= PIECE:
                await asyncio.to_thread(upload.add, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(upload.add, bytes(waiting))
    except (ClientDisconnect, OSError, ApiError) as error:
        upload.received, upload.digest = before
        if isinstance(error, ApiError):
            raise
        if isinstance(error, OSError):
            raise no_room(error) from error
        raise ApiError(400, "The piece ended before it was complete.") from None


def _arrived(upload: Upload, status: str, body: object | None = None) -> Response:
    answer = bodies.answer(body or {})
    answer.headers[STATUS] = status
    answer.headers["x-goog-upload-size-received"] = str(upload.received)
    return answer


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.engine.shelf
    return shelf


def _found(request: Request) -> File:
    return _shelf(request).find(request.path_params["id"])


def _shown(request: Request, file: File) -> dict[str, Any]:
    version = request.url.path.removeprefix("/upload").split("/")[1]
    uri = f"{request.url.scheme}://{request.url.netloc}/{version}/files/{file.name}"
    shown: dict[str, Any] = {
        "name": f"files/{file.name}",
        "displayName": file.title,
        "mimeType": file.mime,
        "sizeBytes": str(file.size),
        "createTime": bodies.time(file.created_ms),
        "updateTime": bodies.time(file.ready_ms),
        "expirationTime": bodies.time(file.expires_ms),
        "sha256Hash": file.digest,
        "uri": uri,
        "state": file.state,
        "source": "UPLOADED",
    }
    if file.state == "FAILED":
        shown["error"] = {"code": 3, "message": "The file could not be processed (simulated)."}
    return shown
