"""What the demo engine writes, seen through the unmodified SDK: bounded, billed to the word, and remembered."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from google.genai import _interactions as refusals

from lib.demo import tokens
from lib.demo.rules import rules
from tests.demo.engines import CARBON, HYDROGEN, LITE, QUICK, Engine

WORDS = "Describe a fishing harbour at dusk in about 120 words."
LEVELS = [(one.id, level) for one in rules().models.values() if one.writes for level in one.levels]


@pytest.mark.parametrize("model", [CARBON, HYDROGEN, QUICK])
def test_a_text_is_thought_written_and_counted(engine: Engine, model: str) -> None:
    answer = engine.wrote(WORDS, model=model, config={"thinking_level": "low"})
    usage = answer.usage
    assert (answer.status, answer.model, [step.type for step in answer.steps]) == (
        "completed",
        model,
        ["thought", "model_output"],
    )
    assert usage.total_input_tokens == tokens.count(WORDS)
    assert usage.total_output_tokens == tokens.count(answer.output_text) > 20
    assert usage.total_tokens == usage.total_input_tokens + usage.total_thought_tokens + usage.total_output_tokens
    assert [(part.modality, part.tokens) for part in usage.output_tokens_by_modality] == [
        ("text", usage.total_output_tokens)
    ]
    assert answer.steps[0].summary[0].text
    assert base64.b64decode(answer.steps[0].signature, validate=True)


@pytest.mark.parametrize(("model", "level"), LEVELS)
def test_thinking_keeps_within_the_range_of_its_level(engine: Engine, model: str, level: str) -> None:
    fewest, most = rules().models[model].thoughts[level]
    usage = engine.wrote(WORDS, model=model, config={"thinking_level": level}).usage
    assert fewest <= usage.total_thought_tokens <= most


def test_thoughts_without_summaries_are_billed_all_the_same(engine: Engine) -> None:
    told, silent = (engine.wrote(WORDS, model=CARBON, config={"thinking_summaries": how}) for how in ("auto", "none"))
    assert told.usage.total_thought_tokens == silent.usage.total_thought_tokens > 0
    assert told.steps[0].summary
    assert not silent.steps[0].summary


def test_a_seed_repeats_a_text(engine: Engine) -> None:
    seeded = [engine.wrote(WORDS, config={"seed": 7}).output_text for _ in range(2)]
    assert seeded[0] == seeded[1]


@pytest.mark.parametrize("room", [0, 1, 25])
def test_the_output_ceiling_holds_for_thinking_and_text_together(engine: Engine, room: int) -> None:
    config = {"thinking_level": "high", "seed": 3}
    whole = engine.wrote(WORDS, config=config)
    most = whole.usage.total_thought_tokens + room
    answer = engine.wrote(WORDS, config=config | {"max_output_tokens": most})
    assert answer.status == "incomplete"
    assert answer.usage.total_thought_tokens == most - room
    assert answer.usage.total_output_tokens == tokens.count(answer.output_text or "") == room
    assert whole.output_text.startswith(answer.output_text or "")


def test_a_ceiling_below_the_thinking_leaves_no_text(engine: Engine) -> None:
    answer = engine.wrote(WORDS, model=CARBON, config={"max_output_tokens": 10})
    usage = answer.usage
    assert (answer.status, usage.total_thought_tokens, usage.total_output_tokens) == ("incomplete", 10, 0)
    assert [step.type for step in answer.steps] == ["thought"]


def test_a_stop_sequence_ends_a_text_before_it(engine: Engine) -> None:
    whole = engine.wrote(WORDS, config={"seed": 3}).output_text
    stop = whole[len(whole) // 2 :][:8]
    answer = engine.wrote(WORDS, config={"seed": 3, "stop_sequences": ["never there", stop]})
    assert answer.output_text == whole[: whole.index(stop)]
    assert (answer.status, answer.usage.total_output_tokens) == ("completed", tokens.count(answer.output_text))


def test_an_instruction_counts_as_input(engine: Engine) -> None:
    instruction = "Answer in French and never use a list."
    plain, told = engine.wrote(WORDS), engine.wrote(WORDS, system_instruction=instruction)
    more = told.usage.total_input_tokens - plain.usage.total_input_tokens
    assert more == tokens.count(instruction)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a duck [[fault:filtered]]", "SAFETY"),
        ("a duck, nude", "PROHIBITED_CONTENT"),
        ("a duck [[fault:failed]]", "INTERNAL"),
    ],
)
@pytest.mark.parametrize("background", [False, True])
def test_a_filtered_or_failed_text_says_so_and_bills_only_what_went_in(
    engine: Engine, words: str, code: str, background: bool
) -> None:
    answer = engine.settled(engine.wrote(words, background=background).id)
    assert (answer.status, answer.output_text) == ("failed", "")
    assert [error.code for error in answer.errors] == [code]
    assert answer.usage.total_tokens == answer.usage.total_input_tokens > 0


def test_memory_counts_the_whole_chain_like_a_history_that_is_sent_again(engine: Engine) -> None:
    said = ["My cat is called Nelson.", "He likes tuna.", "Write four lines about him."]
    previous: dict[str, Any] = {}
    steps: list[dict[str, Any]] = []
    for words in said:
        remembered = engine.wrote(words, config={"seed": 1}, **previous)
        steps.append({"type": "user_input", "content": [{"type": "text", "text": words}]})
        replayed = engine.wrote(steps, config={"seed": 1}, store=False)
        assert remembered.usage.total_input_tokens == replayed.usage.total_input_tokens
        assert remembered.output_text == replayed.output_text
        previous = {"previous_interaction_id": remembered.id}
        steps.append({"type": "model_output", "content": [{"type": "text", "text": remembered.output_text}]})
    assert replayed.usage.total_input_tokens > sum(tokens.count(words) for words in said)


def test_an_answer_that_met_its_ceiling_is_written_on_to_its_end(engine: Engine) -> None:
    config = {"thinking_level": "low", "seed": 3}
    whole = engine.wrote(WORDS, config=config)
    cut = engine.wrote(WORDS, config=config | {"max_output_tokens": whole.usage.total_thought_tokens + 25})
    said = [
        {"type": "user_input", "content": [{"type": "text", "text": WORDS}]},
        {"type": "model_output", "content": [{"type": "text", "text": cut.output_text}]},
        {
            "type": "user_input",
            "content": [{"type": "text", "text": "Continue “Describe a fishing…” from where you stopped."}],
        },
    ]
    rest = engine.wrote(said)  # with a seed of its own
    assert (cut.status, rest.status) == ("incomplete", "completed")
    assert "".join((cut.output_text + rest.output_text).split()) == "".join(whole.output_text.split())


def test_two_answers_to_one_question_differ(engine: Engine) -> None:
    first, second = (engine.wrote(WORDS).output_text for _ in range(2))
    assert first != second


def test_a_chain_goes_on_only_from_what_is_there_and_complete(engine: Engine) -> None:
    deleted = engine.wrote("a first turn")
    second = engine.wrote("a second turn", previous_interaction_id=deleted.id)
    engine.sdk.interactions.delete(deleted.id)
    incomplete = engine.wrote(WORDS, config={"max_output_tokens": 1})
    before = len(engine.log())
    for name in ("int_nobody", deleted.id, second.id):
        with pytest.raises(refusals.NotFoundError):
            engine.wrote("and then?", previous_interaction_id=name)
    for name in (incomplete.id, engine.wrote("a tin [[fault:failed]]").id, engine.made("a tin").id):
        with pytest.raises(refusals.BadRequestError) as refusal:
            engine.wrote("and then?", previous_interaction_id=name)
        assert refusal.value.body["error"]["status"] == "FAILED_PRECONDITION"
    assert len(engine.log()) == before + 2


def test_a_picture_is_neither_streamed_nor_goes_on_from_another(engine: Engine) -> None:
    for more in ({"stream": True}, {"previous_interaction_id": "int_0"}):
        with pytest.raises(refusals.BadRequestError):
            engine.made("a kite", model=LITE, **more)
    with pytest.raises(refusals.BadRequestError):
        engine.sdk.interactions.get(engine.made("a kite").id, stream=True)


def test_the_timeline_has_what_was_said_and_what_was_answered(engine: Engine) -> None:
    first = engine.wrote("a first turn")
    answer = engine.wrote("a second turn", previous_interaction_id=first.id, labels={"task": "chat-1"})
    got = engine.sdk.interactions.get(answer.id, include_input=True)
    assert [step.type for step in got.steps] == ["user_input", *[step.type for step in answer.steps]]
    assert got.input[0].content[0].text == "a second turn"
    assert (got.output_text, got.previous_interaction_id) == (answer.output_text, first.id)


def test_the_log_bills_every_text_to_the_token(engine: Engine) -> None:
    kept = engine.wrote("a ledger", labels={"task": "ledger"})
    unkept = engine.wrote("a ledger", labels={"task": "ledger"}, store=False)
    entries = engine.log(task="ledger")
    assert [entry["sends"] for entry in entries] == [2, 2]
    for answer, entry in zip((kept, unkept), entries, strict=True):
        assert entry["usage"]["total_tokens"] == answer.usage.total_tokens > 0
    assert "ledger" not in str([entry | {"task": "", "labels": ""} for entry in entries])
