"""MiniRocket: the share of a window in which each of many fixed kernels answers. Runs in children.

Dempster, Schmidt & Webb, KDD 2021: 84 kernels of nine weights, three of them 2 and six −1, spread
over the window by dilation. A feature is the share of samples at which a kernel's answer exceeds a
bias; biases are quantiles of its answers in windows that are learned from. Every window is first
brought to zero mean and unit deviation by itself, so that gain and unit do not matter.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

TAPS = 9
KERNELS = tuple(combinations(range(TAPS), 3))  # where the weight is 2; 84 of them
FEATURES = 10_000  # at most; the largest multiple of 84 below is made
MOST_DILATIONS = 32
_CENTRE = TAPS // 2
_PIECE = 1 << 16  # samples worked on at once: they and their nine shifts stay in a core's cache
_MOST_IN_A_BYTE = 255

Waves = NDArray[np.float32]


def standardised(windows: NDArray[np.floating]) -> Waves:
    """Each row with mean 0 and deviation 1; a row without any change becomes 0."""
    centred = windows - windows.mean(axis=1, keepdims=True, dtype=np.float64)
    deviation = np.sqrt(np.square(centred).mean(axis=1, keepdims=True))
    return np.asarray(centred / np.where(deviation > 0, deviation, 1.0), dtype=np.float32)


def lay_out(length: int, features: int = FEATURES) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Dilations for windows of *length* samples, and how many biases a kernel has at each.

    At most 32, spaced evenly in their logarithm up to the one at which a kernel spans the window;
    those that round to the same number share their biases. Raises InvalidInput for windows shorter
    than a kernel.
    """
    if length < TAPS:
        raise InvalidInput(f"MiniRocket needs windows of at least {TAPS} samples, not {length}.")
    each = features // len(KERNELS)
    wanted = min(each, MOST_DILATIONS)
    spread = np.logspace(0, np.log2((length - 1) / (TAPS - 1)), wanted, base=2)
    dilations, times = np.unique(spread.astype(np.int64), return_counts=True)
    counts = times * each // wanted
    short = each - counts.sum()  # what rounding down left over goes to the shortest dilations
    counts += short // len(counts)
    counts[: short % len(counts)] += 1
    return dilations, counts


def answer(wave: Waves, kernel: tuple[int, int, int], dilation: int) -> Waves:
    """One kernel's answer at every sample of one window, which is 0 outside of itself."""
    reach = _CENTRE * dilation
    padded = np.pad(wave, reach)
    shifts = [padded[k * dilation : k * dilation + len(wave)] for k in range(TAPS)]
    threefold = 3 * np.sum([shifts[k] for k in kernel], axis=0)
    return np.asarray(threefold - np.sum(shifts, axis=0), dtype=np.float32)


def bias_quantiles(
    waves: Iterable[Waves], dilations: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Biases in the order of the features; *waves* has one wave for each dilation and kernel.

    Which quantiles of the answers they are is told by multiples of the golden ratio, modulo 1.
    """
    pairs = product(zip(dilations, counts, strict=True), KERNELS)
    biases: list[float] = []
    for wave, ((dilation, count), kernel) in zip(waves, pairs, strict=True):
        number = np.arange(len(biases) + 1, len(biases) + count + 1)
        shares = number * ((np.sqrt(5) + 1) / 2) % 1
        biases += np.quantile(answer(wave, kernel, int(dilation)), shares).tolist()
    return np.array(biases, dtype=np.float32)


class MiniRocket:
    """The transform, with biases once fitted; a step of a scikit-learn Pipeline."""

    def __init__(self, seed: int, features: int = FEATURES) -> None:
        self.seed, self.features = seed, features

    def fit(self, windows: NDArray[np.floating], targets: object = None) -> Self:
        """Take the biases from *windows* (rows × samples), one drawn by chance for each kernel at
        each dilation. Raises InvalidInput for windows shorter than a kernel.
        """
        del targets  # nothing of the classes is learned here
        self.length_ = windows.shape[1]
        self.dilations_, self.counts_ = lay_out(self.length_, self.features)
        pairs = len(self.dilations_) * len(KERNELS)
        rows = np.random.default_rng(self.seed).integers(len(windows), size=pairs)
        waves = (standardised(windows[row : row + 1])[0] for row in rows)
        self.biases_ = bias_quantiles(waves, self.dilations_, self.counts_)
        return self

    def transform(self, windows: NDArray[np.floating]) -> NDArray[np.float32]:
        """Shares from 0 to 1, rows × features: by dilation, then kernel, then bias.

        Raises InvalidInput for windows of another length than those of fit. Each window's row is
        the same, to the bit, whatever stands beside it.
        """
        if windows.shape[1] != self.length_:
            raise InvalidInput(
                f"This MiniRocket was fitted on windows of {self.length_} samples and cannot read"
                f" windows of {windows.shape[1]}."
            )
        found = np.empty((len(windows), len(self.biases_)), dtype=np.float32)
        each = max(1, _PIECE // self.length_)
        for first in range(0, len(windows), each):
            piece = standardised(windows[first : first + each])
            found[first : first + each] = self.shares(piece)
        return found

    def shares(self, waves: Waves) -> NDArray[np.float32]:
        """As transform, of a few windows as they are: nothing is scaled, memory is not bounded."""
        counter = _Counter(len(waves), self.length_, len(self.biases_))
        samples: list[int] = []
        for place, (dilation, count) in enumerate(zip(self.dilations_, self.counts_, strict=True)):
            for told, inside in _answers(waves, int(dilation), place, counter.width):
                first = len(samples)
                counter.count(told, self.biases_[first : first + count], first)
                samples += [inside] * int(count)
        return np.asarray(counter.counted().T / np.array(samples), dtype=np.float32)


def _answers(waves: Waves, dilation: int, place: int, width: int) -> Iterator[tuple[Waves, int]]:
    """Every kernel's answers in windows × *width*, and of how many samples they are.

    Every other kernel is asked only where it lies wholly inside of the window; −∞, which no bias
    is below, stands for the rest and fills the rows up.
    """
    rows, length = waves.shape
    reach = _CENTRE * dilation
    thrice = np.zeros((TAPS, rows, width), dtype=np.float32)
    for k in range(TAPS):
        shift = (k - _CENTRE) * dilation
        to, out_of = slice(max(0, -shift), length - max(0, shift)), slice(max(0, shift), None)
        thrice[k, :, to] = np.float32(3) * waves[:, out_of][:, : to.stop - to.start]
    everywhere = thrice.sum(axis=0) / np.float32(-3)
    everywhere[:, length:] = -np.inf
    inside = everywhere.copy()
    inside[:, :reach] = inside[:, length - reach :] = -np.inf
    bases, told = ((everywhere, length), (inside, length - 2 * reach)), np.empty_like(inside)
    pairs = (np.empty_like(told), np.empty_like(told))
    before = None
    for number, (a, b, c) in enumerate(KERNELS):
        if (a, b) != before:  # kernels that share two of their places follow one another
            before = a, b
            both = thrice[a] + thrice[b]
            for pair, (base, _) in zip(pairs, bases, strict=True):
                np.add(base, both, out=pair)
        way = (place + number) % 2
        np.add(pairs[way], thrice[c], out=told)
        yield told, bases[way][1]


class _Counter:
    """How many numbers of each row are above each bias: eight are counted at a time, as the bytes
    of a word, and the bytes are added at the end.
    """

    def __init__(self, rows: int, length: int, biases: int) -> None:
        words = -(-length // 8)
        groups = -(-words // _MOST_IN_A_BYTE)  # a byte holds no larger count
        words = -(-words // groups)
        self.width = 8 * words * groups
        self._flags = np.empty((rows, self.width), dtype=np.bool_)
        self._words = self._flags.view(np.uint64).reshape(rows, groups, words)
        self._tally = np.empty((biases, rows, groups), dtype=np.uint64)

    def count(self, told: Waves, biases: NDArray[np.float32], first: int) -> None:
        """Compare *told*, rows × ``width``, with *biases*, of which the first is number *first*."""
        for number, bias in enumerate(biases, first):
            np.greater(told, bias, out=self._flags)
            np.add.reduce(self._words, axis=2, out=self._tally[number])

    def counted(self) -> NDArray[np.uint32]:
        """The counts, biases × rows."""
        return np.asarray(self._tally.view(np.uint8).sum(axis=2, dtype=np.uint32))
