"""Features against the baseline of the same measuring point: what has changed since it was good.

Amplitudes as ratios in dB, frequencies as ratios in octaves, all else as differences. A recording
without a baseline has no such features, and a recording of the baseline itself takes no part: which
of them it is tells whether it is healthy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.matrix import FeatureMatrix
from pfd_desktop.core.features.means import known_mean
from pfd_desktop.core.features.spec import FeatureSpec

Floats = NDArray[np.float64]

NAMED = "{} to baseline"
ASSOCIATED, BY_CHANCE = 0.3, 0.05  # Cramér's V from which, and the chance below which, it is told


@dataclass(frozen=True, eq=False)
class Compared:
    """A matrix of features to the baseline, and what it leaves out."""

    matrix: FeatureMatrix
    without: tuple[str, ...]  # recordings whose baseline could not be read
    same: tuple[str, ...]  # recordings that hold samples of their own baseline


def relative_specs(specs: Iterable[FeatureSpec]) -> tuple[FeatureSpec, ...]:
    """What is said of these features against a baseline, in their order; a gain cancels out."""
    return tuple(
        replace(
            spec,
            name=NAMED.format(spec.name),
            unit=_scale(spec)[0] or spec.unit,
            formula=_formula(spec),
            degree=0 if spec.degree is not None else None,
        )
        for spec in specs
    )


def on_scale(values: Floats, specs: Sequence[FeatureSpec]) -> Floats:
    """Features, rows × specs, so that a difference of two is what is meant by their comparison.

    NaN for what has no ratio: 0, and below.
    """
    found = np.array(values, dtype=np.float64)
    for place, spec in enumerate(specs):
        unit, factor = _scale(spec)
        if unit:
            column = found[:, place]
            positive = column > 0
            column[positive] = factor * np.log10(column[positive])
            column[~positive] = np.nan
    return found


def compared(
    matrix: FeatureMatrix, baselines: Mapping[str, Sequence[str]], specs: Sequence[FeatureSpec]
) -> Compared:
    """The recordings named in *baselines* against theirs, the recordings told for each.

    *matrix* holds rows of all of them, in the columns of *specs*. A baseline is the mean over its
    recordings of each one's mean over windows, on the scale of the comparison.
    """
    scaled = on_scale(matrix.values, specs)
    place = {key: number for number, key in enumerate(matrix.recording_ids)}
    rows = {key: np.flatnonzero(matrix.record == number) for key, number in place.items()}
    kept, references, without, same = [], [], [], []
    for key, told in baselines.items():
        base = [one for one in told if one in rows]
        if key not in rows:
            continue
        if not base:
            without.append(key)
        elif _shares(matrix, rows[key], [rows[one] for one in base]):
            same.append(key)
        else:
            kept.append(key)
            means = np.array([known_mean(scaled[rows[one]]) for one in base])
            references.append(known_mean(means))
    reference = np.array(references).reshape(len(kept), len(specs))
    return Compared(_only(matrix, scaled, rows, kept, reference), tuple(without), tuple(same))


def associated(labels: Sequence[str], has: Sequence[bool]) -> str:
    """Whether having a baseline goes with the label, in words; "" where it does not.

    Cramér's V over labels × having one, and the chance of chi squared (Cramér, Mathematical
    Methods of Statistics, 1946, 21.9).
    """
    classes = sorted(set(labels))
    if len(classes) < 2 or len(set(has)) < 2:
        return ""
    from scipy.stats import chi2_contingency

    told = list(zip(labels, has, strict=True))
    table = np.array([[told.count((one, side)) for side in (True, False)] for one in classes])
    found = chi2_contingency(table, correction=False)
    if float(np.sqrt(found.statistic / len(told))) < ASSOCIATED or found.pvalue >= BY_CHANCE:
        return ""
    shares = ", ".join(
        f"{one} {with_it} of {with_it + without}"
        for one, (with_it, without) in zip(classes, table.tolist(), strict=True)
    )
    return (
        f"Whether a recording has a baseline goes with its label ({shares}). Nothing of it is in"
        " the features, but what is left is no fair draw of the classes: tell baselines for all"
        " measuring points alike."
    )


def _scale(spec: FeatureSpec) -> tuple[str, float]:
    """The unit of a ratio and what a decade counts in it; ("", 1) for a difference."""
    if spec.degree:
        return "dB", 20.0 / spec.degree
    if spec.unit == "Hz":
        return "octaves", 1 / float(np.log10(2))
    return "", 1.0


def _formula(spec: FeatureSpec) -> str:
    unit, factor = _scale(spec)
    sign = {"dB": f"{factor:g} lg", "octaves": "log₂"}.get(unit, "")
    rule = f"{sign}(value / baseline)" if unit else "value − baseline"
    return f"{rule}, means over the baseline's recordings, of: {spec.formula}"


def _shares(
    matrix: FeatureMatrix, own: NDArray[np.int64], base: Sequence[NDArray[np.int64]]
) -> bool:
    """Whether windows of a recording are its baseline's, in whatever unit or gain."""
    return bool(np.isin(matrix.digest[own], matrix.digest[np.concatenate(base)]).any())


def _only(
    matrix: FeatureMatrix,
    scaled: Floats,
    rows: Mapping[str, NDArray[np.int64]],
    kept: Sequence[str],
    reference: Floats,
) -> FeatureMatrix:
    chosen = np.concatenate([rows[key] for key in kept]) if kept else np.empty(0, np.int64)
    record = np.repeat(np.arange(len(kept), dtype=np.int64), [len(rows[key]) for key in kept])
    told = dict(zip(matrix.recording_ids, matrix.known, strict=False))
    return FeatureMatrix(
        tuple(map(NAMED.format, matrix.names)),
        tuple(kept),
        scaled[chosen] - reference[record],
        record,
        matrix.start[chosen],
        matrix.stop[chosen],
        matrix.digest[chosen],
        reference,
        tuple(told[key] for key in kept) if told else (),
    )
