"""The log: one line an event on standard error, with every secret replaced by stars.

logs.start(secrets=[config.gemini_api_key])
log = logs.get("tasks")
log.info("stored task=%s", task.id)      # ids and codes only: prompts never go into a log
"""

from __future__ import annotations

import logging
import re
import secrets as random
from collections.abc import Iterable

from lib.config import Secret

# Shapes of keys and tokens that must not be printed even when nobody registered them: Google keys, OAuth
# tokens, bearer headers, our own API tokens.
SHAPES = re.compile(r"AIza[\w-]{20,}|ya29\.[\w.-]+|(?i:bearer)\s+[\w.~+/-]+=*|(?<=key=)[\w-]+|studio_[\w-]{20,}")
STARS = "***"


class Redactor(logging.Filter):
    """Replaces registered secrets and everything that looks like one, in the message and in a traceback."""

    def __init__(self, known: Iterable[str] = ()):
        super().__init__()
        self.known = tuple(text for text in known if len(text) >= 6)

    def clean(self, text: str) -> str:
        for secret in self.known:
            text = text.replace(secret, STARS)
        return SHAPES.sub(STARS, text)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), None
        if record.exc_info:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def start(secrets: Iterable[Secret] = (), level: int = logging.INFO) -> None:
    """Send the whole process's log through the redactor; calling it again replaces the list of secrets."""
    redactor = Redactor(secret.reveal() for secret in secrets)

    def cleaned(*args: object, **kwargs: object) -> logging.LogRecord:
        record = logging.LogRecord(*args, **kwargs)  # type: ignore[arg-type]
        redactor.filter(record)
        return record

    # Where records are made, not where they are handled: uvicorn, Streamlit and others bring handlers of their own.
    logging.setLogRecordFactory(cleaned)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname).1s %(name)s %(message)s", "%H:%M:%S"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("studio").setLevel(level)


def get(room: str) -> logging.Logger:
    """The logger of a room: ``studio.<room>``."""
    return logging.getLogger(f"studio.{room}")


def unexpected(room: str, error: BaseException) -> str:
    """Log a bug with its traceback and answer the id under which the person can quote it."""
    number = random.token_hex(4)
    get(room).error("unexpected error %s", number, exc_info=(type(error), error, error.__traceback__))
    return number
