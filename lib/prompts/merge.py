"""compose(): one pass from a brief to the final prompt.

Of a picture the preset frames, the person speaks, then preset and styles add what is left, slot by slot. Of a text
preset and styles make the system instruction, the person's words are the message, and limits stand after them.

The person's words are never taken for anything but words, and reach the prompt exactly as typed. What two say is kept
where it stands higher in the stacking order (person, preset, styles by rank): a style only ever adds, and taking it
away gives back the prompt without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lib.domain import Brief, Input, Job, Note, Origin, Prompt, Span
from lib.errors import InvalidRequest
from lib.prompts import phrases
from lib.prompts.problems import check
from lib.prompts.shapes import SLOTS, Library, Style

_STOPS = tuple(".!?…:;,–—。！？：；、，؟؛،۔।")
_CLOSERS = "\"'”’»)]"
_SPEAKERS: dict[Origin, str] = {"user": "you", "preset": "the preset", "style": "the style"}
_BEFORE = frozenset({"framing"})
"""Slots that stand before the person's words."""
_SYSTEM = frozenset({"role", "context", "format", "tone", "examples"})
"""Slots that are said once for all answers, in the system instruction."""
_ROLES = {
    "source": "the picture to change",
    "object": "a thing to show as it is",
    "character": "a person who stays recognisable",
}
"""What a picture is there for. Nothing but words tells a model, and the guide to edits asks to number the pictures:
https://ai.google.dev/gemini-api/docs/image-generation."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a preset or a style says in one slot."""

    slot: str
    span: Span


def compose(brief: Brief, library: Library) -> Prompt:
    """The final prompt with the origin of every span. Raises InvalidRequest with what ``check`` finds.

    Without words it is what preset and styles say. Notes: what was decided for the person first, then what was kept.
    """
    if problems := check(brief, library):
        raise InvalidRequest(problems)
    words, system = brief.words.strip(), brief.system.strip()
    styles, decided = _stack((library.styles[style] for style in set(brief.styles)), brief.job)
    pieces = _preset(brief, library)
    for style, texts in styles:
        pieces += [_Piece(slot, Span(text, "style", style.name)) for slot, text in texts.items()]
    pieces, repeated = _once(f"{system} {words}", pieces, brief.job)
    remarks = _remarks(words, [style for style, _ in styles], brief.job)
    pieces.sort(key=lambda piece: SLOTS[brief.job].index(piece.slot))
    before = [piece.span for piece in pieces if piece.slot in _BEFORE]
    once = [piece.span for piece in pieces if piece.slot in _SYSTEM]
    after = [piece.span for piece in pieces if piece.slot not in _BEFORE | _SYSTEM]
    return Prompt(
        _join([*_numbered(brief.inputs), *before, *_own(words), *after], brief.job),
        tuple(dict.fromkeys((*decided, *repeated, *remarks))),
        _join([*_own(system), *once], brief.job),
    )


def _own(words: str) -> list[Span]:
    return [Span(words, "user")] if words else []


def _numbered(inputs: Iterable[Input]) -> list[Span]:
    """Which picture is which, where that is not plain: nothing for the one picture that is to be changed."""
    roles = [one.role for one in inputs]
    said = [f"Picture {number} is {_ROLES[role]}." for number, role in enumerate(roles, 1) if role in _ROLES]
    return [Span(" ".join(said), "input", "Inputs")] if said and roles != ["source"] else []


def _preset(brief: Brief, library: Library) -> list[_Piece]:
    if brief.preset is None:
        return []
    preset = library.presets[brief.preset]
    texts = preset.slots.texts()
    if brief.subtype is not None:
        texts |= preset.subtypes[brief.subtype].slots.texts()
    return [_Piece(slot, Span(text, "preset", preset.name)) for slot, text in texts.items()]


def _stack(styles: Iterable[Style], job: Job) -> tuple[list[tuple[Style, dict[str, str]]], list[Note]]:
    """The styles by rank, each with its words. One axis has one owner; of two that exclude each other one stays."""
    kept: list[tuple[Style, dict[str, str]]] = []
    notes: list[Note] = []
    owners: dict[str, Style] = {}
    for style in sorted(styles, key=lambda style: style.rank):
        if rival := next((other for other, _ in kept if _exclude(style, other)), None):
            message = (
                f"{style.name} does not go with {rival.name}. {rival.name} stays; take it out to have {style.name}."
            )
            notes.append(Note("decided", message))
            continue
        texts = style.blocks[job].texts()
        for axis in style.axes:
            owner = owners.setdefault(axis, style)
            if owner is not style and axis in texts:
                del texts[axis]
                message = f"{owner.name} decides the {axis}; what {style.name} says about it is left out."
                notes.append(Note("decided", message))
        kept.append((style, texts))
    return kept, notes


def _exclude(one: Style, other: Style) -> bool:
    return other.id in one.conflicts_with or one.id in other.conflicts_with


def _once(words: str, pieces: Iterable[_Piece], job: Job) -> tuple[list[_Piece], list[Note]]:
    """``pieces`` without the phrases that were said before, by the person or by an earlier piece."""
    said = [("you", phrases.plain(words))]
    kept: list[_Piece] = []
    notes: list[Note] = []
    for piece in pieces:
        text, speaker = piece.span.text, _SPEAKERS[piece.span.origin]
        for earlier, heard in said:
            text, dropped = phrases.without(text, heard, whole=job == "text")
            notes += [_twice(phrase, earlier, speaker) for phrase in dropped]
        if text:
            said.append((speaker, phrases.plain(text)))
            kept.append(replace(piece, span=replace(piece.span, text=text)))
    return kept, notes


def _twice(phrase: str, first: str, second: str) -> Note:
    by = f"both times by {first}" if first == second else f"by {first} and by {second}"
    return Note("kept", f"“{phrases.capital(phrase)}” is said twice, {by}. Kept once.")


def _remarks(words: str, chosen: Iterable[Style], job: Job) -> list[Note]:
    """What the person may want to write otherwise. Their words stay as they are."""
    notes = []
    if job == "image" and (found := phrases.boosters(words)):
        named = ", ".join(f"“{word}”" for word in found)
        message = (
            f"Of little use to current models: {named}. Your words stay; name a light, a lens or a material instead."
        )
        notes.append(Note("kept", message))
    heard = phrases.plain(words)
    for style in chosen:
        for avoid in (one for one in style.avoid if phrases.plain(one.concept) in heard):
            message = f"“{phrases.capital(avoid.concept)}” pulls against {style.name}."
            notes.append(Note("kept", f"{message} Your words stay; “{avoid.positive}” would suit it."))
    return notes


def _join(ordered: Iterable[Span], job: Job) -> tuple[Span, ...]:
    """Spans with what joins them. That belongs to the one of two that is not the person's."""
    spans: list[Span] = []
    for span in ordered:
        gap = _gap(spans[-1], span, job) if spans else ""
        if span.origin == "user" and spans:
            spans[-1] = replace(spans[-1], text=spans[-1].text + gap)
            spans.append(span)
        else:
            spans.append(replace(span, text=gap + span.text))
    return tuple(spans)


def _gap(earlier: Span, later: Span, job: Job) -> str:
    """What parts two spans: a full stop where it is missing, or around a person's text, which may be a whole document,
    an empty line."""
    if job == "text" and "user" in (earlier.origin, later.origin):
        return "\n\n"
    return " " if earlier.text.rstrip(_CLOSERS).endswith(_STOPS) else ". "
