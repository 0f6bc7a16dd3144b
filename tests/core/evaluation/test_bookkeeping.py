"""How recordings were kept against what they show: exact chances; chance alone accuses none."""

from dataclasses import replace
from math import comb

import numpy as np
import pytest

from pfd_desktop.core.evaluation.bookkeeping import bookkeeping_of, confounded, untold
from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.records.machine import Bearing
from tests.core.evaluation.designs import kept, member
from tests.core.test_together import recording

BEARING = Bearing("b", "6205", "SKF", 9, 7.94, 39.04, 0.0, "maker")


def units(*told: tuple[str, str], each: int = 3) -> tuple[Member, ...]:
    """One unit for each (label, rate), of *each* recordings."""
    return tuple(
        kept(member(f"{number} {one}", label, f"unit {number}"), rate=rate)
        for number, (label, rate) in enumerate(told)
        for one in range(each)
    )


def said(members: tuple[Member, ...]) -> str:
    found = confounded(members)
    assert len(found) <= 1
    return found[0].text if found else ""


def note(members: tuple[Member, ...]) -> str:
    """What is noted where nothing is accused."""
    assert confounded(members) == ()
    (found,) = untold(members)
    return found


def test_a_rate_that_decides_the_class_is_serious_with_its_exact_chance() -> None:
    text = said(units(*[("healthy", "48 kHz")] * 5, *[("outer", "12 kHz")] * 5))
    assert text.startswith("Serious: the rate goes with the class")
    assert f"1 of {comb(10, 5) // 2}" in text  # either class may be the one at 48 kHz
    assert "100% of 10 units rightly, one answer 50%" in text
    assert "sets healthy, outer apart" in text


def noted(label: str, unit: int, **told: object) -> Member:
    """A member of what is noted of a recording in the program."""
    columns = bookkeeping_of(recording("one", "one.mat", **told))
    one = member(f"{label} {unit}", label, f"{label} {unit}")
    return replace(one, bookkeeping=columns)


def test_a_bearing_known_of_one_class_only_is_serious() -> None:
    """Networks are told the bearing, and the features of its lines are filled in without it."""
    members = [noted("healthy", unit) for unit in range(5)]
    members += [noted("outer", unit, bearing=BEARING) for unit in range(5)]
    assert said(tuple(members)).startswith("Serious: the bearing geometry goes with the class")


def test_recordings_longer_of_one_class_are_serious_and_equal_ones_cut_unequally_not() -> None:
    members = [noted("healthy", unit, samples=1024 * 10 + unit) for unit in range(5)]
    longer = [noted("outer", unit, samples=1024 * 20 - 99 * unit) for unit in range(5)]
    text = said((*members, *longer))
    assert text.startswith("Serious: the recording length goes with the class")
    alike = [noted("outer", unit, samples=1024 * 10 - 99 * unit) for unit in range(5)]
    assert said((*members, *alike)) == ""


def test_it_counts_units_and_not_recordings() -> None:
    text = note(units(*[("healthy", "48 kHz")] * 2, *[("outer", "12 kHz")] * 2, each=100))
    assert text.startswith("Note: 4 units are too few to tell whether the rate is learned")
    assert "1 of 3" in text


def test_one_class_of_several_set_apart_is_said_where_others_share_a_rate() -> None:
    text = note(units(("healthy", "48 kHz"), ("inner", "12 kHz"), ("outer", "12 kHz")))
    assert "sets healthy apart" in text
    assert "by chance in every such design." in text  # three units of which one differs


def test_a_column_that_goes_with_the_class_in_part_is_marked() -> None:
    told = [("healthy", "48 kHz")] * 11 + [("healthy", "12 kHz")]
    told += [("outer", "12 kHz")] * 11 + [("outer", "48 kHz")]
    text = said(units(*told))
    assert text.startswith("Marked: the rate goes with the class")
    assert "92% of 24 units rightly, one answer 50%" in text
    assert "apart" not in text


def test_columns_that_agree_are_one_finding_and_those_that_say_nothing_none() -> None:
    members = tuple(
        kept(
            member(f"{label} {unit}", label, f"{label} {unit}"),
            rate=rate,
            format=ending,
            channel="DE" if unit % 2 else "FE",
            day=f"{label} {unit}",
            unit="g",
        )
        for label, rate, ending in (("healthy", "48 kHz", ".mat"), ("outer", "12 kHz", ".wav"))
        for unit in range(6)
    )
    assert said(members).startswith("Serious: the rate and format go with the class")


def test_a_unit_recorded_both_ways_counts_for_both() -> None:
    both = tuple(
        kept(member(f"{label} {u} {rate}", label, f"{label} {u}"), rate=rate)
        for label in ("healthy", "outer")
        for u in range(6)
        for rate in ("48 kHz", "12 kHz")
    )
    assert said(both) == ""


def test_drawn_chances_agree_with_exact_ones() -> None:
    """Eight and eight units have 12,870 designs, more than are tried one by one."""
    told = [("healthy", "48 kHz")] * 7 + [("healthy", "12 kHz")]
    told += [("outer", "12 kHz")] * 7 + [("outer", "48 kHz")]
    exact = 2 * (comb(8, 7) * comb(8, 1) + 1) / comb(16, 8)
    number = round(1 / exact)
    text = said(units(*told))
    drawn = float(text.split("by chance in 1 of ")[1].split(" ")[0])
    assert drawn == pytest.approx(number, rel=0.2)


def test_columns_that_chance_dealt_are_accused_no_oftener_than_stated() -> None:
    """Whatever is said by audit and result is counted: any finding accuses."""
    draw, accused = np.random.default_rng(0), 0
    for _ in range(200):
        each = int(draw.integers(3, 7))
        labels = ["healthy"] * each + ["outer"] * each
        rates = draw.choice(["12 kHz", "48 kHz"], len(labels))
        accused += bool(confounded(units(*zip(labels, rates.tolist(), strict=True), each=1)))
    assert accused <= 6  # 200 × 0.01, and twice its standard deviation
