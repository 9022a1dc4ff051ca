"""The private hooks of the SDK are there, and do what they are for."""

from __future__ import annotations

import importlib
from typing import Any

from google.genai._gaos.models import CreateInteractionRequest, CreateInteractionRequestBody

from lib.providers.gemini import quirks


def test_the_sdk_builds_the_class_around_a_message_once() -> None:
    quirks.build_once()
    quirks.build_once()
    first, second = (_built("Marshaller", CreateInteractionRequestBody) for _ in range(2))
    assert first is second
    assert _built("Marshaller", CreateInteractionRequest) is not first
    assert _built("Marshaller", list[int]) is not _built("Marshaller", list[int])


def _built(name: str, kind: object) -> object:
    serializers: Any = importlib.import_module("google.genai._gaos.utils.serializers")
    return serializers.create_model(name, body=(kind, ...), __config__={"populate_by_name": True})
