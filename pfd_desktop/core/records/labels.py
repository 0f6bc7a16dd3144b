"""Labels: what somebody saw in a recording, and who changed what was said of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

UNSEEN = "fault not visible"  # class of a stretch of a faulty record without evidence of its fault


class LabelKind(StrEnum):
    """What part of a recording a label speaks of."""

    RECORD = "record"  # all of it
    REGION = "region"  # from start_s to stop_s
    POINT = "point"  # at start_s
    PATCH = "time-frequency"  # from start_s to stop_s, low_hz to high_hz


@dataclass(frozen=True)
class LabelFacts:
    """What a label says; fields that its kind does not use are None."""

    kind: LabelKind
    classes: tuple[str, ...] = ()  # Fault values or free words; several may hold at once
    start_s: float | None = None
    stop_s: float | None = None
    low_hz: float | None = None
    high_hz: float | None = None
    severity: float | None = None  # 0 to 1
    severity_words: str = ""  # "0.007 in"
    note: str = ""


@dataclass(frozen=True)
class Label:
    """A label of a recording."""

    id: str
    recording_id: str
    facts: LabelFacts
    author: str
    created_at: datetime  # UTC, aware
    changed_at: datetime
    row_version: int = 1


class LabelAct(StrEnum):
    """What was done to a label."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True)
class LabelChange:
    """One line of the audit trail; lines are never changed or taken away."""

    id: str
    label_id: str
    recording_id: str
    act: LabelAct
    author: str
    changed_at: datetime  # UTC, aware
    before: LabelFacts | None
    after: LabelFacts | None
