"""What long work may say while it runs."""

from typing import Protocol


class Cancelled(Exception):
    """Raised inside long work once the user has asked it to stop."""


class Progress(Protocol):
    """All that long work knows of the outside."""

    def report(self, fraction: float, text: str = "") -> None:
        """Say how far we are (0 to 1); raises Cancelled if nobody waits for the result."""

    def tell(self, event: object) -> None:
        """Hand over a small picklable fact at once (an epoch's losses); kept even if cancelled."""


class Silent:
    """A Progress nobody watches."""

    def report(self, fraction: float, text: str = "") -> None:
        """Nothing hears it."""

    def tell(self, event: object) -> None:
        """Nothing hears it."""


SILENT = Silent()


class Part:
    """A slice of another Progress: work that is one step of a longer job."""

    def __init__(self, whole: Progress, start: float, stop: float) -> None:
        self._whole, self._start, self._stop = whole, start, stop

    def report(self, fraction: float, text: str = "") -> None:
        """Report within the slice."""
        self._whole.report(self._start + (self._stop - self._start) * fraction, text)

    def tell(self, event: object) -> None:
        """Hand on."""
        self._whole.tell(event)
