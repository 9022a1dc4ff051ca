"""The outside world: which doors are connected, and what stands behind each.

providers.start(config, demo_url); …; providers.stop()
providers.door()          # the door of new requests
providers.get("gemini")   # a Provider, or None while that door is not connected
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request

from lib import logs
from lib.config import Config, Secret
from lib.domain import Door
from lib.providers.protocol import Provider

DEMO_MARK = "x-studio-demo"
"""The header with which the demo engine marks every answer."""
NAMES: dict[Door, str] = {"demo": "Demo engine", "gemini": "Gemini API"}

_lock = threading.Lock()
_addresses: dict[Door, tuple[str, Secret]] = {}
_doors: dict[Door, Provider] = {}
_config: Config | None = None
_default: Door = "demo"


def start(config: Config, demo_url: str | None) -> None:
    """Connect what the settings name: a key opens the Gemini door, else the demo engine at ``demo_url`` serves.

    With STUDIO_PROVIDER_URL the server there says itself which door it is; while it cannot be reached, its
    door stays closed and is asked for again by ``get``.
    """
    global _config, _default
    stop()
    _config = config
    _default = "gemini" if config.gemini_api_key or config.provider_url else "demo"
    if demo_url:
        _connect("demo", demo_url, Secret("demo"))
    if config.provider_url:
        _recognise(config)
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
        if name not in _doors:
            from lib.providers.gemini import Gemini

            url, key = _addresses[name]
            _doors[name] = Gemini(key, url, _config.gemini_api_version if _config else "v1")
        return _doors[name]


def state(name: Door) -> str | None:
    """What ails a door, for people; None when nothing does."""
    return None if _is_connected(name) else "The provider's server does not answer"


def _is_connected(name: Door) -> bool:
    if name not in _addresses and _config is not None and _config.provider_url:
        _recognise(_config)
    return name in _addresses


def _recognise(config: Config) -> None:
    global _default
    key = config.gemini_api_key or Secret("demo")
    simulated = _is_simulated(config.provider_url, config.gemini_api_version, key)
    if simulated is not None:
        _default = "demo" if simulated else "gemini"
        _connect(_default, config.provider_url, key)


def _connect(name: Door, url: str, key: Secret) -> None:
    with _lock:
        _addresses.setdefault(name, (url, key))


def _is_simulated(url: str, version: str, key: Secret) -> bool | None:
    """What the server says it is; None when it does not answer."""
    request = urllib.request.Request(  # noqa: S310 - the address is a setting of the operator
        f"{url}/{version}/models?pageSize=1", headers={"x-goog-api-key": key.reveal()}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            return DEMO_MARK in answer.headers
    except urllib.error.HTTPError as error:
        return DEMO_MARK in error.headers
    except OSError as error:
        logs.get("providers").warning("no answer from STUDIO_PROVIDER_URL: %s", type(error).__name__)
        return None
