"""compose(): one pass from a brief to the final prompt.

The preset frames, the person speaks, then preset and styles add what is left, slot by slot. The person's words are
never taken for anything but words, and reach the prompt exactly as typed. What two say is kept where it stands
higher in the stacking order (person, preset, styles by rank): a style only ever adds, and taking it away gives back
the prompt without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lib.domain import Brief, Job, Note, Origin, Prompt, Span
from lib.errors import InvalidRequest
from lib.prompts import phrases
from lib.prompts.problems import check
from lib.prompts.shapes import SLOTS, Library, Style

_STOPS = tuple(".!?…:;,–—。！？：；、，؟؛،۔।")
_CLOSERS = "\"'”’»)]"
_SPEAKERS: dict[Origin, str] = {"user": "you", "preset": "the preset", "style": "the style"}


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
    words = brief.words.strip()
    styles, decided = _stack((library.styles[style] for style in set(brief.styles)), brief.job)
    pieces = _preset(brief, library)
    for style, texts in styles:
        pieces += [_Piece(slot, Span(text, "style", style.name)) for slot, text in texts.items()]
    pieces, repeated = _once(words, pieces)
    remarks = _remarks(words, [style for style, _ in styles])
    return Prompt(_join(words, pieces), tuple(dict.fromkeys((*decided, *repeated, *remarks))))


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


def _once(words: str, pieces: Iterable[_Piece]) -> tuple[list[_Piece], list[Note]]:
    """``pieces`` without the phrases that were said before, by the person or by an earlier piece."""
    said = [("you", phrases.plain(words))]
    kept: list[_Piece] = []
    notes: list[Note] = []
    for piece in pieces:
        text, speaker = piece.span.text, _SPEAKERS[piece.span.origin]
        for earlier, heard in said:
            text, dropped = phrases.without(text, heard)
            notes += [_twice(phrase, earlier, speaker) for phrase in dropped]
        if text:
            said.append((speaker, phrases.plain(text)))
            kept.append(replace(piece, span=replace(piece.span, text=text)))
    return kept, notes


def _twice(phrase: str, first: str, second: str) -> Note:
    by = f"both times by {first}" if first == second else f"by {first} and by {second}"
    return Note("kept", f"“{phrases.capital(phrase)}” is said twice, {by}. Kept once.")


def _remarks(words: str, chosen: Iterable[Style]) -> list[Note]:
    """What the person may want to write otherwise. Their words stay as they are."""
    notes = []
    if found := phrases.boosters(words):
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


def _join(words: str, pieces: Iterable[_Piece]) -> tuple[Span, ...]:
    """All spans in the order of the prompt. What joins two of them belongs to the one that is not the person's."""
    ordered = sorted(pieces, key=lambda piece: SLOTS.index(piece.slot))
    framing = [piece.span for piece in ordered if piece.slot == "framing"]
    rest = [piece.span for piece in ordered if piece.slot != "framing"]
    spans: list[Span] = []
    for span in [*framing, *([Span(words, "user")] if words else []), *rest]:
        gap = _gap(spans[-1].text) if spans else ""
        if span.origin == "user" and spans:
            spans[-1] = replace(spans[-1], text=spans[-1].text + gap)
            spans.append(span)
        else:
            spans.append(replace(span, text=gap + span.text))
    return tuple(spans)


def _gap(text: str) -> str:
    """What parts ``text`` from the next sentence: the full stop too, where it is missing."""
    return " " if text.rstrip(_CLOSERS).endswith(_STOPS) else ". "
