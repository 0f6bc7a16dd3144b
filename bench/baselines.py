"""Whether features against a baseline help on machines never met: on synthetic plants.

    python -m bench.baselines [PLANTS]

A plant has ten machines, all with the same bearing. Each has its own resonance, noise and imbalance
and, in the first setting, its own gain (from 0.03 to 30, as of mounting and sensor); in the second
all have one gain. Of each machine four healthy recordings are its baseline, and what is learned and
tested by unit is two more and two of each race's and the rolling element's defect, weak to clear.
Learned from: the standard set, the same against the baseline, and both side by side. Printed: mean
accuracy per record over the plants, and the mean difference to the standard set with the 95 %
interval of Student's t over plants. These are no measurements: whether it helps on real machines
nobody knows before baselines of several were recorded.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from scipy import stats

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.features.catalogue import CATALOGUE, NAMES
from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.features.relative import compared
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import standard_features
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Trial, evaluate
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.progress import SILENT

MACHINES, BASELINE, EACH, WINDOW = 10, 4, 2, 4096
FAULTS = (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT)
BEARING = find("6205-2RS")
KNOWN = Known(orders(BEARING), 1797 / 60)
CLASSIFIERS = ("forest", "logistic", "svm")
SPAN = 1000.0  # of the gains, from the least to the largest


def main() -> None:
    """Print both settings."""
    plants = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for setting, span in (("gains of their own", SPAN), ("one gain", 1.0)):
        found = [accuracies(seed, span) for seed in range(plants)]
        print(f"{setting}, {plants} plants of {MACHINES} machines", flush=True)
        for classifier in CLASSIFIERS:
            told = []
            for kind in ("standard", "baseline", "both"):
                values = np.array([one[classifier, kind] for one in found])
                told.append(f"{kind} {values.mean():.3f}")
                if kind != "standard":
                    told.append(interval(values - [one[classifier, "standard"] for one in found]))
            print(f"  {classifier:9} {', '.join(told)}", flush=True)


def interval(differences: np.ndarray) -> str:
    """Their mean with its interval."""
    half = stats.t.ppf(0.975, len(differences) - 1) * stats.sem(differences)
    return f"({differences.mean():+.3f} ± {half:.3f})"


def accuracies(seed: int, span: float) -> dict[tuple[str, str], float]:
    """By classifier and features, of one plant."""
    members, blocks = zip(*recordings(seed, span), strict=True)
    everything = matrix_of(members, blocks)
    later = [one for one in members if one.condition != "baseline"]
    told = {
        one.recording_id: tuple(
            base.recording_id
            for base in members
            if base.condition == "baseline" and base.unit_id == one.unit_id
        )
        for one in later
    }
    against = compared(everything, told, CATALOGUE).matrix
    rows = np.flatnonzero(np.isin(everything.record, places(everything, against.recording_ids)))
    plain = replace(against, names=NAMES, values=everything.values[rows], reference=None)
    both = replace(
        against,
        names=(*NAMES, *against.names),
        values=np.hstack((plain.values, against.values)),
        reference=None,
    )
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, matrix in (("standard", plain), ("baseline", against), ("both", both)):
            path = Path(folder) / f"{kind}.npz"
            save_matrix(path, matrix)
            for classifier in CLASSIFIERS:
                trial = Trial(
                    classifier, SplitKind.UNIT, tuple(later), seed, 5, folder=None, matrix=path
                )
                found[classifier, kind] = evaluate(trial, SILENT).result.accuracy.value
    return found


def places(matrix: FeatureMatrix, ids: tuple[str, ...]) -> list[int]:
    """Where these recordings stand."""
    return [matrix.recording_ids.index(one) for one in ids]


def recordings(seed: int, span: float) -> Iterator[tuple[Member, np.ndarray]]:
    """Each with the features of its windows."""
    random = np.random.default_rng([seed, 20])
    for machine in range(MACHINES):
        gain = span ** random.uniform(-0.5, 0.5)
        own = SyntheticRequest(
            Fault.HEALTHY,
            bearing=BEARING,
            duration_s=2.0,
            noise_rms=random.uniform(0.05, 0.2),
            resonance_hz=random.uniform(1800, 4700),
        )
        turning = random.uniform(0.0, 0.3)  # imbalance of the machine, in g
        for fault in FAULTS:
            count = EACH + (BASELINE if fault is Fault.HEALTHY else 0)
            for number in range(count):
                made = replace(
                    own,
                    fault=fault,
                    severity=random.uniform(0.15, 0.8),
                    seed=int(random.integers(1 << 31)),
                )
                name = f"{machine} {fault.value} {number}"
                base = fault is Fault.HEALTHY and number < BASELINE
                samples = synthesize(made)
                time_s = np.arange(len(samples)) / made.rate_hz
                samples += turning * np.sin(2 * np.pi * 1797 / 60 * time_s)
                raw = (gain * samples).astype(np.float32)
                windows = raw[: len(raw) // WINDOW * WINDOW].reshape(-1, WINDOW)
                yield (
                    Member(
                        name,
                        name,
                        fault.value,
                        str(machine),
                        str(machine),
                        "baseline" if base else "",
                        name,
                    ),
                    standard_features(windows, made.rate_hz, KNOWN),
                )


def matrix_of(members: tuple[Member, ...], blocks: tuple[np.ndarray, ...]) -> FeatureMatrix:
    """All rows."""
    record = np.repeat(np.arange(len(members)), [len(block) for block in blocks])
    start = np.concatenate([np.arange(len(block)) * WINDOW for block in blocks])
    digest = np.arange(len(record), dtype=np.uint64)
    ids = tuple(one.recording_id for one in members)
    return FeatureMatrix(NAMES, ids, np.concatenate(blocks), record, start, start + WINDOW, digest)


if __name__ == "__main__":
    main()
