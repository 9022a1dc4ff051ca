"""Lists page by page: ``pageSize`` and ``pageToken`` in, ``nextPageToken`` out."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import TypeVar

from lib.demo.errors import invalid

T = TypeVar("T")


def page(query: Mapping[str, str], entries: Sequence[T], usual: int, most: int) -> tuple[Sequence[T], dict[str, str]]:
    """The entries of the page that a query asks for, and the token of the next one as a field. Raises ApiError 400.

    The last page has no token at all: some clients loop on ``""`` (facts/wire.md §2).
    """
    size = min(_size(query.get("pageSize") or query.get("page_size") or "0") or usual, most)
    start = _start(query.get("pageToken") or query.get("page_token") or "")
    end = start + size
    token = base64.urlsafe_b64encode(f"from {end}".encode()).decode()
    return entries[start:end], {"nextPageToken": token} if end < len(entries) else {}


def _size(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise invalid("page_size", "it must be a whole number.")
    return int(text)


def _start(token: str) -> int:
    """Where a page begins. Raises ApiError 400 for a token that this engine did not give out."""
    try:
        word, _, number = base64.urlsafe_b64decode(token).decode().partition(" ")
    except (binascii.Error, ValueError):
        word, number = "", "x"
    if token and (word != "from" or not number.isdecimal() or len(number) > 9):
        raise invalid("page_token", "it is not a token of this list.")
    return int(number) if token else 0
