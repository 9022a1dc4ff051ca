"""`GET /files/{id}`: a stored file to its owner, with Range and ETag; `?w=640` a small WebP; `?download=1` to keep.

A text has the id of the task that wrote it, and comes as Markdown.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from lib import people
from lib.api.app import answer as problem
from lib.domain import Actor, Asset
from lib.errors import NotFound, StorageFull, StudioError
from lib.media import documents, pictures, process
from lib.store import assets, history, library

WIDTHS = (320, 640, 1280)
"""Longest edges in which a preview is made."""
FOR_EVER = "private, max-age=31536000, immutable"
MARKDOWN = "text/markdown"
SAFELY = {"x-content-type-options": "nosniff"}


async def answer(request: Request) -> Response:
    """Whoever presents a token or our cookie gets what is theirs; everything else does not exist."""
    try:
        actor = await run_in_threadpool(_actor, request)
        return await run_in_threadpool(_answer, request, actor, request.path_params["asset"])
    except StudioError as error:
        return problem(error)


def _actor(request: Request) -> Actor:
    header = request.headers.get("authorization")
    return people.bearer(header) if header else people.actor(request.cookies.get(people.COOKIE))


def _answer(request: Request, actor: Actor, which: str) -> Response:
    try:
        asset = assets.one(actor, which)
    except NotFound:
        return _text(request, actor, which)
    return _file(request, actor, asset)


def _text(request: Request, actor: Actor, which: str) -> Response:
    """What a task wrote, as long as it is in the library."""
    try:
        item = library.one(actor, which)
        task = history.one(actor, item.task or "")
    except NotFound:
        raise NotFound("file") from None
    if not task.text or request.query_params.get("w"):
        raise NotFound("file")
    name = _named(item.title, which, ".md")
    headers = {**SAFELY, "cache-control": "private, no-cache", "content-disposition": _disposition(request, name)}
    return Response(task.text, media_type=MARKDOWN, headers=headers)


def _file(request: Request, actor: Actor, asset: Asset) -> Response:
    width = request.query_params.get("w")
    tag = f'"{asset.sha256[:32]}{"-" + width if width else ""}"'
    headers = {**SAFELY, "etag": tag, "cache-control": FOR_EVER}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if width:
        return Response(_preview(asset, width), media_type="image/webp", headers=headers)
    headers["content-disposition"] = _disposition(request, _name(actor, asset))
    path = assets.local_path(asset.sha256)
    if path is None:
        return _ranged(request, asset, headers)
    if not path.is_file():
        raise NotFound("file")
    return FileResponse(path, media_type=asset.mime, headers=headers)


def _preview(asset: Asset, width: str) -> bytes:
    """A small picture, of a document its first page, made once and kept; an unlisted width is as if it did not
    exist."""
    if width not in map(str, WIDTHS):
        raise NotFound("size")
    recipe = f"{width}.webp"
    data = assets.derived(asset.sha256, recipe)
    if data is None:
        try:
            make = documents.preview if asset.mime == documents.MIME else pictures.preview
            data = process.run(make, assets.read(asset.sha256), int(width))
        except process.Overdue:
            raise NotFound("preview of this file; open it whole") from None
        with suppress(StorageFull):  # it is made again when there is room
            assets.keep_derived(asset.sha256, recipe, data)
    return data


def _ranged(request: Request, asset: Asset, headers: dict[str, str]) -> Response:
    """From an object store: the one byte range that was asked for, or all."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("range", ""))
    start, end = 0, asset.bytes
    headers = {**headers, "accept-ranges": "bytes"}
    if found and (found[1] or found[2]):
        start = int(found[1]) if found[1] else max(0, asset.bytes - int(found[2]))
        end = min(int(found[2]) + 1, asset.bytes) if found[1] and found[2] else asset.bytes
        if start >= end:
            return Response(status_code=416, headers={"content-range": f"bytes */{asset.bytes}"})
        headers["content-range"] = f"bytes {start}-{end - 1}/{asset.bytes}"
    headers["content-length"] = str(end - start)
    body: Iterator[bytes] = assets.read_range(asset.sha256, start, end)
    return StreamingResponse(body, 206 if "content-range" in headers else 200, headers=headers, media_type=asset.mime)


def _name(actor: Actor, asset: Asset) -> str:
    said = history.one(actor, asset.task).preview if asset.task else (asset.name or "").rpartition(".")[0]
    return _named(said or "", asset.id, mimetypes.guess_extension(asset.mime) or "")


def _named(said: str, which: str, ending: str) -> str:
    """A name that says what it is, short enough for any disk: the first words, in any script, and the end of its id."""
    words = "-".join(re.findall(r"\w+", said.lower())[:6])[:60]
    return f"{words or 'studio'}-{which[-6:]}{ending}"


def _disposition(request: Request, name: str) -> str:
    """To be kept or to be looked at; under its name either way (RFC 6266)."""
    kind = "attachment" if request.query_params.get("download") else "inline"
    plain = quote(name)
    return f'{kind}; filename="{name}"' if plain == name else f"{kind}; filename*=utf-8''{plain}"
