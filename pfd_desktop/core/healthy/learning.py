"""A guard learns: healthy windows in, detectors and their limits out. Runs in a child."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix
from pfd_desktop.core.healthy.detectors import detector
from pfd_desktop.core.healthy.keeping import keep_detector
from pfd_desktop.core.healthy.limits import cases_needed, drifts, exact_rate, rate_range
from pfd_desktop.core.healthy.operating import Member, points_of
from pfd_desktop.core.healthy.parting import Parted, parted
from pfd_desktop.core.healthy.scaling import in_spreads, scaling_of
from pfd_desktop.core.records.healthy import Bin, GuardRequest, Point
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]
LEAST_WINDOWS = 20  # to learn from


@dataclass(frozen=True)
class Learning:
    """All that a child needs to know to make a guard."""

    request: GuardRequest
    matrix: Path
    members: tuple[Member, ...]  # the healthy recordings, the oldest first
    by_unit: bool
    folder: Path  # where the detectors are kept


@dataclass(frozen=True)
class Learned:
    """What became of it."""

    bins: tuple[Bin, ...]
    uncovered: tuple[tuple[Point, str], ...]


def learn(asked: Learning, progress: Progress) -> Learned:
    """A detector and a limit for each operating point that has enough; one for all where none has.

    Raises InvalidInput where even all together are too few for the rate of false alarms.
    """
    matrix, request = load_matrix(asked.matrix), asked.request
    needed = cases_needed(request.rate)
    points = points_of(asked.members)
    if request.together:
        points = {}
    bins: list[Bin] = []
    uncovered = []
    for number, (point, members) in enumerate(points.items()):
        progress.report(number / (len(points) + 1), point.words)
        sides = _sides(matrix, members, needed, asked)
        if isinstance(sides, str):
            uncovered.append((point, sides))
        else:
            bins.append(_bin(asked, matrix, (point,), sides, len(bins)))
    if bins:
        return Learned(tuple(bins), tuple(uncovered))
    sides = _sides(matrix, asked.members, needed, asked)
    if isinstance(sides, str):
        raise InvalidInput(_too_few(sides, asked))
    every = tuple(points_of(asked.members))
    return Learned((_bin(asked, matrix, every, sides, 0),), ())


def strangeness(
    fitted: Any, values: Floats, record: NDArray[np.int64]
) -> tuple[list[int], list[float]]:
    """Of each recording in *record*, the mean over its windows, features in healthy spreads."""
    numbers, place = np.unique(record, return_inverse=True)
    sums = np.bincount(place, weights=-np.asarray(fitted.score_samples(values)))
    return numbers.tolist(), (sums / np.bincount(place)).tolist()


def _sides(
    matrix: FeatureMatrix, members: Sequence[Member], needed: int, asked: Learning
) -> Parted | str:
    sides = parted(members, needed, by_unit=asked.by_unit, seed=asked.request.seed)
    if isinstance(sides, str):
        return sides
    windows = len(_rows(matrix, sides.learned))
    if windows < LEAST_WINDOWS:
        return f"{windows} windows would be left to learn from, and {LEAST_WINDOWS} are the fewest"
    return sides


def _bin(
    asked: Learning,
    matrix: FeatureMatrix,
    points: tuple[Point, ...],
    sides: Parted,
    place: int,
) -> Bin:
    values = matrix.values[_rows(matrix, sides.learned)]
    scaling = scaling_of(values, matrix.names)
    looked_at = [matrix.names.index(name) for name in scaling.columns]
    healthy = in_spreads(values[:, looked_at], scaling.centre, scaling.scale)
    fitted = detector(asked.request.detector).make(asked.request.seed).fit(healthy)
    keep_detector(asked.folder, place, fitted)
    rows = _rows(matrix, sides.held_out)
    ready = in_spreads(matrix.values[rows][:, looked_at], scaling.centre, scaling.scale)
    strange = dict(zip(*strangeness(fitted, ready, matrix.record[rows]), strict=True))
    worst: dict[str, float] = {}  # of each case: then a new one is quiet in all its recordings
    for one in sides.held_out:
        found = strange[matrix.recording_ids.index(one.recording_id)]
        worst[one.case] = max(found, worst.get(one.case, -np.inf))
    rate = asked.request.rate
    low, high = rate_range(len(worst), rate)
    return Bin(
        points=points,
        learned=tuple(one.recording_id for one in sides.learned),
        held_out=tuple(one.recording_id for one in sides.held_out),
        scores=tuple(sorted(worst.values())),
        rate=exact_rate(len(worst), rate),
        rate_low=low,
        rate_high=high,
        columns=scaling.columns,
        centre=tuple(scaling.centre.tolist()),
        scale=tuple(scaling.scale.tolist()),
        low=tuple(scaling.low.tolist()),
        high=tuple(scaling.high.tolist()),
        drifting=not asked.by_unit and drifts(list(worst.values())),
        fewest_windows=int(np.unique(matrix.record[rows], return_counts=True)[1].min()),
    )


def _rows(matrix: FeatureMatrix, members: Sequence[Member]) -> NDArray[np.int64]:
    place = {name: number for number, name in enumerate(matrix.recording_ids)}
    wanted = [place[one.recording_id] for one in members]
    return np.flatnonzero(np.isin(matrix.record, wanted))


def _too_few(why: str, asked: Learning) -> str:
    rate = asked.request.rate
    told = f"False alarms at a rate of 1 in {1 / rate:.4g} cannot be promised: {why}."
    units = len({one.unit_id for one in asked.members})
    if asked.by_unit and len(asked.members) > units:
        told += (
            f" Healthy recordings of more units are needed, or a higher rate; or guard only these"
            f" {units} units, which {len(asked.members)} recordings tell of."
        )
        return told
    return f"{told} More healthy recordings are needed, or a higher rate."
