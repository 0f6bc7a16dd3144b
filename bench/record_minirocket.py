"""What aeon's MiniRocket makes of a few windows, kept for tests/core/classical/test_minirocket.py.

aeon is no dependency, not even of the tests: it wants older versions of numpy, numba and pandas.
In an environment of its own (recorded with aeon 1.6.0), from the root of the project:

pip install aeon && python -m bench.record_minirocket
"""

from pathlib import Path

import numpy as np
from aeon.transformations.collection.convolution_based import MiniRocket

TARGET = Path("tests/core/classical/data/minirocket_aeon.npz")
LENGTHS, FEATURES = (64, 301), 840


def main() -> None:
    """Windows of whole numbers, so that no sum of theirs is rounded, and aeon's answers."""
    draw = np.random.default_rng(2021)
    kept = {}
    for length in LENGTHS:
        wave = 40 * np.sin(np.arange(length) * np.array([[0.05], [0.4], [1.9]]))
        windows = np.rint(wave + draw.normal(scale=15, size=wave.shape)).astype(np.float32)
        made = MiniRocket(n_kernels=FEATURES, random_state=0).fit(windows[:1, None])
        _, _, dilations, counts, biases = made.parameters
        kept |= {
            f"windows {length}": windows.astype(np.int16),
            f"dilations {length}": dilations,
            f"counts {length}": counts,
            f"biases {length}": biases,  # of the first window alone
            f"features {length}": made.transform(windows[:, None]).astype(np.float32),
        }
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(TARGET, **kept)


if __name__ == "__main__":
    main()
