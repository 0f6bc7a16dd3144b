"""Severity: overall velocity against closed forms, zones against the printed limits."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.records.severity import MachineFacts, Measure, SeverityTable, Support
from pfd_desktop.core.severity.overall import (
    Overall,
    overall_velocity,
    peak_to_peak_um,
    velocity_band_hz,
)
from pfd_desktop.core.severity.tables import built_in, check
from pfd_desktop.core.severity.zones import NOT_FOR_BEARINGS, chosen, judged
from pfd_desktop.errors import InvalidInput, InvalidRecording

RATE_HZ = 12_000.0
TIME = np.arange(round(10 * RATE_HZ)) / RATE_HZ
ONE_G = np.sin(2 * np.pi * 159.1549 * TIME)  # 1 g peak where ω = 1000/s: 9.80665 mm/s peak


def told(group: str, support: Support) -> MachineFacts:
    """A machine of which this is known."""
    return MachineFacts("m", group=group, support=support)


def table(name: str) -> SeverityTable:
    """A shipped table."""
    return next(one for one in built_in() if one.name == name)


@pytest.mark.parametrize(("unit", "scale"), [("g", 1.0), ("m/s²", 9.80665), ("mm/s²", 9806.65)])
def test_one_g_at_159_hz_is_6_93_mm_per_second(unit: str, scale: float) -> None:
    found = overall_velocity(scale * ONE_G, RATE_HZ, unit)
    assert found.value == pytest.approx(6.93435, rel=2e-5)
    assert (found.unit, found.band_hz) == ("mm/s rms", (10.0, 1000.0))


def test_velocity_is_taken_as_it_is() -> None:
    found = overall_velocity(3 * np.sqrt(2) * ONE_G, RATE_HZ, "mm/s")
    assert found.value == pytest.approx(3.0, rel=1e-6)


@pytest.mark.parametrize("frequency_hz", [10.5, 60.0, 990.0])
def test_two_tones_add_as_powers_whatever_their_phase(frequency_hz: float) -> None:
    tone = np.cos(2 * np.pi * frequency_hz * TIME + 0.3) * 2 * np.pi * frequency_hz * np.sqrt(2)
    other = 1e3 * np.sqrt(2) * np.cos(1e3 * TIME)
    found = overall_velocity(3 * tone + 4 * other, RATE_HZ, "mm/s²")
    assert found.value == pytest.approx(5.0, rel=1.5e-3)


def test_noise_in_the_band_agrees_with_its_closed_form() -> None:
    noise = np.random.default_rng(4).normal(size=len(TIME) * 12)
    density = 2 / RATE_HZ  # white noise of variance 1, one-sided
    low = 10 - 2 / 4 - 1 / 8  # half a lobe below the edge, and half a line: ∫ S/(2πf)² df
    expected = np.sqrt(density * (1 / low - 1 / 1000) / (4 * np.pi**2))
    assert overall_velocity(noise, RATE_HZ, "mm/s²").value == pytest.approx(expected, rel=0.03)


def test_what_lies_outside_the_band_does_not_count() -> None:
    outside = 50 * np.sin(2 * np.pi * 4 * TIME) + 5 * np.sin(2 * np.pi * 3000 * TIME)
    assert overall_velocity(outside + 7, RATE_HZ, "mm/s").value < 1e-3
    slow = overall_velocity(outside, RATE_HZ, "mm/s", speed_rpm=240.0)
    assert slow.band_hz == (2.0, 1000.0)
    assert slow.value == pytest.approx(50 / np.sqrt(2), rel=1e-4)


@pytest.mark.parametrize(
    ("group", "support", "limits", "zone"),
    [
        ("1", Support.RIGID, (2.3, 4.5, 7.1), "C"),
        ("1", Support.FLEXIBLE, (3.5, 7.1, 11.0), "B"),
        ("2", Support.RIGID, (1.4, 2.8, 4.5), "D"),
        ("2", Support.FLEXIBLE, (2.3, 4.5, 7.1), "C"),
    ],
)
def test_the_zone_of_6_93_mm_per_second_by_group_and_support(
    group: str, support: Support, limits: tuple[float, float, float], zone: str
) -> None:
    iso = table("ISO 20816-3")
    found = overall_velocity(ONE_G, RATE_HZ, "g")
    verdict = judged("105", found, told(group, support), iso, 1800.0)
    assert (verdict.zone, verdict.limits, verdict.reason) == (zone, limits, "")
    assert verdict.notes == (NOT_FOR_BEARINGS,)
    assert "ISO 20816-3:2022" in verdict.citation
    assert verdict.table == "ISO 20816-3, version 1 (shipped)"
    for limit, better, worse in zip(limits, "ABC", "BCD", strict=True):
        at = [Overall(v, "mm/s rms", (10, 1000)) for v in (limit, np.nextafter(limit, 99))]
        zones = [judged("", one, told(group, support), iso, None).zone for one in at]
        assert zones == [better, worse]


@pytest.mark.parametrize(
    ("group", "limits"),
    [
        ("I", (0.71, 1.8, 4.5)),
        ("II", (1.12, 2.8, 7.1)),
        ("III", (1.8, 4.5, 11.2)),
        ("IV", (2.8, 7.1, 18.0)),
    ],
)
def test_the_classes_of_the_general_guideline(
    group: str, limits: tuple[float, float, float]
) -> None:
    found = Overall(1.0, "mm/s rms", (10, 1000))
    classes = table("ISO 20816-1 classes")
    verdict = judged("", found, told(group, Support.UNKNOWN), classes, None)
    assert (verdict.limits, verdict.zone) == (limits, "B" if group == "I" else "A")
    assert "verify against the standard" in verdict.notes[1]


def test_shaft_vibration_limits_fall_with_the_root_of_the_speed() -> None:
    shaft = table("Shaft vibration")
    way = peak_to_peak_um(0.045 * ONE_G, RATE_HZ, "mm")
    assert way.value == pytest.approx(90.0, rel=1e-3)
    verdict = judged("", way, MachineFacts("m"), shaft, 3600.0)
    assert verdict.limits == pytest.approx((80.0, 150.0, 220.0))
    assert (verdict.zone, verdict.unit) == ("B", "µm peak-to-peak")
    assert "verify against the standard" in verdict.notes[1]
    assert judged("", way, MachineFacts("m"), shaft, 100.0).zone == "A"
    assert "the speed, which is unknown" in judged("", way, MachineFacts("m"), shaft, None).reason


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (MachineFacts("m"), "group in ISO 20816-3 is unknown."),
        (MachineFacts("m", power_kw=55.0), "is unknown (its power is 55 kW)"),
        (told("1", Support.UNKNOWN), "rigid or flexible is unknown"),
        (told("7", Support.RIGID), "has no group 7; it has 1, 2"),
    ],
)
def test_a_zone_is_refused_where_the_machine_is_unknown(facts: MachineFacts, said: str) -> None:
    found = Overall(6.93, "mm/s rms", (10, 1000))
    verdict = judged("105", found, facts, table("ISO 20816-3"), None)
    assert (verdict.zone, verdict.limits, verdict.value) == ("", None, 6.93)
    assert said in verdict.reason
    assert verdict.words.startswith("No zone: ")
    assert NOT_FOR_BEARINGS in verdict.notes


@pytest.mark.parametrize(
    ("samples", "rate_hz", "unit", "said"),
    [
        (ONE_G, RATE_HZ, "unknown", "its unit is unknown"),
        (ONE_G, RATE_HZ, "V", "V is neither an acceleration nor a velocity"),
        (ONE_G, 2000.0, "g", "does not reach to 1000 Hz"),
        (ONE_G[:3720], RATE_HZ, "g", "0.31 s are too short for the band from 10 Hz"),
    ],
)
def test_no_velocity_without_unit_rate_or_length(
    samples: np.ndarray, rate_hz: float, unit: str, said: str
) -> None:
    with pytest.raises(InvalidRecording, match=said):
        overall_velocity(samples, rate_hz, unit)
    with pytest.raises(InvalidRecording, match="the unit is"):
        peak_to_peak_um(samples, rate_hz, unit)


def test_the_newest_version_of_the_table_told_is_taken() -> None:
    mine = replace(table("ISO 20816-1 classes"), version=2, built_in=False)
    tables = (*built_in(), mine)
    assert chosen(tables, MachineFacts("m"), Measure.VELOCITY) == table("ISO 20816-3")
    facts = MachineFacts("m", table=mine.name)
    assert chosen(tables, facts, Measure.VELOCITY) == mine
    assert chosen(tables, facts, Measure.SHAFT) == table("Shaft vibration")


def test_a_table_must_rise_and_name_its_source() -> None:
    good = table("ISO 20816-3")
    check(good)
    row = good.limits[0]
    for bad in (
        replace(good, citation=" "),
        replace(good, limits=()),
        replace(good, limits=(replace(row, b_c=row.a_b),)),
        replace(good, limits=(replace(row, c_d=float("nan")),)),
        replace(good, limits=(row, row)),
        replace(good, limits=(replace(row, group=""),)),
    ):
        with pytest.raises(InvalidInput):
            check(bad)


def of(frequency_hz: float, seconds: float, phase: float = 0.3) -> np.ndarray:
    """A tone of 1 mm/s peak as acceleration in mm/s²."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return 2 * np.pi * frequency_hz * np.cos(2 * np.pi * frequency_hz * time + phase)


@pytest.mark.parametrize("unit", ["mm/s²", "mm/s"])
@pytest.mark.parametrize("seconds", [4.0, 9.7])
@pytest.mark.parametrize("frequency_hz", [10.0, 10.1, 1000.0])
def test_a_tone_at_the_edge_of_the_band_counts_in_full(
    frequency_hz: float, seconds: float, unit: str
) -> None:
    tone = of(frequency_hz, seconds) / (1 if unit == "mm/s²" else 2 * np.pi * frequency_hz)
    found = overall_velocity(tone, RATE_HZ, unit, 1500.0)
    assert found.value == pytest.approx(np.sqrt(0.5), rel=5e-3)


def test_a_tone_of_10_hz_reads_what_it_has() -> None:
    g = 110.36 * np.sqrt(2) * of(10.0, 4.0)  # 110.36 mm/s rms
    assert overall_velocity(g, RATE_HZ, "mm/s²").value == pytest.approx(110.36, rel=2e-3)
    slow = overall_velocity(np.sqrt(2) * of(2.0, 5.0), RATE_HZ, "mm/s²", 120.0)
    assert slow.value == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("frequency_hz", [10.0, 10.5, 11.0, 25.3])
def test_ten_cycles_are_enough_and_fewer_are_refused(frequency_hz: float) -> None:
    for phase in np.linspace(0, np.pi, 5):
        found = overall_velocity(of(frequency_hz, 1.0, phase), RATE_HZ, "mm/s²")
        assert found.value == pytest.approx(np.sqrt(0.5), rel=0.03)
    with pytest.raises(InvalidRecording, match="measure at least 1 s"):
        overall_velocity(of(frequency_hz, 0.99), RATE_HZ, "mm/s²")
    with pytest.raises(InvalidRecording, match="measure at least 5 s"):
        overall_velocity(of(frequency_hz, 4.0), RATE_HZ, "mm/s²", 500.0)


def test_600_rpm_is_slow() -> None:
    assert velocity_band_hz(600.0) == (2.0, 1000.0)
    assert velocity_band_hz(600.1) == (10.0, 1000.0)
    assert velocity_band_hz(None) == (10.0, 1000.0)


def test_a_zone_without_a_speed_is_refused_where_the_speed_decides() -> None:
    facts, iso = told("1", Support.RIGID), table("ISO 20816-3")
    fast = overall_velocity(ONE_G, RATE_HZ, "g")
    same = judged("", fast, facts, iso, None)
    assert same.zone == "C"
    assert any("the zone is the same" in note for note in same.notes)
    assert judged("", fast, facts, iso, 1800.0).notes == (NOT_FOR_BEARINGS,)
    slow = overall_velocity(8 * of(5.0, 10.0) + of(25.0, 10.0), RATE_HZ, "mm/s²")
    refused = judged("", slow, facts, iso, None)
    assert refused.zone == ""
    assert "the speed decides" in refused.reason
    assert "Above 600 rpm it is zone A (0.707 mm/s rms" in refused.reason
    assert "up to 600 rpm zone C (5.71 mm/s rms" in refused.reason
    assert judged("", slow, facts, iso, 1800.0).zone == "A"


def test_a_zone_of_a_recording_too_short_for_a_slow_machine_says_so() -> None:
    found = overall_velocity(ONE_G[: round(4 * RATE_HZ)], RATE_HZ, "g")
    assert found.slow_value is None
    verdict = judged("", found, told("1", Support.RIGID), table("ISO 20816-3"), None)
    assert verdict.zone == "C"
    assert any("holds above 600 rpm" in note for note in verdict.notes)


def test_what_is_not_a_number_has_no_zone() -> None:
    found = Overall(float("nan"), "mm/s rms", (10, 1000))
    verdict = judged("", found, told("1", Support.RIGID), table("ISO 20816-3"), 1800.0)
    assert (verdict.zone, verdict.reason) == ("", "the overall value is not a number.")
