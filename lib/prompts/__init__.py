"""Presets and styles, and the one pass that makes the final prompt of a brief. Pure: no SQL, no provider, no page."""

from lib.prompts.files import library, load
from lib.prompts.guess import guess
from lib.prompts.merge import compose
from lib.prompts.problems import MOST_STYLES, check
from lib.prompts.shapes import Example, Library, Preset, Style, Subtype

__all__ = [
    "MOST_STYLES",
    "Example",
    "Library",
    "Preset",
    "Style",
    "Subtype",
    "check",
    "compose",
    "guess",
    "library",
    "load",
]
