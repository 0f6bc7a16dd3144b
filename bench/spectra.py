"""Spectra against their peers, in processor time (on two cores: in elapsed time).

    python -m bench.spectra [ROUNDS]

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

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np
from scipy import signal

from pfd_desktop.core.dsp.batch import magnitudes
from pfd_desktop.core.dsp.segments import Cuts
from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.core.dsp.stft import spectrogram
from pfd_desktop.core.dsp.time_frequency import grouped_spectra
from pfd_desktop.core.dsp.windows import Window, window_values

RATE_HZ = 20_480.0
RECORD = 1 << 22
BATCH = (1000, 20_480)
SLICE, HOP = 2048, 512
SEGMENT = 8192

Call = Callable[[], object]


def main() -> int:
    """Print a line for each goal; 1 where one is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    random = np.random.default_rng(0)
    record = random.standard_normal(RECORD).astype(np.float32)
    weights = window_values(Window.HANN, SLICE)
    theirs = signal.ShortTimeFFT(weights.astype(np.float32), hop=HOP, fs=RATE_HZ)
    cuts = Cuts(np.arange(0, RECORD - SLICE + 1, HOP), SLICE)
    pieces = len(cuts.starts)
    stft = least_s(
        max(2, rounds // 3),
        time.process_time,
        ours=lambda: spectrogram(record, weights, HOP, single=True),
        peer=lambda: theirs.spectrogram(record),
        panel=lambda: grouped_spectra(record, RATE_HZ, cuts, np.arange(pieces), pieces),
    )
    print(f"a look of the Maps panel: stft {stft['peer'] / stft['panel']:.1f}")
    welch = least_s(
        rounds,
        time.process_time,
        ours=lambda: psd(record, RATE_HZ, segment=SEGMENT, single=True),
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
    """Spectra of many records: one thread against MKL's, two against a copy."""
    lines = np.empty((len(records), records.shape[1] // 2 + 1), dtype=np.float32)
    moved = np.empty((len(records), records.shape[1] + 2), dtype=np.float32)
    calls: dict[str, Call] = {"ours": lambda: magnitudes(records, out=lines)}
    if importlib.util.find_spec("mkl_fft") is None:
        print("batch-mkl: mkl_fft is not installed here, so it is not compared")
    else:
        mkl = importlib.import_module("mkl_fft")
        calls["mkl"] = lambda: np.abs(mkl.rfft(records), out=lines)
        calls["mkl_bare"] = lambda: mkl.rfft(records)
    found = least_s(2 * rounds, time.process_time, **calls)
    elapsed = least_s(
        rounds,
        time.perf_counter,
        ours=lambda: magnitudes(records, workers=2, out=lines),
        copy=lambda: np.copyto(moved[:, : records.shape[1]], records),
    )
    held = [at_most("batch-copy-two-cores", elapsed["ours"] / elapsed["copy"], 2.2)]
    if "mkl" in found:
        print(f"batch-mkl-with-magnitudes {found['mkl'] / found['ours']:.3g}")
        held.append(at_least("batch-mkl", found["mkl_bare"] / found["ours"], 0.85))
    return held


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
