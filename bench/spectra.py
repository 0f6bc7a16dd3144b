"""Spectra against their peers, in processor time (on two cores: in elapsed time).

    python -m bench.spectra [ROUNDS]

Ours are the analyses themselves, from samples to figure, with memory kept as a child keeps it; for
batches what a waterfall computes.
Peers: mkl_fft for batches where it is installed, a copy of the same bytes, scipy's ShortTimeFFT and
welch. Both sides in turn, so that other load strikes alike; the least of the rounds counts. Exit
code 1 where a goal is missed.
"""

import importlib
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np
from scipy import signal

from bench.looks import look
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.segments import BLOCK, overlapping
from pfd_desktop.core.dsp.time_frequency import grouped_spectra
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.workers.child import keep_large_blocks

RATE_HZ = 20_480.0
RECORD = 1 << 22
BATCH = (1000, 20_480)
SLICE, HOP = 2048, 512
SEGMENT = 8192

Call = Callable[[], object]
Transform = Callable[[np.ndarray], np.ndarray]


def main() -> int:
    """Print a line for each goal; 1 where one is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    keep_large_blocks()
    random = np.random.default_rng(0)
    record = random.standard_normal(RECORD).astype(np.float32)
    hann = window_values(Window.HANN, SLICE).astype(np.float32)
    theirs = signal.ShortTimeFFT(hann, hop=HOP, fs=RATE_HZ)
    overlap = 100 * (1 - HOP / SLICE)
    stft = least_s(
        max(2, rounds // 2),
        time.process_time,
        ours=look("stft", record, RATE_HZ, lines=SLICE / 2, overlap=overlap),
        peer=lambda: theirs.spectrogram(record),
    )
    welch = least_s(
        rounds,
        time.process_time,
        ours=look("psd", record, RATE_HZ, lines=SEGMENT / 2),
        peer=lambda: signal.welch(record, RATE_HZ, nperseg=SEGMENT),
    )
    return int(
        not all(
            [
                *batches(rounds, random.standard_normal(BATCH, dtype=np.float32)),
                at_least("stft-short-time-fft", stft["peer"] / stft["ours"], 5.0),
                at_least("welch-scipy", welch["peer"] / welch["ours"], 4.5),
            ]
        )
    )


def batches(rounds: int, records: np.ndarray) -> list[bool]:
    """Spectra of many pieces: one thread against MKL's, two against a copy."""
    halves = np.array_split(records, 2)
    moved = np.empty((len(records), records.shape[1] + 2), dtype=np.float32)
    calls: dict[str, Call] = {
        "ours": lambda: spectra_of(records),
        "transforms": lambda: transforms_of(records),
    }
    if importlib.util.find_spec("mkl_fft") is None:
        print("batch-mkl: mkl_fft is not installed here, so it is not compared")
    else:
        mkl = importlib.import_module("mkl_fft")
        weights = window_values(Window.HANN, records.shape[1]).astype(np.float32)
        calls["mkl"] = lambda: spectra_by(mkl.rfft, records, weights)
        calls["mkl_transforms"] = lambda: mkl.rfft(records)
    found = least_s(2 * rounds, time.process_time, **calls)
    with ThreadPoolExecutor(2) as both:
        elapsed = least_s(
            rounds,
            time.perf_counter,
            ours=lambda: list(both.map(spectra_of, halves)),
            copy=lambda: np.copyto(moved[:, : records.shape[1]], records),
        )
    held = [at_most("batch-copy-two-cores", elapsed["ours"] / elapsed["copy"], 2.2)]
    if "mkl" in found:
        held.append(at_least("batch-mkl", found["mkl"] / found["ours"], 0.85))
        bare = found["mkl_transforms"] / found["transforms"]
        held.append(at_least("batch-mkl-transforms-alone", bare, 0.85))
    return held


def spectra_of(records: np.ndarray) -> object:
    """Amplitude spectra of all records, as a waterfall takes those of the pieces of a record."""
    count, size = records.shape
    cuts = overlapping(count * size, size, 0.0)
    return grouped_spectra(records.reshape(-1), RATE_HZ, cuts, np.arange(count), count)


def transforms_of(records: np.ndarray) -> None:
    """The same without mean, window and magnitude, as many at once as an analysis takes."""
    each = BLOCK // records.shape[1]
    for first in range(0, len(records), each):
        fourier.rfft_rows(records[first : first + each])


def spectra_by(rfft: Transform, records: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The amplitude spectra by another's transform."""
    spectra = np.abs(rfft((records - records.mean(axis=1, keepdims=True)) * weights))
    spectra *= np.float32(np.sqrt(2) / weights.sum())
    return spectra


def least_s(rounds: int, clock: Callable[[], float], **calls: Call) -> dict[str, float]:
    """The least time of each in seconds; each is warmed up first."""
    least = dict.fromkeys(calls, float("inf"))
    for number in range(rounds + 1):
        for name, call in calls.items():
            begun = clock()
            call()
            if number > 0:
                least[name] = min(least[name], clock() - begun)
    return least


def at_least(name: str, value: float, limit: float) -> bool:
    """Print a goal's line: ours must be so many times faster than the peer."""
    return _line(name, value, limit, value >= limit)


def at_most(name: str, value: float, limit: float) -> bool:
    """Print a goal's line: ours may take so many times as long as the peer."""
    return _line(name, value, limit, value <= limit)


def _line(name: str, value: float, limit: float, held: bool) -> bool:
    print(f"{name} {value:.3g} {limit:g} {'pass' if held else 'fail'}")
    return held


if __name__ == "__main__":
    sys.exit(main())
