"""The everyday asks of a creative team: each is answered about what was asked, in the asked form and number."""

from __future__ import annotations

import json
import re

import pytest

from lib.demo.write import Attachment, Question, Turn, answer, known
from lib.demo.write import words as tables


def said(*asked: str, seed: int = 0, files: tuple[Attachment, ...] = ()) -> str:
    """The last answer of a conversation in which the user says ``asked``; ``files`` come with the first turn."""
    turns: list[Turn] = []
    for text in asked:
        turns.append(Turn("user", text, () if turns else files))
        turns.append(Turn("model", answer(Question(tuple(turns), "", seed)).text))
    return turns[-1].text


def items(text: str) -> list[str]:
    return re.findall(r"^(?:\d+\.|-) (.+)$", text, re.MULTILINE)


def data(text: str) -> object:
    return json.loads(re.sub(r"^```json\n|\n```$", "", text))


def grid(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize(
    ("asked", "keys", "number"),
    [
        ("JSON with keys name, price and colour for three shoes", ["name", "price", "colour"], 3),
        (
            "Return JSON with the keys title, year and mood for two films about the sea",
            ["title", "year", "mood"],
            2,
        ),
        ("Return a JSON array with keys dish and price for five soups", ["dish", "price"], 5),
        ("Write JSON with the fields name, role and age for four neighbours", ["name", "role", "age"], 4),
    ],
)
def test_keys_end_where_the_entries_begin_and_the_entries_are_counted(asked: str, keys: list[str], number: int) -> None:
    found = data(said(asked))
    assert isinstance(found, list)
    assert [list(one) for one in found] == [keys] * number
    assert len({one[keys[0]] for one in found}) == number
    assert all(len(one[keys[0]].split()) < 8 for one in found)
    assert all(one.get("price") is None and one.get("year") is None for one in found)


@pytest.mark.parametrize("name", ["Oslo", "Lyon"])
def test_json_of_one_named_thing_is_an_object_that_invents_nothing_of_it(name: str) -> None:
    found = data(said(f"Give me a JSON object with keys city, mayor, population for {name}"))
    assert found == {"city": name, "mayor": None, "population": None}


def test_the_country_of_a_known_town_is_named() -> None:
    assert data(said("A JSON object with keys city and country for Bergen")) == {"city": "Bergen", "country": "Norway"}


@pytest.mark.parametrize(
    ("asked", "labels"),
    [
        ("A table comparing trains, buses and bicycles by cost, speed and comfort", ["Cost", "Speed", "Comfort"]),
        ("Make a table of trains, buses and bicycles with columns speed and price", ["Speed", "Price"]),
        ("Compare trains, buses and bicycles by price and noise", ["Price", "Noise"]),
    ],
)
def test_named_things_have_a_row_each_and_their_criteria_a_column(asked: str, labels: list[str]) -> None:
    text = said(asked)
    head, _, *rows = grid(text)
    assert head == ["Item", *labels]
    assert rows == [[thing, *["open"] * len(labels)] for thing in ("Trains", "Buses", "Bicycles")]
    assert "no facts" in text


def test_two_things_are_compared_by_the_criteria_that_were_named() -> None:
    assert [row[0] for row in grid(said("Compare tea and coffee in a table by price, taste and caffeine"))] == [
        "Item", "---", "Tea", "Coffee",
    ]  # fmt: skip


def test_json_of_named_things_has_an_entry_for_each() -> None:
    found = data(said("JSON with keys name and speed for trains, buses and bicycles"))
    assert found == [{"name": name, "speed": None} for name in ("Trains", "Buses", "Bicycles")]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Three pros and three cons of working from home", 3),
        ("pros and cons of working from home, two each", 2),
        ("Give me four advantages and four disadvantages of working from home", 4),
    ],
)
def test_what_speaks_for_and_against_stands_under_two_heads(asked: str, number: int) -> None:
    first, second = said(asked).split("**For**")[1].split("**Against**")
    assert [len(items(part)) for part in (first, second)] == [number, number]
    assert "working from home" in first + second


@pytest.mark.parametrize(
    ("asked", "side", "number"),
    [
        ("Working from home: three advantages", "pro", 3),
        ("three disadvantages of open offices", "con", 3),
        ("What are the drawbacks of open offices?", "con", 3),
        ("Five upsides of a four-day week", "pro", 5),
    ],
)
def test_one_side_alone_is_a_list_of_its_points(asked: str, side: str, number: int) -> None:
    heads = {one.split(":")[0] for one in tables.PATTERNS["weigh"][side]}
    assert [one.split(":")[0] in heads for one in items(said(asked))] == [True] * number


@pytest.mark.parametrize(
    ("asked", "number", "kind", "name"),
    [
        ("List 5 uses for a paperclip", 5, "wire", "paperclip"),
        ("ten ways to use an old newspaper", 10, "paper", "old newspaper"),
        ("ideas for what to do with a jar", 5, "vessel", "jar"),
        ("What can I do with old jeans?", 5, "cloth", "old jeans"),
        ("Six uses for a kite", 6, "any", "kite"),
    ],
)
def test_uses_are_those_of_the_object(asked: str, number: int, kind: str, name: str) -> None:
    text = said(asked)
    known = [re.escape(use) for use in tables.USES[kind]["uses"]]
    meant = [one.replace(r"\{it\}", r"[\w ]+").replace(r"\{s\}", r"[\w ]+") for one in known]
    found = [any(re.fullmatch(one, item) for one in meant) for item in items(text)]
    assert len(found) == number
    assert sum(found) >= number - 1  # another kind of use, where two would begin alike
    assert name in text


@pytest.mark.parametrize(
    ("asked", "number", "role"),
    [
        ("What are three questions to ask a candidate in an interview for a designer?", 3, "designer"),
        ("five interview questions for a nurse", 5, "nurse"),
        ("Ten questions to ask when hiring an editor", 10, "editor"),
    ],
)
def test_an_interview_asks_about_the_work_and_not_about_its_own_words(asked: str, number: int, role: str) -> None:
    text = said(asked)
    assert len(items(text)) == number
    assert all("?" in item for item in items(text))
    assert sum(f" {role}" in item for item in items(text)) >= 3
    assert "candidate" not in text


@pytest.mark.parametrize(
    ("asked", "to", "news"),
    [
        (
            "Write an email to a client to say the delivery is three days late",
            "[client’s name]",
            "the delivery is three days late",
        ),
        ("Write an email to tell my boss that I am ill today", "boss", "I am ill today"),
        ("inform the team that the meeting moves to Friday", "team", "the meeting moves to Friday"),
        ("Write an email letting the landlord know the heating is broken", "landlord", "the heating is broken"),
        ("Draft an email to Anna telling her the shoot is moved to June", "Anna", "the shoot is moved to June"),
    ],
)
def test_an_email_says_its_news_to_whom_it_goes(asked: str, to: str, news: str) -> None:
    head, greeting, body, *_ = said(asked).split("\n\n")
    assert head == f"Subject: {news[0].upper()}{news[1:]}"
    assert greeting == f"Hello {to},"
    assert news in body


SOUNDS = (
    "day way stay say", "night light delight", "june tune spoon", "tea me three sea see", "door more four pour before",
    "time rhyme sublime", "said bread bed", "hall wall all", "hand band planned", "lake cake awake", "town gown down",
    "train rain again", "start heart", "cough off", "instead bed", "knew two view few", "prose nose", "replied tried",
    "gone on", "speech reach", "stop swap", "sun bun", "jam ham", "about out", "hill still mill", "along song",
)  # fmt: skip


@pytest.mark.parametrize(
    "about", ["a cat", "running shoes", "working from home", "our bakery in Porto", "a busy editor"]
)
def test_a_limerick_has_five_lines_of_which_the_long_and_the_short_rhyme(about: str) -> None:
    frames = set()
    for seed in range(24):
        lines = said(f"Write a limerick about {about}", seed=seed).splitlines()
        ends = [re.sub(r"\W", "", line.split()[-1]).lower() for line in lines]
        long, short = [ends[0], ends[1], ends[4]], ends[2:4]
        assert len(lines) == 5
        for rhymed in (long, short):
            assert any(set(rhymed) <= set(sound.split()) for sound in SOUNDS), rhymed
            assert len(set(rhymed)) == len(rhymed)
        assert not any(set(ends) <= set(sound.split()) for sound in SOUNDS)
        assert about.split()[-1].rstrip("s")[:4].lower() in lines[0].lower() or "bakery" in lines[0]
        frames.add(tuple(ends))
    assert len(frames) >= 8


@pytest.mark.parametrize(
    ("asked", "becomes"),
    [
        ("Rewrite politely: Send me the file now.", "Could you please send me the file as soon as you can?"),
        (
            "Make this more polite: You are late again and I am annoyed.",
            "It seems that you are late once more and I am a little disappointed.",
        ),
        ("more formal: I can't come on Monday.", "I cannot come on Monday."),
        ("Polite, please: Tom, don't call me on Sunday.", "Tom, please do not call me on Sunday."),
        (
            "friendlier: Send me the invoice at once.",
            "Hello, please send me the invoice as soon as you can. Thank you.",
        ),
        (
            "Rewrite this in a polite tone: I want 40 posters by Friday.",
            "I would like 40 posters by Friday.",
        ),
    ],
)
def test_a_blunt_text_is_said_considerately_with_all_its_facts(asked: str, becomes: str) -> None:
    assert said(asked) == becomes


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        (
            "Correct the mistakes: he go to school yesterday and buyed a apple",
            "He went to school yesterday and bought an apple.",
        ),
        (
            "Correct: she don't call me yesterday because she have no time",
            "She didn't call me yesterday because she has no time.",
        ),
        ("Proofread: we see him two days ago and he is happy", "We saw him two days ago and he is happy."),
        ("Fix the grammar: I goes home last night and buy a cake", "I went home last night and bought a cake."),
        ("Find the mistakes: I have known her since yesterday", "I have known her since yesterday."),
        ("Proofread: The bed was made and the seed was sold.", "The bed was made and the seed was sold."),
    ],
)  # fmt: skip
def test_what_is_over_is_told_in_the_past_and_nothing_else_is_touched(asked: str, right: str) -> None:
    assert said(asked) == right


@pytest.mark.parametrize(
    ("told", "asked", "known"),
    [
        (
            "My name is Ida and I like sailing.",
            "What is my name, and what do I like?",
            "Your name is Ida. You like sailing.",
        ),
        (
            "My name is Tom, I work as a nurse and I live in Ghent.",
            "Where do I live and what is my job?",
            "You live in Ghent. You work as a nurse.",
        ),
        (
            "My name is Ida and I like sailing.",
            "What is my name and where do I live?",
            "Your name is Ida. You have not told me the other yet.",
        ),
    ],
)
def test_a_question_with_two_parts_has_both_answered(told: str, asked: str, known: str) -> None:
    assert said(told, asked) == known


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Translate to German: The boat is red.", "Das Boot ist rot."),
        ("Translate to French: The house is green, the tree is green.", "La maison est verte, l'arbre est vert."),
        ("Translate to Italian: The picture is old.", "L'immagine è vecchia."),
        ("Translate into Spanish: The lamp is yellow!", "¡La lámpara es amarilla!"),
        ("Translate “Good morning, how are you?” into French", "Bonjour, comment allez-vous\u202f?"),
        ("How do you say good night in German?", "gute Nacht"),
        ("Translate “Good morning, how are you?” into Spanish", "Buenos días, ¿cómo está?"),
    ],
)
def test_what_the_phrase_book_can_say_for_sure_is_translated(asked: str, known: str) -> None:
    assert said(asked) == known


def test_a_sentence_that_stays_untranslated_keeps_its_own_mark() -> None:
    text = said("Translate “Where are my keys?” into French")
    assert "“Where are my keys?”" in text
    assert "cannot translate" in text


@pytest.mark.parametrize("asked", ["a lighthouse keeper", "the sea", "friendship", "a dog that lost its ball"])
def test_a_tale_is_told_in_the_past_outside_its_quotations(asked: str) -> None:
    moments = [moment for field in tables.FIELDS.values() for moment in field["moments"]]
    now = [one for one in moments if re.match(r"(?:when|while|as|once|where)\b|.*\b(?:is|are|has|goes)\b", one)]
    for seed in range(12):
        text = re.sub(r"“[^”]*”", "", said(f"Write a story about {asked}, 300 words", seed=seed)).lower()
        assert not [one for one in now if one in text]
        assert "the promise" not in text


@pytest.mark.parametrize(
    ("asked", "hero", "thing"),
    [("a dog that lost its ball", "the dog", "the ball"), ("a girl and her kite", "the girl", "the kite")],
)
def test_a_tale_is_about_what_its_hero_lost_or_has(asked: str, hero: str, thing: str) -> None:
    for seed in range(6):
        text = said(f"Write a story about {asked}", seed=seed).lower()
        assert text.count(hero) > 1
        assert text.count(thing) > 1


@pytest.mark.parametrize(
    ("asked", "news", "tags"),
    [
        ("Write a tweet announcing our new coffee bar", "our new coffee bar", {"#new", "#bar"}),
        ("A tweet about the launch of Lumen", "Lumen", {"#launch", "#the"}),
        ("Write a post to announce the opening of a bookshop", "a bookshop", {"#opening", "#announce"}),
    ],
)
def test_a_post_says_its_news_first_and_carries_no_empty_tags(asked: str, news: str, tags: set[str]) -> None:
    for seed in range(6):
        text = said(asked, seed=seed)
        assert news.lower() in re.split(r"[.!?]", text)[0].lower()
        assert not tags & set(text.split())
        assert len(text) <= 280


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("product copy for a waterproof backpack, 60 words", r"\brain\b|\bdry\b"),
        ("product description of a foldable bike, 50 words", r"hardly any room"),
        ("Describe a lightweight tent in four sentences", r"weighs so little"),
    ],
)
def test_what_a_thing_is_said_to_be_is_spoken_of(asked: str, meant: str) -> None:
    assert all(re.search(meant, said(asked, seed=seed)) for seed in range(6))


def test_a_beach_is_no_harbour() -> None:
    for seed in range(6):
        assert not re.search(r"harbour|pier|ferry|boats|rope", said("50 word description of a beach", seed=seed))


def test_a_card_of_two_lines_is_two_lines() -> None:
    text = said("birthday card for a grandmother, two lines")
    assert len(text.splitlines()) == 2
    assert "Grandmother" in text


PAINTED = "a red bicycle leaning on a white wall beside a green door"
LOOK = {"width": 1024, "height": 768, "colours": ["slate blue", "brick red", "cream"], "light": "soft and even"}


def seen(asked: str, painted: str, seed: int = 0) -> str:
    picture = Attachment("image", "bike.png", LOOK | {"painted": painted})
    return answer(Question((Turn("user", asked, (picture,)),), "", seed)).text


@pytest.mark.parametrize("painted", [PAINTED, ""])
@pytest.mark.parametrize("size", [100, 300, 600])
def test_a_picture_is_described_in_the_asked_length(painted: str, size: int) -> None:
    text = seen(f"Describe this picture in about {size} words", painted)
    sentences = re.split(r"(?<=[.!?])\s+", text)
    assert 0.85 * size <= len(text.split()) <= 1.15 * size
    assert len(sentences) == len(set(sentences))
    assert ("red bicycle" in text) == bool(painted)


@pytest.mark.parametrize(
    ("asked", "painted", "known"),
    [
        ("What colour is the bicycle?", PAINTED, "The bicycle is red."),
        ("What color is the door in this picture?", PAINTED, "The door is green."),
        ("Is the wall blue?", PAINTED, "No, the wall is white."),
        ("Is the bicycle red?", PAINTED, "Yes, the bicycle is red."),
        ("What colour is the cat?", PAINTED, "Nothing that is known of the picture says what colour the cat is."),
        ("What colour is the bicycle?", "", "Nothing that is known of the picture says what colour the bicycle is."),
        (
            "What colour is the bicycle?",
            f"{PAINTED}, now in other colours",
            "Nothing that is known of the picture says what colour the bicycle is.",
        ),
    ],
)
def test_a_colour_is_told_where_the_words_of_the_picture_tell_it(asked: str, painted: str, known: str) -> None:
    assert seen(asked, painted).startswith(known)


def test_titles_for_a_picture_name_what_it_shows() -> None:
    for seed in range(6):
        titles = items(seen("Give me three titles for this picture", PAINTED, seed))
        assert len(titles) == 3
        assert all("red bicycle" in title.lower() for title in titles)


@pytest.mark.parametrize(
    ("asked", "word", "number"),
    [
        ("Give me synonyms for happy", "happy", 5),
        ("Give me three alternatives to the word “amazing”", "amazing", 3),
        ("List four other words for big", "big", 4),
    ],
)
def test_other_words_mean_the_same(asked: str, word: str, number: int) -> None:
    found = items(said(asked))
    assert len(found) == number
    assert set(found) <= set(known.alike(word))


def test_a_word_without_others_is_not_given_any() -> None:
    assert said("synonyms for xylophone") == "The demo engine knows no other word for “xylophone”."


@pytest.mark.parametrize(
    ("asked", "head", "body"),
    [
        ("Write a message to a friend to cancel dinner", "Subject: Cancelling dinner", "cancel dinner"),
        (
            "Write an email to the venue to book a room for 20 people",
            "Subject: Booking a room for 20 people",
            "book a room for 20 people",
        ),
    ],
)
def test_an_email_says_what_it_is_to_do(asked: str, head: str, body: str) -> None:
    text = said(asked)
    assert text.startswith(head)
    assert body in text.split("\n\n")[2]


@pytest.mark.parametrize("asked", ["Give me a fun fact about bees", "three facts about Norway", "Trivia about Oslo"])
def test_facts_are_asked_for_and_none_is_made_up(asked: str) -> None:
    assert said(asked).startswith("The demo engine knows no facts about")


def test_a_couplet_is_two_lines_with_two_ends() -> None:
    for seed in range(12):
        lines = said("Rhyming couplet about tea", seed=seed).splitlines()
        assert len(lines) == 2
        assert lines[0].split()[-1].strip(",.") != lines[1].split()[-1].strip(",.")


def test_icebreakers_are_about_those_who_answer() -> None:
    text = said("5 icebreaker questions for a team meeting")
    assert len(items(text)) == 5
    assert text.count(" you") >= 4


def test_who_listens_is_no_part_of_what_is_explained() -> None:
    assert "to a beginner" not in said("Explain SEO to a beginner in three sentences")


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("Write a headline and a subheadline for a bank", ["**Headline**", "**Subheadline**"]),
        ("Suggest a title and a subtitle for a cookbook", ["**Title**", "**Subtitle**"]),
    ],
)
def test_a_second_line_is_another_one(asked: str, parts: list[str]) -> None:
    _, first, second, last = re.split(rf"({'|'.join(map(re.escape, parts))})", said(asked))[1:]
    assert first.strip() != last.strip()
    assert first.strip()
    assert second == parts[1]


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("Is a podcast better than a newsletter?", ["between a podcast and a newsletter"]),
        ("Describe our target audience for a vegan bakery", ["the vegan bakery", "target group"]),
        ("Name 3 colours that go with teal", ["1. **Coral", "3. **"]),
        ("Write a mission statement for a bike shop", ["bike shop"]),
        ("Write a voicemail greeting for a dentist", ["You have reached the dentist", "leave your name"]),
        ("Write an out of office message", ["out of the office from [date]"]),
        ("Outline for a blog post about remote teamwork", ["Remote teamwork", "**Opening**"]),
        ("Rate this slogan: Just brew it", ["“Just brew it”", "/10"]),
        ("three jokes about working from home", ["working from home"]),
        ("Give me pros and cons and a recommendation for remote work", ["remote work", "**Against**"]),
    ],
)
def test_what_is_said_in_other_words_is_understood(asked: str, about: list[str]) -> None:
    text = said(asked)
    assert [one for one in about if one not in text] == []


def test_each_post_keeps_its_own_length_and_names_its_subject() -> None:
    posts = items(said("Write three tweets about winter sale, each under 100 characters"))
    assert len(posts) == 3
    assert all(len(post) < 100 and "winter sale" in post.lower() for post in posts)


def test_a_text_about_nothing_in_particular_is_asked_back() -> None:
    assert said("Can you help me with a text?").startswith("What shall it be about?")


def test_a_shorter_email_is_still_an_email() -> None:
    text = said("Email to a client about the invoice", "shorter")
    assert text.startswith("Subject: Invoice\n\nHello [client’s name],")
    assert text.endswith("[Your name]")
    assert len(text.split()) < len(said("Email to a client about the invoice").split())


def test_the_country_of_a_row_is_that_of_its_town() -> None:
    found = data(said("JSON with keys city and country for five customers"))
    assert isinstance(found, list)
    assert len({one["city"] for one in found}) == 5
    assert all(one["country"] in (known.nation_of(one["city"]), None) for one in found)


def test_things_of_a_known_kind_have_their_names_and_nothing_made_up() -> None:
    head, _, *rows = grid(said("Table of three fruits with columns name, colour and taste"))
    assert head == ["Name", "Colour", "Taste"]
    assert len(rows) == 3
    assert all(row[0] in tables.KINDS["fruit"] and row[1:] == ["open", "open"] for row in rows)


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("I need JSON for four shops with the fields name, street and a short description", "name street description"),
        ("Output JSON: keys id and title, four blog posts about gardening", "id title"),
    ],
)
def test_keys_are_read_wherever_they_stand(asked: str, keys: str) -> None:
    found = data(said(asked))
    assert isinstance(found, list)
    assert [list(one) for one in found] == [keys.split()] * 4


@pytest.mark.parametrize(
    ("asked", "becomes"),
    [
        ("Rephrase more politely: Where is my order?", "Could you please tell me where my order is?"),
        ("Could you make this sound friendlier? “You must pay by Monday.”", "Hello, please pay by Monday. Thank you."),
        ("Please correct my text: i has two cat and they is black", "I have two cats and they are black."),
        ("Proofread: Two sheep and three people were there.", "Two sheep and three people were there."),
    ],
)
def test_a_text_is_worked_on_however_it_is_handed_over(asked: str, becomes: str) -> None:
    assert said(asked) == becomes


def test_a_statement_behind_the_form_is_what_the_post_says() -> None:
    assert said("LinkedIn post: we are hiring a copywriter").startswith("We are hiring a copywriter.")


def test_what_two_parts_both_answer_is_said_once() -> None:
    assert said("Hi, I'm Lena. I work as an illustrator and I love tea.", "Who am I and what do I love?") == (
        "Your name is Lena. You love tea."
    )


@pytest.mark.parametrize(
    ("asked", "head", "greeting", "says"),
    [
        ("Write a rejection email to an applicant", "Your application", "[applicant’s name]", "application|applying"),
        ("Write a follow-up email after a meeting with a client", "Meeting", "[client’s name]", "our meeting"),
        ("Write a reminder to pay invoice 204", "Reminder: paying invoice 204", "everyone", "paying invoice 204"),
        ("Write a welcome message for new employees", "Welcome", "new employees", "[Ww]elcome"),
        (
            "Write a letter to my sister congratulating her on the new job",
            "Congratulations",
            "sister",
            "ongratulations on the new job",
        ),
    ],
)
def test_a_letter_fits_its_occasion(asked: str, head: str, greeting: str, says: str) -> None:
    subject, hello, body, *_ = said(asked).split("\n\n")
    assert subject == f"Subject: {head}"
    assert hello == f"Hello {greeting},"
    assert re.search(says, body)


def test_csv_has_the_asked_columns_and_rows() -> None:
    text = said("Create a CSV of three products with name and price")
    head, *rows = re.sub(r"^```csv\n|\n```$", "", text).splitlines()
    assert head == "name,price"
    assert len(rows) == 3


def test_a_table_with_named_parts_has_them_as_columns() -> None:
    head, _, *rows = grid(said("Give me a table with name, role and email for four team members"))
    assert head == ["name", "role", "email"]
    assert [row[2] for row in rows] == ["open"] * 4


def test_single_words_are_asked_of_each_name() -> None:
    names = items(said("Name ideas for an app that tracks water, one word only"))
    assert len(names) == 5
    assert all(len(name.split()) == 1 for name in names)


def test_a_cut_sentence_does_not_end_on_a_joint() -> None:
    text = "The quick brown fox jumps over the lazy dog while the sun sets behind the hills."
    assert said(f"Shorten to 10 words: {text}") == "The quick brown fox jumps over the lazy dog."


def test_a_statement_is_expanded_and_kept() -> None:
    text = said("Expand this: We sell bikes.")
    assert text.startswith("We sell bikes.")
    assert len(text.split()) > 30
    assert "Expand" not in text


def test_bullet_points_about_a_thing_are_bullets() -> None:
    text = said("Write three bullet points about our bakery")
    assert re.findall(r"^- .*", text, re.MULTILINE) == text.splitlines()
    assert len(items(text)) == 3


def test_a_limerick_stays_one_when_it_is_to_be_shorter() -> None:
    text = said("Write a limerick about a cat", "shorter")
    assert text.startswith("A limerick has five lines, so this is another.\n\n")
    assert len(text.split("\n\n")[1].splitlines()) == 5


def test_the_thoughts_on_a_translation_hold_whether_it_was_made_or_not() -> None:
    for text in ("The boat is red.", "Where are my keys?"):
        thoughts = answer(Question((Turn("user", f"Translate to German: {text}"),))).thoughts
        assert any("phrase book" in thought for thought in thoughts)


@pytest.mark.parametrize(
    ("asked", "head", "first", "rows"),
    [
        ("Make a table of the planets with diameter and moons", "| Name | Diameter | Moons |", "Mercury", 8),
        ("A table of five fruits with colour and season", "| Name | Colour | Season |", "Apple", 5),
        ("Table: coffee vs tea, three criteria", "| To compare | Coffee | Tea |", "", 3),
    ],
)
def test_a_table_of_known_things_names_them_and_leaves_facts_open(asked: str, head: str, first: str, rows: int) -> None:
    lines = [line for line in said(asked).splitlines() if line.startswith("|")]
    assert lines[0] == head
    assert len(lines) == rows + 2
    assert all(line.startswith(f"| {first}") for line in lines[2:3])
    assert all(line.count("open") == 2 for line in lines[2:])


def test_an_age_is_who_it_is_for_and_no_part_of_the_subject() -> None:
    text = said("Explain quantum computing to a ten year old")
    assert "quantum computing" in text
    assert "year" not in text


def test_who_asks_why_is_told_that_nothing_was_chosen() -> None:
    assert "no reasons of its own" in said("Give me three taglines for a ferry", "Why did you choose the third one?")


def test_an_email_about_a_document_says_what_it_says_to_whom_it_goes() -> None:
    notes = Attachment("document", "notes.pdf", {"pages": 1, "text": "The quay is rebuilt in May. Lamps come in June."})
    text = said("Write an email to Tom what this document says", files=(notes,))
    assert "Hello Tom,\n" in text
    assert "The quay is rebuilt in May." in text


def test_what_does_not_has_is_put_right() -> None:
    assert said("Fix the grammar: he dont has a car") == "He doesn't have a car."


@pytest.mark.parametrize("script", ["voice-over script", "radio script", "video script"])
def test_a_script_is_about_its_thing_and_not_about_a_script(script: str) -> None:
    text = said(f"A 30 second {script} for a hiking boot")
    assert "hiking boot" in text.lower()
    assert "script" not in text.lower()


@pytest.mark.parametrize("lead", ["Review", "Act as a critic and review", "Critique"])
def test_a_slogan_that_is_reviewed_is_judged(lead: str) -> None:
    assert re.match(r"“Light that listens”: \d+/10; ", said(f"{lead} this slogan: Light that listens"))


def test_to_outline_a_post_gives_its_outline() -> None:
    assert said("Outline a blog post about slow travel in 5 sections").startswith("**Outline: Slow travel**")
