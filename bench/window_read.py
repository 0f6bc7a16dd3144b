"""Reading random windows of a waveform file, against a bare memory map of the same samples.

From the root of the project: python -m bench.window_read [samples]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.blob import open_blob, write_blob

WINDOW = 20_480
READS = 2_000
ROUNDS = 7
LIMIT = 1.5


def main() -> int:
    """Print the ratio; 1 where it is above the limit."""
    count = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000_000
    with tempfile.TemporaryDirectory() as folder:
        raw, path = Path(folder) / "raw.bin", Path(folder) / "blob.h5"
        piece = np.random.default_rng(1).standard_normal(1_000_000, np.float32)
        samples = np.tile(piece, -(-count // len(piece)))[:count]
        samples.tofile(raw)
        write_blob(path, samples, 12_000.0, "g", "acceleration")
        del samples
        bare = np.memmap(raw, np.float32, "r")
        blob = open_blob(path)
        starts = np.random.default_rng(2).integers(0, count - WINDOW, READS).tolist()
        ways = {"bare": reader(bare, starts), "blob": reader(blob.samples, starts)}
        best = {name: min(cpu_us(way) for _ in range(ROUNDS)) for name, way in ways.items()}
        blob.close()
    ratio = best["blob"] / best["bare"]
    print(f"{count:,} samples, windows of {WINDOW:,}: " + _shown(best))
    verdict = "pass" if ratio <= LIMIT else "fail"
    print(f"GATE window-read-ratio {ratio:.2f} {LIMIT} {verdict}")
    return int(ratio > LIMIT)


def reader(samples: NDArray[np.float32], starts: list[int]) -> Callable[[], None]:
    """Copies every window into one buffer."""
    window = np.empty(WINDOW, np.float32)

    def read() -> None:
        for start in starts:
            window[:] = samples[start : start + WINDOW]

    return read


def cpu_us(read: Callable[[], None]) -> float:
    """Processor time of one window in microseconds."""
    begun = time.process_time()
    read()
    return (time.process_time() - begun) / READS * 1e6


def _shown(best: dict[str, float]) -> str:
    return ", ".join(f"{name} {microseconds:.1f} µs" for name, microseconds in best.items())


if __name__ == "__main__":
    raise SystemExit(main())
