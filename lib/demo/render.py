"""The one worker process that paints, and the engine's end of the line to it.

The serving process never imports numpy: it starts ``python -m lib.demo.render`` with the first picture and talks with
it in lines of JSON. A worker that dies is replaced and the picture tried again; the end of its standard input ends it,
so it never outlives the engine.

    → {"text": "…", "width": 1024, "height": 1024, "seed": 7, "fmt": "jpeg", "path": "/…/pictures/int_…"}
    ← {"bytes": 183021}  or  {"error": "…"}
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

from lib.demo.operations import write

ROOT = Path(__file__).resolve().parents[2]
ATTEMPTS = 3
LONGEST_SECONDS = 120
"""After this a picture is given up together with its process."""


class RenderFailed(Exception):
    """The picture cannot be made, not even by another attempt."""


class _Lost(Exception):
    """The worker ended in the middle of a picture."""


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to paint; ``fmt`` is jpeg or png, ``path`` where the file is to appear, complete or not at all."""

    text: str
    width: int
    height: int
    seed: int
    fmt: str
    path: str


class Worker:
    """The engine's end: one picture at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def paint(self, job: Job) -> int:
        """Paint into ``job.path``; answers the file's bytes. Cancelling drops it from the queue or stops it.

        Raises RenderFailed.
        """
        async with self._turn:
            for _ in range(ATTEMPTS):
                try:
                    async with asyncio.timeout(LONGEST_SECONDS):
                        return await self._exchange(job)
                except (_Lost, TimeoutError):
                    await self.stop()
                except asyncio.CancelledError:
                    # its answer would be taken for that of the next picture
                    await self.stop()
                    raise
        raise RenderFailed("the worker process was lost several times")

    async def stop(self) -> None:
        """End the process, if there is one; the next picture starts another."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()
            await process.wait()

    async def _exchange(self, job: Job) -> int:
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
        answer = json.loads(line)
        if "error" in answer:
            raise RenderFailed(answer["error"])
        return int(answer["bytes"])


async def _started() -> Process:
    try:
        return await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    except OSError as error:
        raise RenderFailed(f"the worker process cannot start ({error.strerror})") from error


def paint(job: Job) -> int:
    """Paint one picture and put the file in its place; answers its bytes."""
    from lib.demo.paint import picture  # numpy belongs to the worker alone

    data = picture(job.text, job.width, job.height, seed=job.seed, fmt=job.fmt)
    path = Path(job.path)
    write(path, data, f"{path.name}.{os.getpid()}")
    return len(data)


def main() -> None:
    """The worker's end: a job a line, an answer a line, until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the engine, which then ends this process
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    for line in sys.stdin:
        try:
            answer: dict[str, object] = {"bytes": paint(Job(**json.loads(line)))}
        except OSError as error:
            answer = {"error": error.strerror or str(error)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
