"""Writes a text down as it comes: into memory for who reads along, into rows four times a second."""

from __future__ import annotations

import time
from contextlib import suppress

from lib.errors import StorageFull
from lib.providers.protocol import Text
from lib.store import db, texts
from lib.store.tasks import Row
from lib.store.texts import Piece
from lib.tasks import channel
from lib.tasks.endings import closing

ROW_SECONDS = 0.25
"""How much of a text a power cut may take: the provider still has it."""


class Pen:
    """Writes one task down, from ``at`` characters on."""

    def __init__(self, row: Row):
        with db.read() as connection:
            at, self.cursor = texts.last(connection, row["id"])
        self.row, self.news = row, False
        self.channel = channel.opened(row["id"], at)
        self._waiting: list[Piece] = []
        self._written = time.monotonic()

    def halted(self) -> bool:
        """Whether to read no further. It is asked also while nothing comes: what waits is written down then."""
        self._flush_now_and_then()
        return channel.is_halted(self.row["id"]) or closing.is_set()

    def put(self, text: Text) -> None:
        piece = Piece(self.channel.end, "thought" if text.thought else "text", text.text, text.cursor)
        self.channel.put(piece)
        self._waiting.append(piece)
        self.cursor, self.news = text.cursor or self.cursor, True
        self._flush_now_and_then()

    def _flush_now_and_then(self) -> None:
        if time.monotonic() - self._written > ROW_SECONDS:
            with suppress(StorageFull):  # with the next row, or at the end
                self.flush()

    def flush(self) -> None:
        """All of it on disk. Raises StorageFull."""
        self._written = time.monotonic()
        if self._waiting:
            texts.append(self.row["id"], self._waiting)
            self._waiting = []
