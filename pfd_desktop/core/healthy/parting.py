"""Which healthy recordings a guard learns from, and on which its limit is calibrated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.healthy.operating import Member


@dataclass(frozen=True)
class Parted:
    """The two sides; no case stands on both."""

    learned: tuple[Member, ...]
    held_out: tuple[Member, ...]


def parted(members: Sequence[Member], needed: int, *, by_unit: bool, seed: int) -> Parted | str:
    """Half of the cases to either side, and more to calibrate where the rate needs them.

    Cases are units, drawn by *seed*; or measurements, of which the later are held out, for what
    drifts shall not look better known than it is. In words where there are too few.
    """
    names = list(dict.fromkeys(one.case for one in members))
    if by_unit:
        drawn = np.random.default_rng(seed).permutation(len(names))
        names = [names[place] for place in drawn]
    what = "units" if by_unit else "recordings"
    if len(names) < needed + 1:
        return (
            f"{_there_are(members, len(names), what)}, and"
            f" {needed} to calibrate on and one to learn from are the fewest"
        )
    held = set(names[len(names) - max(needed, len(names) // 2) :])
    sides: tuple[list[Member], list[Member]] = ([], [])
    for one in members:
        sides[one.case in held].append(one)
    return Parted(tuple(sides[0]), tuple(sides[1]))


def _there_are(members: Sequence[Member], cases: int, what: str) -> str:
    told = len({one.unit_id if what == "units" else one.recording_id for one in members})
    there = f"there is 1 healthy {what[:-1]}" if told == 1 else f"there are {told} healthy {what}"
    if cases == told:
        return there
    return f"{there}, which count as {cases} (channels of one measurement, or equal samples)"
