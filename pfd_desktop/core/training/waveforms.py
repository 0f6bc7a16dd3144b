"""Windows of waveform files, for what reads waveforms; read through memory maps in children."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Member, Windows
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.windows import window_digest, window_starts
from pfd_desktop.core.networks.knowing import FACTS, facts
from pfd_desktop.core.training.moving import moved
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput, InvalidRecording


class WaveformWindows:
    """Windows without overlap of all members, and their samples on demand."""

    def __init__(
        self,
        members: Sequence[Member],
        waveforms: Sequence[NDArray[np.float32]],
        length: int,
        told: NDArray[np.float32] | None = None,  # FACTS of each member
    ) -> None:
        self._waveforms = waveforms
        self._told = np.zeros((len(members), FACTS), np.float32) if told is None else told
        self._length = length
        starts = [window_starts(len(samples), length, 0.0) for samples in waveforms]
        record = np.repeat(np.arange(len(members)), [len(own) for own in starts])
        start = np.concatenate(starts)
        digests = [window_digest(one) for one in self._each(record, start)]
        self.windows = Windows(
            tuple(members), record, start, start + length, np.array(digests, dtype=np.uint64)
        )

    def samples(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The windows' samples, rows × length."""
        found = np.empty((len(rows), self._length), dtype=np.float32)  # a third of np.stack's time
        each = self._each(self.windows.record[rows], self.windows.start[rows])
        for place, one in enumerate(each):
            found[place] = one
        return found

    def moved(
        self, rows: NDArray[np.int64], shift: NDArray[np.float64], factor: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """The windows *shift* of their length on and *factor* times as fast, rows × length."""
        found = np.empty((len(rows), self._length), dtype=np.float32)
        for place, row in enumerate(rows.tolist()):
            waveform = self._waveforms[self.windows.record[row]]
            start = int(self.windows.start[row])
            found[place] = moved(
                waveform, start, self._length, shift=shift[place], factor=factor[place]
            )
        return found

    def told(
        self, rows: NDArray[np.int64], factor: NDArray[np.float64] | float = 1.0
    ) -> NDArray[np.float32]:
        """What is known of the windows' recordings, rows × FACTS, the shaft *factor* as fast."""
        found = self._told[self.windows.record[rows]]
        found[:, 0] *= factor
        return found

    def _each(
        self, record: NDArray[np.int64], start: NDArray[np.int64]
    ) -> Iterator[NDArray[np.float32]]:
        for number, first in zip(record.tolist(), start.tolist(), strict=True):
            yield self._waveforms[number][first : first + self._length]


@contextmanager
def open_windows(
    members: Sequence[Member], paths: Sequence[Path], length: int, known: Sequence[Known] = ()
) -> Iterator[WaveformWindows]:
    """Map all waveforms; refuses different rates and recordings shorter than a window.

    *known* in the order of members, or of none.
    """
    with ExitStack() as stack:
        blobs = []
        for path in paths:
            blob = open_blob(path)
            stack.callback(blob.close)
            blobs.append(blob)
        rates = sorted({blob.rate_hz for blob in blobs})
        if len(rates) > 1:
            raise InvalidInput(
                f"This classifier reads waveforms of one sampling rate; these have"
                f" {', '.join(f'{rate:g}' for rate in rates)} Hz. Choose recordings of one rate."
            )
        for member, blob in zip(members, blobs, strict=True):
            if len(blob.samples) < length:
                raise InvalidRecording(
                    f"{member.name} has {len(blob.samples)} samples, fewer than one window of"
                    f" {length}. Leave it out or choose shorter windows."
                )
        told = np.stack([facts(one, rates[0]) for one in known]) if known else None
        yield WaveformWindows(members, [blob.samples for blob in blobs], length, told)
