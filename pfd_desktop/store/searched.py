"""The table of what can be searched, as the store has it: a row a subject of core/search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from pfd_desktop.core.records.labels import LabelKind
from pfd_desktop.store.tables import (
    BearingRow,
    DatasetMemberRow,
    DatasetRow,
    DatasetSplitRow,
    DatasetVersionRow,
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


def _of_dataset(value: Column) -> Column:
    """A value over the versions of a dataset."""
    return (
        select(value)
        .where(DatasetVersionRow.dataset_id == DatasetRow.id)
        .correlate(DatasetRow)
        .scalar_subquery()
    )


def _held() -> Column:
    """How many recordings the newest version of a dataset holds."""
    return (
        select(DatasetVersionRow.members)
        .where(DatasetVersionRow.dataset_id == DatasetRow.id)
        .order_by(DatasetVersionRow.number.desc())
        .limit(1)
        .correlate(DatasetRow)
        .scalar_subquery()
    )


def _used() -> Column:
    return (
        select(func.max(RunRow.created_at))
        .join(DatasetVersionRow, DatasetVersionRow.id == RunRow.dataset_version_id)
        .where(DatasetVersionRow.dataset_id == DatasetRow.id, RunRow.deleted_at.is_(None))
        .correlate(DatasetRow)
        .scalar_subquery()
    )


def _dataset_notes() -> Many:
    notes = many(DatasetRow.id, DatasetRow.note).union_all(
        many(DatasetVersionRow.dataset_id, DatasetVersionRow.note)
    )
    kept = notes.subquery()
    return many(kept.c.owner, kept.c.value)


def _frozen_classes() -> Many:
    """As MemberFacts.classes tells them: a recording's own label, and those of all of it."""
    later = aliased(DatasetVersionRow)
    newest = ~(
        select(later.id)
        .where(
            later.dataset_id == DatasetVersionRow.dataset_id,
            later.number > DatasetVersionRow.number,
        )
        .exists()
    )
    version, facts = DatasetMemberRow.version_id, DatasetMemberRow.facts
    members = (
        select(DatasetVersionRow.id)
        .join(DatasetMemberRow, version == DatasetVersionRow.id)
        .where(newest)
    )
    label = func.json_each(facts, "$.labels").table_valued("value", name="label")
    one = func.json_each(label.c.value, "$.classes").table_valued("value", name="one")
    inner = members.join(label, true()).join(one, true())
    whole = func.json_extract(label.c.value, "$.kind") == LabelKind.RECORD.value
    owner = DatasetVersionRow.dataset_id
    own = many(owner, func.json_extract(facts, "$.label"), members)
    kept = own.union_all(many(owner, one.c.value, inner).where(whole)).subquery()
    return many(kept.c.owner, kept.c.value)


def _certificates() -> Many:
    query = select(DatasetSplitRow.id).join(
        DatasetVersionRow, DatasetVersionRow.id == DatasetSplitRow.version_id
    )
    return many(DatasetVersionRow.dataset_id, DatasetSplitRow.certificate, query)


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
            "note": RunRow.note,
            "starred": RunRow.starred,
            "archived": RunRow.archived_at.is_not(None),
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
    "datasets": Searched(
        DatasetRow,
        {
            "id": DatasetRow.id,
            "name": DatasetRow.name,
            "note": _dataset_notes(),
            "class": _frozen_classes(),
            "hash": many(DatasetVersionRow.dataset_id, DatasetVersionRow.hash),
            "certificate": _certificates(),
            "versions": _of_dataset(func.count(DatasetVersionRow.id)),
            "recordings": _held(),
            "archived": DatasetRow.archived_at.is_not(None),
            "created": DatasetRow.created_at,
            "used": _used(),
        },
        DatasetRow.name,
        cast(_held(), String) + " recordings",
    ),
}
