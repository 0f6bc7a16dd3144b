"""What a diagnosis rests on besides the recording: its machine, its good state."""

from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.diagnosis.lubrication import SAME_SPEED
from pfd_desktop.core.diagnosis.pairing import probe_pair
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.severity import Baseline, MachineFacts, Measure, SeverityTable
from pfd_desktop.core.severity.overall import Overall
from pfd_desktop.core.severity.tables import built_in
from pfd_desktop.core.severity.zones import chosen, judged
from pfd_desktop.services.severity import known_rpm
from pfd_desktop.store import recordings, severity, trends
from pfd_desktop.store.engine import Store

Pair = tuple[Recording, Recording]


@dataclass(frozen=True)
class Grounds:
    """All that is read from the store before a recording is diagnosed."""

    recording: Recording
    critical_rpm: float | None
    zone_b_mm_s: float | None  # limit of the machine's zone B; None where it is not known
    pair: Pair | None  # both probes of a shaft
    baseline: tuple[Recording, ...]  # of its point, at its speed, in its unit


def grounds_of(store: Store, recording_id: str) -> Grounds:
    """Read them; raises NotFound."""
    with store.read() as session:
        recording = recordings.get(session, recording_id)
        facts = severity.facts(session, recording.machine_id)
        tables = built_in() + severity.tables(session)
        journal = recording.kind is BearingKind.JOURNAL
        pair = probe_pair(recording, recordings.list_all(session)) if journal else None
        told = trends.baseline(session, recording.point_id)
        near = () if told is None else recordings.of_point(session, recording.point_id)
    return Grounds(
        recording=recording,
        critical_rpm=facts.critical_rpm,
        zone_b_mm_s=_zone_b(tables, facts),
        pair=pair,
        baseline=() if told is None else _comparable(recording, near, told),
    )


def _zone_b(tables: Sequence[SeverityTable], facts: MachineFacts) -> float | None:
    table = chosen(tables, facts, Measure.VELOCITY)
    limits = judged("", Overall(0.0, "mm/s rms", (0, 0)), facts, table, None).limits
    return None if limits is None else limits[1]


def _comparable(
    recording: Recording, near: Sequence[Recording], told: Baseline
) -> tuple[Recording, ...]:
    """The recordings of the point's good state that this one can be compared with.

    None for one that is itself part of it, or that is no plain recording over time.
    """
    rpm = known_rpm(recording)
    if rpm is None or recording.id in told.recording_ids:
        return ()
    wanted = (recording.unit, "time", "")
    if (recording.unit, recording.axis, recording.processed) != wanted:
        return ()
    return tuple(
        one
        for one in near
        if one.id in told.recording_ids
        and (one.unit, one.axis, one.processed) == wanted
        and (speed := known_rpm(one)) is not None
        and abs(speed / rpm - 1) <= SAME_SPEED
    )
