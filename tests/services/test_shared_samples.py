"""Equal samples that are read with another rate or unit: nobody gets what belongs to another."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.generator.designs import Design, Mode
from pfd_desktop.core.generator.legacy.conditions import Ranges
from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.records.recording import Recording, reading
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.services.designs import DesignService
from pfd_desktop.services.generation import GenerationService, Planned, sample_plan
from pfd_desktop.services.members import recordings_as_asked
from tests.bad_files import good_npy
from tests.importing import Desk, desk_inline

DESIGN = Design("one", Mode.LEGACY, ("cavitation",), per_level=1, legacy=Ranges(duration_s=0.5))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def inside(one: Recording) -> tuple[float, str, str, str]:
    """What its waveform file says."""
    with closing(open_blob(one.path)) as blob:
        return blob.rate_hz, blob.unit, blob.quantity, blob.axis.value


def told(desk: Desk, path: Path, mapping: Mapping, *, update: bool = False) -> Recording:
    request = ImportRequest((path,), "none", mapping, update=update)
    report = desk.imports.import_files(request, Silent())
    assert not report.refused
    return desk.recordings()[-1]


def test_a_version_reads_a_corrected_recording_as_it_was_frozen(desk: Desk, tmp_path: Path) -> None:
    path = good_npy(tmp_path / "a.npy")
    wrong = told(desk, path, Mapping(rate_hz=12000.0, unit="g", quantity="acceleration"))
    frozen = DatasetService(desk.project).create("wrong", [wrong.id]).newest.id
    right = told(
        desk, path, Mapping(rate_hz=48000.0, unit="mm/s", quantity="velocity"), update=True
    )
    assert (right.id, right.rate_hz, right.unit) == (wrong.id, 48000.0, "mm/s")
    (member,) = recordings_as_asked(desk.project, [], frozen)
    assert reading(member) == inside(member) == (12000.0, "g", "acceleration", "time")
    (now,) = recordings_as_asked(desk.project, [wrong.id], None)
    assert reading(now) == inside(now) == (48000.0, "mm/s", "velocity", "time")
    wrong.path.unlink()
    with pytest.raises(InvalidRecording, match=r"rate 12000 Hz and the unit g.*is missing"):
        recordings_as_asked(desk.project, [], frozen)


def planned() -> Planned:
    """A short one of the sample's."""
    first = sample_plan(1)[0]
    return replace(first, wanted=replace(first.wanted, duration_s=0.5))


def as_file(one: Recording, path: Path) -> Path:
    """Its samples alone, as another program exports them."""
    with closing(open_blob(one.path)) as blob:
        np.save(path, blob.samples)
    return path


def test_a_file_with_the_same_samples_is_not_taken_for_the_samples_own(
    desk: Desk, tmp_path: Path
) -> None:
    with desk_inline(tmp_path / "elsewhere") as other:
        (made,) = GenerationService(other.project, Inline()).make([planned()], Silent())
        path = as_file(made, tmp_path / "a.npy")
    foreign = told(desk, path, Mapping(rate_hz=5000.0, unit="mm/s", quantity="velocity"))
    service = GenerationService(desk.project, Inline())
    (own,) = service.make([planned()], Silent())
    assert own.id != foreign.id
    assert (own.blob, own.synthetic, own.label) == (foreign.blob, True, made.label)
    assert reading(own) == inside(own) == reading(made)
    assert inside(foreign) == (5000.0, "mm/s", "velocity", "time")
    assert service.make([planned()], Silent()) == (own,), "what is there is not kept twice"
    assert len(desk.recordings()) == 2


def test_a_design_leaves_the_file_of_another_recording_as_it_is(desk: Desk, tmp_path: Path) -> None:
    with desk_inline(tmp_path / "elsewhere") as other:
        DesignService(other.project, Inline()).make(DESIGN, Silent())
        made = other.recordings()[0]
        path = as_file(made, tmp_path / "a.npy")
    foreign = told(desk, path, Mapping(rate_hz=5000.0, unit="mm/s", quantity="velocity"))
    ids = DesignService(desk.project, Inline()).make(DESIGN, Silent())
    own = [DataService(desk.project).recording(one) for one in ids]
    assert [inside(one) for one in own] == [reading(one) for one in own]
    assert foreign.blob in {one.blob for one in own}
    assert inside(foreign) == (5000.0, "mm/s", "velocity", "time")
