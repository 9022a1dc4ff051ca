"""The look: the theme and the one stylesheet keep the promises that later pages rely on."""

import re
import tomllib
from typing import get_args

import pytest

from lib.config import ROOT
from lib.domain import Origin
from lib.ui.words import Hue

CSS = (ROOT / "lib" / "ui" / "look.css").read_text("utf-8")
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
PARTS = [*(ROOT / "lib" / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "lib" / "app" / "shell.py"]


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    brighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


TOKENS = dict(re.findall(r"--s-([\w-]+): light-dark\((#\w{6}, #\w{6})\)", CSS))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text in ("ink", "muted") for ground in ("bg", "raise", "sunk")]
    + [(hue, "bg") for hue in ("blue", "violet", "green", "orange", "yellow", "red")]
    + [(hue, f"{hue}-tint") for hue in ("blue", "green", "yellow", "red")],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[text].split(", ")[scheme], TOKENS[ground].split(", ")[scheme]) >= 4.5


def test_the_stylesheet_leans_on_nothing_that_changes_with_the_build() -> None:
    assert "emotion" not in CSS.replace("Never st-emotion-*", "")
    assert not re.search(r"url\(|@import|https?:", CSS)


def test_motion_ends_where_the_person_asks_for_less() -> None:
    assert "prefers-reduced-motion: reduce" in CSS


def test_every_class_that_the_parts_use_is_drawn_by_the_stylesheet() -> None:
    written = re.findall(r'cls="([^"{]+)"', "".join(part.read_text("utf-8") for part in PARTS))
    used = {name for names in written for name in names.split()}
    used |= {f"s-{hue}" for hue in get_args(Hue)} | {f"s-from-{origin}" for origin in get_args(Origin)}
    assert used <= set(re.findall(r"\.(s-[a-z-]+)", CSS))


def test_the_theme_keeps_the_switch_and_asks_nobody_outside() -> None:
    assert THEME["client"] == {"toolbarMode": "viewer", "showErrorDetails": "none"}
    assert THEME["browser"]["gatherUsageStats"] is False
    assert {"light", "dark"} <= set(THEME["theme"])
    for face in THEME["theme"]["fontFaces"]:
        assert face["url"].startswith("/assets/fonts/")
        assert (ROOT / "lib" / "ui" / "fonts" / face["url"].rsplit("/", 1)[1]).is_file()


def test_a_run_of_a_page_is_not_followed_by_a_full_collection() -> None:
    assert THEME["runner"] == {"magicEnabled": False, "postScriptGC": False}
    assert THEME["server"]["address"] == "127.0.0.1"
    assert THEME["server"]["fileWatcherType"] == "none"
