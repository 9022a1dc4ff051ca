"""Prompts for a picture whose light, place and framing agree with the subject's hour, weather and scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import cycle, zip_longest

from lib.demo.write import fit, words
from lib.demo.write.forms.layout import listed
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_INDOORS = ("inside", "table", "person", "thing")
_OUTDOORS = re.compile(r"\b(?:sky|horizon|signs)\b")
_THINGS = 8


def prompts(task: Task, muse: Muse) -> str:
    """Prompts in the order that picture models take them: subject, setting, light, camera, frame, palette, surfaces."""
    hour, weather, place = (_called(task.subject.said, kind) for kind in ("hour", "weather", "place"))
    scenes = words.SCENES
    known = scenes["place"][place or "other"]
    seen = scenes["weather"][weather] if weather and place not in _INDOORS else None
    lit = scenes["hour"][hour] if hour else seen or known  # the hour decides on the light, the place on the lens
    lights = [one for one in lit["light"] if place not in _INDOORS or not _OUTDOORS.search(one)]
    decks = {
        "light": lights,
        "palette": lit["palette"],
        "camera": known["camera"],
        "frame": known["frame"],
        "texture": (seen or known)["texture"] or (muse.fill("{stuff} and {stuff}"),),
    }
    details = [seen["detail"]] if seen else [scenes["weather"][weather]["window"]] if weather else []
    details += [known["detail"]] if place else []
    details += [scenes["hour"][hour]["detail"]] if hour else []
    if not place or place == "inside":
        details.append(tuple(muse.fill("{thing}") for _ in range(_THINGS)))
    near = cycle([one for row in zip_longest(*map(muse.mixed, details)) for one in row if one and muse.fill(one)])
    parts = {slot: cycle(muse.mixed(deck)) for slot, deck in decks.items()}
    made = [_prompt(task, near, {slot: next(deck) for slot, deck in parts.items()}) for _ in range(task.count or 1)]
    return listed(task, [fit.shortened(one, task.limits) for one in made])


def _prompt(task: Task, near: Iterator[str], part: Mapping[str, str]) -> str:
    first, second = next(near), next(near)
    opening = f"{task.subject.full}, {first}" if task.subject else first
    return (
        f"{large(opening)}; {second}. {large(part['light'])}. {large(part['camera'])}; {part['frame']}. "
        f"Palette: {part['palette']}. Visible texture of {part['texture']}."
    )


def _called(said: str, kind: str) -> str:
    """The scene that the first of the subject's words calls: what a picture is of stands before where it is."""
    for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", said.lower()):
        for name, table in words.SCENES[kind].items():
            if word in " ".join(table["when"]).split():
                return name
    return ""
