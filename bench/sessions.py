"""Many people at once: fifty open Image pages that all run again at the same moment."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bench.figures import Figure
from bench.tab import SETTLED_SECONDS, opened
from tests.running import Studio, running

SESSIONS, ROUNDS = 50, 7


def measure(folder: Path) -> list[Figure]:
    with running(folder) as studio:
        rounds = asyncio.run(_rounds(studio))
    return [Figure(f"{SESSIONS} sessions rerunning at once", rounds, "s", 0.5)]


async def _rounds(studio: Studio) -> list[float]:
    """Seconds until the last of them has run."""
    found = []
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(opened(studio, "image")) for _ in range(SESSIONS)]
        await asyncio.sleep(SETTLED_SECONDS)
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            await asyncio.gather(*(tab.run() for tab in tabs))
            found.append(time.perf_counter() - begin)
    return found
