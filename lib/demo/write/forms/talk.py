"""Small talk and sums: greetings, thanks, arithmetic, dates, code, and what was said before."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from fractions import Fraction

from lib.demo.write import told, words
from lib.demo.write.forms import almanac, plainly
from lib.demo.write.forms.edit import carried
from lib.demo.write.muse import Muse, generator
from lib.demo.write.numbers import shown
from lib.demo.write.task import Task

_GREETED = re.compile(
    rf"^(?:{words.any_of(words.GREETINGS)})[\s,.!?]*(?:there|all|studio|everyone|team|how are "
    rf"you[^.]*|how's it going|how do you do)?[\s,.!?]*$",
    re.IGNORECASE,
)
_THANKED = re.compile(
    rf"^(?:(?:{words.any_of(words.THANKS)})[\s,.!]*)+(?:so much|a lot|for (?:that|this|your help|the help))?[\s.!]*$",
    re.IGNORECASE,
)
_HOW = re.compile(r"^how are you\b|^how's it going", re.IGNORECASE)
_WHO = re.compile(
    r"^(?:who|what) are you\b|^what can (?:you|i|we) do(?: here| with (?:you|this))?[\s?]*$|"
    r"^what can you do\b|^what do you do\b|^help\s*[?.!]*$",
    re.IGNORECASE,
)
_DATED = re.compile(words.any_of(words.DATES), re.IGNORECASE)
_CODE = re.compile(
    rf"^(?:please )?(?:(?:can|could) you )?(?:write|code|implement|program|fix|debug|give me|"
    rf"create|build|make|generate)\b.*?(?:{words.any_of(words.CODE)})",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?P<p>\d+(?:[.,]\d+)?)\s*(?:%|percent|per cent) (?:of|from|off|on) (?P<n>\d[\d,]*(?:\.\d+)?)", re.IGNORECASE
)
_ASKED_SUM = re.compile(
    r"^(?:(?:so|and|ok|please|can you|could you)[\s,]*)*(?:what(?:'s| is)|how much is|calculate|"
    r"compute|work out|solve|add up)?\s*(?P<sum>[-(]?\d.*?)\s*=?\s*[?.!]*$",
    re.IGNORECASE,
)
_RESULT = re.compile(r"(?:=|\bis) (-?\d[\d,]*(?:\.\d+)?)\.?$")
_ONWARD = re.compile(
    r"(?:(?:and|then|now|so|ok|what about|that|it)[\s,]+)*"
    r"((?:times|plus|minus|divided by|multiplied by|over|[-+*/×·÷^−]|x)\s*\d[\d,.]*)\s*[?.!]*$",
    re.IGNORECASE,
)
_WORDED = {
    "times": "*",
    "multiplied by": "*",
    "x": "*",
    "×": "*",
    "·": "*",
    "plus": "+",
    "minus": "-",
    "−": "-",
    "–": "-",
    "divided by": "/",
    "over": "/",
    "÷": "/",
    "^": "**",
}
_OPERATORS: dict[type[ast.AST], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_HIGHEST_POWER = 64
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALONE = re.compile(r"(?:please )?(?:only|just|keep(?: only| just)?|show(?: me)? only) ", re.IGNORECASE)
_RUN = 4  # letters that stand side by side on the keys
_FORMED = re.compile(words.any_of(tuple(words.turned("forms"))), re.IGNORECASE)


def reply(text: str, seed: int) -> tuple[str, str] | None:
    """An answer and its thought, if the whole turn is small talk, a sum, a date or a request for code."""
    said = re.sub(r"\s+", " ", text).strip().replace("’", "'")[:400]
    random = generator("talk", said, seed)
    if _GREETED.match(said) or _HOW.match(said):
        hello = random.choice(("Hello.", "Good to see you.", "Hello, and welcome."))
        offer = random.choice(
            (
                "Name a subject and a form, such as three lines about a harbour film, and I will write.",
                "Tell me what you are working on: a line, a script, a plan or a caption is a good place to begin.",
                "What shall we write? A subject, a form and a length are enough.",
            )
        )
        return f"{hello} {offer}", "A greeting: I answer it and offer a way to begin."
    if _THANKED.match(said):
        return random.choice(
            (
                "You are welcome. Point at a line, and I can shorten it, warm it up or carry it into a script.",
                "Gladly. The next step could be another tone, another length or another form.",
                "Good. If one of them is close, name it and I will work on that one.",
            )
        ), "Thanks: I say so and offer the next step."
    if _WHO.match(said):
        return (
            "I am the demo writer of Studio: a small program that works by rules, without a model and "
            "without a network. I write lines, names, captions, stories, scripts, plans, tables and "
            "JSON about your subject, sum up documents, describe pictures by their measurements, and "
            "do sums.",
            "A question about what I am: I answer it plainly.",
        )
    if result := arithmetic(said):
        return result, "A sum: I compute it exactly."
    if result := almanac.reckoned(said):
        return result, "A question of calendar or units: I reckon it."
    if result := told.noted(said):
        return result, "The person tells about themselves: I note it and say what I understood."
    if result := plainly.answered(said):
        return result, "A question with one right answer: I compute it or look it up, in the form asked for."
    if unread(said):
        return (
            "I did not understand that. Ask for a form and a subject, such as “three headlines for a bicycle lamp” or "
            "“an email about a later date”.",
            "Nothing that can be read as a request: I say so and show what one looks like.",
        )
    if _DATED.search(said) and len(said.split()) < 12:
        return (
            "The demo engine has no calendar and no clock, so it cannot tell the date or the time. "
            "Your device shows both.",
            "A question about today: no date is known here.",
        )
    if _CODE.match(said) and not re.search(
        r"\b(?:voice|voice-over|names?|headlines?|lines|slogans?|story|poem|email|caption|json|"
        r"table|dress code|code of)\b",
        said,
        re.IGNORECASE,
    ):
        return _steps(said), "A request for code: I say that I write none and outline the steps."
    return None


def unread(said: str) -> bool:
    """Whether nothing can be read in it: marks alone, a lone mutter, or letters that no word is made of."""
    letters = re.findall(r"[^\W\d_]+", said)
    if not letters:
        return bool(said.strip()) and not re.search(r"\d", said)
    return (
        len(letters) <= 3
        and len(said) < 60
        and all(map(_mashed, letters))
        and said.isascii()
        and not _FORMED.search(said)
    )


def _mashed(word: str) -> bool:
    """Whether a word comes from a hand laid on the keys: no vowel, or a run along one row of them."""
    low = word.lower()
    runs = (low[at : at + _RUN] for at in range(len(low) - _RUN + 1))
    along = any(run in row or run[::-1] in row for run in runs for row in _ROWS)
    silent = len(low) > 2 and word == low and not re.search(r"[aeiouy]", low)
    return along or silent or re.fullmatch(r"(\w{3,})\1+", low) is not None


def chained(said: str, before: str) -> str:
    """A sum that goes on from the result of the last one: "and times 2?"; "" when nothing is gone on with."""
    result = _RESULT.search(before.strip())
    onward = _ONWARD.match(said.strip()[:80])
    return arithmetic(f"{result[1].replace(',', '')} {onward[1]}") if result and onward else ""


def arithmetic(said: str) -> str:
    """The sum in a question, computed exactly; "" when there is none."""
    percent = _PERCENT.search(said)
    if percent:
        part, whole = Fraction(percent["p"].replace(",", ".")), Fraction(percent["n"].replace(",", ""))
        share = whole * part / 100
        if re.search(r"(?:%|percent|per cent) off", said, re.IGNORECASE):
            return f"{shown(whole)} with {shown(part)} % off is {shown(whole - share)}."
        return f"{shown(part)} % of {shown(whole)} is {shown(share)}."
    asked = _ASKED_SUM.match(said)
    if not asked or not re.search(
        r"\d\s*(?:[-+*/×·÷^−–x]|plus|minus|times|divided by|multiplied by|over)\s*[-(]*\d", asked["sum"]
    ):
        return ""
    plain = asked["sum"].lower()
    for word, sign in _WORDED.items():
        plain = plain.replace(word, sign)
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    try:
        value = _evaluated(ast.parse(plain.strip(), mode="eval").body)
    except (SyntaxError, ValueError, OverflowError):
        return ""
    except ZeroDivisionError:
        return "Nothing can be divided by zero, so this sum has no result."
    written = (
        re.sub(r"\s*(\*\*|[-+*/])\s*", r" \1 ", plain.strip()).replace("**", "^").replace("*", "×").replace("/", "÷")
    )
    return f"{written} = {shown(value)}"


def _evaluated(node: ast.AST) -> Fraction:
    """The value of an expression of numbers; anything else is a ValueError."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluated(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = _evaluated(node.left), _evaluated(node.right)
        if (
            isinstance(node.op, ast.Pow)
            and right.denominator == 1
            and abs(right) <= _HIGHEST_POWER
            and abs(left) < 10**9
        ):
            return left ** int(right)
        if type(node.op) in _OPERATORS:
            return _OPERATORS[type(node.op)](left, right)
    raise ValueError(ast.dump(node))


def _steps(said: str) -> str:
    what = re.sub(
        r"^.*?\b(?:write|code|implement|program|fix|debug|give me|create|build|make|generate)\b\s*(?:me )?",
        "",
        said,
        flags=re.IGNORECASE,
    ).rstrip(".?! ")
    return (
        f"The demo writer writes no code. In words, {what} would go like this:\n\n1. Say what goes "
        f"in and what must come out, with one example of each.\n"
        "2. Split the way between them into steps that can be checked alone.\n3. Decide what "
        "happens with empty, wrong and very large input.\n"
        "4. Write down three cases whose result you know, and try them first.\n5. Build the "
        "plainest version that passes, then tidy the names."
    )


def recall(task: Task) -> str:
    """What was said before, word for word."""
    if task.remark:
        return task.remark
    return f"“{task.material.strip()}”" if task.opening else f"You asked: “{task.material.strip()}”"


def pick(task: Task, muse: Muse) -> str:
    """One item taken up again: alone or in another tone when that was asked for, else as it stands and with ways on."""
    item = task.opening
    if _ALONE.match(task.words):
        return item
    if task.tone:
        return carried(task.tone, item)
    closed = item if item.endswith((".", "?", "!")) else item + "."
    ways = [f"{closed} {muse.fill('{Clause}.')}", f"{muse.fill('{Clause}')}. {closed}"]
    if closed[1:2].islower() and not re.search(r"[.:?!].", closed):
        ways.append(f"{muse.fill('{Moment}')}, {closed[0].lower()}{closed[1:]}")
    return f"“{item}” it is. Ways on from here:\n\n" + "\n".join(f"{at}. {way}" for at, way in enumerate(ways, 1))
