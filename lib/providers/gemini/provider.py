"""One door to the Gemini API (or to any server that speaks its protocol)."""

from __future__ import annotations

import io
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.config import Secret
from lib.domain import Door
from lib.providers.gemini import images, quirks, texts
from lib.providers.gemini.contents import ENDED
from lib.providers.gemini.faults import NO_BACKGROUND, Changed, mapped
from lib.providers.protocol import Accepted, Call, Done, Event, Kept, NotAccepted, Rejected, Source, Unclear
from lib.providers.punctual import Transport, watching
from lib.providers.recognition import decoded, is_service_error, named, recognise

ADDRESS = "https://generativelanguage.googleapis.com"
"""The service's own address, named here so that no variable of the SDK can lead the key elsewhere."""
LOOK_SECONDS = 45.0
"""For all of a call that only asks: long enough for a large picture, short enough for others to wait behind it."""
SEND_SECONDS = 90.0
"""For all of a request whose work goes on in the background: it is answered with a name."""
UNARY_SECONDS = 600.0
"""For all of a request that is answered with the picture itself."""
STREAM_SECONDS = 1200.0
"""For all of an answer in words: Gemini 4 may take 15 to 20 minutes (limits.md §4)."""
NAME_SECONDS = 10.0
"""How long a reader who was called off still waits for the name of what was sent, to have it stopped."""
KEPT = timedelta(hours=48)
"""How long the provider keeps a file (limits.md §3)."""


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
        ours: bool = False,
    ):
        """``behind``: who must stand at ``url``, asked before every billed request and checked on every answer;
        ``changed`` is called when it is somebody else. None: not checked. ``ours``: the address is a socket of this
        process, which nobody else can take: it need not be asked."""
        self._key, self._url, self._version = key, url or ADDRESS, version
        self._behind, self._changed, self._ours = behind, changed, ours
        self._lock = threading.Lock()
        self._client: Any = None
        self._unary: set[str] = set()  # models that do not take background work

    def warm(self) -> None:
        self._interactions()

    def send(self, call: Call) -> Iterator[Event]:
        self.warm()
        if call.job == "text":
            events = _until(call.halted, self._write(call, texts.body(call)))
        else:
            events = self._make(call, images.body(call))
        self._ask_who_is_there()
        return events

    def _write(self, call: Call, body: dict[str, Any]) -> Iterator[Event]:
        """A stream that is kept: it has a name from its first event, and can be read on from where it broke off."""
        with (
            mapped(),
            self._interactions().create(
                **body, stream=True, store=True, automatic_continuation=False, timeout=STREAM_SECONDS
            ) as stream,
        ):
            yield from texts.events(texts.heard(stream.response), call.model)

    def _make(self, call: Call, body: dict[str, Any]) -> Iterator[Event]:
        background = call.model not in self._unary
        with mapped():
            try:
                with mapped():
                    answer = self._interactions().create(
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
            elif answer.status not in ENDED:
                raise Unclear("The provider took the request without naming it.")
            yield from images.events(answer, call.model, self._fetch)

    def look(self, call: Call, op: str, cursor: str | None = None) -> Iterator[Event]:
        if call.job == "text":
            yield from _until(call.halted, self._read_on(call, op, cursor), named=True)
            return
        with mapped():
            answer = self._interactions().get(op, timeout=LOOK_SECONDS)
            yield from images.events(answer, call.model, self._fetch)

    def _read_on(self, call: Call, op: str, cursor: str | None) -> Iterator[Event]:
        since = {"last_event_id": cursor} if cursor else {}
        interactions = self._interactions()
        with mapped(), interactions.get(op, stream=True, timeout=STREAM_SECONDS, **since) as stream:
            yield from texts.events(texts.heard(stream.response), call.model, op)

    def outcome(self, call: Call, op: str) -> Done | None:
        with mapped():
            return texts.outcome(self._interactions().get(op, timeout=LOOK_SECONDS), call.model)

    def keep(self, source: Source) -> Kept:
        with mapped():
            found = self._sdk().files.upload(file=io.BytesIO(source.read()), config={"mime_type": source.mime})
            if not (found.name and found.uri):
                raise Unclear("The provider took a file without naming it.")
            expires = found.expiration_time or datetime.now(UTC) + KEPT
            return Kept(found.name, found.uri, int(expires.timestamp() * 1000))

    def has_read(self, name: str) -> bool:
        with mapped():
            state = str(getattr(self._sdk().files.get(name=name).state, "name", None) or "ACTIVE")
        if state == "FAILED":
            raise Rejected("The provider cannot read a file that this refers to. Use another one.", "unreadable")
        return state != "PROCESSING"

    def stop(self, call: Call, op: str) -> None:
        with mapped():
            self._interactions().cancel(op, timeout=LOOK_SECONDS)

    def forget(self, op: str) -> bool:
        try:
            with mapped():
                self._interactions().delete(op, timeout=LOOK_SECONDS)
        except (NotAccepted, Unclear):
            return False
        except Rejected as error:
            return error.code == "gone"
        return True

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
        if self._behind is None or self._ours:
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
            quirks.build_once()
            return client


def _until(halted: Callable[[], bool], events: Iterator[Event], *, named: bool = False) -> Iterator[Event]:
    """A stream up to its end, or until its reader is called off, which is no fault. What has no name yet is waited for
    all the same, for a while: nobody could stop it.

    It is watched only while it is read: between two events this thread may ask the provider something else."""
    while True:
        try:
            with watching(halted if named else _patient(halted)):
                event = next(events, None)
        except Unclear:
            if named and halted():
                return
            raise
        if event is None:
            return
        yield event
        named = named or isinstance(event, Accepted)
        if named and halted():
            return


def _patient(halted: Callable[[], bool]) -> Callable[[], bool]:
    """True from NAME_SECONDS after the reader was called off."""
    since: list[float] = []

    def patient() -> bool:
        if halted() and not since:
            since.append(time.monotonic())
        return bool(since) and time.monotonic() - since[0] > NAME_SECONDS

    return patient
