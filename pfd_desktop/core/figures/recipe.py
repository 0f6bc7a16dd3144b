"""Python that makes the numbers of a figure again: a call of the program, samples, or the data."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.python_text import Expression
from pfd_desktop.errors import InvalidInput

MOST_INLINE = 20_000  # numbers; more would choke an editor
Result = Literal["lines", "map", "orbit", "curves"]


@dataclass(frozen=True)
class Recipe:
    """A function of ``core`` and its request: called with it and a progress, it gives the figure.

    ``request`` is a frozen dataclass of plain values, arrays and other such dataclasses.
    """

    function: Callable[..., object]
    request: object
    result: Result = "lines"  # which fields hold the numbers


@dataclass(frozen=True)
class SamplesRecipe:
    """Samples ``start`` to ``stop`` of a waveform file."""

    path: Path
    start: int
    stop: int


def python_source(recipe: Recipe | SamplesRecipe, title: str) -> str:
    """A script that computes or reads the numbers again; ``--plot`` draws them."""
    if isinstance(recipe, SamplesRecipe):
        return _samples_source(recipe, title)
    call = Expression(recipe.request)
    call.need(recipe.function.__module__, recipe.function.__qualname__)
    call.need("pfd_desktop.progress", "Silent")
    call.need("sys", "argv")
    body = f"figure = {recipe.function.__qualname__}(request, Silent())"
    tail = _TAILS[recipe.result]
    text = call.text()
    return "\n".join((_quoted(title), "", call.imports(), "", f"request = {text}", body, tail, ""))


def inline_source(table: DataTable, title: str) -> str:
    """A script that holds the numbers themselves; raises InvalidInput where they are too many."""
    if table.rows * len(table.names) > MOST_INLINE:
        raise InvalidInput(
            f"{table.rows:,} points are too many to copy as Python (at most {MOST_INLINE:,}"
            " numbers). Zoom in, or export them as CSV."
        )
    facts = "\n".join(f"# {entry}" for entry in table.header)
    columns = np.concatenate([*table.pieces()]) if table.rows else np.empty((0, len(table.names)))
    rows = [f"    ({', '.join(map(_number, row))},),\n" for row in columns.tolist()]
    labels = [f"    ({', '.join(map(repr, row))},),\n" for row in table.labels]
    named = f"labels = (\n{''.join(labels)})  # one row each\n" if labels else ""
    return (
        f"{_quoted(title)}\n\nimport numpy as np\n\n{facts}\n"
        f"columns = {tuple(table.names)!r}\n{named}"
        f"data = np.array([\n{''.join(rows)}])\n"
        f"print(columns, data.shape)\n"
    )


def _samples_source(recipe: SamplesRecipe, title: str) -> str:
    path = Expression(recipe.path)
    path.need("pfd_desktop.core.waveforms.blob", "open_blob")
    path.need("sys", "argv")
    return "\n".join(
        (
            _quoted(title),
            "",
            path.imports(),
            "",
            "import numpy as np",
            "",
            f"blob = open_blob({path.text()})",
            f"start, stop = {recipe.start}, {recipe.stop}",
            "y = np.asarray(blob.samples[start:stop], np.float64)  # in blob.unit",
            "x = np.arange(start, stop) / blob.rate_hz  # seconds",
            'print(f"{len(y)} samples of {blob.quantity} in {blob.unit} at {blob.rate_hz} Hz")',
            _PLOT_LINES,
            "",
        )
    )


def _number(value: float) -> str:
    return repr(value) if np.isfinite(value) else f'float("{value}")'


def _quoted(title: str) -> str:
    words = title.replace("\\", "/").replace('"""', "'''").rstrip('"')
    return f'"""{words}"""'


_PLOT_LINES = """if "--plot" in argv:
    import pyqtgraph as pg

    pg.plot(x, y)
    pg.exec()"""
_TAILS: dict[Result, str] = {
    "lines": f"""x, y = figure.x, figure.y
print(f"{{figure.quantity}} in {{figure.unit}}: {{len(x)}} lines in {{figure.x_unit}}")
{_PLOT_LINES}""",
    "map": """x, y, values = figure.x, figure.y, figure.values  # a row of values for each y
print(f"{figure.quantity} in {figure.unit}: {values.shape[0]} by {values.shape[1]}")
if "--plot" in argv:
    import pyqtgraph as pg

    pg.image(values.T)
    pg.exec()""",
    "curves": """curves = figure.curves  # each with its name, x and y
print(f"{figure.y_label} in {figure.y_unit}: {len(curves)} curves over {figure.x_unit}")
if "--plot" in argv:
    import pyqtgraph as pg

    window = pg.plot(curves[0].x, curves[0].y)
    for curve in curves[1:]:
        window.plot(curve.x, curve.y)
    pg.exec()""",
    "orbit": """loops = figure.loops or (figure.centre,)  # x and y of each turn, or of the centre
print(f"{figure.quantity} in {figure.unit}: {len(loops)} loops")
if "--plot" in argv:
    import pyqtgraph as pg

    window = pg.plot(*loops[0])
    for x, y in loops[1:]:
        window.plot(x, y)
    pg.exec()""",
}
