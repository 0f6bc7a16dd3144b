"""How a measuring point develops: values over time, baseline, limits, difference in bands."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from pfd_desktop.core.figures.difference import difference_figure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.figures.trend import TrendFigure
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.severity import AlarmLimits, Baseline, Measure
from pfd_desktop.core.severity.overall import SLOW_RPM, Overall
from pfd_desktop.core.severity.tables import built_in
from pfd_desktop.core.severity.zones import chosen, judged
from pfd_desktop.core.trends import overall
from pfd_desktop.core.trends.bands import PER_OCTAVE, BandRequest, difference, levels_of
from pfd_desktop.core.trends.overall import OverallRequest, OverallValues, overall_of
from pfd_desktop.core.trends.trend import TrendValue, trend_figure
from pfd_desktop.errors import InvalidInput, PfdError
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.severity import known_rpm
from pfd_desktop.store import recordings, severity, stale, trends
from pfd_desktop.store.project import Project

R = TypeVar("R")

_Key = tuple[str, bool, tuple[tuple[float, float], ...]]
_KEPT = 20_000  # values of recordings that are remembered


class TrendService:
    """Trends of measuring points; recordings that a chain made are left out of them."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute
        self._known: dict[_Key, OverallValues] = {}

    def kinds(self) -> tuple[overall.ValueKind, ...]:
        """What can be followed; the RMS of a band, such as "band 500-2000", can be as well."""
        return overall.KINDS

    def trend(self, point_id: str, measure: str, progress: Progress) -> TrendFigure:
        """The value *measure* of all recordings of a point; raises InvalidInput, NotFound."""
        kind = overall.kind_of(measure)
        bands = (overall.band_of(measure),) if measure.startswith("band ") else ()
        measured, notes = self._measured(point_id, kind.unit == "*")
        answers = self._values(measured, bands, progress)
        measured, found, damaged = _told_apart(measured, answers)
        notes += damaged
        with self._store.read() as session:
            told = trends.baseline(session, point_id)
            limits = [one for one in trends.limits(session, point_id) if one.measure == kind.name]
        chosen_ids = set() if told is None else set(told.recording_ids)
        values = [
            TrendValue(one.id, one.name, value, one.measured_at, one.id in chosen_ids)
            for one, computed in zip(measured, found, strict=True)
            if (value := computed.value(kind.name)) is not None
        ]
        if not values:
            why = "; ".join(dict.fromkeys(dict(one.missing).get(kind.name, "") for one in found))
            raise InvalidInput(f"{kind.title} of none of its recordings can be computed: {why}")
        left_out = len(measured) - len(values)
        notes += [f"{left_out} recordings have no {kind.title.lower()}"] if left_out else []
        unit = measured[0].unit if kind.unit == "*" else kind.unit
        limits += self._iso(measured[-1]) if kind.name == overall.VELOCITY else []
        point = _point_words(measured[0])
        return trend_figure(kind, unit, point, values, limits=limits, notes=notes)

    def values(self, recording_id: str, progress: Progress) -> OverallValues:
        """The overall values of one recording."""
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
        return _or_raise(self._values((recording,), (), progress)[0])

    def baseline(self, point_id: str) -> Baseline | None:
        """The recordings that stand for the point's good state; None where none was told."""
        with self._store.read() as session:
            return trends.baseline(session, point_id)

    def set_baseline(
        self, point_id: str, recording_ids: Sequence[str], note: str = ""
    ) -> Baseline | None:
        """Tell it, or with no recordings take it away; what was told before, for undo.

        Diagnoses of the point were made against another good state and go.
        """
        ids = tuple(dict.fromkeys(recording_ids))
        with self._store.write() as session:
            for one in (recordings.get(session, recording_id) for recording_id in ids):
                if one.point_id != point_id:
                    raise InvalidInput(
                        f"{one.name} was measured at another point and cannot be its baseline."
                    )
            before = trends.put_baseline(session, point_id, ids, note.strip())
            if before is None or before.recording_ids != ids:
                stale.forget_point(session, point_id)
            return before

    def limits(self, point_id: str) -> tuple[AlarmLimits, ...]:
        """The limits told for a point."""
        with self._store.read() as session:
            return trends.limits(session, point_id)

    def set_limits(self, limits: AlarmLimits) -> AlarmLimits | None:
        """Tell them, or without both numbers take them away; what was told before, for undo."""
        overall.kind_of(limits.measure)
        given = [one for one in (limits.alert, limits.alarm) if one is not None]
        if not all(math.isfinite(one) for one in given) or given != sorted(given):
            raise InvalidInput("The alert limit must be a number, and below the alarm limit.")
        with self._store.write() as session:
            return trends.put_limits(session, limits)

    def difference(
        self, recording_id: str, progress: Progress, per_octave: int = PER_OCTAVE
    ) -> SpectrumFigure:
        """How far a recording's bands stand above the baseline of its point, in dB."""
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
            told = trends.baseline(session, recording.point_id)
            ids = () if told is None else told.recording_ids
            known = {one.id: one for one in recordings.of_point(session, recording.point_id)}
        base = [known[one] for one in ids if one in known]
        if not base:
            raise InvalidInput(
                f"{_point_words(recording)} has no baseline. Choose recordings of its good state"
                " as baseline first."
            )
        asked = [BandRequest(one.path, per_octave) for one in (recording, *base)]
        levels = [_or_raise(one) for one in self._compute.map(progress, levels_of, asked)]
        found = difference(levels[0], levels[1:])
        names = tuple(one.name for one in base)
        return difference_figure(found, levels[0], recording.name, recording.blob, names)

    def _measured(self, point_id: str, same_unit: bool) -> tuple[list[Recording], list[str]]:
        """The recordings of a point that can stand in one trend, and who was left out."""
        with self._store.read() as session:
            everything = recordings.of_point(session, point_id)
        raw = [one for one in everything if not one.processed]
        if not raw:
            raise InvalidInput("This measuring point has no recording yet.")
        notes = []
        if same_unit:
            unit = Counter(one.unit for one in raw).most_common(1)[0][0]
            fitting = [one for one in raw if one.unit == unit]
            if others := len(raw) - len(fitting):
                notes.append(f"{others} recordings in another unit than {unit} are left out")
            raw = fitting
        return raw, notes

    def _values(
        self,
        measured: Sequence[Recording],
        bands: tuple[tuple[float, float], ...],
        progress: Progress,
    ) -> list[OverallValues | PfdError]:
        """For each recording its values, or why its file cannot be read."""
        keys = [_key(one, bands) for one in measured]
        every = dict(zip(keys, measured, strict=True))
        missing = {key: one for key, one in every.items() if key not in self._known}
        asked = [OverallRequest(one.path, known_rpm(one), bands) for one in missing.values()]
        found = self._compute.map(progress, overall_of, asked) if asked else ()
        answers = dict(zip(missing, found, strict=True))
        fresh = {key: one for key, one in answers.items() if not isinstance(one, PfdError)}
        everything = self._known | fresh
        self._known = everything if len(everything) <= _KEPT else fresh
        return [everything[key] if key in everything else answers[key] for key in keys]

    def _iso(self, recording: Recording) -> list[AlarmLimits]:
        """Limits from the zones, where the machine is known: B/C alerts, C/D alarms."""
        with self._store.read() as session:
            facts = severity.facts(session, recording.machine_id)
            tables = built_in() + severity.tables(session)
        table = chosen(tables, facts, Measure.VELOCITY)
        verdict = judged("", Overall(0.0, "mm/s rms", (0, 0)), facts, table, None)
        if verdict.limits is None:
            return []
        _, alert, alarm = verdict.limits
        source = f"{verdict.table}, group {facts.group} {facts.support.value}".strip()
        return [AlarmLimits(recording.point_id, overall.VELOCITY, alert, alarm, source)]


def _key(recording: Recording, bands: tuple[tuple[float, float], ...]) -> _Key:
    rpm = known_rpm(recording)
    return str(recording.path), rpm is not None and rpm <= SLOW_RPM, bands


def _told_apart(
    measured: Sequence[Recording], answers: Sequence[OverallValues | PfdError]
) -> tuple[list[Recording], list[OverallValues], list[str]]:
    """Recordings with their values, and a note of each that cannot be read; raises if none can."""
    read, values, notes, first = [], [], [], None
    for one, answer in zip(measured, answers, strict=True):
        if isinstance(answer, PfdError):
            first = first or answer
            notes.append(f"{one.name} is left out: {answer}")
        else:
            read.append(one)
            values.append(answer)
    if first is not None and not read:
        raise first
    return read, values, notes


def _or_raise(found: R | PfdError) -> R:
    if isinstance(found, PfdError):
        raise found
    return found


def _point_words(recording: Recording) -> str:
    return f"{recording.machine_name}, {recording.unit_name}, {recording.point_name}"
