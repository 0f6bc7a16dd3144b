"""pfd analyse, and what it shares with pfd spectrum."""

import argparse
import csv
import io
from pathlib import Path

import numpy as np

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import as_json, number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import band, value_of
from pfd_desktop.core.analyses.analysis import Analysis, Figure
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.analyses.table import ANALYSES, find
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.export import write_csv
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Value
from pfd_desktop.services.signals import AnalysisRequest


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "analyse", help="any analysis of one recording: spectra, maps, curves, orbits"
    )
    names = tuple(analysis.name for analysis in ANALYSES)
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--kind", choices=names, required=True)
    add_options(parser)
    parser.set_defaults(run=run, band=None, window=None, max_hz=None)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What both commands have."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="any parameter of the kind; bands as LO:HI, switches as on or off",
    )
    parser.add_argument("--second", metavar="ID", help="the second channel, where two are compared")
    parser.add_argument("--time", metavar="FROM:TO", help="only this stretch, in seconds")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all numbers to FILE")
    parser.add_argument("--png", type=Path, metavar="FILE", help="draw it (or .svg, .pdf)")
    parser.add_argument("--top", type=int, default=10, help="how many peaks of lines to print")


def run(session: Session) -> int:
    """Print what the figure says with its amplitude contract; write and draw it on request."""
    arguments = session.arguments
    figure = _computed(session)
    if arguments.csv is not None:
        _write(figure, arguments.csv, session)
    session.progress.clear()
    if arguments.png is not None:
        session.draw(figure, arguments.png)
    if session.json:
        print_json(as_json(figure))
    else:
        _print(figure, arguments.top)
    return 0


def _computed(session: Session) -> Figure:
    arguments, services = session.arguments, session.services
    values = _values(find(arguments.kind), arguments)
    named = arguments.second
    second = "" if named is None else selecting.recording(services, named).id
    span = None if arguments.time is None else band("--time", arguments.time, "s", "0.5:2")
    recording = selecting.recording(services, arguments.id)
    choice = AnalysisChoice(arguments.kind, tuple(values.items()), second)
    request = AnalysisRequest(recording.id, choice, span)
    return services.signals.analyse(request, session.progress).figure


def _values(analysis: Analysis, arguments: argparse.Namespace) -> dict[str, Value]:
    """What the options set; an option that the kind has no use for is refused."""
    told = [one.partition("=") for one in arguments.set]
    given = {name: text for name, _, text in told}
    for name, text in (("band", arguments.band), ("window", arguments.window)):
        if text is not None:
            given[name] = text
    if arguments.max_hz is not None:
        given["highest"] = str(arguments.max_hz)
    return {
        name: value_of(analysis.title, analysis.parameters, name, text)
        for name, text in given.items()
    }


# -- files -------------------------------------------------------------------------------------


def _write(figure: Figure, path: Path, session: Session) -> None:
    if isinstance(figure, SpectrumFigure):
        atomic_write_bytes(path, csv_text(figure).encode())
    else:
        write_csv(path, figure.table(), session.progress)


def csv_text(figure: SpectrumFigure) -> str:
    """All lines, under a header that says what the numbers are."""
    limits = "full" if figure.band_hz is None else f"{figure.band_hz[0]:g} to {figure.band_hz[1]:g}"
    text = io.StringIO()
    for key, value in (
        ("recording", figure.recording),
        ("samples_sha256", figure.blob),
        ("kind", figure.kind),
        ("quantity", figure.quantity),
        ("unit", figure.unit),
        ("scaling", figure.scaling),
        ("window", figure.window),
        (f"enbw_{figure.enbw_unit.lower()}", f"{figure.enbw_hz:.9g}"),
        ("averages", str(figure.averages)),
        ("overlap", f"{figure.overlap:g}"),
        ("band_hz", limits),
        *(("note", note) for note in figure.notes),
    ):
        text.write(f"# {key}: {value}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((f"{figure.x_label} ({figure.x_unit})", f"{figure.quantity} ({figure.unit})"))
    writer.writerows(zip(map(repr, figure.x.tolist()), map(repr, figure.y.tolist()), strict=True))
    return text.getvalue()


# -- words -------------------------------------------------------------------------------------


def _print(figure: Figure, top: int) -> None:
    if isinstance(figure, SpectrumFigure):
        _print_lines(figure, top)
        for note in figure.notes:
            print(f"note: {note}")
        return
    for entry in figure.header():
        print(entry)
    if isinstance(figure, MapFigure):
        _print_map(figure)
    elif isinstance(figure, CurvesFigure):
        _print_curves(figure)
    else:
        _print_path(figure)


def _print_lines(figure: SpectrumFigure, top: int) -> None:
    print(f"{figure.recording}: {figure.kind}, {figure.quantity} in {figure.unit}")
    print(
        f"{figure.scaling}, window {figure.window}, ENBW {figure.enbw_hz:.4g} {figure.enbw_unit}, "
        f"{figure.averages} averages, {len(figure.x)} lines"
    )
    middle = figure.y[1:-1]
    peaks = 1 + np.flatnonzero((middle > figure.y[:-2]) & (middle >= figure.y[2:]))
    highest = peaks[np.argsort(figure.y[peaks])[::-1][:top]]
    rows = []
    for i in highest:
        near = [m for m in figure.markers if m.low <= figure.x[i] <= m.high]
        names = ", ".join(f"{m.harmonic}×{m.family}" for m in near)
        rows.append((number(float(figure.x[i]), 6), number(float(figure.y[i])), names))
    print_table((figure.x_unit, figure.unit, "near"), rows)


def _print_map(figure: MapFigure) -> None:
    values = figure.values[np.isfinite(figure.values)]
    print(f"{len(figure.y)} rows of {len(figure.x)} values")
    if values.size:
        unit = "" if figure.unit == "1" else f" {figure.unit}"
        print(f"from {number(float(values.min()))} to {number(float(values.max()))}{unit}")
    if figure.best is not None:
        x, y = figure.best
        across = _place(x, figure.x_label, figure.x_unit)
        print(f"stands out at {across}, {_place(y, figure.y_label, figure.y_unit)}")


def _place(value: float, label: str, unit: str) -> str:
    """ "3000 Hz"; of an axis without a unit its name, "level 0"."""
    if unit:
        return f"{number(value, 6)} {unit}"
    return f"{label.partition(',')[0].lower()} {number(value, 3)}"


def _print_curves(figure: CurvesFigure) -> None:
    rows = [
        (curve.name, str(curve.x.size), number(float(curve.y.min())), number(float(curve.y.max())))
        for curve in figure.curves
        if curve.y.size
    ]
    print_table(("curve", "points", f"from {figure.y_unit}", f"to {figure.y_unit}"), rows)


def _print_path(figure: OrbitFigure) -> None:
    for name, side in zip(("x", "y"), figure.centre, strict=True):
        start, end = number(float(side[0])), number(float(side[-1]))
        print(f"centre in {name}: from {start} to {end} {figure.unit}")
