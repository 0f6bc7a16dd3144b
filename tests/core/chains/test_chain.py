"""Chains: what they say, what they refuse, what tells them apart."""

import numpy as np
import pytest

from pfd_desktop.core.chains.chain import (
    apply_chain,
    chain_hash,
    check_chain,
    needs_speed,
    words,
)
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.chains.table import STEPS, step_kind
from pfd_desktop.core.parameters import checked
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import Constant
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from tests.core.chains.making import RATE, chain, noise, step, waveform

FAST = SpeedProfile.constant(1500.0)


def test_an_empty_chain_is_the_recording() -> None:
    given = waveform()
    assert apply_chain(given, Chain(), None, Silent()) is given
    assert words(Chain()) == ""


def test_the_recording_is_left_as_it_is() -> None:
    given = waveform()
    before = given.samples.copy()
    apply_chain(given, chain(step("detrend"), step("gain", gain=2.0)), None, Silent())
    assert np.array_equal(given.samples, before)


def test_steps_act_in_their_order() -> None:
    given = waveform()
    first = apply_chain(given, chain(step("detrend"), step("gain", gain=2.0)), None, Silent())
    np.testing.assert_allclose(first.samples, 2 * (noise(20_000) - noise(20_000).mean()))
    squared = chain(step("integrate"), step("convert", unit="m/s"))
    assert apply_chain(given, squared, None, Silent()).unit == "m/s"
    with pytest.raises(InvalidInput, match="Step 1, Convert unit: g measures acceleration"):
        apply_chain(given, chain(step("convert", unit="m/s")), None, Silent())


def test_a_step_that_is_off_does_nothing() -> None:
    given = waveform()
    made = apply_chain(given, chain(step("gain", on=False, gain=7.0)), None, Silent())
    assert np.array_equal(made.samples, given.samples)
    assert words(chain(step("gain", on=False, gain=7.0))) == ""


def test_words_say_phase_edges_and_order() -> None:
    said = words(
        chain(
            step("detrend", trend="linear"),
            step("bandpass", band_hz=(500.0, 2000.0), phase="causal"),
            step("notch", frequency_hz=50.0, harmonics=3.0),
            step("integrate"),
        )
    )
    assert said == (
        "linear trend removed, then band-pass 500 to 2000 Hz, order 4, causal, then notch at 50 Hz"
        " and its multiples up to 3×, Q 30, zero phase, then integrated once, high-pass 10 Hz (2 Hz"
        " up to 600 rpm)"
    )


@pytest.mark.parametrize("kind", STEPS, ids=lambda kind: kind.name)
def test_every_step_says_something_with_its_defaults(kind: object) -> None:
    row = step_kind(getattr(kind, "name", ""))
    assert row.words(checked(row.parameters, {}))
    assert row.purpose
    assert len({parameter.name for parameter in row.parameters}) == len(row.parameters)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (chain(step("detrend"), step("wavelet")), "Step 2: There is no step called “wavelet”"),
        (chain(step("lowpass", order=11.0)), "Step 1, Low-pass: Order of 11 is not between 1"),
        (chain(step("lowpass", order=2.5)), "Step 1, Low-pass: Order of 2.5 is not a whole"),
        (chain(step("bandpass", band_hz=(9.0, 3.0))), "Step 1, Band-pass: Band from 9 to 3 Hz"),
        (chain(step("gain", factor=2.0)), "Step 1, Gain: “factor” cannot be set here"),
        (chain(step("bandpass", band_hz=None)), "Step 1, Band-pass: Band needs a lower"),
    ],
)
def test_errors_name_the_step(wrong: Chain, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        check_chain(wrong)
    with pytest.raises(InvalidInput, match=said):
        apply_chain(waveform(), wrong, None, Silent())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (step("lowpass", frequency_hz=5000.0), "Step 1, Low-pass: A filter at 5000 Hz cannot be"),
        (step("orders"), "Step 1, Order resampling: Order resampling needs the shaft's speed"),
        (step("synchronous"), "needs the shaft's speed"),
        (step("resample", rate_hz=np.pi * 1000), "no ratio of small whole numbers"),
        (step("differentiate"), "Acceleration is not differentiated once"),
    ],
)
def test_what_does_not_fit_the_recording_is_refused(wrong: Step, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        apply_chain(waveform(), chain(wrong), None, Silent())


@pytest.mark.parametrize(
    "kind", ["highpass", "lowpass", "bandpass", "notch", "resample", "integrate", "differentiate"]
)
def test_hertz_have_no_meaning_over_angle(kind: str) -> None:
    with pytest.raises(InvalidInput, match=r"Step 2, .* is set in hertz, but the samples are"):
        apply_chain(waveform(), chain(step("orders"), step(kind)), FAST, Silent())


def test_order_resampling_changes_the_axis() -> None:
    made = apply_chain(waveform(), chain(step("orders", per_turn=128.0)), FAST, Silent())
    assert made.axis is Axis.ANGLE
    assert made.rate_hz == 128
    assert made.duration == pytest.approx(50, abs=0.02)  # 2 s at 25 turns a second
    assert needs_speed(chain(step("orders")))
    assert not needs_speed(chain(step("orders", on=False), step("detrend")))


@pytest.mark.parametrize("kind", ["orders", "synchronous"])
def test_fewer_than_two_samples_a_turn_make_no_orders(kind: str) -> None:
    fastest = SpeedProfile.constant(60 * RATE / 1.9)
    with pytest.raises(InvalidInput, match=r"Step 1, .* only 1.9 samples per revolution .* Check"):
        apply_chain(waveform(), chain(step(kind)), fastest, Silent())
    enough = SpeedProfile.constant(60 * RATE / 2.1)
    assert apply_chain(waveform(), chain(step(kind)), enough, Silent()).axis is Axis.ANGLE


def test_unknown_units_are_not_integrated() -> None:
    unknown = waveform(unit="unknown", quantity="unknown")
    with pytest.raises(InvalidInput, match="The unit “unknown” is not known here; tell the rec"):
        apply_chain(unknown, chain(step("integrate")), None, Silent())
    volts = waveform(unit="V", quantity="voltage")
    with pytest.raises(InvalidInput, match="Voltage in V is not integrated"):
        apply_chain(volts, chain(step("integrate")), None, Silent())
    calibrated = chain(step("gain", gain=10.0, unit="g"), step("integrate"))
    assert apply_chain(volts, calibrated, None, Silent()).unit == "mm/s"


def test_the_hash_tells_what_gives_other_samples() -> None:
    plain = chain_hash(chain(step("lowpass")), None)
    assert plain == chain_hash(chain(step("lowpass", order=4.0)), None)  # the default, said
    assert plain == chain_hash(chain(step("lowpass"), step("detrend", on=False)), None)
    others = {
        plain,
        chain_hash(chain(step("lowpass", order=5.0)), None),
        chain_hash(chain(step("lowpass", phase="causal")), None),
        chain_hash(chain(step("lowpass")), Constant(1500.0)),
        chain_hash(chain(step("lowpass")), Constant(1501.0)),
        chain_hash(chain(step("lowpass"), step("detrend")), None),
        chain_hash(chain(step("detrend"), step("lowpass")), None),
    }
    assert len(others) == 7


def test_slow_shafts_are_integrated_from_2_hz() -> None:
    slow, fast = SpeedProfile.constant(600.0), SpeedProfile.constant(601.0)
    time = np.arange(100_000) / RATE
    given = waveform(100_000)
    given = type(given)(np.cos(2 * np.pi * 4.7 * time), RATE, "acceleration", "g")
    kept = apply_chain(given, chain(step("integrate")), slow, Silent()).samples
    gone = apply_chain(given, chain(step("integrate")), fast, Silent()).samples
    told = chain(step("integrate", highpass_hz=2.0))
    again = apply_chain(given, told, fast, Silent()).samples
    assert kept.std() * np.sqrt(2) == pytest.approx(9806.65 / (2 * np.pi * 4.7), rel=1e-3)
    assert gone.std() < 1e-3 * kept.std()
    assert np.array_equal(kept, again)
