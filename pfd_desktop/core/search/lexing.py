"""The text of a query cut into terms and signs, each with its place."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from pfd_desktop.core.search.tree import Span
from pfd_desktop.errors import InvalidQuery

LONGEST = 2000  # characters


class Sign(Enum):
    """What stands between terms."""

    OPEN = "("
    CLOSE = ")"
    MINUS = "-"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"
    END = ""


@dataclass(frozen=True)
class Token:
    """A sign and its place."""

    sign: Sign
    at: Span


@dataclass(frozen=True)
class Term:
    """``field:operator value``, or a plain word or phrase without the first two."""

    field: str  # "" of a plain word
    operator: str  # "", "=", "<", "<=", ">", ">="
    value: str
    quoted: bool
    at: Span  # all of it
    field_at: Span
    value_at: Span


_FIELD = re.compile(r"([^\W\d][\w.-]*):")
_OPERATOR = re.compile(r"[<>]=?|=")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BARE = re.compile(r'[^\s()"]+')
_ENDS = re.compile(r"[\s)]|\Z")
_WORDS = {"OR": Sign.OR, "AND": Sign.AND, "NOT": Sign.NOT}


def cut(text: str) -> list[Token | Term]:
    """All of the text, an END at its end; raises InvalidQuery."""
    if len(text) > LONGEST:
        raise InvalidQuery(f"A search has at most {LONGEST} characters", LONGEST, len(text))
    _refuse_unseen(text)
    found: list[Token | Term] = []
    place = 0
    while place < len(text):
        letter = text[place]
        if letter.isspace():
            place += 1
            continue
        if letter in "()":
            found.append(Token(Sign(letter), Span(place, place + 1)))
        elif letter == "-" and not _ENDS.match(text, place + 1):
            found.append(Token(Sign.MINUS, Span(place, place + 1)))
        else:
            found.append(_term(text, place))
        place = found[-1].at.stop
    return [*found, Token(Sign.END, Span(len(text), len(text)))]


def _refuse_unseen(text: str) -> None:
    """Letters that no text on the disk can have, and that nobody sees."""
    for place, letter in enumerate(text):
        if unicodedata.category(letter) in {"Cc", "Cs"} and not letter.isspace():
            raise InvalidQuery(
                f"The character U+{ord(letter):04X} cannot be searched for; leave it out",
                place,
                place + 1,
            )


def _term(text: str, start: int) -> Token | Term:
    field = _FIELD.match(text, start)
    place = field.end() if field else start
    name = field.group(1) if field else ""
    operator = _OPERATOR.match(text, place) if field else None
    place = operator.end() if operator else place
    value, stop, quoted = _value(text, place)
    if not _ENDS.match(text, stop):
        raise InvalidQuery(
            'A blank is missing here; a value with blanks, parentheses or " stands in quotes,'
            ' with \\" for a quote',
            stop,
            stop + 1,
        )
    at = Span(start, stop)
    if not field and not quoted and value in _WORDS:
        return Token(_WORDS[value], at)
    if not field and not quoted and value == "-":
        raise InvalidQuery("Nothing stands behind the minus that it could exclude", start, stop)
    return Term(
        name,
        operator.group() if operator else "",
        value,
        quoted,
        at,
        Span(start, start + len(name)),
        Span(place, stop),
    )


def _value(text: str, place: int) -> tuple[str, int, bool]:
    """The value that stands there, where it ends, and whether it was in quotes."""
    if text[place : place + 1] == '"':
        found = _QUOTED.match(text, place)
        if found is None:
            raise InvalidQuery("This quote has no end", place, len(text))
        return re.sub(r"\\(.)", r"\1", found.group(1)), found.end(), True
    bare = _BARE.match(text, place)
    return (bare.group(), bare.end(), False) if bare else ("", place, False)
