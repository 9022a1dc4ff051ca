"""Files that go along with a request: small ones as they are, large ones given to the provider once and named from then
on, and given again when it has let them go."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NoReturn
from weakref import WeakValueDictionary

from lib import gate
from lib.domain import Asset, Door
from lib.providers.protocol import NotAccepted, Provider, Rejected, Source
from lib.store import assets, provider_files
from lib.store.tasks import Row
from lib.tasks import policy

LARGE = 4_000_000
"""Bytes from which a file is given to the provider once instead of going along with every turn."""
MOST = 70_000_000
"""Bytes of the files that go along with one request, which may have 100 MB (limits.md §3): as base64 they are a third
more. One turn, of sixteen files, never has as many; a conversation that is told anew may."""
READING_SECONDS = 2.0
"""How long after it was given a file the provider is asked again whether it has read it."""

_ready: set[str] = set()
"""Files at the provider that it has read, by its names."""
_lock = threading.Lock()
_giving: WeakValueDictionary[tuple[Door, str], threading.Lock] = WeakValueDictionary()


def source(row: Row, provider: Provider, asset: Asset) -> Source:
    """The file as it goes along. Raises what the provider raises, and what the gate says to a free call."""
    found = Source(asset.mime, partial(assets.read, asset.sha256), size=asset.bytes)
    if asset.bytes < LARGE:
        return found
    with _alone(row["door"], asset.sha256):
        uri = _uri(row, provider, asset) or _given(row, provider, found, asset)
    return Source(found.mime, found.read, uri)


def fit(sources: Sequence[Source]) -> None:
    """Raises Rejected when these files are too much for one request."""
    size = sum(one.size for one in sources if one.uri is None)
    if size > MOST:
        message = (
            f"The files of this conversation have {size / 1e6:,.0f} MB together, and it has to be told to the provider "
            f"from its beginning, with {MOST / 1e6:,.0f} MB at most. Begin a new one with the files that matter."
        )
        raise Rejected(message, "too_large")


@contextmanager
def _alone(door: Door, sha: str) -> Iterator[None]:
    """Who wants the same file there at the same time waits, and finds it."""
    with _lock:
        turn = _giving.setdefault((door, sha), threading.Lock())
    with turn:
        yield


def _uri(row: Row, provider: Provider, asset: Asset) -> str | None:
    """Where the provider has it, ready to be used; None where it must be given to it."""
    known = provider_files.find(row["door"], asset.sha256)
    if known is None:
        return None
    name, uri = known
    try:
        if name not in _ready and not provider.has_read(name):
            _wait(row)
    except Rejected as error:
        provider_files.forget(row["door"], asset.sha256)
        if error.code == "gone":
            return None
        raise
    _ready.add(name)
    return uri


def _wait(row: Row) -> NoReturn:
    """Come back later, if this has not gone on for too long."""
    if row["waited_ms"] > policy.READING_PATIENCE * 1000:
        why = "The provider has not come to the end of a file that goes in. Ask again, or use another file."
        raise Rejected(why, "unreadable")
    raise NotAccepted("The provider is still reading a file.", after=READING_SECONDS)


def _given(row: Row, provider: Provider, found: Source, asset: Asset) -> str | None:
    gate.free(row["user_id"], row["door"])
    kept = provider.keep(found)
    provider_files.put(row["door"], asset.sha256, kept.name, kept.uri, kept.expires_ms)
    return _uri(row, provider, asset)
