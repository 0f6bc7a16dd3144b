"""Every error we raise on purpose.

* PfdError                str(error) is a sentence for the user: what, where, what to do
  - UserError             the request cannot work; shown beside the field, in the panel
    - NotFound            the record asked for is not in the store
    - InvalidInput        a value the user gave cannot be used
      - LookRefused       a quick look is too short for it; the whole recording may not be
      - InvalidQuery      a search cannot be read; it says which characters are wrong
    - InvalidRecording    a file or waveform cannot be used
    - MappingNeeded       a file is readable, but rate, variable or the like must be told
    - LeakFound           a split shares something across its sides
    - ExtraMissing        an optional part of the program is not installed
  - EnvironmentFault      something outside failed; the same request may work later (bar with Retry)
    - StoreUnavailable    the project's database cannot be used
    - ProjectInUse        another program has the project open
    - DiskFull            no space left
    - SourceMissing       a file outside the project that a recording's samples lie in is not there
    - SourceChanged       such a file is not what was imported
    - WorkerDied          a compute process ended before it answered
    - WorkerLimit         a compute process passed its memory or time limit

``Cancelled`` (progress.py) is not an error. Anything else that escapes is our bug and ends in the
crash dialog.
"""


class PfdError(Exception):
    """An error we expect; ``str()`` of it is shown to the user."""


class UserError(PfdError):
    """The request itself cannot work."""


class NotFound(UserError):
    """The record asked for is not in the store."""


class InvalidInput(UserError):
    """A value the user gave cannot be used."""


class LookRefused(InvalidInput):
    """A few seconds are too short for what is wanted; the whole may be long enough."""


class InvalidQuery(InvalidInput):
    """A search cannot be read; the characters from ``start`` up to ``stop`` are to blame."""

    def __init__(self, message: str, start: int, stop: int) -> None:
        super().__init__(message, start, stop)
        self.message, self.start, self.stop = message, start, stop

    def __str__(self) -> str:
        return f"{self.message} (character {self.start + 1} of the search)"


class InvalidRecording(UserError):
    """A file or a waveform cannot be used."""


class MappingNeeded(UserError):
    """The file can be read, but something must be told before it can be used."""


class LeakFound(UserError):
    """A split shares units, records, samples or fitted steps across its sides."""


class ExtraMissing(UserError):
    """An optional part of the program is not installed."""


class EnvironmentFault(PfdError):
    """Something outside the program failed; the same request may work later."""


class StoreUnavailable(EnvironmentFault):
    """The project's database cannot be used."""


class ProjectInUse(EnvironmentFault):
    """Another running program has this project open."""


class DiskFull(EnvironmentFault):
    """The disk has no space left."""


class SourceMissing(EnvironmentFault):
    """The file outside the project that holds the samples of a recording is not where it was."""


class SourceChanged(EnvironmentFault):
    """The file outside the project that holds the samples of a recording is another one now."""


class WorkerDied(EnvironmentFault):
    """A compute process ended before it answered."""


class WorkerLimit(EnvironmentFault):
    """A compute process passed its limit of memory or time."""
