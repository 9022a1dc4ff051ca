"""The pictures of the first page's tiles: each image preset's example as the demo engine draws it, in presets/examples.

python scripts/examples.py          # after an example or the painter has changed: make examples
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib import prompts
from lib.catalog import catalog
from lib.config import Secret
from lib.media import pictures
from lib.prompts import Preset
from lib.providers.gemini import Gemini
from lib.providers.protocol import Accepted, Call, Done, Media

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "presets" / "examples"
EDGE = 720
"""Longest edge in pixels: a tile is at most 300 wide, on a screen of double density."""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with engine() as door:
        for preset in (one for one in prompts.library().presets.values() if one.job == "image"):
            data = pictures.preview(drawn(door, preset), EDGE)
            (FOLDER / f"{preset.id}.webp").write_bytes(data)
            print(f"{preset.id}: {len(data) // 1000} kB")


def drawn(door: Gemini, preset: Preset) -> bytes:
    """What the demo engine delivers for the preset's example."""
    brief = preset.sample()
    prompt = prompts.compose(brief, prompts.library()).text
    model, settings = catalog().choose(preset.job, "draft")
    known = {name: value for name, value in brief.settings.items() if name in model.params}
    wire = {name: param.send for name, param in model.params.items()}
    call = Call(f"example-{preset.id}", preset.job, model.id, prompt, {**settings, **known}, wire)
    events = list(door.send(call))
    accepted = next(event for event in events if isinstance(event, Accepted))
    while not isinstance(events[-1], Done):
        time.sleep(0.2)
        events = list(door.look(call, accepted.op))
    return b"".join(next(event for event in events if isinstance(event, Media)).body)


@contextmanager
def engine() -> Iterator[Gemini]:
    command = [sys.executable, "-m", "lib.demo", "--port", "0", "--speed", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        door = Gemini(Secret("demo"), child.stdout.readline().split()[-1])
        try:
            yield door
        finally:
            door.close()
            child.terminate()


if __name__ == "__main__":
    main()
