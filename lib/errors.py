"""Everything Studio says no with. Pages and the HTTP face catch StudioError; anything else is a bug.

    StudioError
    ├── InvalidRequest        422  every problem of a brief at once
    ├── Unauthenticated       401
    ├── Forbidden             403
    ├── NotFound              404  also for what belongs to somebody else
    ├── IdempotencyConflict   409  same key, another body
    ├── AlreadyEnded          409
    ├── Unreadable            422  a file that was given: what is wrong with it
    ├── TooLarge              413
    ├── StorageFull           507
    ├── CannotOpen                 database or files, at start: why, and the mend
    ├── DataFileError              a file of ours is wrong: names it, its line and the mend
    └── Refusal                    the gate's no: nothing was sent, nothing was charged
        ├── Closed            403  no budget set for its world
        ├── KillSwitch        503
        ├── BudgetExceeded    402
        ├── OverRequestLimit  402
        ├── PriceUnknown      422
        ├── PriceChanged      409  carries the new quote
        ├── ConversationMoved 409  it has gone on elsewhere, or is being answered
        └── ModelUnavailable  422

Each message is a sentence for the person: what happened, whether money moved, what to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.domain import Problem, Quote, World

LONGEST_SHOWN = 40
NOTHING = "Nothing was charged."


def shown(given: object) -> str:
    """What somebody gave, short enough for a sentence."""
    text = str(given)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


class StudioError(Exception):
    """The base of all of them. ``code`` and ``status`` are the HTTP face's; ``str(error)`` is for people."""

    code = "error"
    status = 500

    def extra(self) -> dict[str, object]:
        """Fields that the HTTP answer carries beside code and message."""
        return {}


class InvalidRequest(StudioError):
    code, status = "invalid_request", 422

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        told = " ".join(problem.message for problem in self.problems)
        super().__init__(told if "nothing was charged" in told.lower() else f"{told} {NOTHING}")


class Unauthenticated(StudioError):
    code, status = "unauthenticated", 401

    def __init__(self, message: str = "") -> None:
        make = "an admin makes one with `python -m lib.admin token create`"
        super().__init__(message or f"Send a token (Authorization: Bearer …); {make}.")


class Forbidden(StudioError):
    code, status = "forbidden", 403


class NotFound(StudioError):
    code, status = "not_found", 404

    def __init__(self, what: str = "page"):
        super().__init__(f"There is no such {what}.")


class IdempotencyConflict(StudioError):
    code, status = "idempotency_conflict", 409

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another request. Nothing was charged: use a new key for a new request."
        )


class AlreadyEnded(StudioError):
    code, status = "already_ended", 409

    def __init__(self) -> None:
        super().__init__("This task has already ended; its cost is final.")


class Unreadable(StudioError):
    """A file that somebody gave, and that is not what it should be. ``why`` begins with "it": "it is empty."."""

    code, status = "unreadable", 422

    def __init__(self, name: str, why: str):
        super().__init__(f"“{shown(name)}” cannot be used: {why} Nothing was kept and nothing was charged.")


class TooLarge(StudioError):
    code, status = "too_large", 413


class StorageFull(StudioError):
    code, status = "storage_full", 507

    def __init__(self, where: str):
        super().__init__(f"The disk of {where} is full. Nothing was charged: free some space and try again.")


class CannotOpen(StudioError):
    """Database or files cannot be opened at start: why, and the mend. Of the library's own words only the first line
    is told, and no password in an address."""

    code = "cannot_open"

    def __init__(self, folder: object, error: Exception):
        cause = getattr(error, "orig", None) or error  # the driver's own error, where a library wraps it
        said = re.sub(r"//[^/@\s]*@", "//", (str(cause).splitlines() or [""])[0].strip()) or type(cause).__name__
        if isinstance(error, StudioError):
            message = str(error)
        elif "No space left" in said or "is full" in said:
            message = f"The disk of {folder} is full. Free some space and start again; nothing is lost."
        elif "I/O error" in said:
            message = f"The disk of {folder} is full or damaged. Free some space, or look after the disk; start again."
        elif "not a database" in said:
            message = f"The database in {folder} is damaged, or no database: {said}. Restore it from a backup."
        else:
            said = said.rstrip(".:")
            message = f"Studio's data cannot be opened: {said}. Look at the settings and at the data folder {folder}."
        super().__init__(message)


class DataFileError(StudioError):
    """A data file (model, preset, style) that Studio cannot use; raised at load."""

    code = "data_file"

    def __init__(self, file: str, line: int | None, message: str):
        self.file, self.line = file, line
        super().__init__(f"{file}{f':{line}' if line else ''}: {message}")


class Refusal(StudioError):
    """The gate said no before anything was sent."""


class Closed(Refusal):
    code, status = "closed", 403

    def __init__(self, world: World) -> None:
        self.world = world
        super().__init__(
            f"The gate is closed: no budget for {world} money is set. Nothing was sent, nothing was charged. An admin "
            "opens it on the Image page or with `python -m lib.admin budget set --scope global --period day --limit 10 "
            f"--world {world}`."
        )


class KillSwitch(Refusal):
    code, status = "kill_switch", 503

    def __init__(self, name: str, reason: str = ""):
        self.name = name
        why = f" ({reason})" if reason else ""
        super().__init__(
            f"{name} is switched off{why}. Nothing was sent, nothing was charged. An admin can switch it on again."
        )


class ProviderUnavailable(Refusal):
    code, status = "provider_unavailable", 503


class BudgetExceeded(Refusal):
    code, status = "budget_exceeded", 402

    def __init__(self, scope: str, limit_micros: int, available_micros: int, message: str):
        self.scope, self.limit_micros, self.available_micros = scope, limit_micros, available_micros
        super().__init__(message)

    def extra(self) -> dict[str, object]:
        return {"scope": self.scope, "limit_micros": self.limit_micros, "available_micros": self.available_micros}


class OverRequestLimit(Refusal):
    code, status = "over_request_limit", 402

    def __init__(self, limit_micros: int, message: str):
        self.limit_micros = limit_micros
        super().__init__(message)

    def extra(self) -> dict[str, object]:
        return {"limit_micros": self.limit_micros}


class PriceUnknown(Refusal):
    code, status = "price_unknown", 422


class PriceChanged(Refusal):
    code, status = "price_changed", 409

    def __init__(self, quote: Quote, message: str):
        self.quote = quote
        super().__init__(message)


class ConversationMoved(Refusal):
    """A conversation has one line of turns: who goes on from another turn than the newest has not seen that one."""

    code, status = "conversation_moved", 409

    def __init__(self, *, writing: bool):
        what = "is being answered" if writing else "has gone on in another window"
        mend = "Wait for the answer, or stop it" if writing else "Read what is new first"
        super().__init__(f"This conversation {what}. {mend}. Nothing was sent, nothing was charged.")


class ModelUnavailable(Refusal):
    code, status = "model_unavailable", 422
