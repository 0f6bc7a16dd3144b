"""Whether one recording is the beginning of another, as of a file that was read too early."""

from contextlib import closing
from pathlib import Path

import numpy as np

from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.progress import Progress

_PIECE = 1 << 20  # samples compared at once


def begins_with(whole: Path, half: Path, progress: Progress) -> bool:
    """Whether the waveform file *whole* is longer than *half* and begins with its samples.

    But for the last of them: the number in which a text was cut is another one.
    """
    progress.report(0.0, "Comparing a file with its beginning")
    with closing(open_blob(whole)) as long, closing(open_blob(half)) as short:
        count = len(short.samples) - 1
        return len(long.samples) > count + 1 and all(
            np.array_equal(long.samples[i : min(i + _PIECE, count)], piece)
            for i in range(0, count, _PIECE)
            for piece in [short.samples[i : min(i + _PIECE, count)]]
        )
