"""The doctor finds what was put into clean records, and nothing in clean ones."""

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.doctor.channels import same_channel, swapped_channels
from pfd_desktop.core.doctor.declared import Weight
from pfd_desktop.core.doctor.examine import CHECKS, examine
from pfd_desktop.core.doctor.grade import grade_of
from pfd_desktop.core.doctor.lines import Lines
from pfd_desktop.core.doctor.survey import PIECE, survey
from pfd_desktop.core.doctor.table import BY_CODE, FINDINGS
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.waveform import Waveform
from tests.core.doctor.injected import (
    DEFECTS,
    RATES,
    SPEEDS,
    Record,
    apart,
    rig,
    some,
    turning,
)
from tests.development_recordings import cwru, others

LEAST, MOST_FALSE = 0.95, 0.02
SUITES = [pytest.param(40, id="short"), pytest.param(240, id="long", marks=pytest.mark.long)]
SHOWN_BY_PROBES = {"offset"}  # a gap voltage is none

_records = cache(some)


@cache
def _turning(number: int) -> list[Record]:
    return [record for seed in range(-(-number // 6)) for record in turning(seed)]


def found(code: str, record: Record) -> bool:
    return CHECKS[code](survey(record.waveform, record.rpm)) is not None


def share(code: str, records: list[Record]) -> float:
    return sum(found(code, record) for record in records) / len(records)


@pytest.mark.parametrize("number", SUITES)
@pytest.mark.parametrize(
    ("code", "strength"), [(code, s) for code, (_, many) in DEFECTS.items() for s in many]
)
def test_what_was_put_in_is_found(code: str, strength: float, number: int) -> None:
    spoil = DEFECTS[code][0]
    spoiled = []
    for i, record in enumerate(_records(2 * number)):
        if code in SHOWN_BY_PROBES and record.waveform.quantity == "displacement":
            continue
        samples = np.asarray(record.waveform.samples, dtype=np.float64)
        made = spoil(samples, strength, np.random.default_rng(i)).astype(np.float32)
        spoiled.append(replace(record, waveform=replace(record.waveform, samples=made)))
    assert len(spoiled) >= number
    assert share(code, spoiled[:number]) >= LEAST


@pytest.mark.parametrize("number", SUITES)
@pytest.mark.parametrize("ratio", RATES)
def test_a_wrong_rate_is_found_by_shaft_and_mains(ratio: float, number: int) -> None:
    told = [
        replace(r, waveform=replace(r.waveform, rate_hz=ratio * r.waveform.rate_hz))
        for r in _turning(number)
        if apart(r, ratio, 1.0)
    ]
    assert len(told) > number / 2
    assert share("rate-doubtful", told) >= LEAST
    assert share("speed-doubtful", told) <= MOST_FALSE


@pytest.mark.parametrize("number", SUITES)
@pytest.mark.parametrize("ratio", SPEEDS)
def test_a_wrong_speed_is_found(ratio: float, number: int) -> None:
    told = [replace(r, rpm=ratio * r.rpm) for r in _turning(number) if apart(r, 1.0, ratio)]
    assert len(told) > number / 2
    assert share("speed-doubtful", told) >= LEAST
    assert share("rate-doubtful", told) <= MOST_FALSE


@pytest.mark.parametrize(
    "number", [pytest.param(320), pytest.param(1500, marks=[pytest.mark.long])]
)
def test_clean_records_get_no_finding(number: int) -> None:
    told: Counter[str] = Counter()
    for record in _records(number):
        told.update(flag.code for flag in examine(record.waveform, record.rpm))
    assert sum(told.values()) <= MOST_FALSE * number, told
    # every single finding keeps well within it too: none lives on the others' share
    assert all(count <= MOST_FALSE * number / 2 for count in told.values()), told


def _crowd(seed: int, lines: int = 40) -> Record:
    """Lines where chance puts them, none of which belongs to the told speed."""
    random, time_s = np.random.default_rng(seed), np.arange(48_000) / 12_000
    samples = random.standard_normal(len(time_s))
    for place in np.exp(random.uniform(np.log(8.0), np.log(400.0), lines)):
        samples += random.uniform(0.1, 1.0) * np.cos(2 * np.pi * place * time_s + seed)
    return Record(
        f"crowd {seed}", Waveform(samples.astype(np.float32), 12_000.0, "acceleration", "g"), 1750.0
    )


def test_lines_that_chance_placed_prove_neither_another_speed_nor_another_rate() -> None:
    crowds = [_crowd(seed) for seed in range(40)]
    assert share("speed-doubtful", crowds) <= 0.05
    assert share("rate-doubtful", crowds) <= 0.02


def test_a_comb_is_called_unlikely_no_oftener_than_it_is() -> None:
    chances = []
    for seed in range(40):
        lines = Lines.of(survey(_crowd(seed).waveform, 1750.0))
        assert lines is not None
        place = float(np.random.default_rng(1000 + seed).uniform(20.0, 60.0))
        chances.append(lines.chance([place, 2 * place, 3 * place]))
    for level in (0.02, 0.1, 0.25, 0.5):
        assert np.mean(np.array(chances) <= level) <= level + 2 * np.sqrt(level * (1 - level) / 40)
    turns = _turning(6)[-1]
    lines = Lines.of(survey(turns.waveform, turns.rpm))
    assert lines is not None
    assert lines.chance([k * turns.rpm / 60 for k in (1, 2, 3)]) < 0.005


@pytest.mark.real_data
def test_no_sound_recording_is_told_that_its_speed_or_rate_is_wrong(shared_data: Path) -> None:
    doubted = {}
    for record in (*cwru(shared_data), *others(shared_data)):
        samples = record.samples()
        one = samples if samples.ndim == 1 else samples[:, 0]
        waveform = Waveform(one.astype(np.float32), record.rate_hz, "acceleration", "g")
        at = survey(waveform, record.speed_rpm)
        for code in ("rate-doubtful", "speed-doubtful"):
            if (finding := CHECKS[code](at)) is not None:
                doubted[record.name] = finding.text
    assert not doubted


def test_places_are_where_the_defect_is() -> None:
    record = _records(1)[0]
    samples = np.asarray(record.waveform.samples, dtype=np.float32).copy()
    rate_hz = record.waveform.rate_hz
    samples[10_000:10_400] = 0.0
    samples[30_000] += 50 * samples.std()
    flags = {f.code: f for f in examine(replace(record.waveform, samples=samples), record.rpm)}
    (low, high) = flags["drop-out"].places[0]
    assert (low, high) == pytest.approx((10_000 / rate_hz, 10_400 / rate_hz), abs=2 / rate_hz)
    assert flags["spikes"].places == (
        pytest.approx((30_000 / rate_hz, 30_001 / rate_hz), abs=1e-9),
    )
    assert "once" in flags["drop-out"].text


def test_a_defect_across_two_pieces_is_one() -> None:
    random = np.random.default_rng(0)
    samples = random.standard_normal(2 * PIECE + 5000).astype(np.float32)
    samples[PIECE - 200 : PIECE + 300] = 0.25
    samples[PIECE + 1000] = samples[2 * PIECE - 1] = 80.0
    flags = {f.code: f for f in examine(Waveform(samples, 10_000.0, "acceleration", "g"))}
    assert [(round(a * 1e4), round(b * 1e4)) for a, b in flags["drop-out"].places] == [
        (PIECE - 200, PIECE + 300)
    ]
    spots = [round(a * 1e4) for a, _ in flags["spikes"].places]
    assert spots == [PIECE + 1000, 2 * PIECE - 1]


def test_levels_and_spectrum_are_those_of_the_record() -> None:
    random = np.random.default_rng(1)
    samples = (3.0 + 2.0 * random.standard_normal(PIECE + 12_345)).astype(np.float32)
    at = survey(Waveform(samples, 1000.0, "acceleration", "g"))
    assert at.mean == pytest.approx(float(samples.astype(np.float64).mean()), rel=1e-9)
    assert (at.low, at.high) == (samples.min(), samples.max())
    assert at.spread == pytest.approx(2.0, rel=0.02)
    assert float(at.power[2:-1].mean()) * 500 == pytest.approx(4.0, rel=0.01)  # Parseval


def test_one_signal_on_two_channels_is_told_from_two_probes() -> None:
    for seed in range(3):
        records = {record.name.split()[-2]: record for record in rig(seed)}
        x, y = records["X"].waveform, records["Y"].waveform
        assert same_channel(x, y) is None
        copy = replace(x, samples=(-2.0 * np.asarray(x.samples) + 3.0).astype(np.float32))
        flag = same_channel(x, copy)
        assert flag is not None
        assert "-1.0000" in flag.text


def test_swapped_wires_are_told_from_straight_ones() -> None:
    def pair(seed: int) -> tuple[Waveform, Waveform]:
        by_name = {record.name: record for record in rig(seed)}
        probe = by_name[f"rig journal imbalance X {seed}"].waveform
        return probe, by_name[f"rig journal imbalance housing {seed}"].waveform

    before, now = pair(0), pair(3)
    assert swapped_channels(before, now) is None
    assert swapped_channels(before, (now[1], now[0])) is not None


def test_the_grade_follows_the_worst_finding() -> None:
    def grade(*codes: str) -> str:
        return grade_of(Flag(code, "") for code in codes)

    assert grade() == grade("speed-missing", "bearing-missing") == "A"
    assert grade("spikes") == grade("spikes", "offset", "drift") == "B"
    assert grade("clipped") == grade("clipped", "spikes") == "C"
    assert grade("clipped", "drop-out") == grade("flat") == "D"
    assert grade("clipped", "clipped") == "C"


def test_every_finding_says_what_it_means_and_what_to_do() -> None:
    assert len(BY_CODE) == len(FINDINGS)
    elsewhere = {"same-channel", "swapped-channels", "short", "nan", "lost-samples"}
    assert set(CHECKS) | elsewhere == set(BY_CODE)
    assert [one.code for one in FINDINGS if one.code in CHECKS] == list(CHECKS)
    for finding in FINDINGS:
        assert finding.means.endswith(".")
        assert finding.remedy.endswith(".")
        assert finding.weight in Weight
