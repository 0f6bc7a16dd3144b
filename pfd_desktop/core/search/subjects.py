"""The table of what can be searched.

Whatever has a row here, its columns in store/searched and its texts in store/findable is found,
tagged and completed everywhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.labels import LabelKind
from pfd_desktop.core.records.learning import RunState, SplitKind
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.search.fields import HERTZ, RPM, SECONDS, SHARE, Field, Kind, metric
from pfd_desktop.errors import InvalidInput


@dataclass(frozen=True)
class Subject:
    """One sort of things that are found."""

    name: str
    one: str  # "recording": one of them
    fields: tuple[Field, ...]
    metrics: bool = False  # whether numbers are kept of it by name, beside the fields

    def field(self, name: str) -> Field | None:
        """The field of that name, whatever its case."""
        return next((one for one in self.fields if one.name == name.casefold()), None)


def _text(name: str, about: str, *, many: bool = False) -> Field:
    return Field(name, Kind.TEXT, about, many=many)


def _time(name: str, about: str) -> Field:
    return Field(name, Kind.TIME, about)


def _number(name: str, about: str, scales: tuple[tuple[str, str], ...] = ()) -> Field:
    return Field(name, Kind.NUMBER, about, scales)


def _choice(name: str, about: str, options: type[StrEnum]) -> Field:
    return Field(name, Kind.CHOICE, about, options=tuple(one.value for one in options))


TAG = Field("tag", Kind.TAG, "a tag, or one below it: bearing finds bearing/outer", many=True)
ID = _text("id", "part of its id")

RECORDINGS = Subject(
    "recordings",
    "recording",
    (
        _text("name", "its name"),
        TAG,
        _choice("label", "its known fault", Fault),
        _number("speed", "shaft speed as told", RPM),
        _number("rate", "sampling rate", HERTZ),
        _number("length", "how long it is", SECONDS),
        _text("condition", "load or operating condition"),
        _text("machine", "name of the machine"),
        _text("unit", "name of the physical bearing"),
        _text("point", "measuring point"),
        _text("bearing", "type of the bearing"),
        _choice("kind", "how the shaft is carried", BearingKind),
        _choice("fault", "what the latest diagnosis names", Fault),
        _choice("grade", "how far its evidence carries", Grade),
        _text("severity", "severity in words"),
        _text("quality", "grade of the measurement by the doctor, A to D; none before it"),
        _text("flag", "code of a note that the import made, such as clipped", many=True),
        _text("class", "class of a label in it", many=True),
        _text("note", "note of a label in it", many=True),
        _time("measured", "when it was measured"),
        _time("imported", "when it came into the project"),
        _number("estimate", "shaft speed seen in the signal", RPM),
        _number("confidence", "of that estimate, 0 to 1", SHARE),
        _number("samples", "how many"),
        _text("quantity", "acceleration, velocity …"),
        _text("file", "name of the file it came from"),
        _text("channel", "channel of that file"),
        _text("processed", "the chain that made it, in words"),
        Field("synthetic", Kind.YES_NO, "computed, not measured"),
        ID,
    ),
)
RUNS = Subject(
    "runs",
    "run",
    (
        _text("name", "its name"),
        TAG,
        metric("accuracy"),
        metric("macro_f1"),
        metric("window_accuracy"),
        metric("chance"),
        _number("units", "how many bearings it was judged on"),
        _number("folds", "how many"),
        _text("classifier", "as pfd train --classifier names it"),
        _choice("split", "what both sides of the test did not share", SplitKind),
        _choice("state", "how it stands", RunState),
        _text("reason", "why it failed or stopped"),
        _number("seed", "of its random numbers"),
        _text("note", "what was written on it"),
        Field("starred", Kind.YES_NO, "marked"),
        Field("archived", Kind.YES_NO, "out of the way"),
        _number("recordings", "how many it learned from"),
        _time("created", "when it began"),
        _time("finished", "when it ended"),
        ID,
    ),
    metrics=True,
)
FEATURE_SETS = Subject(
    "feature_sets",
    "feature set",
    (
        _text("name", "its name"),
        TAG,
        _text("feature", "name of a feature in it", many=True),
        _number("windows", "how many rows"),
        _number("window", "length of a window in samples"),
        _number("recordings", "how many it was made of"),
        _time("created", "when it was made"),
        ID,
    ),
)
LABELS = Subject(
    "labels",
    "label",
    (
        _text("class", "what it names", many=True),
        TAG,
        _text("note", "what was written to it"),
        _choice("kind", "what it speaks of", LabelKind),
        _text("recording", "name of its recording"),
        _text("author", "who made it"),
        _number("severity", "0 to 1"),
        _number("start", "where it begins", SECONDS),
        _number("stop", "where it ends", SECONDS),
        _number("low", "lower frequency", HERTZ),
        _number("high", "upper frequency", HERTZ),
        _time("changed", "when it was last changed"),
        ID,
    ),
)
MACHINES = Subject(
    "machines",
    "machine",
    (_text("name", "its name"), TAG, _text("note", "what was written to it"), ID),
)
UNITS = Subject(
    "units",
    "unit",
    (
        _text("name", "its name"),
        TAG,
        _text("note", "what was written to it"),
        _text("machine", "name of its machine"),
        _text("bearing", "type of its bearing"),
        _choice("kind", "how it carries the shaft", BearingKind),
        ID,
    ),
)
DATASETS = Subject(
    "datasets",
    "dataset",
    (
        _text("name", "its name"),
        TAG,
        _text("note", "what was written to it or to one of its versions", many=True),
        _text("class", "class of a recording in its newest version", many=True),
        _text("hash", "hash of one of its versions", many=True),
        _text("certificate", "certificate of a split designed on it", many=True),
        _number("versions", "how many"),
        _number("recordings", "how many its newest version holds"),
        Field("archived", Kind.YES_NO, "out of the way"),
        _time("created", "when it was made"),
        _time("used", "when something was last trained on it"),
        ID,
    ),
)

SUBJECTS: tuple[Subject, ...] = (RECORDINGS, RUNS, FEATURE_SETS, LABELS, MACHINES, UNITS, DATASETS)


def subject(name: str) -> Subject:
    """The subject of that name; raises InvalidInput."""
    for one in SUBJECTS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in SUBJECTS)
    raise InvalidInput(f"{name} cannot be searched. Known are {known}.")


def counted(name: str, number: int) -> str:
    """That many of a subject: "1 recording", "3 datasets"."""
    one = subject(name).one
    return f"1 {one}" if number == 1 else f"{number} {name.replace('_', ' ')}"
