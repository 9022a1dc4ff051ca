"""Who stands behind an address: the demo engine, the Gemini API, or nobody that we know.

recognise("http://127.0.0.1:9000", "v1", key)   # "demo", "gemini", or None: no answer that counts
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lib import logs
from lib.config import LOOPBACK, Secret
from lib.domain import Door

DEMO_MARK = "x-studio-demo"
"""The header with which the demo engine marks every answer."""
SECONDS = 3.0
LARGEST = 2**20
"""Bytes that are read of an answer; a list of one model is far smaller."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key goes to the address in the settings and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def recognise(url: str, version: str, key: Secret) -> Door | None:
    """Ask for one model (free). Only a list of models or an error in the service's shape is an answer: what a proxy
    says while nobody stands behind it tells nothing."""
    request = urllib.request.Request(  # noqa: S310 - the address is a setting of the operator
        f"{url}/{version}/models?pageSize=1", headers={"x-goog-api-key": key.reveal()}
    )
    try:
        with _opener(url).open(request, timeout=SECONDS) as answer:
            body = decoded(answer.read(LARGEST))
            listed = isinstance(body, dict) and isinstance(body.get("models"), list)
            return named(answer.headers) if answer.status == 200 and listed else None
    except urllib.error.HTTPError as error:
        with error:
            return _named_by(error)
    except (OSError, http.client.HTTPException, ValueError) as error:
        logs.get("providers").warning("no answer from the provider's address: %s", type(error).__name__)
        return None


def named(headers: Mapping[str, str] | Any) -> Door:
    """Which door an answer that counts comes from."""
    return "demo" if DEMO_MARK in headers else "gemini"


def is_service_error(body: object) -> bool:
    """Whether this is an error as the service writes it: ``{"error": {"code" or "status", …}}`` (wire.md §16)."""
    problem = body.get("error") if isinstance(body, dict) else None
    return isinstance(problem, dict) and bool(problem.get("status") or problem.get("code"))


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine: no proxy of the environment may stand in between."""
    return urlsplit(url).hostname in LOOPBACK


def decoded(data: bytes) -> object:
    """JSON, or None when it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _named_by(error: urllib.error.HTTPError) -> Door | None:
    try:
        return named(error.headers) if is_service_error(decoded(error.read(LARGEST))) else None
    except (OSError, http.client.HTTPException):
        return None


def _opener(url: str) -> urllib.request.OpenerDirector:
    direct = [urllib.request.ProxyHandler({})] if is_loopback(url) else []
    return urllib.request.build_opener(_NoRedirect, *direct)
