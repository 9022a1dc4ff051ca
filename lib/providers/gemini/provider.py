"""One door to the Gemini API (or to any server that speaks its protocol)."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from lib.config import Secret
from lib.domain import Door
from lib.providers.gemini import images
from lib.providers.gemini.faults import NO_BACKGROUND, Changed, mapped
from lib.providers.protocol import Accepted, Call, Event, NotAccepted, Rejected, Unclear
from lib.providers.punctual import Transport
from lib.providers.recognition import decoded, is_service_error, named, recognise

ADDRESS = "https://generativelanguage.googleapis.com"
"""The service's own address, named here so that no variable of the SDK can lead the key elsewhere."""
LOOK_SECONDS = 45.0
"""For all of a call that only asks: long enough for a large picture, short enough for others to wait behind it."""
SEND_SECONDS = 90.0
"""For all of a request whose work goes on in the background: it is answered with a name."""
UNARY_SECONDS = 600.0
"""For all of a request that is answered with the picture itself."""


class Gemini:
    """Implements lib.providers.protocol.Provider. One SDK client per process and door, built when first needed."""

    def __init__(
        self,
        key: Secret,
        url: str = "",
        version: str = "v1",
        *,
        behind: Door | None = None,
        changed: Callable[[], None] = lambda: None,
    ):
        """``behind``: who must stand at ``url``, asked before every billed request and checked on every answer;
        ``changed`` is called when it is somebody else. None: not checked."""
        self._key, self._url, self._version = key, url or ADDRESS, version
        self._behind, self._changed = behind, changed
        self._lock = threading.Lock()
        self._client: Any = None
        self._unary: set[str] = set()  # models that do not take background work

    def warm(self) -> None:
        self._interactions()

    def send(self, call: Call) -> Iterator[Event]:
        background = call.model not in self._unary
        body, interactions = images.body(call), self._interactions()
        self._ask_who_is_there()
        with mapped():
            try:
                with mapped():
                    answer = interactions.create(
                        **body,
                        background=background,
                        store=True,
                        timeout=SEND_SECONDS if background else UNARY_SECONDS,
                    )
            except Rejected as error:
                if background and error.code == NO_BACKGROUND:
                    self._unary.add(call.model)
                    raise NotAccepted("This model answers only while one waits.", after=0) from error
                raise
            if answer.id:
                yield Accepted(answer.id)
            elif answer.status not in images.ENDED:
                raise Unclear("The provider took the request without naming it.")
            yield from images.events(answer, call.model, self._fetch)

    def look(self, call: Call, op: str) -> Iterator[Event]:
        with mapped():
            answer = self._interactions().get(op, timeout=LOOK_SECONDS)
            yield from images.events(answer, call.model, self._fetch)

    def stop(self, call: Call, op: str) -> None:
        with mapped():
            self._interactions().cancel(op, timeout=LOOK_SECONDS)

    def forget(self, op: str) -> None:
        with contextlib.suppress(NotAccepted, Rejected, Unclear), mapped():
            self._interactions().delete(op, timeout=LOOK_SECONDS)

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

    def _ask_who_is_there(self) -> None:
        """Nothing is sent to an address that has changed hands: a simulated task must not cost real money."""
        if self._behind is None:
            return
        found = recognise(self._url, self._version, self._key)
        if found is None:
            raise NotAccepted("The provider cannot be reached.")
        if found != self._behind:
            self._changed()
            raise NotAccepted("Another server answers at the provider's address now. Nothing was sent.")

    def _check(self, response: Any) -> None:
        """Response hook of the SDK's HTTP client. What a proxy says in its own words is from nobody."""
        counts = response.is_success or is_service_error(decoded(response.read()))
        if self._behind is not None and counts and named(response.headers) != self._behind:
            self._changed()
            raise Changed("Another server answers at the provider's address now.")

    def _sdk(self) -> Any:
        # Two threads building the shared client at once: the loser's pool closes under running calls.
        with self._lock:
            if self._client is None:
                try:
                    self._client = self._build()
                except Exception as error:  # such as a proxy of a kind that is not installed
                    raise NotAccepted("The connection to the provider cannot be set up. Check the proxy.") from error
            return self._client

    def _build(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the SDK warns about its own imports
            from google import genai
            from google.genai import types

            options = types.HttpOptions(
                base_url=self._url,
                api_version=self._version,
                timeout=int(LOOK_SECONDS * 1000),
                # The SDK sends a billed POST up to five times by default; retries belong to the gate.
                retry_options=types.HttpRetryOptions(attempts=1),
                client_args={
                    "transport": Transport(self._url),
                    "follow_redirects": False,  # they would take the key along
                    "event_hooks": {"response": [self._check]},
                },
                async_client_args={"trust_env": False},  # never used; a proxy that is not installed would end it here
            )
            client = genai.Client(enterprise=False, api_key=self._key.reveal(), http_options=options)
            _ = client.interactions  # the first touch imports the generated code, 1 s
            return client
