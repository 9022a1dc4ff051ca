"""Chat: talk with a model about words, pictures and documents; what is said outlives page, reload and restart."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lib import prompts, tasks, ui
from lib.catalog import catalog
from lib.domain import Brief, Request, Task
from lib.errors import AlreadyEnded, ConversationMoved, NotFound
from lib.store import assets, conversations, db
from lib.ui import composer, examples, inputs, page, places, recipes, states, talks, turns, words
from lib.ui.asking import Asking
from lib.ui.draft import Draft
from lib.ui.markup import quiet
from lib.ui.offers import Offer
from lib.ui.turns import Act

FIELD = "say"
GO_ON = "Go on from where you stopped."
TILES = 4

actor = ui.actor()
state = st.session_state


def submit(request: Request, key: str, ceiling: int) -> None:
    """The next turn of the open conversation, or the first of a new one."""
    talk = st.query_params.get("c") or state.setdefault("talk_next", db.new_id())
    tasks.submit(replace(request, conversation=talk), key, ceiling)
    st.query_params.c = talk
    state.pop("talk_next", None)
    state.talk_gone = None
    asking.put_in(replace(asking.draft.load(), words="", inputs=()))


asking = Asking(Draft("chat", "text"), submit)


def choose(talk: str | None) -> None:
    """Open a conversation, or begin a new one."""
    if talk is None:
        st.query_params.pop("c", None)
    else:
        st.query_params.c = talk
    asking.forget()


def opened() -> conversations.Conversation | None:
    """The conversation of the address; a new one where there is none, or it is gone."""
    talk = st.query_params.get("c")
    if talk is None:
        return None
    try:
        return conversations.one(actor, talk)
    except NotFound:
        st.query_params.pop("c", None)
        return None


def follow_conversation(said: list[Task]) -> None:
    """A conversation goes on with what its last turn was asked with; what came along from elsewhere is attached."""
    talk = st.query_params.get("c")
    if said and state.get("talk_open") != talk and (brief := recipes.of(said[-1])):
        asking.draft.put(replace(brief, words="", inputs=()))
    state.talk_open = talk
    if about := state.pop("chat_about", None):
        given = list(assets.many(actor, about).values())
        asking.draft.put(inputs.added(asking.draft.load(), given))


@dataclass(frozen=True, slots=True)
class Bottom:
    """What stands at the foot of the page: the ceiling of a turn, and the place of the line below the field."""

    ceiling: int | None
    price: str
    line: Any


def bottom(brief: Brief, last: Task | None) -> Bottom:
    """Choices, field, and what a turn costs; while an answer is written, how it stands and the way to stop it."""
    before = last.id if last and last.ended else None
    prepared, priced = composer.price(replace(brief, words="", previous=before), asking.prepare)
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
    # Not inside st.bottom: where it finds its own way there, the page keeps to the end of what is written.
    st.chat_input(hint, key=FIELD, accept_file="multiple", file_type=inputs.kinds(model), on_submit=take_in)
    most = f"at most {words.before(priced.quote.maximum)} a turn" if priced.quote else ""
    tokens = words.number(int(priced.settings.get(model.ceiling, 0)))
    with st.bottom, st.container(key="talkline", horizontal=True, vertical_alignment="center", wrap=False):
        line = st.empty()
        if last and not last.ended:
            st.button("Stop", key="stop", icon=":material/stop_circle:", type="tertiary", on_click=stop, args=(last,))
        else:
            line.html(
                quiet(model.name, f"up to {tokens} tokens out", most, "leaving the page does not stop the answer")
            )
    quote = priced.quote
    return Bottom(words.ceiling(quote), words.before(quote.expected), line) if quote else Bottom(None, "", line)


def take_in() -> None:
    """Before the next run is drawn: take what was typed and attached; it is sent when its price is known."""
    value = state[FIELD]
    kept, refused = inputs.take(value.files or [])
    state[asking.draft.key("refused")] = refused
    if kept:
        asking.draft.put(inputs.added(asking.draft.load(), kept))
    state.talk_said = value.text


def send(text: str, brief: Brief, last: Task | None, ceiling: int | None) -> None:
    """Ask. What was agreed to is the ceiling below the field; a no keeps the words."""
    if not text.strip():
        return
    wanted = replace(brief, words=text, previous=last.id if last else None)
    if asking.send(Offer(wanted, ceiling or 0), "say"):
        st.rerun()
    state[FIELD] = text
    found = asking.prepare(wanted)
    if not found.problems:
        st.rerun()
    states.problems(found.problems)


def carry_out(act: Act, brief: Brief, ceiling: int | None, last: Task) -> None:
    if act.verb == "use":
        state.put_in_image = Brief(job="image", words=act.task.text or "")
        places.go("image")
    text = GO_ON if act.verb == "go_on" else words.own_words(act.task)
    wanted = replace(brief, words=text, inputs=act.task.inputs if act.verb == "again" else (), previous=last.id)
    asking.send(Offer(wanted, ceiling or 0), f"{act.verb} {act.task.id}")
    st.rerun()


def told() -> None:
    """What was refused, and what works instead."""
    if found := asking.told():
        if isinstance(found.refusal, ConversationMoved):
            states.banner(str(found.refusal), moving=False)
            asking.forget()
        else:
            asking.refuse(found.refusal, found.brief, dismiss=asking.forget)


def nothing_yet() -> None:
    """A new conversation: what it is for, and examples that run."""
    page.title("Chat", "Ask, draft, rewrite; give it pictures and documents to read.")
    page.section("Start from an example", "Each one runs as it is, and shows its whole recipe.")
    shown = [preset for preset in prompts.library().presets.values() if preset.job == "text"][:TILES]
    if picked := examples.draw(shown, asking.prepare, columns=2):
        asking.put_in(replace(picked.brief, words=""))
        asking.make(picked, "example")


def stop(task: Task) -> None:
    with suppress(AlreadyEnded):
        tasks.cancel(actor, task.id)


def main() -> None:
    talk = opened()
    so_far = conversations.turns(actor, talk.id) if talk else []
    last = so_far[-1] if so_far else None
    follow_conversation(so_far)
    asking.begin()
    brief = asking.draft.load()
    talks.beside(talk.id if talk else None, choose)
    column = st.container(key="talk", gap="medium")
    foot = bottom(brief, last)
    ceiling = foot.ceiling
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
            if task.ended:
                act = turns.answered(task, foot.price if task is last else None) or act
        if (text := state.pop("talk_said", None)) is not None:
            send(text, brief, last, ceiling)
        told()
        if act and last:
            carry_out(act, brief, ceiling, last)
        if last and not last.ended:
            turns.writing(last, tasks.follow(actor, last.id), foot.line)
            page.run_again()


main()
