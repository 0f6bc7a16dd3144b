"""pfd trend."""

import argparse
from pathlib import Path

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.figures.amplitude import spectrum_table
from pfd_desktop.core.figures.export import write_csv
from pfd_desktop.core.figures.trend import TrendFigure
from pfd_desktop.core.records.severity import AlarmLimits
from pfd_desktop.core.trends.overall import kind_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("trend", help="a value of a measuring point over time")
    parser.add_argument("point", metavar="POINT|ID", help="a point, or a recording of it")
    parser.add_argument(
        "--value", default="rms", help="rms, peak, crest, kurtosis, velocity, 'band 500-2000'"
    )
    parser.add_argument(
        "--baseline",
        nargs="*",
        metavar="ID",
        help="its good state; none forgets it",
    )
    parser.add_argument("--alert", type=float, help="tell a limit of this value")
    parser.add_argument("--alarm", type=float, help="tell a limit of this value")
    parser.add_argument(
        "--difference", metavar="ID", help="instead, a recording's bands above the baseline"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all values to FILE")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Tell baseline and limits if they are given; print the trend, or the difference."""
    arguments, service = session.arguments, session.services.trends
    point = selecting.point(session.services, arguments.point)
    if arguments.baseline is not None:
        chosen = [selecting.recording(session.services, one).id for one in arguments.baseline]
        service.set_baseline(point.id, chosen)
    if arguments.alert is not None or arguments.alarm is not None:
        measure = kind_of(arguments.value).name
        service.set_limits(
            AlarmLimits(point.id, measure, arguments.alert, arguments.alarm, "as told")
        )
    if arguments.difference is not None:
        return _difference(session)
    figure = session.job(
        f"Trend of {point.name}",
        "",
        lambda progress: service.trend(point.id, arguments.value, progress),
    )
    if arguments.csv is not None:
        write_csv(arguments.csv, figure.table(), session.progress)
        session.progress.clear()
    if session.json:
        print_json(figure)
    else:
        _print(figure)
    return 0


def _print(figure: TrendFigure) -> None:
    for line in figure.header():
        print(line)
    unit = f" {figure.unit}" if figure.unit else ""
    rows = [
        (number(x, 6), name, number(y, 5), "baseline" if base else "", state or "–")
        for x, name, y, base, state in zip(
            figure.x.tolist(),
            figure.recordings,
            figure.y.tolist(),
            figure.in_baseline.tolist(),
            figure.states,
            strict=True,
        )
    ]
    print_table((figure.x_unit or "no.", "recording", f"{figure.measure}{unit}", "", "state"), rows)


def _difference(session: Session) -> int:
    arguments = session.arguments
    recording = selecting.recording(session.services, arguments.difference)
    figure = session.services.trends.difference(recording.id, session.progress)
    session.progress.clear()
    if arguments.csv is not None:
        table = spectrum_table(figure, float(figure.x[0]), float(figure.x[-1]))
        write_csv(arguments.csv, table, session.progress)
        session.progress.clear()
    if session.json:
        print_json(figure)
        return 0
    rows = [
        (number(x, 5), f"{y:+.1f}")
        for x, y in zip(figure.x.tolist(), figure.y.tolist(), strict=True)
    ]
    print_table(("Hz", "dB above baseline"), rows)
    for note in figure.notes:
        print(f"note: {note}")
    return 0
