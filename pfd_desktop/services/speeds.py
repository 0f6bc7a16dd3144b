"""The speeds of recordings: where they are taken from, and what they are over time."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from pfd_desktop.core.diagnosis.speed import TRUSTED
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import (
    CombSpeed,
    ProjectSpeed,
    RidgeSpeed,
    TachoSpeed,
    ToldSpeed,
)
from pfd_desktop.core.speed.child import SpeedRequest, hypotheses_of, reading_of, thinned
from pfd_desktop.core.speed.comb import SpeedHypothesis
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import (
    Comb,
    Constant,
    Resolved,
    Ridge,
    SpeedReference,
    Tacho,
)
from pfd_desktop.core.speed.single import SingleSpeed, single_speed
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import recordings, speed_references
from pfd_desktop.store.project import Project

_FASTEST_RPM = 1e6
READ = "read from the signal"  # source of a speed
_FROM = {
    "tacho": "from the tacho",
    "ridge": "from a line that follows the shaft",
    "comb": "from the comb of shaft harmonics",
}
_COVERED = 0.9  # of the recording that its tacho must have seen


class SpeedService:
    """What turns how fast."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def told(self, recording_id: str) -> ProjectSpeed:
        """Where a recording's speed is taken from."""
        with self._store.read() as session:
            recordings.get(session, recording_id)
            return speed_references.get(session, recording_id) or ToldSpeed()

    def told_of(self, recording: Recording) -> ProjectSpeed:
        """The same of one that was read already."""
        with self._store.read() as session:
            return speed_references.get(session, recording.id) or ToldSpeed()

    def tell(self, recording_id: str, reference: ProjectSpeed) -> ProjectSpeed:
        """Take it from there; returns what was told before, for undo. Raises InvalidInput.

        A diagnosis at another speed is stale and goes.
        """
        with self._store.write() as session:
            recording = recordings.get(session, recording_id)
            if isinstance(reference, TachoSpeed):
                _check_tacho(recording, recordings.get(session, reference.recording_id))
            _check(reference)
            kept = None if reference == ToldSpeed() else reference
            return speed_references.put(session, recording_id, kept) or ToldSpeed()

    def measured_with(self, recording_id: str) -> tuple[Recording, ...]:
        """The other channels of its measurement, but its tacho, that are told another speed."""
        with self._store.read() as session:
            told = speed_references.get(session, recording_id) or ToldSpeed()
            channels = speed_references.of_its_measurement(session, recording_id)
        return tuple(one for one, before in channels if before != told)

    def share(self, recording_id: str) -> dict[str, ProjectSpeed]:
        """Take the speed of all channels of its measurement from where its own comes from.

        Returns what was told of each that is told another now, by id, for undo.
        """
        with self._store.write() as session:
            told = speed_references.get(session, recording_id)
            channels = speed_references.of_its_measurement(session, recording_id)
            before = {one.id: was for one, was in channels if was != (told or ToldSpeed())}
            for other_id in before:
                speed_references.put(session, other_id, told)
            return before

    def tell_each(self, told: Mapping[str, ProjectSpeed]) -> None:
        """Take the speeds of several from there, all or none."""
        with self._store.write() as session:
            for recording_id, one in told.items():
                speed_references.put(session, recording_id, None if one == ToldSpeed() else one)

    def reference(self, recording_id: str) -> SpeedReference | None:
        """As core resolves it, with files for keys; None where no speed is known."""
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
            told = speed_references.get(session, recording_id) or ToldSpeed()
            everything = recordings.list_all(session) if isinstance(told, TachoSpeed) else ()
        if isinstance(told, TachoSpeed):
            return _tacho(recording, told, everything)
        if isinstance(told, ToldSpeed):
            return _constant(recording, told)
        if isinstance(told, CombSpeed):
            return Comb(told.near_rpm)
        return Ridge(
            told.low_rpm, told.high_rpm, told.start_rpm, told.max_change_rpm_s, told.multiple
        )

    def profile(self, recording_id: str, progress: Progress) -> SpeedProfile:
        """The speed over time; raises InvalidInput where none is known or can be read."""
        return self.reading(recording_id, progress).speed

    def reading(self, recording_id: str, progress: Progress) -> Resolved:
        """The same with how good it is: pulses missed or doubled, jitter, confidence."""
        reference = self.reference(recording_id)
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
        if reference is None:
            raise InvalidInput(
                f"{recording.name} has no speed. Tell it, name a tacho channel, or let it be read"
                " from the signal."
            )
        if isinstance(reference, Constant):
            return Resolved(SpeedProfile.constant(reference.rpm, reference.source))
        return self._compute.run(progress, reading_of, SpeedRequest(recording.path, reference))

    def single(self, recording: Recording, progress: Progress) -> SingleSpeed:
        """One speed for all of *recording*, or why there is none: its tacho may show a run-up."""
        told = self.told_of(recording)
        if isinstance(told, ToldSpeed):
            return SingleSpeed(recording.speed_rpm if told.rpm is None else told.rpm)
        source = _FROM[told.kind]
        try:
            speed = self.profile(recording.id, progress)
        except InvalidInput as error:
            return SingleSpeed(None, source, f"no speed known ({source})", str(error))
        return single_speed(speed, recording.duration_s, source)

    def hypotheses(self, recording_id: str, progress: Progress) -> tuple[SpeedHypothesis, ...]:
        """The constant speeds that its lines allow, with octaves and rivals, likeliest first."""
        with self._store.read() as session:
            path = recordings.get(session, recording_id).path
        return self._compute.run(progress, hypotheses_of, path)

    def figure(self, recording_id: str, progress: Progress) -> CurvesFigure:
        """The speed over time, ready to draw."""
        found = self.reading(recording_id, progress)
        speed = thinned(found.speed)
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
        time_s = speed.time_s
        if len(time_s) == 1:
            time_s = np.array([0.0, recording.duration_s])
        return CurvesFigure(
            (Curve(speed.source, time_s, speed.at(time_s)),),
            "Time",
            "s",
            "Shaft speed",
            "rpm",
            kind="speed",
            recording=recording.name,
            blob=recording.blob,
            notes=found.notes,
        )


def _tacho(recording: Recording, told: TachoSpeed, everything: Sequence[Recording]) -> Tacho:
    for tacho in everything:
        if tacho.id == told.recording_id:
            return Tacho(str(tacho.path), told.pulses_per_turn, told.slope, told.level)
    raise InvalidInput(
        f"The tacho channel of {recording.name} was deleted. Restore it from the trash, or choose"
        " another source of its speed."
    )


def _constant(recording: Recording, told: ToldSpeed) -> Constant | None:
    """The speed told here, else one the signal says clearly, else the recording's."""
    if told.rpm is not None:
        return Constant(told.rpm)
    estimate = recording.speed_estimate_rpm
    if estimate is not None and (recording.speed_confidence or 0) >= TRUSTED:
        return Constant(estimate, READ)
    return None if recording.speed_rpm is None else Constant(recording.speed_rpm)


def _check(reference: ProjectSpeed) -> None:
    speeds: dict[str, float | None] = {}
    if isinstance(reference, ToldSpeed):
        speeds["speed"] = reference.rpm
    elif isinstance(reference, CombSpeed):
        speeds["speed to look near"] = reference.near_rpm
    elif isinstance(reference, RidgeSpeed):
        speeds |= {"lowest speed": reference.low_rpm, "highest speed": reference.high_rpm}
        speeds["speed at the start"] = reference.start_rpm
        _check_ridge(reference)
    elif not (math.isfinite(reference.pulses_per_turn) and reference.pulses_per_turn > 0):
        raise InvalidInput(
            f"{reference.pulses_per_turn:g} pulses per revolution cannot be: give a number above 0."
        )
    for name, rpm in speeds.items():
        if rpm is not None and not 0 < rpm < _FASTEST_RPM:
            raise InvalidInput(
                f"A {name} of {rpm:g} rpm cannot be used: give one above 0 and below"
                f" {_FASTEST_RPM:,.0f} rpm."
            )


def _check_ridge(ridge: RidgeSpeed) -> None:
    if not ridge.low_rpm < ridge.high_rpm:
        raise InvalidInput(
            f"There is no speed between {ridge.low_rpm:g} and {ridge.high_rpm:g} rpm."
        )
    if ridge.multiple < 1 or not ridge.max_change_rpm_s > 0:
        raise InvalidInput("A ridge needs a multiple of 1 or more and a change above 0 rpm/s.")


def _check_tacho(recording: Recording, tacho: Recording) -> None:
    if tacho.id == recording.id:
        raise InvalidInput(f"{recording.name} cannot be its own tacho. Choose the tacho channel.")
    if tacho.axis != "time" or tacho.duration_s < _COVERED * recording.duration_s:
        raise InvalidInput(
            f"{tacho.name} lasts {tacho.duration_s:.4g} s and cannot be the tacho of"
            f" {recording.name}, which lasts {recording.duration_s:.4g} s: both must have been"
            " measured at the same time."
        )
