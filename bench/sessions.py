"""Many people at once: fifty open Image pages that all run again at the same moment.

Beside them, in turns and on the same machine, as many bare pages with as much on them: what of it is Streamlit's own.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from bench.figures import Figure
from bench.tab import SETTLED_SECONDS, Tab, at_rest, opened
from tests.running import ROOT, eventually, free_port, listens, running

SESSIONS, ROUNDS = 50, 9


def measure(folder: Path) -> list[Figure]:
    with running(folder) as studio:
        shown = asyncio.run(_shown(studio.port))
        with _bare(shown) as port:
            ours, bare = asyncio.run(_rounds({studio.port: "image", port: ""}))
    name = f"{SESSIONS} sessions rerunning at once"
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    return [
        Figure(name, ours, "s", 0.5),
        Figure(f"{name}, bare Streamlit", bare, "s", None),
        Figure(f"{name}, against bare", ratios, "×", None),
    ]


async def _shown(port: int) -> Counter[str]:
    """How many of each kind one run of the page draws."""
    found: Counter[str] = Counter()
    async with opened(port, "image") as tab:
        await tab.ask()
        async for message in tab.messages():
            if at_rest(message):
                break
            delta = message.delta
            kind = delta.new_element.WhichOneof("type") or delta.add_block.WhichOneof("type")
            found.update([kind] if kind else [])
    return found


@contextmanager
def _bare(shown: Counter[str]) -> Iterator[int]:
    """Streamlit with a bare page; where it listens."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "bench/bare.py", "--server.port", str(port)]
    environment = {**os.environ, "BARE_PAGE": json.dumps(shown)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            eventually(lambda: listens(port))
            yield port
        finally:
            process.terminate()


async def _rounds(pages: dict[int, str]) -> list[list[float]]:
    """For each of these pages, by the port of its server, seconds until the last of its sessions has run. They take
    turns; their first turn warms up."""
    async with AsyncExitStack() as stack:
        tabs = [
            [await stack.enter_async_context(opened(port, page)) for _ in range(SESSIONS)]
            for port, page in pages.items()
        ]
        await asyncio.sleep(SETTLED_SECONDS)
        rounds = [[await _round(these) for these in tabs] for _ in range(1 + ROUNDS)]
    return [list(values) for values in zip(*rounds[1:], strict=True)]


async def _round(tabs: list[Tab]) -> float:
    begin = time.perf_counter()
    await asyncio.gather(*(tab.run() for tab in tabs))
    return time.perf_counter() - begin
