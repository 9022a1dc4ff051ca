"""The library of somebody who has made a hundred thousand things: its first page, as rows and as a page."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from bench.figures import Figure
from bench.tab import SETTLED_SECONDS, opened
from lib import config, store
from lib.domain import Actor
from lib.people import LOCAL
from lib.store import db, library
from lib.store.items import fold
from lib.store.library import Wanted
from lib.store.tables import asset, item
from tests.running import Studio, running

ASSETS, SHOWN, RUNS = 100_000, 60, 20
APART_MS = 300_000
KINDS = ("image", "image", "image", "upload")
RECIPES = (
    ("gemini-3-pro-image", None, ""),
    ("gemini-nano-banana-2.1", "image.photo", ",photo.dusk_film,"),
    ("gemini-3.1-flash-lite-image", "image.product", ",photo.studio_clean,"),
)
"""Model, preset and styles of what was made."""


def measure(folder: Path) -> list[Figure]:
    config.use(config.load({"STUDIO_DATA_DIR": str(folder)}))
    store.start(config.current())
    _fill()
    actor = Actor(LOCAL, "admin", "s" * 22)
    rows = [_timed(actor) for _ in range(RUNS)]
    store.stop()
    with running(folder) as studio:
        runs = asyncio.run(_runs(studio))
    name = f"library page of {SHOWN} at {ASSETS:,} assets"
    return [Figure(f"{name}, query", rows, "ms", 150), Figure(f"{name}, whole run", runs, "ms", 150)]


def _fill() -> None:
    """Five minutes between one and the next, the last one now."""
    now = db.now()
    made = [_made(number, now - (ASSETS - number) * APART_MS) for number in range(ASSETS)]
    with db.write() as connection:
        connection.execute(insert(asset), [one for one, _ in made])
        connection.execute(insert(item), [one for _, one in made])


def _made(number: int, at: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows of one, as asset and as item."""
    name, kind = str(UUID(int=at << 80 | number)), KINDS[number % len(KINDS)]
    title = f"A fishing harbour at dusk, boat number {number}"
    facts = {"mime": "image/png", "bytes": 1_500_000, "width": 1376, "height": 768}
    same = {"id": name, "user_id": LOCAL, "created_ms": at, **facts}
    own = {"sha256": f"{number:064x}", "place": 0, "role": "upload", "name": title}
    model, preset, styles = RECIPES[number % len(RECIPES)] if kind == "image" else (None, None, "")
    recipe = {"door": "demo" if model else None, "model": model, "preset": preset, "styles": styles}
    shown = {"kind": kind, "asset_id": name, "title": title, "folded": fold(title), "starred": number % 50 == 0}
    return {**same, **own}, {**same, **recipe, **shown}


def _timed(actor: Actor) -> float:
    begin = time.perf_counter()
    library.page(actor, Wanted(), SHOWN)
    return 1000 * (time.perf_counter() - begin)


async def _runs(studio: Studio) -> list[float]:
    """From asking for the page to the last of it."""
    found = []
    async with opened(studio.port, "library") as tab:
        await asyncio.sleep(SETTLED_SECONDS)
        for _ in range(RUNS):
            begin = time.perf_counter()
            await tab.run()
            found.append(1000 * (time.perf_counter() - begin))
    return found
