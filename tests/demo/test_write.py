"""What the demo engine's writer promises: the asked form, count and length, about what was asked, with a memory."""

from __future__ import annotations

import json
import random
import re

import pytest

from lib.demo.write import VARIANTS, Attachment, Question, Turn, Written, answer
from lib.demo.write import words as tables
from lib.demo.write.fit import opening

MINUTES = (
    "The harbour committee met on 12 March 2026 in Bergen. Anna Lind chaired the meeting. The committee decided to "
    "rebuild the north quay for 4.2 million euros. Work begins in May and ends before winter. "
    "Fishermen asked for better "
    "lamps along the wall. The committee will test new lamps in June. Noise was a concern for "
    "residents of the old town. "
    "A second meeting is planned for 3 September 2026."
)
DOCUMENT = Attachment("document", "minutes.pdf", {"pages": 3, "text": MINUTES})
PAINTED = Attachment(
    "image",
    "harbour.png",
    {
        "width": 1024,
        "height": 1024,
        "colours": ["slate blue", "amber"],
        "light": "low and warm",
        "painted": "A fishing harbour at dusk",
    },
)
PHOTO = Attachment(
    "image",
    "photo.jpg",
    {"width": 1600, "height": 900, "colours": ["green", "amber"], "light": "bright", "painted": ""},
)


def written(*asked: str, system: str = "", seed: int = 0, files: tuple[Attachment, ...] = ()) -> Written:
    """The last answer of a conversation in which the user says ``asked``; ``files`` come with the first turn."""
    turns: list[Turn] = []
    for at, text in enumerate(asked):
        turns.append(Turn("user", text, () if at else files))
        found = answer(Question(tuple(turns), system, seed))
        turns.append(Turn("model", found.text))
    return found


def text_of(*asked: str, system: str = "", seed: int = 0, files: tuple[Attachment, ...] = ()) -> str:
    return written(*asked, system=system, seed=seed, files=files).text


def items(text: str) -> list[str]:
    return re.findall(r"^(?:\d+\.|-(?: \[ \])?) (.+)$", text, re.MULTILINE)


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])[”\"]?\s+", text) if one]


COUNTS = [
    ("Three lines about the harbour film", 3),
    ("Write 5 headlines for our new running shoe", 5),
    ("Give me a dozen names for a ferry", 12),
    ("Seven ideas for an exhibition about bees", 7),
    ("Write exactly 4 slogans for a bakery", 4),
    ("10 interview questions about urban gardening", 10),
    ("A checklist with 6 points for a picnic", 6),
    ("Give me 9 tips for better sleep", 9),
    ("Shot list with 5 shots for a perfume commercial", 5),
    ("I run a pottery studio in Bergen. Write three slogans, no adjectives.", 3),
    ("Schreibe drei Überschriften für ein Café am Hafen", 3),
]


@pytest.mark.parametrize(("asked", "number"), COUNTS)
@pytest.mark.parametrize("seed", range(3))
def test_as_many_items_are_written_as_asked_for(asked: str, number: int, seed: int) -> None:
    found = items(text_of(asked, seed=seed))
    assert len(found) == number == len(set(found))


@pytest.mark.parametrize(
    ("limit", "low", "high"),
    [
        ("under twelve words each", 1, 11),
        ("exactly 4 words each", 4, 4),
        ("at most six words each", 1, 6),
        ("3 words each", 3, 3),
    ],
)
@pytest.mark.parametrize("subject", ["the harbour film", "an oat milk", "Zorblax widgets"])
@pytest.mark.parametrize("seed", range(3))
def test_a_length_of_each_item_holds(limit: str, low: int, high: int, subject: str, seed: int) -> None:
    found = items(text_of(f"Four taglines for {subject}, {limit}", seed=seed))
    assert len(found) == 4
    assert all(low <= len(item.split()) <= high for item in found), found


LENGTHS = [
    ("A product description of about 80 words for a linen blanket", 72, 88),
    ("Write a story about a lighthouse keeper, about 200 words", 180, 220),
    ("exactly 50 words about the moon", 50, 50),
    ("An email to the team about moving the launch to Friday, about 90 words", 81, 99),
    ("Write an article about winter swimming, around 300 words", 270, 330),
    ("Explain black holes in at most 30 words", 1, 30),
    ("Describe a teapot in under 15 words", 1, 14),
    ("A 120 word bedtime story about a fox", 108, 120),
]


@pytest.mark.parametrize(("asked", "low", "high"), LENGTHS)
@pytest.mark.parametrize("seed", range(4))
def test_a_length_of_the_whole_holds(asked: str, low: int, high: int, seed: int) -> None:
    assert low <= len(text_of(asked, seed=seed).split()) <= high


@pytest.mark.parametrize("number", [1, 2, 3, 5])
@pytest.mark.parametrize("asked", ["Describe a wooden boat", "Explain tides", "Write about our bakery"])
def test_a_number_of_sentences_holds(asked: str, number: int) -> None:
    assert len(sentences(text_of(f"{asked} in exactly {number} sentences"))) == number


def test_paragraphs_are_as_many_as_asked_for() -> None:
    assert len(text_of("Write three paragraphs about winter swimming").split("\n\n")) == 3


@pytest.mark.parametrize("high", [60, 100, 140, 280])
@pytest.mark.parametrize("asked", ["A caption about our bakery in Porto", "Describe the night train"])
def test_characters_are_at_most_as_many_as_asked_for(asked: str, high: int) -> None:
    assert 0 < len(text_of(f"{asked}, max {high} characters")) <= high


@pytest.mark.parametrize(("seconds", "asked"), [(15, "a bike shop"), (30, "the harbour film"), (60, "a night train")])
def test_a_voice_over_takes_the_seconds_asked_for(seconds: int, asked: str) -> None:
    text = text_of(f"Write a {seconds} second voice-over for {asked}")
    spoken = re.findall(r"^(\d+):(\d\d)–(\d+):(\d\d) (.+)$", text, re.MULTILINE)
    assert (spoken[0][:2], int(spoken[-1][2]) * 60 + int(spoken[-1][3])) == (("0", "00"), seconds)
    assert abs(sum(len(line[4].split()) for line in spoken) - seconds * 2.3) <= seconds * 0.23


@pytest.mark.parametrize(
    ("asked", "banned"),
    [
        ("Five lines about the sea, without the word tide", ["tide", "tides"]),
        ("Write 200 words about coffee. Avoid the words steam and cup.", ["steam", "cup", "cups"]),
        ("Eight slogans for a lamp, no adjectives", sorted(tables.ADJECTIVES)),
        ('Six lines about a forest, don\'t use the word "moss"', ["moss"]),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_banned_word_is_absent(asked: str, banned: list[str], seed: int) -> None:
    said = set(re.findall(r"[\w-]+", text_of(asked, seed=seed).lower()))
    assert not said.intersection(banned)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ('Three lines about a bakery, use the word "sourdough"', "sourdough"),
        ("Write 60 words about a lamp and include the words free delivery", "free delivery"),
        ("Slogans for a bike shop called Spoke & Co", "Spoke & Co"),
    ],
)
def test_a_required_word_is_there(asked: str, wanted: str) -> None:
    assert wanted in text_of(asked).lower() or wanted in text_of(asked)


@pytest.mark.parametrize(
    ("asked", "keys", "number"),
    [
        ("Return JSON with keys title, body and tags about a quiet café", ["title", "body", "tags"], None),
        ("Give me 3 names for a ferry as JSON with the keys name, reason", ["name", "reason"], 3),
        ("return a JSON array of 4 objects with keys name and price for a bakery", ["name", "price"], 4),
    ],
)
def test_json_parses_with_exactly_the_keys(asked: str, keys: list[str], number: int | None) -> None:
    found = json.loads(re.sub(r"^```json\n|\n```$", "", text_of(asked)))
    rows = [found] if number is None else found
    assert [list(row) for row in rows] == [keys] * (number or 1)


@pytest.mark.parametrize(
    "asked", ["Return JSON with keys a and b about rain, in a code block", "JSON with keys a and b about rain"]
)
def test_json_for_a_reader_stands_in_a_fence(asked: str) -> None:
    fenced = text_of(asked)
    assert fenced.startswith("```json\n")
    assert fenced.endswith("\n```")
    json.loads(fenced[8:-4])


def test_a_price_is_left_open_and_not_invented() -> None:
    assert json.loads(text_of("Return JSON with keys name and price for a teapot"))["price"] is None


def test_a_table_has_the_asked_columns_and_rows() -> None:
    lines = text_of("5 ideas for a film festival in a table with columns Idea, Audience and Cost").splitlines()
    assert lines[0] == "| Idea | Audience | Cost |"
    assert len(lines) == 7
    assert {line.count("|") for line in lines} == {4}


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        ("what is 17 × 23", "391"),
        ("What's 12.5 + 7.5?", "20"),
        ("15% of 240", "36"),
        ("How much is 20% off 50", "40"),
        ("(3 + 4) * 2 =", "14"),
        ("10 divided by 4", "2.5"),
        ("2^10", "1,024"),
        ("1,200 / 8", "150"),
    ],
)
def test_sums_are_really_computed(asked: str, result: str) -> None:
    assert re.search(rf"(?<![\d,.]){re.escape(result)}(?![\d,]|\.\d)", text_of(asked))


def test_nothing_is_divided_by_zero() -> None:
    assert "no result" in text_of("what is 4 / 0")


LINES = "Three lines about the harbour film, each under twelve words."


@pytest.mark.parametrize(
    ("said", "at"), [("the second one", 1), ("The third", 2), ("number 1 please", 0), ("the last one", 2)]
)
def test_an_item_that_is_pointed_at_is_taken_up(said: str, at: int) -> None:
    assert items(text_of(LINES))[at].rstrip(".") in text_of(LINES, said)


def test_an_item_shortened_is_shorter_and_made_of_its_own_words() -> None:
    second = items(text_of(LINES))[1]
    short = text_of(LINES, "The second one, shorter")
    assert len(short.split()) < len(second.split())
    assert set(re.findall(r"\w+", short.lower())) <= set(re.findall(r"\w+", second.lower()))


@pytest.mark.parametrize("said", ["more", "again", "another three", "make them funnier", "in a warmer tone"])
def test_going_on_keeps_count_and_limits_and_repeats_nothing(said: str) -> None:
    before, after = items(text_of(LINES)), items(text_of(LINES, said))
    assert len(after) == 3
    assert not set(before) & set(after)
    assert all(len(item.split()) < 12 for item in after)


def conversation(*said: str) -> tuple[Turn, ...]:
    return tuple(Turn("model" if at % 2 else "user", text) for at, text in enumerate(said))


ON = "Continue “Write a story of about 300 words about a…” from where you stopped."
STORY = "Write a story of about 300 words about a lighthouse keeper"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.93])
@pytest.mark.parametrize("asked", [STORY, "A table of three cities with columns city, mood, price", "Explain tides"])
def test_an_answer_that_broke_off_is_gone_on_with_to_its_own_end(asked: str, share: float) -> None:
    whole = answer(Question(conversation(asked), "", 11)).text
    cut = whole[: round(len(whole) * share)]
    rest = answer(Question(conversation(asked, cut, ON), "", 4)).text
    possible = {"".join(answer(Question(conversation(asked), "", seed)).text.split()) for seed in range(VARIANTS)}
    assert "".join((cut + rest).split()) in possible


def test_an_answer_that_broke_off_twice_is_gone_on_with_to_its_end() -> None:
    whole = answer(Question(conversation(STORY), "Write plainly.", 3)).text
    first, second = whole[:200], whole[200:500]
    rest = answer(Question(conversation(STORY, first, ON, second, "go on"), "Write plainly.", 9)).text
    assert rest == whole[500:].strip()


def test_an_answer_that_had_ended_is_followed_by_another() -> None:
    whole = answer(Question(conversation(STORY), "", 3)).text
    onward = answer(Question(conversation(STORY, whole, "go on"), "", 5)).text
    assert onward
    assert onward not in whole


def test_a_line_is_carried_through_a_voice_over() -> None:
    first = items(text_of(LINES))[0].rstrip(".")
    assert first in text_of(LINES, "carry the first one through a 30 second voice-over")


def test_what_was_asked_first_is_told_word_for_word() -> None:
    assert LINES in text_of(LINES, "more", "What did I ask first?")


def test_an_item_that_is_not_there_is_said_not_to_be() -> None:
    assert "3 items" in text_of(LINES, "the seventh one, shorter")


@pytest.mark.parametrize("asked", [LINES, "Explain tides", "Write a story about a fox", "hello", "Plan a picnic"])
def test_the_system_instruction_rules_every_turn(asked: str) -> None:
    assert len(text_of(asked, system="You are a copy chief. Answer in at most 25 words.").split()) <= 25


def test_the_system_instruction_can_ban_words_and_set_the_layout() -> None:
    text = text_of("Six lines about the sea", system="Always answer as bullets. Never use the word salt.")
    assert text.startswith("- ")
    assert "salt" not in text.lower()


def test_a_summary_quotes_the_document() -> None:
    for sentence in sentences(text_of("Summarise this in two sentences", files=(DOCUMENT,))):
        assert sentence in MINUTES


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("When does the work begin?", "Work begins in May"),
        ("Who chaired the meeting?", "Anna Lind"),
        ("How many pages does it have?", "3 pages"),
        ("list all dates", "12 March 2026"),
        ("which names are mentioned?", "Anna Lind"),
        ("What does it say about dolphins?", "does not say"),
    ],
)
def test_a_question_about_a_document_is_answered_from_it(asked: str, found: str) -> None:
    assert found in text_of(asked, files=(DOCUMENT,))


def test_a_number_in_a_question_finds_its_own_sentence() -> None:
    told = (f"Project {at} has a budget of {at * 1000 + at} euros. Project {at} is led by us." for at in range(1, 40))
    projects = Attachment("document", "projects.pdf", {"pages": 60, "text": " ".join(told)})
    said = text_of("What is the budget of project 27?", files=(projects,))
    assert said == "The text says: “Project 27 has a budget of 27027 euros.”"


def test_its_follows_a_question_about_a_document() -> None:
    onward = text_of("Summarise this", "And what is its cost?", files=(DOCUMENT,))
    assert onward.startswith("The text")


def test_a_picture_and_a_document_are_both_looked_at() -> None:
    said = text_of("What do the picture and the document show? One paragraph each.", files=(PAINTED, DOCUMENT))
    seen, read = said.split("\n\n")
    assert "fishing harbour" in seen
    assert read.split(". ")[0].rstrip(".") in MINUTES


def test_a_document_is_remembered_in_later_turns() -> None:
    assert "north quay" in text_of(
        "Summarise this in one sentence", "What does it say about the quay?", files=(DOCUMENT,)
    )


def test_a_pasted_text_is_summarised_from_itself() -> None:
    for sentence in sentences(text_of(f"Summarise in two sentences:\n\n{MINUTES}")):
        assert sentence in MINUTES


def test_a_document_without_text_is_said_to_hold_none() -> None:
    assert "no text" in text_of("Summarise this", files=(Attachment("document", "scan.pdf", {"pages": 2, "text": ""}),))


def test_a_picture_is_described_by_what_is_known_of_it() -> None:
    known = text_of("What do you see?", files=(PAINTED,))
    assert "fishing harbour at dusk" in known
    assert "1,024 by 1,024" in known
    unknown = text_of("What do you see?", files=(PHOTO,))
    assert "16:9" in unknown
    assert "real model" in unknown


def test_two_pictures_are_compared_by_their_facts() -> None:
    assert "share amber" in text_of("Compare these two", files=(PAINTED, PHOTO))


def test_lines_for_a_picture_are_about_what_was_painted() -> None:
    assert "harbour" in text_of("Write five headlines for this picture", files=(PAINTED,))


@pytest.mark.parametrize(
    "asked",
    [
        "Explain black holes",
        "What is the capital of France?",
        "Why is the sky blue?",
        "How many people live in Oslo?",
        "Who was Ada Lovelace?",
        "How do I bake sourdough bread?",
        "Is Pluto a cold place?",
    ],
)
def test_facts_are_not_invented(asked: str) -> None:
    text = text_of(asked)
    assert "no facts" in text
    assert not re.search(r"\bParis\b|\b\d{3,}\b", text)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What day is it today?", "no calendar"),
        ('Translate "The film begins at eight" into German', "cannot translate this into German"),
        ("Write a python function that sorts a list", "writes no code"),
    ],
)
def test_what_the_writer_cannot_do_is_said_in_a_sentence(asked: str, said: str) -> None:
    assert said in text_of(asked)


@pytest.mark.parametrize(
    ("asked", "polite"),
    [
        ("Schreibe drei Zeilen über den Hafen", "Englisch"),
        ("Écris trois slogans pour une boulangerie à Paris", "anglais"),
        ("Escribe un poema sobre el mar", "inglés"),
        ("Scrivi una poesia per il mare", "inglese"),
    ],
)
def test_another_language_is_answered_politely_and_then_in_english(asked: str, polite: str) -> None:
    first, _, rest = text_of(asked).partition("\n\n")
    assert polite in first
    assert rest.strip()


@pytest.mark.parametrize(
    "asked",
    [
        'Rewrite this friendlier: "We regret to inform you that your order cannot be delivered."',
        'Make this shorter: "In order to decide, we really need a very large number of additional meetings."',
    ],
)
def test_a_rewrite_works_on_the_given_words(asked: str) -> None:
    given = set(re.findall(r"\w+", asked.split('"')[1].lower()))
    said = set(re.findall(r"\w+", text_of(asked).lower()))
    assert len(given & said) >= 4
    assert text_of(asked) != asked.split('"')[1]


def test_thoughts_name_what_was_understood() -> None:
    thoughts = " ".join(written(LINES).thoughts)
    for understood in ("three lines", "the harbour film", "at most 11 words each"):
        assert understood in thoughts


def test_an_exclamation_mark_comes_only_when_asked_for() -> None:
    assert "!" in text_of("Three urgent lines about the sale with exclamation marks")
    assert "!" not in text_of("Three urgent lines about the sale!")


ALL = [
    *(asked for asked, _ in COUNTS),
    *(asked for asked, *_ in LENGTHS),
    "A harbour at dusk",
    "Plan a team offsite in Lisbon",
    "Write a haiku about rain",
    "Write a poem about love",
]


@pytest.mark.parametrize("asked", ALL)
def test_the_same_seed_gives_the_same_text_and_another_one_another(asked: str) -> None:
    assert text_of(asked, seed=7) == text_of(asked, seed=7)
    assert len({text_of(asked, seed=seed) for seed in range(4)}) > 1


@pytest.mark.parametrize("asked", [asked for asked, number in COUNTS if number < 8 and "tips" not in asked])
def test_no_two_items_begin_alike(asked: str) -> None:
    openings = [opening(item) for item in items(text_of(asked))]
    assert len(openings) == len(set(openings))


def test_a_question_that_does_not_end_with_the_user_is_refused() -> None:
    with pytest.raises(ValueError, match="user's"):
        answer(Question((Turn("user", "hi"), Turn("model", "Hello."))))


FORMS = (
    "{n} lines about {s}",
    "{n} names for {s}",
    "{n} ideas for {s}",
    "{n} questions about {s}",
    "reasons to like {s}",
    "describe {s}",
    "a caption for {s}",
    "a story about {s}",
    "a poem about {s}",
    "a haiku about {s}",
    "a {n}0 second script about {s}",
    "storyboard for {s}",
    "plan {s}",
    "a {n}-day schedule for {s}",
    "checklist for {s}",
    "agenda for {s}",
    "explain {s}",
    "how to {s}",
    "compare {s} and {t}",
    "pros and cons of {s}",
    "an email about {s}",
    "{s}",
    "a table about {s}",
    "{s}?",
    "image prompt for {s}",
    "about {n}0 words about {s}",
    "hashtags for {s}",
    "{n} headlines for {s}, {t} tone",
    "tell me about {s} without {t}",
    "a limerick about {s}",
    "{n} uses for {s}",
    "{n} advantages of {s}",
    "{n} interview questions for {s}",
    "a joke about {s}",
    "a metaphor for {s}",
    "a tweet announcing {s}",
    "compare {s}, {t} and tea by price and taste",
    "an email to {s} to say that {t} is late",
    "a review of {s}, {n}0 words",
)
SUBJECTS = (
    "the sea",
    "Lumen",
    "our bakery in Porto",
    "running shoes",
    "learning to swim",
    "a fox",
    "5G",
    "the “Blue Hour” collection",
    "C++",
    "ein Café",
    "tax law",
    "(nothing)",
    "my grandmother Ada",
    "a film about nets and salt",
    "love",
    "the year 2030",
    "AT&T",
    "people who cannot sleep",
    "the the",
    "e-bikes, scooters and trams",
    "日本",
    "🙂",
    "'",
    "a [link](x)",
    "*stars*",
    "$100",
    "{braces}",
    "%s",
    "a\\nb",
)


@pytest.mark.parametrize("form", FORMS)
def test_whatever_the_subject_an_answer_is_clean(form: str) -> None:
    dice = random.Random(form)
    for _ in range(30):
        subject, other = dice.sample(SUBJECTS, 2)
        asked = form.format(n=dice.randint(1, 9), s=subject, t=other)
        found = written(asked, seed=dice.randint(0, 999))
        assert found.text.strip(), asked
        assert "  " not in found.text, asked
        assert "!" not in found.text, asked
        assert found.text.count("**") % 2 == 0, asked
        assert not re.search(r"[{}](?!braces|$)(?<!braces})", found.text.replace("{braces}", "")), asked
        said = [one for line in found.text.splitlines() if "|" not in line for one in sentences(line)]
        long = [one for one in said if len(one.split()) > 4]
        assert len(long) == len(set(long)), (asked, found.text)
        assert 1 <= len(found.thoughts) <= 3


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "1 ",
        "1,",
        "\n\n",
        "(",
        "the lift is ",
        "no ",
        ", and ",
        "about 200 words ",
        "x",
        "The tide turns. ",
        "line\n",
        "“",
    ],
)
def test_an_endless_text_is_answered_too(unit: str) -> None:
    assert text_of(unit * 8_000).strip()
    assert text_of(f"Summarise in one sentence:\n\n{unit * 8_000}").strip()
