"""The rig: what the older generator has wrong is right."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.signal
from numpy.typing import NDArray

from pfd_desktop.core.dsp.full_spectrum import full_spectrum
from pfd_desktop.core.generator.rig.film import (
    CLEARANCE_UM,
    attitude,
    floating,
    load_number,
)
from pfd_desktop.core.generator.rig.record import RigRecord, make_rig
from pfd_desktop.core.generator.rig.request import POSSIBLE, UNITS, Channel, Profile, RigRequest
from pfd_desktop.core.generator.rig.running import running_of
from pfd_desktop.core.generator.rig.tacho import pulses
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.speed.tacho import read_tacho
from pfd_desktop.errors import InvalidInput

STEADY = Profile(3000, 3000, 0.0)
PROBES = (Channel.X, Channel.Y)


def motion(record: RigRecord) -> NDArray[np.complex128]:
    """x + iy in µm, its mean removed."""
    x, y = (record.channels[one].astype(np.float64) for one in PROBES)
    return np.asarray((x - x.mean()) + 1j * (y - y.mean()))


def circles(record: RigRecord, rate_hz: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequencies and radii of the full spectrum."""
    x, y = (record.channels[one].astype(np.float64) for one in PROBES)
    found = full_spectrum(x, y, rate_hz)
    return found.frequency_hz, found.radius


def radius_at(record: RigRecord, frequency_hz: float, rate_hz: float = 20_480.0) -> float:
    """The largest within half a hertz."""
    frequency, radius = circles(record, rate_hz)
    return float(radius[np.abs(frequency - frequency_hz) < 0.5].max())


def with_fault(fault: Fault, severity: float = 0.8, **changes: object) -> RigRequest:
    """A journal bearing with one fault at 3000 rpm, at little load."""
    told = {"profile": STEADY, "load": 0.2, **changes}
    return RigRequest(faults=((fault, severity),), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", BearingKind)
def test_the_same_request_gives_the_same_bytes(kind: BearingKind) -> None:
    bearing = find("6205-2RS") if kind is BearingKind.ROLLING else None
    asked = RigRequest(kind, ((Fault.IMBALANCE, 0.5),), bearing, seed=5, index=9)
    first, again = make_rig(asked), make_rig(asked)
    other = make_rig(replace(asked, index=10))
    assert set(first.channels) == set(asked.channels) <= set(UNITS)
    for name, samples in first.channels.items():
        assert len(samples) == asked.count
        assert samples.tobytes() == again.channels[name].tobytes()
        assert samples.tobytes() != other.channels[name].tobytes()


def test_the_angle_is_the_integral_of_the_speed() -> None:
    asked = with_fault(Fault.IMBALANCE, 1.0, profile=Profile(1800, 3600, 0.0), duration_s=4.0)
    made = make_rig(asked)
    assert made.running.angle[-1] / (2 * np.pi) == pytest.approx(45 * 4, rel=1e-4)  # mean 45 Hz
    turned = np.unwrap(np.angle(motion(made)))  # the orbit turns as the shaft does
    assert (turned[-1] - turned[0]) / (2 * np.pi) == pytest.approx(180, abs=1)


def test_a_run_up_smears_orders_and_order_tracking_gathers_them() -> None:
    asked = with_fault(Fault.IMBALANCE, 1.0, profile=Profile(2400, 3600, 0.0))
    made = make_rig(asked)
    x = made.channels[Channel.X].astype(np.float64)
    even = np.linspace(made.running.angle[0], made.running.angle[-1], len(x))
    by_angle = np.interp(even, made.running.angle, x)

    def sharpness(signal: NDArray[np.float64]) -> float:
        power = np.abs(np.fft.rfft((signal - signal.mean()) * np.hanning(len(signal)))) ** 2
        return float(power.max() / power.sum())

    assert sharpness(by_angle) > 20 * sharpness(x)


def test_whirl_goes_forward_below_half_the_speed() -> None:
    made = make_rig(with_fault(Fault.OIL_WHIRL))
    frequency, radius = circles(made, 20_480.0)
    peak = frequency[np.argmax(radius)]
    assert 0.42 * 50 - 0.3 <= peak <= 0.48 * 50 + 0.3
    assert radius_at(made, peak) > 10 * radius_at(made, -peak)


def test_whirl_has_an_onset_that_load_pushes_up() -> None:
    run_up = Profile(1500, 6000, 0.0)

    def onset_rpm(load: float) -> float:
        asked = with_fault(Fault.OIL_WHIRL, profile=run_up, load=load, duration_s=8.0)
        healthy = make_rig(replace(asked, faults=()))
        made = make_rig(asked)
        added = np.abs(motion(made) - motion(healthy))
        begins = int(np.argmax(added > 10))
        return float(60 * made.running.speed_hz[begins])

    assert 1500 < onset_rpm(0.2) < onset_rpm(0.6) - 500


def test_whirl_locks_into_whip_at_the_first_critical() -> None:
    critical = 40.0
    for rpm in (8000.0, 10_000.0):
        asked = with_fault(Fault.OIL_WHIP, profile=Profile(rpm, rpm, 0.0))
        made = make_rig(replace(asked, first_critical_hz=critical))
        frequency, radius = circles(made, 20_480.0)
        assert abs(frequency[np.argmax(radius)]) == pytest.approx(critical, abs=0.3)
        assert np.abs(motion(made)).max() < CLEARANCE_UM


def test_misalignment_goes_both_ways_and_imbalance_forward() -> None:
    apart = make_rig(with_fault(Fault.MISALIGNMENT))
    assert radius_at(apart, -100) > 0.6 * radius_at(apart, 100)
    heavy = make_rig(with_fault(Fault.IMBALANCE))
    assert radius_at(heavy, 50) > 4 * radius_at(heavy, -50)


def test_looseness_and_rub_leave_half_orders() -> None:
    for fault in (Fault.LOOSENESS, Fault.RUB):
        made, healthy = make_rig(with_fault(fault)), make_rig(RigRequest(profile=STEADY))
        assert radius_at(made, 25) > 10 * radius_at(healthy, 25)


def test_a_rub_flattens_the_orbit() -> None:
    y = make_rig(with_fault(Fault.RUB, 1.0)).channels[Channel.Y]
    assert abs(np.quantile(y, 0.001)) > 1.2 * np.quantile(y, 0.999)


def test_mixtures_are_linear_in_severity() -> None:
    def second_order(severity: float) -> float:
        faults = ((Fault.MISALIGNMENT, severity), (Fault.IMBALANCE, severity))
        asked = RigRequest(faults=faults, profile=STEADY, noise=0.0)
        added = motion(make_rig(asked)) - motion(make_rig(replace(asked, faults=())))
        return float(np.sqrt(np.mean(np.abs(added) ** 2)))

    assert second_order(0.8) == pytest.approx(4 * second_order(0.2), rel=0.02)


def test_bursts_come_per_second() -> None:
    def events(duration_s: float) -> int:
        asked = with_fault(Fault.CAVITATION, 1.0, duration_s=duration_s)
        housing = make_rig(asked).channels[Channel.HOUSING].astype(np.float64)
        high = scipy.signal.butter(4, 2000, "high", fs=20_480, output="sos")
        strength = np.abs(scipy.signal.sosfilt(high, housing))
        loud = strength > 12 * np.median(strength)
        return int(np.sum(loud.reshape(-1, 512).any(axis=1)))  # pieces of 25 ms

    assert events(40.0) == pytest.approx(4 * events(10.0), rel=0.35)


def test_windows_between_bursts_are_told_from_those_with_one() -> None:
    seen = [
        one
        for index in range(10)
        for one in make_rig(with_fault(Fault.CAVITATION, 0.05, index=index, window_s=0.1)).visible
    ]
    assert 0.1 < np.mean(seen) < 0.6  # 4.8 clouds a second fall into some tenths, not all
    assert not any(make_rig(RigRequest()).visible)


def test_noise_falls_as_one_over_f() -> None:
    quiet = [make_rig(RigRequest(index=i, noise=40.0, duration_s=10.0)) for i in range(4)]
    low, high = [], []
    for made in quiet:
        frequency, density = scipy.signal.welch(made.channels[Channel.X], 20_480, nperseg=65_536)
        low.append(density[(frequency > 1) & (frequency < 2)].mean())
        high.append(density[(frequency > 10) & (frequency < 20)].mean())
    assert np.mean(low) / np.mean(high) == pytest.approx(10, rel=0.4)


@pytest.mark.parametrize("bits", [8, 12])
def test_the_converter_comes_last(bits: int) -> None:
    made = make_rig(with_fault(Fault.OIL_WHIRL, bits=bits))
    steps = made.channels[Channel.X].astype(np.float64) / (2 * 250.0 / 2**bits)
    assert np.abs(steps - np.round(steps)).max() < 1e-3
    assert np.abs(made.channels[Channel.X]).max() <= 250.0


@pytest.mark.parametrize("fault", [Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT])
def test_a_rolling_defect_strikes_at_its_frequency(fault: Fault) -> None:
    bearing = find("6205-2RS")
    asked = RigRequest(
        BearingKind.ROLLING, ((fault, 0.8),), bearing, Profile(1800, 1800, 0.0), rate_hz=25_600
    )
    made = make_rig(asked)
    housing = made.channels[Channel.HOUSING].astype(np.float64)
    envelope = np.abs(scipy.signal.hilbert(housing)) ** 2
    power = np.abs(np.fft.rfft((envelope - envelope.mean()) * np.hanning(len(envelope)))) ** 2
    frequency = np.fft.rfftfreq(len(envelope), 1 / 25_600)
    found = orders(bearing)
    order = {
        Fault.OUTER_RACE: found.bpfo,
        Fault.INNER_RACE: found.bpfi,
        Fault.ROLLING_ELEMENT: found.ball_defect,
    }[fault]
    near = (frequency > 0.985 * order * 30) & (frequency < 1.002 * order * 30)
    around = (frequency > 0.9 * order * 30) & (frequency < 1.1 * order * 30)
    assert power[near].max() > 30 * np.median(power[around])


@pytest.mark.parametrize("kind", BearingKind)
def test_every_fault_on_offer_can_be_seen(kind: BearingKind) -> None:
    bearing = find("6205-2RS") if kind is BearingKind.ROLLING else None
    for fault in POSSIBLE[kind]:
        asked = RigRequest(
            kind, ((fault, 1.0),), bearing, Profile(6000, 6000, 0.0), 0.1, first_critical_hz=40.0
        )
        assert any(make_rig(asked).visible), fault


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (RigRequest(faults=((Fault.INNER_RACE, 0.5),)), "inner race"),
        (RigRequest(faults=((Fault.RUB, 1.5),)), "severity of rub is 1.5"),
        (RigRequest(BearingKind.ROLLING), "geometry"),
        (RigRequest(faults=((Fault.OIL_WHIP, 0.5),)), "must reach 10714 rpm"),
        (RigRequest(rate_hz=10.0), "sampling rate"),
        (RigRequest(profile=Profile(0.0, 3000.0)), "lower speed"),
        (RigRequest(bits=2), "converter"),
    ],
)
def test_what_the_rig_cannot_run_is_refused(asked: RigRequest, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        make_rig(asked)


@pytest.mark.parametrize("eccentricity", [0.1, 0.5, 0.8])
def test_the_film_carries_what_its_pressure_adds_up_to(eccentricity: float) -> None:
    """Ocvirk's pressure over half a film, in pieces, against the closed form."""
    angle = (np.arange(200_000) + 0.5) * np.pi / 200_000
    pressure = eccentricity * np.sin(angle) / (1 + eccentricity * np.cos(angle)) ** 3
    along = -float((pressure * np.cos(angle)).sum()) * np.pi / 200_000
    across = float((pressure * np.sin(angle)).sum()) * np.pi / 200_000
    one = np.array([eccentricity])
    assert np.hypot(along, across) == pytest.approx(load_number(one)[0] / 2, rel=1e-6)
    assert np.arctan2(across, along) == pytest.approx(attitude(one)[0], rel=1e-6)


def test_probes_show_where_the_journal_floats_when_asked() -> None:
    plain = RigRequest(profile=Profile(300, 6000, 0.0), duration_s=4.0, load=0.2)
    asked = replace(plain, gap=True)
    place = floating(asked, running_of(asked))
    shown, without = make_rig(asked), make_rig(plain)
    for name, moved in ((Channel.X, place.real), (Channel.Y, place.imag)):
        difference = shown.channels[name].astype(np.float64) - without.channels[name]
        assert difference == pytest.approx(moved, abs=0.01)  # the converter's step is 0.008 µm
    housing = Channel.HOUSING
    assert shown.channels[housing].tobytes() == without.channels[housing].tobytes()
    assert place[0].imag < -0.6 * CLEARANCE_UM < 0 < place[0].real  # near the bottom at first
    assert abs(place[-1]) < abs(place[0]) < CLEARANCE_UM
    assert np.angle(place[-1]) > np.angle(place[0])  # and climbs the way it turns


def test_a_tacho_is_read_as_the_shaft_turned() -> None:
    asked = RigRequest(profile=Profile(600, 6000), duration_s=4.0, rate_hz=5120.0)
    running = running_of(asked)
    read = read_tacho(pulses(running, np.random.default_rng(0)), asked.rate_hz).speed
    inside = (running.time_s > 0.2) & (running.time_s < 3.9)
    found = read.at(running.time_s[inside])
    assert found == pytest.approx(60 * running.speed_hz[inside], rel=0.01)
