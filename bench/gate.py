"""CPU of one admission and its settlement, on SQLite with the durability of the real thing."""

from __future__ import annotations

import time
from pathlib import Path

from bench.figures import Figure
from lib import config, gate, providers, store
from lib.domain import Actor, Line, Prompt, Quote, Request, Span
from lib.store import budgets, db

ROUNDS, PAIRS = 5, 200


def measure(folder: Path) -> list[Figure]:
    config.use(config.load({"STUDIO_DATA_DIR": str(folder)}))
    store.start(config.current())
    providers.start(config.current(), "http://127.0.0.1:9")  # the gate asks for a door; nothing is sent
    budgets.put("simulated", "session", budgets.EACH, "once", 10**12)
    budgets.put("simulated", "global", budgets.EACH, "day", 10**12)
    _pairs("warm", 20)
    values = [_pairs(f"round-{number}", PAIRS) for number in range(ROUNDS)]
    providers.stop()
    store.stop()
    return [Figure("admit + settle, CPU per pair, two budgets", values, "ms", 3)]


def _pairs(name: str, count: int) -> float:
    """Milliseconds of CPU per pair."""
    actor = Actor("local", "admin", "s" * 22)
    prompt = Prompt((Span("a fishing harbour at dusk, warm lamps on wet stone", "user"),))
    settings = {"ratio": "16:9", "size": "4K", "max_output_tokens": 8192}
    request = Request("image", "gemini-3-pro-image", "demo", prompt, settings, actor)
    quote = Quote((Line("1 picture", 240_000, 243_600, 315_000, "bench"),))
    start = time.process_time()
    for number in range(count):
        (task,) = gate.admit(request, quote, quote, f"{name}-{number}", b"body")
        with db.write() as connection:
            gate.settle(connection, task, "failed", 241_000)
    return (time.process_time() - start) * 1000 / count
