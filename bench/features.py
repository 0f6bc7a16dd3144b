"""The standard set of features against one transform of the same signal, in processor time.

    python -m bench.features [ROUNDS]

Signals of 102,400 samples. The peers are one rfft of the signal by scipy and by numpy, in their
usual double precision, with memory kept as a child keeps it; the ratio to scipy's in single
precision is printed beside them. Then 200 signals by one process and by two, which must agree in
every bit. tsfel is compared where it is installed. Exit code 1 where a goal is missed.
"""

import importlib
import importlib.util
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy import fft

from bench.spectra import at_least, at_most, least_s
from pfd_desktop.core.features.catalogue import NAMES
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import standard_features
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.workers.child import keep_large_blocks

SAMPLES, RATE_HZ = 102_400, 20_480.0
KNOWN = Known(BearingOrders(3.585, 5.415, 2.357, 0.398), 25.0)
SIGNALS = 200


def main() -> int:
    """Print a line for each goal; 1 where one is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    keep_large_blocks()
    one = signal(0)
    double = one.astype(np.float64)
    found = least_s(
        rounds,
        time.process_time,
        ours=lambda: standard_features(one, RATE_HZ, KNOWN),
        single=lambda: fft.rfft(one),
        scipy=lambda: fft.rfft(double),
        numpy=lambda: np.fft.rfft(double),
    )
    print(f"features {len(NAMES)}, {1e3 * found['ours']:.2f} ms a signal")
    print(f"features-to-one-scipy-rfft-single {found['ours'] / found['single']:.3g}")
    held = [
        at_most(f"features-to-one-{peer}-rfft", found["ours"] / found[peer], 12.0)
        for peer in ("scipy", "numpy")
    ]
    held += against_tsfel(found["ours"], double[0])
    return int(not all([*held, *processes()]))


def against_tsfel(ours_s: float, samples: np.ndarray) -> list[bool]:
    """How many times faster than tsfel's own default set."""
    if importlib.util.find_spec("tsfel") is None:
        print("features-tsfel: tsfel is not installed here, so it is not compared")
        return []
    tsfel = importlib.import_module("tsfel")
    wanted = tsfel.get_features_by_domain()
    extract = tsfel.time_series_features_extractor
    found = least_s(
        1, time.process_time, theirs=lambda: extract(wanted, samples, fs=RATE_HZ, verbose=0)
    )
    return [at_least("features-tsfel", found["theirs"] / ours_s, 60.0)]


def processes() -> list[bool]:
    """One process and two on the same signals: elapsed time, and whether all bits agree."""
    tables, elapsed = [], []
    for count in (1, 2):
        with ProcessPoolExecutor(count, get_context("spawn")) as pool:
            list(pool.map(features, range(2 * count)))  # warm
            begun = time.perf_counter()
            tables.append(np.array(list(pool.map(features, range(SIGNALS), chunksize=5))))
            elapsed.append(time.perf_counter() - begun)
    print(f"features-two-processes {elapsed[0] / elapsed[1]:.3g} (elapsed, on a quiet machine)")
    same = tables[0].tobytes() == tables[1].tobytes()
    return [at_least("features-bit-identical", float(same), 1.0)]


def signal(seed: int) -> np.ndarray:
    """Noise in single precision, one row."""
    return np.random.default_rng(seed).standard_normal((1, SAMPLES), dtype=np.float32)


def features(seed: int) -> np.ndarray:
    """The features of one signal; runs in a process of its own."""
    return standard_features(signal(seed), RATE_HZ, KNOWN)[0]


if __name__ == "__main__":
    sys.exit(main())
