"""The joint solver, asked of recordings: which speed, bearing and slip explain the peaks."""

from pfd_desktop.core.diagnosis.child import SolveRequest, solve_blob
from pfd_desktop.core.diagnosis.hypotheses import Solution
from pfd_desktop.core.diagnosis.question import Question
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.data import DataService
from pfd_desktop.services.speeds import SpeedService


class SolverService:
    """What may explain the peaks of a recording; nothing is kept."""

    def __init__(self, data: DataService, speeds: SpeedService, compute: Compute) -> None:
        self._data, self._speeds, self._compute = data, speeds, compute

    def solve(self, recording_id: str, question: Question, progress: Progress) -> Solution:
        """Rank what explains the peaks, in a child.

        Raises NotFound for a bearing nobody knows, InvalidInput where the known speed is asked for
        and none is known, or nothing stands out.
        """
        recording = self._data.recording(recording_id)
        if recording.axis != "time":
            raise InvalidInput(
                f"{recording.name} runs over the shaft's angle; its peaks are orders already, and"
                " no speed is left to be found. Choose a recording over time."
            )
        request = SolveRequest(
            path=recording.path,
            bearings=self._bearings(question),
            journal=question.journal,
            speed_rpm=self._speed_rpm(recording, question, progress),
            speed_range_rpm=question.speed_range_rpm,
            envelope=question.envelope,
            band_hz=question.band_hz if question.envelope else None,
            highest_hz=question.highest_hz,
        )
        return self._compute.run(Part(progress, 0.1, 1.0), solve_blob, request)

    def _bearings(self, question: Question) -> tuple[Bearing, ...]:
        if question.bearings is None:
            return self._data.bearings()
        return tuple(self._data.bearing(name) for name in question.bearings)

    def _speed_rpm(
        self, recording: Recording, question: Question, progress: Progress
    ) -> float | None:
        """The mean of the known speed; None lets the solver search."""
        if question.free_speed:
            return None
        if self._speeds.reference(recording.id) is None:
            raise InvalidInput(
                f"{recording.name} has no speed that is known. Tell it, or leave the speed free."
            )
        profile = self._speeds.profile(recording.id, Part(progress, 0.0, 0.1))
        return 60 * profile.mean_hz
