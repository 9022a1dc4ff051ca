"""What a question turned out to ask for: the one value that every form of answer is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lib.demo.write.commission import Commission
from lib.demo.write.limits import Limits
from lib.demo.write.question import Attachment
from lib.demo.write.shape import Shape
from lib.demo.write.subject import Subject

# The forms whose answer is a list of items.
LISTS = frozenset(
    (
        "lines",
        "headlines",
        "slogans",
        "names",
        "ideas",
        "things",
        "questions",
        "hashtags",
        "keywords",
        "reasons",
        "uses",
    )
)


@dataclass(frozen=True)
class Task:
    """``form`` names the family of the answer, ``noun`` the word the person used for it ("taglines").

    ``material`` is a text to work on (quoted, pasted or an earlier answer), ``earlier`` what must not be said again,
    ``opening`` an earlier item that the answer has to carry, ``remark`` a sentence to put first.
    """

    form: str
    noun: str = ""
    subject: Subject = field(default_factory=lambda: Subject(""))
    said: str = ""
    count: int | None = None
    versions: int = 1  # how many times the whole is written: "a postcard, two versions"
    limits: Limits = field(default_factory=Limits)
    tone: str = ""
    audience: str = ""
    wanted: tuple[str, ...] = ()
    banned: frozenset[str] = frozenset()
    layout: str = ""  # "numbered", "bullets", "table", "json", "commas", "plain" or "" for the usual one of the form
    columns: tuple[str, ...] = ()
    arrays: Mapping[str, int] = field(default_factory=dict)  # keys of JSON whose value is a list, and its length
    fenced: bool = False
    exclaim: bool = False
    headed: bool = False  # with a heading of its own
    points: int | None = None  # bullet points that the text has
    bare: bool = False  # nothing around the answer: "just the list"
    material: str = ""
    earlier: tuple[str, ...] = ()
    opening: str = ""
    remark: str = ""
    tongue: str = ""  # the language of the question, when it is not English
    attachments: tuple[Attachment, ...] = ()
    seen: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # column of a word field → what a picture gives it
    origin: Task | None = None  # the task of the list that ``opening`` was taken from
    context: str = ""  # the system instruction and earlier subjects: they choose the word fields
    words: str = ""  # the person's own words, whole
    shape: Shape = field(default_factory=Shape)
    counts: Mapping[str, int] = field(default_factory=dict)  # "bullet" → 4, as the limits or the person say
    halved: bool = False  # half of the original's length
    also: Task | None = None  # a second form that was asked for in the same breath: "a tagline and a description"

    @property
    def pictures(self) -> tuple[Attachment, ...]:
        return tuple(one for one in self.attachments if one.kind == "image")

    @property
    def documents(self) -> tuple[Attachment, ...]:
        return tuple(one for one in self.attachments if one.kind == "document")

    @cached_property
    def commission(self) -> Commission:
        return Commission.of(self.words)

    def number(self, noun: str, usual: int) -> int:
        """How many of ``noun``: what the person says, else what the limits say, else ``usual``."""
        return self.counts.get("item") or self.counts.get(noun) or self.count or usual

    def lengths(self) -> bool:
        """Whether anything binds the whole answer."""
        limits = self.limits
        return any((limits.words, limits.characters, limits.sentences, limits.paragraphs))
