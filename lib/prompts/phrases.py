"""Phrases: the smallest stretches of a prompt that can be left out, and how to tell that two say the same.

The person's words are only ever read here, as plain words; nothing in them is a pattern or a place to fill in.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=\.)\s+")
_PHRASE = re.compile(r"[^,;]+[,;]?\s*")
_SMALL = frozenset({"a", "an", "the", "and", "at", "in", "of", "on", "with"})

BOOSTERS = (
    "4k",
    "8k",
    "16k",
    "uhd",
    "ultra hd",
    "masterpiece",
    "best quality",
    "high quality",
    "highest quality",
    "award winning",
    "highly detailed",
    "ultra detailed",
    "hyper detailed",
    "insanely detailed",
    "ultra realistic",
    "hyper realistic",
    "hyperrealistic",
    "stunning",
    "trending on artstation",
)
"""Words that no current guide lists and that have no known effect on current models, as ``plain`` writes them."""


def plain(text: str) -> str:
    """Lower-case words with single spaces between and around them: ``plain("At Dusk!") == " at dusk "``."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def core(phrase: str) -> str:
    """What a phrase is about, as ``plain`` writes it, without small words in front: ``at dusk`` → `` dusk ``."""
    words = plain(phrase).split()
    while words and words[0] in _SMALL:
        words.pop(0)
    return f" {' '.join(words)} "


def without(text: str, said: str, *, whole: bool = False) -> tuple[str, list[str]]:
    """``text`` less the phrases that ``said`` (as ``plain`` writes it) holds already, and those phrases.

    ``whole``: only whole sentences can go, since "columns for time, picture and sound" needs all of its parts.
    """
    kept: list[str] = []
    dropped: list[str] = []
    for sentence in _SENTENCE.split(text):
        parts = [sentence] if whole else _PHRASE.findall(sentence.removesuffix("."))
        new = [part for part in parts if core(part) not in said]
        dropped += [core(part).strip() for part in parts if part not in new]
        if new:
            kept.append(capital("".join(new).rstrip(" ,;.") + "."))
    return (" ".join(kept), dropped) if dropped else (text, [])


def boosters(text: str) -> list[str]:
    """The quality words in ``text``, in the order of the list."""
    said = plain(text)
    return [word for word in BOOSTERS if f" {word} " in said]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
