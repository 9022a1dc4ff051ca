"""House rules: what a system instruction says of every answer, held over any form and even over small talk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lib.demo.write import fit
from lib.demo.write.items import items
from lib.demo.write.limits import Limits, Read
from lib.demo.write.shape import Shape

_READ = 1_200
_CAPITALS = re.compile(r"\b(?:capitals|capital letters|upper ?case|all caps)\b", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:end|finish|close)\b[^.]{0,40}\bquestion\b(?! marks? (?:never|not))", re.IGNORECASE)
_LISTLESS = re.compile(
    r"\b(?:no|without|never (?:use|write|make)|(?:do not|don't) (?:use|write|make)|avoid) (?:any )?"
    r"(?:bullets?(?: points)?|(?:bulleted |numbered )?lists?)\b",
    re.IGNORECASE,
)
_FRAMED = re.compile(
    r"\b(begin|start|open|end|finish|close|sign)\b(?: off)?(?: (?:every|each|all|any|your|the))?"
    r"(?: (?:answers?|repl(?:y|ies)|messages?|responses?|texts?|turns?))?(?: off)? (?:with|as|by saying)"
    r"(?: the (?:words?|phrase|name|line))? "
    r"(?:[“\"']([^”\"'\n]{1,80})[”\"']|((?-i:[A-Z])[\w'’-]*(?: (?-i:[A-Z])[\w'’-]*){0,5}))",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(?:never|do not|don't|not)\b[^.]{0,24}$", re.IGNORECASE)
_LIST = re.compile(r"(?:^(?:\d+\.|- (?:\[[ x]\] )?)[ ]?.+(?:\n+|$)){2,}", re.MULTILINE)
_STRING = re.compile(r'"[^"\n]*"')
_ASKED = "What shall I change?"


@dataclass(frozen=True)
class House:
    """``limits`` bind the whole answer; an instruction that sets a shape of its own has no house rules. ``first`` and
    ``last`` are words around every answer, ``signed`` the name below it."""

    limits: Limits = field(default_factory=Limits)
    capitals: bool = False
    asking: bool = False
    listless: bool = False
    first: str = ""
    last: str = ""
    signed: str = ""

    @classmethod
    def of(cls, system: str) -> House:
        text = system[:_READ]
        if not text.strip() or Shape.of(system):
            return cls()
        read = Read.of(text).limits
        capitals, asking = _CAPITALS.search(text), _ASKING.search(text)
        return cls(
            Limits(words=read.words, characters=read.characters, sentences=read.sentences),
            capitals is not None and not _NEVER.search(text[: capitals.start()]),
            asking is not None and not _NEVER.search(text[: asking.start()]),
            bool(_LISTLESS.search(text)),
            **_framed(text),
        )

    def kept(self, text: str) -> str:
        """``text`` as the house wants it; what is too long in its form is said in running words."""
        if self.listless:
            text = _LIST.sub(lambda found: _joined(found[0]) + "\n\n", text).strip()
        if self._long(text):
            text = fit.shortened(_flat(text) if _set(text) else text, self.limits)
        if self.asking and not text.rstrip().endswith("?"):
            text = self._asked(text)
        if not text.startswith(("{", "[")):  # bare data is read by a program
            parts = [part for part in (self.first, text, self.last) if part]
            parts = [("\n\n" if "\n" in text else " ").join(parts), *([self.signed] if self.signed else [])]
            text = "\n\n".join(parts)
        return _STRING.sub(_large, text) if self.capitals and _data(text) else text.upper() if self.capitals else text

    def _long(self, text: str) -> bool:
        words, sentences = self.limits.words, self.limits.sentences
        return (
            (words is not None and fit.count(text) > words.high)
            or (self.limits.characters is not None and len(text) > self.limits.characters)
            or (sentences is not None and (_set(text) or len(fit.sentences(text)) > sentences.high))
        )

    def _asked(self, text: str) -> str:
        """With a question at the end, which takes its room from the text."""
        words = self.limits.words
        if self.limits.sentences and self.limits.sentences.high == 1:
            return f"{text.rstrip('. ')}, and what shall I change?"
        if words and fit.count(text) + fit.count(_ASKED) > words.high:
            room = replace(words, low=0, high=max(1, words.high - fit.count(_ASKED)))
            text = fit.shortened(_flat(text) if _set(text) else text, Limits(words=room))
        return f"{text}\n\n{_ASKED}" if "\n" in text or _data(text) else f"{text} {_ASKED}"


def _framed(system: str) -> dict[str, str]:
    """The words that an instruction sets before or behind every answer, by the field of ``House``."""
    found = {}
    for said in _FRAMED.finditer(system):
        if not _NEVER.search(system[: said.start()]):
            place = {"sign": "signed", "begin": "first", "start": "first", "open": "first"}.get(said[1].lower(), "last")
            found[place] = said[2] or said[3]
    return found


def _data(text: str) -> bool:
    return text.startswith(("{", "[", "```"))


def _set(text: str) -> bool:
    """Whether a text is set in rows, lines or braces and not in sentences."""
    return _data(text) or "\n" in text.strip()


def _large(found: re.Match[str]) -> str:
    return found[0].upper()


def _joined(lines: str) -> str:
    """Items in a row: "A, B and C."; with semicolons where they hold commas, as sentences where they are some."""
    said = [re.sub(r"\*\*", "", item).strip() for item in items(lines)]
    if all(one.endswith((".", "?", "!")) for one in said):
        return " ".join(said)
    said = [one.rstrip(".") for one in said]
    mark = "; " if any("," in one for one in said) else ", "
    return f"{mark.join(said[:-1])} and {said[-1]}." if len(said) > 1 else f"{said[0]}."


def _flat(text: str) -> str:
    """Rows, lines and braces as running words."""
    if _data(text):
        said = [one.strip('"') for one in re.findall(r'"[^"\n]*"(?!:)', text)]
        return ", ".join(said) + "."
    if "|" in text:
        cells = (cell.strip() for cell in re.split(r"[|\n]", text))
        return ", ".join(cell for cell in cells if re.search(r"\w", cell)).rstrip(".") + "."
    if _LIST.search(text):
        return _joined(text)
    spoken = re.findall(r"^\d+:\d\d–\d+:\d\d (.+)$", text, re.MULTILINE)
    prose = " ".join(spoken or [line.strip() for line in text.split("\n") if line.strip()])
    return re.sub(r"\*\*", "", prose)
