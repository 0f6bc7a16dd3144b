"""pfd recordings, show, edit, delete."""

import argparse
from datetime import UTC, datetime

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.recording import NOT_EXAMINED, Recording


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    listing = commands.add_parser("recordings", help="list the recordings of the project")
    listing.add_argument("words", nargs="*", metavar="WORD", help="each must stand in some column")
    listing.add_argument("--where", metavar="QUERY", help="and fit this, in the query language")
    listing.set_defaults(run=run_list)
    show = commands.add_parser("show", help="all that is known of one recording")
    show.add_argument("id", metavar="ID", help="id, name or file name")
    show.set_defaults(run=run_show)
    edit = commands.add_parser("edit", help="change what is known of one recording")
    edit.add_argument("id", metavar="ID")
    edit.add_argument("--label")
    edit.add_argument("--speed-rpm", type=float)
    edit.add_argument("--condition")
    edit.add_argument("--severity")
    edit.add_argument("--name")
    edit.add_argument("--measured-at", type=_moment, help="such as 2026-03-01T14:05+01:00")
    edit.set_defaults(run=run_edit)
    delete = commands.add_parser("delete", help="move one recording to the trash")
    delete.add_argument("id", metavar="ID")
    delete.set_defaults(run=run_delete)


def _moment(text: str) -> datetime:
    """A time with its zone; one without is in UTC."""
    told = datetime.fromisoformat(text)  # argparse names what it cannot read
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def run_list(session: Session) -> int:
    """One line a recording."""
    words = [word.casefold() for word in session.arguments.words]
    everything = session.services.data.recordings()
    if session.arguments.where is not None:
        by_id = {r.id: r for r in everything}
        ids = session.services.search.ids("recordings", session.arguments.where)
        everything = tuple(by_id[one] for one in ids)
    listed = [(r, _row(r)) for r in everything]
    found = [(r, row) for r, row in listed if all(w in "\n".join(row).casefold() for w in words)]
    if session.json:
        print_json([recording for recording, _row in found])
        return 0
    headings = (
        "id",
        "name",
        "machine",
        "unit",
        "point",
        "Hz",
        "s",
        "rpm",
        "condition",
        "label",
        "grade",
    )
    print_table((*headings, "flags"), [row for _recording, row in found])
    return 0


def _row(r: Recording) -> tuple[str, ...]:
    return (
        r.id[-8:],
        r.name,
        r.machine_name,
        r.unit_name,
        r.point_name,
        number(r.rate_hz, 6),
        f"{r.duration_s:.2f}",
        number(r.speed_rpm, 5),
        r.condition,
        r.label or "–",
        r.grade or ("not yet" if r.waits_for_doctor else "–"),
        " ".join(flag.code for flag in r.flags),
    )


def run_show(session: Session) -> int:
    """Every field of one recording."""
    recording = selecting.recording(session.services, session.arguments.id)
    if session.json:
        print_json(recording)
        return 0
    bearing = recording.bearing.name if recording.bearing else "–"
    estimate = f"{number(recording.speed_estimate_rpm, 5)} rpm"
    rows = [
        ("id", recording.id),
        ("name", recording.name),
        ("file, channel", f"{recording.source_name}, {recording.channel or '–'}"),
        ("machine, unit", f"{recording.machine_name}, {recording.unit_name}"),
        ("measuring point", recording.point_name),
        ("bearing", f"{bearing} ({recording.kind})"),
        ("rate", f"{recording.rate_hz:g} Hz"),
        ("samples", f"{recording.samples} ({recording.duration_s:.3f} {_span_unit(recording)})"),
        ("quantity", f"{recording.quantity} in {recording.unit}"),
        ("speed", f"{number(recording.speed_rpm, 5)} rpm ({recording.speed_source})"),
        ("speed from the signal", NOT_EXAMINED if recording.waits_for_doctor else estimate),
        ("condition", recording.condition or "–"),
        ("measured at (UTC)", _told_time(recording)),
        ("processed", recording.processed or "–"),
        ("label", f"{recording.label or '–'} {recording.severity}".strip()),
        ("synthetic", "yes" if recording.synthetic else "no"),
        ("SHA-256 of the samples", recording.blob),
        ("grade of the measurement", recording.grade or NOT_EXAMINED),
        *(("note", flag.text) for flag in recording.flags),
        *(
            (
                "in the file",
                f"{name} = {value:g}" if isinstance(value, float) else f"{name}: {value}",
            )
            for name, value in session.services.data.file_facts(recording.id)
        ),
    ]
    print_table(("field", "value"), rows)
    return 0


def _span_unit(recording: Recording) -> str:
    return "s" if recording.axis == "time" else "revolutions"


def _told_time(recording: Recording) -> str:
    told = recording.measured_at
    return "–" if told is None else f"{told:%Y-%m-%d %H:%M:%S}"


def run_edit(session: Session) -> int:
    """Change the fields that were given."""
    arguments = session.arguments
    recording = selecting.recording(session.services, arguments.id)
    names = ("label", "speed_rpm", "condition", "severity", "name", "measured_at")
    changes = {n: getattr(arguments, n) for n in names if getattr(arguments, n) is not None}
    changed = session.services.data.edit_recording(recording.id, **changes)
    if session.json:
        print_json(changed)
    else:
        print(f"{changed.name}: {', '.join(changes) or 'nothing'} changed.")
    return 0


def run_delete(session: Session) -> int:
    """Into the trash."""
    recording = selecting.recording(session.services, session.arguments.id)
    session.services.data.delete_recordings((recording.id,))
    if session.json:
        print_json({"deleted": recording.id})
    else:
        print(f"{recording.name} is in the trash.")
    return 0
