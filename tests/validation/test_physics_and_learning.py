"""Physics evidence, then learning, on real bearings that training never saw (skips without them).

Two bearings a class allow two folds and no more: the interval over units is as wide as it is. What
is held here is the order of the three: learning on windows, the rule by itself, the rule that may
learn.
"""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.core.features.evidence import evidence_features
from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import features_of
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.learning import RunResult, SplitKind
from pfd_desktop.core.training.evaluation import Trial, evaluate
from pfd_desktop.progress import Silent
from tests.development_recordings import Development, cwru

WINDOW = 4096
BEARINGS = ((105, 108), (130, 133), (144, 147), (156, 160), (185, 188), (197, 200), (3001, 3004))
pytestmark = pytest.mark.real_data


def known(item: Development) -> Known:
    return Known(orders(find(item.bearing)), item.speed_rpm / 60)


def member(item: Development) -> Member:
    number = int(item.name)
    unit = next((str(low) for low, high in BEARINGS if low <= number <= high), "3005")
    return Member(item.name, item.name, str(item.fault), unit, unit, "", item.name)


def matrix_of(
    names: tuple[str, ...], items: list[Development], blocks: list[np.ndarray], length: int
) -> FeatureMatrix:
    record = np.repeat(np.arange(len(items)), [len(block) for block in blocks])
    start = np.concatenate([np.arange(len(block)) * length for block in blocks])
    digest = np.arange(len(record), dtype=np.uint64)
    ids = tuple(item.name for item in items)
    return FeatureMatrix(
        names, ids, np.concatenate(blocks), record, start, start + max(length, 1), digest
    )


@pytest.fixture(scope="module")
def matrices(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrices")
    items = list(cwru(shared_data))
    whole, windows = [], []
    for item in items:
        samples = item.samples()
        whole.append(evidence_features(samples, item.rate_hz, known(item), Silent()))
        count = len(samples) // WINDOW
        cut = samples[: count * WINDOW].reshape(count, WINDOW)
        windows.append(features_of("standard", cut, item.rate_hz, known(item)))
    save_matrix(folder / "evidence.npz", matrix_of(SETS["evidence"].names, items, whole, 0))
    save_matrix(folder / "standard.npz", matrix_of(SETS["standard"].names, items, windows, WINDOW))
    return folder


def judged(classifier: str, matrix: Path, data: Path, seed: int) -> RunResult:
    members = tuple(member(item) for item in cwru(data))
    trial = Trial(classifier, SplitKind.UNIT, members, seed, 5, None, matrix)
    return evaluate(trial, Silent()).result


def test_it_names_more_recordings_of_new_bearings_than_learning_on_windows(
    matrices: Path, shared_data: Path
) -> None:
    evidence, standard = matrices / "evidence.npz", matrices / "standard.npz"
    for seed in range(3):
        stack = judged("physics", evidence, shared_data, seed)
        assert stack.folds == 2
        assert stack.accuracy.value >= 0.9
        for classifier in ("forest", "logistic"):
            learned = judged(classifier, standard, shared_data, seed)
            assert stack.accuracy.value >= learned.accuracy.value + 0.2, (classifier, learned)


def test_it_names_more_than_the_rule_by_itself(matrices: Path, shared_data: Path) -> None:
    with np.load(matrices / "evidence.npz") as kept:
        names, values = [str(name) for name in kept["names"]], kept["values"]
    families = {"outer race": "BPFO", "inner race": "BPFI", "rolling element": "2×BSF"}
    columns = [names.index(f"{family} evidence, deciding") for family in families.values()]
    said = np.array(list(families))[values[:, columns].argmax(axis=1)]
    truth = np.array([str(item.fault) for item in cwru(shared_data)])
    alone = float(np.mean(said == truth))
    stack = judged("physics", matrices / "evidence.npz", shared_data, 0)
    assert stack.accuracy.value > alone
