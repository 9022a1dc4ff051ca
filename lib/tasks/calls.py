"""From the row of a task to the call that is sent: its words and files, and the conversation before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lib import config
from lib.catalog import catalog
from lib.domain import Actor, Asset, Input
from lib.providers.protocol import Call, Provider, Source, Turn
from lib.store import assets, db, provider_files, tasks, texts
from lib.store.tasks import Row
from lib.tasks import copies


class Forgotten(Exception):
    """What the task needs is no longer there; says what in a sentence."""


def call(row: Row, provider: Provider, halted: Callable[[], bool]) -> Call:
    """Everything that is sent for this task. Files that are large are given to the provider first.

    Raises Forgotten, Rejected where files are too much for one request, what the provider raises, and what the gate
    says to a free call.
    """
    sealed, model = tasks.unsealed(row), catalog().model(row["model"])
    sent = {name: value for name, value in sealed.settings.items() if value != model.params[name].unsent}
    previous, turns = _conversation(row, provider)
    whole = Call(
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
    copies.fit(whole.sources)
    return whole


def named(row: Row, halted: Callable[[], bool]) -> Call:
    """As much as is needed to ask about work that has a name."""
    return Call(row["id"], row["job"], row["model"], prompt="", params={}, wire={}, halted=halted)


def may_be_told_anew(row: Row) -> bool:
    """Whether what the provider has forgotten can be told once more: only once, and where prompts are kept."""
    return not row["anew"] and config.current().store_prompts == "full"


def tell_anew(row: Row) -> None:
    """The provider knows an earlier turn or a file no longer: this time the conversation is told anew, and files are
    given anew. Names of earlier turns are kept: by them they are deleted one day."""
    with db.read() as connection:
        earlier = [one["id"] for one in tasks.chain(connection, row["id"])]
        used = tasks.inputs(connection, [*earlier, row["id"]])
    for asset in _living(row, [one for inputs in used.values() for one in inputs]).values():
        provider_files.forget(row["door"], asset.sha256)
    tasks.touch(row["id"], anew=True)


def _conversation(row: Row, provider: Provider) -> tuple[str | None, tuple[Turn, ...]]:
    """The provider's own memory of the turn before, or all turns told anew: where there is none, where another door
    wrote them, or where the last one has no end that a provider would go on from.

    A turn that was never answered (refused, filtered, lost) has no part in it: told again, it would be refused again.
    Where prompts are not kept, an answer that was stopped has none either.
    """
    if row["previous_id"] is None:
        return None, ()
    with db.read() as connection:
        chain = tasks.chain(connection, row["id"])
        said, files = texts.of_tasks(connection, ids := [one["id"] for one in chain]), tasks.inputs(connection, ids)
    earlier = [one for one in chain if said.get(one["id"], ("", ""))[0]]
    if any(one["prompt_json"] is None for one in earlier):
        earlier = _up_to_the_last_whole(earlier)
    last = earlier[-1] if earlier else None
    if last is None:
        return None, ()
    if last["state"] == "succeeded" and last["op"] and last["door"] == row["door"] and not row["anew"]:
        return last["op"], ()
    turns: list[Turn] = []
    for one in earlier:
        prompt = tasks.spans_of(one["prompt_json"])
        if prompt is None:
            raise Forgotten("This conversation cannot go on here: its prompts were not kept.")
        turns.append(Turn("user", prompt.text, _sources(row, provider, files.get(one["id"], ()))))
        turns.append(Turn("model", said[one["id"]][0]))
    return None, tuple(turns)


def _up_to_the_last_whole(turns: list[Row]) -> list[Row]:
    whole = [place for place, one in enumerate(turns) if one["state"] == "succeeded"]
    return turns[: whole[-1] + 1] if whole else []


def _needed(row: Row, provider: Provider, inputs: Sequence[Input]) -> tuple[Source, ...]:
    sources = _sources(row, provider, inputs)
    if len(sources) < len(inputs):
        raise Forgotten("A file that it needs was deleted.")
    return sources


def _sources(row: Row, provider: Provider, inputs: Sequence[Input]) -> tuple[Source, ...]:
    """The files that are still there, in their order."""
    found = _living(row, inputs)
    return tuple(copies.source(row, provider, found[one.asset]) for one in inputs if one.asset in found)


def _living(row: Row, inputs: Sequence[Input]) -> dict[str, Asset]:
    owner = Actor(row["user_id"], "member", row["session_id"], row["project_id"])
    return assets.many(owner, [one.asset for one in inputs])
