"""Ways to part windows into what is learned from and what is tested on."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Fold, Member, Split, Windows
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import InvalidInput

LEAKY = (
    "Leaky: windows of one recording stand on both sides of this split. Its figures say how well"
    " windows are recognised again, not how well a fault is recognised."
)
SAME_UNITS = (
    "The same bearings stand on both sides of this split; only the {what} is new to the classifier."
)
_WHAT = {SplitKind.CONDITION: "operating condition", SplitKind.RECORD: "recording"}


def make_split(windows: Windows, kind: SplitKind, folds: int = 5, seed: int = 0) -> Split:
    """Part *windows* into at most *folds* folds; the same seed gives the same split.

    Raises InvalidInput with the reason where the recordings do not allow such a split.
    """
    if folds < 2:
        raise InvalidInput("A split needs at least 2 folds.")
    if len(windows.classes) < 2:
        raise InvalidInput(
            f"All recordings bear the label {windows.classes[0] if windows.classes else '(none)'}:"
            " there is nothing to tell apart. Add recordings with another label."
        )
    if kind is SplitKind.RANDOM:
        fold_of, groups = _random(windows, folds, seed), [""] * len(windows.members)
    else:
        groups = _groups(windows, kind)
        fold_of = _grouped(windows, groups, kind, folds, seed)[windows.record]
    parts = tuple(
        Fold(np.flatnonzero(fold_of != k), np.flatnonzero(fold_of == k))
        for k in range(int(fold_of.max()) + 1)
    )
    warnings = (LEAKY,) if kind is SplitKind.RANDOM else ()
    if kind in _WHAT and _shares_units(windows, parts):
        warnings = (SAME_UNITS.format(what=_WHAT[kind]),)
    return Split(kind, parts, certify(windows, groups, fold_of), warnings)


def designed_split(
    windows: Windows, kind: SplitKind, part_of: Mapping[str, int], certificate: str
) -> Split:
    """The folds of a split that was designed beforehand: each part is tested once.

    *part_of* gives the part of every recording by its id. A certificate names what all recordings
    of the split were parted into: raises InvalidInput where one is missing, or has no part.
    """
    strangers = [m.name for m in windows.members if m.recording_id not in part_of]
    absent = len(part_of) + len(strangers) - len(windows.members)
    if strangers or absent:
        raise InvalidInput(
            f"The designed split does not fit: {len(strangers)} recordings are in none of its parts"
            f" and {absent} of its recordings have no windows. Extract the features of the very"
            " dataset version it was designed for, with windows that all its recordings have."
        )
    part = np.array([part_of[member.recording_id] for member in windows.members], dtype=np.int64)
    labels_of = {str(i): {member.label} for i, member in enumerate(windows.members)}
    fold_of = {str(i): int(own) for i, own in enumerate(part)}
    _refuse_unlearned(labels_of, fold_of, int(part.max()) + 1, kind)
    of_row = part[windows.record]
    folds = tuple(
        Fold(np.flatnonzero(of_row != k), np.flatnonzero(of_row == k)) for k in np.unique(of_row)
    )
    if len(folds) < 2:
        raise InvalidInput("All windows are in one part of the split: nothing is left to learn.")
    shared = kind in _WHAT and _shares_units(windows, folds)
    warnings = (SAME_UNITS.format(what=_WHAT[kind]),) if shared else ()
    return Split(kind, folds, certificate, warnings)


def certify(windows: Windows, groups: list[str], fold_of: NDArray[np.int64]) -> str:
    """SHA-256 over (recording, label, group, folds of its windows): names the split exactly."""
    rows = []
    for i, (member, group) in enumerate(zip(windows.members, groups, strict=True)):
        own = fold_of[windows.record == i]
        folds = [int(own[0])] if len(set(own.tolist())) == 1 else own.tolist()
        rows.append([member.recording_id, member.label, group, folds])
    text = json.dumps(sorted(rows, key=lambda row: str(row[0])), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _groups(windows: Windows, kind: SplitKind) -> list[str]:
    if kind is SplitKind.UNIT:
        return [member.unit_id for member in windows.members]
    if kind is SplitKind.MACHINE:
        return [member.machine_id for member in windows.members]
    if kind is SplitKind.RECORD:
        return [member.recording_id for member in windows.members]
    silent = [m.name for m in windows.members if not m.condition]
    if silent:
        raise InvalidInput(
            f"A split by condition needs the condition of every recording; {len(silent)} state"
            f" none ({_some(silent)}). Fill it in, or choose another split."
        )
    return [member.condition for member in windows.members]


def _grouped(
    windows: Windows, groups: list[str], kind: SplitKind, folds: int, seed: int
) -> NDArray[np.int64]:
    """Fold of every member, such that no group is parted and every class is spread evenly."""
    labels_of: dict[str, set[str]] = defaultdict(set)
    for member, group in zip(windows.members, groups, strict=True):
        labels_of[group].add(member.label)
    groups_of = {
        label: sorted(group for group, labels in labels_of.items() if label in labels)
        for label in windows.classes
    }
    _refuse_lonely(windows, groups, groups_of, kind)
    count = min(folds, *(len(found) for found in groups_of.values()))
    fold_of = _deal(labels_of, groups_of, count, seed)
    _refuse_unlearned(labels_of, fold_of, count, kind)
    return np.array([fold_of[group] for group in groups], dtype=np.int64)


def _refuse_lonely(
    windows: Windows, groups: list[str], groups_of: dict[str, list[str]], kind: SplitKind
) -> None:
    noun = "recording" if kind is SplitKind.RECORD else kind.value
    shown = {g: _shown(m, g, kind) for m, g in zip(windows.members, groups, strict=True)}
    for label, found in groups_of.items():
        if len(found) == 1:
            raise InvalidInput(
                f"A split by {noun} cannot be had: the class {label!r} has a single {noun}"
                f" ({shown[found[0]]}). When it is tested, nothing of its class is left to learn"
                f" from. Leave this class out, or add recordings of another {noun}."
            )


def _shown(member: Member, group: str, kind: SplitKind) -> str:
    names = {
        SplitKind.UNIT: member.unit_name,
        SplitKind.MACHINE: member.machine_name,
        SplitKind.RECORD: member.name,
    }
    return names.get(kind, group)


def _deal(
    labels_of: dict[str, set[str]], groups_of: dict[str, list[str]], count: int, seed: int
) -> dict[str, int]:
    """Deal groups like cards, rarest class first, each to the fold that has least of its labels."""
    draw = np.random.default_rng(seed)
    fold_of: dict[str, int] = {}
    held: dict[str, list[int]] = {label: [0] * count for label in groups_of}
    for label in sorted(groups_of, key=lambda name: (len(groups_of[name]), name)):
        for place in draw.permutation(len(groups_of[label])):
            group = groups_of[label][int(place)]
            if group in fold_of:
                continue
            own = labels_of[group]
            sizes = [sum(1 for f in fold_of.values() if f == k) for k in range(count)]
            fold = min(
                range(count),
                key=lambda k: (held[label][k], sum(held[o][k] for o in own), sizes[k], k),
            )
            fold_of[group] = fold
            for other in own:
                held[other][fold] += 1
    return fold_of


def _refuse_unlearned(
    labels_of: dict[str, set[str]], fold_of: dict[str, int], count: int, kind: SplitKind
) -> None:
    for fold in range(count):
        learned = {o for g, labels in labels_of.items() if fold_of[g] != fold for o in labels}
        tested = {o for g, labels in labels_of.items() if fold_of[g] == fold for o in labels}
        if not tested <= learned:
            raise InvalidInput(
                f"A split by {kind.value} cannot be had: in one of its parts the class"
                f" {min(tested - learned)!r} would be tested without having been learned."
            )


def _random(windows: Windows, folds: int, seed: int) -> NDArray[np.int64]:
    """Fold of every row: each class's windows shuffled and dealt."""
    draw = np.random.default_rng(seed)
    targets = windows.targets()
    least = int(np.bincount(targets).min())
    if least < 2:
        raise InvalidInput("A class has a single window: it cannot be both learned and tested.")
    count = min(folds, least)
    fold_of = np.empty(len(windows), dtype=np.int64)
    for target in range(len(windows.classes)):
        rows = draw.permutation(np.flatnonzero(targets == target))
        fold_of[rows] = np.arange(len(rows)) % count
    return fold_of


def _shares_units(windows: Windows, folds: tuple[Fold, ...]) -> bool:
    units = np.array([member.unit_id for member in windows.members])[windows.record]
    return any(set(units[f.train]) & set(units[f.test]) for f in folds)


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
