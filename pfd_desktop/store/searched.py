"""The table of what can be searched, as the store has it: a row a subject of core/search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from pfd_desktop.store.tables import (
    BearingRow,
    DiagnosisRow,
    FeatureSetRow,
    LabelRow,
    MachineRow,
    PointRow,
    RecordingRow,
    RunRow,
    TaggingRow,
    TagRow,
    UnitRow,
)
from pfd_desktop.store.tables.base import Synced

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Asked = Select[*tuple[Any, ...]]
Many = Asked  # ``owner`` and ``value``: several values of one thing


@dataclass(frozen=True)
class Searched:
    """Where the rows of a subject are, and its fields; tags and metrics come by themselves."""

    row: type[Synced]
    columns: Mapping[str, Column | Many]
    title: Column
    detail: Column
    joined: Callable[[Asked], Asked] = lambda query: query  # what the columns need
    belongs: tuple[Column, ...] = ()  # keys of what it belongs to: words are looked for there too
    holds: tuple[Many, ...] = ()  # keys of what belongs to it: there too
    recording: Column | None = None  # what is opened for it, where that is a recording


def many(owner: Column, value: Column, query: Asked | None = None) -> Many:
    """Several values: whose, which, and from where where that is not told by the columns."""
    named = owner.label("owner"), value.label("value")
    return select(*named) if query is None else query.with_only_columns(*named)


def _json(row: type[Any], column: Column, part: str = "") -> Many:
    """The texts of a JSON list, or *part* of each of its objects."""
    listed = func.json_each(column).table_valued("value", name="listed")
    value = func.json_extract(listed.c.value, part) if part else listed.c.value
    return many(row.id, value, select(row.id).select_from(row).join(listed, true()))


def _of_labels(value: Column) -> Many:
    alive = LabelRow.deleted_at.is_(None)
    return many(LabelRow.recording_id, value).where(alive)


def _classes() -> Many:
    listed = func.json_each(LabelRow.classes).table_valued("value", name="listed")
    query = select(LabelRow.id).select_from(LabelRow).join(listed, true())
    return many(LabelRow.recording_id, listed.c.value, query).where(LabelRow.deleted_at.is_(None))


def _diagnosed(column: Column) -> Column:
    return (
        select(column)
        .where(DiagnosisRow.recording_id == RecordingRow.id, DiagnosisRow.deleted_at.is_(None))
        .correlate(RecordingRow)
        .scalar_subquery()
    )


TAGS = many(
    TaggingRow.subject_id,
    TagRow.key,
    select(TagRow.id).join(TaggingRow, TaggingRow.tag_id == TagRow.id),
).where(TaggingRow.deleted_at.is_(None), TagRow.deleted_at.is_(None))
TAG_IDS = many(
    TaggingRow.subject_id,
    TagRow.id,
    select(TagRow.id).join(TaggingRow, TaggingRow.tag_id == TagRow.id),
).where(TaggingRow.deleted_at.is_(None), TagRow.deleted_at.is_(None))

_PLACE = MachineRow.name + " · " + UnitRow.name + " · " + PointRow.name

SEARCHED: Mapping[str, Searched] = {
    "recordings": Searched(
        RecordingRow,
        {
            "id": RecordingRow.id,
            "name": RecordingRow.name,
            "label": RecordingRow.label,
            "speed": RecordingRow.speed_rpm,
            "rate": RecordingRow.rate_hz,
            "length": RecordingRow.samples * 1.0 / RecordingRow.rate_hz,
            "condition": RecordingRow.condition,
            "machine": MachineRow.name,
            "unit": UnitRow.name,
            "point": PointRow.name,
            "bearing": BearingRow.name,
            "kind": UnitRow.kind,
            "fault": _diagnosed(DiagnosisRow.fault),
            "grade": _diagnosed(DiagnosisRow.grade),
            "severity": RecordingRow.severity,
            "quality": RecordingRow.grade,
            "flag": _json(RecordingRow, RecordingRow.flags, "$.code"),
            "class": _classes(),
            "note": _of_labels(LabelRow.note),
            "measured": RecordingRow.measured_at,
            "imported": RecordingRow.created_at,
            "estimate": RecordingRow.speed_estimate_rpm,
            "confidence": RecordingRow.speed_confidence,
            "samples": RecordingRow.samples,
            "quantity": RecordingRow.quantity,
            "file": RecordingRow.source_name,
            "channel": RecordingRow.channel,
            "processed": RecordingRow.processed,
            "synthetic": RecordingRow.synthetic,
        },
        RecordingRow.name,
        _PLACE,
        lambda query: (
            query.join(PointRow, PointRow.id == RecordingRow.point_id)
            .join(UnitRow, UnitRow.id == PointRow.unit_id)
            .join(MachineRow, MachineRow.id == UnitRow.machine_id)
            .outerjoin(BearingRow, BearingRow.id == UnitRow.bearing_id)
        ),
        belongs=(RecordingRow.point_id, PointRow.unit_id, UnitRow.machine_id, UnitRow.bearing_id),
        holds=(_of_labels(LabelRow.id),),
        recording=RecordingRow.id,
    ),
    "runs": Searched(
        RunRow,
        {
            "id": RunRow.id,
            "name": RunRow.name,
            "classifier": RunRow.classifier,
            "split": RunRow.split,
            "state": RunRow.state,
            "reason": RunRow.reason,
            "seed": RunRow.seed,
            "recordings": func.json_array_length(RunRow.recording_ids),
            "created": RunRow.created_at,
            "finished": RunRow.finished_at,
        },
        RunRow.name,
        RunRow.classifier + " · " + RunRow.split + " · " + RunRow.state,
    ),
    "feature_sets": Searched(
        FeatureSetRow,
        {
            "id": FeatureSetRow.id,
            "name": FeatureSetRow.name,
            "feature": _json(FeatureSetRow, FeatureSetRow.feature_names),
            "windows": FeatureSetRow.rows,
            "window": FeatureSetRow.window_samples,
            "recordings": func.json_array_length(FeatureSetRow.recording_ids),
            "created": FeatureSetRow.created_at,
        },
        FeatureSetRow.name,
        cast(func.json_array_length(FeatureSetRow.feature_names), String) + " features",
    ),
    "labels": Searched(
        LabelRow,
        {
            "id": LabelRow.id,
            "class": _json(LabelRow, LabelRow.classes),
            "note": LabelRow.note,
            "kind": LabelRow.kind,
            "recording": RecordingRow.name,
            "author": LabelRow.author,
            "severity": LabelRow.severity,
            "start": LabelRow.start_s,
            "stop": LabelRow.stop_s,
            "low": LabelRow.low_hz,
            "high": LabelRow.high_hz,
            "changed": LabelRow.changed_at,
        },
        RecordingRow.name,
        LabelRow.kind + " · " + LabelRow.note,
        lambda query: query.join(
            RecordingRow,
            (RecordingRow.id == LabelRow.recording_id) & RecordingRow.deleted_at.is_(None),
        ),
        belongs=(LabelRow.recording_id,),
        recording=LabelRow.recording_id,
    ),
    "machines": Searched(
        MachineRow,
        {"id": MachineRow.id, "name": MachineRow.name, "note": MachineRow.note},
        MachineRow.name,
        MachineRow.note,
    ),
    "units": Searched(
        UnitRow,
        {
            "id": UnitRow.id,
            "name": UnitRow.name,
            "note": UnitRow.note,
            "machine": MachineRow.name,
            "bearing": BearingRow.name,
            "kind": UnitRow.kind,
        },
        UnitRow.name,
        MachineRow.name,
        lambda query: query.join(MachineRow, MachineRow.id == UnitRow.machine_id).outerjoin(
            BearingRow, BearingRow.id == UnitRow.bearing_id
        ),
        belongs=(UnitRow.machine_id, UnitRow.bearing_id),
    ),
}
