"""pfd spectrum."""

import argparse
import csv
import io
from pathlib import Path

import numpy as np

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import as_json, number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import value_of
from pfd_desktop.core.analyses.analysis import Analysis, Shape
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.analyses.table import find, of_shape
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Value
from pfd_desktop.services.signals import AnalysisRequest

KINDS = tuple(analysis.name for analysis in of_shape(Shape.LINES))


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("spectrum", help="a spectrum of one recording")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--kind", choices=KINDS, default="fft")
    parser.add_argument("--band", metavar="LO:HI", help="band to demodulate, in Hz")
    parser.add_argument("--window")
    parser.add_argument("--max-hz", type=float)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="any parameter of the kind; bands as LO:HI, switches as on or off",
    )
    parser.add_argument("--second", metavar="ID", help="the second channel, where two are compared")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all lines to FILE")
    parser.add_argument("--png", type=Path, metavar="FILE", help="draw it (or .svg, .pdf)")
    parser.add_argument("--top", type=int, default=10, help="how many peaks to print")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Print the highest lines with the amplitude contract; write all of them on request."""
    arguments = session.arguments
    recording = selecting.recording(session.services, arguments.id)
    choice = AnalysisChoice(
        arguments.kind,
        tuple(_values(find(arguments.kind), arguments).items()),
        ""
        if arguments.second is None
        else selecting.recording(session.services, arguments.second).id,
    )
    found = session.services.signals.analyse(
        AnalysisRequest(recording.id, choice), session.progress
    )
    figure = found.figure
    assert isinstance(figure, SpectrumFigure)
    session.progress.clear()
    if arguments.csv is not None:
        atomic_write_bytes(arguments.csv, csv_text(figure).encode())
    if arguments.png is not None:
        session.draw(figure, arguments.png)
    if session.json:
        print_json(as_json(figure))
    else:
        _print(figure, arguments.top)
    return 0


def _second(session: Session) -> str:
    named = session.arguments.second
    return "" if named is None else selecting.recording(session.services, named).id


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


def csv_text(figure: SpectrumFigure) -> str:
    """All lines, under a header that says what the numbers are."""
    band = "full" if figure.band_hz is None else f"{figure.band_hz[0]:g} to {figure.band_hz[1]:g}"
    text = io.StringIO()
    for key, value in (
        ("recording", figure.recording),
        ("samples_sha256", figure.blob),
        ("kind", figure.kind),
        ("quantity", figure.quantity),
        ("unit", figure.unit),
        ("scaling", figure.scaling),
        ("window", figure.window),
        ("enbw_hz", f"{figure.enbw_hz:.9g}"),
        ("averages", str(figure.averages)),
        ("overlap", f"{figure.overlap:g}"),
        ("band_hz", band),
    ):
        text.write(f"# {key}: {value}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((f"{figure.x_label} ({figure.x_unit})", f"{figure.quantity} ({figure.unit})"))
    writer.writerows(zip(map(repr, figure.x.tolist()), map(repr, figure.y.tolist()), strict=True))
    return text.getvalue()


def _print(figure: SpectrumFigure, top: int) -> None:
    print(f"{figure.recording}: {figure.kind}, {figure.quantity} in {figure.unit}")
    print(
        f"{figure.scaling}, window {figure.window}, ENBW {figure.enbw_hz:.4g} Hz, "
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
    for note in figure.notes:
        print(f"note: {note}")
