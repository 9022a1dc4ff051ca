"""A TOML file of ours, checked against a shape; every fault names the file, the line and the mend.

class Colour(Shape):
    id: str
    hex: str

colour = load(path, Colour)          # raises DataFileError
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from lib.errors import DataFileError

S = TypeVar("S", bound=BaseModel)
_TOML_LINE = re.compile(r"at line (\d+)")


class Shape(BaseModel):
    """What a file may hold: unknown keys are refused, and what was read does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def load(path: Path, shape: type[S]) -> S:
    """Read and check one file. Raises DataFileError for the first fault."""
    text = path.read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise DataFileError(path.name, int(line[1]) if line else None, f"this is no TOML: {error}.") from error
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = [str(part) for part in first["loc"]]
        message = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            message = "this key is unknown; correct it or take it out"
        raise DataFileError(path.name, _line(text, where), f"{'.'.join(where)}: {message}.") from error


def fault(path: Path, keys: Sequence[str], message: str) -> DataFileError:
    """An error about a key of a file, for checks that need more than the file itself."""
    return DataFileError(path.name, _line(path.read_text("utf-8"), keys), message)


def _line(text: str, keys: Sequence[str]) -> int | None:
    """The line on which the innermost key that can be found stands, looked for behind its parents."""
    found, start = None, 0
    for key in keys:
        name = rf"[\w.\"-]*\b{re.escape(key)}\b\"?"
        match = re.compile(rf"^\s*(?:\[+{name}\s*\]+|{name}\s*=)|[{{,]\s*{name}\s*=", re.MULTILINE).search(text, start)
        if match:
            found = text.count("\n", 0, match.end()) + 1
            start = match.end() - 1
    return found
