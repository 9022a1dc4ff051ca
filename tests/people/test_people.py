"""Who asks: sessions that survive a reload, tokens that are shown once."""

from __future__ import annotations

import pytest

from lib import people
from lib.config import Config
from lib.errors import Unauthenticated


def test_a_session_cookie_names_the_local_user_and_its_session() -> None:
    cookie = people.new_session()
    actor = people.actor(cookie)
    assert (actor.user, actor.role, actor.session) == ("local", "admin", cookie)
    assert people.new_session() != cookie


@pytest.mark.parametrize(
    "cookie", [None, "", "short", "x" * 21, "x" * 23, "../../etc/passwd......", "a b c d e f g h i j k l"]
)
def test_a_cookie_that_is_not_ours_is_nobody(cookie: str | None) -> None:
    with pytest.raises(Unauthenticated, match="Reload"):
        people.actor(cookie)


def test_a_token_names_its_bearer_until_it_is_revoked(house: Config) -> None:
    text = people.create_token("ida", "member", "spring")
    actor = people.bearer(f"Bearer {text}")
    assert (actor.user, actor.role, actor.project) == ("ida", "member", "spring")
    assert people.revoke_token(actor.session.removeprefix("token:"))
    assert not people.revoke_token(actor.session.removeprefix("token:"))
    with pytest.raises(Unauthenticated):
        people.bearer(f"Bearer {text}")


def test_a_token_is_kept_only_as_a_hash(house: Config) -> None:
    text = people.create_token("ida", "member")
    kept = b"".join(file.read_bytes() for file in house.data_dir.glob("studio.db*"))
    assert text.encode() not in kept


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer studio_wrong", "studio_wrong"])
def test_anything_but_a_known_token_is_nobody(house: Config, header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        people.bearer(header)
