"""Settings: read once, typed, refused with a sentence; secrets print as stars and never reach the log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from lib import config, logs
from lib.config import SETTINGS, Secret, SettingError


def test_without_any_setting_studio_runs_on_loopback_with_its_data_beside_it() -> None:
    fresh = config.load({})
    assert (fresh.host, fresh.port, fresh.gemini_api_version) == ("127.0.0.1", 8501, "v1")
    assert fresh.data_dir == config.ROOT / "data"
    assert fresh.database_url == f"sqlite:///{fresh.data_dir / 'studio.db'}"
    assert not fresh.gemini_api_key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("PORT", "8615.5"),
        ("PORT", "1e3"),
        ("PORT", "-1"),
        ("STUDIO_HOST", "0.0.0.0"),
        ("STUDIO_STORE_PROMPTS", "never"),
        ("GEMINI_API_VERSION", "v2"),
        ("STUDIO_DEMO_SPEED", "-1"),
        ("STUDIO_DEMO_SPEED", "nan"),
        ("STUDIO_MAX_UPLOAD_MB", "2001"),
        ("STUDIO_MAX_UPLOAD_MB", "0.5"),
        ("STUDIO_CREDIT_MICROS", "a lot"),
        ("STUDIO_CREDIT_MICROS", "0.5"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_it_can_be(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name) as error:
        config.load({name: value})
    assert value in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STUDIO_DATABASE_URL", "hidden"),
        ("STUDIO_DATABASE_URL", "mysql://studio:hidden@host/studio"),
        ("STUDIO_DATABASE_URL", "postgresql://studio:hidden@host:port/studio"),
        ("STUDIO_DATABASE_URL", "sqlite://"),
        ("STUDIO_BLOB_URL", "hidden"),
        ("STUDIO_BLOB_URL", "gs://hidden"),
        ("STUDIO_BLOB_URL", "s3://"),
        ("STUDIO_BLOB_URL", "file://hidden"),
        ("STUDIO_PROVIDER_URL", "ftp://studio:hidden@host"),
    ],
)
def test_an_address_that_cannot_be_used_is_named_but_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"{name} must be an address such as") as error:
        config.load({name: value})
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////srv/studio.db", Path("/srv/studio.db")),
        ("sqlite:////srv/studio.db?timeout=5", Path("/srv/studio.db")),
        ("postgresql://studio:pass@127.0.0.1:5432/studio", None),
        ("postgresql+psycopg:///studio?host=/tmp", None),
    ],
)
def test_the_database_is_a_file_or_a_server(url: str, file: Path | None) -> None:
    assert config.load({"STUDIO_DATABASE_URL": url}).database_file == file


@pytest.mark.parametrize("url", ["file:///srv/assets", "s3://bucket", "s3://bucket/folder"])
def test_files_may_lie_in_a_folder_or_in_a_bucket(url: str) -> None:
    assert config.load({"STUDIO_BLOB_URL": url}).blob_url == url


def test_a_relative_data_folder_lies_in_the_project(tmp_path: Path) -> None:
    assert config.load({"STUDIO_DATA_DIR": "other"}).data_dir == config.ROOT / "other"
    assert config.load({"STUDIO_DATA_DIR": str(tmp_path)}).data_dir == tmp_path


def test_every_row_of_the_table_says_what_it_is_for() -> None:
    assert all(row.help.endswith(".") for row in SETTINGS)
    assert len({row.name for row in SETTINGS}) == len(SETTINGS)


def test_a_secret_prints_as_stars() -> None:
    secret = Secret("AIza-very-secret")
    assert "very" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "AIza-very-secret"


@pytest.mark.parametrize(
    "text",
    [
        "the key is own-server-secret",
        "GET /v1/models?key=abc123def456",
        "Authorization: Bearer abcdefghijklmnop",
        "AIzaSyA1234567890abcdefghijkl",
        "studio_0123456789abcdefghijklmnop",
        "token ya29.a0AfH6SMBxyz",
    ],
)
def test_nothing_secret_reaches_the_log(text: str, caplog: pytest.LogCaptureFixture) -> None:
    redactor = logs.Redactor(["own-server-secret"])
    record = logging.LogRecord("studio.x", logging.INFO, "", 0, "%s", (text,), None)
    redactor.filter(record)
    shown = record.getMessage()
    assert "***" in shown
    for secret in (
        "own-server-secret",
        "abc123def456",
        "abcdefghijklmnop",
        "SyA1234567890",
        "a0AfH6SMB",
        "0123456789abc",
    ):
        assert secret not in shown


def test_a_traceback_is_redacted_too() -> None:
    redactor = logs.Redactor(["own-server-secret"])
    try:
        raise ValueError("own-server-secret")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "x", (), (ValueError, error, error.__traceback__))
    redactor.filter(record)
    assert "own-server-secret" not in logging.Formatter().format(record)
