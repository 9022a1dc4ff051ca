"""Pictures: what a program can measure in them, said in sentences, and what could be done with them next."""

from __future__ import annotations

import re
from fractions import Fraction

from lib.demo.write import fit, looking, words
from lib.demo.write.forms.layout import BULLETS, NUMBERED, listed, rows
from lib.demo.write.muse import Muse, large
from lib.demo.write.question import Attachment
from lib.demo.write.task import Task

_LIMIT = 20  # the largest number in a ratio that still says something
_COMPARED = re.compile(
    r"\b(?:compare|differ|difference|differences|which (?:one )?is|both|two pictures|side by side|versus|vs)\b",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\b(?:edits?|improve|change|changes|retouch|crop|better|fix|adjust|variations?)\b", re.IGNORECASE)
_RANKS = ("most of it", "next", "then", "a little")
_COLOURS = re.compile(r"\b(?:colou?rs?|palette|tones?)\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?:size|resolution|pixels|dimensions?|ratio|format|how (?:big|large|wide|high))\b", re.IGNORECASE
)


_CHANGED = re.compile(
    r",? (?:and )?now ((?:beside|in other|in another|without|with|smaller|larger|at|in)?\b)[^,.;]*", re.IGNORECASE
)
_DONE = {
    "beside": "combined with other pictures",
    "in other": "recoloured",
    "in another": "set in another style",
    "without": "freed of a part",
    "with": "given something new",
    "smaller": "made smaller",
    "larger": "enlarged",
    "at": "moved",
    "in": "changed in style",
}
_TITLED = re.compile(
    r"\b(?:describe|what (?:do you see|is|can you see)|see)\b.*\b(?:give it|and|with|add|suggest)\b.{0,20}\btitle\b",
    re.IGNORECASE | re.DOTALL,
)


def written(task: Task, muse: Muse) -> str:
    """The answer to a task about the pictures themselves."""
    pictures, said = task.pictures, task.said
    if len(pictures) > 1 and (_COMPARED.search(said) or task.form == "compare"):
        return _compared(pictures[0], pictures[1])
    if _EDITED.search(said):
        return _edits(task, pictures[0], muse)
    if titled(task.words):
        return _described_and_titled(task, muse)
    told = subject(pictures[0]) if "recoloured" not in changes(pictures[0]) else ""
    if one := looking.coloured(task.words, told, f"It {_colours(pictures[0])}"):
        return one
    if _COLOURS.search(said) and task.layout == "table":
        return rows(
            ("Colour", "Share"), [[large(name), _RANKS[min(at, 3)]] for at, name in enumerate(_list(pictures[0]))]
        )
    if _COLOURS.search(said):
        return " ".join(f"{_named(one, at, pictures)} {_colours(one)}" for at, one in enumerate(pictures))
    if _SIZE.search(said):
        return " ".join(f"{_named(one, at, pictures)} {_format(one)}" for at, one in enumerate(pictures))
    text = "\n\n".join(_described(one, at, pictures) for at, one in enumerate(pictures))
    if len(pictures) == 1 and not task.layout and (looking.DETAILED.search(said) or _longer(task, text)):
        return looking.described(task, muse, fit.sentences(text), _clear(pictures[0]), _list(pictures[0])[:4])
    if task.layout in (BULLETS, NUMBERED):
        return listed(task, fit.sentences(text)[: task.count])
    return fit.shortened(text, task.limits)


def _longer(task: Task, text: str) -> bool:
    """Whether more is asked for than what can be measured fills."""
    limits = task.limits
    words_ = limits.words is not None and fit.count(text) < limits.words.low
    return words_ or (limits.sentences is not None and len(fit.sentences(text)) < limits.sentences.low)


def _clear(one: Attachment) -> dict[str, str]:
    """What it shows, its shape and its light, each in plain words."""
    return {"what": _small(subject(one)), "shape": _kind(one).split()[0], "light": facts(one)["light"].strip(" .")}


def titled(said: str) -> bool:
    """Whether a description and a title are asked for in one breath."""
    return bool(_TITLED.search(said))


def _described_and_titled(task: Task, muse: Muse) -> str:
    """What is to be seen, and a title made of what is known: its subject, else its first colour."""
    one = task.pictures[0]
    known = subject(one) or (f"study in {_list(one)[0]}" if _list(one) else "untitled")
    light = str(one.facts.get("light", "") or "")
    tail = next((word for word in ("low", "warm", "soft", "bright", "dark") if word in light), "")
    title = (
        f"{large(known)}, {muse.pick(('first', 'last', 'quiet'))} light"
        if not tail
        else f"{large(known)}, {tail} light"
    )
    return f"{_described(one, 0, task.pictures)}\n\n**Title:** {title}"


def changes(picture: Attachment) -> str:
    """In plain words, what was done to the picture after it was first painted; ""."""
    painted = str(picture.facts.get("painted", "") or "")
    said = dict.fromkeys(_DONE[found[1].lower()] for found in _CHANGED.finditer(painted) if found[1].lower() in _DONE)
    if not _CHANGED.search(painted):
        return ""
    return f"it was {_joined(list(said))}" if said else "it was changed afterwards"


def subject(picture: Attachment) -> str:
    """What the picture shows, as far as it is known: the words it was painted from."""
    painted = str(picture.facts.get("painted", "") or "").strip()
    phrase = re.split(r"[.;\n]", _CHANGED.sub("", painted))[0].strip()
    phrase = re.sub(
        r"^(?:a |an |the )?(?:photo(?:graph)?|picture|painting|image|illustration) of ", "", phrase, flags=re.IGNORECASE
    )
    return " ".join(phrase.split()[:16])


def known(picture: Attachment) -> str:
    """What a text about the picture is about: its own words, else its first colours."""
    colours = _joined(_list(picture)[:2]) if _list(picture) else ""
    return subject(picture) or (f"a view in {colours}" if colours else "this picture")


def facts(picture: Attachment) -> dict[str, str]:
    """Its colours and its light in a row; "" for what is not clear."""
    colours = _list(picture)
    return {"colours": _joined(colours[:3]) if colours else "", "light": str(picture.facts.get("light", "") or "")}


def seen(picture: Attachment) -> dict[str, tuple[str, ...]]:
    """What its colours and its light give to the columns of a word field; ``colours`` are its names of them."""
    colours, light = _list(picture), str(picture.facts.get("light", "") or "")
    tone = next((word for word in ("warm", "cool", "bright", "dark", "soft") if word in light), "")
    slots = {"colour": colours[0], "other": colours[1]} if len(colours) > 1 else {}
    slots |= {"light": tone} if tone else {}
    return {"colours": tuple(colours)} | {
        column: tuple(one.format(**slots) for one in phrases if set(re.findall(r"\{(\w+)\}", one)) <= set(slots))
        for column, phrases in words.PATTERNS["seen"].items()
    }


def alternative(task: Task, muse: Muse) -> str:
    """One sentence for those who cannot see the picture; in several versions, with more or less of its look."""
    one = task.pictures[0]
    what = large(subject(one) or f"{'An' if (kind := _kind(one))[0] in 'aeiou' else 'A'} {kind}")
    said = facts(one)
    colours = f", mostly {said['colours']}" if said["colours"] else ""
    light = f", in {said['light']} light" if said["light"] else ""
    full = f"{what}{colours}{light}."
    return muse.pick((full, f"{what}{colours}.", f"{what}{light}.")) if task.versions > 1 else full


def _kind(one: Attachment) -> str:
    width, height = _size(one)
    return "square picture" if width == height else "upright picture" if height > width else "landscape picture"


def _described(one: Attachment, at: int, pictures: tuple[Attachment, ...]) -> str:
    name, painted, changed = _named(one, at, pictures), subject(one), changes(one)
    what = f"{name} shows {_small(painted)}{f'; {changed}' if changed else ''}." if painted else ""
    said = [what, f"{'It' if what else name} {_format(one)}", f"It {_colours(one)}" if _list(one) else "", _light(one)]
    if not painted:
        said.append("A program sees format, tones and light; what it shows, a real model would tell you.")
    return " ".join(part for part in said if part)


def _named(one: Attachment, at: int, pictures: tuple[Attachment, ...]) -> str:
    return (
        "The picture" if len(pictures) == 1 else f"Picture {at + 1} ({one.title})" if one.title else f"Picture {at + 1}"
    )


def _small(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() or phrase.startswith("A ") else phrase


def _size(one: Attachment) -> tuple[int, int]:
    width, height = one.facts.get("width", 0), one.facts.get("height", 0)
    return (int(width), int(height)) if isinstance(width, int | float) and isinstance(height, int | float) else (0, 0)


def _list(one: Attachment) -> list[str]:
    colours = one.facts.get("colours", ())
    return [str(colour) for colour in colours] if isinstance(colours, list | tuple) else []


def _format(one: Attachment) -> str:
    width, height = _size(one)
    if not width or not height:
        return "comes without a known size."
    shape = "square" if width == height else "upright" if height > width else "landscape"
    ratio = Fraction(width, height)
    near = ratio if max(ratio.numerator, ratio.denominator) <= _LIMIT else ratio.limit_denominator(16)
    about = "" if near == ratio else "about "
    if shape == "square":
        return f"is a square of {width:,} by {height:,} pixels."
    return f"is {shape} in format, {width:,} by {height:,} pixels, {about}{near.numerator}:{near.denominator}."


def _joined(some: list[str]) -> str:
    return some[0] if len(some) == 1 else ", ".join(some[:-1]) + " and " + some[-1]


def _colours(one: Attachment) -> str:
    colours = _list(one)
    return f"is held mostly in {_joined(colours[:4])}." if colours else "gives no clear colour."


def _light(one: Attachment) -> str:
    light = str(one.facts.get("light", "") or "").strip(" .")
    if not light:
        return ""
    return f"The light is {light}."


def _compared(a: Attachment, b: Attachment) -> str:
    """What two pictures share and where they part, by their facts."""
    both = (a, b)
    shared = [colour for colour in _list(a) if colour in _list(b)]
    said = [_described_short(one, at, both) for at, one in enumerate(both)]
    said.append(f"They share {_joined(shared)}." if shared else "They share none of their main colours.")
    (aw, ah), (bw, bh) = _size(a), _size(b)
    if aw * ah != bw * bh and aw and bw:
        said.append(f"The {'first' if aw * ah > bw * bh else 'second'} has more pixels.")
    if a.facts.get("light") != b.facts.get("light") and a.facts.get("light") and b.facts.get("light"):
        said.append(f"The light parts them: {a.facts['light']} in the first, {b.facts['light']} in the second.")
    return " ".join(said)


def _described_short(one: Attachment, at: int, both: tuple[Attachment, ...]) -> str:
    painted = subject(one)
    shows = f" shows {_small(painted)} and" if painted else ""
    return f"{_named(one, at, both)}{shows} {_format(one)}" + (f" It {_colours(one)}" if _list(one) else "")


def _edits(task: Task, one: Attachment, muse: Muse) -> str:
    """Edits that name what they change and what stays."""
    colours, (width, height) = _list(one) or ["the main colour"], _size(one)
    shown = subject(one)
    what = _small(shown) if shown else "the main subject"
    other = "an upright 4:5" if width >= height else "a landscape 16:9"
    light = str(one.facts.get("light", "") or "as it is")
    edits = [
        f"Crop it to {other} and keep {what} whole.",
        f"Warm the light by a step; leave {colours[0]} as it is.",
        f"Calm the background down to {colours[-1]} and keep everything in front of it.",
        f"Add one small accent that is not {colours[0]}, near the edge, and nothing else.",
        "Free the right third for a headline and move nothing else.",
        f"Exchange the light, {light}, for blue hour and keep the composition.",
        f"Come closer: fill the frame with a detail of {what}.",
        muse.fill("Put {thing} in the background, out of focus."),
    ]
    chosen = [large(edit) for edit in muse.mixed(edit for edit in edits if edit)]
    return listed(task, chosen[: task.count or 4])
