"""HTTP whose timeout is for all of a request: a server that sends one byte a second holds nobody up for longer.

httpx counts a timeout anew with every read. Here it is the end of the whole request, its answer's last byte included.
Who reads a stream may also be called off, and gives up on one that has fallen silent:

    with watching(halted): …     # requests of this thread, until the block ends
"""

from __future__ import annotations

import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import httpx2

from lib.config import LOOPBACK

SILENCE_SECONDS = 120.0
"""A stream that says nothing for so long is cut: the longest that thinking is silent, and twice that."""
SLICE_SECONDS = 0.1
"""How often a reader looks up to see whether it was called off."""

_watch = threading.local()


@contextmanager
def watching(halted: Callable[[], bool]) -> Iterator[None]:
    """Within the block, reads of this thread end when ``halted`` or when nothing comes for SILENCE_SECONDS."""
    _watch.halted = halted
    try:
        yield
    finally:
        _watch.halted = None


class Transport(httpx2.HTTPTransport):
    """The way to one address: past every proxy when it is on this machine, else by the environment's."""

    def __init__(self, url: str):
        # Reading the authorities takes 50 ms; without TLS they are not asked.
        super().__init__(verify=urlsplit(url).scheme == "https", proxy=_proxy(url))
        self._clock = _Clock()
        self._pool._network_backend = _Backend(self._clock)  # httpx has no argument for it

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The thread that sends a request also reads its answer, and does so before it sends the next."""
        self._clock.end = time.monotonic() + request.extensions["timeout"]["read"]
        return super().handle_request(request)


class _Clock(threading.local):
    """When the request of this thread has to be over."""

    end = 0.0

    def left(self, late: type[httpcore2.TimeoutException]) -> float:
        """Seconds, more than none. Raises ``late``."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise late
        return left


class _Backend(httpcore2.SyncBackend):
    def __init__(self, clock: _Clock):
        self._clock = clock

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *args: Any, **more: Any) -> _Stream:
        left = self._clock.left(httpcore2.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, left, *args, **more), self._clock)


class _Stream(httpcore2.NetworkStream):
    """A connection whose every read and write ends with the request that it is for."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: _Clock):
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        halted: Callable[[], bool] | None = getattr(_watch, "halted", None)
        if halted is None:
            return self._stream.read(max_bytes, self._clock.left(httpcore2.ReadTimeout))
        silent_at = time.monotonic() + SILENCE_SECONDS
        while not halted():
            left = min(self._clock.left(httpcore2.ReadTimeout), SLICE_SECONDS)
            try:
                return self._stream.read(max_bytes, left)
            except httpcore2.ReadTimeout:
                if time.monotonic() > silent_at:
                    raise
        raise httpcore2.ReadTimeout

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(httpcore2.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        left = self._clock.left(httpcore2.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _proxy(url: str) -> str | None:
    """A proxy between us and this machine would see the key."""
    address, found = urlsplit(url), urllib.request.getproxies()
    host = address.hostname or ""
    if host in LOOPBACK or urllib.request.proxy_bypass(host):
        return None
    proxy = found.get(address.scheme) or found.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"
