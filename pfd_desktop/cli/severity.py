"""pfd severity."""

import argparse

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.severity import Measure, Support
from pfd_desktop.core.severity.zones import ZoneVerdict
from pfd_desktop.services.severity import merged_facts


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("severity", help="the zone of a recording, or why there is none")
    parser.add_argument("id", nargs="?", metavar="ID", help="the tables when not given")
    parser.add_argument("--group", help="tell the machine's group: 1, 2, I …")
    parser.add_argument("--support", choices=("rigid", "flexible"), help="tell how it stands")
    parser.add_argument("--power-kw", type=float, help="tell its power")
    parser.add_argument("--critical-rpm", type=float, help="tell its first critical speed")
    parser.add_argument("--table", help="tell which table is for it")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Tell what was given of the machine, then judge."""
    arguments, service = session.arguments, session.services.severity
    if arguments.id is None:
        return _tables(session)
    recording = selecting.recording(session.services, arguments.id)
    told = merged_facts(
        service.facts(recording.machine_id),
        group=arguments.group,
        support=None if arguments.support is None else Support(arguments.support),
        power_kw=arguments.power_kw,
        table=arguments.table,
        critical_rpm=arguments.critical_rpm,
    )
    if told != service.facts(recording.machine_id):
        service.tell(told)
    verdict = service.zone(recording.id, session.progress)
    session.progress.clear()
    if session.json:
        print_json(verdict)
    else:
        _print(verdict)
    return 0


def _print(verdict: ZoneVerdict) -> None:
    print(f"{verdict.recording}: {verdict.words}")
    if verdict.value is not None and verdict.band_hz is not None:
        low, high = verdict.band_hz
        value = f"{number(verdict.value, 5)} {verdict.unit}"
        print(f"    value: {value}, {low:g} to {high:g} Hz")
    if verdict.limits is not None:
        print(f"    limits of A, B, C: {', '.join(number(one) for one in verdict.limits)}")
    support = f", {verdict.support} support" if verdict.support else ""
    print(
        f"    table: {verdict.table}{f', group {verdict.group}' if verdict.group else ''}{support}"
    )
    print(f"    source: {verdict.citation}")
    for note in verdict.notes:
        print(f"    note: {note}")


def _tables(session: Session) -> int:
    tables = session.services.severity.tables()
    if session.json:
        print_json(tables)
        return 0
    for table in tables:
        unit = "µm·√rpm" if table.measure is Measure.SHAFT else "mm/s"
        print(f"{table.words}: {table.measure.value} in {unit}")
        print(f"    {table.citation}")
        if table.caveat:
            print(f"    note: {table.caveat}")
        rows = [
            (row.group, row.support.value or "any", f"{row.a_b:g}", f"{row.b_c:g}", f"{row.c_d:g}")
            for row in table.limits
        ]
        print_table(("group", "support", "A/B", "B/C", "C/D"), rows)
    return 0
