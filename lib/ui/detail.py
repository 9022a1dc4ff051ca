"""One thing of the library: the picture or the text large, beside it what it is, what can be done with it, the words
that made it, where it comes from, and its whole recipe."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal, NamedTuple

import streamlit as st

from lib import prompts
from lib.catalog import catalog
from lib.domain import Actor, Asset, Prompt, Task
from lib.errors import NotFound
from lib.store import assets, conversations, history, library
from lib.store.library import Item
from lib.ui import filters, inputs, prompt, recipes, words
from lib.ui import library as shelf
from lib.ui.markup import Html, blocks, harmless, image, join, quiet, section, strong, tag

Verb = Literal["edit", "add", "ask", "talk", "words", "paint"]
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


Step = tuple[Item, Task | None]
"""An item, and the task that made it."""


@dataclass(frozen=True, slots=True)
class Path:
    """Where an item comes from, by generations: the oldest first, last the item by itself; and what was made with it.
    Each with the task that made it."""

    before: Sequence[Sequence[Step]]
    after: Sequence[Step]
    further: int
    """Things made with it that are not among ``after``."""

    def cost(self) -> int:
        """Micro-dollars of everything up to the item itself, each task once; money of another world is not added."""
        spent = {task.id: task for generation in self.before for _, task in generation if task}
        worlds = [task.world for task in spent.values()]
        return sum(task.cost_micros or 0 for task in spent.values() if task.world == worlds[-1])


def see(actor: Actor, item_id: str) -> Seen:
    """Raises NotFound for what is deleted, or somebody else's."""
    item = library.one(actor, item_id)
    task = _task(actor, item)
    asset = assets.one(actor, item.asset) if item.asset else None
    return Seen(item, task, asset, _talk(actor, task))


def path(actor: Actor, seen: Seen) -> Path:
    """Follows the parents of its parents; what was deleted is left out. Who is a parent in two ways stands where the
    longer one leads."""
    kin = library.lineage(actor, seen.item)
    ahead = {one.id: (1, one) for one in kin.parents}
    found = {seen.item.id: (0, seen.item)}
    while ahead and len(found) <= FARTHEST:
        newest = max(ahead)  # ids go by time: all that was made with this one has been passed
        found[newest] = far, one = ahead.pop(newest)
        for parent in library.lineage(actor, one).parents:
            if parent.id not in found:
                ahead[parent.id] = (max(far + 1, ahead.get(parent.id, (0, parent))[0]), parent)
    generations: dict[int, list[Step]] = {}
    for far, one in sorted(found.values(), key=lambda place: (-place[0], place[1].id)):
        generations.setdefault(far, []).append((one, _task(actor, one)))
    after = [(one, _task(actor, one)) for one in reversed(kin.children[:SHOWN])]
    return Path([*generations.values()], after, len(kin.children) - len(after))


def acts(seen: Seen) -> list[Act]:
    """What one would go on to do with it."""
    item, found = seen.item, []
    if item.kind == "text":
        if seen.talk:
            found.append(Act("talk", "Go on in Chat", "chat_bubble", "Opens the conversation that it is part of."))
        found.append(Act("paint", "Use in Image", "image", "Its text becomes the words of a picture."))
    else:
        if item.mime.startswith("image/"):
            found.append(Act("edit", "Use as input", "input", "Becomes the picture to change on the Image page."))
            found.append(Act("add", "Combine", "add_photo_alternate", "Goes beside the pictures on the Image page."))
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
    preset = prompts.library().presets.get(item.preset or "")
    made = quiet(_moment(item.created_ms, zone), preset.name if preset else item.preset or "", _styles(item.styles))
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
    """What it was made from, and what was made with it, each with what it cost."""

    def row(steps: Sequence[Step], *more: Html) -> Html:
        return tag("div", *(_step(one, task, seen.item) for one, task in steps), *more, cls="s-kin")

    if len(found.before) > 1:
        spent = found.cost()
        st.html(section("Where it comes from", f"{words.after(spent)} along this path" if spent else ""))
        st.html(tag("div", *map(row, found.before), cls="s-path"))
    if found.after:
        st.html(section("What was made with it"))
        further = [tag("span", f"and {found.further} more", cls="s-muted")] if found.further else []
        st.html(tag("div", row(found.after, *further), cls="s-path"))


def recipe(seen: Seen, zone: tzinfo | None) -> None:
    """Everything that would make it again, to read and to copy."""
    task = seen.task
    if task is None:
        return
    with st.expander("Recipe", icon=":material/receipt_long:", type="compact", key="recipe"):
        rows = [tag("div", tag("dt", name), tag("dd", value)) for name, value in _rows(task, zone) if value]
        st.html(tag("dl", *rows, cls="s-kv"))
        st.caption("All of it as JSON, with the words that were sent. The button in its corner copies it.")
        told = json.dumps(as_json(task), ensure_ascii=False, indent=2)
        st.code(told, language="json", wrap_lines=True, height=240)


def as_json(task: Task) -> dict[str, object]:
    """The recipe of a task: what was sent, with which settings, when and for how much. Times are UTC."""
    sent = task.prompt
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
        "styles": list(task.styles),
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


def _rows(task: Task, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    """The recipe for people, a fact in each row; an empty one is not shown."""
    model = catalog().models.get(task.model)
    params, roles = (model.params, model.input) if model else ({}, {})
    yield "Model", model.name if model else task.model
    yield "Through", words.DOORS[task.door]
    yield "Quality", words.QUALITY[task.quality]
    yield "Preset", _preset(task)
    yield "Styles", _styles(task.styles)
    for name, value in task.settings.items():
        param = params.get(name)
        yield (param.label if param else name), f"{value} {param.unit if param else ''}".strip()
    files = inputs.by_id(task.inputs)
    for one in task.inputs:
        told = inputs.about(files[one.asset]) if one.asset in files else "deleted"
        yield roles[one.role].label if one.role in roles else one.role, told
    yield "Asked", _moment(task.created_ms, zone)
    yield "Took", words.seconds(task.seconds) if task.seconds is not None else ""
    yield "Tokens", words.counted(task.usage)
    yield "Quoted", words.after(task.quote.expected)
    yield "Cost", "" if task.cost_micros is None else f"{words.after(task.cost_micros)} {words.simulated(task.world)}"


def _preset(task: Task) -> str:
    """``Scene · Establishing shot``."""
    preset = prompts.library().presets.get(task.preset or "")
    subtype = preset.subtypes.get(task.subtype or "") if preset else None
    return " · ".join(part.name for part in (preset, subtype) if part) or task.preset or ""


def _styles(ids: Sequence[str]) -> str:
    known = prompts.library().styles
    return ", ".join(known[one].name if one in known else one for one in ids)


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
