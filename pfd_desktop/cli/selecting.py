"""Finding the recordings and runs a command names."""

from collections.abc import Sequence
from pathlib import Path

from pfd_desktop.core.records.learning import FeatureSet, Run
from pfd_desktop.core.records.machine import MeasuringPoint
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.services.catalog import Services


def recording(services: Services, name: str) -> Recording:
    """The one recording whose id starts with *name*, or whose name or source file is *name*."""
    everything = services.data.recordings()
    found = [r for r in everything if name in {r.id, r.name, r.source_name}]
    if not found and len(name) >= 4:
        found = [r for r in everything if r.id.startswith(name) or r.id.endswith(name)]
    if not found:
        raise NotFound(f"No recording is called {name}. 'pfd recordings' lists them.")
    if len(found) > 1:
        ids = ", ".join(r.id for r in found[:4])
        raise InvalidInput(f"{name} names {len(found)} recordings; give an id: {ids}.")
    return found[0]


def recordings(services: Services, names: Sequence[str]) -> tuple[Recording, ...]:
    """Those named, or all when none is named."""
    if not names:
        return tuple(services.data.recordings())
    return tuple(recording(services, name) for name in names)


def run(services: Services, name: str) -> Run:
    """The one training run whose name or id is *name*, or whose id starts or ends with it."""
    everything = services.training.summaries()
    found = [one for one in everything if name in {one.id, one.name}]
    if not found and len(name) >= 4:
        found = [one for one in everything if one.id.startswith(name) or one.id.endswith(name)]
    if not found:
        raise NotFound(f"No run is called {name}. 'pfd runs' lists them.")
    if len(found) > 1:
        ids = ", ".join(one.id[-8:] for one in found[:4])
        raise InvalidInput(f"{name} names {len(found)} runs; give an id: {ids}.")
    return services.training.run(found[0].id)


def feature_set(services: Services, name: str | None) -> FeatureSet:
    """The newest feature set whose id starts or ends with *name*; of all when None."""
    sets = services.features.list_all()
    found = [s for s in sets if name is None or s.id.startswith(name) or s.id.endswith(name)]
    if not found:
        raise NotFound("There is no such feature set; 'pfd features sets' lists them.")
    return max(found, key=lambda s: s.created_at)


def point(services: Services, name: str) -> MeasuringPoint:
    """The measuring point of that id or name, or that of the recording so called."""
    points = services.data.points()
    found = [one for one in points if name in {one.id, one.name}]
    if len(found) > 1:
        ids = ", ".join(one.id for one in found[:4])
        raise InvalidInput(
            f"{name} names {len(found)} measuring points; give an id ({ids}) or a recording."
        )
    if found:
        return found[0]
    named = recording(services, name)
    return next(one for one in points if one.id == named.point_id)


def is_file(name: str) -> bool:
    """Whether *name* is a file on disk rather than a recording of the project."""
    return Path(name).is_file()
