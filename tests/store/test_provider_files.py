"""Files at a provider: used again while they last, with time enough to be read."""

from __future__ import annotations

import pytest

from lib.config import Config
from lib.store import db, provider_files
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases

MINUTE = 60_000


@pytest.mark.parametrize(("minutes", "usable"), [(48 * 60, True), (11, True), (9, False), (-1, False)])
def test_a_file_is_used_while_it_lasts_ten_minutes_more(house: Config, minutes: int, usable: bool) -> None:
    provider_files.put("gemini", "a" * 64, "files/1", "https://files/1", db.now() + minutes * MINUTE)
    assert (provider_files.find("gemini", "a" * 64) is not None) is usable


def test_what_was_sent_again_takes_the_place_of_the_first(house: Config) -> None:
    for name in ("1", "2"):
        provider_files.put("gemini", "a" * 64, f"files/{name}", f"https://files/{name}", db.now() + 60 * MINUTE)
    assert provider_files.find("gemini", "a" * 64) == ("files/2", "https://files/2")


def test_each_door_has_its_own_and_forgets_its_own(house: Config) -> None:
    for door in ("demo", "gemini"):
        provider_files.put(door, "a" * 64, "files/1", f"https://{door}", db.now() + 60 * MINUTE)
    provider_files.forget("demo", "a" * 64)
    assert provider_files.find("demo", "a" * 64) is None
    assert provider_files.find("gemini", "a" * 64) == ("files/1", "https://gemini")
    assert provider_files.find("gemini", "b" * 64) is None
