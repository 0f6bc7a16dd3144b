"""Runs joined by recording: who was right on what, on equal terms or not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.comparison.outcome import FEWEST, MOST
from pfd_desktop.core.comparison.significance import Floats
from pfd_desktop.core.records.learning import RecordPrediction, Run, RunResult, SplitKind
from pfd_desktop.errors import InvalidInput

_SEED = "seed"


@dataclass(frozen=True)
class Material:
    """Finished runs with what each was told, and the unit of each recording."""

    runs: tuple[Run, ...]
    settings: tuple[Mapping[str, str], ...]  # of each run; "seed" is what sides do not differ in
    unit_of: Mapping[str, str]  # by recording; the prediction's unit name where one is absent
    rope: float = 0.01  # a difference in accuracy that makes none in practice


@dataclass(frozen=True, eq=False)
class Answers:
    """The runs' answers on the same recordings, in one order."""

    run_names: tuple[str, ...]
    results: tuple[RunResult, ...]
    members: tuple[tuple[int, ...], ...]  # the runs of each side
    side_names: tuple[str, ...]
    seeds: tuple[int, ...]  # of each run
    certificates: tuple[str, ...]
    leaky: tuple[bool, ...]
    truths: tuple[str, ...]  # of each recording
    units: tuple[str, ...]  # of each recording
    predicted: tuple[tuple[str, ...], ...]  # of each run, by recording
    right: NDArray[np.bool_]  # recordings × runs
    all_scores: Floats  # recordings × runs × classes of each run
    folds: NDArray[np.int64]  # recordings × runs; −1 where windows lay in several folds

    @property
    def single(self) -> bool:
        """Whether each side is one run, so that a recording has one answer."""
        return all(len(own) == 1 for own in self.members)

    def shares(self) -> Floats:
        """How often each side was right, recordings × sides: 0 to 1, over its seeds."""
        own = [self.right[:, list(runs)].mean(axis=1) for runs in self.members]
        return np.stack(own, axis=1).astype(np.float64)

    def by_unit(self) -> Floats:
        """Mean share of right recordings, units × sides; units in order of name."""
        _, place, counts = np.unique(self.units, return_inverse=True, return_counts=True)
        shares = self.shares()
        sums = [np.bincount(place, shares[:, k]) for k in range(shares.shape[1])]
        return np.stack(sums, axis=1).astype(np.float64) / counts[:, None]

    def scores(self, side: int) -> Floats:
        """Mean score of the last class for each recording, over the side's seeds."""
        return np.asarray(self.all_scores[:, list(self.members[side]), -1].mean(axis=1))

    def paired_seeds(self) -> tuple[int, ...]:
        """The seeds of every side in order; () where sides do not have the same two or more."""
        own = [sorted(self.seeds[run] for run in runs) for runs in self.members]
        alike = all(seeds == own[0] for seeds in own) and len(own[0]) > 1
        return tuple(own[0]) if alike else ()

    def by_seed(self) -> Floats:
        """Share of right recordings, paired seeds × sides; no row where seeds do not pair."""
        sides, share = range(len(self.members)), self.right.mean(axis=0)
        rows = [[share[self.run_of(k, seed)] for k in sides] for seed in self.paired_seeds()]
        return np.array(rows, dtype=np.float64).reshape(-1, len(self.members))

    def run_of(self, side: int, seed: int) -> int:
        """The run of a side with this seed."""
        return next(run for run in self.members[side] if self.seeds[run] == seed)

    def equal_terms(self) -> bool:
        """Whether all were judged by the same split; of seeds, the runs of each seed."""
        seeds = self.paired_seeds()
        if not seeds:
            return len(set(self.certificates)) == 1
        sides = range(len(self.members))
        return all(
            len({self.certificates[self.run_of(side, seed)] for side in sides}) == 1
            for seed in seeds
        )


def join(material: Material) -> Answers:
    """The runs' predictions side by side.

    Raises InvalidInput where they cannot be compared: too few or too many, the same one twice, a
    run without result, other recordings, other truths.
    """
    runs = material.runs
    results = _results(runs)
    by_id = [{one.recording_id: one for one in result.predictions} for result in results]
    _refuse_unlike(runs, by_id)
    ids = sorted(by_id[0])
    rows = [[own[one] for one in ids] for own in by_id]
    names = _names(runs)
    members = _sides(material.settings, [run.seed for run in runs])
    return Answers(
        run_names=names,
        results=results,
        members=members,
        side_names=_side_names(names, runs, members),
        seeds=tuple(run.seed for run in runs),
        certificates=tuple(run.split_certificate for run in runs),
        leaky=tuple(run.split is SplitKind.RANDOM for run in runs),
        truths=tuple(one.truth for one in rows[0]),
        units=tuple(material.unit_of.get(one.recording_id, one.unit_name) for one in rows[0]),
        predicted=tuple(tuple(one.predicted for one in own) for own in rows),
        right=np.array([[one.truth == one.predicted for one in own] for own in rows]).T,
        all_scores=_scores(rows),
        folds=np.array([[one.fold for one in own] for own in rows], dtype=np.int64).T,
    )


def _scores(rows: Sequence[Sequence[RecordPrediction]]) -> Floats:
    """Recordings × runs × classes; runs with fewer classes have nan before their own."""
    most = max(len(one.scores) for own in rows for one in own)
    table = np.full((len(rows[0]), len(rows), most), np.nan)
    for run, own in enumerate(rows):
        for place, one in enumerate(own):
            table[place, run, most - len(one.scores) :] = one.scores
    return table


def _results(runs: Sequence[Run]) -> tuple[RunResult, ...]:
    if not FEWEST <= len(runs) <= MOST:
        raise InvalidInput(f"{FEWEST} to {MOST} runs can be compared; {len(runs)} were chosen.")
    if len({run.id for run in runs}) < len(runs):
        raise InvalidInput("A run cannot be compared with itself: each may be named once.")
    found = []
    for run in runs:
        if run.result is None or not run.result.predictions:
            raise InvalidInput(
                f"The run {run.name} has no result ({run.state.value}); choose finished runs."
            )
        found.append(run.result)
    return tuple(found)


def _refuse_unlike(runs: Sequence[Run], by_id: Sequence[Mapping[str, RecordPrediction]]) -> None:
    for run, own in zip(runs[1:], by_id[1:], strict=True):
        missing, extra = by_id[0].keys() - own.keys(), own.keys() - by_id[0].keys()
        if missing or extra:
            raise InvalidInput(
                f"{runs[0].name} and {run.name} were judged on different recordings:"
                f" {len(missing)} only of the first, {len(extra)} only of the second. Train both"
                " on the same dataset version or recordings."
            )
        unlike = [one for one in own if own[one].truth != by_id[0][one].truth]
        if unlike:
            raise InvalidInput(
                f"{runs[0].name} and {run.name} were judged by different labels: {len(unlike)}"
                f" recordings, the first {by_id[0][unlike[0]].recording_name!r}. Train again with"
                " the labels of today, or on one dataset version."
            )


def _names(runs: Sequence[Run]) -> tuple[str, ...]:
    """Names that tell the runs apart: with the seed where that does it, else with the key's end."""
    counts = Counter(run.name for run in runs)
    seeded = Counter((run.name, run.seed) for run in runs)
    return tuple(
        run.name
        if counts[run.name] == 1
        else f"{run.name}, seed {run.seed}"
        if seeded[run.name, run.seed] == 1
        else f"{run.name} ({run.id[-8:]})"
        for run in runs
    )


def _sides(
    settings: Sequence[Mapping[str, str]], seeds: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Runs told alike but for the seed stand together, unless that leaves one side only."""
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place, told in enumerate(settings):
        key = tuple(sorted((name, value) for name, value in told.items() if name != _SEED))
        alike.setdefault(key, []).append(place)
    groups = list(alike.values())
    repeated = any(len({seeds[i] for i in own}) < len(own) for own in groups)
    if len(groups) == 1 or repeated:
        return tuple((place,) for place in range(len(settings)))
    return tuple(tuple(own) for own in groups)


def _side_names(
    names: Sequence[str], runs: Sequence[Run], members: Sequence[Sequence[int]]
) -> tuple[str, ...]:
    shown = [
        names[own[0]] if len(own) == 1 else f"{runs[own[0]].name}, {len(own)} seeds"
        for own in members
    ]
    return tuple(
        name if shown.count(name) == 1 else f"{name} ({runs[own[0]].id[-8:]})"
        for name, own in zip(shown, members, strict=True)
    )
