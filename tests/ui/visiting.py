"""Studio in Streamlit's own test runner: open a page, and read what is shown."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from lib.config import ROOT
from lib.domain import Actor, Task
from lib.store import history


def studio(name: str = "home", **query: str) -> AppTest:
    """A fresh session on this page; ``query``: what stands in the address."""
    at = AppTest.from_file(str(ROOT / "lib" / "app" / "shell.py"), default_timeout=60).run()
    return at if name == "home" else visit(at, name, **query)


def visit(at: AppTest, name: str, **query: str) -> AppTest:
    """Go on to another page, as by its link."""
    at.switch_page(str(ROOT / "pages" / f"{name}.py"))
    for one, value in query.items():
        at.query_params[one] = value
    return at.run()


def html(at: AppTest) -> str:
    """Everything that was drawn as HTML, but the stylesheet."""
    return "\n".join(part.proto.body for part in at.get("html") if not part.proto.body.startswith("<style"))


def shown(at: AppTest) -> str:
    """The same without the attributes of its tags."""
    return re.sub(r"<(\w+)[^>]*>", r"<\1>", html(at))


def told(at: AppTest) -> str:
    """Everything that was drawn as Markdown."""
    return "\n".join(part.value for part in at.markdown)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def made(actor: Actor) -> list[Task]:
    """Everything that was asked for, the newest first."""
    return history.page(actor, 50)[0]


def type_and_make(at: AppTest, text: str, place: str = "image") -> AppTest:
    at.text_area(key=f"words_{place}").set_value(text)
    return at.button(key="make").click().run()
