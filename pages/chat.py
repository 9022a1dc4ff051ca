"""Chat: talk with a model about words, pictures and documents; what is said outlives page, reload and restart."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from lib import prompts, tasks, ui
from lib.catalog import catalog
from lib.domain import Brief, Prepared, Request, Task
from lib.errors import AlreadyEnded, ConversationMoved, NotFound
from lib.store import assets, conversations, db, history
from lib.ui import composer, examples, inputs, page, places, recipes, states, talks, turns, words
from lib.ui.asking import Asking
from lib.ui.draft import Draft
from lib.ui.markup import quiet
from lib.ui.offers import Offer
from lib.ui.turns import Act

FIELD = "say"
LOOK_SECONDS = 3
"""How often an open conversation is looked at for what another window did."""
TILES = 4
PARTS = 6
"""As many parts at most stand around the turns: heading, what was deleted, refused or said no to, or the examples."""

actor = ui.actor()
state = st.session_state


def submit(request: Request, key: str, ceiling: int) -> None:
    """The next turn of the open conversation, or the first of a new one."""
    talk = st.query_params.get("c") or state.setdefault("talk_next", db.new_id())
    tasks.submit(replace(request, conversation=talk), key, ceiling)
    st.query_params.c = talk
    state.talk_open = state.talk_gone = None
    state.pop("talk_next", None)
    if state.pop("talk_back", None):
        state.talk_field = ""


asking = Asking(Draft("chat", "text"), submit)


def choose(talk: str | None) -> None:
    """Open a conversation, or begin a new one."""
    if talk is None:
        st.query_params.pop("c", None)
        state.talk_open = None
    else:
        st.query_params.c = talk
    asking.forget()


def opened() -> conversations.Conversation | None:
    """The conversation of the address, or the one that was open before another page was; a new one where there is none,
    it is gone, or something came along to be talked about."""
    talk = st.query_params.get("c") or (None if state.get("chat_about") else state.get("talk_open"))
    if talk is None:
        return None
    st.query_params.c = talk
    try:
        return conversations.one(actor, talk)
    except NotFound:
        choose(None)
        return None


def follow_conversation(said: list[Task]) -> None:
    """A conversation goes on with what its last turn was asked with; what came along from elsewhere is attached."""
    talk = st.query_params.get("c")
    if said and state.get("talk_open") != talk:
        brief = recipes.of(said[-1]) or asking.draft.load()
        asking.draft.put(replace(brief, words="", inputs=(), previous=None))
    state.talk_open = talk
    if about := state.pop("chat_about", None):
        given = list(assets.many(actor, about).values())
        asking.draft.put(inputs.added(asking.draft.load(), given))


def price(brief: Brief, last: Task | None) -> tuple[Prepared, Prepared]:
    """What a turn has become without its words yet, and what it costs."""
    before = last.id if last and last.ended else None
    return composer.price(replace(brief, words="", previous=before), asking.prepare)


def bottom(brief: Brief, last: Task | None, prepared: Prepared, priced: Prepared) -> Any:
    """Choices, field, and what a turn costs; while an answer is written, the way to stop it. The place of the line."""
    model = catalog().models[priced.model]
    with st.bottom, st.container(key="talkbox", gap="xsmall"):
        inputs.strip(asking.draft, brief, model)
        with st.container(key="chips", horizontal=True, gap="xsmall", vertical_alignment="center"):
            composer.quality(asking.draft, brief)
            inputs.chip(asking.draft, brief, model)
            composer.presets(asking.draft, brief)
            composer.styles(asking.draft, brief, prepared)
            composer.system(asking.draft, brief)
            composer.settings(asking.draft, brief, priced)
    hint = "Say what should change" if last else "Say what you want to know or have written"
    if (text := state.pop("talk_field", None)) is not None:
        state[FIELD] = text
    # Not inside st.bottom: where it finds its own way there, the page keeps to the end of what is written.
    st.chat_input(hint, key=FIELD, on_submit=take_in)
    quote = priced.quote
    price = f"about {words.before(quote.expected)}, at most {words.before(quote.maximum)} a turn" if quote else ""
    tokens = words.number(int(priced.settings.get(model.ceiling, 0)))
    with st.bottom, st.container(key="talkline", horizontal=True, vertical_alignment="center", wrap=False):
        line = st.empty()
        if last and not last.ended:
            if not last.stopping:
                st.button(
                    "Stop", key="stop", icon=":material/stop_circle:", type="tertiary", on_click=stop, args=(last,)
                )
        else:
            line.html(
                quiet(model.name, f"up to {tokens} tokens out", price, "leaving the page does not stop the answer")
            )
    return line


def take_in() -> None:
    """Ask what was typed before the next run is drawn, going on from the turn that was seen last. A no is told, and the
    words are back in the field."""
    text, seen = state[FIELD], state.get("talk_seen")
    if not text.strip():
        return
    state.pop("talk_back", None)
    wanted = replace(asking.draft.load(), words=text, previous=seen)
    if any(task.id == seen for task in history.active(actor)):
        asking.tell(ConversationMoved(writing=True), wanted)
    elif asking.send(Offer(wanted, asking.read()), "say"):
        return
    state.talk_field = state.talk_back = text


def carry_out(act: Act, brief: Brief, ceiling: int) -> None:
    if act.verb == "use":
        state.put_in_image = Brief(job="image", words=act.task.text or "")
        places.go("image")
    text = words.go_on(act.task) if act.verb == "go_on" else words.own_words(act.task)
    wanted = replace(brief, words=text, inputs=act.task.inputs if act.verb == "again" else (), previous=act.task.id)
    asking.send(Offer(wanted, ceiling), f"{act.verb} {act.task.id}")
    st.rerun()


def told(brief: Brief, foreseen: Exception | None) -> None:
    """What was refused, or would be, and what works instead."""
    found = asking.told()
    if found and isinstance(found.refusal, ConversationMoved):
        states.banner(str(found.refusal), moving=False)
    elif found:
        asking.refuse(found.refusal, found.brief, dismiss=asking.forget)
    elif foreseen:
        asking.refuse(foreseen, brief)


def nothing_yet() -> None:
    """A new conversation: what it is for, and examples that run."""
    page.title("Chat", "Ask, draft, rewrite; give it pictures and documents to read.")
    page.section("Start from an example", "Each one runs as it is, and shows its whole recipe.")
    shown = [preset for preset in prompts.library().presets.values() if preset.job == "text"][:TILES]
    if picked := examples.draw(shown, asking.prepare, columns=2):
        asking.make(picked, "example")


def stop(task: Task) -> None:
    with suppress(AlreadyEnded):
        tasks.cancel(actor, task.id)


def take_away(drawn: int) -> None:
    """What the run before this one drew further below: Streamlit does it at the end of a run, and one that shows an
    answer while it is written ends late."""
    for _ in range(max(drawn, state.get("talk_drawn", 0)) - drawn + PARTS):
        st.empty()
    state.talk_drawn = drawn


def watch(talk: str, seen: str | None) -> None:
    """What another window adds to the conversation, or takes away, is soon shown in this one."""

    @page.guarded
    def look() -> None:
        try:
            now = conversations.one(actor, talk).last
        except NotFound:
            now = None
        if now != seen:
            page.run_again()

    with st.container(key="watch"):
        st.fragment(run_every=LOOK_SECONDS, key="watching")(look)()


def main() -> None:
    talk = opened()
    so_far = conversations.turns(actor, talk.id) if talk else []
    last = so_far[-1] if so_far else None
    asking.begin()
    follow_conversation(so_far)
    brief = asking.draft.load()
    prepared, priced = price(brief, last)
    agreed = asking.agreed(priced.quote) or 0
    state.talk_seen = last.id if last else None
    talks.beside(talk.id if talk else None, choose)
    column = st.container(key="talk", gap="medium")
    line = bottom(brief, last, prepared, priced)
    again = words.before(priced.quote.expected) if priced.quote else None
    act: Act | None = None
    with column:
        talks.deleted(choose)
        if talk:
            talks.heading(talk, words.count(len(so_far), "turn"))
        else:
            nothing_yet()
        files = inputs.by_id([one for task in so_far for one in task.inputs])
        for task in so_far:
            turns.asked(task, files)
            answer = st.container()
            if task.ended:
                with answer:
                    act = turns.answered(task, again if task is last else None) or act
        told(brief, priced.refusal)
        if act:
            carry_out(act, brief, agreed)
        take_away(2 * len(so_far))
        if last and not last.ended:
            with answer:
                turns.writing(last, tasks.follow(actor, last.id), lambda: history.one(actor, last.id), line)
            asking.forget()  # nobody need wait for this answer any more
            page.run_again()
        elif talk and last:
            watch(talk.id, last.id)


main()
