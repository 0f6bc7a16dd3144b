"""A long transform in single precision as short ones side by side, which fill the vector units.

A length of p·m parts into p transforms of every p-th value and m of p values each, with a factor
e^{−2πi rk/n} between (Cooley and Tukey 1965; Bailey 1990): the same numbers but for rounding, in
two thirds of the time.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier

SingleComplexes = NDArray[np.complex64]
Singles = NDArray[np.float32]

_SHORT = 1 << 15  # shorter ones are in the cache as they are
_LONG = 1 << 20  # longer ones are turned in fewer parts: so many rows stay in the cache
_TABLE = 1 << 20  # factors that are worth keeping: 8 MB
_FINE = 64
_MOST, _FEWEST = 16, 4  # parts; values that a vector unit takes at once


def suits(size: int) -> bool:
    """Whether transforms of *size* are faster this way."""
    return size >= _SHORT and _parts_of(size) >= _FEWEST


def fast_length(size: int) -> int:
    """The next length that transforms fast this way."""
    return _MOST * fourier.fast_length(-(-size // _MOST))


def rfft(values: Singles) -> SingleComplexes:
    """One-sided transform of a row of *values*."""
    size = len(values)
    parts = min(_parts_of(size), _MOST if size <= _LONG else _MOST // 2)
    return ended(begun(values.reshape(-1, parts)), size)


def begun(columns: Singles) -> SingleComplexes:
    """The transform of the values that *columns* are in reading order, but for its last step.

    Line k1 + each·k2, of *each* rows, is line k2 of the transform of row k1; k1 ≤ each/2.
    """
    from scipy import fft

    each, parts = columns.shape
    short = np.asarray(fft.rfft(columns, axis=0), dtype=np.complex64)
    short *= factors(each // 2 + 1, parts, columns.size)
    return short


def ended(lines: SingleComplexes, size: int) -> SingleComplexes:
    """The one-sided transform of *size* values of which *lines* are ``begun``; they are kept."""
    from scipy import fft

    parts = lines.shape[1]
    both = np.asarray(fft.fft(lines, axis=1), dtype=np.complex64)
    found = np.empty(size // 2 + 1, dtype=np.complex64)
    _put_in_order(found[:-1], both[:, : parts // 2], both[:, : parts // 2 - 1 : -1])
    found[-1] = both[0, parts // 2]
    return found


def first_lines(values: Singles, count: int) -> SingleComplexes:
    """The first *count* lines of the transform of a row of *values*."""
    return first_of_columns(values.reshape(-1, _parts_of(len(values))), count)


def first_of_columns(columns: Singles, count: int) -> SingleComplexes:
    """The first *count* lines of the values that *columns* are in reading order."""
    each, parts = columns.shape
    if 2 * count > columns.size - each:
        return rfft(columns.reshape(-1))[:count]
    rows = -(-count // each)
    column, line = np.arange(parts)[:, None], np.arange(rows)
    last = np.exp(-2j * np.pi / parts * column * np.append(line, parts - 1 - line))
    both = begun(columns) @ last.astype(np.complex64)
    found = np.empty(rows * each, dtype=np.complex64)
    _put_in_order(found, both[:, :rows], both[:, rows:])
    return found[:count]


def _put_in_order(found: SingleComplexes, ahead: SingleComplexes, behind: SingleComplexes) -> None:
    """Line k1 + each·k2 from [k1, k2] of *ahead*; past each/2, as the record is real, conjugates
    of the lines that lie as far from the end, *behind*."""
    half, count = ahead.shape
    rows = found.reshape(count, -1)
    each = rows.shape[1]
    rows[:, :half] = ahead.T
    np.conj(behind[1 : each - half + 1].T[:, ::-1], out=rows[:, half:])


def squared_envelope_transform(
    band: SingleComplexes, size: int, count: int
) -> tuple[SingleComplexes, float]:
    """First lines of the transform of |a|² without its mean, and that mean.

    a are the *size* samples of the one-sided spectrum *band*. They need not come in order: they
    are transformed as they lie.
    """
    from scipy import fft

    parts = _parts_of(size)
    while parts > _FEWEST and count > size // parts:
        parts //= 2
    each = size // parts
    padded = np.zeros((parts, each), dtype=np.complex64)
    padded.reshape(-1)[: len(band)] = band
    inner = fft.ifft(padded, axis=0, overwrite_x=True)
    inner *= np.conj(factors(parts, each, size))
    analytic = fft.ifft(inner, axis=1, overwrite_x=True)  # sample r + parts·q at [r, q]
    envelope = np.abs(analytic)
    np.square(envelope, out=envelope)
    mean = float(envelope.mean(dtype=np.float64))
    envelope -= np.float32(mean)
    short = np.asarray(fft.rfft(envelope, axis=1), dtype=np.complex64)
    lines = _periodic(short, each, count) * factors(parts, count, size)
    return lines.sum(axis=0), mean


def _periodic(lines: SingleComplexes, each: int, count: int) -> SingleComplexes:
    """The first *count* lines of rows whose one-sided lines belong to *each* real values."""
    if count > lines.shape[1]:
        lines = np.concatenate((lines, np.conj(lines[:, (each - 1) // 2 : 0 : -1])), axis=1)
    return np.tile(lines, -(-count // each))[:, :count] if count > each else lines[:, :count]


def _parts_of(size: int) -> int:
    """The highest power of two, up to the most parts, that divides *size*."""
    return int(np.gcd(size, _MOST))


def factors(rows: int, columns: int, size: int) -> SingleComplexes:
    """e^{−2πi rk/size} of row r and column k; those of quick looks are kept, read-only."""
    return _kept(rows, columns, size) if rows * columns <= _TABLE else _made(rows, columns, size)


@lru_cache(maxsize=8)
def _kept(rows: int, columns: int, size: int) -> SingleComplexes:
    made = _made(rows, columns, size)
    made.flags.writeable = False
    return made


def _made(rows: int, columns: int, size: int) -> SingleComplexes:
    """Each from two of a few: exponentials cost more than all the rest."""
    few, many = sorted((rows, columns))
    row, turn = np.arange(few)[:, None], -2j * np.pi / size
    fine = np.exp(turn * (row * np.arange(_FINE) % size)).astype(np.complex64)
    coarse = np.exp(turn * (row * np.arange(0, many, _FINE) % size)).astype(np.complex64)
    made = (coarse[:, :, None] * fine[:, None, :]).reshape(few, -1)[:, :many]
    return np.ascontiguousarray(made if rows <= columns else made.T)
