"""Envelopes, cepstra, bearing kinematics."""

from collections.abc import Iterator
from functools import cache, partial

import numpy as np

from pfd_desktop.core.dsp.cepstrum import comb_lifter, liftered, real_cepstrum
from pfd_desktop.core.dsp.envelope import EnvelopeSpectrum, envelope_spectrum
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from tests.validation.table.row import Row
from tests.validation.test_cepstral_editing import (
    COUNT,
    RATE_HZ,
    defect_line,
    family_power,
    gear_and_bearing,
)

BORGHESANI = "closed form; Borghesani et al. 2014"
SPEED_HZ = {"NICE": 25.0}  # of the rig; the others are given as multiples of the shaft speed
KINEMATICS = (
    ("6205-2RS", "Case Western Reserve University, drive end", {
        "bpfo": 3.58478, "bpfi": 5.41522, "ftf": 0.39831, "bsf": 2.35672,
        "ball_defect": 4.71344}),
    ("6203-2RS", "Case Western Reserve University, fan end", {
        "bpfo": 3.05312, "bpfi": 4.94688, "ftf": 0.38164, "ball_defect": 3.98768}),
    ("NICE", "MFPT; its printed 14.8375 Hz for the cage is wrong", {
        "bpfo": 81.1245, "bpfi": 118.8755, "ftf": 10.1406, "bsf": 63.864}),
)  # fmt: skip
WORDS = {"bpfo": "BPFO", "bpfi": "BPFI", "ftf": "FTF", "bsf": "BSF", "ball_defect": "2×BSF"}


def _envelope(*, squared: bool) -> EnvelopeSpectrum:
    """Of (1 + ½ cos 2π50t) cos 2π4000t."""
    time = np.arange(20_000) / 20_000
    tone = (1 + 0.5 * np.cos(2 * np.pi * 50 * time)) * np.cos(2 * np.pi * 4000 * time)
    return envelope_spectrum(tone, 20_000, squared=squared, window=Window.BOXCAR)


def _echo(times: int) -> float:
    noise = np.random.default_rng(1).standard_normal(4096)
    echoed = noise + 0.5 * np.roll(noise, 300)
    difference = real_cepstrum(echoed, 1000.0).values - real_cepstrum(noise, 1000.0).values
    return float(difference[300 * times])


def envelopes() -> Iterator[Row]:
    """An amplitude-modulated tone with a depth of one half."""
    for what, expected, measure in (
        ("envelope, line at the modulation: m", 0.5,
         lambda: float(_envelope(squared=False).amplitude[50])),
        ("squared envelope, line at the modulation: 2m", 1.0,
         lambda: float(_envelope(squared=True).amplitude[50])),
        ("squared envelope, line at twice it: m²/2", 0.125,
         lambda: float(_envelope(squared=True).amplitude[100])),
        ("squared envelope, mean: 1 + m²/2", 1.125,
         lambda: _envelope(squared=True).mean),
    ):  # fmt: skip
        yield Row("envelope of an AM tone, m = 0.5", what, expected, "", 1e-6, BORGHESANI, measure,
                  6)  # fmt: skip
    yield Row("envelope of an AM tone, m = 0.5", "fourth moment of the tone, by the lines of its "
              "squared envelope", 0.375 * (1 + 0.75 + 3 / 128), "", 1e-6, BORGHESANI,
              _fourth_moment, 6)  # fmt: skip


def _fourth_moment() -> float:
    """⟨e⁴⟩ is the mean's square and half the lines' squares; of the tone itself 3/8 of it."""
    found = _envelope(squared=True)
    return 0.375 * float(found.mean**2 + (found.amplitude[1:] ** 2).sum() / 2)


@cache
def _edited() -> tuple[float, float]:
    """Share of the family's power that a comb lifter leaves, and the defect line's change in dB."""
    samples = gear_and_bearing(0)
    edited = liftered(samples, comb_lifter(COUNT, RATE_HZ, 25.0, 0.02))
    left = float(family_power(edited).sum() / family_power(samples).sum())
    return 100 * left, 20 * float(np.log10(defect_line(edited) / defect_line(samples)))


def cepstra() -> Iterator[Row]:
    """An echo of half the strength."""
    for times, expected in ((1, 0.25), (2, -0.0625), (3, 0.125 / 6)):
        yield Row("cepstrum of an echo, a = 0.5", f"line at {times} × the lag", expected, "", 1e-6,
                  "closed form, aⁿ/2n with alternating sign", partial(_echo, times), 6)  # fmt: skip
    item = "comb lifter over 60 harmonics beside a bearing"
    yield Row(item, "share of the family's power that is left", 0.0, "%", 1.0,
              "at least 20 dB; Randall, Sawalhi 2011", lambda: _edited()[0])  # fmt: skip
    yield Row(item, "change of the defect's line", 0.0, "dB", 1.0, "Randall, Sawalhi 2011",
              lambda: _edited()[1], 2)  # fmt: skip


def kinematics() -> Iterator[Row]:
    """Defect orders of bearings whose frequencies are published."""
    for name, source, published in KINEMATICS:
        scale = SPEED_HZ.get(name, 1.0)
        found = orders(find(name))
        for family, expected in published.items():
            yield Row(
                f"kinematics of {name}", WORDS[family], expected,
                "Hz" if name in SPEED_HZ else "X", 1e-3 if name in SPEED_HZ else 2e-5, source,
                partial(_scaled, getattr(found, family), scale), 5 if scale == 1 else 4,
            )  # fmt: skip


def _scaled(order: float, scale: float) -> float:
    return order * scale


ROWS = (*envelopes(), *cepstra(), *kinematics())
