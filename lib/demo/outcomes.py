"""What will come of a request if nobody stops it: decided whole when it is accepted, from its words alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib.demo import figures, script, tokens, write
from lib.demo.asked import Asked, Part, Turn
from lib.demo.errors import invalid
from lib.demo.faults import cut
from lib.demo.figures import Bill
from lib.demo.operations import Outcome
from lib.demo.rules import rules

BLOCKED = "PROHIBITED_CONTENT"
"""Code of the error of a text that the filter stopped for the words of the prompt."""


def seed(name: str, asked: Asked) -> int:
    """Without a seed each interaction varies its own way, but the same after a restart."""
    return int(name[-8:], 16) if asked.seed is None else asked.seed


def _variant(name: str, asked: Asked) -> int:
    """Of a text there are few: who is asked to go on finds by them the answer that broke off (``write.onward``)."""
    return seed(name, asked) % write.VARIANTS if asked.seed is None else asked.seed


def planned(name: str, asked: Asked, history: Sequence[Turn] = ()) -> Outcome:
    """The outcome of a request whose attachments have been looked at. Raises ApiError 400 when too much goes in."""
    bill = figures.given(asked, history)
    length, most = sum(bill.given.values()), asked.rule.input_tokens
    if length > most:
        raise invalid("input", f"it has {length} tokens; {asked.model} takes at most {most}.")
    if errors := _errors(asked):
        return Outcome("failed", bill, errors)
    bill = replace(bill, thoughts=figures.thoughts(asked))
    return _text(name, asked, history, bill) if asked.form is None else _picture(asked, bill)


def failed(outcome: Outcome, message: str) -> Outcome:
    """The same request when nothing could be made of it: only what went in is billed."""
    bill = replace(outcome.bill, thoughts=0, text_out=0, image_out=0)
    return Outcome("failed", bill, error("INTERNAL", message))


def error(code: str, message: str) -> tuple[dict[str, str], ...]:
    return ({"code": code, "message": message},)


def _errors(asked: Asked) -> tuple[dict[str, str], ...]:
    """The errors with which this ends before anything is made, if it does."""
    what = "picture" if asked.form else "answer"
    blocked = rules().blocks(asked.text)
    if asked.fault.word == "filtered" or blocked:
        code = "IMAGE_SAFETY" if asked.form else BLOCKED if blocked else "SAFETY"
        return error(code, f"The {what} was blocked by the safety filter (simulated).")
    if asked.fault.word == "failed":
        return error("INTERNAL", f"The {what} could not be made (simulated).")
    return ()


def _picture(asked: Asked, bill: Bill) -> Outcome:
    room = asked.max_output - asked.image_tokens
    if room < 0:
        return Outcome("incomplete", bill)
    bill = replace(bill, thoughts=min(bill.thoughts, room), image_out=asked.image_tokens)
    subject = " ".join(asked.text.split())
    subject = subject if len(subject) <= 80 else subject[:79] + "…"
    width, height = asked.pixels
    what = f"Composing a picture of {width} × {height} pixels"
    if asked.pictures:
        what += f" from {len(asked.pictures)} given"
    summaries = (f"{what}: {subject}",) if asked.summaries and bill.thoughts else ()
    return Outcome("completed", bill, summaries=summaries)


def _text(name: str, asked: Asked, history: Sequence[Turn], bill: Bill) -> Outcome:
    written = write.answer(_question(name, asked, history))
    whole = _stopped(written.text, asked.stop)
    text = tokens.first(whole, asked.max_output - bill.thoughts)
    outcome = Outcome(
        status="completed" if text == whole else "incomplete",
        bill=replace(bill, text_out=tokens.count(text)),
        text=text,
        # Each is a paragraph of its own, also for who joins the pieces of a stream.
        summaries=tuple(f"{said}\n\n" for said in written.thoughts) if asked.summaries and bill.thoughts else (),
    )
    if asked.fault.word == "broken":
        errors = error("INTERNAL", "The answer broke off (simulated).")
        return replace(_half(name, asked, outcome), status="failed", errors=errors)
    if asked.fault.word == "cut" and not asked.store:  # it ends with its client
        return replace(_half(name, asked, outcome), status="cancelled")
    return outcome


def _half(name: str, asked: Asked, outcome: Outcome) -> Outcome:
    whole = script.script(name, asked, outcome)
    return script.until(whole, outcome, whole.beats[whole.middle - 1].at) if whole.beats else outcome


def _stopped(text: str, stops: Sequence[str]) -> str:
    """The text up to the first stop sequence in it."""
    places = [place for stop in stops if (place := text.find(stop)) >= 0]
    return text[: min(places)] if places else text


def _question(name: str, asked: Asked, history: Sequence[Turn]) -> write.Question:
    turns = tuple(
        write.Turn(turn.role, turn.text, tuple(_attachment(part) for part in turn.attached))
        for turn in (*history, *asked.turns)
    )
    return write.Question(turns=turns, system=cut(asked.system), seed=_variant(name, asked))


def _attachment(part: Part) -> write.Attachment:
    assert part.kind != "text"
    return write.Attachment(part.kind, part.title, part.facts)
