"""The file that own features are begun with; it is taken as it is."""

TEMPLATE = '''"""Own features: numbers that this project's recordings are described by as well.

Each function under @feature takes one window and gives one number. What is declared of it must be
written as plain text and numbers, for it is read without running this file.

    name      first; it names the column
    unit      "recording" for the unit of the samples; "1", "Hz", "dB" and the like
    formula   what is computed, in words or signs
    degree    a gain g multiplies the feature by g to this power: 1 for an amplitude, 2 for an
              energy, 0 for a ratio; this is tested. None follows no such rule; tell why in "note"
    version   count it up when the numbers become others
    needs     "speed" (window.shaft_hz), "bearing" (window.orders): without them it is not asked
    source    where it is from, if it is from elsewhere

Each feature has a known answer: a window for which you know what must come out. The file is taken
once all answers are right, the same window gives the same number again, and a gain does what is
declared. Add it in the Features panel, or by: pfd features add FILE
"""

import numpy as np

from pfd_desktop.core.features.own import Answer, Window, feature


@feature(
    "peak to peak",
    unit="recording",
    formula="max x − min x",
    degree=1,
    version=1,
)
def peak_to_peak(window: Window) -> float:
    """How far the samples reach."""
    return window.samples.max() - window.samples.min()


@peak_to_peak.answer
def _of_a_cosine() -> Answer:
    """An amplitude of 3 reaches over 6."""
    turns = np.arange(4096) / 64
    return Answer(Window(3.0 * np.cos(2 * np.pi * turns), rate_hz=8192.0), 6.0)


@feature(
    "shaft share",
    unit="1",
    formula="Σ |X|² within ±1 Hz of the speed / Σ |X|² without 0 Hz, Hann window",
    degree=0,
    version=1,
    needs=("speed",),
)
def shaft_share(window: Window) -> float:
    """How much of the vibration turns with the shaft."""
    count = len(window.samples)
    power = np.abs(np.fft.rfft(window.samples * np.hanning(count))) ** 2
    hz = np.fft.rfftfreq(count, 1 / window.rate_hz)
    near = np.abs(hz - window.shaft_hz) <= max(1.0, 2 * window.rate_hz / count)
    return power[near].sum() / power[1:].sum()


@shaft_share.answer
def _of_the_shaft_alone() -> Answer:
    """Nothing but the line of the shaft."""
    time_s = np.arange(8192) / 8192.0
    samples = np.sin(2 * np.pi * 32.0 * time_s)
    return Answer(Window(samples, rate_hz=8192.0, shaft_hz=32.0), 1.0, within=1e-3)
'''
