"""From the row of a task to the call that is sent: its words and files, and the conversation before it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from lib import gate
from lib.catalog import catalog
from lib.domain import Actor, Asset, Input
from lib.providers.protocol import Call, NotAccepted, Provider, Source, Turn
from lib.store import assets, db, provider_files, tasks, texts
from lib.store.tasks import Row
from lib.tasks.endings import closing

LARGE = 4_000_000
"""Bytes from which a file is given to the provider once instead of going along with every turn. Sixteen smaller ones
fit into one request, which may have 100 MB (limits.md §3)."""
READING_SECONDS = 60
"""How long the provider may take to get ready with a file that it was given."""


class Forgotten(Exception):
    """What the task needs is no longer there; says what in a sentence."""


def call(row: Row, provider: Provider, halted: Callable[[], bool]) -> Call:
    """Everything that is sent for this task. Files that are large are given to the provider first.

    Raises Forgotten, what the provider raises, and what the gate says to a free call.
    """
    sealed, model = tasks.unsealed(row), catalog().model(row["model"])
    sent = {name: value for name, value in sealed.settings.items() if value != model.params[name].unsent}
    previous, turns = _conversation(row, provider)
    return Call(
        task=row["id"],
        job=row["job"],
        model=row["model"],
        prompt=sealed.prompt,
        params=sent,
        wire={name: model.params[name].send for name in sent},
        instruction=sealed.instruction,
        inputs=_needed(row, provider, sealed.inputs),
        previous=previous,
        turns=turns,
        halted=halted,
    )


def named(row: Row, halted: Callable[[], bool]) -> Call:
    """As much as is needed to ask about work that has a name."""
    return Call(row["id"], row["job"], row["model"], prompt="", params={}, wire={}, halted=halted)


def forget_references(row: Row) -> None:
    """The provider knows an earlier turn or a file no longer: from now on all of it is told anew."""
    with db.write() as connection:
        earlier = [one["id"] for one in tasks.chain(connection, row["id"])]
        for task_id in earlier:
            tasks.forget_name(connection, task_id)
        used = tasks.inputs(connection, [*earlier, row["id"]])
    for asset in _living(row, [one for inputs in used.values() for one in inputs]).values():
        provider_files.forget(row["door"], asset.sha256)


def _conversation(row: Row, provider: Provider) -> tuple[str | None, tuple[Turn, ...]]:
    """The provider's own memory of the turn before, or all turns told anew: where there is none, where another door
    wrote them, or where the last one has no end that a provider would go on from."""
    if row["previous_id"] is None:
        return None, ()
    with db.read() as connection:
        earlier = tasks.chain(connection, row["id"])
    last = earlier[-1] if earlier else None
    if last is not None and last["op"] and last["door"] == row["door"] and last["state"] == "succeeded":
        return last["op"], ()
    with db.read() as connection:
        ids = [one["id"] for one in earlier]
        said, files = texts.of_tasks(connection, ids), tasks.inputs(connection, ids)
    turns: list[Turn] = []
    for one in earlier:
        prompt = tasks.spans_of(one["prompt_json"])
        if prompt is None:
            raise Forgotten("The provider has forgotten this conversation, and its prompts were not kept here.")
        turns.append(Turn("user", prompt.text, _sources(row, provider, files.get(one["id"], ()))))
        if text := said.get(one["id"], ("", ""))[0]:
            turns.append(Turn("model", text))
    return None, tuple(turns)


def _needed(row: Row, provider: Provider, inputs: Sequence[Input]) -> tuple[Source, ...]:
    sources = _sources(row, provider, inputs)
    if len(sources) < len(inputs):
        raise Forgotten("A file that it needs was deleted.")
    return sources


def _sources(row: Row, provider: Provider, inputs: Sequence[Input]) -> tuple[Source, ...]:
    """The files that are still there, in their order."""
    found = _living(row, inputs)
    return tuple(_source(row, provider, found[one.asset]) for one in inputs if one.asset in found)


def _living(row: Row, inputs: Sequence[Input]) -> dict[str, Asset]:
    owner = Actor(row["user_id"], "member", row["session_id"], row["project_id"])
    return assets.many(owner, [one.asset for one in inputs])


def _wait(provider: Provider, name: str) -> None:
    end = time.monotonic() + READING_SECONDS
    while not provider.has_read(name):
        if time.monotonic() > end or closing.is_set():
            raise NotAccepted("The provider is still reading a file.")
        time.sleep(0.5)


def _source(row: Row, provider: Provider, asset: Asset) -> Source:
    source, door = Source(asset.mime, partial(assets.read, asset.sha256)), row["door"]
    if asset.bytes < LARGE:
        return source
    uri = provider_files.uri(door, asset.sha256)
    if uri is None:
        gate.free(row["user_id"], door)
        kept = provider.keep(source)
        _wait(provider, kept.name)
        provider_files.put(door, asset.sha256, kept.name, kept.uri, kept.expires_ms)
        uri = kept.uri
    return Source(source.mime, source.read, uri)
