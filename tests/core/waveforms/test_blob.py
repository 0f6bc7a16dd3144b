"""Waveform files: what is written is read, drawn exactly, and damage is seen."""

import hashlib
import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.blob import Blob, open_blob, verify_blob, write_blob
from pfd_desktop.core.waveforms.envelope import Level, envelope, pairs_of
from pfd_desktop.errors import InvalidRecording

Floats = NDArray[np.float32]


def noise(count: int, seed: int = 1) -> Floats:
    """White noise."""
    return np.random.default_rng(seed).standard_normal(count, np.float32)


def tower(samples: Floats, levels: int) -> tuple[Level, ...]:
    """A pyramid made the plain way."""
    made = []
    for k in range(levels):
        factor = 256 * 4**k
        starts = range(0, len(samples), factor)
        low = np.array([samples[i : i + factor].min() for i in starts])
        high = np.array([samples[i : i + factor].max() for i in starts])
        made.append(Level(factor, low, high))
    return tuple(made)


def brute(samples: Floats, edges: list[int]) -> tuple[list[float], list[float]]:
    """The envelope by its definition."""
    parts = [samples[a : max(b, a + 1)] for a, b in itertools.pairwise(edges)]
    return [float(p.min()) for p in parts], [float(p.max()) for p in parts]


@pytest.mark.parametrize("count", [1, 3, 255, 256, 257, 20_480, 1_048_576, 2_200_001])
def test_what_is_written_is_read(tmp_path: Path, count: int) -> None:
    samples = noise(count)
    info = write_blob(tmp_path / "a.h5", samples, 12_000.0, "m/s²", "acceleration")
    blob = open_blob(tmp_path / "a.h5")
    assert np.array_equal(blob.samples, samples)
    assert (blob.rate_hz, blob.unit, blob.quantity) == (12_000.0, "m/s²", "acceleration")
    digest = hashlib.sha256(samples.astype("<f4").tobytes()).hexdigest()
    assert blob.sha256 == info.sha256 == digest
    assert (info.samples, info.rate_hz) == (count, 12_000.0)
    for level, plain in zip(blob.pyramid, tower(samples, len(blob.pyramid)), strict=True):
        assert level.factor == plain.factor
        assert np.array_equal(level.minima, plain.minima)
        assert np.array_equal(level.maxima, plain.maxima)
    assert len(blob.pyramid[-1].minima) <= 4096
    blob.close()
    assert verify_blob(tmp_path / "a.h5")
    assert [p.name for p in tmp_path.iterdir()] == ["a.h5"]


def test_pieces_give_the_file_that_the_whole_gives(tmp_path: Path) -> None:
    samples = noise(1_500_000).astype(np.float64)

    def pieces() -> Iterator[NDArray[np.float64]]:
        cuts = [0, 1, 300, 300, 700_001, 1_499_999, 1_500_000]
        for a, b in itertools.pairwise(cuts):
            yield samples[a:b]

    whole = write_blob(tmp_path / "whole.h5", samples, 1.0, "g", "acceleration")
    parts = write_blob(tmp_path / "parts.h5", pieces(), 1.0, "g", "acceleration")
    assert parts == whole
    assert verify_blob(tmp_path / "parts.h5")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["parts.h5", "whole.h5"]


@pytest.mark.parametrize("nothing", [np.empty(0), iter([]), iter([np.empty(0)])])
def test_nothing_is_no_recording(tmp_path: Path, nothing: Iterator[Floats]) -> None:
    with pytest.raises(InvalidRecording, match="no sample"):
        write_blob(tmp_path / "a.h5", nothing, 1.0, "g", "acceleration")
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_source_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Floats]:
        yield noise(10)
        raise InvalidRecording("the file ends in the middle")

    with pytest.raises(InvalidRecording, match="ends in the middle"):
        write_blob(tmp_path / "a.h5", broken(), 1.0, "g", "acceleration")
    assert list(tmp_path.iterdir()) == []


SAMPLES = noise(3_000_017)
PYRAMID = tower(SAMPLES, 3)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_envelope_is_exact_below_4096_samples_a_column(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SAMPLES) - 1))
    stop = data.draw(st.integers(start + 1, min(len(SAMPLES), start + 400_000)))
    columns = data.draw(st.integers(max(1, (stop - start) // 4095 + 1), 2000))
    edges = [start + c * (stop - start) // columns for c in range(columns + 1)]
    minima, maxima = envelope(SAMPLES, PYRAMID, start, stop, columns)
    assert (minima.tolist(), maxima.tolist()) == brute(SAMPLES, edges)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_wide_columns_lie_on_the_grid_and_lose_nothing(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SAMPLES) // 2))
    stop = data.draw(st.integers(start + 100_000, len(SAMPLES)))
    columns = data.draw(st.integers(1, (stop - start) // 4096))
    width = (stop - start) / columns
    factor = max(level.factor for level in PYRAMID if level.factor * 16 <= width)
    exact = [start + c * (stop - start) // columns for c in range(columns + 1)]
    inner = [(e + factor // 2) // factor * factor for e in exact[1:-1]]
    edges = [start // factor * factor, *inner, min(len(SAMPLES), -(-stop // factor) * factor)]
    assert all(abs(a - b) < width / 16 for a, b in zip(edges, exact, strict=True))
    minima, maxima = envelope(SAMPLES, PYRAMID, start, stop, columns)
    assert (minima.tolist(), maxima.tolist()) == brute(SAMPLES, edges)


@pytest.mark.parametrize("position", [0, 1, 255, 256, 511_999, 1_234_567, 3_000_016])
def test_a_single_spike_is_seen_at_every_zoom(position: int) -> None:
    samples = np.zeros(3_000_017, np.float32)
    samples[position] = 5
    pyramid = tower(samples, 3)
    for width in (17, 2_000, 90_001, 700_000, 3_000_017):
        start = max(0, min(position - width // 2, len(samples) - width))
        for columns in (1, 7, 800, 1600):
            _, maxima = envelope(samples, pyramid, start, start + width, columns)
            assert len(maxima) == columns
            (lit,) = (
                np.unique(np.flatnonzero(maxima) * width // columns) if width >= columns else (0,)
            )
            if width >= columns:
                assert abs(lit - (position - start)) <= width / columns * 1.1 + 1
            else:
                assert maxima.max() == 5


def test_outside_and_empty_windows() -> None:
    whole = envelope(SAMPLES, PYRAMID, -50, len(SAMPLES) + 50, 3)
    assert whole[0].tolist() == envelope(SAMPLES, PYRAMID, 0, len(SAMPLES), 3)[0].tolist()
    for start, stop, columns in [(5, 5, 4), (9, 3, 4), (0, 9, 0), (len(SAMPLES), 2**40, 4)]:
        assert [len(part) for part in envelope(SAMPLES, PYRAMID, start, stop, columns)] == [0, 0]


def test_pairs_of_a_ragged_end() -> None:
    low, high = pairs_of(np.array([3, 1, 2, 9, -4], np.float32), 2)
    assert (low.tolist(), high.tolist()) == ([1, 2, -4], [3, 9, -4])


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "text", "folder"])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.h5"
    write_blob(path, noise(50_000), 1.0, "g", "acceleration")
    whole = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        cuts = {"empty": b"", "cut": whole[: len(whole) // 2], "text": b"no samples here" * 99}
        path.write_bytes(cuts[damage])
    with pytest.raises(InvalidRecording, match=r"a\.h5 is missing or damaged; import"):
        open_blob(path)
    assert not verify_blob(path)


def facts(blob: Blob) -> tuple[object, ...]:
    """All that a file says."""
    levels = [(x.factor, x.minima.tobytes(), x.maxima.tobytes()) for x in blob.pyramid]
    return blob.rate_hz, blob.unit, blob.quantity, blob.sha256, blob.samples.tobytes(), levels


def test_every_flipped_bit_is_seen_or_harmless(tmp_path: Path) -> None:
    path, flipped = tmp_path / "a.h5", tmp_path / "b.h5"
    write_blob(path, noise(3_000), 12_000.0, "g", "acceleration")
    whole, truth = path.read_bytes(), facts(open_blob(path))
    rng = np.random.default_rng(7)
    head = np.arange(0, min(4096, len(whole)) * 8, 61)  # structure and attributes
    body = rng.integers(0, len(whole) * 8, 200)
    seen = 0
    for bit in [*head.tolist(), *body.tolist()]:
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        flipped.write_bytes(changed)
        if verify_blob(flipped):
            assert facts(open_blob(flipped)) == truth, f"bit {bit} went unseen"
        else:
            seen += 1
    print(f"{seen} of {len(head) + len(body)} flips seen, the others changed nothing")
    assert seen > 200


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_a_hundred_million_samples_need_little_memory(tmp_path: Path) -> None:
    if shutil.disk_usage(tmp_path).free < 2 * 2**30:
        pytest.skip("less than 2 GiB are free in the temporary folder")
    said = subprocess.run(
        [sys.executable, "-c", _LONG, str(tmp_path / "a.h5")],
        capture_output=True,
        text=True,
        check=True,
    )
    peak_mib, extra_mib = map(float, said.stdout.split())
    print(f"writing 10^8 samples took {peak_mib:.0f} MiB, drawing them {extra_mib:.0f} MiB")
    assert peak_mib < 64
    assert extra_mib < 40


_LONG = """
import re, sys, pathlib
import h5py
import numpy as np
from pfd_desktop.core.waveforms.blob import open_blob, write_blob
path = pathlib.Path(sys.argv[1])
piece = np.random.default_rng(1).standard_normal(1_000_000, np.float32)
write_blob(path, iter([piece]), 1.0, "g", "acceleration")
status = pathlib.Path("/proc/self/status")
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
before = peak()
write_blob(path, (piece for _ in range(100)), 1.0, "g", "acceleration")
written = peak()
blob = open_blob(path)
assert len(blob.samples) == 10**8
for width in (10**8, 3 * 10**7, 10**7, 10**6, 10**5):
    for start in range(0, 10**8 - width + 1, width)[:20]:
        assert len(blob.envelope(start, start + width, 1600)[0]) == 1600
print(written - before, peak() - written)
"""
