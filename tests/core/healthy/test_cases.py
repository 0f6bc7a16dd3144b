"""What a guard must not learn from and be calibrated on at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pfd_desktop.core.healthy.cases import cases_of
from pfd_desktop.core.healthy.operating import Member
from pfd_desktop.core.healthy.parting import Parted, parted
from pfd_desktop.core.records.comparing import comparable, kind_words
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording, SpeedSource

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def recording(key: str, unit: str = "u") -> Recording:
    return Recording(
        key, key, "m", "pump", unit, unit, "p", "DE", BearingKind.ROLLING, None, f"{key}.csv", "",
        f"samples of {key}", Path(key), 12e3, 4096, "acceleration", "g", 1800.0, SpeedSource.USER,
        None, None, "", "healthy", "", (), synthetic=False, imported_at=NOW,
    )  # fmt: skip


def test_channels_and_equal_samples_are_one_case() -> None:
    a, b, c, d, e = (recording(key) for key in "abcde")
    b = replace(b, source_name=a.source_name)  # another channel of its file
    d = replace(d, blob=c.blob, unit_id="another")
    e = replace(e, measured_at=NOW)
    f = replace(recording("f"), measured_at=NOW)
    g = replace(recording("g"), measured_at=NOW + timedelta(seconds=1))
    found = cases_of([a, b, c, d, e, f, g], by_unit=False)
    assert found == {"a": "a", "b": "a", "c": "c", "d": "c", "e": "e", "f": "e", "g": "g"}


def test_with_units_equal_samples_join_units() -> None:
    """And what joins late joins all that came before it."""
    told = [recording(key, unit) for key, unit in (("a", "1"), ("b", "2"), ("c", "3"), ("d", "1"))]
    told.append(replace(recording("e", "2"), blob=told[3].blob))
    found = cases_of(told, by_unit=True)
    assert found == {"a": "a", "b": "a", "c": "c", "d": "a", "e": "a"}


def test_no_case_stands_on_both_sides() -> None:
    """Ten measurements of two channels, the second channels imported after all of the first."""
    told = [recording(f"{k} x") for k in range(10)]
    told += [replace(recording(f"{k} y"), source_name=f"{k} x.csv") for k in range(10)]
    case = cases_of(told, by_unit=False)
    members = [Member(one.id, one.name, "u", case[one.id], "", 1800.0) for one in told]
    sides = parted(members, 4, by_unit=False, seed=0)
    assert isinstance(sides, Parted)
    learned, held = ({one.name[0] for one in side} for side in (sides.learned, sides.held_out))
    assert (learned, held) == (set("01234"), set("56789"))
    few = parted(members, 12, by_unit=False, seed=0)
    assert isinstance(few, str)
    assert "there are 20 healthy recordings, which count as 10 (channels of one" in few


def test_what_is_measured_or_processed_otherwise_is_not_comparable() -> None:
    one = recording("a")
    assert comparable(one, replace(one, rate_hz=12_000.1, id="b"))
    for other in (
        replace(one, unit="V"),
        replace(one, rate_hz=12_800.0),
        replace(one, axis="angle"),
        replace(one, processed="band-pass"),
    ):
        assert not comparable(one, other)
        assert kind_words(one) != kind_words(other)
