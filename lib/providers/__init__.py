"""The outside world: which doors are connected, and what stands behind each.

providers.start(config, demo_url); …; providers.stop()
providers.door()          # the door of new requests
providers.get("gemini")   # a Provider, or None while nobody answers there
providers.is_configured("gemini")   # False: no setting opens this door
"""

from __future__ import annotations

import threading
import time
from functools import partial

from lib.config import Config, Secret
from lib.domain import Door
from lib.providers.protocol import Provider
from lib.providers.recognition import DEMO_MARK, recognise

__all__ = ["DEMO_MARK", "NAMES", "door", "get", "is_configured", "start", "state", "stop"]

NAMES: dict[Door, str] = {"demo": "The demo engine", "gemini": "The Gemini API"}
SILENT = "The provider's server does not answer"
PAUSE = 5.0
"""Seconds between two questions to an address that does not answer."""

_lock = threading.Lock()
_asking = threading.Lock()
_asked: float | None = None
_addresses: dict[Door, tuple[str, Secret]] = {}
_doors: dict[Door, Provider] = {}
_config: Config | None = None
_default: Door = "demo"
_engine: str | None = None


def start(config: Config, demo_url: str | None) -> None:
    """Connect what the settings name: a key opens the Gemini door, else the demo engine at ``demo_url`` serves.

    With STUDIO_PROVIDER_URL the server there says itself which door it is; while it cannot be reached, its
    door stays closed and is asked for again by ``get``.
    """
    global _config, _default, _asked, _engine
    stop()
    _config, _asked, _engine = config, None, demo_url
    _default = "gemini" if config.gemini_api_key or config.provider_url else "demo"
    if demo_url:
        _connect("demo", demo_url, Secret("demo"))
    if config.provider_url:
        _look(config)
    elif config.gemini_api_key:
        _connect("gemini", "", config.gemini_api_key)


def stop() -> None:
    """Let go of every connection; safe to call twice."""
    with _lock:
        for provider in _doors.values():
            provider.close()
        _doors.clear()
        _addresses.clear()


def door() -> Door:
    """Through which door new requests go when nobody chose."""
    return _default


def get(name: Door) -> Provider | None:
    """The provider behind a door, or None while it is not connected. Built when first asked for: the SDK is heavy,
    and the first page does not need it."""
    if not _is_connected(name):
        return None
    with _lock:
        if name not in _doors and name in _addresses:
            from lib.providers.gemini import Gemini

            url, key = _addresses[name]
            version = _config.gemini_api_version if _config else "v1"
            # An address of the settings may change hands; the service's own does not.
            behind, ours = (name if url else None), url == _engine
            _doors[name] = Gemini(key, url, version, behind=behind, changed=partial(_drop, name), ours=ours)
        return _doors.get(name)


def is_configured(name: Door) -> bool:
    """Whether the settings open this door, be its server silent at the moment. An address that has not told yet
    who stands there may be any door. Asks nobody and waits for nobody: the gate asks in a transaction."""
    known = [url for url, _ in list(_addresses.values())]
    silent = _config is not None and _config.provider_url not in ("", *known)
    return name in _addresses or silent


def state(name: Door) -> str | None:
    """What ails a door, for people; None when nothing does."""
    if _is_connected(name):
        return None
    return SILENT if is_configured(name) else f"{NAMES[name]} is not connected"


def _is_connected(name: Door) -> bool:
    if name not in _addresses and _config is not None and _config.provider_url:
        _look(_config)
    return name in _addresses


def _look(config: Config) -> None:
    """Ask the address in the settings who it is: one thread at a time, and not again at once. The others go on with
    what is known: a silent server must not hold up every page."""
    global _asked
    if not _asking.acquire(blocking=False):
        return
    try:
        if _asked is None or time.monotonic() - _asked > PAUSE:
            key = config.gemini_api_key or Secret("demo")
            found = recognise(config.provider_url, config.gemini_api_version, key)
            _asked = time.monotonic()
            if found is not None:
                _settle(found, config.provider_url, key)
    finally:
        _asking.release()


def _settle(name: Door, url: str, key: Secret) -> None:
    """One address is one door, and the settings' address comes before our own engine's."""
    global _default
    with _lock:
        for other, (address, _) in list(_addresses.items()):
            if (other == name) != (address == url):
                _forget(other)
        _addresses.setdefault(name, (url, key))
    _default = name


def _connect(name: Door, url: str, key: Secret) -> None:
    with _lock:
        _addresses.setdefault(name, (url, key))


def _drop(name: Door) -> None:
    """Close a door whose address is somebody else's now; who it is, is asked for again."""
    global _asked
    with _lock:
        _forget(name)
        _asked = None


def _forget(name: Door) -> None:
    """Its provider is not closed: calls may run in it, and its pool goes with the last of them."""
    _addresses.pop(name, None)
    _doors.pop(name, None)
