"""Looks for anything that stands on both sides of a split, and refuses it; and for what stands
on either side in place of the fault, and says it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.bookkeeping import confounded
from pfd_desktop.core.evaluation.design import FittedStep, Fold, Split, Windows
from pfd_desktop.core.records.learning import AuditFinding, SplitKind
from pfd_desktop.errors import LeakFound

UNIT, MACHINE, RECORD, CONDITION, SAMPLES, PREPROCESSING = (
    "unit",
    "machine",
    "record",
    "condition",
    "samples",
    "preprocessing",
)

# What a split of each kind promises not to share. A random split promises neither units nor
# recordings and is badged for it; shared samples and steps fitted on everything are errors always.
PROMISED = {
    SplitKind.UNIT: {UNIT, RECORD, SAMPLES, PREPROCESSING},
    SplitKind.MACHINE: {MACHINE, UNIT, RECORD, SAMPLES, PREPROCESSING},
    SplitKind.CONDITION: {CONDITION, RECORD, SAMPLES, PREPROCESSING},
    SplitKind.RECORD: {RECORD, SAMPLES, PREPROCESSING},
    SplitKind.RANDOM: {SAMPLES, PREPROCESSING},
}


def audit(
    windows: Windows, folds: Sequence[Fold], steps: Sequence[Sequence[FittedStep]] = ()
) -> tuple[AuditFinding, ...]:
    """Everything the folds share across their sides; *steps* are each fold's fitted steps.

    And what goes with the class on both sides without being of the machine, the sampling rate for
    one: no split keeps that apart, so it is never refused, and results bear it as a warning.
    """
    findings: list[AuditFinding] = []
    for number, fold in enumerate(folds, start=1):
        findings += _shared_names(windows, fold, number)
        findings += _shared_samples(windows, fold, number)
    for number, (fold, fitted) in enumerate(zip(folds, steps, strict=False), start=1):
        findings += _shared_steps(fold, fitted, number)
    findings += confounded(windows.members)
    return tuple(findings)


def refuse_leaks(
    windows: Windows, split: Split, steps: Sequence[Sequence[FittedStep]] = ()
) -> tuple[AuditFinding, ...]:
    """Audit; raises LeakFound where the split shares what its kind promises not to.

    Returns the findings that this kind allows (a random split shares units and recordings).
    """
    findings = audit(windows, split.folds, steps)
    broken = [f for f in findings if f.kind in PROMISED[split.kind]]
    if broken:
        shown = " ".join(f.text for f in broken[:3])
        more = f" And {len(broken) - 3} more findings." if len(broken) > 3 else ""
        raise LeakFound(
            f"This split by {split.kind.value} leaks, so nothing was trained. {shown}{more}"
        )
    return findings


def _shared_names(windows: Windows, fold: Fold, number: int) -> list[AuditFinding]:
    of_row, members = windows.record, windows.members
    findings = []
    for kind, keys, shown in (
        (UNIT, [m.unit_id for m in members], [m.unit_name for m in members]),
        (MACHINE, [m.machine_id for m in members], [m.machine_name for m in members]),
        (RECORD, [m.recording_id for m in members], [m.name for m in members]),
        (CONDITION, [m.condition for m in members], [m.condition for m in members]),
    ):
        train = {keys[i] for i in np.unique(of_row[fold.train])}
        test = {keys[i] for i in np.unique(of_row[fold.test])}
        names = sorted({s for k, s in zip(keys, shown, strict=True) if k in train & test and k})
        if names:
            findings.append(
                AuditFinding(kind, f"Fold {number} has {_nouns(kind, names)} on both sides.")
            )
    return findings


def _nouns(kind: str, names: list[str]) -> str:
    noun = "recording" if kind == RECORD else kind
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"the {noun} {shown}" if len(names) == 1 else f"{len(names)} {noun}s ({shown})"


def _shared_samples(windows: Windows, fold: Fold, number: int) -> list[AuditFinding]:
    return [
        AuditFinding(SAMPLES, f"Fold {number}: {text}")
        for text in (
            _overlapping(windows, fold),
            _same_content(windows, fold),
            _same_windows(windows, fold),
        )
        if text
    ]


def _overlapping(windows: Windows, fold: Fold) -> str:
    """Windows of one waveform that reach into each other across the sides."""
    side = np.zeros(len(windows), dtype=np.int64)
    side[fold.train], side[fold.test] = 1, 2
    waveforms = np.unique([m.blob for m in windows.members], return_inverse=True)[1]
    waveform = waveforms[windows.record]
    count = 0
    first = ""
    for one in np.unique(waveform[side == 2]):
        rows = np.flatnonzero((waveform == one) & (side > 0))
        hits = _crossings(windows.start[rows], windows.stop[rows], side[rows])
        if hits and not first:
            first = windows.members[int(windows.record[rows[0]])].name
        count += hits
    if not count:
        return ""
    return (
        f"{count} windows to be tested share samples with windows learned from (first in {first})."
    )


def _crossings(start: NDArray[np.int64], stop: NDArray[np.int64], side: NDArray[np.int64]) -> int:
    """Number of test windows (side 2) that overlap any training window (side 1)."""
    train_start, train_stop = np.sort(start[side == 1]), np.sort(stop[side == 1])
    begun = np.searchsorted(train_start, stop[side == 2], side="left")
    ended = np.searchsorted(train_stop, start[side == 2], side="right")
    return int(np.count_nonzero(begun > ended))


def _same_content(windows: Windows, fold: Fold) -> str:
    """Two recordings with identical samples, one on either side."""
    sides: list[dict[str, str]] = []
    for rows in (fold.train, fold.test):
        members = [windows.members[i] for i in np.unique(windows.record[rows])]
        sides.append({m.blob: m.name for m in members})
    train, test = sides
    twins = [(train[b], test[b]) for b in train.keys() & test.keys() if train[b] != test[b]]
    if not twins:
        return ""
    first, second = min(twins)
    return f"{first} and {second} hold the same samples ({len(twins)} such pairs)."


def _same_windows(windows: Windows, fold: Fold) -> str:
    """Windows with the same samples, gain and unit aside, one on either side."""
    shared = np.intersect1d(windows.digest[fold.train], windows.digest[fold.test])
    if not len(shared):
        return ""
    row = int(fold.test[np.isin(windows.digest[fold.test], shared)][0])
    name = windows.members[int(windows.record[row])].name
    return f"{len(shared)} windows occur on both sides with the same samples (first in {name})."


def _shared_steps(fold: Fold, fitted: Sequence[FittedStep], number: int) -> list[AuditFinding]:
    findings = []
    for step in fitted:
        strangers = np.setdiff1d(step.rows, fold.train)
        if len(strangers):
            findings.append(
                AuditFinding(
                    PREPROCESSING,
                    f"Fold {number}: the {step.name} was fitted on {len(strangers)} windows that"
                    " are not to be learned from.",
                )
            )
    return findings
