"""Reading what is shown of a version; called in a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.datasets.balance import balance
from pfd_desktop.core.datasets.coverage import coverage
from pfd_desktop.errors import PfdError
from pfd_desktop.ui.panels.datasets.seen import Preview, Seen

if TYPE_CHECKING:
    from pfd_desktop.core.records.datasets import DatasetVersion
    from pfd_desktop.services.catalog import Services

_COLUMNS = 160  # of a preview
_STRETCH_S = 0.1  # what a preview shows: a few turns of most shafts, from the middle


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
    except PfdError as error:  # its file outside the project was changed meanwhile
        return Preview(key, name, None, None, str(error))
    finally:
        blob.close()
    return Preview(key, name, low, high, said)
