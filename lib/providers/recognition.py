"""Who stands behind an address: the demo engine, the Gemini API, or nobody that we know.

recognise("http://127.0.0.1:9000", "v1", key)   # "demo", "gemini", or None: no answer that counts
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from lib import logs
from lib.config import Secret
from lib.domain import Door

DEMO_MARK = "x-studio-demo"
"""The header with which the demo engine marks every answer."""
SECONDS = 3.0
"""For the whole answer."""
LARGEST = 2**20
"""Bytes that are read of an answer; a list of one model is far smaller."""


def recognise(url: str, version: str, key: Secret) -> Door | None:
    """Ask for one model (free). Only a list of models or an error in the service's shape is an answer: what a proxy
    says while nobody stands behind it tells nothing."""
    import httpx2  # here: 0.2 s of imports that the first page does not need

    from lib.providers.punctual import Transport

    address, headers = f"{url}/{version}/models?pageSize=1", {"x-goog-api-key": key.reveal()}
    try:
        # Redirects are not followed: the key goes to the address in the settings and nowhere else.
        with (
            httpx2.Client(transport=Transport(url), timeout=SECONDS) as http,
            http.stream("GET", address, headers=headers) as answer,
        ):
            body = decoded(next(answer.iter_bytes(LARGEST), b""))
    except (httpx2.HTTPError, httpx2.InvalidURL, ImportError, ValueError) as error:  # the last three: an odd proxy
        logs.get("providers").warning("no answer from the provider's address: %s", type(error).__name__)
        return None
    listed = isinstance(body, dict) and isinstance(body.get("models"), list)
    counts = listed if answer.status_code == 200 else is_service_error(body)
    return named(answer.headers) if counts else None


def named(headers: Mapping[str, str]) -> Door:
    """Which door an answer that counts comes from."""
    return "demo" if DEMO_MARK in headers else "gemini"


def is_service_error(body: object) -> bool:
    """Whether this is an error as the service writes it: ``{"error": {"code" or "status", …}}`` (wire.md §16)."""
    problem = body.get("error") if isinstance(body, dict) else None
    return isinstance(problem, dict) and bool(problem.get("status") or problem.get("code"))


def decoded(data: bytes) -> object:
    """JSON, or None when it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
