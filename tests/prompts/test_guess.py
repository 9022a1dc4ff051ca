"""What a person means who has only typed words."""

from __future__ import annotations

import pytest

from lib.prompts import guess

TEXT = [
    "Write three headlines for a bicycle lamp",
    "write a poem about a painting",
    "Rewrite this more warmly: the lift is out of order",
    "Summarise the attached document",
    "please summarize this picture book for parents",
    "Translate “a photo of a fox” into French",
    "List five rivers in Italy",
    "List of painters who worked in Delft",
    "Explain chiaroscuro to a ten-year-old",
    "Describe a sunset in three sentences",
    "Caption this for our feed",
    "Five captions for a photo of a harbour",
    "Poster headlines for a jazz night",
    "Script for a 30-second spot about a bakery",
    "Can you help me write an email to the landlord",
    "A letter to my grandmother",
    "Make this text shorter",
    "Turn the minutes into a haiku",
    "a short story about a lighthouse keeper",
    "Ideas for a summer campaign, with pictures later",
    "Give me 5 slogans for an umbrella",
    "Names for a ceramic studio",
    "Draft a note to the team",
    "Name three lenses for portraits",
    "Alt text for a picture of two dancers",
    "An image prompt for a rainy street",
    "What is a softbox?",
    "How many frames does a second of film have",
    "is this picture too dark?",
    "Why do shadows look blue in snow?",
    "A dialogue of two gulls in 50 words",
    "The history of the risograph, under 200 words",
    "Schreibe drei Überschriften für ein Plakat",
    "Bitte übersetze das ins Englische",
    "Fasse den Text zusammen",
    "Écris un poème sur la mer",
    "Pouvez-vous résumer ce document ?",
    "Escribe un correo para el equipo",
    "Resume este texto en 50 palabras",
    "Kannst du das zusammenfassen?",
    "shot list for a film about bakers",
    "Tres titulares para una panadería",
]
IMAGE = [
    "",
    " \n",
    "ok",
    "A fishing harbour at dusk, warm lamps on wet stone",
    "a photo of a man writing a letter",
    "A handwritten letter on a wooden table, morning light",
    "A poster with the headline “Summer”",
    "draw a fox reading a story",
    "Can you draw a fox?",
    "Could you please paint the harbour at night?",
    "Draft horse in a misty field",
    "Portrait of an old fisherman, side light",
    "Where the river meets the sea, dawn",
    "An amber glass bottle with a brass cap on a stone plinth",
    "Make the sky darker",
    "Could you make the background white?",
    "Create an app icon for a weather service",
    "Help me design a sticker of a whale",
    "A neon sign with the text OPEN",
    "Writing desk by a window, brushed brass lamp",
    "Logo for a bakery",
    "Watercolour of rolling hills, three words on a signpost",
    "A seamless pattern of lemons",
    "Zeichne einen Leuchtturm",
    "Ein Bild von einem alten Boot im Nebel",
    "Dessine un renard dans la neige",
    "Une affiche pour un concert de jazz",
    "Dibuja un gato con bufanda",
    "Una foto de un puerto al amanecer",
]


@pytest.mark.parametrize("words", TEXT)
def test_writing_questions_and_lengths_mean_a_text(words: str) -> None:
    assert guess(words) == "text"


@pytest.mark.parametrize("words", IMAGE)
def test_scenes_things_and_pictures_mean_a_picture_and_so_does_what_is_not_plain(words: str) -> None:
    assert guess(words) == "image"


@pytest.mark.parametrize("words", ["ECRIS UN POEME", "  traduis\nceci", "Übersetze das", "what’s a gobo"])
def test_capitals_accents_and_space_do_not_matter(words: str) -> None:
    assert guess(words) == guess(words.upper()) == "text"
