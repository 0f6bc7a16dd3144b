"""Machines, units and recordings as the user knows them."""

from pfd_desktop.core.physics.bearings import built_in
from pfd_desktop.core.records.machine import Bearing, BearingKind, Machine, MeasuringPoint, Unit
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import diagnoses, plant, recordings
from pfd_desktop.store.project import Project


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

    def points(self) -> tuple[MeasuringPoint, ...]:
        """All measuring points by name."""
        with self._store.read() as session:
            return plant.points(session)

    def recordings(self) -> tuple[Recording, ...]:
        """All recordings, in the order they arrived."""
        with self._store.read() as session:
            return recordings.list_all(session)

    def recording(self, recording_id: str) -> Recording:
        """One; raises NotFound."""
        with self._store.read() as session:
            return recordings.get(session, recording_id)

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
        """Keep a bearing of the user's; raises InvalidInput where its geometry cannot be."""
        _check_geometry(bearing)
        with self._store.write() as session:
            return plant.bearing_of(plant.keep_bearing(session, bearing))

    def edit_unit(
        self, unit_id: str, *, kind: BearingKind, bearing: Bearing | None, note: str = ""
    ) -> Unit:
        """Change a unit; diagnoses of its recordings are stale and go."""
        with self._store.write() as session:
            unit = plant.set_unit(session, unit_id, kind, bearing, note)
            for recording in recordings.list_all(session):
                if recording.unit_id == unit_id:
                    diagnoses.forget(session, recording.id)
            return unit

    def edit_recording(self, recording_id: str, **changes: object) -> Recording:
        """Change name, label, speed_rpm, condition or severity."""
        _check_speed(changes.get("speed_rpm"))
        with self._store.write() as session:
            if "speed_rpm" in changes:
                diagnoses.forget(session, recording_id)
            return recordings.edit(session, recording_id, changes)

    def delete_recording(self, recording_id: str) -> None:
        """Into the trash."""
        with self._store.write() as session:
            recordings.delete(session, recording_id)

    def restore_recording(self, recording_id: str) -> Recording:
        """Out of the trash."""
        with self._store.write() as session:
            return recordings.restore(session, recording_id)


def _check_speed(speed_rpm: object) -> None:
    if isinstance(speed_rpm, int | float) and not 0 < speed_rpm < 1e6:
        raise InvalidInput(f"A shaft speed of {speed_rpm:g} rpm cannot be used.")


def _check_geometry(bearing: Bearing) -> None:
    """Raise InvalidInput for what cannot be built."""
    if not bearing.name.strip():
        raise InvalidInput("The bearing needs a name.")
    if bearing.balls < 3:
        raise InvalidInput("A bearing has at least 3 rolling elements.")
    if not 0 < bearing.ball_diameter_mm < bearing.pitch_diameter_mm:
        raise InvalidInput("The rolling elements must be smaller than the pitch circle.")
    if not 0 <= bearing.contact_angle_deg < 90:
        raise InvalidInput("The contact angle lies between 0 and 90 degrees.")
    # n elements of diameter d side by side need a pitch circle of at least n·d/π.
    if bearing.balls * bearing.ball_diameter_mm > 3.1416 * bearing.pitch_diameter_mm:
        raise InvalidInput("So many rolling elements do not fit on that pitch circle.")
