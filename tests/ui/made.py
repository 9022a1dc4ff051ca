"""Made-up tasks and prompts for the tests of the parts."""

from dataclasses import replace

from lib.domain import ENDED, Asset, Line, Note, Prompt, Quote, Span, State, Task

NOW = 1_795_000_000_000

PROMPT = Prompt(
    (
        Span("An establishing shot. ", "preset", "Scene"),
        Span("A harbour at dusk. ", "user"),
        Span("Colour negative film.", "style", "Dusk film"),
    ),
    (Note("kept", "Dusk is said twice."), Note("decided", "The style wins over the preset.")),
)


def quote(expected: int, maximum: int | None = None) -> Quote:
    return Quote((Line("4K picture", expected, expected, maximum or expected, "row"),))


def task(state: State = "succeeded", **fields: object) -> Task:
    """A task of 134,000 micro-dollars that took 11.2 s, changed by ``fields``."""
    ended = state in ENDED
    made = Task(
        id="t1",
        group="g1",
        place=0,
        user="local",
        session="s",
        project=None,
        job="image",
        model="gemini-3-pro-image",
        door="demo",
        world="simulated",
        state=state,
        quality="best",
        settings={"size": "4K", "ratio": "16:9"},
        preset=None,
        subtype=None,
        styles=(),
        quote=quote(134_000),
        held_micros=134_000,
        cost_micros=134_000 if state == "succeeded" else (0 if ended else None),
        usage={"image_out": 1120} if state == "succeeded" else {},
        prompt=PROMPT,
        preview=None,
        created_ms=NOW - 20_000,
        updated_ms=NOW,
        sent_ms=NOW - 11_200,
        ended_ms=NOW if ended else None,
        outputs=(Asset("a1", "0" * 64, "local", "image/png", 3_100_000, 5504, 3072),) if state == "succeeded" else (),
    )
    return replace(made, **fields)  # type: ignore[arg-type]
