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
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from lib.errors import DataFileError

S = TypeVar("S", bound=BaseModel)
_TOML_LINE = re.compile(r"at line (\d+)")


class Shape(BaseModel):
    """What a file may hold: unknown keys are refused, and what was read does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Misfit(ValueError):
    """Raised by a shape's own check: what is wrong, and the keys, from the shape down, of where."""

    def __init__(self, message: str, *keys: str | int):
        self.keys = keys
        super().__init__(message)


def load(path: Path, shape: type[S]) -> S:
    """Read and check one file. Raises DataFileError for the first fault."""
    try:
        text = path.read_text("utf-8")
        return shape.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        raise DataFileError(path.name, None, "this is no text in UTF-8; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise DataFileError(path.name, int(line[1]) if line else None, f"this is no TOML: {error}.") from error
    except ValidationError as error:
        keys, message = _first(error)
        where = ".".join(str(key) for key in keys)
        raise DataFileError(path.name, _line(text, keys), f"{where}: {message}." if where else f"{message}.") from error


def fault(path: Path, keys: Sequence[str | int], message: str) -> DataFileError:
    """An error about a key of a file, for checks that need more than the file itself."""
    return DataFileError(path.name, _line(path.read_text("utf-8"), keys), message)


def _first(error: ValidationError) -> tuple[list[str | int], str]:
    """Where the first fault is, and what it is."""
    first = error.errors()[0]
    cause = first.get("ctx", {}).get("error")
    keys = [*first["loc"], *(cause.keys if isinstance(cause, Misfit) else ())]
    if first["type"] == "extra_forbidden":
        return keys, "this key is unknown; correct it or take it out"
    if first["type"] == "missing":
        return keys[:-1], f"the key “{keys[-1]}” is missing; add it"
    return keys, first["msg"].removeprefix("Value error, ")


def _line(text: str, keys: Sequence[str | int]) -> int | None:
    """The line on which the innermost key that can be found stands, looked for behind its parents.

    A number says which of several tables of one name: ``["price", 1]`` is the second ``[[price]]``.
    """
    found, start = None, 0
    for key, below in zip_longest(keys, keys[1:]):
        name = rf"[\w.\"-]*\b{re.escape(str(key))}\b\"?"
        places = re.finditer(rf"^\s*(?:\[+{name}\s*\]+|{name}\s*=)|[{{,]\s*{name}\s*=", text[start:], re.MULTILINE)
        ends = [start + place.end() for place in places]
        if ends and isinstance(key, str):
            is_table = text[ends[0] - 1] == "]"
            end = ends[min(below, len(ends) - 1) if is_table and isinstance(below, int) else 0]
            found, start = text.count("\n", 0, end) + 1, end - 1
    return found
