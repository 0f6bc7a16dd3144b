"""What can be asked of a subject: a field by its name, with its kind and unit."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How the values of a field are compared; the word stands in messages and in the manual."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    CHOICE = "one of a list"
    YES_NO = "yes or no"
    TAG = "tag"


Scales = tuple[tuple[str, str], ...]  # what may stand behind a number, and its factor as text

HERTZ: Scales = (("Hz", "1"), ("kHz", "1000"), ("MHz", "1000000"))
SECONDS: Scales = (("s", "1"), ("ms", "0.001"), ("min", "60"), ("h", "3600"))
RPM: Scales = (("rpm", "1"),)
SHARE: Scales = (("%", "0.01"),)


@dataclass(frozen=True)
class Field:
    """One thing that can be asked for by ``name:value``."""

    name: str
    kind: Kind
    about: str
    scales: Scales = ()  # the first is the unit of a number without one
    options: tuple[str, ...] = ()  # of a CHOICE
    many: bool = False  # a row may have several values: one of them is enough

    @property
    def example(self) -> str:
        """A value, for messages."""
        if self.kind is Kind.CHOICE:
            return self.options[0]
        return _EXAMPLES[self.kind]

    @property
    def sortable(self) -> bool:
        """Whether rows can be put in its order."""
        return not self.many


_EXAMPLES = {
    Kind.TEXT: '"two words"',
    Kind.NUMBER: "10..20",
    Kind.TIME: "7d",
    Kind.YES_NO: "yes",
    Kind.TAG: "checked",
}


def metric(name: str) -> Field:
    """A number that is kept by its name, as runs keep their results."""
    return Field(name, Kind.NUMBER, "a number of its result", SHARE)
