"""What examining recordings shows."""

from dataclasses import dataclass

from pfd_desktop.core.records.recording import Flag, Recording

_NAMED = 3


@dataclass(frozen=True)
class Examined:
    """What was seen in one recording; of its speed only where it was looked at first."""

    findings: tuple[Flag, ...]
    first: bool = False
    doubts: tuple[Flag, ...] = ()  # of the speed
    speed_rpm: float | None = None  # that the signal shows
    confidence: float | None = None  # in it, 0 to 1


@dataclass(frozen=True)
class Graded:
    """News: what these recordings are, now that they are examined."""

    recordings: tuple[Recording, ...]


@dataclass(frozen=True)
class Examination:
    """What came of examining all that waited for it."""

    grades: tuple[tuple[str, int], ...]  # and how many recordings have it, the best first
    failed: tuple[tuple[str, str], ...] = ()  # name and reason; they stay unexamined

    @property
    def words(self) -> str:
        """In a sentence without its full stop."""
        counts = ", ".join(f"{count} × {grade}" for grade, count in self.grades)
        graded = f"Grade of the measurements: {counts}"
        if not self.failed:
            return graded
        said = "; ".join(f"{name}: {reason}" for name, reason in self.failed[:_NAMED])
        more = f"; and {len(self.failed) - _NAMED} more" if len(self.failed) > _NAMED else ""
        lost = f"{len(self.failed)} could not be examined: {said}{more}"
        return f"{graded}. {lost}" if self.grades else lost

    @property
    def job_note(self) -> str:
        """What the list of jobs says of it."""
        return self.words if self.failed else ""
