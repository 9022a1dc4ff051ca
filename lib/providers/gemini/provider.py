"""One door to the Gemini API (or to any server that speaks its protocol)."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator
from typing import Any

from lib.config import Secret
from lib.providers.gemini import images
from lib.providers.gemini.faults import mapped
from lib.providers.protocol import Accepted, Call, Event, NotAccepted, Rejected, Unclear

BACKGROUND_SECONDS = 60.0
UNARY_SECONDS = 600.0


class Gemini:
    """Implements lib.providers.protocol.Provider. One SDK client per process and door, built when first needed."""

    def __init__(self, key: Secret, url: str = "", version: str = "v1"):
        self._key, self._url, self._version = key, url, version
        self._lock = threading.Lock()
        self._client: Any = None
        self._unary: set[str] = set()  # models that do not take background work

    def warm(self) -> None:
        self._interactions()

    def send(self, call: Call) -> Iterator[Event]:
        background = call.model not in self._unary
        body = images.body(call)
        try:
            with mapped():
                answer = self._interactions().create(
                    **body,
                    background=background,
                    store=True,
                    timeout=BACKGROUND_SECONDS if background else UNARY_SECONDS,
                )
        except Rejected as error:
            if background and "background" in str(error).lower():
                self._unary.add(call.model)
                raise NotAccepted("This model answers only while one waits.", after=0) from error
            raise
        if answer.id:
            yield Accepted(answer.id)
        elif answer.status in images.WORKING:
            raise Unclear("The provider took the request without naming it.")
        yield from images.events(answer, call.model, self._fetch)

    def look(self, call: Call, op: str) -> Iterator[Event]:
        with mapped():
            answer = self._interactions().get(op, timeout=UNARY_SECONDS)
        yield from images.events(answer, call.model, self._fetch)

    def stop(self, call: Call, op: str) -> None:
        with mapped():
            self._interactions().cancel(op, timeout=BACKGROUND_SECONDS)

    def forget(self, op: str) -> None:
        with contextlib.suppress(NotAccepted, Rejected, Unclear), mapped():
            self._interactions().delete(op, timeout=BACKGROUND_SECONDS)

    def models(self) -> Iterator[str]:
        with mapped():
            for model in self._sdk().models.list():
                yield (model.name or "").removeprefix("models/")

    def close(self) -> None:
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _fetch(self, uri: str) -> bytes:
        with mapped():
            return bytes(self._sdk().files.download(file=uri))

    def _interactions(self) -> Any:
        return self._sdk().interactions

    def _sdk(self) -> Any:
        # Two threads building the shared client at once: the loser's pool closes under running calls.
        with self._lock:
            if self._client is None:
                self._client = self._build()
            return self._client

    def _build(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the SDK warns about its own imports
            from google import genai
            from google.genai import types

            options = types.HttpOptions(
                base_url=self._url or None,
                api_version=self._version,
                # The SDK sends a billed POST up to five times by default; retries belong to the gate.
                retry_options=types.HttpRetryOptions(attempts=1),
            )
            client = genai.Client(enterprise=False, api_key=self._key.reveal(), http_options=options)
            _ = client.interactions  # the first touch imports the generated code, 1 s
            return client
