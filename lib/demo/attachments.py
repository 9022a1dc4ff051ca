"""What comes along with a request: fetched, put where the worker can see it, looked at and counted."""

from __future__ import annotations

import asyncio
import base64
import binascii
import itertools
import shutil
import time
from dataclasses import replace
from pathlib import Path

from lib.demo.asked import Asked, Part, Turn
from lib.demo.errors import invalid, no_file, no_room, precondition
from lib.demo.render import Look, RenderFailed, Worker
from lib.demo.shelf import Shelf

STANDARD = str.maketrans("-_", "+/")


async def looked_at(asked: Asked, folder: Path, shelf: Shelf, worker: Worker) -> Asked:
    """The request with the facts and tokens of all its attachments; their files stay in ``folder`` (0, 1, 2, …).

    The folder appears only if there are any. Raises ApiError: 400 for what cannot be read, 403 for a file that is
    gone, 503 without room; nothing is left behind then.
    """
    if not any(turn.attached for turn in asked.turns):
        return asked
    try:
        await asyncio.to_thread(_fetch_all, asked, folder, shelf)
        paths = (folder / str(number) for number in itertools.count())
        turns = []
        for turn in asked.turns:
            looked = [
                part if part.kind == "text" else await _looked_at(part, next(paths), asked, shelf, worker)
                for part in turn.parts
            ]
            turns.append(Turn(turn.role, tuple(looked)))
    except OSError as error:
        clear(folder)
        raise no_room(error) from error
    except BaseException:
        clear(folder)
        raise
    return replace(asked, turns=tuple(turns))


def clear(folder: Path) -> None:
    """Remove what came along, if anything did."""
    shutil.rmtree(folder, ignore_errors=True)


def _fetch_all(asked: Asked, folder: Path, shelf: Shelf) -> None:
    """Write or copy every attachment into the folder. Blocks."""
    folder.mkdir()
    attached = [part for turn in asked.turns for part in turn.attached]
    for number, part in enumerate(attached):
        target = folder / str(number)
        if part.uri:
            shutil.copyfile(_uploaded(part, asked, shelf), target)
        else:
            target.write_bytes(_decoded(part.data))


def _uploaded(part: Part, asked: Asked, shelf: Shelf) -> Path:
    """Where the bytes of a file of ours are. Raises ApiError 400, 403."""
    if "files/" not in part.uri:
        raise invalid("input", "the demo engine fetches nothing from a network; upload the file first.")
    file = shelf.find(part.uri)
    fault = asked.fault
    if fault.word == "expired" and time.time() * 1000 >= file.created_ms + fault.seconds * 1000:
        shelf.delete(file)
        raise no_file(part.uri)
    if file.state != "ACTIVE":
        raise precondition(f"The file {file.name} is not in an ACTIVE state and usage is not allowed.")
    return shelf.path(file)


def _decoded(data: str) -> bytes:
    """The bytes of base64 in either alphabet: the SDK sends the one for addresses. Raises ApiError 400."""
    try:
        return base64.b64decode(data.translate(STANDARD), validate=True)
    except (binascii.Error, ValueError):
        raise invalid("input", "the data of an attachment is not base64.") from None


async def _looked_at(part: Part, path: Path, asked: Asked, shelf: Shelf, worker: Worker) -> Part:
    image = part.kind == "image"
    try:
        facts = await worker.do(Look("see" if image else "read", str(path.resolve())))
    except RenderFailed as error:
        what = "picture" if image else "document"
        raise invalid("input", f"the {what} cannot be read: {error}") from error
    count = asked.rule.image_in if image else asked.rule.page_in * facts["pages"] + facts.pop("tokens")
    title = shelf.find(part.uri).title if part.uri else ""
    return replace(part, data="", title=title, facts=facts, tokens=count)
