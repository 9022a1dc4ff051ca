"""The resource ``models``: list with paging, get (facts/wire.md §2)."""

from __future__ import annotations

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from lib.demo import bodies
from lib.demo.errors import invalid
from lib.demo.rules import Model, find, rules

PAGE, LARGEST_PAGE = 50, 1000


async def get_all(request: Request) -> Response:
    """GET models: ``pageSize``, ``pageToken``. The last page has no ``nextPageToken``: some clients loop on ``""``."""
    query = request.query_params
    size = _page_size(query.get("pageSize") or query.get("page_size") or "0")
    start = _start(query.get("pageToken") or query.get("page_token") or "")
    models = list(rules().models.values())
    body: dict[str, object] = {"models": [_shown(model) for model in models[start : start + size]]}
    if start + size < len(models):
        body["nextPageToken"] = base64.urlsafe_b64encode(f"from {start + size}".encode()).decode()
    return bodies.answer(body)


async def get(request: Request) -> Response:
    return bodies.answer(_shown(find(request.path_params["id"])))


def _page_size(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise invalid("page_size", "it must be a whole number.")
    return min(int(text) or PAGE, LARGEST_PAGE)


def _start(token: str) -> int:
    """Where a page begins. Raises ApiError 400 for a token that this engine did not give out."""
    try:
        word, _, number = base64.urlsafe_b64decode(token).decode().partition(" ")
    except (binascii.Error, ValueError):
        word, number = "", "x"
    if token and (word != "from" or not number.isdecimal() or len(number) > 9):
        raise invalid("page_token", "it is not a token of this list.")
    return int(number) if token else 0


def _shown(model: Model) -> dict[str, object]:
    return {
        "name": f"models/{model.id}",
        "version": "001",
        "displayName": f"{model.name} (demo)",
        "description": f"{model.about} Simulated by the demo engine.",
        "inputTokenLimit": model.input_tokens,
        "outputTokenLimit": model.output_tokens,
        "supportedGenerationMethods": ["createInteraction"],
        "thinking": True,
    }
