"""pfd import."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.importing import (
    RAW_TYPES,
    ImportedFile,
    ImportReport,
    ImportRequest,
    Mapping,
    RawLayout,
)
from pfd_desktop.core.records.recording import NOT_EXAMINED, Recording
from pfd_desktop.errors import InvalidInput


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("import", help="bring recordings into the project")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument(
        "--in-place",
        action="store_true",
        help="leave the samples where they are: for files of gigabytes that stay where they lie",
    )
    add_mapping(parser)
    parser.add_argument(
        "--update",
        action="store_true",
        help="let what is there already be as it is told now; without, it stays as it is",
    )
    parser.set_defaults(run=run)


def add_mapping(parser: argparse.ArgumentParser) -> None:
    """The options that say what a file does not."""
    parser.add_argument(
        "--raw",
        choices=tuple(RAW_TYPES),
        help="the files hold bare samples of this type and no header that is known",
    )
    parser.add_argument("--raw-channels", type=int, default=1, help="side by side in bare samples")
    parser.add_argument("--raw-skip", type=int, default=0, help="bytes before bare samples")
    parser.add_argument("--raw-big-endian", action="store_true", help="high bytes come first")
    parser.add_argument("--preset", default="auto", choices=("auto", "cwru", "mfpt", "none"))
    parser.add_argument("--variable", help="which vector of the file")
    parser.add_argument(
        "--every", action="store_true", help="every waveform of files that hold several"
    )
    parser.add_argument("--column", type=int, default=0, help="which column of it, from 0")
    parser.add_argument("--rate-hz", type=float, help="sampling rate")
    parser.add_argument("--speed-rpm", type=float, help="shaft speed")
    parser.add_argument("--quantity", default="acceleration")
    parser.add_argument("--sample-unit", default="unknown", help="g, m/s², mm/s, µm, V")
    parser.add_argument("--sensitivity", type=float, default=1.0, help="samples are divided by it")
    parser.add_argument("--machine", default="")
    parser.add_argument("--unit", default="", help="the physical bearing")
    parser.add_argument("--point", default="", help="measuring point")
    parser.add_argument("--bearing", default="", help="name in the bearing table")
    parser.add_argument("--kind", default="rolling", choices=("rolling", "journal"))
    parser.add_argument("--condition", default="", help="load or operating condition")
    parser.add_argument("--label", help="what is known to be wrong: 'outer race', 'healthy' …")
    parser.add_argument("--severity", default="")


def request(arguments: argparse.Namespace, paths: tuple[Path, ...]) -> ImportRequest:
    """The request those options make."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise InvalidInput(f"There is no file or folder {', '.join(missing)}.")
    mapping = Mapping(
        variable=arguments.variable,
        column=arguments.column,
        rate_hz=arguments.rate_hz,
        quantity=arguments.quantity,
        unit=arguments.sample_unit,
        sensitivity=arguments.sensitivity,
        machine=arguments.machine,
        unit_name=arguments.unit,
        point=arguments.point,
        bearing=arguments.bearing,
        kind=arguments.kind,
        speed_rpm=arguments.speed_rpm,
        condition=arguments.condition,
        label=arguments.label,
        severity=arguments.severity,
        raw=_raw(arguments),
    )
    in_place = bool(getattr(arguments, "in_place", False))  # watched folders are always copied
    return ImportRequest(paths, arguments.preset, mapping, arguments.every, in_place=in_place)


def _raw(arguments: argparse.Namespace) -> RawLayout | None:
    if arguments.raw is None:
        return None
    return RawLayout(
        arguments.raw, arguments.raw_big_endian, arguments.raw_channels, arguments.raw_skip
    )


def run(session: Session) -> int:
    """Import, and say of every file what became of it; 1 when a file was refused."""
    wanted = request(session.arguments, tuple(session.arguments.paths))
    wanted = replace(wanted, update=session.arguments.update)
    report = session.job(
        f"Import {len(wanted.paths)} path{'' if len(wanted.paths) == 1 else 's'}",
        "import",
        lambda progress: session.services.imports.import_files(wanted, progress),
    )
    tell(session, report)
    return 1 if report.refused else 0


def tell(session: Session, report: ImportReport) -> None:
    """What became of the files at once; the grades once all that arrived has been examined.

    Ctrl+C leaves the rest of the examination for the next time: what arrived is kept.
    """
    if not session.json:
        _print_report(report)
    examine(session)
    there = {one.id: one for one in session.services.data.recordings()} if report.imported else {}
    seen = [(item, there[item.recording_id]) for item in report.imported]
    if session.json:
        items = tuple(replace(item, flags=recording.flags) for item, recording in seen)
        print_json(replace(report, imported=items))
    else:
        _print_imported(seen)


def examine(session: Session) -> None:
    """All that has arrived and that nobody has examined, now or before."""
    doctor = session.services.doctor
    if not (count := doctor.waiting()):
        return
    title = f"Examine {count} recording{'s' if count > 1 else ''}"
    found = session.job(title, "examine new", doctor.examine_waiting)
    if found.failed and not session.json:
        print(f"{found.words}.")


def _print_report(report: ImportReport) -> None:
    """How many arrived, what was there already, what was refused and why."""
    fresh = f"{len(report.updated)} brought up to date, " if report.updated else ""
    left = f", {report.left_out_words}" if report.left_out else ""
    print(
        f"{len(report.imported)} imported, {len(report.duplicates)} already there, "
        f"{fresh}{len(report.refused)} refused{left}."
        + (f" {report.rate_words}." if report.rate_words else "")
    )
    for one in report.updated:
        print(f"brought up to date: {one.path}: was {one.text}")
    for one in report.differing:
        print(f"already there as {one.text} (--update: as this import says): {one.path}")
    same = {(one.path, one.recording_id) for one in report.differing}
    for path, recording_id in (one for one in report.duplicates if one not in same):
        print(f"already there: {path} is recording {recording_id[-8:]}")
    for left_out in report.left_out:
        print(f"left out: {left_out.path}: {left_out.text}")
    for name in report.replaced:
        print(f"in the trash: {name}, which was only the beginning of its file")
    refused = Counter(f"{one.path}: {one.reason}" for one in report.refused)
    for line, waveforms in refused.items():  # all waveforms of a file for the same reason: once
        print(f"refused{'' if waveforms == 1 else f' ({waveforms} waveforms)'}: {line}")


def _print_imported(seen: Sequence[tuple[ImportedFile, Recording]]) -> None:
    rows = [
        (one.id[-8:], one.name, one.unit_name, one.label or "", one.grade or NOT_EXAMINED)
        for _, one in seen
    ]
    if rows:
        print_table(("id", "recording", "unit", "label", "grade"), rows)
    for item, recording in seen:
        for flag in recording.flags:
            print(f"note: {item.path.name}: {flag.text}")
        if item.copied:
            print(f"copied: {item.copied}")
