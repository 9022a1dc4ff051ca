"""generateContent and its kin, through the unmodified SDK and as plain HTTP: the same engine in the older dialect."""

from __future__ import annotations

import asyncio
import base64
import io
import re
from typing import Any

import pytest
from google.genai import errors
from PIL import Image

from lib.demo import tokens
from tests.demo.engines import CARBON, HYDROGEN, LITE, NANO, QUICK, Engine, Start

WORDS = "Describe a fishing harbour at dusk in about 120 words."


def spent(metadata: Any) -> tuple[int, int, int]:
    return (
        metadata.prompt_token_count,
        metadata.candidates_token_count or 0,
        metadata.thoughts_token_count or 0,
    )


def logged(engine: Engine, name: str) -> tuple[int, int, int]:
    usage = engine.log(id=name)[0]["usage"]
    return usage["total_input_tokens"], usage["total_output_tokens"], usage["total_thought_tokens"]


def post(engine: Engine, method: str, body: object, model: str = QUICK, **params: str) -> Any:
    return engine.http.post(f"/v1beta/models/{model}:{method}", json=body, params=params)


def parts(text: str = WORDS) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": [{"text": text}]}]}


def test_an_answer_has_its_text_its_end_and_its_bill(engine: Engine) -> None:
    answer = engine.sdk.models.generate_content(model=CARBON, contents=WORDS)
    given, made, thought = spent(answer.usage_metadata)
    assert (answer.candidates[0].finish_reason.name, answer.model_version) == ("STOP", CARBON)
    assert (given, made) == (tokens.count(WORDS), tokens.count(answer.text))
    assert answer.usage_metadata.total_token_count == given + made + thought
    assert [part.modality.name for part in answer.usage_metadata.prompt_tokens_details] == ["TEXT"]
    assert logged(engine, answer.response_id) == (given, made, thought)


def test_a_stream_brings_the_same_text_in_pieces_and_its_bill_grows_to_that_of_the_log(engine: Engine) -> None:
    config = {"seed": 3, "thinking_config": {"include_thoughts": True, "thinking_level": "HIGH"}}
    whole = engine.sdk.models.generate_content(model=QUICK, contents=WORDS, config=config)
    chunks = list(engine.sdk.models.generate_content_stream(model=QUICK, contents=WORDS, config=config))
    made = [spent(chunk.usage_metadata)[1] for chunk in chunks]
    assert "".join(chunk.text or "" for chunk in chunks) == whole.text
    assert any(part.thought for part in chunks[0].parts)
    assert any(part.thought for part in whole.parts)
    assert made == sorted(made)
    assert len(chunks) > 20
    assert [chunk.candidates[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1].candidates[0].finish_reason.name == "STOP"
    assert spent(chunks[-1].usage_metadata) == spent(whole.usage_metadata) == logged(engine, chunks[-1].response_id)


def test_the_asynchronous_client_hears_the_same(engine: Engine) -> None:
    async def listen() -> str:
        async with engine.aio() as aio:
            stream = await aio.models.generate_content_stream(model=QUICK, contents=WORDS, config={"seed": 3})
            return "".join([chunk.text or "" async for chunk in stream])

    whole = engine.sdk.models.generate_content(model=QUICK, contents=WORDS, config={"seed": 3})
    assert asyncio.run(listen()) == whole.text


def test_the_lines_of_a_stream_are_data_and_blank_and_nothing_else(engine: Engine) -> None:
    response = post(engine, "streamGenerateContent", parts(), alt="sse")
    assert response.headers["content-type"].startswith("text/event-stream")
    assert re.fullmatch(r"(data: \{.+\}\n\n)+", response.text)


def test_without_sse_a_stream_is_one_json_array(engine: Engine) -> None:
    body = parts() | {"generationConfig": {"seed": 3}}
    response = post(engine, "streamGenerateContent", body)
    chunks = response.json()
    pieces = [part["text"] for chunk in chunks for part in chunk["candidates"][0].get("content", {}).get("parts", [])]
    whole = post(engine, "generateContent", body).json()
    assert response.headers["content-type"] == "application/json"
    assert len(pieces) > 20
    assert "".join(pieces) == whole["candidates"][0]["content"]["parts"][0]["text"]
    assert chunks[-1]["usageMetadata"] == whole["usageMetadata"]


@pytest.mark.parametrize("prefix", ["/v1", "/v1beta", "/v1alpha"])
def test_every_version_and_both_casings_are_the_same_request(engine: Engine, prefix: str) -> None:
    camel = {
        "contents": [{"parts": [{"text": WORDS}, {"inlineData": {"mimeType": "image/png", "data": png()}}]}],
        "systemInstruction": {"parts": [{"text": "Use short sentences."}]},
        "generationConfig": {"maxOutputTokens": 900, "seed": 3, "thinkingConfig": {"thinkingLevel": "LOW"}},
        "neverHeardOf": {"x": 1},
    }
    snake = {
        "contents": {"parts": [{"text": WORDS}, {"inline_data": {"mime_type": "image/png", "data": png()}}]},
        "system_instruction": {"parts": {"text": "Use short sentences."}},
        "generation_config": {"max_output_tokens": 900, "seed": 3, "thinking_config": {"thinking_level": "low"}},
    }
    path = f"{prefix}/models/{QUICK}:generateContent"
    answers = [engine.http.post(path, json=body).json() for body in (camel, snake)]
    assert answers[0]["candidates"] == answers[1]["candidates"]
    assert answers[0]["usageMetadata"] == answers[1]["usageMetadata"]
    assert {"modality": "IMAGE", "tokenCount": 1120} in answers[0]["usageMetadata"]["promptTokensDetails"]


def test_a_chat_is_counted_with_its_whole_history(engine: Engine) -> None:
    chat = engine.sdk.chats.create(model=QUICK)
    first, second = chat.send_message("My cat is called Nelson."), chat.send_message("Write two lines about him.")
    expected = sum(map(tokens.count, ("My cat is called Nelson.", first.text, "Write two lines about him.")))
    assert second.usage_metadata.prompt_token_count == expected


def test_tokens_are_counted_as_they_will_be_billed_and_counting_is_free(engine: Engine) -> None:
    image = {"inline_data": {"mime_type": "image/png", "data": png()}}
    contents = [{"role": "user", "parts": [{"text": WORDS}, image]}]
    before = len(engine.log())
    counted = engine.sdk.models.count_tokens(model=HYDROGEN, contents=contents).total_tokens
    assert counted == tokens.count(WORDS) + 1120
    assert len(engine.log()) == before
    answer = engine.sdk.models.generate_content(model=HYDROGEN, contents=contents)
    assert answer.usage_metadata.prompt_token_count == counted
    assert engine.sdk.models.count_tokens(model=LITE, contents="a kite").total_tokens == tokens.count("a kite")


def test_the_ceiling_is_held_and_told(engine: Engine) -> None:
    wide = engine.sdk.models.generate_content(model=CARBON, contents=WORDS, config={"max_output_tokens": 950})
    low = engine.sdk.models.generate_content(model=CARBON, contents=WORDS, config={"max_output_tokens": 5})
    assert sum(spent(wide.usage_metadata)[1:]) <= 950
    assert (low.candidates[0].finish_reason.name, low.text) == ("MAX_TOKENS", None)
    assert spent(low.usage_metadata)[1:] == (0, 5)


@pytest.mark.parametrize("stream", [False, True])
def test_a_blocked_prompt_and_a_blocked_answer_are_told_apart(engine: Engine, stream: bool) -> None:
    def last(contents: str) -> Any:
        models = engine.sdk.models
        if stream:
            return list(models.generate_content_stream(model=QUICK, contents=contents))[-1]
        return models.generate_content(model=QUICK, contents=contents)

    prompt, answer = last("a nude duck"), last("a duck [[fault:filtered]]")
    assert (prompt.prompt_feedback.block_reason.name, prompt.candidates) == ("PROHIBITED_CONTENT", None)
    assert (answer.candidates[0].finish_reason.name, answer.text, answer.prompt_feedback) == ("SAFETY", None, None)
    assert spent(answer.usage_metadata)[1:] == (0, 0)


@pytest.mark.parametrize(
    ("word", "error", "code"),
    [
        ("429=7", errors.ClientError, 429),
        ("503", errors.ServerError, 503),
        ("500", errors.ServerError, 500),
        ("failed", errors.ServerError, 500),
    ],
)
def test_faults_come_in_the_shape_of_the_classic_modules(
    engine: Engine, word: str, error: type[errors.APIError], code: int
) -> None:
    with pytest.raises(error) as refusal:
        engine.sdk.models.generate_content(model=QUICK, contents=f"a duck [[fault:{word}]]")
    assert refusal.value.code == code


def test_a_broken_stream_raises_after_what_was_written_which_is_billed(engine: Engine) -> None:
    heard = []
    with pytest.raises(errors.ServerError):
        for chunk in engine.sdk.models.generate_content_stream(model=QUICK, contents=f"{WORDS} [[fault:broken]]"):
            heard.append(chunk)
    text = "".join(chunk.text or "" for chunk in heard)
    assert 0 < tokens.count(text) == logged(engine, heard[0].response_id)[1]


@pytest.mark.parametrize("model", [NANO, LITE])
def test_a_model_of_pictures_answers_with_a_picture(engine: Engine, model: str) -> None:
    config = {"response_modalities": ["TEXT", "IMAGE"], "image_config": {"aspect_ratio": "16:9", "image_size": "1K"}}
    answer = engine.sdk.models.generate_content(model=model, contents="a paper boat", config=config)
    image = Image.open(io.BytesIO(answer.parts[0].inline_data.data))
    assert (image.size, answer.candidates[0].finish_reason.name) == ((1376, 768), "STOP")
    assert spent(answer.usage_metadata)[1] == logged(engine, answer.response_id)[1] == 1120


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contents": []}, "input"),
        ({"contents": "hello"}, "contents"),
        ({"contents": [{"role": "robot", "parts": [{"text": "hi"}]}]}, "contents.role"),
        ({"contents": [{"role": "model", "parts": [{"text": "hi"}]}]}, "input"),
        ({"contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "??"}}]}]}, "input"),
        ({"contents": [{"parts": [{"inlineData": {"mimeType": "audio/wav", "data": "aGk="}}]}]}, "input"),
        ({"tools": [{"googleSearch": {}}]}, "tools"),
        ({"cachedContent": "cachedContents/c1"}, "cached_content"),
        ({"generationConfig": {"responseMimeType": "application/json"}}, "generation_config.response_mime_type"),
        ({"generationConfig": {"responseSchema": {"type": "OBJECT"}}}, "generation_config.response_schema"),
        ({"generationConfig": {"candidateCount": 2}}, "generation_config.candidate_count"),
        ({"generationConfig": {"responseModalities": ["IMAGE"]}}, "generation_config.response_modalities"),
        ({"generationConfig": {"maxOutputTokens": 70_000}}, "generation_config.max_output_tokens"),
        ({"generationConfig": {"thinkingConfig": {"thinkingLevel": "XHIGH"}}}, "generation_config.thinking_level"),
    ],
)
def test_what_the_service_refuses_is_refused_with_the_field_and_not_accepted(
    engine: Engine, change: dict[str, object], field: str
) -> None:
    before = len(engine.log())
    response = post(engine, "generateContent", parts() | change)
    error = response.json()["error"]
    assert (response.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["details"][0]["fieldViolations"][0]["field"] == field
    assert len(engine.log()) == before


def test_a_picture_is_not_streamed_and_an_unknown_model_not_found(engine: Engine) -> None:
    assert post(engine, "streamGenerateContent", parts(), NANO).status_code == 400
    assert post(engine, "generateContent", parts(), "gemini-9").status_code == 404


@pytest.mark.slow
def test_a_stream_ends_with_its_client(start: Start) -> None:
    engine = start("--speed", 100)
    with engine.http.stream("POST", f"/v1/models/{QUICK}:streamGenerateContent", json=parts()) as response:
        name = engine.log()[0]["id"]
        assert response.status_code == 200
    while engine.log()[0]["status"] == "in_progress":
        pass
    assert (engine.log()[0]["status"], logged(engine, name)[1]) == ("cancelled", 0)


def png() -> str:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
