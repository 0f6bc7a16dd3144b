"""Sets of synthetic recordings: balanced, the same everywhere, going on where they stopped."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.generator.declared import chosen_of, design_of, values_of
from pfd_desktop.core.generator.designs import (
    Design,
    Mode,
    RigRanges,
    classes_of,
    counts,
    per_level_for,
    place,
)
from pfd_desktop.core.generator.legacy.conditions import Ranges, Severity
from pfd_desktop.core.generator.preview import PreviewRequest
from pfd_desktop.core.records.labels import UNSEEN, LabelKind
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.blob import open_blob, verify_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.designs import DesignService
from pfd_desktop.services.labels import LabelService
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.workers.processes import Processes

SHORT = Ranges(duration_s=1.0)
LEGACY = Design(
    "benchmark", Mode.LEGACY, ("sain", "cavitation", "mixed_wear_lube"), per_level=2,
    legacy=SHORT, window_s=0.1,
)  # fmt: skip
RIG = Design(
    "rig",
    Mode.RIG,
    ("healthy", "imbalance", "misalignment + imbalance"),
    (Severity.MILD, Severity.SEVERE),
    per_level=4,
    rig=RigRanges(duration_s=1.0),
    units=2,
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "p")
    yield opened
    opened.close()


def made_in(folder: Path, design: Design, processes: int) -> dict[str, str]:
    """Samples' hashes by source, made on so many processes."""
    project = open_project(folder)
    compute = Processes(processes, 2048)
    try:
        DesignService(project, compute).make(design, Silent())
        found = DataService(project).recordings()
        assert all(verify_blob(one.path) for one in found)
        return {f"{one.source_name} {one.channel}": one.blob for one in found}
    finally:
        compute.close()
        project.close()


@pytest.mark.parametrize("design", [LEGACY, RIG], ids=lambda d: d.name)
def test_a_set_is_the_same_on_any_number_of_processes(design: Design, tmp_path: Path) -> None:
    one, two = (made_in(tmp_path / f"{n}", design, n) for n in (1, 2))
    assert one == two
    assert len(one) == len(design) * design.channels
    assert len(set(one.values())) == len(one)  # no record is another


def test_a_set_is_balanced_and_says_what_is_wrong(project: Project) -> None:
    ids = DesignService(project, Inline()).make(LEGACY, Silent())
    data, told = DataService(project), LabelService(project)
    assert len(ids) == len(LEGACY) == 24
    found = [data.recording(one) for one in ids]
    assert all(one.synthetic and one.unit == "unknown" for one in found)
    of_classes = {one.label: [r for r in found if r.label == one.label] for one in found}
    assert {key: len(rows) for key, rows in of_classes.items()} == {
        "healthy": 8, "cavitation": 8, "wear + lubrication": 8,
    }  # fmt: skip
    assert {one.severity for one in of_classes["cavitation"]} == set(Severity)
    assert len({one.unit_id for one in found}) == len(found)  # nothing is shared
    whole = told.list_of(of_classes["wear + lubrication"][0].id)[0].facts
    assert whole.kind is LabelKind.RECORD
    assert whole.classes == ("wear", "lubrication")
    assert 0.2 <= (whole.severity or 0) <= 1
    assert not told.list_of(of_classes["healthy"][0].id)


def test_stretches_without_the_fault_are_labelled(project: Project) -> None:
    ids = DesignService(project, Inline()).make(replace(LEGACY, classes=("cavitation",)), Silent())
    told, unseen = LabelService(project), 0.0
    for one in ids:
        stretches = [label.facts for label in told.list_of(one) if label.facts.classes == (UNSEEN,)]
        for facts, after in pairwise(stretches):
            assert facts.stop_s < after.start_s  # neighbours are one stretch
        unseen += sum(facts.stop_s - facts.start_s for facts in stretches)
    assert 0.1 * len(ids) < unseen < 0.9 * len(ids)  # seconds, of one each


def test_units_of_a_rig_keep_their_own(project: Project) -> None:
    ids = DesignService(project, Inline()).make(RIG, Silent())
    found = [DataService(project).recording(one) for one in ids]
    assert len({one.unit_id for one in found}) == 3 * 2 * 2
    assert {(one.channel, one.unit) for one in found} == {
        ("X", "µm"), ("Y", "µm"), ("housing", "g"),
    }  # fmt: skip
    told, by_unit = LabelService(project), {}
    for one in found:
        severities = {
            label.facts.severity for label in told.list_of(one.id) if label.facts.severity
        }
        by_unit.setdefault(one.unit_id, set()).update(severities)
    assert all(len(severities) <= 1 for severities in by_unit.values())


class Impatient(Silent):
    """Cancels when it is half done."""

    def report(self, fraction: float, text: str = "") -> None:
        """Half is enough."""
        del text
        if fraction > 0.5:
            raise Cancelled


def test_a_set_cut_short_leaves_whole_records_and_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pfd_desktop.services.designs._BATCH", 4)
    service, data = DesignService(project, Inline()), DataService(project)
    with pytest.raises(Cancelled):
        service.make(RIG, Impatient())
    before = data.recordings()
    assert 0 < len(before) < len(RIG) * 3
    assert len(before) % 3 == 0
    assert not list(project.blobs.glob("*.tmp"))
    ids = service.make(RIG, Silent())
    assert len(set(ids)) == len(RIG) * 3 == len(data.recordings())
    assert {one.id for one in before} <= set(ids)
    assert service.make(RIG, Silent()) == ids  # nothing is made twice


def test_another_seed_is_another_set(project: Project) -> None:
    small = replace(LEGACY, classes=("sain",), levels=(Severity.MILD,))
    service = DesignService(project, Inline())
    first, second = (service.make(replace(small, seed=seed), Silent()) for seed in (1, 2))
    blobs = {DataService(project).recording(one).blob for one in (*first, *second)}
    assert len(blobs) == 4


def test_the_size_is_told_beforehand(project: Project) -> None:
    service = DesignService(project, Inline())
    told = service.size(RIG, Silent())
    assert told.records == 24
    assert not list(project.blobs.rglob("*.*"))
    service.make(RIG, Silent())
    taken = sum(path.stat().st_size for path in project.blobs.rglob("*.h5"))
    assert taken == pytest.approx(told.size_bytes, rel=0.02)
    assert told.seconds > 0


def test_a_preview_is_the_record_itself(project: Project) -> None:
    service = DesignService(project, Inline())
    shown = service.preview(PreviewRequest(RIG, 5, "Y"), Silent())
    ids = service.make(RIG, Silent())
    data = DataService(project)
    x, y = (open_blob(data.recording(one).path) for one in ids[15:17])
    count = shown.time.curves[0].y.size
    assert [curve.name for curve in shown.time.curves] == ["X", "Y"]
    assert np.array_equal(shown.time.curves[0].y, x.samples[:count])
    power = (y.samples.astype(np.float64) - y.samples.mean()) ** 2
    lines = shown.spectrum
    assert lines.unit == "µm rms"
    rms = np.sqrt((lines.y**2).sum() / lines.enbw_hz * lines.x[1])
    assert rms == pytest.approx(np.sqrt(power.mean()), rel=0.05)  # noise beyond 12 orders apart
    assert lines.x[-1] <= 12 * 3300 / 60
    assert place(RIG, 5).class_key == "healthy"
    assert "visible" not in shown.words
    x.close()
    y.close()


@pytest.mark.parametrize("design", [LEGACY, replace(RIG, seed=9)], ids=lambda d: d.mode)
def test_what_the_controls_show_is_the_design(design: Design) -> None:
    assert design_of(chosen_of(design), values_of(design)) == design


def test_controls_that_contradict_are_refused() -> None:
    values = values_of(RIG) | {"speed_low": 4000.0}
    with pytest.raises(InvalidInput, match="speed goes from 4000 to 3300"):
        design_of(chosen_of(RIG), values)


def test_designs_count() -> None:
    assert len(Design("v2", Mode.LEGACY, classes_of(Mode.LEGACY), per_level=80)) == 3520
    assert set(counts(RIG)["imbalance"].values()) == {4}
    assert per_level_for(3520, 11, 4) == 80
    assert per_level_for(1, 11, 4) == 1
    assert LEGACY.key == replace(LEGACY, name="else").key != replace(LEGACY, seed=1).key
    assert "outer race" in classes_of(Mode.RIG, BearingKind.ROLLING)


@pytest.mark.parametrize(
    ("design", "said"),
    [
        (replace(LEGACY, name=" "), "name"),
        (replace(LEGACY, classes=()), "at least one class"),
        (replace(LEGACY, per_level=0), "1 to 10000"),
        (replace(LEGACY, classes=("sane",)), "'sane'"),
        (replace(RIG, units=9), "9 units"),
        (replace(RIG, classes=("outer race",)), "cannot have"),
        (replace(RIG, classes=("healthy + rub",)), "cannot have"),
    ],
)
def test_what_cannot_be_a_set_is_refused(design: Design, said: str, project: Project) -> None:
    with pytest.raises(InvalidInput, match=said):
        DesignService(project, Inline()).make(design, Silent())
