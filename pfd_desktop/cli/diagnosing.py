"""pfd diagnose."""

import argparse
from pathlib import Path

from pfd_desktop.cli import importing, selecting
from pfd_desktop.cli.output import as_json, number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidRecording


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("diagnose", help="verdict, evidence, or why we cannot say")
    parser.add_argument("names", nargs="*", metavar="ID|FILE", help="all recordings when none")
    parser.add_argument("--evidence", action="store_true", help="print the evidence table too")
    importing.add_mapping(parser)
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Diagnose recordings; a file is imported first, with the options of pfd import."""
    wanted = [*_recordings(session)]
    outcomes = [(recording, _diagnose(session, recording)) for recording in wanted]
    if session.json:
        print_json([{"recording": as_json(r), "diagnosis": as_json(d)} for r, d in outcomes])
        return 0
    for recording, diagnosis in outcomes:
        print(f"{recording.name} ({recording.unit_name}): {diagnosis.verdict}")
        if diagnosis.reason:
            print(f"    {diagnosis.reason}")
        if session.arguments.evidence or len(outcomes) == 1:
            _print_evidence(diagnosis)
    return 0


def _recordings(session: Session) -> tuple[Recording, ...]:
    names = session.arguments.names
    files = tuple(Path(name) for name in names if selecting.is_file(name))
    others = [name for name in names if not selecting.is_file(name)]
    found = list(selecting.recordings(session.services, others)) if others or not names else []
    if files:
        report = session.services.imports.import_files(
            importing.request(session.arguments, files), session.progress
        )
        if report.refused:
            refused = report.refused[0]
            raise InvalidRecording(f"{refused.path} cannot be diagnosed: {refused.reason}")
        importing.examine(session)
        ids = [item.recording_id for item in report.imported]
        ids += [recording_id for _path, recording_id in report.duplicates]
        found += [session.services.data.recording(recording_id) for recording_id in ids]
    return tuple(found)


def _diagnose(session: Session, recording: Recording) -> Diagnosis:
    return session.job(
        f"Diagnose {recording.name}",
        "diagnose",
        lambda progress: session.services.diagnosis.diagnose(recording.id, progress),
    )


def _print_evidence(diagnosis: Diagnosis) -> None:
    if diagnosis.speed_rpm is not None:
        print(f"    speed {number(diagnosis.speed_rpm, 5)} rpm: {diagnosis.speed_note}")
    for flag in diagnosis.flags:
        print(f"    {flag.text}")
    rows = [
        (
            line.family,
            number(line.expected_hz, 5),
            number(line.measured_hz, 5),
            f"{line.slip_percent:+.2f}",
            f"{line.prominence_db:.1f}",
            f"{line.threshold_db:.1f}",
            " ".join(str(h) for h in line.harmonics) or "–",
            line.spectrum,
            line.note,
        )
        for line in diagnosis.evidence
    ]
    headings = ("line", "expected Hz", "measured Hz", "slip %", "dB", "threshold dB", "harmonics")
    print_table((*headings, "spectrum", "note"), rows)
