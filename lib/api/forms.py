"""A multipart body, read as it comes: the bytes of its one file are handed on, the rest is dropped."""

from __future__ import annotations

from email.message import Message
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from lib.domain import Problem
from lib.errors import InvalidRequest

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FIELD = "file"
"""The part that holds the file."""
NOTHING = "Nothing was kept and nothing was charged."


class Form:
    """Give it the body stretch by stretch; ``name`` is that of the file, ``whole`` says that the end has come."""

    def __init__(self, content_type: str):
        boundary = header("content-type", content_type).get_boundary()
        if not boundary:
            raise _unreadable("its header Content-Type names no boundary")
        self.name, self.whole = "", False
        self._files, self._in_file, self._found = 0, False, bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._field = self._value = b""
        try:
            self._parser = MultipartParser(boundary, self._callbacks())
        except FormParserError as error:
            raise _unreadable(str(error)) from error

    def read(self, stretch: bytes) -> bytes:
        """What this stretch of the body holds of the file. Raises InvalidRequest."""
        self._found.clear()
        try:
            self._parser.write(stretch)
        except FormParserError as error:
            raise _unreadable(str(error)) from error
        return bytes(self._found)

    def check(self) -> None:
        """At the end: there was one file. Raises InvalidRequest."""
        if self._files != 1:
            held = f"{self._files} files" if self._files else "no file"
            raise InvalidRequest([Problem(FIELD, f"The form holds {held}: send one, as its part “{FIELD}”. {NOTHING}")])

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._part_begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._part_data,
            "on_end": self._end,
        }

    def _part_begin(self) -> None:
        self._headers = {}

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _headers_finished(self) -> None:
        part = header("content-disposition", self._headers.get(b"content-disposition", b"").decode("latin-1"))
        self._in_file = part.get_param("name", header="content-disposition") == FIELD
        if self._in_file:
            self._files += 1
            self.name = part.get_filename() or ""

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._found += data[start:end]

    def _end(self) -> None:
        self.whole = True


def header(name: str, value: str) -> Message:
    """A header of HTTP, read as latin-1 before, as mail has it: with parameters; browsers write names in UTF-8."""
    found = Message()
    found[name] = value.encode("latin-1", "replace").decode(errors="replace")
    return found


def _unreadable(why: str) -> InvalidRequest:
    return InvalidRequest([Problem("body", f"The form cannot be read: {why.rstrip('.')}. {NOTHING}")])
