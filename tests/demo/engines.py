"""Demo engines as their callers meet them: real processes on real ports, the unmodified SDK, plain HTTP."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import psutil
from google import genai
from google.genai.types import HttpOptions, HttpRetryOptions
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
PRO, NANO, LITE = "gemini-3-pro-image", "gemini-nano-banana-2.1", "gemini-3.1-flash-lite-image"
CARBON, HYDROGEN, QUICK = "gemini-4-carbon", "gemini-4-hydrogen", "gemini-3.5-flash-lite"


class Engine:
    """One running engine. ``http`` is a plain client with a key, ``sdk`` the provider's own."""

    def __init__(self, *arguments: object, **popen: Any):
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "lib.demo", *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **popen,
        )
        assert self.popen.stdout is not None
        self.said = self.popen.stdout.readline()
        self.url = self.said.removeprefix("listening on ").strip()
        self.http = httpx2.Client(
            base_url=self.url, headers={"x-goog-api-key": "demo"}, timeout=PATIENCE, trust_env=False
        )
        self.sdk: Any = self.client()

    def client(self) -> Any:
        options = HttpOptions(base_url=self.url or None, retry_options=HttpRetryOptions(attempts=1))
        return genai.Client(api_key="demo", enterprise=False, http_options=options)

    @asynccontextmanager
    async def aio(self) -> AsyncIterator[Any]:
        """The provider's asynchronous client, whose connections end with the event loop that uses it."""
        client = self.client()
        async with client.aio as listening:
            yield listening
        client.close()

    def made(self, words: str, *, model: str = LITE, **more: Any) -> Any:
        """One interaction; of ``more``, ratio, size and mime go into the response format, the rest to ``create``."""
        form = {
            "type": "image",
            "aspect_ratio": more.pop("ratio", "1:1"),
            "image_size": more.pop("size", "1K"),
            "mime_type": more.pop("mime", "image/jpeg"),
        }
        config = more.pop("config", None) or {}
        return self.sdk.interactions.create(
            model=model, input=words, response_format=form, generation_config=config, **more
        )

    def wrote(self, words: Any, *, model: str = QUICK, **more: Any) -> Any:
        """One interaction of text, or the stream of one; ``config`` is its generation config."""
        config = more.pop("config", None) or {}
        return self.sdk.interactions.create(model=model, input=words, generation_config=config, **more)

    @staticmethod
    def picture(interaction: Any) -> Image.Image:
        """The delivered picture, decoded to its last pixel."""
        image = Image.open(io.BytesIO(base64.b64decode(interaction.output_image.data, validate=True)))
        image.load()
        return image

    def log(self, **wanted: object) -> list[dict[str, Any]]:
        """The engine's own list of what it accepted, filtered by the values of fields."""
        entries: list[dict[str, Any]] = self.http.get("/demo/log").json()
        return [entry for entry in entries if all(entry[name] == value for name, value in wanted.items())]

    def settled(self, name: str) -> Any:
        """Poll an interaction, as a client does, until it has ended."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = self.sdk.interactions.get(name)
            if found.status != "in_progress":
                return found
            time.sleep(0.02)
        raise AssertionError(f"{name} never ended")

    def worker(self) -> psutil.Process:
        """The process that paints; it starts with the first picture."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for child in psutil.Process(self.popen.pid).children():
                # Before that it is still a copy of the engine, which waits for it: who stops it then stops both.
                if "lib.demo.render" in child.cmdline():
                    return child
            time.sleep(0.01)
        raise AssertionError("no worker ever started")

    def end(self, how: Callable[[subprocess.Popen[str]], object] = subprocess.Popen.terminate) -> int:
        """Stop it (SIGTERM, unless told otherwise) and wait; answers the exit code."""
        how(self.popen)
        code = self.popen.wait(PATIENCE)
        self.http.close()
        self.sdk.close()
        for stream in (self.popen.stdin, self.popen.stdout, self.popen.stderr):
            if stream is not None:
                stream.close()
        return code


def text_of(events: Iterable[Any]) -> str:
    """The words of a stream, or of a part of it."""
    return "".join(event.delta.text for event in events if kind_of(event) == "text")


def kind_of(event: Any) -> str:
    """What a delta brings; of any other event its own type."""
    return str(event.delta.type if event.event_type == "step.delta" else event.event_type)


Start = Callable[..., Engine]
"""The fixture ``start``: the arguments of the command, then those of Popen."""
