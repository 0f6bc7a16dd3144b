"""What a check found, and the row that declares a finding."""

from dataclasses import dataclass
from enum import IntEnum

Places = tuple[tuple[float, float], ...]  # from, to, in seconds
SHOWN = 20  # places kept of a finding; its words give their number


class Weight(IntEnum):
    """How much a finding spoils."""

    MINOR = 1  # what is looked for stays visible
    MAJOR = 2  # some analyses are wrong
    FATAL = 3  # the record is no measurement of the machine


@dataclass(frozen=True)
class Found:
    """One thing found: in words with its numbers, and where; () where it is everywhere."""

    text: str
    places: Places = ()


@dataclass(frozen=True)
class Finding:
    """A row of the table: what a finding is called, means, weighs and asks for."""

    code: str
    title: str
    means: str
    remedy: str
    weight: Weight
