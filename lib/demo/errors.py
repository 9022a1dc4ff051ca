"""The provider's way of saying no: one exception, one body.

    {"error": {"code": 400, "message": "…", "status": "INVALID_ARGUMENT", "details": […]}}

Shape: facts/wire.md §16; codes and statuses: facts/limits.md §9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RPC = "type.googleapis.com/google.rpc."
STATUSES = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    408: "DEADLINE_EXCEEDED",
    409: "ALREADY_EXISTS",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class ApiError(Exception):
    """An answer other than 200. ``details`` are google.rpc messages, each with its ``@type``."""

    def __init__(self, code: int, message: str, *, status: str = "", details: Sequence[Mapping[str, object]] = ()):
        self.code, self.message = code, message
        self.status = status or STATUSES[code]
        self.details = list(details)
        super().__init__(message)

    def body(self) -> dict[str, object]:
        error: dict[str, object] = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


def invalid(field: str, why: str) -> ApiError:
    """400 that names the field, in the message and as a field violation."""
    violation = {"@type": RPC + "BadRequest", "fieldViolations": [{"field": field, "description": why}]}
    return ApiError(400, f"Invalid value at '{field}': {why}", details=[violation])


def precondition(why: str) -> ApiError:
    return ApiError(400, why, status="FAILED_PRECONDITION")


def no_file(name: str) -> ApiError:
    """403, as the service answers for a file that is unknown, deleted or expired: it does not tell them apart."""
    return ApiError(403, f"The file {name[:80]} does not exist any more, or is not yours. Upload it again.")


def no_room(error: OSError) -> ApiError:
    """503: nothing was accepted."""
    return ApiError(503, f"The demo engine cannot write its store: {error.strerror}.")


def exhausted(seconds: float) -> ApiError:
    """429 with the pause that the service asks for."""
    return ApiError(
        429,
        f"Resource has been exhausted (simulated). Retry in {seconds:g}s.",
        details=[{"@type": RPC + "RetryInfo", "retryDelay": f"{seconds:g}s"}],
    )


def wrong_key() -> ApiError:
    """400 as the service gives it for a key that it does not know."""
    reason = {
        "@type": RPC + "ErrorInfo",
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": "generativelanguage.googleapis.com"},
    }
    return ApiError(400, "API key not valid. Please pass a valid API key.", details=[reason])


def shutting_down() -> ApiError:
    """503: not accepted, so that sending again is safe."""
    return ApiError(503, "The demo engine is shutting down.")
