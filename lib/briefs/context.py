"""What a brief refers to: its files and the turn that it goes on from; what is wrong with them, and how much they are
to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lib import costs
from lib.catalog import Model
from lib.domain import Actor, Asset, Brief, Context, Input, Problem, Task
from lib.errors import NOTHING, InvalidRequest, NotFound
from lib.media import documents
from lib.store import assets, history

BYTES = 4
"""Of a document's text in a token: four characters of English (ai.google.dev/gemini-api/docs/tokens), and of scripts
with more bytes to a letter fewer letters."""


def files(brief: Brief, actor: Actor) -> dict[str, Asset]:
    """The files that a brief names, as far as they are the actor's and still there."""
    return assets.many(actor, [one.asset for one in brief.inputs])


def problems(inputs: Sequence[Input], found: Mapping[str, Asset], model: Model) -> Iterator[Problem]:
    """Files that are not there, and files of a kind that their role does not take. What a role is, and how many files
    it takes, the catalog has checked."""
    for one in inputs:
        asset, take = found.get(one.asset), model.input.get(one.role)
        if asset is None:
            yield Problem("inputs", f"A file that goes in is no longer there: take it out or choose another. {NOTHING}")
        elif take is not None and asset.mime not in take.mime:
            kinds = ", ".join(kind.partition("/")[2].upper() for kind in take.mime)
            named = f"“{asset.name}”" if asset.name else "A file"
            message = f"{named} is of a kind that {model.name} does not read as {take.label.lower()}; it reads {kinds}."
            yield Problem("inputs", f"{message} {NOTHING}", take.mime)


def previous(brief: Brief, actor: Actor) -> Task | None:
    """The turn before. Raises NotFound, also for what is no text, and InvalidRequest while it is being written."""
    if brief.previous is None:
        return None
    task = history.one(actor, brief.previous)
    if task.job != "text":
        raise NotFound("earlier answer that this could go on from")
    if not task.ended:
        still = "The answer before is still being written: wait for its end, or stop it."
        raise InvalidRequest([Problem("previous", f"{still} {NOTHING}")])
    return task


def context(actor: Actor, found: Mapping[str, Asset], inputs: Sequence[Input], before: Task | None) -> Context:
    """How much there is to read beside the words: these files, and the conversation up to the turn before."""
    given = [*(of_file(found[one.asset]) for one in inputs), *_so_far(actor, before)]
    return Context(
        pictures=sum(one.pictures for one in given),
        pages=sum(one.pages for one in given),
        tokens=sum(one.tokens for one in given),
    )


def overfull(model: Model, words: str, given: Context) -> Problem | None:
    """Files and conversation that leave the model no room for these words, which alone would fit."""
    count = sum(costs.read(model, words, given).values())
    if count <= model.input_tokens:
        return None
    message = (
        f"Words, files and conversation are about {count:,} tokens together and {model.name} reads "
        f"{model.input_tokens:,}. Take a file out, or begin a new conversation."
    )
    return Problem("inputs", f"{message} {NOTHING}")


def of_file(asset: Asset) -> Context:
    """How much there is to read in one file."""
    if asset.mime != documents.MIME:
        return Context(pictures=1)
    return Context(pages=asset.pages or 0, tokens=(asset.text_bytes or 0) // BYTES)


def _so_far(actor: Actor, task: Task | None) -> Iterator[Context]:
    """A conversation up to here, as the provider counted it; turns that it did not count (they failed, or were lost)
    are told anew with the next one, and counted by us."""
    while task is not None:
        if counted := sum(task.usage.get(name, 0) for name in ("text_in", "cached_in", "image_in", "text_out")):
            yield Context(tokens=counted)
            return
        said = task.prompt.text if task.prompt else ""
        yield Context(tokens=costs.tokens(f"{said} {task.text or ''}"))
        yield from map(of_file, assets.many(actor, [one.asset for one in task.inputs]).values())
        task = history.one(actor, task.previous) if task.previous else None
