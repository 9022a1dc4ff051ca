"""The settings table, read once at start from the environment and `.env` (the environment wins).

config = load()               # the process's settings
config.data_dir               # Path
config.gemini_api_key         # Secret, prints as stars
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from lib.errors import StudioError

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Secret:
    """A value that prints as stars; ``reveal()`` is called only where it is sent."""

    __slots__ = ("_value",)

    def __init__(self, value: str = ""):
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret('***')" if self._value else "Secret('')"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: the variable, its default, and a line of help (the docs are compared with it)."""

    name: str
    default: str
    help: str
    choices: tuple[str, ...] = ()


SETTINGS = (
    Setting("GEMINI_API_KEY", "", "Key of the Gemini API. Without one Studio runs on its demo engine."),
    Setting("GEMINI_API_VERSION", "v1", "Version in the address of the Gemini API.", ("v1", "v1beta", "v1alpha")),
    Setting("STUDIO_DATA_DIR", "data", "Folder of the database, the assets and the demo engine's own store."),
    Setting("STUDIO_DATABASE_URL", "", "Database of Studio; empty: SQLite in the data folder."),
    Setting("STUDIO_BLOB_URL", "", "Where assets are stored (file://…, s3://…); empty: the data folder."),
    Setting("STUDIO_PROVIDER_URL", "", "Any server that speaks the provider's protocol, instead of the real address."),
    Setting("STUDIO_SECRET", "", "Server secret; made on first start and kept in the data folder if empty."),
    Setting("STUDIO_STORE_PROMPTS", "full", "What is kept of a prompt after its task.", ("full", "preview", "hash")),
    Setting(
        "STUDIO_HOST", "127.0.0.1", "Address to listen on. Login comes later: only loopback is allowed today.", LOOPBACK
    ),
    Setting("PORT", "8501", "Port to listen on."),
    Setting("STUDIO_CREDIT_MICROS", "0", "What one credit is worth in micro-dollars; 0: the API answers no credits."),
    Setting("STUDIO_MAX_UPLOAD_MB", "100", "Largest file that may be given to Studio, in megabytes."),
    Setting("STUDIO_DEMO_SPEED", "1", "Pace of the demo engine: 1 life-like, 0 no delays."),
)


class SettingError(StudioError):
    """A setting that Studio cannot use."""

    code = "setting"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings with their types. Paths are absolute; nothing is created here."""

    gemini_api_key: Secret
    gemini_api_version: str
    data_dir: Path
    database_url: str
    blob_url: str
    provider_url: str
    secret: Secret
    store_prompts: str
    host: str
    port: int
    credit_micros: int
    max_upload_mb: int
    demo_speed: float

    @property
    def database_file(self) -> Path | None:
        """Where an SQLite database lies; None for a server."""
        file = self.database_url.removeprefix("sqlite:///")
        return None if file == self.database_url else Path(file.partition("?")[0])


def load(environment: Mapping[str, str] | None = None) -> Config:
    """Read the table. ``environment`` is for tests; default: `.env`, then the process environment over it.

    Raises SettingError, one sentence, for a value that cannot be used.
    """
    given = {**_dotenv(), **os.environ} if environment is None else environment
    value = {row.name: str(given.get(row.name) or row.default).strip() for row in SETTINGS}
    for row in SETTINGS:
        if row.choices and value[row.name] not in row.choices:
            raise SettingError(f"{row.name} is “{value[row.name]}”; it can be {', '.join(row.choices)}.")
    data = (ROOT / Path(value["STUDIO_DATA_DIR"]).expanduser()).resolve()
    return Config(
        gemini_api_key=Secret(value["GEMINI_API_KEY"]),
        gemini_api_version=value["GEMINI_API_VERSION"],
        data_dir=data,
        database_url=_database(value["STUDIO_DATABASE_URL"]) or f"sqlite:///{data / 'studio.db'}",
        blob_url=_blobs(value["STUDIO_BLOB_URL"]) or (data / "assets").as_uri(),
        provider_url=_address("STUDIO_PROVIDER_URL", value["STUDIO_PROVIDER_URL"]),
        secret=Secret(value["STUDIO_SECRET"]),
        store_prompts=value["STUDIO_STORE_PROMPTS"],
        host=value["STUDIO_HOST"],
        port=_whole("PORT", value["PORT"], 65_535),
        credit_micros=_whole("STUDIO_CREDIT_MICROS", value["STUDIO_CREDIT_MICROS"], 10**12),
        max_upload_mb=_whole("STUDIO_MAX_UPLOAD_MB", value["STUDIO_MAX_UPLOAD_MB"], 2_000),
        demo_speed=_number("STUDIO_DEMO_SPEED", value["STUDIO_DEMO_SPEED"], 0, 100),
    )


_current: Config | None = None


def use(config: Config) -> None:
    """Make these the settings of this process: once, at start."""
    global _current
    _current = config


def current() -> Config:
    """The settings of this process."""
    if _current is None:
        use(load())
    assert _current is not None
    return _current


def _dotenv() -> dict[str, str]:
    return {key: text for key, text in dotenv_values(ROOT / ".env").items() if text is not None}


def _address(name: str, text: str) -> str:
    """An HTTP address without its last slash, or nothing. It may hold a password: the sentence does not repeat it."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if text and (not usable or parts.query or parts.fragment or any(mark.isspace() for mark in text)):
        raise SettingError(f"{name} must be an address such as http://127.0.0.1:9000, without a query.")
    return text.rstrip("/")


def _database(text: str) -> str:
    """An address of a database of a kind that we know, or nothing. It may hold a password, which is not repeated."""
    try:
        usable = bool(re.fullmatch(r"sqlite:///.+|postgresql(\+psycopg)?://\S+", text)) and urlsplit(text).port != 0
    except ValueError:
        usable = False
    if text and not usable:
        raise SettingError(
            "STUDIO_DATABASE_URL must be an address such as postgresql://user:password@host/name or "
            "sqlite:////folder/studio.db."
        )
    return text


def _blobs(text: str) -> str:
    """An address for files, or nothing."""
    if text and not re.fullmatch(r"file:///\S+|s3://[^\s/]+(/\S*)?", text):
        raise SettingError("STUDIO_BLOB_URL must be an address such as file:///folder or s3://bucket.")
    return text


def _whole(name: str, text: str, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text) or int(text) > high:
        raise SettingError(f"{name} is “{text}”; it must be a whole number from 0 to {high:,}.")
    return int(text)


def _number(name: str, text: str, low: float, high: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise SettingError(f"{name} is “{text}”; it must be a number from {low:g} to {high:g}.")
    return number
