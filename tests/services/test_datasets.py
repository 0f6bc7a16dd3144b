"""Datasets: versions that never change, what they make stale, splits with a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from pysqlite3 import dbapi2

from pfd_desktop.core.datasets.balance import balance
from pfd_desktop.core.datasets.coverage import coverage
from pfd_desktop.core.datasets.hashing import version_hash
from pfd_desktop.core.datasets.splitting import overlap
from pfd_desktop.core.records.datasets import SplitRequest
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.records.learning import ExtractRequest, RunState, SplitKind, TrainRequest
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.labels import LabelService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put


@dataclass(frozen=True)
class Plant:
    """A project of two classes, four bearings each, every bearing under two loads."""

    project: Project
    ids: tuple[str, ...]
    datasets: DatasetService
    data: DataService
    labels: LabelService


def ringing(seed: int, fault: bool) -> np.ndarray:
    """Noise; with a fault, bursts in it."""
    noise = np.random.default_rng(seed).standard_normal(6000)
    if fault:
        noise[::120] += 12.0
    return noise


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    project = open_project(tmp_path / "p")
    ids = tuple(
        put(
            project,
            ringing(100 * unit + 10 * load + fault, bool(fault)),
            Told(
                f"{'or' if fault else 'ok'}{unit}-{load}",
                f"{'worn' if fault else 'new'} {unit}",
                "outer race" if fault else "healthy",
                f"{load} hp",
                1797.0 - 25.0 * load,
            ),
        )
        for fault in (0, 1)
        for unit in range(4)
        for load in range(2)
    )
    yield Plant(
        project, ids, DatasetService(project), DataService(project), LabelService(project, "me")
    )
    project.close()


def test_a_version_stays_as_it_was_whatever_is_said_of_its_recordings_later(plant: Plant) -> None:
    made = plant.datasets.create("bearings", plant.ids)
    before = plant.datasets.version(made.newest.id)
    plant.data.edit_recording(plant.ids[0], label="cage", speed_rpm=900.0, name="renamed")
    plant.labels.add(plant.ids[1], LabelFacts(LabelKind.RECORD, ("wear",), severity=0.4))
    plant.data.delete_recordings([plant.ids[2]])
    after = plant.datasets.version(made.newest.id)
    assert after == before
    assert version_hash([one.facts for one in after.members]) == made.newest.hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dataset_versions SET hash = 'x'",
        "DELETE FROM dataset_versions",
        "UPDATE dataset_members SET facts = '{}'",
        "DELETE FROM dataset_members",
        "INSERT INTO dataset_members SELECT version_id, 99, recording_id, facts"
        " FROM dataset_members LIMIT 1",
        "UPDATE dataset_splits SET part_of = '[]'",
        "DELETE FROM dataset_splits",
    ],
)
def test_the_database_itself_refuses_to_change_a_version(plant: Plant, statement: str) -> None:
    made = plant.datasets.create("bearings", plant.ids)
    plant.datasets.design(SplitRequest(made.newest.id, SplitKind.UNIT, 4))
    connection = dbapi2.connect(str(plant.project.store.path))
    with pytest.raises(dbapi2.IntegrityError, match="never changes"):
        connection.execute(statement)
    connection.close()


def test_the_hash_is_of_the_content_and_not_of_keys_or_order(plant: Plant) -> None:
    made = plant.datasets.create("one", plant.ids)
    again = plant.datasets.create("two", plant.ids[::-1])
    assert made.newest.hash == again.newest.hash
    facts = [one.facts for one in plant.datasets.version(made.newest.id).members]
    for changed in (
        replace(facts[0], label="cage"),
        replace(facts[0], speed_rpm=0.0),
        replace(facts[0], blob="0" * 64),
        replace(facts[0], labels=(LabelFacts(LabelKind.POINT, ("cage",), start_s=0.0),)),
    ):
        assert version_hash([changed, *facts[1:]]) != made.newest.hash


def test_a_version_without_any_change_is_refused(plant: Plant) -> None:
    made = plant.datasets.create("bearings", plant.ids)
    with pytest.raises(InvalidInput, match="Nothing has changed since version 1"):
        plant.datasets.add_version(made.id)
    with pytest.raises(InvalidInput, match="called Bearings already"):
        plant.datasets.create("Bearings", plant.ids)


def test_a_diff_names_what_changed_and_what_is_stale(plant: Plant) -> None:
    features = FeatureService(plant.project, Inline())
    training = TrainingService(plant.project, Inline())
    made = plant.datasets.create("bearings", plant.ids)
    first = made.newest.id
    split = plant.datasets.design(SplitRequest(first, SplitKind.UNIT, 4))
    extracted = features.extract(
        ExtractRequest((), window_samples=2048, dataset_version_id=first), Silent()
    )
    run = training.train(
        TrainRequest("logistic", feature_set_id=extracted.id, split_id=split.id), Silent()
    )
    plant.data.edit_recording(plant.ids[0], label="cage")
    second = plant.datasets.add_version(made.id)
    change = plant.datasets.diff(first, second.id)
    assert [(c.name, c.fields) for c in change.diff.changed] == [("ok0-0", ("label",))]
    assert [(s.kind, s.id) for s in change.stale] == [("run", run.id)], "features still hold"
    plant.data.edit_recording(plant.ids[0], label="healthy", speed_rpm=1200.0)
    third = plant.datasets.add_version(made.id, plant.ids[:-1])
    change = plant.datasets.diff(first, third.id)
    assert change.diff.removed == ("or3-1",)
    assert {s.id for s in change.stale} == {run.id, extracted.id}
    assert not plant.datasets.diff(second.id, third.id).stale, "nothing was made of the second"
    assert plant.datasets.diff(first, first).diff.is_empty


def test_recordings_with_the_same_samples_count_each_in_a_diff(plant: Plant) -> None:
    samples = ringing(99, True)
    twins = tuple(
        put(plant.project, samples, Told(name, "worn 9", "outer race")) for name in ("a", "b", "c")
    )
    made = plant.datasets.create("bearings", (*plant.ids, *twins[:2]))
    first = made.newest.id
    more = plant.datasets.add_version(made.id, (*plant.ids, twins[2], *twins[:2]))
    assert plant.datasets.diff(first, more.id).diff.added == ("c",)
    fewer = plant.datasets.add_version(made.id, (*plant.ids, twins[1]))
    diff = plant.datasets.diff(first, fewer.id).diff
    assert (diff.removed, diff.added, diff.changed) == (("a",), (), ())
    plant.data.edit_recording(twins[0], label="cage")
    told = plant.datasets.add_version(made.id, (*plant.ids, *twins[1::-1]))
    diff = plant.datasets.diff(first, told.id).diff
    assert [(c.name, c.fields) for c in diff.changed] == [("a", ("label",))]
    assert (diff.removed, diff.added) == ((), ())
    back = plant.datasets.diff(told.id, first).diff
    assert [(c.name, c.fields) for c in back.changed] == [("a", ("label",))]


def test_results_carry_the_certificate_and_were_judged_on_those_very_parts(plant: Plant) -> None:
    features = FeatureService(plant.project, Inline())
    training = TrainingService(plant.project, Inline())
    made = plant.datasets.create("bearings", plant.ids)
    split = plant.datasets.design(SplitRequest(made.newest.id, SplitKind.UNIT, 4, seed=3))
    extracted = features.extract(
        ExtractRequest((), window_samples=2048, dataset_version_id=made.newest.id), Silent()
    )
    plant.data.edit_recording(plant.ids[0], label="cage")  # the version says what it said
    run = training.train(
        TrainRequest("logistic", feature_set_id=extracted.id, split_id=split.id), Silent()
    )
    assert run.state is RunState.DONE
    assert run.split_certificate == split.certificate
    assert run.dataset_version_id == made.newest.id
    assert run.result is not None
    assert run.result.classes == ("healthy", "outer race")
    members = plant.datasets.version(made.newest.id).members
    part = {m.recording_id: p for m, p in zip(members, split.part_of, strict=True)}
    fold = {p.recording_id: p.fold for p in run.result.predictions}
    pairs = {(part[key], fold[key]) for key in part}
    assert len(fold) == len(part)
    assert len(pairs) == split.parts, "parts and folds are the same sets"


def test_a_designed_split_is_refused_for_other_recordings(plant: Plant) -> None:
    features = FeatureService(plant.project, Inline())
    training = TrainingService(plant.project, Inline())
    made = plant.datasets.create("bearings", plant.ids)
    split = plant.datasets.design(SplitRequest(made.newest.id, SplitKind.UNIT, 4))
    short = features.extract(ExtractRequest(plant.ids[:-1], window_samples=2048), Silent())
    with pytest.raises(InvalidInput, match="not in this feature set"):
        training.train(
            TrainRequest("logistic", feature_set_id=short.id, split_id=split.id), Silent()
        )
    asked = TrainRequest(
        "logistic", feature_set_id=short.id, split_id=split.id, recording_ids=plant.ids[:-1]
    )
    with pytest.raises(InvalidInput, match="1 of its recordings have no windows"):
        training.train(asked, Silent())


def test_the_same_request_gives_the_same_certificate_and_another_seed_another(plant: Plant) -> None:
    version = plant.datasets.create("bearings", plant.ids).newest.id
    first = plant.datasets.design(SplitRequest(version, SplitKind.UNIT, 4, seed=0))
    assert plant.datasets.design(SplitRequest(version, SplitKind.UNIT, 4, seed=0)) == first
    seeds = {
        plant.datasets.design(SplitRequest(version, SplitKind.UNIT, 4, seed=n)).certificate
        for n in range(6)
    }
    assert len(seeds) > 1
    assert len(plant.datasets.splits(version)) == len(seeds)


def test_the_overlap_matrix_shows_what_parts_share(plant: Plant) -> None:
    version = plant.datasets.version(plant.datasets.create("bearings", plant.ids).newest.id)
    facts = [one.facts for one in version.members]
    split = plant.datasets.design(SplitRequest(version.id, SplitKind.UNIT, 4))
    by_unit = overlap(facts, split.part_of, SplitKind.UNIT)
    assert by_unit.counts.sum() == len(facts)
    assert by_unit.shared == ()
    by_load = overlap(facts, split.part_of, SplitKind.CONDITION)
    assert by_load.shared == ("0 hp", "1 hp"), "both loads of a bearing are in its part"
    assert overlap(facts, split.part_of, SplitKind.MACHINE).shared == ("rig",)
    with pytest.raises(InvalidInput, match="single machine"):
        plant.datasets.design(SplitRequest(version.id, SplitKind.MACHINE))
    with pytest.raises(InvalidInput, match="by unit, machine, recording or condition"):
        plant.datasets.design(SplitRequest(version.id, SplitKind.RANDOM))


def test_several_classes_count_each_and_are_learned_as_one_combination(plant: Plant) -> None:
    two = LabelFacts(LabelKind.RECORD, ("wear",), severity=0.25, severity_words="mild")
    plant.labels.add(plant.ids[-1], two)
    plant.labels.add(plant.ids[0], LabelFacts(LabelKind.REGION, ("cage",), 0.1, 0.2))
    version = plant.datasets.version(plant.datasets.create("b", plant.ids).newest.id)
    found = {one.name: one for one in balance([m.facts for m in version.members]).classes}
    assert (found["healthy"].recordings, found["outer race"].recordings) == (8, 8)
    assert (found["wear"].recordings, found["wear"].severities) == (1, ("0.25", "mild"))
    assert (found["cage"].recordings, found["cage"].stretches) == (0, 1)
    assert version.members[-1].facts.target == "outer race + wear"


def test_evenness_is_one_for_equal_classes_and_the_entropy_of_the_shares_else(plant: Plant) -> None:
    facts = [
        m.facts
        for m in plant.datasets.version(plant.datasets.create("b", plant.ids).newest.id).members
    ]
    assert balance(facts).evenness == pytest.approx(1.0)
    third = [f for f in facts if f.label == "healthy"][:4] + [
        f for f in facts if f.label != "healthy"
    ]
    shares = np.array([1 / 3, 2 / 3])
    assert balance(third).evenness == pytest.approx(-(shares * np.log2(shares)).sum())
    assert balance(third).ratio == 2.0
    assert balance(facts[:3]).evenness is None


def test_coverage_counts_every_recording_once(plant: Plant) -> None:
    plant.data.edit_recording(plant.ids[0], speed_rpm=None)
    version = plant.datasets.version(plant.datasets.create("b", plant.ids).newest.id)
    found = coverage([m.facts for m in version.members])
    assert found.conditions == ("0 hp", "1 hp")
    assert found.counts.sum() + sum(found.without_speed) == len(plant.ids)
    assert found.without_speed == (1, 0)
    low, high = found.edges_rpm[0], found.edges_rpm[-1]
    assert low <= 1772.0
    assert high > 1797.0
    assert found.counts[0][int((1797 - low) // (found.edges_rpm[1] - low))] == 7


def test_archive_trash_and_the_way_back(plant: Plant) -> None:
    made = plant.datasets.create("bearings", plant.ids)
    plant.datasets.archive(made.id)
    assert plant.datasets.list_all() == ()
    assert [d.id for d in plant.datasets.list_all(archived=True)] == [made.id]
    plant.datasets.unarchive(made.id)
    plant.datasets.delete(made.id)
    assert [d.id for d in plant.datasets.trash()] == [made.id]
    with pytest.raises(NotFound):
        plant.datasets.dataset(made.id)
    taken = plant.datasets.create("bearings", plant.ids)
    with pytest.raises(InvalidInput, match="called bearings already"):
        plant.datasets.restore(made.id)
    plant.datasets.rename(taken.id, "others", "")
    assert plant.datasets.restore(made.id) == made
