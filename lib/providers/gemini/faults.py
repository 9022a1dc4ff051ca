"""The SDK's three families of errors, told apart by the one question that matters: was it taken?

did not arrive, 429, 503 in the service's own shape               → NotAccepted (send again later)
400, 401, 403, 404, 409, 422 in the service's own shape; any 413  → Rejected (never)
everything else: timeouts, resets, other 5xx, words of a proxy    → Unclear (may exist, may be billed)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from google.genai import _interactions as interactions
from google.genai import errors as classic

from lib.providers.protocol import NotAccepted, Rejected, Unclear
from lib.providers.recognition import is_service_error

BEFORE_SENDING = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
FILTERS = re.compile(r"SAFETY|PROHIBITED|BLOCK|RECITATION|SPII|filtered", re.IGNORECASE)
"""Words in a status or an error code by which the service says that it filtered (limits.md §11)."""


NO_BACKGROUND = "no_background"
"""Code of the refusal of a model that does not take background work."""


class Changed(Exception):
    """Somebody else answers at this address now."""


@contextmanager
def mapped() -> Iterator[None]:
    """Run one SDK call and read its answer; whatever it raises comes out as one of the protocol's three."""
    try:
        yield
    except (NotAccepted, Rejected, Unclear):
        raise
    except interactions.APIStatusError as error:
        raise _by_status(error.status_code or 500, error.body) from error
    except (interactions.APIConnectionError, httpx2.HTTPError) as error:
        raise _by_connection(error) from error
    except classic.APIError as error:
        raise _by_status(error.code or 500, error.details) from error
    except Changed as error:
        raise Unclear(str(error)) from error
    except Exception as error:
        # Asked for and not understood, whatever tripped over it: it may exist, and may be billed.
        raise Unclear("The provider's answer could not be read.") from error


def _by_connection(error: BaseException) -> Exception:
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, BEFORE_SENDING):
            return NotAccepted("The provider cannot be reached.")
        link = link.__cause__ or link.__context__
    return Unclear("The provider's answer was lost on the way.")


def _by_status(status: int, body: Any) -> Exception:
    problem = body["error"] if is_service_error(body) else {}
    message, details = str(problem.get("message", "")), problem.get("details") or []
    if status == 429:
        return NotAccepted("The provider is at its limit for this key.", _delay(details))
    if status == 413:
        return Rejected("The request is too large for the provider. Use fewer or smaller inputs.", "too_large")
    if status == 503 and problem:
        return NotAccepted("The provider is overloaded.", _delay(details))
    if not problem or status < 400 or status >= 500 or status in (408, 499):
        return Unclear("The provider failed without saying whether it took the request.")
    if status == 403 and re.search(r"\bfiles?\b", message, re.IGNORECASE):
        # Of a file that has expired the service says that one has no permission to use it, or that it may not exist.
        return Rejected("The provider no longer has a file that this refers to.", "gone")
    if status in (401, 403) or "API_KEY_INVALID" in str(details) or "API key" in message:
        return Rejected("The provider does not accept the key. Check GEMINI_API_KEY and start Studio again.", "key")
    if FILTERS.search(str(problem.get("status", ""))):
        return Rejected(f"The provider filtered this request: {_short(message)}", "filtered")
    if status == 404:
        return Rejected("The provider does not know this model or result any more.", "gone")
    code = NO_BACKGROUND if "background" in _fields(details) else "rejected"
    return Rejected(f"The provider refused the request: {_short(message)}", code)


def _fields(details: Any) -> set[str]:
    """The fields that a BadRequest detail complains of. The message may quote a prompt: it is not searched."""
    lists = (
        [one.get("fieldViolations") for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    )
    return {
        str(one.get("field")) for found in lists if isinstance(found, list) for one in found if isinstance(one, dict)
    }


def _delay(details: Any) -> float | None:
    """Seconds of a RetryInfo detail ("5s"), if there is one."""
    for one in details if isinstance(details, list) else []:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)s", str(one.get("retryDelay", ""))) if isinstance(one, dict) else None
        if found:
            return float(found[1])
    return None


def _short(message: str) -> str:
    text = " ".join(message.split()) or "it gave no reason."
    return text if len(text) <= 200 else text[:199] + "…"
