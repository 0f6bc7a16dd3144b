"""Whether how recordings were kept goes with what they show: it may be learned for the fault."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, log2
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.records.learning import AuditFinding
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.waveform import Axis

BOOKKEEPING = "bookkeeping"
SIGNIFICANT = 0.01  # shared by all columns that differ
_ENUMERATED = 10_000  # designs; where there are more, as many are drawn
_DRAWN, _DRAWN_OF_MANY, _MANY = 9_999, 999, 500  # designs; from so many units on, the fewer
_MORE = "More units of each class would tell."
_REMEDY = "The figures may rest on that instead of the fault: take recordings that were kept alike."

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def bookkeeping_of(recording: Recording) -> tuple[tuple[str, str], ...]:
    """What is noted of a recording that says nothing of the machine, by column."""
    return (
        ("sampling rate", f"{recording.rate_hz:g} Hz"),
        ("unit", recording.unit),
        ("quantity", recording.quantity),
        ("file format", PurePath(recording.source_name).suffix.lower() or "none"),
        ("channel", recording.channel),
        ("source of the speed", recording.speed_source.value),
        ("origin", "synthetic" if recording.synthetic else "measured"),
        ("processing", recording.processed or "none"),
        ("bearing geometry", "none" if recording.bearing is None else "known"),
        ("recording length", _about(recording)),
    )


def _about(recording: Recording) -> str:
    """The length to the nearest power of two: what was cut a little shorter is as long."""
    unit = "rev" if recording.axis == Axis.ANGLE else "s"
    return f"about {2.0 ** round(log2(recording.duration_s)):g} {unit}"


def confounded(members: tuple[Member, ...]) -> tuple[AuditFinding, ...]:
    """Columns that go with the class, counted by physical unit; columns that agree are one finding.

    Labels are dealt anew among the units: all ways where they are few, else at random (Fisher 1935;
    Phipson and Smyth 2010 for the drawn ones). A unit that bore two labels counts once for each.
    """
    return tuple(AuditFinding(BOOKKEEPING, one.words) for one in _looked_at(members) if one.proven)


def untold(members: tuple[Member, ...]) -> tuple[str, ...]:
    """Columns that set a class apart where the units are too few to tell that from chance.

    Notes on the design, which accuse no column: chance alone brings them about often.
    """
    return tuple(one.words for one in _looked_at(members) if not one.proven and one.told.apart)


@lru_cache(maxsize=8)
def _looked_at(members: tuple[Member, ...]) -> tuple["_Column", ...]:
    design = _Design.of(members)
    found = _differing(design, members)
    columns = []
    for names, shares in found:
        told = _Association.of(design, shares)
        columns.append(_Column(tuple(names), told, min(1.0, told.chance * len(found)), design))
    return tuple(columns)


@dataclass(frozen=True, eq=False)
class _Design:
    """Units with their labels, and which unit a member belongs to."""

    labels: Integers  # of each unit
    classes: tuple[str, ...]
    unit: Integers  # of each member

    @classmethod
    def of(cls, members: Sequence[Member]) -> "_Design":
        keys = sorted({(m.unit_id, m.label) for m in members})
        classes = tuple(sorted({label for _, label in keys}))
        place = {key: number for number, key in enumerate(keys)}
        return cls(
            np.array([classes.index(label) for _, label in keys], dtype=np.int64),
            classes,
            np.array([place[m.unit_id, m.label] for m in members], dtype=np.int64),
        )


def _differing(design: _Design, members: Sequence[Member]) -> list[tuple[list[str], Floats]]:
    """Columns that differ at all, with the share of each unit's recordings at each value."""
    found: dict[bytes, tuple[list[str], Floats]] = {}
    for name in dict.fromkeys(name for m in members for name, _ in m.bookkeeping):
        values = np.array([dict(m.bookkeeping).get(name, "") for m in members])
        _, first, value = np.unique(values, return_index=True, return_inverse=True)
        if len(first) < 2:
            continue
        order = np.argsort(np.argsort(first))  # by first appearance: columns that agree look alike
        shares = np.zeros((len(design.labels), len(first)))
        np.add.at(shares, (design.unit, order[value]), 1.0)
        shares /= shares.sum(axis=1, keepdims=True)
        found.setdefault(shares.tobytes(), ([], shares))[0].append(name)
    return list(found.values())


@dataclass(frozen=True)
class _Association:
    """How a column goes with the class."""

    chance: float  # share of designs in which it goes with it as well
    named: float  # share of the units that it alone would name rightly
    apart: tuple[int, ...]  # classes that share none of its values with another; few values only

    @classmethod
    def of(cls, design: _Design, shares: Floats) -> "_Association":
        table = _table(design.labels, shares, len(design.classes))
        seen = table > 0
        alone = seen & (seen.sum(axis=0) == 1)
        apart = np.flatnonzero((alone == seen).all(axis=1))
        few = shares.shape[1] <= len(design.classes)
        return cls(
            _chance(design, shares, table),
            float(table.max(axis=0).sum() / len(design.labels)),
            tuple(apart.tolist()) if few else (),
        )


def _table(labels: Integers, shares: Floats, classes: int) -> Floats:
    """Units of each class (rows) at each value."""
    return np.stack(
        [np.bincount(labels, shares[:, v], classes) for v in range(shares.shape[1])], axis=1
    )


def _information(table: Floats) -> float:
    """Mutual information of class and value in nats."""
    part = table / table.sum()
    alone = part.sum(axis=1, keepdims=True) * part.sum(axis=0, keepdims=True)
    there = part > 0
    return float((part[there] * np.log(part[there] / alone[there])).sum())


def _chance(design: _Design, shares: Floats, table: Floats) -> float:
    """How often labels dealt anew go with the values as well as these do."""
    seen, classes = _information(table) - 1e-9, len(design.classes)
    counts = np.bincount(design.labels, minlength=classes)
    if _designs(counts) <= _ENUMERATED:
        every = [_information(_table(x, shares, classes)) for x in _dealt(counts)]
        return float(np.mean(np.array(every) >= seen))
    random = np.random.default_rng(0)
    number = _DRAWN if len(design.labels) < _MANY else _DRAWN_OF_MANY
    drawn = (random.permutation(design.labels) for _ in range(number))
    as_well = sum(_information(_table(labels, shares, classes)) >= seen for labels in drawn)
    return (1 + as_well) / (1 + number)


def _designs(counts: Integers) -> int:
    """In how many ways labels can be dealt among units."""
    ways, left = 1, int(counts.sum())
    for count in counts.tolist():
        ways *= comb(left, count)
        left -= count
    return ways


def _dealt(counts: Integers) -> Iterator[Integers]:
    """Every way, each once."""
    left = counts.tolist()
    labels: list[int] = []

    def deal() -> Iterator[Integers]:
        if not any(left):
            yield np.array(labels, dtype=np.int64)
        for label, count in enumerate(left):
            if count:
                left[label] -= 1
                labels.append(label)
                yield from deal()
                labels.pop()
                left[label] += 1

    return deal()


@dataclass(frozen=True, eq=False)
class _Column:
    """Columns that agree, and how they go with the class."""

    names: tuple[str, ...]
    told: _Association
    chance: float  # of any column that differs going with the class as well
    design: _Design

    @property
    def proven(self) -> bool:
        """Whether chance hardly does it."""
        return self.chance <= SIGNIFICANT

    @property
    def words(self) -> str:
        """What to say, by how far it goes."""
        names, units, apart = self.names, len(self.design.labels), self.told.apart
        what = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        usual = np.bincount(self.design.labels).max() / units
        classes = ", ".join(self.design.classes[label] for label in apart)
        found = f"alone would name {self.told.named:.0%} of {units} units rightly,"
        found += f" one answer {usual:.0%}"
        found += f" and sets {classes} apart" if apart else ""
        goes, is_, sets = ("goes", "is", "It") if len(names) == 1 else ("go", "are", "They")
        if self.proven:
            weight = "Serious" if apart else "Marked"
            said = (
                f"{weight}: the {what} {goes} with the class: {found} (by chance in {self._odds})"
            )
            return f"{said}. {_REMEDY}"
        return (
            f"Note: {units} units are too few to tell whether the {what} {is_} learned for the"
            f" fault. {sets} {found}, by chance in {self._odds}. {_MORE}"
        )

    @property
    def _odds(self) -> str:
        often = "every such design"
        return often if self.chance > 0.75 else f"1 of {round(1 / self.chance):,} such designs"
