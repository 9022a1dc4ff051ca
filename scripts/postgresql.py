"""Finds PostgreSQL's programs for the tests of money, and installs them where it may.

postgresql.find()       # folder of initdb and postgres, or None
postgresql.install()    # Debian's package as root; then find() again
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import packages


def find() -> str | None:
    """The folder that POSTGRESQL names, else the one on the path, else Debian's."""
    named = os.environ.get("POSTGRESQL")
    if named and (Path(named) / "initdb").exists():
        return named
    found = shutil.which("initdb") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)
    return str(Path(found).resolve().parent) if found else None


def install() -> str | None:
    """Try Debian's package once, quietly; None if that failed."""
    packages.apt("postgresql")
    return find()
