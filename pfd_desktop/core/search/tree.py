"""What a query asks for, as a tree; each leaf knows where in the text it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pfd_desktop.core.search.fields import Field


@dataclass(frozen=True)
class Span:
    """Characters from start up to stop, of the text of the query."""

    start: int
    stop: int


@dataclass(frozen=True)
class Word:
    """These letters stand in one of its texts, or in one of what it belongs to."""

    text: str  # folded
    at: Span


@dataclass(frozen=True)
class Contains:
    """The letters stand in the field, or are all of it."""

    field: Field
    text: str  # folded
    whole: bool
    at: Span


@dataclass(frozen=True)
class Tagged:
    """It has the tag; unless ``whole``, one below it is as good."""

    field: Field
    key: str  # folded
    whole: bool
    at: Span


@dataclass(frozen=True)
class Between:
    """The value lies between two bounds; None is no bound. What is not told lies nowhere."""

    field: Field
    low: float | datetime | None
    high: float | datetime | None
    with_low: bool
    with_high: bool
    at: Span


@dataclass(frozen=True)
class OneOf:
    """The value is one of these: words of a list, or yes or no."""

    field: Field
    options: tuple[str, ...] | tuple[bool]
    at: Span


@dataclass(frozen=True)
class Told:
    """There is a value at all."""

    field: Field
    at: Span


@dataclass(frozen=True)
class Not:
    """Everything else."""

    part: Node


@dataclass(frozen=True)
class And:
    """All of these; no part at all is everything."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """One of these at least."""

    parts: tuple[Node, ...]


FieldLeaf = Contains | Tagged | Between | OneOf | Told
Node = Word | FieldLeaf | Not | And | Or


@dataclass(frozen=True)
class Sort:
    """An order; what has no value comes last in either direction."""

    field: Field
    falling: bool
    at: Span


@dataclass(frozen=True)
class Query:
    """What is asked for, and the order it is wanted in."""

    where: Node = And(())
    sorts: tuple[Sort, ...] = ()
