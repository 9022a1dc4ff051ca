"""The resource ``models``: list with paging, get (facts/wire.md §2)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from lib.demo import bodies
from lib.demo.paging import page
from lib.demo.rules import Model, find, rules


async def get_all(request: Request) -> Response:
    """GET models: ``pageSize``, ``pageToken``."""
    models, rest = page(request.query_params, list(rules().models.values()), 50, 1000)
    return bodies.answer({"models": [_shown(model) for model in models]} | rest)


async def get(request: Request) -> Response:
    return bodies.answer(_shown(find(request.path_params["id"])))


def _shown(model: Model) -> dict[str, object]:
    return {
        "name": f"models/{model.id}",
        "version": "001",
        "displayName": f"{model.name} (demo)",
        "description": f"{model.about} Simulated by the demo engine.",
        "inputTokenLimit": model.input_tokens,
        "outputTokenLimit": model.output_tokens,
        "supportedGenerationMethods": ["createInteraction", "generateContent", "countTokens"],
        "thinking": True,
    }
