"""Demodulation and bispectrum against the usual ways, in processor time of one thread.

    python -m bench.demodulation [ROUNDS]

Peers: scipy's sosfiltfilt, hilbert and rfft for envelopes, and so band by band for kurtograms;
outer products of each segment for bispectrum and bicoherence; one rfft of the same samples. Both
sides in turn, so that other load strikes alike; the least of the rounds counts. Envelopes and
bicoherence are whole looks, from samples to figure, with memory kept as a child keeps it;
envelopes of windows are five at once, as features are extracted, and of records four. A hundred
records' rfft are held against one by one, as a look takes them. Eight at once fill the vector units
and take less than half of that; the envelope takes 1.9 to 2.0 of it, which is told and not held:
plain transforms, on so few samples that sidebands fold onto each other, take 1.5 to 1.8 themselves.
Exit code 1 where a goal is missed.
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

from bench.looks import look
from pfd_desktop.core.dsp import side_by_side, single_precision
from pfd_desktop.core.dsp.bispectrum import triple_products
from pfd_desktop.core.dsp.kurtogram import kurtogram
from pfd_desktop.core.dsp.segment_transforms import segment_spectra
from pfd_desktop.core.dsp.windows import REACH, Window, tapered
from pfd_desktop.core.features.block import Block
from pfd_desktop.core.features.lines import envelope_lines
from pfd_desktop.core.features.spec import Known
from pfd_desktop.workers.child import keep_large_blocks

RATE_HZ = 20_480.0
SAMPLES = 102_400
BAND_HZ = (2000.0, 6000.0)
SHOWN_HZ = 1000.0
WINDOW, SHAFT_HZ = 20_480, 25.0
RECORDS = 100
SEGMENT = 512
LEVELS = 6

Call = Callable[[], object]


def main() -> int:
    """Print a line for each goal; 1 where one is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    keep_large_blocks()
    random = np.random.default_rng(0)
    record = random.standard_normal(SAMPLES).astype(np.float32)
    double = record.astype(np.float64)
    envelope = cpu_s(
        rounds,
        classic=lambda: classic_envelope(double),
        squared=look("squared-envelope", record, RATE_HZ, band=BAND_HZ, highest=SHOWN_HZ),
        magnitude=look("envelope", record, RATE_HZ, band=BAND_HZ, highest=SHOWN_HZ),
        rfft=lambda: fft.rfft(record),
    )
    windows = envelopes_of_windows(rounds, record)
    records = envelopes_of_records(max(2, rounds // 2))
    bands = cpu_s(
        rounds,
        ours=lambda: kurtogram(record, RATE_HZ, LEVELS),
        look=look("kurtogram", record, RATE_HZ, level=LEVELS),
        rfft=lambda: fft.rfft(record),
    )
    bands["classic"] = cpu_s(1, classic=lambda: band_by_band(record.astype(np.float64)))["classic"]
    products = cpu_s(
        max(2, rounds // 2),
        outer=lambda: outer_products(record, normalised=False),
        classic=lambda: outer_products(record, normalised=True),
        products=lambda: triple_products(segment_spectra(record, SEGMENT, SEGMENT // 2)),
        ours=look("bicoherence", record, RATE_HZ, segment=SEGMENT),
    )
    advised = bands["classic"] / bands["look"]
    print(f"a look at a kurtogram, which advises bands by evidence as well: {advised:.0f}")
    batch = {name: took / records["rfft"] for name, took in records.items()}
    print(
        f"envelopes of a hundred records, in rfft of eight at once: {batch['ours']:.2f};"
        f" plain transforms that fold: {batch['bare']:.2f}; rfft one by one: {batch['single']:.2f}"
    )
    held = [
        at_least("envelope-of-records-classic", records["classic"] / records["ours"], 8.0),
        at_most("envelope-of-records-rfft-one-by-one", records["ours"] / records["single"], 1.6),
        at_least("envelope-of-windows-classic", windows["classic"] / windows["ours"], 8.0),
        at_least("squared-envelope-classic", envelope["classic"] / envelope["squared"], 8.0),
        at_least("envelope-classic", envelope["classic"] / envelope["magnitude"], 8.0),
        at_most("squared-envelope-rfft", envelope["squared"] / envelope["rfft"], 1.6),
        at_least("kurtogram-filters", bands["classic"] / bands["ours"], 80.0),
        at_most("kurtogram-rfft", bands["ours"] / bands["rfft"], 16.0),
        at_least("bispectrum-outer", products["outer"] / products["products"], 12.0),
        at_least("bicoherence-outer", products["classic"] / products["ours"], 12.0),
    ]
    return int(not all(held))


def envelopes_of_windows(rounds: int, record: NDArray[np.float32]) -> dict[str, float]:
    """Squared envelope spectra of many windows at once, as features are extracted from them."""
    windows = record.reshape(-1, WINDOW)
    level, known = np.ones(len(windows)), Known(shaft_hz=SHAFT_HZ)
    lines = round(SHOWN_HZ * WINDOW / RATE_HZ)
    return cpu_s(
        rounds,
        classic=lambda: [classic_envelope(window.astype(np.float64)) for window in windows],
        ours=lambda: envelope_lines(Block(windows, level, RATE_HZ, known), lines),
    )


def envelopes_of_records(rounds: int) -> dict[str, float]:
    """Squared envelope spectra of a hundred records, four at once; bare is the shortest way to a
    spectrum of an envelope, on as few samples as the band has lines, which do not hold it."""
    random = np.random.default_rng(1)
    records = random.standard_normal((RECORDS, SAMPLES)).astype(np.float32)
    first, last = (round(hz * SAMPLES / RATE_HZ) for hz in BAND_HZ)
    wanted = round(SHOWN_HZ * SAMPLES / RATE_HZ) + 1
    size = side_by_side.fast_length(last - first + wanted + REACH)

    def ours() -> None:
        for start in range(0, RECORDS, 4):
            bands = single_precision.rfft(records[start : start + 4])[:, first:last]
            lines, _ = single_precision.squared_envelope_transform(bands, size, wanted + REACH)
            np.abs(tapered(lines, Window.HANN, size))

    def bare() -> None:
        for start in range(0, RECORDS, 4):
            power = single_precision.squared_magnitude(
                fft.ifft(fft.rfft(records[start : start + 4])[:, first:last])
            )
            power -= power.mean(axis=1, keepdims=True)
            np.abs(fft.rfft(power))

    one = records[0].astype(np.float64)
    found = cpu_s(
        rounds,
        classic=lambda: classic_envelope(one),
        ours=ours,
        bare=bare,
        single=lambda: [fft.rfft(record).shape for record in records],
        rfft=lambda: [fft.rfft(records[at : at + 8]) for at in range(0, RECORDS, 8)],
    )
    return found | {"classic": RECORDS * found["classic"]}


def cpu_s(rounds: int, **calls: Call) -> dict[str, float]:
    """The least processor time of each, in seconds; each is warmed up first.

    Each runs twice in a row, so that none pays for the caches that another one emptied.
    """
    least = dict.fromkeys(calls, float("inf"))
    for number in range(rounds + 1):
        for name, call in calls.items():
            for _ in range(2):
                begun = time.process_time()
                call()
                took = time.process_time() - begun
                if number > 0 or rounds == 1:
                    least[name] = min(least[name], took)
    return least


def classic_envelope(record: NDArray[np.float64]) -> None:
    """Butterworth forward and backward, Hilbert, magnitude, spectrum."""
    sections = signal.butter(4, BAND_HZ, "bandpass", fs=RATE_HZ, output="sos")
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


def outer_products(record: NDArray[np.float32], *, normalised: bool) -> NDArray[np.complex128]:
    """Bispectrum, or squared bicoherence, of the principal domain as they are usually written."""
    weights = np.hanning(SEGMENT)
    low, high = np.arange(SEGMENT // 4 + 1)[:, None], np.arange(SEGMENT // 2 + 1)
    both = np.minimum(low + high, SEGMENT // 2)  # beyond the domain: any line
    total = np.zeros(both.shape, dtype=np.complex128)
    pairs, sums = np.zeros((2, *both.shape))
    starts = range(0, len(record) - SEGMENT + 1, SEGMENT // 2)
    for start in starts:
        spectrum = np.fft.rfft(record[start : start + SEGMENT] * weights)
        pair, third = np.outer(spectrum[low], spectrum), spectrum[both]
        total += pair * np.conj(third)
        if normalised:
            pairs += np.abs(pair) ** 2
            sums += np.abs(third) ** 2
    return np.abs(total) ** 2 / (pairs * sums) if normalised else total / len(starts)


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
