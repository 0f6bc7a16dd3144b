"""Copied Python: what it says is what was computed."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.child import FigureRequest, figure_of
from pfd_desktop.core.analyses.table import ANALYSES
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.python_text import Expression
from pfd_desktop.core.figures.recipe import SamplesRecipe, inline_source, python_source
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from tests.ui import recordings as made


def run(source: str, folder: Path, *names: str) -> list[np.ndarray]:
    """The script in a Python of its own; what it has made of these names."""
    script = folder / "copied é.py"
    kept = "".join(f"np.save({name + '.npy'!r}, {name})\n" for name in names)
    script.write_text(f"{source}\nimport numpy as np\n{kept}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [np.load(folder / f"{name}.npy", allow_pickle=False) for name in names]


@pytest.fixture
def request_of(tmp_path) -> FigureRequest:
    blob = made.blob(tmp_path, made.bearing_samples(2))
    return FigureRequest(
        analysis="envelope",
        values=(("band", (2000.0, 5000.0)), ("window", "flattop")),
        path=blob.path,
        recording='fan "3" é',
        blob=blob.sha256,
        speed_rpm=1797.0,
        bearing=find("6205-2RS"),
    )


def test_a_copied_spectrum_computes_the_same_lines(request_of, tmp_path):
    figure = figure_of(request_of, Silent())
    source = python_source(Analysed(figure, request_of, True).recipe(), 'Envelope of "fan"')
    x, y = run(source, tmp_path, "x", "y")
    np.testing.assert_array_equal(x, figure.x)
    np.testing.assert_array_equal(y, figure.y)
    assert "from pfd_desktop.core.analyses.child import FigureRequest, figure_of" in source
    assert max(map(len, source.splitlines())) < 200


def test_copied_samples_are_read_again(tmp_path):
    blob = made.blob(tmp_path, made.bearing_samples(1))
    x, y = run(python_source(SamplesRecipe(blob.path, 100, 500), "trace"), tmp_path, "x", "y")
    np.testing.assert_array_equal(y, blob.samples[100:500])
    np.testing.assert_allclose(x, np.arange(100, 500) / made.RATE_HZ)


def test_numbers_without_a_recipe_go_along(tmp_path):
    numbers = np.array([[0.1, 1 / 3], [np.nan, -1e-300]])
    table = DataTable(("unit: g",), ("a", 'b "c"'), 2, lambda: iter((numbers,)), ("name",),
                      (("fän, 'x'",), ("y",)))  # fmt: skip
    (data,) = run(inline_source(table, 'ends in a quote"'), tmp_path, "data")
    np.testing.assert_array_equal(data, numbers)
    many = DataTable((), ("a",), 10**9, lambda: iter(()))
    with pytest.raises(InvalidInput, match="Zoom in"):
        inline_source(many, "")


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.name)
def test_every_analysis_can_be_written(analysis, request_of):
    request = FigureRequest(
        analysis.name, (), request_of.path, "r", "b", bearing_kind=BearingKind.JOURNAL
    )
    recipe = Analysed(made.envelope_figure(made.bearing_samples(1)), request, True).recipe()
    compile(python_source(recipe, "title"), "copied", "exec")


@dataclass(frozen=True)
class Held:
    """Something of each kind."""

    value: object = None


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 0.1, float("inf"), "a'\"é\n", (), (1,), [1, [2.5]], {"a": (1, 2)},
     frozenset({"x"}), BearingKind.JOURNAL, Path("/a b/c"), find("NICE"), ("word " * 30, 1)],
)  # fmt: skip
def test_expressions_make_the_value_again(value):
    written = Expression(value)
    space: dict[str, object] = {}
    exec(written.imports(), space)
    assert eval(written.text(), space) == value


def test_what_cannot_be_written_is_said():
    with pytest.raises(InvalidInput, match="Silent cannot be written"):
        Expression(Held(Silent()))
