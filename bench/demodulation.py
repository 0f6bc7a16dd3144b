"""Demodulation and bispectrum against the usual ways, in processor time of one thread.

    python -m bench.demodulation [ROUNDS]

Peers: scipy's sosfiltfilt, hilbert and rfft for envelopes, and so band by band for kurtograms;
outer products of each segment for the bispectrum; and one rfft of the same samples. Both sides in
turn, so that other load strikes alike; the least of the rounds counts. Exit code 1 where a goal is
missed.

The goal of the envelope is that of many records at once (dsp/envelope_batch), which no panel asks
for yet: a single look is made in double precision with all its lines, and is printed beside it.
"""

import os
import sys
import time
from collections.abc import Callable

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from numpy.typing import NDArray
from scipy import fft, signal

from pfd_desktop.core.dsp.bispectrum import bispectrum
from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.dsp.envelope_batch import squared_envelope_spectra
from pfd_desktop.core.dsp.kurtogram import kurtogram
from pfd_desktop.core.dsp.segment_transforms import segment_spectra

RATE_HZ = 20_480.0
SAMPLES = 102_400
BAND_HZ = (2000.0, 6000.0)
SHOWN_HZ = 1000.0
SEGMENT, LINES = 512, 128
LEVELS = 6

Call = Callable[[], object]


def main() -> int:
    """Print a line for each goal; 1 where one is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    random = np.random.default_rng(0)
    records = random.standard_normal((100, SAMPLES)).astype(np.float32)
    record = records[0]
    envelope = cpu_s(
        rounds,
        classic=lambda: classic_envelopes(records[:10].astype(np.float64)),  # a tenth, slow
        panel=lambda: [envelope_spectrum(one, RATE_HZ, BAND_HZ) for one in records[:10]],
        ours=lambda: squared_envelope_spectra(records, RATE_HZ, BAND_HZ, SHOWN_HZ),
        rfft=lambda: [fft.rfft(records[start : start + 4]) for start in range(0, 100, 4)],
    )
    bands = cpu_s(
        rounds,
        ours=lambda: kurtogram(record, RATE_HZ, LEVELS),
        rfft=lambda: fft.rfft(record),
    )
    bands["classic"] = cpu_s(1, classic=lambda: band_by_band(record.astype(np.float64)))["classic"]
    products = cpu_s(
        rounds,
        classic=lambda: outer_products(record),
        ours=lambda: bispectrum(segment_spectra(record, SEGMENT, SEGMENT // 2), LINES),
    )
    print(f"a look of the Spectrum panel: envelope {envelope['classic'] / envelope['panel']:.1f}")
    held = [
        at_least("envelope-classic", 10 * envelope["classic"] / envelope["ours"], 8.0),
        at_most("envelope-rfft", envelope["ours"] / envelope["rfft"], 1.6),
        at_least("kurtogram-filters", bands["classic"] / bands["ours"], 80.0),
        at_most("kurtogram-rfft", bands["ours"] / bands["rfft"], 16.0),
        at_least("bispectrum-outer", products["classic"] / products["ours"], 12.0),
    ]
    return int(not all(held))


def cpu_s(rounds: int, **calls: Call) -> dict[str, float]:
    """The least processor time of each, in seconds; each is warmed up first."""
    least = dict.fromkeys(calls, float("inf"))
    for number in range(rounds + 1):
        for name, call in calls.items():
            begun = time.process_time()
            call()
            took = time.process_time() - begun
            if number > 0 or rounds == 1:
                least[name] = min(least[name], took)
    return least


def classic_envelopes(records: NDArray[np.float64]) -> None:
    """Butterworth forward and backward, Hilbert, magnitude, spectrum, record by record."""
    sections = signal.butter(4, BAND_HZ, "bandpass", fs=RATE_HZ, output="sos")
    for record in records:
        envelope = np.abs(signal.hilbert(signal.sosfiltfilt(sections, record)))
        np.abs(np.fft.rfft(envelope - envelope.mean()))


def band_by_band(record: NDArray[np.float64]) -> list[float]:
    """Kurtosis of the envelope of each band of levels 1 to 6, thirds left out."""
    found = []
    for level in range(1, LEVELS + 1):
        width = RATE_HZ / 2 / 2**level
        for band in range(2**level):
            low = max(1.0, band * width + 1e-3 * width)
            high = min(RATE_HZ / 2 - 1, (band + 1) * width)
            sections = signal.butter(3, (low, high), "bandpass", fs=RATE_HZ, output="sos")
            power = np.abs(signal.hilbert(signal.sosfiltfilt(sections, record))) ** 2
            found.append(float((power**2).mean() / power.mean() ** 2 - 2))
    return found


def outer_products(record: NDArray[np.float32]) -> NDArray[np.complex128]:
    """The bispectrum as it is usually written."""
    weights = np.hanning(SEGMENT)
    lines = np.arange(LINES)
    total = np.zeros((LINES, LINES), dtype=np.complex128)
    starts = range(0, len(record) - SEGMENT + 1, SEGMENT // 2)
    for start in starts:
        spectrum = np.fft.rfft(record[start : start + SEGMENT] * weights)
        pairs = np.outer(spectrum[:LINES], spectrum[:LINES])
        total += pairs * np.conj(spectrum[lines[:, None] + lines[None]])
    return total / len(starts)


def at_least(name: str, value: float, limit: float) -> bool:
    """Print the line of a goal; how often faster."""
    print(f"{name} {value:.1f} {limit:g} {'pass' if value >= limit else 'fail'}")
    return value >= limit


def at_most(name: str, value: float, limit: float) -> bool:
    """Print the line of a goal; how many times as long."""
    print(f"{name} {value:.2f} {limit:g} {'pass' if value <= limit else 'fail'}")
    return value <= limit


if __name__ == "__main__":
    sys.exit(main())
