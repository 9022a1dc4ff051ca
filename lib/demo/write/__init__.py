"""The writer of the demo engine: a question in, an answer about it in the asked form and length, without a model.

    answer(Question((Turn("user", "Three lines about the harbour film, under twelve words each"),))).text

``memory`` and ``reading`` turn a conversation into a ``Task``: ``meaning`` puts it as a request, ``form`` finds what
is to be written, ``asks`` and ``limits`` read its conditions, ``closing`` the limits behind the person's words,
``naming`` its subject, ``tongues`` other languages; ``onward`` finds the rest of an answer that broke off. ``shape``
is the form that a system instruction gives to every answer, ``commission`` what is to be made, ``given`` the text to
work on. ``forms`` write it, one module per family, from word fields that the ``muse`` deals; ``wording`` makes
sentences plain, ``document`` and ``picture`` speak about files (``looking`` at length), ``brief`` finds what the
person's own text is about, ``items`` are what a later turn can point at, ``house`` holds a system instruction over
every form, ``fit`` makes counts and lengths hold.
The same question and seed give the same text. Of facts it knows those of its craft (``craft.toml``) and invents none.
"""

from __future__ import annotations

from lib.demo.write.answering import answer
from lib.demo.write.question import VARIANTS, Attachment, Question, Turn, Written

__all__ = ["VARIANTS", "Attachment", "Question", "Turn", "Written", "answer"]
