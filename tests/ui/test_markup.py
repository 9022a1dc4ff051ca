"""Words of a person are data: whatever they hold, the page shows it and does nothing else."""

from html.parser import HTMLParser

import pytest

from lib.domain import Note, Prompt, Span
from lib.ui import prompt
from lib.ui.markup import blocks, harmless, image, join, pill, plain, quiet, strong, tag
from tests.ui.made import PROMPT

HOSTILE = [
    "<script>alert(1)</script>",
    "</span></p><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "[a](javascript:alert(1)) :red[no] `code` **bold** $x^2$",
    "&lt;b&gt; & ' \" <",
    "line one\nline two\ttab",
    "صباح الخير 👋🏽 \u202e reversed",
]


class Reader(HTMLParser):
    """What a browser would see: tags, attributes and text."""

    def __init__(self, markup: str):
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_prompt_is_shown_word_for_word(words: str) -> None:
    seen = Reader(prompt.spans(Prompt((Span(words, "user"), Span(words, "style", words)))))
    assert seen.text == words * 2
    assert seen.tags == ["p", "span", "span"]
    assert set(seen.attributes) <= {"class", "title"}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_notes_and_quiet_lines_are_text(words: str) -> None:
    assert Reader(prompt.notes(Prompt((), (Note("kept", words),)))).tags == ["ul", "li"]
    assert Reader(quiet(words, strong(words))).tags == ["div", "span", "span", "b"]
    assert Reader(pill(words, "red")).text == words
    assert Reader(image("/files/a", words, 4, 3)).attributes == ["src", "alt", "loading", "width", "height"]


def test_each_origin_has_its_own_class_and_the_legend_names_those_that_occur() -> None:
    shown = prompt.spans(PROMPT)
    assert [shown.index(f"s-from-{origin}") for origin in ("preset", "user", "style")] == sorted(
        shown.index(f"s-from-{origin}") for origin in ("preset", "user", "style")
    )
    legend = Reader(prompt.legend(PROMPT)).text
    assert all(name in legend for name in ("You", "Preset", "Style"))
    assert "Brand" not in legend


def test_the_quiet_line_leaves_out_what_is_not_known() -> None:
    assert quiet("Nano Banana Pro", "", strong("$0.134")) == (
        '<div class="s-quiet"><span>Nano Banana Pro</span><span><b>$0.134</b></span></div>'
    )


def test_what_is_html_already_is_not_escaped_twice() -> None:
    assert join(tag("b", "a & b"), " & c") == "<b>a &amp; b</b> &amp; c"


@pytest.mark.parametrize(
    ("text", "label"),
    [("$0.27 or $0.14", r"\$0.27 or \$0.14"), (":red[x]", r"\:red\[x\]"), ("a\nb", "a b"), ("×4 · 4K", "×4 · 4K")],
)
def test_a_markdown_label_shows_signs_as_they_are(text: str, label: str) -> None:
    assert plain(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "![chart](https://elsewhere.example/x.png)",
        "!![chart](https://elsewhere.example/x.png)",
        "`![chart](https://elsewhere.example/x.png)",
        "![chart][there]\n\n[there]: https://elsewhere.example/x.png",
    ],
)
def test_a_picture_from_elsewhere_is_shown_as_the_words_it_was_written_with(text: str) -> None:
    assert "![" not in harmless(text)
    assert harmless(text).replace("\u2060", "") == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("from $5 to $6", r"from \$5 to \$6"),
        (r"it is \$5", r"it is \$5"),
        ("$x^2$", "$x^2$"),
        ("`echo $1` for $2", r"`echo $1` for \$2"),
        ("```sh\necho $1\n```", "```sh\necho $1\n```"),
        ("```js\nif (![1, 2].includes(x)) return;\n```", "```js\nif (![1, 2].includes(x)) return;\n```"),
    ],
)
def test_amounts_of_money_are_no_formulas_and_code_stays_as_it_is(text: str, seen: str) -> None:
    assert harmless(text) == seen


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("one\ntwo\n\nthree", ["one\ntwo", "three"]),
        ("one\n \n\n\ntwo\n\n", ["one", "two"]),
        ("```py\na = 1\n\nb = 2\n```\n\nso", ["```py\na = 1\n\nb = 2\n```", "so"]),
        ("```py\na = 1\n\nb", ["```py\na = 1\n\nb"]),
        ("1.  one\n\n    - more of it\n\n2.  two", ["1.  one\n\n    - more of it", "2.  two"]),
    ],
)
def test_a_text_is_drawn_in_pieces_that_mean_the_same_alone(text: str, parts: list[str]) -> None:
    assert blocks(text) == parts
