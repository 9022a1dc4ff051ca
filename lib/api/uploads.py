"""`POST /assets`: a file on its way in, written to disk as it comes; whatever happens, nothing is left lying there."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from lib import briefs, config
from lib.api.forms import Form, header
from lib.domain import Actor, Asset
from lib.errors import Unreadable

ENVELOPE = 100_000
"""Bytes that a form may have beside its file."""
CUT = "it ended before all of it had come."


async def receive(actor: Actor, request: Request, given: str | None) -> Asset:
    """Keep the file that a request holds, bare or in a form; ``given`` names it before what came along with it.

    Raises Unreadable, TooLarge, InvalidRequest, StorageFull.
    """
    kind = request.headers.get("content-type", "")
    media = kind.partition(";")[0].strip().lower()
    told = header("content-disposition", request.headers.get("content-disposition", "")).get_filename()
    name = given or told or f"file{mimetypes.guess_extension(media) or ''}"
    form = Form(kind) if media == "multipart/form-data" else None
    with briefs.room() as file:
        async for stretch in _body(request, name, ENVELOPE if form else 0):
            await run_in_threadpool(file.write, form.read(stretch) if form else stretch)
        file.flush()
        if form:
            name = given or form.name or name
            if not form.whole:
                raise Unreadable(name, CUT)
            form.check()
        return await run_in_threadpool(briefs.take, actor, Path(file.name), name)


async def _body(request: Request, name: str, beside: int) -> AsyncIterator[bytes]:
    """The body as it comes. Raises TooLarge, also for one that says so beforehand; Unreadable when the sender is gone.

    Who is still sending hears no answer: some more of what is too large is read, and dropped.
    """
    most = config.current().max_upload_mb * 1_000_000 + beside
    declared = request.headers.get("content-length", "")
    size, came = int(declared) if declared.isdecimal() else 0, 0
    listens = "expect" in request.headers  # it sends nothing before it has been told to
    if size > (most if listens else 2 * most):
        raise briefs.too_large(name)
    try:
        async for stretch in request.stream():
            came += len(stretch)
            if max(size, came) <= most:
                yield stretch
            elif came > 2 * most:
                break
    except ClientDisconnect:
        raise Unreadable(name, CUT) from None
    if max(size, came) > most:
        raise briefs.too_large(name)
