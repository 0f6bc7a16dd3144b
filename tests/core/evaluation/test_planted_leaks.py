"""Thirteen ways in which a figure comes from elsewhere than the fault: each is planted and found.

Twelve reach from the test set into what is learned and are refused; one stands on both sides and is
said.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.bookkeeping import BOOKKEEPING
from pfd_desktop.core.evaluation.design import FittedStep, Fold, Split, Windows
from pfd_desktop.core.evaluation.results import FoldScores, summarise
from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.features.windows import window_digest
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import LeakFound
from tests.core.evaluation.designs import kept, member, plant, windows

Steps = list[list[FittedStep]]
Planted = tuple[Windows, Split, Steps, str]


def learned(split: Split, name: str = "forest") -> Steps:
    return [[FittedStep(name, fold.train)] for fold in split.folds]


def unit_split(seed: int = 0) -> tuple[Windows, Split]:
    design = windows(plant())
    return design, make_split(design, SplitKind.UNIT, seed=seed)


def shared(kind: SplitKind, words: str) -> Planted:
    """A split said to be of *kind* in which one member stands on the wrong side."""
    design = windows(plant())
    split = make_split(design, kind)
    first = split.folds[0]
    stray = first.test[design.record[first.test] == design.record[first.test[0]]]
    if kind is SplitKind.RECORD:
        stray = stray[:1]
    fold = Fold(np.sort(np.append(first.train, stray)), np.setdiff1d(first.test, stray))
    broken = replace(split, folds=(fold, *split.folds[1:]))
    return design, broken, learned(broken), words


def overlap() -> Planted:
    design = windows(plant(), hop=60)
    split = make_split(design, SplitKind.RANDOM)
    return design, split, learned(split), "share samples"


def twice() -> Planted:
    design, split = unit_split()
    digest, fold = design.digest.copy(), split.folds[0]
    digest[fold.test[3]] = digest[fold.train[5]]
    return replace(design, digest=digest), split, learned(split), "with the same samples"


def imported_twice() -> Planted:
    members = plant()
    members.append(replace(member("copy", "inner", "new unit"), blob=members[0].blob))
    design = windows(members)
    for seed in range(20):
        split = make_split(design, SplitKind.UNIT, seed=seed)
        sides = [set(design.record[fold.test]) for fold in split.folds]
        if not any({0, len(members) - 1} <= side for side in sides):
            return design, split, learned(split), "hold the same samples"
    raise AssertionError("the copy was always beside its original")


def in_another_unit() -> Planted:
    """The very recording in m/s² and with an offset: other samples, another blob."""
    draw = np.random.default_rng(0)
    design, split = unit_split()
    waves = draw.normal(size=(len(design), 2048)).astype(np.float32)
    fold = split.folds[0]
    waves[fold.test[2]] = 9.80665 * waves[fold.train[7]] + np.float32(0.25)
    digest = np.array([window_digest(wave) for wave in waves], dtype=np.uint64)
    return replace(design, digest=digest), split, learned(split), "with the same samples"


def fitted_on(name: str, *, everything: bool) -> Planted:
    design, split = unit_split()
    steps = [
        [
            FittedStep(
                name, np.arange(len(design)) if everything else np.append(f.train, f.test[0])
            ),
            FittedStep("forest", f.train),
        ]
        for f in split.folds
    ]
    return design, split, steps, f"the {name} was fitted on"


def rate_for_fault() -> Planted:
    """One class was recorded at another rate: no split can part that."""
    members = [
        kept(one, rate="48000 Hz" if one.label == "inner" else "12000 Hz", unit="g")
        for one in plant(units=5)
    ]
    design = windows(members)
    split = make_split(design, SplitKind.UNIT)
    return design, split, learned(split), "Serious: the rate goes with the class"


LEAKS: dict[str, Callable[[], Planted]] = {
    "a unit on both sides": lambda: shared(SplitKind.UNIT, "has the unit"),
    "a machine on both sides": lambda: shared(SplitKind.MACHINE, "has the machine"),
    "a recording on both sides": lambda: shared(SplitKind.RECORD, "has the recording"),
    "a condition on both sides": lambda: shared(SplitKind.CONDITION, "has the condition"),
    "windows that overlap": overlap,
    "a window that occurs twice": twice,
    "a recording imported twice": imported_twice,
    "a recording again in another unit": in_another_unit,
    "a scaler fitted on all": lambda: fitted_on("standard scaler", everything=True),
    "features selected on all": lambda: fitted_on("feature selection", everything=True),
    "stopped early by the units tested": lambda: fitted_on("early stopping", everything=False),
    "one stray window learned": lambda: fitted_on("random forest", everything=False),
}


@pytest.mark.parametrize("name", list(LEAKS))
def test_each_of_twelve_leaks_is_found_and_named(name: str) -> None:
    assert len(LEAKS) == 12
    design, split, steps, words = LEAKS[name]()
    with pytest.raises(LeakFound, match=words):
        refuse_leaks(design, split, steps)


def test_the_thirteenth_is_found_and_said_by_the_audit_and_by_the_result() -> None:
    design, split, steps, words = rate_for_fault()
    findings = refuse_leaks(design, split, steps)
    said = [one.text for one in findings if one.kind == BOOKKEEPING]
    assert len(said) == 1
    assert words in said[0]
    scores = tuple(FoldScores(f.test, np.full((len(f.test), 2), 0.5)) for f in split.folds)
    assert said[0] in summarise(design, split, scores, 0).warnings


def clean(seed: int) -> tuple[Windows, Split, Steps]:
    """A design as it may come: any number of units, recordings, conditions, windows.

    How recordings were kept is dealt by chance, by unit as by recording, whatever they show.
    """
    draw = np.random.default_rng(seed)
    members = []
    for label in ("healthy", "inner", "outer")[: int(draw.integers(2, 4))]:
        for unit in range(int(draw.integers(2, 7))):
            rate, bearing = draw.choice(["12000 Hz", "48000 Hz"]), draw.choice(["known", "none"])
            for record in range(int(draw.integers(1, 5))):
                name = f"{label} {unit} {record}"
                one = member(name, label, f"{label} {unit}", f"load {record % 2}")
                channel = draw.choice(["DE", "FE", "BA"])
                one = kept(one, rate=str(rate), geometry=str(bearing), channel=str(channel))
                members.append(replace(one, machine_id=f"machine {unit}"))
    length = int(draw.integers(64, 512))
    design = windows(members, count=int(draw.integers(2, 9)), length=length, hop=length)
    waves = draw.normal(size=(len(design), length)).astype(np.float32)
    digest = np.array([window_digest(wave) for wave in waves], dtype=np.uint64)
    kinds = (SplitKind.UNIT, SplitKind.MACHINE, SplitKind.RECORD, SplitKind.RANDOM)
    split = make_split(replace(design, digest=digest), kinds[seed % 4], seed=seed)
    return replace(design, digest=digest), split, learned(split)


@pytest.mark.parametrize("seed", range(50))
def test_no_clean_design_is_accused(seed: int) -> None:
    design, split, steps = clean(seed)
    found = refuse_leaks(design, split, steps)  # raises where it accuses
    assert BOOKKEEPING not in {one.kind for one in found}
    scores = tuple(
        FoldScores(f.test, np.ones((len(f.test), len(design.classes)))) for f in split.folds
    )
    said = summarise(design, split, scores, 0).warnings
    assert not any(one.startswith(("Serious", "Marked", "Unclear")) for one in said)


def test_windows_of_a_dead_sensor_are_told_apart_by_their_value() -> None:
    flat = np.full(256, 0.5, dtype=np.float32)
    assert window_digest(flat) == window_digest(flat.copy())
    assert window_digest(flat) != window_digest(2 * flat)
