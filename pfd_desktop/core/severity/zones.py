"""The zone of a vibration, or why there is none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pfd_desktop.core.records.severity import (
    MachineFacts,
    Measure,
    SeverityTable,
    Support,
    ZoneLimits,
)
from pfd_desktop.core.severity.overall import Overall
from pfd_desktop.errors import InvalidInput

NOT_FOR_BEARINGS = (
    "Zones are not for faults in rolling bearings: broad-band velocity misses them. See the"
    " diagnosis and the envelope."
)
_SPEED_UNKNOWN = (
    "The speed is unknown: this zone holds above 600 rpm. A slower machine is judged from 2 Hz, for"
    " which this recording is too short."
)
_SPEED_NO_MATTER = (
    "The speed is unknown; judged from 2 Hz, as slow machines are, the zone is the same."
)
MEANING = {
    "A": "as newly commissioned machines",
    "B": "fit for unrestricted long-term operation",
    "C": "not fit for long-term operation; plan a remedy",
    "D": "severe enough to damage the machine",
}


@dataclass(frozen=True)
class ZoneVerdict:
    """A zone with all it rests on, or the reason why it is refused."""

    recording: str
    zone: str  # "A" to "D"; "" where it is refused
    reason: str  # why it is refused; "" where it is not
    value: float | None
    unit: str
    band_hz: tuple[float, float] | None
    limits: tuple[float, float, float] | None  # of zones A, B, C in that unit
    group: str
    support: str
    table: str  # its name with its version
    citation: str
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """One sentence."""
        if not self.zone:
            return f"No zone: {self.reason}"
        return f"Zone {self.zone}: {self.value:.3g} {self.unit}, {MEANING[self.zone]}."


def judged(
    recording: str, found: Overall, facts: MachineFacts, table: SeverityTable, rpm: float | None
) -> ZoneVerdict:
    """The zone of an overall value; a value at a limit is still in the better zone.

    Refused where the speed is unknown and the zone depends on it.
    """
    try:
        limits = _limits(facts, table, rpm)
    except InvalidInput as error:
        return refused(recording, str(error), facts, table, found)
    if not math.isfinite(found.value):
        return refused(recording, "the overall value is not a number.", facts, table, found)
    zone = _zone(found.value, limits)
    verdict = _verdict(recording, facts, table, found, (zone, "", limits))
    if table.measure is not Measure.VELOCITY or rpm is not None:
        return verdict
    if found.slow_value is None:
        return replace(verdict, notes=(*verdict.notes, _SPEED_UNKNOWN))
    slow = _zone(found.slow_value, limits)
    if slow != zone:
        reason = (
            f"the speed decides and is unknown; tell it. Above 600 rpm it is zone {zone}"
            f" ({found.value:.3g} {found.unit} from 10 Hz), up to 600 rpm zone {slow}"
            f" ({found.slow_value:.3g} {found.unit} from 2 Hz)."
        )
        return refused(recording, reason, facts, table, found)
    return replace(verdict, notes=(*verdict.notes, _SPEED_NO_MATTER))


def _zone(value: float, limits: tuple[float, float, float]) -> str:
    return "ABCD"[sum(value > limit for limit in limits)]


def refused(
    recording: str,
    reason: str,
    facts: MachineFacts,
    table: SeverityTable,
    found: Overall | None = None,
) -> ZoneVerdict:
    """No zone, and why; the value is told where there is one."""
    return _verdict(recording, facts, table, found, ("", reason, None))


def chosen(tables: Sequence[SeverityTable], facts: MachineFacts, measure: Measure) -> SeverityTable:
    """The newest version of the table told of the machine, where it is of this measure; else the
    first of that measure. Raises InvalidInput where the project has none."""
    fit = [table for table in tables if table.measure is measure]
    named = [table for table in fit if table.name == facts.table]
    if not fit:
        raise InvalidInput(f"No severity table is for {measure.value}.")
    first = named or [table for table in fit if table.name == fit[0].name]
    return max(first, key=lambda table: table.version)


def _verdict(
    recording: str,
    facts: MachineFacts,
    table: SeverityTable,
    found: Overall | None,
    outcome: tuple[str, str, tuple[float, float, float] | None],
) -> ZoneVerdict:
    zone, reason, limits = outcome
    return ZoneVerdict(
        recording=recording,
        zone=zone,
        reason=reason,
        value=None if found is None else found.value,
        unit="" if found is None else found.unit,
        band_hz=None if found is None else found.band_hz,
        limits=limits,
        group=facts.group,
        support=facts.support.value,
        table=table.words,
        citation=table.citation,
        notes=tuple(note for note in (NOT_FOR_BEARINGS, table.caveat) if note),
    )


def _limits(
    facts: MachineFacts, table: SeverityTable, rpm: float | None
) -> tuple[float, float, float]:
    row = _row(facts, table)
    if table.measure is Measure.VELOCITY:
        return row.a_b, row.b_c, row.c_d
    if rpm is None:
        raise InvalidInput("the limits of shaft vibration depend on the speed, which is unknown.")
    root = math.sqrt(rpm)
    return row.a_b / root, row.b_c / root, row.c_d / root


def _row(facts: MachineFacts, table: SeverityTable) -> ZoneLimits:
    """The row for this machine; raises InvalidInput with what is unknown."""
    groups = list(dict.fromkeys(row.group for row in table.limits))
    group = facts.group or (groups[0] if len(groups) == 1 else "")
    if not group:
        power = "" if facts.power_kw is None else f" (its power is {facts.power_kw:g} kW)"
        raise InvalidInput(f"the machine's group in {table.name} is unknown{power}.")
    rows = [row for row in table.limits if row.group == group]
    if not rows and len(groups) == 1:
        rows = list(table.limits)
    if not rows:
        raise InvalidInput(f"{table.name} has no group {group}; it has {', '.join(groups)}.")
    if any(row.support is Support.UNKNOWN for row in rows):
        return rows[0]
    if facts.support is Support.UNKNOWN:
        raise InvalidInput("whether the machine's support is rigid or flexible is unknown.")
    fitting = [row for row in rows if row.support is facts.support]
    if not fitting:
        raise InvalidInput(f"{table.name} has no row for a {facts.support.value} support.")
    return fitting[0]
