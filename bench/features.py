"""The standard set of features against one transform of the same signal, in processor time.

    python -m bench.features [ROUNDS] [--signals N] [--peer PYTHON]

Signals of 102,400 samples. The peers are one rfft of the signal by scipy and by numpy, in their
usual double precision, with memory kept as a child keeps it; the ratio to scipy's in single
precision is printed beside them. Then tsfel's default set on the same signal, in turn with ours,
by the interpreter PYTHON, which is one that has it. Then N signals (2,000; each waveform file is
read ten times) as the program extracts them, by one child and by two in turn: elapsed time, memory
of the children, and whether all bits agree. Exit code 1 where a goal is missed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy import fft

from bench.spectra import at_least, at_most, least_s
from pfd_desktop.core.features.catalogue import NAMES
from pfd_desktop.core.features.extraction import Cut, extract
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import standard_features
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import SILENT, Progress
from pfd_desktop.workers.child import keep_large_blocks
from pfd_desktop.workers.processes import Processes

SAMPLES, RATE_HZ = 102_400, 20_480.0
KNOWN = Known(BearingOrders(3.585, 5.415, 2.357, 0.398), 25.0)
TIMES_READ = 10
TURNS = 3
MOST_CHILD_MIB = 400.0
# Told the signal's file, it times tsfel's default set each time that it is asked.
PEER = """
import contextlib, io, sys, time, warnings
import numpy, tsfel
warnings.simplefilter("ignore")
samples = numpy.load(sys.argv[1])
wanted = tsfel.get_features_by_domain()
for _ in sys.stdin:
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        found = tsfel.time_series_features_extractor(
            wanted, samples, fs=float(sys.argv[2]), verbose=0
        )
    print(time.process_time() - begun, found.shape[1], flush=True)
"""


def main() -> int:
    """Print a line for each goal; 1 where one is missed."""
    told = argparse.ArgumentParser()
    told.add_argument("rounds", nargs="?", type=int, default=30)
    told.add_argument("--signals", type=int, default=2000)
    told.add_argument("--peer", metavar="PYTHON")
    asked = told.parse_args()
    keep_large_blocks()
    with tempfile.TemporaryDirectory() as folder:
        held = against_transforms(asked.rounds)
        held += against_tsfel(asked.peer, Path(folder))
        held += children(asked.signals, Path(folder))
    return int(not all(held))


def against_transforms(rounds: int) -> list[bool]:
    """How many transforms of the signal the set takes."""
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
    return [
        at_most(f"features-to-one-{peer}-rfft", found["ours"] / found[peer], 12.0)
        for peer in ("scipy", "numpy")
    ]


def against_tsfel(python: str | None, folder: Path) -> list[bool]:
    """How many times faster than tsfel's own default set, each at its best of some turns."""
    if python is None:
        print("features-tsfel: no interpreter with tsfel is named, so it is not compared")
        return []
    one = signal(0)
    np.save(folder / "signal.npy", one[0].astype(np.float64))
    command = [python, "-c", PEER, str(folder / "signal.npy"), str(RATE_HZ)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, bufsize=1) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        theirs, ours = [], []
        for _ in range(TURNS + 1):  # the first warms both up
            peer.stdin.write("\n")
            took, count = peer.stdout.readline().split()
            theirs.append(float(took))
            call = {"ours": lambda: standard_features(one, RATE_HZ, KNOWN)}
            ours.append(least_s(5, time.process_time, **call)["ours"])
        peer.stdin.close()
    print(f"tsfel {count} features, {1e3 * min(theirs[1:]):.0f} ms a signal")
    return [at_least("features-tsfel", min(theirs[1:]) / min(ours[1:]), 60.0)]


def children(count: int, folder: Path) -> list[bool]:
    """One child and two in turn on the same signals, as the program extracts them."""
    files = [written(seed, folder) for seed in range(max(1, count // TIMES_READ))]
    cuts = [
        Cut(files[number % len(files)], str(number), SAMPLES, 0.0, KNOWN) for number in range(count)
    ]
    pools = {number: Processes(number) for number in (1, 2)}
    elapsed: dict[int, list[float]] = {1: [], 2: []}
    bits: dict[int, set[bytes]] = {1: set(), 2: set()}
    held_mib = 0.0
    for turn in range(TURNS + 1):
        for number, pool in pools.items():
            begun = time.perf_counter()
            told = answers(pool, cuts if turn else cuts[:20])
            if turn:
                elapsed[number].append(time.perf_counter() - begun)
                bits[number].add(b"".join(values for values, _ in told))
            held_mib = max(held_mib, *(mib for _, mib in told))
    for pool in pools.values():
        pool.close()
    print(f"{count} signals: {shown(elapsed[1])} s by one child, {shown(elapsed[2])} s by two")
    ratio = min(elapsed[1]) / min(elapsed[2])
    same = len(bits[1] | bits[2]) == 1
    return [
        at_least("features-two-processes", ratio, 1.9),
        at_most("features-memory-mib", held_mib, MOST_CHILD_MIB),
        at_least("features-bit-identical", float(same), 1.0),
    ]


def answers(pool: Processes, cuts: Sequence[Cut]) -> list[tuple[bytes, float]]:
    """What each cut gave."""
    found = pool.map(SILENT, extracted, cuts)
    return [one for one in found if not isinstance(one, PfdError)]


def extracted(cut: Cut, progress: Progress) -> tuple[bytes, float]:
    """The bits of the features, and the most memory in MiB that this child ever held."""
    import resource

    values = extract(cut, progress).values
    return values.tobytes(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def written(seed: int, folder: Path) -> Path:
    """A signal as a project keeps it."""
    path = folder / f"{seed}.h5"
    write_blob(path, signal(seed)[0], RATE_HZ, "g", "acceleration")
    return path


def shown(times: Sequence[float]) -> str:
    """Times in seconds as they came."""
    return ", ".join(f"{one:.2f}" for one in times)


def signal(seed: int) -> np.ndarray:
    """Noise in single precision, one row."""
    return np.random.default_rng(seed).standard_normal((1, SAMPLES), dtype=np.float32)


if __name__ == "__main__":
    sys.exit(main())
