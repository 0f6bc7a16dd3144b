"""Every analysis on samples constant, partly silent or no numbers: finite or a sentence."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.analyses.analysis import Analysis, Figure, Needs
from pfd_desktop.core.analyses.child import FigureRequest, figure_of
from pfd_desktop.core.analyses.table import ANALYSES
from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.diagnosis.speed import estimate_speed
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent

RATE, COUNT = 4000.0, 24_000
NEED_MORE = ("cascade", "campbell", "shaft-centreline")  # a run-up, or probes


def good(seed: int = 0) -> np.ndarray:
    """Impacts in noise."""
    samples = np.random.default_rng(seed).standard_normal(COUNT)
    samples[:: round(RATE / 89)] += 8
    return samples


def numbers(part: object) -> Iterator[np.ndarray]:
    """All arrays of floats in a figure."""
    if isinstance(part, np.ndarray) and np.issubdtype(part.dtype, np.inexact):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from numbers(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from numbers(getattr(part, field.name))


def figure(folder: Path, row: Analysis, samples: np.ndarray, second: np.ndarray) -> Figure:
    """The figure of *samples*, with all that an analysis may need."""
    unit = ("µm", "displacement") if row.name == "orbit" else ("g", "acceleration")
    paths = folder / "first.h5", folder / "second.h5"
    for path, values in zip(paths, (samples, second), strict=True):
        write_blob(path, values, RATE, *unit)
    other = paths[1] if Needs.SECOND in row.needs else None
    request = FigureRequest(
        row.name, (), paths[0], "motor", "hash", 1500.0, bearing=find("6205-2RS"),
        second_path=other, second_recording="fan",
    )  # fmt: skip
    return figure_of(request, Silent())


def finite(found: Figure) -> bool:
    """Whether all numbers are; the cells of a map that never have one (NaN) are left out."""
    if isinstance(found, MapFigure) and found.kind in ("bicoherence", "cwt"):
        return bool(np.isfinite(found.values).any() and not np.isinf(found.values).any())
    return all(bool(np.isfinite(array).all()) for array in numbers(found))


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
@pytest.mark.parametrize("value", [0.0, 3.7])
def test_constant_samples_give_a_figure_where_it_is_declared(
    tmp_path: Path, row: Analysis, value: float
) -> None:
    samples = np.full(COUNT, value)
    if row.takes_constant and row.name in NEED_MORE:
        return
    if row.takes_constant:
        assert finite(figure(tmp_path, row, samples, samples))
        return
    with pytest.raises(InvalidInput, match=r"is constant .* Choose another stretch"):
        figure(tmp_path, row, samples, good(1))


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_partly_silent_samples_give_finite_numbers(tmp_path: Path, row: Analysis) -> None:
    if row.name not in NEED_MORE:
        assert finite(figure(tmp_path, row, good(), good(1)))
        assert finite(figure(tmp_path, row, 5e7 * good(), 5e7 * good(1)))
    for silent in (slice(0, 9000), slice(8000, 17_000), slice(COUNT // 20, None)):
        samples = good()
        samples[silent] = 0.0
        try:
            found = figure(tmp_path, row, samples, good(1))
        except InvalidInput:
            continue
        assert finite(found)


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
@pytest.mark.parametrize(
    ("value", "said"),
    [(np.nan, "not a number"), (np.inf, "infinite"), (-np.inf, "infinite"), (1e18, "too large")],
)
def test_what_is_no_number_is_refused_with_its_place(
    tmp_path: Path, row: Analysis, value: float, said: str
) -> None:
    samples = good()
    samples[10_000] = value
    with pytest.raises(InvalidInput, match=rf"motor has a sample that is {said} .* at 2\.5 s"):
        figure(tmp_path, row, samples, good(1))
    if Needs.SECOND in row.needs:
        with pytest.raises(InvalidInput, match=rf"fan has a sample that is {said}"):
            figure(tmp_path, row, good(), samples)


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_a_turn_of_fewer_than_two_samples_is_refused(tmp_path: Path, row: Analysis) -> None:
    write_blob(tmp_path / "slow.h5", good(), 0.01, "g", "acceleration")
    request = FigureRequest(
        row.name, (), tmp_path / "slow.h5", "motor", "hash", 1800.0, bearing=find("6205-2RS"),
        second_path=tmp_path / "slow.h5" if Needs.SECOND in row.needs else None,
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="a turn at 1800 rpm holds fewer than 2 samples"):
        figure_of(request, Silent())


def test_a_diagnosis_at_an_impossible_speed_is_none() -> None:
    found = diagnose(
        good(), RATE, find("6205-2RS"), BearingKind.ROLLING, speed_rpm=1e7, progress=Silent()
    )
    assert "holds fewer than 2 samples" in str(found)
    read = estimate_speed(good(), RATE, near_rpm=1e7)
    assert read.confidence == 0.0
