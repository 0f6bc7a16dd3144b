"""The set "standard": known answers of its parts, and what a gain, a shift, a lack does to it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.dsp.wavelet_packets import packet_energies
from pfd_desktop.core.features.catalogue import REGISTRY, SETS, catalogue_called, specs_of
from pfd_desktop.core.features.legacy import wavelet_details
from pfd_desktop.core.features.spec import Known, Need
from pfd_desktop.core.features.windows import features_of
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.errors import InvalidInput

RATE_HZ, SHAFT_HZ = 12_000.0, 30.0
KNOWN = Known(BearingOrders(3.585, 5.415, 2.357, 0.398), SHAFT_HZ)
TIME_S = np.arange(24_000) / RATE_HZ  # 60 turns


def found(samples: NDArray[np.float64], known: Known = KNOWN, name: str = "standard") -> dict:
    (row,) = features_of(name, samples[None, :], RATE_HZ, known)
    return dict(zip(SETS[name].names, row.tolist(), strict=True))


def noise(seed: int = 0, size: int = len(TIME_S)) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(size=size)


def test_shaft_lines_have_their_rms() -> None:
    tones = 2.0 * np.sin(2 * np.pi * SHAFT_HZ * TIME_S) + 0.5 * np.sin(
        6 * np.pi * SHAFT_HZ * TIME_S
    )
    at = found(tones + 1e-3 * noise())
    assert at["1X"] == pytest.approx(2 / np.sqrt(2), rel=1e-3)
    assert at["3X"] == pytest.approx(0.5 / np.sqrt(2), rel=1e-3)
    assert at["2X"] < 0.01
    between = found(2.0 * np.sin(2 * np.pi * 1.004 * SHAFT_HZ * TIME_S) + 1e-3 * noise())
    assert between["1X"] == pytest.approx(2 / np.sqrt(2), rel=0.01)


def test_whirl_is_told_from_what_locks_to_half_the_speed() -> None:
    whirl = found(np.sin(2 * np.pi * 0.43 * SHAFT_HZ * TIME_S) + 0.01 * noise())
    loose = found(np.sin(np.pi * SHAFT_HZ * TIME_S) + 0.01 * noise())
    assert whirl["whirl band"] == pytest.approx(1 / np.sqrt(2), rel=0.05)  # less its lobe at 1/2X
    assert loose["1/2X"] == pytest.approx(1 / np.sqrt(2), rel=0.02)
    assert loose["whirl band"] < 0.02


def test_packets_are_those_of_the_wavelet_packet_transform() -> None:
    samples = np.sin(2 * np.pi * 2600 * TIME_S) + 0.3 * noise()
    at = found(samples)
    expected = packet_energies(samples, RATE_HZ, 3).relative
    got = [value for name, value in at.items() if name.startswith("packet energy")]
    np.testing.assert_allclose(got, expected, atol=1e-5)
    assert sum(got) == pytest.approx(1.0)
    assert at["packet energy 3/8 to 4/8"] > 0.8  # 2250 to 3000 Hz


def test_bicoherence_is_one_for_coupled_lines_and_low_for_others() -> None:
    turn = 2 * np.pi * SHAFT_HZ * TIME_S
    walk = np.cumsum(noise(1)) * 0.02  # free phases
    other = np.cumsum(noise(2)) * 0.02
    coupled = np.cos(turn + walk) + 0.5 * np.cos(2 * (turn + walk)) + 0.01 * noise()
    free = np.cos(turn + walk) + 0.5 * np.cos(2 * turn + other) + 0.01 * noise()
    assert found(coupled)["bicoherence 1X 1X"] > 0.9
    assert found(free)["bicoherence 1X 1X"] < 0.5


def test_rahmonics_show_an_echo_after_a_turn() -> None:
    turn = round(RATE_HZ / SHAFT_HZ)
    x = noise()
    at = found(x + 0.5 * np.roll(x, turn))
    assert at["rahmonic 1"] == pytest.approx(0.25, abs=0.03)  # a/2 of a circular echo
    assert at["rahmonic 2"] < 0.05


def test_entropies_know_noise_from_order() -> None:
    rough, smooth = found(noise()), found(np.sin(2 * np.pi * 50 * TIME_S))
    assert rough["permutation entropy"] == pytest.approx(1.0, abs=1e-3)
    assert smooth["permutation entropy"] < 0.5
    # independent Gaussian values: −ln P(|a − b| ≤ 0.2), a − b of variance 2
    assert rough["sample entropy"] == pytest.approx(2.19, abs=0.2)
    assert smooth["sample entropy"] < 0.5


def test_strong_shaft_lines_do_not_hide_the_bearing() -> None:
    since = TIME_S % (1 / (3.585 * SHAFT_HZ))
    bursts = np.exp(-800 * since) * np.sin(2 * np.pi * 3000 * since) + 0.05 * noise()
    shaft = sum(20 * np.sin(2 * np.pi * k * SHAFT_HZ * TIME_S + k) for k in (1, 2, 3))
    alone, both = found(bursts), found(bursts + shaft)
    assert alone["BPFO h1"] > 25
    assert both["BPFO h1"] == pytest.approx(alone["BPFO h1"], abs=1.0)


def test_sidebands_stand_out_where_the_load_turns() -> None:
    since = TIME_S % (1 / (5.415 * SHAFT_HZ))
    bursts = np.exp(-800 * since) * np.sin(2 * np.pi * 3000 * since)
    load = 1 + 0.8 * np.cos(2 * np.pi * SHAFT_HZ * TIME_S)
    steady, turning = found(bursts + 0.05 * noise()), found(load * bursts + 0.05 * noise())
    assert turning["BPFI sidebands"] > steady["BPFI sidebands"] + 10


@pytest.mark.parametrize("name", [name for name, one in SETS.items() if not one.whole])
@pytest.mark.parametrize("gain", [1e-4, 9.80665, 1e4])
def test_a_gain_does_to_each_feature_what_it_declares(name: str, gain: float) -> None:
    samples = np.random.default_rng(3).standard_t(5, size=len(TIME_S)) + np.sin(200 * TIME_S)
    plain, changed = found(samples, name=name), found(gain * samples, name=name)
    for spec in SETS[name].specs:
        if spec.degree is None:
            assert spec.note, f"{spec.name} scales by no rule and does not say so"
            continue
        expected = gain**spec.degree * plain[spec.name]
        assert changed[spec.name] == pytest.approx(expected, rel=2e-4, abs=1e-12, nan_ok=True), (
            spec.name
        )


def test_the_old_defects_that_depend_on_the_unit_are_there() -> None:
    samples = noise()
    plain, changed = found(samples, name="legacy-36"), found(10 * samples, name="legacy-36")
    for spec in SETS["legacy-36"].specs:
        if spec.degree is None:
            assert changed[spec.name] != pytest.approx(plain[spec.name], rel=1e-3), spec.name


def test_turned_over_in_time_or_begun_later_it_is_the_same_signal() -> None:
    turn = round(RATE_HZ / SHAFT_HZ)
    tone = np.sin(2 * np.pi * SHAFT_HZ * TIME_S) + np.sin(2 * np.pi * 2 * SHAFT_HZ * TIME_S)
    plain, later = found(tone), found(np.roll(tone, turn // 3))
    for name in ("rms", "kurtosis", "1X", "2X", "spectral centroid"):
        assert later[name] == pytest.approx(plain[name], rel=1e-3)


@pytest.mark.parametrize(
    ("known", "lost"),
    [
        (Known(), {Need.SPEED, Need.BEARING}),
        (Known(orders=KNOWN.orders), {Need.SPEED}),
        (Known(shaft_hz=SHAFT_HZ), {Need.BEARING}),
        (KNOWN, set()),
    ],
)
def test_what_cannot_be_known_is_nan_with_a_reason(known: Known, lost: set[Need]) -> None:
    at = found(noise(), known)
    for spec in SETS["standard"].specs:
        missing = bool(lost & set(spec.needs))
        assert np.isnan(at[spec.name]) == missing, spec.name
        assert bool(known.lacks(spec)) == missing


def test_the_registry_says_everything() -> None:
    assert len(SETS["standard"].names) >= 50
    assert len(SETS["legacy-36"].names) == 36
    assert len(REGISTRY) == sum(len(one.specs) for one in SETS.values())  # no name twice
    for spec in REGISTRY.values():
        assert spec.unit
        assert spec.formula
        assert spec.source
    with pytest.raises(InvalidInput, match="standard"):
        catalogue_called("best")
    kept = specs_of(("rms", "BPFO h1", "of a later version"))
    assert [one.name for one in kept] == ["rms", "BPFO h1", "of a later version"]
    assert "not known" in kept[2].formula


def test_legacy_wavelets_are_those_of_daubechies() -> None:
    """Away from its borders the transform keeps the energy, and cubics leave no details."""
    samples = np.concatenate((np.zeros(4096), noise(size=8192), np.zeros(4096)))
    details, rest = wavelet_details(samples)
    energy = sum(float(one @ one) for one in (*details, rest))
    assert energy == pytest.approx(float(samples @ samples), rel=1e-9)
    cubic = np.linspace(-1, 1, 4096) ** 3
    first = wavelet_details(cubic)[0][0]
    assert np.abs(first[10:-10]).max() < 1e-12
