"""The worker process that paints and the one that looks, and the engine's end of the line to each.

The serving process never imports numpy: it starts ``python -m lib.demo.render`` with the first job and talks with it in
lines of JSON. A worker that dies is replaced and the job tried again; the end of its standard input ends it, so it
never outlives the engine.

    → {"task": "paint", "text": "…", "inputs": [], "width": 1024, "height": 1024, "seed": 7, "fmt": "jpeg", "path": "…"}
    ← {"bytes": 183021}
    → {"task": "see", "path": "/…/inputs/int_…/0"}
    ← {"width": 640, "height": 480, "colours": ["grey"], …}  or  {"error": "…"}
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from lib.demo import tokens
from lib.demo.operations import write

ROOT = Path(__file__).resolve().parents[2]
ATTEMPTS = 3
LONGEST_SECONDS = 120
"""After this a job is given up together with its process."""


LINE = 16 * 2**20
"""Bytes of an answer, which may hold the words of a document."""
MOST_CHARACTERS = 4_000_000
"""Characters of a document that are counted: more do not fit into any model."""
MOST_SHOWN = 200_000
"""Characters of a document that are kept for the answer."""


class RenderFailed(Exception):
    """The job cannot be done, not even by another attempt."""


class _Lost(Exception):
    """The worker ended in the middle of a job."""


@dataclass(frozen=True, slots=True)
class Painting:
    """One picture to paint, from words alone or from ``inputs`` (paths of pictures).

    ``fmt`` is jpeg or png, ``path`` where the file is to appear, complete or not at all.
    """

    text: str
    inputs: tuple[str, ...]
    width: int
    height: int
    seed: int
    fmt: str
    path: str
    task: str = "paint"


@dataclass(frozen=True, slots=True)
class Look:
    """One file to look at: a picture (``see``) or a document (``read``)."""

    task: Literal["see", "read"]
    path: str


class Worker:
    """The engine's end: one job at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def do(self, job: Painting | Look) -> dict[str, Any]:
        """The worker's answer. Cancelling drops a job from the queue or stops it. Raises RenderFailed."""
        async with self._turn:
            for _ in range(ATTEMPTS):
                try:
                    async with asyncio.timeout(LONGEST_SECONDS):
                        return await self._exchange(job)
                except (_Lost, TimeoutError):
                    await self.stop()
                except asyncio.CancelledError:
                    # its answer would be taken for that of the next job
                    await self.stop()
                    raise
        raise RenderFailed("the worker process was lost several times")

    async def stop(self) -> None:
        """End the process, if there is one; the next job starts another."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()
            await process.wait()

    async def _exchange(self, job: Painting | Look) -> dict[str, Any]:
        if self._process is None:
            self._process = await _started()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        try:
            stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            await stdin.drain()
            line = await stdout.readline()
        except ConnectionError:
            line = b""
        if not line:
            raise _Lost
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RenderFailed(answer["error"])
        return answer


async def _started() -> Process:
    try:
        command = (sys.executable, "-m", __name__)
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT, limit=LINE)
    except OSError as error:
        raise RenderFailed(f"the worker process cannot start ({error.strerror})") from error


def paint(job: Painting) -> dict[str, object]:
    """Paint one picture and put the file in its place; answers its bytes."""
    from lib.demo.paint import edited, picture  # numpy belongs to the worker alone

    if job.inputs:
        given = [Path(path).read_bytes() for path in job.inputs]
        data = edited(job.text, given, job.width, job.height, seed=job.seed, fmt=job.fmt)
    else:
        data = picture(job.text, job.width, job.height, seed=job.seed, fmt=job.fmt)
    path = Path(job.path)
    write(path, data, f"{path.name}.{os.getpid()}")
    return {"bytes": len(data)}


def look(job: Look) -> dict[str, object]:
    """The facts of a picture; of a document its pages, the beginning of its text, and the tokens of the whole text."""
    data = Path(job.path).read_bytes()
    if job.task == "see":
        from lib.demo.paint import seen

        return dict(seen(data))
    from lib.media.documents import words

    pages, text = words(data, MOST_CHARACTERS)
    return {"pages": pages, "text": text[:MOST_SHOWN], "tokens": tokens.count(text)}


def main() -> None:
    """The worker's end: a job a line, an answer a line, until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the engine, which then ends this process
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    for line in sys.stdin:
        try:
            job = json.loads(line)
            answer = paint(Painting(**job)) if job["task"] == "paint" else look(Look(**job))
        except OSError as error:
            answer = {"error": error.strerror or str(error)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
