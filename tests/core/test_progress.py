"""Progress: a slice of a longer job."""

import pytest

from pfd_desktop.progress import Part


class Heard:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.fractions: list[float] = []
        self.events: list[object] = []

    def report(self, fraction: float, text: str = "") -> None:
        """Keep the fraction."""
        self.fractions.append(fraction)

    def tell(self, event: object) -> None:
        """Keep the event."""
        self.events.append(event)


def test_a_part_reports_within_its_slice() -> None:
    whole = Heard()
    part = Part(whole, 0.25, 0.75)
    for fraction in (0.0, 0.5, 1.0):
        part.report(fraction)
    part.tell("epoch 1")
    assert whole.fractions == pytest.approx([0.25, 0.5, 0.75])
    assert whole.events == ["epoch 1"]
