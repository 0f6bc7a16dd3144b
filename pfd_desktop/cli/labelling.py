"""pfd labels."""

import argparse
from pathlib import Path

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import band
from pfd_desktop.core.records.labels import Label, LabelFacts, LabelKind
from pfd_desktop.errors import InvalidInput, NotFound


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("labels", help="labels of one recording: list, add, CSV, trail")
    parser.add_argument("id", metavar="ID")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--export", type=Path, metavar="FILE", help="write them as CSV")
    what.add_argument("--import", dest="read", type=Path, metavar="FILE", help="add those of a CSV")
    what.add_argument("--add", metavar="CLASS[|CLASS]", help="add one")
    what.add_argument("--delete", metavar="LABEL", help="its id, or the end of it")
    what.add_argument("--trail", action="store_true", help="who changed what, when")
    parser.add_argument("--time", metavar="S or FROM:TO", help="of --add, in s; else all of it")
    parser.add_argument("--band", metavar="LO:HI", help="of --add, in Hz")
    parser.add_argument("--severity", type=float, help="of --add, 0 to 1")
    parser.add_argument("--note", default="", help="of --add")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Do what was asked, then list the labels; an export only says how many."""
    arguments, service = session.arguments, session.services.labels
    recording = selecting.recording(session.services, arguments.id)
    if arguments.export is not None:
        count = service.export_csv(recording.id, arguments.export)
        if session.json:
            print_json({"exported": count})
        else:
            print(f"{count} labels of {recording.name} written to {arguments.export}.")
        return 0
    if arguments.trail:
        return _trail(session, recording.id)
    if arguments.read is not None:
        made = service.import_csv(recording.id, arguments.read)
        if not session.json:
            print(f"{len(made)} labels added.")
    if arguments.add is not None:
        service.add(recording.id, _facts(arguments))
    if arguments.delete is not None:
        service.delete((_named(service.list_of(recording.id), arguments.delete).id,))
    _list(session, service.list_of(recording.id))
    return 0


def _facts(arguments: argparse.Namespace) -> LabelFacts:
    start_s, stop_s = _time(arguments.time)
    low_hz, high_hz = band("--band", arguments.band) if arguments.band else (None, None)
    if low_hz is not None and stop_s is None:
        raise InvalidInput("A label of a band needs --time FROM:TO as well.")
    kind = LabelKind.RECORD
    if low_hz is not None:
        kind = LabelKind.PATCH
    elif start_s is not None:
        kind = LabelKind.POINT if stop_s is None else LabelKind.REGION
    return LabelFacts(
        kind=kind,
        classes=tuple(arguments.add.split("|")),
        start_s=start_s,
        stop_s=stop_s,
        low_hz=low_hz,
        high_hz=high_hz,
        severity=arguments.severity,
        note=arguments.note,
    )


def _time(text: str | None) -> tuple[float | None, float | None]:
    if text is None:
        return None, None
    if ":" in text:
        return band("--time", text, "s", "1.5:2")
    try:
        return float(text.replace(",", ".")), None
    except ValueError as error:
        raise InvalidInput(f"--time {text} is neither S nor FROM:TO in s.") from error


def _named(labels: tuple[Label, ...], end: str) -> Label:
    found = [label for label in labels if label.id.endswith(end)]
    if len(found) != 1:
        raise NotFound(f"{len(found)} labels of this recording end in {end}; give more of the id.")
    return found[0]


def _list(session: Session, labels: tuple[Label, ...]) -> None:
    if session.json:
        print_json(labels)
        return
    headings = ("id", "kind", "from s", "to s", "from Hz", "to Hz", "classes", "severity")
    rows = [(label.id[-8:], *_cells(label.facts), label.author) for label in labels]
    print_table((*headings, "note", "author"), rows)


def _cells(facts: LabelFacts) -> tuple[str, ...]:
    severity = " ".join(
        part for part in (number(facts.severity), facts.severity_words) if part not in ("", "–")
    )
    return (
        facts.kind.value,
        number(facts.start_s, 6),
        number(facts.stop_s, 6),
        number(facts.low_hz, 6),
        number(facts.high_hz, 6),
        " | ".join(facts.classes),
        severity or "–",
        facts.note,
    )


def _trail(session: Session, recording_id: str) -> int:
    changes = session.services.labels.changes(recording_id)
    if session.json:
        print_json(changes)
        return 0
    rows = [
        (
            f"{change.changed_at:%Y-%m-%d %H:%M:%S}",
            change.author,
            change.act.value,
            change.label_id[-8:],
            "–" if change.before is None else ", ".join(_cells(change.before)[:6:5]),
            "–" if change.after is None else ", ".join(_cells(change.after)[:6:5]),
        )
        for change in changes
    ]
    print_table(("when (UTC)", "who", "what", "label", "before", "after"), rows)
    return 0
