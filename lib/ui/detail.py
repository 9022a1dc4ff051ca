"""One thing of the library: the picture or the text large, beside it what it is, what can be done with it, the words
that made it, where it comes from, and its whole recipe."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal, NamedTuple

import streamlit as st

from lib import prompts
from lib.domain import Actor, Asset, Prompt, Task
from lib.errors import NotFound
from lib.store import assets, conversations, history, library
from lib.store.library import Item
from lib.ui import filters, inputs, prompt, recipes, words
from lib.ui import library as shelf
from lib.ui.markup import Html, blocks, harmless, image, join, quiet, section, strong, tag

Verb = Literal["use", "ask", "talk", "words", "paint"]
FARTHEST = 12
"""Steps back along which the path of an item is followed."""
SHOWN = 6
"""Things made with it that are shown, the newest."""


class Act(NamedTuple):
    """Something that leads to another page. The first one offered is the primary one."""

    verb: Verb
    label: str
    icon: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """An item with all that its page tells. ``task`` made it, ``asset`` is its file; ``talk``: the conversation that it
    is part of, as long as that is there."""

    item: Item
    task: Task | None
    asset: Asset | None
    talk: str | None


@dataclass(frozen=True, slots=True)
class Path:
    """Where an item comes from, oldest first and itself last, and what was made with it; with their tasks."""

    before: Sequence[tuple[Item, Task | None]]
    after: Sequence[tuple[Item, Task | None]]
    further: int
    """Things made with it that are not among ``after``."""

    def cost(self) -> int:
        """Micro-dollars of everything up to the item itself, each task once; money of another world is not added."""
        spent = {task.id: task for _, task in self.before if task}
        worlds = [task.world for task in spent.values()]
        return sum(task.cost_micros or 0 for task in spent.values() if task.world == worlds[-1])


def see(actor: Actor, item_id: str) -> Seen:
    """Raises NotFound for what is deleted, or somebody else's."""
    item = library.one(actor, item_id)
    task = _task(actor, item)
    asset = assets.one(actor, item.asset) if item.asset else None
    return Seen(item, task, asset, _talk(actor, task))


def path(actor: Actor, seen: Seen) -> Path:
    """Follows the parents of its parents; what was deleted is left out."""
    kin = library.lineage(actor, seen.item)
    found, ahead = {seen.item.id: seen.item}, list(kin.parents)
    while ahead and len(found) <= FARTHEST:
        one = ahead.pop(0)
        if one.id not in found:
            found[one.id] = one
            ahead += library.lineage(actor, one).parents
    before = [(one, _task(actor, one)) for one in sorted(found.values(), key=lambda one: (one == seen.item, one.id))]
    after = [(one, _task(actor, one)) for one in reversed(kin.children[:SHOWN])]
    return Path(before, after, len(kin.children) - len(after))


def acts(seen: Seen) -> list[Act]:
    """What one would go on to do with it."""
    item, found = seen.item, []
    if item.kind == "text":
        if seen.talk:
            found.append(Act("talk", "Go on in Chat", "chat_bubble", "Opens the conversation that it is part of."))
        found.append(Act("paint", "Use in Image", "image", "Its text becomes the words of a picture."))
    else:
        if item.mime.startswith("image/"):
            found.append(Act("use", "Use as input", "input", "Change it, or combine it with other pictures."))
        found.append(Act("ask", "Ask about it", "chat_bubble", "Opens a conversation about it."))
        if seen.task and recipes.of(seen.task):
            found.append(Act("words", "Use words", "edit_note", "Its words, preset and styles, to make more like it."))
    return found


def media(seen: Seen) -> None:
    """The picture as large as the window allows, or the text set to be read."""
    if seen.item.kind == "text":
        with st.container(key="written", border=True):
            for block in blocks((seen.task and seen.task.text) or ""):
                st.markdown(harmless(block))
            if seen.item.door == "demo":
                st.html(shelf.mark(seen.item))
        return
    width, height = (seen.item.width, seen.item.height) if seen.item.width and seen.item.height else (71, 100)
    file = f"/files/{seen.item.id}"
    inner = join(image(f"{file}?w=1280", shelf.name(seen.item), width, height), shelf.mark(seen.item))
    link = tag("a", inner, href=file, target="_blank")
    st.html(tag("div", link, cls="s-frame s-large", style=f"--r:{width / height:.4f}"))


def heading(seen: Seen, zone: tzinfo | None) -> None:
    """What it is called, and two quiet lines: what it took, and when and how."""
    item, task = seen.item, seen.task
    size = inputs.about(replace(seen.asset, name=None)) if seen.asset else ""
    told = _line(task, shelf.model(item), size) if task else quiet("Uploaded", size, _weight(seen.asset))
    known = prompts.library()
    preset = known.presets.get(item.preset or "")
    styles = ", ".join(known.styles[one].name if one in known.styles else one for one in item.styles)
    made = quiet(_moment(item.created_ms, zone), preset.name if preset else item.preset or "", styles)
    st.html(tag("div", tag("h1", shelf.name(item)), told, made, cls="s-item"))


def prompted(seen: Seen) -> None:
    """The words that made it, by origin; of a text also what holds for the whole conversation."""
    task = seen.task
    if task is None:
        return
    if task.prompt is None:
        st.html(join(section("Prompt"), tag("p", "The words were not kept.", cls="s-why")))
        return
    st.html(join(section("Prompt"), _worded(task.prompt)))
    if task.prompt.system:
        st.html(join(section("System instruction"), _worded(replace(task.prompt, spans=task.prompt.system))))


def lineage(seen: Seen, found: Path) -> None:
    """What it was made from and what was made with it, each with what it cost."""
    if len(found.before) + len(found.after) == 1:
        return
    spent = found.cost()
    st.html(section("Where it comes from", f"{words.after(spent)} along this path" if spent else ""))
    steps = [_step(one, task, seen.item) for one, task in (*found.before, *found.after)]
    more = tag("span", f"and {found.further} more", cls="s-muted") if found.further else Html("")
    st.html(tag("div", *steps, more, cls="s-path"))


def recipe(seen: Seen) -> None:
    """Everything that would make it again, to read and to copy."""
    task = seen.task
    if task is None:
        return
    with st.expander("Recipe", icon=":material/receipt_long:", type="compact", key="recipe"):
        told = as_json(task)
        rows = [tag("div", tag("dt", key.replace("_", " ")), tag("dd", value)) for key, value in _flat(told)]
        st.html(tag("dl", *rows, cls="s-kv"))
        st.caption("All of it as JSON, with the words that were sent. The button in its corner copies it.")
        st.code(json.dumps(told, ensure_ascii=False, indent=2), language="json", wrap_lines=True, height=240)


def as_json(task: Task) -> dict[str, object]:
    """The recipe of a task: what was sent, with which settings, when and for how much. Times are UTC."""
    known, sent = prompts.library().styles, task.prompt
    whole: dict[str, object] = {
        "task": task.id,
        "group": task.group,
        "retry_of": task.retry_of,
        "job": task.job,
        "model": task.model,
        "door": task.door,
        "quality": task.quality,
        "preset": task.preset,
        "subtype": task.subtype,
        "styles": [f"{one}, version {known[one].version}" if one in known else one for one in task.styles],
        "settings": dict(task.settings),
        "inputs": [f"{one.asset}, {one.role}" for one in task.inputs],
        "previous": task.previous,
        "conversation": task.conversation,
        "created": _utc(task.created_ms),
        "sent": _utc(task.sent_ms),
        "ended": _utc(task.ended_ms),
        "quoted_micros": task.quote.expected,
        "cost_micros": task.cost_micros,
        "usage": dict(task.usage),
        "system": sent.instruction if sent else None,
        "prompt": sent.text if sent else None,
    }
    return {name: value for name, value in whole.items() if value not in (None, "", [], {})}


def _flat(told: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each entry in a line of its own; what was sent is shown above, and money in the quiet line."""
    for name, value in told.items():
        if isinstance(value, dict):
            yield from ((f"{name}, {key}" if name == "usage" else key, str(one)) for key, one in value.items())
        elif isinstance(value, list):
            yield name, "; ".join(value)
        elif name not in ("system", "prompt"):
            yield name, str(value)


def _line(task: Task, model: str, size: str) -> Html:
    """``Nano Banana Pro · 4096 × 4096 · 11.2 s · 1 120 tok · $0.134 as quoted · simulated``."""
    quoted, actual = words.quoted_actual(task)
    money = join(f"{quoted} → " if quoted else "", strong(actual), "" if quoted else " as quoted")
    took = words.seconds(task.seconds) if task.seconds is not None else ""
    return quiet(model, size, took, words.tokens(task.usage), money, words.simulated(task.world))


def _task(actor: Actor, item: Item) -> Task | None:
    return history.one(actor, item.task) if item.task else None


def _talk(actor: Actor, task: Task | None) -> str | None:
    if task is None or task.conversation is None:
        return None
    try:
        return conversations.one(actor, task.conversation).id
    except NotFound:
        return None


def _worded(sent: Prompt) -> Html:
    several = len({span.origin for span in sent.spans}) > 1
    return join(prompt.spans(sent), prompt.legend(sent) if several else "")


def _step(item: Item, task: Task | None, present: Item) -> Html:
    here = item == present
    cost = words.after(task.cost_micros) if task and task.cost_micros else ""
    label = "This one" if here else (shelf.model(item) or shelf.NAMES[item.kind])
    said = join(tag("span", label), tag("span", cost))
    seen = tag("span", shelf.face(item, 320), shelf.mark(item), cls="s-stamp")
    if here:
        return tag("span", seen, said, cls="s-step", aria_current="true")
    return tag("a", seen, said, cls="s-step", href=filters.link(item=item.id))


def _weight(asset: Asset | None) -> str:
    return words.size(asset.bytes) if asset else ""


def _moment(ms: int, zone: tzinfo | None) -> str:
    at = datetime.fromtimestamp(ms / 1000, zone)
    return f"{words.day(at.date())}, {at:%H:%M}"


def _utc(ms: int | None) -> str | None:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="seconds") if ms else None
