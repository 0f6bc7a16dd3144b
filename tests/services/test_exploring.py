"""The explorer on a real project."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.bootstrap.services import put_together
from pfd_desktop.core.exploring.class_spectra import LINES
from pfd_desktop.errors import InvalidInput, PfdError, WorkerLimit
from pfd_desktop.limits import STANDARD
from pfd_desktop.progress import Silent
from pfd_desktop.services.catalog import Services
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import ExtractRequest
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import RATE_HZ, keep, tone


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    random = np.random.default_rng(0)
    for number in range(6):
        noise = 0.1 * random.normal(size=12_800)
        keep(opened, f"quiet {number}", noise, label="healthy", unit="g")
        keep(opened, f"tone {number}", tone(1.0, 800.0) + noise, label="imbalance", unit="g")
    keep(opened, "other", tone(1.0, 100.0), label="healthy", unit="mm/s", quantity="velocity")
    yield opened
    opened.close()


@pytest.fixture
def services(project: Project) -> Services:
    return put_together(project, Inline(), 2**30)


def test_a_feature_set_is_explored(services: Services) -> None:
    ids = tuple(one.id for one in services.data.recordings())
    features = services.features.extract(ExtractRequest(ids, 2048), Silent())
    found = services.exploring.explore(features.id, Silent())
    assert found.collection.ids == ids
    assert found.collection.classes == ("healthy", "imbalance")
    assert found.distributions[0].apart > 0.5
    placed = services.exploring.project(found.collection, "pca", 0, Silent())
    assert placed.places.shape == (13, 2)


def test_the_band_of_a_class_is_where_its_spectra_lie(services: Services) -> None:
    ids = [one.id for one in services.data.recordings()]
    found = services.exploring.class_spectra(ids, Silent())
    assert found.unit == "g"
    assert found.notes == ("in another unit and left out: other",)
    by_label = {one.label: one for one in found.classes}
    white = 10 * np.log10(2 * 0.1**2 / RATE_HZ)  # the density of white noise
    healthy = by_label["healthy"]
    assert healthy.recordings == 6
    assert np.median(healthy.middle) == pytest.approx(white, abs=0.5)
    assert (healthy.low <= healthy.middle).all()
    assert (healthy.middle <= healthy.high).all()
    line = int(800.0 / (RATE_HZ / 2) * LINES)
    assert abs(int(by_label["imbalance"].middle.argmax()) - line) <= 1
    with pytest.raises(InvalidInput, match="Choose recordings"):
        services.exploring.class_spectra([], Silent())


class Crowded(Inline):
    """Compute on a machine whose memory is full."""

    def run(self, progress, func, *args, limits=STANDARD):
        raise WorkerLimit("The memory is full. Close other programs.")


def test_what_cannot_be_computed_is_said_and_not_taken_for_damage(project: Project) -> None:
    crowded = put_together(project, Crowded(), 2**30)
    ids = [one.id for one in crowded.data.recordings()]
    with pytest.raises(WorkerLimit, match="memory is full"):
        crowded.exploring.class_spectra(ids, Silent())


def test_damaged_recordings_are_named_and_alone_are_an_error(services: Services) -> None:
    known = services.data.recordings()
    victim = next(one for one in known if one.name == "quiet 3")
    victim.path.chmod(0o600)
    victim.path.write_bytes(b"no waveform")
    found = services.exploring.class_spectra([one.id for one in known], Silent())
    assert "could not be read: quiet 3" in found.notes
    with pytest.raises(PfdError, match=victim.path.name):
        services.exploring.class_spectra([victim.id], Silent())
