"""A project with many recordings, made in a moment."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.tables import (
    DiagnosisRow,
    MachineRow,
    PointRow,
    RecordingRow,
    TaggingRow,
    TagRow,
    UnitRow,
)

FAULTS = [str(fault) for fault in Fault]


def add_many(session: Session, number: int) -> None:
    """Machines with four bearings of a point each, *number* recordings, a third of them tagged."""
    chance, moment = random.Random(5), {"created_at": now(), "row_version": 1}
    machines = [row(f"fan {i}", note="") for i in range(max(1, number // 200))]
    units = [
        row(f"bearing {i}", machine_id=machine["id"], kind="rolling", note="")
        for machine in machines
        for i in range(4)
    ]
    points = [row("drive end", unit_id=unit["id"], direction="") for unit in units]
    made = [
        row(
            f"file {i:05d} é",
            point_id=chance.choice(points)["id"],
            source_name=f"{i:05d}.mat",
            channel="DE",
            blob=f"{i:064x}",
            rate_hz=chance.choice([12000.0, 48000.0]),
            samples=chance.randrange(1000, 200000),
            quantity="acceleration",
            unit="g",
            speed_rpm=chance.choice([None, chance.uniform(600, 3600)]),
            condition=chance.choice(["no load", "full load"]),
            label=chance.choice([None, *FAULTS]),
            severity="",
            flags='[{"code": "clipped", "text": "3 samples are clipped"}]' if i % 9 == 0 else "[]",
            measured_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=i),
            synthetic=False,
            processed="",
        )
        for i in range(number)
    ]
    tags = [row(name, key=name, colour="") for name in ("checked", "site/north", "site/south")]
    tagged = [
        {"tag_id": chance.choice(tags)["id"], "subject": "recordings", "subject_id": one["id"]}
        for one in made[::3]
    ]
    judged = [
        {"recording_id": one["id"], "diagnosis": "{}", "fault": chance.choice(FAULTS), "grade": "x"}
        for one in made[::2]
    ]
    for table, rows in (
        (MachineRow, machines), (UnitRow, units), (PointRow, points), (RecordingRow, made),
        (TagRow, tags), (TaggingRow, tagged), (DiagnosisRow, judged),
    ):  # fmt: skip
        whole = [{"id": new_key()} | one | moment for one in rows]
        session.execute(insert(table), whole)


def row(name: str, **facts: object) -> dict[str, object]:
    """What a row holds."""
    return {"id": new_key(), "name": name, **facts}
