"""One text as three readers get it: with the bare SDK, by the API's events, on the Chat page; each with its clock."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx2
from google.genai import Client
from google.genai.types import HttpOptions

from bench.tab import Tab, at_rest
from tests.running import Studio

MODEL = "gemini-4-carbon"


@dataclass
class Reading:
    """How far a text had come, when. Letters and digits count: what a page does to spaces and marks moves nothing."""

    begun: float = field(default_factory=perf_counter)
    letters: list[int] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    def reaches(self, letters: int) -> None:
        """So many are there by now."""
        if letters > self.end:
            self.letters.append(letters)
            self.moments.append(perf_counter())

    @property
    def end(self) -> int:
        return self.letters[-1] if self.letters else 0

    @property
    def first(self) -> float:
        """Seconds from asking to the first of the text."""
        return self.moments[0] - self.begun

    def when(self, letter: int) -> float:
        """The moment at which this one had come, counted from 1."""
        return self.moments[bisect_left(self.letters, letter)]


def count(text: str) -> int:
    return sum(map(str.isalnum, text))


class Engine:
    """The demo engine behind a Studio, read with the SDK as it comes."""

    def __init__(self, url: str):
        self.url = url
        self._client: Any = Client(api_key="bench", http_options=HttpOptions(base_url=url, api_version="v1"))

    def create(self, words: str) -> Reading:
        """Ask and read, with what Studio sends for its best quality."""
        found = Reading()
        config = {"thinking_level": "high", "thinking_summaries": "auto", "max_output_tokens": 16_384}
        with self._client.interactions.create(
            model=MODEL, input=words, generation_config=config, store=True, stream=True
        ) as stream:
            return _read(found, stream)

    def get(self, interaction: str) -> Reading:
        """Read along with what somebody else has asked for."""
        found = Reading()
        with self._client.interactions.get(interaction, stream=True) as stream:
            return _read(found, stream)

    def interaction(self, task: str) -> str | None:
        """What the engine calls the work for a task of Studio's."""
        log = httpx2.get(f"{self.url}/demo/log", headers={"x-goog-api-key": "bench"}).json()
        return next((str(one["id"]) for one in log if one["task"] == task), None)


def _read(found: Reading, stream: Iterable[Any]) -> Reading:
    letters = 0
    for event in stream:
        if event.event_type == "step.delta" and event.delta.type == "text":
            letters += count(event.delta.text)
            found.reaches(letters)
    return found


class Api:
    """Studio over HTTP, with the HTTP client that the SDK has too."""

    def __init__(self, studio: Studio):
        headers = {"authorization": f"Bearer {studio.token}"}
        self._client = httpx2.Client(base_url=f"{studio.url}/api/v1", headers=headers, timeout=120)

    def tell(self, words: str) -> Reading:
        """Ask and read."""
        found, letters, kind = Reading(), 0, ""
        body = {"job": "text", "prompt": words}
        task = self._client.post("/tasks", json=body, headers={"idempotency-key": words}).json()["id"]
        with self._client.stream("GET", f"/tasks/{task}/events") as answer:
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                kind = value if name == "event" else kind
                if name == "data" and kind == "text" and "thought" not in (data := json.loads(value)):
                    letters += count(data["text"])
                    found.reaches(letters)
        return found

    def task(self, words: str) -> str | None:
        """The task with these words."""
        page = self._client.get("/tasks").json()["items"]
        return next((str(one["id"]) for one in page if one["prompt"] == words), None)


class Page:
    """What stands in the model's turn of a conversation, put together from the changes of one run of its page."""

    FOLDED = ("expandable", "popover")
    """What lies in these is not the answer."""

    def __init__(self) -> None:
        self._turn: tuple[int, ...] | None = None
        self._folded: list[tuple[int, ...]] = []
        self._texts: dict[tuple[int, ...], int] = {}

    def letters(self, message: Any) -> int:
        """How many there are after this message."""
        path, delta = tuple(message.metadata.delta_path), message.delta
        if (kind := delta.add_block.WhichOneof("type")) == "chat_message":
            self._turn = path if delta.add_block.chat_message.name == "assistant" else None
        elif kind in self.FOLDED:
            self._folded.append(path)
        elif delta.new_element.WhichOneof("type") == "markdown" and self._is_answer(path):
            self._texts[path] = count(delta.new_element.markdown.body)
        return sum(self._texts.values())

    def _is_answer(self, path: tuple[int, ...]) -> bool:
        if self._turn is None or path[: len(self._turn)] != self._turn:
            return False
        return not any(path[: len(folded)] == folded for folded in self._folded)


async def on_page(tab: Tab, words: str) -> Reading:
    """Ask in the field of the Chat page and read, until the page is at rest."""
    found, page = Reading(), Page()
    await tab.ask(words)
    async for message in tab.messages():
        page = Page() if message.WhichOneof("type") == "new_session" else page
        found.reaches(page.letters(message))
        if at_rest(message):
            break
    assert found.letters, "the page has come to rest without an answer"
    return found
