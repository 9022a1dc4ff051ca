"""What every provider looks like from above: five shapes, and verbs that each make one HTTP request.

`tasks` calls ``send`` once, then ``look`` until Done. No SQL, money, retry or sleep in here or in any
provider: lib/tasks does those. A provider raises NotAccepted, Rejected or Unclear, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from lib.domain import Job, Setting


class NotAccepted(Exception):
    """The provider certainly did not take it: sending again is safe, ``after`` the seconds it asked for."""

    def __init__(self, message: str, after: float | None = None):
        self.after = after
        super().__init__(message)


class Rejected(Exception):
    """The provider said no for good. ``code`` is ours, the message is for people."""

    def __init__(self, message: str, code: str = "rejected"):
        self.code = code
        super().__init__(message)


class Unclear(Exception):
    """No meaningful answer: the request may exist at the provider, and may be billed."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """A file that goes along. ``uri``: the provider has it already, under this address; ``size``: how many bytes go
    along otherwise."""

    mime: str
    read: Callable[[], bytes]
    uri: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of a conversation that is told once more."""

    role: Literal["user", "model"]
    text: str
    inputs: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A request ready to send. ``task`` goes into every field that the provider echoes.

    A conversation goes on from ``previous``, the provider's name for the turn before, or from ``turns``, told anew.
    """

    task: str
    job: Job
    model: str
    prompt: str
    params: Mapping[str, Setting]
    wire: Mapping[str, str]
    """Where each parameter goes in the provider's body: ``{"ratio": "response_format.aspect_ratio"}``."""
    instruction: str = ""
    inputs: tuple[Source, ...] = ()
    previous: str | None = None
    turns: tuple[Turn, ...] = ()
    halted: Callable[[], bool] = _never
    """Asked while an answer is read: true ends the reading. A stream that was halted has no Done."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every file, those of turns told anew included."""
        return (*(source for turn in self.turns for source in turn.inputs), *self.inputs)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider's name for it: committed before anything else is read."""

    op: str


@dataclass(frozen=True, slots=True)
class Progress:
    """It is still at work; ``share`` only when the provider itself gave one."""

    share: float | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of what is written; ``cursor`` is where the provider's stream stands after it."""

    text: str
    thought: bool = False
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One delivered file."""

    body: Iterator[bytes]
    mime: str
    role: str = "output"


@dataclass(frozen=True, slots=True)
class Done:
    """The end. Filtered is not success; ``model`` is who really answered; ``usage`` counts by our names
    (text_in, cached_in, image_in, text_out, thought_out, image_out: tokens)."""

    outcome: Literal["succeeded", "filtered", "failed", "cancelled"]
    model: str
    usage: Mapping[str, int] = field(default_factory=dict)
    why: str = ""


Event = Accepted | Progress | Text | Media | Done


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that the provider keeps for a while: its name for it, the address to use it by, when it is gone."""

    name: str
    uri: str
    expires_ms: int


class Provider(Protocol):
    """One door to the outside world."""

    def warm(self) -> None:
        """Get ready, so that nothing slow stands between an intent and its request. Asks the provider nothing."""

    def send(self, call: Call) -> Iterator[Event]:
        """Ask for it. Long work: Accepted, and perhaps the end at once; unary: Media… Done; text: Accepted Text… Done,
        as it is written.

        The call gets all of it ready, and raises NotAccepted; the request goes out with the first event asked for."""

    def look(self, call: Call, op: str, cursor: str | None = None) -> Iterator[Event]:
        """How it stands: Progress, or Media… Done. Of text, what was written after ``cursor``, to its Done."""

    def outcome(self, call: Call, op: str) -> Done | None:
        """How a text ended and what it used, without its words; None while it is being written."""

    def keep(self, source: Source) -> Kept:
        """Give the provider a file that is too large to go along with a request."""

    def has_read(self, name: str) -> bool:
        """Whether it is ready with a file that it was given. Raises Rejected when it cannot read it."""

    def stop(self, call: Call, op: str) -> None:
        """Ask the provider to stop; what it bills is known only by looking again."""

    def forget(self, op: str) -> bool:
        """Delete what the provider keeps of it, after we have settled; whether it is gone. Never raises."""

    def close(self) -> None:
        """Let go of connections."""
