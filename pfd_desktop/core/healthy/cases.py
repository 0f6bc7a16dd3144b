"""What counts as one healthy case: it must not be learned from and calibrated on at once."""

from collections.abc import Hashable, Sequence

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.together import measurement_marks


def cases_of(recordings: Sequence[Recording], *, by_unit: bool) -> dict[str, str]:
    """By recording: its case, which bears the id of the first recording in it.

    Channels of one measurement and equal samples, also told of two units, are one case, and with
    *by_unit* all of a unit; so is what these join in turn.
    """
    before = list(range(len(recordings)))  # one of the same case; of the first itself
    owner: dict[Hashable, int] = {}

    def first(place: int) -> int:
        while before[place] != place:
            place = before[place]
        return place

    for place, one in enumerate(recordings):
        for mark in _marks(one, by_unit=by_unit):
            low, high = sorted((first(owner.setdefault(mark, place)), first(place)))
            before[high] = low
    return {one.id: recordings[first(place)].id for place, one in enumerate(recordings)}


def _marks(one: Recording, *, by_unit: bool) -> frozenset[Hashable]:
    marks = measurement_marks(one) | {("samples", one.blob)}
    return marks | {("unit", one.unit_id)} if by_unit else marks
