"""Where a speed comes from: kept as JSON, resolved to a profile, refused in words."""

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import (
    Comb,
    Constant,
    Ridge,
    SpeedReference,
    Tacho,
    reference_from_json,
    reference_to_json,
    resolve,
    resolved,
)
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput, InvalidRecording
from pfd_desktop.progress import Silent

RATE = 5_120.0
TIME = np.arange(int(12 * RATE)) / RATE
RUN_UP = SpeedProfile(np.array([0.0, 12.0]), np.array([900.0, 2400.0]))

numbers = st.floats(1, 1e5)
references: st.SearchStrategy[SpeedReference] = st.one_of(
    st.builds(Constant, numbers, st.text(max_size=5)),
    st.builds(Tacho, st.text(max_size=9), numbers, st.sampled_from(["rising", "falling"]), numbers),
    st.builds(Ridge, numbers, numbers, st.none() | numbers, numbers, st.integers(1, 9)),
    st.builds(Comb, st.none() | numbers),
)


@settings(deadline=None)
@given(references)
def test_json_and_pickle_give_it_back(reference: SpeedReference) -> None:
    assert reference_from_json(reference_to_json(reference)) == reference
    assert pickle.loads(pickle.dumps(reference)) == reference
    assert hash(reference) == hash(pickle.loads(pickle.dumps(reference)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no speed: .* in line 1"),
        ("[]", "one of constant, tacho, ridge, comb"),
        ('{"kind": "gps"}', "“gps” is none of them"),
        ('{"kind": "constant", "rpm": 5, "hz": 1}', "kind constant has no “hz”"),
        ('{"kind": "constant", "rpm": "fast"}', "The speed's rpm cannot be used"),
        ('{"kind": "constant"}', "The speed's rpm cannot be used"),
    ],
)
def test_bad_json_is_refused(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        reference_from_json(text)


def shaft(speed: SpeedProfile) -> Waveform:
    """Harmonics of a shaft in some noise."""
    turns = speed.turns(TIME)
    lines = sum(np.cos(2 * np.pi * k * turns + k) / np.sqrt(k) for k in range(1, 21))
    noise = np.random.default_rng(0).standard_normal(len(TIME))
    return Waveform(np.asarray(lines + 0.2 * noise), RATE, "acceleration", "g")


def test_each_kind_gives_the_speed(tmp_path: Path) -> None:
    path = tmp_path / "tacho.h5"
    write_blob(path, np.cos(2 * np.pi * RUN_UP.turns(TIME)), RATE, "V", "voltage")
    moving, steady = shaft(RUN_UP), shaft(SpeedProfile.constant(1480.0))
    told = resolve(Constant(1480.0), steady, Silent())
    assert (told.rpm[0], told.source) == (1480.0, "told")
    combed = resolve(Comb(), steady, Silent())
    assert combed.rpm[0] == pytest.approx(1480, rel=1e-3)
    assert combed.source.startswith("comb of shaft harmonics, confidence ")
    times = np.linspace(1, 11, 50)
    for reference in (Tacho(str(path)), Ridge()):
        found = resolve(reference, moving, Silent())
        np.testing.assert_allclose(found.at(times), RUN_UP.at(times), rtol=2e-3)
    assert resolve(Tacho(str(path), 2), moving, Silent()).mean_hz == pytest.approx(
        RUN_UP.mean_hz / 2, rel=0.01
    )
    third = resolve(Ridge(low_rpm=2400, high_rpm=8000, multiple=3), shaft_in_threes(), Silent())
    np.testing.assert_allclose(third.at(times), RUN_UP.at(times), rtol=2e-3)


def shaft_in_threes() -> Waveform:
    """Three blades: only every third harmonic is there."""
    turns = RUN_UP.turns(TIME)
    lines = sum(np.cos(2 * np.pi * 3 * k * turns + k) / k for k in range(1, 9))
    noise = np.random.default_rng(0).standard_normal(len(TIME))
    return Waveform(np.asarray(lines + 0.2 * noise), RATE, "acceleration", "g")


def test_what_cannot_be_resolved_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).standard_normal(len(TIME))
    noisy = Waveform(noise, RATE, "acceleration", "g")
    with pytest.raises(InvalidRecording, match="missing or damaged"):
        resolve(Tacho(str(tmp_path / "none.h5")), noisy, Silent())
    with pytest.raises(InvalidInput, match="rising or falling; “up” is neither"):
        resolve(Tacho("x", slope="up"), noisy, Silent())
    for reference in (Ridge(), Comb()):
        with pytest.raises(InvalidInput, match="does not say its speed clearly enough"):
            resolve(reference, noisy, Silent())
        with pytest.raises(InvalidInput, match="over time, not over shaft angle"):
            resolve(reference, Waveform(noise, 64.0, "x", "g", Axis.ANGLE), Silent())
    with pytest.raises(InvalidInput, match="0 rpm"):
        resolve(Constant(0.0), noisy, Silent())


def test_a_tacho_says_how_good_its_pulses_are(tmp_path: Path) -> None:
    """25 turns a second for 12 s; two pulses are missing and one bounces."""
    turns = 25 * TIME
    pulses = (turns % 1 < 0.2).astype(np.float64)
    for missing in (40, 170):
        pulses[np.floor(turns) == missing] = 0.0
    pulses[(np.floor(turns) == 90) & (turns % 1 > 0.08) & (turns % 1 < 0.12)] = 0.0
    write_blob(tmp_path / "tacho.h5", pulses, RATE, "V", "voltage")
    found = resolved(Tacho(str(tmp_path / "tacho.h5")), Waveform(TIME, RATE, "", "g"), Silent())
    (note,) = found.notes
    assert "2 missed, 1 doubled" in note
    assert "jitter" in note


def test_a_ridge_says_where_it_is_least_sure() -> None:
    """Noise drowns the harmonics from 5 to 7 s."""
    turns = RUN_UP.turns(TIME)
    signal = sum(np.cos(2 * np.pi * k * turns + k) for k in range(1, 6))
    loud = np.where((TIME > 5) & (TIME < 7), 40.0, 0.2)
    noisy = signal + loud * np.random.default_rng(0).standard_normal(len(TIME))
    found = resolved(Ridge(600.0, 3000.0), Waveform(noisy, RATE, "", "g"), Silent())
    at_s = float(found.notes[0].rsplit(" at ", 1)[1].removesuffix(" s"))
    assert 4.5 < at_s < 7.5
    assert found.notes[0].startswith("confidence ")
    assert "of the time the harmonics hardly stand out" in found.notes[1]
