"""What is shown of a version; without Qt, made in a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.datasets.balance import Balance, balance
from pfd_desktop.core.datasets.coverage import Coverage, coverage
from pfd_desktop.core.records.datasets import DatasetVersion, DesignedSplit
from pfd_desktop.errors import PfdError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pfd_desktop.services.catalog import Services

_COLUMNS = 160  # of a preview
_STRETCH_S = 0.1  # what a preview shows: a few turns of most shafts, from the middle


@dataclass(frozen=True, eq=False)
class Preview:
    """One recording of a class, small; or why it cannot be shown."""

    recording_id: str
    name: str
    minima: NDArray[np.float32] | None
    maxima: NDArray[np.float32] | None
    said: str


@dataclass(frozen=True, eq=False)
class Seen:
    """A version with all that its tabs show."""

    version: DatasetVersion
    balance: Balance
    coverage: Coverage
    splits: tuple[DesignedSplit, ...]
    previews: tuple[tuple[Preview, ...], ...]  # in the order of the classes


def look_at_version(services: Services, version_id: str) -> Seen:
    """Read a version and count it."""
    version = services.datasets.version(version_id)
    facts = [one.facts for one in version.members]
    counted = balance(facts)
    previews = tuple(
        tuple(_preview(services, version, place) for place in one.examples)
        for one in counted.classes
    )
    splits = services.datasets.splits(version_id)
    return Seen(version, counted, coverage(facts), splits, previews)


def _preview(services: Services, version: DatasetVersion, place: int) -> Preview:
    member = version.members[place]
    key, name = member.recording_id, member.facts.name
    try:
        blob = services.signals.blob(key)
    except PfdError as error:
        return Preview(key, name, None, None, str(error))
    try:
        count = len(blob.samples)
        shown = min(count, max(_COLUMNS, round(_STRETCH_S * blob.rate_hz)))
        start = (count - shown) // 2
        low, high = blob.envelope(start, start + shown, _COLUMNS)
        said = f"{shown / blob.rate_hz:.3g} s of {count / blob.rate_hz:.4g} s, from the middle"
    finally:
        blob.close()
    return Preview(key, name, low, high, said)
