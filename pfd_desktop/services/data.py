"""Machines, units and recordings as the user knows them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC
from typing import Unpack

from pfd_desktop.core.physics.bearings import built_in
from pfd_desktop.core.physics.kinematics import implausibility
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind, Machine, MeasuringPoint, Unit
from pfd_desktop.core.records.recording import Recording, RecordingChanges
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import file_facts, plant, recordings, stale
from pfd_desktop.store.project import Project

_FASTEST_RPM = 1e6  # dental turbines reach half of it


class DataService:
    """What is in the project."""

    def __init__(self, project: Project) -> None:
        self._store = project.store

    def machines(self) -> tuple[Machine, ...]:
        """All machines by name."""
        with self._store.read() as session:
            return plant.machines(session)

    def units(self) -> tuple[Unit, ...]:
        """All units by name."""
        with self._store.read() as session:
            return plant.units(session)

    def unit(self, unit_id: str) -> Unit:
        """One; raises NotFound."""
        with self._store.read() as session:
            return plant.unit(session, unit_id)

    def points(self) -> tuple[MeasuringPoint, ...]:
        """All measuring points by name."""
        with self._store.read() as session:
            return plant.points(session)

    def recordings(self) -> tuple[Recording, ...]:
        """All recordings, in the order they arrived."""
        with self._store.read() as session:
            return recordings.list_all(session)

    def counts(self) -> dict[str, int]:
        """How many recordings each measuring point has, by its id."""
        with self._store.read() as session:
            return recordings.counts(session)

    def recording(self, recording_id: str) -> Recording:
        """One; raises NotFound."""
        with self._store.read() as session:
            return recordings.get(session, recording_id)

    def file_facts(self, recording_id: str) -> file_facts.Facts:
        """What the file of a recording says beside its samples, in its own words and order."""
        with self._store.read() as session:
            return file_facts.get(session, recording_id)

    def companions(self, recording_id: str) -> tuple[Recording, ...]:
        """Recordings at the same rate that can be its second channel: of its own file first."""
        with self._store.read() as session:
            chosen = recordings.get(session, recording_id)
            others = recordings.list_all(session)
        fitting = [one for one in others if one.id != chosen.id and one.rate_hz == chosen.rate_hz]

        def distance(one: Recording) -> tuple[bool, bool, bool]:
            together = one.source_name == chosen.source_name and one.samples == chosen.samples
            return not together, one.machine_id != chosen.machine_id, one.samples != chosen.samples

        return tuple(sorted(fitting, key=distance))

    def trash(self) -> tuple[Recording, ...]:
        """What was deleted, the latest first."""
        with self._store.read() as session:
            return recordings.trash(session)

    def bearings(self) -> tuple[Bearing, ...]:
        """The shipped table and the user's own, by name; the user's stand for equal names."""
        with self._store.read() as session:
            own = {b.name: b for b in plant.bearings(session)}
        return tuple(sorted(({b.name: b for b in built_in()} | own).values(), key=lambda b: b.name))

    def bearing(self, name: str) -> Bearing:
        """The bearing of that name; raises NotFound."""
        for bearing in self.bearings():
            if bearing.name.casefold() == name.casefold():
                return bearing
        raise NotFound(f"No bearing is called {name}. Add it with its geometry first.")

    def add_bearing(self, bearing: Bearing) -> Bearing:
        """Keep a bearing of the user's; raises InvalidInput where it cannot be, or is there."""
        _check_bearing(bearing)
        if any(bearing.name.casefold() == known.name.casefold() for known in self.bearings()):
            raise InvalidInput(f"A bearing is called {bearing.name} already. Choose another name.")
        own = replace(bearing, built_in=False)
        with self._store.write() as session:
            return plant.bearing_of(plant.keep_bearing(session, own))

    def edit_bearing(self, bearing: Bearing) -> Bearing:
        """Change a bearing of the user's; diagnoses that rest on it are stale and go."""
        _check_bearing(bearing)
        if any(bearing.name.casefold() == shipped.name.casefold() for shipped in built_in()):
            raise InvalidInput(
                f"{bearing.name} is in the shipped table, which stays as its source has it. Add a"
                " bearing of your own under another name."
            )
        with self._store.write() as session:
            stale.forget_bearing(session, bearing.id)
            return plant.change_bearing(session, bearing)

    def edit_unit(
        self, unit_id: str, *, kind: BearingKind, bearing: Bearing | None, note: str | None = None
    ) -> Unit:
        """Change a unit; diagnoses of its recordings are stale and go. A note of None stays."""
        with self._store.write() as session:
            stale.forget_unit(session, unit_id)
            return plant.set_unit(session, unit_id, kind, bearing, note)

    def rename_machine(self, machine_id: str, name: str) -> None:
        """Give a machine another name; raises InvalidInput where it is empty or taken."""
        with self._store.write() as session:
            plant.rename_machine(session, machine_id, _named(name, "machine"))

    def rename_unit(self, unit_id: str, name: str) -> None:
        """Give a unit another name; raises InvalidInput where it is empty or taken."""
        with self._store.write() as session:
            plant.rename_unit(session, unit_id, _named(name, "unit"))

    def edit_recording(self, recording_id: str, **changes: Unpack[RecordingChanges]) -> Recording:
        """Change name, label, speed_rpm, condition, severity or measured_at; the rest stays.

        Raises InvalidInput for what cannot be. A diagnosis at another speed is stale and goes.
        """
        checked = _checked(changes)
        with self._store.write() as session:
            if "speed_rpm" in checked:
                stale.forget(session, recording_id)
            return recordings.edit(session, recording_id, checked)

    def place_recording(
        self, recording_id: str, *, machine: str, unit_name: str, point: str
    ) -> Recording:
        """Tell on which bearing of which machine it was measured; its diagnosis is stale."""
        if not (machine.strip() and unit_name.strip() and point.strip()):
            raise InvalidInput("Name the machine, the bearing and the measuring point.")
        with self._store.write() as session:
            stale.forget(session, recording_id)
            return recordings.place(
                session, recording_id, machine.strip(), unit_name.strip(), point.strip()
            )

    def take_back(self, before: Recording, names: Collection[str]) -> Recording:
        """Undo a change: these fields are again as *before*, where the speed came from included.

        ``point_id`` undoes place_recording.
        """
        with self._store.write() as session:
            if {"speed_rpm", "point_id"} & set(names):
                stale.forget(session, before.id)
            return recordings.take_back(session, before, names)

    def delete_recordings(self, ids: Iterable[str]) -> None:
        """Into the trash, all or none."""
        with self._store.write() as session:
            for recording_id in ids:
                recordings.delete(session, recording_id)

    def restore_recordings(self, ids: Iterable[str]) -> tuple[Recording, ...]:
        """Out of the trash, all or none."""
        with self._store.write() as session:
            return tuple(recordings.restore(session, one) for one in ids)


def _checked(changes: RecordingChanges) -> RecordingChanges:
    """The changes as they are kept; raises InvalidInput for what cannot be."""
    checked = changes.copy()
    if "name" in changes:
        checked["name"] = changes["name"].strip()
        if not checked["name"]:
            raise InvalidInput("A recording needs a name.")
    if "speed_rpm" in changes:
        _check_speed(changes["speed_rpm"])
    if moment := changes.get("measured_at"):
        if moment.tzinfo is None:
            raise InvalidInput("A time of measurement needs its zone: add +00:00, say.")
        checked["measured_at"] = moment.astimezone(UTC)
    if "label" in changes:
        label = changes["label"] or None
        if label is not None and label not in set(Fault):
            raise InvalidInput(f"The label “{label}” is not known. Known are {', '.join(Fault)}.")
        checked["label"] = label
    return checked


def _named(name: str, what: str) -> str:
    if not name.strip():
        raise InvalidInput(f"A {what} needs a name.")
    return name.strip()


def _check_speed(speed_rpm: float | None) -> None:
    if speed_rpm is not None and not 0 < speed_rpm < _FASTEST_RPM:
        raise InvalidInput(
            f"A shaft speed of {speed_rpm:g} rpm cannot be used: give one above 0 and below"
            f" {_FASTEST_RPM:,.0f} rpm."
        )


def _check_bearing(bearing: Bearing) -> None:
    """Raise InvalidInput for what cannot be built."""
    if not bearing.name.strip():
        raise InvalidInput("The bearing needs a name.")
    if complaint := implausibility(bearing):
        raise InvalidInput(complaint)
