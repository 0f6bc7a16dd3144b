"""The doctor at import and afterwards: found, graded, written down, and not lost."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.doctor.grades import Grade, grade
from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.doctor import DoctorService
from pfd_desktop.services.imports import ImportService
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep, tone


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


def noisy(seconds: float = 4.0) -> np.ndarray:
    """A tone in noise, with nothing wrong."""
    random = np.random.default_rng(3)
    clean = tone(1.0, 160.0, seconds)
    return clean + 0.2 * random.standard_normal(len(clean))


def test_a_file_is_examined_as_it_arrives(project: Project, tmp_path: Path) -> None:
    broken = noisy()
    broken[8000:20_000] = broken[8000]
    np.save(tmp_path / "broken.npy", broken.astype(np.float32))
    np.save(tmp_path / "whole.npy", noisy().astype(np.float32))
    request = ImportRequest((tmp_path,), "none", Mapping(rate_hz=6400.0, speed_rpm=1500.0))
    ImportService(project, Inline()).import_files(request, Silent())
    grades = {one.name: grade(one.flags) for one in DataService(project).recordings()}
    assert grades == {"broken": Grade.D, "whole": Grade.A}


def test_what_is_there_is_examined_anew_and_other_notes_stay(project: Project) -> None:
    spiked = noisy()
    spiked[[4000, 9000]] += 60
    whole, hurt = keep(project, "whole", noisy()), keep(project, "hurt", spiked)
    before = DataService(project).recording(hurt.id).flags
    first, second = DoctorService(project, Inline()).examine([whole.id, hurt.id], Silent())
    assert (first.grade, second.grade) == (Grade.A, Grade.C)
    kept = DataService(project).recording(hurt.id).flags
    assert set(before) < set(kept)
    assert "2 lone spikes, the first at 0.625 s" in {flag.text for flag in kept}
    again = DoctorService(project, Inline()).examine([], Silent())
    assert [one.grade for one in again] == [Grade.A, Grade.C]
    assert DataService(project).recording(hurt.id).flags == kept  # said once


def test_a_damaged_file_is_told_and_the_others_examined(project: Project) -> None:
    whole, gone = keep(project, "whole", noisy()), keep(project, "gone", noisy(3.0))
    gone.path.unlink()
    first, second = DoctorService(project, Inline()).examine([], Silent())
    assert (first.recording.id, first.refused) == (whole.id, "")
    assert "missing or damaged" in second.refused
