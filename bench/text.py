"""What Studio adds to an answer on its way from the engine: to each of its tokens, and to the first of them.

One process reads the same answers with the bare SDK and through Studio, so that one clock serves. Four letters are
taken for a token: its lag is when it came through Studio, less when it came with the SDK.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import psutil

from bench.figures import Figure
from bench.reading import Api, Engine, Reading, on_page
from bench.tab import opened
from tests.running import Studio, running

TOKEN = 4
"""Letters."""
PACE = "1.7"
"""The speed at which the engine's best model writes 50 tokens a second."""
LAG_GOALS, FIRST_GOALS = {1: 2, 10: 15}, {1: 25, 10: 80}
"""Milliseconds, by how many answers are written at once."""
ROUNDS = {1: 15, 10: 3}
"""How often a first token is waited for, likewise."""

Way = Callable[[Sequence[str]], Awaitable[list[Reading]]]
"""Asks for one answer to each of these words at once, and reads them all."""


class Text:
    """A Studio, its engine, and the ways in which answers can be had."""

    def __init__(self, studio: Studio):
        self.studio, self.engine, self.api = studio, Engine(_engine(studio)), Api(studio)
        self._numbers = count()

    async def by_api(self, asked: Sequence[str]) -> list[Reading]:
        return await asyncio.gather(*(asyncio.to_thread(self.api.tell, words) for words in asked))

    async def by_page(self, asked: Sequence[str]) -> list[Reading]:
        async with AsyncExitStack() as stack:
            tabs = [await stack.enter_async_context(opened(self.studio.port, "chat")) for _ in asked]
            return await asyncio.gather(*map(on_page, tabs, asked))

    async def bare(self, asked: Sequence[str]) -> list[Reading]:
        return await asyncio.gather(*(asyncio.to_thread(self.engine.create, words) for words in asked))

    async def lag(self, way: Way, streams: int) -> list[float]:
        """Milliseconds for every token of so many answers."""
        asked = self._words(streams)
        through, bare = await asyncio.gather(way(asked), asyncio.gather(*map(self._along, asked)))
        return [lag for pair in zip(through, bare, strict=True) for lag in _lags(*pair)]

    async def first(self, ways: Sequence[Way], streams: int) -> list[list[float]]:
        """Milliseconds to the first of the text, by way. The ways take turns; their first turn warms up."""
        found: list[list[float]] = [[] for _ in ways]
        for _ in range(1 + ROUNDS[streams]):
            for values, way in zip(found, ways, strict=True):
                values += [1000 * reading.first for reading in await way(self._words(streams))]
        return [values[streams:] for values in found]

    async def _along(self, words: str) -> Reading:
        """What is just being asked for elsewhere, read with the SDK."""
        while not (task := await asyncio.to_thread(self.api.task, words)):
            await asyncio.sleep(0.2)
        while not (name := await asyncio.to_thread(self.engine.interaction, task)):
            await asyncio.sleep(0.2)
        return await asyncio.to_thread(self.engine.get, name)

    def _words(self, streams: int) -> list[str]:
        return [f"Write 300 words about harbour number {next(self._numbers)}." for _ in range(streams)]


def measure(folder: Path) -> list[Figure]:
    with running(folder / "paced", STUDIO_DEMO_SPEED=PACE) as studio:
        lags = asyncio.run(_lag_figures(Text(studio)))
    with running(folder / "quick") as studio:
        return [*lags, *asyncio.run(_first_figures(Text(studio)))]


async def _lag_figures(text: Text) -> list[Figure]:
    _use_threads()
    await text.by_page(["Say one word."])  # the first task waits for all that starts behind the first page
    return [
        Figure(f"lag per token, {name}, {_at_once(streams)}", await text.lag(way, streams), "ms", goal)
        for name, way in (("API", text.by_api), ("page", text.by_page))
        for streams, goal in LAG_GOALS.items()
    ]


async def _first_figures(text: Text) -> list[Figure]:
    _use_threads()
    found = []
    for streams, goal in FIRST_GOALS.items():
        bare, *through = await text.first((text.bare, text.by_api, text.by_page), streams)
        for name, values in zip(("API", "page"), through, strict=True):
            added = [value - statistics.median(bare) for value in values]
            found.append(Figure(f"first token added, {name}, {_at_once(streams)}", added, "ms", goal))
    return found


def _lags(through: Reading, bare: Reading) -> list[float]:
    assert through.end == bare.end, "two different texts were read"
    return [1000 * (through.when(at) - bare.when(at)) for at in range(TOKEN, bare.end + 1, TOKEN)]


def _use_threads() -> None:
    """One for each who reads or writes at once."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(32))


def _at_once(streams: int) -> str:
    return "1 stream" if streams == 1 else f"{streams} streams"


def _engine(studio: Studio) -> str:
    """Where the engine of this Studio listens."""
    assert studio.process is not None
    children = psutil.Process(studio.process.pid).children()
    (engine,) = (child for child in children if "lib.demo" in child.cmdline())
    port = next(one.laddr.port for one in engine.net_connections("tcp") if one.status == psutil.CONN_LISTEN)
    return f"http://127.0.0.1:{port}"
