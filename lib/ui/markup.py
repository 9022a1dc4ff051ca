"""Small pieces of HTML for `st.html` and the escape for Markdown labels: every text goes through one of the two.

quiet("Nano Banana Pro", "11.2 s", strong("$0.134"))    # one quiet line, a dot after each part but the last
plain("you [asked] for $5")                             # the same words in a label, popover or help text
"""

from __future__ import annotations

import re
from html import escape

from lib.ui.words import Hue

_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,}).*\n(?:.*\n)*?(?: {0,3}\1[`~]*[ \t]*$|.*\Z)", re.MULTILINE)
"""Code between two fences, or from one to the end, as CommonMark has it."""
_MONEY = re.compile(r"(?<!\\)\$(?=\d)")


class Html(str):
    """Text that is HTML already; any other string is escaped when it is put into some."""

    __slots__ = ()


def safe(text: str) -> Html:
    return text if isinstance(text, Html) else Html(escape(text))


def join(*parts: str) -> Html:
    return Html("".join(safe(part) for part in parts))


def tag(name: str, *inner: str, **attributes: str) -> Html:
    """``tag("div", "a < b", cls="s-why")``; ``cls`` is the class, ``aria_label`` becomes ``aria-label``."""
    return Html(f"<{name}{_listed(attributes)}>{join(*inner)}</{name}>")


def image(src: str, alt: str, width: int, height: int) -> Html:
    """A picture that is fetched when it comes near the view; its box has the right shape before that."""
    size = {"width": str(width), "height": str(height)}
    return Html(f"<img{_listed({'src': src, 'alt': alt, 'loading': 'lazy', **size})}>")


def _listed(attributes: dict[str, str]) -> str:
    named = {"class" if key == "cls" else key.replace("_", "-"): value for key, value in attributes.items()}
    return "".join(f' {key}="{escape(value)}"' for key, value in named.items())


def strong(text: str) -> Html:
    return tag("b", text)


def quiet(*parts: str) -> Html:
    """The quiet line; empty parts are left out. The dots are drawn by the stylesheet."""
    return tag("div", *(tag("span", part) for part in parts if part), cls="s-quiet")


def section(name: str, facts: str = "") -> Html:
    """A heading with the facts that everything below it shares."""
    return tag("div", tag("h2", name), tag("p", facts), cls="s-section")


def pill(word: str, hue: Hue) -> Html:
    """A state as word and dot on a tint: never a bare colour."""
    return tag("span", tag("i"), word, cls=f"s-state s-{hue}")


def plain(text: str) -> str:
    """Text for a Markdown label, shown as it is: brackets, colons, stars and dollars keep their plain meaning."""
    return re.sub(r"([\\`*_\[\]$:<>~|#])", r"\\\1", " ".join(text.split()))


def harmless(text: str) -> str:
    """Markdown that a model wrote, as it was meant: a picture from elsewhere stays the words it was written with (a
    sign that nobody sees parts its ``![``), amounts of money are no formulas, and code is left as it is.

    The page loads no such picture in any case: the policy of lib/app/web.py says so to the browser.
    """
    parts = _CODE.split(text)
    return "".join(part if place % 2 else _spoken(part) for place, part in enumerate(parts))


def _spoken(text: str) -> str:
    return _MONEY.sub(r"\\$", text).replace("![", "!\u2060[")


def blocks(text: str) -> list[str]:
    """Markdown in pieces that can be drawn one after another: parted by empty lines, with fenced code and what is
    indented below an item kept whole."""
    found: list[str] = []
    fences = [(fence.start(), fence.end()) for fence in _FENCE.finditer(text)]
    start = 0
    for gap in (*re.finditer(r"\n\s*\n", text), None):
        end = gap.start() if gap else len(text)
        if gap and any(begin < end < over for begin, over in fences):
            continue
        part = text[start:end]
        if found and part.startswith((" ", "\t")):
            found[-1] += "\n\n" + part
        elif part.strip():
            found.append(part)
        start = gap.end() if gap else end
    return found
