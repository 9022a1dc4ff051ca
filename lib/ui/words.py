"""The sentences and figures that pages share, as plain text: nothing here draws and nothing here escapes.

Money: two places and rounded up before it is spent, three places after (four below a cent).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal

from lib.domain import (
    Asset,
    Brief,
    Door,
    Job,
    Prompt,
    Quality,
    Quote,
    Setting,
    State,
    Task,
    World,
    beginning,
    dollars,
    to_cent,
)

Hue = Literal["gray", "blue", "green", "yellow", "red"]

STATES: dict[State, tuple[str, Hue]] = {
    "reserved": ("Waiting", "gray"),
    "submitting": ("Running", "blue"),
    "running": ("Running", "blue"),
    "storing": ("Running", "blue"),
    "succeeded": ("Done", "green"),
    "failed": ("Not made", "red"),
    "cancelled": ("Cancelled", "gray"),
    "unknown": ("Being checked", "yellow"),
    "written_off": ("May have been billed", "yellow"),
}
"""What a person reads for each state of a task, and its hue."""

JOBS: dict[Job, str] = {"image": "Image", "text": "Text"}
QUALITY: dict[Quality, str] = {"best": "Best", "balanced": "Balanced", "draft": "Draft"}
DOORS: dict[Door, str] = {"demo": "Demo engine", "gemini": "Gemini API"}
DOOR_ICONS: dict[Door, str] = {"demo": ":material/science:", "gemini": ":material/key:"}

MEANS: dict[Door, str] = {
    "demo": (
        "Pictures are painted and texts are put together on this computer, by an engine that speaks the provider's own "
        "protocol; no model is asked. Prices are the real ones, the money is simulated: nothing is charged."
    ),
    "gemini": "Requests go to the Gemini API with the key of this installation. Money is real, held before each call.",
}

MONEY = re.compile(r"(?:The )?\$[^.]*(?:\.\d[^.]*)*\.$")
"""The last sentence of an error, where it begins with an amount."""
GAP = "\u00a0"
"""A space that does not break: groups thousands, and Geist has it at equal digit width."""


def count(n: int, one: str) -> str:
    """``count(1, "picture") == "1 picture"``, ``count(4, "picture") == "4 pictures"``."""
    return f"{number(n)} {one}" if n == 1 else f"{number(n)} {one}s"


def being_made(running: Collection[Task]) -> str:
    """``4 pictures are being made``, ``1 answer is being written``."""
    answers = sum(task.job == "text" for task in running)
    parts = []
    if pictures := len(running) - answers:
        parts.append(f"{count(pictures, 'picture')} {'is' if pictures == 1 else 'are'} being made")
    if answers:
        parts.append(f"{count(answers, 'answer')} {'is' if answers == 1 else 'are'} being written")
    return ", ".join(parts)


def number(n: int) -> str:
    """Thousands in narrow spaces: ``1 120``."""
    return f"{n:,}".replace(",", GAP)


def before(micros: int) -> str:
    """An amount not spent yet, rounded up to a cent: ``$0.54``."""
    return dollars(micros, 2, up=True)


def left(micros: int) -> str:
    """What may still be spent, rounded down: ``$99.74`` of 99.749."""
    return dollars(micros - micros % 10_000)


def after(micros: int) -> str:
    """An amount spent: three places, four below a cent; nothing is ``$0.00``."""
    if not micros:
        return dollars(0)
    return dollars(micros, 3 if micros >= 10_000 else 4)


def quoted_actual(task: Task) -> tuple[str, str]:
    """What was quoted and what it cost: ``("$0.134", "$0.131")``; the first is empty when both read the same."""
    if task.cost_micros is None:
        return "", after(task.held_micros)
    quoted, actual = after(task.quote.expected), after(task.cost_micros)
    return ("" if quoted == actual else quoted), actual


def make(brief: Brief, quote: Quote | None = None) -> str:
    """The price button: ``Make 4 · $0.54``, ``Write · $0.03``."""
    verb = "Write" if brief.job == "text" else f"Make {brief.n}"
    return f"{verb} · {before(quote.expected)}" if quote else verb


def at_most(quote: Quote) -> str:
    """``at most $0.31`` where the ceiling reads differently from the button, else empty."""
    ceiling = before(quote.maximum)
    return "" if ceiling == before(quote.expected) else f"at most {ceiling}"


def ceiling(quote: Quote) -> int:
    """Micro-dollars that the person agrees to by the click: the maximum, rounded up to the cent that was shown."""
    return to_cent(quote.maximum)


def seconds(value: float) -> str:
    """``8.4 s``, ``1 min 12 s``."""
    if value < 60:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def size(count_of_bytes: int) -> str:
    """``3.1 GB``, ``3.1 MB``, ``820 kB``."""
    if count_of_bytes >= 1_000_000_000:
        return f"{count_of_bytes / 1_000_000_000:.1f} GB"
    if count_of_bytes >= 1_000_000:
        return f"{count_of_bytes / 1_000_000:.1f} MB"
    return f"{max(1, round(count_of_bytes / 1000))} kB"


def pixels(asset: Asset) -> str:
    """``4096 × 4096``; empty for what has no pixels."""
    return f"{asset.width} × {asset.height}" if asset.width and asset.height else ""


def settings(given: Mapping[str, Setting]) -> list[str]:
    """Each setting with its name, in the order of the model: ``ratio 16:9``."""
    return [f"{name.replace('_', ' ')} {value}" for name, value in given.items()]


def day(of: date) -> str:
    """``6 October 2026``."""
    return f"{of.day} {of:%B %Y}"


def tokens(usage: Mapping[str, int]) -> str:
    """All tokens that were counted for a task: ``1 120 tok``; empty when none were."""
    total = sum(usage.values())
    return f"{number(total)} tok" if total else ""


def counted(usage: Mapping[str, int]) -> str:
    """The tokens of an answer by what they were: ``312 in, 48 out, 120 thinking``."""
    read = sum(usage.get(name, 0) for name in ("text_in", "cached_in", "image_in"))
    parts = ((read, "in"), (usage.get("text_out", 0), "out"), (usage.get("thought_out", 0), "thinking"))
    return ", ".join(f"{number(tokens)} {what}" for tokens, what in parts if tokens)


def runs(task: Task) -> bool:
    """Whether its end is near: worth looking every second. A lost answer may take a day and is not."""
    return not task.ended and task.state != "unknown"


def waiting(task: Task, now_ms: int, about: float | None) -> str:
    """How a wait stands: ``Drawing, 7 s of about 12``. ``about`` = how many seconds such a task usually takes."""
    if task.stopping:
        return "Stopping"
    if task.error:
        return f"{sentence(task.error)} Studio tries again by itself."
    if task.state == "reserved":
        return "Waiting for a free place"
    if task.sent_ms is None:
        return "Sending"
    if task.state == "storing":
        return "Saving"
    gone = max(0, now_ms - task.sent_ms) // 1000
    if about is None:
        return f"{'Writing' if task.job == 'text' else 'Drawing'}, {gone} s"
    if gone > about * 1.5:
        return f"Drawing, {gone} s; usually about {about:.0f}"
    return f"Drawing, {gone} s of about {about:.0f}"


def share(task: Task, now_ms: int, about: float | None) -> float:
    """How much of a wait is over, by what such a task usually takes: never all of it before its end."""
    if task.sent_ms is None or not about:
        return 0.0
    return min(0.95, max(0, now_ms - task.sent_ms) / 1000 / about)


def simulated(world: World) -> str:
    return "simulated" if world == "simulated" else ""


def prompt_label(prompt: Prompt) -> str:
    """``Final prompt · 74 words · 2 notes``."""
    parts = ["Final prompt"]
    if prompt.text:
        parts.append(count(len(prompt.text.split()), "word"))
    if prompt.notes:
        parts.append(count(len(prompt.notes), "note"))
    return " · ".join(parts)


def own_words(task: Task) -> str:
    """What the person wrote themselves; the preview where the project keeps no prompts."""
    if task.prompt is None:
        return (task.preview or "").strip()
    return "".join(span.text for span in task.prompt.spans if span.origin == "user").strip()


def title(task: Task, longest: int = 64) -> str:
    """A heading for what was made: the person's words, cut at a word."""
    return beginning(own_words(task), longest) or "Untitled"


def go_on(task: Task) -> str:
    """The words that ask for the rest of an answer that broke off; they name it, so that it is found by them."""
    first, last = "Continue “", "” from where you stopped."
    said = own_words(task)
    if not said:
        return "Continue from where you stopped."
    name = said.removeprefix(first).partition("”")[0] if said.startswith(first) else title(task, 48)
    return f"{first}{name}{last}"


def why(task: Task) -> tuple[str, str]:
    """Why there is nothing to show, and what became of the money: two texts of whole sentences."""
    held = before(task.held_micros)
    if task.state == "unknown":
        lost = "The answer was lost on its way: it may have been made and billed. After 24 hours it is written off."
        return lost, f"{held} stays held until then."
    told = sentence(task.error or "It was not made, and the provider gave no reason")
    if found := MONEY.search(told):
        return told[: found.start()].strip(), told[found.start() :]
    return told, f"It cost {after(task.cost_micros)}." if task.cost_micros else f"The {held} held is back."


def exposed(task: Task) -> str:
    """What the provider may have billed beside what the task cost; empty when nothing, or nothing is known yet."""
    if not task.exposed_micros or not task.ended:
        return ""
    return f"May have been billed by the provider: {before(task.exposed_micros)}, charged to nobody here."


def sentence(text: str) -> str:
    """Any text with a capital first and a full stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "…")) else ".")
